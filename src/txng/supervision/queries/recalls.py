"""Questions about recalls: officers see all of them, the public what was ordered and is no drill.

`recall_notice` is asked for every scan page: one question by an index over what is in force.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final
from urllib.parse import quote

from django.db import connection
from django.db.models import Case, Count, IntegerField, Q, QuerySet, When
from django.db.models.functions import Coalesce

from txng.accounts.actors import Actor
from txng.parties.models import Enterprise
from txng.products.models import TradeItem
from txng.repository import queries as repository
from txng.supervision.models import Recall, RecallHolder, RecallMark, RecallScope, RecallStep
from txng.supervision.rules import ORDER_RECALL, OWN, RECALL
from txng.supervision.rules import recalls as rules
from txng.transparency.models import Act

GS1: Final = "https://id.gs1.org"
_NAME: Final = "urn:epcglobal:cbv:mda:descriptionShort"


# --- what a scan page asks ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Notice:
    """What the public is told of a recall in force. `is_certain`: the thing asked about is called back; else
    it may be, and `scopes` say which are."""

    number: str
    is_certain: bool
    kind: str
    authority: str
    firm: str
    document: str
    ordered_at: datetime
    risk: str
    reason: str
    advice: str
    phone: str
    is_of_lot: bool
    scopes: tuple[rules.Scope, ...]


def recall_notice(
    user: object,
    gtin: str,
    lot: str = "",
    serial: str = "",
    *,
    made_on: date | None = None,
    made_of: Iterable[rules.Thing] = (),
) -> Notice | None:
    """The recall in force that concerns a thing, or one of those that it was made of; None for none.

    "" and None for what is not known. Of several the surest, then the most dangerous, then the newest. A look
    at the mark, and one question by an index where a product is called back at all.
    """
    things = [rules.Thing(gtin, lot, serial, made_on), *made_of]
    concerned = {one.gtin for one in things} & _called_back()
    if not concerned:
        return None
    rows = _in_force().filter(gtin__in=concerned)
    by_recall: dict[int, list[RecallScope]] = {}
    for row in rows:
        by_recall.setdefault(row.recall_id, []).append(row)
    found = [
        (answer, told) for told in by_recall.values() if (answer := _surest(told, things)) != "no"
    ]
    if not found:
        return None
    answer, told = min(found, key=lambda one: _urgency(one[0], one[1][0].recall))
    return _notice(told, things, is_certain=answer == "yes")


def _in_force() -> QuerySet[RecallScope]:
    return (
        RecallScope.objects.filter(recall__state__in=rules.IN_FORCE, recall__is_drill=False)
        .select_related("recall__firm")
        .order_by("pk")
    )


def _surest(rows: Iterable[RecallScope], things: Collection[rules.Thing]) -> rules.Answer:
    return rules.surest(rules.concerns(row.said, one) for row in rows for one in things)


def _urgency(answer: rules.Answer, one: Recall) -> tuple[bool, bool, float]:
    assert one.ordered_at is not None  # recall_in_force_has_a_number
    return answer != "yes", one.risk != rules.SERIOUS, -one.ordered_at.timestamp()


def _notice(
    rows: list[RecallScope], things: Collection[rules.Thing], *, is_certain: bool
) -> Notice:
    one = rows[0].recall
    assert one.ordered_at is not None  # recall_in_force_has_a_number
    wanted = "yes" if is_certain else "maybe"
    said = tuple(
        row.said
        for row in rows
        if any(rules.concerns(row.said, thing) == wanted for thing in things)
    )
    return Notice(
        number=one.number,
        is_certain=is_certain,
        kind=one.kind,
        authority=one.authority,
        firm=one.firm.public_name if one.firm else "",
        document=one.document,
        ordered_at=one.ordered_at,
        risk=one.risk,
        reason=one.reason,
        advice=one.advice,
        phone=one.phone,
        is_of_lot=bool(said[0].lot),
        scopes=said,
    )


def any_in_force() -> bool:
    """Where nothing is called back, no code has to be looked at."""
    return Recall.objects.filter(state__in=rules.IN_FORCE, is_drill=False).exists()


def notices_mark() -> str:
    """Another one whenever the notices changed: what a kept page remembers. One row by its key, and asked
    before every page that is given out: the statement is compiled once, which saves most of the time."""
    with connection.cursor() as cursor:
        cursor.execute(*_mark_asked())
        row = cursor.fetchone()
    return row[0] if row else ""


@cache
def _mark_asked() -> tuple[str, tuple[Any, ...]]:
    rows = RecallMark.objects.filter(pk=1).values_list("mark", flat=True)
    return rows.query.sql_with_params()


_named: tuple[str, frozenset[str]] | None = None  # a mark, and the products called back under it


def _called_back() -> frozenset[str]:
    """GTINs that any recall in force names: most scans are of none of them, and ask no more."""
    global _named
    mark = notices_mark()
    if _named is None or _named[0] != mark:
        # read after the mark: what changed meanwhile bears another one
        _named = mark, frozenset(_in_force().order_by().values_list("gtin", flat=True))
    return _named[1]


# --- what everybody may read ----------------------------------------------------------------------


def public_recalls(user: object) -> QuerySet[Recall]:
    """Ordered ones, drills left out; in force first, then the newest."""
    is_over = Case(When(state__in=rules.IN_FORCE, then=0), default=1, output_field=IntegerField())
    rows = Recall.objects.filter(is_drill=False).exclude(number="")
    return rows.select_related("firm").annotate(is_over=is_over).order_by("is_over", "-ordered_at")


def public_recall(user: object, number: str) -> Recall | None:
    return public_recalls(user).filter(number=number).first()


def public_steps(recall: Recall) -> list[RecallStep]:
    """Those that are acts, with their entries of the log, oldest first."""
    rows = recall.steps.filter(verb__in=RecallStep.PUBLIC).prefetch_related("acts")
    return list(rows.order_by("pk"))


def act_of(recall: Recall, number: int) -> Act | None:
    """An entry of the log that a step of this very recall made."""
    return Act.objects.filter(pk=number, pk__in=recall.steps.values("acts")).first()


# --- officers -------------------------------------------------------------------------------------


def recalls(actor: Actor) -> QuerySet[Recall]:
    """All of them, drafts and drills too; nothing for whoever neither drafts nor orders."""
    if not (actor.may(RECALL) or actor.may(ORDER_RECALL)):
        return Recall.objects.none()
    return Recall.objects.select_related("firm")


def listed(actor: Actor) -> QuerySet[Recall]:
    """With `of` holders and `answered` of them: one question for a page."""
    answered = Count("holders", filter=Q(holders__state=rules.ANSWERED))
    return recalls(actor).annotate(of=Count("holders"), answered=answered)


def recall(actor: Actor, number: int) -> Recall | None:
    return recalls(actor).filter(pk=number).first()


def holders(recall: Recall) -> QuerySet[RecallHolder]:
    """Those that wait first, then by name."""
    waits = Case(When(state=rules.WAITING, then=0), default=1, output_field=IntegerField())
    rows = recall.holders.select_related("enterprise")
    return rows.annotate(waits=waits).order_by("waits", "name", "pk")


def holder(recall: Recall, number: int) -> RecallHolder | None:
    return holders(recall).filter(pk=number).first()


# --- the firm's side ------------------------------------------------------------------------------


def own_recalls(actor: Actor) -> QuerySet[Recall]:
    """Ordered recalls and drills that touch what the actor's enterprise holds, makes or calls back."""
    if actor.organisation_id is None or not actor.may(OWN):
        return Recall.objects.none()
    mine = Enterprise.objects.filter(organisation_id=actor.organisation_id)
    held = RecallHolder.objects.filter(enterprise__in=mine).values("recall")
    made = RecallScope.objects.filter(
        gtin__in=TradeItem.objects.filter(owner__in=mine, gtin__isnull=False).values("gtin")
    ).values("recall")
    rows = Recall.objects.filter(Q(pk__in=held) | Q(pk__in=made) | Q(firm__in=mine))
    found = rows.exclude(number="").select_related("firm").prefetch_related("scopes")
    return found.order_by("-ordered_at")


def own_holders(actor: Actor) -> QuerySet[RecallHolder]:
    """Rows of the actor's own enterprise in recalls that were ordered."""
    if actor.organisation_id is None or not actor.may(OWN):
        return RecallHolder.objects.none()
    rows = RecallHolder.objects.filter(enterprise__organisation_id=actor.organisation_id)
    return rows.exclude(recall__number="").select_related("recall", "enterprise").order_by("pk")


def own_holder(actor: Actor, number: int) -> RecallHolder | None:
    return own_holders(actor).filter(pk=number).first()


# --- codes and names ------------------------------------------------------------------------------


def canonical_of(scope: rules.Scope) -> str:
    """The thing as an entry of the log names it: the lot, or the product where serials or days narrow it."""
    lot = f"/10/{quote(scope.lot, safe='')}" if scope.lot else ""
    return f"{GS1}/01/{scope.gtin}{lot}"


def product_name(gtin: str) -> str:
    """As the register has it, else as master data tell it; "" where nobody does."""
    found = TradeItem.objects.filter(gtin=gtin).values_list("name", flat=True).first()
    if found:
        return str(found)[:200]
    name = f"{GS1}/01/{gtin}"
    told = repository.vocabulary([name]).get(name, {}).get(_NAME, "")
    return told[:200] if isinstance(told, str) else ""


# --- what figures count ---------------------------------------------------------------------------


def countable_recalls(actor: Actor, rights: Collection[str]) -> QuerySet[Recall] | None:
    """Ordered recalls, drills and withdrawn ones left out, for whoever may count the whole province: a recall
    lies in no commune. None for others. Never shown as rows. `finished_at`: when 95 of 100 holders had
    answered, or it was closed; None while it goes on."""
    if not any(actor.may_everywhere(right) for right in rights):
        return None
    return _timed(Recall.objects.all())


def seen_recalls(actor: Actor) -> QuerySet[Recall]:
    """The same of those that the actor may open."""
    return _timed(recalls(actor))


def _timed(rows: QuerySet[Recall]) -> QuerySet[Recall]:
    found = rows.filter(is_drill=False).exclude(number="").exclude(state=rules.WITHDRAWN)
    return found.annotate(finished_at=Coalesce("acknowledged_at", "ended_at"))
