"""What is typed about policies, calls and applications."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy

from txng.awards import rules
from txng.awards.actions.applications import Wish
from txng.awards.actions.policies import CallFacts, PolicyFacts
from txng.awards.forms.seen import DecisionForm, SeenForm, money
from txng.parties.models import Enterprise
from txng.ui import fields


class PolicyForm(SeenForm):
    title = fields.TextField(gettext_lazy("Tên chính sách"), longest=rules.LONGEST_TITLE, wide=True)
    legal_basis = fields.TextField(
        gettext_lazy("Căn cứ pháp lý"), longest=rules.LONGEST_REASON, rows=2, wide=True,
        hint=gettext_lazy("Số, ngày, cơ quan ban hành của từng văn bản"),
    )  # fmt: skip
    who = fields.TextField(
        gettext_lazy("Ai được hưởng"), longest=rules.LONGEST_TEXT, rows=3, wide=True
    )
    what = fields.TextField(
        gettext_lazy("Được hưởng gì"), longest=rules.LONGEST_TEXT, rows=3, wide=True
    )
    kinds = fields.ManyField(
        gettext_lazy("Loại hình"), choices=Enterprise.Kind.choices, required=False,
        hint=gettext_lazy("Không đánh dấu ô nào là mọi loại hình"),
    )  # fmt: skip
    sizes = fields.ManyField(
        gettext_lazy("Quy mô"), choices=Enterprise.Size.choices, required=False,
        hint=gettext_lazy("Không đánh dấu ô nào là mọi quy mô"),
    )  # fmt: skip
    groups = fields.ManyField(
        gettext_lazy("Nhóm sản phẩm"), choices=(), required=False,
        hint=gettext_lazy("Không đánh dấu ô nào là mọi nhóm; một nhóm gồm cả các nhóm dưới nó"),
    )  # fmt: skip
    most_vnd = money(
        gettext_lazy("Mức cao nhất một hồ sơ"), required=False,
        hint=gettext_lazy("Đồng, như 150.000.000; không có mức thì để trống"),
    )  # fmt: skip
    valid_from = fields.DayField(gettext_lazy("Áp dụng từ"))
    valid_until = fields.DayField(gettext_lazy("Áp dụng đến hết"), required=False)
    lead = fields.ChoiceField(gettext_lazy("Cơ quan chủ trì"), choices=())
    coapprover = fields.ChoiceField(
        gettext_lazy("Cơ quan đồng thuận kinh phí"), choices=(), required=False,
        hint=gettext_lazy("Thường là cơ quan tài chính; để trống khi không cần"),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        agencies: Sequence[tuple[str, str]],
        groups: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        nothing = ("", str(fields.NOTHING_CHOSEN))
        for name in ("lead", "coapprover"):
            self.fields[name].choices = [nothing, *agencies]  # type: ignore[attr-defined]
        self.fields["groups"].choices = groups  # type: ignore[attr-defined]

    @property
    def facts(self) -> PolicyFacts:
        told = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        told["most_vnd"] = None if told["most_vnd"] is None else Decimal(told["most_vnd"])
        return PolicyFacts(**told)


class CallForm(fields.Form):
    title = fields.TextField(
        gettext_lazy("Tên đợt"), longest=rules.LONGEST_TITLE, wide=True,
        hint=gettext_lazy("Như Đợt 1 năm 2026"),
    )  # fmt: skip
    opens_on = fields.DayField(gettext_lazy("Nhận hồ sơ từ"))
    closes_on = fields.DayField(gettext_lazy("Nhận hồ sơ đến hết"))
    budget_vnd = money(
        gettext_lazy("Kinh phí của đợt"), required=False,
        hint=gettext_lazy("Đồng; chưa rõ thì để trống, khi đó hệ thống không chặn mức cho hưởng"),
    )  # fmt: skip

    @property
    def facts(self) -> CallFacts:
        told = dict(self.cleaned_data)
        told["budget_vnd"] = None if told["budget_vnd"] is None else Decimal(told["budget_vnd"])
        return CallFacts(**told)


class WishForm(SeenForm):
    wish = fields.TextField(
        gettext_lazy("Việc cần hỗ trợ"), longest=rules.LONGEST_TEXT, rows=5, wide=True,
        hint=gettext_lazy("Làm gì, ở đâu, khi nào xong, ai được lợi"),
    )  # fmt: skip
    asked_vnd = money(gettext_lazy("Số tiền xin hỗ trợ"))
    own_vnd = money(gettext_lazy("Phần vốn của cơ sở"))

    @property
    def facts(self) -> Wish:
        told = self.cleaned_data
        return Wish(told["wish"], Decimal(told["asked_vnd"]), Decimal(told["own_vnd"]))


class ExamineForm(SeenForm):
    note = fields.TextField(
        gettext_lazy("Kết quả thẩm tra"), longest=rules.LONGEST_REASON, rows=4, wide=True,
        hint=gettext_lazy("Đúng đối tượng không, giấy tờ đủ không, vì sao"),
    )  # fmt: skip
    proposed_vnd = money(gettext_lazy("Số tiền đúng mức"))


class ApproveForm(DecisionForm):
    granted_vnd = money(gettext_lazy("Số tiền cho hưởng"))
    note = fields.TextField(
        gettext_lazy("Lý do"), longest=rules.LONGEST_REASON, rows=3, wide=True,
        hint=gettext_lazy("Cơ sở đọc được câu này"),
    )  # fmt: skip


class ReportForm(SeenForm):
    note = fields.TextField(
        gettext_lazy("Việc đã làm và kết quả"), longest=rules.LONGEST_TEXT, rows=6, wide=True
    )
    spent_vnd = money(gettext_lazy("Số tiền đã sử dụng"))
