"""Small capture documents for tests."""

import json
from datetime import UTC, datetime
from typing import Any

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
GTIN = "09520000100018"
LOT = f"https://id.gs1.org/01/{GTIN}/10/L1"
SERIAL = f"https://id.gs1.org/01/{GTIN}/21/S1"


def event(**members: Any) -> dict[str, Any]:
    """An ObjectEvent that every rule accepts, with members replaced; None takes one out."""
    members = {
        "type": "ObjectEvent",
        "eventTime": "2026-10-01T08:00:00Z",
        "eventTimeZoneOffset": "+07:00",
        "action": "OBSERVE",
        "bizStep": "shipping",
        "epcList": [SERIAL],
    } | members
    return {name: value for name, value in members.items() if value is not None}


def document(*events: Any, **members: Any) -> bytes:
    whole = {
        "@context": [CONTEXT],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-10-01T09:00:00Z",
        "epcisBody": {"eventList": list(events)},
    } | members
    return json.dumps({name: value for name, value in whole.items() if value is not None}).encode()
