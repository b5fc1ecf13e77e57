"""What a witness is asked, and what it answers; also how a log asks one.

    POST <prefix>/add-checkpoint          404  I do not know this log
    old 5                                 403  none of its keys signed this
    2mNh..=                               400  unreadable, or old > size
    cN3x..=                               409  old is not what I saw last; the body says what was
                                          422  the proof does not lead from what I saw to this
    txng.example/log/2026                 200  — so-y-te.example/w q83vAAAA..=
    8
    CsUY..=

    — txng.example/log/2026 MvX2..=

Pure steps: whoever calls keeps the state and the clock, and keeps them in one transaction:

    request = read_request(body, logs)            may raise Refused
    with one transaction over the state of request.checkpoint.origin:
        latest = decide(request, stored)          may raise Refused
        store latest, durably
    return answer(request, signers, at=now)

Two requests that interleave between `decide` and the store would let the tree shrink. A witness that
fetches instead of being asked makes the request itself (`Request`, `consistency_proof` over a
`TileReader`) and goes through the same `decide`; so does the log's own signer before it signs.

Source: c2sp.org/tlog-witness.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from txng.tlog.checkpoint import Checkpoint, parse_checkpoint, parse_hash, parse_number
from txng.tlog.cosignature import CosignatureVerifier, cosign
from txng.tlog.errors import MalformedError, ProofError, Refused, SignatureError, quoted
from txng.tlog.hashing import EMPTY_ROOT
from txng.tlog.note import (
    MAX_BYTES,
    Note,
    NoteVerifier,
    Signature,
    Signer,
    parse_note,
    parse_signature,
    to_base64,
    verify_note,
)
from txng.tlog.proofs import verify_consistency

SIZE_TYPE: Final = "text/x.tlog.size"
TEXT_TYPE: Final = "text/plain; charset=utf-8"
MAX_PROOF: Final = 63


class Latest(NamedTuple):
    """The last checkpoint that was cosigned of a log; of a new one its empty tree."""

    size: int = 0
    root: bytes = EMPTY_ROOT


class Request(NamedTuple):
    """`note` is the checkpoint as the log signed it."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: Checkpoint
    note: Note


def read_request(body: bytes, logs: Mapping[str, Sequence[NoteVerifier]]) -> Request:
    """Read what came and verify the log's signature. `logs` are the trusted keys of each origin.

    Raises Refused with status 400, 404 or 403.
    """
    try:
        request = parse_request(body)
    except MalformedError as error:
        raise Refused(400, str(error)) from None
    keys = logs.get(request.checkpoint.origin)
    if keys is None:
        raise Refused(404, f"Unknown log {quoted(request.checkpoint.origin)}")
    try:
        verify_note(request.note, keys)
    except SignatureError as error:
        raise Refused(403, str(error)) from None
    return request


def decide(request: Request, latest: Latest) -> Latest:
    """What to store as the latest checkpoint before anything is signed.

    `latest` is the state now. Raises Refused with status 400, 409 or 422, and then nothing may change.
    """
    checkpoint = request.checkpoint
    if request.old > checkpoint.size:
        raise Refused(400, f"Expected old <= size {checkpoint.size}, got {request.old}")
    if request.old != latest.size or (
        request.old == checkpoint.size and checkpoint.root != latest.root
    ):
        raise Refused(409, f"{latest.size}\n", content_type=SIZE_TYPE)
    try:
        verify_consistency(
            request.old, checkpoint.size, request.proof, latest.root, checkpoint.root
        )
    except ProofError as error:
        raise Refused(422, str(error)) from None
    return Latest(checkpoint.size, checkpoint.root)


def answer(request: Request, signers: Iterable[Signer], *, at: int) -> bytes:
    """The body of 200: a cosignature line of each key. Only once the state was stored."""
    return "".join(cosign(request.note.text, one, at=at).line for one in signers).encode()


def parse_request(body: bytes) -> Request:
    """Take a request apart; verifies nothing. Raises MalformedError."""
    head, gap, raw = body.partition(b"\n\n")
    if len(body) > MAX_BYTES or not gap or not head.isascii():
        raise MalformedError("Expected an old size, hashes, an empty line and a checkpoint")
    old, *hashes = head.decode().split("\n")
    if not old.startswith("old "):
        raise MalformedError(f"Expected 'old' and a size, got {quoted(old)}")
    if len(hashes) > MAX_PROOF:
        raise MalformedError(f"Expected at most {MAX_PROOF} hashes, got {len(hashes)}")
    note = parse_note(raw)
    return Request(
        parse_number(old.removeprefix("old ")),
        tuple(parse_hash(line) for line in hashes),
        parse_checkpoint(note.text),
        note,
    )


def write_request(old: int, proof: Sequence[bytes], checkpoint: bytes) -> bytes:
    """The body that asks a witness; `checkpoint` is the signed note, `proof` leads from `old` to it."""
    lines = [f"old {old}", *(to_base64(one) for one in proof), "", ""]
    return "\n".join(lines).encode() + checkpoint


def read_answer(
    body: bytes, text: str, witnesses: Iterable[CosignatureVerifier]
) -> tuple[Signature, ...]:
    """The cosignatures in the body of a 200 that known witnesses made over `text`, their checkpoint.

    Lines of strangers are passed over, as in every note. Raises MalformedError, and SignatureError when a
    known witness's does not fit or none is there.
    """
    if len(body) > MAX_BYTES or not body.endswith(b"\n"):
        raise MalformedError("Expected lines of signatures")
    try:
        lines = body[:-1].decode().split("\n")
    except UnicodeDecodeError:
        raise MalformedError("Expected UTF-8") from None
    note = Note(text, tuple(parse_signature(line) for line in lines))
    return verify_note(note, witnesses).verified


def read_conflict(body: bytes) -> int:
    """The size in the body of a 409: what the witness saw last. Raises MalformedError."""
    if not body.endswith(b"\n") or not body.isascii():
        raise MalformedError("Expected a size and a newline")
    return parse_number(body[:-1].decode())
