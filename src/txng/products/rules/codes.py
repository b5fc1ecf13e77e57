"""Codes of trade items: which digits may name one, and which changes of a product need a new number.

    8 935003 450014     typed
    0 893 5003 45001 4  kept, with 14 digits
    │ └┬┘            └ check digit
    │  └ GS1 prefix: 893 is Viet Nam; some prefixes never name a product
    └ packaging level: 0 the thing sold, 1 to 8 a case of it, 9 weighed at the till

>>> read_gtin("8 935003 450014")
'08935003450014'
>>> own_code("lua gao-01")
Traceback (most recent call last):
txng.products.rules.codes.OwnCodeRefused: characters

Sources: GS1 General Specifications, sections 1.4 (prefixes) and 2.1; GS1 GTIN Management Standard (when a
number changes, and that none is ever used again); TCVN 13274:2020 (codes that are not GS1's stand beside
them).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from txng.gs1 import check_digit
from txng.gs1.errors import CheckDigitError
from txng.gs1.keys import Gtin
from txng.products.rules.facts import Facts

GTIN_LENGTHS: Final = (8, 12, 13, 14)
LONGEST_OWN_CODE: Final = 40
_OWN_CODE: Final = re.compile(r"[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?")
_SPACES: Final = re.compile(r"[\s.\-‐-―]+")

# (first, last, kind) of three-digit GS1 prefixes that name no product of one owner. Section 1.4.2
NOT_FOR_PRODUCTS: Final = (
    (20, 29, "restricted"),
    (40, 49, "restricted"),
    (50, 59, "coupon"),
    (200, 299, "restricted"),
    (980, 980, "refund"),
    (981, 984, "coupon"),
    (990, 999, "coupon"),
)


class GtinRefused(ValueError):
    """`reason`: empty, characters, length, check_digit, restricted, coupon, refund, taken, retired.

    `got` is what was typed, tidied; `expected` the right check digit, or who holds the number.
    """

    def __init__(self, reason: str, got: str = "", expected: str = "") -> None:
        super().__init__(reason)
        self.reason, self.got, self.expected = reason, got, expected


class OwnCodeRefused(ValueError):
    """`reason`: characters or length."""

    def __init__(self, reason: str, got: str = "") -> None:
        super().__init__(reason)
        self.reason, self.got = reason, got


def read_gtin(text: str) -> str:
    """Fourteen digits of what a person typed or scanned. Raises GtinRefused.

    Digits of other scripts are refused: they look right and name nothing.
    """
    digits = _SPACES.sub("", text.strip())
    if not digits:
        raise GtinRefused("empty")
    if not (digits.isascii() and digits.isdigit()):
        raise GtinRefused("characters", digits[:60])
    if len(digits) not in GTIN_LENGTHS:
        raise GtinRefused("length", digits[:60], str(len(digits)))
    try:
        value = Gtin(digits).value
    except CheckDigitError:
        raise GtinRefused("check_digit", digits, check_digit.digit_for(digits[:-1])) from None
    kind = _kind_of_prefix(value)
    if kind:
        raise GtinRefused(kind, digits, prefix_of(value))
    return value


def prefix_of(value: str) -> str:
    """The three-digit GS1 prefix of fourteen digits; that of a GTIN-8 stands after six zeros."""
    return value[6:9] if value.startswith("000000") else value[1:4]


def _kind_of_prefix(value: str) -> str:
    prefix = int(prefix_of(value))
    if value.startswith("000000"):  # GTIN-8: 0 and 2 are for use inside one shop. Section 2.1.11
        return "restricted" if value[6] in "02" else ""
    return next((kind for first, last, kind in NOT_FOR_PRODUCTS if first <= prefix <= last), "")


def level_of(value: str) -> int:
    """0 the thing sold, 1 to 8 a case of it, 9 a measure that varies."""
    return int(value[0])


def shown(value: str) -> str:
    """As it is printed: 13 digits, 8 for a GTIN-8, 14 for a case.

    >>> shown("08935003450014"), shown("18935003450011"), shown("00000096385074")
    ('8935003450014', '18935003450011', '96385074')
    """
    if value.startswith("000000"):
        return value[6:]
    return value if value[0] != "0" else value[1:]


def candidates(text: str) -> tuple[str, ...]:
    """Fourteen digits that a search for these digits may mean: with its check digit, or without it.

    >>> candidates("8935003450014")
    ('08935003450014', '89350034500142')
    >>> candidates("893500345001")
    ('00893500345001', '08935003450014')
    """
    digits = _SPACES.sub("", text)
    if not (digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 14):
        return ()
    whole = (digits.zfill(14),) if len(digits) in GTIN_LENGTHS else ()
    without = digits + check_digit.digit_for(digits)
    completed = (without.zfill(14),) if len(without) in GTIN_LENGTHS else ()
    return (*whole, *completed)


def own_code(text: str) -> str:
    """A code of the owner's own, in capitals. Raises OwnCodeRefused."""
    code = unicodedata.normalize("NFC", text).strip().upper()
    if len(code) > LONGEST_OWN_CODE or not code:
        raise OwnCodeRefused("length", code[:60])
    if not _OWN_CODE.fullmatch(code):
        raise OwnCodeRefused("characters", code)
    return code


def refuse_reuse(gtin: str, *, held_by: str, is_withdrawn: bool, is_same: bool) -> None:
    """A number names one product for ever, also when that is no longer made.

    `held_by` names the trade item that ever had it, "" for none; `is_same` that it is this very one.
    Raises GtinRefused: taken, or retired when its product was withdrawn.
    """
    if held_by and not is_same:
        raise GtinRefused("retired" if is_withdrawn else "taken", gtin, held_by)


@dataclass(frozen=True, slots=True)
class Change:
    """`field` is the fact that changed; `rule` is the number in GS1's GTIN Management Standard."""

    field: str
    rule: int


# the facts that the standard says a buyer or the chain is told by the number
_TELLING: Final = (("functional_name", 2), ("net_content", 3), ("brand", 6), ("pack_count", 8))


def changes_that_need_a_new_gtin(before: Facts, after: Facts) -> tuple[Change, ...]:
    """Facts that were told and are different now. Something told for the first time is no change."""
    pairs: Iterable[tuple[str, int]] = _TELLING
    return tuple(
        Change(field, rule)
        for field, rule in pairs
        if (old := before.telling(field)) and old != after.telling(field)
    )
