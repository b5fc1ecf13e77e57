"""Codes that lead nowhere: a product code is the name of every lot and serial that was ever made.

GTIN                                            a product: shown, and never walked through
GTIN + lot, GTIN + serial, SSCC, a private name things
"""

from txng.gs1.identifier import Identifier


def is_product(identifier: Identifier) -> bool:
    """A class without a lot (GTIN, all serials of a GRAI)."""
    return (
        identifier.is_class
        and identifier.scheme != "private"
        and "/10/" not in identifier.canonical
    )
