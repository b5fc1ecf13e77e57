"""Where a thing came from, and where it went.

    upstream(source, "https://id.gs1.org/01/.../21/77")      everything that went into it
    downstream(source, "https://id.gs1.org/01/.../10/L1")    everything made of it

`walking` goes from thing to thing, `answer` makes a `Trace` of what it noted; `recall` makes a list of it.
"""

from txng.trace.answer import answer
from txng.trace.model import Direction, Trace
from txng.trace.source import RelationSource
from txng.trace.walking import Walk

DEFAULT_LIMIT = 100_000  # things, ties and events together: one to two seconds of walking


def upstream(source: RelationSource, canonical: str, *, limit: int = DEFAULT_LIMIT) -> Trace:
    """Where it came from: everything that went into it, and what carried it."""
    return _trace(source, canonical, "upstream", limit)


def downstream(source: RelationSource, canonical: str, *, limit: int = DEFAULT_LIMIT) -> Trace:
    """Where it went: everything made of it, and what carried that."""
    return _trace(source, canonical, "downstream", limit)


def _trace(source: RelationSource, canonical: str, way: Direction, limit: int) -> Trace:
    walk = Walk(source, canonical, way, limit)
    walk.run()
    return answer(walk)
