"""Questions about matters.

who                                   sees
GATHER (the standing agency)          all of them
ANSWER (an agency)                    what was given to it to answer
an agency's people                    what their own agency asked
the sender                            state and answer, with number and code
everybody else                        nothing
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.outreach.models import Matter
from txng.outreach.rules import ANSWER, GATHER, WRITE
from txng.outreach.rules import matters as rules
from txng.parties import queries as parties
from txng.parties.models import Agency


def matters(actor: Actor) -> QuerySet[Matter]:
    rows = Matter.objects.select_related("handler", "asked_by_agency")
    if actor.may(GATHER):
        return rows
    own = parties.agency_of(actor)
    if own is None or not (actor.may(ANSWER) or actor.may(WRITE)):
        return rows.none()
    seen = Q(asked_by_agency=own)
    if actor.may(ANSWER):
        seen |= Q(handler=own)
    return rows.filter(seen)


def matter(actor: Actor, number: str) -> Matter | None:
    return matters(actor).filter(number=rules.read_number(number) or "-").first()


def may_gather(actor: Actor) -> bool:
    return actor.may(GATHER)


def may_answer(actor: Actor, one: Matter) -> bool:
    """The agency that it was given to, and the standing agency."""
    if actor.may(GATHER):
        return True
    own = parties.agency_of(actor)
    return actor.may(ANSWER) and own is not None and own.pk == one.handler_id


def clock_is(rows: QuerySet[Matter], value: str, today: date) -> QuerySet[Matter]:
    """Narrowed to those whose clock stands so: late, or any other open one."""
    open_ones = rows.filter(state__in=rules.OPEN)
    if value == rules.LATE:
        return open_ones.filter(due_on__lt=today)
    return open_ones.filter(due_on__gte=today)


@dataclass(frozen=True, slots=True)
class Followed:
    """What the sender reads with number and code; `handler` is the code of an agency or ""."""

    number: str
    kind: str
    words: str
    state: str
    received_at: datetime
    due_on: date
    clock: str
    handler: Agency | None
    answer: str
    answered_at: datetime | None


def followed(user: object, number: str, code: str) -> Followed | None:
    """None for a wrong number and for a wrong code alike."""
    told = rules.read_number(number)
    found = Matter.objects.select_related("handler").filter(number=told or "-").first()
    digest = rules.code_digest(told, code[:40])
    kept = bytes(found.secret) if found is not None and found.secret is not None else b""
    if not hmac.compare_digest(digest, kept) or found is None:
        return None
    return Followed(
        found.number, found.kind, found.words, found.state, found.received_at, found.due_on,
        rules.clock(found.state, found.due_on, timezone.localdate()), found.handler,
        found.answer, found.answered_at,
    )  # fmt: skip


# --- figures --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counted:
    """How many stand under one word: a kind, the code of an agency, the code of a commune."""

    word: str
    all: int
    open: int
    late: int


def counted(actor: Actor, year: int, by: str) -> list[Counted]:
    """`by`: "kind", "handler" or "commune". Of what the actor sees, most first; one question."""
    field = {"kind": "kind", "handler": "handler__code", "commune": "commune_code"}[by]
    is_open = Q(state__in=rules.OPEN)
    rows = (
        _of_year(matters(actor), year)
        .order_by()
        .values(field)
        .annotate(
            all=Count("pk"),
            open=Count("pk", filter=is_open),
            late=Count("pk", filter=is_open & Q(due_on__lt=timezone.localdate())),
        )
    )
    found = [Counted(row[field] or "", row["all"], row["open"], row["late"]) for row in rows]
    return sorted(found, key=lambda one: (-one.all, one.word))


def years(actor: Actor) -> list[int]:
    found = {moment.year for moment in matters(actor).dates("received_at", "year")}
    return sorted(found | {timezone.localdate().year}, reverse=True)


@dataclass(frozen=True, slots=True)
class YearOfDifficulties:
    """Difficulties that agencies sent in a year, for the report. `rows` by clause, then by number."""

    year: int
    rows: Sequence[Matter]
    by_state: dict[str, int]
    by_agency: dict[str, int]
    escalated: int
    decided: int
    late: int


def difficulties_of_year(user: Actor, year: int) -> YearOfDifficulties:
    """Of those that the actor sees. One query."""
    today = timezone.localdate()
    rows = list(
        _of_year(matters(user).filter(kind=rules.DIFFICULTY), year).order_by("clause", "number")
    )
    by_agency: dict[str, int] = {}
    for row in rows:
        if row.asked_by_agency is not None:
            code = row.asked_by_agency.code
            by_agency[code] = by_agency.get(code, 0) + 1
    return YearOfDifficulties(
        year,
        rows,
        {
            state: count
            for state in rules.STATES
            if (count := sum(row.state == state for row in rows))
        },
        by_agency,
        sum(row.escalated_at is not None for row in rows),
        sum(row.decision != "" for row in rows),
        sum(rules.clock(row.state, row.due_on, today) == rules.LATE for row in rows),
    )


def _of_year(rows: QuerySet[Matter], year: int) -> QuerySet[Matter]:
    first, last = (_midnight(date(one, 1, 1)) for one in (year, year + 1))
    return rows.filter(received_at__gte=first, received_at__lt=last)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def answered_since(moment: datetime) -> list[Matter]:
    """Difficulties of agencies with an answer that stands, given after that moment. For the worker, which
    tells those who sent them."""
    rows = Matter.objects.filter(origin=rules.FROM_AGENCY, answered_at__gt=moment)
    return list(rows.exclude(answer="").order_by("answered_at", "pk"))
