"""txng mail: whether letters can be sent."""

import click

from txng.conf.commands.framework import Group, command, start_django
from txng.conf.console import SYSTEM, Console, Problem
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_


@click.group("mail", cls=Group, help=N_("Thử việc gửi thư điện tử."))
def mail() -> None:
    pass


mail.examples = ("txng mail test ten@donvi.vn",)


@command(
    "test",
    summary=N_(
        "Gửi ngay một thư thử đến một địa chỉ, và nói máy chủ thư trả lời gì.\n\n"
        "Cần TXNG_SMTP_URL và TXNG_MAIL_FROM. Máy chủ nhận thư chưa có nghĩa là thư đã đến: xem hộp thư"
        " của người nhận."
    ),
    examples=("txng mail test ten@donvi.vn",),
)
@click.argument("address")
def test(console: Console, address: str) -> None:
    start_django()
    from django.conf import settings

    from txng.accounts import mail as letters
    from txng.accounts import rules

    kept = rules.tidy_address(address)
    if not kept:
        raise Problem(
            "mail",
            _("Cần một địa chỉ như ten@donvi.vn, nhưng nhận được “%(got)s”.")
            % {"got": address[:100]},
            _("Gõ lại địa chỉ, không kèm tên."),
        )
    smtp = settings.SMTP
    if smtp is None:
        raise Problem(
            "mail",
            _("Gửi thư đang tắt: chưa đặt TXNG_SMTP_URL."),
            _("Xem docs/operate/mail.md, đặt TXNG_SMTP_URL và TXNG_MAIL_FROM rồi thử lại."),
            exit_status=SYSTEM,
        )
    server = smtp.shown
    try:
        with letters.line() as line:
            answer = letters.hand_over(line, letters.trial(kept))
    except letters.ServerTroubleError as error:
        raise Problem(
            "mail",
            _("Máy chủ thư %(server)s không nhận: %(why)s") % {"server": server, "why": error},
            _("Kiểm tra máy, cổng, tls, người dùng và mật khẩu trong TXNG_SMTP_URL."),
            exit_status=SYSTEM,
        ) from None
    if answer.kind != "taken":
        raise Problem(
            "mail",
            _("Máy chủ thư %(server)s trả lời: %(words)s")
            % {"server": server, "words": answer.words},
            _("Kiểm tra địa chỉ, và TXNG_MAIL_FROM có được phép gửi không."),
            exit_status=SYSTEM,
        )
    if console.is_json:
        console.result({"sent": True, "server": server, "to": kept})
        return
    console.line(
        _("Máy chủ %(server)s đã nhận thư gửi đến %(address)s.")
        % {"server": server, "address": kept}
    )


mail.add_command(test)
