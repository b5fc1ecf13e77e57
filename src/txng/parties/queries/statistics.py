"""How many parties, by the units of today or of before July 2025, by kind, sector or size.

Counts only, over what the asker may count or see: leaders count a province of which they see no entry.
Where an old district cannot be told, that is a line of its own.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from django.db.models import Count, QuerySet

from txng.accounts.actors import Actor
from txng.parties import administrative_units as units
from txng.parties.models import Enterprise
from txng.parties.queries import reach
from txng.parties.rules import COUNT, SEE

By = Literal["commune", "district", "old_province", "kind", "sector", "size", "ownership"]
WAYS: Final[tuple[By, ...]] = (
    "commune",
    "district",
    "old_province",
    "kind",
    "sector",
    "size",
    "ownership",
)
UNTOLD: Final = ""
LABELS: Final = {
    "kind": Enterprise.Kind.choices,
    "sector": Enterprise.Sector.choices,
    "size": Enterprise.Size.choices,
    "ownership": Enterprise.Ownership.choices,
}


@dataclass(frozen=True, slots=True)
class Line:
    """`code` "" where it cannot be told: no figures for a size, a commune made of two districts."""

    code: str
    name: str
    count: int


def counted(actor: Actor, by: By) -> list[Line]:
    """Parties that are not closed, in one query; largest first, what cannot be told last."""
    rows = Enterprise.objects.filter(
        reach.visible(actor, COUNT) | reach.visible(actor, SEE),
        merged_into__isnull=True,
        closed_on__isnull=True,
    ).order_by()
    if by in ("commune", "district", "old_province"):
        return _by_unit(rows, by)
    labels = dict(LABELS[by])
    found = rows.values_list(by).annotate(count=Count("pk"))
    return _sorted(Line(value, str(labels.get(value, "")), count) for value, count in found)


def _by_unit(rows: QuerySet[Enterprise], by: By) -> list[Line]:
    counts: Counter[tuple[str, str]] = Counter()
    places = rows.values_list("commune_code", "earlier_commune_code").annotate(count=Count("pk"))
    for code, earlier, count in places:
        counts[_unit(code, earlier, by)] += count
    return _sorted(Line(code, name, count) for (code, name), count in counts.items())


def _unit(code: str, earlier: str, by: By) -> tuple[str, str]:
    commune = units.commune(code)
    if by == "commune":
        return (code, commune.name) if commune else (UNTOLD, "")
    if by == "old_province":
        return (commune.old_province, commune.old_province) if commune else (UNTOLD, "")
    district = units.district_of(code, earlier)
    return (district.code, district.name) if district else (UNTOLD, "")


def _sorted(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.code == UNTOLD, -line.count, line.name))
