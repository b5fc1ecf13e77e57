"""What events and master data say, each read once: the answers to the paths of profiles.

    telling = Telling(store.vocabulary)
    telling.fact("area_ha", recorded)                      1.2, as the place's master data declare it
    telling.values(path, recorded=..., product=...)        everything at the end of one path

An event of the store brings its payload, where extensions lie; an event without one says only what its
struct holds. Who wrote what twice, and whose word on a thing holds, the store has decided already.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import msgspec

from txng.epcis.extensions import extensions
from txng.epcis.mentions import things
from txng.epcis.vocabulary import bare
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import Identifier, identify
from txng.trace import amounts
from txng.trace.amounts import Amount
from txng.trace.fact_words import Words, words
from txng.trace.paths import Path, is_empty, members
from txng.trace.source import RecordedEvent

Attributes = Mapping[str, Any]
MasterData = Callable[[Collection[str]], Mapping[str, Attributes]]
"""Canonical ids -> attributes by full name; who is unknown is left out. `EventStore.vocabulary` is one."""

INFORMATION_PROVIDER = "urn:epcglobal:cbv:mda:informationProvider"
_NOTHING: Attributes = {}


def nobody_declared(canonicals: Collection[str]) -> Mapping[str, Attributes]:
    """Master data of a world without any."""
    return {}


class Telling:
    """`known` grows with every question; ask `learn` for many things at once."""

    def __init__(self, master_data: MasterData = nobody_declared) -> None:
        self._ask = master_data
        self._words: Words = words()
        self._known: dict[str, Attributes] = {}
        self._said: dict[bytes, Attributes] = {}
        self._members: dict[bytes, Mapping[str, Any]] = {}

    # --- master data ---------------------------------------------------------------------------

    def learn(self, canonicals: Iterable[str]) -> None:
        unknown = {one for one in canonicals if one and one not in self._known}
        if unknown:
            found = self._ask(unknown)
            self._known.update((one, found.get(one, _NOTHING)) for one in unknown)

    def attributes(self, canonical: str) -> Attributes:
        self.learn([canonical])
        return self._known.get(canonical, _NOTHING)

    def learn_about(self, events: Iterable[RecordedEvent], products: Iterable[str] = ()) -> None:
        """Everything that the paths may ask of these events, in as few questions as it takes."""
        wanted: set[str] = set(products)
        for recorded in events:
            wanted.add(place_of(recorded))
            wanted.update(certificates_of(recorded))
            for mention in things(recorded.event):
                wanted.add(product_of(mention.identifier))
                if mention.identifier.scheme == "private":
                    wanted.add(mention.identifier.canonical)
        self.learn(wanted)
        self.learn([_provider(self._known[one]) for one in wanted if one])

    def provider(self, canonical: str) -> str:
        """Who answers for a product or a place; "" when nobody is named."""
        return _provider(self.attributes(canonical))

    # --- events --------------------------------------------------------------------------------

    def said(self, recorded: RecordedEvent) -> Attributes:
        """Extensions of the event and of its ilmd, by full name."""
        if recorded.key not in self._said:
            payload = getattr(recorded, "payload", b"")
            self._said[recorded.key] = extensions(payload) if payload else self._of_struct(recorded)
        return self._said[recorded.key]

    def _of_struct(self, recorded: RecordedEvent) -> Attributes:
        ilmd = getattr(recorded.event, "ilmd", None) or {}
        found = {}
        for name, value in ilmd.items():
            prefix, colon, word = name.partition(":")
            known = {**self._words.prefixes, "cbvmda": self._words.prefixes["mda"]}.get(prefix)
            found[known + word if colon and known else name] = value
        return found

    def members(self, recorded: RecordedEvent) -> Mapping[str, Any]:
        if recorded.key not in self._members:
            payload = getattr(recorded, "payload", b"")
            found = msgspec.json.decode(payload) if payload else msgspec.to_builtins(recorded.event)
            self._members[recorded.key] = found
        return self._members[recorded.key]

    # --- facts ---------------------------------------------------------------------------------

    def values(
        self, path: Path, recorded: RecordedEvent | None = None, thing: Identifier | None = None
    ) -> Iterator[Any]:
        """What stands at the end of a path; nothing where it asks for an event or a thing not given."""
        if path.holder == "event":
            if recorded is not None:
                yield from members(self.members(recorded), path.steps)
            return
        if path.holder == "code":
            if thing is not None and (path.name == thing.scheme or holds_key(thing, path.name)):
                yield thing.canonical
            return
        if path.holder == "told":
            found = None if recorded is None else self.said(recorded).get(path.name)
            yield from members(found, ())
            return
        for holder in self._holders(path.holder, recorded, thing):
            yield from members(self.attributes(holder).get(path.name), ())

    def _holders(
        self, holder: str, recorded: RecordedEvent | None, thing: Identifier | None
    ) -> Iterable[str]:
        match holder:
            case "product" | "maker":
                of = [] if thing is None else [product_of(thing)]
            case "lot":
                of = [] if recorded is None else sorted(_things(recorded))
            case "certificate":
                of = [] if recorded is None else certificates_of(recorded)
            case _:
                of = [] if recorded is None else [place_of(recorded)]
        if holder in ("maker", "party"):
            of = [self.provider(one) for one in of if one]
        return [one for one in of if one]

    def fact(
        self, name: str, recorded: RecordedEvent | None = None, thing: Identifier | None = None
    ) -> Any | None:
        """The first value of a fact of profiles/facts.toml; None when nobody declared it."""
        for path in self._words.facts[name]:
            for value in self.values(path, recorded, thing):
                return value
        return None

    def of_certificate(self, name: str, certificate: str) -> Any | None:
        """A fact of one certificate, whatever event names it."""
        for path in self._words.facts[name]:
            value = self.attributes(certificate).get(path.name)
            if not is_empty(value):
                return value
        return None

    def text(
        self, name: str, recorded: RecordedEvent | None = None, thing: Identifier | None = None
    ) -> str:
        """A fact as text; "" where nobody declared it or where it is no text."""
        value = self.fact(name, recorded, thing)
        return str(value) if isinstance(value, str | int | float) else ""

    def number(
        self, name: str, recorded: RecordedEvent | None = None, thing: Identifier | None = None
    ) -> Fraction | None:
        """A fact as an exact number above nothing."""
        value = self.fact(name, recorded, thing)
        try:
            found = Fraction(str(value)) if isinstance(value, str | int | float) else None
        except (ValueError, ZeroDivisionError):
            return None
        return found if found is not None and found > 0 else None

    def group(self, thing: Identifier) -> str:
        return self.text("product_group", thing=thing)

    def activity(self, recorded: RecordedEvent) -> str:
        """What was done exactly: the activity, else the word of the business step."""
        return self.text("activity", recorded) or bare("biz_step", recorded.event.biz_step or "")

    def content(self, thing: Identifier) -> Amount | None:
        """What one piece of the product holds, if it is declared exactly."""
        for path in self._words.facts["content"]:
            for value in self.values(path, thing=thing):
                found = amounts.content(value, self._words.units)
                if found is not None:
                    return found
        return None

    def quantity(self, value: Any) -> Amount | None:
        """An amount that master data declare: "1200 kg"."""
        return amounts.content(value, self._words.units)


def product_of(thing: Identifier) -> str:
    """Whose master data describe a thing: the GTIN of a lot or a serial, else the thing itself."""
    if thing.scheme in ("gtin", "lgtin", "sgtin", "upui", "itip"):
        return f"https://id.gs1.org/01/{thing.family}"
    return thing.canonical


def holds_key(thing: Identifier, key: str) -> bool:
    """Whether the identifier of a thing contains a key: `gtin`, `lot`, `serial`."""
    parts = thing.canonical.split("/")
    return {"gtin": "01", "lot": "10", "serial": "21"}.get(key, "") in parts[3::2]


def place_of(recorded: RecordedEvent) -> str:
    """Canonical: the business location, else the read point; "" for an event without either."""
    place = recorded.event.biz_location or recorded.event.read_point
    return "" if place is None else canonical_or_text(place.id)


def certificates_of(recorded: RecordedEvent) -> list[str]:
    named = recorded.event.certification_info
    if named is None:
        return []
    return [canonical_or_text(one) for one in ((named,) if isinstance(named, str) else named)]


def canonical_or_text(text: str) -> str:
    try:
        return identify(text).canonical
    except Gs1Error:
        return text


def _things(recorded: RecordedEvent) -> set[str]:
    return {mention.identifier.canonical for mention in things(recorded.event)}


def _provider(attributes: Attributes) -> str:
    found = attributes.get(INFORMATION_PROVIDER)
    return canonical_or_text(found) if isinstance(found, str) and found else ""
