"""What can be wrong with a code.

    Gs1Error (a ValueError)
    ├── CheckDigitError    the last digit does not follow from the others: misread or mistyped
    ├── LengthError        too short or too long
    ├── CharacterError     a character that the field does not allow, invisible characters included
    ├── DateError          digits that are no day of the calendar
    ├── SyntaxRefused      the pieces are fine, their arrangement is not
    │   ├── ElementStringError
    │   ├── DigitalLinkError
    │   └── EpcUrnError
    └── UnknownCode        nothing in GS1 looks like this

Every message says "Expected .., got ..". A message quotes what it got through `quoted`, so that
hostile input can neither flood a log nor write a second line into it.
"""


class Gs1Error(ValueError):
    """Any code that GS1 would not read. Catch this one unless the remedy differs."""


class CheckDigitError(Gs1Error):
    pass


class LengthError(Gs1Error):
    pass


class CharacterError(Gs1Error):
    pass


class DateError(Gs1Error):
    pass


class SyntaxRefused(Gs1Error):
    pass


class ElementStringError(SyntaxRefused):
    pass


class DigitalLinkError(SyntaxRefused):
    pass


class EpcUrnError(SyntaxRefused):
    pass


class UnknownCode(Gs1Error):
    pass


def quoted(text: str) -> str:
    """At most 60 characters of what came, with invisible characters spelt out.

    >>> quoted("LOT\\u200b1")
    "'LOT\\\\u200b1'"
    """
    return ascii(text if len(text) <= 60 else text[:57] + "...")
