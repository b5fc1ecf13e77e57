"""Small worlds for Hypothesis: events of every type with every field, and questions for every row.

`events` and `question` make them of the things that `story` names.
"""

from typing import Any

from hypothesis import strategies as st

from tests.epcis.query.story import (
    AREA,
    CITY,
    LINK,
    PALLETS,
    PATTERNS,
    SSCC,
    THINGS,
)

_SERIALS = sorted(text for text, label in THINGS.items() if label[0] in ("sgtin", "sscc"))
_CLASSES = sorted(text for text, label in THINGS.items() if label[0] in ("lgtin", "gtin"))
_PLACES = [
    *sorted(text for text, label in THINGS.items() if label[0] == "sgln"),
    "urn:txng:demo:kho", "urn:txng:demo:far",
]  # fmt: skip
_PARTIES = sorted(text for text, label in THINGS.items() if label[0] == "pgln")
_PAPERS = ["urn:epcglobal:cbv:bt:9520000100001:PO7", "urn:txng:demo:po", f"{LINK}/253/95200001000187",
           "urn:epc:id:gdti:9520000.10001.7"]  # fmt: skip
_STEPS = ["shipping", "urn:epcglobal:cbv:bizstep:shipping", "receiving", "ex:carving",
          "https://example.org/ns#carving"]  # fmt: skip
_DISPOSITIONS = ["in_transit", "urn:epcglobal:cbv:disp:in_transit", "recalled", "ex:carved"]
_REASONS = ["incorrect_data", "did_not_occur", "ex:other"]
_EVENT_IDS = [f"urn:uuid:0b5d7b8e-0000-4000-8000-00000000000{n}" for n in range(4)]
_TIMES = [f"2026-10-{day:02}T0{hour}:00:00{zone}" for day in (9, 10, 11) for hour in (0, 7)
          for zone in ("Z", "+07:00")]  # fmt: skip
_QUANTITIES = [0.5, 1, 5, 5.0, 7, 500, 5000]
_MASSES = ["KGM", "GRM", "TNE"]
_DEGREES = [20, 26.0, 68, 68.0, 78.8, 293.15, 4.5]
_SCALES = ["CEL", "FAH", "KEL"]
_VALUES = ["harvest", "7", "007", "7.0", 7, 7.0, 5, "6.5", True, False, "", "2026-10-10T00:00:00Z",
           "2026-10-10", "2026-10-10T07:00:00+07:00", ["harvest", 5], {"@value": "harvest"}, []]  # fmt: skip
one_of = st.sampled_from


def _some(values: list[Any], most: int = 2) -> st.SearchStrategy[list[Any]]:
    return st.lists(one_of(values), min_size=1, max_size=most, unique_by=repr)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


_extensions = st.one_of(
    st.just({}),
    st.builds(
        lambda name, value, inner: {name: value, "ex:other": [{"ex:deep": {"ex:inner": inner}}]},
        one_of(["ex:field", "https://example.org/ns#field"]),
        one_of(_VALUES),
        one_of(_VALUES),
    ),
)


def _with(base: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(lambda members, more: members | more, base, _extensions)


def _amounts(most: int = 2) -> st.SearchStrategy[list[dict[str, Any]]]:
    element = st.builds(
        lambda kind, quantity, unit: {"epcClass": kind}
        | ({} if quantity is None else {"quantity": quantity})
        | ({} if unit is None or quantity is None else {"uom": unit}),
        one_of(_CLASSES), _maybe(one_of(_QUANTITIES)), _maybe(one_of(_MASSES)),
    )  # fmt: skip
    return st.lists(element, min_size=1, max_size=most)


def _dropped(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


_metadata = _with(
    st.builds(
        lambda time, start, device, method, rules: _dropped(
            {"time": time, "startTime": start, "endTime": "2026-10-11T07:00:00Z" if start else None,
             "deviceID": device, "dataProcessingMethod": method, "bizRules": rules}
        ),
        _maybe(one_of(_TIMES)), _maybe(one_of(_TIMES)),
        _maybe(one_of(["urn:epc:id:giai:9520000.S1", f"{LINK}/8004/9520000S1", "urn:txng:demo:s2"])),
        _maybe(one_of(["https://example.org/method/mean", "https://example.org/method/max"])),
        _maybe(st.just("https://example.org/rules/cold")),
    )
)  # fmt: skip
_reports = _with(
    st.builds(
        lambda kind, time, value, unit, more: _dropped(
            {"type": kind, "time": time, "value": value, "uom": unit, **more}
        ),
        one_of(["Temperature", "gs1:Temperature", "https://gs1.org/voc/Temperature"]),
        _maybe(one_of(_TIMES)), _maybe(one_of(_DEGREES)), one_of(_SCALES),
        st.fixed_dictionaries({}, optional={
            "minValue": one_of(_DEGREES), "maxValue": one_of(_DEGREES),
            "meanValue": one_of(_DEGREES), "sDev": one_of(_DEGREES), "percValue": one_of(_DEGREES),
            "percRank": one_of([1, 12.7, 50, 75]), "booleanValue": st.booleans(),
            "stringValue": one_of(["SOMETEXT", "other"]), "hexBinaryValue": one_of(["f0F0f0", "00"]),
            "uriValue": st.just("https://example.org/reading/7"),
            "microorganism": st.just("https://www.ncbi.nlm.nih.gov/taxonomy/1126011"),
            "chemicalSubstance": st.just("https://identifiers.org/inchikey:X"),
            "dataProcessingMethod": st.just("https://example.org/method/max"),
            "deviceID": st.just("urn:txng:demo:s2"),
        }),
    )
)  # fmt: skip
_sensors = st.lists(
    _with(
        st.builds(
            lambda metadata, reports: _dropped({"sensorMetadata": metadata, "sensorReport": reports}),
            _maybe(_metadata), st.lists(_reports, min_size=1, max_size=2),
        )
    ),
    min_size=1, max_size=2,
)  # fmt: skip
_place = _with(st.builds(lambda text: {"id": text}, one_of(_PLACES)))
_common = st.fixed_dictionaries(
    {"eventTime": one_of(_TIMES)},
    optional={
        "bizStep": one_of(_STEPS), "disposition": one_of(_DISPOSITIONS),
        "persistentDisposition": st.fixed_dictionaries(
            {}, optional={"set": _some(_DISPOSITIONS), "unset": _some(_DISPOSITIONS)}
        ),
        "readPoint": _place, "bizLocation": _place,
        "bizTransactionList": st.lists(
            st.builds(lambda kind, text: _dropped({"type": kind, "bizTransaction": text}),
                      _maybe(one_of(["po", "urn:epcglobal:cbv:btt:po", "inv"])), one_of(_PAPERS)),
            min_size=1, max_size=2,
        ),
        "sourceList": st.lists(
            st.builds(lambda kind, text: {"type": kind, "source": text},
                      one_of(["owning_party", "cbv:SDT-owning_party", "possessing_party"]),
                      one_of(_PARTIES)), min_size=1, max_size=2,
        ),
        "destinationList": st.lists(
            st.builds(lambda kind, text: {"type": kind, "destination": text},
                      one_of(["owning_party", "urn:epcglobal:cbv:sdt:owning_party"]),
                      one_of(_PARTIES)), min_size=1, max_size=2,
        ),
        "errorDeclaration": _with(
            st.builds(
                lambda at, reason, ids: _dropped(
                    {"declarationTime": at, "reason": reason, "correctiveEventIDs": ids}
                ),
                one_of(_TIMES), _maybe(one_of(_REASONS)), _maybe(_some(_EVENT_IDS)),
            )
        ),
        "sensorElementList": _sensors, "eventID": one_of(_EVENT_IDS),
    },
)  # fmt: skip
_object = st.builds(
    lambda epcs, amounts, ilmd: _dropped(
        {"type": "ObjectEvent", "epcList": epcs, "quantityList": amounts, "ilmd": ilmd}
    ),
    _some([*_SERIALS, *PALLETS]), _maybe(_amounts()), _maybe(_extensions),
)  # fmt: skip
_packing = st.builds(
    lambda kind, parent, children, amounts: _dropped(
        {"type": kind, "parentID": parent, "childEPCs": children, "childQuantityList": amounts}
    ),
    one_of(["AggregationEvent", "AssociationEvent"]),
    one_of([f"{LINK}/00/{SSCC}", "urn:epc:id:sscc:9520000.0100000001", PALLETS[1]]),
    _some([text for text in _SERIALS if THINGS[text][0] == "sgtin"]), _maybe(_amounts()),
)  # fmt: skip
_trading = st.builds(
    lambda parent, epcs, paper: _dropped(
        {"type": "TransactionEvent", "parentID": parent, "epcList": epcs,
         "bizTransactionList": [{"type": "po", "bizTransaction": paper}]}
    ),
    _maybe(one_of(PALLETS)), _some(_SERIALS), one_of(_PAPERS),
)  # fmt: skip
_making = st.builds(
    lambda epcs_in, epcs_out, amounts_in, amounts_out, name, ilmd: _dropped(
        {"type": "TransformationEvent", "action": "", "inputEPCList": epcs_in,
         "outputEPCList": epcs_out, "inputQuantityList": amounts_in,
         "outputQuantityList": amounts_out, "transformationID": name, "ilmd": ilmd}
    ),
    _some(_SERIALS), _some(_SERIALS), _maybe(_amounts()), _maybe(_amounts()),
    _maybe(one_of(_PAPERS)), _maybe(_extensions),
)  # fmt: skip
_TYPES = ["ex:Tasting", "https://example.org/ns#Tasting", "ex:Roasting"]
_own = st.builds(lambda kind: {"type": kind}, one_of(_TYPES))


def _whole(what: Any, common: Any, more: Any, action: str) -> dict[str, Any]:
    members = {"eventTimeZoneOffset": "+07:00", "action": action, **common, **more, **what}
    if "ilmd" in what:  # only things that begin have master data of their own
        members["action"] = "ADD"
    if what["type"] in ("TransformationEvent", *_TYPES):
        del members["action"]
    return members


events = st.builds(
    _whole, st.one_of(_object, _packing, _trading, _making, _own), _common, _extensions,
    one_of(["ADD", "OBSERVE"]),
)  # fmt: skip
worlds = st.lists(events, min_size=1, max_size=10)


# --- questions --------------------------------------------------------------------------------

_NUMBERS = [0.5, 5, 7, 26, 68, 293.15, 4.5, 50, 12.7]
_BY_KIND: dict[str, st.SearchStrategy[Any]] = {
    "event type": one_of(["ObjectEvent", "epcis:AggregationEvent", "TransformationEvent",
                          "https://ref.gs1.org/epcis/AssociationEvent", "TransactionEvent",
                          *_TYPES, "{https://example.org/ns#}Roasting", "ex:Brewing"]),
    "time": one_of(_TIMES),
    "action": one_of(["ADD", "OBSERVE", "DELETE"]),
    "biz_step": one_of(_STEPS),
    "disposition": one_of(_DISPOSITIONS),
    "error_reason": one_of([*_REASONS, "urn:epcglobal:cbv:er:incorrect_data"]),
    "measurement_type": one_of(["Temperature", "gs1:Temperature", "ex:Bitterness"]),
    "place": one_of(_PLACES),
    "name": one_of([*_PARTIES, *_PAPERS, "urn:epc:id:giai:9520000.S1", "urn:txng:demo:s2",
                    "https://example.org/method/max", "https://example.org/rules/cold"]),
    "pattern": one_of([*_SERIALS, *_CLASSES[:6], *PALLETS, *PATTERNS]),
    "uri": one_of([*_EVENT_IDS, "https://example.org/reading/7",
                   "https://www.ncbi.nlm.nih.gov/taxonomy/1126011",
                   "https://identifiers.org/inchikey:X"]),
    "text": one_of(["SOMETEXT", "other"]),
    "hex": one_of(["F0F0F0", "f0f0f0", "00"]),
    "boolean": st.booleans(),
    "number": one_of(_NUMBERS),
    "void": one_of([None, True, False, 1]),
    "scalar": one_of(["harvest", "7", 7, 7.0, 6.5, "007", True, "true", "2026-10-10T00:00:00Z", "Đà Lạt"]),
    "comparable": one_of([5, 6.5, 7, "2026-10-10T00:00:00Z", "2026-10-10"]),
    "attribute": one_of(["cbvmda:city", CITY, "ex:area", "ex:other"]),
}  # fmt: skip
_PARTS = {
    "type": ["owning_party", "urn:epcglobal:cbv:sdt:owning_party", "cbv:SDT-owning_party",
             "possessing_party", "ex:sold"],
    "field": ["ex:field", "https://example.org/ns#inner", "https://example.org/ns#field", "ex:inner",
              "{https://example.org/ns#}field", "ex:deep"],
    "attribute": ["cbvmda:city", AREA],
}  # fmt: skip


_PAPER_TYPES = [
    "po",
    "urn:epcglobal:cbv:btt:po",
    "https://ref.gs1.org/cbv/BTT-po",
    "inv",
    "ex:sold",
]


def question(row: Any) -> st.SearchStrategy[dict[str, Any]]:
    """One parameter of a row of the table, with values."""
    if not row.operator:
        return st.just({})
    name: st.SearchStrategy[str] = one_of([row.name, *row.also])
    for part, texts in _PARTS.items():
        if part == "field" and row.aspect == "attribute":
            texts = ["bizLocation", "readPoint", "epcClass", "source", "ex:farm", "ex:field"]
        if row.aspect == "biz_transaction":
            texts = _PAPER_TYPES
        if "{" + part + "}" in row.name:
            name = st.builds(
                lambda told, text, part=part: told.replace("{" + part + "}", text),
                name, one_of(texts),
            )  # fmt: skip
    units = _MASSES if row.aspect == "quantity_in" else _SCALES
    name = st.builds(lambda told, unit: told.replace("{uom}", unit), name, one_of(units))
    value = _BY_KIND[row.kind]
    if row.many:
        value = st.lists(value, min_size=1, max_size=3)
    return st.builds(lambda told, values: {told: values}, name, value)


ORDERS = st.builds(
    lambda by, direction, limit: (
        {}
        if by is None
        else _dropped({"orderBy": by, "orderDirection": direction, "eventCountLimit": limit})
    ),
    one_of([None, "eventTime", "recordTime", "quantity", "ex:field"]),
    one_of([None, "ASC", "DESC"]),
    one_of([None, None, 0, 1, 3]),
)
