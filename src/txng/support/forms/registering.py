"""The form by which somebody registers; on a telephone it is shown one question at a time."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from txng.parties import rules as party_rules
from txng.parties.actions import PartyFacts
from txng.parties.models import Enterprise
from txng.parties.place_field import CommuneField, codes_of
from txng.support.errors import SupportError
from txng.support.queries.beginnings import tax_code_of
from txng.ui import fields

LONGEST_PASSWORD: Final = 1000
NEEDS_TAX_CODE: Final = frozenset(
    {party_rules.COMPANY, party_rules.COOPERATIVE, party_rules.BUSINESS_HOUSEHOLD}
)
AGRICULTURE, TRADE, HEALTH = party_rules.SECTORS
# what an enterprise mainly does -> which department manages it, and the column of Decree 80/2021
WORKS: Final[dict[str, tuple[str, str, str | Promise]]] = {
    "trong-nuoi": (AGRICULTURE, "nong-lam-thuy-san", _("Trồng trọt, chăn nuôi, thủy sản, lâm nghiệp")),
    "che-bien": (AGRICULTURE, "cong-nghiep-xay-dung", _("Thu mua, đóng gói, chế biến nông sản")),
    "san-xuat": (TRADE, "cong-nghiep-xay-dung", _("Làm bánh kẹo, rượu bia, nước giải khát, hàng khác")),
    "buon-ban": (TRADE, "thuong-mai-dich-vu", _("Mua bán, phân phối, vận chuyển, dịch vụ")),
    "suc-khoe": (HEALTH, "cong-nghiep-xay-dung", _("Nước uống đóng chai, thực phẩm chức năng, dược liệu")),
}  # fmt: skip
ENTERPRISE_STEPS: Final = ("kind", "work", "name", "tax_code", "commune")
PERSON_STEPS: Final = ("full_name", "username", "consent", "password")
STEPS: Final = (*ENTERPRISE_STEPS, *PERSON_STEPS)
NEVER_CARRIED: Final = frozenset({"password"})
_PHONE: Final = re.compile(r"(?:\+?84|0)[0-9 .-]{8,14}")


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the form on a wide screen."""

    title: str | Promise
    names: tuple[str, ...]


GROUPS: Final = (
    Group(_("Cơ sở của bạn"), ENTERPRISE_STEPS),
    Group(_("Người đăng ký"), PERSON_STEPS),
)


class PasswordField(fields.TextField):
    """Spaces and accents are part of a password; never sent back to the page (NFC: RFC 8265, 4.2)."""

    def __init__(self, label: str | Promise, **kw: Any) -> None:
        widget = forms.PasswordInput(
            attrs={"autocomplete": "new-password", "maxlength": LONGEST_PASSWORD}
        )
        super().__init__(label, longest=LONGEST_PASSWORD, widget=widget, **kw)

    def to_python(self, value: Any) -> str:
        return "" if value in self.empty_values else unicodedata.normalize("NFC", str(value))


class RegisterForm(fields.Form):
    """`is_joining`: only the person is asked, the enterprise is here already."""

    kind = fields.ChoiceField(
        _("Cơ sở của bạn là gì?"), choices=Enterprise.Kind.choices, radio=True,
        missing=_("Chọn loại hình của cơ sở."),
    )  # fmt: skip
    work = fields.ChoiceField(
        _("Việc chính là gì?"),
        choices=[(word, told[2]) for word, told in WORKS.items()],
        radio=True,
        missing=_("Chọn việc chính của cơ sở."),
    )
    name = fields.TextField(
        _("Tên cơ sở"), longest=party_rules.LONGEST_NAME, wide=True,
        hint=_("Như trên giấy đăng ký; với hộ là họ và tên chủ hộ"),
    )  # fmt: skip
    tax_code = fields.TextField(
        _("Mã số thuế"), longest=30, required=False,
        hint=_("10 hoặc 13 chữ số; hộ dùng 12 số căn cước. Chỉ nông hộ và tổ hợp tác bỏ trống được"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    commune = CommuneField(_("Xã, phường, đặc khu"))
    full_name = fields.TextField(
        _("Họ và tên của bạn"),
        longest=party_rules.LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    username = fields.TextField(
        _("Số điện thoại hoặc tên đăng nhập"), longest=60,
        hint=_("Dùng để đăng nhập. Số điện thoại như 0912 345 678, hoặc chữ không dấu như an.nguyen"),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )  # fmt: skip
    consent = fields.FlagField(
        _("Tôi đã đọc và đồng ý"),
        required=True,
        missing=_("Cần bạn đồng ý thì mới giữ được thông tin. Đọc đoạn trên rồi đánh dấu ô này."),
    )
    password = PasswordField(
        _("Mật khẩu"),
        hint=_("Ít nhất 12 ký tự. Một câu dài dễ nhớ tốt hơn một từ có ký hiệu."),
    )

    def __init__(self, *args: Any, is_joining: bool = False, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.is_joining = is_joining
        kind = self.data.get("kind") or self.initial.get("kind", "")
        # before a kind is chosen nobody is told that it may be left out: for most it may not
        if kind in NEEDS_TAX_CODE or is_joining or not (kind or self.is_bound):
            self.fields["tax_code"].required = True
        if kind in NEEDS_TAX_CODE and not is_joining:
            self.fields["tax_code"].error_messages["required"] = _(
                "Nhập mã số thuế: doanh nghiệp, hợp tác xã và hộ kinh doanh cần có để đăng ký."
            )
        if is_joining:
            for name in ENTERPRISE_STEPS:
                if name not in ("kind", "tax_code"):
                    del self.fields[name]
            self.fields["kind"].required = False

    def clean_username(self) -> str:
        """A telephone number in one spelling: "+84 912 345 678" is "0912345678"."""
        typed: str = self.cleaned_data["username"]
        if _PHONE.fullmatch(typed):
            return re.sub(r"^\+?84", "0", re.sub(r"[ .-]", "", typed))
        return typed

    def clean_tax_code(self) -> str:
        typed: str = self.cleaned_data["tax_code"]
        kind = self.cleaned_data.get("kind", "")
        if not typed:
            return ""  # who needs one was told so by the field
        try:
            return tax_code_of(typed, kind)
        except SupportError as error:
            raise ValidationError(str(error)) from None

    @property
    def facts(self) -> PartyFacts:
        told = self.cleaned_data
        sector, field, _words = WORKS[told["work"]]
        username = told["username"]
        return PartyFacts(
            kind=told["kind"],
            name=told["name"],
            sector=sector,
            field=field,
            tax_code=told["tax_code"],
            contact_name=told["full_name"],
            phone=username if re.fullmatch(r"0[0-9]{8,12}", username) else "",
            **codes_of(told["commune"]),
        )

    def groups(self) -> list[tuple[str | Promise, list[Any]]]:
        """Bound fields by part, for a wide screen."""
        return [
            (group.title, [self[name] for name in group.names if name in self.fields])
            for group in (GROUPS[1:] if self.is_joining else GROUPS)
        ]
