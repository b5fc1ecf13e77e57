"""txng log: the public log from the inside: how far it is, going on with it, making its files again."""

import signal
import threading
from datetime import datetime
from types import FrameType
from typing import TYPE_CHECKING

import click

from txng.conf.children import die_with_parent
from txng.conf.commands import log_problems
from txng.conf.commands.framework import Group, command, require_initialised
from txng.conf.console import SYSTEM, Console, Problem, number
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_

if TYPE_CHECKING:
    from txng.transparency.integrator import Integrator


@click.group(
    "log",
    cls=Group,
    help=N_("Nhật ký minh bạch: xem đã ghi tới đâu, ghi tiếp, dựng lại các tệp."),
)
def log() -> None:
    pass


log.examples = ("txng log status", "txng log integrate --once")


@command(
    "status",
    summary=N_("Nhật ký có bao nhiêu mục, còn bao nhiêu sự kiện chờ, ai đã chứng kiến."),
    examples=("txng log status", "txng log status --json"),
)
def status(console: Console) -> None:
    require_initialised()
    from txng.transparency import queries
    from txng.transparency.halting import Halted

    try:
        found = queries.state_of_log()
    except Halted as error:
        raise log_problems.halted(error.why, str(error)) from None
    if console.is_json:
        console.result(found.as_dict())
        return
    if found.newest is None:
        console.line(_("Nhật ký chưa có mục nào."))
    else:
        console.line(_("Nhật ký: %(origin)s") % {"origin": found.newest.origin})
        console.line(
            _("Đã ký %(size)s mục, lần cuối lúc %(at)s")
            % {"size": number(found.newest.size), "at": _shown(found.newest.signed_at)}
        )
        console.line(
            _("Đã công bố %(size)s mục, %(count)s nhân chứng")
            % {"size": number(found.published), "count": number(len(found.witnesses))}
        )
        console.line(_("Khóa kiểm: %(vkey)s") % {"vkey": found.newest.vkey})
    console.line(_("Đang chờ: %(count)s sự kiện và việc") % {"count": number(found.waiting)})


@command(
    "integrate",
    summary=N_(
        "Ghi sự kiện và việc công vụ mới vào nhật ký minh bạch.\n\n"
        "txng serve tự chạy lệnh này cùng txng signer. --once: ghi hết những gì đang chờ rồi dừng."
    ),
    examples=("txng log integrate", "txng log integrate --once"),
)
@click.option("--once", is_flag=True, help=N_("Ghi hết những gì đang chờ rồi dừng."))
def integrate(console: Console, once: bool) -> None:
    die_with_parent()
    require_initialised()
    _require_log()
    from txng.tlog.errors import Refused
    from txng.transparency import anchoring
    from txng.transparency.halting import Halted
    from txng.transparency.pushing import Pusher
    from txng.transparency.signer_socket import SignerAway

    working = _integrator()
    try:
        if once:
            made = working.catch_up()
            if console.is_json:
                console.result({"entries": made})
                return
            console.line(_("Đã ghi thêm %(count)s mục vào nhật ký.") % {"count": number(made)})
            return
        stop = threading.Event()

        def end(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        for beside in (Pusher().run, anchoring.run):
            threading.Thread(target=beside, args=(stop,), daemon=True).start()
        working.run(stop)
    except Halted as error:
        raise log_problems.halted(error.why, str(error)) from None
    except SignerAway as error:
        raise log_problems.signer_away(str(error)) from None
    except Refused as error:
        raise log_problems.halted("forked", f"{error.status} {error}") from None


@command(
    "rebuild",
    summary=N_(
        "Dựng lại các tệp đã mất của nhật ký từ cơ sở dữ liệu.\n\n"
        "Chỉ ghi khi cây dựng lại đúng như trình ký đã ký; dừng txng serve trước khi chạy."
    ),
    examples=("txng log rebuild",),
)
def rebuild(console: Console) -> None:
    require_initialised()
    _require_log()
    from txng.transparency import recovery
    from txng.transparency.halting import Halted
    from txng.transparency.signer_socket import SignerAway

    try:
        made = recovery.rebuild(_integrator())
    except Halted as error:
        raise log_problems.halted(error.why, str(error)) from None
    except SignerAway as error:
        raise log_problems.signer_away(str(error)) from None
    if console.is_json:
        console.result({"entries": made})
        return
    console.line(_("Đã dựng lại %(count)s mục; gốc đúng như đã ký.") % {"count": number(made)})


@command(
    "adopt-key",
    summary=N_(
        "Đi tiếp với một trình ký mới sau khi khóa cũ bị mất hoặc lộ.\n\n"
        "Việc đổi khóa thành hai mục trong nhật ký, ai cũng thấy. Trước đó: dừng txng serve, cất thư"
        " mục cũ của trình ký, chạy txng init rồi txng signer. LÝ DO là một câu ngắn."
    ),
    examples=("txng log adopt-key 'ổ đĩa của trình ký hỏng ngày 28/11'",),
)
@click.argument("reason", metavar=N_("LÝ DO"))
def adopt_key(console: Console, reason: str) -> None:
    require_initialised()
    _require_log()
    from txng.transparency import recovery
    from txng.transparency.halting import Halted
    from txng.transparency.signer_socket import SignerAway

    try:
        key = recovery.adopt_key(_integrator(), reason)
    except Halted as error:
        raise log_problems.halted(error.why, str(error)) from None
    except SignerAway as error:
        raise log_problems.signer_away(str(error)) from None
    if console.is_json:
        console.result({"key": key})
        return
    console.line(_("Khóa kiểm mới: %(key)s") % {"key": key})
    console.aside(_("Gửi khóa mới cho mọi nhân chứng và người theo dõi để sửa tệp chính sách."))


@command(
    "accept-loss",
    summary=N_(
        "Đi tiếp sau khi cơ sở dữ liệu phải phục hồi từ một bản sao cũ và không còn bản mới hơn.\n\n"
        "Các mục đã ký mà cơ sở dữ liệu không còn biết vẫn nằm trong nhật ký nhưng không mở được nữa;"
        " một mục mới nói rõ điều đó cho mọi người. LÝ DO là một câu ngắn."
    ),
    examples=("txng log accept-loss 'mất ổ đĩa ngày 28/11, bản sao cuối lúc 03:00'",),
)
@click.argument("reason", metavar=N_("LÝ DO"))
def accept_loss(console: Console, reason: str) -> None:
    require_initialised()
    _require_log()
    from txng.transparency import recovery
    from txng.transparency.halting import Halted
    from txng.transparency.signer_socket import SignerAway

    try:
        first, end = recovery.accept_loss(_integrator(), reason)
    except Halted as error:
        raise log_problems.halted(error.why, str(error)) from None
    except SignerAway as error:
        raise log_problems.signer_away(str(error)) from None
    if console.is_json:
        console.result({"first": first, "end": end})
        return
    console.line(
        _("Các mục %(first)s đến %(last)s không mở được nữa; nhật ký đi tiếp phía sau.")
        % {"first": number(first), "last": number(end - 1)}
    )


for _command in (status, integrate, rebuild, adopt_key, accept_loss):
    log.add_command(_command)


def _integrator() -> "Integrator":
    from django.conf import settings

    from txng.transparency.integrator import Integrator
    from txng.transparency.signer import SOCKET
    from txng.transparency.signer_socket import SignerClient

    client = SignerClient(settings.SIGNER_FOLDER / SOCKET)
    return Integrator(settings.LOG_FOLDER, settings.LOG_ORIGIN, client)


def _require_log() -> None:
    from django.conf import settings

    if not settings.HAS_LOG:
        raise Problem(
            "no-log",
            _("Nhật ký minh bạch đang tắt."),
            _("Bỏ TXNG_LOG=0 rồi chạy lại."),
            exit_status=SYSTEM,
        )


def _shown(moment: datetime) -> str:
    from django.utils import timezone

    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"
