"""Who is there is counted: by the QR on the projector, by the ticket, by ticks on a list. Once a session."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.training.actions import seats
from txng.training.actions.shared import refuse_strangers
from txng.training.errors import BadQrError, StaleError, StepError
from txng.training.keys import qr_key
from txng.training.models import Attendance, Learner, Session, TrainingClass
from txng.training.rules import classes, rotating, tickets
from txng.ui import dates


class Counted(NamedTuple):
    """`is_new`: False when this very session had counted them before."""

    attendance: Attendance
    is_new: bool


def session_of_qr(token: str) -> Session:
    """What a QR stands for, while it is good. Raises BadQrError with what to do next."""
    read = rotating.read(qr_key(), token, timezone.now().timestamp())
    found = (
        Session.objects.select_related("training_class__subject").filter(pk=read.session).first()
    )
    if read.problem == "forged" or found is None:
        raise BadQrError(
            _("Đây không phải mã điểm danh của hệ thống. Quét mã đang hiện trên màn chiếu của lớp.")
        )
    if read.problem:
        raise BadQrError(
            _(
                "Mã này đã hết hạn: mã trên màn chiếu đổi sau mỗi 30 giây, ảnh chụp lại không dùng được."
                " Quét mã đang hiện trên màn chiếu."
            )
        )
    return found


@transaction.atomic
def check_in(*, by: Actor, learner: Learner, session: Session, way: str = classes.QR) -> Counted:
    """By the learner's own telephone, in front of the QR. Raises BadQrError, StepError."""
    if learner.training_class_id != session.training_class_id:
        raise BadQrError(
            _("Mã trên màn chiếu là của lớp khác, không phải lớp trên vé của bạn. Hỏi giảng viên.")
        )
    return _count(by, learner, session, way)


@transaction.atomic
def check_in_ticket(*, by: Actor, session: Session, learner: Learner) -> Counted:
    """A trainer takes a ticket. Raises StepError, NotAllowedError."""
    refuse_strangers(by, session.training_class)
    if learner.training_class_id != session.training_class_id:
        raise StepError(
            _(
                "Vé %(code)s là của lớp khác. Thêm người này vào danh sách của lớp nếu họ học lớp này."
            )
            % {"code": tickets.shown_code(learner.code)}
        )
    return _count(by, learner, session, classes.TICKET)


@transaction.atomic
def tick(
    *, by: Actor, session: Session, learners: Collection[int], way: str = classes.PAPER
) -> int:
    """Everybody of a list on paper at once; how many were new. It takes nobody away: who was counted by
    telephone meanwhile stays counted. Raises StepError, NotAllowedError."""
    refuse_strangers(by, session.training_class)
    rows = Learner.objects.filter(
        training_class_id=session.training_class_id, pk__in=learners, state=classes.SEATED
    ).order_by("pk")
    done = sum(_count(by, one, session, way, is_alone=False).is_new for one in rows)
    if done:
        journal.record(by, "attendance.ticked", session, count=done)
    return done


@transaction.atomic
def take_back(*, by: Actor, session: Session, learner: Learner) -> None:
    """They were not there. Raises StaleError, StepError, NotAllowedError."""
    refuse_strangers(by, session.training_class)
    row = refuse_not_now(session)
    held = Learner.objects.select_for_update(of=("self",)).get(pk=learner.pk)
    if not Attendance.objects.filter(learner=held, session=session).delete()[0]:
        raise StaleError(_("Người này chưa được điểm danh ở buổi này."))
    seats.settle(held, row, Attendance.objects.filter(learner=held).count())
    journal.record(by, "attendance.taken_back", session, learner=held.pk)


def _count(
    by: Actor, learner: Learner, session: Session, way: str, *, is_alone: bool = True
) -> Counted:
    """Locked by learner, and unique in the table: sent a hundred times it counts once."""
    row = refuse_not_now(session)
    held = Learner.objects.select_for_update(of=("self",)).get(pk=learner.pk)
    if held.state == classes.WITHDRAWN:
        raise StepError(_("Vé này đã rút. Mở vé và bấm “Đăng ký lại”, hoặc hỏi giảng viên."))
    if held.state == classes.WAITING:
        raise StepError(
            _("Bạn đang ở danh sách chờ. Nói giảng viên nhận bạn vào lớp, rồi quét lại mã.")
        )
    made, is_new = Attendance.objects.get_or_create(
        learner=held,
        session=session,
        defaults={"way": way, "told_by": by.name, "at": timezone.now()},
    )
    if is_new:
        seats.settle(held, row, Attendance.objects.filter(learner=held).count())
        if is_alone:
            journal.record(by, "attendance.counted", session, learner=held.pk, way=way)
    return Counted(made, is_new)


def refuse_not_now(session: Session) -> TrainingClass:
    """Attendance is taken in a published class, from the day of the session on. Raises StepError."""
    row = session.training_class
    if row.state != classes.OPEN:
        raise StepError(_("Lớp chưa công bố hoặc đã kết thúc nên không điểm danh được."))
    if session.day > timezone.localdate():
        raise StepError(
            _("Buổi này học ngày %(day)s, chưa điểm danh được.")
            % {"day": dates.written(session.day, "vi")}
        )
    return row
