"""Filters of this room: {{ one.granted_vnd|vnd }}, {{ reason|said }}, {{ step|titled }}."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from txng.awards import words
from txng.awards.models import Step
from txng.awards.rules import steps
from txng.ui import lists

register = template.Library()


@register.filter
def vnd(value: Decimal | None) -> str:
    """ "150.000.000 đồng"; what nobody knows is "chưa rõ", never 0."""
    if value is None:
        return str(words.UNKNOWN)
    return _("%(amount)s đồng") % {"amount": lists.written(value)}


@register.filter
def said(reason: Any) -> str:
    """The sentence of a Reason of the rules, or of one that was kept in a record."""
    if isinstance(reason, Mapping):
        return _(str(reason["sentence"])) % dict(reason.get("values", {}))
    return _(reason.sentence) % dict(reason.values)


@register.filter
def worded(sentence: str) -> str:
    """A sentence that the rules marked."""
    return _(sentence) if sentence else ""


@register.filter
def titled(step: Step) -> str:
    return _(steps.title(step.kind, step.verb))


@register.filter
def due_words(one: Any) -> str:
    return words.due(one)


@register.filter
def due_mark(one: Any) -> str:
    return words.DUE_MARKS.get(one.standing, "")


@register.filter
def due_icon(one: Any) -> str:
    return words.DUE_ICONS[one.standing]
