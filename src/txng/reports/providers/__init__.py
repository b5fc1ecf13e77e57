"""Who knows what a section says: one file a room that is asked, behind one small protocol.

    provide(Asking(user, year, since, until))  ->  Provided(lines=("Đã ban hành ...",), tables=(...,))

Numbers in `lines` are chips ({{plan.classes}}) or parts of a document's number, or the line is `Sourced`;
a count without a figure goes into a table, which keeps its source and its hour. A provider that finds
nothing says so in a sentence. Which section asks which provider is in data/outline.toml.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Final

from txng.accounts.actors import Actor


@dataclass(frozen=True, slots=True)
class Asking:
    """`since` and `until` are the report's own days, both included; `clauses` those of the section."""

    user: Actor
    year: int
    since: date
    until: date
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sourced:
    """A line whose numbers were typed in another register; `source` says which entry of it, with its day."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class TableTold:
    """`right` are columns of numbers; cells are what a reader sees."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Provided:
    """Lines hold {year} and {next}; one that begins with "- " is a point."""

    lines: Sequence[str | Sourced] = ()
    tables: Sequence[TableTold] = ()


Provider = Callable[[Asking], Provided]

SOURCES: Final[Mapping[str, str]] = {
    "campaigns": "Sổ tuyên truyền",
    "commendations": "Sổ khen thưởng",
    "difficulties": "Sổ khó khăn, vướng mắc",
    "documents": "Sổ văn bản",
    "incentives": "Sổ hồ sơ hưởng chính sách",
    "indicators": "Sổ chỉ tiêu của Kế hoạch",
    "money": "Sổ kinh phí",
    "next_year": "Sổ nhiệm vụ của Kế hoạch",
    "pilots": "Sổ mô hình điểm",
    "progress": "Sổ nhiệm vụ của Kế hoạch",
    "research": "Sổ đề tài, dự án",
    "training": "Sổ đào tạo",
}
"""Name of a provider -> the words that a table says it was taken from."""


def ask(name: str, asking: Asking) -> Provided:
    """Raises KeyError for a name that is not in SOURCES."""
    if name not in SOURCES:
        raise KeyError(f"expected one of {sorted(SOURCES)}, got {name!r}")
    provide: Provider = import_module(f"txng.reports.providers.{name}").provide
    return provide(asking)
