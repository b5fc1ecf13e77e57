"""What the pages of the annual report do alike."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.reports.errors import ReportsError
from txng.reports.models import AnnualReport, Section
from txng.reports.queries import annual as queries
from txng.ui import fields, notices
from txng.ui.answering import found, put_at_field
from txng.ui.lists import Mark

Record = TypeVar("Record")
HTML: Final = ["GET", "HEAD", "POST"]
MARKS: Final[dict[str, Mark]] = {
    "trong": "", "dang-viet": "info", "da-nop": "warn", "da-nhan": "good", "tra-lai": "stop",
}  # fmt: skip


def report_of(actor: Actor, year: int) -> AnnualReport:
    """Raises Http404."""
    return found(queries.report(actor, year))


def section_of(actor: Actor, year: int, code: str) -> Section:
    """Raises Http404."""
    return found(queries.section(actor, year, code))


def done(form: fields.Form, verb: Callable[[], Record]) -> Record | None:
    """What the verb gave; None when the form or the verb refused: then the sentence stands at its field."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return verb()
    except ReportsError as refused:
        put_at_field(form, refused)
        return None


def done_or_told(request: HttpRequest, verb: Callable[[], object]) -> bool:
    """For a button without a form: a refusal is told on the next page."""
    try:
        verb()
    except ReportsError as refused:
        notices.stop(request, str(refused))
        return False
    return True


def bound(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def whole_number(text: str | None) -> int:
    """-1 for what is none: no revision has it."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1


def crumbs(
    report: AnnualReport | None = None, section: Section | None = None
) -> list[tuple[str, str]]:
    way = [(_("Báo cáo năm"), reverse("reports:reports"))]
    if report is not None:
        way.append((str(report.year), reverse("reports:report", args=[report.year])))
    if report is not None and section is not None:
        way.append((section.title, reverse("reports:section", args=[report.year, section.code])))
    return way
