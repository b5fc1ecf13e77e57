"""A figure is a number that says what it counts, up to which day, and which rows are behind it.

    Figure("enterprises.connected")  --count(user, Asked(2026-01-01 .. 2026-12-14))-->  Decimal("214")
                                     --rows(user, asked)------------------------------>  the 214, with pages
                                     --split["commune"](user, asked)------------------>  {"24846": 17, ...}

Rooms beneath are asked through their queries, one file of this folder a subject; rooms above (budget,
awards) say in `AppConfig.ready()` where theirs are. Nothing is imported before somebody asks for a figure, so
that a command of the shell does not wait for them:

    figures.come_from("txng.budget.figures")     # a module with FIGURES

Indicators, the dashboard and the annual report read nothing but this registry, so a number means the same
on every page. A figure that nobody can know is None, never 0.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from importlib import import_module
from threading import RLock
from typing import Any, Final

from django.utils.functional import Promise

Number = Decimal | int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """`since` and `until` are both included; "" in the others is the whole province.

    A count of what exists reads `until` alone; a count of what happened reads both.
    """

    since: date
    until: date
    commune: str = ""
    sector: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was counted. `key` is stable, so that two snapshots can be compared; `url` "" when
    it has no page; `amount` is what it adds to the figure (1 for a count)."""

    key: str
    label: str
    url: str = ""
    detail: str = ""
    amount: Decimal | int = 1


Count = Callable[[Any, Asked], Number]
Rows = Callable[[Any, Asked], Iterable[Row]]
Split = Callable[[Any, Asked], Mapping[str, Number]]

RowsTold = Callable[[Any, Mapping[str, Number]], Sequence[Row]]

COMMUNE, SECTOR, GROUP = "commune", "sector", "group"
EACH: Final = "each"
"""The word of a split by the very rows behind a figure: key of a row -> its amount."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`definition` is one sentence: what is counted, what is left out, from where. `clauses` of the Plan.

    `rows` in the order of `key`, only those that the user may see: fewer than `count` says so on the page.
    `split` by commune code, sector word or group code; a figure without one cannot be broken down so.
    Where each row is a count of its own, `split[EACH]` counts them all and `rows_told` makes rows of that:
    a page then shows what `txng work` has counted.
    """

    code: str
    title: str | Promise
    unit: str | Promise
    definition: str | Promise
    count: Count
    rows: Rows
    clauses: tuple[str, ...] = ()
    split: Mapping[str, Split] = field(default_factory=dict)
    rows_told: RowsTold | None = None
    decimals: int = 0
    more_is_better: bool = True


_known: Final[dict[str, Figure]] = {}
_sources: Final[dict[str, bool]] = {}  # module -> whether its figures are known
_loading: Final = RLock()


def come_from(*modules: str) -> None:
    """Called while Django starts, or again: modules whose FIGURES are registered when the first figure is
    asked for."""
    for module in modules:
        _sources.setdefault(module, False)


def register(*figures: Figure) -> None:
    """Raises ValueError when a code is taken."""
    for one in figures:
        if one.code in _known:
            raise ValueError(f"expected a new code, got {one.code!r} a second time")
        _known[one.code] = one


def figure(code: str) -> Figure | None:
    _load()
    return _known.get(code)


def everyone() -> Iterator[Figure]:
    """In the order in which rooms named their modules: the order of pages."""
    _load()
    yield from _known.values()


def _load() -> None:
    if all(_sources.values()):
        return
    with _loading:  # a second thread waits until all are known
        for module, is_known in tuple(_sources.items()):
            if not is_known:
                register(*import_module(module).FIGURES)
                _sources[module] = True
