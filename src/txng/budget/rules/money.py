"""Amounts as people write them: whole đồng, a point before every three digits.

    12.000.000   12000000   12 000 000 đ     Decimal("12000000")
    12,5 triệu   12,000,000  1.5  -3         refused

A point never means a fraction here: there is no smaller coin than a đồng.
"""

import re
from decimal import Decimal
from typing import Final

MOST: Final = Decimal(9_999_999_999_999)  # under ten thousand billion: more than the province has
EMPTY, WRITTEN, NEGATIVE, HUGE, NOTHING = "empty", "written", "negative", "huge", "nothing"
_POINTS: Final = re.compile(r"[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]{1,20}")
_UNIT: Final = re.compile(r"\s*(?:đồng|đ|vnđ|vnd)\.?$", re.IGNORECASE)


class MoneyError(ValueError):
    """`word`: what is wrong with it; the sentence is made where it is shown."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def read(typed: str) -> Decimal:
    """A positive amount. Raises MoneyError.

    >>> read("12.000.000"), read(" 350 đ "), read("12 000")
    (Decimal('12000000'), Decimal('350'), Decimal('12000'))
    >>> read("12,5 triệu")
    Traceback (most recent call last):
    txng.budget.rules.money.MoneyError: written
    """
    bare = _UNIT.sub("", " ".join(typed.split()))
    if not bare:
        raise MoneyError(EMPTY)
    if bare[0] in "-−(":
        raise MoneyError(NEGATIVE)
    if not _POINTS.fullmatch(bare):
        raise MoneyError(WRITTEN)
    amount = Decimal(re.sub(r"[. ]", "", bare))
    if amount > MOST:
        raise MoneyError(HUGE)
    if amount == 0:
        raise MoneyError(NOTHING)
    return amount


def read_or_nothing(typed: str) -> Decimal:
    """As `read`, and 0 is an amount: what an appraisal leaves of a part may be nothing at all."""
    try:
        return read(typed)
    except MoneyError as wrong:
        if wrong.word == NOTHING:
            return Decimal(0)
        raise


def written(amount: Decimal | int) -> str:
    """As it is typed, in every language: an amount in a sentence reads like the amount in the box.

    >>> written(Decimal("12000000")), written(-350)
    ('12.000.000', '-350')
    """
    return f"{int(amount):,}".replace(",", ".")
