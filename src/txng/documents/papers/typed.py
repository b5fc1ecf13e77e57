"""What somebody types in the editor becomes the parts of a paper.

# I. KẾT QUẢ            a heading ("##" and "###" for the levels beneath)

Một đoạn văn.           a blank line ends a paragraph

- một ý;                lines that begin with "- " are bullets
- một ý nữa.

| Stt | Địa bàn |       lines between bars are a table, the first its head;
| 1   | Đạ Tẻh  |       a column with numbers alone stands right
=== (a line of its own) a new page
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from txng.documents.papers.parts import (
    Bullets,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Signatory,
    Table,
)

_HEADING: Final = re.compile(r"(#{1,3})\s+(\S.*)")
_RULE: Final = re.compile(r"[\s|:\-]*-[\s|:\-]*")
_NUMBER: Final = re.compile(r"[-+]?[\d.,]+\s?%?")
DECISION: Final = "QUYẾT ĐỊNH"


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of the editor; lists are a line each."""

    kind: str
    about: str = ""
    bases: str = ""
    text: str = ""
    addressees: str = ""
    recipients: str = ""
    capacity: str = ""
    title: str = ""
    name: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def lines_of(text: str) -> tuple[str, ...]:
    bare = (line.strip().removeprefix("- ").strip() for line in text.splitlines())
    return tuple(line for line in bare if line)


def paper_of(typed: Typed, *, words: str, parent: str, body: str, symbol: str, place: str) -> Paper:
    """`words`: the kind as it stands on the paper, "" for a letter."""
    parts = list(parts_of(typed.text))
    if words == DECISION:
        parts.insert(0, Paragraph(f"{DECISION}:", is_bold=True, is_centred=True))
    named = typed.title.strip() or typed.name.strip() or typed.capacity.strip()
    return Paper(
        parent=parent,
        body=body,
        symbol=symbol,
        place=place,
        kind=words,
        about=typed.about.strip(),
        parts=parts,
        bases=lines_of(typed.bases),
        addressees=lines_of(typed.addressees),
        recipients=lines_of(typed.recipients),
        signatory=(
            Signatory(typed.title.strip(), typed.name.strip(), typed.capacity.strip())
            if named
            else None
        ),
    )


def parts_of(text: str) -> Iterator[Part]:
    """
    >>> list(parts_of("# I. A\\n\\nMột\\nhai.\\n\\n- x;\\n- y."))[1:]
    [Paragraph(text='Một hai.', is_bold=False, is_italic=False, is_centred=False, is_flush=False), \
Bullets(items=('x;', 'y.'))]
    """
    for kind, lines in _blocks(text):
        if kind == "page":
            yield PageBreak()
        elif kind == "heading":
            found = _HEADING.fullmatch(lines[0])
            if found is not None:
                yield Heading(found[2].strip(), len(found[1]))
        elif kind == "bullet":
            yield Bullets(tuple(line[2:].strip() for line in lines))
        elif kind == "table":
            yield _table(lines)
        else:
            yield Paragraph(" ".join(lines))


def _blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """Lines of one kind that follow each other; a heading and a new page are one line each."""
    kind, lines = "", [""][:0]
    for raw in text.splitlines():
        line = raw.strip()
        here = _kind(line)
        if here != kind or here in ("heading", "page"):
            if lines:
                yield kind, lines
            kind, lines = here, []
        if line:
            lines.append(line)
    if lines:
        yield kind, lines


def _kind(line: str) -> str:
    if not line:
        return ""
    if set(line) == {"="} and len(line) >= 3:
        return "page"
    if _HEADING.fullmatch(line):
        return "heading"
    if line.startswith("- "):
        return "bullet"
    return "table" if line.startswith("|") and line.count("|") > 1 else "text"


def _table(lines: Sequence[str]) -> Table:
    rows = [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in lines
        if not _RULE.fullmatch(line)
    ]
    head, *body = rows or [("",)]
    columns = range(max(map(len, rows), default=0))
    right = [
        i
        for i in columns
        if body and all(_NUMBER.fullmatch(row[i]) for row in body if i < len(row) and row[i])
        and any(i < len(row) and row[i] for row in body)
    ]  # fmt: skip
    longest = [max(len(row[i]) if i < len(row) else 0 for row in rows) for i in columns]
    widths = [min(max(one, 4), 30) for one in longest]
    return Table(head, body, widths=widths, right=right, is_wide=len(widths) > 7)
