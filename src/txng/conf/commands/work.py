"""txng work: what happens without anybody waiting: large documents are stored, subscribers are told."""

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

import click

from txng.conf.children import die_with_parent
from txng.conf.commands.framework import command, require_initialised
from txng.conf.console import Console
from txng.conf.speech import gettext as _
from txng.conf.speech import gettext_noop as N_

if TYPE_CHECKING:
    from txng.accounts.actors import Actor

IDLE_SECONDS = 0.2
UPKEEP_SECONDS = 600
ASKED_SECONDS = 0.5
LETTER_SECONDS = 2
NEWS_SECONDS = 60


@command(
    "work",
    summary=N_(
        "Làm việc nền: ghi nốt các tài liệu lớn, gửi tin cho các bên đăng ký, xóa dấu vết"
        " quét mã đã hết hạn.\n\n"
        "txng serve tự chạy lệnh này bên cạnh máy chủ. Chỉ chạy riêng khi dùng serve --no-worker."
        " Nhiều tiến trình cùng chạy thì một tiến trình gửi, các tiến trình khác chờ thay."
    ),
    examples=("txng work", "txng work --once"),
)
@click.option("--once", is_flag=True, help=N_("Làm hết việc đang chờ rồi dừng."))
def work(console: Console, once: bool) -> None:
    die_with_parent()
    require_initialised()
    if once:
        _once(console)
        return
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    jobs = threading.Thread(target=_finish_jobs, args=(stop,), name="jobs", daemon=True)
    jobs.start()
    upkeep = threading.Thread(target=_keep_promises, args=(stop,), name="upkeep", daemon=True)
    upkeep.start()
    imports = threading.Thread(target=_finish_imports, args=(stop,), name="imports", daemon=True)
    imports.start()
    asked = threading.Thread(target=_tell_what_is_asked, args=(stop,), name="asked", daemon=True)
    asked.start()
    post = _start_post(stop)
    from txng.repository.follow import Follower

    Follower().run(stop)
    jobs.join(30)
    upkeep.join(30)
    imports.join(30)
    asked.join(30)
    for thread in post:
        thread.join(30)


def _once(console: Console) -> None:
    from txng.accounts.actions import letters
    from txng.accounts.actors import operator
    from txng.documents import actions as sheets
    from txng.programme.actions import telling
    from txng.repository import actions
    from txng.repository.follow import Follower

    documents = 0
    while finished := actions.finish_waiting_jobs():
        documents += finished
    while sheets.finish_waiting_imports():
        pass
    follower = Follower()
    deliveries = follower.settle()
    follower.close()
    _forget_once()
    while telling.tell_asked(by=operator()):
        pass
    write_letters()
    while letters.send_waiting(by=_worker()):
        pass
    if console.is_json:
        console.result({"documents": documents, "deliveries": deliveries})
        return
    console.line(
        _("Đã ghi %(documents)d tài liệu đang chờ, gửi %(deliveries)d lượt tin.")
        % {"documents": documents, "deliveries": deliveries}
    )


def _forget_once() -> None:
    from txng.accounts.actions import letters
    from txng.accounts.actors import operator
    from txng.analytics import actions as scans
    from txng.documents import actions as sheets
    from txng.outreach import actions as outreach
    from txng.programme.actions import indicators, telling
    from txng.supervision import actions as reports
    from txng.training import actions as courses

    worker = _worker()
    scans.settle(by=worker)
    reports.forget_senders(by=worker)
    sheets.forget_old_files(by=worker)
    reports.follow_activity(by=worker)
    courses.forget_what_is_overdue(by=worker)
    # numbers of the whole province, for whoever may count it
    telling.tell_beforehand(by=operator())
    indicators.take_due_readings(by=operator())
    outreach.forget_senders(by=worker)
    outreach.check_links(by=worker)
    letters.forget_old_letters(by=worker)


def _worker() -> "Actor":
    from txng.accounts.actors import Actor

    return Actor(None, "", frozenset(), "txng work")


def write_letters() -> int:
    """What the rooms have to tell by e-mail just now; 0 where letters are off (docs/operate/mail.md)."""
    import structlog
    from django.db import DatabaseError

    from txng.accounts import mail
    from txng.documents.actions import letters as documents
    from txng.outreach.actions import letters as outreach
    from txng.programme.actions import letters as programme
    from txng.reports.actions import letters as reports
    from txng.training.actions import letters as training

    if not mail.is_on():
        return 0
    written, log = 0, structlog.get_logger(__name__)
    for room in (documents, outreach, training, programme, reports):
        try:
            written += room.write_letters(by=_worker())
        except DatabaseError:
            raise  # the connection is gone: the loop waits and opens another
        except Exception:  # one room that cannot write must not silence the others
            log.exception("letters_failed", room=room.__name__)
    return written


def _keep_promises(stop: threading.Event) -> None:
    """Destroy the keys of days that are over, and what may not be kept (docs/model/scan-signals.md)."""
    import structlog
    from django.db import DatabaseError, connection

    from txng.repository.connection import usable

    log = structlog.get_logger(__name__)
    while not stop.is_set():
        try:
            usable()
            _forget_once()
        except DatabaseError as error:
            log.error("upkeep_paused", error=type(error).__name__)
            connection.close()
        stop.wait(UPKEEP_SECONDS)
    connection.close()


def _finish_jobs(stop: threading.Event) -> None:
    """In a thread of its own: a document of minutes must not hold up a delivery."""
    from txng.repository import actions

    _keep_at(stop, "jobs", actions.finish_waiting_jobs, IDLE_SECONDS)


def _finish_imports(stop: threading.Event) -> None:
    """Sheets that people sent: checked, written, taken back. In a thread of its own for the same reason."""
    from txng.documents import actions

    _keep_at(stop, "imports", actions.finish_waiting_imports, IDLE_SECONDS)


def _tell_what_is_asked(stop: threading.Event) -> None:
    """Numbers that a page could not wait for: somebody looks at it and waits."""
    from txng.accounts.actors import operator
    from txng.programme.actions import telling

    _keep_at(stop, "figures", lambda: telling.tell_asked(by=operator()), ASKED_SECONDS)


def _start_post(stop: threading.Event) -> list[threading.Thread]:
    """Two loops, one that writes letters and one that sends them; none where letters are off."""
    from txng.accounts import mail
    from txng.accounts.actions import letters

    if not mail.is_on():
        return []

    def write() -> None:
        _keep_at(stop, "news", write_letters, NEWS_SECONDS)

    def send() -> None:
        _keep_at(stop, "letters", lambda: letters.send_waiting(by=_worker()), LETTER_SECONDS)

    threads = [
        threading.Thread(target=write, name="news", daemon=True),
        threading.Thread(target=send, name="letters", daemon=True),
    ]
    for thread in threads:
        thread.start()
    return threads


def _keep_at(stop: threading.Event, name: str, verb: Callable[[], int], idle: float) -> None:
    """Call the verb again and again; it answers how much it did. Where that is nothing, wait."""
    import structlog
    from django.db import DatabaseError, connection

    from txng.repository.connection import usable

    log = structlog.get_logger(__name__)
    paused, failed = f"{name}_paused", f"{name}_failed"
    while not stop.is_set():
        try:
            usable()
            finished = verb()
        except DatabaseError as error:
            log.error(paused, error=type(error).__name__)
            connection.close()
            stop.wait(2)
        except Exception:  # one document, sheet or figure must not end the work on all others
            log.exception(failed)
            stop.wait(2)
        else:
            if not finished:
                stop.wait(idle)
    connection.close()
