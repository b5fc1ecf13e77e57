"""What XML 1.0 lets stand in texts, attributes and names, and the refusal of everything else."""

import re
from decimal import Decimal
from typing import Any

from txng.epcis.characters import FORBIDDEN, NOT_XML
from txng.epcis.errors import NotAcceptableException

WHITE = " \t\r\n"  # of XML; other spaces are part of a text
NOT_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f-\x9f]")  # RFC 3987
_IN_TEXT = re.compile(f"[&<>\r{FORBIDDEN}]")
_IN_ATTRIBUTE = re.compile(f'[&<>"\t\n\r{FORBIDDEN}]')
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
