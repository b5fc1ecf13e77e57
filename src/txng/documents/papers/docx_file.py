"""A paper as DOCX: Times New Roman by name, to be opened and changed in an office program.

The body is written as WordprocessingML text and parsed once: python-docx looks through the whole table
for each cell, which takes minutes for a thousand rows.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt

from txng.documents.papers import layout
from txng.documents.papers.glyphs import BOLD, printable, width_pt
from txng.documents.papers.layout import INDENT_MM, SPACE_PT, TEXT_PT
from txng.documents.papers.parts import (
    Bullets,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Table,
)

__all__ = ["write"]

FONT: Final = "Times New Roman"
NO_DAY: Final = datetime(
    2000, 1, 1, tzinfo=UTC
)  # what the file's own data say when the paper has no day
PORTRAIT_MM = layout.PAGE_MM[0] - layout.LEFT_MM - layout.RIGHT_MM
LANDSCAPE_MM = layout.PAGE_MM[1] - layout.LEFT_MM - layout.RIGHT_MM

TINY: Final = (  # a paragraph one point high, which only begins a page
    "<w:p><w:pPr>{before}<w:spacing w:before='0' w:after='0' w:line='20' w:lineRule='exact'/>"
    "{after}</w:pPr></w:p>"
)


def write(paper: Paper) -> bytes:
    document = Document()
    _styles(document)
    _own_data(document, paper)
    sheet = _Sheet()
    for text in _body(paper, sheet):
        sheet.add(text)
    # moved element by element into the tree that is there, a long table takes seconds
    document.part._element = sheet.tree()
    document = document.part.document
    _sections(document, paper, sheet)
    return _packed(document)


class _Sheet:
    """The body in order: pieces of WordprocessingML, divided into sections that stand upright or turned."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.turns: list[bool] = []  # of each section that is closed: is it turned?
        self.is_wide = False
        self.wants_page = False

    def add(self, piece: str) -> None:
        self.pieces.append(piece)

    def room(self, *, is_wide: bool = False) -> str:
        """What has to stand before something that wants a page of this kind."""
        if is_wide != self.is_wide:
            self.turns.append(self.is_wide)
            self.is_wide, self.wants_page = is_wide, False
            return TINY.format(before="", after="<w:sectPr/>")
        if self.wants_page:
            self.wants_page = False
            return TINY.format(before="<w:pageBreakBefore/>", after="")
        return ""

    def tree(self) -> Any:
        body = "".join(self.pieces)
        return parse_xml(
            f"<w:document {nsdecls('w', 'r')}><w:body>{body}<w:sectPr/></w:body></w:document>"
        )


# paragraphs


def _p(
    text: str,
    *,
    align: str = "both",
    size: float = TEXT_PT,
    bold: bool = False,
    italic: bool = False,
    before: float = SPACE_PT,
    first_mm: float = 0,
    left_mm: float = 0,
    keep: bool = False,
    outline: int | None = None,
) -> str:
    twips = f"<w:spacing w:before='{round(before * 20)}' w:after='0'/>"
    first = f"w:firstLine='{_mm(first_mm)}'" if first_mm >= 0 else f"w:hanging='{_mm(-first_mm)}'"
    return (
        "<w:p><w:pPr>"
        + ("<w:keepNext/>" if keep else "")
        + twips
        + f"<w:ind w:left='{_mm(left_mm)}' {first}/><w:jc w:val='{align}'/>"
        + (f"<w:outlineLvl w:val='{outline}'/>" if outline is not None else "")
        + f"</w:pPr>{_runs(text, size, bold=bold, italic=italic)}</w:p>"
    )


def _runs(text: str, size: float, *, bold: bool = False, italic: bool = False) -> str:
    properties = (
        ("<w:b/><w:bCs/>" if bold else "")
        + ("<w:i/><w:iCs/>" if italic else "")
        + f"<w:sz w:val='{round(size * 2)}'/><w:szCs w:val='{round(size * 2)}'/>"
    )
    lines = [
        f"<w:t xml:space='preserve'>{escape(line)}</w:t>" for line in printable(text).split("\n")
    ]
    return f"<w:r><w:rPr>{properties}</w:rPr>{'<w:br/>'.join(lines)}</w:r>"


def _centred(text: str, size: float = TEXT_PT, *, before: float = 0, **more: bool) -> str:
    return _p(text, align="center", size=size, before=before, **more)


def _rule(length_pt: float, room_mm: float) -> str:
    """A line of that length in the middle: the lower border of an almost empty paragraph."""
    aside = max(0, round((room_mm * 72 / 25.4 - length_pt) * 10))
    return (
        "<w:p><w:pPr><w:pBdr><w:top w:val='single' w:sz='6' w:space='1' w:color='000000'/></w:pBdr>"
        "<w:spacing w:before='40' w:after='0' w:line='80' w:lineRule='exact'/>"
        f"<w:ind w:left='{aside}' w:right='{aside}'/></w:pPr></w:p>"
    )


def _mm(length: float) -> int:
    return round(length * 72 / 25.4 * 20)


# the paper, from its head to its appendices


def _body(paper: Paper, sheet: _Sheet) -> Iterator[str]:
    yield _head(paper)
    yield from _title(paper)
    for basis in layout.closed(paper.bases):
        yield _p(basis, italic=True, first_mm=INDENT_MM)
    yield from _parts(paper.parts, sheet)
    if paper.signatory is not None or paper.recipients:
        yield sheet.room()
        yield _p("", before=0)
        yield _foot(paper)
    for appendix in paper.appendices:
        yield from _appendix(paper, list(appendix), sheet)


def _head(paper: Paper) -> str:
    left, right = layout.HEAD_MM
    body_w = max(
        width_pt(line, BOLD, layout.BODY_NAME_PT) for line in printable(paper.body).split("\n")
    )
    names = _centred(paper.parent, layout.BODY_NAME_PT) if paper.parent.strip() else ""
    names += _centred(paper.body, layout.BODY_NAME_PT, bold=True)
    names += _rule(min(body_w, left * 72 / 25.4) * 0.45, left)
    nation = _centred(layout.NATION, layout.NATION_PT, bold=True)
    nation += _centred(layout.MOTTO, layout.MOTTO_PT, bold=True)
    nation += _rule(width_pt(layout.MOTTO, BOLD, layout.MOTTO_PT), right)
    number = _centred(layout.number_line(paper), layout.NUMBER_PT, before=4)
    if not paper.kind:
        number += _centred(f"V/v {paper.about}", layout.BODY_NAME_PT)
    day = _centred(layout.place_line(paper), layout.DAY_PT, before=4, italic=True)
    return _bare_grid((left, right), ((names, nation), (number, day)))


def _title(paper: Paper) -> Iterator[str]:
    if paper.kind:
        yield _centred(paper.kind, layout.TITLE_PT, bold=True, before=14)
        yield _centred(paper.about, layout.TITLE_PT, bold=True)
        length = width_pt(printable(paper.about).replace("\n", " "), BOLD, layout.TITLE_PT)
        room_pt = PORTRAIT_MM * 72 / 25.4
        yield _rule(max(60, min(length, room_pt) * 0.4), PORTRAIT_MM)
    if paper.note.strip():
        yield _centred(paper.note, layout.NOTE_PT, italic=True, before=SPACE_PT)
    if len(paper.addressees) == 1:
        yield _centred(f"Kính gửi: {paper.addressees[0]}", before=14)
    elif paper.addressees:
        yield _p("Kính gửi:", align="left", left_mm=35, before=14)
        for one in layout.closed(paper.addressees):
            yield _p(f"- {one}", align="left", left_mm=53, first_mm=-3, before=0)
    yield _p("", before=0, size=6)


def _parts(parts: Sequence[Part], sheet: _Sheet) -> Iterator[str]:
    for part in parts:
        if isinstance(part, PageBreak):
            sheet.wants_page = True
        elif not isinstance(part, Table):
            yield sheet.room()
            yield from _flowing(part)
        elif layout.columns_of(part):
            yield sheet.room(is_wide=part.is_wide)
            yield _table(part)


def _flowing(part: Heading | Paragraph | Bullets) -> Iterator[str]:
    match part:
        case Heading(text, level):
            is_small = level >= 3
            yield _p(
                text,
                bold=not is_small,
                italic=is_small,
                first_mm=INDENT_MM,
                keep=True,
                outline=min(max(level, 1), 3) - 1,
            )
        case Paragraph(text):
            yield _p(
                text,
                align="center" if part.is_centred else "both",
                bold=part.is_bold,
                italic=part.is_italic,
                first_mm=0 if part.is_flush or part.is_centred else INDENT_MM,
            )
        case Bullets(items):
            for item in items:
                yield _p(f"- {item}", first_mm=INDENT_MM)


def _foot(paper: Paper) -> str:
    left, right = layout.FOOT_MM
    recipients = layout.closed(paper.recipients)
    named = ""
    if recipients:
        named = _p("Nơi nhận:", align="left", size=12, bold=True, italic=True, before=0)
        for one in recipients:
            named += _p(f"- {one}", align="left", size=11, left_mm=2, first_mm=-2, before=0)
    signed = ""
    if paper.signatory is not None:
        for one in (paper.signatory.capacity, paper.signatory.title):
            signed += _centred(one, bold=True, keep=True) if one.strip() else ""
        signed += _centred("", keep=True) * 4
        signed += _centred(paper.signatory.name, bold=True)
    return _bare_grid((left, right), ((named or _p(""), signed or _p("")),))


def _appendix(paper: Paper, parts: list[Part], sheet: _Sheet) -> Iterator[str]:
    heading = parts.pop(0) if parts and isinstance(parts[0], Heading) else None
    sheet.wants_page = True
    yield sheet.room(is_wide=bool(parts) and isinstance(parts[0], Table) and parts[0].is_wide)
    if isinstance(heading, Heading):
        yield _centred(heading.text, bold=True)
    yield _centred(layout.enclosed_with(paper), layout.NOTE_PT, italic=True, before=SPACE_PT)
    yield from _parts(parts, sheet)


# tables


def _bare_grid(widths_mm: Sequence[float], rows: Sequence[Sequence[str]]) -> str:
    """A table without lines, which holds pieces side by side; a row stays on one page."""
    cells = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            f"<w:tc><w:tcPr><w:tcW w:w='{_mm(width)}' w:type='dxa'/></w:tcPr>{cell}</w:tc>"
            for width, cell in zip(widths_mm, row, strict=True)
        )
        + "</w:tr>"
        for row in rows
    )
    return _grid(widths_mm, cells, border="none", margin_mm=0)


def _grid(widths_mm: Sequence[float], rows: str, *, border: str, margin_mm: float) -> str:
    sides = "".join(
        f"<w:{side} w:val='{border}' w:sz='4' w:space='0' w:color='000000'/>"
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f"<w:gridCol w:w='{_mm(one)}'/>" for one in widths_mm)
    margin = _mm(margin_mm)
    return (
        f"<w:tbl><w:tblPr><w:tblW w:w='{_mm(sum(widths_mm))}' w:type='dxa'/>"
        f"<w:jc w:val='left'/><w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type='fixed'/>"
        f"<w:tblCellMar><w:left w:w='{margin}' w:type='dxa'/><w:right w:w='{margin}' w:type='dxa'/>"
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _table(table: Table) -> str:
    columns = layout.columns_of(table)
    room = LANDSCAPE_MM if table.is_wide else PORTRAIT_MM
    widths = [share * room for share in layout.shares(table)]
    size = layout.cell_pt(columns)

    def row(texts: Sequence[str], *, is_head: bool = False) -> str:
        cells = "".join(
            f"<w:tc><w:tcPr><w:tcW w:w='{_mm(widths[i])}' w:type='dxa'/>"
            + ("<w:vAlign w:val='center'/>" if is_head else "")
            + "</w:tcPr>"
            + _p(
                text,
                align="center" if is_head else "right" if i in table.right else "left",
                size=size,
                bold=is_head,
                before=2,
            )
            + "</w:tc>"
            for i, text in enumerate(layout.cells(texts, columns))
        )
        kept = "<w:cantSplit/><w:tblHeader/>" if is_head else ""
        return f"<w:tr><w:trPr>{kept}</w:trPr>{cells}</w:tr>"

    rows = row(table.head, is_head=True) if any(str(one).strip() for one in table.head) else ""
    rows += "".join(row(one) for one in table.rows)
    caption = (
        _p(table.caption, align="center", size=13, bold=True, keep=True) if table.caption else ""
    )
    return caption + _grid(widths, rows, border="single", margin_mm=1.2) + _p("", before=0, size=6)


# the file


def _styles(document: Any) -> None:
    """Every face that an office program could choose for a letter is named, and no theme is asked."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(TEXT_PT)
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for properties in (
        normal.element.get_or_add_rPr(),
        defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}"),
    ):
        for old in (*properties.findall(qn("w:rFonts")), *properties.findall(qn("w:lang"))):
            properties.remove(old)
        faces = " ".join(f"w:{slot}='{FONT}'" for slot in ("ascii", "hAnsi", "eastAsia", "cs"))
        properties.insert(0, parse_xml(f"<w:rFonts {nsdecls('w')} {faces}/>"))
        properties.append(
            parse_xml(
                f"<w:lang {nsdecls('w')} w:val='{layout.LANGUAGE}' w:eastAsia='{layout.LANGUAGE}'/>"
            )
        )


def _own_data(document: Any, paper: Paper) -> None:
    day = datetime.combine(paper.day, time(0), tzinfo=UTC) if paper.day else NO_DAY
    own = document.core_properties
    own.title, own.subject = layout.title_of(paper)[:255], printable(paper.about)[:255]
    own.author, own.last_modified_by = printable(paper.body)[:255], ""
    own.language, own.comments, own.keywords = layout.LANGUAGE, "", ""
    own.created = own.modified = day
    own.revision = 1


def _sections(document: Any, paper: Paper, sheet: _Sheet) -> None:
    for index, section in enumerate(document.sections):
        is_wide = sheet.turns[index] if index < len(sheet.turns) else sheet.is_wide
        _measures(section, is_wide=is_wide)
        section.different_first_page_header_footer = index == 0
    first = document.sections[0]
    draft = (
        f"<w:r><w:rPr><w:b/></w:rPr><w:t>{layout.DRAFT}</w:t></w:r>"
        if layout.is_draft(paper)
        else ""
    )
    number = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>2</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    _header(first.header, number, draft)
    _header(first.first_page_header, "", draft)


def _header(header: Any, number: str, draft: str) -> None:
    header.is_linked_to_previous = False
    element = header._element
    for old in list(element):
        element.remove(old)
    for runs, align in ((number, "center"), (draft, "right")):
        if runs or align == "center":
            element.append(
                parse_xml(
                    f"<w:p {nsdecls('w')}><w:pPr><w:spacing w:before='0' w:after='0'/>"
                    f"<w:jc w:val='{align}'/></w:pPr>{runs}</w:p>"
                )
            )


def _measures(section: Section, *, is_wide: bool) -> None:
    short, long = Mm(layout.PAGE_MM[0]), Mm(layout.PAGE_MM[1])
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if is_wide else (short, long)
    section.top_margin, section.bottom_margin = Mm(layout.TOP_MM), Mm(layout.BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(layout.LEFT_MM), Mm(layout.RIGHT_MM)
    section.header_distance = section.footer_distance = Mm(8)


def _packed(document: Any) -> bytes:
    """The same file with no clock in it."""
    written, out = BytesIO(), BytesIO()
    document.save(written)
    with ZipFile(written) as old, ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            entry = ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
            new.writestr(entry, old.read(name))
    return out.getvalue()
