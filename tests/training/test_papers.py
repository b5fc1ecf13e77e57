"""The quiz, papers of attendance and what their public page says; feedback; names are erased."""

from datetime import timedelta

import pypdfium2
import pytest

from tests import people
from tests.training import courses
from txng.accounts.models import JournalEntry
from txng.training import actions as upkeep
from txng.training.actions import learners, papers
from txng.training.errors import FieldError, NotAllowedError, StaleError, StepError
from txng.training.keys import VISITOR
from txng.training.models import Attempt, Certificate, Feedback, Learner, Subject
from txng.training.queries import learners as queries
from txng.training.queries import trained
from txng.training.rules import tickets

pytestmark = pytest.mark.django_db


def at_quiz():
    one = courses.opened(has_quiz=True)
    return courses.attended(courses.registered(one), 1, 2)


def tried(learner, answers, number):
    with courses.clock(courses.SECOND, 11):
        return papers.answer_quiz(by=VISITOR, learner=learner, answers=answers, number=number)


def test_a_quiz_is_tried_twice_and_the_second_try_may_pass():
    learner = at_quiz()
    right = courses.right_answers(learner)
    wrong = {number: [0] if places != [0] else [1] for number, places in right.items()}
    first = tried(learner, wrong, 1)
    assert (first.score, first.has_passed) == (0, False)
    assert tried(learner, right, 1) == first  # the same form sent again is no second try
    second = tried(learner, right, 2)
    assert (second.score, second.has_passed) == (100, True)
    learner.refresh_from_db()
    assert learner.has_passed is True
    results = queries.question_results(courses.keeper(), learner.training_class)
    assert {(row.asked, row.right, row.share) for row in results} == {(2, 1, 50)}
    with pytest.raises(StepError, match="đủ số lần"):
        tried(learner, right, 3)


def test_half_an_answer_is_not_right_and_no_answer_is_asked_for():
    learner = at_quiz()
    Subject.objects.filter(code=courses.SUBJECT).update(pass_mark=90)
    learner = queries.ticket(VISITOR, learner.secret)
    right = courses.right_answers(learner)
    some = dict(right)
    many = next(number for number, places in right.items() if len(places) > 1)
    some[many] = right[many][:1]
    assert tried(learner, some, 1).score == 75
    for answers in ({}, right | {many: [99]}, right | {many: []}):
        with pytest.raises(FieldError) as refused:
            tried(learner, answers, 2)
        assert refused.value.field.startswith("q")
    assert Attempt.objects.count() == 1


def test_a_quiz_waits_for_the_last_day_and_for_people_who_were_there():
    one = courses.opened(has_quiz=True)
    learner = courses.registered(one)
    with courses.clock(courses.SECOND), pytest.raises(StepError, match="đã dự lớp"):
        papers.answer_quiz(by=VISITOR, learner=learner, answers={}, number=1)
    courses.attended(learner, 1)
    with courses.clock(courses.FIRST, 12), pytest.raises(StepError, match="ngày học cuối"):
        papers.answer_quiz(by=VISITOR, learner=learner, answers={}, number=1)


def test_papers_go_to_who_attended_enough_and_passed_with_numbers_without_a_gap():
    one = courses.opened(places=4, has_quiz=True)
    rows = [courses.registered(one, number) for number in (1, 2, 3, 4)]
    for row in rows[:3]:
        courses.attended(row, 1, 2)
    courses.attended(rows[3], 1)
    for row in rows[:2]:
        tried(row, courses.right_answers(row), 1)
    with pytest.raises(StepError, match="Kết thúc lớp"):
        papers.issue_papers(by=courses.keeper(), training_class=one)
    one = courses.finished(one)
    with courses.clock(courses.SECOND, 13):
        made = papers.issue_papers(by=courses.keeper(), training_class=one)
        with pytest.raises(StepError, match="Không còn ai"):
            papers.issue_papers(by=courses.keeper(), training_class=one)
    assert [row.number for row in made] == ["GCN-2026-000001", "GCN-2026-000002"]
    assert {row.learner_id for row in made} == {rows[0].pk, rows[1].pk}
    with pytest.raises(NotAllowedError):
        papers.issue_papers(by=people.officer(), training_class=one)
    _other, more = courses.with_papers(1, title="Lớp sau")
    assert more[0].number == "GCN-2026-000003"


def test_the_public_page_says_the_name_only_when_its_holder_agreed(client):
    _one, (paper, _other) = courses.with_papers()
    path = f"/dao-tao/giay/{tickets.shown_code(paper.code)}"
    page = client.get(path).content.decode()
    assert "đang có giá trị" in page
    assert paper.number in page
    assert paper.name not in page
    learners.show_name(by=VISITOR, learner=paper.learner, is_shown=True)
    assert paper.name in client.get(path).content.decode()
    typed = client.get("/dao-tao/giay", {"ma": paper.code.lower()})
    assert (typed.status_code, typed["Location"]) == (303, path)
    for unknown in (paper.number, "AAAA-BBBB-CCCC", "<script>", "\0"):
        missing = client.get("/dao-tao/giay", {"ma": unknown})
        assert missing.status_code == 404
        assert "<script>" not in missing.content.decode().partition("<main")[2]


def test_a_paper_is_revoked_with_a_reason_by_another_person_and_the_page_says_so(client):
    _one, (paper, _other) = courses.with_papers()
    with pytest.raises(NotAllowedError, match="Người cấp"):
        papers.revoke_paper(by=courses.keeper(), paper=paper, reason="Cấp nhầm người")
    other = courses.keeper("Bốn")
    with pytest.raises(FieldError):
        papers.revoke_paper(by=other, paper=paper, reason=" x ")
    with courses.clock(courses.SECOND, 15):
        papers.revoke_paper(by=other, paper=paper, reason="Cấp nhầm người")
        with pytest.raises(StaleError):
            papers.revoke_paper(by=other, paper=paper, reason="Cấp nhầm người")
    page = client.get(f"/dao-tao/giay/{paper.code}").content.decode()
    assert "đã thu hồi" in page
    assert "Cấp nhầm người" in page
    assert client.get(f"/dao-tao/ve/{paper.learner.secret}/giay.pdf").status_code == 404
    with courses.clock(courses.SECOND, 16):
        again = papers.restore_paper(by=other, paper=paper)
    assert again.revoked_at is None


def test_the_paper_as_pdf_has_every_vietnamese_letter(client):
    _one, (paper, *_others) = courses.with_papers()
    Certificate.objects.filter(pk=paper.pk).update(name="Đỗ Thị Ngọc Ỷ Ẵm (hư cấu)")
    answer = client.get(f"/dao-tao/ve/{paper.learner.secret}/giay.pdf")
    assert answer["Content-Type"] == "application/pdf"
    text = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()
    for words in ("GIẤY CHỨNG NHẬN THAM DỰ", "Đỗ Thị Ngọc Ỷ Ẵm", paper.number,
                  tickets.shown_code(paper.code), "Đã dự 2/2 buổi"):  # fmt: skip
        assert words in text


def test_feedback_is_told_once_and_shows_nobody():
    one = courses.opened()
    learner = courses.attended(courses.registered(one), 1, 2)
    learners.say_level(by=VISITOR, learner=learner, level=2)
    told = {"by": VISITOR, "learner": learner, "useful": 5, "taught": 4, "knows_after": 4}
    with courses.clock(courses.FIRST), pytest.raises(StepError):
        papers.tell_feedback(**told)
    with courses.clock(courses.SECOND, 12):
        with pytest.raises(FieldError):
            papers.tell_feedback(**(told | {"useful": 6}))
        papers.tell_feedback(**told, words="Thêm thực hành")
        with pytest.raises(StaleError):
            papers.tell_feedback(**told)
    seen = queries.opinion(courses.keeper(), one)
    assert (seen.told, seen.useful, seen.before, seen.after) == (1, 5, 2, 4)
    assert seen.words == ("Thêm thực hành",)
    assert queries.opinion(people.officer(), one).words == ()
    since, until = courses.FIRST, courses.SECOND
    assert queries.awareness(None, since, until) == (2, 4, 1)


def test_who_asks_is_erased_and_the_counts_stay(client):
    one, (paper, _other) = courses.with_papers()
    learner = paper.learner
    before = trained(None, courses.FIRST, courses.SECOND).people
    secret, name, contact = learner.secret, learner.name, learner.contact
    page = client.get(f"/dao-tao/ve/{secret}/xoa-thong-tin")
    assert "không hoàn tác" in page.content.decode()
    assert client.post(f"/dao-tao/ve/{secret}/xoa-thong-tin").status_code == 303
    learner.refresh_from_db()
    assert (learner.name, learner.contact, learner.contact_key, learner.organisation) == ("",) * 4
    assert trained(None, courses.FIRST, courses.SECOND).people == before == 2
    assert "đã xóa" in client.get(f"/dao-tao/giay/{paper.code}").content.decode()
    kept = " ".join(str(line.details) for line in JournalEntry.objects.all())
    assert name not in kept
    assert contact not in kept
    assert one.code in kept


def test_names_are_erased_two_years_after_the_class_by_the_worker():
    one, _papers = courses.with_papers()
    Feedback.objects.create(
        learner=Learner.objects.first(),
        useful=1,
        taught=1,
        knows_after=1,
        words="Số tôi là 0912345678",
    )
    worker = VISITOR
    with courses.clock(courses.SECOND + timedelta(days=700)):
        assert upkeep.forget_what_is_overdue(by=worker) == 0
    with courses.clock(courses.SECOND + timedelta(days=732)):
        assert upkeep.forget_what_is_overdue(by=worker) == 2
    assert set(Learner.objects.values_list("name", "contact")) == {("", "")}
    assert set(Certificate.objects.values_list("name", flat=True)) == {""}
    assert Feedback.objects.get().words == ""
    assert queries.learners(courses.keeper(), one).count() == 2


def test_a_seat_given_back_by_erasing_is_free_again():
    one = courses.opened(places=1)
    first, second = courses.registered(one, 1), courses.registered(one, 2)
    learners.erase(by=VISITOR, learner=first)
    second.refresh_from_db()
    assert second.state == "co-cho"


def test_the_database_itself_refuses_a_second_paper_and_a_third_try():
    _one, (paper, _other) = courses.with_papers()
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(
            learner=paper.learner, number="GCN-2026-999999", code="AAAABBBBCCCC", name="X",
            issued_on=courses.SECOND, issued_by="Bình",
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            learner=paper.learner, number=3, answers=[], score=0, has_passed=False
        )
