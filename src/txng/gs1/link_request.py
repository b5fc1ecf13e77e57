"""A Digital Link as a resolver is asked for it: the strict grammar, and what is reserved in its query.

    /01/09506000134352/10/A%2FB?17=261231&linkType=gs1:pip;context=vn&utm=x
    └──────── the link ───────┘ └attribute┘└──────── reserved ──────┘└ not of GS1: handed on

>>> asked = read("/01/09506000134352/10/A%2FB", "17=261231&linkType=gs1:pip;context=vn&utm=x")
>>> asked.link.qualifiers, asked.link_type, asked.contexts
((('10', 'A/B'),), 'gs1:pip', ('vn',))

`digital_link.parse` looks for a link in any address and takes it as people send it. A resolver must
refuse what is wrong, so here the path is the link and nothing else, keys and qualifiers may not stand in
the query, and a name of digits alone must be an application identifier.

A server that decodes the path has lost which slashes were escaped. `readings` gives every way to read
what is left: pair by pair first, then with slashes inside values.
>>> [asked.link.path for asked in readings("/01/09506000134352/10/A/B")]
['/01/09506000134352/10/A%2FB']

Source: GS1 Digital Link URI Syntax 1.7, sections 4.1 to 4.10; GS1-Conformant Resolver 1.2, section 2.4.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from urllib.parse import quote, unquote_to_bytes

from txng.gs1 import application_identifiers, digital_link, epc_binary
from txng.gs1.application_identifiers import KEY_QUALIFIERS, QUALIFIERS
from txng.gs1.digital_link import DigitalLink, Pairs
from txng.gs1.epc_binary import Epc
from txng.gs1.errors import CharacterError, DigitalLinkError, Gs1Error, LengthError, quoted

LINK_TYPE = "linktype"  # compared without regard to case: both spellings are in use
CONTEXT = "context"
LONGEST_PATH, LONGEST_QUERY = 1024, 8192
MOST_CUTS = 6  # places where a decoded path could be cut; more are nobody's label

_VISIBLE = re.compile("[!-~]*")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ONE_OF_BOTH = frozenset(KEY_QUALIFIERS) | QUALIFIERS
# where another identifier must come with the key for it to name anything
_NEEDS = {"415": "8020"}


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """`query` is the raw query, to be handed on whole; `epc` is there when the path was compressed;
    `was_cut` is for whoever took it from `readings`."""

    link: DigitalLink
    query: str = ""
    link_type: str | None = None
    contexts: tuple[str, ...] = ()
    epc: Epc | None = field(default=None, compare=False)
    was_cut: bool = field(default=False, compare=False)


def read(path: str, query: str = "") -> LinkRequest:
    """`path` and `query` as they stand in the request line. Raises Gs1Error."""
    return _remembered(path, query) if len(path) + len(query) <= _REMEMBERED else _read(path, query)


def _read(path: str, query: str) -> LinkRequest:
    if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
        raise LengthError(
            f"Expected at most {LONGEST_PATH} characters of path and {LONGEST_QUERY} of query,"
            f" got {len(path)} and {len(query)}"
        )
    if _VISIBLE.fullmatch(path) is None or _VISIBLE.fullmatch(query) is None:
        raise CharacterError(f"Expected visible ASCII characters, got {quoted(path + query)}")
    attributes, link_type, contexts = _query(query)
    segments = path.split("/")[1:]
    if len(segments) > 1 and segments[-1] == "":
        segments.pop()  # a slash at the end is tolerated
    if len(segments) == 1 and (epc := epc_binary.decompress(segments[0])) is not None:
        return LinkRequest(epc.link, query, link_type, contexts, epc)
    if len(segments) % 2:
        raise DigitalLinkError(f"Expected a value after every identifier, got {quoted(path)}")
    pairs = [(ai, _decoded(value)) for ai, value in zip(segments[::2], segments[1::2], strict=True)]
    return LinkRequest(_link(pairs, attributes), query, link_type, contexts)


_REMEMBERED = 256  # characters; longer ones are nobody's label
_remembered = lru_cache(maxsize=8192)(_read)


def readings(path: str, query: str = "") -> Iterator[LinkRequest]:
    """Every way in which a decoded path follows the grammar, those with fewest slashes in values first."""
    segments = path.removesuffix("/").split("/")[1:]
    if not segments or segments[0] not in KEY_QUALIFIERS:
        return
    own = {ai for way in KEY_QUALIFIERS[segments[0]] for ai in way}
    places = [at for at in range(2, len(segments) - 1) if segments[at] in own]
    if len(places) > MOST_CUTS or len(path) > LONGEST_PATH:
        return
    for count in range(len(places), -1, -1):
        for cuts in combinations(places, count):
            starts = [0, *cuts]
            ends = [*cuts, len(segments)]
            pieces = [
                (segments[start], "/".join(segments[start + 1 : end]))
                for start, end in zip(starts, ends, strict=True)
            ]
            raw = "".join(f"/{ai}/{quote(value, safe='')}" for ai, value in pieces)
            try:
                yield read(raw, query)
            except Gs1Error:
                continue


def _link(pairs: list[tuple[str, str]], attributes: Pairs) -> DigitalLink:
    ai = pairs[0][0] if pairs else ""
    if ai not in KEY_QUALIFIERS:
        raise DigitalLinkError(f"Expected a key such as 01 or 414 first, got {quoted(ai)}")
    qualifiers = pairs[1:]
    need = _NEEDS.get(ai)
    if need is not None and need not in dict(qualifiers):
        raise DigitalLinkError(f"Expected ({need}) with ({ai}), got none")
    return digital_link.checked(ai, pairs[0][1], qualifiers, attributes)


def _query(query: str) -> tuple[Pairs, str | None, tuple[str, ...]]:
    attributes: list[tuple[str, str]] = []
    link_types: list[str] = []
    contexts: list[str] = []
    for part in re.split("[&;]", query):
        raw_name, _, raw_value = part.partition("=")
        if not raw_name:
            continue
        name = _decoded(raw_name)
        if name.lower() == LINK_TYPE:
            link_types.append(_decoded(raw_value))
        elif name.lower() == CONTEXT:
            contexts.append(_decoded(raw_value))
        elif name.isascii() and name.isdigit():
            attributes.append(_attribute(name, _decoded(raw_value)))
    if len(set(link_types)) > 1:
        raise DigitalLinkError(f"Expected one linkType, got {quoted(', '.join(link_types))}")
    return tuple(attributes), link_types[0] if link_types else None, tuple(filter(None, contexts))


def _attribute(name: str, value: str) -> tuple[str, str]:
    if name in _ONE_OF_BOTH:
        raise DigitalLinkError(
            f"Expected key and qualifier {name} in the path, got it in the query"
        )
    if name not in application_identifiers.ALL:
        raise DigitalLinkError(
            f"Expected an application identifier or a name with a letter, got {quoted(name)}"
        )
    return name, value


def _decoded(text: str) -> str:
    if not text.isascii() or _BAD_ESCAPE.search(text):
        raise CharacterError(
            f"Expected ASCII with %-escapes of two hexadecimal digits, got {quoted(text)}"
        )
    return unquote_to_bytes(text).decode("utf-8", "replace")
