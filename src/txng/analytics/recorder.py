"""Views wait in memory for a few seconds and are written together: a scan never waits for a count.

    note(environ, code) ──> list in memory ──every 5 s──> actions.record_views
                             at most 5,000; beyond that counts are lost

What waits is lost when the process is killed: a few counts, never an event. The address of a device stands
in memory until it is hashed, at most as long as that, and is written nowhere.
"""

import atexit
import os
import threading
from collections.abc import Mapping
from typing import Any, Final

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.analytics import actions, rules
from txng.analytics.actions import View

FLUSH_SECONDS: Final = 5.0
MOST_WAITING: Final = 5_000
SYSTEM: Final = Actor(None, "", frozenset(), "scan counter")

log = structlog.get_logger(__name__)


class Recorder:
    """One per process; its thread begins with the first view, after the server has forked."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str, str], View] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._process = 0
        self._wake = threading.Event()

    def note(self, environ: Mapping[str, Any], code: str) -> bool:
        """Whether this request counts as a view of the page of `code`."""
        told = environ.get
        purpose = told("HTTP_SEC_PURPOSE") or told("HTTP_PURPOSE") or told("HTTP_X_MOZ") or ""
        agent = told("HTTP_USER_AGENT", "")
        if not rules.is_view(
            environ["REQUEST_METHOD"], agent, purpose, told("HTTP_SEC_FETCH_DEST", "")
        ):
            return False
        place = rules.place_of(told(settings.EDGE_PLACE, "")) if settings.EDGE_PLACE else ""
        address = told(settings.EDGE_ADDRESS or "REMOTE_ADDR", "")
        device = f"{address}\n{agent}\n{told('HTTP_ACCEPT_LANGUAGE', '')}"
        key = (code, device, place)
        with self._lock:
            if len(self._waiting) >= MOST_WAITING:
                return False
            if key not in self._waiting:
                self._waiting[key] = View(code, timezone.now(), device, place)
            if self._process != os.getpid():
                self._start()
        return True

    def _start(self) -> None:
        self._process = os.getpid()
        self._thread = threading.Thread(target=self._run, name="scan-counter", daemon=True)
        self._thread.start()
        atexit.register(self.flush)

    def _run(self) -> None:
        while not self._wake.wait(FLUSH_SECONDS):
            self.flush()

    def flush(self) -> int:
        """Write down what waits; how many counted. A database that is away loses them."""
        with self._lock:
            views, self._waiting = list(self._waiting.values()), {}
        if not views:
            return 0
        try:
            return actions.record_views(by=SYSTEM, views=views)
        except DatabaseError as error:
            log.warning("scans_lost", views=len(views), error=type(error).__name__)
            connection.close()
            return 0


RECORDER: Final = Recorder()
