"""txng capture: EPCIS documents from files or standard input, through the one capture door."""

import contextlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from txng.conf.commands.files import FILE, each_file, refusal, sentences
from txng.conf.commands.framework import command, require_initialised
from txng.conf.console import Console, Problem, number
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_
from txng.conf.speech import ngettext

if TYPE_CHECKING:
    from txng.accounts.actors import Actor
    from txng.repository.actions import CaptureReceipt

FEW_FILES = 3


@command(
    "capture",
    summary=N_(
        "Ghi các tệp EPCIS (JSON-LD, XML 2.0, XML 1.x) vào kho sự kiện.\n\n"
        "Mỗi tệp được ghi trọn vẹn hoặc không ghi gì; tệp đã ghi rồi thì được báo là trùng. Với"
        " --proceed, sự kiện sai bị bỏ lại và được nêu tên, phần còn lại vẫn ghi. Dấu - đọc từ đầu vào"
        " chuẩn. Một tệp bị từ chối không ngăn các tệp khác; lệnh vẫn kết thúc với mã 2."
    ),
    examples=(
        "txng capture thu-hoach.json dong-goi.xml",
        "txng capture --organisation 'HTX Cầu Đất' *.json",
        "cat lo.json | txng capture --proceed -",
    ),
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=FILE)
@click.option(
    "--organisation", help=N_("Ghi thay mặt tổ chức này (tên hoặc mã); mặc định là người vận hành.")
)
@click.option("--proceed", is_flag=True, help=N_("Ghi các sự kiện đúng, bỏ lại các sự kiện sai."))
def capture(
    console: Console, files: tuple[str, ...], organisation: str | None, proceed: bool
) -> None:
    require_initialised()
    by = _actor(organisation)

    with _progress(console, len(files)) as step:

        def work(name: str, document: bytes) -> dict[str, Any]:
            try:
                receipt = _capture(by, document, name, proceed)
            except Problem as problem:
                console.line(_refused(name, problem))
                return {"problem": problem.as_dict()}
            _tell_receipt(console, name, receipt)
            return _members(receipt)

        each_file(console, files, work, _total, step)


def _progress(
    console: Console, files: int
) -> contextlib.AbstractContextManager[Callable[[int], None]]:
    """A bar for a heap of files; for a few, their own lines are progress enough."""
    if files <= FEW_FILES:
        return contextlib.nullcontext(lambda _step: None)
    return console.progress(_("Đang ghi"), files)


def _total(results: Sequence[dict[str, Any]]) -> str:
    refused = sum("problem" in result for result in results)
    events = sum(result.get("accepted", 0) for result in results)
    return _(
        "Tổng cộng: %(accepted)d tệp đã nhận, %(refused)d tệp bị từ chối, %(events)s sự kiện mới."
    ) % {"accepted": len(results) - refused, "refused": refused, "events": number(events)}


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


def _capture(by: "Actor", document: bytes, name: str, proceed: bool) -> "CaptureReceipt":
    from txng.epcis.errors import EpcisException
    from txng.epcis.reading import is_bare_event, wrapped
    from txng.repository import actions

    if is_bare_event(document):
        document = wrapped(document, now=datetime.now(UTC))
    try:
        return actions.capture(by=by, document=document, filename=Path(name).name, proceed=proceed)
    except EpcisException as error:
        raise refusal(error) from None


def _refused(name: str, problem: Problem) -> str:
    sentence = _("%(file)s: bị từ chối, chưa ghi gì. %(why)s") % {
        "file": name,
        "why": problem.sentence,
    }
    return "\n  ".join((sentence, *problem.details))


def _members(receipt: "CaptureReceipt") -> dict[str, Any]:
    return {
        "job": receipt.job_id,
        "events": receipt.events,
        "accepted": receipt.accepted,
        "duplicates": receipt.duplicates,
        "rejected": receipt.rejected,
        "masterData": receipt.master_data,
        "warnings": [finding.as_dict() for finding in receipt.warnings],
        "verdicts": list(receipt.verdicts),
    }


def _tell_receipt(console: Console, name: str, receipt: "CaptureReceipt") -> None:
    parts = [
        ngettext("%(count)s sự kiện mới", "%(count)s sự kiện mới", receipt.accepted)
        % {"count": number(receipt.accepted)}
    ]
    if receipt.duplicates:
        parts.append(_("%(count)s trùng, đã có từ trước") % {"count": number(receipt.duplicates)})
    if receipt.rejected:
        parts.append(_("%(count)s bị bỏ lại") % {"count": number(receipt.rejected)})
    if receipt.master_data:
        parts.append(_("%(count)s dữ liệu gốc") % {"count": number(receipt.master_data)})
    if receipt.warnings:
        warnings = len(receipt.warnings)
        parts.append(ngettext("%(count)d lưu ý", "%(count)d lưu ý", warnings) % {"count": warnings})
    console.line(f"{name}: {', '.join(parts)}.")
    for sentence in sentences(receipt.warnings):
        console.line(f"  {sentence}")
