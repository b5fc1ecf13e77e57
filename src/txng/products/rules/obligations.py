"""The obligation engine: who must do what by when, who is late, who is next, by which sentence of law.

    list in force ─> its items ─> the closest item above ─> its milestones for ─> due, late, done,
                                  the product's group       the owner's class     done late
                                  coffee/green > coffee

    duties(products, version, today) gives one Duty for each product and requirement.

The law that holds today decides: a version that ended asks nothing any more, a later one may have moved
the day. Several lists may ask the same of one product; each of their duties is told, with its own basis.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from txng.products.rules.roadmap import REQUIREMENTS, Milestone, Requirement, governing

SOON: Final = timedelta(days=90)


class State(StrEnum):
    LATE = "late"
    SOON = "soon"  # due within SOON
    AHEAD = "ahead"
    DONE = "done"
    DONE_LATE = "done_late"


OPEN_STATES: Final = (State.LATE, State.SOON, State.AHEAD)


@dataclass(frozen=True, slots=True)
class ListItem:
    """`group` is the path of a product group, "nong-san/ca-phe/"; `communes` and `sizes` empty is
    everywhere, everybody.
    """

    id: int
    group: str
    milestones: tuple[Milestone, ...]
    communes: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset()
    exported_only: bool = False
    clause: str = ""

    def covers(self, product: "Product") -> bool:
        return (
            product.group.startswith(self.group)
            and (not self.communes or product.commune in self.communes)
            and (not self.sizes or product.size in self.sizes)
            and (product.is_exported or not self.exported_only)
        )


@dataclass(frozen=True, slots=True)
class Version:
    """A list that holds: `holds_until` is None while it is the last."""

    id: int
    title: str
    number: str
    decided_on: date
    body: str
    effective_from: date
    holds_until: date | None
    items: tuple[ListItem, ...]

    def holds_on(self, day: date) -> bool:
        return self.effective_from <= day and (self.holds_until is None or day < self.holds_until)


@dataclass(frozen=True, slots=True)
class Product:
    """A trade item that is made, as far as an obligation looks at it.

    `size` is the size class of a company ("nho"), the kind of any other owner ("hop-tac-xa", "nong-ho").
    `done`: requirement -> the day it was met.
    """

    id: int
    name: str
    owner: int
    group: str
    size: str
    commune: str
    is_exported: bool
    done: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Duty:
    product: Product
    requirement: Requirement
    due_on: date
    state: State
    done_on: date | None
    item: ListItem
    version: Version

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    def days_late(self, today: date) -> int:
        """Days since it was due, 0 when it is not late."""
        return (today - self.due_on).days if self.state is State.LATE else 0


def governing_item(product: Product, items: Iterable[ListItem]) -> ListItem | None:
    """The item whose group is closest to the product's. A list names a group once, so there is no tie."""
    covering = [one for one in items if one.covers(product)]
    return max(covering, key=lambda one: len(one.group), default=None)


def state_of(due_on: date, done_on: date | None, today: date) -> State:
    """Due on a day means: to be done on that day at the latest."""
    if done_on is not None and done_on <= today:
        return State.DONE if done_on <= due_on else State.DONE_LATE
    if today > due_on:
        return State.LATE
    return State.SOON if due_on - today <= SOON else State.AHEAD


def duties_of(product: Product, version: Version, today: date) -> list[Duty]:
    if not version.holds_on(today):
        return []
    item = governing_item(product, version.items)
    if item is None:
        return []
    found = []
    for milestone in governing(item.milestones, product.size):
        due_on = milestone.day(version.effective_from)
        done_on = product.done.get(milestone.requirement)
        state = state_of(due_on, done_on, today)
        requirement = REQUIREMENTS[milestone.requirement]
        found.append(Duty(product, requirement, due_on, state, done_on, item, version))
    return found


def duties(products: Iterable[Product], versions: Sequence[Version], today: date) -> list[Duty]:
    """Every duty, the most urgent first: open ones by the day they are due, then what is done."""
    found = [
        duty
        for product in products
        for version in versions
        for duty in duties_of(product, version, today)
    ]
    return sorted(
        found,
        key=lambda one: (
            not one.is_open,
            one.due_on,
            one.product.name,
            one.product.id,
            one.requirement.id,
        ),
    )


def late(found: Iterable[Duty]) -> list[Duty]:
    return [one for one in found if one.state is State.LATE]


def next_due(found: Iterable[Duty]) -> list[Duty]:
    """The open duties of the nearest day that is not past: who is next."""
    ahead = [one for one in found if one.state in (State.SOON, State.AHEAD)]
    nearest = min((one.due_on for one in ahead), default=None)
    return [one for one in ahead if one.due_on == nearest]


# --- the same, seen from a list: which products does a milestone bind ----------------------------


@dataclass(frozen=True, slots=True)
class Scope:
    """The products that one milestone binds, in words that a table can be asked.

    A product is bound when its group lies under `group`, its owner's size is in `sizes` (None is all) and
    not in `but_sizes`, its commune in `communes` (None is all), it is exported when `exported_only`, and
    none of the closer items `but_items` covers it.
    """

    version: Version
    item: ListItem
    milestone: Milestone
    requirement: Requirement
    due_on: date
    group: str
    sizes: frozenset[str] | None
    but_sizes: frozenset[str]
    communes: frozenset[str] | None
    exported_only: bool
    but_items: tuple[ListItem, ...]

    def binds(self, product: Product) -> bool:
        return (
            product.group.startswith(self.group)
            and (self.sizes is None or product.size in self.sizes)
            and product.size not in self.but_sizes
            and (self.communes is None or product.commune in self.communes)
            and (product.is_exported or not self.exported_only)
            and not any(one.covers(product) for one in self.but_items)
        )


def scopes(version: Version) -> list[Scope]:
    """One for each milestone of each item, in the order of the list."""
    return [
        _scope(version, item, milestone) for item in version.items for milestone in item.milestones
    ]


def _scope(version: Version, item: ListItem, milestone: Milestone) -> Scope:
    closer = tuple(
        one for one in version.items if one is not item and one.group.startswith(item.group)
    )
    named = frozenset(milestone.sizes)
    sizes = named & item.sizes if named and item.sizes else named or item.sizes
    others = (
        frozenset()
        if named
        else frozenset(
            size
            for other in item.milestones
            if other.requirement == milestone.requirement
            for size in other.sizes
        )
    )
    return Scope(
        version,
        item,
        milestone,
        REQUIREMENTS[milestone.requirement],
        milestone.day(version.effective_from),
        item.group,
        sizes if (named or item.sizes) else None,
        others,
        item.communes or None,
        item.exported_only,
        closer,
    )
