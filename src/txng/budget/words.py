"""Sentences and marks that several files of this room share: amounts as typed, states, warnings."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.budget import rules
from txng.budget.rules import money
from txng.ui.lists import Mark
from txng.ui.typed_values import TypedValueError, shown

MARKS: Final[dict[str, Mark]] = {
    rules.DRAFT: "",
    rules.RETURNED: "warn",
    rules.PROPOSED: "info",
    rules.APPRAISED: "info",
    rules.APPROVED: "good",
    rules.REFUSED: "stop",
}
LEVELS: Final[dict[str, Promise]] = {
    rules.NEAR: gettext_lazy("Đã chi từ 80% số được giao"),
    rules.FULL: gettext_lazy("Đã chi hết số được giao"),
}
UNKNOWN: Final = gettext_lazy("chưa rõ")


def _numbered(told: Any, number: int) -> str:
    return told % {"number": number}


numbered: Final = lazy(_numbered, str)
"""numbered("Nguồn %(number)d", 2): "Nguồn 2", in the language of the page that shows it."""


def _amount(typed: object, read: Callable[[str], Decimal]) -> Decimal:
    text = str(typed)
    try:
        return read(text)
    except money.MoneyError as wrong:
        told = {"got": shown(text), "most": money.written(money.MOST)}
        if wrong.word == money.NEGATIVE:
            sentence = _("Số tiền không được âm; nhận được %(got)s. Ghi như 12.000.000.")
        elif wrong.word == money.HUGE:
            sentence = _("Cần nhiều nhất %(most)s đồng; nhận được %(got)s. Xem lại số chữ số 0.")
        elif wrong.word == money.NOTHING:
            sentence = _("Cần số tiền lớn hơn 0; nhận được %(got)s.")
        else:
            sentence = _(
                "Cần số đồng viết bằng chữ số, như 12.000.000; nhận được %(got)s. Không dùng chữ “triệu”,"
                " “tỷ” hay dấu phẩy."
            )
        raise TypedValueError(sentence % told) from None


def amount(typed: object) -> Decimal:
    """An amount as somebody typed it. Raises TypedValueError, with an example of how to write it."""
    return _amount(typed, money.read)


def amount_or_nothing(typed: object) -> Decimal:
    """As `amount`, and 0 is one."""
    return _amount(typed, money.read_or_nothing)
