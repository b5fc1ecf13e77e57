"""Filters of the product pages: {{ duty|basis }}, {{ duty.state|state_name }}, {{ element|in_words }}."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from django import template

from txng.products import words
from txng.products.rules import scoring
from txng.products.rules.obligations import Duty, Scope, State
from txng.products.rules.scoring import Advice, Criterion, Line, Reason

register = template.Library()

_MARKS = {
    State.LATE: "stop",
    State.SOON: "warn",
    State.AHEAD: "info",
    State.DONE: "good",
    State.DONE_LATE: "good",
}


@register.filter
def in_words(value: Any) -> str:
    """Of anything with `vi` and `en`."""
    return words.either(value.vi, value.en)


@register.filter
def source_in_words(value: Any) -> str:
    return words.either(value.source, value.source_en)


@register.filter
def basis(duty: Duty | Scope) -> str:
    return words.basis(duty)


@register.filter
def when(duty: Duty, today: date) -> str:
    return words.when(duty, today)


@register.filter
def state_name(state: State) -> str:
    return str(words.STATES[state])


@register.filter
def state_mark(state: State) -> str:
    return _MARKS[state]


@register.filter
def whom(sizes: Iterable[str]) -> str:
    return words.whom(sizes)


@register.filter
def requirement_name(name: str) -> str:
    return words.requirement(name)


@register.filter
def ground_name(name: str) -> str:
    return str(words.GROUNDS[name])


@register.filter
def step_name(state: str) -> str:
    return str(words.STEPS[state])


@register.filter
def sector_name(sector: str) -> str:
    return str(words.SECTORS.get(sector, sector))


@register.filter
def points(value: Fraction | int | None) -> str:
    return "" if value is None else words.points(value)


@register.filter
def advice_name(advice: Advice) -> str:
    return str(words.ADVICE[advice])


@register.filter
def criterion_name(criterion: Criterion) -> str:
    return words.criterion(criterion)


@register.filter
def level_of(line: Line, given: int) -> str:
    """What these points mean on the criterion of this line."""
    return words.level(line.criterion, given)


@register.filter
def reason_in_words(reason: Reason) -> str:
    return words.of_reason(reason, scoring.shipped())


@register.filter
def get(values: dict[str, Any], key: str) -> Any:
    """A value of a dictionary by a key that the template knows as a variable."""
    return values.get(key)
