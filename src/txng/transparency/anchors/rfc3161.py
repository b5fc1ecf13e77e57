"""Time stamps by an outside authority (RFC 3161): a signature with a time over a checkpoint's three lines.

    checkpoint text ──SHA-256──> POST application/timestamp-query ──> token: "I saw this digest at .."

A licensed authority's token has legal weight (Law on Electronic Transactions 2023); whoever keeps it can
show when a root existed though our keys are long gone. Anybody verifies it without us:

    openssl ts -verify -in 5162.tsr -data checkpoint.txt -CAfile chain.pem

Source: RFC 3161; reference/reliability.md §2.5.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

import urllib3
from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)
from urllib3.exceptions import HTTPError

from txng import __version__

SECONDS: Final = 20.0
MOST: Final = 64 * 1024


class AnchorError(Exception):
    """No receipt, or one that does not verify. English, for the log."""


class Receipt(NamedTuple):
    """`token` is the whole answer of the authority, `at` the time that it states."""

    token: bytes
    at: datetime


def stamp(address: str, chain: Path, message: bytes) -> Receipt:
    """Ask for a time stamp over `message`, and believe it once it verifies. Raises AnchorError."""
    request = (
        TimestampRequestBuilder()
        .data(message)
        .hash_algorithm(HashAlgorithm.SHA256)  # the library's own choice would be SHA-512
        .nonce(nonce=True)
        .cert_request(cert_request=True)
        .build()
    )
    token = _ask(address, request.as_bytes())
    answer = _decoded(token)
    if answer.tst_info.nonce != request.nonce:
        raise AnchorError("Expected an answer to this question, got another nonce")
    return verified(token, certificates(chain), message)


def verified(token: bytes, chain: Sequence[x509.Certificate], message: bytes) -> Receipt:
    """The receipt, once the token is seen to be over `message`. Raises AnchorError."""
    answer = _decoded(token)
    roots = [one for one in chain if one.issuer == one.subject]
    if not roots:
        raise AnchorError("Expected a root among the certificates of the authority, got none")
    others = [one for one in chain if one not in roots]
    verifier = VerifierBuilder(roots=roots, intermediates=others).build()
    try:
        verifier.verify_message(answer, message)
    except VerificationError as error:
        raise AnchorError(f"Expected a time stamp that verifies: {error}") from None
    return Receipt(token, answer.tst_info.gen_time.astimezone(UTC))


def certificates(chain: Path) -> list[x509.Certificate]:
    """Of a PEM file. Raises AnchorError."""
    try:
        return x509.load_pem_x509_certificates(chain.read_bytes())
    except (OSError, ValueError) as error:
        raise AnchorError(f"{chain}: {error}") from None


def _decoded(token: bytes) -> TimeStampResponse:
    try:
        answer = decode_timestamp_response(token)
        status = PKIStatus(answer.status)
    except ValueError as error:
        raise AnchorError(f"Expected a time stamp, got something else: {error}") from None
    if status not in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS):
        raise AnchorError(f"Expected the authority to grant it, got {status.name}")
    return answer


def _ask(address: str, query: bytes) -> bytes:
    pool = urllib3.PoolManager(timeout=urllib3.Timeout(connect=SECONDS, read=SECONDS))
    headers = {
        "Content-Type": "application/timestamp-query",
        "Accept": "application/timestamp-reply",
        "User-Agent": f"txng/{__version__}",
    }
    try:
        answer = pool.request(
            "POST",
            address,
            body=query,
            headers=headers,
            redirect=False,
            retries=False,
            preload_content=False,
        )
        with answer:
            token = answer.read(MOST + 1, decode_content=False)
    except (HTTPError, OSError, ValueError) as error:
        raise AnchorError(f"{address}: {error}") from None
    finally:
        pool.clear()
    if answer.status != 200 or len(token) > MOST:
        raise AnchorError(f"Expected 200 and at most {MOST} bytes, got {answer.status}")
    return token
