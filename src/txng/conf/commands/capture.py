"""txng capture: EPCIS documents from files or standard input, through the one capture door."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from txng.conf.commands.framework import command, require_initialised
from txng.conf.console import INPUT, Console, Problem, number, told
from txng.conf.machine_words import words_of
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_
from txng.conf.speech import ngettext, spoken

if TYPE_CHECKING:
    from txng.accounts.actors import Actor
    from txng.epcis.errors import EpcisException, Finding
    from txng.repository.actions import CaptureReceipt

FINDINGS_SHOWN = 5


@command(
    "capture",
    summary=N_(
        "Ghi các tệp EPCIS 2.0 (JSON-LD) vào kho sự kiện.\n\n"
        "Mỗi tệp được ghi trọn vẹn hoặc không ghi gì; tệp đã ghi rồi thì được báo là trùng. Dấu -"
        " đọc từ đầu vào chuẩn. Một tệp bị từ chối không ngăn các tệp khác."
    ),
    examples=(
        "txng capture thu-hoach.json dong-goi.json",
        "txng capture --organisation 'HTX Cầu Đất' *.json",
        "cat lo.json | txng capture -",
    ),
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--organisation", help=N_("Ghi thay mặt tổ chức này (tên hoặc mã); mặc định là người vận hành.")
)
def capture(console: Console, files: tuple[str, ...], organisation: str | None) -> None:
    require_initialised()
    by = _actor(organisation)
    results = [_capture_one(console, by, name) for name in files]
    refused = [result for result in results if "problem" in result]
    if console.is_json:
        console.result({"files": results})
    elif len(results) > 1:
        events = sum(result.get("accepted", 0) for result in results)
        console.line(
            _(
                "Tổng cộng: %(accepted)d tệp đã nhận, %(refused)d tệp bị từ chối, %(events)s sự kiện mới."
            )
            % {
                "accepted": len(results) - len(refused),
                "refused": len(refused),
                "events": number(events),
            }
        )
    if refused:
        raise click.exceptions.Exit(INPUT)


def _actor(organisation: str | None) -> "Actor":
    from txng.accounts import actors, queries
    from txng.accounts.errors import AccountsError

    if organisation is None:
        return actors.operator()
    try:
        found = queries.organisation_named(organisation)
    except AccountsError as error:
        raise Problem(
            "unknown-organisation",
            str(error),
            _("Tạo tổ chức cùng với khóa: txng key create --organisation TÊN --scope capture"),
        ) from None
    return actors.operator_for(found.pk, found.name)


def _capture_one(console: Console, by: "Actor", name: str) -> dict[str, Any]:
    from txng.epcis.errors import EpcisException
    from txng.repository import actions

    try:
        document = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        unreadable = Problem(
            "unreadable",
            _("Không đọc được tệp: %(why)s.") % {"why": words_of(error)},
            _("Kiểm tra tên tệp và quyền đọc."),
        )
        console.line(f"{name}: {told(unreadable)}")
        return {"file": name, "problem": unreadable.as_dict()}
    try:
        receipt = actions.capture(by=by, document=document, filename=Path(name).name)
    except EpcisException as error:
        _tell_refusal(console, name, error, is_xml=document.lstrip()[:1] == b"<")
        return {"file": name, "problem": error.problem()}
    _tell_receipt(console, name, receipt)
    return {
        "file": name,
        "job": receipt.job_id,
        "events": receipt.events,
        "accepted": receipt.accepted,
        "duplicates": receipt.duplicates,
        "masterData": receipt.master_data,
        "warnings": [finding.as_dict() for finding in receipt.warnings],
    }


def _tell_receipt(console: Console, name: str, receipt: "CaptureReceipt") -> None:
    parts = [_("%(count)s sự kiện mới") % {"count": number(receipt.accepted)}]
    if receipt.duplicates:
        parts.append(_("%(count)s trùng, đã có từ trước") % {"count": number(receipt.duplicates)})
    if receipt.master_data:
        parts.append(_("%(count)s dữ liệu gốc") % {"count": number(receipt.master_data)})
    if receipt.warnings:
        parts.append(_("%(count)s lưu ý") % {"count": number(len(receipt.warnings))})
    console.line(f"{name}: {', '.join(parts)}.")
    _tell_findings(console, receipt.warnings)


def _tell_refusal(console: Console, name: str, error: "EpcisException", *, is_xml: bool) -> None:
    errors = [found for found in error.findings if found.severity == "error"]
    why = error.detail if spoken() == "en" else error.detail_vi
    if is_xml:
        why = _("Đây là XML; bản txng này chỉ đọc EPCIS 2.0 dạng JSON-LD.")
    elif errors:  # each is told on its own line, with its place
        why = ngettext("%(count)d chỗ phải sửa:", "%(count)d chỗ phải sửa:", len(errors)) % {
            "count": len(errors)
        }
    console.line(_("%(file)s: bị từ chối, chưa ghi gì. %(why)s") % {"file": name, "why": why})
    if not is_xml:
        _tell_findings(console, errors)


def _tell_findings(console: Console, findings: "tuple[Finding, ...] | list[Finding]") -> None:
    for finding in findings[:FINDINGS_SHOWN]:
        message = finding.message if spoken() == "en" else finding.message_vi
        console.line(f"  {finding.pointer}: {message}" if finding.pointer else f"  {message}")
    if len(findings) > FINDINGS_SHOWN:
        left = number(len(findings) - FINDINGS_SHOWN)
        console.line("  " + _("và %(count)s điểm khác; xem hết bằng --json.") % {"count": left})
