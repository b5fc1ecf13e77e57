"""Whose GTIN it is: given out of a prefix here, or written down for a trade item."""

from txng.barcodes.models import CompanyPrefix, GivenKey
from txng.parties.models import Enterprise
from txng.products.models import TradeItem
from txng.products.rules.trade_items import ACTIVE
from txng.ui.collation import sort_key


def holds_gtin(enterprise: Enterprise, gtin: str) -> bool:
    """Whether the enterprise may print this GTIN; the package of a product counts as the product."""
    unit = "0" + gtin[1:13]
    given = GivenKey.objects.filter(
        kind="gtin",
        value__startswith=unit,
        prefix__enterprise=enterprise,
        withdrawn_at__isnull=True,
    )
    items = TradeItem.objects.filter(owner=enterprise, gtin__startswith=unit, state=ACTIVE)
    return given.exists() or items.exists()


def prefix_of(gtin: str) -> CompanyPrefix | None:
    """The prefix here that a GTIN begins with."""
    body = gtin[1:13]
    heads = [body[:length] for length in range(7, 13)]
    return CompanyPrefix.objects.filter(digits__in=heads).select_related("enterprise").first()


def products(enterprise: Enterprise) -> list[tuple[str, str]]:
    """GTIN and name of everything that the enterprise may print labels for, by name."""
    told = dict(
        GivenKey.objects.filter(
            kind="gtin", prefix__enterprise=enterprise, withdrawn_at__isnull=True
        ).values_list("value", "purpose")
    )
    items = TradeItem.objects.filter(owner=enterprise, gtin__isnull=False, state=ACTIVE)
    told |= {
        gtin: name for gtin, name in items.values_list("gtin", "name") if gtin
    }  # the register's name is the better one
    return sorted(told.items(), key=lambda one: sort_key(one[1]))
