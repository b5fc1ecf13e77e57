"""Scan pages that were made a moment ago, in front of Django: given out again while nothing changed.

    GET /01/.. ──> key: path, query, language, gzip ──> known? ──> did anything happen? ──no──> the same bytes
                                                                     │ yes
                              drop the pages that speak of the things the new events name; make it anew

**Exact.** A worker remembers up to which record time it has read the journal, and looks there before every
answer: two steps at the end of two indexes. What is newer is read: a page goes when a new event names
anything that the page is made from (its lot, its ingredients, the boxes it travelled in). Everything goes
when master data changed, when an event declares another one an error, and when more happened than is
worth reading. So a recall is never hidden, not for a second, by no worker.

Whether a label is live stands in no journal of events: a page remembers what barcodes answered when it was
made (`rests_on`), and the question is put again before the page is given out: one row by its key. So is the
number of steps that the register of certificates took (`registered.steps`), looked for once a second: a
suspension shows a second later. Whether the notices of recalls changed (`ordered.rests_on`) is asked
before every answer, as the journal is: what an agency calls back is never shown as good, not for a second.

What nobody asks again (counts of scans, the state of the log, a certificate that ends at midnight) may be
KEPT_SECONDS old. Links are not affected: the resolver's door stands in front and asks first.

Only a GET without cookies, or with that of the language, and only pages of codes that somebody told of;
so nobody's invented codes fill the memory. Views are counted here, whoever answers.

ADR 0015.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs

from django.conf import settings
from django.db import DatabaseError

from txng.analytics.recorder import RECORDER
from txng.repository.queries import changes
from txng.repository.queries.changes import Changes
from txng.resolver.page import Asked
from txng.ui.language import PARAMETER, chosen

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

SCANNED: Final = "txng.scanned"  # in the environ: what the view tells about the page it made
KEPT_SECONDS: Final = 60.0
MOST_PAGES: Final = 2_000
MOST_BYTES: Final = 64 * 1024 * 1024
MOST_THINGS: Final = 3_000  # of one page; beyond that it is made anew each time
LONGEST_QUERY: Final = 200
COUNTED: Final = frozenset({"200"})


class Scanned(NamedTuple):
    """`code` is counted as viewed ("" for none); `depends_on` are the names that may change the page, and
    `rests_on` the questions whose answers may."""

    code: str
    depends_on: frozenset[str]
    rests_on: tuple[Asked, ...] = ()


class Key(NamedTuple):
    path: str
    query: str
    language: str
    is_zipped: bool


@dataclass(slots=True)
class Page:
    headers: list[tuple[str, str]]
    body: bytes
    code: str
    depends_on: frozenset[int]
    until: float
    rests_on: tuple[Asked, ...] = ()

    def still_holds(self) -> bool:
        return self.until >= time.monotonic() and all(
            asked.question() == asked.answer for asked in self.rests_on
        )


@dataclass(slots=True)
class KeptPages:
    """Of one process. `position` is how far the journal was read; pages made from less are not kept."""

    position: Changes | None = None
    bytes: int = 0
    _pages: "OrderedDict[Key, Page]" = field(default_factory=OrderedDict)
    _by_thing: dict[int, set[Key]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Key) -> Page | None:
        """Call `catch_up` first: a page is only as good as the last look at the journal.

        Raises DatabaseError.
        """
        page = self._pages.get(key)
        if page is not None and not page.still_holds():
            with self._lock:
                self._drop(key)
            return None
        return page

    def catch_up(self) -> Changes:
        """Look whether anything was recorded, and drop what it touches. Returns the position reached."""
        newest = changes.newest_changes()
        known = self.position
        if newest == known:
            return newest
        names: frozenset[str] | None = None
        if known is not None and newest.declaration == known.declaration:
            names = changes.things_recorded_since(known, newest)
        with self._lock:
            if self.position == known:  # else another thread has caught up meanwhile
                if names is None:
                    self._forget()
                else:
                    for name in names:
                        for key in tuple(self._by_thing.get(hash(name), ())):
                            self._drop(key)
                self.position = newest
        return newest

    def put(self, key: Key, page: Page, made_at: Changes) -> bool:
        """Keep a page whose making began at this position; not when anything happened since."""
        size = len(page.body)
        with self._lock:
            if (
                self.position != made_at
                or len(page.depends_on) > MOST_THINGS
                or size > MOST_BYTES // 8
            ):
                return False
            self._drop(key)
            self._pages[key] = page
            self.bytes += size
            for thing in page.depends_on:
                self._by_thing.setdefault(thing, set()).add(key)
            while len(self._pages) > MOST_PAGES or self.bytes > MOST_BYTES:
                self._drop(next(iter(self._pages)))
        return True

    def forget(self) -> None:
        with self._lock:
            self._forget()
            self.position = None

    def _forget(self) -> None:
        self._pages.clear()
        self._by_thing.clear()
        self.bytes = 0

    def _drop(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        if page is None:
            return
        self.bytes -= len(page.body)
        for thing in page.depends_on:
            keys = self._by_thing.get(thing)
            if keys is not None:
                keys.discard(key)
                if not keys:
                    del self._by_thing[thing]


KEPT: Final = KeptPages()


def beside(people: Application, kept: KeptPages = KEPT) -> Application:
    """`people` is Django. Everything but a plain GET of a scan page is handed on as it is."""

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        key = key_of(environ)
        if key is None:
            return _counted(people, environ, start_response)
        try:
            position = kept.catch_up()
            page = kept.get(key)
        except DatabaseError:  # the page itself says what is wrong
            return people(environ, start_response)
        if page is None:
            return _made(people, kept, key, position, environ, start_response)
        if page.code:
            RECORDER.note(environ, page.code)
        start_response("200 OK", list(page.headers))
        return [page.body]

    return application


def key_of(environ: dict[str, Any]) -> Key | None:
    """None for a request whose answer is not kept."""
    query = environ.get("QUERY_STRING", "")
    if environ["REQUEST_METHOD"] != "GET" or len(query) > LONGEST_QUERY:
        return None
    if "HTTP_AUTHORIZATION" in environ:
        return None
    language = ""
    if cookies := environ.get("HTTP_COOKIE", ""):
        try:
            told = SimpleCookie(cookies)
        except CookieError:
            return None
        if set(told) != {settings.LANGUAGE_COOKIE_NAME}:
            return None
        language = told[settings.LANGUAGE_COOKIE_NAME].value
    parameter = parse_qs(query).get(PARAMETER, [""])[-1] if PARAMETER in query else ""
    return Key(
        environ.get("RAW_URI") or environ["PATH_INFO"],
        query,
        chosen(parameter[:20], language[:20], environ.get("HTTP_ACCEPT_LANGUAGE", "")[:500]),
        "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""),
    )


def _counted(people: Application, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Django's answer, counted as a view where it is one."""
    seen = _listening(start_response)
    body = people(environ, seen)
    told = environ.get(SCANNED)
    if isinstance(told, Scanned) and told.code and seen.status[:3] in COUNTED:
        RECORDER.note(environ, told.code)
    return body


def _made(
    people: Application,
    kept: KeptPages,
    key: Key,
    position: Changes,
    environ: dict[str, Any],
    start_response: Any,
) -> Iterable[bytes]:
    seen = _listening(start_response)
    answer = people(environ, seen)
    told = environ.get(SCANNED)
    if not isinstance(told, Scanned) or seen.status[:3] != "200" or _sets_cookie(seen.headers):
        if isinstance(told, Scanned) and told.code and seen.status[:3] in COUNTED:
            RECORDER.note(environ, told.code)
        return answer
    try:
        body = b"".join(answer)
    finally:
        if callable(close := getattr(answer, "close", None)):
            close()
    depends_on = frozenset(map(hash, told.depends_on))
    until = time.monotonic() + KEPT_SECONDS
    page = Page(seen.headers, body, told.code, depends_on, until, told.rests_on)
    kept.put(key, page, position)
    if told.code:
        RECORDER.note(environ, told.code)
    return [body]


class _listening:  # noqa: N801 - a start_response, which WSGI calls like a function
    def __init__(self, start_response: Any) -> None:
        self._start = start_response
        self.status = ""
        self.headers: list[tuple[str, str]] = []

    def __call__(self, status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
        self.status, self.headers = status, list(headers)
        return self._start(status, headers, *error)


def _sets_cookie(headers: Iterable[tuple[str, str]]) -> bool:
    return any(name.lower() == "set-cookie" for name, _value in headers)
