"""Events as acts: who declared what, when and where, in words; how much of it depends on the viewer.

    StoredEvent ──> Act(title "Xát khô", when, declared_by, spot, amounts, papers)

Master data and extensions are asked for once for all events of a page. A value that is no text where
text is wanted counts as not declared: whoever has a key may declare anything.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from django.utils.translation import gettext

from txng.epcis import vocabulary as cbv
from txng.epcis.events import AnyEvent
from txng.epcis.extensions import extensions
from txng.epcis.mentions import Role, things
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import identify
from txng.journeys.model import Act, Level, Spot
from txng.parties.administrative_units import commune
from txng.repository.wording.names import Names
from txng.repository.wording.steps import step_title
from txng.trace.amounts import KILOGRAM, PIECE, Amount, amount

MDA = "urn:epcglobal:cbv:mda:"
TXNG = "urn:txng:voc:"
MADE = {Role.OUTPUT, Role.OUTPUT_CLASS}
AMOUNTS_SHOWN = 6


class Reader:
    """Reads events for one viewer; `learn` many before reading each."""

    def __init__(self, level: Level, names: Names, vocabulary: Any) -> None:
        self._level = level
        self._names = names
        self._ask = vocabulary
        self._places: dict[str, Mapping[str, Any]] = {}
        self._spots: dict[str, Spot] = {}
        self._titles: dict[tuple[str, str, str], str] = {}

    def learn(self, recorded: Sequence[Any]) -> None:
        wanted = {place for one in recorded if (place := place_of(one.event))}
        self._places.update(self._ask(wanted - self._places.keys()))
        self._names.learn(wanted)

    def act(
        self,
        recorded: Any,
        name: str,
        told: tuple[str, ...],
        *,
        is_void: bool = False,
        in_full: bool = True,
    ) -> Act:
        """`name` is the id on the page, `told` the ids of the things it speaks of; amounts and papers
        are read only `in_full`."""
        event: AnyEvent = recorded.event
        said = extensions(recorded.payload)
        activity = _text(said.get(TXNG + "activity"))
        step = cbv.bare("biz_step", event.biz_step or "")
        is_public = self._level is Level.PUBLIC
        is_brief = is_public or not in_full
        declaration = event.error_declaration
        return Act(
            id=name,
            key=None if is_public else recorded.key,
            when=local_time(event),
            step=activity or step,
            title=self._title(event, activity, step),
            declared_by=recorded.captured_by,
            spot=self.spot(event),
            things=told,
            amounts=() if is_brief else self._amounts(event),
            papers=() if is_brief else self._papers(event),
            event_id="" if is_public else recorded.event_id,
            is_void=is_void,
            void_reason=cbv.bare("error_reason", declaration.reason or "") if declaration else "",
            is_harvest=activity in ("harvest", "picking"),
            is_sale=step == "retail_selling",
        )

    def _title(self, event: AnyEvent, activity: str, step: str) -> str:
        said = (event.disposition or "", activity, step)
        found = self._titles.get(said)
        if found is None:
            is_recall = cbv.bare("disposition", said[0]) == "recalled"
            found = gettext("Thông báo thu hồi") if is_recall else step_title(activity, step)
            self._titles[said] = found
        return found

    def spot(self, event: AnyEvent) -> Spot | None:
        place = place_of(event)
        if not place:
            return None
        if place not in self._spots:
            self._spots[place] = self._spot(place)
        return self._spots[place]

    def _spot(self, place: str) -> Spot:
        """Everything stands at the point of its commune: where a plot lies is its owner's affair."""
        attributes = self._places.get(place, {})
        unit = commune(_text(attributes.get(TXNG + "communeCode")))
        name = self._names.place(place)
        if not attributes and self._level is Level.PUBLIC:
            name = ""  # a place nobody described goes by its code, and codes are not for the public
        province = _text(attributes.get(MDA + "state"))
        return Spot(
            name=name,
            commune=unit.name if unit else "",
            commune_code=unit.code if unit else "",
            latitude=unit.latitude if unit else None,
            longitude=unit.longitude if unit else None,
            area=province or _text(attributes.get(MDA + "countryCode")),
        )

    def _amounts(self, event: AnyEvent) -> tuple[str, ...]:
        """ "Cherry, lô H1: 500 kg"; single items are counted together."""
        lines: list[str] = []
        singles = 0
        for mention in things(event):
            if mention.role in (Role.PARENT, Role.EPC, Role.CHILD, Role.INPUT, Role.OUTPUT):
                singles += mention.role is not Role.PARENT
                continue
            size = amount(mention.quantity, mention.uom)
            name = self._names.thing(mention.identifier.canonical)
            lines.append(f"{name}: {self._names.amount(size)}")
        if singles:
            pieces = self._names.amount(amount(singles, None))
            lines.append(gettext("Đơn chiếc: %(count)s") % {"count": pieces})
        more = len(lines) - AMOUNTS_SHOWN
        if more > 0:
            lines = [*lines[:AMOUNTS_SHOWN], gettext("và %(count)d dòng khác") % {"count": more}]
        return tuple(lines)

    def _papers(self, event: AnyEvent) -> tuple[str, ...]:
        found = [
            f"{cbv.bare('biz_transaction_type', one.type or '') or gettext('giấy tờ')}:"
            f" {one.biz_transaction.rpartition('/')[2].rpartition(':')[2] or one.biz_transaction}"
            for one in event.biz_transaction_list
        ]
        certificates = event.certification_info or ()
        for one in (certificates,) if isinstance(certificates, str) else certificates:
            name = self._names.certificate(one)
            found.append(gettext("chứng nhận: %(name)s") % {"name": name})
        return tuple(found)


def place_of(event: AnyEvent) -> str:
    place = event.biz_location or event.read_point
    if place is None:
        return ""
    try:
        return identify(place.id).canonical
    except Gs1Error:  # a location nobody can name
        return ""


def local_time(event: AnyEvent) -> datetime:
    """The event's time on the clock where it happened."""
    offset = event.event_time_zone_offset
    shift = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
    return event.event_time.astimezone(timezone(-shift if offset[0] == "-" else shift))


def mass(size: Amount) -> float | None:
    """Kilograms, for the width of an arrow; None for what is not told in a mass."""
    return None if size.value is None or size.unit != KILOGRAM else float(size.value)


def is_plain_piece(size: Amount) -> bool:
    return size.unit == PIECE and size.value == 1


def partners(recorded: Iterable[Any], names: Names, side: str) -> list[str]:
    """Names of the parties that events say the goods came from ("before") or went to ("after")."""
    found: dict[str, None] = {}
    for one in recorded:
        if side == "before":
            parties = [listed.source for listed in one.event.source_list]
        else:
            parties = [listed.destination for listed in one.event.destination_list]
        for party in parties:
            try:
                found.setdefault(names.place(identify(party).canonical))
            except Gs1Error:
                continue
    return list(found)


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) else ""
