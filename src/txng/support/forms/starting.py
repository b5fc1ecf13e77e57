"""Short forms of the first tasks. What else can be told stands on the whole pages of each room."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from txng.barcodes.models import CompanyPrefix
from txng.parties import rules as party_rules
from txng.parties.actions import PlaceFacts
from txng.parties.models import Enterprise, Establishment
from txng.parties.place_field import CommuneField, codes_of, place_of
from txng.products import words
from txng.products.models import ProductGroup
from txng.products.rules.facts import LONGEST, UNITS, Facts
from txng.support import rules
from txng.support.actions.starting import FirstLabels
from txng.ui import fields


class ContactForm(fields.Form):
    """What a register still lacks of an enterprise that was registered in five questions."""

    address = fields.TextField(
        _("Số nhà, đường, thôn"), longest=party_rules.LONGEST_ADDRESS, wide=True
    )
    phone = fields.TextField(_("Điện thoại"), longest=30)
    email = fields.TextField(_("Thư điện tử"), longest=254, required=False)


class PlaceForm(fields.Form):
    kind = fields.ChoiceField(_("Nơi này dùng làm"), choices=Establishment.Kind.choices)
    name = fields.TextField(
        _("Tên gọi"), longest=party_rules.LONGEST_NAME, hint=_("Như Xưởng chính, Vườn đồi 3")
    )
    commune = CommuneField(_("Xã, phường, đặc khu"))
    address = fields.TextField(
        _("Số nhà, đường, thôn"), longest=party_rules.LONGEST_ADDRESS, required=False, wide=True
    )
    spot = fields.TextField(
        _("Vị trí trên bản đồ"), longest=60, required=False,
        hint=_("Vĩ độ, kinh độ như 11,94 108,44; điện thoại hiện khi giữ tay trên bản đồ"),
    )  # fmt: skip

    @property
    def facts(self) -> PlaceFacts:
        told = {name: self.cleaned_data[name] for name in ("kind", "name", "address", "spot")}
        return PlaceFacts(**told, **codes_of(self.cleaned_data["commune"]))

    @staticmethod
    def first_values(own: Enterprise) -> dict[str, Any]:
        place = place_of(own.commune_code, own.earlier_commune_code)
        return {"commune": place, "address": own.address}


class PrefixForm(fields.Form):
    digits = fields.TextField(
        _("Mã doanh nghiệp GS1"), longest=20,
        hint=_("7 đến 12 chữ số trên giấy chứng nhận, bắt đầu bằng 893"),
    )  # fmt: skip
    certificate = fields.TextField(_("Số giấy chứng nhận"), longest=60, required=False)
    paid_until = fields.NumberField(
        _("Đã nộp phí đến hết năm"), whole=True, least=2000, most=2100, required=False
    )


class ProductForm(fields.Form):
    """`prefix`: whose next GTIN is taken when none is typed; without one a code of one's own is asked."""

    name = fields.TextField(
        _("Tên sản phẩm"), longest=LONGEST["name"], wide=True,
        hint=_("Như in trên bao bì, cả lượng tịnh: Cà phê bột 500 g"),
    )  # fmt: skip
    group = fields.ChoiceField(_("Nhóm sản phẩm"), choices=())
    net_content = fields.NumberField(_("Lượng tịnh mỗi gói"), least=0, hint=_("Như 500 hoặc 0,5"))
    net_unit = fields.ChoiceField(
        _("Đơn vị lượng tịnh"), choices=[(one, words.UNITS[one]) for one in UNITS]
    )
    brand = fields.TextField(_("Nhãn hiệu"), longest=LONGEST["brand"], required=False)
    gtin = fields.TextField(_("Mã GTIN"), longest=20, required=False)
    own_code = fields.TextField(
        _("Mã nội bộ"), longest=40, required=False, hint=_("Chữ không dấu và chữ số, như SP01")
    )

    def __init__(
        self, *args: Any, groups: Sequence[ProductGroup], prefix: CompanyPrefix | None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            ("", fields.NOTHING_CHOSEN),
            *((one.path, "\u2003" * one.depth + str(one)) for one in groups),
        ]
        if prefix is None:
            self.fields["gtin"].help_text = _("14 hoặc 13 chữ số, nếu đã có trên bao bì")
        else:
            del self.fields["own_code"]
            told = _("Bỏ trống: hệ thống cấp mã kế tiếp của mã doanh nghiệp %(digits)s")
            self.fields["gtin"].help_text = str(told) % {"digits": prefix.digits}

    @property
    def facts(self) -> Facts:
        told = {name: self.cleaned_data[name] for name in ("name", "brand", "net_unit")}
        return Facts(
            **told,
            net_content=Decimal(self.cleaned_data["net_content"]),
            origin="VN",
            markets=("VN",),
        )


class LabelsForm(fields.Form):
    gtin = fields.ChoiceField(_("Sản phẩm"), choices=())
    lot = fields.TextField(
        _("Số lô"), longest=20, hint=_("Bạn tự đặt, chữ hoa không dấu và chữ số, như L01")
    )
    weight_kg = fields.NumberField(_("Khối lượng cả lô (kg)"), least=0)
    content_g = fields.NumberField(_("Khối lượng mỗi gói (g)"), least=0)
    quantity = fields.NumberField(
        _("In thử mấy tem"), whole=True, least=1, most=100, hint=_("3 tem là đủ để thử")
    )

    def __init__(self, *args: Any, products: Sequence[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self._names = dict(products)
        self.fields["gtin"].choices = [  # type: ignore[attr-defined]
            (gtin, f"{name} ({gtin})") for gtin, name in products
        ]

    @property
    def told(self) -> FirstLabels:
        told = self.cleaned_data
        return FirstLabels(
            gtin=told["gtin"],
            product_name=self._names[told["gtin"]],
            lot=told["lot"],
            weight_kg=Decimal(told["weight_kg"]),
            content_g=Decimal(told["content_g"]),
            quantity=told["quantity"],
        )


class ReasonForm(fields.Form):
    """Why: for a refusal, or a task that is set aside."""

    reason = fields.TextField(
        _("Lý do"), longest=rules.LONGEST_REASON, shortest=rules.SHORTEST_REASON, rows=3, wide=True
    )


class AcceptForm(fields.Form):
    """`roles`: those that the owner may give."""

    role = fields.ChoiceField(_("Vai trò của người này"), choices=(), radio=True)

    def __init__(self, *args: Any, roles: Sequence[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["role"].choices = list(roles)  # type: ignore[attr-defined]
