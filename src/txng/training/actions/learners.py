"""People register for a class, withdraw, are let in from the queue or put down from paper, and are erased.

form ──> seat free ──> seated ──withdraws──> the first of the queue moves up
     └─> full      ──> waiting
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal, limits
from txng.accounts import rules as account_rules
from txng.accounts.actors import Actor
from txng.parties import queries as parties
from txng.parties.models import Agency
from txng.training import rules
from txng.training.actions import seats
from txng.training.actions.shared import (
    known_kind,
    refuse_others_than_keepers,
    refuse_strangers,
    tidy,
)
from txng.training.errors import FieldError, StaleError, StepError
from txng.training.keys import VISITOR, contact_key
from txng.training.models import Certificate, Feedback, Learner, TrainingClass
from txng.training.queries import learners as queries
from txng.training.rules import classes, tickets
from txng.ui import fold, typed_values

PROVINCE = " tinh lam dong"  # as people leave it out of names of agencies


@dataclass(frozen=True, slots=True)
class Person:
    """Who comes. `contact` a telephone number or an e-mail address, "" only on paper."""

    name: str
    contact: str
    kind: str
    organisation: str = ""


def register(
    *, by: Actor, training_class: TrainingClass, person: Person, secret: str, address: str
) -> Learner:
    """`secret` is the number of the form and becomes the address of the ticket: the same form sent twice
    makes one ticket. `address`: where it comes from, for the limit.

    Raises FieldError, StepError, TooOftenError.
    """
    found = queries.ticket(by, secret)
    if found is not None and found.training_class_id == training_class.pk:
        return found
    name = _name(person.name)
    contact = _contact(person.contact)
    if not contact:
        raise FieldError(_("Nhập số điện thoại hoặc thư điện tử."), "contact")
    known_kind(person.kind)
    limits.spend("class registration from", address, account_rules.START_BY_ADDRESS)
    try:
        with transaction.atomic():
            row = _open(training_class)
            made = _made(row, person, name, contact, secret, classes.BY_FORM)
            journal.record(by, "learner.registered", made, code=row.code, state=made.state)
            return made
    except IntegrityError:
        again = queries.ticket(by, secret)  # the same form, a moment earlier
        if again is not None and again.training_class_id == training_class.pk:
            return again
        raise _twice() from None


@transaction.atomic
def put_down(
    *, by: Actor, training_class: TrainingClass, person: Person, source: str = classes.ON_PAPER
) -> Learner:
    """From a list on paper or a sheet: they are there, so they have a seat, whether or not the class was
    full. Raises FieldError, StepError, NotAllowedError."""
    refuse_strangers(by, training_class)
    name, contact = _name(person.name), _contact(person.contact)
    known_kind(person.kind)
    row = TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
    if row.state != classes.OPEN:
        raise StepError(_("Lớp không nhận thêm người: lớp chưa công bố hoặc đã kết thúc."))
    try:
        with transaction.atomic():
            made = _made(
                row, person, name, contact, tickets.new_secret(), source, must_be_seated=True
            )
    except IntegrityError:
        raise _twice() from None
    journal.record(by, "learner.put_down", made, code=row.code)
    return made


@transaction.atomic
def strike(*, by: Actor, learner: Learner) -> None:
    """Somebody who was put down by mistake and was never counted. Raises StepError, NotAllowedError."""
    refuse_strangers(by, learner.training_class)
    row = TrainingClass.objects.select_for_update(of=("self",)).get(pk=learner.training_class_id)
    held = Learner.objects.get(pk=learner.pk)
    if held.source == classes.BY_FORM or held.attended:
        raise StepError(_("Người này tự đăng ký hoặc đã dự buổi khác nên không xóa khỏi lớp."))
    journal.record(by, "learner.struck", held, code=row.code)
    held.delete()
    seats.move_up(by, row)


@transaction.atomic
def withdraw(*, by: Actor, learner: Learner) -> Learner:
    """By whoever holds the ticket. The first of the queue moves up. Raises StepError, StaleError."""
    row = TrainingClass.objects.select_for_update(of=("self",)).get(pk=learner.training_class_id)
    held = Learner.objects.get(pk=learner.pk)
    if held.state == classes.WITHDRAWN:
        raise StaleError(_("Vé này đã rút rồi."))
    if held.attended or row.state != classes.OPEN:
        raise StepError(_("Bạn đã dự lớp hoặc lớp đã kết thúc nên không rút được nữa."))
    held.state, held.withdrawn_at = classes.WITHDRAWN, timezone.now()
    held.save(update_fields=["state", "withdrawn_at"])
    journal.record(by, "learner.withdrew", held, code=row.code)
    seats.move_up(by, row)
    return held


@transaction.atomic
def come_back(*, by: Actor, learner: Learner) -> Learner:
    """The way back from `withdraw`: a seat if there is one, else the end of the queue."""
    row = _open(learner.training_class)
    held = Learner.objects.get(pk=learner.pk)
    if held.state != classes.WITHDRAWN:
        raise StaleError(_("Vé này đang có hiệu lực."))
    if held.erased_at is not None:
        raise StepError(_("Thông tin của vé này đã xóa. Đăng ký lại ở trang của lớp."))
    held.state = classes.SEATED if seats.seated(row) < row.places else classes.WAITING
    held.withdrawn_at, held.registered_at = None, timezone.now()
    try:
        with transaction.atomic():
            held.save(update_fields=["state", "withdrawn_at", "registered_at"])
    except IntegrityError:
        raise _twice() from None
    journal.record(by, "learner.came_back", held, code=row.code, state=held.state)
    return held


@transaction.atomic
def let_in(*, by: Actor, learner: Learner) -> Learner:
    """A trainer gives somebody of the queue a seat, even beyond the number: others did not come.

    Raises StaleError, NotAllowedError.
    """
    refuse_strangers(by, learner.training_class)
    won = Learner.objects.filter(pk=learner.pk, state=classes.WAITING).update(
        state=classes.SEATED, offered_at=timezone.now()
    )
    if not won:
        raise StaleError(_("Người này không còn trong danh sách chờ. Mở lại trang."))
    journal.record(by, "learner.let_in", learner)
    return Learner.objects.get(pk=learner.pk)


@transaction.atomic
def say_level(*, by: Actor, learner: Learner, level: int) -> Learner:
    """How well one knows traceability, before the class. Raises FieldError, StaleError."""
    if level not in range(1, 6):
        raise FieldError(_("Chọn một mức từ 1 đến 5."), "level")
    if Feedback.objects.filter(learner=learner).exists():
        raise StaleError(_("Bạn đã góp ý sau lớp nên câu này không đổi được nữa."))
    Learner.objects.filter(pk=learner.pk).update(knew_before=level)
    journal.record(by, "learner.told_level", learner)
    return Learner.objects.get(pk=learner.pk)


@transaction.atomic
def show_name(*, by: Actor, learner: Learner, is_shown: bool) -> Learner:
    """Whether the public page of the paper says the name; the holder decides, and may change it."""
    Learner.objects.filter(pk=learner.pk).update(shows_name=is_shown)
    journal.record(by, "learner.shows_name" if is_shown else "learner.hides_name", learner)
    return Learner.objects.get(pk=learner.pk)


@transaction.atomic
def erase(*, by: Actor, learner: Learner) -> Learner:
    """Name, contact, organisation and words go, by the holder's wish (Law 91/2025); the counts stay.

    A seat that was not used yet becomes free. Raises StaleError.
    """
    row = TrainingClass.objects.select_for_update(of=("self",)).get(pk=learner.training_class_id)
    held = Learner.objects.get(pk=learner.pk)
    if held.erased_at is not None:
        raise StaleError(_("Thông tin của vé này đã xóa rồi."))
    if not held.attended and held.state != classes.WITHDRAWN and row.state == classes.OPEN:
        held.state, held.withdrawn_at = classes.WITHDRAWN, timezone.now()
        held.save(update_fields=["state", "withdrawn_at"])
        seats.move_up(by, row)
    _forget([held.pk])
    journal.record(by, "learner.erased", held)
    return Learner.objects.get(pk=held.pk)


@transaction.atomic
def erase_for(*, by: Actor, learner: Learner) -> Learner:
    """The same, by a keeper whom the holder asked by telephone. Raises NotAllowedError, StaleError."""
    refuse_others_than_keepers(by)
    return erase(by=by, learner=learner)


@transaction.atomic
def erase_overdue(*, by: Actor) -> int:
    """Of everybody whose name was kept as long as the rule allows; how many."""
    due = list(queries.overdue_on(timezone.localdate()).values_list("pk", flat=True)[:5000])
    if due:
        _forget(due)
        journal.record(by, "learner.erased_overdue", ("training.learner", ""), count=len(due))
    return len(due)


def _forget(numbers: list[int]) -> None:
    Learner.objects.filter(pk__in=numbers).update(
        name="", contact="", contact_key="", organisation="", shows_name=False,
        erased_at=timezone.now(),
    )  # fmt: skip
    Certificate.objects.filter(learner__in=numbers).update(name="")
    Feedback.objects.filter(learner__in=numbers).update(words="")


def _made(
    row: TrainingClass,
    person: Person,
    name: str,
    contact: str,
    secret: str,
    source: str,
    *,
    must_be_seated: bool = False,
) -> Learner:
    is_free = must_be_seated or seats.seated(row) < row.places
    organisation = typed_values.text(person.organisation)[: rules.LONGEST_TITLE]
    return Learner.objects.create(
        training_class=row,
        secret=secret,
        code=_free_code(),
        name=name,
        contact=contact,
        contact_key=contact_key(contact),
        organisation=organisation,
        agency=agency_called(organisation),
        kind=person.kind,
        state=classes.SEATED if is_free else classes.WAITING,
        source=source,
        consent=rules.CONSENT if source == classes.BY_FORM else "",
        registered_at=timezone.now(),
    )


def agency_called(organisation: str) -> Agency | None:
    """The agency of today that bears this name, long or short, with or without the province behind it."""
    wanted = fold.fold(organisation).removesuffix(PROVINCE)
    if not wanted:
        return None
    for one in parties.agencies(None, timezone.localdate(), one_by_one=True):
        if wanted in (fold.fold(one.written).removesuffix(PROVINCE), fold.fold(one.short)):
            return one.agency
    return None


def _open(training_class: TrainingClass) -> TrainingClass:
    """Locked: the last seat is given once."""
    row = TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
    if not classes.takes_learners(row.state, row.ends_on, timezone.localdate()):
        raise StepError(_("Lớp này không nhận đăng ký nữa. Xem các lớp đang mở."))
    return row


def _free_code() -> str:
    while True:
        code = tickets.new_code()
        if not Learner.objects.filter(code=code).exists():
            return code


def _name(typed: str) -> str:
    return tidy(typed, "name", rules.LONGEST_NAME, _("Nhập họ tên."))


def _contact(typed: str) -> str:
    told = tickets.tidy_contact(typed)
    if typed.strip() and not told:
        raise FieldError(
            _(
                "Cần số điện thoại như 0912345678 hoặc thư điện tử như ten@vidu.vn; nhận được %(got)s."
            )
            % {"got": typed_values.shown(typed)},
            "contact",
        )
    return told


def _twice() -> FieldError:
    return FieldError(
        _(
            "Số hoặc thư này đã đăng ký lớp này. Mở vé đã lưu trên điện thoại; mất vé thì nói giảng viên"
            " điểm danh theo danh sách."
        ),
        "contact",
    )


def visitor_or(actor: Actor | None) -> Actor:
    return actor or VISITOR
