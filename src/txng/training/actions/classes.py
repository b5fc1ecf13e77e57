"""Classes are opened, given sessions and trainers, published, finished or cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts import queries as accounts
from txng.accounts.actors import Actor
from txng.accounts.errors import AccountsError
from txng.documents import actions as documents
from txng.documents.models import Attachment
from txng.parties import administrative_units as units
from txng.parties.models import Agency
from txng.training import rules
from txng.training.actions import seats
from txng.training.actions.shared import (
    good_reason,
    refuse_others_than_keepers,
    refuse_strangers,
    take_numbers,
    tidy,
)
from txng.training.errors import FieldError, StaleError, StepError
from txng.training.models import (
    Attendance,
    Certificate,
    Learner,
    Session,
    Subject,
    Trainer,
    TrainingClass,
)
from txng.training.queries import classes as queries
from txng.training.rules import classes, tickets
from txng.ui import typed_values


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """`audience`: words of rules.KINDS, none for everybody."""

    subject: Subject
    title: str
    places: int
    audience: Sequence[str] = ()
    about: str = ""
    is_online: bool = False
    commune_code: str = ""
    address: str = ""
    share: int = classes.USUAL_SHARE
    has_quiz: bool = False
    host: Agency | None = None


@dataclass(frozen=True, slots=True)
class SessionFacts:
    day: date
    begins_at: time
    ends_at: time
    title: str = ""


@transaction.atomic
def open_class(*, by: Actor, facts: ClassFacts, year: int | None = None) -> TrainingClass:
    """A draft that nobody else sees. `year` of its code, this one unless told.

    Raises FieldError, NotAllowedError.
    """
    refuse_others_than_keepers(by)
    year = year or timezone.localdate().year
    (number,) = take_numbers("LH", year)
    made = TrainingClass(code=tickets.class_code(year, number), opened_by=by.name)
    _fill(made, facts)
    made.save()
    journal.record(by, "course.opened", made, code=made.code)
    return made


@transaction.atomic
def edit_class(
    *, by: Actor, training_class: TrainingClass, facts: ClassFacts, version: int
) -> TrainingClass:
    """`version`: of the class as the form showed it. More places let people move up from the queue.

    Raises FieldError, StaleError, StepError, NotAllowedError.
    """
    refuse_others_than_keepers(by)
    row = _locked(training_class)
    if row.version != version:
        raise StaleError(
            _("Lớp này vừa được người khác sửa. Xem lại các ô dưới đây rồi lưu lần nữa.")
        )
    _refuse_ended(row)
    before = {name: getattr(row, name) for name in ("title", "places", "share", "has_quiz")}
    was_at = (row.is_online, row.commune_code, row.address)
    _fill(row, facts)
    if row.state == classes.OPEN and was_at != (row.is_online, row.commune_code, row.address):
        row.moved_at = timezone.now()
    row.version += 1
    row.save()
    seats.move_up(by, row)
    seats.settle_all(row)
    changed = sorted(name for name, value in before.items() if getattr(row, name) != value)
    journal.record(by, "course.changed", row, changed=changed)
    return row


@transaction.atomic
def add_session(*, by: Actor, training_class: TrainingClass, facts: SessionFacts) -> Session:
    """Numbers follow the order in which they take place. Raises FieldError, StepError."""
    refuse_others_than_keepers(by)
    row = _locked(training_class)
    _refuse_ended(row)
    if facts.ends_at <= facts.begins_at:
        raise FieldError(_("Giờ kết thúc phải sau giờ bắt đầu."), "ends_at")
    if not 2019 <= facts.day.year <= 2035:
        raise FieldError(_("Ngày học từ năm 2019 đến năm 2035."), "day")
    held = queries.sessions(row)
    if len(held) >= classes.MOST_SESSIONS:
        raise StepError(_("Một lớp có nhiều nhất 60 buổi. Mở lớp khác cho phần còn lại."))
    slot = classes.Slot(0, facts.day, facts.begins_at, facts.ends_at)
    if classes.overlap([*(one.slot for one in held), slot]) is not None:
        raise FieldError(
            _("Buổi này trùng giờ với một buổi khác của lớp. Đổi giờ hoặc ngày."), "begins_at"
        )
    made = Session.objects.create(
        training_class=row,
        number=len(held) + 1,
        day=facts.day,
        begins_at=facts.begins_at,
        ends_at=facts.ends_at,
        title=typed_values.text(facts.title)[: rules.LONGEST_TITLE],
    )
    _renumber(row)
    made.refresh_from_db()
    journal.record(by, "course.session_added", row, day=facts.day.isoformat())
    return made


@transaction.atomic
def remove_session(*, by: Actor, session: Session) -> TrainingClass:
    """Only while nobody was counted in it, and a published class keeps one. Raises StepError."""
    refuse_others_than_keepers(by)
    row = _locked(session.training_class)
    _refuse_ended(row)
    if Attendance.objects.filter(session=session).exists():
        raise StepError(_("Buổi này đã có người điểm danh nên không xóa được. Bỏ điểm danh trước."))
    if row.state != classes.DRAFT and row.session_count <= 1:
        raise StepError(_("Lớp đã công bố cần ít nhất một buổi. Thêm buổi khác rồi xóa buổi này."))
    journal.record(by, "course.session_removed", row, day=session.day.isoformat())
    Session.objects.filter(pk=session.pk).delete()
    _renumber(row)
    return row


@transaction.atomic
def add_trainer(
    *, by: Actor, training_class: TrainingClass, name: str, title: str = "", username: str = ""
) -> Trainer:
    """`username`: of the account that counts who is there; without one they only stand on the page.

    Raises FieldError, StepError.
    """
    refuse_others_than_keepers(by)
    row = _locked(training_class)
    _refuse_ended(row)
    person = None
    if username.strip():
        try:
            person = accounts.person_named(username.strip())
        except AccountsError:
            raise FieldError(
                _("Không có tài khoản nào tên %(got)s. Bỏ trống nếu giảng viên chưa có tài khoản.")
                % {"got": typed_values.shown(username)},
                "username",
            ) from None
    try:
        with transaction.atomic():
            made = Trainer.objects.create(
                training_class=row,
                name=tidy(name, "name", rules.LONGEST_NAME, _("Nhập họ tên giảng viên.")),
                title=typed_values.text(title)[: rules.LONGEST_TITLE],
                person=person,
            )
    except IntegrityError:
        raise FieldError(_("Người này đã là giảng viên của lớp."), "username") from None
    journal.record(by, "course.trainer_added", row, has_account=person is not None)
    return made


@transaction.atomic
def remove_trainer(*, by: Actor, trainer: Trainer) -> None:
    refuse_others_than_keepers(by)
    row = _locked(trainer.training_class)
    Trainer.objects.filter(pk=trainer.pk).delete()
    journal.record(by, "course.trainer_removed", row)


@transaction.atomic
def publish_class(*, by: Actor, training_class: TrainingClass) -> TrainingClass:
    """From now on everybody sees it and may register. Raises StepError, StaleError."""
    refuse_others_than_keepers(by)
    row = _locked(training_class)
    if row.state != classes.DRAFT:
        raise StaleError(_("Lớp này đã công bố rồi."))
    if not row.session_count:
        raise StepError(_("Lớp chưa có buổi nào. Thêm ít nhất một buổi rồi công bố."))
    if not Trainer.objects.filter(training_class=row).exists():
        raise StepError(_("Lớp chưa có giảng viên. Thêm một người rồi công bố."))
    if row.has_quiz and not row.subject.questions.filter(is_asked=True).exists():
        raise StepError(
            _("Chuyên đề chưa có câu hỏi nào. Soạn câu hỏi, hoặc bỏ bài kiểm tra của lớp.")
        )
    return _step(by, row, "course.published", state=classes.OPEN)


@transaction.atomic
def unpublish_class(*, by: Actor, training_class: TrainingClass) -> TrainingClass:
    """Back to a draft, while nobody has registered. Raises StepError, StaleError."""
    refuse_others_than_keepers(by)
    row = _locked(training_class)
    if row.state != classes.OPEN:
        raise StaleError(_("Lớp này không ở trạng thái đã công bố. Mở lại trang."))
    if Learner.objects.filter(training_class=row).exists():
        raise StepError(_("Đã có người đăng ký. Hủy lớp và ghi lý do, để họ biết."))
    return _step(by, row, "course.unpublished", state=classes.DRAFT)


@transaction.atomic
def cancel_class(*, by: Actor, training_class: TrainingClass, reason: str) -> TrainingClass:
    """Learners read the reason on their tickets. Raises FieldError, StaleError, StepError."""
    refuse_others_than_keepers(by)
    row = _locked(training_class)
    if row.state != classes.OPEN:
        raise StaleError(_("Lớp này không ở trạng thái đã công bố. Mở lại trang."))
    if Attendance.objects.filter(session__training_class=row).exists():
        raise StepError(_("Lớp đã có người dự nên không hủy được. Kết thúc lớp thay vì hủy."))
    told = good_reason(reason)
    return _step(
        by, row, "course.cancelled", state=classes.CANCELLED, ended_at=timezone.now(), reason=told
    )


@transaction.atomic
def finish_class(*, by: Actor, training_class: TrainingClass) -> TrainingClass:
    """Attendance is closed, papers may be issued: from the last day on, by a trainer of it or a keeper.

    Raises StepError, StaleError, NotAllowedError.
    """
    refuse_strangers(by, training_class)
    row = _locked(training_class)
    if row.state != classes.OPEN:
        raise StaleError(_("Lớp này không ở trạng thái đã công bố. Mở lại trang."))
    if row.ends_on is None or timezone.localdate() < row.ends_on:
        raise StepError(_("Lớp còn buổi chưa học. Kết thúc lớp từ ngày học cuối trở đi."))
    seats.settle_all(row)
    return _step(by, row, "course.finished", state=classes.DONE, ended_at=timezone.now())


@transaction.atomic
def reopen_class(*, by: Actor, training_class: TrainingClass) -> TrainingClass:
    """The way back from `finish_class` and `cancel_class`: within 24 hours, and while no paper was issued.

    Raises StepError, StaleError, NotAllowedError.
    """
    refuse_strangers(by, training_class)
    row = _locked(training_class)
    if row.ended_at is None:
        raise StaleError(_("Lớp này đang mở."))
    if row.state == classes.CANCELLED:
        refuse_others_than_keepers(by)
    if timezone.now() - row.ended_at > timedelta(hours=rules.HOURS_TO_UNDO):
        raise StepError(_("Đã quá 24 giờ từ khi kết thúc lớp nên không mở lại được."))
    if Certificate.objects.filter(learner__training_class=row).exists():
        raise StepError(_("Lớp đã cấp giấy chứng nhận nên không mở lại được."))
    return _step(by, row, "course.reopened", state=classes.OPEN, ended_at=None, reason="")


@transaction.atomic
def drop_class(*, by: Actor, training_class: TrainingClass) -> None:
    """A draft, with its sessions and trainers. Raises StaleError."""
    refuse_others_than_keepers(by)
    row = _locked(training_class)
    if row.state != classes.DRAFT:
        raise StaleError(_("Lớp đã công bố thì không xóa, chỉ hủy được."))
    journal.record(by, "course.dropped", row, code=row.code)
    row.delete()


@transaction.atomic
def add_material(
    *, by: Actor, training_class: TrainingClass, title: str, file_name: str, content: bytes
) -> Attachment:
    """Raises BadFileError, FieldError, NotAllowedError."""
    refuse_strangers(by, training_class)
    told = tidy(title, "title", rules.LONGEST_TITLE, _("Ghi tài liệu này là gì."))
    return documents.attach(
        by=by,
        subject=(queries.MATERIAL, str(training_class.pk)),
        title=told,
        file_name=file_name,
        content=content,
    )


@transaction.atomic
def remove_material(*, by: Actor, training_class: TrainingClass, material: Attachment) -> None:
    refuse_strangers(by, training_class)
    documents.detach(by=by, attachment=material)


def _fill(row: TrainingClass, facts: ClassFacts) -> None:
    row.title = tidy(facts.title, "title", rules.LONGEST_TITLE, _("Nhập tên lớp."))
    if not facts.subject.is_offered and row.subject_id != facts.subject.pk:
        raise FieldError(_("Chuyên đề này không còn dạy. Chọn chuyên đề khác."), "subject")
    if set(facts.audience) - set(rules.KINDS):
        raise FieldError(_("Chọn đối tượng trong danh sách."), "audience")
    if not 1 <= facts.places <= classes.MOST_PLACES:
        raise FieldError(_("Số chỗ từ 1 đến %(most)d.") % {"most": classes.MOST_PLACES}, "places")
    if not 1 <= facts.share <= 100:
        raise FieldError(_("Phần buổi phải dự là phần trăm, từ 1 đến 100."), "share")
    if not facts.is_online and units.commune(facts.commune_code) is None:
        raise FieldError(_("Chọn xã, phường nơi học, hoặc đánh dấu học trực tuyến."), "commune")
    row.subject, row.places, row.share = facts.subject, facts.places, facts.share
    row.audience = [kind for kind in rules.KINDS if kind in facts.audience]
    row.about = typed_values.lines(facts.about)[: rules.LONGEST_TEXT]
    row.is_online, row.has_quiz, row.host = facts.is_online, facts.has_quiz, facts.host
    row.commune_code = "" if facts.is_online else facts.commune_code
    row.address = typed_values.text(facts.address)[:300]


def _renumber(row: TrainingClass) -> None:
    """Sessions in the order of days and hours; the class keeps their first, last and number beside them."""
    held = Session.objects.filter(training_class=row)
    ordered = list(held.order_by("day", "begins_at", "pk"))
    wrong = [one for number, one in enumerate(ordered, 1) if one.number != number]
    if wrong:
        held.update(number=F("number") + 1000)  # out of the way: numbers are unique in a class
        for number, one in enumerate(ordered, 1):
            Session.objects.filter(pk=one.pk).update(number=number)
    found = held.aggregate(first=Min("day"), last=Max("day"))
    row.starts_on, row.ends_on, row.session_count = found["first"], found["last"], len(ordered)
    if row.state == classes.OPEN:
        row.moved_at = timezone.now()
    row.version += 1
    row.save(update_fields=["starts_on", "ends_on", "session_count", "moved_at", "version"])
    seats.settle_all(row)


def _step(by: Actor, row: TrainingClass, verb: str, **changes: object) -> TrainingClass:
    for name, value in changes.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*changes, "version"])
    journal.record(by, verb, row, code=row.code)
    return row


def _refuse_ended(row: TrainingClass) -> None:
    if row.state in (classes.DONE, classes.CANCELLED):
        raise StepError(_("Lớp đã kết thúc nên không sửa được."))


def _locked(one: TrainingClass) -> TrainingClass:
    return TrainingClass.objects.select_for_update(of=("self",)).get(pk=one.pk)
