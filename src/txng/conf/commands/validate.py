"""txng validate: what a document breaks, rule by rule, without storing anything."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from txng.conf.commands.files import FILE, each_file
from txng.conf.commands.framework import command
from txng.conf.console import INPUT, Console, number
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_
from txng.conf.speech import ngettext, spoken

if TYPE_CHECKING:
    from txng.epcis.errors import Finding


@command(
    "validate",
    summary=N_(
        "Kiểm tra tệp EPCIS theo từng quy tắc, không ghi gì.\n\n"
        "Đọc JSON-LD, XML 2.0 và XML 1.x, cả tài liệu lẫn một sự kiện JSON để trần; dấu - đọc từ đầu"
        " vào chuẩn. Mỗi lỗi nêu tên quy tắc, chỗ sai và cách sửa. Kết thúc với mã 2 khi có lỗi; lưu ý thì"
        " không tính là lỗi, nhưng --strict coi nhiều lưu ý là lỗi."
    ),
    examples=(
        "txng validate lo-hang.json",
        "txng validate --strict doi-tac/*.xml",
        "txng validate --rules",
    ),
)
@click.argument("files", nargs=-1, metavar="[FILE...]", type=FILE)
@click.option("--strict", is_flag=True, help=N_("Coi cách viết cũ và tên chưa khai là lỗi."))
@click.option("--rules", "is_list", is_flag=True, help=N_("Liệt kê mọi quy tắc rồi dừng."))
def validate(console: Console, files: tuple[str, ...], strict: bool, is_list: bool) -> None:
    if is_list:
        _list_rules(console)
        return
    if not files:
        raise click.MissingParameter(param_hint="FILE", param_type="argument")
    has_errors = False

    def judge(name: str, body: bytes) -> dict[str, Any]:
        nonlocal has_errors
        events, findings = _judge(body, strict=strict)
        errors = [one for one in findings if one.severity == "error"]
        has_errors = has_errors or bool(errors)
        _tell(console, name, events, findings, len(errors))
        return {
            "valid": not errors,
            "events": events,
            "findings": [one.as_dict() for one in findings],
        }

    each_file(console, files, judge)
    if has_errors:
        raise click.exceptions.Exit(INPUT)


def _judge(body: bytes, *, strict: bool) -> "tuple[int, list[Finding]]":
    """How many events were read, and everything found."""
    from datetime import UTC, datetime

    from txng.epcis.errors import ValidationException
    from txng.epcis.intake import RejectedEvent
    from txng.epcis.reading import open_events

    events = 0
    rejected: list[Finding] = []
    try:
        reader = open_events(body, now=datetime.now(UTC), proceed=True, strict=strict)
        for outcome in reader.drafts():
            events += 1
            if isinstance(outcome, RejectedEvent):
                rejected += outcome.findings
    except ValidationException as error:
        # Whoever proceeds past wrong events stops at a wrong document; whoever mends a file wants both.
        found = error.findings if events else _all_at_once(body, strict=strict)
        return events, [*found, *rejected]
    return events, [*reader.findings, *rejected]


def _all_at_once(body: bytes, *, strict: bool) -> "Sequence[Finding]":
    """What is wrong with a document that is refused, its head and its events."""
    from datetime import UTC, datetime

    from txng.epcis.errors import ValidationException
    from txng.epcis.reading import open_events

    try:
        return open_events(body, now=datetime.now(UTC), strict=strict).whole().warnings
    except ValidationException as error:
        return error.findings


def _tell(console: Console, name: str, events: int, findings: "list[Finding]", errors: int) -> None:
    warnings = len(findings) - errors
    if errors and not events:
        parts = [_("không đọc được sự kiện nào")]  # "0 events" would praise what could not be read
    else:
        parts = [
            ngettext("%(count)s sự kiện", "%(count)s sự kiện", events) % {"count": number(events)}
        ]
    parts.append(
        ngettext("%(count)d lỗi", "%(count)d lỗi", errors) % {"count": errors}
        if errors
        else _("không có lỗi")
    )
    if warnings:
        parts.append(ngettext("%(count)d lưu ý", "%(count)d lưu ý", warnings) % {"count": warnings})
    console.line(f"{name}: {', '.join(parts)}.")
    for finding in findings:
        word = _("lỗi") if finding.severity == "error" else _("lưu ý")
        message = finding.message if spoken() == "en" else finding.message_vi
        console.line(f"  {word} {finding.rule} {finding.pointer}".rstrip())
        console.line(f"      {message}")


def _list_rules(console: Console) -> None:
    from txng.epcis.rules import RULES

    if console.is_json:
        console.result(
            [
                {"rule": name, "severity": rule.severity, "message": rule.en, "messageVi": rule.vi}
                for name, rule in RULES.items()
            ]
        )
        return
    for name, rule in RULES.items():
        word = _("lỗi") if rule.severity == "error" else _("lưu ý")
        console.line(f"{name} ({word})")
        console.line(f"    {rule.en if spoken() == 'en' else rule.vi}")
