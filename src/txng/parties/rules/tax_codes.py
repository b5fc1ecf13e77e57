"""Tax codes: what a party is known by to everybody who invoices it.

    0100233488          enterprise: nine digits and a check digit
    0314409058-002      one of its branches: the same, and three digits
    068085001234        personal number, twelve digits: households since 1 July 2025

>>> read("0314409058 002").text
'0314409058-002'
>>> read("0100233480")
Traceback (most recent call last):
txng.parties.rules.Refused: tax_check_digit

The personal number has no check digit; its first three digits are the province of birth (001 to 096), the
fourth century and sex. It is personal data: lists show `masked` only.

Source: check digit as in the public description of "mã số thuế" (python-stdnum's vn.mst gives the same
answers, tried with 200,000 numbers); household numbers: Law on Tax Administration 38/2019, article 35(7),
and Circular 86/2024/TT-BTC from 1 July 2025 (from general knowledge, not in our reference).
"""

import re
from dataclasses import dataclass
from typing import Final

from txng.parties.rules import BUSINESS_HOUSEHOLD, COOPERATIVE_GROUP, HOUSEHOLD, Refused

ENTERPRISE: Final = "enterprise"
BRANCH: Final = "branch"
PERSON: Final = "person"
MAY_USE_PERSONAL: Final = frozenset({COOPERATIVE_GROUP, BUSINESS_HOUSEHOLD, HOUSEHOLD})
LONGEST: Final = 14

_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_SEPARATORS: Final = re.compile(r"[\s.\u2010-\u2015-]+")
_PROVINCES_OF_BIRTH: Final = range(1, 97)
_CENTURIES: Final = "0123"  # born 1900 to 2099


@dataclass(frozen=True, slots=True)
class TaxCode:
    """`text` is the one spelling that is kept."""

    text: str
    kind: str  # ENTERPRISE, BRANCH or PERSON

    @property
    def enterprise(self) -> str:
        """The ten digits that a branch shares with its enterprise; "" for a person."""
        return "" if self.kind == PERSON else self.text[:10]

    @property
    def masked(self) -> str:
        return masked(self.text)


def read(text: str, kind_of_party: str = "") -> TaxCode:
    """`text` as people write it: spaces, points and dashes do not matter.

    `kind_of_party` is one of parties.rules.KINDS, or "" when it does not matter. Raises Refused with
    tax_letters, tax_length, tax_check_digit, tax_never_given, tax_empty_part, tax_person_company,
    tax_person_number.
    """
    digits = _SEPARATORS.sub("", text)
    if not (digits.isascii() and digits.isdigit()):
        raise Refused("tax_letters", got=text.strip()[:40])
    if len(digits) == 12:
        return _of_person(digits, kind_of_party)
    if len(digits) not in (10, 13):
        raise Refused("tax_length", got=len(digits))
    if digits[2:9] == "0000000" or digits[10:] == "000":
        raise Refused("tax_empty_part", got=text.strip()[:40])
    expected = check_digit(digits[:9])
    if not expected:
        raise Refused("tax_never_given", got=digits[:9])
    if expected != digits[9]:
        raise Refused("tax_check_digit", got=digits[9], expected=expected)
    if len(digits) == 10:
        return TaxCode(digits, ENTERPRISE)
    return TaxCode(f"{digits[:10]}-{digits[10:]}", BRANCH)


def check_digit(nine: str) -> str:
    """The tenth digit; "" for numbers that are never given out, because 10 would follow.

    >>> check_digit("010023348")
    '8'
    """
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, nine, strict=True))
    check = 10 - total % 11
    return str(check) if check < 10 else ""


def masked(text: str) -> str:
    """A personal number with all but its ends hidden; other codes stand in public registers.

    >>> masked("068085001234"), masked("0100233488")
    ('068•••••••34', '0100233488')
    """
    if len(text) != 12:
        return text
    return f"{text[:3]}{'•' * 7}{text[-2:]}"


def _of_person(digits: str, kind_of_party: str) -> TaxCode:
    if kind_of_party and kind_of_party not in MAY_USE_PERSONAL:
        raise Refused("tax_person_company")
    if int(digits[:3]) not in _PROVINCES_OF_BIRTH or digits[3] not in _CENTURIES:
        raise Refused("tax_person_number", got=masked(digits))
    return TaxCode(digits, PERSON)
