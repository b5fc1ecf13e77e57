"""txng monitor: follow somebody's log from outside, and never forget what it showed."""

from pathlib import Path

import click

from txng.conf.commands.framework import command
from txng.conf.console import SYSTEM, Console, Problem, number
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_


@command(
    "monitor",
    summary=N_(
        "Theo dõi một nhật ký minh bạch từ bên ngoài: đọc mọi mục mới, tính lại gốc, nhớ mãi.\n\n"
        "NGUỒN là địa chỉ của một tập (https://.../log/2026) hoặc thư mục chép các tệp của nó. Chạy"
        " từ cron; không cần cơ sở dữ liệu. Mã thoát là 1 khi nhật ký tự mâu thuẫn, kèm hai điểm mốc"
        " có chữ ký làm bằng chứng."
    ),
    examples=("txng monitor https://txng.example.vn/log/2026 --policy policy.txt",),
)
@click.argument("source", metavar=N_("NGUỒN"))
@click.option(
    "--policy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help=N_("Tệp chính sách: tin nhật ký nào, nhân chứng nào."),
)
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("monitor.sqlite3"),
    help=N_("Tệp nhớ những gì đã thấy; mặc định monitor.sqlite3."),
)
def monitor(console: Console, source: str, policy: Path, state: Path) -> None:
    from txng.tlog.errors import TlogError
    from txng.tlog.policy import parse_policy
    from txng.transparency import monitoring
    from txng.transparency.sources import Unreachable, open_source

    memory = monitoring.opened(state)
    try:
        seen = monitoring.look(open_source(source), parse_policy(policy.read_bytes()), memory)
    except Unreachable as error:
        raise unreachable(error) from None
    except monitoring.Caught as caught:
        raise Problem(
            "log-contradicts-itself",
            _("Nhật ký tự mâu thuẫn: những gì đã công bố trước đây bị thay đổi hoặc rút lại."),
            _("Giữ hai điểm mốc dưới đây làm bằng chứng và báo cho các nhân chứng khác."),
            exit_status=SYSTEM,
            details=(
                str(caught),
                *caught.before.decode().split("\n"),
                *caught.now.decode().split("\n"),
            ),
            members={
                "reason": str(caught),
                "before": caught.before.decode(),
                "now": caught.now.decode(),
            },
        ) from None
    except TlogError as error:
        raise Problem(
            "log-not-believed",
            str(error.vi),
            _("Xem lại NGUỒN và tệp chính sách."),
            exit_status=SYSTEM,
            details=(str(error),),
            members={"reason": str(error)},
        ) from None
    finally:
        memory.close()
    new = seen.checkpoint.size - seen.before
    if console.is_json:
        console.result(
            {
                "origin": seen.checkpoint.origin,
                "size": seen.checkpoint.size,
                "root": seen.checkpoint.root.hex(),
                "new": new,
                "kinds": dict(seen.kinds),
                "witnesses": [{"name": one.name, "time": one.at} for one in seen.witnesses],
                "acts": [
                    {"index": index, "kind": entry.kind, **entry.clear}
                    for index, entry in seen.acts
                ],
            }
        )
        return
    console.line(
        _("%(origin)s: %(size)s mục, %(new)s mục mới, %(count)s nhân chứng; gốc đúng.")
        % {
            "origin": seen.checkpoint.origin,
            "size": number(seen.checkpoint.size),
            "new": number(new),
            "count": number(len(seen.witnesses)),
        }
    )
    for index, entry in seen.acts:
        told = " · ".join(f"{name} {value}" for name, value in entry.clear.items())
        console.line(f"{index}  {entry.kind}  {told}")


def unreachable(error: Exception) -> Problem:
    return Problem(
        "log-unreachable",
        _("Không đọc được nhật ký."),
        _("Kiểm tra địa chỉ hoặc thư mục rồi chạy lại."),
        exit_status=SYSTEM,
        details=(str(error),),
        members={"reason": str(error)},
    )
