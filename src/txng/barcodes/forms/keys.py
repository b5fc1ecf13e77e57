"""Forms of prefixes, keys, own names, cases and fees."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.barcodes.models import GivenKey
from txng.barcodes.queries import prefixes as queries
from txng.ui import fields

KINDS = GivenKey.Kind.choices


class HoldForm(fields.Form):
    digits = fields.TextField(
        _("Mã doanh nghiệp GS1"),
        longest=20,
        hint=_("Như trên giấy chứng nhận: 893 và 5 đến 7 chữ số nữa"),
    )
    is_foreign = fields.FlagField(_("Mã nước ngoài, không bắt đầu bằng 893"))
    certificate = fields.TextField(_("Số giấy chứng nhận"), longest=60, required=False)
    granted_on = fields.DayField(_("Ngày cấp"), required=False)
    paid_until = fields.NumberField(
        _("Đã nộp phí duy trì đến hết năm"), whole=True, least=2000, most=2100, required=False
    )


class AllocateForm(fields.Form):
    kind = fields.ChoiceField(_("Loại mã"), choices=KINDS, radio=True)
    purposes = fields.TextField(
        _("Dùng cho"),
        longest=20_000,
        rows=4,
        hint=_("Mỗi dòng một sản phẩm, địa điểm hoặc thùng; mỗi dòng được một mã"),
    )

    @property
    def lines(self) -> list[str]:
        return [line for line in self.cleaned_data["purposes"].split("\n") if line.strip()]


class EarlierForm(fields.Form):
    kind = fields.ChoiceField(_("Loại mã"), choices=KINDS, radio=True)
    values = fields.TextField(
        _("Các mã đã dùng"),
        longest=20_000,
        rows=6,
        hint=_("Mỗi dòng một mã, đủ cả chữ số kiểm tra"),
    )
    purpose = fields.TextField(_("Đã dùng cho"), longest=200, required=False)

    @property
    def lines(self) -> list[str]:
        return [line for line in self.cleaned_data["values"].split("\n") if line.strip()]


class YearForm(fields.Form):
    year = fields.NumberField(_("Đã nộp phí đến hết năm"), whole=True, least=2000, most=2100)


class OwnNameForm(fields.Form):
    code = fields.TextField(
        _("Mã nội bộ"), longest=60, hint=_("Chữ không dấu, chữ số và . _ -, như CAPHE-500")
    )
    words = fields.TextField(_("Là gì"), longest=200, hint=_("Tên sản phẩm, số lô hoặc địa điểm"))


class JoinForm(fields.Form):
    gs1 = fields.TextField(
        _("Mã GS1 tương ứng"),
        longest=200,
        hint=_("GTIN, GLN, hoặc cả lô như (01)08938505974019(10)L2511"),
    )


class CaseForm(fields.Form):
    products = fields.NumberField(
        _("Dự kiến có bao nhiêu loại sản phẩm"), whole=True, least=1, most=9000,
        hint=_("Mỗi quy cách đóng gói là một loại; tính cả ba năm tới"),
    )  # fmt: skip


class ChecklistForm(fields.Form):
    done = fields.ManyField(_("Đã xong"), choices=(), required=False)
    note = fields.TextField(_("Ghi chú"), longest=500, rows=2, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [step for step in queries.checklist() if step.code != "send"]
        self.fields["done"].choices = [(step.code, step.title) for step in steps]  # type: ignore[attr-defined]


class SentForm(fields.Form):
    sent_on = fields.DayField(_("Ngày nộp hồ sơ"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent_on"].latest = timezone.localdate()  # type: ignore[attr-defined]


class GrantedForm(fields.Form):
    digits = fields.TextField(_("Mã doanh nghiệp GS1 được cấp"), longest=20)
    certificate = fields.TextField(_("Số giấy chứng nhận"), longest=60, required=False)
    granted_on = fields.DayField(_("Ngày cấp"))


class ClosedForm(fields.Form):
    is_refused = fields.ChoiceField(
        _("Vì sao đóng"),
        choices=(
            ("refused", _("Cơ quan tiếp nhận không cấp")),
            ("dropped", _("Cơ sở thôi không nộp")),
        ),
        radio=True,
    )
    note = fields.TextField(_("Lý do"), longest=500, rows=2, required=False)


class FeeForm(fields.Form):
    kind = fields.ChoiceField(
        _("Loại mã"), choices=lambda: [(kind, kind) for kind in queries.fee_kinds()]
    )
    once = fields.NumberField(_("Phí cấp (đồng)"), whole=True, least=0, most=1_000_000_000)
    yearly = fields.NumberField(
        _("Phí duy trì mỗi năm (đồng)"), whole=True, least=0, most=1_000_000_000
    )
    valid_from = fields.DayField(_("Áp dụng từ"))
    valid_until = fields.DayField(_("Đến hết ngày"), required=False)
    source = fields.TextField(
        _("Nguồn"),
        longest=300,
        rows=2,
        hint=_("Số và ngày của văn bản, hoặc trang đã đọc và ngày đọc"),
    )
