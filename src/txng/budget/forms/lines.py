"""What is typed about a line: the proposal, the appraisal, the decision, a voucher."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.accounts import rules as account_rules
from txng.budget import rules, words
from txng.budget.actions.lines import Asked
from txng.budget.actions.spending import Paid
from txng.budget.models import BudgetLine, Part, Source
from txng.budget.rules import money, purposes
from txng.documents import attachments
from txng.parties.models import Agency
from txng.programme.models import Task
from txng.ui import fields
from txng.ui.typed_values import TypedValueError


class MoneyField(fields.NumberField):
    """Whole đồng, a point before every three digits. `nothing`: 0 is an answer too."""

    def __init__(self, label: Any, *, nothing: bool = False, **kw: Any) -> None:
        self.nothing = nothing
        kw.setdefault("hint", gettext_lazy("Số đồng, như 12.000.000"))
        kw.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(label, **kw)

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return (words.amount_or_nothing if self.nothing else words.amount)(value)
        except TypedValueError as error:
            raise ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        return money.written(value) if isinstance(value, Decimal) else value


class VersionedForm(fields.Form):
    """Carries the version that the page was made from; the page writes it anew each time."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


def purpose_choices() -> list[tuple[str, Any]]:
    """In two groups, as the Plan has them."""
    heads = {
        purposes.STATE_CLAUSE: _("Ngân sách và nguồn hợp pháp khác (III.2.a)"),
        purposes.OWN_CLAUSE: _("Doanh nghiệp tự chi (III.2.b)"),
    }
    return [
        (head, [(one.code, _(one.name)) for one in purposes.PURPOSES if one.clause == clause])
        for clause, head in heads.items()
    ]


class LineForm(VersionedForm):
    year = fields.NumberField(
        gettext_lazy("Năm"), whole=True, least=rules.FIRST_YEAR, most=rules.LAST_YEAR
    )
    agency = fields.ChoiceField(gettext_lazy("Cơ quan"), choices=())
    purpose = fields.ChoiceField(gettext_lazy("Mục chi"), choices=purpose_choices)
    task = fields.ChoiceField(
        gettext_lazy("Nhiệm vụ của Kế hoạch"), choices=(), required=False,
        hint=gettext_lazy("Nhiệm vụ chạy trong năm dự toán"),
    )  # fmt: skip
    title = fields.TextField(
        gettext_lazy("Nội dung"), longest=rules.LONGEST_TITLE, wide=True,
        hint=gettext_lazy("Việc gì, cho ai, bao nhiêu; như “Tập huấn truy xuất cho cán bộ xã, 4 lớp”"),
    )  # fmt: skip
    total = MoneyField(gettext_lazy("Tổng số tiền"))
    note = fields.TextField(
        gettext_lazy("Thuyết minh"), longest=rules.LONGEST_NOTE, rows=3, required=False, wide=True
    )

    def __init__(
        self,
        *args: Any,
        sources: Sequence[Source],
        agencies: Sequence[tuple[str, str]],
        tasks: Sequence[Task],
        **kw: Any,
    ) -> None:
        """`agencies`: empty for whoever writes for their own agency alone."""
        super().__init__(*args, **kw)
        self._sources = {one.code: one for one in sources}
        self._tasks = {one.code: one for one in tasks}
        known = [(one.code, one.name) for one in sources]
        self.fields["task"].choices = [  # type: ignore[attr-defined]
            ("", fields.NOTHING_CHOSEN), *((one.code, f"{one.code} {one.title}"[:120]) for one in tasks),
        ]  # fmt: skip
        for number in range(1, rules.MOST_PARTS + 1):
            self.fields[f"source_{number}"] = fields.ChoiceField(
                words.numbered(gettext_lazy("Nguồn %(number)d"), number),
                choices=known, required=number == 1,
            )  # fmt: skip
            self.fields[f"amount_{number}"] = MoneyField(
                words.numbered(gettext_lazy("Số tiền %(number)d"), number), hint="",
                required=number == 1,
            )  # fmt: skip
        if agencies:
            field = self.fields["agency"]
            field.choices = [("", fields.NOTHING_CHOSEN), *agencies]  # type: ignore[attr-defined]
        else:
            del self.fields["agency"]

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        return [
            (self[f"source_{number}"], self[f"amount_{number}"])
            for number in range(1, rules.MOST_PARTS + 1)
        ]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(2, rules.MOST_PARTS + 1):
            source, amount = told.get(f"source_{number}"), told.get(f"amount_{number}")
            if source and amount is None and f"amount_{number}" not in self.errors:
                self.refuse(f"amount_{number}", _("Ghi số tiền của nguồn này."))
            if not source and amount is not None:
                self.refuse(f"source_{number}", _("Chọn nguồn của số tiền này."))
        return told

    def asked(self, agency: Agency | None) -> Asked:
        told = self.cleaned_data
        parts = [
            (self._sources[told[f"source_{number}"]], told[f"amount_{number}"])
            for number in range(1, rules.MOST_PARTS + 1)
            if told.get(f"source_{number}")
        ]
        return Asked(
            year=told["year"],
            purpose=told["purpose"],
            title=told["title"],
            total=told["total"],
            parts=tuple(parts),
            note=told["note"],
            agency=agency,
            task=self._tasks.get(told["task"]),
        )


def line_initial(line: BudgetLine) -> dict[str, Any]:
    values: dict[str, Any] = {
        "year": line.year,
        "agency": line.agency.code,
        "purpose": line.purpose,
        "task": line.task.code if line.task else "",
        "title": line.title,
        "total": line.proposed,
        "note": line.note,
    }
    for number, part in enumerate(sorted(line.parts.all(), key=lambda part: part.pk), 1):
        values[f"source_{number}"] = part.source.code
        values[f"amount_{number}"] = part.proposed
    return values


class _PartsForm(VersionedForm):
    """A box for each part of a line, filled with what the step before left."""

    def __init__(self, *args: Any, parts: Sequence[Part], before: str, **kw: Any) -> None:
        super().__init__(*args, **kw)
        several: dict[str, forms.Field] = {}
        for part in parts:
            amount = getattr(part, before)
            several[f"part_{part.pk}"] = MoneyField(
                part.source.name, nothing=True, initial=amount,
                hint=_("Bước trước: %(amount)s đồng") % {"amount": money.written(amount)},
            )  # fmt: skip
        reason = self.fields.pop("reason")
        self.fields.update(several)
        self.fields["reason"] = reason

    @property
    def amounts(self) -> dict[int, Decimal]:
        return {
            int(name.removeprefix("part_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("part_")
        }


class AppraiseForm(_PartsForm):
    reason = fields.TextField(
        gettext_lazy("Lý do, khi thấp hơn đề xuất"), longest=rules.LONGEST_REASON, rows=3,
        required=False, wide=True,
    )  # fmt: skip


class ApproveForm(_PartsForm):
    number = fields.TextField(
        gettext_lazy("Số quyết định"), longest=rules.LONGEST_NUMBER,
        hint=gettext_lazy("Như 2451/QĐ-UBND"),
    )  # fmt: skip
    decided_on = fields.DayField(gettext_lazy("Ngày quyết định"))
    reason = fields.TextField(
        gettext_lazy("Lý do, khi thấp hơn thẩm định"), longest=rules.LONGEST_REASON, rows=3,
        required=False, wide=True,
    )  # fmt: skip


class ReasonForm(VersionedForm):
    reason = fields.TextField(
        gettext_lazy("Lý do"), longest=rules.LONGEST_REASON, rows=3, wide=True
    )


class VoucherForm(fields.Form):
    token = forms.CharField(widget=forms.HiddenInput, max_length=100, required=False)
    part = fields.ChoiceField(gettext_lazy("Chi từ nguồn"), choices=())
    number = fields.TextField(
        gettext_lazy("Số chứng từ"), longest=rules.LONGEST_NUMBER, hint=gettext_lazy("Như UNC-015")
    )
    paid_on = fields.DayField(gettext_lazy("Ngày chi"))
    amount = MoneyField(gettext_lazy("Số tiền"))
    payee = fields.TextField(gettext_lazy("Người nhận"), longest=200)
    content = fields.TextField(
        gettext_lazy("Nội dung chi"), longest=rules.LONGEST_REASON, rows=2, wide=True
    )
    file = fields.FileField(
        gettext_lazy("Tệp chứng từ"), most_bytes=attachments.MOST_BYTES, required=False,
        kinds=".pdf,.jpg,.jpeg,.png,.webp",
        hint=gettext_lazy("Ảnh hoặc PDF, nhiều nhất 15 MB; thêm sau cũng được"),
    )  # fmt: skip

    def __init__(self, *args: Any, parts: Sequence[tuple[str, str]], **kw: Any) -> None:
        kw.setdefault("initial", {"token": account_rules.new_secret()})
        if len(parts) == 1:
            kw["initial"] = {**kw["initial"], "part": parts[0][0]}
        super().__init__(*args, **kw)
        self.fields["part"].choices = [("", fields.NOTHING_CHOSEN), *parts]  # type: ignore[attr-defined]

    @property
    def paid(self) -> Paid:
        told = self.cleaned_data
        return Paid(told["number"], told["paid_on"], told["amount"], told["payee"], told["content"])

    @property
    def sent_file(self) -> tuple[str, bytes] | None:
        sent = self.cleaned_data["file"]
        return None if sent is None else (sent.name, sent.read())


class CounterForm(fields.Form):
    token = forms.CharField(widget=forms.HiddenInput, max_length=100, required=False)
    on = fields.DayField(gettext_lazy("Ngày ghi bút toán đảo"))
    reason = fields.TextField(
        gettext_lazy("Lý do"), longest=rules.LONGEST_REASON, rows=3, wide=True
    )

    def __init__(self, *args: Any, day: date, **kw: Any) -> None:
        kw.setdefault("initial", {"token": account_rules.new_secret(), "on": day})
        super().__init__(*args, **kw)


class FileForm(fields.Form):
    file = fields.FileField(
        gettext_lazy("Tệp chứng từ"), most_bytes=attachments.MOST_BYTES,
        kinds=".pdf,.jpg,.jpeg,.png,.webp", hint=gettext_lazy("Ảnh hoặc PDF, nhiều nhất 15 MB"),
    )  # fmt: skip


class NoteForm(fields.Form):
    note = fields.TextField(
        gettext_lazy("Ghi chú"), longest=rules.LONGEST_REASON, rows=2, required=False, wide=True
    )


def counter_day(year: int) -> date:
    """Today while the year runs, its last day afterwards."""
    return min(timezone.localdate(), rules.last_day(year))
