"""One section: read, written, saved by itself, handed in, decided, talked about, taken back in time.

GET  /bao-cao/2026/phan/VIII            the text with its numbers; an editor for whoever writes it
POST /bao-cao/2026/phan/VIII/luu        "lam=chen" puts a number into the text
POST /bao-cao/2026/phan/VIII/tu-luu     every two seconds of typing, by editor.js; answers JSON
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.reports import rules
from txng.reports.actions import annual as filling
from txng.reports.actions import deciding, writing
from txng.reports.errors import ReportsError, StaleTextError
from txng.reports.forms.annual import CommentForm, ReasonForm
from txng.reports.models import AnnualReport, Section
from txng.reports.queries import annual as queries
from txng.reports.queries import counting, numbers, written
from txng.reports.rules import diffs
from txng.reports.rules import sections as steps
from txng.reports.views.shared import (
    HTML,
    MARKS,
    bound,
    crumbs,
    done,
    done_or_told,
    section_of,
    whole_number,
)
from txng.ui import notices
from txng.ui.answering import found, see, status_of

INSERT = "chen"


@requires_right("reports.see")
@require_safe
def section(request: GuardedRequest, year: int, code: str) -> HttpResponse:
    return _page(request, section_of(request.actor, year, code))


@requires_right("reports.fill")
@require_POST
def save(request: GuardedRequest, year: int, code: str) -> HttpResponse:
    """What was typed comes back on the page, whatever is wrong with it."""
    one = section_of(request.actor, year, code)
    text = request.POST.get("text", "")
    figure = request.POST.get("so_lieu", "")
    if request.POST.get("lam") == INSERT and figure:
        text = f"{text.rstrip()} {{{{{figure}}}}}".lstrip()
    try:
        saved = writing.save_text(
            by=request.actor, section=one, text=text,
            revision=whole_number(request.POST.get("revision")),
        )  # fmt: skip
    except StaleTextError as stale:
        return _page(
            request, stale.newer, typed=text, refused=str(stale), is_stale=True, status=409
        )
    except ReportsError as refused:
        return _page(request, one, typed=text, refused=str(refused), status=400)
    if wrong := numbers.problems(saved.text):
        return _page(request, saved, typed=saved.text, refused=" ".join(wrong), status=400)
    notices.good(request, _("Đã lưu phần “%(title)s”.") % {"title": saved.title})
    return see(reverse("reports:section", args=[year, code]))


@requires_right("reports.fill")
@require_POST
def autosave(request: GuardedRequest, year: int, code: str) -> JsonResponse:
    one = section_of(request.actor, year, code)
    try:
        saved = writing.save_text(
            by=request.actor, section=one, text=request.POST.get("text", ""),
            revision=whole_number(request.POST.get("revision")), is_autosave=True,
        )  # fmt: skip
    except StaleTextError as stale:
        return JsonResponse({"told": str(stale), "newer": stale.newer.text}, status=409)
    except ReportsError as refused:
        return JsonResponse({"told": str(refused)}, status=400)
    now = timezone.localtime()
    told = " ".join(numbers.problems(saved.text)) or _("Đã tự lưu lúc %(time)s.") % {
        "time": f"{now:%H:%M:%S}"
    }
    return JsonResponse({"told": told, "kept": {"revision": saved.revision}})


@requires_right("reports.fill")
@require_POST
def fill(request: GuardedRequest, year: int, code: str) -> HttpResponse:
    one = section_of(request.actor, year, code)
    revision = whole_number(request.POST.get("revision"))
    if done_or_told(
        request, lambda: filling.fill(by=request.actor, section=one, revision=revision)
    ):
        notices.good(request, _("Đã điền từ hệ thống. Bài cũ còn trong lịch sử của phần."))
    return see(reverse("reports:section", args=[year, code]))


@requires_right("reports.fill")
@require_POST
def submit(request: GuardedRequest, year: int, code: str) -> HttpResponse:
    revision = whole_number(request.POST.get("revision"))
    return _step(
        request, year, code, _("Đã nộp phần này. Cơ quan thường trực sẽ nhận hoặc trả lại."),
        lambda one: deciding.submit(by=request.actor, section=one, revision=revision),
    )  # fmt: skip


@requires_right("reports.fill")
@require_POST
def take_back(request: GuardedRequest, year: int, code: str) -> HttpResponse:
    return _step(
        request, year, code, _("Đã rút lại phần này. Sửa xong thì nộp lần nữa."),
        lambda one: deciding.take_back(by=request.actor, section=one),
    )  # fmt: skip


@requires_right("reports.keep")
@require_POST
def accept(request: GuardedRequest, year: int, code: str) -> HttpResponse:
    one = section_of(request.actor, year, code)
    if done_or_told(request, lambda: deciding.accept(by=request.actor, section=one)):
        notices.good(
            request,
            _("Đã nhận phần “%(title)s”.") % {"title": one.title},
            undo=reverse("reports:section_reopen", args=[year, code]),
        )
    return see(reverse("reports:section", args=[year, code]))


@requires_right("reports.keep")
@require_POST
def reopen(request: GuardedRequest, year: int, code: str) -> HttpResponse:
    return _step(
        request, year, code, _("Đã mở lại phần này để sửa."),
        lambda one: deciding.reopen(by=request.actor, section=one),
    )  # fmt: skip


@requires_right("reports.keep")
@require_http_methods(HTML)
def give_back(request: GuardedRequest, year: int, code: str) -> HttpResponse:
    one = section_of(request.actor, year, code)
    form = ReasonForm(bound(request))
    made = done(
        form,
        lambda: deciding.give_back(
            by=request.actor, section=one, reason=form.cleaned_data["reason"]
        ),
    )
    address = reverse("reports:section", args=[year, code])
    if made is not None:
        notices.good(request, _("Đã trả lại phần này kèm ý kiến."))
        return see(address)
    values = {"form": form, "one": one, "cancel": address, "crumbs": crumbs(one.report, one)}
    return render(request, "reports/annual_give_back.html", values, status=status_of(form))


@requires_right("reports.fill")
@require_POST
def comment(request: GuardedRequest, year: int, code: str) -> HttpResponse:
    one = section_of(request.actor, year, code)
    form = CommentForm(request.POST)
    made = done(
        form,
        lambda: writing.comment(by=request.actor, section=one, text=form.cleaned_data["comment"]),
    )
    if made is None:
        return _page(request, one, comment_form=form, status=400)
    return see(reverse("reports:section", args=[year, code]) + "#y-kien")


@requires_right("reports.fill")
@require_POST
def settle(request: GuardedRequest, year: int, code: str, number: int) -> HttpResponse:
    one = section_of(request.actor, year, code)
    said = found(queries.comment(request.actor, one, number))
    done_or_told(request, lambda: writing.settle_comment(by=request.actor, comment=said))
    return see(reverse("reports:section", args=[year, code]) + "#y-kien")


@requires_right("reports.see")
@require_safe
def history(request: GuardedRequest, year: int, code: str) -> HttpResponse:
    one = section_of(request.actor, year, code)
    values = {
        "one": one,
        "versions": queries.versions(request.actor, one)[:200],
        "crumbs": crumbs(one.report, one),
    }
    return render(request, "reports/annual_history.html", values)


@requires_right("reports.see")
@require_safe
def version(request: GuardedRequest, year: int, code: str, revision: int) -> HttpResponse:
    """An old text, word by word against the one of now."""
    one = section_of(request.actor, year, code)
    old = found(queries.version(request.actor, one, revision))
    values = {
        "one": one,
        "old": old,
        "words": diffs.words(old.text, one.text),
        "is_now": old.text == one.text,
        "may_restore": queries.may_write(request.actor, one) and _is_open(one),
        "crumbs": [
            *crumbs(one.report, one),
            (_("Lịch sử"), reverse("reports:section_history", args=[year, code])),
        ],
    }
    return render(request, "reports/annual_version.html", values)


@requires_right("reports.fill")
@require_POST
def restore(request: GuardedRequest, year: int, code: str, revision: int) -> HttpResponse:
    one = section_of(request.actor, year, code)
    old = found(queries.version(request.actor, one, revision))
    if done_or_told(request, lambda: writing.restore(by=request.actor, section=one, version=old)):
        notices.good(request, _("Đã khôi phục bản cũ. Bản vừa thay vẫn còn trong lịch sử."))
    return see(reverse("reports:section", args=[year, code]))


def _step(
    request: GuardedRequest, year: int, code: str, told: str, verb: Callable[[Section], object]
) -> HttpResponse:
    one = section_of(request.actor, year, code)
    if done_or_told(request, lambda: verb(one)):
        notices.good(request, told)
    return see(reverse("reports:section", args=[year, code]))


def _is_open(one: Section) -> bool:
    return one.state in steps.OPEN and one.report.state == AnnualReport.State.DRAFT


def _page(
    request: GuardedRequest,
    one: Section,
    *,
    typed: str | None = None,
    refused: str = "",
    is_stale: bool = False,
    comment_form: CommentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """`typed` is what stands in the editor instead of what is kept; `is_stale`: both are shown."""
    kept = written.by_key(queries.snapshots(request.actor, one.report))
    may_write = queries.may_write(request.actor, one)
    short = queries.short_names(request.actor, one.agencies, one.report.until)
    text = one.text if typed is None else typed
    values: dict[str, Any] = {
        "one": one,
        "report": one.report,
        "mark": MARKS[one.state],
        "agencies": [short.get(code, code) for code in one.agencies],
        "blocks": list(written.blocks(one.text, kept)),
        "tables": queries.tables(request.actor, one.report).get(one.pk, ()),
        "text": text,
        "refused": refused,
        "is_stale": is_stale,
        "words": diffs.words(one.text, text) if is_stale else (),
        "figures": counting.known_codes().values(),
        "may_write": may_write,
        "is_open": _is_open(one),
        "may_keep": request.actor.may(rules.KEEP),
        "is_submitted": one.state == steps.SUBMITTED,
        "is_accepted": one.state == steps.ACCEPTED,
        "is_returned": one.state == steps.RETURNED,
        "is_draft": one.report.state == AnnualReport.State.DRAFT,
        "comments": queries.comments(request.actor, one),
        "comment_form": comment_form or CommentForm(),
        "unsourced": len(numbers.left_in(one)),
        "crumbs": crumbs(one.report),
    }
    return render(request, "reports/annual_section.html", values, status=status)
