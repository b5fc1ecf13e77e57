"""Codes of ours, for parties, places and plots that have no GS1 number.

    DV-000042-0        DV a party, CS an establishment, TH a plot
    ^^ ^^^^^^ ^
       |      check digit (GS1's, over register and number): one wrong key is noticed
       number in the register, six digits or more, never given twice

>>> code_of("DV", 42)
'DV-000042-0'
>>> read(" dv 000042 0 ")
'DV-000042-0'
>>> read("DV-000043-0")
Traceback (most recent call last):
txng.parties.rules.Refused: own_code_check_digit

TCVN 13274:2020 lets an organisation use codes of its own beside GS1's. A GLN may be added later; the code
stays, so nothing that names it is rewritten.
"""

import re
from typing import Final

from txng.gs1.check_digit import digit_for
from txng.parties.rules import Refused

PARTY: Final = "DV"
ESTABLISHMENT: Final = "CS"
PLOT: Final = "TH"
REGISTERS: Final = (PARTY, ESTABLISHMENT, PLOT)
LONGEST: Final = 20

_CODE: Final = re.compile(r"([A-Z]{2})[\s-]*([0-9]{6,12})[\s-]*([0-9])")


def code_of(register: str, number: int) -> str:
    """number >= 1."""
    digits = f"{number:06}"
    return f"{register}-{digits}-{_check(register, digits)}"


def read(text: str, register: str = "") -> str:
    """The one spelling. Raises Refused with own_code_form, own_code_check_digit."""
    found = _CODE.fullmatch(text.strip().upper())
    if found is None or found[1] not in ((register,) if register else REGISTERS):
        raise Refused("own_code_form", got=text.strip()[:40], register=register or PARTY)
    if found[3] != _check(found[1], found[2]):
        raise Refused("own_code_check_digit", got=text.strip()[:40])
    return f"{found[1]}-{found[2]}-{found[3]}"


def _check(register: str, digits: str) -> str:
    """Letters count as their place in the alphabet, so that DV-… and CS-… differ."""
    letters = "".join(f"{ord(letter) - 64:02}" for letter in register)
    return digit_for(letters + digits)
