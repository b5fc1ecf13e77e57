"""What people and agencies write to us, and what is answered."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.outreach.rules import LONGEST_CLAUSE, LONGEST_TITLE
from txng.outreach.rules import matters as rules
from txng.parties import administrative_units as units
from txng.parties.queries.agencies import NamedAgency
from txng.ui import fields
from txng.ui.collation import sort_key


@cache
def communes() -> list[tuple[str, str]]:
    """Of today, in Vietnamese order."""
    found = sorted(units.communes(), key=lambda one: sort_key(one.name))
    return [(one.code, one.name) for one in found]


class FeedbackForm(fields.Form):
    kind = fields.ChoiceField(gettext_lazy("Bạn gửi"), choices=(), radio=True)
    words = fields.TextField(
        gettext_lazy("Nội dung"), longest=rules.LONGEST_WORDS, rows=6, wide=True,
        hint=gettext_lazy("Đừng ghi số giấy tờ, bệnh án hay chuyện riêng của người khác"),
    )  # fmt: skip
    commune = fields.ChoiceField(
        gettext_lazy("Ở xã, phường nào"), choices=lambda: communes(), required=False
    )
    contact_name = fields.TextField(
        gettext_lazy("Tên bạn"), longest=rules.LONGEST_CONTACT, required=False
    )
    contact = fields.TextField(
        gettext_lazy("Điện thoại hoặc thư điện tử"), longest=rules.LONGEST_CONTACT, required=False,
        hint=gettext_lazy("Chỉ khi bạn muốn được gọi lại. Xóa sau 90 ngày kể từ khi việc xong"),
    )  # fmt: skip
    consent = fields.FlagField(
        gettext_lazy("Tôi đồng ý để cơ quan nhà nước đọc, lưu và trả lời nội dung này"),
        required=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (word, _(title)) for word, title in rules.PUBLIC_KINDS.items()
        ]


class FollowForm(fields.Form):
    number = fields.TextField(
        gettext_lazy("Số góp ý"), longest=30, hint=gettext_lazy("Như GY-2026-000123")
    )
    code = fields.TextField(
        gettext_lazy("Mã bí mật"),
        longest=30,
        hint=gettext_lazy("Mười chữ và số bạn đã ghi lại khi gửi"),
    )


class DifficultyForm(fields.Form):
    title = fields.TextField(
        gettext_lazy("Khó ở việc gì"), longest=LONGEST_TITLE, wide=True,
        hint=gettext_lazy("Một câu ngắn, như: Xã chưa có máy quét mã"),
    )  # fmt: skip
    words = fields.TextField(
        gettext_lazy("Khó khăn, vướng mắc"), longest=rules.LONGEST_WORDS, rows=6, wide=True
    )
    wish = fields.TextField(
        gettext_lazy("Kiến nghị"), longest=rules.LONGEST_WISH, rows=3, wide=True, required=False
    )
    clause = fields.TextField(
        gettext_lazy("Điều khoản của Kế hoạch"), longest=LONGEST_CLAUSE, required=False,
        hint=gettext_lazy("Như II.1.a hoặc PL.1"),
    )  # fmt: skip
    commune = fields.ChoiceField(
        gettext_lazy("Xã, phường"), choices=lambda: communes(), required=False
    )


class GiveForm(fields.Form):
    agency = fields.ChoiceField(gettext_lazy("Cơ quan trả lời"), choices=())

    def __init__(self, *args: Any, agencies: Sequence[NamedAgency], **kw: Any) -> None:
        super().__init__(*args, **kw)
        offered = [("", str(fields.NOTHING_CHOSEN))]
        offered += [(one.agency.code, one.written) for one in agencies]
        self.fields["agency"].choices = offered  # type: ignore[attr-defined]


class AnswerForm(fields.Form):
    answer = fields.TextField(
        gettext_lazy("Trả lời"), longest=rules.LONGEST_ANSWER, rows=8, wide=True,
        hint=gettext_lazy("Người gửi đọc nguyên văn câu này. Nói việc gì, ai làm, khi nào"),
    )  # fmt: skip


class EscalateForm(fields.Form):
    words = fields.TextField(
        gettext_lazy("Nội dung trình UBND tỉnh"), longest=rules.LONGEST_WISH, rows=5, wide=True,
        hint=gettext_lazy("Nói vì sao vượt thẩm quyền và đề nghị UBND tỉnh quyết định điều gì"),
    )  # fmt: skip


class DecisionForm(fields.Form):
    decision = fields.TextField(
        gettext_lazy("UBND tỉnh quyết định"), longest=rules.LONGEST_WISH, rows=4, wide=True
    )
    number = fields.TextField(
        gettext_lazy("Số văn bản"),
        longest=60,
        required=False,
        hint=gettext_lazy("Như 123/UBND-KHCN"),
    )
    decided_on = fields.DayField(gettext_lazy("Ngày"))
