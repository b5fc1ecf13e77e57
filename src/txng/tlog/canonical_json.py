"""JSON in one spelling, so that a value has one hash.

    {"b": 1, "a": ["ô", true]}   ->   {"a":["ô",true],"b":1}

Members in the order of their UTF-16 code units, no spaces, the shortest escapes, UTF-8. Numbers are whole
and within ±(2**53 - 1), which every reader holds exactly; decimals are strings. `exact` reads JSON that
way: "1.50" stays the three digits that somebody measured instead of becoming some binary fraction.

>>> encode({"b": 1, "a": ["ô", True]}).decode()
'{"a":["ô",true],"b":1}'
>>> exact(b'{"value": 1.50, "count": 3}')
{'value': '1.50', 'count': 3}

Source: RFC 8785 (JCS); numbers narrower than there.
"""

import json
from json.encoder import encode_basestring
from typing import Any, Final

import msgspec

from txng.tlog.errors import MalformedError, quoted

MAX_DEPTH: Final = 64
MAX_INTEGER: Final = 2**53 - 1

_text = encode_basestring  # what JSONEncoder(ensure_ascii=False) calls, without making a string of parts
_WORDS: Final = {None: "null", True: "true", False: "false"}


def encode(value: Any) -> bytes:
    """`value` of dict, list, tuple, str, int, bool and None. Raises MalformedError for anything else."""
    try:
        return _encoded(value, MAX_DEPTH).encode()
    except UnicodeEncodeError:
        raise MalformedError("Expected text, got half a character") from None


def encode_read(value: Any) -> bytes:
    """As `encode` and a fifth of its cost, for what a JSON reader gave: all names are strings, decimals
    strings as `exact` makes them.

    A writer in C sorts names by code points and escapes as canonical JSON does, as long as there is
    nothing to escape, nothing beyond the basic plane and no number that may be too large.
    """
    try:
        told = _sorted(value)
    except (UnicodeEncodeError, RecursionError, OverflowError):
        return encode(value)
    drawn = b":" + told.translate(_DRAWN)  # four times as fast as a pattern
    levels = told.count(b"[") + told.count(b"{")  # at most so deep, and hardly ever more
    if b"!" in drawn or _LONG_NUMBER in drawn or levels > MAX_DEPTH:
        return encode(value)
    return told


def _drawn(byte: int) -> int:
    """What matters of a byte: "!" for an escape or the beginning of a letter beyond the basic plane, "0"
    for a digit, ":" for what may stand before a number."""
    if byte == ord("\\") or byte >= 0xF0:
        return ord("!")
    if byte in b"0123456789":
        return ord("0")
    return ord(":") if byte in b":,-[" else ord(" ")


_sorted = msgspec.json.Encoder(order="sorted").encode
_DRAWN: Final = bytes(map(_drawn, range(256)))
_LONG_NUMBER: Final = b":" + 16 * b"0"


def decode(raw: bytes) -> Any:
    """The value of canonical JSON. Raises MalformedError for JSON in any other spelling."""
    value = _decoded(raw, parse_float=_refused)
    if encode(value) != raw:
        raise MalformedError("Expected canonical JSON (RFC 8785)")
    return value


def exact(raw: bytes) -> Any:
    """Any JSON, with decimals and large numbers as the strings they were written as.

    Raises MalformedError, also for a member name twice in one object.
    """
    return _decoded(raw, parse_float=str)


def _encoded(value: Any, depth: int) -> str:
    kind = type(value)
    if kind is str:
        return str(_text(value))
    if kind is dict and depth:
        return f"{{{','.join(_members(value, depth - 1))}}}"
    if kind is list and depth:
        told = [_text(one) if type(one) is str else _encoded(one, depth - 1) for one in value]
        return f"[{','.join(told)}]"
    if value is None or kind is bool:
        return _WORDS[value]
    if isinstance(value, str):
        return str(_text(str(value)))
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise MalformedError(f"Expected a number within 2**53, got {quoted(str(value))}")
        return str(int(value))
    if depth == 0:
        raise MalformedError(f"Expected at most {MAX_DEPTH} levels, got more")
    if isinstance(value, list | tuple):
        return f"[{','.join([_encoded(one, depth - 1) for one in value])}]"
    if isinstance(value, dict):
        return f"{{{','.join(_members(value, depth - 1))}}}"
    raise MalformedError(f"Expected JSON with decimals as strings, got {type(value).__name__}")


def _members(value: dict[Any, Any], depth: int) -> list[str]:
    try:
        # UTF-16 sorts otherwise than code points only beyond the basic plane
        ordered = sorted(value, key=None if "".join(value).isascii() else _utf_16)
    except TypeError:
        raise MalformedError("Expected names of members to be strings") from None
    # most values are texts: told here, they save a call each
    return [
        f"{_text(name)}:{_text(one) if type(one := value[name]) is str else _encoded(one, depth)}"
        for name in ordered
    ]


def _utf_16(name: str) -> bytes:
    return name.encode("utf-16-be")


def _decoded(raw: bytes, parse_float: Any) -> Any:
    try:
        return json.loads(
            raw.decode(),
            parse_float=parse_float,
            parse_int=_integer if parse_float is str else _whole,
            parse_constant=_refused,
            object_pairs_hook=_once,
        )
    except RecursionError:
        raise MalformedError(f"Expected at most {MAX_DEPTH} levels, got more") from None
    except MalformedError:
        raise
    except ValueError as error:  # what is no JSON and what is no UTF-8
        raise MalformedError(f"Expected JSON: {error}") from None


def _integer(text: str) -> int | str:
    return int(text) if len(text) <= 17 and abs(int(text)) <= MAX_INTEGER else text


def _whole(text: str) -> int:
    return int(text) if len(text) <= 17 else _refused(text)


def _refused(text: str) -> int:
    raise MalformedError(f"Expected whole numbers within 2**53, got {quoted(text)}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise MalformedError("Expected each member once")
    return found
