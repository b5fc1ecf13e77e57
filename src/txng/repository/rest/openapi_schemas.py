"""Schemas of the OpenAPI document: what bodies and headers look like (JSON Schema 2020-12)."""

from typing import Any, Final

from txng.epcis import vocabulary
from txng.epcis.context import EPCIS_CONTEXT
from txng.repository.rest.negotiation import CBV_FORMATS, EPC_FORMATS

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
URI: Final[Schema] = {"type": "string", "format": "uri"}
MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
VERSION: Final[Schema] = {"type": "string", "pattern": r"^\d+(\.\d+)*$"}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
EXCEPTIONS: Final = (
    "ValidationException", "QueryValidationException", "QueryParameterException",
    "SubscriptionControlsException", "SecurityException", "NoSuchNameException",
    "NoSuchResourceException", "NotAcceptableException", "ResourceAlreadyExistsException",
    "CaptureLimitExceededException", "QueryTooLargeException", "QueryTooComplexException",
    "URITooLongException", "UnsupportedMediaTypeException", "ImplementationException",
)  # fmt: skip


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def listing(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def shape(required: tuple[str, ...], description: str, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "description": description,
        "required": list(required),
        "properties": properties,
    }


def _collection(description: str, items: Schema, *, context: Schema | None = None) -> Schema:
    return shape(
        ("@context", "type", "member"),
        description,
        **{
            "@context": context or {"const": EPCIS_CONTEXT},
            "type": {"const": "Collection"},
            "member": {**listing(items), "uniqueItems": True},
        },
    )


_SCHEDULE: Final = shape(
    (),
    "When to run, each member a number, a list (1,15) or a range ([8-17]); an absent member matches any"
    " value. Times are UTC.",
    second=TEXT,
    minute=TEXT,
    hour=TEXT,
    dayOfMonth=TEXT,
    month=TEXT,
    dayOfWeek={**TEXT, "description": "1 is Monday, 7 is Sunday"},
)
_CONTROLS: Final[dict[str, Schema]] = {
    "dest": {**URI, "description": "https address that is called"},
    "schedule": ref("Schedule"),
    "stream": {"const": True, "description": "Tell every matching event as soon as it is captured"},
    "reportIfEmpty": {"type": "boolean", "default": False},
    "initialRecordTime": MOMENT,
}

SCHEMAS: Final[dict[str, Schema]] = {
    "Problem": shape(
        ("type", "title"),
        "An error (RFC 9457, which replaced RFC 7807).",
        type={"enum": [f"epcisException:{name}" for name in EXCEPTIONS]},
        title=TEXT,
        status={"type": "integer"},
        detail={**TEXT, "description": "What was expected and what came, in English"},
        detailVi={**TEXT, "description": "The same for a person, in Vietnamese"},
        findings=listing(ref("Finding")),
    ),
    "Finding": shape(
        ("rule", "severity", "message", "messageVi", "pointer"),
        "What one rule says of one place in a document.",
        rule={**TEXT, "description": "Stable id of the rule", "examples": ["wrong_check_digit"]},
        severity={"enum": ["error", "warning"]},
        message=TEXT,
        messageVi=TEXT,
        pointer={**TEXT, "description": "RFC 6901 pointer into the document as received"},
    ),
    "EPCISDocument": {
        "type": "object",
        "description": "An EPCISDocument or EPCISQueryDocument as the standard's JSON Schema draws it.",
        "required": ["type", "schemaVersion", "creationDate", "epcisBody"],
    },
    "EPCISQueryDocument": {
        "type": "object",
        "description": "Events as the answer to a query; the standard's JSON Schema draws it in full.",
        "required": ["@context", "type", "schemaVersion", "creationDate", "epcisBody"],
        "properties": {"type": {"const": "EPCISQueryDocument"}},
    },
    "XMLDocument": {
        "type": "object",
        "description": "A document of the namespace urn:epcglobal:epcis:xsd:2 (2.0) or"
        " urn:epcglobal:epcis-query:xsd:1, urn:epcglobal:epcis:xsd:1 (1.2), as the standard's XSD"
        " draws it.",
        "xml": {
            "name": "EPCISDocument",
            "prefix": "epcis",
            "namespace": "urn:epcglobal:epcis:xsd:2",
        },
    },
    "Event": {
        "type": "object",
        "description": "One event with its own @context, as the standard's JSON Schema draws it.",
        "required": ["type", "eventTime", "eventTimeZoneOffset"],
    },
    "EventType": {
        "anyOf": [
            {
                "enum": [
                    "AggregationEvent",
                    "AssociationEvent",
                    "ObjectEvent",
                    "TransactionEvent",
                    "TransformationEvent",
                ]
            },
            URI,
        ]
    },
    "TopLevelResources": _collection("The resources at the top.", TEXT),
    "EventTypes": _collection(
        "Event types: the standard's, and those in use.",
        ref("EventType"),
        context={
            "anyOf": [
                {"const": EPCIS_CONTEXT},
                {
                    "type": "array",
                    "description": "With the prefixes of GS1-Extensions that the names use.",
                    "prefixItems": [{"const": EPCIS_CONTEXT}, {"type": "object"}],
                },
            ]
        },
    ),
    "BizSteps": _collection(
        "Business steps: the CBV's, and those in use.",
        {"anyOf": [{"enum": sorted(vocabulary.BIZ_STEPS)}, URI]},
    ),
    "Dispositions": _collection(
        "Dispositions: the CBV's, and those in use.",
        {"anyOf": [{"enum": sorted(vocabulary.DISPOSITIONS)}, URI]},
    ),
    "URIs": _collection("Things or places that events speak of.", URI),
    "SubResources": _collection("What lies below a value.", {"const": "events"}),
    "CaptureJob": shape(
        ("captureID", "createdAt", "running", "success", "captureErrorBehaviour", "errors"),
        "What became of a document. Running and successful: nothing wrong so far. Not running and not"
        " successful: with rollback nothing of it is stored, with proceed what was right is.",
        captureID=TEXT,
        createdAt=MOMENT,
        finishedAt={**MOMENT, "description": "Absent while running"},
        running={"type": "boolean"},
        success={"type": "boolean"},
        captureErrorBehaviour={"enum": ["rollback", "proceed"]},
        errors=listing(ref("Problem")),
        events={**COUNT, "description": "Events in the document"},
        accepted={**COUNT, "description": "Of these, new and stored"},
        duplicates={**COUNT, "description": "Known already, left alone"},
        rejected={**COUNT, "description": "Refused (proceed)"},
        masterData={**COUNT, "description": "Master data elements in the header"},
        warnings=listing(ref("Finding")),
        verdicts={
            **listing({"type": "object"}),
            "description": "One for each event (proceed); a list of jobs leaves out long ones",
        },
    ),
    "CaptureJobs": listing(ref("CaptureJob")),
    "EventsQuery": {
        "type": "object",
        "description": "Parameters of a SimpleEventQuery as members: the names of the query parameters"
        " of GET /events, lists as arrays, numbers and booleans as themselves.",
        "additionalProperties": True,
    },
    "NamedQuery": shape(
        ("name", "query"),
        "A query that is kept under a name. Names are unique within an organisation.",
        name=TEXT,
        query=ref("EventsQuery"),
        **{
            "@context": {
                "description": "Prefixes of names in the query, as GS1-Extensions may declare them, too."
                " The query is kept and shown with full names."
            }
        },
    ),
    "NamedQueries": listing(ref("NamedQuery")),
    "Schedule": _SCHEDULE,
    "SubscriptionControls": {
        **shape(
            ("dest",),
            "Whom to tell and when.",
            **_CONTROLS,
            signatureToken={**TEXT, "description": "Secret of the client; signs what is sent"},
        ),
        "oneOf": [{"required": ["schedule"]}, {"required": ["stream"]}],
    },
    "Subscription": shape(
        ("dest", "subscriptionID", "createdAt"),
        "A subscription as it stands; its secret is never shown.",
        **_CONTROLS,
        subscriptionID=TEXT,
        queryName=TEXT,
        createdAt=MOMENT,
        lastNotifiedAt=MOMENT,
        minRecordTime={**MOMENT, "description": "Events recorded before it have been told"},
        epcFormat={"enum": list(EPC_FORMATS)},
    ),
    "Subscriptions": listing(ref("Subscription")),
    "EpcFormat": {"enum": list(EPC_FORMATS), "default": "Always_GS1_Digital_Link"},
    "CbvXmlFormat": {"enum": list(CBV_FORMATS), "default": "No_Preference"},
}
