"""Questions about reports and about how fresh data is.

Everybody sees the state of a number; only an agency sees what was reported. How fresh the data of an
enterprise is sees whoever watches over it, and the enterprise itself.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.accounts.rules import OVERSIGHT
from txng.certification.queries import certificates
from txng.certification.queries.assessments import last_finished_at
from txng.parties.models import Enterprise
from txng.parties.queries import counting, reach
from txng.parties.queries.enterprises import enterprises
from txng.supervision import rules
from txng.supervision.models import ActivityPosition, FreshnessLimit, Report
from txng.supervision.queries.recalls import (
    Notice,
    any_in_force,
    notices_mark,
    recall_notice,
)

# what the scan page asks; the others are named by who uses them
__all__ = ["Notice", "any_in_force", "notices_mark", "recall_notice"]


@dataclass(frozen=True, slots=True)
class PublicReport:
    """What stands under a number that anybody may type: no code, no words, no place, no photo."""

    number: str
    state: str
    received_at: datetime
    answer: str
    answered_at: datetime | None


def public_report(user: object, number: str) -> PublicReport | None:
    found = Report.objects.filter(number=number).first()
    if found is None:
        return None
    return PublicReport(
        found.number, found.state, found.received_at, found.answer, found.answered_at
    )


def reports(actor: Actor, state: str = "") -> QuerySet[Report]:
    """Newest first; nothing for whoever has no oversight."""
    if not actor.may(OVERSIGHT):
        return Report.objects.none()
    found = Report.objects.order_by("-received_at", "-pk")
    return found.filter(state=state) if state else found


def report(actor: Actor, number: str) -> Report | None:
    return reports(actor).filter(number=number).first()


# --- is the data of an enterprise fresh? -----------------------------------------------------------

_LAST: Final[Mapping[str, Any]] = {
    rules.EVENT: F("organisation__activity__last_event_at"),
    # an entry that an officer wrote counts too: the enterprise may have no account
    rules.REGISTER: Greatest(
        "updated_at", Coalesce("organisation__activity__last_change_at", "updated_at")
    ),
    rules.ASSESSMENT: Subquery(last_finished_at().filter(enterprise=OuterRef("pk"))[:1]),
}
"""Kind -> the moment of the last thing done, as an expression over enterprises."""


def limits(user: object) -> dict[str, int]:
    """Days per kind: what the agency set, else what the rules propose."""
    told = dict(FreshnessLimit.objects.values_list("kind", "days"))
    return {kind: told.get(kind, rules.USUAL_DAYS[kind]) for kind in rules.KINDS}


def watched(actor: Actor) -> QuerySet[Enterprise]:
    """Enterprises at work within reach, each with `last_event`, `last_register`, `last_assessment`,
    `event_days`, .. and `certificate_ends`: one question for a page, whatever their number."""
    return _with_last(
        enterprises(actor).filter(reach.visible(actor, rules.WATCH), closed_on__isnull=True)
    )


def watched_one(actor: Actor, code: str) -> Enterprise | None:
    return watched(actor).filter(code=code.upper()).first()


def own(actor: Actor) -> Enterprise | None:
    """The entry of the organisation that the actor acts for."""
    if actor.organisation_id is None or not actor.may(rules.OWN):
        return None
    rows = Enterprise.objects.filter(organisation_id=actor.organisation_id)
    return _with_last(rows).first()


def _with_last(rows: QuerySet[Enterprise]) -> QuerySet[Enterprise]:
    days = {f"{kind}_days": Value(count) for kind, count in limits(None).items()}
    # the nearest last day of what holds; None where nothing does
    ends = certificates.last_days(timezone.localdate()).filter(holder=OuterRef("pk"))
    return rows.annotate(
        **{f"last_{kind}": found for kind, found in _LAST.items()},
        **days,
        certificate_ends=Subquery(ends[:1]),
    )


def standing_is(
    rows: QuerySet[Enterprise], kinds: Collection[str], value: str
) -> QuerySet[Enterprise]:
    """Narrowed to those of which one of these kinds is NEVER or LATE, or of which all are SOON or FRESH."""
    late = Q(pk__in=[])
    for kind, days in limits(None).items():
        if kind not in kinds:
            continue
        if value in (rules.LATE, rules.FRESH):
            late |= Q(**{f"last_{kind}__lt": _first_fresh(days)})
        if value in (rules.NEVER, rules.FRESH):
            late |= Q(**{f"last_{kind}__isnull": True})
    return rows.exclude(late) if value == rules.FRESH else rows.filter(late)


def certificates_are(rows: QuerySet[Any], value: str, today: date) -> QuerySet[Any]:
    """Narrowed to those whose certificates stand so: one of rules.CERTIFICATE_STANDINGS."""
    if value == rules.NONE:
        return rows.filter(certificate_ends__isnull=True)
    last = today + timedelta(days=rules.ENDING_DAYS)
    if value == rules.ENDING:
        return rows.filter(certificate_ends__lte=last)
    return rows.filter(certificate_ends__gt=last)


def _first_fresh(days: int) -> datetime:
    day = timezone.localdate() - timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def read_at(user: object) -> datetime | None:
    """When the journals were last followed; None before the first time."""
    found = ActivityPosition.objects.first()
    return None if found is None else found.read_at


@dataclass(frozen=True, slots=True)
class Aspect:
    """One kind of an enterprise: when last, and what that means today."""

    kind: str
    last: datetime | None
    days: int
    standing: str
    age: int  # days since, 0 for never


def aspect(enterprise: Enterprise, kind: str, today: date) -> Aspect:
    """Of a row of `watched` or `own`."""
    last, days = getattr(enterprise, f"last_{kind}"), getattr(enterprise, f"{kind}_days")
    day = None if last is None else timezone.localdate(last)
    age = 0 if day is None else max((today - day).days, 0)
    return Aspect(kind, last, days, rules.standing(day, days, today), age)


@dataclass(frozen=True, slots=True)
class Certified:
    """Which certificate of an enterprise ends next: its last day, how that stands, and the days left (0 on
    the last one, and where there is none)."""

    ends: date | None
    standing: str
    left: int


def certified(enterprise: Enterprise, today: date) -> Certified:
    """Of a row of `watched` or `own`."""
    ends: date | None = enterprise.certificate_ends  # type: ignore[attr-defined]
    left = 0 if ends is None else (ends - today).days
    return Certified(ends, rules.certificates_stand(ends, today), left)


def aspects(enterprise: Enterprise, today: date) -> list[Aspect]:
    return [aspect(enterprise, kind, today) for kind in rules.KINDS]


# --- what figures count ----------------------------------------------------------------------------


def countable_reports(actor: Actor, rights: Collection[str]) -> QuerySet[Report] | None:
    """Every report, for whoever may count the whole province: a report lies in no commune. None for others.
    Never shown as rows; whoever shows rows asks `reports`."""
    if not any(actor.may_everywhere(right) for right in rights):
        return None
    return Report.objects.all()


def countable_watched(actor: Actor, rights: Collection[str]) -> QuerySet[Enterprise]:
    """Enterprises at work as far as these rights reach, as `watched` gives them. Never shown as rows."""
    return _with_last(counting.enterprises(actor, rights).filter(closed_on__isnull=True))
