"""Cosignatures: the layout of the specification, computed apart, and what each of them binds."""

import hashlib
import struct

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from txng.tlog.cosignature import CosignatureVerifier, cosign, timestamp
from txng.tlog.errors import MalformedError
from txng.tlog.note import (
    COSIGNATURE_V1,
    Note,
    NoteVerifier,
    Signature,
    Signer,
    open_note,
    parse_signature,
    parse_vkey,
)

TEXT = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
# The line under the specification's example; its key is not published, its time is.
EXAMPLE = (
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin"
    "1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA=="
)
SEED, NAME = bytes(range(32)), "so-y-te.example/w"
WITNESS = Signer(NAME, SEED, COSIGNATURE_V1)
TRUSTED = CosignatureVerifier(WITNESS.vkey)


def test_the_time_of_the_published_cosignature_is_the_one_in_its_text():
    assert timestamp(parse_signature(EXAMPLE)) == 1679315147


def test_a_cosignature_is_laid_out_as_the_specification_says():
    """Computed here from the words of the specification, with nothing of ours."""
    key = Ed25519PrivateKey.from_private_bytes(SEED)
    public = key.public_key().public_bytes_raw()
    key_id = hashlib.sha256(NAME.encode() + b"\n\x04" + public).digest()[:4]
    message = b"cosignature/v1\ntime 1679315147\n" + TEXT.encode()
    line = cosign(TEXT, WITNESS, at=1679315147)
    assert line.key_id.to_bytes(4, "big") == key_id
    assert line.value == struct.pack(">Q", 1679315147) + key.sign(message)
    assert TRUSTED.verifies(TEXT, line.value)


def test_a_note_with_a_cosignature_opens_for_who_trusts_the_witness():
    raw = Note(TEXT, (cosign(TEXT, WITNESS, at=5),)).encode()
    (signature,) = open_note(raw, [TRUSTED]).verified
    assert timestamp(signature) == 5


def test_every_bit_of_a_cosignature_and_of_its_text_counts():
    value = cosign(TEXT, WITNESS, at=1679315147).value
    for bit in range(8 * len(value)):
        number = int.from_bytes(value, "big") ^ (1 << bit)
        assert not TRUSTED.verifies(TEXT, number.to_bytes(72, "big"))
    assert not TRUSTED.verifies(TEXT.replace("20852163", "20852164"), value)
    assert not TRUSTED.verifies(TEXT, value[:-1])
    assert not TRUSTED.verifies(TEXT, b"")
    assert not TRUSTED.verifies(TEXT, value + b"\0")


def test_a_cosignature_is_no_signature_of_a_log_and_the_other_way_round():
    log = Signer(NAME, SEED)
    assert log.vkey.key_id != WITNESS.vkey.key_id
    plain = log.sign(TEXT).value
    assert not TRUSTED.verifies(TEXT, plain)
    assert not TRUSTED.verifies(TEXT, bytes(8) + plain)
    assert not NoteVerifier(log.vkey).verifies(TEXT, cosign(TEXT, WITNESS, at=1).value)
    with pytest.raises(MalformedError, match="type 0x04"):
        CosignatureVerifier(log.vkey)
    with pytest.raises(MalformedError, match="type 0x04"):
        cosign(TEXT, log, at=1)


def test_a_witness_signs_nothing_but_checkpoints():
    for text in ("giấy báo\n", TEXT + "\n", "cosignature/v1\ntime 1\n" + TEXT[:27]):
        with pytest.raises(MalformedError):
            cosign(text, WITNESS, at=1)


@pytest.mark.parametrize("at", [-1, 2**63])
def test_a_time_that_no_cosignature_can_carry_is_refused(at):
    with pytest.raises(MalformedError, match="time"):
        cosign(TEXT, WITNESS, at=at)


def test_a_time_beyond_the_limit_never_verifies():
    key = Ed25519PrivateKey.from_private_bytes(SEED)
    late = key.sign(f"cosignature/v1\ntime {2**63}\n{TEXT}".encode())
    value = (2**63).to_bytes(8, "big") + late
    assert not TRUSTED.verifies(TEXT, value)
    with pytest.raises(MalformedError):
        timestamp(Signature(NAME, 0, value))


def test_a_key_of_a_witness_is_written_as_vkey():
    assert parse_vkey(str(WITNESS.vkey)) == WITNESS.vkey
