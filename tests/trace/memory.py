"""A world of events in memory, told as a story.

    world = World()
    world.made(lot("CHERRY"), at=1)
    world.transformed([lot("CHERRY")], [lot("GREEN")], at=2)
    upstream(world, lot("GREEN"))

Hours count from 08:00 on 1 November 2025, Vietnam time. Strings are instances or, when they look
like a class (`lot`, `gtin` or a private "...:lot:..."), go into quantity lists; `(lot, 40)` and
`(lot, 40, "KGM")` say how much.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import msgspec

from txng.epcis.events import (
    AggregationEvent,
    AnyEvent,
    AssociationEvent,
    ErrorDeclaration,
    ObjectEvent,
    QuantityElement,
    TransactionEvent,
    TransformationEvent,
)
from txng.epcis.mentions import things
from txng.epcis.relations import Events, Span, Told
from txng.gs1.identifier import identify
from txng.trace.derived import Derived

START = datetime(2025, 11, 1, 8, tzinfo=timezone(timedelta(hours=7)))

Amount = str | tuple[str, float | None] | tuple[str, float | None, str]


def gtin() -> str:
    return "https://id.gs1.org/01/09506000134352"


def lot(name: str) -> str:
    return f"{gtin()}/10/{name}"


def item(serial: str) -> str:
    return f"{gtin()}/21/{serial}"


def sscc(number: int) -> str:
    digits = f"09506000{number:09d}"
    total = sum(int(digit) * (3 if i % 2 == 0 else 1) for i, digit in enumerate(digits))
    return f"https://id.gs1.org/00/{digits}{-total % 10}"


def hour(at: float) -> datetime:
    return START + timedelta(hours=at)


@dataclass(frozen=True, slots=True)
class Recorded:
    key: bytes
    event: AnyEvent
    event_id: str
    record_time: datetime
    captured_by: str


class World:
    """An EventSource, and with `Derived` a RelationSource.

    `asked` keeps what each call of `events_of` asked for, `hops` what each call of `relations` did.
    """

    def __init__(self) -> None:
        self.told: list[Recorded] = []
        self.hops: list[set[str]] = []
        self.asked: list[tuple[str, ...]] = []
        self._of: dict[str, list[Recorded]] = {}
        self._derived = Derived(self)

    def events_of(self, canonicals: Collection[str]) -> Mapping[str, Sequence[Recorded]]:
        self.asked.append(tuple(canonicals))
        return {
            canonical: sorted(self._of[canonical], key=lambda r: r.event.event_time)
            for canonical in canonicals
            if canonical in self._of
        }

    def relations(
        self, asked: Mapping[str, int], since: float = float("-inf"), until: float = float("inf")
    ) -> Sequence[Told]:
        self.hops.append(set(asked))
        return self._derived.relations(asked, since, until)

    def events(self, spans: Mapping[str, Sequence[Span]], limit: int) -> Events:
        return self._derived.events(spans, limit)

    def captor(self, owner: int) -> str:
        return self._derived.captor(owner)

    def record(
        self,
        event: AnyEvent,
        *,
        event_id: str | None = None,
        recorded_at: float | None = None,
        by: str = "An",
    ) -> Recorded:
        number = len(self.told)
        milliseconds = int(event.event_time.timestamp() * 1000)
        recorded = Recorded(
            key=milliseconds.to_bytes(6, "big") + number.to_bytes(10, "big"),
            event=event,
            event_id=event_id or event.event_id or f"urn:uuid:{number}",
            record_time=event.event_time if recorded_at is None else hour(recorded_at),
            captured_by=by,
        )
        return self.keep(recorded)

    def keep(self, recorded: Recorded) -> Recorded:
        """One more event, as it is."""
        event = recorded.event
        self._derived = Derived(self)  # it remembers answers, and this changes them
        self.told.append(recorded)
        mentioned = {mention.identifier.canonical for mention in things(event)}
        if isinstance(event, TransformationEvent) and event.transformation_id is not None:
            mentioned.add(identify(event.transformation_id).canonical)
        for canonical in mentioned:
            self._of.setdefault(canonical, []).append(recorded)
        return recorded

    # The story. Extra words go into the event: made(..., biz_step="commissioning").

    def made(self, *things: Amount, at: float, **more: Any) -> Recorded:
        return self._object("ADD", things, at, more)

    def seen(self, *things: Amount, at: float, **more: Any) -> Recorded:
        return self._object("OBSERVE", things, at, more)

    def ended(self, *things: Amount, at: float, **more: Any) -> Recorded:
        return self._object("DELETE", things, at, more)

    def packed(self, *things: Amount, into: str, at: float, **more: Any) -> Recorded:
        return self._aggregation("ADD", things, into, at, more)

    def observed(self, *things: Amount, inside: str, at: float, **more: Any) -> Recorded:
        return self._aggregation("OBSERVE", things, inside, at, more)

    def unpacked(self, *things: Amount, out_of: str, at: float, **more: Any) -> Recorded:
        """Without things: everything is taken out."""
        return self._aggregation("DELETE", things, out_of, at, more)

    def transformed(
        self, inputs: Sequence[Amount], outputs: Sequence[Amount], at: float, **more: Any
    ) -> Recorded:
        how = _how(more)
        went_in, came_out = _split(inputs), _split(outputs)
        event = TransformationEvent(
            **_when(at),
            input_epc_list=went_in[0],
            input_quantity_list=went_in[1],
            output_epc_list=came_out[0],
            output_quantity_list=came_out[1],
            **more,
        )
        return self.record(event, **how)

    def associated(
        self, *things: Amount, with_: str, at: float, action: Any = "ADD", **more: Any
    ) -> Recorded:
        how = _how(more)
        epcs, quantities = _split(things)
        event = AssociationEvent(
            **_when(at),
            action=action,
            parent_id=with_,
            child_epcs=epcs,
            child_quantity_list=quantities,
            **more,
        )
        return self.record(event, **how)

    def ordered(self, *things: Amount, parent: str, at: float) -> Recorded:
        epcs, quantities = _split(things)
        return self.record(
            TransactionEvent(
                **_when(at),
                action="ADD",
                parent_id=parent,
                epc_list=epcs,
                quantity_list=quantities,
            )
        )

    def declared_void(
        self, wrong: Recorded, *, recorded_at: float = 1000, by: str = ""
    ) -> Recorded:
        """The same event once more, with an error declaration, as EPCIS asks."""
        declaration = ErrorDeclaration(declaration_time=hour(recorded_at))
        event = msgspec.structs.replace(wrong.event, error_declaration=declaration)
        return self.record(
            event,
            event_id=wrong.event_id,
            recorded_at=recorded_at,
            by=by or wrong.captured_by,
        )

    def _object(self, action: Any, things: Any, at: float, more: dict[str, Any]) -> Recorded:
        how = _how(more)
        epcs, quantities = _split(things)
        event = ObjectEvent(
            **_when(at), action=action, epc_list=epcs, quantity_list=quantities, **more
        )
        return self.record(event, **how)

    def _aggregation(
        self, action: Any, things: Any, parent: str, at: float, more: dict[str, Any]
    ) -> Recorded:
        how = _how(more)
        epcs, quantities = _split(things)
        event = AggregationEvent(
            **_when(at),
            action=action,
            parent_id=parent,
            child_epcs=epcs,
            child_quantity_list=quantities,
            **more,
        )
        return self.record(event, **how)


def _when(at: float) -> dict[str, Any]:
    return {"event_time": hour(at), "event_time_zone_offset": "+07:00"}


def _how(more: dict[str, Any]) -> dict[str, Any]:
    names = ("recorded_at", "by", "event_id")
    return {name: more.pop(name) for name in names if name in more}


def _split(amounts: Sequence[Amount]) -> tuple[tuple[str, ...], tuple[QuantityElement, ...]]:
    epcs: list[str] = []
    quantities: list[QuantityElement] = []
    for amount in amounts:
        name, *rest = (amount,) if isinstance(amount, str) else amount
        if rest or _is_class(str(name)):
            quantity, uom = [*rest, None, None][:2]
            element = QuantityElement(epc_class=str(name), quantity=quantity, uom=uom)  # type: ignore[arg-type]
            quantities.append(element)
        else:
            epcs.append(str(name))
    return tuple(epcs), tuple(quantities)


def _is_class(name: str) -> bool:
    return identify(name).is_class or ":lot:" in name
