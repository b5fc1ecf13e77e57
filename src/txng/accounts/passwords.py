"""What a password must be: long, and not among those that everybody tries first."""

from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.utils.translation import gettext as _

from txng.accounts import rules
from txng.accounts.errors import WeakPasswordError
from txng.accounts.models import User


def check_strength(password: str, *names: str) -> None:
    """`names` are what others know of the person. Raises WeakPasswordError with every sentence at once."""
    wrong = []
    if len(password) < rules.SHORTEST_PASSWORD:
        wrong.append(
            _("Mật khẩu cần ít nhất %(expected)d ký tự, nhưng chỉ có %(got)d.")
            % {"expected": rules.SHORTEST_PASSWORD, "got": len(password)}
        )
    if len(password) > rules.LONGEST_PASSWORD:
        wrong.append(
            _("Mật khẩu dài nhất %(expected)d ký tự, nhưng có %(got)d.")
            % {"expected": rules.LONGEST_PASSWORD, "got": len(password)}
        )
    lowered = password.lower().strip()
    if lowered in _common() or len(set(lowered)) < 4:
        wrong.append(
            _("Nhiều người dùng mật khẩu này, nên nó bị thử trước tiên. Chọn một câu riêng.")
        )
    if any(len(name) >= 4 and name.lower() in lowered for name in names):
        wrong.append(_("Mật khẩu chứa tên của bạn. Chọn một câu mà người quen không đoán ra."))
    if wrong:
        raise WeakPasswordError(wrong)


def is_password_of(person: User | None, password: str) -> bool:
    """Nobody's password takes as long to refuse as somebody's."""
    if len(password) > rules.LONGEST_PASSWORD:
        return False
    if person is None or not person.is_active or not person.has_usable_password():
        check_password(password, _nobodys())
        return False
    return person.check_password(password)


@cache
def _nobodys() -> str:
    return make_password(rules.new_secret())


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)
