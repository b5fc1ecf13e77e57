"""Deliver subscriptions: follow the committed journal, tell each receiver what is new, remember how far.

    newer(query, after=told)  ->  pending written down  ->  POST  ->  2xx: told = pending
                                        ^                     `->  anything else: the same again, later
                                        `-- after a crash: the same events under the same webhook id

Per subscription one delivery is under way at a time and events go out in the order in which they were
committed; each is delivered at least once. Receivers are strangers to each other: one that is slow or
dead holds a thread of the slow lane and nobody else, whoever has never answered yet begins there, and the
receivers of one organisation hold at most a quarter of a lane. The database is spoken to by one thread
only; the lanes write the documents and send them, for a long document must hold up nobody either.

Source: Standard Webhooks 1.0.0 (retries, 410); EPCIS 2.0 §8.2.5 (standing queries); ADR 0010.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from txng.accounts import journal
from txng.accounts import queries as accounts
from txng.accounts.actors import Actor
from txng.epcis.answers import Form
from txng.epcis.query.doors import parse_json
from txng.epcis.query.language import Query
from txng.eventstore import query as events
from txng.eventstore.journal import Position
from txng.eventstore.keys import microseconds
from txng.eventstore.store import StoredEvent
from txng.repository import due, lease, rules, webhooks
from txng.repository.connection import OPERATOR, store, usable
from txng.repository.deliveries import Delivery, Sent
from txng.repository.models import DeadLetter, Subscription
from txng.repository.telling import followed_document

log = structlog.get_logger(__name__)

POLL_SECONDS: Final = 0.2
RELOAD_SECONDS: Final = 1.0
PERMISSION_SECONDS: Final = 10.0
NOTE_SECONDS: Final = 600.0  # how far was read without a match is written down so often
RENEW_SECONDS: Final = 5.0
FAST_LANE, SLOW_LANE = 64, 16  # deliveries at once
SLOW_SECONDS: Final = 2.0  # an answer that takes longer sends its host to the slow lane
LEASE: Final = "deliveries"
SYSTEM: Final = Actor(None, "", frozenset(), "txng work")

Send = Callable[..., webhooks.Reply]


@dataclass(frozen=True, slots=True)
class Sending:
    """`sent` None: the process was ending, and what is pending stays so."""

    subscription: Subscription
    host: str
    is_slow: bool
    sent: "Future[Sent | None]"


class Follower:
    """One per process. `clock` and `send` are replaced by tests."""

    def __init__(
        self, *, clock: Callable[[], datetime] = timezone.now, send: Send = webhooks.send
    ) -> None:
        self._clock = clock
        self._send = send
        self._me = lease.identity()
        self._lanes = (
            ThreadPoolExecutor(FAST_LANE, "deliver"),
            ThreadPoolExecutor(SLOW_LANE, "deliver-slow"),
        )
        self._sending: dict[UUID, Sending] = {}
        self._subscriptions: list[Subscription] = []
        self._queries: dict[UUID, Query] = {}
        self._read: dict[UUID, Position] = {}  # further than told: nothing matched in between
        self._noted: dict[UUID, float] = {}  # when that was last written down
        self._turns: dict[UUID, int] = {}  # who was served when: who waited longest is next
        self._turn = 0
        self._slow_until: dict[str, float] = {}
        self._permitted: dict[tuple[int, bool], tuple[float, bool]] = {}
        self._reloaded = self._renewed = float("-inf")
        self._delivered = 0  # in the last step
        self._is_behind = False  # somebody has more to read at once, though nothing to be told
        self._latest: datetime | None = None  # what the clock said when it was looked at last
        self._is_closing = False
        self.has_lease = False

    # --- the loop ---------------------------------------------------------------------------------

    def run(self, stop: threading.Event) -> None:
        """Until `stop` is set. Survives a database that goes away."""
        while not stop.is_set():
            try:
                usable()
                busy = self.step()
            except (DatabaseError, InterfaceError) as error:
                log.error("deliveries_paused", error=type(error).__name__)
                connection.close()
                self.has_lease = False
                stop.wait(2)
                continue
            except Exception:  # one bad subscription must not end the deliveries of all
                log.exception("deliveries_failed")
                stop.wait(2)
                continue
            if self._sending and not busy:
                self._wait()
            elif not busy:
                stop.wait(POLL_SECONDS)
        self.close()

    def close(self) -> None:
        """Let what is under way end, write down how it ended, and give the lease back.

        A document that is still being written is not sent: whoever has the lease next sends it.
        """
        self._is_closing = True
        for one in self._sending.values():
            wait([one.sent], webhooks.DEADLINE)
        self._collect()
        for lane in self._lanes:
            lane.shutdown(wait=False, cancel_futures=True)
        lease.give_back(LEASE, self._me)
        self.has_lease = False

    def settle(self) -> int:
        """Deliver until nothing is due any more; how many were sent. For `--once`."""
        count = 0
        self._reloaded = self._renewed = float("-inf")
        while self.step() or self._sending:
            count += self._delivered
            self._wait()
        return count

    def _wait(self) -> None:
        wait([one.sent for one in self._sending.values()], POLL_SECONDS, FIRST_COMPLETED)

    def step(self) -> bool:
        """Look once: collect what was answered, begin what is due. Whether anything happened."""
        moment = time.monotonic()
        if moment - self._renewed >= RENEW_SECONDS or not self.has_lease:
            self.has_lease = lease.hold(LEASE, self._me, self._clock())
            self._renewed = moment
        ended = self._collect()
        if not self.has_lease:
            return False
        if ended or moment - self._reloaded >= RELOAD_SECONDS:
            self._reload()
            self._reloaded = moment
        self._is_behind = False
        begun = self._begin_due()
        return bool(ended or begun or self._is_behind)

    def _reload(self) -> None:
        rows = Subscription.objects.filter(state=Subscription.State.ACTIVE)
        self._subscriptions = list(rows)
        now = self._clock()
        if self._latest is None or now < self._latest - due.WENT_BACK:
            for one in self._subscriptions:
                if one.pk not in self._sending and (columns := due.set_right(one, now)):
                    self._change(one, **columns)
        self._latest = now
        known = {one.pk for one in self._subscriptions}
        for memory in (self._queries, self._read, self._noted, self._turns):
            for gone in memory.keys() - known:
                del memory[gone]

    # --- beginning ----------------------------------------------------------------------------------

    def _begin_due(self) -> int:
        now, last = self._clock(), events.last_position(store())
        room = [FAST_LANE, SLOW_LANE]
        held: Counter[tuple[bool, int]] = Counter()
        for under_way in self._sending.values():
            room[under_way.is_slow] -= 1
            held[under_way.is_slow, under_way.subscription.owner] += 1
        begun = 0
        waiting = (one for one in self._subscriptions if one.pk not in self._sending)
        for one in sorted(waiting, key=lambda one: self._turns.get(one.pk, 0)):
            is_slow = self._is_slow(one)
            lane = is_slow, one.owner
            if room[is_slow] <= 0 or held[lane] >= _share(SLOW_LANE if is_slow else FAST_LANE):
                continue
            if due.is_due(one, now, last, self._after(one)) and self._may_ask(one):
                self._turn += 1
                self._turns[one.pk] = self._turn
                if self._begin_safely(one, now, is_slow):
                    room[is_slow] -= 1
                    held[lane] += 1
                    begun += 1
        return begun

    def _begin_safely(self, one: Subscription, now: datetime, is_slow: bool) -> bool:
        """One subscription that cannot be served (a damaged event) must not end all the others."""
        try:
            return self._begin(one, now, is_slow)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            log.exception("subscription_failed", subscription=str(one.pk))
            self._failed(one, webhooks.Reply(0, f"{type(error).__name__}: {error}"), now)
            return False

    def _after(self, one: Subscription) -> Position:
        return max(one.told, self._read.get(one.pk, one.told))

    def _is_slow(self, one: Subscription) -> bool:
        if one.failures > 0 or one.last_notified_at is None:
            return True
        return self._slow_until.get(_host(one), 0) > time.monotonic()

    def _may_ask(self, one: Subscription) -> bool:
        """Whether the owner may still see what it once asked for: it needs a key that is valid now.

        So revoking an organisation's keys also stops what somebody else began with one of them.
        """
        if one.owner == OPERATOR:
            return True
        moment = time.monotonic()
        until, permitted = self._permitted.get((one.owner, one.sees_all), (0.0, False))
        if until <= moment:
            wanted = "oversight" if one.sees_all else "query"
            permitted = _holds_valid_key(one.owner, wanted, self._clock())
            self._permitted[one.owner, one.sees_all] = moment + PERMISSION_SECONDS, permitted
        return permitted

    def _begin(self, one: Subscription, now: datetime, is_slow: bool) -> bool:
        """Write down what is to be sent, and hand it to a lane. Whether something is being sent."""
        found = (
            self._pending_again(one) if one.pending is not None else self._newly_pending(one, now)
        )
        if found is None:
            return False
        assert one.pending_at is not None
        delivery = Delivery(
            events=found,
            form=Form(media=one.media, version=one.version, epc=one.epc_format, cbv=one.cbv_format),  # type: ignore[arg-type]
            written_at=one.pending_at,
            sent_at=now,
            query_name=one.query_name,
            subscription_id=one.standing_name or str(one.pk),
            webhook_id=one.pending_id,
            token=one.signature_token,
            destination=one.destination,
        )
        sent = self._lanes[is_slow].submit(self._deliver, delivery)
        self._sending[one.pk] = Sending(one, _host(one), is_slow, sent)
        return True

    def _deliver(self, one: Delivery) -> Sent | None:
        """Write the document and send it; called in a thread of a lane."""
        answer, left_out = followed_document(
            one.events,
            one.form,
            now=one.written_at,
            query_name=one.query_name,
            subscription_id=one.subscription_id,
        )
        if answer is None:
            return Sent(None, left_out, 0)
        form = one.form
        headers = {
            # the one media type that the official file names for callbacks
            "Content-Type": "application/json" if form.media == "json" else answer.media_type,
            "GS1-EPCIS-Version": f"{form.version}.0",
            "GS1-CBV-Version": f"{form.version}.0",
            "GS1-EPC-Format": form.epc,
            **webhooks.signed_headers(
                answer.body,
                webhook_id=one.webhook_id,
                timestamp=int(one.sent_at.timestamp()),
                token=one.token,
            ),
        }
        if self._is_closing:
            return None
        begun = time.monotonic()
        reply = self._send(one.destination, answer.body, headers, allowed=settings.WEBHOOK_NETWORKS)
        return Sent(reply, left_out, time.monotonic() - begun)

    def _newly_pending(self, one: Subscription, now: datetime) -> list[StoredEvent] | None:
        query, after, last = self._query(one), self._after(one), events.last_position(store())
        limit = min(
            one.batch,
            query.event_count_limit or rules.LARGEST_BATCH,
            query.max_event_count or rules.LARGEST_BATCH,
        )
        newer = events.newer(store(), query, after, owner=_owner_of(one), limit=limit)
        position = newer.position  # that of the last event, when there may be more behind it
        is_last = len(newer.events) < limit and position >= last
        if not newer.events and not (is_last and one.report_if_empty and not one.stream):
            self._passed_over(one, position, is_last=position >= last)
            if is_last and not one.stream:
                self._change(one, min_record_time=now, next_run_at=due.next_run(one, now))
            return None
        written = self._change(
            one,
            told_time=after[0],  # nothing matched up to there: whoever sends again need not look
            told_key=after[1],
            pending_id=f"msg_{uuid4().hex}",
            pending_at=now,
            pending_time=position[0],
            pending_key=position[1],
            pending_limit=limit,
            pending_last=is_last,
        )
        return newer.events if written else None

    def _passed_over(self, one: Subscription, position: Position, *, is_last: bool) -> None:
        """Nothing matched up to here. Written down now and then, or a worker that begins anew would read
        everything again that was captured since somebody quiet was last told something."""
        self._read[one.pk] = position
        self._is_behind = self._is_behind or not is_last
        moment = time.monotonic()
        not_all_at_once = one.pk.int % 997 / 997 * NOTE_SECONDS
        noted = self._noted.setdefault(one.pk, moment - not_all_at_once)
        if not is_last or moment - noted >= NOTE_SECONDS:
            self._noted[one.pk] = moment
            self._change(one, told_time=position[0], told_key=position[1])

    def _pending_again(self, one: Subscription) -> list[StoredEvent] | None:
        """The same events as before: they were committed in one order and never change."""
        if not self._change(one, pending_id=one.pending_id):  # it ended since it was read
            return None
        until = one.pending
        assert until is not None
        assert one.pending_limit is not None
        found: list[StoredEvent] = []
        place = one.told
        # in as many pieces as it takes: one alone may end before the first event that matches
        while place < until and (room := one.pending_limit - len(found)) > 0:
            asked, owner = self._query(one), _owner_of(one)
            newer = events.newer(store(), asked, place, owner=owner, limit=room)
            found += [event for event in newer.events if _position(event) <= until]
            place = newer.position
        return found

    def _change(self, one: Subscription, **columns: Any) -> bool:
        """Only if nobody else changed this subscription meanwhile; `one` follows."""
        rows = Subscription.objects.filter(
            pk=one.pk,
            state=Subscription.State.ACTIVE,
            pending_id=one.pending_id,
            told_time=one.told_time,
            told_key=bytes(one.told_key),
        )
        if rows.update(**columns) != 1:
            self._reloaded = float("-inf")
            return False
        for name, value in columns.items():
            setattr(one, name, value)
        return True

    def _query(self, one: Subscription) -> Query:
        if one.pk not in self._queries:
            self._queries[one.pk] = parse_json(one.definition)
        return self._queries[one.pk]

    # --- ending -------------------------------------------------------------------------------------

    def _collect(self) -> int:
        """Write down what came of the deliveries that have ended; how many have."""
        ended = [one for one in self._sending.values() if one.sent.done()]
        self._delivered = 0
        for one in ended:
            self._end_safely(one)
            del self._sending[one.subscription.pk]
        return len(ended)

    def _end_safely(self, one: Sending) -> None:
        """What one receiver answers must not end the deliveries to all the others."""
        try:
            sent = one.sent.result()
            if sent is not None:
                self._end(one, sent)
        except (OperationalError, InterfaceError):
            raise  # no database: it would meet each of them as well
        except Exception as error:
            log.exception("delivery_not_ended", subscription=str(one.subscription.pk))
            reply = webhooks.Reply(0, f"{type(error).__name__}: {error}")
            self._failed(one.subscription, reply, self._clock())

    def _end(self, sending: Sending, sent: Sent) -> None:
        one, reply = sending.subscription, sent.reply
        if reply is None:
            self._acknowledged(one, None, sent.left_out)
            return
        self._delivered += 1
        if sent.seconds > SLOW_SECONDS:
            self._slow_until[sending.host] = time.monotonic() + 60
        else:
            self._slow_until.pop(sending.host, None)
        if 200 <= reply.status <= 299:
            self._acknowledged(one, self._clock(), sent.left_out)
        elif reply.status == 410:
            self._stop(one, Subscription.State.GONE, "subscription.gone", "HTTP 410")
        elif reply.status == 413 and one.pending_limit is not None and one.pending_limit > 1:
            # the standard's word for "smaller batches, please": a new delivery of half the size
            self._change(one, batch=max(1, one.pending_limit // 2), **one.clear_pending())
        else:
            self._failed(one, reply, self._clock())

    def _acknowledged(self, one: Subscription, at: datetime | None, left_out: int = 0) -> None:
        """`at` None: there was nothing that could be told, so nobody was notified."""
        until = one.pending
        assert until is not None
        columns: dict[str, Any] = {
            "told_time": until[0],
            "told_key": until[1],
            "failures": 0,
            "next_attempt_at": None,
            "last_error": f"{left_out} events cannot be told in this version" if left_out else "",
            **one.clear_pending(),
        }
        if at is not None:
            columns["last_notified_at"] = at
        if one.stream or one.pending_last:
            columns["min_record_time"] = one.pending_at
        if not one.stream and one.pending_last:
            columns["next_run_at"] = due.next_run(one, self._clock())
        self._change(one, **columns)

    def _failed(self, one: Subscription, reply: webhooks.Reply, now: datetime) -> None:
        failures = one.failures + 1
        error = (reply.error or f"HTTP {reply.status}").replace(
            "\0", "\ufffd"
        )  # no text in PostgreSQL
        asked = reply.retry_after if reply.status in (429, 503) else ""
        again = rules.next_attempt(failures, now, asked)
        if again is None:
            with transaction.atomic():
                if self._stop(one, Subscription.State.SUSPENDED, "subscription.suspended", error):
                    DeadLetter.objects.create(
                        subscription=one,
                        at=now,
                        webhook_id=one.pending_id,
                        attempts=failures,
                        error=error[:500],
                    )
            return
        self._change(one, failures=failures, next_attempt_at=again, last_error=error[:500])
        log.info("delivery_failed", subscription=str(one.pk), failures=failures, error=error[:200])

    def _stop(self, one: Subscription, state: str, verb: str, error: str) -> bool:
        with transaction.atomic():
            stopped = self._change(
                one, state=state, last_error=error[:500], failures=one.failures + 1
            )
            if stopped:
                journal.record(SYSTEM, verb, one, query=one.query_name, failures=one.failures)
        log.warning("subscription_stopped", subscription=str(one.pk), state=state)
        return stopped


def _share(lane: int) -> int:
    """How much of a lane the receivers of one organisation may hold at once."""
    return max(1, lane // 4)


def _owner_of(one: Subscription) -> int | None:
    return None if one.sees_all else one.owner


def _position(event: StoredEvent) -> Position:
    return microseconds(event.record_time), bytes(event.key)


def _host(one: Subscription) -> str:
    return urlsplit(one.destination).netloc


def _holds_valid_key(organisation: int, scope: str, now: datetime) -> bool:
    keys = accounts.keys(Actor(organisation, "", frozenset(), "txng work"))
    return any(
        scope in key.scopes.split()
        and key.revoked_at is None
        and (key.expires_at is None or key.expires_at > now)
        for key in keys
    )
