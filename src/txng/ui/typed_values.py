"""What a person typed, as a value: numbers, days and yes or no, in a form or in a cell of a sheet.

    1.234,5   1234,5   1234.5       Decimal("1234.5")
    12.345                          refused: twelve thousand, or twelve and a bit?
    5/3/2025  05/03/2025            date(2025, 3, 5); never the fifth month's third day

Every refusal is a sentence that says what is expected and what was given.

>>> number("1.234.567,8"), number("0.125"), number("-3")
(Decimal('1234567.8'), Decimal('0.125'), Decimal('-3'))
>>> day("5/3/2025")
datetime.date(2025, 3, 5)
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from txng.ui.fold import fold

LONGEST_SHOWN: Final = 60
_POINTS: Final = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_COMMAS: Final = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
_PLAIN: Final = re.compile(r"\d{1,15}(?:\.\d{1,10})?")
_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_YES: Final = frozenset({"co", "x", "dung", "yes", "true", "1"})
_NO: Final = frozenset({"khong", "k", "sai", "no", "false", "0"})


class TypedValueError(ValueError):
    """The message is a sentence for the person who typed."""


def shown(text: object) -> str:
    """What was given, short enough to be told back: “58001234567890…”."""
    told = " ".join(str(text).split())
    return f"“{told[:LONGEST_SHOWN]}…”" if len(told) > LONGEST_SHOWN else f"“{told}”"


def text(typed: str) -> str:
    """NFC, one space, no characters that print nothing; lines are kept by `lines`."""
    visible = "".join(letter if letter.isprintable() else " " for letter in typed)
    return " ".join(unicodedata.normalize("NFC", visible).split())


def lines(typed: str) -> str:
    """As `text`, line by line; at most one empty line in a row."""
    told = "\n".join(text(line) for line in typed.splitlines())
    return re.sub(r"\n{3,}", "\n\n", told).strip()


def number(typed: str) -> Decimal:
    """Raises TypedValueError, also where a point may mean two things."""
    bare = "".join(typed.split()).replace("−", "-")
    sign, bare = ("-", bare[1:]) if bare[:1] == "-" else ("", bare.removeprefix("+"))
    if _POINTS.fullmatch(bare) or _COMMAS.fullmatch(bare):
        if len(re.findall(r"[.,]", bare)) == 1:
            whole, rest = re.split(r"[.,]", bare)
            raise TypedValueError(
                _("%(got)s có thể là %(many)s hoặc %(few)s. Viết số không có dấu ngăn hàng nghìn.")
                % {"got": shown(typed), "many": f"{whole}{rest}", "few": f"{int(whole)},{rest}0"}
            )
        bare = re.sub(r"[.,]", "", bare)
    elif "." in bare and "," in bare:  # the last of them is the decimal sign
        decimal_sign = max(bare.rfind("."), bare.rfind(","))
        whole, rest = bare[:decimal_sign], bare[decimal_sign + 1 :]
        groups = _POINTS if bare[decimal_sign] == "," else _COMMAS
        bare = re.sub(r"[.,]", "", whole) + "." + rest if groups.fullmatch(whole) else "?"
    else:
        bare = bare.replace(",", ".")
    if not bare.isascii() or not _PLAIN.fullmatch(bare):
        raise TypedValueError(
            _("Cần một số như 1234,5; nhận được %(got)s.") % {"got": shown(typed)}
        )
    return Decimal(sign + bare)


def whole_number(typed: str) -> int:
    """Raises TypedValueError."""
    found = number(typed)
    if found != found.to_integral_value():
        raise TypedValueError(
            _("Cần một số nguyên như 12; nhận được %(got)s.") % {"got": shown(typed)}
        )
    return int(found)


def day(typed: str) -> date:
    """Day first, as people here write; also 2025-03-05. Raises TypedValueError."""
    bare = "".join(typed.split())
    try:
        if bare.isascii() and (found := _DAY.fullmatch(bare)):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if bare.isascii() and (found := _ISO.fullmatch(bare)):
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise TypedValueError(
            _("Lịch không có ngày %(got)s. Viết ngày/tháng/năm như 05/03/2025.")
            % {"got": shown(typed)}
        ) from None
    raise TypedValueError(
        _("Cần ngày/tháng/năm như 05/03/2025; nhận được %(got)s.") % {"got": shown(typed)}
    )


def flag(typed: str) -> bool:
    """ "Có" or "Không", and what sheets hold instead. Raises TypedValueError."""
    word = fold(typed)
    if word in _YES or word in _NO:
        return word in _YES
    raise TypedValueError(_("Cần Có hoặc Không; nhận được %(got)s.") % {"got": shown(typed)})
