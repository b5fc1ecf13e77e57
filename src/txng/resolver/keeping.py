"""Answers that are given again for as long as nothing changed, looked for once a second.

    links = Freshness(version)            version() -> 41, 41, 42: a number in the database
    sets = Kept(ask, links)               sets("/01/..") asks the database; sets("/01/..") again does not

    second 1   version 41   "/01/A" asked and kept, "/01/A" from memory, "/01/B" asked and kept
    second 2   version 41   "/01/A" and "/01/B" from memory
    second 3   version 42   everything is asked anew

So an answer is a second old at worst, and one question a second answers for all codes of a process. An
answer whose asking began before a change is never given after it: it bears the number from before.
What no version tells (the clock, a row that no verb wrote) shows after LONGEST_KEPT.
"""

import time
from collections.abc import Callable
from typing import Any, Final, Generic, NamedTuple, TypeVar

from txng.repository.connection import usable

TRUSTED_FOR: Final = 1.0  # seconds
LONGEST_KEPT: Final = 60.0  # seconds
MOST_KEPT: Final = 20_000  # answers of one kind; about 2 kB each at worst

Value = TypeVar("Value")


class Freshness:
    """`generation` grows whenever `version` gives another answer than before."""

    def __init__(self, version: Callable[[], Any]) -> None:
        self._version = version
        self._seen: Any = None
        self._until = 0.0
        self._generation = 0

    def generation(self) -> int:
        """Raises DatabaseError when it is time to look and the database does not answer."""
        now = time.monotonic()
        if now >= self._until:
            usable()
            seen = self._version()
            if seen != self._seen:
                self._seen = seen
                self._generation += 1
            # counted from before the look: what changed meanwhile shows a second later too
            self._until = now + TRUSTED_FOR
        return self._generation

    def look_again(self) -> None:
        """Look at the next question, and ask everything anew."""
        self._generation += 1
        self._until = 0.0


class Together:
    """Fresh while all of them are: for what depends on several numbers."""

    def __init__(self, *freshnesses: Freshness) -> None:
        self._freshnesses = freshnesses

    def generation(self) -> tuple[int, ...]:
        """Raises DatabaseError, as each of them does."""
        return tuple([one.generation() for one in self._freshnesses])


class _Told(NamedTuple, Generic[Value]):
    generation: Any
    until: float
    answer: Value


class Shelf(Generic[Value]):
    """Answers for whoever sees only afterwards whether one is worth keeping.

    generation = shelf.generation()
    told = shelf.find(question, generation)  ──None──> ask ──> shelf.put(question, generation, answer)
    """

    def __init__(self, freshness: Freshness | Together, most: int, longest: float) -> None:
        """`longest` in seconds: answers made of kept answers are given so much longer than those."""
        self.generation = freshness.generation
        self._most, self._longest = most, longest
        self._answers: dict[Any, _Told[Value]] = {}

    def find(self, question: Any, generation: Any) -> _Told[Value] | None:
        """None for a question that nobody asked since the change; its `answer` may be None too."""
        told = self._answers.get(question)
        if told is not None and told.generation == generation and told.until > time.monotonic():
            return told
        return None

    def put(self, question: Any, generation: Any, answer: Value) -> None:
        """`generation` is the one from before the asking: a change meanwhile makes the answer stale."""
        if len(self._answers) >= self._most:
            self._answers.clear()
        self._answers[question] = _Told(generation, time.monotonic() + self._longest, answer)

    def __len__(self) -> int:
        return len(self._answers)


class Kept(Generic[Value]):
    """Answers to one kind of question; `question` must be hashable."""

    def __init__(self, ask: Callable[..., Value], freshness: Freshness | Together) -> None:
        self._ask = ask
        self._shelf: Shelf[Value] = Shelf(freshness, MOST_KEPT, LONGEST_KEPT)

    def __call__(self, question: Any) -> Value:
        generation = self._shelf.generation()
        told = self._shelf.find(question, generation)
        if told is not None:
            return told.answer
        usable()
        answer = self._ask(question)
        self._shelf.put(question, generation, answer)
        return answer

    def __len__(self) -> int:
        return len(self._shelf)
