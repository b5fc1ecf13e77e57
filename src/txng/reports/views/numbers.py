"""Numbers as they were counted: what each means, the rows behind it, and whether it is another today.

GET  /bao-cao/2026/so-lieu            every number in use
GET  /bao-cao/2026/so-lieu/12?so=1    one, beside what it would be if it were counted now
POST /bao-cao/2026/so-lieu/12/chot    counted anew; the old one stays with its rows
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from txng.accounts.access import requires_right
from txng.accounts.guard import GuardedRequest
from txng.reports import rules
from txng.reports.actions import counting as actions
from txng.reports.models import AnnualReport, Snapshot
from txng.reports.queries import annual as queries
from txng.reports.queries import counting, filling, written
from txng.reports.rules import packing
from txng.reports.views.shared import crumbs, done_or_told, report_of
from txng.ui import notices
from txng.ui.answering import found, see

PAGE = 100


@requires_right("reports.see")
@require_safe
def snapshots(request: GuardedRequest, year: int) -> HttpResponse:
    one = report_of(request.actor, year)
    values = {
        "report": one,
        "lines": [(row, written.number(row)) for row in queries.snapshots(request.actor, one)],
        "may_keep": request.actor.may(rules.KEEP),
        "is_draft": one.state == AnnualReport.State.DRAFT,
        "crumbs": crumbs(one),
    }
    return render(request, "reports/annual_snapshots.html", values)


@requires_right("reports.see")
@require_safe
def snapshot(request: GuardedRequest, year: int, number: int) -> HttpResponse:
    one = found(queries.snapshot(request.actor, year, number))
    may_open = queries.may_open_rows(request.actor)
    rows: tuple[packing.PackedRow, ...] | None = None
    page = max(int(told) if (told := request.GET.get("trang", "1")).isdigit() else 1, 1)
    if may_open:
        rows = packing.unpack(bytes(one.packed), one.splits).rows
    values: dict[str, Any] = {
        "one": one,
        "report": one.report,
        "value": written.number(one),
        "may_open": may_open,
        "is_whole": rows is not None,
        "rows": () if rows is None else rows[(page - 1) * PAGE : page * PAGE],
        "page": page,
        "earlier": page - 1,
        "later": page + 1 if rows is not None and len(rows) > page * PAGE else 0,
        "counts": [(row, written.number(row)) for row in queries.counts_of(request.actor, one)],
        "may_keep": request.actor.may(rules.KEEP),
        "is_draft": one.report.state == AnnualReport.State.DRAFT,
        "crumbs": [
            *crumbs(one.report),
            (_("Số liệu"), reverse("reports:snapshots", args=[year])),
        ],
    }
    if request.GET.get("so") == "1":
        values |= _compared(request, one, shows_rows=may_open)
    return render(request, "reports/annual_snapshot.html", values)


@requires_right("reports.keep")
@require_POST
def refresh(request: GuardedRequest, year: int, number: int) -> HttpResponse:
    one = found(queries.snapshot(request.actor, year, number))
    made: list[Snapshot] = []
    if done_or_told(request, lambda: made.append(actions.refresh(by=request.actor, snapshot=one))):
        notices.good(request, _("Đã chốt lại số liệu này. Lần chốt trước vẫn giữ nguyên."))
    return see(reverse("reports:snapshot", args=[year, made[0].pk if made else one.pk]))


@requires_right("reports.keep")
@require_POST
def refresh_all(request: GuardedRequest, year: int) -> HttpResponse:
    one = report_of(request.actor, year)
    changed: list[int] = []
    if done_or_told(
        request, lambda: changed.append(actions.refresh_all(by=request.actor, report=one))
    ):
        notices.good(
            request,
            _("Đã chốt lại mọi số liệu; %(count)d số đã đổi. Các lần chốt trước vẫn giữ.")
            % {"count": changed[0]},
        )
    return see(reverse("reports:snapshots", args=[year]))


def _compared(request: GuardedRequest, one: Snapshot, *, shows_rows: bool) -> dict[str, Any]:
    """What it is now. Rows are for whoever may open them; tables and values for every reader."""
    now = counting.recounted(counting.eye(request.actor), one)
    if now is None:
        return {"is_compared": True, "is_gone": True}
    before = packing.unpack(bytes(one.packed), one.splits)
    change = packing.compare(before, now.behind)
    return {
        "is_compared": True,
        "now_value": filling.shown(now.value),
        "is_same": now.digest == one.digest,
        "added": change.added[:PAGE] if shows_rows else (),
        "gone": change.gone[:PAGE] if shows_rows else (),
        "altered": change.changed[:PAGE] if shows_rows else (),
        "added_count": len(change.added),
        "gone_count": len(change.gone),
        "altered_count": len(change.changed),
        "tables": [
            (name, filling.shown(old or "0"), filling.shown(new or "0"))
            for name, old, new in filling.named_changes(change.splits)
        ][:PAGE],
    }
