"""What registers know of an enterprise, what it answered, what it is classed as, and how far a round is."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.barcodes.queries import prefixes
from txng.parties import administrative_units as units
from txng.parties import queries as parties
from txng.parties import words as party_words
from txng.parties.models import Enterprise
from txng.parties.queries import reach
from txng.parties.rules import COMPANY, WITH_MEMBERS, size_classes, tax_codes
from txng.products.models import ProductGroup, TradeItem
from txng.products.queries import groups, marks, trade_items
from txng.support import rules
from txng.support.models import Answer, AnswerSheet, SurveyRound
from txng.support.rules import classification, survey

Way = Literal["commune", "sector", "kind"]
Held = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Classed:
    """Size, group and market, each as words for people with the sentences that say why."""

    size: str
    size_reasons: tuple[str, ...]
    group: str
    group_path: str
    group_reason: str
    market: str
    market_word: str
    market_reason: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Of a commune, sector or kind: enterprises, those that began to answer, those that are through."""

    name: str
    enterprises: int
    begun: int
    through: int


def held(actor: Actor, one: Enterprise) -> Held:
    """What registers hold of it, by the names of rules.survey.FACTS; what they lack is left out."""
    is_open = one.shows_person or not one.is_of_persons
    told: dict[str, object] = {
        "name": one.shown_name,
        "kind": one.get_kind_display(),
        "tax_code": tax_codes.masked(one.tax_code) if is_open else "",
        "ownership": one.get_ownership_display(),
        "sector": one.get_sector_display(),
        "commune": units.name_on(one.commune_code, units.BEGINNING),
        "address": one.address if is_open else "",
        "contact_name": one.contact_name if is_open else "",
        "phone": one.phone if is_open else "",
        "email": one.email if is_open else "",
        "field": one.get_field_display(),
        "workers": one.workers,
        "revenue_vnd": one.revenue_vnd,
    }
    areas = [
        area
        for plot in parties.plots(actor, one)
        if (area := plot.area_ha or plot.declared_ha) is not None
    ]
    items = _items(actor, one)
    told |= {
        "area_ha": sum(areas) if areas else None,
        "members": _members(actor, one),
        "places": parties.establishments(actor, one).count(),
        "site_codes": parties.site_codes(actor, one).count(),
        "products": ", ".join(item.name for item in items[:5]) + (", …" if len(items) > 5 else ""),
        "marks": ", ".join(sorted({licence.mark.name for licence in _licences(actor, one)})),
        "markets_abroad": _("Có") if any(item.is_exported for item in items) else "",
        "prefixes": ", ".join(
            prefix.digits for prefix in prefixes.prefixes(actor).filter(enterprise=one)
        ),
    }
    return {name: value for name, value in told.items() if value not in (None, "", 0)}


def sheet(actor: Actor, one: Enterprise) -> AnswerSheet:
    """The answers that count, or an empty sheet that is not saved."""
    found = AnswerSheet.objects.filter(enterprise=one).first()
    return found or AnswerSheet(enterprise=one, newest={})


def answers_of(found: AnswerSheet, today: date | None = None) -> dict[str, Any]:
    """Question -> value; `today`: only answers that are fresh on that day."""
    return {
        key: value
        for key, (value, told_on) in found.newest.items()
        if today is None or survey.is_fresh(date.fromisoformat(told_on), today)
    }


def questions_for(actor: Actor, one: Enterprise) -> survey.Sheet:
    """What is asked of it today, what is answered, what is lacking."""
    fresh = answers_of(sheet(actor, one), timezone.localdate())
    return survey.sheet_of(one.kind, set(held(actor, one)), fresh)


def history(actor: Actor, one: Enterprise) -> QuerySet[Answer]:
    return (
        Answer.objects.filter(enterprise=one).select_related("person").order_by("-told_at", "-pk")
    )


def group_choices(actor: Actor) -> list[tuple[str, str]]:
    """Product groups of the second level: what an enterprise mainly makes."""
    return [(one.path, str(one)) for one in groups.groups(actor) if one.depth == 1]


def classed(actor: Actor, one: Enterprise, found: AnswerSheet | None = None) -> Classed:
    """By the rules, of what is known just now."""
    told = answers_of(found or sheet(actor, one))
    revenue = one.revenue_vnd
    if revenue is None:
        revenue = classification.revenue_of(str(told.get("revenue_band", "")))
    size = size_classes.size_of_party(
        one.kind,
        one.field,
        workers=one.workers,
        revenue_vnd=revenue,
        capital_vnd=one.capital_vnd,
        on=timezone.localdate(),
    )
    items = _items(actor, one)
    counts = Counter(_second_level(item.group.path) for item in items)
    group = classification.main_group(counts, str(told.get("main_group", "")))
    abroad = {"VN", "abroad"} if any(item.is_exported for item in items) else set()
    countries = abroad or ({"VN"} if items else set())
    market = classification.market(countries, told.get("channels", ()), told.get("exports_to", ()))
    named = ProductGroup.objects.filter(path=group.word).first() if group.word else None
    reasons = [party_words.sentence(reason) for reason in size.reasons]
    if size.missing:
        reasons.append(_("Cần số lao động và doanh thu hoặc nguồn vốn để xếp quy mô."))
    is_classed = one.kind == COMPANY
    unclassed = _("Chưa rõ") if is_classed else _("Không xếp quy mô")
    return Classed(
        size=str(dict(Enterprise.Size.choices).get(size.size, unclassed)),
        size_reasons=tuple(reasons),
        group=str(named) if named else _("Chưa rõ"),
        group_path=group.word,
        group_reason=_(group.reason) % group.values,
        market=_(classification.MARKETS[market.word]),
        market_word=market.word,
        market_reason=_(market.reason) % market.values,
    )


# --- officers --------------------------------------------------------------------------------------


def enterprises(actor: Actor) -> QuerySet[Enterprise]:
    """Those whose answers the actor may see: by reach."""
    return parties.enterprises(actor).filter(parties.visible(actor, rules.SEE))


def enterprise(actor: Actor, code: str) -> Enterprise | None:
    found = parties.enterprise(actor, code)
    return enterprises(actor).filter(pk=found.pk).first() if found else None


def sheets(actor: Actor) -> QuerySet[AnswerSheet]:
    """Of enterprises in reach, each with `shows_person` for its enterprise in `is_shown`."""
    rows = AnswerSheet.objects.filter(
        parties.visible(actor, rules.SEE, "enterprise__"), enterprise__merged_into__isnull=True
    )
    shown = Case(
        When(reach.persons(actor, "enterprise__"), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    return rows.annotate(is_shown=shown).select_related("enterprise")


def rounds(user: object) -> QuerySet[SurveyRound]:
    return SurveyRound.objects.order_by("-opens_on", "-pk")


def round_numbered(user: object, number: int) -> SurveyRound | None:
    return rounds(user).filter(pk=number).first()


def open_round(user: object) -> SurveyRound | None:
    """The round of today that closes first; None between rounds."""
    today = timezone.localdate()
    now = rounds(user).filter(opens_on__lte=today, closes_on__gte=today, closed_at__isnull=True)
    return now.order_by("closes_on", "pk").first()


def progress(actor: Actor, way: Way, since: datetime) -> list[Progress]:
    """Who answered since a moment, over parties in reach that are not closed; one query."""
    field = {"commune": "commune_code", "sector": "sector", "kind": "kind"}[way]
    begun = Q(answer_sheet__answered_at__gte=since)
    rows = (
        enterprises(actor)
        .filter(closed_on__isnull=True)
        .order_by()
        .values(field)
        .annotate(
            all_of_them=Count("pk"),
            begun=Count("pk", filter=begun),
            through=Count("pk", filter=begun & Q(answer_sheet__lacking=0)),
        )
        .order_by(F("begun").desc(), F("all_of_them").desc(), field)
    )
    names = {"sector": Enterprise.Sector.choices, "kind": Enterprise.Kind.choices}
    labels = dict(names.get(way, ()))
    return [
        Progress(
            str(labels.get(row[field], "")) or _commune(row[field]),
            row["all_of_them"],
            row["begun"],
            row["through"],
        )
        for row in rows
    ]


def counted_all(
    actor: Actor, keys: Collection[str], of: Mapping[Way, str] | None = None
) -> dict[str, list[tuple[str, int]]]:
    """For each question how many gave which answer, the most frequent first; newest answers in reach.

    `of`: only those of a commune, sector or kind; an empty word narrows nothing.
    """
    fields = {"commune": "enterprise__commune_code", "sector": "enterprise__sector"}
    wanted = {fields.get(way, "enterprise__kind"): word for way, word in (of or {}).items() if word}
    counts: dict[str, Counter[str]] = {key: Counter() for key in keys}
    for newest in sheets(actor).filter(**wanted).values_list("newest", flat=True).iterator():
        for key in keys:
            value = newest.get(key, [None])[0]
            counts[key].update([value] if isinstance(value, str) else value or [])
    return {key: count.most_common() for key, count in counts.items()}


def _commune(code: str) -> str:
    found = units.commune(code)
    return found.name if found else code


def _items(actor: Actor, one: Enterprise) -> list[TradeItem]:
    rows = trade_items.trade_items(actor).filter(owner=one, state="active")
    return list(rows.select_related("group").order_by("name_key", "pk")[:500])


def _licences(actor: Actor, one: Enterprise) -> Any:
    today = timezone.localdate()
    return marks.licences(actor).filter(holder=one, valid_from__lte=today, valid_until__gte=today)


def _members(actor: Actor, one: Enterprise) -> int:
    if one.kind not in WITH_MEMBERS:
        return 0
    return parties.members(actor, one).filter(left_on__isnull=True).count()


def _second_level(path: str) -> str:
    """ "nong-san/ca-phe/ca-phe-nhan/" -> "nong-san/ca-phe/"."""
    return "/".join(path.split("/")[:2]).rstrip("/") + "/"


def own(actor: Actor) -> Enterprise | None:
    """One's own entry, for whoever answers for it."""
    return parties.own_enterprise(actor) if actor.may(rules.ANSWER) else None
