"""Forms of agencies and their duties."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from txng.parties.models import Mandate
from txng.parties.rules import LONGEST_NAME, LONGEST_NOTE
from txng.ui import fields


class NameForm(fields.Form):
    name = fields.TextField(_("Tên mới"), longest=LONGEST_NAME, wide=True)
    short_name = fields.TextField(_("Tên ngắn"), longest=60)
    since = fields.DayField(_("Mang tên này từ ngày"))
    basis = fields.TextField(_("Căn cứ"), longest=LONGEST_NOTE, hint=_("Số và ngày của quyết định"))


class EndForm(fields.Form):
    ended_on = fields.DayField(_("Hoạt động đến hết ngày"))
    successors = fields.ManyField(_("Đơn vị tiếp nhận nhiệm vụ"), choices=())
    basis = fields.TextField(_("Căn cứ"), longest=LONGEST_NOTE, hint=_("Số và ngày của quyết định"))

    def __init__(self, *args: Any, others: Sequence[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["successors"].choices = others  # type: ignore[attr-defined]


class SeatForm(fields.Form):
    organisation = fields.ChoiceField(
        _("Tài khoản làm việc thay cơ quan"),
        choices=(),
        required=False,
        hint=_(
            "Chọn “Chưa có ai” để thôi giao; người của tài khoản đó không làm thay cơ quan nữa."
        ),
    )

    def __init__(self, *args: Any, seats: Sequence[tuple[int, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        choices = [(str(number), name) for number, name in seats]
        self.fields["organisation"].choices = [("", _("Chưa có ai")), *choices]  # type: ignore[attr-defined]


class MandateForm(fields.Form):
    clause = fields.TextField(_("Điều khoản"), longest=20, hint=_("Như IV.1.a"))
    basis = fields.TextField(_("Văn bản"), longest=LONGEST_NOTE, hint=_("Số, tên và ngày"))
    duty = fields.TextField(_("Nhiệm vụ"), longest=LONGEST_NOTE, rows=3, wide=True)
    role = fields.ChoiceField(_("Vai"), choices=Mandate.Role.choices, radio=True)
    rhythm = fields.ChoiceField(_("Nhịp"), choices=Mandate.Rhythm.choices, radio=True)
    valid_from = fields.DayField(_("Từ ngày"))
    valid_until = fields.DayField(_("Đến hết ngày"), required=False)
