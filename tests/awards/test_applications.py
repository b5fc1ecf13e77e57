"""An enterprise applies; one person examines, another decides, Finance agrees; the result is accepted."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests import people
from tests.awards import stories
from tests.awards.stories import MILLION
from tests.parties import register
from txng.accounts.models import JournalEntry
from txng.awards.actions import applications, policies, undo
from txng.awards.actions.applications import Wish
from txng.awards.errors import FieldError, NoMoneyError, NotAllowedError, StaleError, StepError
from txng.awards.models import Application, Step
from txng.awards.models.stepping import AppendOnlyError
from txng.awards.queries import incentives, stepping
from txng.awards.rules import steps

pytestmark = pytest.mark.django_db


def test_an_application_goes_from_the_enterprise_to_acceptance():
    one = stories.granted()
    assert one.state == steps.GRANTED
    one = applications.report(
        by=people.an(), application=one, note="Đã mua máy.", spent_vnd=39 * MILLION
    )
    one = applications.accept(by=stories.binh(), application=one)
    assert one.state == steps.SETTLED
    told = [step.verb for step in reversed(stepping.history(people.an(), one))]
    assert told == ["made", "examined", "approved", "coapproved", "reported", "accepted"]
    verbs = JournalEntry.objects.filter(subject_kind="awards.application")
    assert verbs.filter(verb="application.approved", details__granted="40000000").exists()


def test_who_examined_does_not_decide_and_who_decided_does_not_agree_for_finance():
    one = stories.examined()
    with pytest.raises(NotAllowedError, match="Bạn là người thẩm tra"):
        applications.approve(
            by=stories.binh(), application=one, granted_vnd=MILLION, decision_number="1/QĐ",
            decision_on=stories.today(), note="Tôi duyệt luôn.",
        )  # fmt: skip
    one = stories.approved(one)
    assert one.state == steps.AT_FINANCE
    with pytest.raises(NotAllowedError):
        applications.coapprove(by=stories.colleague(), application=one)
    stories.finance()
    with pytest.raises(NotAllowedError):  # the right alone is not enough: the agency is named
        applications.coapprove(by=people.staff_of("so-cong-thuong", "tai-chinh"), application=one)
    assert stories.granted(one).state == steps.GRANTED


def test_finance_objects_with_a_reason_and_the_decision_is_made_anew():
    one = stories.approved()
    one = applications.object_to(by=stories.finance(), application=one, note="Chưa có nguồn.")
    assert (one.state, one.granted_vnd, one.decision_number) == (steps.EXAMINED, None, "")


def test_a_policy_without_finance_is_granted_by_the_decision():
    call = stories.call(stories.policy(coapprover=""))
    assert stories.approved(stories.examined(stories.application(call))).state == steps.GRANTED


def test_a_decision_that_promises_more_than_is_left_is_blocked_with_the_figures():
    call = stories.call(budget=50 * MILLION)
    stories.approved(stories.examined(stories.application(call)))
    register.dungs_company()
    second = applications.apply(by=people.dung(), call=call, facts=Wish("Tem", 20 * MILLION))
    with pytest.raises(NoMoneyError, match=r"còn 10\.000\.000 đồng.* cần 20\.000\.000 đồng"):
        stories.approved(stories.examined(second), granted=20 * MILLION)
    assert stories.approved(second, granted=10 * MILLION).state == steps.AT_FINANCE


def test_an_enterprise_applies_once_in_a_call_and_only_while_it_is_open():
    call = stories.call()
    stories.application(call)
    with pytest.raises(StepError, match="đã có hồ sơ"):
        stories.application(call)
    other = stories.call(stories.policy())
    policies.close_call(by=stories.binh(), call=other)
    with pytest.raises(StepError, match="không nhận hồ sơ"):
        stories.application(other)


def test_who_a_policy_is_not_for_reads_why_instead_of_applying():
    call = stories.call(stories.policy(kinds=("cong-ty",)))
    with pytest.raises(StepError, match="không dành cho cơ sở"):
        stories.application(call)
    offer = incentives.offers(people.an(), incentives.own_enterprise(people.an()), stories.today())[
        0
    ]
    assert not offer.fit.fits
    assert [one.holds for one in offer.fit.reasons] == [False, True, True]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (Wish("", MILLION), "wish"),
        (Wish("x" * 2001, MILLION), "wish"),
        (Wish("Tem", Decimal(0)), "asked_vnd"),
        (Wish("Tem", Decimal(10) ** 16), "asked_vnd"),
        (Wish("Tem", MILLION, Decimal(-1)), "own_vnd"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(facts, field):
    register.ans_cooperative()
    with pytest.raises(FieldError) as told:
        applications.apply(by=people.an(), call=stories.call(), facts=facts)
    assert told.value.field == field


def test_a_form_opened_before_somebody_else_moved_says_so():
    one = stories.application()
    seen = one.version
    applications.return_for_more(by=stories.binh(), application=one, note="Thiếu báo giá.")
    applications.resubmit(by=people.an(), application=one, facts=Wish("Máy in tem", 30 * MILLION))
    with pytest.raises(StaleError, match="vừa được người khác sửa"):
        applications.examine(
            by=stories.colleague(), application=one, note="Đủ.", proposed_vnd=MILLION, seen=seen
        )


def test_two_officers_at_once_one_wins_and_the_other_reads_the_state():
    one = stories.application()
    stories.examined(one)
    with pytest.raises(StepError, match="Đã thẩm tra"):
        stories.examined(one, by=stories.colleague())


def test_a_decision_is_taken_back_within_a_day_by_whoever_took_it_and_by_nobody_else():
    one = stories.approved()
    with pytest.raises(StepError):
        undo(by=stories.binh(), record=one)
    one = undo(by=stories.colleague(), record=one)
    assert (one.state, one.granted_vnd, one.decision_on) == (steps.EXAMINED, None, None)
    assert stepping.history(people.an(), one)[0].verb == "undone"
    with pytest.raises(StepError):  # once
        undo(by=stories.colleague(), record=one)


def test_after_a_day_nothing_is_undone(monkeypatch):
    one = stories.approved()
    later = timezone.now() + timedelta(hours=25)
    monkeypatch.setattr("txng.awards.queries.stepping.timezone.now", lambda: later)
    assert not stepping.may_undo(stories.colleague(), one)


def test_steps_are_never_rewritten():
    stories.application()
    with pytest.raises(AppendOnlyError):
        Step.objects.update(note="khác")
    with pytest.raises(AppendOnlyError):
        Step.objects.all().delete()


def test_dung_sees_and_moves_nothing_of_an():
    one = stories.granted()
    assert not incentives.applications(people.dung()).exists()
    assert incentives.own_application(people.dung(), one.number) is None
    for verb in (applications.withdraw, applications.report):
        more = {"note": "Của tôi", "spent_vnd": MILLION} if verb is applications.report else {}
        with pytest.raises(NotAllowedError):
            verb(by=people.dung(), application=one, **more)


def test_an_officer_of_one_commune_sees_and_examines_only_there():
    one = stories.application()
    here, elsewhere = people.officer(register.LAC_DUONG), people.officer(register.DA_TEH)
    assert incentives.application(here, one.number) == one
    assert incentives.application(elsewhere, one.number) is None
    with pytest.raises(NotAllowedError):  # sees, and has no right to examine
        stories.examined(one, by=here)


def test_numbers_of_a_year_have_no_gap():
    first, second = stories.call(), stories.call()
    year = stories.today().year
    assert stories.application(first).number == f"KK-{year}-0001"
    with pytest.raises(StepError):
        stories.application(first)
    assert stories.application(second).number == f"KK-{year}-0002"
    assert Application.objects.count() == 2
