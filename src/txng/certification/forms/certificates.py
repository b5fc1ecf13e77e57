"""What a certification body types about a certificate."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from txng.certification.actions.issuing import Said
from txng.certification.forms.bodies import group_choices
from txng.certification.models import Scheme
from txng.certification.rules import certificates as rules
from txng.documents import attachments
from txng.products.models import ProductGroup
from txng.ui import fields


class ScopeFields(fields.Form):
    groups = fields.ManyField(
        gettext_lazy("Nhóm sản phẩm"), choices=(), required=False,
        hint=gettext_lazy("Mọi sản phẩm của cơ sở thuộc nhóm được chọn"),
    )  # fmt: skip
    products = fields.TextField(
        gettext_lazy("Sản phẩm"), longest=8000, rows=3, required=False,
        hint=gettext_lazy("GTIN hoặc mã riêng trong sổ sản phẩm, mỗi dòng một mã"),
    )  # fmt: skip
    sites = fields.TextField(
        gettext_lazy("Địa điểm và thửa"), longest=8000, rows=3, required=False,
        hint=gettext_lazy(
            "Mã địa điểm (CS-…), mã thửa (TH-…) hoặc GLN, mỗi dòng một mã; để trống là mọi nơi của cơ sở"
        ),
    )  # fmt: skip
    volume_kg_year = fields.NumberField(
        gettext_lazy("Sản lượng được chứng nhận (kg mỗi năm)"), required=False
    )

    def __init__(self, *args: Any, groups: Sequence[ProductGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].choices = group_choices(groups)  # type: ignore[attr-defined]

    @property
    def scope(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "products": rules.listed(told["products"]),
            "groups": tuple(told["groups"]),
            "sites": rules.listed(told["sites"]),
            "volume_kg_year": told["volume_kg_year"],
        }


class RenewForm(ScopeFields):
    number = fields.TextField(gettext_lazy("Số chứng nhận"), longest=rules.LONGEST_NUMBER)
    issued_on = fields.DayField(gettext_lazy("Ngày cấp"))
    valid_from = fields.DayField(gettext_lazy("Có giá trị từ ngày"))
    valid_until = fields.DayField(
        gettext_lazy("Đến hết ngày"), required=False,
        hint=gettext_lazy("Để trống thì tính theo thời hạn thường dùng của chương trình"),
    )  # fmt: skip
    note = fields.TextField(
        gettext_lazy("Ghi chú"), longest=rules.LONGEST_NOTE, rows=2, required=False
    )
    file = fields.FileField(
        gettext_lazy("Bản chụp chứng nhận"), most_bytes=attachments.MOST_BYTES,
        kinds=".pdf,.jpg,.jpeg,.png,.webp", required=False,
        hint=gettext_lazy("Ảnh hoặc PDF, nhiều nhất 15 MB"),
    )  # fmt: skip
    field_order: tuple[str, ...] = (
        "number", "issued_on", "valid_from", "valid_until", "groups", "products", "sites",
        "volume_kg_year", "note", "file",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issued_on"].latest = timezone.localdate()  # type: ignore[attr-defined]

    @property
    def said(self) -> Said:
        told = self.cleaned_data
        return Said(
            number=told["number"],
            issued_on=told["issued_on"],
            valid_from=told["valid_from"],
            valid_until=told["valid_until"],
            note=told["note"],
            **self.scope,
        )


class IssueForm(RenewForm):
    holder = fields.TextField(
        gettext_lazy("Cơ sở được chứng nhận"), longest=40,
        hint=gettext_lazy("Mã số thuế, GLN hoặc mã trong sổ cơ sở (DV-…)"),
    )  # fmt: skip
    scheme = fields.ChoiceField(gettext_lazy("Chương trình"), choices=())
    field_order: tuple[str, ...] = ("holder", "scheme", *RenewForm.field_order)

    def __init__(self, *args: Any, schemes: Sequence[Scheme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(one.code, str(one)) for one in schemes]
        self.fields["scheme"].choices = [("", fields.NOTHING_CHOSEN), *known]  # type: ignore[attr-defined]


class ReasonForm(fields.Form):
    reason = fields.TextField(
        gettext_lazy("Lý do"), longest=rules.LONGEST_REASON, rows=3, wide=True,
        hint=gettext_lazy("Ai quét mã sản phẩm cũng đọc được câu này"),
    )  # fmt: skip


class ScopeForm(ScopeFields):
    reason = fields.TextField(
        gettext_lazy("Vì sao đổi phạm vi"), longest=rules.LONGEST_REASON, rows=2, wide=True
    )


class FileForm(fields.Form):
    title = fields.TextField(gettext_lazy("Tệp là gì"), longest=200)
    file = fields.FileField(
        gettext_lazy("Tệp"), most_bytes=attachments.MOST_BYTES, kinds=".pdf,.jpg,.jpeg,.png,.webp",
        hint=gettext_lazy("Ảnh hoặc PDF, nhiều nhất 15 MB"),
    )  # fmt: skip
