"""What a line of the journal says to people: "Cấp khóa máy" for "key.created".

Rooms above add theirs when they start (`register`, from AppConfig.ready()); a verb that nobody explained is
shown as it is written.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from txng.accounts.models import JournalEntry
from txng.ui.collation import sort_key

_WORDS: dict[str, str | Promise] = {
    "organisation.created": _("Ghi tổ chức mới"),
    "person.created": _("Mở tài khoản"),
    "person.renamed": _("Sửa tên hoặc thư điện tử"),
    "person.password_set": _("Đặt mật khẩu"),
    "person.factors_dropped": _("Gỡ lớp bảo vệ thứ hai của người khác"),
    "person.looked_as": _("Bắt đầu xem như người khác"),
    "person.looked_as_ended": _("Thôi xem như người khác"),
    "role.defined": _("Đặt vai trò mới"),
    "role.changed": _("Sửa vai trò"),
    "role.given": _("Nhận vai trò"),
    "role.ended": _("Thôi vai trò"),
    "session.started": _("Đăng nhập"),
    "session.ended": _("Đăng xuất"),
    "session.others_ended": _("Đăng xuất ở nơi khác"),
    "session.acts_for": _("Đổi tổ chức"),
    "totp.begun": _("Bắt đầu nối điện thoại"),
    "totp.confirmed": _("Nối điện thoại"),
    "totp.dropped": _("Gỡ điện thoại"),
    "passkey.enrolled": _("Thêm khóa đăng nhập"),
    "passkey.dropped": _("Gỡ khóa đăng nhập"),
    "recovery_codes.given": _("Lấy mã dự phòng mới"),
    "recovery_code.used": _("Dùng một mã dự phòng"),
    "outer_identity.connected": _("Nối tài khoản định danh"),
    "outer_identity.dropped": _("Gỡ tài khoản định danh"),
    "mail_address.asked": _("Xin nhận thư ở một địa chỉ"),
    "mail_address.confirmed": _("Xác nhận địa chỉ nhận thư"),
    "mail_address.chosen": _("Chọn thư muốn nhận"),
    "mail_address.stopped": _("Thôi nhận một loại thư, bằng liên kết trong thư"),
    "mail_address.dropped": _("Bỏ địa chỉ nhận thư"),
    "mail_address.refused": _("Máy chủ thư từ chối địa chỉ"),
    "letter.written": _("Viết thư"),
    "link.made": _("Tạo liên kết dùng một lần"),
    "link.prepared": _("Ghi người sẽ được mời"),
    "link.withdrawn": _("Rút liên kết"),
    "key.created": _("Cấp khóa máy"),
    "key.revoked": _("Thu hồi khóa máy"),
    "document.captured": _("Ghi sự kiện"),
    "document.refused": _("Từ chối một tài liệu sự kiện"),
}


def register(words: Mapping[str, str | Promise]) -> None:
    """Raises ValueError when another room explained the same verb otherwise: a mistake in the program."""
    for verb, told in words.items():
        if _WORDS.setdefault(verb, told) is not told and str(_WORDS[verb]) != str(told):
            raise ValueError(f"expected one sentence for {verb}, got a second")


def acts() -> list[tuple[str, str]]:
    """Every verb that was explained with its sentence, in the order of the alphabet of the sentences."""
    told = [(verb, str(words)) for verb, words in _WORDS.items()]
    return sorted(told, key=lambda act: sort_key(act[1]))


def sentence(line: JournalEntry) -> str:
    """ "" where nobody explained the verb."""
    return str(_WORDS.get(line.verb, ""))
