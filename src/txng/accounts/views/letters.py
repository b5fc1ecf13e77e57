"""Where letters go, and which: typed, confirmed, chosen, stopped by a link that needs no signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts import limits, mail, rules
from txng.accounts.access import public, signed_in
from txng.accounts.actions import mail_address as actions
from txng.accounts.errors import BadAddressError, LinkGoneError, MailOffError, TooOftenError
from txng.accounts.forms import AddressForm, LettersForm
from txng.accounts.guard import GuardedRequest
from txng.accounts.queries import letters as queries
from txng.accounts.views.sign_in import address_of
from txng.ui import notices


@signed_in(personal=True)
@require_safe
def letters(request: GuardedRequest) -> HttpResponse:
    return _page(request)


@signed_in(personal=True)
@require_POST
def ask(request: GuardedRequest) -> HttpResponse:
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            actions.ask_for_letters(
                by=request.actor, person=request.sign_in.session.person, **form.cleaned_data
            )
        except (BadAddressError, MailOffError, TooOftenError) as error:
            form.refuse("address", str(error))
        else:
            told = _("Thư xác nhận sẽ đến trong ít phút. Mở liên kết trong thư để bắt đầu nhận.")
            notices.good(request, told)
            return redirect("accounts:letters")
    return _page(request, ask=form, status=400)


@signed_in(personal=True)
@require_POST
def choose(request: GuardedRequest) -> HttpResponse:
    box = queries.mail_address(request.actor)
    form = LettersForm(request.POST)
    if box is not None and form.is_valid():
        actions.choose_letters(by=request.actor, box=box, **form.cleaned_data)
        notices.good(request, _("Đã lưu thư muốn nhận."))
        return redirect("accounts:letters")
    return _page(request, choice=form, status=400)


@signed_in(personal=True)
@require_POST
def drop(request: GuardedRequest) -> HttpResponse:
    box = queries.mail_address(request.actor)
    if box is not None:
        actions.drop_address(by=request.actor, box=box)
    notices.good(request, _("Đã bỏ địa chỉ. Không thư nào được gửi nữa."))
    return redirect("accounts:letters")


@signed_in(personal=True)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: GuardedRequest, token: str) -> HttpResponse:
    """Programs that look through letters open every link: only the button confirms."""
    box = queries.address_to_confirm(request.actor, token)
    if box is not None and request.method == "POST":
        try:
            actions.confirm_address(by=request.actor, token=token)
        except LinkGoneError:
            box = None
        else:
            notices.good(request, _("Đã xác nhận địa chỉ. Chọn thư muốn nhận ở dưới."))
            return redirect("accounts:letters")
    answer = render(
        request, "accounts/confirm_address.html", {"box": box}, status=404 if box is None else 200
    )
    answer.headers["Referrer-Policy"] = "strict-origin"  # the address holds the secret
    return answer


@csrf_exempt  # RFC 8058: the reader's mail program posts; the signed link is what allows it
@public("The signed link of a letter ends letters without signing in")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Looking stops nothing; a POST, by the button or by a mail program (RFC 8058), does."""
    try:
        limits.spend("letter stopped from", address_of(request), rules.LINK_BY_ADDRESS)
    except TooOftenError as error:
        return _stop_page(request, {"sentence": str(error)}, 429)
    found = queries.address_to_stop(token)
    if found is None:
        told = _("Liên kết này không đúng, hoặc địa chỉ này không còn nhận thư nữa.")
        return _stop_page(request, {"sentence": told}, 404)
    kind = found[1]
    if request.method == "POST":
        kind = actions.stop_letters(token=token)
    is_over = request.method == "POST" or not found[0].wants(kind)
    return _stop_page(request, {"kind": _(rules.CHOSEN_KINDS[kind]), "is_over": is_over}, 200)


def _stop_page(request: HttpRequest, values: dict[str, object], status: int) -> HttpResponse:
    answer = render(request, "accounts/stop_letters.html", values, status=status)
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer


def _page(
    request: GuardedRequest,
    *,
    ask: AddressForm | None = None,
    choice: LettersForm | None = None,
    status: int = 200,
) -> HttpResponse:
    box = queries.mail_address(request.actor)
    person = request.sign_in.session.person
    chosen = (
        {}
        if box is None
        else {"reminders": box.reminders, "library": box.library, "news": box.news}
    )
    values = {
        "is_on": mail.is_on(),
        "box": box,
        "ask": ask or AddressForm(initial={"address": box.address if box else person.email}),
        "choice": choice or LettersForm(initial=chosen),
        "letters": queries.letters(request.actor),
    }
    return render(request, "accounts/letters.html", values, status=status)
