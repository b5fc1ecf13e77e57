"""What the registers have to say in a section: its lines with chips, what other rooms tell, its tables."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils import translation

from txng.accounts.actors import Actor
from txng.parties import administrative_units as units
from txng.products.queries import groups
from txng.programme import figures
from txng.reports import providers
from txng.reports.models import AnnualReport, Snapshot
from txng.reports.providers import Asking, Sourced, TableTold
from txng.reports.queries import counting
from txng.reports.rules import chips, outline
from txng.reports.rules import numbers as typed_numbers
from txng.ui import lists, typed_values
from txng.ui.collation import sort_key

UNKNOWN = "chưa rõ"
NOTHING = "Năm {year} hệ thống chưa ghi nhận kết quả nào của phần này."


@dataclass(frozen=True, slots=True)
class Draft:
    """`tables` each with the words of where it was taken from; `sources`: (number, sentence, where from) of
    numbers that another register holds."""

    text: str
    tables: tuple[tuple[TableTold, str], ...]
    sources: tuple[tuple[str, str, str], ...] = ()


def draft(actor: Actor, report: AnnualReport, code: str) -> Draft:
    """From numbers that are kept already (`wanted`). Nothing for a section that the outline does not know.

    The report's text is always Vietnamese.
    """
    plan = _planned(code)
    if plan is None:
        return Draft("", ())
    with translation.override("vi"):
        return _draft(actor, report, plan)


def _draft(actor: Actor, report: AnnualReport, plan: outline.Section) -> Draft:
    kept = _kept(report)
    lines: list[str | Sourced] = [one for line in plan.lines if (one := _line(kept, line))]
    tables = [
        (table, names(one.figures))
        for one in plan.tables
        if (table := split_table(kept, one)) is not None
    ]
    asking = Asking(counting.eye(actor), report.year, report.since, report.until, plan.clauses)
    for name in plan.providers:
        if name not in providers.SOURCES:
            continue
        told = providers.ask(name, asking)
        lines += told.lines
        tables += [(table, providers.SOURCES[name]) for table in told.tables]
    if not lines and not tables:
        lines = [NOTHING]
    told_lines = [(_dated(_words(line), report), line) for line in lines]
    text = typed_values.lines("\n\n".join(words for words, _line in told_lines))
    return Draft(text.replace("\n\n- ", "\n- "), tuple(tables), tuple(_sources(told_lines)))


def _words(line: str | Sourced) -> str:
    return line.text if isinstance(line, Sourced) else line


def _dated(words: str, report: AnnualReport) -> str:
    return words.replace("{year}", str(report.year)).replace("{next}", str(report.year + 1))


def _sources(lines: list[tuple[str, str | Sourced]]) -> Iterator[tuple[str, str, str]]:
    for words, line in lines:
        if isinstance(line, Sourced):
            for typed in typed_numbers.unsourced(typed_values.lines(words)):
                yield typed.number, typed.sentence, line.source


def wanted(code: str = "") -> list[chips.Chip]:
    """Numbers that the outline needs before `draft`: of one section, or of all with the annexes."""
    plan = outline.packaged()
    return [chips.Chip(one) for one in sorted(plan.codes(code))]


def _planned(code: str) -> outline.Section | None:
    return next((one for one in outline.packaged().sections if one.code == code), None)


def _kept(report: AnnualReport) -> dict[str, Snapshot]:
    """Numbers in use for the whole province, by code."""
    rows = Snapshot.objects.filter(report=report, is_current=True, commune="", sector="", group="")
    return {one.code: one for one in rows.defer("packed")}


def names(codes: tuple[str, ...]) -> str:
    found = (figures.figure(code) for code in codes)
    return "; ".join(str(one.title) for one in found if one is not None)[:200]


HEADS = {"commune": "Xã, phường, đặc khu", "sector": "Ngành", "group": "Nhóm sản phẩm"}
SECTORS = {
    "khoa-hoc-cong-nghe": "Khoa học và công nghệ",
    "nong-nghiep": "Nông nghiệp và môi trường",
    "cong-thuong": "Công thương",
    "y-te": "Y tế",
}


def split_table(
    kept: Mapping[str, Snapshot], plan: outline.SplitTable, *, with_all: bool = False
) -> TableTold | None:
    """One row a commune, sector or group of which something was counted; None when nothing was.

    `with_all`: every commune of the province has its row, with zeros.
    """
    found = [kept[code] for code in plan.figures if code in kept and plan.by in kept[code].splits]
    words = {word for one in found for word in one.splits[plan.by]}
    if not words:
        return None
    if with_all and plan.by == figures.COMMUNE:
        words |= {one.code for one in units.communes()}
    names_of = _names(plan.by, words)
    order = sorted(names_of, key=lambda word: (word == "", sort_key(names_of[word])))
    rows = [[names_of[word], *(_cell(one, plan.by, word) for one in found)] for word in order]
    head = [HEADS[plan.by], *(f"{one.title} ({one.unit})" for one in found)]
    return TableTold(plan.title, head, rows, tuple(range(1, len(head))))


def _cell(one: Snapshot, by: str, word: str) -> str:
    """Nothing of a figure that is known is 0; of one that nobody knows it is not known either."""
    return shown(one.splits[by].get(word, None if one.value is None else "0"))


def shown(value: Decimal | int | str | None) -> str:
    """In Vietnamese; None is told, never made 0."""
    if value is None:
        return UNKNOWN
    return lists.grouped(Decimal(value) if isinstance(value, str) else value, "vi")


def _line(kept: Mapping[str, Snapshot], line: outline.Line) -> str:
    """The line, its `empty` twin, or nothing where the registry does not know its figures."""
    if line.when:
        if line.when not in kept:
            return ""
        if kept[line.when].value == 0:  # None is not nothing: then the chip says "chưa rõ"
            return line.empty
    return line.text if all(one.code in kept for one in chips.chips(line.text)) else ""


def _names(by: str, words: Collection[str]) -> dict[str, str]:
    """Of communes, sectors or groups, as a reader knows them."""
    found = dict.fromkeys(words, "")
    paths = {one.path: one.name for one in groups.groups(None)} if by == figures.GROUP else {}
    for word in words:
        commune = units.commune(word) if by == figures.COMMUNE else None
        found[word] = commune.name if commune else paths.get(word) or SECTORS.get(word) or word
    if "" in found:
        found[""] = "Chưa ghi"
    return found


def named_changes(
    changes: Collection[tuple[str, str, str | None, str | None]],
) -> list[tuple[str, str | None, str | None]]:
    """Where a table differs: name of the commune, sector or group, before, after."""
    found = []
    for by in sorted({one[0] for one in changes}):
        names_of = _names(by, {word for way, word, _old, _new in changes if way == by})
        found += [(names_of[word], old, new) for way, word, old, new in changes if way == by]
    return found
