"""The quiz is answered, the class is judged, papers of attendance are issued and revoked."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.training import rules
from txng.training.actions.shared import good_reason, refuse_strangers, take_numbers
from txng.training.errors import FieldError, NotAllowedError, StaleError, StepError
from txng.training.models import Attempt, Certificate, Feedback, Learner, TrainingClass
from txng.training.queries import learners as queries
from txng.training.queries import subjects
from txng.training.rules import classes, quiz, tickets
from txng.ui import typed_values


@transaction.atomic
def answer_quiz(
    *, by: Actor, learner: Learner, answers: Mapping[int, Sequence[int]], number: int
) -> Attempt:
    """`answers`: question -> places ticked; `number`: which try the form was for, so that a form sent twice
    is one try. Raises FieldError with the field "q" + question, StepError."""
    held = Learner.objects.select_for_update(of=("self",)).get(pk=learner.pk)
    row = held.training_class
    refuse_no_quiz(held)
    tried = queries.attempts(held)
    same = next((one for one in tried if one.number == number), None)
    if same is not None:
        return same
    if not queries.may_try_again(tried):
        raise StepError(_("Bạn đã làm đủ số lần. Hỏi giảng viên nếu cần."))
    asked = list(subjects.asked_questions(row.subject))
    told = []
    for one in asked:
        given = sorted(set(answers.get(one.pk, ())))
        if not given or any(not 0 <= place < len(one.choices) for place in given):
            raise FieldError(_("Chọn câu trả lời."), f"q{one.pk}")
        if one.kind == quiz.SINGLE and len(given) > 1:
            raise FieldError(_("Câu này chỉ chọn một."), f"q{one.pk}")
        told.append(given)
    right = [
        [place for place, choice in enumerate(one.choices) if choice["is_right"]] for one in asked
    ]
    score = quiz.score(right, told)
    made = Attempt.objects.create(
        learner=held,
        number=len(tried) + 1,
        answers=[
            [one.pk, given, quiz.is_right(good, given)]
            for one, given, good in zip(asked, told, right, strict=True)
        ],
        score=score,
        has_passed=score >= row.subject.pass_mark,
    )
    if made.has_passed:
        Learner.objects.filter(pk=held.pk).update(has_passed=True)
    journal.record(by, "quiz.answered", held, number=made.number, score=score)
    return made


def refuse_no_quiz(learner: Learner) -> None:
    """Raises StepError where there is none, or not yet."""
    row = learner.training_class
    if not row.has_quiz:
        raise StepError(_("Lớp này không có bài kiểm tra."))
    if learner.state != classes.SEATED or not learner.attended:
        raise StepError(_("Bài kiểm tra dành cho người đã dự lớp. Điểm danh trước rồi làm bài."))
    if row.ends_on is None or timezone.localdate() < row.ends_on:
        raise StepError(_("Bài kiểm tra mở vào ngày học cuối. Mở lại vé vào ngày đó."))


@transaction.atomic
def tell_feedback(
    *, by: Actor, learner: Learner, useful: int, taught: int, knows_after: int, words: str = ""
) -> Feedback:
    """Once, by whoever was there. Raises FieldError, StepError, StaleError."""
    for field, level in (("useful", useful), ("taught", taught), ("knows_after", knows_after)):
        if level not in range(1, 6):
            raise FieldError(_("Chọn một mức từ 1 đến 5."), field)
    held = Learner.objects.select_related("training_class").get(pk=learner.pk)
    refuse_no_feedback(held)
    try:
        with transaction.atomic():
            made = Feedback.objects.create(
                learner=held,
                useful=useful,
                taught=taught,
                knows_after=knows_after,
                words=typed_values.lines(words)[:1000],
            )
    except IntegrityError:
        raise StaleError(_("Bạn đã gửi góp ý rồi. Cảm ơn bạn.")) from None
    journal.record(by, "course_feedback.told", learner.training_class)
    return made


def refuse_no_feedback(learner: Learner) -> None:
    row = learner.training_class
    if not learner.attended:
        raise StepError(_("Phiếu góp ý dành cho người đã dự lớp."))
    if row.ends_on is None or timezone.localdate() < row.ends_on:
        raise StepError(_("Phiếu góp ý mở vào ngày học cuối. Mở lại vé vào ngày đó."))


@transaction.atomic
def issue_papers(*, by: Actor, training_class: TrainingClass) -> list[Certificate]:
    """To everybody who has what it asks for and has none; numbers follow one another without a gap.

    Raises StepError, NotAllowedError.
    """
    refuse_strangers(by, training_class)
    row = TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
    if row.state != classes.DONE:
        raise StepError(_("Kết thúc lớp trước rồi cấp giấy chứng nhận."))
    due = list(queries.due_papers(row))
    if not due:
        raise StepError(_("Không còn ai đủ điều kiện mà chưa có giấy."))
    today = timezone.localdate()
    made = []
    for sequence, learner in zip(take_numbers("GCN", today.year, len(due)), due, strict=True):
        made.append(
            Certificate.objects.create(
                learner=learner,
                number=tickets.paper_number(today.year, sequence),
                code=tickets.new_code(tickets.PAPER_SIGNS),
                name=learner.name,
                issued_on=today,
                issued_by=by.name,
                issuer_id=by.person_id,
            )
        )
    journal.record(
        by,
        "attendance_paper.issued",
        row,
        count=len(made),
        first=made[0].number,
        last=made[-1].number,
    )
    return made


@transaction.atomic
def revoke_paper(*, by: Actor, paper: Certificate, reason: str) -> Certificate:
    """By somebody else than who issued it. Raises FieldError, StaleError, NotAllowedError."""
    refuse_strangers(by, paper.learner.training_class)
    if by.name == paper.issued_by or (by.person_id is not None and by.person_id == paper.issuer_id):
        raise NotAllowedError(
            _(
                "Người cấp giấy không tự thu hồi. Nhờ một người khác của lớp hoặc cơ quan thường trực."
            )
        )
    told = good_reason(reason)
    won = Certificate.objects.filter(pk=paper.pk, revoked_at__isnull=True).update(
        revoked_at=timezone.now(), revoked_by=by.name, reason=told
    )
    if not won:
        raise StaleError(_("Giấy này đã thu hồi."))
    journal.record(by, "attendance_paper.revoked", paper, number=paper.number)
    return Certificate.objects.get(pk=paper.pk)


@transaction.atomic
def restore_paper(*, by: Actor, paper: Certificate) -> Certificate:
    """The way back from `revoke_paper`, within 24 hours. Raises StepError, StaleError, NotAllowedError."""
    refuse_strangers(by, paper.learner.training_class)
    row = Certificate.objects.select_for_update().get(pk=paper.pk)
    if row.revoked_at is None:
        raise StaleError(_("Giấy này đang có giá trị."))
    if timezone.now() - row.revoked_at > timedelta(hours=rules.HOURS_TO_UNDO):
        raise StepError(_("Đã quá 24 giờ từ khi thu hồi. Cấp giấy mới cho học viên."))
    row.revoked_at, row.revoked_by, row.reason = None, "", ""
    try:
        with transaction.atomic():
            row.save(update_fields=["revoked_at", "revoked_by", "reason"])
    except IntegrityError:
        raise StaleError(_("Học viên đã có giấy mới. Giấy cũ không trở lại được.")) from None
    journal.record(by, "attendance_paper.restored", row, number=row.number)
    return row
