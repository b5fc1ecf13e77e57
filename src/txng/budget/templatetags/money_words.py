"""{{ row.approved|dong }}: an amount as people here read it; words where there is none."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from txng.budget import words
from txng.ui import lists

register = template.Library()


@register.filter
def dong(amount: Decimal | None) -> str:
    """Of a step that has not come yet: "chưa có", never 0."""
    return _("chưa có") if amount is None else lists.written(amount)


@register.filter
def dong_known(amount: Decimal | None) -> str:
    """Of what nobody could tell us: "chưa rõ", never 0."""
    return str(words.UNKNOWN) if amount is None else lists.written(amount)


@register.filter
def percent(share: Decimal | None) -> str:
    return "" if share is None else f"{lists.written(share)}%"
