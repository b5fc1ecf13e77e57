"""JSON as RFC 8259 means it, read without trust and without copying what is large.

    {"a": 1, "a": 2}     refused: lenient decoders keep one of the two and say nothing
    {"a": NaN}  1e400    refused: no number
    {"a": "\\ud800"}      refused: half a character
    [[[[...]]]]          refused beyond 64 levels, before anything walks the value by recursion

`decode_strictly` reads a value whole. `members_of` takes only the outermost object apart, into the
bytes of its members, so that a list of 100,000 events is never in memory as Python values; whoever
calls it decodes each member strictly in turn.

Source: RFC 8259 §4, §8; reference/reliability.md F16.
"""

import json
import re
from typing import Any, NamedTuple

import msgspec

from txng.epcis.errors import ValidationException
from txng.epcis.findings import refused

MAX_DEPTH = 64

_ordered = msgspec.json.Encoder(order="sorted")
_as_it_came = msgspec.json.Encoder()
_raws = msgspec.json.Decoder(list[msgspec.Raw])


class StrictJson(NamedTuple):
    """`body` differs from what was received only where `spare_event_ids` were taken out; `ordered`
    is the value encoded with its members in order."""

    value: Any
    body: bytes
    ordered: bytes
    spare_event_ids: tuple[str, ...] = ()


def decode_strictly(body: bytes, *, levels: int = MAX_DEPTH) -> StrictJson:
    """Decode one value of at most `levels` levels of nesting.

    Raises ValidationException (malformed_json, too_deep, duplicate_member) for what lenient decoders
    let pass; its findings point at "", the value itself.
    """
    try:
        decoded = msgspec.json.decode(body)
    except RecursionError:
        raise _too_deep() from None
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise refused("malformed_json", got=str(error)) from None
    # no value is deeper than it has brackets, and an ordinary event has fewer than levels are allowed
    brackets = len(body) - len(body.translate(None, b"{["))
    if brackets > levels and _deeper_than(decoded, levels):
        raise _too_deep()
    ordered = _ordered.encode(decoded)
    # what machines send without spaces comes back letter for letter, unless a name was lost
    if _as_it_came.encode(decoded) != body and _names_may_repeat(body, ordered):
        return _decode_slowly(body, decoded, ordered)
    return StrictJson(decoded, body, ordered)


class _Name(str):
    """A member name that equals only itself, so that a repeated one does not vanish in a dict."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


_members = msgspec.json.Decoder(dict[_Name, msgspec.Raw], dec_hook=lambda kind, name: kind(name))


def members_of(body: bytes | msgspec.Raw) -> dict[str, msgspec.Raw] | None:
    """The members of an object, each as its own bytes (views, not copies); None for another value.

    What the members hold was only skipped over: decode it strictly before you believe it.
    Raises ValidationException (malformed_json, too_deep, duplicate_member).
    """
    try:
        found = _members.decode(body)
    except msgspec.ValidationError:
        return None
    except RecursionError:
        raise _too_deep() from None
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise refused("malformed_json", got=str(error)) from None
    members: dict[str, msgspec.Raw] = {}
    for name, raw in found.items():
        plain = str(name)
        if plain in members:
            raise _repeated(plain)
        members[plain] = raw
    return members


def elements_of(body: bytes | msgspec.Raw) -> list[msgspec.Raw] | None:
    """The elements of a list, each as its own bytes; None for another value. As `members_of`."""
    try:
        return _raws.decode(body)
    except msgspec.ValidationError:
        return None
    except RecursionError:
        raise _too_deep() from None
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise refused("malformed_json", got=str(error)) from None


def _too_deep() -> ValidationException:
    return refused("too_deep", limit=MAX_DEPTH)


def _repeated(name: str) -> ValidationException:
    return refused("duplicate_member", name=name)


_ESCAPED_MARK = re.compile(rb"\\u00(?:22|3[Aa])")  # a quote or a colon
_SPACED_COLON = re.compile(rb":(?<=[ \t\r\n]:)")  # looking back is quicker than looking ahead


def _names_may_repeat(body: bytes, encoded: bytes) -> bool:
    """Whether an object may hold the same member name twice; `encoded` is what was understood.

    The decoder silently keeps the last of two members, so such a document encodes back with fewer
    `":` than it had. Otherwise the counts are equal, unless a colon is set off from its name or a
    quote or a colon is written as an escape: then only a slow look at every object can tell.
    """
    return (
        body.count(b'":') != encoded.count(b'":')
        or (b"\\" in body and _ESCAPED_MARK.search(body) is not None)
        or _SPACED_COLON.search(body) is not None
    )


def _decode_slowly(body: bytes, decoded: Any, ordered: bytes) -> StrictJson:
    spare: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        for name, value in pairs:
            if name in seen:
                if name != "eventID" or not _is_hash(seen[name]) != _is_hash(value):
                    raise _RepeatedMember(name)
                # GS1's own AssociationEvent-h names an event twice, by the CBV hash and by a UUID.
                # The hash can be computed again, so the other one is the name and nothing is lost.
                value, hash_id = (seen[name], value) if _is_hash(value) else (value, seen[name])
                spare.append(hash_id)
            seen[name] = value
        return seen

    try:
        value = json.loads(body, object_pairs_hook=once, parse_int=_number, parse_float=_number)
    except _RepeatedMember as error:
        raise _repeated(str(error)) from None
    if not spare:
        return StrictJson(decoded, body, ordered)
    return StrictJson(value, msgspec.json.encode(value), _ordered.encode(value), tuple(spare))


def _number(text: str) -> Any:
    return msgspec.json.decode(text)  # as everywhere else: what is beyond 64 bits is a float


def _is_hash(event_id: Any) -> bool:
    return isinstance(event_id, str) and event_id.startswith("ni:///sha-256;")


class _RepeatedMember(ValueError):
    """Leaves the slow reader at the first repeated name."""


_CONTAINERS = (dict, list)  # `dict | list` would be made anew for every value


def _deeper_than(value: Any, limit: int) -> bool:
    level = [value] if isinstance(value, _CONTAINERS) else []
    for _ in range(limit):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, _CONTAINERS)
        ]
        if not level:
            return False
    return bool(level)
