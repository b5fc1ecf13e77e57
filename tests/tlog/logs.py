"""A log, its witnesses and their policy, in memory: what the tests of the room share.

Keys are made of counting bytes; they belong to nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from txng.tlog.checkpoint import Checkpoint, sign_checkpoint
from txng.tlog.commitment import Record, commit, disclose
from txng.tlog.cosignature import cosign
from txng.tlog.entry import Entry
from txng.tlog.hashing import EMPTY_ROOT
from txng.tlog.note import COSIGNATURE_V1, Note, Signer
from txng.tlog.policy import Policy, parse_policy
from txng.tlog.proof_file import TlogProof, write_extra
from txng.tlog.proofs import inclusion_proof
from txng.tlog.tiles import Appender, TileReader

ORIGIN = "nhat-ky.example/2026"
NOON = 1_795_842_000  # 28 November 2026, 12:00 in Vietnam
LOG = Signer(ORIGIN, bytes(range(32)))
WITNESSES = tuple(
    Signer(f"{name}.example/nhan-chung", bytes([number]) * 32, COSIGNATURE_V1)
    for number, name in enumerate(("so-y-te", "so-nn-mt", "dai-hoc", "hiep-hoi"), start=1)
)
STRANGER = Signer("nguoi-la.example/w", bytes([99]) * 32, COSIGNATURE_V1)
POLICY_TEXT = f"""# hai sở, và một bên ngoài nhà nước
log {LOG.vkey}
witness so-y-te {WITNESSES[0].vkey}
witness so-nn-mt {WITNESSES[1].vkey} https://nn-mt.example/w/
witness dai-hoc {WITNESSES[2].vkey}
witness hiep-hoi {WITNESSES[3].vkey}

group nha-nuoc 2 so-y-te so-nn-mt
group ngoai any dai-hoc hiep-hoi
group ca-hai all nha-nuoc ngoai
quorum ca-hai
"""
EVENT_KEY = bytes(range(100, 132))
PERSON_KEY = bytes(range(200, 232))
SERIALS = [f"https://id.gs1.org/01/09506000134352/21/{number:04}" for number in range(13)]
RECORD: Record = {
    "core": {"type": "ObjectEvent", "bizStep": "shipping", "day": "2026-11-28"},
    "what": SERIALS,
    "where": {"bizLocation": "https://id.gs1.org/414/9506000134307"},
    "qty": [{"quantity": "1250.50", "uom": "KGM"}],
    "party": {"destination": "Chợ đầu mối “Đà Lạt” \U0001f96c"},
    "person": {"farmer": "Dũng"},
    "env": {"recordTime": "2026-11-28T05:00:00.000Z", "captureID": "0192"},
}


@dataclass
class MemoryLog:
    """Tiles in a dictionary; `append` and `checkpoint` as a real log's integrator and signer."""

    files: dict[str, bytes] = field(default_factory=dict)
    size: int = 0
    root: bytes = EMPTY_ROOT

    def append(self, entries: Sequence[bytes]) -> None:
        appender = Appender(self.size, self.root, self.files.get)
        for path, content in appender.append(entries):
            self.files[path] = content
        self.size, self.root = appender.size, appender.root()

    def reader(self) -> TileReader:
        return TileReader(self.size, self.files.get)

    def checkpoint(self, witnesses: Sequence[Signer] = WITNESSES[:3]) -> bytes:
        note = sign_checkpoint(Checkpoint(ORIGIN, self.size, self.root), LOG)
        lines = tuple(cosign(note.text, one, at=NOON + n) for n, one in enumerate(witnesses))
        return Note(note.text, note.signatures + lines).encode()


def policy() -> Policy:
    return parse_policy(POLICY_TEXT.encode())


@cache
def log_of_events(size: int = 300, at: int = 77) -> MemoryLog:
    """Entry `at` commits to RECORD, the others to nothing anybody has."""
    log = MemoryLog()
    log.append([entry_at(number, at).encode() for number in range(size)])
    return log


def entry_at(number: int, at: int = 77) -> Entry:
    if number == at:
        return Entry("event", commit(RECORD, EVENT_KEY, person_key=PERSON_KEY))
    return Entry("event", number.to_bytes(32, "big"))


def proof_of_event(
    *,
    groups: Sequence[str] = ("core", "where", "sensor"),
    items: Sequence[int] = (4,),
    witnesses: Sequence[Signer] = WITNESSES[:3],
    at: int = 77,
) -> TlogProof:
    """A consumer's proof: three groups opened (one of them absent), one serial, the rest hidden."""
    log = log_of_events()
    disclosure = disclose(RECORD, EVENT_KEY, groups=groups, items=items, person_key=PERSON_KEY)
    return TlogProof(
        at,
        tuple(inclusion_proof(at, log.size, log.reader().read)),
        log.checkpoint(witnesses),
        write_extra(entry_at(at).encode(), disclosure),
    )
