"""txng scan: how often a code was viewed, and an alarm that somebody can explain."""

from datetime import timedelta
from typing import Any

import click

from txng.conf.commands.framework import Group, command, require_initialised
from txng.conf.console import Console, Problem
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_


@click.group("scan", cls=Group, help=N_("Tín hiệu quét mã: xem, và ghi lý do của một cảnh báo."))
def scan() -> None:
    pass


scan.examples = ("txng scan show '(01)09521007000028(21)756LKNKH1T6M'",)


@command(
    "show",
    summary=N_("Mã được xem bao nhiêu lần, có dấu hiệu bị sao chép không, vì sao."),
    examples=("txng scan show '(01)09521007000028(21)756LKNKH1T6M' --json",),
)
@click.argument("code", metavar="CODE")
def show(console: Console, code: str) -> None:
    require_initialised()
    from txng.accounts import actors
    from txng.analytics import queries

    found = queries.views_of(actors.operator(), _path(code))
    members: dict[str, Any] = {
        "views": found.count,
        "first": found.first_on.isoformat() if found.first_on else None,
        "suspect": found.signal.is_suspect,
        "reasons": list(found.signal.reasons),
        "explanation": found.explanation,
    }
    if console.is_json:
        console.result(members)
        return
    for name, value in members.items():
        console.line(f"{name:<12} {', '.join(value) if isinstance(value, list) else value}")


@command(
    "explain",
    summary=N_(
        "Ghi lý do của một cảnh báo (hội chợ, cửa hàng kiểm kho): trang thôi cảnh báo trong số ngày này."
    ),
    examples=("txng scan explain '(01)09521007000028(21)756L' --days 30 --reason 'Hội chợ'",),
)
@click.argument("code", metavar="CODE")
@click.option("--reason", required=True, help=N_("Lý do, một câu."))
@click.option("--days", type=click.IntRange(1, 365), default=30, help=N_("Số ngày; mặc định 30."))
def explain(console: Console, code: str, reason: str, days: int) -> None:
    require_initialised()
    from django.utils import timezone

    from txng.accounts import actors
    from txng.analytics import actions
    from txng.analytics.errors import UnknownCodeError

    until = timezone.localdate() + timedelta(days=days)
    try:
        actions.explain_alarm(by=actors.operator(), code=_path(code), reason=reason, until=until)
    except UnknownCodeError:
        raise Problem(
            "unknown-code",
            _("Chưa ai xem trang của mã này."),
            _("Xem: txng scan show CODE"),
        ) from None
    console.aside(_("Trang của mã thôi cảnh báo đến %(day)s.") % {"day": until.isoformat()})


def _path(code: str) -> str:
    from txng.gs1.errors import Gs1Error
    from txng.gs1.identifier import read_code

    try:
        return read_code(code).canonical.removeprefix("https://id.gs1.org")
    except Gs1Error as error:
        raise Problem(
            "code", error.vi, _("Ví dụ: %(example)s") % {"example": scan.examples[0]}
        ) from None


for _command in (show, explain):
    scan.add_command(_command)
