"""Who did what to which record: filter, page, CSV."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from txng.accounts import journal_words, queries
from txng.accounts.access import signed_in
from txng.accounts.forms import JournalForm
from txng.accounts.guard import GuardedRequest
from txng.accounts.models import JournalEntry
from txng.ui import csv_files


@signed_in
@require_safe
def journal(request: GuardedRequest) -> HttpResponseBase:
    form = JournalForm(request.GET)
    wanted = _filter(form) if form.is_valid() else queries.JournalFilter()
    if request.GET.get("format") == "csv" and form.is_valid():
        return _csv(request, wanted)
    page = queries.journal_page(request.actor, wanted, before=_before(request))
    asked = {key: value for key, value in request.GET.items() if key in form.fields and value}
    older = urlencode(asked | {"before": str(page.older)}) if page.older else ""
    values = {
        "form": form,
        # pairs: a template would take an act's own detail "items" for the method of that name
        "lines": [
            (line, journal_words.sentence(line), list(line.details.items())) for line in page.lines
        ],
        "older": f"?{older}" if older else "",
        "looked_through": page.looked_through,
        "newest": f"?{urlencode(asked)}" if "before" in request.GET else "",
        "csv": f"?{urlencode(asked | {'format': 'csv'})}",
        "narrows": bool(asked),
        "sees_all": queries.sees_whole_journal(request.actor),
        "sees_organisation": queries.sees_journal_of_organisation(request.actor),
    }
    return render(request, "accounts/journal.html", values, status=200 if form.is_valid() else 400)


def _filter(form: JournalForm) -> queries.JournalFilter:
    told = form.cleaned_data
    until = told["until"]
    return queries.JournalFilter(
        who=told["who"],
        verb=told["verb"],
        subject=told["subject"],
        since=_midnight(told["since"]) if told["since"] else None,
        until=_midnight(until + timedelta(days=1)) if until else None,
    )


def _midnight(day: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _before(request: GuardedRequest) -> int | None:
    given = request.GET.get("before", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None


def _csv(request: GuardedRequest, wanted: queries.JournalFilter) -> HttpResponseBase:
    heads = (_("Lúc"), _("Người làm"), _("Thay mặt"), _("Việc"), _("Loại"), _("Đối tượng của việc"))
    lines = _lines(request, wanted, [*heads, _("Về hồ sơ của"), _("Chi tiết")])
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="nhat-ky.csv"'
    return answer


def _lines(
    request: GuardedRequest, wanted: queries.JournalFilter, heads: list[str]
) -> Iterator[str]:
    """`heads` are given: a generator runs when the page's language has been put away."""
    yield csv_files.BOM + csv_files.line(heads)
    for line in queries.journal_export(request.actor, wanted):
        yield csv_files.line(_cells(line))


def _cells(line: JournalEntry) -> list[str]:
    return [
        timezone.localtime(line.at).isoformat(timespec="seconds"),
        line.actor,
        "" if line.organisation is None else line.organisation.name,
        line.verb,
        line.subject_kind,
        line.subject_id,
        "" if line.concerns is None else line.concerns.name,
        "; ".join(f"{key}: {value}" for key, value in line.details.items()),
    ]
