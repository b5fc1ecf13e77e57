"""What a symbol holds: a Digital Link for telephones, an element string for scanners.

    HTTPS://TRUYXUAT.EXAMPLE/01/08938505974019/10/L2511/21/0B7TK94QVH2XN      QR, alphanumeric mode
    (01)08938505974019(17)261231(10)L2511(21)0B7TK94QVH2XN                    GS1 DataMatrix, GS1-128
    8938505974019                                                            EAN-13

A QR code packs two signs into 11 bits when all of them are digits, upper-case letters or one of
" $%*+-./:"; one lower-case letter makes every sign cost 8 bits, and the stamp grows. Scheme and host mean the
same in any case (RFC 3986, section 6.2.2.1), so they are written large. What must stay as it is: a path in
front of the key ("/vn"), and a lot or serial with lower-case letters, because "l1" and "L1" are two lots.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from txng.barcodes.errors import ContentError
from txng.barcodes.rules.printing import Carrier
from txng.gs1 import digital_link, element_string
from txng.gs1.errors import Gs1Error

ALPHANUMERIC: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
# Set 82 allows more; brackets, quotation marks and the like are read wrongly by many keyboards and scanners
_LOT: Final = re.compile(r"[A-Za-z0-9._/-]{1,20}")


@dataclass(frozen=True, slots=True)
class Code:
    """What a label is about. `lot` and `serial` may be empty; `expires_on` goes into element strings only."""

    gtin: str
    lot: str = ""
    serial: str = ""
    expires_on: date | None = None

    @property
    def link(self) -> digital_link.DigitalLink:
        given = (("10", self.lot), ("21", self.serial))
        return digital_link.build("01", self.gtin, qualifiers=[pair for pair in given if pair[1]])


def good_lot(lot: str) -> str:
    """The lot as it is printed. Raises ContentError.

    >>> good_lot(" L2511-A ")
    'L2511-A'
    """
    lot = lot.strip()
    if _LOT.fullmatch(lot) is None:
        raise ContentError(
            _("Số lô in trên tem cần 1 đến 20 ký tự gồm chữ không dấu, chữ số và . _ / -; bạn nhập"
              " “%(lot)s”.") % {"lot": lot[:30]},
            "lot",
        )  # fmt: skip
    return lot


def text_of(carrier: Carrier, code: Code, stem: str) -> str:
    """What goes into the symbol. `stem` is the resolver's address. Raises ContentError."""
    try:
        link = code.link
    except Gs1Error as error:
        raise ContentError(error.vi) from error
    if carrier == "qr":
        return large(stem) + link.path
    if carrier == "ean-13":
        if not code.gtin.startswith("0"):
            raise ContentError(
                _("EAN-13 chỉ ghi được GTIN có 13 chữ số; %(gtin)s là mã của thùng, dùng GS1-128.")
                % {"gtin": code.gtin}
            )
        return code.gtin[1:]
    expiry = f"(17){code.expires_on:%y%m%d}" if code.expires_on else ""
    key, *rest = element_string.from_digital_link(link).pairs
    # values of known length first: they need no separator behind them
    return f"({key[0]}){key[1]}{expiry}" + "".join(f"({ai}){value}" for ai, value in rest)


def large(stem: str) -> str:
    """Scheme and host in capitals, a path in front of the keys untouched.

    >>> large("https://truyxuat.example/vn/")
    'HTTPS://TRUYXUAT.EXAMPLE/vn'
    """
    parts = urlsplit(stem)
    return f"{parts.scheme}://{parts.netloc}".upper() + parts.path.rstrip("/")


def is_alphanumeric(text: str) -> bool:
    """Whether a QR code can hold it in alphanumeric mode."""
    return ALPHANUMERIC.issuperset(text)


def host_of(stem: str) -> str:
    """What is printed in words beside the symbol, so that people can compare it with the address bar."""
    return urlsplit(stem).netloc.lower()
