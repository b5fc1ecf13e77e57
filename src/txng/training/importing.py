"""A list on paper as a sheet: one row for each person and session. Who is new gets a seat, all are counted.

    row -> class that the sender teaches, session, learner by ticket or telephone -> counted

A row of somebody who was counted in that session changes nothing. Undoing takes the attendance back, and
who came into the class by the sheet alone.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.accounts.actors import Actor
from txng.documents.errors import RowRefusedError
from txng.documents.imports import Applied, Done, Given, Importer
from txng.training import rules, words
from txng.training.actions import attending, learners
from txng.training.actions.learners import Person
from txng.training.errors import FieldError, TrainingError
from txng.training.keys import contact_key
from txng.training.models import Learner, Session
from txng.training.queries import classes as queries
from txng.training.queries import learners as people
from txng.training.rules import classes, tickets
from txng.ui.sheets.columns import Column, Sheet
from txng.ui.sheets.reading import Problem

SHEET = Sheet(
    name="attendance",
    title=gettext_lazy("Điểm danh theo danh sách giấy"),
    version=1,
    lead=gettext_lazy("Mỗi dòng một người ở một buổi. Người chưa có trong lớp được ghi thêm vào lớp."),
    columns=(
        Column("class_code", gettext_lazy("Mã lớp"), kind="code", required=True, longest=20,
               example="LH-2026-0001"),
        Column("session", gettext_lazy("Buổi"), kind="whole", required=True, least=1, most=60, example="1"),
        Column("name", gettext_lazy("Họ tên"), required=True, longest=rules.LONGEST_NAME,
               example="Nguyễn Văn Mẫu"),
        Column("kind", gettext_lazy("Đối tượng"), kind="choice", required=True,
               choices=tuple(words.KINDS.items()), example="Hợp tác xã, tổ hợp tác"),
        Column("organisation", gettext_lazy("Đơn vị"), longest=rules.LONGEST_TITLE),
        Column("contact", gettext_lazy("Điện thoại hoặc thư điện tử"), kind="code", longest=120,
               example="0912345678"),
        Column("code", gettext_lazy("Mã vé"), kind="code", longest=20,
               hint=gettext_lazy("Để trống nếu không có vé"), example="K7M-2QP"),
    ),
)  # fmt: skip


def _session(by: Actor, values: Mapping[str, Any]) -> Session:
    """Raises TrainingError."""
    one = queries.class_to_teach(by, str(values["class_code"]).upper())
    if one is None:
        raise FieldError(
            _("Bạn không dạy lớp nào mang mã “%(code)s”. Xem mã ở trang của lớp.")
            % {"code": values["class_code"]},
            "class_code",
        )
    found = queries.session(one, int(values["session"]))
    if found is None:
        raise FieldError(
            _("Lớp %(code)s chỉ có %(count)d buổi.")
            % {"code": one.code, "count": one.session_count},
            "session",
        )
    found.training_class = one
    attending.refuse_not_now(found)
    return found


def _known(session: Session, values: Mapping[str, Any]) -> Learner | None:
    """By the ticket, else by the telephone. Raises FieldError for a ticket of another class."""
    one = session.training_class
    if values["code"]:
        found = people.with_code(one, values["code"])
        if found is None:
            raise FieldError(
                _("Lớp này không có vé “%(code)s”. Để trống ô này nếu không có vé.")
                % {"code": values["code"]},
                "code",
            )
        return found
    contact = tickets.tidy_contact(values["contact"] or "")
    if values["contact"] and not contact:
        raise FieldError(_("Cần số điện thoại như 0912345678 hoặc thư điện tử."), "contact")
    return people.with_contact(one, contact_key(contact)) if contact else None


def check(by: Actor, rows: Sequence[Given]) -> dict[int, list[Problem]]:
    found: dict[int, list[Problem]] = {}
    for given in rows:
        try:
            known = _known(_session(by, given.values), given.values)
            if known is not None and known.state == classes.WITHDRAWN:
                raise FieldError(_("Vé này đã rút. Để trống ô mã vé để ghi như người mới."), "code")
        except TrainingError as refused:
            found[given.number] = [Problem(_column(refused), str(refused))]
    return found


def apply(by: Actor, rows: Sequence[Given]) -> list[Applied]:
    """Raises RowRefusedError for a row that is no longer right."""
    told = []
    for given in rows:
        try:
            told.append(_counted(by, given.values))
        except TrainingError as refused:
            raise RowRefusedError(given.number, str(refused), _column(refused)) from None
    return told


def _counted(by: Actor, values: Mapping[str, Any]) -> Applied:
    session = _session(by, values)
    learner = _known(session, values)
    is_new = learner is None
    if learner is None:
        person = Person(
            values["name"], values["contact"] or "", values["kind"], values["organisation"] or ""
        )
        learner = learners.put_down(
            by=by, training_class=session.training_class, person=person, source=classes.BY_SHEET
        )
    elif learner.state == classes.WAITING:
        learner = learners.let_in(by=by, learner=learner)
    done = attending.tick(by=by, session=session, learners=[learner.pk], way=classes.SHEET)
    subject = f"{session.training_class.code}/{session.number}/{learner.pk}"
    return Applied(
        "created" if done else "unchanged",
        subject,
        tickets.shown_code(learner.code),
        {"came_by_sheet": is_new},
    )


def _column(refused: TrainingError) -> str:
    return refused.field if refused.field in {one.key for one in SHEET.columns} else ""


def undo(by: Actor, rows: Sequence[Done]) -> list[str]:
    """A sentence for each row that has to stay."""
    return [_undone(by, row) for row in rows]


def _undone(by: Actor, row: Done) -> str:
    if row.applied.outcome != "created":
        return ""
    code, number, who = row.applied.subject.split("/")
    one = queries.class_to_teach(by, code)
    session = queries.session(one, int(number)) if one is not None else None
    learner = people.learner(by, one, int(who)) if one is not None else None
    if one is None or session is None or learner is None:
        return _("Không còn thấy người này trong lớp.")
    session.training_class = one
    try:
        attending.take_back(by=by, session=session, learner=learner)
        if row.applied.before.get("came_by_sheet"):
            learners.strike(by=by, learner=learner)
    except TrainingError as refused:
        return str(refused)
    return ""


def _address(subject: str) -> str:
    code, number, _who = subject.split("/")
    return reverse("training:attendance", args=[code, int(number)])


ATTENDANCE = Importer(
    code="diem-danh",
    title=gettext_lazy("Điểm danh theo danh sách giấy"),
    right=rules.TEACH,
    sheet=SHEET,
    check=check,
    apply=apply,
    undo=undo,
    address=_address,
    lead=gettext_lazy("Người dự các buổi của lớp bạn dạy."),
)
