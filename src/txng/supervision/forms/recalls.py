"""What is typed about a recall."""

from typing import Any
from urllib.parse import unquote

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import read_code
from txng.supervision.actions.recall_holders import Answer
from txng.supervision.actions.recalls import Messages
from txng.supervision.models import Recall
from txng.supervision.recall_words import UNITS
from txng.supervision.rules import recalls as rules
from txng.ui import fields

PRODUCTS = ("gtin", "lgtin", "sgtin")
LONGEST_CODE = 200


class CauseForm(fields.Form):
    kind = fields.ChoiceField(gettext_lazy("Ai thu hồi"), choices=Recall.Kind.choices, radio=True)
    firm = fields.TextField(
        gettext_lazy("Cơ sở tự thu hồi"), longest=30, required=False,
        hint=gettext_lazy("Mã trong sổ hoặc mã số thuế; cần khi cơ sở tự nguyện"),
    )  # fmt: skip
    document = fields.TextField(
        gettext_lazy("Quyết định hoặc thông báo số"), longest=rules.LONGEST_DOCUMENT
    )
    document_on = fields.DayField(gettext_lazy("Ngày của quyết định"))
    risk = fields.ChoiceField(
        gettext_lazy("Nguy cơ"), choices=Recall.Risk.choices, radio=True,
        hint=gettext_lazy("Hai mức này do hệ thống đặt: chưa có văn bản nào trong thư viện chia loại"),
    )  # fmt: skip
    reason = fields.TextField(
        gettext_lazy("Lý do"), longest=rules.LONGEST_REASON, rows=2,
        hint=gettext_lazy("Một câu dễ hiểu; người mua đọc câu này"),
    )  # fmt: skip
    is_drill = fields.FlagField(
        gettext_lazy(
            "Diễn tập: làm đủ các bước, không báo cho người mua, không vào nhật ký minh bạch"
        )
    )

    @property
    def said(self) -> dict[str, Any]:
        """Without the firm, which the register knows."""
        told = self.cleaned_data
        return {name: told[name] for name in told if name != "firm"}


class MessagesForm(fields.Form):
    advice = fields.TextField(
        gettext_lazy("Người mua nên làm gì"), longest=rules.LONGEST_ADVICE, rows=2,
        hint=gettext_lazy("Một câu dễ hiểu; hiện đầu tiên trên trang quét mã"),
    )  # fmt: skip
    phone = fields.TextField(
        gettext_lazy("Số điện thoại để hỏi"), longest=25, required=False,
        hint=gettext_lazy("Để trống thì dùng số đường dây nóng của hệ thống"),
    )  # fmt: skip
    instructions = fields.TextField(
        gettext_lazy("Nơi giữ hàng phải làm gì"), longest=rules.LONGEST_NOTE, rows=3,
        hint=gettext_lazy("Như ngừng bán, để riêng, trả về đâu, trả lời trước ngày nào"),
    )  # fmt: skip

    @property
    def messages(self) -> Messages:
        told = self.cleaned_data
        return Messages(told["advice"], told["instructions"], told["phone"])


class ScopeForm(fields.Form):
    code = fields.TextField(
        gettext_lazy("Mã sản phẩm hoặc mã quét được"), longest=LONGEST_CODE,
        hint=gettext_lazy("GTIN, hoặc cả mã trên tem như (01)09506000134352(10)L1"),
    )  # fmt: skip
    lot = fields.TextField(
        gettext_lazy("Số lô"), longest=rules.LONGEST_PART, required=False,
        hint=gettext_lazy(
            "Chọn một trong ba: số lô, khoảng số xê-ri, hoặc ngày sản xuất; để trống cả ba là mọi lô"
        ),
    )  # fmt: skip
    first = fields.TextField(
        gettext_lazy("Từ số xê-ri"), longest=rules.LONGEST_PART, required=False
    )
    last = fields.TextField(
        gettext_lazy("Đến số xê-ri"), longest=rules.LONGEST_PART, required=False
    )
    made_from = fields.DayField(gettext_lazy("Sản xuất từ ngày"), required=False)
    made_until = fields.DayField(gettext_lazy("Sản xuất đến ngày"), required=False)

    def clean_code(self) -> dict[str, str]:
        """GTIN, lot and serial of what was typed or scanned."""
        typed = self.cleaned_data["code"]
        try:
            found = read_code(typed)
        except Gs1Error:
            found = None
        if found is None or found.scheme not in PRODUCTS:
            raise forms.ValidationError(
                _("Cần mã sản phẩm (8, 12, 13 hoặc 14 chữ số); so lại với số in dưới mã vạch.")
            )
        parts = found.canonical.removeprefix("https://id.gs1.org/").split("/")
        return dict(zip(parts[::2], map(unquote, parts[1::2]), strict=False))

    @property
    def scope(self) -> rules.Scope:
        told = self.cleaned_data
        code = told["code"]
        serial = code.get("21", "")
        has_more = told["first"] or told["last"] or told["made_from"] or told["made_until"]
        return rules.Scope(
            gtin=code["01"],
            lot=told["lot"] or ("" if has_more else code.get("10", "")),
            first=told["first"] or ("" if told["lot"] or has_more else serial),
            last=told["last"] or told["first"] or ("" if told["lot"] or has_more else serial),
            made_from=told["made_from"],
            made_until=told["made_until"],
        )


class ConfirmForm(fields.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput())
    typed = fields.TextField(gettext_lazy("Gõ lại để ra lệnh"), longest=LONGEST_CODE)

    def __init__(self, *args: Any, wanted: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["typed"].help_text = _("Gõ đúng: %(wanted)s") % {"wanted": wanted}


class AnswerForm(fields.Form):
    out = fields.NumberField(
        gettext_lazy("Đã nhận"), least=0, most=rules.MOST_AMOUNT, required=False,
        hint=gettext_lazy("Sự kiện không nói bao nhiêu. Không biết thì để trống"),
    )  # fmt: skip
    unit = fields.ChoiceField(
        gettext_lazy("Đơn vị tính"), required=False,
        choices=[(word, UNITS[word]) for word in rules.UNITS if word],
    )  # fmt: skip
    returned = fields.NumberField(
        gettext_lazy("Đã trả lại"), least=0, most=rules.MOST_AMOUNT, required=False
    )
    destroyed = fields.NumberField(
        gettext_lazy("Đã hủy"), least=0, most=rules.MOST_AMOUNT, required=False,
        hint=gettext_lazy("Ghi 0 nếu không còn gì; để trống là chưa biết"),
    )  # fmt: skip
    done_on = fields.DayField(gettext_lazy("Ngày làm xong"))
    note = fields.TextField(
        gettext_lazy("Ghi chú"), longest=rules.LONGEST_NOTE, rows=2, required=False
    )

    def __init__(self, *args: Any, asks_out: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].latest = timezone.localdate()  # type: ignore[attr-defined]
        if not asks_out:
            del self.fields["out"], self.fields["unit"]

    @property
    def answer(self) -> Answer:
        told = self.cleaned_data
        return Answer(
            told["returned"], told["destroyed"], told["done_on"], told["note"], told.get("out"),
            told.get("unit", ""),
        )  # fmt: skip


class ReasonForm(fields.Form):
    reason = fields.TextField(gettext_lazy("Lý do"), longest=rules.LONGEST_RESULT, rows=2)


class CloseForm(fields.Form):
    result = fields.TextField(
        gettext_lazy("Kết quả"), longest=rules.LONGEST_RESULT, rows=3,
        hint=gettext_lazy("Câu này đứng trên trang công khai"),
    )  # fmt: skip
    without_answers = fields.FlagField(
        gettext_lazy("Kết thúc dù còn nơi chưa trả lời; kết quả nói vì sao")
    )

    def __init__(self, *args: Any, waiting: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not waiting:
            del self.fields["without_answers"]
