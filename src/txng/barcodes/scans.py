"""What somebody scanned or typed, taken apart with nothing dropped, to check a label against its batch.

>>> read("HTTPS://TRUYXUAT.EXAMPLE/01/08938505974019/10/L1/21/0B7TK94QVH2XN")
Scan(gtin='08938505974019', lot='L1', serial='0B7TK94QVH2XN')
>>> read("ob7tk-94qvh-2xn")
Scan(gtin='', lot='', serial='0B7TK94QVH2XN')

`gs1.identifier` answers which thing is meant, and leaves out a lot beside a serial; here all of it counts.
"""

from dataclasses import dataclass

from txng.barcodes.rules import serials
from txng.gs1 import digital_link, element_string
from txng.gs1.errors import Gs1Error
from txng.gs1.keys import Gtin

_SYMBOLOGIES = ("]Q1", "]d1", "]E0")
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Scan:
    gtin: str = ""
    lot: str = ""
    serial: str = ""


def read(text: str) -> Scan | None:
    """None for what is no label of a product."""
    text = text.strip(" \t\r\n")
    if not text or len(text) > LONGEST:
        return None
    serial = serials.read(text)
    if serial is not None and not serial.isdigit():  # thirteen digits are an EAN-13
        return Scan(serial=serial)
    if text.startswith(_SYMBOLOGIES):
        text = text[3:]
    try:
        digits = text.replace(" ", "")
        if digits.isascii() and digits.isdigit() and len(digits) <= 14:
            return Scan(Gtin(digits).value)
        link = digital_link.parse_if_any(text)
        if link is None:
            link = element_string.parse(text).digital_link()
    except Gs1Error:
        return Scan(serial=serial) if serial else None
    if link.ai != "01":
        return None
    told = dict(link.qualifiers)
    return Scan(link.value, told.get("10", ""), told.get("21", ""))
