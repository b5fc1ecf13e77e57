"""What the standing agency types about indicators."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.programme.models import Indicator
from txng.programme.rules import formulas
from txng.programme.rules import indicators as rules
from txng.ui import fields


class IndicatorForm(fields.Form):
    title = fields.TextField(_("Tên chỉ tiêu"), longest=rules.LONGEST_TITLE)
    unit = fields.TextField(
        _("Đơn vị tính"), longest=rules.LONGEST_UNIT, hint=_("Như cơ sở, sản phẩm, %")
    )
    formula = fields.TextField(
        _("Công thức"),
        longest=formulas.LONGEST,
        wide=True,
        hint=_(
            "Mã số liệu, số và + - * / ( ), như codes.alive / codes.watched * 100. Danh sách mã ở"
            " trang Số liệu."
        ),
    )
    direction = fields.ChoiceField(
        _("Chiều"), choices=Indicator.Direction.choices, radio=True, initial=rules.UP
    )
    decimals = fields.NumberField(
        _("Số chữ số lẻ"), whole=True, least=0, most=rules.MOST_DECIMALS, initial=0
    )
    owner = fields.ChoiceField(_("Cơ quan phụ trách"), choices=(), required=False)
    note = fields.TextField(_("Ghi chú"), longest=rules.LONGEST_NOTE, rows=3, required=False)
    on_dashboard = fields.FlagField(_("Hiện ở bảng điều hành"))

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", fields.NOTHING_CHOSEN), *agencies]  # type: ignore[attr-defined]


class TargetsForm(fields.Form):
    """A box for each year of the Plan; an empty one sets nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for year in rules.YEARS:
            self.fields[f"year_{year}"] = fields.NumberField(
                _("Mức năm %(year)d") % {"year": year}, required=False
            )

    @property
    def told(self) -> dict[int, Any]:
        return {year: self.cleaned_data[f"year_{year}"] for year in rules.YEARS}


class ReadingForm(fields.Form):
    day = fields.DayField(_("Ngày"))
    value = fields.NumberField(
        _("Giá trị"), required=False, hint=_("Để trống nếu chưa rõ; không ghi 0 thay cho chưa rõ")
    )
    note = fields.TextField(
        _("Số này lấy từ đâu"),
        longest=rules.LONGEST_NOTE,
        hint=_("Như Báo cáo số 12/BC-SKHCN ngày 05/12/2024"),
    )


class DayForm(fields.Form):
    """As of which day all indicators are read."""

    day = fields.DayField(_("Ghi số của ngày"), initial=timezone.localdate)
