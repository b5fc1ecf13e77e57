"""Codes of the demonstration: real in form, impossible in fact, the same on every machine.

    9521014 00003 c        a GLN: company prefix, place, check digit
    ^^^ GS1's range for demonstrations, never on real goods

Serials and lots use digits and consonants only, without D and W: a keyboard driver for Vietnamese (Telex,
VNI) turns vowels, D and W into other letters while a scanner types, and no words can appear.
"""

from txng.gs1.check_digit import digit_for

LINK = "https://id.gs1.org"
ALPHABET = "0123456789BCGHKLMNPQRTVXZ"
SERIAL_LENGTH = 12
_SPACE: int = 25**SERIAL_LENGTH
_TRIPLES = tuple(a + b + c for a in ALPHABET for b in ALPHABET for c in ALPHABET)
# Coprime to 25, so that multiplying visits every serial once before any comes again.
_STRIDE = 36_028_797_018_963_913
_START = 20_191_016_673_600


def company_prefix(firm: int) -> str:
    """
    >>> company_prefix(14)
    '9521014'
    """
    return f"9521{firm:03d}"


def gtin(firm: int, reference: int) -> str:
    """
    >>> gtin(14, 3)
    '09521014000035'
    """
    payload = f"0{company_prefix(firm)}{reference:05d}"
    return payload + digit_for(payload)


def gln(firm: int, reference: int) -> str:
    payload = f"{company_prefix(firm)}{reference:05d}"
    return payload + digit_for(payload)


def sscc_link(firm: int, number: int) -> str:
    """0 <= number < 10**9"""
    payload = f"0{company_prefix(firm)}{number:09d}"
    return f"{LINK}/00/{payload}{digit_for(payload)}"


def serial(number: int) -> str:
    """The serial of the `number`-th item of a product: scattered, and never twice.

    >>> serial(0), serial(1)
    ('005782B2N2Q0', 'L300M4ZT5R0H')
    """
    left = (number * _STRIDE + _START) % _SPACE
    left, last = divmod(left, 15_625)
    left, third = divmod(left, 15_625)
    first, second = divmod(left, 15_625)
    return _TRIPLES[first] + _TRIPLES[second] + _TRIPLES[third] + _TRIPLES[last]
