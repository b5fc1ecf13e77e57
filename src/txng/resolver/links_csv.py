"""Links as a table that a spreadsheet opens, and back.

    code,link_type,href,title,hreflang,media_type,context,default,description
    /01/09506000134352,gs1:pip,https://an.example/,Trang sản phẩm,vi en,text/html,,yes,Cà phê rang

Languages and contexts are separated by blanks. A cell that a spreadsheet would run as a formula (it
begins with = + - @ or a control character) is written with an apostrophe before it, and the apostrophe is
taken away when the file comes back.
>>> guarded("=HYPERLINK(1)"), unguarded("'=HYPERLINK(1)")
("'=HYPERLINK(1)", '=HYPERLINK(1)')

Source: OWASP, CSV Injection.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any, Final

COLUMNS: Final = (
    "code", "link_type", "href", "title", "hreflang", "media_type", "context", "default", "description",
)  # fmt: skip
REQUIRED: Final = ("code", "link_type", "href", "title")
MOST_ROWS: Final = 5_000
MOST_BYTES: Final = 4 << 20
_RUN: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class NotATable(ValueError):
    """The text is no table of links: expected and got, in English."""


def guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RUN) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RUN) else cell


def write(rows: Iterable[Mapping[str, str]]) -> str:
    """With a mark of UTF-8 before it: without it spreadsheets read Vietnamese as something else."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: guarded(row.get(name, "")) for name in COLUMNS})
    return "\ufeff" + out.getvalue()


def read(text: str) -> list[tuple[int, dict[str, Any]]]:
    """Row numbers as a spreadsheet shows them, and what stands there. Raises NotATable."""
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","  # as Vietnamese Excel writes
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise NotATable(f"Expected a table, got: {error}") from None
    if not table:
        raise NotATable("Expected a row of column names, got nothing")
    header = [cell.strip().lower() for cell in table[0]]
    missing = [name for name in REQUIRED if name not in header]
    unknown = [name for name in header if name not in COLUMNS]
    if missing or unknown or len(set(header)) < len(header):
        raise NotATable(
            f"Expected the columns {', '.join(COLUMNS)}; missing {', '.join(missing) or 'none'},"
            f" unknown {', '.join(unknown)[:200] or 'none'}"
        )
    if len(table) - 1 > MOST_ROWS:
        raise NotATable(f"Expected at most {MOST_ROWS} rows, got {len(table) - 1}")
    rows = []
    for number, cells in enumerate(table[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise NotATable(f"Expected {len(header)} cells in row {number}, got {len(cells)}")
        row = {name: unguarded(cell.strip()) for name, cell in zip(header, cells, strict=True)}
        rows.append((number, _members(row)))
    return rows


def _members(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "link_type": row["link_type"],
        "href": row["href"],
        "title": row["title"],
        "hreflang": tuple(row.get("hreflang", "").split()),
        "media_type": row.get("media_type", ""),
        "context": tuple(row.get("context", "").split()),
        "default": row.get("default", "") or "no",
        "description": row.get("description") or None,
    }
