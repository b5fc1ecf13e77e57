"""Entries: what the log holds of one act, in lines anyone can read.

    txng-entry/v1                                     txng-entry/v1
    event                                             recall
    Qm9e3..=                                          7rT0a..=
                                                      act issue
                                                      about https://id.gs1.org/01/09506000134352/10/L1
                                                      authority txng.example/so-nn-mt
                                                      document 12/TB-SNNMT
    kind ┘  └ the commitment (`commitment`): all      clear lines: only of acts that are public anyway,
    of it that is not public is inside                in this order, each name once

An event and its error declaration have no clear line: who reported how much, and when, would show a
rival its volumes. Kinds:

    event          something that happened to goods          declaration  an event was declared wrong
    codes          a batch of serials was issued             recall       goods are called back
    cert           a certificate, its suspension, ..         key          a submitter's key, or its end
    policy         catalogue, regulation or trust policy     map          the day's map of lots to histories
    erase          the opening of a group was destroyed      shard        the log that this one continues

An entry is UTF-8, at most 65,535 bytes, and has one spelling.

>>> entry = Entry("codes", bytes(32), {"count": "5000"})
>>> entry.encode().decode().split("\\n")
['txng-entry/v1', 'codes', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', 'count 5000', '']
>>> parse_entry(entry.encode()) == entry
True

Source: reference/reliability.md §2.2.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, Literal, NamedTuple, get_args

from txng.tlog.checkpoint import parse_hash, parse_number
from txng.tlog.commitment import GROUPS
from txng.tlog.errors import MalformedError, quoted
from txng.tlog.hashing import HASH_BYTES, leaf_hash
from txng.tlog.note import to_base64
from txng.tlog.tiles import MAX_ENTRY

Kind = Literal[
    "event", "declaration", "codes", "recall", "cert", "key", "policy", "map", "erase", "shard"
]
KINDS: Final = get_args(Kind)
VERSION: Final = "txng-entry/v1"
MAX_VALUE: Final = 2000  # characters of a clear line


class Entry(NamedTuple):
    """`clear` holds the lines after the commitment: name -> value."""

    kind: Kind
    commitment: bytes
    clear: Mapping[str, str] = {}

    def encode(self) -> bytes:
        """Raises MalformedError unless parse_entry would read the same entry again."""
        _check(self)
        lines = [VERSION, self.kind, to_base64(self.commitment)]
        lines += [f"{name} {self.clear[name]}" for name in _FIELDS[self.kind] if name in self.clear]
        encoded = "".join(f"{line}\n" for line in lines).encode()
        if len(encoded) > MAX_ENTRY:
            raise MalformedError(f"Expected at most {MAX_ENTRY} bytes, got {len(encoded)}")
        return encoded

    @property
    def leaf_hash(self) -> bytes:
        return leaf_hash(self.encode())


def parse_entry(raw: bytes) -> Entry:
    """Raises MalformedError for whatever `encode` would not have written."""
    if len(raw) > MAX_ENTRY:
        raise MalformedError(f"Expected at most {MAX_ENTRY} bytes, got {len(raw)}")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise MalformedError("Expected UTF-8") from None
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() != "" or lines[0] != VERSION:
        raise MalformedError(f"Expected {VERSION}, a kind and a commitment, got {quoted(text)}")
    kind = _kind(lines[1])
    clear: dict[str, str] = {}
    for line in lines[3:]:
        name, gap, value = line.partition(" ")
        if not gap or name in clear:
            raise MalformedError(f"Expected a line 'name value' once, got {quoted(line)}")
        clear[name] = value
    entry = Entry(kind, parse_hash(lines[2]), clear)
    _check(entry)
    if list(clear) != [name for name in _FIELDS[kind] if name in clear]:
        raise MalformedError(f"Expected the lines of {kind} in their order, got {list(clear)}")
    return entry


def _check(entry: Entry) -> None:
    fields = _FIELDS[_kind(entry.kind)]
    if len(entry.commitment) != HASH_BYTES:
        raise MalformedError(f"Expected {HASH_BYTES} bytes to commit, got {len(entry.commitment)}")
    if not (entry.clear or fields):
        return  # an event: nearly all entries
    unknown = set(entry.clear) - set(fields)
    lacking = {name for name, field in fields.items() if field.is_needed} - set(entry.clear)
    if unknown or lacking:
        raise MalformedError(
            f"Expected the lines {', '.join(fields) or 'of none'} in {entry.kind},"
            f" got {quoted(', '.join(entry.clear))}"
        )
    for name, value in entry.clear.items():
        if not _is_plain(value) or not fields[name].fits(value):
            raise MalformedError(
                f"Expected {fields[name].shape} as {name} of {entry.kind}, got {quoted(value)}"
            )


class _Field(NamedTuple):
    shape: str
    fits: Callable[[str], bool]
    is_needed: bool = True


def _words(*allowed: str) -> _Field:
    return _Field(" or ".join(allowed), lambda value: value in allowed)


def _parsed(shape: str, parse: Callable[[str], object]) -> _Field:
    def fits(value: str) -> bool:
        try:
            parse(value)
        except ValueError:
            return False
        return True

    return _Field(shape, fits)


def _day(value: str) -> None:
    if date.fromisoformat(value).isoformat() != value:
        raise ValueError(value)


_TEXT = _Field("a line of text", lambda value: True)
_NUMBER = _parsed("a number", parse_number)
_HASH = _parsed("base64 of 32 bytes", parse_hash)
_DAY = _parsed("a day like 2026-11-28", _day)
_URI = _Field("a URI", re.compile(r"[a-z][a-z0-9+.-]*:[!-~]+").fullmatch)  # type: ignore[arg-type]
_GROUP = _words(*GROUPS)
_REASON = _Field("a word", re.compile(r"[a-z][a-z0-9-]{0,63}").fullmatch)  # type: ignore[arg-type]


def _maybe(field: _Field) -> _Field:
    return field._replace(is_needed=False)


_FIELDS: Final[Mapping[str, Mapping[str, _Field]]] = {
    "event": {},
    "declaration": {},
    "codes": {"count": _NUMBER},
    "recall": {
        "act": _words("issue", "widen", "close", "withdraw"),
        "about": _URI,
        "authority": _TEXT,
        "document": _TEXT,
        "day": _maybe(_DAY),
        "reason": _maybe(_TEXT),
    },
    "cert": {
        "act": _words("issue", "suspend", "restore", "revoke", "expire"),
        "number": _TEXT,
        "scheme": _TEXT,
        "issuer": _TEXT,
        "holder": _maybe(_TEXT),
        "until": _maybe(_DAY),
        "reason": _maybe(_TEXT),
    },
    "key": {
        "act": _words("enrol", "revoke"),
        "holder": _TEXT,
        "algorithm": _words("ed25519"),
        "public": _HASH,
        "reason": _maybe(_TEXT),
    },
    "policy": {
        "act": _words("adopt", "amend", "repeal"),
        "name": _TEXT,
        "document": _TEXT,
        "digest": _HASH,  # SHA-256 of the document as published
        "day": _maybe(_DAY),
    },
    "map": {"day": _DAY, "size": _NUMBER, "root": _HASH},
    "erase": {
        "entry": _NUMBER,
        "group": _GROUP,
        "reason": _REASON,
        "origin": _maybe(_TEXT),  # of the log that has the entry, when it is an earlier one
    },
    "shard": {"origin": _TEXT, "size": _NUMBER, "root": _HASH},
}


def _kind(word: str) -> Kind:
    if word not in KINDS:
        raise MalformedError(f"Expected a kind of {VERSION}, got {quoted(word)}")
    return word  # type: ignore[return-value]


def _is_plain(value: str) -> bool:
    """One line that looks as it is: no control or format characters, NFC, no space at its ends."""
    return (
        0 < len(value) <= MAX_VALUE
        and value == value.strip()
        and unicodedata.is_normalized("NFC", value)
        and not any(unicodedata.category(letter) in _HIDDEN for letter in value)
    )


_HIDDEN: Final = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}  # not "Cn": that changes with Unicode
