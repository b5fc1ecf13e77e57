"""What statements make of things together: who was inside whom, and when.

    ADD ──────────── DELETE          [ADD, DELETE]
    ADD ────────────                 [ADD, ...   not known to have come out
        OBSERVE ─ OBSERVE            [OBSERVE, OBSERVE]: seen inside, no ADD is known
                      DELETE         [DELETE, DELETE]: it was inside to be taken out
    ADD ──── DELETE without children [ADD, DELETE], for every child still inside

Order of arrival does not matter: whatever is told goes through in the order of its moments. Taking out
40 kg of a lot of which 100 kg went in leaves the lot inside; a DELETE that does not say how much takes
all. A stretch belongs to the statement that opened it, so all relations hang on statements.

Associations follow the same rules and are kept apart: a sensor on a pallet is not its content.

Source: EPCIS 2.0 §7.4.3, §7.4.6.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from txng.epcis.mentions import Role
from txng.epcis.statements import ADD, OBSERVE, Statement

Moment = tuple[float, float, bytes]
"""(event time, record time, event key): of equal event times the one recorded first came first.

Times are microseconds since 1970 UTC, as whole numbers; the two ends of time are infinite floats."""
Span = tuple[Moment, Moment]
"""A stretch of event time; both ends belong to it."""

EARLIEST: Final[Moment] = (float("-inf"), float("-inf"), b"")
LATEST: Final[Moment] = (float("inf"), float("inf"), b"")
ALWAYS: Final[Span] = (EARLIEST, LATEST)
EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def microseconds(moment: datetime) -> int:
    """Since 1970-01-01 UTC; exact, unlike `timestamp()`, which is a float."""
    since = moment - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


class Told(msgspec.Struct, frozen=True, gc=False, eq=False):
    """A statement, when it holds, and the number of the organisation whose key captured it.

    `opened`: by child, when the stretch that this statement opened ended (LATEST: not known to have).
    None for most.
    """

    moment: Moment
    statement: Statement
    owner: int = 0
    opened: Mapping[str, Moment] | None = None

    @property
    def key(self) -> bytes:
        return self.moment[2]


class Noted(msgspec.Struct, frozen=True, gc=False, eq=False):
    """A recorded event beside what it states. Of a void one (declared an error, or the declaration of
    one) nothing counts."""

    recorded: Any
    told: Told
    is_void: bool


class Events(msgspec.Struct, frozen=True):
    """By name, in the order of their moments. `is_cut`: there are more than were asked for."""

    of: Mapping[str, Sequence[Noted]]
    is_cut: bool


class As:
    """In which part a thing is asked for; parts add up. Plain numbers, as a trace asks very often."""

    OUTPUT: Final = 1  # what was it made of
    INPUT: Final = 2  # what was made of it
    CHILD: Final = 4  # what was it in
    PARENT: Final = 8  # what was in it
    TRANSFORMATION: Final = 16  # all parts of a transformation that was told in several
    ANYTHING: Final = 32  # whatever states something of it


ROLES: Final[tuple[tuple[int, tuple[Role, ...]], ...]] = (
    (As.OUTPUT, (Role.OUTPUT, Role.OUTPUT_CLASS)),
    (As.INPUT, (Role.INPUT, Role.INPUT_CLASS)),
    (As.CHILD, (Role.CHILD, Role.CHILD_CLASS)),
    (As.PARENT, (Role.PARENT,)),
    (As.TRANSFORMATION, (Role.TRANSFORMATION_ID,)),
)


class Stretch(msgspec.Struct, gc=False):
    """How long one child is inside, as far as told up to now. `opening` is who told it first.

    `last` is the last that was told of it while it was inside. `left` of a class is how much is inside;
    None when that is not known, and always so for an instance. `end` is the end of the stretch, and what
    comes after `shut` changes nothing of it.
    """

    opening: Told
    last: Moment
    is_open: bool = True
    left: float | None = None
    uom: str | None = None
    end: Moment = LATEST
    shut: Moment = LATEST

    @property
    def closed(self) -> Moment:
        """Of a child only seen we vouch for the sightings, not for what came after."""
        if not self.is_open:
            return self.end
        return LATEST if self.opening.statement.action == ADD else self.last


def stretches(
    parent: str,
    told: Iterable[Told],
    inside: dict[str, Stretch] | None = None,
    since: Mapping[str, Moment] | None = None,
) -> Iterator[tuple[str, Stretch]]:
    """Every stretch that begins or goes on in what is told of one parent, with its child.

    `told` is of one kind (aggregation or association). `inside` holds the stretches that were open
    before, by child: they are changed in place and come back as well. `since` limits the answer to some
    children, each from its moment on.
    """
    inside = {} if inside is None else inside
    for one in sorted(told, key=moment_of):
        statement = one.statement
        if statement.parent != parent:
            continue
        if statement.empties_parent:
            for child in (
                [*inside] if since is None else [c for c in inside if since[c] <= one.moment]
            ):
                yield child, _shut(inside.pop(child), one.moment, one.moment)
            continue
        for child in statement.children():
            if since is not None and not (child in since and since[child] <= one.moment):
                continue
            ended = _step(inside, child, one)
            if ended is not None:
                yield child, ended
    yield from inside.items()


def moment_of(one: Told) -> Moment:
    return one.moment


def _step(inside: dict[str, Stretch], child: str, one: Told) -> Stretch | None:
    """The stretch that ends here, if one does."""
    stretch, moment, action = inside.get(child), one.moment, one.statement.action
    if action == OBSERVE:
        if stretch is None:
            inside[child] = Stretch(one, moment)
        else:
            stretch.last = moment
        return None
    quantity, uom = _amount(one.statement, child)
    if action == ADD:
        if stretch is not None and stretch.opening.statement.action == ADD:
            known = stretch.left is not None and quantity is not None and stretch.uom == uom
            stretch.left = (stretch.left or 0) + (quantity or 0) if known else None
            stretch.last = moment
            return None
        inside[child] = Stretch(one, moment, left=quantity, uom=uom)
        return None if stretch is None else _shut(stretch, stretch.last, moment)
    if stretch is None:
        return Stretch(one, moment, is_open=False, end=moment, shut=moment)
    if _leaves_some(stretch, quantity, uom):
        stretch.left = (stretch.left or 0) - (quantity or 0)
        stretch.last = moment
        return None
    del inside[child]
    return _shut(stretch, moment, moment)


def _shut(stretch: Stretch, end: Moment, shut: Moment) -> Stretch:
    stretch.is_open, stretch.end, stretch.shut = False, end, shut
    stretch.left = stretch.uom = None
    stretch.last = end
    return stretch


def _amount(statement: Statement, child: str) -> tuple[float | None, str | None]:
    """How much of a class is moved; (None, None) for an instance or when untold."""
    if not statement.classes or child in statement.things:
        return None, None
    lines = [portion for portion in statement.classes if portion[0] == child]
    units = {uom for _, _, uom in lines}
    if len(units) != 1:
        return None, None
    total = 0.0
    for _, quantity, _ in lines:
        if quantity is None:
            return None, None
        total += quantity
    return total, units.pop()


def _leaves_some(stretch: Stretch, quantity: float | None, uom: str | None) -> bool:
    if stretch.left is None or quantity is None or stretch.uom != uom:
        return False
    # 0.1 + 0.2 kg in and 0.3 kg out leaves nothing, whatever binary fractions say.
    return stretch.left - quantity > 1e-9 * max(stretch.left, quantity)
