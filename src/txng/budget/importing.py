"""Lines of the estimate from a sheet: one row a line, with up to four sources.

    Mã dòng | Năm | Cơ quan | Mục chi | Nội dung | Tổng | Nguồn 1 | Số tiền 1 | ... | Số tiền 4 | Thuyết minh

`filled` writes the same sheet with lines that are there: sent back unchanged it changes nothing, without the
codes it makes the same lines anew. Rows become drafts; sending them to Finance stays a step of its own.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.accounts.actors import Actor
from txng.budget import rules, words
from txng.budget.actions import checking, lines
from txng.budget.actions.lines import Asked
from txng.budget.errors import BudgetError, FieldError
from txng.budget.models import BudgetLine, Source
from txng.budget.queries import lines as queries
from txng.budget.queries import reach, years
from txng.budget.rules import purposes
from txng.documents.errors import RowRefusedError
from txng.documents.imports import Applied, Done, Given, Importer
from txng.parties.models import Agency
from txng.programme.models import Task
from txng.ui import typed_values
from txng.ui.sheets import tables, templates
from txng.ui.sheets.columns import Column, Sheet
from txng.ui.sheets.reading import Problem


def _purposes() -> list[tuple[str, str]]:
    return [(one.code, _(one.name)) for one in purposes.PURPOSES]


def _sources() -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in queries.sources(None)]


def _parts() -> Iterable[Column]:
    for number in range(1, rules.MOST_PARTS + 1):
        yield Column(
            f"source_{number}", words.numbered(gettext_lazy("Nguồn %(number)d"), number), kind="choice",
            choices=_sources, required=number == 1, example="Ngân sách tỉnh" if number == 1 else "",
        )  # fmt: skip
        yield Column(
            f"amount_{number}", words.numbered(gettext_lazy("Số tiền %(number)d (đồng)"), number),
            required=number == 1, check=words.amount, example="120.000.000" if number == 1 else "",
        )  # fmt: skip


SHEET = Sheet(
    name="budget-lines",
    title=gettext_lazy("Dự toán"),
    version=1,
    lead=gettext_lazy(
        "Mỗi dòng một nội dung chi. Dòng mới để trống mã dòng; dòng đang soạn ghi mã để sửa."
    ),
    columns=(
        Column("code", gettext_lazy("Mã dòng"), kind="code", unique=True, longest=20,
               hint=gettext_lazy("Để trống cho dòng mới"), example="DT-000012"),
        Column("year", gettext_lazy("Năm"), kind="whole", required=True, least=rules.FIRST_YEAR,
               most=rules.LAST_YEAR, example="2027"),
        Column("agency", gettext_lazy("Mã cơ quan"), kind="code", longest=60,
               hint=gettext_lazy("Để trống là cơ quan của bạn"), example="so-khcn"),
        Column("purpose", gettext_lazy("Mục chi"), kind="choice", required=True, choices=_purposes,
               example="Khảo sát, đào tạo, tập huấn, phổ biến, hội nghị, hội thảo"),
        Column("task", gettext_lazy("Mã nhiệm vụ"), kind="code", longest=20,
               hint=gettext_lazy("Của Kế hoạch; để trống khi không thuộc nhiệm vụ nào"),
               example="NV-000012"),
        Column("title", gettext_lazy("Nội dung"), required=True, longest=rules.LONGEST_TITLE,
               example="Tập huấn truy xuất cho cán bộ xã, 4 lớp"),
        Column("total", gettext_lazy("Tổng (đồng)"), required=True, check=words.amount,
               hint=gettext_lazy("Bằng tổng các nguồn"), example="120.000.000"),
        *_parts(),
        Column("note", gettext_lazy("Thuyết minh"), longest=rules.LONGEST_NOTE),
    ),
)  # fmt: skip


class _Batch:
    """What the registers hold of what a batch of rows names: a few questions for all of them."""

    def __init__(self, by: Actor, rows: Sequence[Given]) -> None:
        self.by = by
        self.own = reach.own_agency(by)
        self.sources = {one.code: one for one in queries.sources(by)}
        self.known = queries.of_codes(by, [row.values["code"] or "" for row in rows])
        names = {row.values["agency"] for row in rows if row.values["agency"]}
        self.agencies = {name: queries.agency_called(by, name) for name in names}
        tasks = {row.values["task"] for row in rows if row.values["task"]}
        self.tasks = {code: queries.task_called(by, code) for code in tasks}
        self.closed = years.closed_years(by)

    def line(self, values: Mapping[str, Any]) -> BudgetLine | None:
        """Raises FieldError for a code that names nothing."""
        if not values["code"]:
            return None
        known = self.known.get(rules.code_of(rules.pk_of(values["code"])))
        if known is None:
            raise FieldError(
                _("Không có dòng nào mang mã này. Để trống mã nếu là dòng mới."), "code"
            )
        return known

    def asked(self, values: Mapping[str, Any]) -> Asked:
        return Asked(
            year=values["year"],
            purpose=values["purpose"],
            title=values["title"],
            total=values["total"],
            parts=tuple(self._parts(values)),
            note=values["note"] or "",
            agency=self._agency(values["agency"]),
            task=self._task(values["task"]),
        )

    def check(self, values: Mapping[str, Any]) -> None:
        """Raises BudgetError, for whatever writing would refuse."""
        known, asked = self.line(values), self.asked(values)
        if known is not None and self.is_same(known, asked):
            return
        agency = lines.check_line(self.by, asked)
        if asked.year in self.closed:
            raise FieldError(_("Sổ năm %(year)d đã khóa.") % {"year": asked.year}, "year")
        checking.refuse_settled(asked.year, agency.pk)
        if known is not None:
            checking.refuse_state(known, *rules.EDITABLE)

    def is_same(self, known: BudgetLine, asked: Asked) -> bool:
        agency = asked.agency or self.own
        kept = {(part.source_id, part.proposed) for part in known.parts.all()}
        return (
            kept == {(source.pk, amount) for source, amount in asked.parts}
            and (known.year, known.purpose, known.title) == (asked.year, asked.purpose, asked.title)
            and known.task == asked.task
            and known.note == typed_values.text(asked.note)
            and agency is not None
            and agency.pk == known.agency_id
            and known.proposed == asked.total
        )

    def _agency(self, name: str | None) -> Agency | None:
        if not name:
            return None
        found = self.agencies[name]
        if found is None:
            raise FieldError(
                _("Không có cơ quan nào mang mã “%(code)s”.") % {"code": name}, "agency"
            )
        return found

    def _task(self, code: str | None) -> Task | None:
        if not code:
            return None
        found = self.tasks[code]
        if found is None:
            raise FieldError(
                _("Không có nhiệm vụ nào mang mã “%(code)s”.") % {"code": code}, "task"
            )
        return found

    def _parts(self, values: Mapping[str, Any]) -> Iterable[tuple[Source, Decimal]]:
        for number in range(1, rules.MOST_PARTS + 1):
            source, amount = values[f"source_{number}"], values[f"amount_{number}"]
            if source is None and amount is None:
                continue
            if source is None or amount is None:
                missing = f"source_{number}" if source is None else f"amount_{number}"
                raise FieldError(_("Mỗi nguồn cần cả tên nguồn và số tiền."), missing)
            yield self.sources[source], amount


def check(by: Actor, rows: Sequence[Given]) -> dict[int, list[Problem]]:
    found: dict[int, list[Problem]] = {}
    batch = _Batch(by, rows)
    for given in rows:
        try:
            batch.check(given.values)
        except BudgetError as refused:
            found[given.number] = [Problem(_column(refused), str(refused))]
    return found


def apply(by: Actor, rows: Sequence[Given]) -> list[Applied]:
    """Raises RowRefusedError for a row that is no longer right."""
    told = []
    batch = _Batch(by, rows)
    for given in rows:
        try:
            told.append(_applied(batch, given.values))
        except BudgetError as refused:
            raise RowRefusedError(given.number, str(refused), _column(refused)) from None
    return told


def _applied(batch: _Batch, values: Mapping[str, Any]) -> Applied:
    known, asked = batch.line(values), batch.asked(values)
    if known is None:
        made = lines.make_line(by=batch.by, asked=asked)
        return Applied("created", made.code, made.title)
    if batch.is_same(known, asked):
        return Applied("unchanged", known.code, known.title)
    before = row_of(known)
    lines.change_line(by=batch.by, line=known, asked=asked)
    return Applied(
        "updated", known.code, asked.title, {key: _plain(v) for key, v in before.items()}
    )


def undo(by: Actor, rows: Sequence[Done]) -> list[str]:
    """A sentence for each row that has to stay."""
    return [_undo(by, row) for row in rows]


def _undo(by: Actor, row: Done) -> str:
    if row.applied.outcome == "unchanged":
        return ""
    one = queries.line(by, row.applied.subject)
    if one is None:
        return _("“%(name)s” không còn trong sổ.") % {"name": row.applied.title}
    try:
        if row.applied.outcome == "created":
            lines.drop_line(by=by, line=one)
        else:
            before = dict(row.applied.before)
            for key in ("total", *(f"amount_{n}" for n in range(1, rules.MOST_PARTS + 1))):
                before[key] = None if before[key] is None else Decimal(before[key])
            batch = _Batch(by, [Given(row.number, before)])
            lines.change_line(by=by, line=one, asked=batch.asked(before))
    except BudgetError as refused:
        return str(refused)
    return ""


def _column(refused: BudgetError) -> str:
    return refused.field if refused.field in {one.key for one in SHEET.columns} else ""


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else value


# --- the sheet with lines in it ----------------------------------------------------------------------


def row_of(line: BudgetLine) -> dict[str, Any]:
    """A line as the sheet has it, by key of the column."""
    values: dict[str, Any] = {
        "code": line.code,
        "year": line.year,
        "agency": line.agency.code,
        "purpose": line.purpose,
        "task": line.task.code if line.task else None,
        "title": line.title,
        "total": line.proposed,
        "note": line.note or None,
    }
    parts = sorted(line.parts.all(), key=lambda part: part.pk)
    for number in range(1, rules.MOST_PARTS + 1):
        part = parts[number - 1] if number <= len(parts) else None
        values[f"source_{number}"] = part.source.code if part else None
        values[f"amount_{number}"] = part.proposed if part else None
    return values


def filled(several: Iterable[BudgetLine]) -> bytes:
    """The bytes of the template with these lines in it: people change it and send it back."""
    buffer = io.BytesIO()
    shown = {
        column.key: {value: str(title) for value, title in column.options()}
        for column in SHEET.columns
        if column.kind == "choice"
    }
    options = {key: value for key, value in tables.OPTIONS.items() if key != "constant_memory"}
    with xlsxwriter.Workbook(buffer, {**options, "in_memory": True}) as book:
        data = book.add_worksheet(tables.sheet_name(str(SHEET.title)))
        templates.head(book, data, SHEET)
        money = book.add_format({"num_format": "#,##0"})
        for number, line in enumerate(several, 1):
            values = row_of(line)
            for index, column in enumerate(SHEET.columns):
                value = values[column.key]
                if isinstance(value, Decimal):
                    data.write_number(number, index, float(value), money)
                else:
                    told = shown.get(column.key, {}).get(value, value)
                    tables.write(data, number, index, told, templates.column_formats(book))
        templates.stamp(book, SHEET)
    return buffer.getvalue()


LINES = Importer(
    code="du-toan",
    title=gettext_lazy("Dự toán kinh phí"),
    right=rules.PROPOSE,
    sheet=SHEET,
    check=check,
    apply=apply,
    undo=undo,
    address=lambda subject: reverse("budget:line", args=[subject]),
    lead=gettext_lazy("Dòng dự toán của cơ quan bạn; ghi vào là dòng đang soạn, chưa gửi."),
)
