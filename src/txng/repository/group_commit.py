"""Many threads, one transaction: whoever finds nobody committing commits for all who wait.

    thread A  ──work──┐ leads: takes what waits ── commit ── tells all ── hands the lead to the next
    thread B  ──work──┤ waits ─────────────────────────────── told
    thread C  ──work──┘ waits ─────────────────────────────── told

A commit to disk costs the same for one event and for a thousand, so the rate of small captures grows
with the number that wait, and nobody waits for a timer: the first to come starts at once, and those who
come during its commit share the next one.

An answer is given only after the commit that holds the work. Whatever ends a leader reaches everybody
whose work it had taken; what it had not taken is led by the next.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Work = TypeVar("Work")
Answer = TypeVar("Answer")

PATIENCE = 5.0  # seconds until a waiting thread looks whether the leader still lives


class LeaderLost(Exception):
    """The thread that committed for others ended before it could tell them how."""


class _Waiting(Generic[Work, Answer]):
    def __init__(self, work: Work, weight: int) -> None:
        self.work = work
        self.weight = weight
        self.thread = threading.current_thread()
        self.answer: Answer | BaseException | None = None
        self.is_done = False
        self.wake = threading.Lock()
        self.wake.acquire()

    def tell(self, answer: Answer | BaseException) -> None:
        self.answer, self.is_done = answer, True
        self.rouse()

    def rouse(self) -> None:
        if self.wake.locked():
            self.wake.release()


class GroupCommit(Generic[Work, Answer]):
    """`commit` takes works and gives an answer or an exception for each, in order, all durable.

    One transaction takes works of at most `limit` weight together, and always at least one.
    """

    def __init__(
        self,
        commit: Callable[[list[Work]], Sequence[Answer | BaseException]],
        weight: Callable[[Work], int],
        limit: int,
    ) -> None:
        self._commit = commit
        self._weight = weight
        self._limit = limit
        self._mutex = threading.Lock()
        self._queue: deque[_Waiting[Work, Answer]] = deque()
        self._taken: list[_Waiting[Work, Answer]] = []
        self._leader: threading.Thread | None = None

    def submit(self, work: Work) -> Answer:
        """Returns when the work is committed; raises what kept it from being."""
        waiting: _Waiting[Work, Answer] = _Waiting(work, self._weight(work))
        with self._mutex:
            self._queue.append(waiting)
        while not waiting.is_done:
            if self._takes_the_lead():
                self._lead(waiting)
            else:
                waiting.wake.acquire(timeout=PATIENCE)
        if isinstance(waiting.answer, BaseException):
            raise waiting.answer
        return waiting.answer  # type: ignore[return-value]  # done means answered

    def _takes_the_lead(self) -> bool:
        with self._mutex:
            me = threading.current_thread()
            if self._leader is not None and self._leader is not me:
                if self._leader.is_alive():
                    return False
                _abandon(self._taken)  # it died without a word, which no exception does
            self._leader = me
            return True

    def _lead(self, own: _Waiting[Work, Answer]) -> None:
        try:
            while not own.is_done:
                with self._mutex:
                    taken = self._taken = self._take()
                try:
                    answers = self._commit([one.work for one in taken])
                except Exception as error:
                    answers = [error] * len(taken)
                for one, answer in zip(taken, answers, strict=True):
                    one.tell(answer)
        finally:
            with self._mutex:
                _abandon(self._taken)
                self._taken = []
                following = self._queue[0] if self._queue else None
                self._leader = following.thread if following else None
                if following:
                    following.rouse()

    def _take(self) -> list[_Waiting[Work, Answer]]:
        taken = [self._queue.popleft()]
        weight = taken[0].weight
        while self._queue and weight + self._queue[0].weight <= self._limit:
            taken.append(self._queue.popleft())
            weight += taken[-1].weight
        return taken


def _abandon(taken: Sequence[_Waiting[Work, Answer]]) -> None:
    for one in taken:
        if not one.is_done:
            one.tell(LeaderLost("Expected the commit to end, got a leader that was stopped"))
