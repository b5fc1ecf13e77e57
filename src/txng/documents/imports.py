"""The registry of importers: rooms above register what they can take from a sheet.

    class PartiesConfig(AppConfig):
        def ready(self) -> None:
            from txng.documents import imports
            from txng.parties.importing import ENTERPRISES     # an Importer

            imports.register(ENTERPRISES)

An importer has four parts, each asked for a few hundred rows at a time. `check` looks at rows whose cells
are all right and says what the register holds against them. `apply` writes them, in a transaction that is
open already, and says what became of each; it raises RowRefusedError for one that is no longer right.
`undo` takes back what `apply` told it, again row by row, and gives a sentence for each that has to stay,
"" for those that went. `by` is the person who began the import, with the rights of this very moment.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from django.utils.functional import Promise

from txng.accounts.actors import Actor
from txng.ui.sheets.columns import Sheet
from txng.ui.sheets.reading import Problem

Words = str | Promise
Outcome = Literal["created", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class Given:
    """One row to check or to write: its number in the sheet, and its values by key of the column."""

    number: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a row. `subject` is the record's own name for itself, for addresses and undoing;
    `title` what people call it; `before` what undoing needs (JSON), {} for what was created."""

    outcome: Outcome
    subject: str
    title: str
    before: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """A row as `undo` gets it back: what was given, and what `apply` said."""

    number: int
    values: Mapping[str, Any]
    applied: Applied


Check = Callable[[Actor, Sequence[Given]], Mapping[int, Sequence[Problem]]]
Apply = Callable[[Actor, Sequence[Given]], Sequence[Applied]]
Undo = Callable[[Actor, Sequence[Done]], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Importer:
    """`code` is what addresses call it ("co-so"); `right` is needed for everything about it; `address`
    leads from a subject to its page, "" where there is none."""

    code: str
    title: Words
    right: str
    sheet: Sheet
    check: Check
    apply: Apply
    undo: Undo
    address: Callable[[str], str] = lambda _subject: ""
    lead: Words = ""
    next_step: "NextStep | None" = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the receipt offers when rows were added and more is to be done with them."""

    title: Words
    route: str


_IMPORTERS: Final[dict[str, Importer]] = {}


def register(importer: Importer) -> None:
    """Raises ValueError when another importer has the code."""
    known = _IMPORTERS.setdefault(importer.code, importer)
    if known is not importer:
        raise ValueError(f"expected one importer for {importer.code!r}, got a second")


def importer(code: str) -> Importer | None:
    return _IMPORTERS.get(code)


def importers_for(actor: Actor) -> list[Importer]:
    """Those that the actor may use, in the order in which rooms registered them."""
    return [one for one in _IMPORTERS.values() if actor.may(one.right)]
