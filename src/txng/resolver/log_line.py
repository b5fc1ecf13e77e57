"""The line about the transparency log: whether the event that made a thing stands in it, and its proof."""

from collections.abc import Sequence
from urllib.parse import quote

from django.conf import settings

from txng.eventstore.keys import event_uri
from txng.eventstore.store import StoredEvent
from txng.resolver.page import LogLine
from txng.transparency import queries as transparency
from txng.transparency.errors import TransparencyError
from txng.transparency.halting import Halted


def log_line(events: Sequence[StoredEvent], canonical: str) -> LogLine | None:
    """Of the first of `events`, oldest first: the one that made the thing. None without a log.

    The proof opens the kind of event, its day and this one code; nobody is shown the other codes.
    """
    if not settings.HAS_LOG or not events:
        return None
    key = events[0].key
    try:
        status = transparency.status(None, [key]).get(key)
        if status is None or not status.is_published:
            return LogLine(is_published=False)
        policy = transparency.public_policy().decode("utf-8", "replace")
    except (
        TransparencyError,
        Halted,
        OSError,
    ):  # the log is ill: told by txng doctor, not to a shopper
        return LogLine(is_published=False)
    proof = f"/bang-chung/{event_uri(key)}.tlog-proof?code={quote(canonical, safe='')}"
    return LogLine(True, status.witnesses, status.at, proof, policy)
