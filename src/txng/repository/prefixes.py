"""How long the company prefix of a GS1 key is: without it a Digital Link has no EPC URN.

Until the register of barcodes exists, the operator names the prefixes that matter here
(TXNG_COMPANY_PREFIXES); every other key stays a Digital Link, with a warning, unless an event that was
asked for spells it as an EPC URN.
"""

from django.conf import settings


def prefix_length(digits: str) -> int | None:
    """Of a GS1 key from its company prefix on: digits of the longest prefix that fits, or None."""
    prefixes: tuple[str, ...] = settings.COMPANY_PREFIXES
    return max((len(prefix) for prefix in prefixes if digits.startswith(prefix)), default=None)
