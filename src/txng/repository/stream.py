"""The door of streams: a WebSocket that tells what a named query finds, as it is committed.

    GET /epcis/queries/arrivals/events?stream=true          Upgrade: websocket
    GET /epcis/queries/arrivals/events?hour=1&minute=5      Authorization: Bearer KEY

One EPCISQueryDocument a message, in the order of recording, JSON or (Accept: application/xml) XML. The
key comes in the header, or, from a browser, which cannot set headers, as one of the offered protocols:
`new WebSocket(url, ["epcis", "txng-key." + KEY])`. It never stands in the address, which is logged.

Nothing is kept of a connection: whoever was cut off comes back with `initialRecordTime` set to the last
recordTime it has, and hears that instant's events again. A connection that was refused or ended says why:
4400 bad parameters, 4401 no valid key (any more), 4403, 4404 no such query (any more), 4406 a form that
is not spoken, 4408 too slow, 1013 too many connections, 1012 come back after half a day.

Source: EPCIS 2.0 §12.8.4; the official OpenAPI file, GET /queries/{queryName}/events.
"""

import asyncio
import contextlib
import re
import time
from base64 import b64decode
from binascii import Error as Base64Error
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeVar

import structlog
from django.utils import timezone
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from txng.accounts import queries as accounts
from txng.accounts.actors import Actor
from txng.epcis import schedule as schedules
from txng.epcis.answers import Form
from txng.epcis.errors import (
    EpcisException,
    SecurityException,
    SubscriptionControlsException,
)
from txng.epcis.query.language import Query
from txng.eventstore import query as events
from txng.eventstore.journal import Position
from txng.repository.actions.subscriptions import Timing, first_position, timing_of
from txng.repository.connection import store, usable
from txng.repository.models import NamedQuery
from txng.repository.queries.named import named_query
from txng.repository.queries.paging import owner_of
from txng.repository.rest.negotiation import JSON_TYPES, XML_TYPES, Wanted, negotiate
from txng.repository.telling import followed_document

log = structlog.get_logger(__name__)

MOST_CONNECTIONS: Final = 200
MOST_OF_ONE: Final = 100  # of one organisation: it leaves places for the others
LARGEST_MESSAGE: Final = 100  # events: many clients refuse messages over 1 MiB
POLL_SECONDS: Final = 0.2
CHECK_SECONDS: Final = 2.0  # is the query still there, the key still valid?
SEND_SECONDS: Final = 30.0
LONGEST_SECONDS: Final = (
    12 * 3600.0
)  # peers that vanished without a word must not hold places for ever
KEY_PROTOCOL: Final = "txng-key."
FLAGS: Final = {"true": True, "false": False}
TOO_SLOW, TOO_MANY, COME_BACK, FAILED = 4408, 1013, 1012, 1011

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Follow:
    """What one connection asked for."""

    secret: str
    actor: Actor
    named: NamedQuery
    query: Query
    timing: Timing
    form: Form
    begin: Position


@dataclass(frozen=True, slots=True)
class Batch:
    """`body` None: nothing to tell. `is_last`: everything committed so far was read."""

    body: bytes | None
    position: Position
    is_last: bool


class Ended(Exception):
    """The connection is over; code and reason go into its close frame."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason.encode()[:120].decode(errors="ignore")  # a close frame holds 123 bytes


@dataclass(slots=True)
class Hub:
    """Looks for commits once for all connections, and only while there are any."""

    last: Position = (0, b"")
    moved: asyncio.Condition = field(default_factory=asyncio.Condition)
    connections: int = 0
    held: Counter[int] = field(default_factory=Counter)  # of those, by each organisation
    watcher: "asyncio.Task[None] | None" = None

    async def watch(self) -> None:
        while self.connections:
            try:
                last = await in_thread(_last_position)
            except Exception as error:
                log.error("streams_paused", error=type(error).__name__)
                await asyncio.sleep(2)
                continue
            if last != self.last:
                async with self.moved:
                    self.last = last
                    self.moved.notify_all()
            await asyncio.sleep(POLL_SECONDS)

    @contextlib.contextmanager
    def place(self) -> Any:
        if self.connections >= MOST_CONNECTIONS:
            raise Ended(TOO_MANY, f"at most {MOST_CONNECTIONS} connections; try again later")
        self.connections += 1
        if self.watcher is None or self.watcher.done():
            self.watcher = asyncio.get_running_loop().create_task(self.watch())
        try:
            yield
        finally:
            self.connections -= 1

    @contextlib.contextmanager
    def share(self, owner: int) -> Any:
        if self.held[owner] >= MOST_OF_ONE:
            raise Ended(TOO_MANY, f"at most {MOST_OF_ONE} connections of one organisation")
        self.held[owner] += 1
        try:
            yield
        finally:
            self.held[owner] -= 1
            if not self.held[owner]:
                del self.held[owner]

    async def newer_than(self, position: Position, seconds: float) -> bool:
        """Wait until something was committed behind a position; False when the time was up."""
        with contextlib.suppress(TimeoutError):
            # not asyncio.wait_for: in Python 3.11 it swallows a cancellation that comes together with
            # what it waits for, and a connection that ended would go on being told
            async with asyncio.timeout(max(seconds, 0.001)), self.moved:
                await self.moved.wait_for(lambda: self.last > position)
        return self.last > position


_threads = ThreadPoolExecutor(4, "stream")  # each with its own database connection


async def in_thread(work: Callable[..., Result], *values: Any) -> Result:
    def run() -> Result:
        usable()
        return work(*values)

    return await asyncio.get_running_loop().run_in_executor(_threads, run)


def _last_position() -> Position:
    return events.last_position(store())


# --- one connection ---------------------------------------------------------------------------


async def follow(websocket: WebSocket) -> None:
    """A WebSocket from its handshake to its close frame."""
    hub: Hub = websocket.app.state.hub
    try:
        with hub.place():
            try:
                asked, protocol = await _welcome(websocket)
            except EpcisException as error:
                raise Ended(4000 + error.status, error.detail) from None
            with hub.share(asked.named.owner):
                await websocket.accept(protocol)
                await _first_of(_tell(websocket, hub, asked), _listen(websocket))
    except WebSocketDisconnect:
        pass
    except Ended as end:
        await _close(websocket, end.code, end.reason)
    except Exception:
        log.exception("stream_failed")
        await _close(websocket, FAILED, "the repository failed")


async def _welcome(websocket: WebSocket) -> tuple[Follow, str | None]:
    secret, protocol = _credentials(websocket)
    actor = await in_thread(accounts.actor_for_bearer, secret) if secret else None
    if actor is None:
        raise SecurityException("Expected Authorization: Bearer with a valid key")
    named = await in_thread(named_query, actor, websocket.path_params["name"])
    timing = timing_of(_controls(websocket.query_params.multi_items()))
    # before the client hears that it is connected: whatever it captures after that is new
    begin = await in_thread(first_position, timing.since)
    wanted = _wanted(websocket)
    form = Form(wanted.media, wanted.version, wanted.epc, wanted.cbv)
    return Follow(secret, actor, named, named.query, timing, form, begin), protocol


async def _close(websocket: WebSocket, code: int, reason: str) -> None:
    with contextlib.suppress(Exception):  # the peer may be gone already
        if websocket.application_state.name == "CONNECTING":
            await websocket.accept()  # before that, a refusal would have neither code nor reason
        async with asyncio.timeout(5):
            await websocket.close(code, reason)


async def _first_of(*work: Any) -> None:
    """Until one of them ends; what it raised is raised."""
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result


async def _listen(websocket: WebSocket) -> None:
    """Nothing is expected from the other side but its end (pings are answered by the server)."""
    message = await websocket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code") or 1005)
    raise Ended(4400, "expected no messages here")


async def _tell(websocket: WebSocket, hub: Hub, asked: Follow) -> None:
    position, fields = asked.begin, asked.timing.schedule
    schedule = None if fields is None else schedules.parse(fields)
    due = None if schedule is None else schedule.next_firing(timezone.localtime())
    end, checked = time.monotonic() + LONGEST_SECONDS, time.monotonic()
    while time.monotonic() < end:
        if time.monotonic() - checked >= CHECK_SECONDS:
            await in_thread(_check, asked)
            checked = time.monotonic()
        if due is not None and due > timezone.now():
            await asyncio.sleep(_until(due))
            continue
        if schedule is None and not await hub.newer_than(position, CHECK_SECONDS):
            continue
        batch = await in_thread(_read, asked, position)
        position = batch.position
        if batch.body is not None:
            await _send(websocket, batch.body)
        if schedule is not None and batch.is_last:
            due = schedule.next_firing(timezone.localtime())
    raise Ended(COME_BACK, "connect again with initialRecordTime")


def _until(due: datetime) -> float:
    return min(max((due - timezone.now()).total_seconds(), 0.001), CHECK_SECONDS)


async def _send(websocket: WebSocket, body: bytes) -> None:
    try:
        async with asyncio.timeout(SEND_SECONDS):
            await websocket.send_text(body.decode())
    except TimeoutError:
        raise Ended(TOO_SLOW, f"nothing was read for {SEND_SECONDS:.0f} seconds") from None


def _check(asked: Follow) -> None:
    if accounts.actor_for_bearer(asked.secret) is None:
        raise Ended(4401, "the key is no longer valid")
    if not NamedQuery.objects.filter(pk=asked.named.pk).exists():
        raise Ended(4404, "the query was deleted")


def _read(asked: Follow, position: Position) -> Batch:
    """The next document after a position."""
    query, last = asked.query, events.last_position(store())
    asked_for = (query.event_count_limit, query.max_event_count)
    limit = min([LARGEST_MESSAGE, *(one for one in asked_for if one is not None)])
    found = events.newer(store(), query, position, owner=owner_of(asked.actor), limit=limit)
    is_last = len(found.events) < limit and found.position >= last
    if not found.events and not (
        is_last and asked.timing.report_if_empty and asked.timing.schedule is not None
    ):
        return Batch(None, found.position, is_last)
    answer, left_out = followed_document(
        found.events, asked.form, now=timezone.now(), query_name=asked.named.name
    )
    if left_out:
        log.warning("stream_left_out", query=asked.named.name, events=left_out)
    return Batch(None if answer is None else answer.body, found.position, is_last)


# --- what was asked ---------------------------------------------------------------------------


def _credentials(websocket: WebSocket) -> tuple[str, str | None]:
    """The key, and the protocol to agree on."""
    scheme, _, value = websocket.headers.get("authorization", "").partition(" ")
    offered: list[str] = websocket.scope.get("subprotocols") or []
    secret, plain = "", [one for one in offered if not one.startswith(KEY_PROTOCOL)]
    if scheme.lower() == "bearer":
        secret = value.strip()
    elif scheme.lower() == "basic":
        with contextlib.suppress(Base64Error, UnicodeDecodeError):
            secret = b64decode(value.strip(), validate=True).decode().partition(":")[2]
    else:
        secret = next(
            (one.removeprefix(KEY_PROTOCOL) for one in offered if one.startswith(KEY_PROTOCOL)), ""
        )
    return secret, plain[0] if plain else None


def _controls(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """The parameters of the address as the members of a subscription."""
    controls: dict[str, Any] = {}
    fields: dict[str, Any] = {}
    for name, value in pairs:
        place: dict[str, Any] = fields if name in schedules.RANGES else controls
        if name in place or (place is controls and name not in _PARAMETERS):
            raise SubscriptionControlsException(
                f"Expected each of {', '.join((*_PARAMETERS, *schedules.RANGES))} at most once,"
                f" got {name[:50]!r}",
                detail_vi=f"Không nhận tham số {name[:50]!r} ở đây, hoặc tham số bị lặp lại.",
            )
        place[name] = value if name not in ("stream", "reportIfEmpty") else FLAGS.get(value, value)
    if fields:
        controls["schedule"] = fields
    if "initialRecordTime" in controls:  # a "+" that was not escaped arrives as a space
        controls["initialRecordTime"] = _SPACE_BEFORE_ZONE.sub("+", controls["initialRecordTime"])
    return controls


_SPACE_BEFORE_ZONE: Final = re.compile(r" (?=[0-9]{2}:[0-9]{2}\Z)")
_PARAMETERS: Final = ("stream", "reportIfEmpty", "initialRecordTime")


def _wanted(websocket: WebSocket) -> Wanted:
    """The form of the documents, as a plain GET of the same events would agree on it."""
    asked = websocket.headers.get
    return negotiate((*JSON_TYPES, *XML_TYPES), True, *(asked(name, "") for name in _FORM))


_FORM: Final = (
    "accept", "gs1-epcis-version", "gs1-epcis-min", "gs1-epcis-max", "gs1-cbv-version", "gs1-cbv-min",
    "gs1-cbv-max", "gs1-epc-format", "gs1-cbv-xml-format", "gs1-extensions",
)  # fmt: skip


# --- the application --------------------------------------------------------------------------


async def healthz(_request: Request) -> Response:
    return Response("ok\n", media_type="text/plain")


async def _needs_upgrade(_request: Request) -> Response:
    problem = {
        "type": "epcisException:ImplementationException",
        "title": "ImplementationException",
        "status": 426,
        "detail": "Expected Upgrade: websocket at this door, got a plain request",
    }
    return JSONResponse(
        problem, 426, {"Upgrade": "websocket"}, media_type="application/problem+json"
    )


def application() -> Starlette:
    """A new application with a hub of its own; call it inside the event loop that serves it."""
    path = "/epcis/queries/{name}/events"
    made = Starlette(
        routes=[
            WebSocketRoute(path, follow),
            Route(path, _needs_upgrade),
            Route("/healthz", healthz),
        ]
    )
    made.state.hub = Hub()
    return made
