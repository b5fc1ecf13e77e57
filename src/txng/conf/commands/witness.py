"""txng witness: an office computer sees that a log only grows, and signs that it saw it."""

import signal
import threading
import time
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from txng.conf.commands.framework import Group, command
from txng.conf.commands.monitor import unreachable
from txng.conf.console import SYSTEM, Console, Problem, number
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_

if TYPE_CHECKING:
    from txng.transparency.witnessing import Logs

_FOLDER = click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("witness"),
    help=N_("Thư mục giữ khóa và trí nhớ của nhân chứng; mặc định witness."),
)
_LOGS = click.option(
    "--log",
    "logs",
    multiple=True,
    metavar="VKEY",
    help=N_("Khóa kiểm của nhật ký được chứng kiến; lặp lại cho nhiều nhật ký."),
)
_POLICY = click.option(
    "--policy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=N_("Tệp chính sách có các dòng log; thay cho --log."),
)


@click.group(
    "witness",
    cls=Group,
    help=N_(
        "Làm nhân chứng cho một nhật ký minh bạch: thấy nó chỉ dài thêm thì ký.\n\n"
        "Không cần cơ sở dữ liệu, không cần máy chủ: chạy được trên máy tính văn phòng."
    ),
)
def witness() -> None:
    pass


witness.examples = (
    "txng witness begin so-y-te.example.vn/nhan-chung",
    "txng witness visit https://txng.example.vn/log/2026 --policy policy.txt",
)


@command(
    "begin",
    summary=N_(
        "Tạo khóa và trí nhớ của một nhân chứng mới, in dòng khóa để đưa vào tệp chính sách.\n\n"
        "TÊN là một địa chỉ không có https:// mà đơn vị giữ mãi."
    ),
    examples=("txng witness begin so-y-te.example.vn/nhan-chung --folder nhan-chung",),
)
@click.argument("name", metavar=N_("TÊN"))
@_FOLDER
def begin(console: Console, name: str, folder: Path) -> None:
    from txng.tlog.errors import MalformedError
    from txng.transparency import witnessing

    try:
        vkey = witnessing.begin(folder, name)
    except MalformedError as error:
        raise Problem(
            "witness-name",
            _("Tên nhân chứng không được có dấu cách hoặc dấu cộng."),
            _("Ví dụ: so-y-te.example.vn/nhan-chung"),
            details=(str(error),),
        ) from None
    except witnessing.WitnessError as error:
        raise Problem(
            "witness-exists",
            _("Thư mục %(folder)s đã có một nhân chứng.") % {"folder": folder},
            _("Chọn --folder khác; đừng xóa trí nhớ của nhân chứng đang dùng."),
            details=(str(error),),
        ) from None
    if console.is_json:
        console.result({"key": str(vkey)})
        return
    console.line(str(vkey))
    console.aside(_("Gửi dòng khóa này cho nơi vận hành nhật ký để ghi vào tệp chính sách."))


@command(
    "visit",
    summary=N_(
        "Đến xem một lần: lấy điểm mốc và các ô băm, so với lần trước, ký, gửi chữ ký về.\n\n"
        "NGUỒN là địa chỉ của một tập (https://.../log/2026) hoặc thư mục chép các tệp. Với địa chỉ,"
        " chữ ký được gửi về NGUỒN/cosignature; với thư mục, hoặc khi có -o, được ghi ra tệp. Chạy"
        " mỗi giờ từ cron."
    ),
    examples=("txng witness visit https://txng.example.vn/log/2026 --policy policy.txt",),
)
@click.argument("source", metavar=N_("NGUỒN"))
@_FOLDER
@_LOGS
@_POLICY
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help=N_("Ghi điểm mốc kèm chữ ký ra tệp này thay vì gửi đi."),
)
def visit(
    console: Console,
    source: str,
    folder: Path,
    logs: tuple[str, ...],
    policy: Path | None,
    output: Path | None,
) -> None:
    from txng.tlog.errors import Refused, TlogError
    from txng.transparency import witnessing
    from txng.transparency.sources import HttpSource, Unreachable, open_source

    watched = _watched(logs, policy)
    try:
        with witnessing.opened(folder, time.time) as working:
            found = open_source(source)
            note = working.visit(found, watched)
            if isinstance(found, HttpSource) and output is None:
                status, answer = found.post("cosignature", note.encode())
                if status == 403:
                    raise Problem(
                        "witness-unknown",
                        _("Nơi vận hành chưa nhận chữ ký: nhân chứng này chưa có trong chính sách"
                          " của nhật ký."),
                        _("Gửi dòng khóa (txng witness begin đã in ra) cho nơi vận hành."),
                        exit_status=SYSTEM,
                    )  # fmt: skip
                if status != 200:
                    raise Unreachable(f"{source}/cosignature: {status} {answer[:200]!r}")
            else:
                target = output or Path("cosignature")
                target.write_bytes(note.encode())
    except Unreachable as error:
        raise unreachable(error) from None
    except Refused as refused:
        raise Problem(
            "witness-refuses",
            _("Nhân chứng không ký: nhật ký này không dài thêm từ những gì đã thấy."),
            _("Báo ngay cho nơi vận hành và các nhân chứng khác; đừng xóa trí nhớ."),
            exit_status=SYSTEM,
            details=(f"{refused.status} {refused}",),
            members={"status": refused.status, "reason": str(refused)},
        ) from None
    except TlogError as error:
        raise Problem(
            "log-not-believed",
            str(error.vi),
            _("Xem lại NGUỒN và khóa kiểm của nhật ký."),
            exit_status=SYSTEM,
            details=(str(error),),
        ) from None
    except witnessing.WitnessError as error:
        raise _no_witness(error) from None
    size = int(note.text.split("\n")[1])
    if console.is_json:
        console.result({"origin": note.text.split("\n")[0], "size": size})
        return
    console.line(_("Đã chứng kiến %(size)s mục.") % {"size": number(size)})


@command(
    "serve",
    summary=N_(
        "Mở cửa để nhật ký tự đến xin chữ ký (POST /add-checkpoint).\n\n"
        "Đặt sau một máy chủ có TLS; địa chỉ ghi vào dòng witness của tệp chính sách."
    ),
    examples=("txng witness serve --policy policy.txt --port 8090",),
)
@_FOLDER
@_LOGS
@_POLICY
@click.option("--host", default="127.0.0.1", help=N_("Địa chỉ mạng để nghe; mặc định 127.0.0.1."))
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8090, help=N_("Cổng; mặc định 8090.")
)
def serve(
    console: Console, folder: Path, logs: tuple[str, ...], policy: Path | None, host: str, port: int
) -> None:
    from txng.transparency import witness_server, witnessing

    watched = _watched(logs, policy)
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    try:
        with witnessing.opened(folder, time.time) as working:
            listening = witness_server.server(host, port, working, watched)
            console.aside(
                _("Nhân chứng đang nghe ở %(address)s") % {"address": f"http://{host}:{port}"}
            )
            witness_server.serve_until(stop, listening)
    except witnessing.WitnessError as error:
        raise _no_witness(error) from None


for _command in (begin, visit, serve):
    witness.add_command(_command)


def _watched(logs: tuple[str, ...], policy: Path | None) -> "Logs":
    from txng.tlog.errors import MalformedError
    from txng.transparency import witnessing

    try:
        watched = witnessing.logs_in(logs, [] if policy is None else [policy.read_bytes()])
    except MalformedError as error:
        raise Problem(
            "log-key",
            _("Khóa kiểm của nhật ký không đọc được."),
            _("Chép đúng dòng khóa từ trang của nhật ký."),
            details=(str(error),),
        ) from None
    if not watched:
        raise Problem(
            "log-key",
            _("Chưa biết chứng kiến nhật ký nào."),
            _("Thêm --log với khóa kiểm, hoặc --policy với một tệp có dòng log."),
        )
    return watched


def _no_witness(error: Exception) -> Problem:
    return Problem(
        "no-witness",
        _("Thư mục này không có nhân chứng dùng được."),
        _("Chạy txng witness begin lần đầu; nếu trí nhớ đã mất, tạo nhân chứng mới với tên mới."),
        exit_status=SYSTEM,
        details=(str(error),),
        members={"reason": str(error)},
    )
