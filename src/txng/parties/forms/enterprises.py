"""Forms of parties."""

from dataclasses import fields as facts_of
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.parties.actions import PartyFacts
from txng.parties.forms.fields import CommuneField, Hidden, codes_of, place_of
from txng.parties.models import Enterprise
from txng.parties.rules import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_NOTE
from txng.ui import fields


class PartyForm(fields.Form):
    """A party; `changed_on` only where one is edited."""

    kind = fields.ChoiceField(_("Loại hình"), choices=Enterprise.Kind.choices)
    name = fields.TextField(
        _("Tên cơ sở"), longest=LONGEST_NAME, hint=_("Với hộ: họ và tên chủ hộ"), wide=True
    )
    commune = CommuneField(_("Xã, phường, đặc khu"))
    address = fields.TextField(
        _("Số nhà, đường, thôn"), longest=LONGEST_ADDRESS, required=False, wide=True
    )
    sector = fields.ChoiceField(_("Ngành quản lý"), choices=Enterprise.Sector.choices)
    tax_code = fields.TextField(
        _("Mã số thuế"),
        longest=30,
        required=False,
        hint=_("10 chữ số; chi nhánh 13 chữ số; hộ có thể dùng 12 chữ số của căn cước"),
    )
    ownership = fields.ChoiceField(
        _("Thành phần kinh tế"),
        choices=Enterprise.Ownership.choices,
        required=False,
        hint=_("Bỏ trống thì lấy theo loại hình"),
    )
    contact_name = fields.TextField(_("Người liên hệ"), longest=LONGEST_NAME, required=False)
    phone = fields.TextField(_("Điện thoại"), longest=30, required=False)
    email = fields.TextField(_("Thư điện tử"), longest=254, required=False)
    gln = fields.TextField(
        _("Mã địa điểm toàn cầu GLN"), longest=20, required=False, hint=_("13 chữ số, nếu đã có")
    )
    field = fields.ChoiceField(
        _("Lĩnh vực tạo doanh thu chính"), choices=Enterprise.Field.choices, required=False
    )
    workers = fields.NumberField(
        _("Lao động bình quân trong năm"),
        whole=True,
        required=False,
        hint=_("Người có đóng bảo hiểm xã hội; dùng để xếp quy mô doanh nghiệp"),
    )
    revenue_vnd = fields.NumberField(_("Doanh thu năm trước (đồng)"), whole=True, required=False)
    capital_vnd = fields.NumberField(_("Nguồn vốn năm trước (đồng)"), whole=True, required=False)
    changed_on = fields.DayField(
        _("Tên hoặc địa chỉ mới có từ ngày"),
        required=False,
        hint=_("Như 01/03/2026. Bỏ trống nếu chỉ sửa chỗ ghi nhầm"),
    )
    version = Hidden()

    def __init__(self, *args: Any, is_new: bool = False, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if is_new:
            del self.fields["changed_on"]

    @property
    def facts(self) -> PartyFacts:
        told = self.cleaned_data
        own = {one.name for one in facts_of(PartyFacts)} & set(told)
        return PartyFacts(**{name: told[name] for name in own}, **codes_of(told["commune"]))

    @staticmethod
    def values_of(enterprise: Enterprise) -> dict[str, Any]:
        told = {one.name: getattr(enterprise, one.name) for one in facts_of(PartyFacts)}
        place = place_of(enterprise.commune_code, enterprise.earlier_commune_code)
        return told | {"commune": place, "version": enterprise.version}


class ClosingForm(fields.Form):
    closed_on = fields.DayField(_("Ngừng từ ngày"))


class MemberForm(fields.Form):
    """A member that is in the register already, by code or tax code."""

    member = fields.TextField(
        _("Mã trong sổ hoặc mã số thuế của thành viên"), longest=30, hint=_("Như DV-000042-0")
    )
    joined_on = fields.DayField(_("Vào từ ngày"), required=False)


class MergeForm(fields.Form):
    reason = fields.TextField(_("Lý do gộp"), longest=LONGEST_NOTE, rows=3, wide=True)


class EndMembershipForm(fields.Form):
    left_on = fields.DayField(_("Ngày cuối là thành viên"))

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["left_on"].initial = timezone.localdate


class OpeningForm(fields.Form):
    """Why the names of persons are opened."""

    reason = fields.TextField(
        _("Lý do"), longest=LONGEST_NOTE, shortest=10, rows=3, wide=True,
        hint=_("Một câu mà chủ dữ liệu đọc hiểu, như “Xác minh phản ánh số 12 về lô cà phê”"),
    )  # fmt: skip
    case_number = fields.TextField(_("Số hồ sơ vụ việc"), longest=60, required=False)
