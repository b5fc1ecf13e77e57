"""The life of a label: which step may follow which, and the right it takes.

    issued ──print──> printed ──activate──> commissioned ──ship──> shipped ──sell──> sold
       │                 │ scan back first       │  └──────────sell──────────────────┘│
       └────────────────cancel (spoilt, lost, destroyed, opened)──────────────────────┴─> decommissioned

A printed label is not live: whoever steals a roll has labels whose page says "Tem chưa kích hoạt". Before
the first activation some labels of the batch must have been scanned back: a print that no scanner reads,
or that shows another product, is found while it is paper and not yet on goods.

Nothing leaves "decommissioned", and no step leads back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from txng.barcodes.rules import ACTIVATE, END, PRINT

State = Literal["issued", "printed", "commissioned", "shipped", "sold", "decommissioned"]
STATES: Final[tuple[State, ...]] = (
    "issued", "printed", "commissioned", "shipped", "sold", "decommissioned",
)  # fmt: skip
Step = Literal["print", "activate", "ship", "sell", "cancel"]
Activation = Literal["not yet", "active", "ended"]
SAMPLE: Final = 3  # labels that are scanned back: near the first, the middle and the last
REASONS: Final = ("spoilt", "lost", "destroyed", "opened", "other")


@dataclass(frozen=True, slots=True)
class Move:
    """A step from any of `before` to `after`, for whoever has `right`."""

    before: frozenset[State]
    after: State
    right: str


MOVES: Final[Mapping[Step, Move]] = MappingProxyType(
    {
        "print": Move(frozenset({"issued"}), "printed", PRINT),
        "activate": Move(frozenset({"printed"}), "commissioned", ACTIVATE),
        "ship": Move(frozenset({"commissioned"}), "shipped", ACTIVATE),
        "sell": Move(frozenset({"commissioned", "shipped"}), "sold", ACTIVATE),
        "cancel": Move(
            frozenset({"issued", "printed", "commissioned", "shipped", "sold"}),
            "decommissioned",
            END,
        ),
    }
)


def after(step: Step, state: State) -> State | None:
    """The state that a label is in after a step; None when the step does not fit its state."""
    move = MOVES[step]
    return move.after if state in move.before else None


@dataclass(frozen=True, slots=True)
class ScanBack:
    """`wanted` labels have to be scanned back, `good` were; the batch may be activated when they suffice."""

    wanted: int
    good: int

    @property
    def is_enough(self) -> bool:
        return self.good >= self.wanted


def scan_back(labels: int, scanned: Iterable[int]) -> ScanBack:
    """`scanned`: the numbers of labels of this batch that were read. A label counts once.

    >>> scan_back(1000, [1, 1, 990]), scan_back(2, [1, 2])
    (ScanBack(wanted=3, good=2), ScanBack(wanted=2, good=2))
    """
    good = {number for number in scanned if 1 <= number <= labels}
    return ScanBack(min(SAMPLE, labels), len(good))


def activation(state: State) -> Activation:
    """What the public page may say of a label, in the resolver's three words."""
    if state in ("issued", "printed"):
        return "not yet"
    return "ended" if state == "decommissioned" else "active"


def state_of(counts: Mapping[State, int]) -> State:
    """The state of a batch: the earliest that a label of it is in, cancelled ones left aside.

    >>> state_of({"printed": 3, "commissioned": 97, "decommissioned": 2})
    'printed'
    """
    return next(
        (state for state in STATES[:-1] if counts.get(state)),
        "decommissioned" if counts.get("decommissioned") else "issued",
    )
