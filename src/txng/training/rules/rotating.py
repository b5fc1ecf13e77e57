"""The QR on the projector: a new one every 30 seconds, good for its own time slot and the next one.

    17.58123456.3f2a9c0d1e5b7788
    │  │        └ 64 bits of HMAC-SHA256 over the two before it
    │  └ slot: seconds since 1970 / 30
    └ number of the session

A photograph of it is worth nothing after a minute; without a ticket of this class it never counts anybody.

>>> key = b"k" * 32
>>> made = token(key, 17, 1000.0)
>>> read(key, made, 1029.0), read(key, made, 1070.0), read(key, made + "0", 1000.0)
(Read(session=17, problem=''), Read(session=17, problem='old'), Read(session=0, problem='forged'))
"""

import hashlib
import hmac
import re
from typing import Final, NamedTuple

SECONDS: Final = 30
KEPT_SLOTS: Final = 1  # how many slots a token outlives its own
_SHAPE: Final = re.compile(r"([1-9]\d{0,9})\.([1-9]\d{0,9})\.([0-9a-f]{16})")


class Read(NamedTuple):
    """`problem`: "" for a good one, "old", "early" (a clock that runs wrong) or "forged"."""

    session: int
    problem: str


def slot_of(now: float) -> int:
    return int(now // SECONDS)


def seconds_left(now: float) -> int:
    """Until the next one is to be shown; at least 1."""
    return max(1, round(SECONDS - now % SECONDS))


def token(key: bytes, session: int, now: float) -> str:
    """`now` in seconds since 1970."""
    head = f"{session}.{slot_of(now)}"
    return f"{head}.{_seal(key, head)}"


def read(key: bytes, text: str, now: float) -> Read:
    """What a token says, once its seal is found right."""
    found = _SHAPE.fullmatch(text)
    if found is None or not text.isascii():
        return Read(0, "forged")
    session, slot, seal = int(found[1]), int(found[2]), found[3]
    if not hmac.compare_digest(seal, _seal(key, f"{session}.{slot}")):
        return Read(0, "forged")
    age = slot_of(now) - slot
    return Read(session, "early" if age < 0 else "old" if age > KEPT_SLOTS else "")


def _seal(key: bytes, head: str) -> str:
    return hmac.new(key, head.encode(), hashlib.sha256).hexdigest()[:16]
