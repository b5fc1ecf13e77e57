"""What a trace needs to know of names and steps.

GTIN                      a product: every lot ever made answers to it, so nothing is walked through it
GTIN + lot, GTIN + serial, SSCC, a private name      things
"""

from txng.epcis.statements import ORIGIN_STEPS as ORIGIN_STEPS
from txng.epcis.statements import last_word as _last_word
from txng.gs1.identifier import Identifier


def last_word(biz_step: str | None) -> str:
    """`harvesting` of `urn:example:bizstep:harvesting`: private vocabularies keep the word."""
    return _last_word(biz_step) if biz_step else ""


def is_product(identifier: Identifier) -> bool:
    """A class without a lot (GTIN, all serials of a GRAI): every lot ever made answers to it."""
    return (
        identifier.is_class
        and identifier.scheme != "private"
        and "/10/" not in identifier.canonical
    )
