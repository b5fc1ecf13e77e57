"""What figures say, remembered for a short while, and when that was worked out.

    told(actor, figure, asked)            ->  Told(Decimal("214"), 10:32)
    split(actor, figure, asked, COMMUNE)  ->  ({"24846": 17, ...}, 10:32)

Counting half a million products takes longer than a page may. So an answer is kept: for MINUTES by this
process, and for everybody who counts the whole province by `txng work` (KeptFigure): beforehand what every
page shows, and a moment later what a page asked that was narrowed to a place, a sector, a group, a year:

    with told.without_counting() as missing:        on a page; numbers that nobody has told are None
        ...
    actions.ask_for(by=actor, questions=missing)    `txng work` tells them; the page is read again

A page says from when its numbers are. Only numbers are kept; rows are read anew, by whoever opens them.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.programme.figures import COMMUNE, SECTOR, Asked, Figure, Number, figure
from txng.programme.figures.shipped import is_ours
from txng.programme.figures.tables import COUNTING
from txng.programme.models import KeptFigure
from txng.programme.rules import formulas

MINUTES: Final = 10
BEFOREHAND: Final = timedelta(minutes=25)  # `txng work` tells them again every ten minutes

Parts = Mapping[str, Number]


@dataclass(frozen=True, slots=True)
class Told:
    """`at` is when it was worked out: now, or a little earlier."""

    value: Number
    at: datetime


class Question(NamedTuple):
    """`way` "" for a count, else the word of a split."""

    figure: str
    way: str
    asked: Asked

    @property
    def columns(self) -> dict[str, Any]:
        """As KeptFigure and AskedFigure hold it."""
        return {"figure": self.figure, "way": self.way} | {
            name: getattr(self.asked, name) for name in Asked.__slots__
        }


_missing: ContextVar[list[Question] | None] = ContextVar("missing", default=None)


@contextmanager
def without_counting(*, unless: bool = False) -> Iterator[list[Question]]:
    """Within it a number that `txng work` can tell is not counted by the page: it is None (a split is {}),
    and its question is in the list. While no `txng work` has told anything of late, all is counted; so it is
    where `unless` says so, as for a file, which has to be whole."""
    questions: list[Question] = []
    is_told = not unless and KeptFigure.objects.filter(at__gte=timezone.now() - BEFOREHAND).exists()
    token = _missing.set(questions if is_told else None)
    try:
        yield questions
    finally:
        _missing.reset(token)


def told(actor: Actor, one: Figure, asked: Asked) -> Told:
    value, at = _kept(actor, one, asked, "", lambda: one.count(actor, asked))
    return Told(value, at)


def split(actor: Actor, one: Figure, asked: Asked, way: str) -> tuple[Parts, datetime]:
    """{} for a figure that is not told so."""
    if way not in one.split:
        return {}, timezone.now()
    return _kept(actor, one, asked, way, lambda: dict(one.split[way](actor, asked)))


def numbers(actor: Actor, codes: Iterable[str], asked: Asked) -> dict[str, Told]:
    """Several figures by code; one that nobody registered is unknown."""
    found = {}
    for code in dict.fromkeys(codes):
        one = figure(code)
        found[code] = Told(None, timezone.now()) if one is None else told(actor, one, asked)
    return found


def of_formula(
    actor: Actor, formula: formulas.Formula, asked: Asked
) -> tuple[Told, dict[str, Told]]:
    """The value of a formula with the oldest moment of its figures, and each of them."""
    parts = numbers(actor, formula.figures, asked)
    value = formula.value({code: one.value for code, one in parts.items()})
    return Told(value, min(one.at for one in parts.values())), parts


def forget() -> None:
    """Of this process; what was told beforehand stays."""
    cache.clear()


def _kept(actor: Actor, one: Figure, asked: Asked, way: str, ask: Callable[[], Any]) -> Any:
    reach = _reach(actor, one)
    key = hashlib.sha256(repr((one.code, way, asked, reach)).encode()).hexdigest()
    held = cache.get(key)
    if held is not None:
        return held
    answer = _beforehand(one, asked, way) if reach == WHOLE else None
    missing = _missing.get()
    if answer is None and reach == WHOLE and missing is not None:
        question = Question(one.code, way, asked)
        if question not in missing:  # cards and lists of one page may show the same number
            missing.append(question)
        return ({} if way else None), timezone.now()
    if answer is None:
        answer = (ask(), timezone.now())
    cache.set(key, answer, MINUTES * 60)
    return answer


WHOLE: Final = "whole"


def _reach(actor: Actor, one: Figure) -> str:
    """Whoever may count the same is told the same. Rooms above have rights of their own for their figures."""
    if is_ours(one.code) and any(actor.may_everywhere(right) for right in COUNTING):
        return WHOLE
    grants = sorted(
        (sorted(grant.rights), _sorted(grant.territories), _sorted(grant.sectors))
        for grant in actor.grants
    )
    return repr((actor.organisation_id, actor.is_operator, sorted(actor.scopes), grants))


def _sorted(words: frozenset[str] | None) -> list[str]:
    return ["*"] if words is None else sorted(words)


def _beforehand(one: Figure, asked: Asked, way: str) -> tuple[Any, datetime] | None:
    """As `txng work` told it. A count of one commune or one sector is a part of a split of all."""
    exact = Question(one.code, way, asked).columns
    wanted = Q(**exact)
    part = asked.commune or asked.sector
    is_part = bool(part) and not (asked.group or (asked.commune and asked.sector) or way)
    if is_part:
        whole = Asked(asked.since, asked.until)
        told_by = COMMUNE if asked.commune else SECTOR
        wanted |= Q(**Question(one.code, told_by, whole).columns)
    rows = list(KeptFigure.objects.filter(wanted, at__gte=timezone.now() - BEFOREHAND))
    if not rows:
        return None
    row = max(rows, key=lambda row: row.at)
    value: Any = row.value  # a number, or a number of each part
    if row.way and not way:
        return read(value.get(part, "0")), row.at
    if way:
        return {word: read(number) for word, number in value.items()}, row.at
    return read(value), row.at


def read(value: str | None) -> Number:
    """A number as KeptFigure writes it."""
    if value is None:
        return None
    number = Decimal(value)
    return int(number) if number == number.to_integral_value() and "." not in value else number
