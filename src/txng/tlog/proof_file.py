"""The `.tlog-proof` file: everything a stranger needs to check one entry, without asking anybody.

    c2sp.org/tlog-proof@v1
    extra eyJkaXNjbG9zdXJlIjp7..                     the entry itself and what was opened of it
    index 73894                                      its number in the log
    gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=     ┐ from its neighbour in the tree
    B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=     ┘ up to the root's child

    txng.example/log/2026                            ┐
    109482                                           │ the checkpoint, signed by the log,
    sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=     │ cosigned by witnesses
                                                     │
    — txng.example/log/2026 hI2DJw..                 ┘

    extra   canonical JSON: {"entry": the entry's lines, "disclosure": of `commitment`, or missing}

`check` takes the steps that `verify_proof.js` takes in a browser, by the same names, and stops at none
of them that can still be taken:

    form         the file, its extra and the entry read as they should
    disclosure   what was opened makes the commitment in the entry
    inclusion    the entry is number `index` in the tree of the checkpoint
    log          a log of the policy signed the checkpoint
    witnesses    enough witnesses of the policy cosigned it

Source: c2sp.org/tlog-proof; the policy is c2sp.org/tlog-policy.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

from txng.tlog import canonical_json
from txng.tlog.checkpoint import Checkpoint, parse_checkpoint, parse_hash, parse_number
from txng.tlog.commitment import Disclosed, verify_disclosure
from txng.tlog.entry import Entry, parse_entry
from txng.tlog.errors import MalformedError, TlogError, quoted
from txng.tlog.hashing import leaf_hash
from txng.tlog.note import MAX_BYTES, Note, Vkey, from_base64, parse_note, to_base64
from txng.tlog.policy import Cosigned, Policy
from txng.tlog.proofs import verify_inclusion

HEADER: Final = "c2sp.org/tlog-proof@v1"
SUFFIX: Final = ".tlog-proof"
MAX_PROOF: Final = 63

StepName = Literal["form", "disclosure", "inclusion", "log", "witnesses"]
STEPS: Final = get_args(StepName)
Verdict = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class TlogProof:
    """A proof file as C2SP has it. `checkpoint` is the signed note; `extra` is None when there is none."""

    index: int
    proof: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def encode(self) -> bytes:
        lines = [HEADER]
        lines += [f"extra {to_base64(self.extra)}"] if self.extra else []
        lines += [f"index {self.index}", *(to_base64(one) for one in self.proof), "", ""]
        return "\n".join(lines).encode() + self.checkpoint


def parse_proof(raw: bytes) -> TlogProof:
    """Take a proof file apart; verifies nothing. Raises MalformedError."""
    head, gap, checkpoint = raw.partition(b"\n\n")
    if len(raw) > MAX_BYTES or not gap or not head.isascii():
        raise MalformedError(f"Expected {HEADER}, an index, hashes, an empty line, a checkpoint")
    header, *lines = head.decode().split("\n")
    if header != HEADER:
        raise MalformedError(f"Expected {HEADER}, got {quoted(header)}")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = from_base64(lines.pop(0).removeprefix("extra "))
    if not lines or not lines[0].startswith("index "):
        raise MalformedError("Expected a line 'index' and a number")
    index = parse_number(lines.pop(0).removeprefix("index "))
    if len(lines) > MAX_PROOF:
        raise MalformedError(f"Expected at most {MAX_PROOF} hashes, got {len(lines)}")
    return TlogProof(index, tuple(parse_hash(line) for line in lines), checkpoint, extra)


def write_extra(entry: bytes, disclosure: dict[str, Any] | None = None) -> bytes:
    """The extra data of our proofs. Raises MalformedError when `entry` is none of ours."""
    parse_entry(entry)
    members: dict[str, Any] = {"entry": entry.decode()}
    if disclosure is not None:
        members["disclosure"] = disclosure
    return canonical_json.encode(members)


def read_extra(extra: bytes | None) -> tuple[bytes, Any]:
    """(entry, disclosure or None); neither was verified. Raises MalformedError."""
    if extra is None:
        raise MalformedError("Expected an extra line with the entry, got none")
    members = canonical_json.decode(extra)
    if not isinstance(members, dict) or not {"entry"} <= set(members) <= {"entry", "disclosure"}:
        raise MalformedError("Expected an entry, and perhaps a disclosure, in extra")
    if not isinstance(members["entry"], str) or members.get("disclosure", members) is None:
        raise MalformedError("Expected the entry as text and the disclosure as an object")
    return members["entry"].encode(), members.get("disclosure")


@dataclass(frozen=True, slots=True)
class Step:
    name: StepName
    verdict: Verdict
    error: TlogError | None = None


@dataclass(slots=True)
class Report:
    """What `check` found. Only what a passed step verified may be shown as proven.

    `disclosed` is None when the file opens nothing; `log` is the key that signed; `witnesses` are those
    of the policy that cosigned, also when they are too few.
    """

    steps: list[Step] = field(default_factory=list)
    index: int = 0
    entry: Entry | None = None
    checkpoint: Checkpoint | None = None
    disclosed: Disclosed | None = None
    log: Vkey | None = None
    witnesses: tuple[Cosigned, ...] = ()

    @property
    def is_verified(self) -> bool:
        return all(step.verdict == "passed" for step in self.steps)


def check(raw: bytes, policy: Policy) -> Report:
    """Take every step that can be taken; raises nothing but programming errors."""
    report = Report()
    walk = _Walk(report, policy)
    if not _step(report, "form", lambda: walk.read(raw)):
        report.steps += [Step(name, "skipped") for name in STEPS[1:]]
        return report
    _step(report, "disclosure", walk.disclosure)
    _step(report, "inclusion", walk.inclusion)
    _step(report, "log", walk.log)
    _step(report, "witnesses", walk.witnesses)
    return report


def _step(report: Report, name: StepName, take: Callable[[], None]) -> bool:
    try:
        take()
    except TlogError as error:
        report.steps.append(Step(name, "failed", error))
        return False
    report.steps.append(Step(name, "passed"))
    return True


class _Walk:
    __slots__ = ("_disclosure", "_note", "_policy", "_proof", "_raw_entry", "_report")

    _proof: TlogProof
    _note: Note
    _raw_entry: bytes
    _disclosure: Any

    def __init__(self, report: Report, policy: Policy) -> None:
        self._report, self._policy = report, policy

    def read(self, raw: bytes) -> None:
        self._proof = parse_proof(raw)
        self._note = parse_note(self._proof.checkpoint)
        self._raw_entry, self._disclosure = read_extra(self._proof.extra)
        self._report.checkpoint = parse_checkpoint(self._note.text)
        self._report.entry = parse_entry(self._raw_entry)
        self._report.index = self._proof.index

    def disclosure(self) -> None:
        assert self._report.entry is not None
        if self._disclosure is not None:
            self._report.disclosed = verify_disclosure(
                self._disclosure, self._report.entry.commitment
            )

    def inclusion(self) -> None:
        checkpoint = self._report.checkpoint
        assert checkpoint is not None
        verify_inclusion(
            leaf_hash(self._raw_entry),
            self._proof.index, checkpoint.size, self._proof.proof, checkpoint.root,
        )  # fmt: skip

    def log(self) -> None:
        assert self._report.checkpoint is not None
        self._report.log = self._policy.require_log(self._report.checkpoint, self._note)

    def witnesses(self) -> None:
        self._report.witnesses = self._policy.cosigned(self._note)
        self._policy.require_enough(self._report.witnesses)
