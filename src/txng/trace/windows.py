"""When each child was inside its parent, by event time.

    ADD ──────────── DELETE          [ADD, DELETE]
    ADD ────────────                 [ADD, ...   not known to have come out
        OBSERVE ─ OBSERVE            [OBSERVE, OBSERVE]: seen inside, no ADD is known
                      DELETE         [DELETE, DELETE]: it was inside to be taken out
    ADD ──── DELETE without children [ADD, DELETE], for every child still inside

Order of arrival does not matter: the events are sorted by moment first. Taking out 40 kg of a lot
of which 100 kg went in leaves the lot inside; a DELETE that does not say how much takes all.

Source: EPCIS 2.0 §7.4.3. AssociationEvents are not containment and are not read.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from txng.epcis.mentions import Mention, Role
from txng.trace.facts import Fact
from txng.trace.moments import LATEST, Moment, Span, union


class Window(msgspec.Struct, frozen=True, gc=False):
    """`opening` is the event that first shows the child inside; `closed` is LATEST if unknown."""

    opening: Fact
    closed: Moment

    @property
    def span(self) -> Span:
        return (self.opening.moment, self.closed)


@dataclass(slots=True)
class _Open:
    """`left` is how much of a class is inside, None when not known (always so for an instance)."""

    opening: Fact
    last_seen: Moment
    by_add: bool
    left: float | None
    uom: str | None

    def closed_at(self, moment: Moment) -> Window:
        return Window(self.opening, moment)


def contents(parent: str, facts: Iterable[Fact]) -> dict[str, list[Window]]:
    """Windows of every child that the parent ever had, in time order.

    `facts` need all events of the parent: a DELETE without children names no child.
    """
    windows: dict[str, list[Window]] = {}
    inside: dict[str, _Open] = {}
    of_parent = [fact for fact in facts if fact.parent == parent]
    for fact in sorted(of_parent, key=lambda fact: fact.moment):
        if fact.empties_parent:
            for child, opened in inside.items():
                windows.setdefault(child, []).append(opened.closed_at(fact.moment))
            inside.clear()
        for child, mentions in fact.children.items():
            for window in _step(inside, child, fact, mentions):
                windows.setdefault(child, []).append(window)
    for child, opened in inside.items():
        # Seen but never put in: we vouch for the time of the sightings, not for what came after.
        end = LATEST if opened.by_add else opened.last_seen
        windows.setdefault(child, []).append(opened.closed_at(end))
    return windows


def _step(
    inside: dict[str, _Open], child: str, fact: Fact, mentions: list[Mention]
) -> Iterable[Window]:
    opened = inside.get(child)
    quantity, uom = _amount(mentions)
    if fact.action == "ADD":
        if opened is not None and opened.by_add:
            known = opened.left is not None and quantity is not None and opened.uom == uom
            opened.left = (opened.left or 0) + (quantity or 0) if known else None
            return
        if opened is not None:
            yield opened.closed_at(opened.last_seen)
        inside[child] = _Open(fact, fact.moment, True, quantity, uom)
    elif fact.action == "OBSERVE":
        if opened is None:
            inside[child] = _Open(fact, fact.moment, False, None, None)
        else:
            opened.last_seen = fact.moment
    elif opened is None:
        yield Window(fact, fact.moment)
    elif _leaves_some(opened, quantity, uom):
        opened.left = (opened.left or 0) - (quantity or 0)
    else:
        del inside[child]
        yield opened.closed_at(fact.moment)


def _amount(mentions: list[Mention]) -> tuple[float | None, str | None]:
    """How much of a class an event moves; (None, None) for an instance or when untold."""
    units = {mention.uom for mention in mentions}
    quantities = [mention.quantity for mention in mentions if mention.role is Role.CHILD_CLASS]
    if len(units) != 1 or len(quantities) != len(mentions) or None in quantities:
        return None, None
    return sum(quantity for quantity in quantities if quantity is not None), units.pop()


def _leaves_some(opened: _Open, quantity: float | None, uom: str | None) -> bool:
    if opened.left is None or quantity is None or opened.uom != uom:
        return False
    # 0.1 + 0.2 kg in and 0.3 kg out leaves nothing, whatever binary fractions say.
    return opened.left - quantity > 1e-9 * max(opened.left, quantity)


def possible_parents(child: str, facts: Iterable[Fact]) -> dict[str, list[Span]]:
    """Parents that the child's own events name, with when it may have been inside, at most.

    A DELETE without children is not among these events, so stretches may be too long, never too
    short: they only decide which parents are worth asking for.
    """
    spans: dict[str, list[Span]] = {}
    since: dict[str, Moment] = {}
    of_child = [fact for fact in facts if child in fact.children and fact.parent is not None]
    for fact in sorted(of_child, key=lambda fact: fact.moment):
        assert fact.parent is not None
        start = since.setdefault(fact.parent, fact.moment)
        whole = all(mention.role is Role.CHILD for mention in fact.children[child])
        if fact.action == "DELETE" and whole:
            del since[fact.parent]
            spans.setdefault(fact.parent, []).append((start, fact.moment))
    for parent, start in since.items():
        spans.setdefault(parent, []).append((start, LATEST))
    return {parent: union(pieces) for parent, pieces in spans.items()}
