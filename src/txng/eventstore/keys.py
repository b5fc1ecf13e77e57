"""Keys that the application computes, so that no table needs a sequence.

    event key, 128 bits     | 48 ms of event time | 4 | 12 hash | 2 | 62 hash |     (a UUIDv8)
    of a copy               | the first 96 bits of the event's        | 32 hash |
    index key, 64 bits      | 28 family           | 32 whole         | 4 role |

The event key orders events by time and names an event by its content: the same event always has the
same key, so capturing twice is a look-up. An organisation that sends what another has captured already
keeps a copy with a key of its own (ADR 0028). The index key is a **hint, never an identity**: two things
may share one, and every reader compares the identifiers in the event itself. Both hashes are keyed
with a secret of the deployment, which lies in the database beside the index, so that nobody outside
can forge collisions or guess a hidden quantity from an event's name.

Source: design/engine.md "Store"; ADR 0003, 0028.
"""

from functools import lru_cache
from hashlib import blake2b
from typing import Final
from uuid import UUID

from txng.epcis.mentions import Role
from txng.epcis.relations import EPOCH as EPOCH
from txng.epcis.relations import microseconds as microseconds
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import Identifier, identify

_TRADE_ITEM: Final = "https://id.gs1.org/01/"  # the family of what follows is its GTIN
KEY_BITS = 60  # of an index key, without the role
# ten bytes of an event key behind its time: four bits say version 8, two the variant, the others are hash
_HASHED: Final = 0x0FFF3FFFFFFFFFFFFFFF
_VERSION_8: Final = 0x80008000000000000000
STAMP: Final = 6  # bytes of an event key that hold the millisecond of its time
FAMILY: Final = 12  # bytes of an event key that an event and its copies share
_SIGN = 1 << 63  # SQL's 64-bit integers are signed; subtracting keeps the order


def _stamp(moment: int) -> bytes:
    """The first six bytes of the keys of a millisecond; `moment` in microseconds."""
    return (max(moment // 1000, 0) & 0xFFFF_FFFF_FFFF).to_bytes(6, "big")


def lowest_key(moment: int) -> bytes:
    """No event of this moment (µs) or later has a lower key."""
    return _stamp(moment) + bytes(10)


def highest_key(moment: int) -> bytes:
    """No event of this moment (µs) or earlier has a higher key."""
    return _stamp(moment) + b"\xff" * 10


class Keys:
    """Makes the keys of one deployment.

    `bits` shrinks index keys so that tests meet many collisions; 0 < bits <= 60.
    """

    def __init__(self, secret: bytes, bits: int = KEY_BITS) -> None:
        self._secret = secret
        # begun once and copied: taking in the secret costs as much as a short text
        self._events = blake2b(digest_size=16, key=secret)
        self._begun = blake2b(digest_size=4, key=secret)
        self._mask = ((1 << bits) - 1) << (KEY_BITS - bits)
        # a method's own cache would keep this object alive and mix up deployments
        self._of = lru_cache(maxsize=1 << 14)(self._thing)
        self._family = lru_cache(maxsize=1 << 14)(self._hash_family)

    def event(self, moment: int, content: bytes) -> bytes:
        """16 bytes that order by event time, `moment` in µs, to the millisecond."""
        hashed = self._events.copy()
        hashed.update(content)
        tail = int.from_bytes(hashed.digest()[:10], "big") & _HASHED | _VERSION_8
        return _stamp(moment) + tail.to_bytes(10, "big")

    def of_copy(self, key: bytes, owner: int) -> bytes:
        """The key of the same event as `owner` captured it, after another had."""
        hashed = self._begun.copy()
        hashed.update(b"copy" + key + owner.to_bytes(8, "big", signed=True))
        return key[:FAMILY] + hashed.digest()

    def thing(self, identifier: Identifier, role: Role = Role.EPC) -> int:
        """A signed 64-bit index key; with role 0 the lowest of the thing's sixteen."""
        return self._of(identifier.canonical, identifier.family) + role

    def of_name(self, canonical: str) -> int:
        """The lowest key of a thing by its canonical name. Not remembered: a recall asks for each once."""
        if canonical.startswith(_TRADE_ITEM):
            return self._thing(canonical, canonical[len(_TRADE_ITEM) : len(_TRADE_ITEM) + 14])
        return self._thing(canonical, any_uri(canonical).family)

    def _thing(self, canonical: str, family: str) -> int:
        whole = self._begun.copy()
        whole.update(canonical.encode())
        key = (self._family(family) << 32 | int.from_bytes(whole.digest(), "big")) & self._mask
        return (key << 4) - _SIGN

    def _hash_family(self, family: str) -> int:
        digest = blake2b(family.encode(), digest_size=4, key=self._secret, person=b"family")
        return int.from_bytes(digest.digest(), "big") >> 4


def event_uri(key: bytes) -> str:
    """The eventID that the repository gives to an event that came without one."""
    text = key.hex()  # four times faster than UUID, and a trace asks for it event by event
    return f"urn:uuid:{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def key_of_event_uri(text: str) -> bytes | None:
    """The key inside an eventID made by `event_uri`; None for any other text."""
    if not text.startswith("urn:uuid:"):
        return None
    try:
        key = UUID(text[9:]).bytes
    except ValueError:
        return None
    return key if key[6] >> 4 == 8 else None  # other versions are other people's names


def private(text: str, family: str) -> Identifier:
    """An identifier that is no thing of GS1: an eventID, a business paper."""
    return Identifier(canonical=text, scheme="private", is_class=False, family=family)


def any_uri(text: str) -> Identifier:
    """A source or a transformation may be named by any text."""
    try:
        return identify(text)
    except Gs1Error:
        return private(text, "other")


_PRIVATE_FAMILIES: Final = {
    Role.EVENT_ID: "eventID",
    Role.BIZ_TRANSACTION: "bizTransaction",
    Role.DECLARATION: "errorDeclaration",
    Role.SENSOR: "sensorElementList",
}


def term_identifier(role: Role, text: str) -> Identifier:
    """The identifier under which a term of `mentions.terms` is indexed."""
    family = _PRIVATE_FAMILIES.get(role)
    return any_uri(text) if family is None else private(text, family)
