"""A chain of firms in memory, told as a story with amounts and places.

    chain = Chain()
    chain.made((lot("L1"), 100), where="plot", at=1)
    chain.shipped((lot("L1"), 100), where="plot", to="mill", at=2)
    ledger(chain, lot("L1"))

`(lot, 40)` is 40 kg, `(lot, 40, "GRM")` grams, `(lot, 40, None)` pieces, `(lot,)` an amount that nobody
told; a string is a single thing. Hours count from 08:00 on 1 November 2025, Vietnam time. An EventSource
and a PlaceSource; `master` are its master data, by bare names of cbvmda (`name`) or txng (`txng.areaHa`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import msgspec

from txng.epcis.events import AnyEvent, decode_event
from txng.epcis.mentions import things
from txng.gs1.identifier import identify
from txng.trace.telling import Telling, place_of

START = datetime(2025, 11, 1, 8, tzinfo=timezone(timedelta(hours=7)))
MDA, TXNG = "urn:epcglobal:cbv:mda:", "urn:txng:voc:"
CONTEXT = {"txng": TXNG, "cbvmda": MDA}
GTIN = "https://id.gs1.org/01/09506000134352"

Amount = str | tuple[Any, ...]


def lot(name: str) -> str:
    return f"{GTIN}/10/{name}"


def item(serial: str) -> str:
    return f"{GTIN}/21/{serial}"


def box(number: int) -> str:
    digits = f"09506000{number:09d}"
    total = sum(int(digit) * (3 if i % 2 == 0 else 1) for i, digit in enumerate(digits))
    return f"https://id.gs1.org/00/{digits}{-total % 10}"


def place(name: str) -> str:
    return f"https://places.example/{name}"


def hour(at: float) -> datetime:
    return START + timedelta(hours=at)


@dataclass(frozen=True, slots=True)
class Recorded:
    key: bytes
    event: AnyEvent
    event_id: str
    record_time: datetime
    captured_by: str
    payload: bytes


class Chain:
    def __init__(self) -> None:
        self.events: list[Recorded] = []
        self.master: dict[str, dict[str, Any]] = {}

    # --- sources -------------------------------------------------------------------------------

    def events_of(self, canonicals: Collection[str]) -> Mapping[str, Sequence[Recorded]]:
        found: dict[str, list[Recorded]] = {}
        for recorded in self.events:
            names = {mention.identifier.canonical for mention in things(recorded.event)}
            transformation = getattr(recorded.event, "transformation_id", None)
            if transformation is not None:
                names.add(identify(transformation).canonical)
            for name in names & set(canonicals):
                found.setdefault(name, []).append(recorded)
        return found

    def events_at(
        self, places: Collection[str], begin: datetime | None, end: datetime | None
    ) -> list[Recorded]:
        return [
            recorded
            for recorded in sorted(self.events, key=lambda one: one.event.event_time)
            if place_of(recorded) in places
            and (begin is None or recorded.event.event_time >= begin)
            and (end is None or recorded.event.event_time < end)
        ]

    def vocabulary(self, canonicals: Collection[str]) -> dict[str, dict[str, Any]]:
        return {one: self.master[one] for one in canonicals if one in self.master}

    def telling(self) -> Telling:
        return Telling(self.vocabulary)

    def declare(self, canonical: str, **facts: Any) -> None:
        """`name="Vườn"` is cbvmda:name, `txng_areaHa=1.2` is txng:areaHa."""
        told = self.master.setdefault(canonical, {})
        for name, value in facts.items():
            told[TXNG + name[5:] if name.startswith("txng_") else MDA + name] = value

    # --- the story -----------------------------------------------------------------------------

    def made(self, *amounts: Amount, at: float, **more: Any) -> Recorded:
        return self._object("ADD", "commissioning", amounts, at, more)

    def seen(self, *amounts: Amount, at: float, step: str = "storing", **more: Any) -> Recorded:
        return self._object("OBSERVE", step, amounts, at, more)

    def shipped(self, *amounts: Amount, at: float, to: str = "", **more: Any) -> Recorded:
        return self._object("OBSERVE", "shipping", amounts, at, more | {"to": to})

    def received(self, *amounts: Amount, at: float, to: str = "", **more: Any) -> Recorded:
        return self._object("OBSERVE", "receiving", amounts, at, more | {"to": to})

    def sold(self, *amounts: Amount, at: float, **more: Any) -> Recorded:
        return self._object("OBSERVE", "retail_selling", amounts, at, more)

    def ended(self, *amounts: Amount, at: float, step: str = "destroying", **more: Any) -> Recorded:
        return self._object("DELETE", step, amounts, at, more)

    def counted(self, *amounts: Amount, at: float, **more: Any) -> Recorded:
        return self._object("OBSERVE", "stock_taking", amounts, at, more)

    def transformed(
        self, inputs: Iterable[Amount], outputs: Iterable[Amount], *, at: float, **more: Any
    ) -> Recorded:
        members: dict[str, Any] = {"type": "TransformationEvent"}
        for side, amounts in (("input", inputs), ("output", outputs)):
            epcs, quantities = _split(amounts)
            members |= {f"{side}EPCList": epcs, f"{side}QuantityList": quantities}
        if "transformation" in more:
            members["transformationID"] = more.pop("transformation")
        return self._record(members, at, more)

    def packed(self, *amounts: Amount, into: str, at: float, **more: Any) -> Recorded:
        return self._aggregation("ADD", amounts, into, at, more)

    def observed(self, *amounts: Amount, inside: str, at: float, **more: Any) -> Recorded:
        return self._aggregation("OBSERVE", amounts, inside, at, more)

    def unpacked(self, *amounts: Amount, out_of: str, at: float, **more: Any) -> Recorded:
        """Without amounts: everything is taken out."""
        return self._aggregation("DELETE", amounts, out_of, at, more)

    def declared_void(self, wrong: Recorded, *, by: str | None = None) -> Recorded:
        members = msgspec.json.decode(wrong.payload)
        members["errorDeclaration"] = {"declarationTime": hour(900).isoformat()}
        return self._keep(members, wrong.event_id, hour(900), by or wrong.captured_by)

    def _object(
        self, action: str, step: str, amounts: Iterable[Amount], at: float, more: dict[str, Any]
    ) -> Recorded:
        epcs, quantities = _split(amounts)
        members = {
            "type": "ObjectEvent",
            "action": action,
            "bizStep": step,
            "epcList": epcs,
            "quantityList": quantities,
        }
        return self._record(members, at, more)

    def _aggregation(
        self, action: str, amounts: Iterable[Amount], parent: str, at: float, more: dict[str, Any]
    ) -> Recorded:
        epcs, quantities = _split(amounts)
        members = {
            "type": "AggregationEvent",
            "action": action,
            "parentID": parent,
            "childEPCs": epcs,
            "childQuantityList": quantities,
        }
        return self._record(members, at, more)

    def _record(self, members: dict[str, Any], at: float, more: dict[str, Any]) -> Recorded:
        """`says` goes into ilmd; what is not named here becomes a member of the event."""
        where, to = more.pop("where", ""), more.pop("to", "")
        by, event_id = more.pop("by", "An"), more.pop("event_id", "")
        recorded_at = more.pop("recorded_at", at)
        says, activity = more.pop("says", {}), more.pop("activity", "")
        members |= {
            "@context": CONTEXT,
            "eventTime": hour(at).isoformat(),
            "eventTimeZoneOffset": "+07:00",
            **more,
        }
        if where:
            members["bizLocation"] = {"id": place(where)}
        if to:
            destination = {"type": "possessing_party", "destination": place(to)}
            members["destinationList"] = [destination]
        if says:
            members["ilmd"] = says
        if activity:
            members["txng:activity"] = activity
        return self._keep(members, event_id, hour(recorded_at), by)

    def _keep(
        self, members: dict[str, Any], event_id: str, record_time: datetime, by: str
    ) -> Recorded:
        payload = msgspec.json.encode(members)
        event = decode_event(payload)
        number = len(self.events)
        moment = int(event.event_time.timestamp() * 1000)
        recorded = Recorded(
            key=moment.to_bytes(6, "big") + number.to_bytes(10, "big"),
            event=event,
            event_id=event_id or f"urn:uuid:{number}",
            record_time=record_time,
            captured_by=by,
            payload=payload,
        )
        self.events.append(recorded)
        return recorded


def _split(amounts: Iterable[Amount]) -> tuple[list[str], list[dict[str, Any]]]:
    epcs: list[str] = []
    quantities: list[dict[str, Any]] = []
    for amount in amounts:
        if isinstance(amount, str):
            epcs.append(amount)
            continue
        name, *rest = amount
        element: dict[str, Any] = {"epcClass": name}
        if rest:
            element["quantity"] = rest[0]
            uom = rest[1] if len(rest) > 1 else "KGM"
            if uom is not None:
                element["uom"] = uom
        quantities.append(element)
    return epcs, quantities
