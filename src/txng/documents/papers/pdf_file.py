"""A paper as PDF: A4, Tinos embedded, the same bytes for the same paper."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, black
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    NextPageTemplate,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import PageBreak as NewPage
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from txng.documents.papers import glyphs, layout
from txng.documents.papers.glyphs import BOLD, BOLD_ITALIC, ITALIC, REGULAR, printable, width_pt
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

PAGE_W, PAGE_H = layout.PAGE_MM[0] * mm, layout.PAGE_MM[1] * mm
PORTRAIT_W = PAGE_W - (layout.LEFT_MM + layout.RIGHT_MM) * mm
LANDSCAPE_W = PAGE_H - (layout.LEFT_MM + layout.RIGHT_MM) * mm
FIRST, LATER, WIDE = "first", "later", "wide"
PAD = 3.0  # inside a cell, left and right


def write(paper: Paper) -> bytes:
    glyphs.register()
    out = BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=(PAGE_W, PAGE_H),
        title=layout.title_of(paper),
        author=printable(paper.body),
        subject=printable(paper.about).replace("\n", " "),
        creator="txng",
        lang=layout.LANGUAGE,
        invariant=1,
    )
    document.addPageTemplates(_pages(is_draft=layout.is_draft(paper)))
    document.build(list(_story(paper)))
    return out.getvalue()


def _pages(*, is_draft: bool) -> list[PageTemplate]:
    def frame(width: float, height: float) -> Frame:
        return Frame(
            layout.LEFT_MM * mm,
            layout.BOTTOM_MM * mm,
            width - (layout.LEFT_MM + layout.RIGHT_MM) * mm,
            height - (layout.TOP_MM + layout.BOTTOM_MM) * mm,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )

    def decorate(canvas: Canvas, _document: Any) -> None:
        width, height = canvas._pagesize
        canvas.setViewerPreference("DisplayDocTitle", "true")
        canvas.saveState()
        if is_draft:
            canvas.setFont(BOLD, layout.PAGE_NUMBER_PT)
            canvas.drawRightString(width - layout.RIGHT_MM * mm, height - 12 * mm, layout.DRAFT)
            canvas.translate(width / 2, height / 2)
            canvas.rotate(45)
            canvas.setFillColor(Color(0.9, 0.9, 0.9))
            canvas.setFont(BOLD, 90)
            canvas.drawCentredString(0, -30, layout.DRAFT)
        canvas.restoreState()
        if canvas.getPageNumber() > 1:
            canvas.saveState()
            canvas.setFont(REGULAR, layout.PAGE_NUMBER_PT)
            canvas.drawCentredString(width / 2, height - 12 * mm, str(canvas.getPageNumber()))
            canvas.restoreState()

    portrait, landscape = (PAGE_W, PAGE_H), (PAGE_H, PAGE_W)
    return [
        PageTemplate(FIRST, [frame(*portrait)], onPage=decorate, pagesize=portrait),
        PageTemplate(LATER, [frame(*portrait)], onPage=decorate, pagesize=portrait),
        PageTemplate(WIDE, [frame(*landscape)], onPage=decorate, pagesize=landscape),
    ]


def _style(
    face: str = REGULAR, size: float = TEXT_PT, align: int = TA_LEFT, **more: Any
) -> ParagraphStyle:
    return ParagraphStyle(
        f"{face}{size}", fontName=face, fontSize=size, leading=size * 1.2, alignment=align, **more
    )


def _text(text: str, style: ParagraphStyle) -> Text:
    return Text(escape(printable(text)).replace("\n", "<br/>"), style)


CAPS = _style(REGULAR, layout.BODY_NAME_PT, TA_CENTER)
CAPS_BOLD = _style(BOLD, layout.BODY_NAME_PT, TA_CENTER)
MOTTO = _style(BOLD, layout.MOTTO_PT, TA_CENTER)
NUMBER = _style(REGULAR, layout.NUMBER_PT, TA_CENTER)
ABOUT = _style(REGULAR, layout.BODY_NAME_PT, TA_CENTER)
DAY = _style(ITALIC, layout.DAY_PT, TA_CENTER)
TITLE = _style(BOLD, layout.TITLE_PT, TA_CENTER)
NOTE = _style(ITALIC, layout.NOTE_PT, TA_CENTER, spaceBefore=SPACE_PT)
CAPTION = _style(BOLD, 13, TA_CENTER, spaceBefore=SPACE_PT, spaceAfter=4)
SPACED = {"spaceBefore": SPACE_PT, "firstLineIndent": INDENT_MM * mm}
BODY = _style(REGULAR, TEXT_PT, TA_JUSTIFY, **SPACED)
BASIS = _style(ITALIC, TEXT_PT, TA_JUSTIFY, **SPACED)
HEADINGS = {
    1: _style(BOLD, TEXT_PT, TA_JUSTIFY, keepWithNext=1, **SPACED),
    2: _style(BOLD, TEXT_PT, TA_JUSTIFY, keepWithNext=1, **SPACED),
    3: _style(ITALIC, TEXT_PT, TA_JUSTIFY, keepWithNext=1, **SPACED),
}
RECIPIENTS = _style(BOLD_ITALIC, layout.RECIPIENTS_PT)
RECIPIENT = _style(REGULAR, layout.RECIPIENT_PT, leftIndent=6, firstLineIndent=-6)


def _story(paper: Paper) -> Iterator[Flowable]:
    yield _head(paper)
    yield NextPageTemplate(LATER)
    yield Spacer(0, 14)
    yield from _title(paper)
    for basis in layout.closed(paper.bases):
        yield _text(basis, BASIS)
    laid = _Parts()
    yield from laid.out(paper.parts)
    yield from _foot(paper, laid)
    for appendix in paper.appendices:
        yield from _appendix(paper, appendix)


def _head(paper: Paper) -> Flowable:
    left = layout.HEAD_MM[0] * mm
    body_w = max(
        (width_pt(line, BOLD, layout.BODY_NAME_PT) for line in printable(paper.body).split("\n")),
        default=0,
    )
    motto_w = width_pt(layout.MOTTO, BOLD, layout.MOTTO_PT)
    bodies: list[Flowable] = [_text(paper.parent, CAPS)] if paper.parent.strip() else []
    bodies += [_text(paper.body, CAPS_BOLD), _rule(min(body_w, left) * 0.45)]
    number: list[Flowable] = [_text(layout.number_line(paper), NUMBER)]
    if not paper.kind:
        number.append(_text(f"V/v {paper.about}", ABOUT))
    nation = [_text(layout.NATION, CAPS_BOLD), _text(layout.MOTTO, MOTTO), _rule(motto_w)]
    return Grid(
        [[bodies, nation], [number, [_text(layout.place_line(paper), DAY)]]],
        colWidths=[one * mm for one in layout.HEAD_MM],
        style=[*_BARE, ("BOTTOMPADDING", (0, 0), (-1, 0), 8)],
    )


_BARE = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("ALIGN", (0, 0), (-1, -1), "CENTER"),
    ("LEFTPADDING", (0, 0), (-1, -1), 1),
    ("RIGHTPADDING", (0, 0), (-1, -1), 1),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
]


def _rule(width: float) -> Flowable:
    return HRFlowable(width, thickness=0.8, color=black, spaceBefore=2, spaceAfter=0)


def _title(paper: Paper) -> Iterator[Flowable]:
    if paper.kind:
        yield _text(paper.kind, TITLE)
        yield _text(paper.about, TITLE)
        length = width_pt(printable(paper.about).replace("\n", " "), BOLD, layout.TITLE_PT)
        yield _rule(max(60, min(length, PORTRAIT_W) * 0.4))
    if paper.note.strip():
        yield _text(paper.note, NOTE)
    if len(paper.addressees) == 1:
        yield _text(f"Kính gửi: {paper.addressees[0]}", _style(align=TA_CENTER, spaceBefore=10))
    elif paper.addressees:
        yield _text("Kính gửi:", _style(leftIndent=35 * mm, spaceBefore=10))
        listed = _style(leftIndent=50 * mm, firstLineIndent=-8)
        for one in layout.closed(paper.addressees):
            yield _text(f"- {one}", listed)
    yield Spacer(0, SPACE_PT)


class _Parts:
    """Lays parts out one after another, and knows whether the page is turned.

    A new page is begun when something comes to stand on it, so that none is left empty.
    """

    def __init__(self, *, is_wide: bool = False) -> None:
        self.is_wide = is_wide
        self.wants_page = False

    def out(self, parts: Sequence[Part]) -> Iterator[Flowable]:
        for part in parts:
            if isinstance(part, PageBreak):
                self.wants_page = True
            elif isinstance(part, Table):
                if layout.columns_of(part):
                    yield from self.room(is_wide=part.is_wide)
                    yield from self._table(part)
            else:
                yield from self.room(is_wide=False)
                yield from self._flowables(part)

    def room(self, *, is_wide: bool) -> Iterator[Flowable]:
        if self.wants_page or is_wide != self.is_wide:
            yield NextPageTemplate(WIDE if is_wide else LATER)
            yield NewPage()
            self.is_wide, self.wants_page = is_wide, False

    def _flowables(self, part: Part) -> Iterator[Flowable]:
        match part:
            case Heading(text, level):
                yield CondPageBreak(25 * mm)
                yield _text(text, HEADINGS[min(max(level, 1), 3)])
            case Paragraph(text):
                face = {
                    (False, False): REGULAR,
                    (True, False): BOLD,
                    (False, True): ITALIC,
                    (True, True): BOLD_ITALIC,
                }[(part.is_bold, part.is_italic)]
                indent = 0 if part.is_flush or part.is_centred else INDENT_MM * mm
                align = TA_CENTER if part.is_centred else TA_JUSTIFY
                yield _text(
                    text,
                    _style(face, TEXT_PT, align, spaceBefore=SPACE_PT, firstLineIndent=indent),
                )
            case Bullets(items):
                for item in items:
                    yield _text(f"- {item}", BODY)

    def _table(self, table: Table) -> Iterator[Flowable]:
        width = LANDSCAPE_W if table.is_wide else PORTRAIT_W
        yield CondPageBreak(40 * mm)
        if table.caption.strip():
            yield _text(table.caption, CAPTION)
        else:
            yield Spacer(0, SPACE_PT)
        yield from _grids(table, width)
        yield Spacer(0, SPACE_PT)


def _grids(table: Table, width: float) -> Iterator[Flowable]:
    columns = layout.columns_of(table)
    size = layout.cell_pt(columns)
    widths = [share * width for share in layout.shares(table)]
    head_style = _style(BOLD, size, TA_CENTER)
    styles = [
        _style(REGULAR, size, TA_RIGHT if i in table.right else TA_LEFT) for i in range(columns)
    ]
    head = [_text(one, head_style) for one in layout.cells(table.head, columns)]
    rows = [
        [_cell(one, styles[i], widths[i]) for i, one in enumerate(layout.cells(row, columns))]
        for row in table.rows
    ]
    rules: list[Any] = [
        ("GRID", (0, 0), (-1, -1), 0.5, black),
        ("FONT", (0, 0), (-1, -1), REGULAR, size, size * 1.2),
        ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), PAD),
        ("RIGHTPADDING", (0, 0), (-1, -1), PAD),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        *(("ALIGN", (i, 1), (i, -1), "RIGHT") for i in table.right if 0 <= i < columns),
    ]
    has_head = any(str(one).strip() for one in table.head)
    body = [head, *rows] if has_head else rows
    if body:
        yield Grid(
            body,
            colWidths=widths,
            repeatRows=1 if has_head else 0,
            splitInRow=1,
            style=rules,
        )


def _cell(text: str, style: ParagraphStyle, width: float) -> Text | str:
    """A short text is set as it is, which is twenty times faster than a paragraph."""
    if "\n" not in text and width_pt(text, REGULAR, style.fontSize) <= width - 2 * PAD:
        return text
    return _text(text, style)


def _foot(paper: Paper, laid: _Parts) -> Iterator[Flowable]:
    recipients = layout.closed(paper.recipients)
    if paper.signatory is None and not recipients:
        return
    left: list[Flowable] = []
    if recipients:
        left = [
            _text("Nơi nhận:", RECIPIENTS),
            *(_text(f"- {one}", RECIPIENT) for one in recipients),
        ]
    right: list[Flowable] = []
    if paper.signatory is not None:
        named = paper.signatory
        right = [_text(one, TITLE) for one in (named.capacity, named.title) if one.strip()]
        right += [Spacer(0, layout.SIGNING_PT), _text(named.name, TITLE)]
    grid = Grid([[left, right]], colWidths=[one * mm for one in layout.FOOT_MM], style=_BARE)
    yield from laid.room(is_wide=False)
    yield KeepTogether([Spacer(0, 14), grid])


def _appendix(paper: Paper, parts: Sequence[Part]) -> Iterator[Flowable]:
    parts = list(parts)
    heading = parts.pop(0) if parts and isinstance(parts[0], Heading) else None
    is_wide = bool(parts) and isinstance(parts[0], Table) and parts[0].is_wide
    yield NextPageTemplate(WIDE if is_wide else LATER)
    yield NewPage()
    if isinstance(heading, Heading):
        yield _text(heading.text, TITLE)
    yield _text(layout.enclosed_with(paper), NOTE)
    yield Spacer(0, SPACE_PT)
    laid = _Parts(is_wide=is_wide)
    yield from laid.out(parts)
