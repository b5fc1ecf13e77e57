"""What XML 1.0 lets stand in texts, attributes and names, and the refusal of everything else."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from txng.epcis.errors import NotAcceptableException

WHITE = " \t\r\n"  # of XML; other spaces are part of a text
NOT_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f-\x9f]")  # RFC 3987
_FORBIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_IN_TEXT = re.compile(f"[&<>\r{_FORBIDDEN}]")
_IN_ATTRIBUTE = re.compile(f'[&<>"\t\n\r{_FORBIDDEN}]')
NOT_XML = re.compile(f"[{_FORBIDDEN}]")
# the same in JSON, where only U+FFFE and U+FFFF may stand as they are
_MARKS = (rb"\u000", rb"\u001", rb"\uf", rb"\uF", rb"\b", rb"\f")
_ESCAPED = re.compile(
    rb"(?<!\\)(?:\\\\)*\\(?:u00(?:0[0-8bBcCeEfF]|1[0-9a-fA-F])|u[fF]{3}[eEfF]|[bf])"
)
_AS_IT_IS = re.compile(rb"\xef\xbf[\xbe\xbf]")
_TEXT_ESCAPES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#13;"}
_ESCAPES = _TEXT_ESCAPES | {ord('"'): "&quot;", ord("\t"): "&#9;", ord("\n"): "&#10;"}


class CannotBeTold(NotAcceptableException):
    """This version of XML has no way to say `member`."""

    title = "NotAcceptableException"

    def __init__(self, member: str, version: str, why: str = "") -> None:
        reason = f": {why}" if why else ""
        super().__init__(
            f"Expected what EPCIS {version} in XML can say, got {member!r}{reason}.",
            detail_vi=f"EPCIS {version} dạng XML không diễn đạt được {member!r}. Hãy lấy dạng JSON"
            + (", hoặc XML 2.0." if version == "1.2" else "."),
        )
        self.member = member


def text(value: str, member: str, version: str = "2.0") -> str:
    """`value` as character data; raises CannotBeTold for what no XML 1.0 document may contain."""
    if _IN_TEXT.search(value) is None:
        return value
    if NOT_XML.search(value):
        raise CannotBeTold(member, version, "a control character")
    return value.translate(_TEXT_ESCAPES)


def attribute(value: str, member: str, version: str = "2.0") -> str:
    """`value` between double quotes; raises as `text` does."""
    if _IN_ATTRIBUTE.search(value) is None:
        return value
    if NOT_XML.search(value):
        raise CannotBeTold(member, version, "a control character")
    return value.translate(_ESCAPES)


def is_beyond_xml(body: bytes) -> bool:
    """Whether a text or a name in this JSON holds a character that no XML document can."""
    if b"\\" in body and any(map(body.__contains__, _MARKS)) and _ESCAPED.search(body):
        return True
    return b"\xef\xbf" in body and _AS_IT_IS.search(body) is not None


def beyond_xml(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """The places where `is_beyond_xml` is true of a value, and the character: "U+0000"."""
    if isinstance(value, str):
        found = NOT_XML.search(value)
        if found is not None:
            yield pointer, f"U+{ord(found[0]):04X}"
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from beyond_xml(item, f"{pointer}/{position}")
    elif isinstance(value, dict):
        for name, item in value.items():
            step = name.replace("~", "~0").replace("/", "~1")  # RFC 6901 §3
            where = f"{pointer}/{step}"
            if NOT_XML.search(name):
                where = NOT_XML.sub("\ufffd", where)  # who reads the finding may use XML, too
                yield from beyond_xml(name, where)
            yield from beyond_xml(item, where)


def scalar(value: Any, member: str, version: str = "2.0") -> str:
    """A text, a number, true or false as text; raises CannotBeTold for anything else."""
    if isinstance(value, str):
        return value
    if value is True or value is False:
        return "true" if value else "false"
    if not isinstance(value, int | float):
        raise CannotBeTold(member, version, "one value")
    return repr(value)


def decimal(amount: Any, member: str, version: str = "2.0") -> str:
    """xsd:decimal has no exponent; a whole float is told with all its digits. Raises as `scalar` does."""
    if not isinstance(amount, int | float) or isinstance(amount, bool):
        raise CannotBeTold(member, version, "a number")
    if isinstance(amount, float) and amount.is_integer():
        return str(int(amount))
    told = repr(amount)
    return format(Decimal(told), "f") if "e" in told or "E" in told else told
