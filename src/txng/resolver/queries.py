"""What is known of a code, gathered for the scan page.

    code ─> upstream trace ─> journey ─> steps (runs of like events told once)
                 └─> recalls on the thing, its lot or anything it was made from: told by events, or
                     ordered by an agency (ordered.py)
                 └─> things whose origin nobody recorded

Public: no amounts, no papers, no persons; farms appear as households and at their commune's point.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from txng.analytics import queries as analytics
from txng.analytics.queries import Views
from txng.barcodes.queries import labels
from txng.certification.queries.public import Told
from txng.epcis import vocabulary as cbv
from txng.epcis.mentions import things
from txng.eventstore.store import EventStore, StoredEvent
from txng.gs1.digital_link import DigitalLink
from txng.repository import queries as repository
from txng.resolver import ordered, registered, verdicts
from txng.resolver.facts import TXNG, Facts, in_readers_language, local_time, parts_of
from txng.resolver.log_line import log_line
from txng.resolver.page import Asked, Place, Step, TracePage
from txng.resolver.rules import activation, phone_in, recall_in_force
from txng.resolver.statements import Speakers, advice, certificates, checks, recorded_on
from txng.resolver.words import element_name, step_title
from txng.supervision.queries import Notice
from txng.trace import profile as profiles
from txng.trace.completeness import Status, completeness
from txng.trace.journey import journey
from txng.trace.model import CutOff, Relation, Trace
from txng.trace.profile import Profile
from txng.trace.telling import Telling
from txng.trace.walk import upstream
from txng.ui.dates import written

MAX_MISSING = 5
MAX_COMMUNES = 3
PUBLIC_LIMIT = 5_000  # things, ties and events: anyone may ask, so the answer must stay cheap
ELEMENTS_PROFILE = "circular-02-2024"
DEMONSTRATION_PREFIX = "952"  # GS1's range for demonstrations: never on real goods


@dataclass(frozen=True, slots=True)
class _Scan:
    """What is known of a code that was scanned. `told`: the events of its journey; `lot` is "" where
    nobody says from which it is."""

    canonical: str
    gtin: str
    lot: str
    serial: str
    label: labels.Standing | None
    trace: Trace
    told: Sequence[StoredEvent]
    facts: Facts
    recalls: Sequence[StoredEvent]
    order: Notice | None
    certificates: Sequence[Told]
    rests_on: tuple[Asked, ...]

    @property
    def is_product(self) -> bool:
        return not (self.lot or self.serial)

    @property
    def own(self) -> list[StoredEvent]:
        """The events that name the thing itself."""
        return [event for event in self.told if self.canonical in _things_of(event)]


def page_for(user: object, canonical: str) -> TracePage | None:
    """The page of a GTIN, a lot or a serial; None for a code of which nothing at all is known.

    An unknown lot or serial of a known product gets a page that says so (`verdict.state` is
    "unknown") and nothing of the product: whoever invents serials must not land on the genuine one.
    """
    source = repository.public_source()
    scan = _scan(user, canonical, source)
    if scan is None:
        return None
    bare = _bare(user, scan)
    is_ordered = scan.order is not None and scan.order.is_certain
    is_told = scan.told or scan.recalls or is_ordered or scan.label is not None
    if not is_told and not scan.is_product:
        return bare
    views = analytics.views_of(user, bare.path) if scan.told and not scan.is_product else Views()
    seen = _seen(scan, views, _completeness(scan.trace, source) if scan.told else None)
    return _whole(bare, scan, seen, views)


def _scan(user: object, canonical: str, source: EventStore) -> _Scan | None:
    gtin, lot, serial = parts_of(canonical)
    product_id = _product_id(gtin)
    steps, notices = registered.steps(), ordered.rests_on()
    label = labels.standing(user, gtin, serial) if serial else None
    trace, told = _walked(canonical)
    if not told and label is not None and label.activation == "active":
        # no event names the piece itself: it tells what is known of the lot that its label was made for
        trace, told = _walked(_lot_id(gtin, label.lot))
    facts = Facts(source, told, product_id)
    lot = lot or facts.lot_of(canonical) or (label.lot if label else "")
    made_on = facts.packed_on(trace.canonical) if lot or serial else None
    order = ordered.notice_of(user, trace, gtin, lot, serial, made_on)
    is_told = told or label is not None or order is not None
    if not is_told and product_id not in source.vocabulary([product_id]):
        return None
    recalls = _recalls(source, trace, _lot_id(gtin, lot) if lot else "")
    held = registered.of_page(user, trace, told, gtin, facts.parties)
    rests_on: tuple[Asked, ...] = (steps, notices)
    if label is not None:
        asks = partial(labels.activation, user, gtin, serial)
        rests_on += (Asked(asks, label.activation),)
    return _Scan(
        canonical, gtin, lot, serial, label, trace, told, facts, recalls, order, held, rests_on
    )


def _bare(user: object, scan: _Scan) -> TracePage:
    """The page of which nothing is said yet but what code it is of."""
    gtin, lot, serial = scan.gtin, scan.lot, scan.serial
    lot_id = _lot_id(gtin, lot) if lot else ""
    return TracePage(
        verdict=verdicts.unknown(),
        code=scan.canonical,
        path=scan.canonical.removeprefix("https://id.gs1.org"),
        gtin=gtin,
        lot=lot,
        serial=serial,
        is_demonstration=gtin[1:4] == DEMONSTRATION_PREFIX,
        made_at=timezone.now(),
        warned=None if scan.order is None or scan.order.is_certain else ordered.warned(scan.order),
        depends_on=_depends_on(scan.trace, scan.told, _product_id(gtin), lot_id) | {scan.canonical},
        rests_on=scan.rests_on,
    )


def _seen(scan: _Scan, views: Views, complete: "_Complete | None") -> verdicts.Seen:
    """What the verdict is made of."""
    facts, label, told = scan.facts, scan.label, scan.told
    missing = _missing(scan.trace, facts) if told else (_nobody_told(),) if label else ()
    steps = [_biz_step(event) for event in scan.own]
    return verdicts.Seen(
        maker=facts.producer
        or (label.issuer if label else "")
        or (told[-1].captured_by if told else ""),
        is_product=scan.is_product,
        is_told=bool(told) or label is not None,
        order=scan.order if scan.order is not None and scan.order.is_certain else None,
        recalls=tuple((event.captured_by, _reason(facts, event)) for event in scan.recalls),
        phone=next(filter(None, (_phone(facts, event) for event in reversed(scan.recalls))), ""),
        activation=activation(steps, label.activation if label else None)
        if scan.serial
        else "active",
        signal=views.signal,
        missing=(*missing, *(complete.lacking if complete else ())),
        told=complete.told if complete else 0,
        of=complete.of if complete else 0,
    )


def _whole(bare: TracePage, scan: _Scan, seen: verdicts.Seen, views: Views) -> TracePage:
    facts, told, trace, own = scan.facts, scan.told, scan.trace, scan.own
    events = [*told, *(event for event in scan.recalls if event not in told)]
    speakers = Speakers(event.owner for event in events)
    return replace(
        bare,
        verdict=verdicts.verdict(seen),
        product_name=facts.product("descriptionShort", named=True),
        picture=facts.picture(settings.BASE_URL),
        brand=facts.product("brandName"),
        net_content=facts.product("netContent"),
        standard=facts.product_text(TXNG, "standard"),
        product_group=facts.product_group,
        producer=facts.producer,
        producer_place=facts.producer_place,
        harvested=facts.harvested(),
        packed_on=facts.packed_on(trace.canonical),
        use_by=facts.use_by(),
        steps=_steps(facts, events, speakers),
        origins=facts.origins(),
        missing=seen.missing,
        truncated=trace.truncated is not None,
        certificates=certificates(facts, told, scan.certificates),
        checks=checks(facts, told, speakers),
        advice=advice(facts, told),
        story=facts.product_text(TXNG, "story"),
        told=seen.told,
        of=seen.of,
        views=views.count,
        first_view=views.first_on,
        log=log_line(own or told, scan.canonical if own else trace.canonical) if told else None,
    )


def _product_id(gtin: str) -> str:
    return f"https://id.gs1.org/01/{gtin}"


def _walked(canonical: str) -> tuple[Trace, list[StoredEvent]]:
    """Where a thing came from, and the events of its journey."""
    trace = repository.walked(lambda kept: upstream(kept, canonical, limit=PUBLIC_LIMIT))
    return trace, [event for event in journey(trace) if isinstance(event, StoredEvent)]


def _depends_on(
    trace: Trace, told: Sequence[StoredEvent], product_id: str, lot: str
) -> frozenset[str]:
    """Everything by whose name a later event could change this page."""
    makings = {
        making
        for event in told
        if (making := getattr(event.event, "transformation_id", None)) is not None
    }
    return frozenset({*trace.nodes, *makings, trace.canonical, product_id, *([lot] if lot else ())})


def _things_of(event: StoredEvent) -> set[str]:
    return {mention.identifier.canonical for mention in things(event.event)}


def _biz_step(event: StoredEvent) -> str:
    return cbv.bare("biz_step", event.event.biz_step or "")


def _phone(facts: Facts, event: StoredEvent) -> str:
    return phone_in(facts.text(event, TXNG + "phone"))


@dataclass(frozen=True, slots=True)
class _Complete:
    told: int
    of: int
    lacking: tuple[str, ...]


@cache
def _ten_elements() -> Profile:
    """The profile without what the page does not tell: half of its cost."""
    profile = profiles.shipped()[ELEMENTS_PROFILE]
    return replace(profile, items=tuple(item for item in profile.items if item.number))


def _completeness(trace: Trace, source: EventStore) -> _Complete:
    """By the ten elements of circular 02/2024: how many are told, and the names of those that are not."""
    found = completeness(trace, Telling(source.vocabulary), _ten_elements())
    lacking = tuple(
        gettext("Chưa khai: %(what)s.") % {"what": element_name(one.item.id, one.item.vi)}
        for one in found.missing
    )
    listed = found.items
    # what is due only where there is one, and where there is none, lacks nothing
    told = sum(one.status in (Status.TOLD, Status.NOT_DUE) for one in listed)
    return _Complete(told, len(listed), lacking)


def _lot_id(gtin: str, lot: str) -> str:
    return DigitalLink("01", gtin, (("10", lot),)).canonical


# --- recalls ----------------------------------------------------------------------------------


def _recalls(source: EventStore, trace: Trace, lot: str) -> list[StoredEvent]:
    """Recalls in force on the thing, on its lot or on anything it was made from.

    A lot may be recalled after it was used up, so all events of the ancestors are asked, not only
    those that belong to the journey.
    """
    concerned = {
        node.canonical
        for node in trace.nodes.values()
        if node.relation in (Relation.OWN, Relation.ANCESTOR) and node.cut_off is not CutOff.PRODUCT
    }
    if lot:
        concerned.add(lot)
    in_force = {
        recall.key: recall
        for events in source.events_of(concerned).values()
        if (recall := recall_in_force(events)) is not None
    }
    return sorted(in_force.values(), key=lambda event: event.event.event_time)


def _reason(facts: Facts, event: StoredEvent) -> str:
    """Why a lot is recalled, in the reader's language where its captor said it in that."""
    return in_readers_language(facts.extensions_of(event), TXNG, "reason")


def _nobody_told() -> str:
    return gettext("Chưa ai ghi mã này được làm ra ở đâu, từ nguyên liệu nào.")


def _missing(trace: Trace, facts: Facts) -> tuple[str, ...]:
    texts = []
    for unknown in trace.unknown_ends[:MAX_MISSING]:
        gtin, lot, serial = parts_of(unknown)
        if unknown == trace.canonical:
            texts.append(_nobody_told())
        elif gtin:
            name = facts.product_named(gtin)
            texts.append(
                gettext("Chưa rõ nguồn của %(what)s, lô %(lot)s.")
                % {"what": name or gtin, "lot": lot or serial or gtin}
            )
        else:
            texts.append(gettext("Chưa rõ nguồn của %(what)s.") % {"what": unknown})
    more = len(trace.unknown_ends) - MAX_MISSING
    if more > 0:
        texts.append(
            ngettext("Và %(count)d lô khác.", "Và %(count)d lô khác.", more) % {"count": more}
        )
    return tuple(texts)


# --- steps ------------------------------------------------------------------------------------


def _steps(facts: Facts, events: Iterable[StoredEvent], speakers: Speakers) -> tuple[Step, ...]:
    """One step per run of like events: the same act by the same organisation on the same product."""
    runs: dict[tuple[str, str, str, str], list[StoredEvent]] = {}
    for event in sorted(events, key=lambda one: (one.event.event_time, one.record_time, one.key)):
        biz_step = cbv.bare("biz_step", event.event.biz_step or "")
        activity = facts.activity(event)
        # a named activity happens once on the way of a thing; goods are sent and received often
        product = "" if activity else _product_of(event)
        key = (activity, biz_step, event.captured_by, product)
        runs.setdefault(key, []).append(event)
    return tuple(
        _step(facts, activity, biz_step, run, speakers)
        for (activity, biz_step, _, _), run in runs.items()
    )


def _product_of(event: StoredEvent) -> str:
    """The product spoken of; "" for boxes and private codes, which come in any number."""
    families = {
        mention.identifier.family
        for mention in things(event.event)
        if mention.identifier.scheme in ("gtin", "lgtin", "sgtin")
    }
    return max(families, default="")


def _step(
    facts: Facts, activity: str, biz_step: str, run: Sequence[StoredEvent], speakers: Speakers
) -> Step:
    first, last = run[0], run[-1]
    places = {place for event in run if (place := facts.place(event)) is not None}
    parties = {party for event in run if (party := facts.party(event))}
    is_recall = bool(
        first.event.disposition and cbv.bare("disposition", first.event.disposition) == "recalled"
    )
    return Step(
        event_id=first.event_id,
        event_time=local_time(first),
        biz_step=biz_step,
        title=gettext("Thông báo thu hồi") if is_recall else step_title(activity, biz_step),
        place=_common_place(places),
        party=parties.pop() if len(parties) == 1 else "",
        declared_by=facts.declared_by(first),
        detail=_detail(run, local_time(first), local_time(last), len(places)),
        is_origin=activity == "harvest",
        is_recall=is_recall,
        said=speakers.said(first.owner),
        declared_on=max(map(recorded_on, run)),
    )


def _common_place(places: set[Place]) -> Place | None:
    """The place of a run: itself, or what several places share."""
    if len(places) <= 1:
        return next(iter(places), None)
    communes = sorted({place.commune for place in places})
    provinces = {place.province for place in places}
    count = len(places)
    return Place(
        name=ngettext("%(count)d nơi", "%(count)d nơi", count) % {"count": count},
        commune=" · ".join(communes) if all(communes) and len(communes) <= MAX_COMMUNES else "",
        province=provinces.pop() if len(provinces) == 1 else "",
    )


def _detail(run: Sequence[StoredEvent], first: datetime, last: datetime, places: int) -> str:
    if len(run) == 1:
        return ""
    count = ngettext("%(count)d lần ghi", "%(count)d lần ghi", len(run)) % {"count": len(run)}
    if first.date() == last.date():
        return count
    day = written(last.date(), get_language() or "vi")
    return gettext("%(count)s, đến %(day)s") % {"count": count, "day": day}
