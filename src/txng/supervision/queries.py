"""Questions about reports. Everybody sees the state of a number; only an agency sees what was reported."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from txng.accounts.actors import Actor
from txng.accounts.rules import OVERSIGHT
from txng.supervision.models import Report


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
