"""Whose GTIN it is: given out of a prefix here, or written down for a trade item."""

from txng.barcodes.models import CompanyPrefix, GivenKey
from txng.parties.models import Enterprise


def holds_gtin(enterprise: Enterprise, gtin: str) -> bool:
    """Whether the enterprise may print this GTIN; the package of a product counts as the product."""
    unit = "0" + gtin[1:13]
    given = GivenKey.objects.filter(
        kind="gtin",
        value__startswith=unit,
        prefix__enterprise=enterprise,
        withdrawn_at__isnull=True,
    )
    return given.exists()


def prefix_of(gtin: str) -> CompanyPrefix | None:
    """The prefix here that a GTIN begins with."""
    body = gtin[1:13]
    heads = [body[:length] for length in range(7, 13)]
    return CompanyPrefix.objects.filter(digits__in=heads).select_related("enterprise").first()
