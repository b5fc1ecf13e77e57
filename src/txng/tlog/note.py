"""Signed notes: a text, an empty line, and a line for each signature.

    txng.example/log/2026                          ┐
    5                                              │ the text, its last newline included
    Qqk5..=                                        ┘
                                                     an empty line
    — txng.example/log/2026 MvX2sZ..=                a name and base64(key id ‖ signature)
    — so-y-te.example/nhan-chung q83vAAAAAGk..=      signatures of strangers are passed over

    vkey   example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
           name           + key id  + base64(type ‖ public key)
    skey   PRIVATE+KEY+name+key id+base64(type ‖ seed)

    key id = SHA-256(name ‖ "\\n" ‖ type ‖ public key)[:4]: it finds a key and proves nothing

Type 0x01 is Ed25519 over the text (here), type 0x04 a timestamped cosignature (`cosignature`). Reading
is strict: one spelling of base64, no control characters, at most 100 signatures and 1 MB.

>>> key = parse_vkey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
>>> raw = ("This is an example message.\\n\\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXp"
...        "pzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\\n").encode()
>>> [one.name for one in open_note(raw, [NoteVerifier(key)]).verified]
['example.com/foo']

Source: c2sp.org/signed-note, whose example this is.
"""

import binascii
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, NamedTuple, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from txng.tlog.errors import MalformedError, SignatureError, quoted

ED25519: Final = 0x01
COSIGNATURE_V1: Final = 0x04
MAX_BYTES: Final = 1_000_000
MAX_SIGNATURES: Final = 100
KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
MARK: Final = "— "

_PRIVATE: Final = "PRIVATE+KEY+"
_P: Final = 2**255 - 19
_ORDER_8: Final = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
# y of the points whose order divides 8; with such a "key" anybody signs anything
_SMALL_ORDER_Y: Final = {0, 1, _P - 1, _ORDER_8, _P - _ORDER_8}


class Signature(NamedTuple):
    """One line under a note. `value` is what follows the key id, 64 bytes for Ed25519."""

    name: str
    key_id: int
    value: bytes

    @property
    def line(self) -> str:
        return f"{MARK}{self.name} {to_base64(self.key_id.to_bytes(4, 'big') + self.value)}\n"


class Note(NamedTuple):
    """A note as read or made; nothing in it was verified."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def encode(self) -> bytes:
        return f"{self.text}\n{''.join(one.line for one in self.signatures)}".encode()


class Vkey(NamedTuple):
    name: str
    key_id: int
    signature_type: int
    public_key: bytes

    def __str__(self) -> str:
        material = to_base64(bytes([self.signature_type]) + self.public_key)
        return f"{self.name}+{self.key_id:08x}+{material}"


class Verifier(Protocol):
    """A key that somebody chose to trust: `NoteVerifier` of a log, `CosignatureVerifier` of a witness."""

    @property
    def vkey(self) -> Vkey: ...

    def verifies(self, text: str, signature: bytes) -> bool:
        """Whether `signature`, the value of a line, is this key's over `text`."""


class Verified(NamedTuple):
    """A note of which at least one trusted key signed the text."""

    text: str
    verified: tuple[Signature, ...]
    strangers: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class NoteVerifier:
    """An Ed25519 key over the text itself, as logs sign. Raises MalformedError for another type."""

    vkey: Vkey

    def __post_init__(self) -> None:
        require_type(self.vkey, ED25519)

    def verifies(self, text: str, signature: bytes) -> bool:
        return ed25519_verifies(self.vkey.public_key, text.encode(), signature)


class Signer:
    """A private key with its name and type; `sign` is for type 0x01, `cosignature.cosign` for 0x04."""

    __slots__ = ("_private", "vkey")

    def __init__(self, name: str, seed: bytes, signature_type: int = ED25519) -> None:
        """`seed` is 32 random bytes. Raises MalformedError for a name that no note can carry."""
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.vkey = new_vkey(name, self._private.public_key().public_bytes_raw(), signature_type)

    def __repr__(self) -> str:
        return f"Signer({self.vkey})"  # never the seed: reprs reach logs

    @property
    def skey(self) -> str:
        material = to_base64(bytes([self.vkey.signature_type]) + self._private.private_bytes_raw())
        return f"{_PRIVATE}{self.vkey.name}+{self.vkey.key_id:08x}+{material}"

    def sign(self, text: str) -> Signature:
        require_type(self.vkey, ED25519)
        check_text(text)
        return self.over(text.encode())

    def over(self, message: bytes, before: bytes = b"") -> Signature:
        """A line whose value is `before` and the signature over `message`."""
        return Signature(self.vkey.name, self.vkey.key_id, before + self._private.sign(message))


def new_vkey(name: str, public_key: bytes, signature_type: int = ED25519) -> Vkey:
    """Raises MalformedError for a name with spaces or plus, and for keys that verify anything."""
    check_name(name)
    _check_public_key(public_key)
    return Vkey(name, key_id(name, signature_type, public_key), signature_type, public_key)


def key_id(name: str, signature_type: int, public_key: bytes) -> int:
    hashed = sha256(name.encode() + b"\n" + bytes([signature_type]) + public_key)
    return int.from_bytes(hashed.digest()[:4], "big")


def parse_vkey(text: str) -> Vkey:
    """Types 0x01 and 0x04. Raises MalformedError, also when the key id is not that of the key."""
    name, stated, signature_type, public_key = _parse_key(text)
    found = new_vkey(name, public_key, signature_type)
    if found.key_id != stated:
        raise MalformedError(f"Expected key id {found.key_id:08x} of {name}, got {stated:08x}")
    return found


def parse_skey(text: str) -> Signer:
    """Raises MalformedError; its message never holds the key."""
    if not text.startswith(_PRIVATE):
        raise MalformedError(f"Expected a private key beginning with {_PRIVATE}")
    name, stated, signature_type, seed = _parse_key(text.removeprefix(_PRIVATE))
    signer = Signer(name, seed, signature_type)
    if signer.vkey.key_id != stated:
        raise MalformedError(
            f"Expected key id {signer.vkey.key_id:08x} of {name}, got {stated:08x}"
        )
    return signer


def parse_note(raw: bytes) -> Note:
    """Take a note apart; verifies nothing. Raises MalformedError."""
    if len(raw) > MAX_BYTES:
        raise MalformedError(f"Expected a note of at most {MAX_BYTES} bytes, got {len(raw)}")
    whole = _plain_text(raw)
    text, gap, lines = whole.rpartition("\n\n")
    if not gap or not lines.endswith("\n"):
        raise MalformedError("Expected a text, an empty line and lines of signatures")
    split = lines[:-1].split("\n")
    if len(split) > MAX_SIGNATURES:
        raise MalformedError(f"Expected at most {MAX_SIGNATURES} signatures, got {len(split)}")
    return Note(text + "\n", tuple(parse_signature(line) for line in split))


def parse_signature(line: str) -> Signature:
    """A signature line without its newline. Raises MalformedError."""
    name, gap, encoded = line.removeprefix(MARK).partition(" ")
    if not line.startswith(MARK) or not gap:
        raise MalformedError(f"Expected a line '— name signature', got {quoted(line)}")
    check_name(name)
    value = from_base64(encoded)
    if len(value) < 5:
        raise MalformedError(f"Expected a key id and a signature, got {len(value)} bytes")
    return Signature(name, int.from_bytes(value[:4], "big"), value[4:])


def open_note(raw: bytes, verifiers: Iterable[Verifier]) -> Verified:
    """The text, once a trusted key's signature over it was verified.

    Signatures of unknown keys are passed over. Raises MalformedError, and SignatureError when one of a
    trusted key does not fit the text or none is there.
    """
    return verify_note(parse_note(raw), verifiers)


def verify_note(note: Note, verifiers: Iterable[Verifier]) -> Verified:
    """As `open_note`, for a note already read."""
    trusted = {(one.vkey.name, one.vkey.key_id): one for one in verifiers}
    verified, strangers = [], []
    for signature in note.signatures:
        verifier = trusted.get((signature.name, signature.key_id))
        if verifier is None:
            strangers.append(signature)
        elif verifier.verifies(note.text, signature.value):
            verified.append(signature)
        else:
            raise SignatureError(f"Expected the signature of {verifier.vkey.name} to fit the text")
    if not verified:
        raise SignatureError("Expected a signature of a trusted key, got none")
    return Verified(note.text, tuple(verified), tuple(strangers))


def ed25519_verifies(public_key: bytes, message: bytes, signature: bytes) -> bool:
    if len(signature) != SIGNATURE_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def require_type(vkey: Vkey, signature_type: int) -> None:
    if vkey.signature_type != signature_type:
        raise MalformedError(
            f"Expected a key of type 0x{signature_type:02x} for {vkey.name},"
            f" got 0x{vkey.signature_type:02x}"
        )


def check_name(name: str) -> None:
    if not name or "+" in name or any(_is_barred(letter) for letter in name):
        raise MalformedError(f"Expected a name without spaces and plus, got {quoted(name)}")


def _is_barred(letter: str) -> bool:
    return letter.isspace() or letter < " " or "\ud800" <= letter <= "\udfff"


def check_text(text: str) -> None:
    """Raises MalformedError unless `text` can stand in a note."""
    if not text.endswith("\n") or any(letter < " " and letter != "\n" for letter in text):
        raise MalformedError("Expected a text of whole lines without control characters")


def to_base64(value: bytes) -> str:
    return binascii.b2a_base64(value, newline=False).decode()  # b64encode goes round about


def from_base64(text: str) -> bytes:
    """Standard base64 in its one spelling. Raises MalformedError."""
    try:
        value = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        value = b""
    if not value or to_base64(value) != text:  # "AB==" and "AA==" are the same byte
        raise MalformedError(f"Expected base64, got {quoted(text)}")
    return value


def _plain_text(raw: bytes) -> str:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise MalformedError("Expected UTF-8") from None
    if any(byte < 0x20 and byte != 0x0A for byte in raw):
        raise MalformedError("Expected no control characters but newlines")
    return text


def _parse_key(text: str) -> tuple[str, int, int, bytes]:
    parts = text.split("+", 2)
    if len(parts) != 3 or len(parts[1]) != 8 or set(parts[1]) - set("0123456789abcdef"):
        raise MalformedError("Expected a key as name+key id+base64")
    name, stated, encoded = parts
    try:
        material = from_base64(encoded)
    except MalformedError:
        raise MalformedError(f"Expected base64 in the key of {quoted(name)}") from None
    if material[0] not in (ED25519, COSIGNATURE_V1):
        raise MalformedError(f"Expected a key of type 0x01 or 0x04, got 0x{material[0]:02x}")
    if len(material) != 1 + KEY_BYTES:
        raise MalformedError(f"Expected a key of {KEY_BYTES} bytes, got {len(material) - 1}")
    return name, int(stated, 16), material[0], material[1:]


def _check_public_key(public_key: bytes) -> None:
    if len(public_key) != KEY_BYTES:
        raise MalformedError(f"Expected a key of {KEY_BYTES} bytes, got {len(public_key)}")
    y = int.from_bytes(public_key, "little") & (1 << 255) - 1
    if y >= _P or y in _SMALL_ORDER_Y:
        raise MalformedError("Expected an Ed25519 key of full order")
