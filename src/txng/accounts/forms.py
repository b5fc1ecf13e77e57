"""Shape of what people type to sign in and to manage people, roles and keys."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.core.validators import EmailValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from txng.accounts import journal_words, known, rules
from txng.accounts.models import Organisation, Role
from txng.ui import fields

LONGEST_VERB: Final = 60


class PasswordField(fields.TextField):
    """Spaces and accents are part of a password. Never sent back to the page.

    In NFC: keyboards of Vietnamese send one "ế" or "e" with two marks, and look the same (RFC 8265, 4.2).
    """

    def __init__(self, label: str | Promise, *, is_new: bool = False, **kw: Any) -> None:
        word = "new-password" if is_new else "current-password"
        widget = forms.PasswordInput(attrs={"autocomplete": word, "maxlength": 1000})
        super().__init__(label, longest=1000, widget=widget, **kw)

    def to_python(self, value: Any) -> str:
        return "" if value in self.empty_values else unicodedata.normalize("NFC", str(value))

    def validate(self, value: str) -> None:
        forms.Field.validate(self, value)


class _Username(fields.TextField):
    def __init__(self, **kw: Any) -> None:
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        widget = forms.TextInput(attrs=attrs)
        super().__init__(_("Tên đăng nhập"), longest=150, widget=widget, **kw)


class SignInForm(fields.Form):
    username = _Username()
    password = PasswordField(_("Mật khẩu"))


class CodeForm(fields.Form):
    """Six digits of a telephone, or a recovery code from paper."""

    code = fields.TextField(
        _("Mã 6 chữ số, hoặc một mã dự phòng"),
        longest=40,
        hint=_("Mở ứng dụng mã trên điện thoại và gõ số đang hiện."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class TotpForm(fields.Form):
    code = fields.TextField(
        _("Mã 6 chữ số đang hiện trên điện thoại"),
        longest=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class ProofForm(fields.Form):
    password = PasswordField(_("Mật khẩu"))


class PasswordForm(fields.Form):
    old = PasswordField(_("Mật khẩu hiện tại"))
    new = PasswordField(
        _("Mật khẩu mới"),
        is_new=True,
        hint=_("Ít nhất 12 ký tự. Một câu dài dễ nhớ tốt hơn một từ có ký hiệu."),
    )


class NewPasswordForm(fields.Form):
    new = PasswordField(
        _("Mật khẩu mới"),
        is_new=True,
        hint=_("Ít nhất 12 ký tự. Một câu dài dễ nhớ tốt hơn một từ có ký hiệu."),
    )


class NewPersonForm(fields.Form):
    full_name = fields.TextField(
        _("Họ và tên"),
        longest=rules.LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    username = _Username(
        hint=_("Chữ thường không dấu, số, dấu chấm hoặc gạch nối, như an.nguyen"),
    )
    password = PasswordField(
        _("Mật khẩu"),
        is_new=True,
        hint=_("Ít nhất 12 ký tự. Một câu dài dễ nhớ tốt hơn một từ có ký hiệu."),
    )


class NameForm(fields.Form):
    full_name = fields.TextField(
        _("Họ và tên"),
        longest=rules.LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = fields.TextField(
        _("Thư điện tử"),
        longest=254,
        required=False,
        hint=_("Chỉ để đồng nghiệp biết. Thư của hệ thống đặt ở trang “Thư điện tử”."),
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        validators=[EmailValidator(_("Cần một địa chỉ như ten@donvi.vn."))],
    )


class AddressForm(fields.Form):
    """Where letters are to go."""

    address = fields.TextField(
        _("Địa chỉ nhận thư"),
        longest=254,
        hint=_("Như ten@donvi.vn. Một thư xác nhận sẽ đến địa chỉ này."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "email",
                "inputmode": "email",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )


class LettersForm(fields.Form):
    """Which letters."""

    reminders = fields.ChoiceField(
        _("Nhắc việc của cơ quan"),
        choices=[(code, _(words)) for code, words in rules.RHYTHMS.items()],
        radio=True,
    )
    library = fields.FlagField(_("Thay đổi của các văn bản tôi theo dõi, mỗi ngày một thư nếu có"))
    news = fields.FlagField(
        _("Tin về việc của riêng tôi: trả lời khó khăn, chỗ trong lớp, phần báo cáo được giao")
    )


class SwitchForm(fields.Form):
    organisation = fields.ChoiceField(_("Làm việc thay mặt"), choices=(), radio=True)

    def __init__(self, *args: Any, mine: Iterable[Organisation], **kw: Any) -> None:
        super().__init__(*args, **kw)
        field = self.fields["organisation"]
        assert isinstance(field, fields.ChoiceField)
        field.choices = [(str(one.pk), one.name) for one in mine]


class _ReachForm(fields.Form):
    """Territories and sectors as boxes; nothing ticked means all that the giver may give."""

    def __init__(self, *args: Any, is_agency: bool, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if is_agency:
            self.fields["sectors"] = fields.ManyField(
                _("Ngành"),
                choices=lambda: [(code, _(name)) for code, name in known.sectors().items()],
                required=False,
                hint=_("Không chọn ô nào: mọi ngành."),
            )
            self.fields["territories"] = fields.ManyField(
                _("Địa bàn"),
                choices=lambda: list(known.territories().items()),
                required=False,
                hint=_("Không chọn ô nào: toàn tỉnh."),
            )

    @property
    def reach(self) -> dict[str, list[str] | None]:
        return {
            "territories": self.cleaned_data.get("territories") or None,
            "sectors": self.cleaned_data.get("sectors") or None,
        }


class InviteForm(_ReachForm):
    for_whom = fields.TextField(
        _("Dành cho ai"),
        longest=200,
        hint=_("Họ và tên, hoặc “Điện thoại vườn số 3”. Giúp bạn nhận ra liên kết sau này."),
    )
    role = fields.ChoiceField(_("Vai trò"), choices=(), radio=True)

    def __init__(self, *args: Any, roles: Iterable[Role], **kw: Any) -> None:
        super().__init__(*args, **kw)
        field = self.fields["role"]
        assert isinstance(field, fields.ChoiceField)
        field.choices = [
            (one.code, f"{one} – {_(one.purpose)}" if one.purpose else str(one)) for one in roles
        ]


class HandOutForm(fields.Form):
    """Which invitations get a link now."""

    links = fields.ManyField(_("Làm liên kết cho"), choices=())

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        field = self.fields["links"]
        assert isinstance(field, fields.ManyField)
        field.choices = list(choices)


class OpenForm(fields.Form):
    """The first account of an enterprise or certifier."""

    name = fields.TextField(_("Tên tổ chức"), longest=rules.LONGEST_NAME)
    kind = fields.ChoiceField(
        _("Loại"),
        choices=[
            (rules.ENTERPRISE, _("Doanh nghiệp, hợp tác xã, hộ sản xuất")),
            (rules.CERTIFIER, _("Tổ chức chứng nhận")),
        ],
        radio=True,
    )
    for_whom = fields.TextField(_("Người đứng đầu nhận liên kết"), longest=200)


class KeyForm(fields.Form):
    name = fields.TextField(
        _("Khóa dùng cho"), longest=100, hint=_("Như “Phần mềm kho” hoặc “Cân số 2”.")
    )
    opens = fields.ManyField(_("Khóa được làm gì"), choices=())
    days = fields.NumberField(
        _("Có hiệu lực trong (ngày)"),
        least=1,
        most=730,
        whole=True,
        hint=_("1 đến 730. Hết hạn thì cấp khóa mới."),
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        field = self.fields["opens"]
        assert isinstance(field, fields.ManyField)
        field.choices = list(choices)


class JournalForm(fields.Form):
    who = fields.TextField(_("Người làm"), longest=100, required=False)
    verb = fields.ChoiceField(_("Việc"), choices=journal_words.acts, required=False)
    subject = fields.TextField(_("Đối tượng của việc"), longest=200, required=False)
    since = fields.DayField(_("Từ ngày"), required=False)
    until = fields.DayField(_("Đến hết ngày"), required=False)

    def __init__(self, asked: Mapping[str, str]) -> None:
        """An address may also ask for a verb that has no sentence, or for all that begin so ("key.")."""
        super().__init__(asked)
        verb = asked.get("verb", "")[:LONGEST_VERB]
        acts = [("", _("Mọi việc")), *journal_words.acts()]
        known_acts = dict(acts)
        self.fields["verb"].widget.choices = self.fields["verb"].choices = (  # type: ignore[attr-defined]
            acts if verb in known_acts else [*acts, (verb, verb)]
        )


class RoleForm(fields.Form):
    name = fields.TextField(_("Tên vai trò"), longest=100)
    purpose = fields.TextField(_("Dùng cho ai"), longest=300, required=False)
    kinds = fields.ManyField(
        _("Loại tổ chức được dùng"),
        choices=[(kind.value, kind.label) for kind in Organisation.Kind],
    )
    rights = fields.ManyField(
        _("Các quyền"),
        choices=lambda: [(right, _(words)) for right, words in known.rights().items()],
    )
    needs_second_factor = fields.FlagField(_("Phải có lớp bảo vệ thứ hai"))
    is_for_devices = fields.FlagField(_("Dành cho điện thoại ngoài đồng"))


class LookForm(fields.Form):
    reason = fields.TextField(
        _("Lý do xem"),
        longest=300,
        shortest=5,
        hint=_("Ghi vào nhật ký; người được xem đọc được. Như “Hỗ trợ theo phiếu số 12”."),
    )
