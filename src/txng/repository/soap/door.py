"""The door of the SOAP query interface: a request in, a status, headers and an envelope out.

    POST /epcis/soap          an operation (see `operations`)
    GET  /epcis/soap?wsdl     the description of the service; ?wsdl=1.2 and ?wsdl=2.0 choose

Faults are answered with HTTP 500 as SOAP 1.1 §6.2 demands, except where no key or no SOAP came: 401,
405, 413, 414, 415. The SOAPAction header says nothing that the body does not say, and is not looked at.

Keys, methods and sizes are judged before a request comes here, by `repository.rest`, which lets `refusal`
say what it found: a stub made of the WSDL reads faults and no problem documents.
"""

import structlog

from txng.accounts.actors import Actor
from txng.epcis.errors import EpcisException, ImplementationException, SecurityException
from txng.repository.connection import drop_after, is_away
from txng.repository.soap import envelope, faults, operations, wsdl
from txng.repository.soap.envelope import SoapFault
from txng.repository.soap.faults import About

log = structlog.get_logger(__name__)

MAX_BODY = 1024 * 1024  # bytes
CONTENT_TYPE = "text/xml; charset=utf-8"
_ACCEPTED = (
    "text/xml",
    "application/xml",
)  # SOAP 1.1 demands the first; some clients send the second

_NO_SOAP_CAME = frozenset({401, 405, 413, 414, 415})

Answer = tuple[int, tuple[tuple[str, str], ...], bytes]


def answer(method: str, content_type: str, query_string: str, body: bytes, actor: Actor) -> Answer:
    """Answer one request: POST asks, anything else reads the description."""
    if method != "POST":
        return _describe(query_string)
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in _ACCEPTED:
        return _fault(
            415,
            SoapFault(
                "Client",
                f"Expected Content-Type text/xml, got {kind[:100]!r} / Đặt Content-Type là text/xml.",
            ),
        )
    return _operate(body, actor)


def refusal(error: EpcisException, body: bytes = b"") -> Answer:
    """The fault of a request that was refused before it was read. `body`, where it is known, says in
    which version's names the fault is told; else it is 1.2, as nothing of a stranger's message is read.
    """
    status = error.status if error.status in _NO_SOAP_CAME else 500
    if not isinstance(error, SecurityException) and error.status < 500:
        return _fault(status, SoapFault("Client", f"{error.detail} / {error.detail_vi}"))
    try:
        about = operations.about(envelope.read(body)) if body else About()
    except SoapFault:
        about = About()
    return _fault(status, faults.fault(error, about))


def _operate(body: bytes, actor: Actor) -> Answer:
    about = About()
    try:
        call = envelope.read(body)
        about = operations.about(call)
        return 200, (("Content-Type", CONTENT_TYPE),), operations.perform(call, actor)
    except SoapFault as error:
        return _fault(500, error)
    except EpcisException as error:
        return _fault(500, faults.fault(error, about))
    except Exception as error:
        if is_away(error):
            log.error("database_unavailable", error=type(error).__name__)
            drop_after(error)
            away = ImplementationException(
                "Expected a database that answers, got none; try again in a minute",
                detail_vi="Cơ sở dữ liệu chưa trả lời. Thử lại sau một phút.",
            )
            return _fault(500, faults.fault(away, about), ("Retry-After", "60"))
        log.exception("soap_failed")
        failed = ImplementationException(
            "The repository failed",
            detail_vi="Hệ thống gặp sự cố. Thử lại hoặc báo cơ quan vận hành.",
        )
        return _fault(500, faults.fault(failed, about))


def _describe(query_string: str) -> Answer:
    wanted = query_string.lower()
    if wanted in ("wsdl", "wsdl=1.2", "wsdl=", ""):
        return 200, (("Content-Type", CONTENT_TYPE),), wsdl.describe("1.2")
    if wanted == "wsdl=2.0":
        return 200, (("Content-Type", CONTENT_TYPE),), wsdl.describe("2.0")
    unknown = SoapFault("Client", "Expected ?wsdl, ?wsdl=1.2 or ?wsdl=2.0")
    return _fault(404, unknown)


def _fault(status: int, error: SoapFault, *headers: tuple[str, str]) -> Answer:
    return status, (("Content-Type", CONTENT_TYPE), *headers), envelope.fault(error)
