"""Which own codes are which GS1 codes, as far as a declaration holds; see `keeping.aliases`."""

from collections.abc import Collection
from typing import Final

from txng.epcis.relations import As
from txng.eventstore.relations.reading import Relations
from txng.eventstore.store import EventStore

PAGE: Final = 500


class Aliases:
    """Questions about the aliases that hold; see `trace.aliases`."""

    def __init__(self, store: EventStore) -> None:
        self._driver = store.driver
        self._relations = Relations(store)
        self._entitled: dict[str, int] = {}

    def are_any(self) -> bool:
        return bool(self._driver.rows("SELECT 1 FROM alias LIMIT 1"))

    def things_of(self, own_codes: Collection[str]) -> dict[str, str]:
        """Own code -> GS1 code; those without one are left out."""
        return dict(self._held("alias.own", own_codes))

    def own_codes_of(self, things: Collection[str]) -> dict[str, list[str]]:
        """GS1 code -> its own codes; those without one are left out."""
        found: dict[str, list[str]] = {}
        for own, thing in self._held("alias.thing", things):
            found.setdefault(thing, []).append(own)
        return found

    def _held(self, column: str, values: Collection[str]) -> list[tuple[str, str]]:
        """Of the aliases asked for, those that hold, in the order of the own codes."""
        driver, listed, found = self._driver, list(values), list[tuple[str, str]]()
        sql = (
            f"SELECT alias.own, alias.owner, alias.thing FROM {driver.texts}"
            f" JOIN alias ON {column} = wanted.value"
        )
        for start in range(0, len(listed), PAGE):
            rows = driver.often(sql, [driver.array(listed[start : start + PAGE])])
            self._learn({own for own, _, _ in rows} - self._entitled.keys())
            found += [(own, thing) for own, owner, thing in rows if self._entitled[own] == owner]
        return sorted(found)

    def _learn(self, own_codes: Collection[str]) -> None:
        """Whose word on a code holds: the first to record an event of it, else the first to declare it."""
        if not own_codes:
            return
        driver = self._driver
        rows = driver.rows(
            f"SELECT element.id, element.owner FROM {driver.texts}"
            " JOIN vocabulary_element AS element ON element.id = wanted.value"
            " ORDER BY element.first_declared DESC, element.owner DESC",
            [driver.array(own_codes)],
        )
        self._entitled |= dict(rows)  # the first comes last
        told = self._relations.relations(dict.fromkeys(own_codes, As.ANYTHING))
        for one in sorted(told, key=lambda one: one.moment[1:], reverse=True):
            for own in one.statement.names() & set(own_codes):
                self._entitled[own] = one.owner
