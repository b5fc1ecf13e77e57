"""What is typed about sources, programmes and pilot models."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from txng.budget import rules
from txng.budget.actions.pilots import MOST_RESULTS, PilotFacts
from txng.budget.actions.sources import ProgrammeFacts, Share, SourceFacts
from txng.budget.forms.lines import MoneyField, purpose_choices
from txng.budget.models import Programme, Source
from txng.budget.models.sources import KIND_NAMES
from txng.budget.rules import pilots
from txng.ui import fields


def _year(label: Any) -> fields.NumberField:
    return fields.NumberField(label, whole=True, least=rules.FIRST_YEAR, most=rules.LAST_YEAR)


class SourceForm(fields.Form):
    kind = fields.ChoiceField(gettext_lazy("Loại vốn"), choices=list(KIND_NAMES.items()))
    name = fields.TextField(gettext_lazy("Tên nguồn"), longest=200)
    donor = fields.TextField(
        gettext_lazy("Nhà tài trợ"), longest=200, required=False,
        hint=gettext_lazy("Chỉ cho vốn tài trợ quốc tế hoặc trong nước"),
    )  # fmt: skip
    programme = fields.ChoiceField(
        gettext_lazy("Thuộc chương trình kinh phí"), choices=(), required=False
    )
    is_open = fields.FlagField(gettext_lazy("Còn nhận dự toán"), initial=True)
    note = fields.TextField(
        gettext_lazy("Ghi chú"), longest=rules.LONGEST_NOTE, rows=2, required=False, wide=True
    )

    def __init__(self, *args: Any, programmes: Sequence[Programme], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self._programmes = {one.code: one for one in programmes}
        self.fields["programme"].choices = [  # type: ignore[attr-defined]
            ("", fields.NOTHING_CHOSEN), *((one.code, one.title) for one in programmes),
        ]  # fmt: skip

    @property
    def facts(self) -> SourceFacts:
        told = self.cleaned_data
        programme = self._programmes.get(told["programme"])
        return SourceFacts(**{**told, "programme": programme})


class ProgrammeForm(fields.Form):
    title = fields.TextField(
        gettext_lazy("Tên chương trình"), longest=rules.LONGEST_TITLE, wide=True
    )
    basis = fields.TextField(
        gettext_lazy("Căn cứ"), longest=rules.LONGEST_TITLE, wide=True,
        hint=gettext_lazy("Số, ngày và cơ quan ban hành quyết định"),
    )  # fmt: skip
    amended_by = fields.TextField(
        gettext_lazy("Sửa đổi bởi"), longest=rules.LONGEST_TITLE, required=False, wide=True
    )
    first_year = _year(gettext_lazy("Từ năm"))
    last_year = _year(gettext_lazy("Đến năm"))
    total = MoneyField(
        gettext_lazy("Tổng kinh phí"), required=False,
        hint=gettext_lazy("Để trống khi chưa có số trong quyết định"),
    )  # fmt: skip
    budget = MoneyField(gettext_lazy("Phần ngân sách"), required=False)
    local = MoneyField(gettext_lazy("Đối ứng của địa phương"), required=False)
    own = MoneyField(gettext_lazy("Đối ứng của doanh nghiệp"), required=False)
    note = fields.TextField(
        gettext_lazy("Ghi chú"), longest=rules.LONGEST_NOTE, rows=2, required=False, wide=True
    )

    @property
    def facts(self) -> ProgrammeFacts:
        told = dict(self.cleaned_data)
        shares = (
            Share(rules.STATE, "Ngân sách", told.pop("budget")),
            Share(rules.STATE, "Đối ứng của địa phương", told.pop("local"), is_counterpart=True),
            Share(
                rules.ENTERPRISE, "Đối ứng của doanh nghiệp", told.pop("own"), is_counterpart=True
            ),
        )
        return ProgrammeFacts(**told, shares=shares)


class PilotForm(fields.Form):
    title = fields.TextField(gettext_lazy("Tên mô hình"), longest=rules.LONGEST_TITLE, wide=True)
    place = fields.TextField(
        gettext_lazy("Nơi làm"), longest=200, hint=gettext_lazy("Như Lạc Dương, Đạ Tẻh")
    )
    first_year = _year(gettext_lazy("Từ năm"))
    last_year = _year(gettext_lazy("Đến năm"))
    result_unit = fields.TextField(
        gettext_lazy("Một kết quả là gì"), longest=60, hint=gettext_lazy("Như “cơ sở áp dụng”")
    )
    results = fields.NumberField(
        gettext_lazy("Đã đếm được bao nhiêu kết quả"), whole=True, least=1, most=MOST_RESULTS,
        required=False, hint=gettext_lazy("Để trống khi chưa đếm; chưa đếm thì chưa tính được đơn giá"),
    )  # fmt: skip
    note = fields.TextField(
        gettext_lazy("Ghi chú"), longest=rules.LONGEST_NOTE, rows=2, required=False, wide=True
    )

    @property
    def facts(self) -> PilotFacts:
        return PilotFacts(**self.cleaned_data)


class ItemForm(fields.Form):
    purpose = fields.ChoiceField(gettext_lazy("Mục chi"), choices=purpose_choices)
    title = fields.TextField(gettext_lazy("Khoản chi"), longest=200)
    quantity = fields.NumberField(gettext_lazy("Số lượng"), least=0, most=9_999_999_999)
    unit = fields.TextField(gettext_lazy("Đơn vị tính"), longest=60)
    unit_cost = MoneyField(gettext_lazy("Đơn giá"))

    @property
    def item(self) -> pilots.Item:
        return pilots.Item(**self.cleaned_data)


class EstimateForm(fields.Form):
    year = _year(gettext_lazy("Dự toán cho năm"))
    results = fields.NumberField(
        gettext_lazy("Cần bao nhiêu kết quả"), whole=True, least=1, most=MOST_RESULTS
    )
    source = fields.ChoiceField(gettext_lazy("Nguồn vốn"), choices=())
    own_source = fields.ChoiceField(
        gettext_lazy("Nguồn cho khoản doanh nghiệp tự chi"), choices=(), required=False
    )

    def __init__(self, *args: Any, sources: Sequence[Source], **kw: Any) -> None:
        kw.setdefault("initial", {"year": timezone.localdate().year + 1})
        super().__init__(*args, **kw)
        self._sources = {one.code: one for one in sources}
        for name, several in (
            ("source", sources),
            ("own_source", [one for one in sources if one.kind == rules.ENTERPRISE]),
        ):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                ("", fields.NOTHING_CHOSEN), *((one.code, one.name) for one in several),
            ]  # fmt: skip

    @property
    def told(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "year": told["year"],
            "results": told["results"],
            "source": self._sources[told["source"]],
            "own_source": self._sources.get(told["own_source"]),
        }
