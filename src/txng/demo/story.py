"""The story of one chain unit: who captured what, from the plots to the till.

    unit 7 of coffee    10 plots ─> 2 days at the wet mill ─> 1 lot of green ─┬─> export bags
                                                                            └─> roast ─> packs ─> shops
    story.harvested(plot, ...)   story.turned(mill, ...)   story.sent(mill, roastery, ...)

A method writes one event as a JSON-LD object and notes which firm captures it. Events may be told in any
order; `told()` gives them by event time. The objects share parts and are meant to be encoded, not
changed. All times are of Vietnam (+07:00), which has no summer time.

Words of CBV 2.0: a lot comes to be by `creating_class_instance`, a serial by `commissioning`; what was
done exactly stands in `txng:activity`.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from operator import itemgetter
from random import Random
from typing import Any

from txng.demo import codes, master_data
from txng.demo.cast import Firm, Place, Plot, Product

Event = dict[str, Any]
Amount = dict[str, Any]

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
_BY_TIME = itemgetter(0)


def kg(epc_class: str, quantity: float) -> Amount:
    return {"epcClass": epc_class, "quantity": round(quantity, 1), "uom": "KGM"}


def pieces(epc_class: str, count: int) -> Amount:
    """A count of items has no unit of measure (EPCIS 2.0 §7.3.3.3)."""
    return {"epcClass": epc_class, "quantity": count}


class Story:
    """`fault` names what is to go wrong in this unit; `rng` gives the same draws on every machine."""

    __slots__ = (
        "_boxes", "_certified", "_papers", "_vocabulary", "certificate", "certification", "chain",
        "events", "fault", "rng", "unit",
    )  # fmt: skip

    def __init__(self, chain: str, unit: int, fault: str | None) -> None:
        self.chain = chain
        self.unit = unit
        self.fault = fault
        self.rng = Random(f"{chain} {unit}")  # noqa: S311 - invented figures, not secrets
        self.events: list[tuple[str, Firm, Event]] = []
        self._boxes = 0
        self._papers = 0
        self._certified: frozenset[str] = frozenset()
        self.certificate = ""
        self.certification = ""  # how labels word it; "" for goods that are not certified
        self._vocabulary: dict[Firm, master_data.Vocabulary] = {}

    def told(self) -> list[tuple[str, Firm, Event]]:
        """Event time, who captures, event."""
        self.events.sort(key=_BY_TIME)
        return self.events

    def declarations(self) -> list[tuple[Firm, master_data.Vocabulary]]:
        """Master data that this story needs beyond what firms declare of themselves."""
        return list(self._vocabulary.items())

    def introduce(self, plots: Sequence[Plot]) -> None:
        """Declare the plots of households who appear for the first time."""
        for plot in plots:
            self._declare(plot.place.firm, master_data.LOCATION, master_data.place(plot.place))

    def certify(self, plots: Sequence[Plot], day: date, kg_per_hectare: float) -> None:
        """One certificate for these plots: their harvests claim it, and so do the finished lots."""
        letters = {"coffee": "CP", "tea": "TR", "vegetables": "RAU", "rice": "NQ", "durian": "SR"}
        number = f"DEMO-{letters[self.chain]}-{self.unit:04d}"
        self.certificate = f"urn:txng:demo:certificate:{number}"
        self.certification = f"VietGAP, số thử {number} (hư cấu)"
        self._certified = frozenset(plot.place.id for plot in plots)
        firm, area = plots[0].place.firm, sum(plot.area_ha for plot in plots)
        element = master_data.certificate(self.certificate, firm, day.year, area * kg_per_hectare)
        self._declare(firm, master_data.CERTIFICATE, element)

    def _declare(self, firm: Firm, kind: str, element: master_data.Element) -> None:
        self._vocabulary.setdefault(firm, {}).setdefault(kind, []).append(element)

    def keep_only(self, firm: Firm, step: str) -> None:
        """Forget everything but what `firm` told of `step`: how a broken story begins."""
        self.events = [one for one in self.events if one[1] is firm and one[2]["bizStep"] == step]

    def forget_sales(self, epcs: Collection[str], since: datetime | None = None) -> None:
        """Of these items, from `since` on: what a recall stops, what a copied label replaces."""
        start = since.isoformat() if since else ""
        self.events = [
            one
            for one in self.events
            if one[2]["bizStep"] != "retail_selling"
            or one[0] < start
            or one[2]["epcList"][0] not in epcs
        ]

    # --- draws and codes ----------------------------------------------------------------------

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.rng.random()

    def later(self, when: datetime, low_minutes: int, high_minutes: int) -> datetime:
        span = high_minutes - low_minutes
        return when + MINUTE * (low_minutes + int(span * self.rng.random()))

    def morning(self, day: date, hour: int, minutes: int = 120) -> datetime:
        """Some time within `minutes` after the hour."""
        start = datetime.combine(day, time(hour))
        return start + MINUTE * int(minutes * self.rng.random())

    def lot(self, product: Product, when: datetime, letter: str) -> str:
        """Lot number: day, letter of the step, unit; `250114R0007`."""
        return f"{product.id}/10/{when:%y%m%d}{letter}{self.unit:04d}"

    def serials(self, product: Product, count: int) -> list[str]:
        """At most 1000 a unit and product."""
        assert count <= 1000, f"Expected at most 1000 serials, got {count}"
        # products start at different places, or the first serial of each would be the same
        first = self.unit * 1000 + (product.firm.number * 100 + product.reference) * 1_000_003
        prefix = f"{product.id}/21/"
        return [prefix + codes.serial(first + number) for number in range(count)]

    def box(self, firm: Firm) -> str:
        """A new SSCC of the firm; at most 200 a unit."""
        self._boxes += 1
        return codes.sscc_link(firm.number, self.unit * 200 + self._boxes)

    # --- events ---------------------------------------------------------------------------------

    def _tell(self, kind: str, at: Place, when: datetime, step: str, disposition: str) -> Event:
        text = when.isoformat() + "+07:00"
        event: Event = {
            "type": kind,
            "eventTime": text,
            "eventTimeZoneOffset": "+07:00",
            "bizStep": step,
            "disposition": disposition,
            "readPoint": at.where,
            "bizLocation": at.where,
        }
        self.events.append((text, at.firm, event))
        return event

    def harvested(self, plot: Plot, when: datetime, amount: Amount, ilmd: Event) -> str:
        """A new lot on the plot; answers its identifier."""
        lot = str(amount["epcClass"])
        if plot.is_private:
            element = master_data.private_lot(plot, lot)
            self._declare(plot.place.firm, master_data.EPC_CLASS, element)
        event = self._tell("ObjectEvent", plot.place, when, "creating_class_instance", "active")
        event["action"] = "ADD"
        event["quantityList"] = [amount]
        event["ilmd"] = ilmd
        event["txng:activity"] = "harvest"
        if plot.place.id in self._certified:
            event["certificationInfo"] = self.certificate
        return lot

    def seen(
        self,
        at: Place,
        when: datetime,
        step: str,
        activity: str | None,
        *,
        epcs: Sequence[str] = (),
        amounts: Sequence[Amount] = (),
        disposition: str = "in_progress",
    ) -> Event:
        event = self._tell("ObjectEvent", at, when, step, disposition)
        event["action"] = "OBSERVE"
        if epcs:
            event["epcList"] = epcs
        if amounts:
            event["quantityList"] = amounts
        if activity:
            event["txng:activity"] = activity
        return event

    def sent(
        self,
        at: Place,
        to: Place,
        when: datetime,
        arrival: datetime,
        *,
        epcs: Sequence[str] = (),
        amounts: Sequence[Amount] = (),
    ) -> None:
        """Shipped by one firm, received by the other; the delivery note is named by both."""
        self._papers += 1
        paper = f"urn:txng:demo:desadv:{self.chain}-{self.unit}-{self._papers}"
        papers = [{"type": "desadv", "bizTransaction": paper}]
        for place, moment, step, disposition in (
            (at, when, "shipping", "in_transit"),
            (to, arrival, "receiving", "in_progress"),
        ):
            event = self.seen(
                place, moment, step, None, epcs=epcs, amounts=amounts, disposition=disposition
            )
            event["bizTransactionList"] = papers
            event["sourceList"] = at.firm.sources
            event["destinationList"] = to.firm.destinations

    def turned(
        self,
        at: Place,
        when: datetime,
        activity: str,
        inputs: Sequence[Amount],
        *,
        amounts: Sequence[Amount] = (),
        epcs: Sequence[str] = (),
        ilmd: Event | None = None,
    ) -> None:
        """Inputs cease to be, `epcs` and `amounts` come to be."""
        step = "commissioning" if epcs else "creating_class_instance"
        event = self._tell("TransformationEvent", at, when, step, "active")
        event["inputQuantityList"] = inputs
        if epcs:
            event["outputEPCList"] = epcs
        if amounts:
            event["outputQuantityList"] = amounts
        if ilmd:
            event["ilmd"] = ilmd
            if "txng:certification" in ilmd:
                event["certificationInfo"] = self.certificate
        event["txng:activity"] = activity

    def boxed(
        self,
        at: Place,
        when: datetime,
        activity: str,
        *,
        epcs: Sequence[str] = (),
        amounts: Sequence[Amount] = (),
    ) -> str:
        """A new box around things; answers its SSCC."""
        parent = self.box(at.firm)
        step = "loading" if activity == "loading" else "packing"
        event = self._tell("AggregationEvent", at, when, step, "container_closed")
        event["action"] = "ADD"
        event["parentID"] = parent
        if epcs:
            event["childEPCs"] = epcs
        if amounts:
            event["childQuantityList"] = amounts
        event["txng:activity"] = activity
        return parent

    def unboxed(self, at: Place, when: datetime, parent: str) -> None:
        """Everything is taken out."""
        event = self._tell("AggregationEvent", at, when, "unpacking", "container_open")
        event["action"] = "DELETE"
        event["parentID"] = parent

    def sold(self, shop: Place, when: datetime, epc: str) -> None:
        self.seen(shop, when, "retail_selling", None, epcs=[epc], disposition="retail_sold")

    def recalled(self, at: Place, when: datetime, lot: str, reason: str, reason_en: str) -> None:
        """The maker calls a finished lot back."""
        event = self.seen(
            at, when, "holding", "recall", amounts=[{"epcClass": lot}], disposition="recalled"
        )
        event["persistentDisposition"] = {"set": ["recalled"]}
        event["txng:reason"] = reason
        event["txng:reasonEn"] = reason_en


def finished(lot: str, packed: datetime, days: int, certification: str = "") -> Event:
    """What the label of a finished lot says; `days` is the shelf life."""
    until = (packed + DAY * days).date().isoformat()
    facts: Event = {
        "cbvmda:lotNumber": lot.rpartition("/")[2],
        "txng:packedDate": packed.date().isoformat(),
        "cbvmda:itemExpirationDate": until,
        "cbvmda:bestBeforeDate": until,
    }
    if certification:
        facts["txng:certification"] = certification
    return facts
