"""What the standing agency types about schemes and certification bodies."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from txng.accounts.models import Organisation
from txng.certification.models import Scheme
from txng.certification.rules import schemes as rules
from txng.products.models import ProductGroup
from txng.ui import fields


def group_choices(groups: Sequence[ProductGroup]) -> list[tuple[str, str]]:
    return [(one.path, "\u2003" * one.depth + str(one)) for one in groups]


class AccreditationForm(fields.Form):
    decision_number = fields.TextField(gettext_lazy("Số quyết định công nhận"), longest=60)
    accreditor = fields.TextField(gettext_lazy("Nơi công nhận"), longest=200)
    valid_from = fields.DayField(gettext_lazy("Có hiệu lực từ ngày"))
    valid_until = fields.DayField(gettext_lazy("Đến hết ngày"))
    schemes = fields.ManyField(gettext_lazy("Chương trình được công nhận"), choices=())
    groups = fields.ManyField(
        gettext_lazy("Nhóm sản phẩm được công nhận"), choices=(), required=False,
        hint=gettext_lazy("Nhóm gồm cả các nhóm bên dưới; không chọn nhóm nào là mọi sản phẩm"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, schemes: Sequence[Scheme], groups: Sequence[ProductGroup], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = [(one.code, str(one)) for one in schemes]
        self.fields["schemes"].choices = known  # type: ignore[attr-defined]
        self.fields["groups"].choices = group_choices(groups)  # type: ignore[attr-defined]


class BodyForm(AccreditationForm):
    organisation = fields.ChoiceField(
        gettext_lazy("Tổ chức"), choices=(),
        hint=gettext_lazy("Tổ chức đã được mở tài khoản là tổ chức chứng nhận"),
    )  # fmt: skip
    field_order = ("organisation",)

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(one.pk), one.name) for one in organisations]
        self.fields["organisation"].choices = [("", fields.NOTHING_CHOSEN), *known]  # type: ignore[attr-defined]


class SchemeForm(fields.Form):
    name = fields.TextField(gettext_lazy("Tên chương trình"), longest=rules.LONGEST_NAME)
    name_en = fields.TextField(
        gettext_lazy("Tên tiếng Anh"), longest=rules.LONGEST_NAME, required=False
    )
    code = fields.TextField(
        gettext_lazy("Mã"), longest=rules.LONGEST_CODE,
        hint=gettext_lazy("Chữ thường không dấu, như vietgap-chan-nuoi; không đổi được về sau"),
    )  # fmt: skip
    kind = fields.ChoiceField(
        gettext_lazy("Chứng nhận cho"), choices=Scheme.Kind.choices, radio=True
    )
    months = fields.NumberField(
        gettext_lazy("Thời hạn thường dùng (tháng)"), least=1, most=rules.MOST_MONTHS, whole=True
    )
    source = fields.TextField(
        gettext_lazy("Nguồn"), longest=200, wide=True,
        hint=gettext_lazy("Tiêu chuẩn hoặc văn bản quy định chương trình này"),
    )  # fmt: skip


class MonthsForm(fields.Form):
    months = fields.NumberField(
        gettext_lazy("Thời hạn thường dùng (tháng)"), least=1, most=rules.MOST_MONTHS, whole=True
    )
    months_source = fields.TextField(
        gettext_lazy("Căn cứ của thời hạn"), longest=200, wide=True, required=False,
        hint=gettext_lazy("Để trống thì thời hạn được ghi là đề xuất"),
    )  # fmt: skip
