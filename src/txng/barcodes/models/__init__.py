"""Tables of the room: prefixes with their keys, cases, fees; lots with their labels; layouts."""

from txng.barcodes.models.batches import Batch, LotQuota, PrintRun, ScanBack, Serial
from txng.barcodes.models.designs import Design
from txng.barcodes.models.prefixes import (
    CompanyPrefix,
    FeeLine,
    GivenKey,
    KeyCounter,
    OwnName,
    PrefixCase,
)

__all__ = [
    "Batch",
    "CompanyPrefix",
    "Design",
    "FeeLine",
    "GivenKey",
    "KeyCounter",
    "LotQuota",
    "OwnName",
    "PrefixCase",
    "PrintRun",
    "ScanBack",
    "Serial",
]
