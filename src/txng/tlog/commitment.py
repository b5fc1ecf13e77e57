"""txng-commit/v1: one hash that binds a record whose fields are opened one by one, or never.

                         commitment                 RFC 6962 tree head over the twelve digests
          ┌───────┬──────────┼─────┬───────┐
        core     what      where  qty  ..  env      digest = SHA-256(0x00 ‖ len name ‖ name ‖ len salt ‖ salt
                  │                                                       ‖ len value ‖ value)
            ┌─────┼─────┐                           value = canonical JSON; of an absent group nothing at all
          item  item  item  (pad)                   `what` is a tree of its own, a leaf an item, filled up
                                                    to a power of two: its height is all that is told

    len name and len salt are two bytes, len value is four, big-endian
    salt of a group = HMAC-SHA-256(event key, group)[:16]
    salt of item i  = HMAC-SHA-256(HMAC-SHA-256(event key, "what.items"), i in four bytes)[:16]

The event key is 32 random bytes of this record alone. Whoever gets a group's salt and value can check
them and learns nothing of the others; a buyer checks his own serial and sees no other. Without salts
a hidden quantity is found by trying all of them: that took a fifth of a second for the CBV event hash.
`person` may have a key of its own: once that is destroyed the group can never be opened again, while
the commitment stays and the other groups verify as before.

>>> record = {"core": {"bizStep": "shipping"}, "what": ["https://id.gs1.org/00/095060001343521000"]}
>>> root = commit(record, bytes(32))
>>> opened = verify_disclosure(disclose(record, bytes(32), groups=["core"], items=[0]), root)
>>> opened.groups, opened.items, len(opened.hidden)
({'core': {'bizStep': 'shipping'}}, {0: 'https://id.gs1.org/00/095060001343521000'}, 10)

Source: reference/reliability.md §2.2; docs/decisions, the log's commitments.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from hmac import compare_digest
from typing import Any, Final, NamedTuple

from txng.tlog.canonical_json import encode
from txng.tlog.checkpoint import parse_hash
from txng.tlog.errors import DisclosureError, MalformedError, quoted
from txng.tlog.hashing import hashes_of, joined, leaf_hash, leaf_hashes, root_of
from txng.tlog.note import from_base64, to_base64
from txng.tlog.proofs import inclusion_proof, root_from_inclusion

VERSION: Final = "txng-commit/v1"
# The order is part of the format. Which member of an event belongs to which group is not: that
# is settled above this floor and told by the members' names.
GROUPS: Final = (
    *("core", "what", "where", "qty", "party", "trans"),
    *("sensor", "ilmd", "cert", "person", "ext", "env"),
)
KEY_BYTES: Final = 32
SALT_BYTES: Final = 16
MAX_HEIGHT: Final = 20  # a million items in one record

Encode = Callable[[Any], bytes]
Record = Mapping[
    str, Any
]  # group -> JSON value; "what" -> a list of items; absent groups are missing

_WHAT: Final = "what"
_ITEM: Final = "what.item"
_PERSON: Final = "person"


class Disclosed(NamedTuple):
    """What a disclosure proved. `groups` holds the opened ones, an absent one as None.

    `what` is in `groups` when all of it was opened; else `items` holds what was, by number.
    """

    groups: dict[str, Any]
    items: dict[int, Any]
    hidden: tuple[str, ...]


def commit(
    record: Record,
    event_key: bytes,
    *,
    person_key: bytes | None = None,
    encode: Encode = encode,
) -> bytes:
    """The commitment, 32 bytes. Raises MalformedError for an unknown group or what is not JSON.

    `encode` may be `canonical_json.encode_read` for a record whose values a JSON reader gave.
    """
    return root_of_digests(digests(record, event_key, person_key=person_key, encode=encode))


def digests(
    record: Record,
    event_key: bytes,
    *,
    person_key: bytes | None = None,
    encode: Encode = encode,
) -> list[bytes]:
    """Of the twelve groups in their order; keep those whose key may be destroyed. As `commit`."""
    unknown = set(record) - set(GROUPS)
    if unknown:
        raise MalformedError(f"Expected the groups of {VERSION}, got {quoted(unknown.pop())}")
    keys = _Keys(event_key, person_key)
    values = [_value(name, record, keys, encode) for name in GROUPS]
    return _all_hashed(_GROUPS_BEFORE_SALT, keys.salts(), values)


def root_of_digests(found: Sequence[bytes]) -> bytes:
    return root_of(leaf_hashes(found))


def disclose(
    record: Record,
    event_key: bytes,
    *,
    groups: Collection[str] = (),
    items: Collection[int] = (),
    person_key: bytes | None = None,
    erased: Mapping[str, bytes] | None = None,
) -> dict[str, Any]:
    """What opens these groups, and these items of `what`; of all others the digest. JSON values.

    `erased` holds the digests of groups whose key is gone. Raises MalformedError for names and numbers
    that the record has not.
    """
    gone = erased or {}
    unknown = (set(groups) - set(GROUPS)) | (set(groups) & set(gone))
    if unknown:
        raise MalformedError(f"Expected groups that can be opened, got {quoted(unknown.pop())}")
    keys = _Keys(event_key, person_key)
    opened: dict[str, Any] = {"version": VERSION}
    for name in GROUPS:
        if name in gone:
            opened[name] = to_base64(gone[name])
        elif name == _WHAT and (items or name in groups) and _present(name, record):
            opened[name] = _open_what(record[_WHAT], keys, None if name in groups else items)
        elif name in groups:
            opened[name] = {"salt": to_base64(keys.salt(name))} | _present(name, record)
        else:
            opened[name] = to_base64(_group_digest(name, record, keys, encode))
    if items and not _present(_WHAT, record):
        raise MalformedError("Expected items to open, got a record without any")
    return opened


def verify_disclosure(disclosure: Any, commitment: bytes) -> Disclosed:
    """What was opened. Raises MalformedError, and DisclosureError when it does not make the commitment."""
    if not isinstance(disclosure, dict) or set(disclosure) != {"version", *GROUPS}:
        raise MalformedError(f"Expected the twelve groups of {VERSION}")
    if disclosure["version"] != VERSION:
        raise MalformedError(f"Expected {VERSION}, got {quoted(str(disclosure['version']))}")
    groups: dict[str, Any] = {}
    items: dict[int, Any] = {}
    hidden: list[str] = []
    found: list[bytes] = []
    for name in GROUPS:
        shown = disclosure[name]
        if isinstance(shown, str):
            hidden.append(name)
            found.append(parse_hash(shown))
        elif name == _WHAT and isinstance(shown, dict) and "items" in shown:
            whole, some, value = _read_what(shown)
            found.append(value)
            items = some
            if whole is not None:
                groups[name] = whole
        else:
            salt = _read_salt(shown, {"salt"}, {"value"})
            # an absent `what` is opened like any group; items never are, or they were no tree
            if name == _WHAT and "value" in shown:
                raise MalformedError("Expected items in the group what, got a value")
            if "value" in shown and shown["value"] is None:
                raise MalformedError(f"Expected a value or none in the group {name}, got null")
            groups[name] = shown.get("value")
            found.append(_digest(name, salt, shown))
    if not compare_digest(root_of_digests(found), commitment):
        raise DisclosureError("Expected what was opened to make the commitment, got another")
    return Disclosed(groups, items, tuple(hidden))


class _Hmac:
    """HMAC-SHA-256 under one key, for many short messages.

    The standard library's way through OpenSSL costs four times as much: it makes the key's two blocks
    anew for each message. A salt is the first half of one. Source: RFC 2104.
    """

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes) -> None:  # all keys here are shorter than a block
        block = key.ljust(64, b"\0")
        self._inner, self._outer = block.translate(_INNER), block.translate(_OUTER)

    def __call__(self, message: bytes) -> bytes:
        return sha256(self._outer + sha256(self._inner + message).digest()).digest()

    def salts(self, messages: Iterable[bytes]) -> list[bytes]:
        inner = hashes_of(sha256(self._inner).copy, messages)
        return [code[:SALT_BYTES] for code in hashes_of(sha256(self._outer).copy, inner)]


_INNER: Final = bytes(byte ^ 0x36 for byte in range(256))
_OUTER: Final = bytes(byte ^ 0x5C for byte in range(256))


class _Keys:
    __slots__ = ("_event", "_items", "_person")

    def __init__(self, event_key: bytes, person_key: bytes | None) -> None:
        for key in (event_key, person_key or event_key):
            if len(key) != KEY_BYTES:
                raise MalformedError(f"Expected a key of {KEY_BYTES} bytes, got {len(key)}")
        self._event = _Hmac(event_key)
        self._person = _Hmac(person_key) if person_key else self._event
        self._items = b""

    def salt(self, group: str) -> bytes:
        key = self._person if group == _PERSON else self._event
        return key(_NAMES[group])[:SALT_BYTES]

    def salts(self) -> list[bytes]:
        """Of all groups in their order."""
        found = self._event.salts(_NAMES.values())
        if self._person is not self._event:
            found[GROUPS.index(_PERSON)] = self.salt(_PERSON)
        return found

    @property
    def items(self) -> bytes:
        if not self._items:
            self._items = self._event(b"what.items")
        return self._items


_NAMES: Final = {name: name.encode() for name in GROUPS}


def _group_digest(name: str, record: Record, keys: _Keys, encode: Encode) -> bytes:
    return _hashed(name, keys.salt(name), _value(name, record, keys, encode))


def _value(name: str, record: Record, keys: _Keys, encode: Encode) -> bytes:
    """What is hashed of a group; nothing of an absent one."""
    value = record.get(name)
    if value is None:
        return b""
    if name == _WHAT:
        return b"" if value == [] else _what_value(_tree(value, keys.items, encode))
    return encode(value)


def _present(name: str, record: Record) -> dict[str, Any]:
    """{"value": ..}, or nothing when the group is absent: missing, None, or no items."""
    value = record.get(name)
    return {} if value is None or (name == _WHAT and value == []) else {"value": value}


def _digest(name: str, salt: bytes, present: Mapping[str, Any]) -> bytes:
    """`present` has the member "value", or has not: then the group is absent."""
    value = encode(present["value"]) if "value" in present else b""
    return _hashed(name, salt, value)


def _hashed(name: str, salt: bytes, value: bytes) -> bytes:
    (digest,) = _all_hashed([_BEFORE_SALT[name]], [salt], [value])
    return digest


def _all_hashed(
    before_salt: Iterable[bytes], salts: Iterable[bytes], values: Iterable[bytes]
) -> list[bytes]:
    """In one loop: a commitment has twenty of them, and the calls would cost as much as the hashes."""
    return [
        sha256(before + salt + len(value).to_bytes(4, "big") + value).digest()
        for before, salt, value in zip(before_salt, salts, values, strict=True)
    ]


# 0x00 ‖ len name ‖ name ‖ len salt
_BEFORE_SALT: Final = {
    name: b"\x00" + len(name).to_bytes(2, "big") + name.encode() + SALT_BYTES.to_bytes(2, "big")
    for name in (*GROUPS, _ITEM)
}
_GROUPS_BEFORE_SALT: Final = [_BEFORE_SALT[name] for name in GROUPS]


def _what_value(tree: Sequence[Sequence[bytes]]) -> bytes:
    return _told_of_what(len(tree) - 1, tree[-1][0])


def _told_of_what(height: int, root: bytes) -> bytes:
    """Canonical JSON; height and root are all that is told of the items."""
    return b'{"height":%d,"root":"%s"}' % (height, to_base64(root).encode())


def _item_salt(key: _Hmac, index: int) -> bytes:
    return key(index.to_bytes(4, "big"))[:SALT_BYTES]


def _tree(items: Sequence[Any], key: bytes, encode: Encode = encode) -> list[list[bytes]]:
    """Hashes level by level, leaves first. Raises MalformedError for more than 2**20 items."""
    if not isinstance(items, list | tuple) or not 0 < len(items) <= 1 << MAX_HEIGHT:
        raise MalformedError("Expected the group what to be a list of items")
    width = 1 << (len(items) - 1).bit_length()
    values = [encode(item) for item in items]
    values += [b""] * (width - len(items))  # no JSON value is empty
    salts = _Hmac(key).salts([index.to_bytes(4, "big") for index in range(width)])
    rows = [leaf_hashes(_all_hashed([_BEFORE_SALT[_ITEM]] * width, salts, values))]
    while len(rows[-1]) > 1:
        rows.append(joined(rows[-1]))
    return rows


def _open_what(items: Sequence[Any], keys: _Keys, some: Collection[int] | None) -> dict[str, Any]:
    """All items by the key of their salts; or each of some with its salt and its proof."""
    salt = to_base64(keys.salt(_WHAT))
    if some is None:
        return {"salt": salt, "key": to_base64(keys.items), "items": list(items)}
    tree, salts = _tree(items, keys.items), _Hmac(keys.items)
    if any(not 0 <= index < len(items) for index in some):
        raise MalformedError(f"Expected items below {len(items)}, got {sorted(some)[:5]}")
    return {
        "salt": salt,
        "items": [
            {
                "index": index,
                "salt": to_base64(_item_salt(salts, index)),
                "value": items[index],
                "proof": [
                    to_base64(one)
                    for one in inclusion_proof(
                        index, len(tree[0]), lambda level, place: tree[level][place]
                    )
                ],
            }
            for index in sorted(set(some))
        ],
    }


def _read_what(shown: dict[str, Any]) -> tuple[list[Any] | None, dict[int, Any], bytes]:
    """All items or None, some items, and the digest of the group."""
    salt = _read_salt(shown, {"salt", "items"}, {"key"})
    listed = shown["items"]
    if not isinstance(listed, list) or not 0 < len(listed) <= 1 << MAX_HEIGHT:
        raise MalformedError("Expected items in the group what, got none")
    if "key" in shown:
        tree = _tree(listed, _read_bytes(shown["key"], KEY_BYTES))
        return listed, {}, _hashed(_WHAT, salt, _what_value(tree))
    some: dict[int, Any] = {}
    tops: set[tuple[int, bytes]] = set()
    for item in listed:
        index, value, top = _read_item(item)
        if some and index <= max(some):
            raise MalformedError("Expected items in the order of their numbers")
        some[index] = value
        tops.add(top)
    if len(tops) != 1:
        raise DisclosureError("Expected all items to be of one tree, got several")
    return None, some, _hashed(_WHAT, salt, _told_of_what(*tops.pop()))


def _read_item(item: Any) -> tuple[int, Any, tuple[int, bytes]]:
    salt = _read_salt(item, {"index", "salt", "value", "proof"})
    index, proof = item["index"], item["proof"]
    if not isinstance(proof, list) or len(proof) > MAX_HEIGHT or type(index) is not int:
        raise MalformedError("Expected an item with a number and a proof")
    if not 0 <= index < 1 << len(proof):
        raise MalformedError(f"Expected an item below {1 << len(proof)}, got {index}")
    leaf = leaf_hash(_hashed(_ITEM, salt, encode(item["value"])))
    hashes = [parse_hash(one) if isinstance(one, str) else b"" for one in proof]
    if b"" in hashes:
        raise MalformedError("Expected a proof of hashes")
    root = root_from_inclusion(leaf, index, 1 << len(hashes), hashes)
    return index, item["value"], (len(hashes), root)


def _read_salt(
    shown: Any, needed: Collection[str], optional: Collection[str] = frozenset()
) -> bytes:
    if not isinstance(shown, dict) or not set(needed) <= set(shown) <= {*needed, *optional}:
        raise MalformedError(f"Expected an opened group with {', '.join(sorted(needed))}")
    return _read_bytes(shown["salt"], SALT_BYTES)


def _read_bytes(text: Any, length: int) -> bytes:
    value = from_base64(text) if isinstance(text, str) else b""
    if len(value) != length:
        raise MalformedError(f"Expected base64 of {length} bytes, got {len(value)}")
    return value
