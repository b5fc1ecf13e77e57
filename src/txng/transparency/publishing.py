"""What everybody sees of a shard: its checkpoint, and the one on offer to witnesses.

    candidate    signed by the log; witnesses cosign this one, whether they come or are asked
    checkpoint   the newest that has the witnesses of the policy; without witnesses the newest at all

A candidate waits for its quorum, at most `rules.OFFER_TIME`: witnesses that come by cron at different
minutes must meet at one and the same, because a proof carries one checkpoint.
"""

from datetime import datetime

from txng.tlog.checkpoint import parse_checkpoint
from txng.tlog.errors import TlogError
from txng.tlog.note import NoteVerifier, parse_note, parse_vkey
from txng.transparency import rules
from txng.transparency.folder import LogFolder
from txng.transparency.models import Checkpoint, Shard
from txng.transparency.policies import policy
from txng.transparency.publishing_names import CANDIDATE, CHECKPOINT, VKEY


def newest(year: int) -> Checkpoint | None:
    """The largest that the log signed of a shard."""
    places = rules.place(year, 0), rules.place(year + 1, 0) - 1
    return Checkpoint.objects.filter(place__range=places).order_by("-place").first()


def verifiers_of(shard: Shard) -> list[NoteVerifier]:
    """Its key, and those it had before: what was signed with them was signed."""
    return [NoteVerifier(parse_vkey(one)) for one in (shard.vkey, *shard.former_vkeys.split())]


def cosigned_note(checkpoint: Checkpoint) -> bytes:
    """The note with every cosignature that came so far."""
    lines = checkpoint.cosignatures.order_by("pk").values_list("line", flat=True)
    return bytes(checkpoint.note) + "".join(lines).encode()


def size_in(folder: LogFolder, name: str) -> int:
    """Of the checkpoint in a file; 0 when there is none."""
    note = folder.fetch(name)
    try:
        return parse_checkpoint(parse_note(note).text).size if note else 0
    except TlogError:
        return 0  # a file that somebody spoilt is written again


def publish(folder: LogFolder, shard: Shard, *, now: datetime) -> None:
    """Bring the files of a shard up to what is signed and cosigned. Raises Halted for a bad policy."""
    last = newest(shard.year)
    if last is None:
        return
    rule = policy()
    folder.publish(VKEY, f"{shard.vkey}\n".encode())
    offered = _kept(shard.year, size_in(folder, CANDIDATE))
    if rule.asks_no_witness:
        folder.publish(CANDIDATE, bytes(last.note))
        folder.publish(CHECKPOINT, cosigned_note(last))
        return
    best = _kept(shard.year, size_in(folder, CHECKPOINT))
    for one in (offered, best):  # the newer first
        if one is not None and (best is None or one.place >= best.place):
            note = cosigned_note(one)
            if _has_quorum(note):
                folder.publish(CHECKPOINT, note)
                best = one
                break
    is_done = offered is None or (best is not None and best.place >= offered.place)
    if is_done or (offered is not None and now - offered.signed_at >= rules.OFFER_TIME):
        folder.publish(CANDIDATE, bytes(last.note))


def _has_quorum(note: bytes) -> bool:
    try:
        policy().require_quorum(parse_note(note))
    except TlogError:
        return False
    return True


def _kept(year: int, size: int) -> Checkpoint | None:
    return Checkpoint.objects.filter(place=rules.place(year, size)).first() if size else None
