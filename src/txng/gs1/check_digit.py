"""The mod-10 check digit that ends every numeric GS1 key.

    9 5 0 6 0 0 0 1 3 4 3 5 | 2      GTIN-13
    1 3 1 3 1 3 1 3 1 3 1 3 | .      weights, 3 next to the check digit and alternating leftwards
    9+15+0+18+0+0+0+3+3+12+3+15 = 78, and 78 + 2 is a multiple of ten

The weights count from the right, so leading zeros change nothing and one rule serves GTIN-8, 12, 13
and 14, GLN, SSCC, GRAI, GSRN, GDTI, GCN and GSIN.

Source: GS1 General Specifications, section 7.9.
"""

from txng.gs1.errors import CharacterError, CheckDigitError, LengthError, quoted


def digit_for(payload: str) -> str:
    """The check digit that belongs after `payload` (the key without it).

    >>> digit_for("950600013435"), digit_for("00614141123456789")
    ('2', '0')
    """
    if not (payload.isascii() and payload.isdigit()):
        raise CharacterError(f"Expected digits only, got {quoted(payload)}")
    return _digit(payload)


def verify(number: str) -> str:
    """`number` itself when its last digit is right.

    >>> verify("9506000134352")
    '9506000134352'
    >>> verify("9506000134353")
    Traceback (most recent call last):
    txng.gs1.errors.CheckDigitError: Expected check digit 2 for 950600013435, got 3
    """
    if not (number.isascii() and number.isdigit()):
        raise CharacterError(f"Expected digits only, got {quoted(number)}")
    if len(number) < 2:
        raise LengthError(f"Expected digits and a check digit, got {quoted(number)}")
    expected = _digit(number[:-1])
    if number[-1] != expected:
        shown = number[:-1] if len(number) <= 40 else number[:37] + "..."
        raise CheckDigitError(f"Expected check digit {expected} for {shown}, got {number[-1]}")
    return number


def _digit(payload: str) -> str:
    # two slices instead of a loop: this runs once for every new key of every event
    triple, single = sum(map(int, payload[-1::-2])), sum(map(int, payload[-2::-2]))
    return str(-(3 * triple + single) % 10)
