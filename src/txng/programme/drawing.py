"""The years of the Plan drawn by the server: a line a task, a bar from its first to its last day.

    Stt  Nội dung                     2019  2020  2021 ...            2030
    1    Tuyên truyền ...             ▐██▌  ▐██▌  ▐▓▒▌  ...           ▐  ▌
    5    Hỗ trợ xây dựng mô hình                  ▐▓▓▓▓▓▓▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▌

A bar says its state by its outline and filling, not by colour alone: whole when done, filled as far as the
percent goes, empty when not begun, dashed when nobody knows, with an exclamation mark when late. One unit is
the same number of days everywhere. No Django: words come from the view.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from txng.programme.rules import tasks as rules

LABELS: Final = 330
YEAR: Final = 54
ROW: Final = 30
HEAD: Final = 30
BAR: Final = 16
LONGEST: Final = 44


@dataclass(frozen=True, slots=True)
class Span:
    """A task, or one year of one that comes back: `words` are read aloud and shown on hovering."""

    first: date
    last: date
    state: str
    percent: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    spans: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Bar:
    x: int
    y: int
    width: int
    filled: int
    kind: str
    words: str
    sign_x: int
    sign_y: int

    @property
    def is_late(self) -> bool:
        return self.kind == "late"


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    y: int
    line_y: int


@dataclass(frozen=True, slots=True)
class Column:
    text: str
    x: int
    text_x: int


@dataclass(frozen=True, slots=True)
class Gantt:
    width: int
    height: int
    labels: tuple[Label, ...]
    columns: tuple[Column, ...]
    bars: tuple[Bar, ...]
    today_x: int | None
    head: int = HEAD


def gantt(lines: Sequence[Line], first_year: int, last_year: int, today: date) -> Gantt:
    """`today` outside the years draws no line. Spans are cut at the first and the last year."""
    begins, ends = date(first_year, 1, 1), date(last_year, 12, 31)
    days = (ends - begins).days + 1
    wide = (last_year - first_year + 1) * YEAR

    def at(day: date) -> int:
        return LABELS + round((day - begins).days * wide / days)

    bars, labels = [], []
    for place, line in enumerate(lines):
        top = HEAD + place * ROW
        labels.append(Label(shortened(line.label), top + 19, top + ROW))
        for span in line.spans:
            if span.last < begins or span.first > ends:
                continue
            x = at(max(span.first, begins)) + 1
            width = max(at(min(span.last, ends)) - x, 3)
            bars.append(_bar(span, x, top + (ROW - BAR) // 2, width, today))
    return Gantt(
        LABELS + wide,
        HEAD + len(lines) * ROW + 6,
        tuple(labels),
        tuple(
            Column(str(year), LABELS + place * YEAR, LABELS + place * YEAR + YEAR // 2)
            for place, year in enumerate(range(first_year, last_year + 1))
        ),
        tuple(bars),
        at(today) if begins <= today <= ends else None,
    )


def _bar(span: Span, x: int, y: int, width: int, today: date) -> Bar:
    kind = "late" if rules.is_late(today, span.last, span.state) else span.state
    filled = round(width * (span.percent or 0) / 100)
    return Bar(x, y, width, filled, kind, span.words, x + width // 2, y + 13)


def shortened(text: str) -> str:
    """So that it fits beside the bars; the table says it whole.

    >>> shortened("x" * 50)[-1]
    '…'
    """
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 1].rstrip(" ,;") + "…"
