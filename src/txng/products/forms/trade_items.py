"""What a person types about a trade item, as the values that the verbs take."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.products import words
from txng.products.models import ProductGroup
from txng.products.rules import codes, countries, roadmap, trade_items
from txng.products.rules.countries import UnknownCountry
from txng.products.rules.facts import LONGEST, UNITS, Facts
from txng.ui import fields


def group_choices(groups: Sequence[ProductGroup]) -> list[tuple[str, str]]:
    """The tree as one list, deeper groups set in."""
    return [(one.path, "\u2003" * one.depth + str(one)) for one in groups]


def _country_choices() -> list[tuple[str, str]]:
    return [(code, words.country(code)) for code in countries.shipped()]


class CountriesField(fields.TextField):
    """Countries by name or code, with commas between: "Việt Nam, Đức" becomes ("VN", "DE")."""

    def clean(self, value: Any) -> tuple[str, ...]:
        try:
            return countries.read(super().clean(value))
        except UnknownCountry as unknown:
            raise ValidationError(words.of_country(str(unknown))) from unknown

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(words.country(one) for one in value) if isinstance(value, tuple) else value


class LinesField(fields.TextField):
    """One thing a line."""

    def clean(self, value: Any) -> tuple[str, ...]:
        typed = super().clean(value)
        return tuple(line for line in typed.splitlines() if line)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, tuple) else value


class FactsForm(fields.Form):
    """What is told of a product; the code and the group belong to the forms below."""

    name = fields.TextField(
        gettext_lazy("Tên sản phẩm"), longest=LONGEST["name"], wide=True,
        hint=gettext_lazy("Như in trên bao bì, cả lượng tịnh nếu có: Gạo nếp quýt Đạ Tẻh 5 kg"),
    )  # fmt: skip
    brand = fields.TextField(gettext_lazy("Nhãn hiệu"), longest=LONGEST["brand"], required=False)
    functional_name = fields.TextField(
        gettext_lazy("Tên gọi thông thường"), longest=LONGEST["functional_name"], required=False,
        hint=gettext_lazy("Sản phẩm là gì, không kèm nhãn hiệu: Gạo nếp"),
    )  # fmt: skip
    description = fields.TextField(
        gettext_lazy("Mô tả"), longest=LONGEST["description"], rows=3, required=False, wide=True
    )
    image = fields.TextField(
        gettext_lazy("Hình ảnh"), longest=500, required=False, wide=True,
        hint=gettext_lazy("Địa chỉ của ảnh, bắt đầu bằng https://"),
    )  # fmt: skip
    net_content = fields.NumberField(
        gettext_lazy("Lượng tịnh"), required=False, hint=gettext_lazy("Như 0,5 hoặc 60")
    )
    net_unit = fields.ChoiceField(
        gettext_lazy("Đơn vị lượng tịnh"),
        choices=[(one, words.UNITS[one]) for one in UNITS],
        required=False,
    )
    pack_count = fields.NumberField(
        gettext_lazy("Số đơn vị trong thùng"), whole=True, required=False,
        hint=gettext_lazy("Chỉ ghi khi đây là thùng, kiện chứa nhiều đơn vị"),
    )  # fmt: skip
    shelf_life_days = fields.NumberField(
        gettext_lazy("Hạn sử dụng (ngày)"),
        whole=True,
        required=False,
        hint=gettext_lazy("Để trống nếu không có hạn"),
    )
    storage = fields.TextField(
        gettext_lazy("Cách bảo quản"), longest=LONGEST["storage"], required=False, wide=True
    )
    warnings = fields.TextField(
        gettext_lazy("Cảnh báo an toàn"),
        longest=LONGEST["warnings"],
        rows=2,
        required=False,
        wide=True,
    )
    standards = LinesField(
        gettext_lazy("Tiêu chuẩn, quy chuẩn áp dụng"), longest=2000, rows=3, required=False, wide=True,
        hint=gettext_lazy("Mỗi dòng một tiêu chuẩn: TCVN 4193, VietGAP, tiêu chuẩn cơ sở TCCS 01:2025"),
    )  # fmt: skip
    markets = CountriesField(
        gettext_lazy("Thị trường bán"), longest=500, required=False, wide=True,
        hint=gettext_lazy("Tên nước, cách nhau bằng dấu phẩy: Việt Nam, Trung Quốc"),
    )  # fmt: skip
    origin = fields.ChoiceField(
        gettext_lazy("Nước xuất xứ"), choices=_country_choices, required=False
    )
    model = fields.TextField(
        gettext_lazy("Ký hiệu, mẫu mã"), longest=LONGEST["model"], required=False
    )
    gpc = fields.TextField(
        gettext_lazy("Mã phân loại GPC"), longest=8, required=False,
        hint=gettext_lazy("8 chữ số, tra ở GS1; để trống nếu chưa biết"),
    )  # fmt: skip

    @property
    def facts(self) -> Facts:
        """Once the form is valid."""
        told = self.cleaned_data
        return Facts(**{name: told[name] for name in Facts.__dataclass_fields__ if name in told})

    @staticmethod
    def initial_of(facts: Facts) -> dict[str, Any]:
        return {name: getattr(facts, name) for name in Facts.__dataclass_fields__}


class NewTradeItemForm(FactsForm):
    """Whose, which group, which code: then the facts. `owner` is asked of officers only."""

    owner = fields.TextField(
        gettext_lazy("Cơ sở"), longest=40,
        hint=gettext_lazy("Mã số thuế, mã GLN hoặc mã trong sổ của cơ sở có sản phẩm này"),
    )  # fmt: skip
    group = fields.ChoiceField(gettext_lazy("Nhóm sản phẩm"), choices=())
    gtin = fields.TextField(
        gettext_lazy("Mã GTIN"), longest=30, required=False,
        hint=gettext_lazy("Dãy số dưới mã vạch. Để trống nếu chưa có"),
    )  # fmt: skip
    own_code = fields.TextField(
        gettext_lazy("Mã riêng"), longest=codes.LONGEST_OWN_CODE, required=False,
        hint=gettext_lazy("Mã cơ sở tự đặt khi chưa có GTIN, như GAO-NEP-5KG"),
    )  # fmt: skip

    field_order = ("owner", "name", "group", "gtin", "own_code")

    def __init__(
        self, *args: Any, groups: Sequence[ProductGroup], asks_owner: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", fields.NOTHING_CHOSEN), *group_choices(groups)]  # type: ignore[attr-defined]
        if not asks_owner:
            del self.fields["owner"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and not told.get("gtin") and not told.get("own_code"):
            self.refuse("gtin", _("Nhập mã GTIN, hoặc mã riêng nếu chưa có GTIN."))
        return told


class ChangeTradeItemForm(FactsForm):
    """Facts told anew; `seen` is the version that the person had before them."""

    group = fields.ChoiceField(gettext_lazy("Nhóm sản phẩm"), choices=())
    seen = fields.NumberField(gettext_lazy("Bản đã xem"), whole=True)
    is_correction = fields.FlagField(
        gettext_lazy("Sửa lỗi ghi: hàng không đổi, chỉ có thông tin bị ghi sai"),
    )
    field_order = ("name", "group")

    def __init__(self, *args: Any, groups: Sequence[ProductGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", fields.NOTHING_CHOSEN), *group_choices(groups)]  # type: ignore[attr-defined]
        self.fields["seen"].widget = self.fields["seen"].hidden_widget()


class GtinForm(fields.Form):
    gtin = fields.TextField(
        gettext_lazy("Mã GTIN"), longest=30, missing=gettext_lazy("Nhập mã GTIN in dưới mã vạch.")
    )


class DeclarationForm(fields.Form):
    """The enterprise says what it does, since when, and where one can see it."""

    requirement = fields.ChoiceField(
        gettext_lazy("Việc đã làm"),
        choices=lambda: [
            (one.id, words.requirement(one.id))
            for one in roadmap.REQUIREMENTS.values()
            if not one.is_computed
        ],
    )
    done_on = fields.DayField(gettext_lazy("Xong từ ngày"))
    note = fields.TextField(
        gettext_lazy("Bằng chứng"), longest=trade_items.LONGEST_NOTE, rows=2, wide=True,
        hint=gettext_lazy("Làm gì, xem được ở đâu: “Tem QR dán trên từng bao, ảnh trong hồ sơ lô 12”"),
    )  # fmt: skip


class WithdrawForm(fields.Form):
    on = fields.DayField(gettext_lazy("Ngừng từ ngày"))


class AsOfForm(fields.Form):
    ngay = fields.DayField(gettext_lazy("Xem thông tin của ngày"))
