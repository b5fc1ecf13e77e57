"""What went together on a walk: transformations with all their parts, boxes with their contents.

transformation   inputs ──> outputs      one making, however many events told it and pairs it joins
contents         things ──> box          what counts of what the box held
"""

from collections.abc import Iterable, Iterator

from txng.epcis.relations import As, Told
from txng.epcis.statements import TRANSFORMATION, portions, sums
from txng.trace.model import Making, Portion
from txng.trace.walking import Walk


def makings_of(walk: Walk) -> Iterator[Making]:
    groups = dict(walk.groups)
    if walk.way == "downstream":
        groups |= _other_makings(walk)
    for identity, group in sorted(groups.items(), key=lambda one: min(t.moment for t in one[1])):
        parts = sorted(group, key=lambda told: told.moment)
        name = identity if isinstance(identity, str) else identity.hex()
        outputs = (one for one in _portions(parts, made=True) if one.canonical in walk.visits)
        yield Making("transformation", name, tuple(_portions(parts, made=False)), tuple(outputs))
    boxes: dict[str, list[Portion]] = {}
    for (box, child, key), (told, last) in sorted(
        walk.held.items(), key=lambda one: (one[0][0], one[1][0].moment, one[0][1])
    ):
        for uom, quantity in sums(portions(told.statement, child)).items():
            portion = Portion(child, quantity, uom, key, told.moment, last)
            boxes.setdefault(box, []).append(portion)
    for box, inside in boxes.items():
        first, last = inside[0], max(portion.until for portion in inside)
        out = Portion(box, 1, None, first.event, first.since, last)
        yield Making("contents", box, tuple(inside), (out,))


def _other_makings(walk: Walk) -> dict[str | bytes, list[Told]]:
    """Transformations that made a lot of the trace without anything of the traced thing.

    A single thing is made once; a lot may be filled again, and then is only in part what it was.
    """
    lots = {
        name: As.OUTPUT
        for name, visit in walk.visits.items()
        if visit.is_class and visit.scope is not None and visit.cut_off is None
        if visit is not walk.root
    }
    if not lots:
        return {}
    found: dict[str | bytes, list[Told]] = {}
    wanted: set[str] = set()
    for told in walk.source.relations(lots):
        statement = told.statement
        if statement.kind == TRANSFORMATION and not lots.keys().isdisjoint(statement.outcome()):
            identity = statement.transformation
            if identity is not None:
                wanted.add(identity)
            elif told.key not in walk.groups:
                found[told.key] = [told]
    wanted -= {identity for identity in walk.groups if isinstance(identity, str)}
    if wanted:
        for told in walk.source.relations(dict.fromkeys(wanted, As.TRANSFORMATION)):
            identity = told.statement.transformation
            if identity is not None and identity in wanted:
                found.setdefault(identity, []).append(told)
    return found


def _portions(parts: Iterable[Told], *, made: bool) -> Iterator[Portion]:
    for told in parts:
        statement, moment = told.statement, told.moment
        things, classes = (
            (statement.made, statement.made_classes)
            if made
            else (statement.things, statement.classes)
        )
        amounts: dict[tuple[str, str | None], float | None] = {}
        for name, quantity, uom in (*((name, 1, None) for name in things), *classes):
            before = amounts.get((name, uom), 0)
            is_known = before is not None and quantity is not None
            amounts[name, uom] = (before or 0) + (quantity or 0) if is_known else None
        for (name, uom), amount in amounts.items():
            yield Portion(name, amount, uom, told.key, moment, moment)
