"""A small world: a handful of things in all their spellings, and an event for every row of the table.

What the spellings mean is written down here and nowhere computed, so that the oracle does not lean on
the code under test. `worlds` makes other worlds of the same things.
"""

from collections.abc import Callable
from typing import Any

PREFIXES = {
    "ex": "https://example.org/ns#",
    "cbvmda": "urn:epcglobal:cbv:mda:",
    "cbv": "https://ref.gs1.org/cbv/",
    "gs1": "https://gs1.org/voc/",
}
CONTEXT = [
    "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
    {"ex": "https://example.org/ns#"},
]
G1, G2 = "09520000100018", "09520000100117"
GLN, GLN2, GLN3 = "9520000100001", "9520000100117", "9520000100223"
SSCC = "095200001000000018"
LINK, OTHER_HOST = "https://id.gs1.org", "https://truyxuat.example/vn"


def _things() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for gtin, item in ((G1, "010001"), (G2, "010011")):
        found[f"{LINK}/01/{gtin}"] = found[f"{OTHER_HOST}/01/{gtin}"] = ("gtin", gtin, "")
        found[f"urn:epc:idpat:sgtin:9520000.{item}.*"] = ("gtin", gtin, "")
        for serial in ("B", "C", "B2"):
            label = ("sgtin", gtin, serial)
            found[f"{LINK}/01/{gtin}/21/{serial}"] = label
            found[f"{OTHER_HOST}/01/{gtin}/10/L1/21/{serial}"] = label
            found[f"urn:epc:id:sgtin:9520000.{item}.{serial}"] = label
        for lot in ("L1", "L2"):
            label = ("lgtin", gtin, lot)
            found[f"{LINK}/01/{gtin}/10/{lot}"] = found[f"{OTHER_HOST}/01/{gtin}/10/{lot}"] = label
            found[f"urn:epc:class:lgtin:9520000.{item}.{lot}"] = label
    found[f"{LINK}/00/{SSCC}"] = ("sscc", SSCC, "")
    found["urn:epc:id:sscc:9520000.0100000001"] = ("sscc", SSCC, "")
    for gln, location in ((GLN, "10000"), (GLN2, "10011"), (GLN3, "10022")):
        found[f"{LINK}/414/{gln}"] = ("sgln", gln, "")
        found[f"urn:epc:id:sgln:9520000.{location}.0"] = ("sgln", gln, "")
        found[f"{LINK}/417/{gln}"] = ("pgln", gln, "")
        found[f"urn:epc:id:pgln:9520000.{location}"] = ("pgln", gln, "")
    found["urn:epc:id:giai:9520000.S1"] = ("giai", "9520000S1", "")
    found[f"{LINK}/8004/9520000S1"] = ("giai", "9520000S1", "")
    found["urn:epc:id:gdti:9520000.10001.7"] = ("gdti", "9520000100018", "7")
    found[f"{LINK}/253/95200001000187"] = ("gdti", "9520000100018", "7")
    return found


THINGS = _things()
PALLETS = ("https://example.com/pallets/2026-1", "https://example.com/pallets/2025-1")
MARKET, HALL, STALL = (THINGS[f"{LINK}/414/{gln}"] for gln in (GLN, GLN2, GLN3))
CHILDREN = {MARKET: [HALL], HALL: [STALL, ("private", "urn:txng:demo:kho")], STALL: [MARKET]}
CITY, AREA = "urn:epcglobal:cbv:mda:city", "https://example.org/ns#area"
ATTRIBUTES = {
    MARKET: {CITY: "Đà Lạt", AREA: 5},
    HALL: {CITY: "Bảo Lộc"},
    THINGS[f"{LINK}/01/{G1}/10/L1"]: {AREA: "harvest"},
    ("private", "urn:txng:demo:farm"): {AREA: 7.5},
}
MASTER_DATA = [
    {
        "type": "urn:epcglobal:epcis:vtype:BusinessLocation",
        "vocabularyElementList": [
            {
                "id": f"{LINK}/414/{GLN}",
                "attributes": [
                    {"id": "cbvmda:city", "attribute": "Đà Lạt"},
                    {"id": "ex:area", "attribute": 5},
                ],
                "children": [f"{LINK}/414/{GLN2}"],
            },
            {
                "id": "urn:epc:id:sgln:9520000.10011.0",
                "attributes": [{"id": "cbvmda:city", "attribute": "Bảo Lộc"}],
                "children": ["urn:epc:id:sgln:9520000.10022.0", "urn:txng:demo:kho"],
            },
            {"id": f"{LINK}/414/{GLN3}", "children": [f"{LINK}/414/{GLN}"]},  # a circle
        ],
    },
    {
        "type": "urn:epcglobal:epcis:vtype:EPCClass",
        "vocabularyElementList": [
            {
                "id": f"{LINK}/01/{G1}/10/L1",
                "attributes": [{"id": AREA, "attribute": "harvest"}],
            },
            {"id": "urn:txng:demo:farm", "attributes": [{"id": "ex:area", "attribute": 7.5}]},
        ],
    },
]

PATTERNS: dict[str, Callable[[Any], bool]] = {
    "urn:epc:idpat:sgtin:9520000.010001.*": lambda t: t[0] in ("sgtin", "gtin") and t[1] == G1,
    "urn:epc:idpat:sgtin:9520000.*.*": lambda t: t[0] in ("sgtin", "gtin"),
    "urn:epc:idpat:sgtin:*.*.*": lambda t: t[0] in ("sgtin", "gtin"),
    "urn:epc:idpat:sgtin:9520001.*.*": lambda t: False,
    "urn:epc:idpat:sgtin:9520000.010011.C": lambda t: t == ("sgtin", G2, "C"),
    "urn:epc:idpat:lgtin:9520000.010001.*": lambda t: t[0] == "lgtin" and t[1] == G1,
    "urn:epc:idpat:sscc:9520000.*": lambda t: t[0] == "sscc",
    "urn:epc:idpat:sscc:9520009.*": lambda t: False,
    f"{LINK}/01/{G1}/21/*": lambda t: t[0] == "sgtin" and t[1] == G1,
    f"{LINK}/01/{G1}/21/B*": lambda t: t == ("sgtin", G1, "B2"),
    f"{OTHER_HOST}/01/{G2}/10/*": lambda t: t[0] == "lgtin" and t[1] == G2,
    f"{LINK}/01/{G1}/10/*": lambda t: t[0] == "lgtin" and t[1] == G1,
    f"{LINK}/01/{G1}/*": lambda t: t[0] in ("lgtin", "sgtin") and t[1] == G1,
    f"{LINK}/01/*": lambda t: t[0] in ("lgtin", "sgtin", "gtin"),
    f"{LINK}/00/*": lambda t: t[0] == "sscc",
    "https://example.com/pallets/2026-*": lambda t: t == ("private", PALLETS[0]),
    "https://example.com/*": lambda t: t[0] == "private" and "example.com" in t[1],
}  # fmt: skip


def pattern_of(text: str) -> Callable[[Any], bool]:
    """What a value of MATCH_ means, over the labels of THINGS."""
    if text in PATTERNS:
        return PATTERNS[text]
    label = THINGS.get(text, ("private", text))
    return lambda told: told == label


# --- the story --------------------------------------------------------------------------------

_NUMBER = iter(range(1, 1000))


def event(**members: Any) -> dict[str, Any]:
    number = next(_NUMBER)
    whole = {
        "type": "ObjectEvent",
        "eventTime": f"2026-10-{number % 20 + 1:02}T08:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "action": "OBSERVE",
        "epcList": [f"{LINK}/01/{G2}/21/C"],
    } | members
    return {name: value for name, value in whole.items() if value is not None}


def _extended(value: Any) -> dict[str, Any]:
    return {"ex:field": value, "https://example.org/ns#other": {"ex:deep": [{"ex:inner": value}]}}


SENSORS = [
    {
        "sensorMetadata": {
            "time": "2026-10-10T00:00:00Z",
            "startTime": "2026-10-10T00:00:00Z",
            "endTime": "2026-10-10T00:30:00Z",
            "deviceID": "urn:epc:id:giai:9520000.S1",
            "dataProcessingMethod": "https://example.org/method/mean",
            "bizRules": "https://example.org/rules/cold",
        },
        "sensorReport": [
            {
                "type": "gs1:Temperature", "value": 26.0, "minValue": 26, "maxValue": 26.0,
                "meanValue": 26.0, "sDev": 4.5, "percValue": 4.5, "percRank": 12.7, "uom": "CEL",
                "microorganism": "https://www.ncbi.nlm.nih.gov/taxonomy/1126011",
                "chemicalSubstance":
                    "https://identifiers.org/inchikey:CZMRCDWAGMRECN-UGDNZRGBSA-N",
            },
        ],
    },
]  # fmt: skip
LATER_SENSORS = [
    {
        "sensorMetadata": {
            "time": "2026-10-11T02:00:00Z",
            "startTime": "2026-10-11T02:00:00Z",
            "endTime": "2026-10-11T03:00:00Z",
        },
        "sensorReport": [
            {
                "type": "Temperature", "value": 78.8, "minValue": 80.6, "maxValue": 86.0,
                "meanValue": 86, "sDev": 54.0, "percValue": 104.0, "percRank": 75, "uom": "FAH",
            },
            {"type": "Temperature", "value": 303.15, "minValue": 277.15, "maxValue": 277.15,
             "meanValue": 277.15, "sDev": 1.0, "percValue": 277.15, "percRank": 1, "uom": "KEL"},
            {"type": "RelativeHumidity", "time": "2026-10-09T00:00:00Z", "stringValue": "SOMETEXT",
             "booleanValue": True, "hexBinaryValue": "F0f0f0",
             "uriValue": "https://example.org/reading/7"},
        ],
    },
]  # fmt: skip


def story() -> list[dict[str, Any]]:
    """At least one event for every row's example, and others that come close."""
    return [
        event(bizStep="shipping", disposition="in_transit", action="ADD"),
        event(bizStep="urn:epcglobal:cbv:bizstep:receiving", action="DELETE"),
        event(bizStep="ex:carving", disposition="ex:carved"),
        event(persistentDisposition={"set": ["completeness_verified"], "unset": ["in_transit"]}),
        event(persistentDisposition={"unset": ["completeness_verified"]}),
        event(readPoint={"id": f"{LINK}/414/{GLN}"}, bizLocation={"id": f"{LINK}/414/{GLN}"}),
        event(readPoint={"id": f"{LINK}/414/{GLN2}"}, bizLocation={"id": f"{LINK}/414/{GLN3}"}),
        event(bizLocation={"id": "urn:txng:demo:kho"}, readPoint={"id": "urn:txng:demo:kho"}),
        event(readPoint={"id": "urn:txng:demo:far"}, bizLocation={"id": "urn:txng:demo:far"}),
        event(
            bizTransactionList=[
                {"type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:9520000100001:PO7"}
            ],
            sourceList=[{"type": "owning_party", "source": "urn:epc:id:pgln:9520000.10000"}],
            destinationList=[
                {"type": "owning_party", "destination": f"{LINK}/417/{GLN}"},
                {"type": "possessing_party", "destination": f"{LINK}/417/{GLN2}"},
            ],
        ),
        event(
            bizTransactionList=[
                {"type": "inv", "bizTransaction": "urn:epcglobal:cbv:bt:9520000100001:PO7"},
                {"type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:9520000100001:PO8"},
                {"bizTransaction": "urn:epcglobal:cbv:bt:9520000100001:PO7"},
            ],
            sourceList=[{"type": "possessing_party", "source": "urn:epc:id:pgln:9520000.10000"}],
            destinationList=[{"type": "location", "destination": f"{LINK}/414/{GLN}"}],
        ),
        event(epcList=[f"{LINK}/01/{G1}/21/B", f"{LINK}/01/{G1}/21/B2"]),
        event(epcList=[PALLETS[0]], quantityList=[{"epcClass": f"{LINK}/01/{G1}"}]),
        event(
            epcList=None,
            quantityList=[{"epcClass": f"{LINK}/01/{G1}/10/L1", "quantity": 5, "uom": "KGM"}],
        ),
        event(
            epcList=None,
            quantityList=[
                {"epcClass": f"{LINK}/01/{G2}/10/L2", "quantity": 500, "uom": "GRM"},
                {"epcClass": f"{LINK}/01/{G2}", "quantity": 5},
            ],
        ),
        event(
            epcList=None,
            quantityList=[
                {"epcClass": f"{LINK}/01/{G2}/10/L1", "quantity": 4, "uom": "GRM"},
                {"epcClass": f"{LINK}/01/{G2}/10/L2", "quantity": 0.006, "uom": "TNE"},
            ],
        ),
        *(
            event(
                type=kind, epcList=None, action=action,
                parentID="urn:epc:id:sscc:9520000.0100000001",
                childEPCs=[f"{LINK}/01/{G1}/21/C"],
                childQuantityList=[{"epcClass": f"{LINK}/01/{G1}/10/L2", "quantity": 7}],
            )
            for kind, action in (("AggregationEvent", "ADD"), ("AssociationEvent", "DELETE"))
        ),
        event(
            type="TransactionEvent", parentID=f"{LINK}/00/{SSCC}",
            bizTransactionList=[{"type": "po", "bizTransaction": "urn:txng:demo:po"}],
        ),
        event(
            type="TransformationEvent", action=None, epcList=None,
            inputEPCList=[f"{LINK}/01/{G1}/21/B"], outputEPCList=[f"{LINK}/01/{G1}/21/C"],
            inputQuantityList=[
                {"epcClass": f"{LINK}/01/{G1}/10/L1", "quantity": 7, "uom": "KGM"}
            ],
            outputQuantityList=[
                {"epcClass": f"{LINK}/01/{G1}/10/L2", "quantity": 2, "uom": "KGM"}
            ],
            transformationID="urn:epc:id:gdti:9520000.10001.7",
            ilmd={"cbvmda:lotNumber": "007", "ex:field": "harvest"},
        ),
        event(eventID="urn:uuid:0b5d7b8e-0000-4000-8000-000000000001"),
        event(
            eventID="urn:uuid:0b5d7b8e-0000-4000-8000-000000000001",
            errorDeclaration={
                "declarationTime": "2026-10-10T08:00:00+07:00",
                "reason": "incorrect_data",
                "correctiveEventIDs": ["urn:uuid:0b5d7b8e-0000-4000-8000-000000000002"],
            },
        ),
        event(
            eventID="urn:uuid:0b5d7b8e-0000-4000-8000-000000000003",
            errorDeclaration={
                "declarationTime": "2026-10-09T08:00:00+07:00", "reason": "did_not_occur",
            },
        ),
        event(sensorElementList=SENSORS, eventTime="2026-10-12T08:00:00+07:00"),
        event(sensorElementList=LATER_SENSORS, eventTime="2026-10-13T08:00:00+07:00"),
        *map(_holding, ("harvest", 5, 7.0, "6", 4, "", True, [1, "harvest"])),
        event(**{"ex:farm": "urn:txng:demo:farm"}),
        *(
            event(type=kind, action=None, epcList=None, bizStep="inspecting", **{"ex:score": 85})
            for kind in ("ex:Tasting", "https://example.org/ns#Tasting", "ex:Roasting")
        ),
    ]  # fmt: skip


def _holding(value: Any) -> dict[str, Any]:
    """The same field in every holder."""
    return event(
        **_extended(value),
        action="ADD",
        eventTime="2026-10-14T08:00:00+07:00",
        ilmd=_extended(value),
        readPoint={"id": f"{LINK}/414/{GLN3}", **_extended(value)},
        bizLocation={"id": f"{LINK}/414/{GLN3}", **_extended(value)},
        errorDeclaration={"declarationTime": "2026-10-15T08:00:00+07:00", **_extended(value)},
        sensorElementList=[
            {
                **_extended(value),
                "sensorMetadata": {"time": "2026-10-01T00:00:00Z", **_extended(value)},
                "sensorReport": [
                    {"type": "Temperature", "value": 1.0, "uom": "CEL", **_extended(value)}
                ],
            }
        ],
        epcList=[f"{LINK}/01/{G2}/21/B"],
    )


STORY = story()


# --- worlds that Hypothesis makes -------------------------------------------------------------
