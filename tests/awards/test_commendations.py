"""Who could be proposed is computed with reasons; who is proposed, a person says; another one records."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import people
from tests.awards import stories
from tests.certification import makers
from tests.parties import register
from txng.awards.actions import commendations, undo
from txng.awards.actions.commendations import CommendationFacts
from txng.awards.errors import FieldError, NotAllowedError, StepError
from txng.awards.models import Commendation
from txng.awards.queries import commendations as queries
from txng.awards.rules import commendations as rules
from txng.awards.rules import steps
from txng.supervision.models import Activity

pytestmark = pytest.mark.django_db


def proposed(by=None, **more) -> Commendation:
    usual = {
        "year": stories.today().year,
        "whom": "ca-nhan",
        "who": "Trần Thị Mẫu (hư cấu)",
        "merits": "Dạy mười lớp.",
        "form": "giay-khen",
    }
    return commendations.propose(by=by or stories.binh(), facts=CommendationFacts(**(usual | more)))


def submitted(one: Commendation) -> Commendation:
    return commendations.submit_list(
        by=stories.binh(), year=one.year, chosen=[one.number], paper_number="7/TTr-SKHCN",
        on=stories.today(),
    )[0]  # fmt: skip


def commended(one: Commendation, by=None) -> Commendation:
    return commendations.commend(
        by=by or stories.colleague(), commendation=one, form="bang-khen",
        decision_number="100/QĐ-UBND", decision_on=stories.today(),
    )  # fmt: skip


def test_a_proposal_is_sent_up_and_its_decision_recorded_by_another_person():
    one = submitted(proposed())
    with pytest.raises(NotAllowedError, match="người lập đề nghị"):
        commended(one, by=stories.binh())
    one = commended(one)
    assert (one.state, one.form, one.decision_number) == (
        steps.COMMENDED, "bang-khen", "100/QĐ-UBND",
    )  # fmt: skip
    one = undo(by=stories.colleague(), record=one)
    assert (one.state, one.decision_number) == (steps.SENT_UP, "")


def test_a_proposal_is_withdrawn_with_a_reason_and_then_made_anew():
    cooperative = register.ans_cooperative()
    one = proposed(whom="co-so", who=cooperative.code)
    with pytest.raises(FieldError, match="Đã có trong danh sách"):
        proposed(whom="co-so", who=cooperative.code)
    with pytest.raises(FieldError):
        commendations.withdraw(by=stories.binh(), commendation=one, note=" ")
    commendations.withdraw(by=stories.binh(), commendation=one, note="Nhầm năm.")
    assert proposed(whom="co-so", who=cooperative.code).number.endswith("0002")


def test_a_commendation_that_was_taken_back_says_why():
    one = commended(submitted(proposed()))
    one = commendations.revoke(by=stories.colleague(), commendation=one, note="Theo QĐ 200.")
    assert one.state == steps.REVOKED
    with pytest.raises(StepError):
        commendations.revoke(by=stories.colleague(), commendation=one, note="Lần nữa.")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"year": 2018}, "year"),
        ({"year": 3000}, "year"),
        ({"whom": "ai-do"}, "whom"),
        ({"whom": "co-so", "who": "X"}, "who"),
        ({"whom": "co-quan", "who": "khong-co"}, "who"),
        ({"merits": ""}, "merits"),
        ({"form": "tien"}, "form"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(change, field):
    with pytest.raises(FieldError) as told:
        proposed(**change)
    assert told.value.field == field


def test_dung_and_officers_without_the_right_propose_nothing():
    for person in (people.dung(), people.officer(), people.chi()):
        with pytest.raises(NotAllowedError):
            proposed(by=person)
    proposed()
    assert not queries.commendations(people.dung()).exists()
    assert queries.commendations(people.officer()).exists()


def test_a_candidate_has_fresh_data_a_certificate_that_holds_and_no_late_duty():
    cooperative, company = register.ans_cooperative(), register.dungs_company()
    for one in (cooperative, company):
        Activity.objects.create(
            organisation_id=one.organisation_id, last_event_at=timezone.now() - timedelta(days=1)
        )
    makers.certificate()
    found = queries.candidates(people.binh(), stories.today().year, stories.today())
    assert [one.enterprise for one in found] == [cooperative]
    assert {reason.code for reason in found[0].found.reasons} == {
        rules.EVENTS, rules.CERTIFICATE, rules.DUTIES,
    }  # fmt: skip
    assert [one.code for one in found[0].found.unknown] == [rules.VIOLATIONS]
    against = queries.candidate(people.binh(), company, stories.today().year, stories.today())
    assert not against.found.is_one


def test_candidates_are_shown_to_keepers_only():
    assert queries.candidates(people.dung(), 2026, stories.today()) == []
    assert queries.candidates(people.officer(), 2026, stories.today()) == []
