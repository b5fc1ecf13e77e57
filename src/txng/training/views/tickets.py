"""The ticket: whoever has its address has it. Seat, sessions, quiz, feedback, paper, and the way out.

/dao-tao/ve/<secret>            seat or place in the queue, QR, what is to be done next
    ../rut ../tro-lai           withdraw, come back
    ../muc ../hien-ten          what one knew before; whether the paper's page says the name
    ../bai ../gop-y             quiz, feedback
    ../giay.pdf ../xoa          the paper; erase what is known of me
"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import public
from txng.training import paper_pdf
from txng.training.actions import learners as actions
from txng.training.actions import papers
from txng.training.errors import TrainingError
from txng.training.forms.outside import FeedbackForm, LevelForm, QuizForm
from txng.training.keys import VISITOR
from txng.training.models import Learner
from txng.training.queries import classes, subjects
from txng.training.queries import learners as queries
from txng.training.rules import classes as rules
from txng.training.rules import quiz, tickets
from txng.training.views.shared import (
    HTML,
    bound,
    done,
    done_or_told,
    forget_ticket,
    place_of,
    remember,
)
from txng.ui import notices, qr
from txng.ui.answering import found, see, status_of


def _ticket(secret: str) -> Learner:
    return found(queries.ticket(VISITOR, secret))


def _back(learner: Learner) -> HttpResponse:
    return see(reverse("training:ticket", args=[learner.secret]))


@public("The ticket belongs to whoever has its address", knows_actor=True)
@require_safe
@never_cache
def ticket(request: HttpRequest, secret: str) -> HttpResponse:
    learner = _ticket(secret)
    one = learner.training_class
    actor = getattr(request, "actor", None)
    attended = queries.attended_sessions(learner)
    sessions = classes.sessions(one)
    tried = queries.attempts(learner)
    now = timezone.localtime()
    session = rules.session_now([row.slot for row in sessions], now)
    address = settings.BASE_URL + reverse("training:ticket", args=[learner.secret])
    values: dict[str, Any] = {
        "learner": learner,
        "one": one,
        "place": place_of(one),
        "code": tickets.shown_code(learner.code),
        "qr": qr.data_address(address),
        "sessions": [(row, row.pk in attended) for row in sessions],
        "queue": queries.place_in_queue(learner) if learner.state == rules.WAITING else 0,
        "level_form": LevelForm(),
        "paper": queries.paper_of(learner),
        "tried": tried,
        "tries_left": max(0, quiz.MOST_TRIES - len(tried)),
        "quiz_is_open": _is_open(lambda: papers.refuse_no_quiz(learner)),
        "feedback": queries.feedback(learner),
        "feedback_is_open": _is_open(lambda: papers.refuse_no_feedback(learner)),
        "may_withdraw": learner.state != rules.WITHDRAWN and not learner.attended
        and one.state == rules.OPEN,
        "takes": rules.takes_learners(one.state, one.ends_on, timezone.localdate()),
        "needed": rules.sessions_needed(one.session_count, one.share),
        "materials": classes.materials(one),
        "teaches": classes.teaches(actor, one),
        "session_now": next((row for row in sessions if session and row.pk == session.id), None),
    }  # fmt: skip
    return render(request, "training/ticket.html", values)


def _is_open(check: Any) -> bool:
    try:
        check()
    except TrainingError:
        return False
    return True


@public("Whoever has the ticket gives the seat back")
@require_POST
def withdraw(request: HttpRequest, secret: str) -> HttpResponse:
    learner = _ticket(secret)
    if done_or_told(request, lambda: actions.withdraw(by=VISITOR, learner=learner)):
        notices.good(
            request,
            _("Đã rút đăng ký. Chỗ của bạn dành cho người đang chờ."),
            undo=reverse("training:come_back", args=[learner.secret]),
        )
    return _back(learner)


@public("Whoever has the ticket asks for the seat again")
@require_POST
def come_back(request: HttpRequest, secret: str) -> HttpResponse:
    learner = _ticket(secret)
    if done_or_told(request, lambda: actions.come_back(by=VISITOR, learner=learner)):
        notices.good(request, _("Đã đăng ký lại."))
    return _back(learner)


@public("Whoever has the ticket says what they knew before")
@require_POST
def level(request: HttpRequest, secret: str) -> HttpResponse:
    learner = _ticket(secret)
    form = LevelForm(request.POST)
    if not form.is_valid():
        notices.stop(request, _("Chọn một mức từ 1 đến 5 rồi bấm Gửi."))
        return _back(learner)
    told = int(form.cleaned_data["level"])
    if done_or_told(request, lambda: actions.say_level(by=VISITOR, learner=learner, level=told)):
        notices.good(request, _("Đã ghi. Sau lớp sẽ hỏi lại một lần để so sánh."))
    return _back(learner)


@public("Whoever has the ticket decides whether the paper's page says the name")
@require_POST
def show_name(request: HttpRequest, secret: str) -> HttpResponse:
    learner = _ticket(secret)
    is_shown = request.POST.get("hien") == "1"
    actions.show_name(by=VISITOR, learner=learner, is_shown=is_shown)
    notices.good(
        request,
        _("Trang kiểm tra giấy sẽ hiện họ tên của bạn.")
        if is_shown
        else _("Trang kiểm tra giấy không hiện họ tên của bạn."),
    )
    return _back(learner)


@public("Whoever has the ticket takes the quiz")
@require_http_methods(HTML)
@never_cache
def take_quiz(request: HttpRequest, secret: str) -> HttpResponse:
    learner = _ticket(secret)
    one = learner.training_class
    tried = queries.attempts(learner)
    if not done_or_told(request, lambda: papers.refuse_no_quiz(learner)):
        return _back(learner)
    asked = list(subjects.asked_questions(one.subject))
    if not asked:
        notices.stop(request, _("Chuyên đề chưa có câu hỏi nào. Hỏi giảng viên."))
        return _back(learner)
    typed = request.POST.get("lan", "")
    number = int(typed) if typed in ("1", "2") else len(tried) + 1
    is_again = request.GET.get("lai") == "1" or request.method == "POST"
    if tried and not (is_again and queries.may_try_again(tried)) and request.method != "POST":
        return render(request, "training/quiz_done.html", _told(learner, tried))
    form = QuizForm(bound(request), questions=asked)
    made = done(
        form,
        lambda: papers.answer_quiz(
            by=VISITOR, learner=learner, answers=form.answers, number=number
        ),
    )
    if made is not None:
        return see(reverse("training:quiz", args=[learner.secret]))
    values = {
        "form": form, "learner": learner, "one": one, "number": number,
        "is_last": number == quiz.MOST_TRIES, "count": len(asked),
    }  # fmt: skip
    return render(request, "training/quiz.html", values, status=status_of(form))


def _told(learner: Learner, tried: list[Any]) -> dict[str, Any]:
    """The last try: which questions were right; why, once no try is left."""
    last = tried[-1]
    may_again = queries.may_try_again(tried)
    known = {row.pk: row for row in queries.questions_of(last)}
    lines = [
        (
            known[number],
            [known[number].choices[at]["text"] for at in given],
            is_right,
            []
            if may_again
            else [choice["text"] for choice in known[number].choices if choice["is_right"]],
        )
        for number, given, is_right in last.answers
        if number in known
    ]
    return {
        "learner": learner, "one": learner.training_class, "last": last, "lines": lines,
        "may_again": may_again, "pass_mark": learner.training_class.subject.pass_mark,
    }  # fmt: skip


@public("Whoever has the ticket says what they thought of the class")
@require_http_methods(HTML)
@never_cache
def feedback(request: HttpRequest, secret: str) -> HttpResponse:
    learner = _ticket(secret)
    if not done_or_told(request, lambda: papers.refuse_no_feedback(learner)):
        return _back(learner)
    if queries.feedback(learner) is not None:
        notices.warn(request, _("Bạn đã gửi góp ý rồi. Cảm ơn bạn."))
        return _back(learner)
    form = FeedbackForm(bound(request))

    def send() -> object:
        told = form.cleaned_data
        return papers.tell_feedback(
            by=VISITOR,
            learner=learner,
            useful=int(told["useful"]),
            taught=int(told["taught"]),
            knows_after=int(told["knows_after"]),
            words=told["words"],
        )

    if done(form, send) is not None:
        notices.good(request, _("Đã gửi góp ý. Cảm ơn bạn."))
        return _back(learner)
    values = {"form": form, "learner": learner, "one": learner.training_class}
    return render(request, "training/feedback.html", values, status=status_of(form))


@public("Whoever has the ticket takes the paper home")
@require_safe
@never_cache
def paper(request: HttpRequest, secret: str) -> HttpResponse:
    learner = _ticket(secret)
    held = queries.paper_of(learner)
    if held is None or held.revoked_at is not None or not held.name:
        raise Http404
    return paper_pdf.answer(held)


@public("Whoever has the ticket has what is known of them erased")
@require_http_methods(HTML)
@never_cache
def erase(request: HttpRequest, secret: str) -> HttpResponse:
    learner = _ticket(secret)
    if learner.erased_at is not None:
        return _back(learner)
    if request.method == "POST" and done_or_told(
        request, lambda: actions.erase(by=VISITOR, learner=learner)
    ):
        notices.good(request, _("Đã xóa họ tên, số liên lạc và đơn vị của bạn."))
        return forget_ticket(request, see(reverse("training:my_tickets")), learner.secret)
    values = {"learner": learner, "one": learner.training_class, "paper": queries.paper_of(learner)}
    return render(request, "training/erase.html", values)


@public("Whoever has the ticket puts it into another telephone")
@require_POST
def keep(request: HttpRequest, secret: str) -> HttpResponse:
    learner = _ticket(secret)
    notices.good(request, _("Điện thoại này đã nhớ vé. Quét mã trên màn chiếu là điểm danh được."))
    return remember(request, _back(learner), learner.secret)
