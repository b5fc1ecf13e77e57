"""The exceptions of EPCIS, under the names that the standard gives them.

    EpcisException
    ├── ValidationException (400)            a document or an event breaks the standard
    ├── QueryValidationException (400)       a stored query is malformed
    ├── QueryParameterException (400)        a parameter is unknown, repeated or mistyped
    ├── SubscriptionControlsException (400)  a subscription's schedule, stream or destination is wrong
    ├── SecurityException (401, 403)         who asks may not
    ├── NoSuchResourceException (404)
    │   └── NoSuchNameException (404)        a query or subscription of that name
    ├── NotAcceptableException (406)
    ├── ResourceAlreadyExistsException (409) the same eventID with another content
    ├── CaptureLimitExceededException (413)
    ├── QueryTooLargeException (413)         more events than were asked for at most
    ├── QueryTooComplexException (413)       would read too much of the store
    ├── UriTooLongException (414)
    ├── UnsupportedMediaTypeException (415)
    └── ImplementationException (500)

Source: EPCIS 2.0 §8.1.4 and the `epcisException` types of the official OpenAPI file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of one place in a document.

    `rule` is a stable id, `pointer` an RFC 6901 JSON pointer into the document as received,
    `message` an English sentence with expected and got, `message_vi` the same for a person.
    """

    rule: str
    severity: Severity
    message: str
    message_vi: str
    pointer: str

    def as_dict(self) -> dict[str, str]:
        """For problem+json and `--json`."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "message": self.message,
            "messageVi": self.message_vi,
            "pointer": self.pointer,
        }


class EpcisException(Exception):
    """`title` is the type's name in the standard, `detail` an English sentence."""

    title = "EpcisException"
    status = 500

    def __init__(
        self, detail: str, *, detail_vi: str = "", findings: Sequence[Finding] = ()
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.detail_vi = detail_vi or detail
        self.findings = tuple(findings)

    def problem(self) -> dict[str, object]:
        """RFC 9457 (was 7807) members, as the official OpenAPI draws them."""
        problem: dict[str, object] = {
            "type": f"epcisException:{self.title}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "detailVi": self.detail_vi,
        }
        if self.findings:
            problem["findings"] = [finding.as_dict() for finding in self.findings]
        return problem


class ValidationException(EpcisException):
    title, status = "ValidationException", 400


class QueryValidationException(EpcisException):
    title, status = "QueryValidationException", 400


class QueryParameterException(EpcisException):
    title, status = "QueryParameterException", 400


class SubscriptionControlsException(EpcisException):
    title, status = "SubscriptionControlsException", 400


class SecurityException(EpcisException):
    """401 when nobody is signed in, 403 when somebody is and may not."""

    title, status = "SecurityException", 401

    def __init__(self, detail: str, *, detail_vi: str = "", status: int = 401) -> None:
        super().__init__(detail, detail_vi=detail_vi)
        self.status = status


class NoSuchResourceException(EpcisException):
    title, status = "NoSuchResourceException", 404


class NoSuchNameException(NoSuchResourceException):
    """A query, or a subscription, of that name: the standard's word in SOAP."""

    title = "NoSuchNameException"


class NotAcceptableException(EpcisException):
    title, status = "NotAcceptableException", 406


class ResourceAlreadyExistsException(EpcisException):
    title, status = "ResourceAlreadyExistsException", 409


class CaptureLimitExceededException(EpcisException):
    title, status = "CaptureLimitExceededException", 413


class QueryTooLargeException(EpcisException):
    title, status = "QueryTooLargeException", 413


class QueryTooComplexException(EpcisException):
    title, status = "QueryTooComplexException", 413


class UriTooLongException(EpcisException):
    title, status = "URITooLongException", 414


class UnsupportedMediaTypeException(EpcisException):
    title, status = "UnsupportedMediaTypeException", 415


class ImplementationException(EpcisException):
    title, status = "ImplementationException", 500
