"""Shapes of input for papers."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from txng.documents.papers.typed import Typed
from txng.documents.rules import papers as rules
from txng.ui import fields


def kinds() -> list[tuple[str, str]]:
    return [(code, _now(one.title)) for code, one in rules.KINDS.items()]


class KindForm(fields.Form):
    kind = fields.ChoiceField(_("Loại văn bản"), choices=kinds, radio=True)


class PaperForm(fields.Form):
    """Nothing is required but the kind: a draft is saved as far as it goes, and checked when it is sent."""

    version = fields.NumberField(
        _("Lần lưu"), whole=True, least=1, widget=fields.forms.HiddenInput()
    )
    kind = fields.ChoiceField(_("Loại văn bản"), choices=kinds)
    about = fields.TextField(
        _("Trích yếu"),
        longest=rules.LONGEST_ABOUT,
        rows=2,
        required=False,
        hint=_("Một câu ngắn, như: Kết quả triển khai truy xuất nguồn gốc quý I năm 2026"),
    )
    addressees = fields.TextField(
        _("Kính gửi"),
        longest=10_000,
        rows=2,
        required=False,
        hint=_("Mỗi nơi một dòng; thường chỉ công văn, tờ trình, giấy mời cần"),
    )
    bases = fields.TextField(
        _("Căn cứ"),
        longest=20_000,
        rows=3,
        required=False,
        hint=_("Mỗi căn cứ một dòng, như: Căn cứ Kế hoạch số 6736/KH-UBND ngày 16/10/2019"),
    )
    text = fields.TextField(
        _("Nội dung"),
        longest=rules.LONGEST_TEXT,
        rows=18,
        required=False,
        hint=_(
            "Để trống một dòng là sang đoạn mới. Dòng bắt đầu bằng “# ” là đề mục, “- ” là một ý. Bảng: mỗi"
            " hàng một dòng, các ô cách nhau bằng dấu |, hàng đầu là tên cột."
        ),
    )
    recipients = fields.TextField(
        _("Nơi nhận"), longest=20_000, rows=3, required=False, hint=_("Mỗi nơi một dòng")
    )
    capacity = fields.TextField(
        _("Quyền hạn ký"),
        longest=200,
        required=False,
        hint=_("Như TM. ỦY BAN NHÂN DÂN, KT. GIÁM ĐỐC"),
    )
    title = fields.TextField(
        _("Chức vụ người ký"), longest=200, required=False, hint=_("Như PHÓ GIÁM ĐỐC")
    )
    name = fields.TextField(_("Họ tên người ký"), longest=200, required=False)

    @property
    def typed(self) -> Typed:
        told = self.cleaned_data
        return Typed(**{name: told[name] for name in self.fields if name != "version"})


class ReasonForm(fields.Form):
    reason = fields.TextField(
        _("Lý do"), longest=rules.LONGEST_REASON, shortest=rules.SHORTEST_REASON, rows=2
    )


class LetterheadForm(fields.Form):
    version = fields.NumberField(
        _("Lần sửa"), whole=True, least=0, widget=fields.forms.HiddenInput()
    )
    parent = fields.TextField(
        _("Cơ quan chủ quản"),
        longest=200,
        rows=2,
        required=False,
        hint=_("Viết hoa, như ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG; để trống nếu không có"),
    )
    body = fields.TextField(_("Tên cơ quan"), longest=200, rows=2, hint=_("Viết hoa"))
    abbreviation = fields.TextField(
        _("Chữ viết tắt"), longest=20, hint=_("Đứng trong ký hiệu, như SKHCN trong 12/BC-SKHCN")
    )
    place = fields.TextField(_("Địa danh"), longest=80, hint=_("Đứng trước ngày, như Lâm Đồng"))


def typed_values(told: dict[str, Any], version: int) -> dict[str, Any]:
    return {**told, "version": version}
