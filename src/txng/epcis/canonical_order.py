"""The order in which CBV's event hash takes the members of an event: data, read by `event_hash`.

    eventTime, eventTimeZoneOffset, .. bizLocation, sensorElementList      this table's order
    bizTransactionList, destinationList, ilmd, sourceList, {ns}extension   then the rest, sorted as text

CBV's table ends with bizTransactionList, sourceList, destinationList, sensorElementList, ilmd and
extensions. The published vectors and the reference implementation do otherwise: lists of typed things
are sorted among the extensions, so destinations come before sources, ilmd between them, and sensors
before them all; and parentID stands before epcList. A hash is worth something only when others compute
the same one, so this table follows the vectors.

Source: CBV 2.0 §8.9.2; the reference vectors in GS1's repository (ReferenceEventHashAlgorithm*).
"""

from dataclasses import dataclass
from typing import Literal

from txng.epcis.vocabulary import Field

Kind = Literal["text", "code", "time"] | Field
"""A code is written as it stands; text may be a GS1 key, a CURIE, a URN of the CBV or a number."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member of JSON-LD and how it enters the pre-hash.

    `element`: written before each item of a list, "" for nothing; None writes `name` before each.
    `inner`: the order within an object; empty for plain values. `late`: sorted among extensions.
    """

    name: str
    kind: Kind = "text"
    element: str | None = None
    inner: tuple["Member", ...] = ()
    late: tuple["Member", ...] = ()


def _quantities(name: str) -> Member:
    inner = (Member("epcClass"), Member("quantity"), Member("uom"))
    return Member(name, element="quantityElement", inner=inner)


_METADATA = (
    Member("time", "time"),
    Member("startTime", "time"),
    Member("endTime", "time"),
    Member("deviceID"),
    Member("deviceMetadata"),
    Member("rawData"),
    Member("dataProcessingMethod"),
    Member("bizRules"),
)
_REPORT = (
    Member("type", "measurement_type"),
    Member("exception", "sensor_alert_type"),
    Member("deviceID"),
    Member("deviceMetadata"),
    Member("rawData"),
    Member("dataProcessingMethod"),
    Member("time", "time"),
    Member("microorganism"),
    Member("chemicalSubstance"),
    Member("value"),
    Member("component", "component"),
    Member("stringValue"),
    Member("booleanValue"),
    Member("hexBinaryValue"),
    Member("uriValue"),
    Member("minValue"),
    Member("maxValue"),
    Member("meanValue"),
    Member("sDev"),
    Member("percRank"),
    Member("percValue"),
    Member("uom"),
    Member("coordinateReferenceSystem"),
)
ORDER = (
    Member("eventTime", "time"),
    Member("eventTimeZoneOffset", "code"),
    Member("certificationInfo"),
    Member("parentID"),
    Member("epcList", element="epc"),
    Member("inputEPCList", element="epc"),
    Member("childEPCs", element="epc"),
    _quantities("quantityList"),
    _quantities("childQuantityList"),
    _quantities("inputQuantityList"),
    Member("outputEPCList", element="epc"),
    _quantities("outputQuantityList"),
    Member("action", "code"),
    Member("transformationID"),
    Member("bizStep", "biz_step"),
    Member("disposition", "disposition"),
    Member(
        "persistentDisposition",
        inner=(Member("set", "disposition"), Member("unset", "disposition")),
    ),
    Member("readPoint", inner=(Member("id"),)),
    Member("bizLocation", inner=(Member("id"),)),
    Member(
        "sensorElementList",
        element="sensorElement",
        inner=(
            Member("sensorMetadata", inner=_METADATA),
            Member("sensorReport", inner=_REPORT, late=(Member("bizRules"),)),
        ),
    ),
)
SORTED_WITH_EXTENSIONS = (
    Member(
        "bizTransactionList",
        element="",
        inner=(Member("type", "biz_transaction_type"), Member("bizTransaction")),
    ),
    Member(
        "destinationList",
        element="",
        inner=(Member("type", "source_destination_type"), Member("destination")),
    ),
    Member(
        "sourceList",
        element="",
        inner=(Member("type", "source_destination_type"), Member("source")),
    ),
)
# Who captured, when, under which name, and that it was wrong: none of it is what happened.
NOT_PART = frozenset({"type", "isA", "eventID", "recordTime", "errorDeclaration", "@context"})
# Remarks for readers, at any depth, by their full names.
REMARKS = frozenset({"{http://www.w3.org/2000/01/rdf-schema#}comment", "comment"})
