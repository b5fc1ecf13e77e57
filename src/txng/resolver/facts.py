"""What is said about the things of a journey: master data, ilmd and extensions, each read once.

Whoever has a key may declare anything of any kind: a value that is no text where text is wanted, no
number, no date or no identifier counts as not declared.

GTIN ─> product name, brand ─> informationProvider ─> producer and its place
event ─> activity, place, party, dates, certificates
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final
from urllib.parse import unquote

from django.utils.translation import get_language

from txng.epcis.extensions import extensions
from txng.eventstore.store import EventStore, StoredEvent
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import identify
from txng.parties.administrative_units import commune
from txng.resolver.page import InVietnamese, Place
from txng.resolver.rules import picture_in

MDA = "urn:epcglobal:cbv:mda:"
TXNG = "urn:txng:voc:"
MAX_ORIGINS = 30
SUFFIXES: Final = {"en": "En", "zh-hans": "Zh", "ja": "Ja", "ko": "Ko"}
"""How a text in another language is named beside the Vietnamese one: descriptionShort, descriptionShortZh."""


def parts_of(canonical: str) -> tuple[str, str, str]:
    """GTIN, lot and serial of a canonical Digital Link."""
    parts = canonical.removeprefix("https://id.gs1.org/").split("/")
    values = dict(zip(parts[::2], map(unquote, parts[1::2]), strict=False))
    return values.get("01", ""), values.get("10", ""), values.get("21", "")


class Facts:
    """Master data and extensions of the events told, each read once."""

    def __init__(self, source: EventStore, told: Sequence[StoredEvent], product_id: str) -> None:
        self._source = source
        self._told = told
        self._known: dict[str, dict[str, Any]] = {}
        self.extensions = {event.key: extensions(event.payload) for event in told}
        self._learn({product_id, *filter(None, map(_location, told))})
        self._product = self._known.get(product_id, {})
        self._learn(set(filter(None, map(_provider, self._known.values()))))
        maker = self._known.get(_provider(self._product), {})
        self.producer = _named(maker, "name")
        self.parties = frozenset(filter(None, map(_provider, self._known.values())))
        self.producer_place = _place(maker)
        self.product_group = as_text(self._product.get(TXNG + "productGroup"))

    def _learn(self, ids: Collection[str]) -> None:
        self._known.update(
            self._source.vocabulary([text for text in ids if text not in self._known])
        )

    def extension(self, event: StoredEvent, name: str) -> Any:
        return self.extensions_of(event).get(name)

    def extensions_of(self, event: StoredEvent) -> dict[str, Any]:
        if event.key not in self.extensions:
            self.extensions[event.key] = extensions(event.payload)
        return self.extensions[event.key]

    def text(self, event: StoredEvent, name: str) -> str:
        return as_text(self.extension(event, name))

    def product(self, name: str, *, named: bool = False) -> str:
        if named:
            return in_readers_language(self._product, MDA, name)
        return as_text(self._product.get(MDA + name))

    def product_text(self, prefix: str, name: str) -> str:
        return in_readers_language(self._product, prefix, name)

    def picture(self, base_url: str) -> str:
        """A path on this host, "" where none is declared or it lies elsewhere."""
        for name in (TXNG + "image", "https://gs1.org/voc/image"):
            if path := picture_in(as_text(self._product.get(name)), base_url):
                return path
        return ""

    def product_named(self, gtin: str) -> str:
        product = f"https://id.gs1.org/01/{gtin}"
        self._learn({product})
        return _named(self._known.get(product, {}), "descriptionShort")

    def place(self, event: StoredEvent) -> Place | None:
        location = _location(event)
        if location is None:
            return None
        self._learn({location})
        return _place(self._known.get(location, {}))

    def party(self, event: StoredEvent) -> str:
        """Who answers for the place of an event, in the reader's language."""
        return _named(self._party(event), "name")

    def declared_by(self, event: StoredEvent) -> str:
        """Who captured an event; when that is the party of the place, by the same name."""
        party = self._party(event)
        is_same = event.captured_by == party.get(MDA + "name")
        return _named(party, "name") if is_same else event.captured_by

    def _party(self, event: StoredEvent) -> dict[str, Any]:
        party = _provider(self._known.get(_location(event) or "", {}))
        self._learn({party} if party else ())
        return self._known.get(party, {})

    def activity(self, event: StoredEvent) -> str:
        return self.text(event, TXNG + "activity")

    def lot_of(self, canonical: str) -> str:
        """The lot number that the event which made a serial gives it."""
        for event in self._told:
            if canonical in _made(event):
                return self.text(event, MDA + "lotNumber")
        return ""

    def harvested(self) -> tuple[date, ...]:
        days = sorted(
            {local_time(event).date() for event in self._told if self.activity(event) == "harvest"}
        )
        return tuple(days[:1] + days[-1:]) if len(days) > 1 else tuple(days)

    def packed_on(self, canonical: str) -> date | None:
        for event in self._told:
            if canonical in _made(event):
                return as_date(self.extension(event, TXNG + "packedDate"))
        return None

    def use_by(self) -> date | None:
        for event in reversed(self._told):
            for name in ("itemExpirationDate", "bestBeforeDate"):
                found = as_date(self.extension(event, MDA + name))
                if found:
                    return found
        return None

    def certificates(self) -> tuple[str, ...]:
        texts = {self.text(event, TXNG + "certification") for event in self._told}
        return tuple(sorted(filter(None, texts)))

    def origins(self) -> tuple[Place, ...]:
        places: dict[tuple[str, str], Place] = {}
        for event in self._told:
            place = self.place(event) if self.activity(event) == "harvest" else None
            if place is not None:
                places.setdefault((place.name, place.commune), place)
        return tuple(places.values())[:MAX_ORIGINS]


def _location(event: StoredEvent) -> str | None:
    place = event.event.biz_location or event.event.read_point
    return identify(place.id).canonical if place is not None else None


def _named(attributes: dict[str, Any], name: str) -> str:
    """A proper name in the reader's language, in English, or as it is."""
    return str(in_readers_language(attributes, MDA, name))


def in_readers_language(attributes: Mapping[str, Any], prefix: str, name: str) -> str:
    """What was declared in the reader's language, else in English, else in Vietnamese and marked so."""
    language = get_language() or "vi"
    if language != "vi":
        for suffix in (SUFFIXES.get(language, "En"), "En"):
            for space in (TXNG, prefix):
                if told := as_text(attributes.get(f"{space}{name}{suffix}")):
                    return told
    text = as_text(attributes.get(prefix + name))
    return text if language == "vi" or not text else InVietnamese(text)


def _place(attributes: dict[str, Any]) -> Place | None:
    if not attributes:
        return None
    unit = commune(as_text(attributes.get(TXNG + "communeCode")))
    return Place(
        name=_named(attributes, "name"),
        commune=unit.name if unit else "",
        province=as_text(attributes.get(MDA + "state")),
        country=as_text(attributes.get(MDA + "countryCode")),
        latitude=_degrees(attributes.get(MDA + "latitude")),
        longitude=_degrees(attributes.get(MDA + "longitude")),
    )


def _provider(attributes: dict[str, Any]) -> str:
    """Who answers for what the attributes describe; "" when they name nobody."""
    try:
        return identify(as_text(attributes.get(MDA + "informationProvider"))).canonical
    except Gs1Error:
        return ""


def as_text(value: Any) -> str:
    """Numbers are text too: many systems write a code as one."""
    return str(value) if isinstance(value, str | int | float) else ""


def _degrees(value: Any) -> float | None:
    try:
        degrees = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return degrees if -180 <= degrees <= 180 else None  # nor "nan" and "inf", which float() reads


def as_date(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def local_time(event: StoredEvent) -> datetime:
    """The event's time on the clock where it happened."""
    offset = event.event.event_time_zone_offset
    sign = -1 if offset[0] == "-" else 1
    shift = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
    return event.event.event_time.astimezone(timezone(sign * shift))


def _made(event: StoredEvent) -> set[str]:
    """What came to be in an event: the outputs of a transformation, the things of an ADD."""
    told = event.event
    if getattr(told, "action", "ADD") != "ADD":
        return set()
    listed = [*getattr(told, "output_epc_list", ()), *getattr(told, "epc_list", ())]
    for name in ("output_quantity_list", "quantity_list"):
        listed += [element.epc_class for element in getattr(told, name, ())]
    return {identify(text).canonical for text in listed}
