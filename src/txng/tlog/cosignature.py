"""Cosignatures: a witness says that, at this time, this was the largest consistent tree it had seen.

    cosignature/v1
    time 1679315147                                    the witness's clock, seconds since 1970, UTC
    example.com/behind-the-sofa                        ┐
    20852163                                           │ the text of the checkpoint
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=       ┘

The line under the note carries the time in eight bytes before the 64 of Ed25519 over the words above.
The message does not name the witness, so one key must never serve two.

>>> from txng.tlog.note import Signer
>>> text = "example.com/log\\n0\\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\\n"
>>> witness = Signer("so-y-te.example/w", bytes(32), COSIGNATURE_V1)
>>> line = cosign(text, witness, at=1_700_000_000)
>>> timestamp(line), CosignatureVerifier(witness.vkey).verifies(text, line.value)
(1700000000, True)

Source: c2sp.org/tlog-cosignature, Ed25519 (type 0x04).
"""

from dataclasses import dataclass

from txng.tlog.checkpoint import parse_checkpoint
from txng.tlog.errors import MalformedError
from txng.tlog.note import (
    COSIGNATURE_V1,
    SIGNATURE_BYTES,
    Signature,
    Signer,
    Vkey,
    ed25519_verifies,
    require_type,
)

TIME_BYTES = 8
LATEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class CosignatureVerifier:
    """The key of a witness. Raises MalformedError for a key of another type."""

    vkey: Vkey

    def __post_init__(self) -> None:
        require_type(self.vkey, COSIGNATURE_V1)

    def verifies(self, text: str, signature: bytes) -> bool:
        if len(signature) != TIME_BYTES + SIGNATURE_BYTES:
            return False
        at = int.from_bytes(signature[:TIME_BYTES], "big")
        return at <= LATEST and ed25519_verifies(
            self.vkey.public_key, _message(text, at), signature[TIME_BYTES:]
        )


def cosign(text: str, signer: Signer, *, at: int) -> Signature:
    """Cosign the text of a checkpoint; `at` in seconds since 1970, UTC.

    The caller has made sure that the tree grew from the last one cosigned, and has written down that
    this is now the last one (`witness`). Raises MalformedError.
    """
    require_type(signer.vkey, COSIGNATURE_V1)
    parse_checkpoint(text)  # a witness signs nothing else
    if not 0 <= at <= LATEST:
        raise MalformedError(f"Expected 0 <= time < 2**63, got {at}")
    return signer.over(_message(text, at), before=at.to_bytes(TIME_BYTES, "big"))


def timestamp(signature: Signature) -> int:
    """When the witness says it signed, seconds since 1970, UTC; believe it once it was verified.

    Raises MalformedError for a signature that is too short or too late to be a cosignature.
    """
    at = int.from_bytes(signature.value[:TIME_BYTES], "big")
    if len(signature.value) != TIME_BYTES + SIGNATURE_BYTES or at > LATEST:
        raise MalformedError(f"Expected a cosignature, got {len(signature.value)} bytes")
    return at


def _message(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()
