"""Filters for dates and numbers: {{ step.event_time|moment }}, {{ page.use_by|day }},
{{ page.harvested|period }}, {{ run.total|number }}."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from txng.ui import dates, lists

register = template.Library()


def language() -> str:
    return get_language() or "vi"


@register.filter
def day(value: date | None) -> str:
    return "" if value is None else dates.written(value, language())


@register.filter
def moment(value: datetime | None) -> str:
    return "" if value is None else dates.written_moment(value, language())


@register.filter
def local_moment(value: datetime | None) -> str:
    """Of our own clock, in Vietnam's time."""
    return "" if value is None else dates.written_moment(timezone.localtime(value), language())


@register.filter
def period(value: Sequence[date]) -> str:
    return dates.written_period(value, language())


@register.filter
def number(value: int | Decimal | None) -> str:
    """1.234,5 in Vietnamese."""
    return lists.written(value)
