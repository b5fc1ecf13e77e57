"""GS1 keys as values: checked once, and their kind is their type.

    Gtin   01    product          Grai  8003  returnable asset   Gcn   255  coupon
    Sscc   00    logistic unit    Giai  8004  single asset       Ginc  401  consignment
    Gln    414   place or party   Gsrn  8018  person served      Gsin  402  shipment
                                  Gdti  253   document

>>> Gtin("96385074") == Gtin("00000096385074"), Gtin("9506000134352").value
(True, '09506000134352')
>>> Gln("9506000134300")
Traceback (most recent call last):
txng.gs1.errors.CheckDigitError: Expected check digit 7 for 950600013430, got 0

Source: GS1 General Specifications, section 3 under the application identifier of each key.
"""

from dataclasses import dataclass
from typing import ClassVar

from txng.gs1 import application_identifiers
from txng.gs1.errors import LengthError


@dataclass(frozen=True, slots=True)
class Key:
    """`ai` is the application identifier that introduces the key on a label and in a link."""

    value: str
    ai: ClassVar[str]

    def __post_init__(self) -> None:
        application_identifiers.find(self.ai).verify(self.value)

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Gtin(Key):
    """Given with 8, 12, 13 or 14 digits; always kept with 14, so that equal products are equal."""

    ai = "01"

    def __post_init__(self) -> None:
        if len(self.value) not in {8, 12, 13, 14}:
            raise LengthError(f"Expected 8, 12, 13 or 14 digits for a GTIN, got {len(self.value)}")
        object.__setattr__(self, "value", self.value.zfill(14))
        application_identifiers.find(self.ai).verify(self.value)


class Sscc(Key):
    __slots__ = ()
    ai = "00"


class Gln(Key):
    __slots__ = ()
    ai = "414"


class Grai(Key):
    """Fourteen characters, the first of them 0, then the serial of one asset if it has one."""

    __slots__ = ()
    ai = "8003"


class Giai(Key):
    __slots__ = ()
    ai = "8004"


class Gsrn(Key):
    __slots__ = ()
    ai = "8018"


class Gdti(Key):
    """Thirteen digits for the kind of document, then the serial of one document if it has one."""

    __slots__ = ()
    ai = "253"


class Gcn(Key):
    __slots__ = ()
    ai = "255"


class Ginc(Key):
    __slots__ = ()
    ai = "401"


class Gsin(Key):
    __slots__ = ()
    ai = "402"
