"""The outline I-X as data (data/outline.toml): sections, who writes them, lines with chips, tables.

Source: vietnam.md §7.2, made of Plan IV.1.b and the seven tasks of the appendix. A line stands when the
figure of `when` is more than nothing, else `empty` stands in its place.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from txng.reports.rules import chips


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    when: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class SplitTable:
    """One row a commune, sector or group (`by`), one column a figure."""

    title: str
    by: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    title: str
    level: int = 1
    is_heading: bool = False
    clauses: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    hint: str = ""
    lines: tuple[Line, ...] = ()
    providers: tuple[str, ...] = ()
    tables: tuple[SplitTable, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    about: str
    bases: tuple[str, ...]
    recipients: tuple[str, ...]
    sections: tuple[Section, ...]
    annexes: tuple[SplitTable, ...]

    def codes(self, section: str = "") -> set[str]:
        """Of every figure that the outline names, or that one section names."""
        return {code for code, _by in self.wanted(section)}

    def wanted(self, code: str = "") -> Iterator[tuple[str, str]]:
        """Figures and, where a table breaks them down, by what."""
        parts = [one for one in self.sections if code in ("", one.code)]
        for section in parts:
            for line in section.lines:
                yield from ((chip.code, "") for chip in chips.chips(f"{line.text} {line.empty}"))
                if line.when:
                    yield line.when, ""
        tables = [one for part in parts for one in part.tables]
        for table in tables if code else [*self.annexes, *tables]:
            yield from ((one, table.by) for one in table.figures)

    def splits_of(self, code: str) -> set[str]:
        return {by for named, by in self.wanted() if named == code and by}


def read(text: str) -> Outline:
    told = tomllib.loads(text)
    return Outline(
        about=told["about"],
        bases=tuple(told["bases"]),
        recipients=tuple(told["recipients"]),
        sections=tuple(_section(one) for one in told["section"]),
        annexes=tuple(_table(one) for one in told.get("annex", ())),
    )


@cache
def packaged() -> Outline:
    source = resources.files("txng.reports") / "data" / "outline.toml"
    return read(source.read_text(encoding="utf-8"))


def _section(told: dict[str, Any]) -> Section:
    plain = {
        name: told[name]
        for name in ("code", "title", "level", "is_heading", "hint")
        if name in told
    }
    return Section(
        **plain,
        clauses=tuple(told.get("clauses", ())),
        agencies=tuple(told.get("agencies", ())),
        lines=tuple(
            Line(**one) if isinstance(one, dict) else Line(one) for one in told.get("lines", ())
        ),
        providers=tuple(told.get("providers", ())),
        tables=tuple(_table(one) for one in told.get("tables", ())),
    )


def _table(told: dict[str, Any]) -> SplitTable:
    return SplitTable(told["title"], told["by"], tuple(told["figures"]))
