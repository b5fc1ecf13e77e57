"""What is known of a code, gathered for the scan page.

    code ─> upstream trace ─> journey ─> steps (runs of like events told once)
                 └─> recalls on the thing, its lot or anything it was made from
                 └─> things whose origin nobody recorded

Public: no amounts, no papers, no persons; farms appear as households and at their commune's point.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import get_language, gettext, ngettext

from txng.epcis import vocabulary as cbv
from txng.epcis.mentions import things
from txng.eventstore.store import EventStore, StoredEvent
from txng.gs1.digital_link import DigitalLink
from txng.repository import queries as repository
from txng.resolver.facts import TXNG, Facts, local_time, parts_of
from txng.resolver.page import Place, Step, TracePage, Verdict
from txng.resolver.rules import recall_in_force
from txng.resolver.words import step_title
from txng.trace.journey import journey
from txng.trace.model import CutOff, Relation, Trace
from txng.trace.walk import upstream
from txng.ui.dates import written

MAX_MISSING = 5
MAX_COMMUNES = 3
PUBLIC_LIMIT = 5_000  # things, ties and events: anyone may ask, so the answer must stay cheap
DEMONSTRATION_PREFIX = "952"  # GS1's range for demonstrations: never on real goods


def page_for(user: object, canonical: str) -> TracePage | None:
    """The page of a GTIN, a lot or a serial; None for a code of which nothing at all is known.

    An unknown lot or serial of a known product gets a page that says so (`verdict.state` is
    "unknown"): landing on the genuine product would help whoever invents serials.
    """
    gtin, lot, serial = parts_of(canonical)
    source = repository.public_source()
    product_id = f"https://id.gs1.org/01/{gtin}"
    trace = repository.walked(lambda kept: upstream(kept, canonical, limit=PUBLIC_LIMIT))
    told = [event for event in journey(trace) if isinstance(event, StoredEvent)]
    if not told and product_id not in source.vocabulary([product_id]):
        return None
    facts = Facts(source, told, product_id)
    lot = lot or facts.lot_of(canonical)
    recalls = _recalls(source, trace, _lot_id(gtin, lot) if lot else "")
    steps = _steps(facts, [*told, *(event for event in recalls if event not in told)])
    missing = _missing(trace, facts, canonical) if told else ()
    return TracePage(
        verdict=_verdict(canonical, facts, told, recalls, missing, is_product=not (lot or serial)),
        code=canonical,
        path=canonical.removeprefix("https://id.gs1.org"),
        gtin=gtin,
        lot=lot,
        serial=serial,
        product_name=facts.product("descriptionShort", named=True),
        brand=facts.product("brandName"),
        net_content=facts.product("netContent"),
        product_group=facts.product_group,
        producer=facts.producer,
        producer_place=facts.producer_place,
        harvested=facts.harvested(),
        packed_on=facts.packed_on(canonical),
        use_by=facts.use_by(),
        steps=steps,
        origins=facts.origins(),
        missing=missing,
        truncated=trace.truncated is not None,
        is_demonstration=gtin[1:4] == DEMONSTRATION_PREFIX,
        certificates=facts.certificates(),
    )


def _lot_id(gtin: str, lot: str) -> str:
    return DigitalLink("01", gtin, (("10", lot),)).canonical


# --- verdict ----------------------------------------------------------------------------------


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


def _verdict(
    canonical: str,
    facts: Facts,
    told: Sequence[StoredEvent],
    recalls: Sequence[StoredEvent],
    missing: Sequence[str],
    *,
    is_product: bool,
) -> Verdict:
    if recalls:
        reasons = {_reason(facts, event) for event in recalls}
        return Verdict(
            "recalled",
            gettext("LÔ ĐANG THU HỒI – không dùng"),
            (
                gettext("Ngừng sử dụng và trả lại nơi bán."),
                *(reason for reason in sorted(reasons) if reason),
                gettext("Thông báo của %(who)s.") % {"who": recalls[-1].captured_by},
            ),
        )
    if not told and is_product:
        return Verdict(
            "incomplete",
            gettext("Đây là mã sản phẩm, chưa phải mã lô"),
            (gettext("Quét mã có số lô hoặc số xê-ri trên bao bì để xem hành trình."),),
        )
    if not told:
        return Verdict(
            "unknown",
            gettext("Không có mã này trong hệ thống"),
            (
                gettext("Mã sản phẩm đã được khai, nhưng chưa ai ghi lô hoặc số xê-ri này."),
                gettext("So lại với bao bì, kể cả chữ hoa chữ thường, hoặc hỏi nơi bán."),
            ),
        )
    maker = facts.producer or told[-1].captured_by
    if missing:
        return Verdict(
            "incomplete",
            gettext("Mã có thật, thông tin chưa đủ"),
            (gettext("Mã do %(who)s phát hành.") % {"who": maker}, missing[0]),
        )
    return Verdict(
        "issued",
        gettext("Mã do %(who)s phát hành") % {"who": maker},
        (gettext("Không có thông báo thu hồi. Hành trình do các bên tự khai."),),
    )


def _reason(facts: Facts, event: StoredEvent) -> str:
    """Why a lot is recalled, in the reader's language where its captor said it in both."""
    english = facts.text(event, TXNG + "reasonEn") if get_language() == "en" else ""
    return english or facts.text(event, TXNG + "reason")


def _missing(trace: Trace, facts: Facts, canonical: str) -> tuple[str, ...]:
    texts = []
    for unknown in trace.unknown_ends[:MAX_MISSING]:
        gtin, lot, serial = parts_of(unknown)
        if unknown == canonical:
            texts.append(gettext("Chưa ai ghi mã này được làm ra ở đâu, từ nguyên liệu nào."))
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


def _steps(facts: Facts, events: Iterable[StoredEvent]) -> tuple[Step, ...]:
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
        _step(facts, activity, biz_step, run) for (activity, biz_step, _, _), run in runs.items()
    )


def _product_of(event: StoredEvent) -> str:
    """The product spoken of; "" for boxes and private codes, which come in any number."""
    families = {
        mention.identifier.family
        for mention in things(event.event)
        if mention.identifier.scheme in ("gtin", "lgtin", "sgtin")
    }
    return max(families, default="")


def _step(facts: Facts, activity: str, biz_step: str, run: Sequence[StoredEvent]) -> Step:
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
