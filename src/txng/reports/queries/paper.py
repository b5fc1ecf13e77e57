"""The report as an official paper, and its annexes as tables: for DOCX, PDF and Excel alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.documents import paper_sources, papers
from txng.documents.models import PaperRecord
from txng.documents.queries import official
from txng.parties import queries as parties
from txng.reports.models import AnnualReport, Section, SectionTable, Snapshot
from txng.reports.providers import TableTold
from txng.reports.queries import annual, filling, written
from txng.reports.rules import chips, outline
from txng.ui.dates import written as day

EMPTY = "(Phần này chưa có nội dung.)"
LINE, NUMBER_WIDTH, EDGES = (
    467.0,
    27.0,
    10.0,
)  # points: 165 mm, and what stands on both sides of a word
LETTER, MOST_LETTERS = 0.41, 90  # of the size, on the average
PARENT, BODY = "ubnd-tinh", annual.STANDING_AGENCY


@dataclass(frozen=True, slots=True)
class Whole:
    """All that a draft needs: six queries. Nothing of it is counted anew."""

    report: AnnualReport
    sections: list[Section]
    tables: dict[int, list[SectionTable]]
    kept: dict[written.Key, Snapshot]
    annexes: list[TableTold]

    def blocks(self, section: Section) -> list[written.Block]:
        return list(written.blocks(section.text, self.kept))


def whole(actor: Actor, report: AnnualReport, *, with_annexes: bool = True) -> Whole:
    kept = list(annual.snapshots(actor, report))
    return Whole(
        report,
        annual.sections(actor, report),
        annual.tables(actor, report),
        written.by_key(kept),
        list(_annexes(kept)) if with_annexes else [],
    )


def paper(actor: Actor, report: AnnualReport) -> papers.Paper:
    one = whole(actor, report)
    named = parties.named(actor, report.until, [PARENT, BODY])
    signatory = None
    if report.signatory_name or report.signatory_title:
        signatory = papers.Signatory(
            title=report.signatory_title.upper(),
            name=report.signatory_name,
            capacity=report.signatory_capacity.upper(),
        )
    return papers.Paper(
        parent=_name(named, PARENT),
        body=_name(named, BODY),
        symbol=report.symbol,
        place=report.place,
        kind="BÁO CÁO",
        about=report.about,
        note=f"Số liệu từ ngày {day(report.since, 'vi')} đến hết ngày {day(report.until, 'vi')}",
        addressees=(named[PARENT].written,) if PARENT in named else (),
        bases=_lines(report.bases),
        parts=tuple(_parts(one)),
        signatory=signatory,
        recipients=_lines(report.recipients),
        appendices=tuple(
            (papers.Heading(f"Phụ lục {number}. {table.title}"), _table(table, caption=""))
            for number, table in enumerate([*one.annexes, _definitions(one)], 1)
        ),
    )


def source_of(report: AnnualReport) -> str:
    """How the register of papers knows what a paper was made of."""
    return f"reports.report:{report.pk}"


def told_source(actor: Actor, pk: int) -> paper_sources.Source | None:
    """The report that a paper was made of, for the page of that paper."""
    one = annual.reports(actor).filter(pk=pk).first()
    if one is None:
        return None
    title = _("Báo cáo năm %(year)s") % {"year": one.year}
    return paper_sources.Source(title, reverse("reports:report", args=[one.year]))


def record_of(report: AnnualReport) -> PaperRecord | None:
    """The paper that this report was handed over as: whoever may read the report may read it."""
    if report.paper_number is None:
        return None
    return PaperRecord.objects.filter(pk=report.paper_number).first()


def printed(actor: Actor, report: AnnualReport) -> papers.Paper:
    """As it was handed over, with the number it has got; else the draft of this moment."""
    record = record_of(report)
    return paper(actor, report) if record is None else official.content(actor, record)


def annexes(actor: Actor, report: AnnualReport) -> list[TableTold]:
    """By commune, sector, group; then every number with its meaning."""
    one = whole(actor, report)
    return [*one.annexes, _definitions(one)]


def _parts(one: Whole) -> Iterator[papers.Part]:
    for section in one.sections:
        yield papers.Heading(section.title, section.level)
        if section.is_heading:
            continue
        points: list[str] = []
        blocks = one.blocks(section)
        for block in blocks:
            if block.is_point:
                points.append(block.plain)
                continue
            if points:
                yield papers.Bullets(tuple(points))
                points = []
            yield papers.Paragraph(block.plain)
        if points:
            yield papers.Bullets(tuple(points))
        told = one.tables.get(section.pk, [])
        if not blocks and not told:
            yield papers.Paragraph(EMPTY, is_italic=True)
        for table in told:
            yield _table(
                TableTold(table.title, table.head, table.rows, table.right), caption=table.title
            )


def _table(table: TableTold, *, caption: str) -> papers.Table:
    """Rows are numbered."""
    columns = [[head, *(row[at] for row in table.rows)] for at, head in enumerate(table.head)]
    return papers.Table(
        head=("Stt", *table.head),
        rows=tuple((str(number), *row) for number, row in enumerate(table.rows, 1)),
        caption=caption,
        widths=(NUMBER_WIDTH, *_widths(columns)),
        right=tuple(at + 1 for at in table.right),
        is_wide=len(table.head) > 7,
    )


def _widths(columns: Sequence[Sequence[str]]) -> list[float]:
    """In points: every column holds its longest word, and shares what is left by its text."""
    from txng.documents.papers import glyphs, layout  # reportlab takes a while to import

    size = layout.cell_pt(len(columns) + 1)
    needs, wishes = [], []
    for head, *cells in columns:
        words = [(word, glyphs.BOLD) for word in head.split()]
        words += [(word, glyphs.REGULAR) for cell in cells for word in cell.split()]
        word = max((glyphs.width_pt(*one, size) for one in words), default=0.0)
        needs.append(word + EDGES)
        text = max((len(cell) for cell in cells), default=0)
        # a head is written on two or three lines
        letters = min(max(text, len(head) / 2), MOST_LETTERS)
        wishes.append(max(0.0, letters * size * LETTER - word))
    left = max(0.0, LINE - NUMBER_WIDTH - sum(needs))
    share = left / (sum(wishes) or 1)
    return [need + wish * share for need, wish in zip(needs, wishes, strict=True)]


def _annexes(kept: list[Snapshot]) -> Iterator[TableTold]:
    by_code = {one.code: one for one in kept if not (one.commune or one.sector or one.group)}
    for plan in outline.packaged().annexes:
        table = filling.split_table(by_code, plan, with_all=True)
        if table is not None:
            yield table


def _definitions(one: Whole) -> TableTold:
    rows = [
        [
            _titled(snapshot),
            f"{written.number(snapshot)} {snapshot.unit}".strip(),
            snapshot.definition,
            f"{timezone.localtime(snapshot.taken_at):%d/%m/%Y %H:%M}",
        ]
        for snapshot in _used(one)
    ]
    head = ("Số liệu", "Giá trị", "Cách đếm", "Đếm lúc")
    return TableTold("Số liệu dùng trong báo cáo", head, rows)


def _used(one: Whole) -> list[Snapshot]:
    """In the order in which a reader meets them: numbers of the text, then those of the annexes alone."""
    keys = [
        (chip.code, chip.commune, chip.sector, chip.group)
        for section in one.sections
        for chip in chips.chips(section.text)
    ]
    keys += [(code, "", "", "") for table in outline.packaged().annexes for code in table.figures]
    return [one.kept[key] for key in dict.fromkeys(keys) if key in one.kept]


def _titled(one: Snapshot) -> str:
    narrowed = [word for word in (one.commune, one.sector, one.group) if word]
    return f"{one.title} ({', '.join(narrowed)})" if narrowed else one.title


def _name(named: dict[str, parties.NamedAgency], code: str) -> str:
    return named[code].written.upper() if code in named else ""


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
