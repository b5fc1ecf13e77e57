"""A lot made of very many: harvests of many days go to mills, to a roastery, into one blend, to shops.

    documents(1500)    EPCIS documents whose upstream and downstream of BLEND have some 1,500 things

Of n things about 72 % are harvests, 20 % milled, 6 % roasted lots, the rest packs of the blend.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

GS1 = "https://id.gs1.org"
CHERRY, MILLED, ROASTED, COFFEE = (
    "09520000300012", "09520000300029", "09520000300036", "09520000300043",
)  # fmt: skip
BLEND = f"{GS1}/01/{COFFEE}/10/BLEND"
PACKS = f"{GS1}/01/{COFFEE}/10/PACK-"
BEGIN = datetime(2025, 10, 1, 7, tzinfo=timezone(timedelta(hours=7)))
PART = 400  # events of one document


def documents(things: int) -> Iterator[bytes]:
    listed = list(events(things))
    for start in range(0, len(listed), PART):
        whole = {
            "@context": [
                "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
                {"txng": "urn:txng:voc:"},
            ],
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": "2026-01-01T00:00:00Z",
            "epcisBody": {"eventList": listed[start : start + PART]},
        }
        yield json.dumps(whole).encode()


def events(things: int) -> Iterator[dict[str, Any]]:
    roasted = max(1, things * 6 // 100)
    milled = max(1, things // 5)
    packs = max(1, things * 2 // 100)
    harvests = max(1, things - roasted - milled - packs - 1)
    cherries = [f"{GS1}/01/{CHERRY}/10/H{number}" for number in range(harvests)]
    parchments = [f"{GS1}/01/{MILLED}/10/M{number}" for number in range(milled)]
    roasts = [f"{GS1}/01/{ROASTED}/10/R{number}" for number in range(roasted)]
    for number, lot in enumerate(cherries):
        day = BEGIN + timedelta(days=number % 60, minutes=number)
        yield _event(
            day, "commissioning", "harvest", f"urn:txng:test:plot:{number % 40}",
            action="ADD", quantityList=[_amount(lot, 500 + number % 300)],
        )  # fmt: skip
    for number, lot in enumerate(parchments):
        yield _made(70, number, "wet_milling", "mill", cherries[number::milled], [lot], 200)
    for number, lot in enumerate(roasts):
        yield _made(90, number, "roasting", "roastery", parchments[number::roasted], [lot], 600)
    yield _made(120, 0, "roasting", "roastery", roasts, [BLEND], 600)
    made = [f"{PACKS}{number}" for number in range(packs)]
    yield _made(121, 0, "packing", "roastery", [BLEND], made, 5)


def _made(
    day: int,
    number: int,
    activity: str,
    place: str,
    inputs: list[str],
    outputs: list[str],
    kg: float,
) -> dict[str, Any]:
    found = _event(
        BEGIN + timedelta(days=day, minutes=number), "commissioning", activity,
        f"urn:txng:test:place:{place}",
        type="TransformationEvent",
        inputQuantityList=[_amount(one, kg) for one in inputs],
        outputQuantityList=[_amount(one, kg) for one in outputs],
    )  # fmt: skip
    del found["action"]
    return found


def _amount(lot: str, kg: float) -> dict[str, Any]:
    return {"epcClass": lot, "quantity": kg, "uom": "KGM"}


def _event(day: datetime, step: str, activity: str, place: str, **members: Any) -> dict[str, Any]:
    return {
        "type": "ObjectEvent", "action": "OBSERVE",
        "eventTime": day.isoformat(), "eventTimeZoneOffset": "+07:00",
        "bizStep": step, "txng:activity": activity,
        "readPoint": {"id": place}, "bizLocation": {"id": place},
    } | members  # fmt: skip
