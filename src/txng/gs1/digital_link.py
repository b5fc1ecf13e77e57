"""GS1 Digital Link: a GS1 code as a web address.

    https://truyxuat.example/vn/01/09506000134352/10/L1?17=261231&linkType=gs1:traceability#top
    └────── any host ──────┘└┬┘└───── key ───────┘└┬──┘ └───┬───┘ └─────────┬─────────────┘└─┬─┘
                          prefix              qualifier  attribute     not of GS1        ignored

The key and its qualifiers say which thing it is; `DigitalLink.path` is that much, spelt in the one
way in which two addresses of the same thing are equal.
>>> link = parse("http://example.com/a/01/9506000134352/10/L%2F1?17=261231")
>>> link.path, link.attributes
('/01/09506000134352/10/L%2F1', (('17', '261231'),))
>>> link.canonical
'https://id.gs1.org/01/09506000134352/10/L%2F1'

Values are read from the address as it was sent: percent-decoding before splitting would make two
segments of the one serial "A/B". Words for digits ("/gtin/..", withdrawn in 2022) are no keys.

Source: GS1 Digital Link URI Syntax 1.4, sections 4 to 6; RFC 3986.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import quote, unquote_to_bytes

from txng.gs1 import application_identifiers
from txng.gs1.application_identifiers import KEY_QUALIFIERS, QUALIFIERS
from txng.gs1.errors import CharacterError, DigitalLinkError, LengthError, quoted
from txng.gs1.keys import Gtin

CANONICAL_STEM = "https://id.gs1.org"
LONGEST = 2048  # the practical limit of browsers and QR codes
Pairs = tuple[tuple[str, str], ...]

_WEB = re.compile(r"https?://([^/?#]+)([^?#]*)(?:\?([^#]*))?", re.IGNORECASE)
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_BEGINS_LIKE_A_KEY = re.compile(r"[0-9]{6}|%3[0-9]")  # unlike the year of "/orders/01/2024-7"


@dataclass(frozen=True, slots=True)
class DigitalLink:
    """`qualifiers` in the standard's order, `attributes` in the order of their identifiers."""

    ai: str
    value: str
    qualifiers: Pairs = ()
    attributes: Pairs = ()

    @property
    def path(self) -> str:
        pairs = ((self.ai, self.value), *self.qualifiers)
        return "".join([f"/{ai}/{_encoded(value)}" for ai, value in pairs])

    @property
    def canonical(self) -> str:
        """The address by which things are compared. Attributes describe and do not name."""
        return CANONICAL_STEM + self.path

    def uri(self, stem: str = CANONICAL_STEM) -> str:
        """With attributes; `stem` is scheme, host and perhaps a prefix: "https://truyxuat.example"."""
        query = "&".join(f"{ai}={_encoded(value)}" for ai, value in self.attributes)
        return f"{stem.rstrip('/')}{self.path}{'?' if query else ''}{query}"


def build(
    ai: str,
    value: str,
    *,
    qualifiers: Sequence[tuple[str, str]] = (),
    attributes: Sequence[tuple[str, str]] = (),
) -> DigitalLink:
    """The link of plain values; puts qualifiers into order. Raises Gs1Error.

    >>> build("01", "96385074", qualifiers=[("21", "7"), ("10", "L/1")]).path
    '/01/00000096385074/10/L%2F1/21/7'
    """
    given = [name for name, _ in qualifiers]
    for way in KEY_QUALIFIERS.get(ai, ()):
        if set(given) <= set(way):
            qualifiers = sorted(qualifiers, key=lambda pair: way.index(pair[0]))
    return checked(ai, value, qualifiers, attributes)


def parse(uri: str) -> DigitalLink:
    """Raises Gs1Error; DigitalLinkError when the address has no GS1 key in its path."""
    link = parse_if_any(uri)
    if link is None:
        raise DigitalLinkError(
            f"Expected a GS1 key in the path, such as /01/09506000134352, got {quoted(uri)}"
        )
    return link


def parse_if_any(uri: str) -> DigitalLink | None:
    """None for a web address that holds no GS1 key; Gs1Error where one is there and is wrong."""
    if len(uri) > LONGEST:
        raise LengthError(f"Expected at most {LONGEST} characters, got {len(uri)}")
    web = _WEB.match(uri)
    if web is None:
        return None
    host, path, query = web.groups()
    segments = path.split("/")[1:]
    if segments and segments[-1] == "":
        segments.pop()  # "/01/../" is how many web servers write a directory
    is_gs1 = host.lower() == "id.gs1.org"
    start = _key_at(segments, is_gs1)
    if start is None:
        if is_gs1:
            raise DigitalLinkError(f"Expected a GS1 key after id.gs1.org, got {quoted(path)}")
        return None
    if (len(segments) - start) % 2:
        raise DigitalLinkError(
            f"Expected a value after every Application Identifier, got {quoted(path)}"
        )
    values = [_decoded(segment) for segment in segments[start + 1 :: 2]]
    pairs = list(zip(segments[start::2], values, strict=True))
    return checked(*pairs[0], pairs[1:], _attributes(query or ""))


def _key_at(segments: list[str], is_gs1: bool) -> int | None:
    """Where the key stands, read from the right so that no prefix can be mistaken for it.

    At id.gs1.org every key is one; elsewhere it must also look like one.
    """
    position = len(segments) - 2
    while position >= 0:
        ai, value = segments[position], segments[position + 1]
        if ai in KEY_QUALIFIERS and (is_gs1 or _BEGINS_LIKE_A_KEY.match(value)):
            return position
        if ai not in QUALIFIERS:
            break
        position -= 2
    # No proper link ends the path. A key anywhere in it is then a mistake to be named, rather than the
    # address of something else: "/01/09506000134352/99/L1".
    for position, (ai, value) in enumerate(pairwise(segments)):
        if ai in KEY_QUALIFIERS and _BEGINS_LIKE_A_KEY.match(value):
            return position
    return None


def checked(
    ai: str,
    value: str,
    qualifiers: Sequence[tuple[str, str]],
    attributes: Sequence[tuple[str, str]],
) -> DigitalLink:
    """The link of these values in this order. Raises Gs1Error."""
    ways = KEY_QUALIFIERS.get(ai)
    if ways is None:
        raise DigitalLinkError(
            f"Expected a key such as 01, 00 or 414 at the start of the path, got {quoted(ai)}"
        )
    if ai == "01":
        value = Gtin(value).value
    else:
        application_identifiers.find(ai).verify(value)
    given = [name for name, _ in qualifiers]
    if given and not any(_keeps_order(given, way) for way in ways):
        allowed = " or ".join(", ".join(way) or "nothing" for way in ways)
        raise DigitalLinkError(f"Expected {allowed} after {ai}, got {quoted(', '.join(given))}")
    for name, text in qualifiers:
        application_identifiers.find(name).verify(text)
    own = {ai, *(name for way in ways for name in way)}
    seen: set[str] = set()
    for name, text in attributes:
        if name in own:
            raise DigitalLinkError(f"Expected {name} in the path, got it in the query")
        if name in seen:
            raise DigitalLinkError(f"Expected attribute {name} once, got it twice")
        seen.add(name)
        application_identifiers.find(name).verify(text)
    return DigitalLink(ai, value, tuple(qualifiers), tuple(sorted(attributes)))


def _keeps_order(given: list[str], way: tuple[str, ...]) -> bool:
    left = iter(way)
    return all(name in left for name in given)  # "in" uses the iterator up: a subsequence test


def _attributes(query: str) -> list[tuple[str, str]]:
    """The all-digit names of the query; other names belong to the web page, not to GS1."""
    pairs = []
    for part in re.split("[&;]", query):
        name, _, value = part.partition("=")
        if name.isascii() and name.isdigit():
            pairs.append((name, _decoded(value)))
    return pairs


def _encoded(value: str) -> str:
    # section 5 escapes all of set 82 but letters, digits and -._; most values need no call at all
    return value if value.isalnum() and value.isascii() else quote(value, safe="")


def _decoded(segment: str) -> str:
    if not segment.isascii() or _BAD_ESCAPE.search(segment):
        raise CharacterError(
            f"Expected ASCII with %-escapes of two hexadecimal digits, got {quoted(segment)}"
        )
    # latin-1 keeps bytes apart; any outside ASCII is then refused by the identifier's own set
    return unquote_to_bytes(segment).decode("latin-1")
