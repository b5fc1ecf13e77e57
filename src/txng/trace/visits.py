"""What a walk knows of one thing so far."""

import msgspec

from txng.epcis.relations import Told
from txng.trace.model import CutOff, EdgeKind
from txng.trace.moments import Moment, Span, union

Tie = tuple[str, str, bytes, EdgeKind, str | None]
"""Source, target, key of the event, kind, unit."""


class Visit(msgspec.Struct, gc=False, eq=False):
    """A member has a `scope`; a carrier only `carries`. Of most things little is known: None is empty.

    `holds` are the stretches in which what it held counts as part of it; `held` those already walked;
    `carries` says, by child, when it was around it. `part` and `known` say what was asked about it, and
    for which time; `steps` are the things next to it, `done` the transformations walked.

    Of a list, which has no ties: `once` is the statement that put it into the only box that it was in, and
    until when; `word` the latest word on it. Hundreds of thousands of them are found quicker here than in
    a dict of their own.
    """

    canonical: str
    is_class: bool
    cut_off: CutOff | None
    scope: Span | None = None
    holds: tuple[Span, ...] = ()
    held: tuple[Span, ...] = ()
    carries: dict[str, list[Span]] | None = None
    part: int = 0
    known: Span | None = None
    steps: dict[str, None] | None = None
    done: set[str | bytes] | None = None
    has_contents: bool = False
    is_queued: bool = False
    once: tuple[Told, Moment] | None = None
    word: Told | None = None

    def spans(self) -> list[Span]:
        """When its events belong to the trace; sorted, without overlaps."""
        own = [] if self.scope is None else [self.scope]
        if self.carries is None:
            return own
        before: list[Span] = []
        for spans in self.carries.values():
            if spans is not before:  # what went in together shares one list
                own += spans
                before = spans
        return union(own)

    def step(self, canonical: str) -> None:
        if self.steps is None:
            self.steps = {}
        self.steps[canonical] = None

    def is_done(self, transformation: str | bytes) -> bool:
        return self.done is not None and transformation in self.done

    def note_done(self, transformation: str | bytes) -> None:
        if self.done is None:
            self.done = set()
        self.done.add(transformation)
