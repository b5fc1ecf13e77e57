"""Keys out of a company prefix: each number is given once, and never again.

    8938505974 | 01 | .       prefix of 10 digits: 100 products, 100 places
    893850597 | 401 | .       prefix of 9 digits: 1,000
    0 | 8938505974 | 000123 | .      SSCC: extension digit, prefix, serial reference

>>> key("gtin", "8938505974", 1), key("gln", "8938505974", 1), key("sscc", "8938505974", 123)
('08938505974019', '8938505974019', '089385059740001238')

A GTIN and a GLN of the same digits are two keys: their application identifiers tell them apart.

Source: GS1 General Specifications, sections 1.4 and 4.2 (a GTIN is never used again); prefixes of
Vietnam begin with 893 and have 8, 9, 10 or 12 digits.
"""

from collections.abc import Container
from dataclasses import dataclass
from typing import Final, Literal

from txng.gs1 import check_digit

Kind = Literal["gtin", "gln", "sscc"]
KINDS: Final[tuple[Kind, ...]] = ("gtin", "gln", "sscc")
SHORTEST: Final = 7
LONGEST: Final = 12
VIETNAM: Final = "893"
PACK_INDICATORS: Final = range(1, 9)  # 9 is for goods of variable measure
FEW_LEFT: Final = 10  # per cent of the capacity


@dataclass(frozen=True, slots=True)
class Refusal:
    """`reason` is "digits", "length" or "country"; `got` what was given, at most 20 signs."""

    reason: Literal["digits", "length", "country"]
    got: str


def refuse_prefix(digits: str, *, foreign: bool = False) -> Refusal | None:
    """Why this cannot be a company prefix; None when it can. `foreign`: not of GS1 Vietnam."""
    got = digits[:20]
    if not (digits.isascii() and digits.isdigit()):
        return Refusal("digits", got)
    if not SHORTEST <= len(digits) <= LONGEST:
        return Refusal("length", got)
    if digits.startswith(VIETNAM) is foreign:
        return Refusal("country", got)
    return None


def overlap(one: str, other: str) -> bool:
    """Whether two prefixes could make the same key: one begins with the other.

    >>> overlap("8938505974", "893850597"), overlap("8938505974", "8938505975")
    (True, False)
    """
    return one.startswith(other) or other.startswith(one)


def heads(prefix: str) -> list[str]:
    """Every shorter prefix that would overlap: what an index is asked for."""
    return [prefix[:length] for length in range(SHORTEST, len(prefix))]


def capacity(kind: Kind, prefix: str) -> int:
    """How many keys of a kind a prefix has."""
    free = 12 - len(prefix)
    return int(10 ** (free + 5) if kind == "sscc" else 10**free)


def key(kind: Kind, prefix: str, number: int) -> str:
    """The key with this number, check digit included; a GTIN with 14 digits. 0 <= number < capacity."""
    if not 0 <= number < capacity(kind, prefix):
        raise ValueError(f"expected 0 <= number < {capacity(kind, prefix)}, got {number}")
    if kind == "sscc":
        size = 16 - len(prefix)
        extension, reference = divmod(number, 10**size)
        body = f"{extension}{prefix}{reference:0{size}}"
    else:
        size = 12 - len(prefix)
        body = f"{prefix}{number:0{size}}" if size else prefix
    found = body + check_digit.digit_for(body)
    return found.zfill(14) if kind == "gtin" else found


def next_key(kind: Kind, prefix: str, start: int, taken: Container[str]) -> tuple[str, int] | None:
    """The first key from number `start` that is not taken, and its number; None when none is left.

    Numbers below `start` are never looked at again, whatever became of their keys.
    """
    for number in range(start, capacity(kind, prefix)):
        found = key(kind, prefix, number)
        if found not in taken:
            return found, number
    return None


def number_of(kind: Kind, prefix: str, value: str) -> int | None:
    """Where a key stands in its prefix; None for a key of another prefix or of a package (indicator 1..9).

    >>> number_of("gtin", "8938505974", "08938505974019")
    1
    """
    if kind == "sscc":
        if len(value) != 18 or not value[1:].startswith(prefix):
            return None
        return int(value[0] + value[1 + len(prefix) : 17])
    body = value.zfill(14)[1:13]
    if not body.startswith(prefix) or (kind == "gtin" and value.zfill(14)[0] != "0"):
        return None
    return int(body[len(prefix) :] or 0)


def package(gtin: str, indicator: int) -> str:
    """The GTIN of a package of several equal items: the same digits behind an indicator of 1 to 8.

    >>> package("08938505974019", 1)
    '18938505974016'
    """
    if indicator not in PACK_INDICATORS:
        raise ValueError(f"expected an indicator of 1 to 8, got {indicator}")
    body = f"{indicator}{gtin[1:13]}"
    return body + check_digit.digit_for(body)


@dataclass(frozen=True, slots=True)
class Room:
    """How full a prefix is, for one kind of key."""

    capacity: int
    given: int

    @property
    def left(self) -> int:
        return max(0, self.capacity - self.given)

    @property
    def state(self) -> Literal["free", "few", "none"]:
        if not self.left:
            return "none"
        return "few" if self.left * 100 <= self.capacity * FEW_LEFT else "free"
