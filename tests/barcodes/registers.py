"""Enterprises of the cast with a prefix, a product and a lot: what every story of this room starts from."""

from decimal import Decimal
from typing import Any

from tests import people
from txng.accounts.actors import Actor
from txng.barcodes import layouts
from txng.barcodes.actions import lots, prefixes
from txng.barcodes.models import Batch, CompanyPrefix, LotQuota
from txng.parties.models import Enterprise
from txng.ui import collation

COMMUNE = "24846"  # Phường Lang Biang – Đà Lạt
PREFIX = "8938505974"
WORDS = {
    "responsible_name": "Hợp tác xã cà phê của An (hư cấu)",
    "origin": "Việt Nam",
}


def enterprise(who: Actor, code: str = "DV-000001-4") -> Enterprise:
    """The register's entry of the organisation that this person acts for."""
    found = Enterprise.objects.filter(organisation_id=who.organisation_id).first()
    return found or Enterprise.objects.create(
        code=code,
        kind="hop-tac-xa",
        ownership="tap-the",
        sector="nong-nghiep",
        name=who.organisation,
        commune_code=COMMUNE,
        address="Thôn Trường Thọ",
        organisation_id=who.organisation_id,
        name_key=collation.sort_key(who.organisation),
    )


def ans() -> Enterprise:
    return enterprise(people.an())


def dungs() -> Enterprise:
    return enterprise(people.dung(), "DV-000002-1")


def held(digits: str = PREFIX, **told: Any) -> CompanyPrefix:
    return prefixes.hold_prefix(by=people.an(), enterprise=ans(), digits=digits, **told)


def product(name: str = "Cà phê Cầu Đất 500 g") -> str:
    """The GTIN of a new product of An's."""
    if not CompanyPrefix.objects.filter(digits=PREFIX).exists():
        held()
    (key,) = prefixes.allocate(by=people.an(), digits=PREFIX, kind="gtin", purposes=[name])
    return key.value


def lot(kg: str = "600", gram: str = "500", gtin: str = "", name: str = "L2511") -> LotQuota:
    return lots.declare_lot(
        by=people.an(),
        enterprise=ans(),
        gtin=gtin or product(),
        lot=name,
        product_name="Cà phê Cầu Đất 500 g",
        weight_kg=Decimal(kg),
        content_g=Decimal(gram),
    )


def issued(quota: LotQuota, quantity: int = 10, by: Actor | None = None, **told: Any) -> Batch:
    told = {"layout": layouts.presets()["tem-50x30"], "words": WORDS, "group": "thuc-pham"} | told
    return lots.issue(by=by or people.an(), quota_id=quota.pk, quantity=quantity, **told)
