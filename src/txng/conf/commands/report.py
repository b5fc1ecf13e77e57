"""txng report: what consumers reported, for the officer at the shell until people can sign in."""

from typing import TYPE_CHECKING, Any

import click

from txng.conf.commands.framework import Group, command, require_initialised
from txng.conf.console import Console, Problem
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_

if TYPE_CHECKING:
    from txng.supervision.models import Report

MOST = 200


@click.group("report", cls=Group, help=N_("Phản ánh của người tiêu dùng: liệt kê, xem, trả lời."))
def report() -> None:
    pass


report.examples = (
    "txng report list --state received",
    "txng report answer LD-2026-000123 'Đã kiểm tra ...'",
)


@command(
    "list",
    summary=N_("Liệt kê phản ánh, mới nhất trước."),
    examples=("txng report list", "txng report list --state received --json"),
)
@click.option(
    "--state",
    type=click.Choice(("received", "checking", "answered")),
    help=N_("Chỉ những phản ánh ở trạng thái này."),
)
def list_reports(console: Console, state: str | None) -> None:
    require_initialised()
    from txng.accounts import actors
    from txng.supervision import queries

    found = queries.reports(actors.operator(), state or "")[:MOST]
    if console.is_json:
        console.result([_members(one) for one in found])
        return
    for one in found:
        console.line(
            f"{one.number}  {one.received_at:%Y-%m-%d %H:%M}  {one.state:<9}"
            f"  {one.reason:<8}  {one.code}"
        )
    if not found:
        console.aside(_("Chưa có phản ánh nào."))


@command(
    "show",
    summary=N_("Xem một phản ánh: mã, lời kể, nơi, ảnh nằm ở tệp nào."),
    examples=("txng report show LD-2026-000123",),
)
@click.argument("number", metavar="NUMBER")
@click.option("--checking", is_flag=True, help=N_("Đồng thời ghi là đang kiểm tra."))
def show(console: Console, number: str, checking: bool) -> None:
    require_initialised()
    from txng.accounts import actors
    from txng.supervision import actions, queries

    if checking:
        _told(lambda: actions.begin_checking(by=actors.operator(), number=number))
    found = queries.report(actors.operator(), number)
    if found is None:
        raise _unknown(number)
    members = _members(found)
    if console.is_json:
        console.result(members)
        return
    for name, value in members.items():
        if value not in (None, ""):
            console.line(f"{name:<12} {value}")


@command(
    "answer",
    summary=N_(
        "Trả lời một phản ánh. Câu trả lời công khai dưới số phản ánh và không sửa được;"
        " đừng ghi dữ liệu cá nhân."
    ),
    examples=("txng report answer LD-2026-000123 'Đã kiểm tra cửa hàng; tem thật.'",),
)
@click.argument("number", metavar="NUMBER")
@click.argument("text", metavar="ANSWER")
def answer(console: Console, number: str, text: str) -> None:
    require_initialised()
    from txng.accounts import actors
    from txng.supervision import actions

    if not text.strip():
        raise Problem("empty", _("Câu trả lời đang trống."), _("Viết câu trả lời trong dấu nháy."))
    found = _told(lambda: actions.answer_report(by=actors.operator(), number=number, answer=text))
    if console.is_json:
        console.result(_members(found))
    else:
        console.aside(_("Đã trả lời phản ánh %(number)s.") % {"number": found.number})


def _told(act: Any) -> "Report":
    from txng.supervision.errors import SupervisionError

    try:
        found: Report = act()
    except SupervisionError as error:
        raise Problem("report", str(error), _("Xem danh sách: txng report list")) from None
    return found


def _unknown(number: str) -> Problem:
    return Problem(
        "unknown-report",
        _("Không có phản ánh số %(number)s.") % {"number": number},
        _("Xem danh sách: txng report list"),
    )


def _members(found: "Report") -> dict[str, Any]:
    from django.conf import settings

    from txng.supervision.photos import path_of

    photo = str(path_of(settings.REPORTS_FOLDER, found.number)) if found.has_photo else None
    return {
        "number": found.number,
        "state": found.state,
        "reason": found.reason,
        "code": found.code,
        "received": found.received_at.isoformat(),
        "place": found.place,
        "words": found.words,
        "photo": photo,
        "language": found.language,
        "answer": found.answer,
        "answered": found.answered_at.isoformat() if found.answered_at else None,
    }


for _command in (list_reports, show, answer):
    report.add_command(_command)
