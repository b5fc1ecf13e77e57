"""Codes that a telephone shows: RFC 6238, six digits, 30 seconds, SHA-1 as every such app has it.

>>> code(b"12345678901234567890", 59 // STEP_SECONDS)  # RFC 6238, appendix B, its last six digits
'287082'
>>> matching_step(b"12345678901234567890", "287082", now=59, after=0)
1
>>> matching_step(b"12345678901234567890", "287082", now=59, after=1) is None  # used once already
True
"""

import base64
import hashlib
import hmac
import secrets
from typing import Final
from urllib.parse import quote, urlencode

STEP_SECONDS: Final = 30
DIGITS: Final = 6
SECRET_BYTES: Final = 20
STEPS_OFF: Final = 1  # clocks of telephones run half a minute wrong


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def code(secret: bytes, step: int) -> str:
    """RFC 4226, 5.3: the last four bits of the HMAC say which 31 bits of it are the number."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), hashlib.sha1)
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def matching_step(secret: bytes, typed: str, *, now: float, after: int) -> int | None:
    """The step whose code was typed, newer than the step `after` that was used last; else None.

    `now` in seconds since 1970. All steps are compared, so the answer takes the same time.
    """
    here = int(now) // STEP_SECONDS
    found = None
    for step in range(here - STEPS_OFF, here + STEPS_OFF + 1):
        is_same = hmac.compare_digest(code(secret, step).encode(), typed.encode())
        if is_same and step > after:
            found = step
    return found


def tidy(typed: str) -> str:
    """ "287 082" -> "287082"."""
    return "".join(typed.split())


def shown(secret: bytes) -> str:
    """The secret for people who type it: groups of four letters."""
    letters = base64.b32encode(secret).decode()
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def address(secret: bytes, *, issuer: str, name: str) -> str:
    """What the QR code says: otpauth://totp/..."""
    label = quote(f"{issuer}:{name}")
    parts = {"secret": base64.b32encode(secret).decode(), "issuer": issuer}
    return f"otpauth://totp/{label}?{urlencode(parts, quote_via=quote)}"
