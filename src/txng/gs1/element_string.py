"""Element strings: what a GS1 barcode holds, bracketed for people, with separators for scanners.

    (01)09506000134352(17)261231(10)L1(21)77           bracketed, printed under the bars
    ]C1 01 09506000134352 17 261231 10 L1 ␝ 21 77      scanned; blanks only in this drawing
    └┬┘                                   ┊
    symbology: GS1-128                    FNC1, sent as \\x1d, ends a value of unknown length

>>> label = parse("]d20109506000134352" "10L1\\x1d" "2177")
>>> label.bracketed()
'(01)09506000134352(10)L1(21)77'
>>> label.digital_link().path
'/01/09506000134352/10/L1/21/77'

A "(" inside a bracketed value is written "\\(", as in GS1's barcode syntax engine. A forgotten
separator is noticed only when the value grows longer than its identifier allows.

Source: GS1 General Specifications, sections 7.8.5 and 7.8.6; symbology identifiers: section 5.1.2.
"""

import re
from dataclasses import dataclass

from txng.gs1 import application_identifiers, digital_link
from txng.gs1.application_identifiers import KEY_QUALIFIERS
from txng.gs1.digital_link import DigitalLink, Pairs
from txng.gs1.errors import ElementStringError, quoted

SEPARATOR = "\x1d"
# GS1-128 and composite, DataMatrix, QR, DataBar, DotCode: the ones that promise GS1 syntax
SYMBOLOGIES = ("]C1", "]d2", "]Q3", "]e0", "]J1")

_BRACKETED_AI = re.compile(r"(?<!\\)\(([0-9]{2,4})\)")


@dataclass(frozen=True, slots=True)
class ElementString:
    """Application identifiers and values in the order of the label."""

    pairs: Pairs

    def bracketed(self) -> str:
        return "".join(f"({ai}){value.replace('(', chr(92) + '(')}" for ai, value in self.pairs)

    def scan(self) -> str:
        """As a scanner sends it, without the symbology identifier."""
        text = "".join(
            f"{ai}{value}{SEPARATOR if application_identifiers.find(ai).fnc1 else ''}"
            for ai, value in self.pairs
        )
        return text.removesuffix(SEPARATOR)

    def digital_link(self) -> DigitalLink:
        """An SSCC before a GTIN before any other key: on a pallet's label the pallet is meant."""
        values = dict(self.pairs)
        key = next((ai for ai in KEY_QUALIFIERS if ai in values), None)
        if key is None:
            raise ElementStringError(
                f"Expected a key such as (01) or (00), got {quoted(self.bracketed())}"
            )
        own = {ai for way in KEY_QUALIFIERS[key] for ai in way}
        return digital_link.build(
            key,
            values[key],
            qualifiers=[(ai, value) for ai, value in self.pairs if ai in own],
            attributes=[(ai, value) for ai, value in self.pairs if ai not in own and ai != key],
        )


def parse(text: str) -> ElementString:
    """Bracketed or scanned; in a scan a leading symbology identifier or FNC1 may be there.

    Raises Gs1Error.
    """
    return _checked(_brackets(text) if text.startswith("(") else _scan(text))


def from_digital_link(link: DigitalLink) -> ElementString:
    return ElementString(((link.ai, link.value), *link.qualifiers, *link.attributes))


def _checked(pairs: list[tuple[str, str]]) -> ElementString:
    seen: set[str] = set()
    for ai, value in pairs:
        if ai in seen:
            raise ElementStringError(f"Expected ({ai}) once, got it twice")
        seen.add(ai)
        application_identifiers.find(ai).verify(value)
    return ElementString(tuple(pairs))


def _brackets(text: str) -> list[tuple[str, str]]:
    # people leave blanks beside brackets; no value contains one
    before, *pieces = _BRACKETED_AI.split(text)
    if before or not pieces:
        raise ElementStringError(f"Expected (01).. or the like, got {quoted(text)}")
    values = (piece.strip(" ").replace("\\(", "(") for piece in pieces[1::2])
    return list(zip(pieces[::2], values, strict=True))


def _scan(text: str) -> list[tuple[str, str]]:
    if text.startswith("]"):
        if not text.startswith(SYMBOLOGIES):
            raise ElementStringError(
                f"Expected a symbology of {' '.join(SYMBOLOGIES)}, got {quoted(text[:3])}"
            )
        text = text[3:]
    text = text.removeprefix(SEPARATOR)
    if not text:
        raise ElementStringError("Expected an application identifier, got nothing")
    pairs: list[tuple[str, str]] = []
    position = 0
    while position < len(text):
        row = application_identifiers.at_start_of(text, position)
        start = position + len(row.ai)
        if row.fnc1:
            end = text.find(SEPARATOR, start)
            end = len(text) if end < 0 else end
            if end - start > row.longest:
                raise ElementStringError(
                    f"Expected a separator at most {row.longest} characters after ({row.ai}), "
                    f"got {end - start} characters"
                )
        else:
            end = start + row.longest
        pairs.append((row.ai, text[start:end]))
        if len(pairs) > len(application_identifiers.ALL):
            raise ElementStringError("Expected every identifier once, got more than there are")
        # a separator after a value of known length is superfluous but common
        position = end + text.startswith(SEPARATOR, end)
    return pairs
