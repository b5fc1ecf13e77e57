"""Who holds a key, asked of the accounts once a second instead of once a request.

    request 1   key K ──> accounts.actor_for_bearer ──> actor      kept for a second
    request 2   key K ──> kept                          actor     1 µs for 40 (SQLite), 250 (PostgreSQL)

So a key that is revoked or expires is refused a second later at most. A key that was refused is
asked for every time: guessing gains nothing, and a new key works at once. Keys are kept as digests.
"""

import hashlib
import time
from collections.abc import Callable
from typing import Final

from txng.accounts import queries as accounts
from txng.accounts.actors import Actor

TRUSTED_FOR: Final = 1.0  # seconds
MOST: Final = 4_096  # keys; more than a deployment uses within a second

Ask = Callable[[str], Actor | None]


class Bearers:
    """`clock` counts seconds and never goes back; `ask` None is the accounts' own question."""

    def __init__(self, ask: Ask | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask
        self._clock = clock
        self._kept: dict[bytes, tuple[float, Actor]] = {}

    def actor(self, secret: str) -> Actor | None:
        digest = hashlib.sha256(secret.encode()).digest()
        kept = self._kept.get(digest)
        now = self._clock()
        if kept is not None and now < kept[0]:
            return kept[1]
        actor = (self._ask or accounts.actor_for_bearer)(secret)
        if actor is None:
            self._kept.pop(digest, None)
            return None
        if len(self._kept) >= MOST:
            self._kept.clear()
        # counted from before the question: what changed while it was asked shows a second later too
        self._kept[digest] = (now + TRUSTED_FOR, actor)
        return actor

    def forget(self) -> None:
        self._kept.clear()
