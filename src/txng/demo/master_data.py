"""Who, where and what, as EPCIS master data: every product, party and place that an event names.

{"type": "urn:epcglobal:epcis:vtype:Location",
 "vocabularyElementList": [{"id": "https://id.gs1.org/414/9521003000023",
                            "attributes": [{"id": "cbvmda:name", "attribute": "Kho Đức Trọng"}, ..]}]}

Everything of a firm is declared by the firm itself; a household's plot by the firm that buys from it.
"""

from collections.abc import Iterable
from typing import Any

from txng.demo import labels
from txng.demo.cast import Firm, Place, Plot, Product

Element = dict[str, Any]
Vocabulary = dict[str, list[Element]]  # vocabulary type -> elements

EPC_CLASS = "urn:epcglobal:epcis:vtype:EPCClass"
LOCATION = "urn:epcglobal:epcis:vtype:Location"
PARTY = "urn:epcglobal:epcis:vtype:Party"
CERTIFICATE = "urn:txng:voc:Certificate"  # EPCIS has no vocabulary of certificates


def of_firm(firm: Firm, places: Iterable[Place], products: Iterable[Product]) -> Vocabulary:
    """The firm, its places and its products; strangers' are left out."""
    return {
        PARTY: [party(firm)],
        LOCATION: [place(one) for one in places if one.firm is firm],
        EPC_CLASS: [product(one) for one in products if one.firm is firm],
    }


def party(firm: Firm) -> Element:
    return _element(
        firm.id,
        {
            "cbvmda:name": firm.name,
            "txng:nameEn": firm.name_en,
            "txng:communeCode": firm.commune_code,
            "cbvmda:state": firm.state,
            "cbvmda:countryCode": firm.country,
        },
    )


def place(one: Place) -> Element:
    return _element(
        one.id,
        {
            "cbvmda:name": one.name,
            "txng:nameEn": one.name_en,
            "txng:kind": one.kind,
            "cbvmda:latitude": one.latitude,
            "cbvmda:longitude": one.longitude,
            "txng:communeCode": one.commune_code,
            "cbvmda:state": one.state,
            "cbvmda:countryCode": one.country,
            **one.facts,
            "cbvmda:informationProvider": one.firm.id,
        },
    )


def product(one: Product) -> Element:
    return _element(
        one.id,
        {
            "cbvmda:descriptionShort": one.name,
            "txng:descriptionShortEn": one.name_en,
            "cbvmda:brandName": one.brand,
            "cbvmda:netContent": one.net_content,
            "cbvmda:netWeight": f"{one.unit_kg:g} KGM" if one.unit_kg else "",
            "txng:productGroup": one.group,
            "txng:stage": one.stage,
            "txng:legalUnit": "cành" if one.group == "flowers" else "kg",
            "txng:standard": one.standard,
            **labels.of_product(one.group, one.stage),
            "cbvmda:informationProvider": one.firm.id,
        },
    )


def private_lot(plot: Plot, lot: str) -> Element:
    """A lot without a GTIN carries its own description."""
    return _element(
        lot,
        {
            "cbvmda:descriptionShort": plot.product.name,
            "txng:descriptionShortEn": plot.product.name_en,
            "txng:productGroup": plot.product.group,
            "txng:stage": plot.product.stage,
            "cbvmda:informationProvider": plot.place.firm.id,
        },
    )


def certificate(identity: str, firm: Firm, year: int, quantity_kg: float) -> Element:
    """VietGAP for three years around the harvest; the quantity is what the plots bear at one harvest."""
    return _element(
        identity,
        {
            "txng:scheme": "VietGAP",
            "txng:issuer": "Tổ chức chứng nhận Lá Non (hư cấu)",
            "txng:issuerEn": "Lá Non Certification (fictional)",
            "txng:validFrom": f"{year - 1}-01-01",
            "txng:validUntil": f"{year + 1}-12-31",
            "txng:certifiedQuantity": f"{quantity_kg:.0f} KGM",
            "cbvmda:informationProvider": firm.id,
        },
    )


def _element(identity: str, facts: dict[str, Any]) -> Element:
    """Empty facts are left out: nobody declared them."""
    return {
        "id": identity,
        "attributes": [
            {"id": name, "attribute": value} for name, value in facts.items() if value != ""
        ],
    }
