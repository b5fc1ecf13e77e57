"""Ask the witnesses that have a door of their own to cosign the candidate.

For each witness of the policy with an address: add-checkpoint from the size it saw last; 409 tells that
size, and it is asked once more. A witness that is slow or away holds up nothing but its own signature:
this runs in a thread beside the integrator.
"""

import threading
from typing import Final

import structlog
from django.conf import settings
from django.db import DatabaseError, connection

from txng.accounts.actors import Actor
from txng.tlog.checkpoint import Checkpoint, parse_checkpoint
from txng.tlog.errors import TlogError
from txng.tlog.note import Note, parse_note
from txng.tlog.policy import Witness
from txng.tlog.proofs import consistency_proof
from txng.tlog.tiles import TileReader
from txng.tlog.witness import read_answer, read_conflict, write_request
from txng.transparency import actions
from txng.transparency.connection import usable
from txng.transparency.errors import TransparencyError
from txng.transparency.folder import LogFolder
from txng.transparency.halting import Halted
from txng.transparency.models import Cosignature, Shard
from txng.transparency.policies import policy
from txng.transparency.publishing_names import CANDIDATE
from txng.transparency.rules import place
from txng.transparency.sources import HttpSource, Unreachable

EVERY_SECONDS: Final = 5.0
_PUSH: Final = Actor(None, "", frozenset(), "txng log")

log = structlog.get_logger(__name__)


class Pusher:
    """Remembers what each witness saw last, so that one question is enough."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], int] = {}

    def run(self, stop: threading.Event) -> None:
        while not stop.wait(EVERY_SECONDS):
            try:
                usable()
                self.round()
            except (DatabaseError, Halted) as error:
                log.error("witnesses_paused", error=type(error).__name__)
                connection.close()
            except Exception:  # one strange answer must not end the asking
                log.exception("witnesses_failed")
        connection.close()

    def round(self) -> int:
        """Ask whoever has not cosigned the candidate; how many did now."""
        asked = [one for one in policy().witnesses if one.url]
        shard = Shard.objects.order_by("-year").first()
        if not asked or shard is None:
            return 0
        folder = LogFolder(settings.LOG_FOLDER / str(shard.year))
        raw = folder.fetch(CANDIDATE)
        if raw is None:
            return 0
        note = parse_note(raw)
        checkpoint = parse_checkpoint(note.text)
        there = set(
            Cosignature.objects.filter(
                checkpoint_id=place(shard.year, checkpoint.size)
            ).values_list("name", flat=True)
        )
        count = 0
        for witness in asked:
            if witness.verifier.vkey.name not in there:
                count += self._ask(witness, folder, shard.year, raw, note, checkpoint)
        return count

    def _ask(
        self,
        witness: Witness,
        folder: LogFolder,
        year: int,
        raw: bytes,
        note: Note,
        checkpoint: Checkpoint,
    ) -> int:
        source = HttpSource(witness.url)
        seen = (witness.name, checkpoint.origin)
        try:
            for _attempt in range(2):
                old = min(self._seen.get(seen, 0), checkpoint.size)
                reader = TileReader(checkpoint.size, folder.fetch)
                proof = consistency_proof(old, checkpoint.size, reader.read)
                status, body = source.post("add-checkpoint", write_request(old, proof, raw))
                if status != 409:
                    break
                self._seen[seen] = read_conflict(body)
            if status != 200:
                log.warning("witness_refused", witness=witness.name, status=status)
                return 0
            lines = read_answer(body, note.text, [witness.verifier])
            signed = raw + "".join(one.line for one in lines).encode()
            actions.accept_cosignatures(by=_PUSH, year=year, note=signed)
        except (Unreachable, TlogError, TransparencyError) as error:
            log.warning("witness_lost", witness=witness.name, reason=str(error)[:200])
            return 0
        self._seen[seen] = checkpoint.size
        return 1
