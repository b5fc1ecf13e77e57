"""txng signer: the process that alone can sign for the log, and remembers what it signed."""

import os
import signal
import threading
from types import FrameType

from txng.conf import env, logs
from txng.conf.children import die_with_parent
from txng.conf.commands import log_problems
from txng.conf.commands.framework import command, setting_problem
from txng.conf.console import Console
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_


@command(
    "signer",
    summary=N_(
        "Ký nhật ký minh bạch: tiến trình riêng, khóa riêng, trí nhớ riêng.\n\n"
        "Chỉ ký khi nhật ký dài thêm từ đúng chỗ đã ký lần trước; không đọc cơ sở dữ liệu."
        " txng serve tự chạy lệnh này. Khi vận hành thật, chạy nó dưới một người dùng khác của"
        " máy, cùng TXNG_SIGNER_FOLDER."
    ),
    examples=("txng signer", "TXNG_SIGNER_FOLDER=/srv/signer txng signer"),
)
def signer(console: Console) -> None:
    die_with_parent()
    try:
        environment = env.read(os.environ)
    except env.SettingError as error:
        raise setting_problem(error) from None
    logs.configure(environment.log_level, environment.log_format)
    from txng.transparency import signer as duty
    from txng.transparency import signer_socket

    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    socket = environment.signer_folder / duty.SOCKET

    def ready() -> None:
        console.aside(_("Trình ký đang nghe ở %(socket)s") % {"socket": socket})

    try:
        with duty.opened(environment.signer_folder, environment.log_origin) as opened:
            signer_socket.serve(socket, opened, stop, ready)
    except duty.CannotStart as error:
        raise log_problems.cannot_start(error.why, str(error)) from None
