"""What the pages show, after permission: nothing here is hidden from whoever asked.

    Chain ── things   lots, items, boxes; or a lock where somebody else's record stands
          ├─ ties     thing ──> thing, in the direction of the goods, with what is known of the amount
          └─ acts     who declared what, when and where

Ids are short words made for one viewer and one question: they tell nothing of the code behind them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    LOT = "lot"
    ITEM = "item"
    BOX = "box"
    PRODUCT = "product"  # a product without a lot: never walked through
    LOCKED = "locked"  # there is something, and this viewer may not see what


class Level(StrEnum):
    """How much a viewer sees. PUBLIC: who, what step, when, where; no amounts, papers, codes of others."""

    PUBLIC = "public"
    OWN = "own"  # what one organisation captured
    ALL = "all"  # oversight


@dataclass(frozen=True, slots=True)
class Viewer:
    """`organisation_id` None is the public. `until`: when what was lent ends; None for who is signed in."""

    level: Level = Level.PUBLIC
    organisation_id: int | None = None
    organisation: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as the map shows it: the point of its commune, never of a plot. `name` for the list."""

    name: str
    commune: str
    commune_code: str
    latitude: float | None
    longitude: float | None
    area: str = ""  # province or country, where there is no commune


@dataclass(frozen=True, slots=True)
class Act:
    """One event. `key` is None for the public. `is_void`: its error was declared, or it declares one."""

    id: str
    key: bytes | None
    when: datetime
    step: str
    title: str
    declared_by: str
    spot: Spot | None
    things: tuple[str, ...]
    amounts: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    event_id: str = ""
    is_void: bool = False
    void_reason: str = ""
    is_harvest: bool = False
    is_sale: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """`depth` is negative upstream. `share`: None is unknown or withheld. `kg` likewise.

    `gaps` are sentences about what nobody recorded; `findings` about what does not add up.
    """

    id: str
    name: str
    kind: Kind
    depth: int
    code: str = ""  # "" when the viewer may not know it
    path: str = ""  # of its own page
    product: str = ""
    organisation: str = ""
    when: datetime | None = None
    last: datetime | None = None
    is_root: bool = False
    is_carrier: bool = False
    share: float | None = None
    amounts: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    is_open: bool = False  # downstream: no event shows its end
    ask: str = ""  # of a locked one: whom to ask

    @property
    def is_wanting(self) -> bool:
        return bool(self.gaps or self.findings)


@dataclass(frozen=True, slots=True)
class Tie:
    source: str
    target: str
    kind: str  # transformation, containment, or locked
    amount: str = ""
    kg: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """The numbers of the first sentence. None: not to be told to this viewer, or not asked."""

    gardens: int = 0
    sites: int = 0
    sales_points: int | None = None
    gaps: int = 0


@dataclass(frozen=True)
class Chain:
    """`cuts` are sentences about what the limits left out. `hidden_acts`: left out by a filter."""

    viewer: Viewer
    code: str
    path: str
    name: str
    root: str
    things: Mapping[str, Thing]
    ties: tuple[Tie, ...]
    acts: Mapping[str, Act]
    figure: Figure
    gaps: tuple[str, ...] = ()
    cuts: tuple[str, ...] = ()
    is_demonstration: bool = False
    is_product: bool = False
    is_empty: bool = False
    events: int = 0
    hidden: int = 0
    origins: tuple[tuple[str, str], ...] = field(default=())  # thing, its share as text
    may_contain: tuple[str, ...] = ()
    unknown_share: str = ""

    @cached_property
    def sources(self) -> Mapping[str, list[str]]:
        """Thing -> the things one step before it."""
        return _beside((tie.target, tie.source) for tie in self.ties)

    @cached_property
    def targets(self) -> Mapping[str, list[str]]:
        """Thing -> the things one step after it."""
        return _beside((tie.source, tie.target) for tie in self.ties)


def _beside(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one, other in dict.fromkeys(pairs):
        found.setdefault(one, []).append(other)
    return found
