"""What figures say, remembered for a short while, and when that was worked out.

    told(actor, figure, asked)            ->  Told(Decimal("214"), 10:32)
    split(actor, figure, asked, COMMUNE)  ->  ({"24846": 17, ...}, 10:32)

Counting half a million products takes longer than a page may. So an answer is kept: for MINUTES by this
process, and for everybody who counts the whole province beforehand by `txng work` (KeptFigure). A page says
from when its numbers are. Only numbers are kept; rows are read anew, by whoever opens them.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.core.cache import cache
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
    """As `txng work` told it: a count of one commune or one sector is a part of a split that it told."""
    part = asked.commune or asked.sector
    if asked.group or (asked.commune and asked.sector) or (part and way):
        return None
    told_by = way or (COMMUNE if asked.commune else SECTOR if asked.sector else "")
    row = KeptFigure.objects.filter(
        figure=one.code, way=told_by, since=asked.since, until=asked.until,
        at__gte=timezone.now() - BEFOREHAND,
    ).first()  # fmt: skip
    if row is None:
        return None
    value: Any = row.value  # a number, or a number of each part
    if part:
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
