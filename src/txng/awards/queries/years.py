"""What was granted, accepted and decided in a year, for the annual report: plain rows with their pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.awards.models import Topic
from txng.awards.queries import commendations, incentives, topics
from txng.awards.rules import SEE, steps
from txng.awards.rules import topics as topic_rules

BEGUN: Final = (steps.RUNNING, steps.HANDED_IN, steps.ACCEPTED, steps.FAILED, steps.STOPPED)


@dataclass(frozen=True, slots=True)
class TopicOfYear:
    """A topic that was selected, ran or was accepted in the year. `is_running`: under contract at the end of
    the year, or today; `state` in words of today; money in đồng, None before a contract."""

    number: str
    kind: str
    title: str
    organisation: str
    technologies: Sequence[str]
    state: str
    is_running: bool
    is_accepted: bool
    accepted_on: date | None
    grade: str
    amount_vnd: Decimal | None
    own_vnd: Decimal | None
    outputs: Sequence[str]
    url: str


@dataclass(frozen=True, slots=True)
class IncentiveOfYear:
    """What an enterprise was granted by a decision of the year, and still has or has had accepted."""

    number: str
    policy: str
    enterprise: str
    commune_code: str
    sector: str
    granted_vnd: Decimal
    own_vnd: Decimal
    decision_number: str
    decision_on: date
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class CommendationOfYear:
    """On the list of the year: proposed or commended (`is_commended`); withdrawn ones are left out."""

    number: str
    name: str
    whom: str
    form: str
    merits: str
    state: str
    is_commended: bool
    decision_number: str
    decision_on: date | None
    url: str


def topics_of_year(user: Actor, year: int) -> list[TopicOfYear]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    ran = Q(contract__begins_on__lte=last) & (
        Q(state__in=steps.UNDER_CONTRACT)
        | Q(accepted_on__gte=first)
        | Q(state__in=(steps.FAILED, steps.STOPPED), state_since__year__gte=year)
    )
    selected = Q(selected_on__range=(first, last))
    rows = topics.topics(user).filter(ran | selected).exclude(state__in=steps.SECRET)
    if not user.may(SEE):
        return []
    found = rows.prefetch_related("technologies", "outputs").order_by("number")
    return [_topic(one, first, last) for one in found]


def _topic(one: Topic, first: date, last: date) -> TopicOfYear:
    contract = getattr(one, "contract", None)
    in_year = one.accepted_on is not None and first <= one.accepted_on <= last
    began = contract is not None and contract.begins_on <= last
    ended_later = one.accepted_on is not None and one.accepted_on > last
    return TopicOfYear(
        number=one.number,
        kind=one.get_kind_display(),
        title=one.title,
        organisation=topics.carrier(one),
        technologies=[
            _(topic_rules.TECHNOLOGIES[row.technology]) for row in one.technologies.all()
        ],
        state=one.get_state_display(),
        is_running=began and (one.state in steps.UNDER_CONTRACT or ended_later),
        is_accepted=one.state == steps.ACCEPTED and in_year,
        accepted_on=one.accepted_on if one.state == steps.ACCEPTED else None,
        grade=one.get_grade_display() if one.grade else "",
        amount_vnd=contract.amount_vnd if contract else None,
        own_vnd=contract.own_vnd if contract else None,
        outputs=[row.name for row in one.outputs.all()],
        url=reverse("awards:topic", args=[one.number]),
    )


def incentives_of_year(user: Actor, year: int) -> list[IncentiveOfYear]:
    rows = incentives.applications(user).filter(
        state__in=steps.ENJOYED, decision_on__range=(date(year, 1, 1), date(year, 12, 31))
    )
    if not user.may(SEE):
        return []
    return [
        IncentiveOfYear(
            number=one.number,
            policy=one.call.policy.title,
            enterprise=one.enterprise.public_name,
            commune_code=one.enterprise.commune_code,
            sector=one.enterprise.sector,
            granted_vnd=one.granted_vnd or Decimal(0),
            own_vnd=one.own_vnd,
            decision_number=one.decision_number,
            decision_on=one.decision_on,  # type: ignore[arg-type] # application_granted_by_decision
            state=one.get_state_display(),
            url=reverse("awards:application", args=[one.number]),
        )
        for one in rows.order_by("number")
    ]


def commendations_of_year(user: Actor, year: int) -> list[CommendationOfYear]:
    rows = commendations.commendations(user).filter(year=year)
    rows = rows.exclude(state__in=(steps.WITHDRAWN, steps.REVOKED))
    return [
        CommendationOfYear(
            number=one.number,
            name=one.name,
            whom=one.get_whom_display(),
            form=one.get_form_display(),
            merits=one.merits,
            state=one.get_state_display(),
            is_commended=one.state == steps.COMMENDED,
            decision_number=one.decision_number,
            decision_on=one.decision_on,
            url=reverse("awards:commendation", args=[one.number]),
        )
        for one in rows.order_by("number")
    ]
