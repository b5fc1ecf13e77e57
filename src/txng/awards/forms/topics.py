"""What is typed about topics, contracts, reports, councils and results."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.awards import rules
from txng.awards.actions.contracts import ContractFacts, Progress
from txng.awards.actions.councils import MemberFacts
from txng.awards.actions.topics import CallFacts, Proposal
from txng.awards.forms.seen import DecisionWithNoteForm, SeenForm, money
from txng.awards.models import CouncilMember, Output, Topic, TopicCall
from txng.awards.rules import topics as topic_rules
from txng.ui import fields


def technologies() -> list[tuple[str, str]]:
    return [(code, _(title)) for code, title in topic_rules.TECHNOLOGIES.items()]


class CallForm(fields.Form):
    title = fields.TextField(gettext_lazy("Tên đợt"), longest=rules.LONGEST_TITLE, wide=True)
    mode = fields.ChoiceField(gettext_lazy("Hình thức"), choices=TopicCall.Mode.choices, radio=True)
    demand = fields.TextField(
        gettext_lazy("Yêu cầu"), longest=rules.LONGEST_TEXT, rows=5, wide=True,
        hint=gettext_lazy("Tỉnh cần giải quyết việc gì, kết quả phải đạt"),
    )  # fmt: skip
    opens_on = fields.DayField(gettext_lazy("Nhận đề xuất từ"))
    closes_on = fields.DayField(gettext_lazy("Nhận đề xuất đến hết"))

    @property
    def facts(self) -> CallFacts:
        return CallFacts(**self.cleaned_data)


class ProposalForm(fields.Form):
    kind = fields.ChoiceField(gettext_lazy("Loại"), choices=Topic.Kind.choices, radio=True)
    title = fields.TextField(gettext_lazy("Tên"), longest=rules.LONGEST_TITLE, wide=True)
    summary = fields.TextField(
        gettext_lazy("Mục tiêu và nội dung"), longest=rules.LONGEST_TEXT, rows=6, wide=True
    )
    technologies = fields.ManyField(gettext_lazy("Công nghệ"), choices=technologies)
    leader = fields.TextField(gettext_lazy("Chủ nhiệm"), longest=rules.LONGEST_NAME)
    months = fields.NumberField(
        gettext_lazy("Thời gian thực hiện (tháng)"), least=1, most=topic_rules.LONGEST_MONTHS,
        whole=True,
    )  # fmt: skip
    asked_vnd = money(gettext_lazy("Kinh phí đề nghị"))
    own_vnd = money(gettext_lazy("Phần vốn của tổ chức"))

    @property
    def facts(self) -> Proposal:
        told = dict(self.cleaned_data)
        told |= {name: Decimal(told[name]) for name in ("asked_vnd", "own_vnd")}
        return Proposal(**told)


class ContractForm(SeenForm):
    number = fields.TextField(gettext_lazy("Số hợp đồng"), longest=rules.LONGEST_NUMBER)
    signed_on = fields.DayField(gettext_lazy("Ngày ký"))
    begins_on = fields.DayField(gettext_lazy("Thực hiện từ"))
    ends_on = fields.DayField(
        gettext_lazy("Thực hiện đến hết"),
        hint=gettext_lazy(
            "Ngày/tháng/năm; hạn báo cáo tiến độ được tính mỗi sáu tháng và ngày cuối"
        ),
    )
    amount_vnd = money(gettext_lazy("Kinh phí của tỉnh"))
    own_vnd = money(gettext_lazy("Phần vốn của tổ chức"))

    @property
    def facts(self) -> ContractFacts:
        told = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        told |= {name: Decimal(told[name]) for name in ("amount_vnd", "own_vnd")}
        return ContractFacts(**told)


class ProgressForm(fields.Form):
    percent = fields.NumberField(
        gettext_lazy("Tỷ lệ hoàn thành (%)"), least=0, most=100, whole=True
    )
    done = fields.TextField(
        gettext_lazy("Việc đã làm"), longest=rules.LONGEST_TEXT, rows=5, wide=True
    )
    difficulties = fields.TextField(
        gettext_lazy("Khó khăn, đề nghị"), longest=rules.LONGEST_TEXT, rows=3, wide=True,
        required=False,
    )  # fmt: skip
    spent_vnd = money(gettext_lazy("Số đã chi"), required=False)

    @property
    def facts(self) -> Progress:
        told = dict(self.cleaned_data)
        told["spent_vnd"] = None if told["spent_vnd"] is None else Decimal(told["spent_vnd"])
        return Progress(**told)


class OutputForm(fields.Form):
    kind = fields.ChoiceField(gettext_lazy("Loại sản phẩm"), choices=Output.Kind.choices)
    name = fields.TextField(gettext_lazy("Tên sản phẩm"), longest=rules.LONGEST_TITLE, wide=True)
    quantity = fields.NumberField(
        gettext_lazy("Số lượng"), least=1, most=1_000_000, whole=True, initial=1
    )
    note = fields.TextField(
        gettext_lazy("Mô tả"), longest=rules.LONGEST_REASON, rows=2, wide=True, required=False
    )


class HandInForm(SeenForm):
    note = fields.TextField(
        gettext_lazy("Kết quả đã đạt được"), longest=rules.LONGEST_TEXT, rows=6, wide=True,
        hint=gettext_lazy("Trang công khai dùng đoạn này sau khi nghiệm thu"),
    )  # fmt: skip


class AcceptForm(DecisionWithNoteForm):
    grade = fields.ChoiceField(
        gettext_lazy("Xếp loại"), radio=True, choices=Topic.Grade.choices[:2],
        hint=gettext_lazy("Theo biên bản; khác điểm của hội đồng thì ghi lý do ở ô Ghi chú"),
    )  # fmt: skip


class TransferForm(fields.Form):
    receiver = fields.TextField(
        gettext_lazy("Cơ sở nhận"), longest=40,
        hint=gettext_lazy("Mã trong sổ cơ sở hoặc mã số thuế"),
    )  # fmt: skip
    transferred_on = fields.DayField(gettext_lazy("Ngày chuyển giao"))
    what = fields.TextField(
        gettext_lazy("Nội dung chuyển giao"), longest=rules.LONGEST_REASON, rows=3, wide=True
    )


class CouncilForm(fields.Form):
    decision_number = fields.TextField(
        gettext_lazy("Số quyết định thành lập"), longest=rules.LONGEST_NUMBER
    )
    formed_on = fields.DayField(gettext_lazy("Ngày thành lập"))


class MemberForm(fields.Form):
    name = fields.TextField(gettext_lazy("Họ tên"), longest=rules.LONGEST_NAME)
    role = fields.ChoiceField(gettext_lazy("Vai"), choices=CouncilMember.Role.choices, radio=True)
    workplace = fields.TextField(
        gettext_lazy("Nơi công tác"), longest=rules.LONGEST_NAME, wide=True,
        hint=gettext_lazy("Trùng tên tổ chức đề xuất thì không chấm đề xuất đó"),
    )  # fmt: skip
    agency = fields.ChoiceField(
        gettext_lazy("Cơ quan"), choices=(), required=False,
        hint=gettext_lazy("Khi là người của một cơ quan trong sổ"),
    )  # fmt: skip
    username = fields.TextField(
        gettext_lazy("Tên tài khoản"), longest=150, required=False,
        hint=gettext_lazy("Có tài khoản thì tự chấm; để trống thì thư ký nhập phiếu giấy"),
    )  # fmt: skip

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", str(fields.NOTHING_CHOSEN)), *agencies]  # type: ignore[attr-defined]

    @property
    def facts(self) -> MemberFacts:
        return MemberFacts(**self.cleaned_data)


class SheetForm(fields.Form):
    """One field a criterion, under its code, then a note."""

    def __init__(self, *args: Any, purpose: str, marks: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose = purpose
        for code, (title, most) in topic_rules.CRITERIA[purpose].items():
            self.fields[code] = fields.NumberField(
                _(title), least=0, most=most,
                hint=_("Từ 0 đến %(most)d điểm") % {"most": most},
                initial=Decimal(marks[code]) if code in marks else None,
            )  # fmt: skip
        self.fields["note"] = fields.TextField(
            _("Nhận xét"), longest=rules.LONGEST_REASON, rows=3, wide=True, required=False
        )

    @property
    def marks(self) -> dict[str, Decimal]:
        return {
            code: Decimal(self.cleaned_data[code]) for code in topic_rules.CRITERIA[self.purpose]
        }


class ConflictForm(fields.Form):
    note = fields.TextField(
        gettext_lazy("Lý do không chấm"), longest=rules.LONGEST_REASON, rows=3, wide=True,
        hint=gettext_lazy("Như người thân, đồng tác giả; phiếu đã chấm sẽ bị gỡ"),
    )  # fmt: skip


class MinutesForm(fields.Form):
    met_on = fields.DayField(gettext_lazy("Ngày họp"))
    minutes = fields.TextField(
        gettext_lazy("Biên bản"), longest=rules.LONGEST_TEXT, rows=8, wide=True,
        hint=gettext_lazy("Thành phần, ý kiến chính, kết luận; sau bước này không sửa được nữa"),
    )  # fmt: skip
