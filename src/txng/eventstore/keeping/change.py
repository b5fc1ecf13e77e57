"""What newcomers change in the rows of one parent. Plain values: no database.

going on       nothing stored comes after them: the open stretches go on from where they are
telling again  some came late or are taken back: what they may change is told again from where it begins
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from txng.epcis.relations import LATEST, Moment, Stretch, Told, stretches
from txng.eventstore.drivers import Handle


@dataclass(slots=True, eq=False)
class Row:
    """A row of containment or association; `handle` is None while the table has no such row."""

    told: Told
    stretches: dict[str, Stretch]
    handle: Handle | None
    is_changed: bool = False


@dataclass(slots=True, eq=False)
class Change:
    """`added` and `removed` are statements of one parent, `known` its rows that anything since the first
    of them may change. `since`: from which moment on each child is told."""

    parent: str
    added: list[Told] = field(default_factory=list)
    removed: list[Told] = field(default_factory=list)
    known: list[Row] = field(default_factory=list)
    since: dict[str, Moment] = field(default_factory=dict)

    def begins_at(self) -> Moment | None:
        """From when on the statements stored must be told again; None when there is nothing to tell."""
        firsts = self._firsts()
        if not self.removed and self._goes_on(firsts):
            self.since = firsts
            return None
        self.since = self._told_again_since(firsts)
        return min(self.since.values(), default=LATEST)

    def rows(self, stored: Iterable[Told]) -> list[Row]:
        """The rows as they are afterwards; `stored` is what `begins_at` asked for."""
        gone = {told.key for told in self.removed}
        told_again = [*(told for told in stored if told.key not in gone), *self.added]
        rows = {row.told.key: row for row in self.known}
        for told in self.added:
            rows[told.key] = Row(told, {}, None, is_changed=told.statement.empties_parent)
        inside: dict[str, Stretch] = {}
        for row in self.known:
            for child in [child for child in row.stretches if child in self.since]:
                stretch = row.stretches[child]
                if stretch.opening.moment >= self.since[child]:
                    del row.stretches[child]
                    row.is_changed = True
                elif stretch.is_open:
                    inside[child] = stretch
        for child, stretch in stretches(self.parent, told_again, inside, self.since):
            opening = stretch.opening
            row = rows.get(opening.key) or rows.setdefault(opening.key, Row(opening, {}, None))
            row.stretches[child] = stretch
            row.is_changed = True
        return list(rows.values())

    def _firsts(self) -> dict[str, Moment]:
        """By child, the first moment at which something changes for it."""
        firsts: dict[str, Moment] = {}
        emptied = LATEST
        for told in (*self.added, *self.removed):
            if told.statement.empties_parent:
                emptied = min(emptied, told.moment)
            for child in told.statement.children():
                firsts[child] = min(firsts.get(child, LATEST), told.moment)
        if emptied is not LATEST:
            for row in self.known:
                for child, stretch in row.stretches.items():
                    if stretch.shut >= emptied:
                        firsts[child] = min(firsts.get(child, LATEST), emptied)
        return firsts

    def _goes_on(self, firsts: dict[str, Moment]) -> bool:
        """Whether nothing stored comes after the newcomers."""
        first = min(told.moment for told in self.added)
        for row in self.known:
            if row.told.statement.empties_parent and row.told.moment > first:
                return False
            for child, stretch in row.stretches.items():
                latest = stretch.last if stretch.is_open else stretch.shut
                if child in firsts and latest >= firsts[child]:
                    return False
        return True

    def _told_again_since(self, firsts: dict[str, Moment]) -> dict[str, Moment]:
        """By child, where the first stretch begins that the newcomers may change."""
        since = dict(firsts)
        for row in self.known:
            for child, stretch in row.stretches.items():
                if child in firsts and stretch.shut >= firsts[child]:
                    since[child] = min(since[child], stretch.opening.moment)
        return since
