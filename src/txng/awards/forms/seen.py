"""A form that knows which version of a record its reader looked at, and fields that several forms share."""

from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from txng.awards import rules
from txng.documents.attachments import MOST_BYTES
from txng.ui import fields

FILES: Final = ".pdf,.jpg,.jpeg,.png,.webp"


class SeenForm(fields.Form):
    """`seen` is the version that the page showed; what is no number counts as not seen."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> int | None:
        typed = self.cleaned_data["seen"]
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None

    def look_again(self, version: int) -> None:
        """After somebody else moved the record: the next press is about what is shown now."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["seen"] = str(version)  # type: ignore[index]


class NoteForm(SeenForm):
    note = fields.TextField(
        gettext_lazy("Ghi chú"), longest=rules.LONGEST_REASON, rows=3, wide=True, required=False
    )


class ReasonForm(SeenForm):
    note = fields.TextField(
        gettext_lazy("Lý do"), longest=rules.LONGEST_REASON, rows=4, wide=True,
        hint=gettext_lazy("Người nhận đọc được câu này: ghi rõ vì sao và cần làm gì tiếp"),
    )  # fmt: skip


class DecisionForm(SeenForm):
    decision_number = fields.TextField(
        gettext_lazy("Số quyết định"), longest=rules.LONGEST_NUMBER,
        hint=gettext_lazy("Như 123/QĐ-SKHCN"),
    )  # fmt: skip
    decision_on = fields.DayField(gettext_lazy("Ngày quyết định"))


class DecisionWithReasonForm(DecisionForm):
    note = fields.TextField(gettext_lazy("Lý do"), longest=rules.LONGEST_REASON, rows=4, wide=True)


class DecisionWithNoteForm(DecisionForm):
    note = fields.TextField(
        gettext_lazy("Ghi chú"), longest=rules.LONGEST_REASON, rows=3, wide=True, required=False
    )


class FileForm(fields.Form):
    paper = fields.FileField(
        gettext_lazy("Tệp"), most_bytes=MOST_BYTES, kinds=FILES,
        hint=gettext_lazy("Ảnh hoặc PDF, nhiều nhất 15 MB"),
    )  # fmt: skip


class MoneyField(fields.NumberField):
    """A whole number of đồng, shown with its thousands apart: 150.000.000."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int | Decimal):
            return f"{int(value):,}".replace(",", ".")
        return value


def money(label: Any, **more: Any) -> MoneyField:
    more.setdefault("hint", gettext_lazy("Đồng, như 150.000.000"))
    return MoneyField(label, least=0, most=rules.MOST_VND, whole=True, **more)
