"""The names of XML and the members of JSON-LD, as data read in both directions.

    <epcList><epc>A</epc></epcList>                  "epcList": ["A"]
    <bizStep>urn:epcglobal:cbv:bizstep:x</bizStep>   "bizStep": "x"
    <readPoint><id>L</id></readPoint>                "readPoint": {"id": "L"}
    <source type="T">S</source>                      {"type": "T", "source": "S"}

Elements of an event have the names of its JSON members; what differs is how their content is told
(`MEMBERS`) and in which order and inside which wrapper they stand (`ORDER_2`, `ORDER_1`).

Source: the XML schemas of EPCIS 2.0 (§10.3) and 1.2; EPCIS-JSON-Schema of 2.0.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from txng.epcis.vocabulary import Field

Version = Literal["2.0", "1.2"]

EPCIS: Final = MappingProxyType(
    {"2.0": "urn:epcglobal:epcis:xsd:2", "1.2": "urn:epcglobal:epcis:xsd:1"}
)
QUERY: Final = MappingProxyType(
    {"2.0": "urn:epcglobal:epcis-query:xsd:2", "1.2": "urn:epcglobal:epcis-query:xsd:1"}
)
MASTER_DATA: Final = MappingProxyType(
    {"2.0": "urn:epcglobal:epcis-masterdata:xsd:2", "1.2": "urn:epcglobal:epcis-masterdata:xsd:1"}
)
SBDH = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XSD = "http://www.w3.org/2001/XMLSchema"
XML = "http://www.w3.org/XML/1998/namespace"
XMLNS = "http://www.w3.org/2000/xmlns/"

# Root element -> the name spaces it has in each generation of the standard.
ROOTS: Final = MappingProxyType(
    {
        "EPCISDocument": EPCIS,
        "EPCISQueryDocument": QUERY,
        "QueryResults": QUERY,
        "EPCISMasterDataDocument": MASTER_DATA,
    }
)
STANDARD_NAMESPACES = frozenset(
    {*EPCIS.values(), *QUERY.values(), *MASTER_DATA.values(), SBDH, XSI, XSD, "urn:epcglobal:xsd:1"}
)
NOBODYS = STANDARD_NAMESPACES | {XMLNS, XSI, ""}  # no extension can stand in these

# GS1 writes the CBV's master data attributes without the last colon in XML and with it in JSON-LD.
MDA_XML, MDA_JSON = "urn:epcglobal:cbv:mda", "urn:epcglobal:cbv:mda:"

Kind = Literal[
    "text", "texts", "time", "word", "items", "quantities", "place", "typed", "dispositions", "sensors",
    "error", "ilmd",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """How one member is told: `item` names the elements of a list, `field` the vocabulary of a word."""

    kind: Kind
    item: str = ""
    field: Field | None = None


_TEXT, _TIME, _EPCS = Member("text"), Member("time"), Member("items", "epc")
_QUANTITIES, _PLACE = Member("quantities", "quantityElement"), Member("place")

MEMBERS: Final = MappingProxyType(
    {
        "eventTime": _TIME,
        "recordTime": _TIME,
        "eventTimeZoneOffset": _TEXT,
        "eventID": _TEXT,
        "errorDeclaration": Member("error"),
        "certificationInfo": Member("texts"),
        "parentID": _TEXT,
        "epcList": _EPCS,
        "childEPCs": _EPCS,
        "inputEPCList": _EPCS,
        "outputEPCList": _EPCS,
        "inputQuantityList": _QUANTITIES,
        "outputQuantityList": _QUANTITIES,
        "quantityList": _QUANTITIES,
        "childQuantityList": _QUANTITIES,
        "transformationID": _TEXT,
        "action": _TEXT,
        "bizStep": Member("word", field="biz_step"),
        "disposition": Member("word", field="disposition"),
        "persistentDisposition": Member("dispositions", field="disposition"),
        "readPoint": _PLACE,
        "bizLocation": _PLACE,
        "bizTransactionList": Member("typed", "bizTransaction", "biz_transaction_type"),
        "sourceList": Member("typed", "source", "source_destination_type"),
        "destinationList": Member("typed", "destination", "source_destination_type"),
        "sensorElementList": Member("sensors", "sensorElement"),
        "ilmd": Member("ilmd"),
    }
)

# The words of a sensor, each of its own vocabulary; in XML they are CURIEs, e.g. gs1:Temperature.
SENSOR_WORDS: Final[MappingProxyType[str, Field]] = MappingProxyType(
    {"type": "measurement_type", "exception": "sensor_alert_type", "component": "component"}
)
SENSOR_NUMBERS = frozenset(
    "value minValue maxValue meanValue sDev percRank percValue".split()
)  # xsd:double
SENSOR_BOOLEANS = frozenset({"booleanValue"})
SENSOR_TIMES = frozenset({"time", "startTime", "endTime"})

_HEAD_2 = "eventTime recordTime eventTimeZoneOffset eventID errorDeclaration certificationInfo"
_HEAD_1 = "eventTime recordTime eventTimeZoneOffset"
_WHERE = "bizStep disposition readPoint bizLocation"
_WHOSE = "sourceList destinationList"
_SINCE_2 = "sensorElementList persistentDisposition"

ORDER_2: Final[MappingProxyType[str, tuple[str, ...]]] = MappingProxyType(
    {
        kind: tuple(f"{_HEAD_2} {rest}".split())
        for kind, rest in {
            "ObjectEvent": f"epcList action {_WHERE} bizTransactionList quantityList {_WHOSE}"
            f" {_SINCE_2} ilmd",
            "AggregationEvent": f"parentID childEPCs action {_WHERE} bizTransactionList"
            f" childQuantityList {_WHOSE} {_SINCE_2}",
            "TransactionEvent": f"bizTransactionList parentID epcList action {_WHERE} quantityList"
            f" {_WHOSE} {_SINCE_2}",
            "TransformationEvent": "inputEPCList inputQuantityList outputEPCList outputQuantityList"
            f" transformationID {_WHERE} bizTransactionList {_WHOSE} {_SINCE_2} ilmd",
            "AssociationEvent": f"parentID childEPCs childQuantityList action {_WHERE}"
            f" bizTransactionList {_WHOSE} {_SINCE_2}",
        }.items()
    }
)

# What events of somebody's own type share with all others; their own schema may say more.
ORDER_OWN: Final = tuple(f"{_HEAD_2} {_WHERE} bizTransactionList {_WHOSE} {_SINCE_2}".split())


@dataclass(frozen=True, slots=True)
class Order1:
    """1.2: what came after 1.0 stands in <extension>; `needed` elements stand there even if empty."""

    plain: tuple[str, ...]
    wrapped: tuple[str, ...] = ()
    needed: frozenset[str] = frozenset()


BASE_EXTENSION = ("eventID", "errorDeclaration")  # 1.2: both inside <baseExtension>
ORDER_1: Final[MappingProxyType[str, Order1]] = MappingProxyType(
    {
        "ObjectEvent": Order1(
            tuple(f"epcList action {_WHERE} bizTransactionList".split()),
            tuple(f"quantityList {_WHOSE} ilmd".split()),
            frozenset({"epcList"}),
        ),
        "AggregationEvent": Order1(
            tuple(f"parentID childEPCs action {_WHERE} bizTransactionList".split()),
            tuple(f"childQuantityList {_WHOSE}".split()),
            frozenset({"childEPCs"}),
        ),
        "TransactionEvent": Order1(
            tuple(f"bizTransactionList parentID epcList action {_WHERE}".split()),
            tuple(f"quantityList {_WHOSE}".split()),
            frozenset({"epcList"}),
        ),
        "TransformationEvent": Order1(
            tuple(
                "inputEPCList inputQuantityList outputEPCList outputQuantityList transformationID"
                f" {_WHERE} bizTransactionList {_WHOSE} ilmd".split()
            )
        ),
    }
)
HEAD_1 = tuple(_HEAD_1.split())
NEEDED_1 = frozenset().union(*(order.needed for order in ORDER_1.values()))

EVENTS = tuple(ORDER_2)
QUANTITY_EVENT = "QuantityEvent"  # 1.0 to 1.2; deprecated since 1.1, gone in 2.0
