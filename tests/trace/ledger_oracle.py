"""A slow and obvious second opinion on ledgers: every kilogram is a token that somebody carries about.

A token lies somewhere: ("held", place, box), ("transit", party, box), ("sold", "", ""). What is owed
(received and not yet shipped) is a token of weight -1 in transit. Whole kilograms only, always told.
Who gives first: whoever got some last. Out of one place: loose tokens, then those in boxes,
the box that was used first for this lot first.
"""

from collections import Counter
from dataclasses import dataclass, field

Where = tuple[str, str, str]


@dataclass
class Token:
    where: Where
    weight: int = 1


@dataclass
class Oracle:
    tokens: list[Token] = field(default_factory=list)
    position: dict[str, tuple[str, str]] = field(default_factory=dict)  # of boxes
    touched: dict[tuple[str, str], int] = field(default_factory=dict)
    used: dict[Where, None] = field(default_factory=dict)
    clock: int = 0
    senders: dict[str, set[str]] = field(default_factory=dict)
    shipments: list[tuple[str, str, int]] = field(
        default_factory=list
    )  # place, party, kg still to come

    def balances(self) -> dict[tuple[str, str], int]:
        found: Counter[tuple[str, str]] = Counter()
        for token in self.tokens:
            found[token.where[:2]] += token.weight
        return {where: count for where, count in found.items() if count}

    # --- small steps ---------------------------------------------------------------------------

    def level(self, kind: str, holder: str) -> int:
        return sum(one.weight for one in self.tokens if one.where[:2] == (kind, holder))

    def inside(self, where: Where) -> int:
        return sum(one.weight for one in self.tokens if one.where == where)

    def move(self, source: Where, target: Where, count: int) -> None:
        """Any `count` tokens; where the source has too few it owes the rest."""
        if count <= 0 or source == target:
            return
        self.clock += 1
        if source[0] in ("held", "transit"):
            mine = [one for one in self.tokens if one.where == source and one.weight > 0]
            for one in mine[:count]:
                self.tokens.remove(one)
            self.tokens += [Token(source, -1)] * (count - len(mine))
            self.used.setdefault(source)
        if target[0] in ("held", "transit", "sold", "ended", "used"):
            self.tokens += [Token(target) for _ in range(count)]
            self.used.setdefault(target)
        if source[:2] != target[:2]:
            self.touched[target[:2]] = self.clock
        if source[0] == "held" and target[0] == "transit":
            self.senders.setdefault(target[1], set()).add(source[1])

    def latest(self, kind: str, but: str) -> list[str]:
        holders = {one.where[1] for one in self.tokens if one.where[0] == kind} - {but}
        some = [holder for holder in holders if self.level(kind, holder) > 0]
        return sorted(some, key=lambda holder: -self.touched[kind, holder])

    def draw(self, kind: str, holder: str, target: Where, count: int) -> None:
        loose = (kind, holder, "")
        boxes = [one for one in self.used if one[:2] == (kind, holder) and one[2] and one != target]
        for where in [loose, *boxes]:
            part = min(count, max(0, self.inside(where)))
            self.move(where, target, part)
            count -= part
        self.move(loose, target, count)

    def part(self, kind: str, holder: str, target: Where, count: int) -> int:
        part = min(count, max(0, self.level(kind, holder)))
        if part > 0:
            self.draw(kind, holder, target, part)
        return max(0, part)

    def bring(self, place: str, count: int, *, seen: bool = False) -> None:
        lack = count - self.level("held", place)
        sources = [("held", one) for one in self.latest("held", place)]
        if not seen:
            foreign = [one for one in self.latest("transit", "") if self.senders[one] != {place}]
            sources += [("transit", one) for one in foreign]
        for kind, holder in sources if lack > 0 else []:
            lack -= self.part(kind, holder, ("held", place, ""), lack)
        self.move(("nowhere", "", ""), ("held", place, ""), lack)

    # --- what is told --------------------------------------------------------------------------

    def made(self, place: str, count: int) -> None:
        self.move(("made", "", ""), ("held", place, ""), count)

    def used_up(self, place: str, count: int, kind: str) -> None:
        self.bring(place, count)
        self.draw("held", place, (kind, "", ""), count)

    def seen(self, place: str, count: int) -> None:
        parties = {one.where[1] for one in self.tokens if one.where[0] == "transit"}
        travelling = sum(max(0, self.level("transit", one)) for one in parties)
        self.bring(place, count - travelling, seen=True)

    def shipped(self, place: str, party: str, count: int) -> None:
        self.bring(place, count)
        self.draw("held", place, ("transit", party, ""), count)
        self.shipments.remove((place, party, count))

    def received(self, place: str, party: str, count: int) -> None:
        here = ("held", place, "")
        for one in [party, *self.latest("transit", party)]:
            count -= self.part("transit", one, here, count)
        coming = sum(kg for origin, to, kg in self.shipments if to == party and origin != place)
        owed = min(count, coming)
        self.move(("transit", party, ""), here, owed)
        count -= owed
        for one in self.latest("held", place):
            count -= self.part("held", one, here, count)
        self.move(("transit", party, ""), here, count)

    # --- boxes, which are never received before they are shipped -------------------------------

    def box_at(self, box: str, kind: str, holder: str) -> None:
        before = self.position.get(box)
        self.position[box] = (kind, holder)
        if before is not None and before != (kind, holder):
            source, target = (*before, box), (kind, holder, box)
            self.move(source, target, self.inside(source))

    def packed(self, box: str, place: str, count: int) -> None:
        self.box_at(box, "held", place)
        self.bring(place, count)
        self.draw("held", place, ("held", place, box), count)

    def unpacked(self, box: str, place: str, count: int | None) -> None:
        self.box_at(box, "held", place)
        source, loose = ("held", place, box), ("held", place, "")
        inside = self.inside(source)
        if count is None:
            self.move(source, loose, inside)
            return
        self.move(source, loose, min(count, inside))
        if inside < count:
            self.bring(place, count)

    def box_shipped(self, box: str, place: str, party: str) -> None:
        self.box_at(box, "held", place)
        self.box_at(box, "transit", party)

    def box_received(self, box: str, place: str) -> None:
        self.box_at(box, "held", place)
