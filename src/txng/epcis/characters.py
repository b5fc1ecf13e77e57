"""Characters that JSON can hold and XML cannot: an event that has one could never be told in XML.

    {"ex:a": "x\\u0000"}    U+0000 at /ex:a
    {"ex:a\\u0000": "x"}    U+0000 at /ex:a\ufffd, in the name

Source: XML 1.0 §2.2 (Char); JSON has most of them as escapes only (RFC 8259 §7).
"""

import re
from collections.abc import Iterator
from typing import Any

FORBIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
NOT_XML = re.compile(f"[{FORBIDDEN}]")
# the same in JSON, where only U+FFFE and U+FFFF may stand as they are
_MARKS = (rb"\u000", rb"\u001", rb"\uf", rb"\uF", rb"\b", rb"\f")
_ESCAPED = re.compile(
    rb"(?<!\\)(?:\\\\)*\\(?:u00(?:0[0-8bBcCeEfF]|1[0-9a-fA-F])|u[fF]{3}[eEfF]|[bf])"
)
_AS_IT_IS = re.compile(rb"\xef\xbf[\xbe\xbf]")


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
