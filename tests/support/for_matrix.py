"""Objects of support for the matrix: registrations, requests to join, rounds, sections, answers."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from tests import people
from tests.accounts.matrix import OURS, Objects
from tests.parties import register as entries
from tests.parties.for_matrix import NO_PARTY
from txng.accounts import rules as account_rules
from txng.accounts.actors import Actor
from txng.parties.models import Enterprise
from txng.support import rules
from txng.support.actions import survey
from txng.support.models import JoinRequest, Registration

MISSING = 999_999_999
OFFICERS = frozenset({"thuong-truc", "can-bo"})
NOBODY: frozenset[str] = frozenset()


def asked(person: Actor, enterprise: Enterprise) -> int:
    return JoinRequest.objects.create(
        enterprise=enterprise,
        person=people.account_of(person),
        token=account_rules.digest(account_rules.new_secret()),
        consent=rules.CONSENT,
    ).pk


def registered(person: Actor, enterprise: Enterprise, state: str = rules.WAITING) -> int:
    is_open = state == rules.WAITING
    return Registration.objects.create(
        enterprise=enterprise,
        person=people.account_of(person),
        token=account_rules.digest(account_rules.new_secret()),
        consent=rules.CONSENT,
        state=state,
        decided_at=None if is_open else timezone.now(),
        decided_by="" if is_open else "Bình",
    ).pk


def requests_of_people() -> Objects:
    household = entries.household()
    return Objects(
        own={"number": asked(people.an(), household)},
        foreign={"number": asked(people.dung(), household)},
        missing={"number": MISSING},
        seen_by_ours=frozenset({"chu-co-so"}),
    )


def requests_to_owners() -> Objects:
    return Objects(
        own={"number": asked(people.dung(), entries.ans_cooperative())},
        foreign={"number": asked(people.an(), entries.dungs_company())},
        missing={"number": MISSING},
        seen_by_ours=OURS,
    )


def requests_to_officers() -> Objects:
    """Into entries that nobody manages; "adjacent" is into one that has an owner."""
    people.account_of(people.an())
    return Objects(
        own={"number": asked(people.an(), entries.household())},
        foreign={"number": asked(people.dung(), entries.household("Ya Dim (hư cấu)"))},
        adjacent={"number": asked(people.dung(), entries.ans_cooperative())},
        missing={"number": MISSING},
        seen_by={"own": OFFICERS, "foreign": OFFICERS},
        seen_by_ours=NOBODY,
    )


def registrations(state: str = rules.WAITING) -> Callable[[], Objects]:
    def make() -> Objects:
        return Objects(
            own={"number": registered(people.an(), entries.ans_cooperative(), state)},
            foreign={"number": registered(people.dung(), entries.dungs_company(), state)},
            missing={"number": MISSING},
            seen_by={"own": OFFICERS, "foreign": OFFICERS},
            seen_by_ours=NOBODY,
        )

    return make


def rounds(seen: frozenset[str]) -> Callable[[], Objects]:
    def make() -> Objects:
        today = timezone.localdate()
        ours, others = (
            survey.open_round(
                by=people.binh(), title=title, opens_on=today, closes_on=today + timedelta(days=30)
            )
            for title in ("Đợt một", "Đợt hai")
        )
        return Objects(
            own={"number": ours.pk},
            foreign={"number": others.pk},
            missing={"number": MISSING},
            seen_by={"own": seen, "foreign": seen},
            seen_by_ours=NOBODY,
        )

    return make


def sections() -> Objects:
    owners = frozenset({"chu-co-so", "chu-co-so-cho"})
    return Objects(
        own={"section": "B"},
        foreign={"section": "C"},
        missing={"section": "Z"},
        seen_by={"foreign": owners},
        seen_by_ours=owners,
    )


def answers() -> Objects:
    return Objects(
        own={"code": entries.ans_cooperative().code},
        foreign={"code": entries.dungs_company().code},
        missing={"code": NO_PARTY},
        seen_by={"own": OFFICERS, "foreign": OFFICERS},
        seen_by_ours=NOBODY,
    )


OBJECTS = {
    "support:withdraw": requests_of_people,
    "support:request": requests_to_owners,
    "support:turn_down": requests_to_owners,
    "support:applicant": requests_to_officers,
    "support:turn_away": requests_to_officers,
    "support:newcomer": registrations(),
    "support:confirm": registrations(),
    "support:refuse": registrations(),
    "support:undo": registrations(rules.CONFIRMED),
    "support:round": rounds(OFFICERS),
    "support:close_round": rounds(frozenset({"thuong-truc"})),
    "support:section": sections,
    "support:answers_of": answers,
}
