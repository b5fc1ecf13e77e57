"""Secrets that we must read again (a telephone's TOTP secret) are kept under lock.

The key comes from SECRET_KEY, which no database holds: a copy of the tables alone shows no code.
Whoever loses SECRET_KEY loses them too; people then enrol their telephones anew.
"""

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE: Final = 12


def seal(plain: bytes, context: str) -> bytes:
    """`context` says whose secret it is: moved to another row it does not open."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key()).encrypt(nonce, plain, context.encode())


def opened(sealed: bytes, context: str) -> bytes | None:
    """None when the key is another one, or the row was tampered with."""
    try:
        return AESGCM(_key()).decrypt(sealed[:_NONCE], sealed[_NONCE:], context.encode())
    except InvalidTag:
        return None


def _key() -> bytes:
    derive = HKDF(SHA256(), 32, salt=None, info=b"txng.accounts.sealing")
    return derive.derive(settings.SECRET_KEY.encode())
