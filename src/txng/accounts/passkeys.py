"""Passkeys (WebAuthn): what a browser is asked, and whether what it signed is true.

    enrol()  ──> options ──> navigator.credentials.create() ──> enrolled(): a public key to keep
    ask()    ──> options ──> navigator.credentials.get()    ──> checked(): the key's own count

The host of TXNG_BASE_URL is the relying party, and its origin the only one from which an answer is taken:
a look-alike page gets nothing that opens this one. Every key must check its owner (finger, face, PIN), so
it counts as two factors. What an authenticator says about its maker is not asked.
"""

import logging
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

MINUTES: Final = 5
"""How long a challenge may be answered."""
# whatever a hostile answer makes the reader of CBOR stumble over
UNREADABLE: Final = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
    OverflowError, RecursionError, NotImplementedError, struct.error,
)  # fmt: skip

logging.getLogger("fido2").setLevel(logging.WARNING)  # it names each person's key at "info"


@dataclass(frozen=True, slots=True)
class Made:
    credential_id: str  # base64url, as browsers name it
    attested: bytes
    sign_count: int


def enrol(
    person_id: int, username: str, name: str, known: Sequence[bytes]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Options (JSON) and the state to keep for `enrolled`. `known` are keys that this person has."""
    options, state = _server().register_begin(
        PublicKeyCredentialUserEntity(
            id=f"txng-{person_id}".encode(), name=username, display_name=name
        ),
        credentials=[AttestedCredentialData(one) for one in known],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _plain(options), _plain(state)


def enrolled(state: dict[str, Any], answer: dict[str, Any]) -> Made | None:
    """None when the answer is not one to this challenge, or cannot be read."""
    try:
        told = _server().register_complete(state, answer)
        credential = told.credential_data
        if credential is None:
            return None
        return Made(websafe_encode(credential.credential_id), bytes(credential), told.counter)
    except UNREADABLE:
        return None


def ask(known: Sequence[bytes] | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Options (JSON) and the state to keep for `checked`; None lets people pick any key of theirs."""
    options, state = _server().authenticate_begin(
        credentials=None if known is None else [AttestedCredentialData(one) for one in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _plain(options), _plain(state)


def checked(state: dict[str, Any], attested: bytes, answer: dict[str, Any]) -> int | None:
    """The key's count of signatures (0 where it keeps none); None when the answer is not true."""
    try:
        _server().authenticate_complete(state, [AttestedCredentialData(attested)], answer)
        told = AuthenticationResponse.from_dict(answer).response.authenticator_data
        return int(told.counter)
    except UNREADABLE:
        return None


def _server() -> Fido2Server:
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=host, name="Truy xuất nguồn gốc Lâm Đồng"),
        verify_origin=lambda origin: origin == settings.BASE_URL,
    )


def _plain(value: Any) -> Any:
    """The library's objects as JSON has them."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, bytes):
        return websafe_encode(value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, str) else value
