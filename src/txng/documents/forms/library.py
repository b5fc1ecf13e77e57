"""Shapes of input for the library."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from txng.documents import attachments
from txng.documents.actions.library import Facts, Told
from txng.documents.models import Instrument
from txng.documents.rules import library as rules
from txng.documents.words import choices
from txng.ui import fields

EARLIEST = date(1945, 9, 2)


class InstrumentForm(fields.Form):
    number = fields.TextField(_("Số, ký hiệu"), longest=80, hint=_("Như 02/2024/TT-BKHCN"))
    kind = fields.ChoiceField(_("Loại văn bản"), choices=lambda: choices(rules.KINDS))
    title = fields.TextField(_("Tên văn bản"), longest=400, rows=2)
    issuer = fields.TextField(_("Nơi ban hành"), longest=200, required=False)
    signed_on = fields.DayField(_("Ngày ban hành"), required=False, earliest=EARLIEST)
    starts_on = fields.DayField(_("Có hiệu lực từ ngày"), required=False, earliest=EARLIEST)
    ends_on = fields.DayField(
        _("Hết hiệu lực sau ngày"),
        required=False,
        earliest=EARLIEST,
        hint=_("Chỉ ghi khi nguồn nói rõ. Để trống là chưa rõ."),
    )
    summary = fields.TextField(_("Tóm tắt bằng lời của ta"), longest=5000, rows=6, required=False)
    source = fields.TextField(
        _("Nguồn"), longest=1000, rows=2, hint=_("Đọc ở đâu: tên trang, số trang hoặc địa chỉ")
    )
    address = fields.TextField(_("Địa chỉ toàn văn"), longest=500, required=False)
    groups = fields.ManyField(
        _("Nhóm sản phẩm"),
        choices=lambda: choices(rules.GROUPS),
        required=False,
        hint=_("Không chọn nhóm nào là áp dụng cho mọi nhóm."),
    )
    audiences = fields.ManyField(
        _("Đối tượng"),
        choices=lambda: choices(rules.AUDIENCES),
        required=False,
        hint=_("Không chọn đối tượng nào là áp dụng cho mọi đối tượng."),
    )

    @property
    def facts(self) -> Facts:
        return Facts(**{name: self.cleaned_data[name] for name in self.fields if name != "version"})


def first_values(one: Instrument) -> dict[str, Any]:
    held = list(one.facets.all())
    return {
        **{name: getattr(one, name) for name in InstrumentForm.base_fields if hasattr(one, name)},
        "groups": [row.code for row in held if row.kind == rules.GROUP],
        "audiences": [row.code for row in held if row.kind == rules.AUDIENCE],
        "version": one.version,
    }


class VersionedForm(InstrumentForm):
    version = fields.NumberField(
        _("Lần sửa"), whole=True, least=1, widget=fields.forms.HiddenInput()
    )


class StatusForm(fields.Form):
    version = fields.NumberField(
        _("Lần sửa"), whole=True, least=1, widget=fields.forms.HiddenInput()
    )
    status = fields.ChoiceField(
        _("Hiệu lực theo nguồn"), choices=lambda: choices(rules.STATUSES), radio=True
    )
    status_source = fields.TextField(
        _("Nguồn nói về hiệu lực"),
        longest=300,
        required=False,
        hint=_("Như: vbpl.vn ghi “hết hiệu lực một phần”"),
    )
    status_read_on = fields.DayField(_("Đọc nguồn ngày"), required=False, earliest=EARLIEST)

    @property
    def told(self) -> Told:
        told = self.cleaned_data
        return Told(told["status"], told["status_source"], told["status_read_on"])


class RelationForm(fields.Form):
    kind = fields.ChoiceField(_("Quan hệ"), choices=list)
    other = fields.TextField(
        _("Số, ký hiệu của văn bản kia"), longest=80, hint=_("Văn bản đó phải có trong thư viện")
    )
    source = fields.TextField(_("Nguồn"), longest=300, hint=_("Như: Điều 3 của văn bản mới"))

    def __init__(self, *args: Any, ways: list[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["kind"].choices = [("", fields.NOTHING_CHOSEN), *ways]  # type: ignore[attr-defined]


class FileForm(fields.Form):
    title = fields.TextField(_("Tệp này là gì"), longest=200, hint=_("Như: bản toàn văn"))
    file = fields.FileField(
        _("Tệp PDF hoặc ảnh"),
        most_bytes=attachments.MOST_BYTES,
        kinds=".pdf,.jpg,.jpeg,.png,.webp",
        missing=_("Chọn tệp PDF hoặc ảnh."),
    )
