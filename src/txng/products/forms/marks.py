"""What officers type about marks, licences, stars and groups."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from txng.products import words
from txng.products.forms.trade_items import group_choices
from txng.products.models import Mark, ProductGroup
from txng.products.rules import groups as group_rules
from txng.ui import fields


class LicenceForm(fields.Form):
    mark = fields.ChoiceField(gettext_lazy("Nhãn hiệu"), choices=())
    number = fields.TextField(gettext_lazy("Số giấy phép"), longest=40)
    valid_from = fields.DayField(gettext_lazy("Dùng được từ ngày"))
    valid_until = fields.DayField(gettext_lazy("Đến hết ngày"))

    def __init__(self, *args: Any, marks: Sequence[Mark], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(one.code, one.name) for one in marks]
        self.fields["mark"].choices = [("", fields.NOTHING_CHOSEN), *known]  # type: ignore[attr-defined]


class EndForm(fields.Form):
    on = fields.DayField(gettext_lazy("Thu hồi từ ngày"))
    reason = fields.TextField(gettext_lazy("Lý do thu hồi"), longest=300, rows=2, wide=True)


class RatingForm(fields.Form):
    """Stars follow from the points."""

    points = fields.NumberField(
        gettext_lazy("Điểm đánh giá"), least=50, most=100,
        hint=gettext_lazy("Từ 50 điểm là 3 sao, từ 70 là 4 sao, từ 90 là 5 sao"),
    )  # fmt: skip
    decision_number = fields.TextField(gettext_lazy("Số quyết định"), longest=40)
    decided_on = fields.DayField(gettext_lazy("Ngày quyết định"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].latest = timezone.localdate()  # type: ignore[attr-defined]


class OwnerForm(fields.Form):
    name = fields.TextField(gettext_lazy("Chủ sở hữu mới"), longest=200, wide=True)
    held_from = fields.DayField(gettext_lazy("Từ ngày"))
    document = fields.TextField(gettext_lazy("Văn bản chuyển giao"), longest=100)


class GroupForm(fields.Form):
    parent = fields.ChoiceField(
        gettext_lazy("Thuộc nhóm"), choices=(), required=False,
        hint=gettext_lazy("Để trống nếu là nhóm lớn nhất"),
    )  # fmt: skip
    name = fields.TextField(gettext_lazy("Tên nhóm"), longest=group_rules.LONGEST_NAME)
    name_en = fields.TextField(
        gettext_lazy("Tên tiếng Anh"), longest=group_rules.LONGEST_NAME, required=False
    )
    slug = fields.TextField(
        gettext_lazy("Mã nhóm"), longest=40,
        hint=gettext_lazy("Chữ thường không dấu, như vo-ca-phe; không đổi được về sau"),
    )  # fmt: skip
    sector = fields.ChoiceField(
        gettext_lazy("Lĩnh vực"),
        choices=[("", fields.NOTHING_CHOSEN), *words.SECTORS.items()],
    )
    source = fields.TextField(
        gettext_lazy("Nguồn"), longest=200, wide=True,
        hint=gettext_lazy("Vì sao có nhóm này: kế hoạch, tiêu chuẩn, đề nghị của cơ quan nào"),
    )  # fmt: skip

    def __init__(self, *args: Any, groups: Sequence[ProductGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", "-"), *group_choices(groups)]  # type: ignore[attr-defined]
