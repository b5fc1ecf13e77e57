"""Questions to the log: is this event in it, prove it, how is the log."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.eventstore import journal
from txng.eventstore.errors import EventStoreError
from txng.eventstore.journal import Committed
from txng.eventstore.keys import EPOCH, event_uri, key_of_event_uri
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import Identifier, identify, read_code
from txng.tlog.checkpoint import Checkpoint as TlogCheckpoint
from txng.tlog.checkpoint import parse_checkpoint
from txng.tlog.commitment import Record, disclose, verify_disclosure
from txng.tlog.entry import parse_entry
from txng.tlog.errors import TlogError
from txng.tlog.hashing import leaf_hash
from txng.tlog.note import parse_note
from txng.tlog.policy import Cosigned
from txng.tlog.proof_file import TlogProof, write_extra
from txng.tlog.proofs import inclusion_proof, verify_inclusion
from txng.tlog.tiles import TileReader
from txng.transparency import rules
from txng.transparency.connection import store
from txng.transparency.entries import keys_of
from txng.transparency.errors import (
    ErasedError,
    NotYoursError,
    TamperedError,
    UnknownEntryError,
)
from txng.transparency.folder import LogFolder
from txng.transparency.leaves import record_of
from txng.transparency.models import Act, Checkpoint, Opening, Progress, Shard
from txng.transparency.policies import policy
from txng.transparency.publishing import newest, size_in
from txng.transparency.publishing_names import CANDIDATE, CHECKPOINT


@dataclass(frozen=True, slots=True)
class Head:
    """The published checkpoint of a shard: its note, what it says, and who cosigned it."""

    note: bytes
    checkpoint: TlogCheckpoint
    witnesses: tuple[Cosigned, ...]


@dataclass(frozen=True, slots=True)
class EntryStatus:
    """What the line under an event says. `index` and `year` of its entry; `at`: when the log first
    signed a tree with it; `witnesses`: of the checkpoint that a proof would carry.

    `is_published` is False between being entered and being published: seconds, or with witnesses
    until enough of them have cosigned.
    """

    year: int
    index: int
    is_published: bool
    witnesses: int
    at: datetime | None


def status(user: Actor | None, event_keys: Collection[bytes]) -> dict[bytes, EntryStatus]:
    """Of those events that have a place in the log: for lines on a page, in few questions.

    Open to anyone who knows an event's key: that something is in the log is no secret.
    """
    first = Checkpoint.objects.filter(place__gt=OuterRef("place")).order_by("place")
    openings = (
        Opening.objects.filter(event_key__in=[bytes(key) for key in event_keys])
        .annotate(at=Subquery(first.values("signed_at")[:1]))
        .values_list("event_key", "place", "at")
    )
    found = [(bytes(key), place, at) for key, place, at in openings]
    heads = {year: head_of(year) for year in {rules.year_of(place) for _, place, _ in found}}
    return {key: _status(place, at, heads) for key, place, at in found}


def _status(place: int, at: datetime | None, heads: Mapping[int, Head | None]) -> EntryStatus:
    year, index = rules.year_of(place), rules.index_of(place)
    head = heads[year]
    is_published = head is not None and index < head.checkpoint.size
    return EntryStatus(
        year=year,
        index=index,
        is_published=is_published,
        witnesses=len(head.witnesses) if head and is_published else 0,
        at=at,
    )


def head_of(year: int) -> Head | None:
    """What everybody sees of a shard; None before its first checkpoint was published, and for a file
    that somebody spoilt, until the next round writes it again. Raises Halted for a bad policy."""
    note = folder_of(year).fetch(CHECKPOINT)
    if note is None:
        return None
    try:
        parsed = parse_note(note)
        return Head(note, parse_checkpoint(parsed.text), policy().cosigned(parsed))
    except TlogError:
        return None


def folder_of(year: int) -> LogFolder:
    return LogFolder(settings.LOG_FOLDER / str(year))


# --- proofs -----------------------------------------------------------------------------------


def event_key_of(name: str) -> bytes:
    """The key of an event named by its eventID or by the repository's own name for it.

    Raises UnknownEntryError: also for a name that is a hash of the event, because an answer would
    tell whoever guesses hidden values whether they guessed right.
    """
    unknown = UnknownEntryError(_("Không có sự kiện này trong nhật ký minh bạch."))
    if rules.is_hash_name(name):
        raise unknown
    own = key_of_event_uri(name)
    try:
        named = [one for one in store().events_named([name]) if one.event.error_declaration is None]
    except EventStoreError:
        named = []
    keys = [one.key for one in named]
    if not keys and own is not None and own in journal.with_keys(store(), [own]):
        keys = [own]
    if not keys:
        raise unknown
    return bytes(keys[0])


def proof_of(
    user: Actor | None,
    event_key: bytes,
    groups: Collection[str] = rules.PUBLIC_GROUPS,
    items: Collection[str] = (),
) -> bytes:
    """A `.tlog-proof` of one event that opens these groups, and of `what` the things named in `items`.

    `items` are identifiers in any spelling. Raises UnknownEntryError (not in the published log yet, or
    none of the items in it), NotYoursError, ErasedError, and TamperedError when the database no longer
    says what was entered: then nothing is given out.
    """
    opening = Opening.objects.filter(event_key=bytes(event_key)).first()
    row = journal.with_keys(store(), [bytes(event_key)]).get(bytes(event_key))
    if opening is None or row is None:
        raise UnknownEntryError(_("Sự kiện này chưa có trong nhật ký minh bạch."))
    if not rules.may_see(
        is_owner=user is not None and user.organisation_id == row.owner and user.may("query"),
        sees_all=user is not None and user.may("oversight"),
        groups=groups,
    ):
        raise NotYoursError(_("Phần này của sự kiện không dành cho mọi người."))
    if "person" in groups and opening.person_digest is not None:
        raise ErasedError(_("Phần này đã được xóa theo yêu cầu của người liên quan."))
    if row.damage:
        raise _tampered(opening.place)
    return _proof(opening.place, _opened(opening, row, groups, items))


def proof_of_act(act: Act) -> bytes:
    """A `.tlog-proof` of an official act: its clear lines stand in the entry, nothing else is opened.

    Raises UnknownEntryError before it is published, and TamperedError.
    """
    if act.place is None:
        raise _too_early()
    return _proof(act.place, None)


def _opened(
    opening: Opening, row: Committed, groups: Collection[str], items: Collection[str]
) -> dict[str, Any]:
    record = record_of(row)
    numbers = _numbers(record, items)
    if items and not numbers:
        raise UnknownEntryError(_("Sự kiện này không nói về mã đó."))
    keys = keys_of(opening)
    return disclose(
        record,
        keys.event,
        groups=groups,
        items=() if "what" in groups else numbers,
        person_key=keys.person,
        erased={} if keys.person_digest is None else {"person": keys.person_digest},
    )


def _proof(place: int, disclosure: dict[str, Any] | None) -> bytes:
    """Checked before it is given out: what does not verify is told as tampered with."""
    year, index = rules.year_of(place), rules.index_of(place)
    head = head_of(year)
    if head is None or index >= head.checkpoint.size:
        raise _too_early()
    reader = TileReader(head.checkpoint.size, folder_of(year).fetch)
    try:
        entry = reader.entry(index)
        proof = inclusion_proof(index, head.checkpoint.size, reader.read)
        verify_inclusion(leaf_hash(entry), index, head.checkpoint.size, proof, head.checkpoint.root)
        if disclosure is not None:
            verify_disclosure(disclosure, parse_entry(entry).commitment)
    except TlogError:
        raise _tampered(place) from None
    return TlogProof(index, tuple(proof), head.note, write_extra(entry, disclosure)).encode()


def _numbers(record: Record, items: Iterable[str]) -> list[int]:
    wanted = {_canonical(one, read_code) for one in items}
    listed = record.get("what") or []
    return [at for at, (_member, name) in enumerate(listed) if _canonical(name, identify) in wanted]


def _canonical(text: str, read: Callable[[str], Identifier]) -> str:
    try:
        return read(text).canonical
    except Gs1Error:
        return text


def _too_early() -> UnknownEntryError:
    return UnknownEntryError(_("Mục này vừa được ghi; bằng chứng có sau khi nhật ký được công bố."))


def _tampered(place: int) -> TamperedError:
    return TamperedError(
        _(
            "Dữ liệu của mục %(place)s không còn khớp với nhật ký minh bạch. Chưa cấp bằng chứng;"
            " người vận hành hãy chạy txng fsck."
        )
        % {"place": rules.shown(place)}
    )


# --- the log itself ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Signed:
    """The newest checkpoint that was signed of the shard that grows."""

    origin: str
    vkey: str
    year: int
    size: int
    root: bytes
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class LogState:
    """`published`: size of what everybody sees; `offered`: of what witnesses are asked to cosign.
    `waiting`: events and acts without a place, `waiting_since` the record time of the oldest event.
    `asks_no_witness`: there is no policy, or one whose quorum is none."""

    newest: Signed | None
    published: int
    offered: int
    witnesses: tuple[Cosigned, ...]
    waiting: int
    waiting_since: datetime | None
    asks_no_witness: bool

    def as_dict(self) -> dict[str, Any]:
        newest = self.newest
        return {
            "origin": newest.origin if newest else None,
            "key": newest.vkey if newest else None,
            "size": newest.size if newest else 0,
            "root": newest.root.hex() if newest else None,
            "signedAt": newest.signed_at.isoformat() if newest else None,
            "published": self.published,
            "offered": self.offered,
            "witnesses": [{"name": one.name, "time": one.at} for one in self.witnesses],
            "waiting": self.waiting,
            "waitingSince": self.waiting_since.isoformat() if self.waiting_since else None,
            "asksNoWitness": self.asks_no_witness,
        }


def state_of_log() -> LogState:
    """Everything that a person asks of the log at once; linear in what waits. Raises Halted for a
    policy that cannot be read."""
    progress = Progress.objects.filter(pk=1).first() or Progress()
    behind = journal.waiting(store(), progress.position)
    head = head_of(progress.year) if progress.year else None
    return LogState(
        newest=_newest(progress.year),
        published=head.checkpoint.size if head else 0,
        offered=size_in(folder_of(progress.year), CANDIDATE) if progress.year else 0,
        witnesses=head.witnesses if head else (),
        waiting=behind.events + Act.objects.filter(place__isnull=True).count(),
        waiting_since=None
        if behind.oldest is None
        else EPOCH + timedelta(microseconds=behind.oldest),
        asks_no_witness=policy().asks_no_witness,
    )


def _newest(year: int) -> Signed | None:
    last, shard = newest(year), Shard.objects.filter(year=year).first()
    if last is None or shard is None:
        return None
    return Signed(shard.origin, shard.vkey, year, last.size, bytes(last.root), last.signed_at)


@dataclass(frozen=True, slots=True)
class Ages:
    """How long the log keeps somebody waiting, in seconds. `unwitnessed`: green below 15 minutes,
    amber, red from a day on; None without witnesses."""

    waiting_seconds: float
    waits_too_long: bool
    unwitnessed_seconds: float
    unwitnessed: str | None


def ages(state: LogState) -> Ages:
    now = timezone.now()
    waits = (now - state.waiting_since).total_seconds() if state.waiting_since else 0.0
    since = None
    if state.newest and not state.asks_no_witness and state.published < state.newest.size:
        since = _first_signed_after(state.newest.year, state.published)
    unwitnessed = (now - since).total_seconds() if since else 0.0
    level = rules.unwitnessed_level(timedelta(seconds=unwitnessed))
    return Ages(
        waiting_seconds=waits,
        waits_too_long=timedelta(seconds=waits) > rules.FRESH,
        unwitnessed_seconds=unwitnessed,
        unwitnessed=None if state.asks_no_witness else level,
    )


def _first_signed_after(year: int, size: int) -> datetime | None:
    later = Checkpoint.objects.filter(
        place__gt=rules.place(year, size), place__lt=rules.place(year + 1, 0)
    )
    found = later.order_by("place").first()
    return found.signed_at if found else None


def entries_in_all() -> int:
    """Places assigned in every shard: what fsck goes through."""
    return Opening.objects.count() + Act.objects.filter(place__isnull=False).count()


def shards() -> list[Shard]:
    """Newest first."""
    return list(Shard.objects.order_by("-year"))


def public_policy() -> bytes:
    """A trust policy for whoever has none of their own: every shard, and the witnesses we name."""
    logs = [f"log {shard.vkey}\n" for shard in shards()]
    logs += [f"# former: log {one}\n" for shard in shards() for one in shard.former_vkeys.split()]
    file = settings.LOG_POLICY
    rule = "quorum none\n" if file is None else file.read_text("utf-8", "surrogateescape")
    kept = [line for line in rule.splitlines(keepends=True) if not line.startswith("log ")]
    return "".join([*logs, *kept]).encode("utf-8", "surrogateescape")


def name_of(event_key: bytes) -> str:
    """How an event is named in the address of its proof."""
    return event_uri(event_key)
