"""The life of a version of a list: who may do what to it when, and which version holds on a day.

    draft ──> collecting ──> consulting ──> scoring ──> issued ─────────────> (ended by the next, or repealed)
    weights   proposals      opinions       marks       decision, from a day on

A version that is issued is never edited: what changes is a new version that names it. On every day at most
one version of a list holds; the newer begins where the older ends. Two people who act at once on one version
both name the step that they saw: one wins, the other is told what stands there now.

Source: Plan 6736/KH-UBND II.4.b, II.5, IV.2.a, IV.2.b, IV.5.d, PL.3 (several agencies lead at once).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

PRIORITY: Final = "priority"
MANDATORY: Final = "mandatory"
KINDS: Final = (PRIORITY, MANDATORY)

DRAFT, COLLECTING, CONSULTING, SCORING = "draft", "collecting", "consulting", "scoring"
ISSUED, DROPPED = "issued", "dropped"
STATES: Final = (DRAFT, COLLECTING, CONSULTING, SCORING, ISSUED, DROPPED)
OPEN: Final = (DRAFT, COLLECTING, CONSULTING, SCORING)

# verb -> the states in which it may be done
ALLOWED: Final = {
    "set_weights": (DRAFT, COLLECTING),
    "propose": (COLLECTING,),
    "join": (COLLECTING, CONSULTING),  # another agency leads the same proposal
    "give_opinion": (CONSULTING,),
    "mark": (SCORING,),
    "choose": (SCORING,),  # an item goes into the list, with its roadmap
    "issue": (SCORING,),
    "drop": OPEN,
}
NEXT: Final = {DRAFT: COLLECTING, COLLECTING: CONSULTING, CONSULTING: SCORING}

AGREE, CHANGE, DISAGREE = "agree", "change", "disagree"
STANCES: Final = (AGREE, CHANGE, DISAGREE)


@dataclass(frozen=True, slots=True)
class Refusal:
    """`kind`: state, seen, empty, no_roadmap, before_older, before_decision, unmarked."""

    kind: str
    values: tuple[str, ...] = ()


def refusal(verb: str, state: str) -> Refusal | None:
    """Why this cannot be done now; None when it can."""
    return None if state in ALLOWED[verb] else Refusal("state", (state,))


def step_on(*, seen: str, state: str, proposals: int) -> str | Refusal:
    """The next state. `seen` is what the person had on the page: somebody else may have been quicker."""
    if seen != state:
        return Refusal("seen", (state,))
    if state not in NEXT:
        return Refusal("state", (state,))
    if state == COLLECTING and not proposals:
        return Refusal("empty")
    return NEXT[state]


@dataclass(frozen=True, slots=True)
class Decision:
    """`number` as written on the paper, "12/QĐ-UBND"; `effective_from` is the first day on which it holds."""

    number: str
    decided_on: date
    body: str
    effective_from: date
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """An item that would be in the list: how many milestones it has, and whether its proposal was marked."""

    name: str
    milestones: int
    is_marked: bool


def may_issue(
    decision: Decision,
    chosen: Iterable[Chosen],
    *,
    kind: str,
    seen: str,
    state: str,
    last_from: date | None,
) -> Refusal | None:
    """`last_from` is the first day of the version that holds last. Only a mandatory item needs a roadmap."""
    if seen != state:
        return Refusal("seen", (state,))
    if blocked := refusal("issue", state):
        return blocked
    items = list(chosen)
    if not items:
        return Refusal("empty")
    unmarked = tuple(one.name for one in items if not one.is_marked)
    if unmarked:
        return Refusal("unmarked", unmarked)
    without = tuple(one.name for one in items if not one.milestones)
    if kind == MANDATORY and without:
        return Refusal("no_roadmap", without)
    if decision.effective_from < decision.decided_on:
        return Refusal("before_decision", (decision.decided_on.isoformat(),))
    if last_from is not None and decision.effective_from <= last_from:
        return Refusal("before_older", (last_from.isoformat(),))
    return None


@dataclass(frozen=True, slots=True)
class Period:
    """A version and the days on which it holds: from `start`, until before `end`; None while it is the
    last.
    """

    version: int
    start: date
    end: date | None

    def holds_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


def periods(issued: Iterable[tuple[int, date, date | None]]) -> list[Period]:
    """Version, first day and day of repeal -> the days on which each holds, oldest first.

    A version ends where the next begins, or on the day of its repeal if that comes first.
    """
    rows = sorted(issued, key=lambda row: row[1])
    found = []
    for number, (version, start, repealed) in enumerate(rows, start=1):
        ends = [day for day in (repealed, *(row[1] for row in rows[number:])) if day is not None]
        found.append(Period(version, start, min(ends) if ends else None))
    return found


def in_force(issued: Iterable[tuple[int, date, date | None]], day: date) -> int | None:
    """The version that holds on this day."""
    return next((one.version for one in periods(issued) if one.holds_on(day)), None)
