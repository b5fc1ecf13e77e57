"""What went wrong, as SOAP 1.1 says it, with the exception of the standard inside.

    <soapenv:Fault>
      <faultcode>soapenv:Server</faultcode>            Client: the request; Server: the answer
      <faultstring>Expected ...</faultstring>
      <detail><epcisq:QueryParameterException><reason>Expected ... / Tham số ...</reason>..</detail>

The schema knows thirteen exceptions; each exception of ours becomes one of them. Both sentences stand in
`reason`, which is all that the schema offers a person.

Source: SOAP 1.1 §4.4, §6.2; EPCIS 1.2 §8.2.6 and §11 (the same in 2.0).
"""

from dataclasses import dataclass
from typing import Final, Literal

from txng.epcis.errors import (
    EpcisException,
    NoSuchResourceException,
    NotAcceptableException,
    QueryParameterException,
    QueryTooComplexException,
    QueryTooLargeException,
    QueryValidationException,
    ResourceAlreadyExistsException,
    SecurityException,
    SubscriptionControlsException,
    ValidationException,
)
from txng.epcis.xml.names import QUERY, Version
from txng.repository.rules import InvalidDestination
from txng.repository.soap.envelope import Code, SoapFault, escaped

Name = Literal[
    "DuplicateNameException", "InvalidURIException", "NoSuchNameException",
    "NoSuchSubscriptionException", "DuplicateSubscriptionException", "QueryParameterException",
    "QueryTooLargeException", "QueryTooComplexException", "SubscriptionControlsException",
    "SubscribeNotPermittedException", "SecurityException", "ValidationException",
    "ImplementationException",
]  # fmt: skip

# the first class that fits decides; what stands in none of the rows is an ImplementationException
_NAMES: Final[tuple[tuple[type[EpcisException], Name], ...]] = (
    (InvalidDestination, "InvalidURIException"),
    (SubscriptionControlsException, "SubscriptionControlsException"),
    (QueryTooLargeException, "QueryTooLargeException"),
    (QueryTooComplexException, "QueryTooComplexException"),
    (QueryParameterException, "QueryParameterException"),
    (QueryValidationException, "QueryParameterException"),
    (SecurityException, "SecurityException"),
    (ValidationException, "ValidationException"),
    (NoSuchResourceException, "NoSuchNameException"),
    (ResourceAlreadyExistsException, "DuplicateSubscriptionException"),
    (NotAcceptableException, "ImplementationException"),  # what 1.2 cannot say
)
# the two that say again which query or subscription they are about
_NAMED: Final = frozenset({"ImplementationException", "QueryTooLargeException"})


class SoapException(EpcisException):
    """An exception that only SOAP has a name for."""

    def __init__(self, name: Name, detail: str, *, detail_vi: str) -> None:
        super().__init__(detail, detail_vi=detail_vi)
        self.name = name


@dataclass(frozen=True, slots=True)
class About:
    """What the request was about, which two exceptions repeat."""

    version: Version = "1.2"
    query_name: str | None = None
    subscription_id: str | None = None


def name_of(error: EpcisException) -> Name:
    if isinstance(error, SoapException):
        return error.name
    for kind, name in _NAMES:
        if isinstance(error, kind):
            return name
    return "ImplementationException"


def fault(error: EpcisException, about: About) -> SoapFault:
    """The fault with its detail, in the name space that the client speaks."""
    name = name_of(error)
    reason = error.detail
    if error.detail_vi and error.detail_vi != error.detail:
        reason = f"{reason} / {error.detail_vi}"
    parts = [f"<reason>{escaped(reason)}</reason>"]
    if name == "ImplementationException":
        parts.append("<severity>ERROR</severity>")
    if name in _NAMED:
        for tag, text in (
            ("queryName", about.query_name),
            ("subscriptionID", about.subscription_id),
        ):
            if text is not None:
                parts.append(f"<{tag}>{escaped(text)}</{tag}>")
    inside = "".join(parts)
    detail = f'<epcisq:{name} xmlns:epcisq="{QUERY[about.version]}">{inside}</epcisq:{name}>'
    # Client: the same request again gets the same answer (SOAP 1.1 §4.4.1)
    code: Code = "Server" if name == "ImplementationException" else "Client"
    return SoapFault(code, error.detail, detail)
