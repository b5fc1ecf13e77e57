"""A register as a list: declared once, answered as a page, as CSV or as Excel.

    PLOTS = lists.Register(
        name="thua", title=_("Thửa đất"), order="name",
        columns=(
            lists.Column("name", _("Tên"), sort="name_key", link=lambda plot: plot.address),
            lists.Column("area_ha", _("Diện tích (ha)"), kind="number", sort="area_ha"),
            lists.Column("commune", _("Xã, phường"), value=lambda plot: commune_name(plot.commune)),
        ),
        filters=(lists.Filter("crop", _("Cây trồng"), choices=CROPS),),
        search=lambda rows, text: search.matching(rows, PlotWord, text),
        empty=lists.Empty(_("Chưa có thửa nào."), _("Thêm thửa đầu tiên để ghi nhật ký cho nó.")),
    )

    @requires_right("parties.see")
    def plots(request):
        return PLOTS.answer(request, queries.plots(request.actor), actions=(lists.Link(...),))

    ?q=da+teh&crop=coffee&sort=-area_ha&after=WyIx..        every state of a list is an address
    ?q=da+teh&crop=coffee&format=csv                        exactly what is filtered, all of it

A page costs two queries: its rows, and how many there are (counted to MOST_COUNTED). Pages go on from a
key, not from a number of rows to skip, so the last page costs what the first does. A field to sort by is
never NULL and has an index with the primary key behind it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Literal, Protocol
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from txng.ui import csv_files, dates
from txng.ui.paging import Keyset, Part
from txng.ui.search import asked_words

Words = str | Promise
Kind = Literal["text", "code", "number", "day", "moment"]
Mark = Literal["", "good", "info", "warn", "stop"]

ROWS_A_PAGE: Final = 50
SHORT_CODE: Final = 24
MOST_COUNTED: Final = 10_000  # "hơn 10.000" is as good, and half a million takes a second to count
LONGEST_SEARCH: Final = 100
CSV, EXCEL = "csv", "xlsx"
FORMATS: Final = (CSV, EXCEL)


class Found(Protocol):
    """What a search gives (ui/search.py); `is_broad`: too many to sort and to count."""

    @property
    def rows(self) -> QuerySet[Any]: ...
    @property
    def is_broad(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Link:
    """`leads` to other things to read: never the main button, though it may stand first."""

    title: Words
    address: str
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Empty:
    """What a list says that has nothing in it at all: a sentence, and the one thing to do next."""

    title: Words
    sentence: Words = ""


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is the name in addresses. `value`: a path of attributes or a function of the row; `key` itself
    where there is none. `sort`: a field that is never NULL. `link`: the address that the cell leads to; the
    first column that has one heads the card on a telephone. `mark` colours a state, beside its words.
    `is_wide`: sentences, which a table with many columns must not press into a column of words."""

    key: str
    title: Words
    value: str | Callable[[Any], object] = ""
    sort: str = ""
    kind: Kind = "text"
    link: Callable[[Any], str] | None = None
    mark: Callable[[Any], Mark] | None = None
    is_wide: bool = False

    def of(self, row: Any) -> object:
        """What the row has here. A code is text, even one of digits: the year 2027 is no 2.027."""
        found = self._found(row)
        return str(found) if self.kind == "code" and isinstance(found, int) else found

    def _found(self, row: Any) -> object:
        if callable(self.value):
            return self.value(row)
        found = row
        for name in (self.value or self.key).split("."):
            found = getattr(found, name)
            if found is None:
                return None
        return found


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice beside the search box. `narrow`: a field, `key` itself where there is none, or a function of
    the rows and the value chosen. A value that is not among the choices narrows nothing."""

    key: str
    title: Words
    choices: Sequence[tuple[str, Words]] | Callable[[], Sequence[tuple[str, Words]]]
    narrow: str | Callable[[QuerySet[Any], str], QuerySet[Any]] = ""

    def options(self) -> Sequence[tuple[str, Words]]:
        return self.choices() if callable(self.choices) else self.choices

    def __call__(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if callable(self.narrow):
            return self.narrow(rows, value)
        return rows.filter(**{self.narrow or self.key: value})


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: only keys that the register knows, only values that it offers."""

    text: str
    chosen: Mapping[str, str]
    sort: str  # key of a column, "-" before it for descending
    after: str
    before: str
    format: str

    def address(self, **changes: str) -> str:
        """The same list with something else asked: "?q=..&sort=.."; a page begins anew unless told."""
        values = {"q": self.text, **self.chosen, "sort": self.sort, **changes}
        told = urlencode({key: value for key, value in values.items() if value})
        return f"?{told}" if told else "?"

    @property
    def narrows(self) -> bool:
        return bool(self.text or self.chosen)


@dataclass(frozen=True, slots=True)
class Cell:
    column: Column
    text: str
    address: str
    mark: Mark

    @property
    def is_head(self) -> bool:
        return bool(self.address)

    @property
    def is_short(self) -> bool:
        """A code that stays on one line: hyphens are no places to break KK-2026-0005."""
        return self.column.kind == "code" and len(self.text) <= SHORT_CODE


@dataclass(frozen=True, slots=True)
class Head:
    title: Words
    kind: Kind
    address: str  # "" for a column that does not sort
    direction: str  # "ascending", "descending" or ""


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that narrows the list, and the address of the list without it."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    title: Words
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Select:
    key: str
    title: Words
    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class Page:
    """What ui/list.html draws."""

    register: "Register"
    asked: Asked
    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]
    count: str
    chips: Sequence[Chip]
    selects: Sequence[Select]
    first: str  # addresses, "" where there is nothing
    previous: str
    next: str
    exports: Sequence[Link]

    @property
    def has_search(self) -> bool:
        """Templates call what can be called, so they may not ask for the function itself."""
        return self.register.search is not None

    @property
    def sought_nothing(self) -> bool:
        """Something was typed, and no letter or digit in it: the list below is whole, not found."""
        return bool(self.asked.text) and not asked_words(self.asked.text)


@dataclass(frozen=True, slots=True)
class Register:
    """`name` is what exported files are called; `order` the column (with "-" for descending) that sorts
    when nothing is asked; `lead` a sentence under the title; `counted` the words for a number of rows."""

    name: str
    title: Words
    columns: Sequence[Column]
    order: str
    filters: Sequence[Filter] = ()
    search: Callable[[QuerySet[Any], str], Found] | None = None
    search_label: Words = ""
    lead: Words = ""
    empty: Empty | None = None
    rows_a_page: int = ROWS_A_PAGE
    template: str = "ui/list.html"
    _by_key: Mapping[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {column.key: column for column in self.columns})
        if not (known := self._by_key.get(self.order.lstrip("-"))) or not known.sort:
            raise ValueError(f"expected order to be a column that sorts, got {self.order!r}")

    def answer(
        self,
        request: HttpRequest,
        rows: QuerySet[Any],
        *,
        actions: Sequence[Link] = (),
        **context: Any,
    ) -> HttpResponseBase:
        """A page for people, or the file that the address asks for. `rows` are what the asker may see."""
        asked = self.asked(request)
        narrowed, is_broad = self.narrowed(rows, asked)
        if asked.format == CSV:
            return self._csv(narrowed, asked)
        if asked.format == EXCEL:
            return self._excel(request, narrowed, asked)
        page = self.page(narrowed, asked, is_broad=is_broad)
        values = {"list": page, "actions": actions, "is_empty": not page.rows and not asked.narrows}
        return render(request, self.template, values | context)

    def asked(self, request: HttpRequest) -> Asked:
        asks = request.GET
        chosen = {
            one.key: value
            for one in self.filters
            if (value := asks.get(one.key, "")) and any(value == v for v, _title in one.options())
        }
        sort = asks.get("sort", "")
        text = asks.get("q", "").replace("\0", " ")  # PostgreSQL takes it in no text
        column = self._by_key.get(sort.removeprefix("-"))
        return Asked(
            text=" ".join(text.split())[:LONGEST_SEARCH] if self.search else "",
            chosen=chosen,
            sort=sort if column is not None and column.sort and sort != self.order else "",
            after=asks.get("after", ""),
            before=asks.get("before", ""),
            format=asks["format"] if asks.get("format") in FORMATS else "",
        )

    def narrowed(self, rows: QuerySet[Any], asked: Asked) -> tuple[QuerySet[Any], bool]:
        """The rows that fit, and whether they are too many to sort and to count."""
        for one in self.filters:
            if one.key in asked.chosen:
                rows = one(rows, asked.chosen[one.key])
        if not asked.text or self.search is None:
            return rows, False
        found = self.search(rows, asked.text)
        return found.rows, found.is_broad

    def page(self, rows: QuerySet[Any], asked: Asked, *, is_broad: bool = False) -> Page:
        pk = rows.model._meta.pk.name
        keyset = Keyset(rows.model, pk) if is_broad else self._keyset(rows, asked)
        part = keyset.part(rows, self.rows_a_page, after=asked.after, before=asked.before)
        return Page(
            register=self,
            asked=asked,
            heads=[self._head(column, asked, is_broad=is_broad) for column in self.columns],
            rows=[self._cells(row) for row in part.rows],
            count=self._count(rows, part, is_broad=is_broad),
            chips=list(self._chips(asked)),
            selects=[
                Select(
                    one.key,
                    one.title,
                    [Option(v, t, asked.chosen.get(one.key) == v) for v, t in one.options()],
                )
                for one in self.filters
            ],
            first=asked.address() if part.previous else "",
            previous=asked.address(before=part.previous) if part.previous else "",
            next=asked.address(after=part.next) if part.next else "",
            exports=[
                Link(_("Tải CSV"), asked.address(format=CSV)),
                Link(_("Tải Excel"), asked.address(format=EXCEL)),
            ],
        )

    def _keyset(self, rows: QuerySet[Any], asked: Asked) -> Keyset:
        sort = asked.sort or self.order
        column = self._by_key[sort.lstrip("-")]
        return Keyset(rows.model, column.sort, descending=sort.startswith("-"))

    def _head(self, column: Column, asked: Asked, *, is_broad: bool) -> Head:
        if not column.sort or is_broad:
            return Head(column.title, column.kind, "", "")
        now = asked.sort or self.order
        is_here = now.lstrip("-") == column.key
        wanted = f"-{column.key}" if is_here and not now.startswith("-") else column.key
        direction = ("descending" if now.startswith("-") else "ascending") if is_here else ""
        return Head(
            column.title,
            column.kind,
            asked.address(sort="" if wanted == self.order else wanted),
            direction,
        )

    def _cells(self, row: Model) -> list[Cell]:
        return [
            Cell(
                column,
                written(column.of(row)),
                column.link(row) if column.link else "",
                column.mark(row) if column.mark else "",
            )
            for column in self.columns
        ]

    def _count(self, rows: QuerySet[Any], part: Part, *, is_broad: bool) -> str:
        if is_broad and (part.previous or part.next):
            return _("Rất nhiều kết quả, xếp theo thứ tự vào sổ. Gõ thêm chữ để hẹp lại.")
        count = (
            len(part.rows)
            if not part.previous and not part.next
            else rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
        )
        if count > MOST_COUNTED:
            return _("Hơn %(count)s dòng") % {"count": written(MOST_COUNTED)}
        told = ngettext("%(count)s dòng", "%(count)s dòng", count)
        return told % {"count": written(count)}

    def _chips(self, asked: Asked) -> Iterator[Chip]:
        if asked.text:
            yield Chip(_("Tìm: “%(text)s”") % {"text": asked.text}, asked.address(q=""))
        for one in self.filters:
            if value := asked.chosen.get(one.key):
                title = next(title for known, title in one.options() if known == value)
                yield Chip(f"{one.title}: {title}", asked.address(**{one.key: ""}))

    def _everything(self, rows: QuerySet[Any], asked: Asked) -> Iterator[list[object]]:
        """The values of every row that fits, in order, a few thousand at a time."""
        ordered = self._keyset(rows, asked).ordered(rows)
        for row in ordered.iterator(chunk_size=2000):
            yield [column.of(row) for column in self.columns]

    def _csv(self, rows: QuerySet[Any], asked: Asked) -> StreamingHttpResponse:
        language = get_language() or "vi"

        def lines() -> Iterator[str]:
            with override(language):  # the middleware has left when the lines are asked for
                yield csv_files.BOM
                yield csv_files.line([str(column.title) for column in self.columns])
                for values in self._everything(rows, asked):
                    yield csv_files.line([written(value) for value in values])

        response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = self._file(CSV)
        return response

    def _excel(self, request: HttpRequest, rows: QuerySet[Any], asked: Asked) -> HttpResponse:
        from txng.ui.sheets import tables  # xlsxwriter is loaded by who asks for a workbook

        source = {
            _("Sổ"): str(self.title),
            _("Lọc theo"): "; ".join(chip.words for chip in self._chips(asked)) or _("Tất cả"),
            _("Người tải"): getattr(getattr(request, "actor", None), "name", ""),
            _("Tải lúc"): dates.written_moment(timezone.localtime(), "vi"),
            _("Địa chỉ"): request.build_absolute_uri(request.path + asked.address()),
        }
        heads = [(str(column.title), column.kind) for column in self.columns]
        book = tables.written(str(self.title), heads, self._everything(rows, asked), source)
        response = HttpResponse(book, content_type=tables.MEDIA_TYPE)
        response["Content-Disposition"] = self._file(EXCEL)
        return response

    def _file(self, ending: str) -> str:
        return f'attachment; filename="{self.name}-{timezone.localdate():%Y-%m-%d}.{ending}"'


def written(value: object) -> str:
    """A value as people here read it: 1.234,5; 05/03/2025; Có. Empty for None."""
    language = get_language() or "vi"
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, datetime):
        return dates.written_moment(timezone.localtime(value), language)
    if isinstance(value, date):
        return dates.written(value, language)
    if isinstance(value, int | Decimal | float):
        return grouped(value, language)
    return str(value)


def grouped(value: Decimal | float, language: str) -> str:
    """1.234,5 in Vietnamese, 1,234.5 elsewhere; no zeros behind the decimal sign.

    >>> grouped(Decimal("1234567.80"), "vi"), grouped(12, "en")
    ('1.234.567,8', '12')
    """
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text
