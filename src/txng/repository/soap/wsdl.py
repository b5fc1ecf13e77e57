"""The description of the service, for tools that make a client of it.

    GET /epcis/soap?wsdl        WSDL 1.1, document/literal, name spaces of EPCIS 1.2
    GET /epcis/soap?wsdl=2.0    the same for 2.0

The names (service, port, operations, messages) are the standard's, so that a client made of GS1's file
fits ours. Events and master data stand as any content here: their schema is GS1's own.

Source: EPCIS 1.2 §11.1 (names and faults of each operation); written by us.
"""

from functools import lru_cache
from typing import Final

from django.conf import settings

from txng.epcis.xml.names import EPCIS, QUERY, Version
from txng.repository.soap.envelope import quoted

_ALWAYS: Final = ("SecurityException", "ValidationException", "ImplementationException")
_ASKING: Final = ("NoSuchNameException", "QueryParameterException", "QueryTooComplexException")
_EMPTY: Final = "EmptyParms"

# operation -> type of the request, result element, type of the result, faults
OPERATIONS: Final[dict[str, tuple[str, str, str, tuple[str, ...]]]] = {
    "GetQueryNames": (_EMPTY, "GetQueryNamesResult", "ArrayOfString", _ALWAYS),
    "Subscribe": (
        "Subscribe",
        "SubscribeResult",
        "VoidHolder",
        (
            *_ASKING, "InvalidURIException", "SubscriptionControlsException",
            "SubscribeNotPermittedException", "DuplicateSubscriptionException", *_ALWAYS,
        ),
    ),
    "Unsubscribe": (
        "Unsubscribe", "UnsubscribeResult", "VoidHolder",
        ("NoSuchSubscriptionException", *_ALWAYS),
    ),
    "GetSubscriptionIDs": (
        "GetSubscriptionIDs", "GetSubscriptionIDsResult", "ArrayOfString",
        ("NoSuchNameException", *_ALWAYS),
    ),
    "Poll": ("Poll", "QueryResults", "QueryResults", (*_ASKING, "QueryTooLargeException", *_ALWAYS)),
    "GetStandardVersion": (_EMPTY, "GetStandardVersionResult", "string", _ALWAYS),
    "GetVendorVersion": (_EMPTY, "GetVendorVersionResult", "string", _ALWAYS),
}  # fmt: skip

_TEXT: Final = "xsd:string"
# complex types as sequences: name -> (element, type, how often)
_TYPES: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {
    "EmptyParms": (),
    "VoidHolder": (),
    "ArrayOfString": (("string", _TEXT, "*"),),
    "Subscribe": (
        ("queryName", _TEXT, "1"), ("params", "q:QueryParams", "1"), ("dest", "xsd:anyURI", "1"),
        ("controls", "q:SubscriptionControls", "1"), ("subscriptionID", _TEXT, "1"),
    ),
    "Unsubscribe": (("subscriptionID", _TEXT, "1"),),
    "GetSubscriptionIDs": (("queryName", _TEXT, "1"),),
    "Poll": (("queryName", _TEXT, "1"), ("params", "q:QueryParams", "1")),
    "QueryParams": (("param", "q:QueryParam", "*"),),
    "QueryParam": (("name", _TEXT, "1"), ("value", "xsd:anyType", "1")),
    "SubscriptionControls": (
        ("schedule", "q:QuerySchedule", "?"), ("trigger", "xsd:anyURI", "?"),
        ("initialRecordTime", "xsd:dateTime", "?"), ("reportIfEmpty", "xsd:boolean", "1"),
    ),
    "QuerySchedule": tuple(
        (name, _TEXT, "?")
        for name in ("second", "minute", "hour", "dayOfMonth", "month", "dayOfWeek")
    ),
    "QueryResults": (
        ("queryName", _TEXT, "1"), ("subscriptionID", _TEXT, "?"),
        ("resultsBody", "q:QueryResultsBody", "1"),
    ),
    "EPCISException": (("reason", _TEXT, "1"),),
    "QueryTooLargeException": (
        ("reason", _TEXT, "1"), ("queryName", _TEXT, "?"), ("subscriptionID", _TEXT, "?"),
    ),
    "ImplementationException": (
        ("reason", _TEXT, "1"), ("severity", "xsd:NCName", "1"),
        ("queryName", _TEXT, "?"), ("subscriptionID", _TEXT, "?"),
    ),
}  # fmt: skip
_OFTEN: Final = {
    "1": "", "?": ' minOccurs="0"', "*": ' minOccurs="0" maxOccurs="unbounded"',
}  # fmt: skip


@lru_cache(maxsize=2)
def describe(version: Version) -> bytes:
    """The whole WSDL file; its address is that of this deployment."""
    major = EPCIS[version].rpartition(":")[2]
    faults = sorted({fault for *_, listed in OPERATIONS.values() for fault in listed})
    parts = [
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"'
            ' xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"'
            ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
            f' xmlns:q="{QUERY[version]}" xmlns:s="urn:epcglobal:epcis:wsdl:{major}"'
            f' targetNamespace="urn:epcglobal:epcis:wsdl:{major}">'
        ),
        f"<wsdl:types>{_schema(version, faults)}</wsdl:types>",
        *(_message(f"{name}Request", f"q:{name}", "parms") for name in _operation_names()),
        *(
            _message(f"{name}Response", f"q:{result}", f"{name}Return")
            for name, (_, result, _, _) in OPERATIONS.items()
        ),
        *(_message(f"{fault}Response", f"q:{fault}", "fault") for fault in faults),
        '<wsdl:portType name="EPCISServicePortType">',
        *(_operation(name, False) for name in OPERATIONS),
        "</wsdl:portType>",
        (
            '<wsdl:binding name="EPCISServiceBinding" type="s:EPCISServicePortType">'
            '<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>'
        ),
        *(_operation(name, True) for name in OPERATIONS),
        "</wsdl:binding>",
        (
            '<wsdl:service name="EPCglobalEPCISService">'
            '<wsdl:port name="EPCglobalEPCISServicePort" binding="s:EPCISServiceBinding">'
            f'<soap:address location="{quoted(settings.BASE_URL)}/epcis/soap"/>'
            "</wsdl:port></wsdl:service></wsdl:definitions>\n"
        ),
    ]
    return "".join(parts).encode()


def _operation_names() -> tuple[str, ...]:
    return tuple(OPERATIONS)


def _message(name: str, element: str, part: str) -> str:
    return (
        f'<wsdl:message name="{name}"><wsdl:part name="{part}" element="{element}"/></wsdl:message>'
    )


def _operation(name: str, is_bound: bool) -> str:
    """In the port type an operation names its messages, in the binding how they travel."""
    own = name[0].lower() + name[1:]
    faults = OPERATIONS[name][3]
    if is_bound:
        literal = '<soap:body use="literal"/>'
        told = "".join(
            f'<wsdl:fault name="{fault}Fault"><soap:fault name="{fault}Fault" use="literal"/>'
            "</wsdl:fault>"
            for fault in faults
        )
        return (
            f'<wsdl:operation name="{own}"><soap:operation soapAction=""/>'
            f"<wsdl:input>{literal}</wsdl:input><wsdl:output>{literal}</wsdl:output>{told}"
            "</wsdl:operation>"
        )
    told = "".join(
        f'<wsdl:fault name="{fault}Fault" message="s:{fault}Response"/>' for fault in faults
    )
    return (
        f'<wsdl:operation name="{own}"><wsdl:input message="s:{name}Request"/>'
        f'<wsdl:output message="s:{name}Response"/>{told}</wsdl:operation>'
    )


def _schema(version: Version, faults: list[str]) -> str:
    parts = [
        (
            f'<xsd:schema targetNamespace="{QUERY[version]}" elementFormDefault="unqualified"'
            ' attributeFormDefault="unqualified">'
        )
    ]
    for name, (request, result, kind, _) in OPERATIONS.items():
        told = _TEXT if kind == "string" else f"q:{kind}"
        parts.append(f'<xsd:element name="{name}" type="q:{request}"/>')
        parts.append(f'<xsd:element name="{result}" type="{told}"/>')
    for fault in faults:
        kind = fault if fault in _TYPES else "EPCISException"
        parts.append(f'<xsd:element name="{fault}" type="q:{kind}"/>')
    for name, members in _TYPES.items():
        inside = "".join(
            f'<xsd:element name="{member}" type="{kind}"{_OFTEN[often]}/>'
            for member, kind, often in members
        )
        parts.append(
            f'<xsd:complexType name="{name}"><xsd:sequence>{inside}</xsd:sequence></xsd:complexType>'
        )
    parts.append(
        '<xsd:complexType name="QueryResultsBody"><xsd:choice>'
        '<xsd:element name="EventList" type="xsd:anyType"/>'
        '<xsd:element name="VocabularyList" type="xsd:anyType"/>'
        "</xsd:choice></xsd:complexType></xsd:schema>"
    )
    return "".join(parts)
