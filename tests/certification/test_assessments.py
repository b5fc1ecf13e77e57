"""Self-assessments: begun from what is known, confirmed by a person, finished for good."""

from dataclasses import replace

import pytest

from tests import people
from tests.certification import assessing
from tests.products import makers
from txng.accounts.models import JournalEntry
from txng.certification.actions import assessments as actions
from txng.certification.actions import checklists
from txng.certification.actions.assessments import Given
from txng.certification.errors import (
    CertificationError,
    NotAllowedError,
    NotThereError,
    StepError,
)
from txng.certification.models import Answer, Assessment
from txng.certification.queries import assessments as queries
from txng.certification.queries import checklists as questions
from txng.certification.rules import checklists as rules
from txng.certification.rules import observed
from txng.certification.rules.checklists import Criterion
from txng.documents.models import Attachment
from txng.products.rules.facts import Facts

MANDATORY = Criterion("a", True, 2, False)
OPTIONAL = Criterion("b", False, 3, True)


def answer(one: Assessment, code: str) -> Answer | None:
    return Answer.objects.filter(assessment=one, criterion__code=code).first()


# --- rules ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "passed", "share"),
    [
        ({"a": rules.MET, "b": rules.MET}, True, 100),
        ({"a": rules.MET, "b": rules.UNMET}, False, 40),  # 2 of 5 is below 80
        ({"a": rules.UNMET, "b": rules.MET}, False, 60),
        ({"a": rules.MET, "b": rules.NOT_APPLICABLE}, True, 100),
        ({"a": rules.MET}, False, 40),
        ({}, False, 0),
    ],
)
def test_all_that_is_mandatory_and_the_share_decide(answers, passed, share):
    found = rules.judge([MANDATORY, OPTIONAL], answers, 80)
    assert (found.passed, found.share) == (passed, share)


def test_a_mandatory_criterion_fails_whatever_the_share():
    many = [replace(OPTIONAL, code=str(number), weight=10) for number in range(20)]
    answers = {one.code: rules.MET for one in many} | {"a": rules.UNMET}
    found = rules.judge([MANDATORY, *many], answers, 50)
    assert found.share > 95
    assert (found.passed, found.unmet_mandatory) == (False, ("a",))


def test_not_applicable_is_no_answer_where_it_may_not_be_given():
    found = rules.judge([MANDATORY], {"a": rules.NOT_APPLICABLE}, 1)
    assert not found.passed


def test_nothing_that_applies_is_not_a_pass():
    assert not rules.judge([OPTIONAL], {"b": rules.NOT_APPLICABLE}, 1).passed


def test_whoever_has_no_plots_is_not_asked_by_the_register_to_measure_them():
    assert observed.PLOTS not in observed.observe(observed.Facts())
    measured = observed.observe(observed.Facts(plots=2, plots_measured=1))[observed.PLOTS]
    assert (measured.holds, measured.done, measured.all) == (False, 1, 2)


def test_no_trade_item_is_no_complete_trade_item():
    assert not observed.observe(observed.Facts())[observed.ELEMENTS].holds


# --- verbs ----------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def test_what_the_registers_know_is_answered_and_waits_for_a_person():
    an = people.an()
    makers.trade_item(an, gtin=makers.GTIN)
    one = assessing.started(an)
    gtin, site = answer(one, "2.4"), answer(one, "2.1")
    assert (gtin.verdict, gtin.observed, gtin.is_confirmed) == (rules.MET, rules.MET, False)
    assert (site.verdict, site.is_confirmed) == (rules.UNMET, False)
    assert answer(one, "1.1") is None, "no register knows of a paper"
    assert queries.verdicts(one) == {}


def test_a_trade_item_that_lacks_something_is_seen():
    an = people.an()
    makers.trade_item(an, facts=Facts(name="Cà phê chưa đủ"))
    assert answer(assessing.started(an), "4.1").verdict == rules.UNMET


def test_a_person_may_answer_otherwise_than_the_registers():
    one = assessing.answered(assessing.started())
    assert answer(one, "2.1").verdict == rules.MET
    assert answer(one, "2.1").observed == rules.UNMET, "what the registers said stays beside it"


def test_one_is_open_at_a_time():
    assessing.started()
    with pytest.raises(StepError, match="chưa xong"):
        assessing.started()


def test_it_is_finished_only_when_every_criterion_is_confirmed():
    one = assessing.started()
    with pytest.raises(StepError, match=r"bắt đầu từ tiêu chí 1\.1"):
        actions.finish_assessment(by=people.an(), assessment=one)
    done = actions.finish_assessment(by=people.an(), assessment=assessing.answered(one))
    assert (done.state, done.passed, done.share) == (rules.FINISHED, True, 100)
    assert JournalEntry.objects.filter(verb="assessment.finished").count() == 1


def test_a_finished_one_never_changes():
    one, an = assessing.finished(), people.an()
    part = questions.sections(one.version)[0]
    number = part.criteria.all()[0].pk
    for verb in (
        lambda: actions.answer_section(
            by=an, assessment=one, section=part, answers={number: Given(rules.UNMET)}
        ),
        lambda: actions.finish_assessment(by=an, assessment=one),
        lambda: actions.drop_assessment(by=an, assessment=one),
        lambda: actions.attach_evidence(
            by=an, assessment=one, criterion=part.criteria.all()[0], file_name="a.pdf",
            content=assessing.PDF,
        ),
    ):  # fmt: skip
        with pytest.raises(StepError, match="đã kết thúc"):
            verb()


def test_a_new_one_starts_with_the_answers_of_the_last():
    an = people.an()
    first = assessing.started(an)
    assessing.answered(first, an, unmet=("9.2",), note="Theo sổ 2026")
    actions.finish_assessment(by=an, assessment=first)
    second = assessing.started(an)
    drill = answer(second, "9.2")
    assert (drill.verdict, drill.note, drill.is_confirmed) == (rules.UNMET, "Theo sổ 2026", False)
    assert answer(first, "9.2").is_confirmed


def test_a_new_version_in_force_is_what_the_next_one_follows():
    one = assessing.finished()
    draft = assessing.draft()
    gone = assessing.criterion("10.2", draft)
    checklists.remove_criterion(by=people.binh(), criterion=gone)
    issued = checklists.put_in_force(
        by=people.binh(), version=draft, holds_from=assessing.timezone.localdate()
    )
    second = assessing.started()
    assert (one.version.number, second.version_id) == (1, issued.pk)
    assert answer(second, "10.2") is None
    assert answer(second, "9.2").verdict == rules.MET


def test_not_applicable_needs_a_reason_and_a_criterion_that_allows_it():
    one, an = assessing.started(), people.an()
    allowed, never = assessing.criterion("2.6"), assessing.criterion("1.1")

    def say(criterion, note):
        actions.answer_section(
            by=an, assessment=one, section=criterion.section,
            answers={criterion.pk: Given(rules.NOT_APPLICABLE, note)},
        )  # fmt: skip

    with pytest.raises(CertificationError, match="vì sao") as refused:
        say(allowed, "")
    assert refused.value.field == f"n{allowed.pk}"
    with pytest.raises(CertificationError, match="mọi cơ sở"):
        say(never, "Không có")
    say(allowed, "Chỉ bán lẻ tại chỗ")
    assert answer(one, "2.6").is_confirmed


def test_evidence_of_the_last_one_is_named_again_and_survives_being_left_out():
    an = people.an()
    first = assessing.started(an)
    paper = actions.attach_evidence(
        by=an, assessment=first, criterion=assessing.criterion("1.1"), file_name="mục tiêu.pdf",
        content=assessing.PDF,
    )  # fmt: skip
    actions.finish_assessment(by=an, assessment=assessing.answered(first, an))
    second = assessing.started(an)
    assert answer(second, "1.1").files == [paper.pk]
    actions.take_evidence_away(by=an, assessment=second, number=paper.pk)
    assert answer(second, "1.1").files == []
    assert Attachment.objects.get(pk=paper.pk).removed_at is None
    assert queries.file_of(an, first, paper.pk) == paper


def test_evidence_is_destroyed_with_the_answer_it_was_given_for():
    an = people.an()
    one = assessing.started(an)
    paper = actions.attach_evidence(
        by=an, assessment=one, criterion=assessing.criterion("1.1"), file_name="a.pdf",
        content=assessing.PDF,
    )  # fmt: skip
    actions.take_evidence_away(by=an, assessment=one, number=paper.pk)
    assert Attachment.objects.get(pk=paper.pk).removed_at is not None


def test_a_dropped_one_is_taken_up_again():
    an = people.an()
    one = actions.drop_assessment(by=an, assessment=assessing.started(an))
    assert actions.resume_assessment(by=an, assessment=one).state == rules.OPEN
    actions.drop_assessment(by=an, assessment=one)
    assessing.started(an)
    with pytest.raises(StepError, match="lần khác"):
        actions.resume_assessment(by=an, assessment=one)


def test_only_the_enterprise_itself_assesses():
    one = assessing.started()
    for person in (people.dung(), people.binh(), people.chi()):
        with pytest.raises(NotThereError):
            actions.drop_assessment(by=person, assessment=one)
    with pytest.raises(NotAllowedError):
        actions.start_assessment(by=people.binh(), checklist=assessing.checklist())
    staff = people.with_role(people.an(), "nhan-vien")
    with pytest.raises(NotAllowedError):
        actions.drop_assessment(by=staff, assessment=one)


# --- who sees it ----------------------------------------------------------------------------------


def test_officers_see_what_is_finished_and_dung_sees_nothing():
    one = assessing.started()
    for person in (people.binh(), people.chi(), people.officer(makers.LANG_BIANG), people.dung()):
        assert queries.assessment(person, one.pk) is None
    actions.finish_assessment(by=people.an(), assessment=assessing.answered(one))
    for person in (people.binh(), people.chi(), people.officer(makers.LANG_BIANG)):
        assert queries.assessment(person, one.pk) == one
    for person in (people.dung(), people.officer(makers.DA_TEH)):
        assert queries.assessment(person, one.pk) is None


def test_a_file_of_another_assessment_is_not_handed_out():
    an, dung = people.an(), people.dung()
    theirs = assessing.started(dung)
    paper = actions.attach_evidence(
        by=dung, assessment=theirs, criterion=assessing.criterion("1.1"), file_name="a.pdf",
        content=assessing.PDF,
    )  # fmt: skip
    one = assessing.started(an)
    client = people.client_of(an)
    assert client.get(f"/danh-gia/{one.pk}/tep/{paper.pk}").status_code == 404
    assert client.get(f"/danh-gia/{theirs.pk}/tep/{paper.pk}").status_code == 404
    mine = people.client_of(dung).get(f"/danh-gia/{theirs.pk}/tep/{paper.pk}")
    assert mine.headers["Content-Disposition"].startswith("attachment")


# --- pages ----------------------------------------------------------------------------------------


def given(part, verdict=rules.MET, **more):
    return {f"v{one.pk}": verdict for one in part.criteria.all()} | more


def test_a_part_is_kept_by_a_plain_post_and_leads_to_the_next():
    one = assessing.started()
    first, second = questions.sections(one.version)[:2]
    an = people.client_of(people.an())
    address = f"/danh-gia/{one.pk}/phan/{first.pk}"
    assert "Sổ ghi nhận: chưa đạt" in an.get(address).content.decode()
    kept = an.post(address, given(first))
    assert kept.headers["Location"] == f"/danh-gia/{one.pk}/phan/{second.pk}"
    stays = an.post(address, given(first) | {"o-lai": "1"})
    assert stays.headers["Location"] == address
    assert "Đã xác nhận 3 trên" in an.get(f"/danh-gia/{one.pk}").content.decode()


def test_what_was_typed_is_kept_when_one_answer_is_refused():
    one = assessing.started()
    part = questions.sections(one.version)[1]
    odd = next(row for row in part.criteria.all() if row.may_not_apply)
    an = people.client_of(people.an())
    address = f"/danh-gia/{one.pk}/phan/{part.pk}"
    refused = an.post(address, given(part) | {f"v{odd.pk}": rules.NOT_APPLICABLE})
    page = refused.content.decode()
    assert refused.status_code == 400
    assert "Ghi vì sao tiêu chí này không áp dụng" in page
    assert page.count("checked") == len(part.criteria.all())


def test_a_file_that_is_no_evidence_is_refused_at_its_field_and_the_answers_stay():
    from django.core.files.uploadedfile import SimpleUploadedFile

    one = assessing.started()
    part = questions.sections(one.version)[0]
    row = part.criteria.all()[0]
    an = people.client_of(people.an())
    sent = SimpleUploadedFile("virus.pdf", b"MZ\x90\x00")
    refused = an.post(f"/danh-gia/{one.pk}/phan/{part.pk}", given(part) | {f"f{row.pk}": sent})
    assert refused.status_code == 400
    assert "không phải ảnh" in refused.content.decode()
    assert answer(one, row.code).verdict == rules.MET


def test_the_result_says_what_is_missing_and_where_to_mend_it():
    one = assessing.finished(unmet=("2.1", "9.3"))
    page = people.client_of(people.an()).get(f"/danh-gia/{one.pk}").content.decode()
    assert "còn 1 tiêu chí bắt buộc chưa đạt" in page
    assert "Cần có: danh sách địa điểm trong sổ." in page
    assert f"/so/co-so/{one.enterprise.code}" in page
    assert "Cần có: kế hoạch thu hồi." in page
    assert "Công bố phù hợp từ kết quả này" not in page


def test_a_passed_one_leads_to_a_declaration():
    one = assessing.finished()
    page = people.client_of(people.an()).get(f"/danh-gia/{one.pk}").content.decode()
    assert f"/danh-gia/cong-bo/them?danh-gia={one.pk}" in page


def test_a_household_is_named_by_its_code_to_an_officer():
    an = people.an()
    makers.enterprise_of(an, kind="nong-ho")
    one = assessing.finished(an)
    page = people.client_of(people.binh()).get(f"/danh-gia/{one.pk}").content.decode()
    assert people.ANS_ENTERPRISE not in page
    assert one.enterprise.code in page


def test_the_list_and_a_part_cost_the_same_for_many(django_assert_max_num_queries):
    one = assessing.started()
    an = people.client_of(people.an())
    part = questions.sections(one.version)[1]
    with django_assert_max_num_queries(20):
        an.get("/danh-gia")
    with django_assert_max_num_queries(20):
        an.get(f"/danh-gia/{one.pk}/phan/{part.pk}")
