"""The envelope: one operation out of a request, one answer or one fault back into it.

    <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">
      <soapenv:Header/>                                  understood only where it is not mandatory
      <soapenv:Body>
        <epcisq:Poll xmlns:epcisq="urn:epcglobal:epcis-query:xsd:1"> .. </epcisq:Poll>
      </soapenv:Body>
    </soapenv:Envelope>

A DOCTYPE is refused, even an empty one: a SOAP message must not contain any. Nothing is fetched.

Source: SOAP 1.1 §3, §4, §6; WS-I Basic Profile 1.1 §3-4.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from lxml import etree

from txng.epcis.xml.names import QUERY, Version
from txng.epcis.xml.safety import MAX_DEPTH, Refused, as_utf_8, root_name

SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP_1_2: Final = "http://www.w3.org/2003/05/soap-envelope"
_NEXT: Final = "http://schemas.xmlsoap.org/soap/actor/next"
_VERSIONS: Final[dict[str, Version]] = {QUERY["1.2"]: "1.2", QUERY["2.0"]: "2.0"}
_DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Code = Literal["VersionMismatch", "MustUnderstand", "Client", "Server"]


class SoapFault(Exception):
    """`reason` is a sentence; `detail` is XML, and only for what concerns the body (SOAP 1.1 §4.4)."""

    def __init__(self, code: Code, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.code: Code = code
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Call:
    """One operation as it was sent; `version` is that of its name space."""

    operation: str
    version: Version
    element: Any


def escaped(text: str) -> str:
    """As the text of an element; what no XML can hold becomes U+FFFD."""
    return html.escape(_NOT_XML.sub("\ufffd", text), quote=False)


def quoted(text: str) -> str:
    """As the value of an attribute between double quotes."""
    return html.escape(_NOT_XML.sub("\ufffd", text))


def read(body: bytes) -> Call:
    """The operation in the body. Raises SoapFault."""
    root = _parse(body)
    if root.tag != f"{{{SOAP}}}Envelope":
        name = etree.QName(root)
        if name.localname == "Envelope":
            raise SoapFault(
                "VersionMismatch",
                f"Expected an envelope of SOAP 1.1 ({SOAP}), got {name.namespace!r}"
                " / Cần phong bì SOAP 1.1.",
            )
        raise SoapFault("Client", f"Expected a SOAP Envelope, got {name.localname[:100]!r}")
    parts = list(root)
    if parts and parts[0].tag == f"{{{SOAP}}}Header":
        _look_at_headers(parts.pop(0))
    if len(parts) != 1 or parts[0].tag != f"{{{SOAP}}}Body":
        raise SoapFault("Client", "Expected one SOAP Body in the Envelope")
    operations = list(parts[0])
    if len(operations) != 1:
        raise SoapFault("Client", f"Expected one operation in the Body, got {len(operations)}")
    name = etree.QName(operations[0])
    version = _VERSIONS.get(name.namespace or "")
    if version is None:
        raise SoapFault(
            "Client",
            f"Expected an operation of {' or '.join(_VERSIONS)}, got {str(name.namespace)[:200]!r}"
            " / Không gian tên của thao tác không phải của giao diện hỏi EPCIS.",
        )
    return Call(name.localname, version, operations[0])


def _parse(body: bytes) -> Any:
    def refuse(rule: str, pointer: str, values: Mapping[str, object]) -> None:
        raise Refused(rule)  # what a document is only warned of, an empty DOCTYPE

    # what a document of events may hold is far more than a question needs
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        text = as_utf_8(body)
        root_name(text, refuse)
        root = etree.fromstring(text, parser)
    except Refused as refused:
        if refused.rule.startswith("doctype"):
            raise SoapFault("Client", "Expected a message without a DOCTYPE, got one") from None
        got = refused.values.get("got", refused.rule)
        raise SoapFault("Client", f"Expected well-formed XML, got: {got}") from None
    except (etree.LxmlError, ValueError) as error:
        raise SoapFault("Client", f"Expected well-formed XML, got: {error}") from None
    if _deeper_than(root, MAX_DEPTH):
        raise SoapFault("Client", f"Expected at most {MAX_DEPTH} levels of elements, got more")
    return root


def _deeper_than(root: Any, limit: int) -> bool:
    depth = 0
    for step, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if step == "start" else -1
        if depth > limit:
            return True
    return False


def _look_at_headers(header: Any) -> None:
    for entry in header:
        for_us = entry.get(f"{{{SOAP}}}actor", "") in ("", _NEXT)
        if for_us and entry.get(f"{{{SOAP}}}mustUnderstand", "0").strip() in ("1", "true"):
            raise SoapFault(
                "MustUnderstand",
                f"Expected no header that must be understood, got {entry.tag[:200]!r}",
            )


def answer(content: str) -> bytes:
    """The envelope around `content`, which is XML with its own name spaces declared."""
    whole = (
        f'<soapenv:Envelope xmlns:soapenv="{SOAP}">'
        f"<soapenv:Body>{content}</soapenv:Body></soapenv:Envelope>"
    )
    return _DECLARATION + whole.encode()


def fault(error: SoapFault) -> bytes:
    detail = f"<detail>{error.detail}</detail>" if error.detail else ""
    return answer(
        f"<soapenv:Fault><faultcode>soapenv:{error.code}</faultcode>"
        f"<faultstring>{escaped(error.reason)}</faultstring>{detail}</soapenv:Fault>"
    )
