"""Trust policies: which logs count, which witnesses, and how many of them.

    log txng.example/log/2026+b1c2d3e4+AQ..                the log's name is its origin
    witness so-y-te    so-y-te.example/w+..                 the first name counts in this file only
    witness so-nn-mt   so-nn-mt.example/w+..
    witness dai-hoc    dai-hoc.example/w+..
    group nha-nuoc 2 so-y-te so-nn-mt                      at least two of these
    group ca-hai all nha-nuoc dai-hoc
    quorum ca-hai                                          or `quorum none`: no witness is asked for

A checkpoint is good when any log of the policy signed it under its own name and the witnesses that
cosigned it make the quorum. Each name is a member once, so nobody counts twice.

>>> policy = parse_policy(b'''
... witness so-y-te so-y-te.example/w+c43d97a4+BIqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c
... group ai-cung-duoc any so-y-te
... quorum ai-cung-duoc
... ''')
>>> policy.is_met_by(["so-y-te"]), policy.is_met_by([])
(True, False)

Names are octets without meaning; keys are of type 0x01 for logs, 0x04 for witnesses.
Source: c2sp.org/tlog-policy.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from txng.tlog.checkpoint import Checkpoint
from txng.tlog.cosignature import CosignatureVerifier, timestamp
from txng.tlog.errors import MalformedError, QuorumError, SignatureError, quoted
from txng.tlog.note import Note, NoteVerifier, Vkey, parse_vkey, verify_note

NONE: Final = "none"
MAX_BYTES: Final = 1_000_000

_ALLOWED = re.compile(rb"[\t\n\x20-\x7e\x80-\xff]*")
_THRESHOLD = re.compile(r"[1-9][0-9]{0,8}")


class Log(NamedTuple):
    verifier: NoteVerifier
    url: str = ""


class Witness(NamedTuple):
    """`name` is the policy's; the key has a name of its own."""

    name: str
    verifier: CosignatureVerifier
    url: str = ""


class Group(NamedTuple):
    """Has witnessed what at least `threshold` of its members have."""

    name: str
    threshold: int
    members: tuple[str, ...]


class Cosigned(NamedTuple):
    """A witness of the policy by the policy's name for it, and when it says it signed (seconds, UTC)."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Policy:
    """`groups` in an order in which each is made of earlier names."""

    logs: tuple[Log, ...]
    witnesses: tuple[Witness, ...]
    groups: tuple[Group, ...]
    quorum: str

    @property
    def asks_no_witness(self) -> bool:
        return self.quorum == NONE

    def is_met_by(self, names: Collection[str]) -> bool:
        """Whether these witnesses, by the policy's names, make the quorum."""
        witnessed = {NONE, *names}
        for group in self.groups:
            if len(witnessed.intersection(group.members)) >= group.threshold:
                witnessed.add(group.name)
        return self.quorum in witnessed

    def require_log(self, checkpoint: Checkpoint, note: Note) -> Vkey:
        """The key of the policy's log that signed. Raises SignatureError."""
        named = [log.verifier for log in self.logs if log.verifier.vkey.name == checkpoint.origin]
        if not named:
            raise SignatureError(f"Expected a log of the policy, got {quoted(checkpoint.origin)}")
        signature = verify_note(note, named).verified[0]
        return next(one.vkey for one in named if one.vkey.key_id == signature.key_id)

    def cosigned(self, note: Note) -> tuple[Cosigned, ...]:
        """The policy's witnesses that cosigned, in its order; a witness that signed twice counts once.

        Raises SignatureError when a known witness's signature does not fit.
        """
        keys = {(one.verifier.vkey.name, one.verifier.vkey.key_id): one for one in self.witnesses}
        known = tuple(one for one in note.signatures if (one.name, one.key_id) in keys)
        if not known:
            return ()
        last: dict[str, int] = {}
        for one in verify_note(Note(note.text, known), self._verifiers()).verified:
            name = keys[one.name, one.key_id].name
            last[name] = max(timestamp(one), last.get(name, 0))
        return tuple(
            Cosigned(one.name, last[one.name]) for one in self.witnesses if one.name in last
        )

    def require_quorum(self, note: Note) -> tuple[Cosigned, ...]:
        """As `cosigned`. Raises also QuorumError when they are too few."""
        cosigned = self.cosigned(note)
        self.require_enough(cosigned)
        return cosigned

    def require_enough(self, cosigned: Sequence[Cosigned]) -> None:
        """Raises QuorumError unless these witnesses make the quorum."""
        if not self.is_met_by([one.name for one in cosigned]):
            raise QuorumError(f"Expected the quorum {quoted(self.quorum)}, got {len(cosigned)}")

    def _verifiers(self) -> Iterator[CosignatureVerifier]:
        return (one.verifier for one in self.witnesses)


def parse_policy(raw: bytes) -> Policy:
    """Raises MalformedError, which names the line."""
    if len(raw) > MAX_BYTES or not _ALLOWED.fullmatch(raw):
        raise MalformedError("Expected a policy without control characters but tab and newline")
    reader = _Reader()
    for number, line in enumerate(raw.split(b"\n"), start=1):
        # octets with the high bit are opaque: this keeps each as it is, UTF-8 or not
        words = [word.decode("utf-8", "surrogateescape") for word in re.split(rb"[ \t]+", line)]
        words = [word for word in words if word]
        if words and not words[0].startswith("#"):
            try:
                reader.take(words)
            except MalformedError as error:
                raise MalformedError(f"Line {number}: {error}") from None
    return reader.policy()


@dataclass(slots=True)
class _Reader:
    logs: list[Log] = field(default_factory=list)
    witnesses: list[Witness] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    quorum: str = ""
    names: set[str] = field(default_factory=lambda: {NONE})
    members: set[str] = field(default_factory=set)

    def take(self, words: list[str]) -> None:
        match words:
            case ["log", vkey, *url] if len(url) <= 1:
                log = Log(NoteVerifier(parse_vkey(vkey)), *url)
                self._once(log.verifier.vkey, [one.verifier.vkey for one in self.logs])
                self.logs.append(log)
            case ["witness", name, vkey, *url] if len(url) <= 1:
                witness = Witness(name, CosignatureVerifier(parse_vkey(vkey)), *url)
                self._once(witness.verifier.vkey, [one.verifier.vkey for one in self.witnesses])
                self._define(name)
                self.witnesses.append(witness)
            case ["group", name, threshold, *members] if members:
                self._join(members)
                self._define(name)  # after its members: a group is no member of itself
                self.groups.append(Group(name, _threshold(threshold, members), tuple(members)))
            case ["quorum", name]:
                if self.quorum:
                    raise MalformedError("Expected one quorum, got two")
                self._known(name)
                self.quorum = name
            case _:
                raise MalformedError(
                    f"Expected log, witness, group or quorum with their words, got {quoted(words[0])}"
                )

    def policy(self) -> Policy:
        if not self.quorum:
            raise MalformedError("Expected a quorum, got none")
        return Policy(tuple(self.logs), tuple(self.witnesses), tuple(self.groups), self.quorum)

    def _once(self, vkey: Vkey, others: list[Vkey]) -> None:
        if any(vkey.public_key == other.public_key for other in others):
            raise MalformedError(f"Expected each key once, got that of {quoted(vkey.name)} again")

    def _define(self, name: str) -> None:
        if name in self.names:
            raise MalformedError(f"Expected a new name, got {quoted(name)} again")
        self.names.add(name)

    def _known(self, name: str) -> None:
        if name not in self.names:
            raise MalformedError(f"Expected a name defined above, got {quoted(name)}")

    def _join(self, members: list[str]) -> None:
        for name in members:
            self._known(name)
            if name == NONE:
                raise MalformedError("Expected a member, got none")
            if name in self.members:
                raise MalformedError(f"Expected each name in one group, got {quoted(name)} again")
            self.members.add(name)


def _threshold(word: str, members: list[str]) -> int:
    if word in ("any", "all"):
        return 1 if word == "any" else len(members)
    if not _THRESHOLD.fullmatch(word) or int(word) > len(members):
        raise MalformedError(
            f"Expected any, all or a number up to {len(members)}, got {quoted(word)}"
        )
    return int(word)
