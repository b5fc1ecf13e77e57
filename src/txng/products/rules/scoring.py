"""The score sheet: marks of several agencies on the criteria of the Plan become a verdict that says why.

    safety       40  ┐              Sở A  Sở B     mean   part
    feasibility  25  │  weights     3     4        7/2    35.0      = 40 x 3.5 / 4
    export       20  │  sum 100     2     2        2      12.5
    grdp         15  ┘              ..                    = 72.5 of 100 -> mandatory

Exact fractions throughout: two products that score the same are told to be tied, never ranked by rounding.
Source: Plan 6736/KH-UBND II.5, III.1.b; weights and levels as data in data/score-sheet.toml.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Final

HUNDRED: Final = 100


class Advice(StrEnum):
    MANDATORY = "mandatory"
    PRIORITY = "priority"
    LATER = "later"
    UNDECIDED = "undecided"  # a criterion that nobody marked


@dataclass(frozen=True, slots=True)
class Criterion:
    """`levels[n]` says what n points mean."""

    id: str
    weight: int
    vi: str
    en: str
    source: str
    levels: tuple[str, ...]
    levels_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    id: str
    vi: str
    en: str
    source: str
    source_en: str
    valid_from: date
    most_points: int
    mandatory_from: int
    priority_from: int
    least_feasibility: int
    apart: int
    criteria: tuple[Criterion, ...]

    @property
    def weights(self) -> dict[str, int]:
        return {one.id: one.weight for one in self.criteria}


@dataclass(frozen=True, slots=True)
class Mark:
    """What one agency gave on one criterion, and its reason."""

    agency: str
    criterion: str
    points: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of one product. `mean` is None when nobody marked it; `part` of the hundred."""

    criterion: Criterion
    weight: int
    marks: tuple[Mark, ...]
    mean: Fraction | None
    part: Fraction

    @property
    def spread(self) -> int:
        """How far the agencies are apart, in points."""
        points = [one.points for one in self.marks]
        return max(points) - min(points) if points else 0


@dataclass(frozen=True, slots=True)
class Reason:
    """`kind`: above, below, too_hard, unmarked, apart. `criterion` and `value` where the kind has them."""

    kind: str
    criterion: str = ""
    value: Fraction | int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """`total` of 100. `reasons` in the order in which a person should read them."""

    advice: Advice
    total: Fraction
    lines: tuple[Line, ...]
    reasons: tuple[Reason, ...]

    def mean_of(self, criterion: str) -> Fraction | None:
        return next(one.mean for one in self.lines if one.criterion.id == criterion)


class WeightsRefused(ValueError):
    """Weights that do not name every criterion once, are negative, or do not add up to 100."""


class MarkRefused(ValueError):
    """Points outside 0..most, a criterion that the sheet lacks, or a second mark of one agency."""


@cache
def shipped() -> Sheet:
    text = (files("txng.products") / "data" / "score-sheet.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    rows = table.pop("criterion")
    criteria = tuple(
        Criterion(**row | {"levels": tuple(row["levels"]), "levels_en": tuple(row["levels_en"])})
        for row in rows
    )
    return Sheet(**table, criteria=criteria)


def checked_weights(sheet: Sheet, weights: Mapping[str, int]) -> dict[str, int]:
    """In the order of the sheet. Raises WeightsRefused."""
    if set(weights) != set(sheet.weights):
        raise WeightsRefused(f"Expected {sorted(sheet.weights)}, got {sorted(weights)}")
    if any(
        isinstance(one, bool) or not isinstance(one, int) or one < 0 for one in weights.values()
    ):
        raise WeightsRefused(f"Expected whole numbers from 0, got {dict(weights)}")
    if sum(weights.values()) != HUNDRED:
        raise WeightsRefused(f"Expected a sum of 100, got {sum(weights.values())}")
    return {name: weights[name] for name in sheet.weights}


def judge(marks: Iterable[Mark], sheet: Sheet, weights: Mapping[str, int] | None = None) -> Verdict:
    """A criterion that weighs nothing need not be marked. Raises WeightsRefused, MarkRefused."""
    weighing = checked_weights(sheet, sheet.weights if weights is None else weights)
    by_criterion = _by_criterion(marks, sheet)
    lines = tuple(
        _line(criterion, weighing[criterion.id], by_criterion[criterion.id], sheet)
        for criterion in sheet.criteria
    )
    total = sum((line.part for line in lines), Fraction(0))
    reasons = [
        Reason("unmarked", one.criterion.id) for one in lines if one.weight and not one.marks
    ]
    reasons += [
        Reason("apart", one.criterion.id, one.spread) for one in lines if one.spread >= sheet.apart
    ]
    if any(reason.kind == "unmarked" for reason in reasons):
        return Verdict(Advice.UNDECIDED, total, lines, tuple(reasons))
    advice, why = _advice(total, lines, sheet)
    return Verdict(advice, total, lines, (*why, *reasons))


def _by_criterion(marks: Iterable[Mark], sheet: Sheet) -> dict[str, tuple[Mark, ...]]:
    found: dict[str, list[Mark]] = {one.id: [] for one in sheet.criteria}
    seen = set()
    for mark in marks:
        if mark.criterion not in found:
            raise MarkRefused(f"Expected one of {sorted(found)}, got {mark.criterion!r}")
        if not 0 <= mark.points <= sheet.most_points:
            raise MarkRefused(f"Expected 0 to {sheet.most_points} points, got {mark.points}")
        if (mark.agency, mark.criterion) in seen:
            raise MarkRefused(f"Expected one mark of {mark.agency!r} on {mark.criterion}, got two")
        seen.add((mark.agency, mark.criterion))
        found[mark.criterion].append(mark)
    return {name: tuple(sorted(rows, key=lambda one: one.agency)) for name, rows in found.items()}


def _line(criterion: Criterion, weight: int, marks: tuple[Mark, ...], sheet: Sheet) -> Line:
    if not marks:
        return Line(criterion, weight, marks, None, Fraction(0))
    mean = Fraction(sum(one.points for one in marks), len(marks))
    return Line(criterion, weight, marks, mean, weight * mean / sheet.most_points)


def _advice(
    total: Fraction, lines: Sequence[Line], sheet: Sheet
) -> tuple[Advice, tuple[Reason, ...]]:
    if total < sheet.priority_from:
        return Advice.LATER, (Reason("below", value=sheet.priority_from),)
    if total < sheet.mandatory_from:
        return Advice.PRIORITY, (Reason("below", value=sheet.mandatory_from),)
    # marked, unless it weighs nothing: then nobody asked whether it can be done
    feasible = next(one.mean for one in lines if one.criterion.id == "feasibility")
    if feasible is not None and feasible < sheet.least_feasibility:
        return Advice.PRIORITY, (Reason("too_hard", "feasibility", sheet.least_feasibility),)
    return Advice.MANDATORY, (Reason("above", value=sheet.mandatory_from),)


@dataclass(frozen=True, slots=True)
class Place:
    """`rank` from 1; products that nothing sets apart share it, and name each other in `tied_with`."""

    rank: int
    product: str
    verdict: Verdict
    tied_with: tuple[str, ...]


def ranking(verdicts: Mapping[str, Verdict]) -> list[Place]:
    """By the total, then safety, export, share of GRDP, feasibility; what is equal in all of it is tied."""
    keys = {product: _order(verdict) for product, verdict in verdicts.items()}
    places = []
    for product in sorted(verdicts, key=lambda one: ([-part for part in keys[one]], one)):
        rank = 1 + sum(keys[other] > keys[product] for other in keys)
        tied = tuple(sorted(o for o in keys if o != product and keys[o] == keys[product]))
        places.append(Place(rank, product, verdicts[product], tied))
    return places


def _order(verdict: Verdict) -> tuple[Fraction, ...]:
    means = (verdict.mean_of(name) for name in ("safety", "export", "grdp", "feasibility"))
    return (verdict.total, *(Fraction(-1) if mean is None else mean for mean in means))
