"""Filters for dates: {{ step.event_time|moment }}, {{ page.use_by|day }}, {{ page.harvested|period }}."""

from collections.abc import Sequence
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from txng.ui import dates

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
