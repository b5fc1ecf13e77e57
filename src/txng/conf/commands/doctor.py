"""txng doctor: every check with its verdict, and for each problem the fix.

OK       Thư mục dữ liệu      /srv/txng
HỎNG     Bảng dữ liệu         còn thiếu 2 bước
         └ cách sửa: txng init
"""

import os
import shutil
import socket
import stat
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from txng.conf import env, static
from txng.conf.commands import log_problems
from txng.conf.commands.framework import command, start_django
from txng.conf.console import SYSTEM, Console, Problem, number, told
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_

if TYPE_CHECKING:
    from txng.transparency.queries import Ages, LogState

LEAST_FREE_BYTES = 1_000_000_000
LARGEST_CLOCK_DIFFERENCE_S = 5
LEAST_DAYS_OF_CERTIFICATE = 30
RELEASED = datetime(2026, 11, 1, tzinfo=UTC)  # no honest clock is before this release


@dataclass(frozen=True, slots=True)
class Finding:
    """`fix` is empty when all is well."""

    check: str
    words: str
    fix: str = ""

    @property
    def is_ok(self) -> bool:
        return not self.fix


@command(
    "doctor",
    summary=N_(
        "Khám toàn bộ cài đặt và nói cách sửa từng chỗ hỏng.\n\nChỉ xem, không sửa gì. Mã thoát là 1"
        " nếu có chỗ hỏng."
    ),
    examples=("txng doctor", "txng doctor --port 8080 --json"),
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    help=N_("Cổng sẽ phục vụ; mặc định 8000."),
)
def doctor(console: Console, port: int) -> None:
    findings = []
    for finding in examine(port):
        findings.append(finding)
        console.line(
            f"{_('OK') if finding.is_ok else _('HỎNG'):<6} {finding.check:<22} {finding.words}"
        )
        if not finding.is_ok:
            console.line(f"{'':<6} └ " + _("cách sửa: %(fix)s") % {"fix": finding.fix})
    broken = [finding for finding in findings if not finding.is_ok]
    if console.is_json:
        console.result(
            {
                "ok": not broken,
                "checks": [
                    {"check": f.check, "ok": f.is_ok, "detail": f.words, "fix": f.fix}
                    for f in findings
                ],
            }
        )
    if broken:
        raise click.exceptions.Exit(SYSTEM)


def examine(port: int) -> Iterator[Finding]:
    """Checks in the order in which things depend on each other."""
    try:
        environment = env.read(os.environ)
    except env.SettingError as error:
        yield Finding(_("Thiết lập"), str(error), _("sửa biến môi trường này"))
        return
    yield Finding(_("Thiết lập"), _("các biến TXNG_ đều đọc được"))
    checks: tuple[Callable[[env.Environment], Iterator[Finding]], ...] = (
        _data_folder,
        _secret_key,
        _database,
        _disk,
        _clock,
        _static_files,
        _links,
        _log,
        _mail,
    )
    for check in checks:
        yield from check(environment)
    yield from _port(port)


def _data_folder(environment: env.Environment) -> Iterator[Finding]:
    name, data = _("Thư mục dữ liệu"), environment.data
    if not data.is_dir():
        yield Finding(name, _("%(path)s chưa có") % {"path": data}, "txng init")
    elif not os.access(data, os.W_OK | os.X_OK):
        owner = data.stat().st_uid
        yield Finding(
            name,
            _("%(path)s không cho ghi") % {"path": data},
            _("chạy txng bằng người dùng số %(uid)d, hoặc: chown -R %(me)d %(path)s")
            % {"uid": owner, "me": os.getuid(), "path": data},
        )
    else:
        yield Finding(name, str(data))


def _secret_key(environment: env.Environment) -> Iterator[Finding]:
    name, file = _("Khóa bí mật"), environment.secret_key_file
    if not environment.secret_key:
        yield Finding(name, _("chưa có"), "txng init")
    elif not file.exists():
        yield Finding(name, _("lấy từ TXNG_SECRET_KEY"))
    else:
        mode = stat.S_IMODE(file.stat().st_mode)
        if mode & 0o077:
            yield Finding(
                name,
                _("người khác trên máy đọc được %(path)s") % {"path": file},
                f"chmod 600 {file}",
            )
        else:
            yield Finding(name, str(file))


def _database(environment: env.Environment) -> Iterator[Finding]:
    name, shown = _("Cơ sở dữ liệu"), environment.database.shown
    is_file = environment.database.engine == "sqlite"
    if is_file and not Path(environment.database.name).exists():
        # looking would make an empty file
        yield Finding(name, _("%(path)s chưa có") % {"path": shown}, "txng init")
        return
    try:
        start_django()
    except Problem as problem:
        yield Finding(name, told(problem), _("sửa biến môi trường này"))
        return
    from django.db import DatabaseError

    from txng.conf import health

    try:
        missing = health.unapplied_migrations()
        yield Finding(name, shown)
        yield from _durability(is_file)
        yield from _database_clock()
    except DatabaseError as error:
        words = _("%(database)s không trả lời: %(why)s") % {
            "database": shown,
            "why": str(error).strip().partition("\n")[0],
        }
        yield Finding(
            name,
            words,
            _("kiểm tra đường dẫn và quyền của tệp")
            if is_file
            else _("bật máy chủ PostgreSQL, kiểm tra TXNG_DATABASE_URL và mật khẩu"),
        )
        return
    if missing:
        words = _("còn thiếu %(count)d bước cập nhật") % {"count": len(missing)}
        yield Finding(_("Bảng dữ liệu"), words, "txng init")
    else:
        yield Finding(_("Bảng dữ liệu"), _("đủ cho bản txng này"))


def _durability(is_file: bool) -> Iterator[Finding]:
    """What is acknowledged must survive a power cut."""
    from django.db import connection

    name = _("Chống mất điện")
    questions = (
        {"PRAGMA journal_mode": ("wal",), "PRAGMA synchronous": ("2", "3")}
        if is_file
        else {
            "SHOW fsync": ("on",),
            "SHOW synchronous_commit": ("on", "remote_apply", "remote_write", "local"),
            "SHOW full_page_writes": ("on",),
        }
    )
    answers = {}
    with connection.cursor() as cursor:
        for question in questions:
            cursor.execute(question)
            answers[question] = str(cursor.fetchone()[0])
    wrong = [
        f"{q.split()[1]}={answers[q]}" for q, good in questions.items() if answers[q] not in good
    ]
    if wrong:
        fix = (
            _("để tệp trên đĩa của chính máy này, không phải thư mục mạng")
            if is_file
            else _(
                "đặt lại trong postgresql.conf: fsync, synchronous_commit, full_page_writes = on"
            )
        )
        yield Finding(name, ", ".join(wrong), fix)
    else:
        yield Finding(name, ", ".join(f"{q.split()[1]}={answers[q]}" for q in questions))


def _database_clock() -> Iterator[Finding]:
    from django.db import connection

    if connection.vendor != "postgresql":
        return  # SQLite has no clock of its own
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        difference = abs(cursor.fetchone()[0].timestamp() - time.time())
    words = _("lệch %(seconds).1f giây so với máy này") % {"seconds": difference}
    if difference > LARGEST_CLOCK_DIFFERENCE_S:
        yield Finding(_("Giờ cơ sở dữ liệu"), words, _("bật đồng bộ giờ (NTP) trên cả hai máy"))
    else:
        yield Finding(_("Giờ cơ sở dữ liệu"), words)


def _disk(environment: env.Environment) -> Iterator[Finding]:
    folder = environment.data
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    words = _("còn %(free)s GB trống") % {"free": number(free / 1e9, 1)}
    if free < LEAST_FREE_BYTES:
        yield Finding(
            _("Chỗ trống trên đĩa"), words, _("dọn đĩa, hoặc chuyển TXNG_DATA sang đĩa lớn hơn")
        )
    else:
        yield Finding(_("Chỗ trống trên đĩa"), words)


def _clock(environment: env.Environment) -> Iterator[Finding]:
    """Backwards is what a clock without its battery does; every record time would be wrong."""
    name, fix = _("Đồng hồ"), _("bật đồng bộ giờ: timedatectl set-ntp true")
    now = datetime.now(UTC)
    files = [file for file in environment.data.glob("*") if file.is_file()]
    newest = max((file.stat().st_mtime for file in files), default=0.0)
    if now < RELEASED:
        yield Finding(name, _("máy đang ở năm %(year)d") % {"year": now.year}, fix)
    elif newest > now.timestamp() + 600:
        yield Finding(name, _("có tệp dữ liệu được ghi ở “tương lai”"), fix)
    else:
        yield Finding(name, f"{now:%Y-%m-%d %H:%M} UTC")


def _static_files(environment: env.Environment) -> Iterator[Finding]:
    name, folder = _("Tệp tĩnh"), environment.static_folder / static.fingerprint()
    if folder.is_dir():
        yield Finding(name, str(folder))
    else:
        yield Finding(name, _("chưa có bản nén của bản txng này; trang sẽ tải chậm"), "txng init")


def _links(environment: env.Environment) -> Iterator[Finding]:
    """What the last `txng link check` found; nothing where no links are, or no database."""
    if environment.database.engine == "sqlite" and not Path(environment.database.name).exists():
        return
    try:
        start_django()
        from django.db import DatabaseError
    except Problem:
        return
    from txng.accounts import actors
    from txng.resolver import link_queries

    try:
        watch = link_queries.last_probes(actors.operator())
    except DatabaseError:  # said by another check
        return
    good, bad = watch.counts.get("ok", 0), len(watch.bad)
    if not good + bad + watch.never:
        return
    name = _("Liên kết và tem đã in")
    words = _("%(good)d mở được, %(bad)d hỏng, %(never)d chưa thử") % {
        "good": good, "bad": bad, "never": watch.never,
    }  # fmt: skip
    if bad:
        yield Finding(name, words, _("xem txng link check, báo tổ chức giữ mã sửa hoặc gỡ"))
    elif watch.never:
        yield Finding(name, words, "txng link check")
    else:
        yield Finding(name, words)


def _log(environment: env.Environment) -> Iterator[Finding]:
    """How old the newest checkpoint is for what waits, and how old for the witnesses."""
    name = _("Nhật ký minh bạch")
    if not environment.has_log:
        yield Finding(name, _("đang tắt (TXNG_LOG=0)"))
        return
    if environment.log_origin == env.TRIAL_ORIGIN and environment.base_url.startswith("https://"):
        words = _("tên nhật ký còn là %(name)s, chỉ để dùng thử") % {"name": env.TRIAL_ORIGIN}
        yield Finding(name, words, _("đặt TXNG_LOG_ORIGIN trước sự kiện đầu tiên"))
    if not _has_tables(environment):
        return
    from txng.transparency import queries
    from txng.transparency.halting import Halted

    try:
        state = queries.state_of_log()
    except Halted as error:
        problem = log_problems.halted(error.why, str(error))
        yield Finding(name, problem.sentence, problem.next_step)
        return
    ages = queries.ages(state)
    if ages.waits_too_long:
        words = _("%(count)s sự kiện chờ vào nhật ký đã %(minutes)s phút") % {
            "count": number(state.waiting),
            "minutes": number(ages.waiting_seconds / 60),
        }
        yield Finding(name, words, _("xem txng log status; txng serve phải đang chạy"))
    elif state.newest is None:
        yield Finding(name, _("chưa có mục nào"))
    else:
        words = _("%(size)s mục, điểm mốc mới nhất lúc %(at)s") % {
            "size": number(state.newest.size),
            "at": f"{state.newest.signed_at:%Y-%m-%d %H:%M} UTC",
        }
        yield Finding(name, words)
    yield from _witnesses(state, ages)
    if environment.log_tsa:
        yield from _time_stamps(environment)


def _time_stamps(environment: env.Environment) -> Iterator[Finding]:
    from txng.transparency.anchors import rfc3161

    name = _("Dấu thời gian")
    if environment.log_tsa_chain is None:
        yield Finding(name, _("thiếu chứng thư của dịch vụ"), _("đặt TXNG_LOG_TSA_CHAIN"))
        return
    try:
        chain = rfc3161.certificates(environment.log_tsa_chain)
    except rfc3161.AnchorError as error:
        yield Finding(name, str(error), _("sửa tệp mà TXNG_LOG_TSA_CHAIN chỉ tới"))
        return
    ends = min((one.not_valid_after_utc for one in chain), default=datetime.now(UTC))
    days = (ends - datetime.now(UTC)).days
    words = _("chứng thư của dịch vụ còn hạn %(days)s ngày") % {"days": number(days)}
    if days < LEAST_DAYS_OF_CERTIFICATE:
        yield Finding(name, words, _("xin chứng thư mới rồi thay TXNG_LOG_TSA_CHAIN"))
    else:
        yield Finding(name, words)


def _witnesses(state: "LogState", ages: "Ages") -> Iterator[Finding]:
    name = _("Nhân chứng")
    if state.asks_no_witness:
        yield Finding(name, _("chưa có chính sách nhân chứng (chỉ để dùng thử)"))
    elif ages.unwitnessed == "red":
        words = _("chưa đủ nhân chứng ký từ %(hours)s giờ nay") % {
            "hours": number(ages.unwitnessed_seconds / 3600)
        }
        yield Finding(name, words, _("gọi các nhân chứng chạy txng witness visit"))
    elif ages.unwitnessed == "amber":
        words = _("đang chờ nhân chứng %(minutes)s phút") % {
            "minutes": number(ages.unwitnessed_seconds / 60)
        }
        yield Finding(name, words)
    else:
        yield Finding(name, _("%(count)s nhân chứng đã ký") % {"count": len(state.witnesses)})


def _mail(environment: env.Environment) -> Iterator[Finding]:
    """Whether letters are on, and whether the server lets us in; nothing is sent."""
    name = _("Thư điện tử")
    if environment.smtp is None:
        yield Finding(name, _("đang tắt (chưa đặt TXNG_SMTP_URL)"))
        return
    shown = environment.smtp.shown
    try:
        start_django()
    except Problem:  # said by another check
        return
    from txng.accounts import mail

    try:
        with mail.line():
            pass
    except mail.ServerTroubleError as error:
        words = _("máy chủ %(server)s không trả lời đúng: %(why)s") % {
            "server": shown,
            "why": error,
        }
        yield Finding(name, words, _("kiểm tra TXNG_SMTP_URL, rồi txng mail test"))
    else:
        yield Finding(name, _("bật, gửi qua %(server)s") % {"server": shown})


def _has_tables(environment: env.Environment) -> bool:
    """False also where looking would make an empty file; `_database` has told why."""
    from django.apps import apps
    from django.db import DatabaseError

    from txng.conf import health

    database = environment.database
    if not apps.ready or (database.engine == "sqlite" and not Path(database.name).exists()):
        return False
    try:
        return not health.unapplied_migrations()
    except DatabaseError:
        return False


def _port(port: int) -> Iterator[Finding]:
    name = _("Cổng %(port)d") % {"port": port}
    with socket.socket() as probe:
        probe.settimeout(2)
        if probe.connect_ex(("127.0.0.1", port)) != 0:
            yield Finding(name, _("còn trống"))
            return
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            is_ours = answer.read() == b'{"status":"ok"}'
    except (OSError, urllib.error.URLError, ValueError):
        is_ours = False
    if is_ours:
        yield Finding(name, _("txng đang phục vụ"))
    else:
        yield Finding(
            name, _("chương trình khác đang dùng"), _("txng serve --port với một cổng khác")
        )
