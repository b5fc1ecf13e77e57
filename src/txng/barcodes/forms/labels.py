"""Forms of lots, batches and their labels."""

from collections.abc import Sequence
from typing import Any

from django.forms import TextInput
from django.utils.translation import gettext_lazy as _

from txng.barcodes import layouts
from txng.barcodes.models import Batch, Design, PrintRun
from txng.barcodes.rules import fields as law
from txng.barcodes.rules import quotas
from txng.barcodes.rules.printing import RESOLUTIONS
from txng.ui import fields

# what the label knows by itself is not typed
TYPED = tuple(name for name in law.names() if name not in ("lot", "trace_code", "expires_on"))


class LotForm(fields.Form):
    gtin = fields.ChoiceField(_("Sản phẩm"), choices=())
    lot = fields.TextField(
        _("Số lô"),
        longest=20,
        hint=_("Chữ hoa không dấu, chữ số và . / -; chữ thường làm mã QR to hơn"),
    )
    weight_kg = fields.NumberField(_("Khối lượng cả lô (kg)"), least=0)
    content_g = fields.NumberField(
        _("Khối lượng mỗi gói (g)"),
        least=0,
        hint=_("Số tem được phép là khối lượng lô chia khối lượng gói, thêm 2% tem hỏng"),
    )

    def __init__(self, *args: Any, products: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gtin"].choices = [  # type: ignore[attr-defined]
            ("", fields.NOTHING_CHOSEN),
            *((gtin, f"{name} ({gtin})") for gtin, name in products),
        ]
        self._names = dict(products)

    @property
    def product_name(self) -> str:
        return self._names[self.cleaned_data["gtin"]]


class ExceedForm(fields.Form):
    labels = fields.NumberField(
        _("Thêm bao nhiêu tem"), whole=True, least=1, most=quotas.MOST_IN_A_BATCH
    )
    reason = fields.TextField(_("Lý do"), longest=300, rows=2)


class IssueForm(fields.Form):
    quantity = fields.NumberField(_("Số tem"), whole=True, least=1, most=quotas.MOST_IN_A_BATCH)
    way = fields.ChoiceField(
        _("Mã trên tem"),
        choices=(
            ("serial", _("Mỗi tem một số riêng (mã đơn chiếc): phát hiện được tem chép lại")),
            ("lot", _("Cả lô chung một mã (mã lô): không phát hiện được tem chép lại")),
        ),
        radio=True,
    )
    layout = fields.ChoiceField(_("Mẫu tem"), choices=())
    dpi = fields.ChoiceField(
        _("Máy in"), choices=tuple((str(dpi), f"{dpi} dpi") for dpi in RESOLUTIONS)
    )
    group = fields.ChoiceField(
        _("Nhóm hàng"), choices=tuple((one.code, one.name) for one in law.groups().values()),
        hint=_("Để biết nội dung nào bắt buộc trên nhãn"),
    )  # fmt: skip
    expires_on = fields.DayField(_("Hạn sử dụng"), required=False)

    def __init__(self, *args: Any, designs: Sequence[Design] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layout"].choices = [  # type: ignore[attr-defined]
            ("", fields.NOTHING_CHOSEN),
            *((f"m{one.pk}", one.name) for one in designs),
            *((code, layout.name) for code, layout in layouts.presets().items()),
        ]
        for name in TYPED:
            self.fields[f"w_{name}"] = fields.TextField(
                law.names()[name], longest=300, required=False
            )

    @property
    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(f"w_{name}", "") for name in TYPED}


class PrintForm(fields.Form):
    first = fields.NumberField(_("Từ tem"), whole=True, least=1)
    last = fields.NumberField(_("Đến tem"), whole=True, least=1)
    way = fields.ChoiceField(_("Cách in"), choices=PrintRun.Way.choices, radio=True)
    start = fields.NumberField(
        _("Bỏ trống mấy ô đầu trang A4"), whole=True, least=0, most=200, required=False,
        hint=_("Khi dùng tiếp tờ đã in một phần"),
    )  # fmt: skip
    reason = fields.TextField(
        _("Lý do in lại"), longest=200, required=False, hint=_("Chỉ cần khi tem đã in một lần")
    )


class ScanForm(fields.Form):
    code = fields.TextField(
        _("Quét một tem vừa in"),
        longest=400,
        wide=True,
        # a scanner types where the cursor is; this page has nothing else to do
        widget=TextInput(
            attrs={"autofocus": True, "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


STEPS = (
    ("activate", _("Kích hoạt")),
    ("ship", _("Ghi đã xuất")),
    ("sell", _("Ghi đã bán")),
    ("cancel", _("Hủy tem")),
)
REASONS = (
    ("spoilt", _("In hỏng, dán hỏng")),
    ("lost", _("Mất")),
    ("destroyed", _("Hàng bị tiêu hủy")),
    ("opened", _("Hàng đã mở, đã dùng")),
    ("other", _("Lý do khác")),
)


class StepForm(fields.Form):
    step = fields.ChoiceField(_("Việc"), choices=STEPS, radio=True)
    first = fields.NumberField(_("Từ tem"), whole=True, least=1)
    last = fields.NumberField(_("Đến tem"), whole=True, least=1)
    reason = fields.ChoiceField(_("Lý do hủy"), choices=REASONS, required=False)

    def __init__(self, *args: Any, may_end: bool, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="step_%s", **kwargs)  # beside the form that prints
        if not may_end:
            self.fields["step"].choices = STEPS[:-1]  # type: ignore[attr-defined]
            del self.fields["reason"]


def initial_of(batch: Batch) -> dict[str, int]:
    return {"first": 1, "last": batch.quantity}
