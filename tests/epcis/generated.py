"""Events that Hypothesis makes up, of all five types and with everything the standard lets them hold.

What the reference implementation of the event hash gets wrong (listed in `txng.epcis.event_hash`) is
left out here and tried by example in `test_event_hash.py`.
"""

import re
from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from tests.gs1.codes import URNS
from txng.epcis import vocabulary
from txng.gs1 import epc_urn

CONTEXT = [
    "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
    {
        "gs1": "https://gs1.org/voc/",
        "mda": "urn:epcglobal:cbv:mda",
        "example": "https://ns.example.com/epcis/",
        "vn": "https://truyxuat.example/voc/",
        "old": "urn:txng:voc:",
    },
]
# The reference knows no prefix of EPCIS's own context unless a document declares it again.
REFERENCE_CONTEXT = [*CONTEXT, {"cbv": "https://ref.gs1.org/cbv/"}]
_WORDS = frozenset(word for spelling in vocabulary.SPELLINGS.values() for word in spelling.words)
_LOCAL_NAMES = ("activity", "weight", "note", "số_lô", "a", "b", "C-3")


def _is_plain(text: str) -> bool:
    """No word that the reference would expand, and no number of Python's that is none of JSON's."""
    if text.strip() in _WORDS:
        return False
    try:
        number = float(text)
    except ValueError:
        return True
    return (
        abs(number) < 1e300
        and re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", text.strip())
        is not None
    )


TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters=":"), max_size=12),
    st.sampled_from(
        ["007", "1.50", "+3", "-0.0", "1e5", ".5", " 12 ", "Cà phê Đà Lạt", "vn:word", "a:b", "gs1:Chicken"]
    ),
    st.decimals(allow_nan=False, allow_infinity=False, places=4).map(str),
).filter(_is_plain)  # fmt: skip
NUMBERS = st.one_of(
    st.integers(-(10**20), 10**20), st.floats(-1e18, 1e18, allow_nan=False), st.floats(0, 1)
)
# the reference reads GRAIs, coupons and document types of twelve-digit prefixes wrongly
KEYS = URNS.filter(
    lambda urn: not re.match(r"urn:epc:(id|idpat):(grai|sgcn|gdti):[0-9]{12}\.", urn)
)


@st.composite
def links(draw: st.DrawFn) -> str:
    """The Digital Link of a key, at some host; without escapes, which the reference cannot read."""
    link = epc_urn.to_digital_link(draw(KEYS))
    stem = draw(
        st.sampled_from(
            [
                "https://id.gs1.org",
                "https://truyxuat.example/vn",
                "http://example.com",
                "https://a.example:8443/x/y",
            ]
        )
    )
    query = draw(st.sampled_from(["", "?17=261231", "?linkType=all&x=1"]))
    return f"{stem}{link.path}{query}"


PRIVATE = st.sampled_from(
    [
        "https://example.org/po/77",
        "urn:epcglobal:cbv:bt:0614141073467:A123",
        "urn:uuid:6f1b1f9e-8d0a-4b66-9c2c-1a2b3c4d5e6f",
        "urn:epc:id:bic:CSQU3054383",
        "tag:example.org,2026:lot/7",
    ]
)
IDENTIFIERS = st.one_of(KEYS, links().filter(lambda uri: "%" not in uri), PRIVATE)


@st.composite
def times(draw: st.DrawFn) -> str:
    """Any offset, none to nine digits of a second; no half milliseconds, which the reference rounds
    to even, and none that would round up into the next second, where it fails."""
    moment = draw(
        st.datetimes(
            min_value=datetime(1990, 1, 1),  # noqa: DTZ001  # its zone is drawn below
            max_value=datetime(2090, 1, 1),  # noqa: DTZ001
        )
    ).replace(microsecond=0)
    fraction = draw(
        st.from_regex(r"(\.([0-9]{1,3}|[0-8][0-9]{2}[0-46-9][0-9]{0,5}))?", fullmatch=True)
    )
    offset = draw(
        st.sampled_from(["Z", "+07:00", "+00:00", "-05:30", "+14:00", "-12:00", "+05:45"])
    )
    return f"{moment.isoformat()}{fraction}{offset}"


def words(field: vocabulary.Field) -> st.SearchStrategy[str]:
    spelling = vocabulary.SPELLINGS[field]
    known = st.sampled_from(sorted(spelling.words))
    spellings = [known, known.map(lambda word: spelling.web + word)]
    spellings.append(known.map(lambda word: spelling.curie + word))
    if spelling.urn:
        urn = spelling.urn
        spellings.append(known.map(lambda word: urn + word))
    return st.one_of(*spellings, st.sampled_from(["https://example.org/words/carving", "vn:word"]))


def extensions(
    prefixes: tuple[str, ...] = ("example", "vn", "old", "mda"), most: int = 3
) -> st.SearchStrategy[dict[str, Any]]:
    names = st.builds("{}:{}".format, st.sampled_from(prefixes), st.sampled_from(_LOCAL_NAMES))
    scalars = TEXTS | NUMBERS | IDENTIFIERS | times()
    values = st.recursive(
        scalars,
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3) | st.dictionaries(names, inner, max_size=3)
        ),
        max_leaves=6,
    )
    return st.dictionaries(names, values, max_size=most)


def _some(members: dict[str, st.SearchStrategy[Any]], **needed: Any) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(needed, optional=members)


def _places() -> st.SearchStrategy[Any]:
    inside = extensions(("example", "vn"), 2)
    return st.builds(lambda place, more: {"id": place, **more}, IDENTIFIERS, inside)


QUANTITIES = st.lists(
    _some(
        {"quantity": NUMBERS, "uom": st.sampled_from(["KGM", "CEL", "A93"])}, epcClass=IDENTIFIERS
    ),
    min_size=1,
    max_size=3,
)
NAMES = st.lists(IDENTIFIERS, max_size=4)
_METADATA = {
    "startTime": times(),
    "endTime": times(),
    "deviceID": IDENTIFIERS,
    "deviceMetadata": IDENTIFIERS,
    "rawData": IDENTIFIERS,
    "dataProcessingMethod": IDENTIFIERS,
    "bizRules": IDENTIFIERS,
}
_REPORT = {
    "exception": words("sensor_alert_type"),
    "deviceID": IDENTIFIERS,
    "time": times(),
    "microorganism": PRIVATE,
    "chemicalSubstance": PRIVATE,
    "value": NUMBERS,
    "component": words("component"),
    "stringValue": TEXTS,
    "hexBinaryValue": st.text("0123456789ABCDF", min_size=1, max_size=4).map(lambda text: text * 2),
    "uriValue": IDENTIFIERS,
    "minValue": NUMBERS,
    "maxValue": NUMBERS,
    "meanValue": NUMBERS,
    "sDev": NUMBERS,
    "percRank": NUMBERS,
    "percValue": NUMBERS,
    "uom": st.sampled_from(["CEL", "A93", "KMH"]),
    "coordinateReferenceSystem": PRIVATE,
}


@st.composite
def _sensor_elements(draw: st.DrawFn) -> dict[str, Any]:
    beside = extensions(("example", "vn"), 2)
    reports = st.builds(
        lambda report, more: {**report, **more},
        _some(_REPORT, type=words("measurement_type")),
        beside,
    )
    element: dict[str, Any] = {"sensorReport": draw(st.lists(reports, min_size=1, max_size=3))}
    if draw(st.booleans()):
        element["sensorMetadata"] = {**draw(_some(_METADATA, time=times())), **draw(beside)}
    return {**element, **draw(beside)}


def _typed(
    name: str, field: vocabulary.Field, value: st.SearchStrategy[str]
) -> st.SearchStrategy[list[dict[str, str]]]:
    one = st.builds(lambda kind, text: {"type": kind, name: text}, words(field), value)
    return st.lists(one, min_size=1, max_size=3)


_COMMON = {
    "eventID": st.uuids().map(lambda uuid: f"urn:uuid:{uuid}"),
    "recordTime": times(),
    "errorDeclaration": _some({"reason": words("error_reason")}, declarationTime=times()),
    "certificationInfo": PRIVATE | st.lists(PRIVATE, max_size=2),
    "bizStep": words("biz_step"),
    "disposition": words("disposition"),
    "persistentDisposition": _some(
        {
            "set": st.lists(words("disposition"), max_size=3),
            "unset": st.lists(words("disposition"), max_size=3),
        }
    ),
    "readPoint": _places(),
    "bizLocation": _places(),
    "bizTransactionList": _typed("bizTransaction", "biz_transaction_type", IDENTIFIERS),
    "sourceList": _typed("source", "source_destination_type", IDENTIFIERS),
    "destinationList": _typed("destination", "source_destination_type", IDENTIFIERS),
    "sensorElementList": st.lists(_sensor_elements(), min_size=1, max_size=2),
}
_OF_TYPE: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "ObjectEvent": {"epcList": NAMES, "quantityList": QUANTITIES, "ilmd": extensions()},
    "AggregationEvent": {
        "parentID": IDENTIFIERS,
        "childEPCs": NAMES,
        "childQuantityList": QUANTITIES,
    },
    "AssociationEvent": {
        "parentID": IDENTIFIERS,
        "childEPCs": NAMES,
        "childQuantityList": QUANTITIES,
    },
    "TransactionEvent": {"parentID": IDENTIFIERS, "epcList": NAMES, "quantityList": QUANTITIES},
    "TransformationEvent": {
        "inputEPCList": NAMES,
        "outputEPCList": NAMES,
        "inputQuantityList": QUANTITIES,
        "outputQuantityList": QUANTITIES,
        "transformationID": IDENTIFIERS,
        "ilmd": extensions(),
    },
}
_ACTIONS = st.sampled_from(["ADD", "OBSERVE", "DELETE"])


@st.composite
def events(draw: st.DrawFn) -> dict[str, Any]:
    """The members of one event as a JSON-LD document with CONTEXT holds them, in any order."""
    kind = draw(st.sampled_from(sorted(_OF_TYPE)))
    members = draw(
        _some(
            _OF_TYPE[kind] | _COMMON,
            type=st.just(kind),
            eventTime=times(),
            eventTimeZoneOffset=st.sampled_from(["+07:00", "-05:30", "+00:00"]),
        )
    )
    if kind != "TransformationEvent":
        members["action"] = draw(_ACTIONS)
    members |= draw(extensions())
    order = draw(st.permutations(sorted(members)))
    return {name: members[name] for name in order}
