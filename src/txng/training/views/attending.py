"""Who is there: the QR on the projector, the telephone in front of it, the trainer's list.

GET  /dao-tao/lop/LH-2026-0003/diem-danh/2             the list: tick, take a ticket's code, take back
GET  /dao-tao/lop/LH-2026-0003/diem-danh/2/man-chieu   for the projector; a new QR every 30 seconds
GET  /dao-tao/diem-danh/17.58123456.3f2a…              what the QR leads to: one button, or the ticket's code
"""

from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts import limits
from txng.accounts import rules as account_rules
from txng.accounts.access import public, requires_right
from txng.accounts.guard import GuardedRequest
from txng.training.actions import attending as actions
from txng.training.errors import BadQrError, TrainingError
from txng.training.forms.outside import CodeForm
from txng.training.keys import VISITOR, qr_key
from txng.training.models import Learner, Session, TrainingClass
from txng.training.queries import classes as queries
from txng.training.queries import learners as people
from txng.training.rules import classes, rotating, tickets
from txng.training.views.shared import (
    HTML,
    address_of_sender,
    bound,
    done,
    done_or_told,
    place_of,
    remember,
    tickets_in,
    to_class,
    to_classes,
)
from txng.ui import notices, qr
from txng.ui.answering import found, see

SALT: Final = "training: in front of the QR"
GRACE_SECONDS: Final = 120
"""How long the page that a good QR opened may take to be answered: a code is typed slower than a tap."""
CODES_BY_ADDRESS: Final = account_rules.Allowance(
    300, account_rules.START_BY_ADDRESS.every / 60
)  # a hall of people behind one Wi-Fi, and never enough to guess a code of 30 bits


# --- the telephone -----------------------------------------------------------------------------------


@public("Learners in front of the projector have no account", knows_actor=True)
@require_http_methods(HTML)
@never_cache
def scan(request: HttpRequest, token: str) -> HttpResponse:
    try:
        session = _session(request, token)
    except BadQrError as refused:
        return _refused(request, str(refused))
    one = session.training_class
    mine = _remembered(request, one)
    form = CodeForm(bound(request) if "code" in request.POST else None)
    if request.method == "POST":
        if "code" in request.POST:
            counted = done(form, lambda: _by_code(request, session, form.cleaned_data["code"]))
            if counted is not None:
                return _counted(request, counted, by_code=True)
        elif mine is None:
            form.add_error(None, _("Điện thoại này không còn nhớ vé của lớp. Gõ mã vé."))
        else:
            try:
                counted = actions.check_in(by=VISITOR, learner=mine, session=session)
                return _counted(request, counted, by_code=False)
            except TrainingError as refused:
                return _refused(request, str(refused), ticket=mine)
    values: dict[str, Any] = {
        "session": session,
        "one": one,
        "mine": mine,
        "code_shown": tickets.shown_code(mine.code) if mine else "",
        "there": people.attendance(mine, session) if mine else None,
        "form": form,
        "grace": signing.dumps(session.pk, salt=SALT),
        "takes": classes.takes_learners(one.state, one.ends_on, timezone.localdate()),
    }
    return render(request, "training/scan.html", values, status=400 if form.errors else 200)


def _session(request: HttpRequest, token: str) -> Session:
    """By the QR itself, or by the page that it opened a moment ago. Raises BadQrError."""
    grace = request.POST.get("lan", "")
    if grace:
        try:
            number = signing.loads(grace[:200], salt=SALT, max_age=GRACE_SECONDS)
        except signing.BadSignature:
            number = None
        if number is not None and token.partition(".")[0] == str(number):
            return found(queries.session_numbered(number))
    return actions.session_of_qr(token)


def _remembered(request: HttpRequest, one: TrainingClass) -> Learner | None:
    """The ticket of this class that the telephone keeps; the newest that still holds."""
    mine = [
        row for row in people.tickets_of(tickets_in(request)) if row.training_class_id == one.pk
    ]
    holding = [row for row in mine if row.state != classes.WITHDRAWN]
    return next(iter(holding or mine), None)


def _by_code(request: HttpRequest, session: Session, typed: str) -> actions.Counted:
    limits.spend("ticket code from", address_of_sender(request), CODES_BY_ADDRESS)
    learner = people.with_code(session.training_class, typed)
    if learner is None:
        raise _no_such_code(typed)
    return actions.check_in(by=VISITOR, learner=learner, session=session, way=classes.CODE)


def _no_such_code(typed: str) -> TrainingError:
    return TrainingError(
        _(
            "Lớp này không có vé %(got)s. Xem lại 6 ký tự trên vé; chưa đăng ký thì nói giảng viên thêm"
            " bạn vào danh sách."
        )
        % {"got": f"“{typed[:20]}”"},
        "code",
    )


def _counted(request: HttpRequest, counted: actions.Counted, *, by_code: bool) -> HttpResponse:
    """With the ticket in the telephone on to the ticket; a code that was typed opens no ticket: somebody
    else may have read it."""
    learner, session = counted.attendance.learner, counted.attendance.session
    told = {
        "number": session.number,
        "time": f"{timezone.localtime(counted.attendance.at):%H:%M}",
    }
    if counted.is_new:
        sentence = _("Đã điểm danh buổi %(number)d lúc %(time)s.") % told
    else:
        sentence = (
            _("Buổi %(number)d đã được điểm danh trước đó, lúc %(time)s. Không cần làm gì thêm.")
            % told
        )
    if by_code:
        values = {"sentence": sentence, "one": session.training_class}
        return render(request, "training/scan_done.html", values)
    notices.good(request, sentence)
    return remember(request, see(reverse("training:ticket", args=[learner.secret])), learner.secret)


def _refused(request: HttpRequest, sentence: str, ticket: Learner | None = None) -> HttpResponse:
    values = {"sentence": sentence, "ticket": ticket}
    return render(request, "training/scan_refused.html", values, status=409 if ticket else 400)


# --- the trainer -------------------------------------------------------------------------------------


def _held(request: GuardedRequest, code: str, number: int) -> Session:
    one = found(queries.class_to_teach(request.actor, code))
    session = found(queries.session(one, number))
    session.training_class = one
    return session


def _address(session: Session) -> str:
    return reverse("training:attendance", args=[session.training_class.code, session.number])


@requires_right("training.teach")
@require_http_methods(HTML)
def attendance(request: GuardedRequest, code: str, number: int) -> HttpResponse:
    session = _held(request, code, number)
    one = session.training_class
    if request.method == "POST":
        ticked = {int(word) for word in request.POST.getlist("co") if _is_number(word)}
        done_or_told(request, lambda: _ticked(request, session, ticked))
        return see(_address(session))
    there = people.there(session)
    rows = people.learners(request.actor, one).exclude(state=classes.WITHDRAWN)
    lines = [
        (row, tickets.shown_code(row.code), there.get(row.pk))
        for row in rows.order_by("name", "pk")
    ]
    values = {
        "one": one,
        "session": session,
        "place": place_of(one),
        "seated": [line for line in lines if line[0].state == classes.SEATED],
        "waiting": [line for line in lines if line[0].state == classes.WAITING],
        "there": len(there),
        "form": CodeForm(),
        "is_open": one.state == classes.OPEN and session.day <= timezone.localdate(),
        "others": [row for row in queries.sessions(one) if row.pk != session.pk],
        "crumbs": [to_classes(), to_class(one)],
    }
    return render(request, "training/attendance.html", values)


def _ticked(request: GuardedRequest, session: Session, ticked: set[int]) -> None:
    done_now = actions.tick(by=request.actor, session=session, learners=ticked)
    notices.good(request, _("Đã điểm danh thêm %(count)d người.") % {"count": done_now})


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 12


@requires_right("training.teach")
@require_safe
@never_cache
def projector(request: GuardedRequest, code: str, number: int) -> HttpResponse:
    session = _held(request, code, number)
    now = timezone.now().timestamp()
    token = rotating.token(qr_key(), session.pk, now)
    address = settings.BASE_URL + reverse("training:scan", args=[token])
    one = session.training_class
    values = {
        "one": one,
        "session": session,
        "is_open": one.state == classes.OPEN and session.day <= timezone.localdate(),
        "qr": qr.data_address(address),
        "address": address,
        "left": rotating.seconds_left(now),
        "every": rotating.SECONDS,
        "there": len(people.there(session)),
        "seated": one.seated,  # type: ignore[attr-defined]  # annotated by the question
        "back": _address(session),
    }
    return render(request, "training/projector.html", values)


@requires_right("training.teach")
@require_POST
def take_ticket(request: GuardedRequest, code: str, number: int) -> HttpResponse:
    """A code that the trainer typed, or read from the ticket's page."""
    session = _held(request, code, number)
    typed = request.POST.get("code", "")[:40]

    def take() -> None:
        learner = people.with_code(session.training_class, typed)
        if learner is None:
            raise _no_such_code(typed)
        counted = actions.check_in_ticket(by=request.actor, session=session, learner=learner)
        words = (
            _("Đã điểm danh %(name)s.")
            if counted.is_new
            else _("%(name)s đã được điểm danh trước đó.")
        )
        notices.good(
            request,
            words % {"name": learner.name or tickets.shown_code(learner.code)},
            undo=reverse("training:take_back", args=[code, number, learner.pk])
            if counted.is_new
            else "",
        )

    done_or_told(request, take)
    return see(_address(session))


@requires_right("training.teach")
@require_POST
def take_back(request: GuardedRequest, code: str, number: int, learner: int) -> HttpResponse:
    session = _held(request, code, number)
    row = found(people.learner(request.actor, session.training_class, learner))
    if done_or_told(
        request, lambda: actions.take_back(by=request.actor, session=session, learner=row)
    ):
        notices.good(request, _("Đã bỏ điểm danh một người."))
    return see(_address(session))
