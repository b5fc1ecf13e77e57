"""The public pages of the log: what it is, the proof of one event, the checkpoint for a newspaper."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from txng.accounts.access import public
from txng.eventstore.keys import event_uri
from txng.transparency import printing, queries
from txng.transparency.errors import TamperedError, TransparencyError
from txng.transparency.halting import Halted

ANYONE = None  # who asks: somebody without an account
LONGEST_NAME = 2048
PROOF_TYPE = "text/plain; charset=utf-8"


@public("A log that not everybody could read would prove nothing")
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """With `?event=` the look-up box leads to the proof of that event."""
    name = request.GET.get("event", "").strip()
    if name and len(name) <= LONGEST_NAME:
        return HttpResponseRedirect(reverse("transparency:proof", args=[name]))
    values = {"has_log": settings.HAS_LOG, "base": settings.BASE_URL}
    if settings.HAS_LOG:
        try:
            values |= {"state": queries.state_of_log(), "shards": queries.shards()}
        except Halted:  # a policy that cannot be read: the operator's affair, told by txng doctor
            values |= {"state": None, "shards": queries.shards()}
    return render(request, "transparency/log.html", values)


@public("A checkpoint is printed so that everybody can compare it")
@require_safe
def printed(request: HttpRequest) -> HttpResponse:
    try:
        sheet = printing.sheet()
    except Halted:
        sheet = None
    status = 200 if sheet else 404
    return render(request, "transparency/printed.html", {"sheet": sheet}, status=status)


@public("Whoever verifies a proof needs the keys to verify it with")
@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    try:
        return HttpResponse(queries.public_policy(), content_type=PROOF_TYPE)
    except OSError:  # the file that the settings name is gone
        return HttpResponse(status=503)


@public("Whoever knows an event by its name may see that it is in the log")
@require_safe
def proof(request: HttpRequest, name: str) -> HttpResponse:
    """The page of a proof; what it proves is checked in the reader's own browser."""
    codes = request.GET.getlist("code")
    try:
        key = queries.event_key_of(name)
        queries.proof_of(ANYONE, key, items=codes)
    except (TransparencyError, Halted) as error:
        return _no_proof(request, error)
    values = {
        "entry": queries.status(ANYONE, [key])[key],
        "event": event_uri(key),
        "policy": queries.public_policy().decode("utf-8", "replace"),
        "proof_url": _file_address(request, event_uri(key)),
    }
    return render(request, "transparency/proof.html", values)


@public("A proof is for everybody; it opens only what the public may see")
@require_safe
def proof_file(request: HttpRequest, name: str) -> HttpResponse:
    """`?code=` opens the thing of that code; nobody is shown the others."""
    try:
        key = queries.event_key_of(name)
        content = queries.proof_of(ANYONE, key, items=request.GET.getlist("code"))
    except (TransparencyError, Halted) as error:
        return _no_proof(request, error)
    response = HttpResponse(content, content_type=PROOF_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{key.hex()}.tlog-proof"'
    response.headers["Cache-Control"] = "no-cache"  # a later one has more witnesses
    return response


def _file_address(request: HttpRequest, name: str) -> str:
    address = reverse("transparency:proof_file", args=[name])
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address


def _no_proof(request: HttpRequest, error: TransparencyError | Halted) -> HttpResponse:
    """404 where there is nothing to prove, 503 where something is wrong with us."""
    why = str(error)
    if isinstance(error, Halted):  # its words are for the operator
        why = _("Nhật ký đang được sửa; bằng chứng sẽ có lại sau.")
    status = 503 if isinstance(error, TamperedError | Halted) else 404
    return render(request, "transparency/no_proof.html", {"why": why}, status=status)
