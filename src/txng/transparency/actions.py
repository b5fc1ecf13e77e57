"""Verbs of the log: official acts become entries, persons are erased, witnesses are heard."""

import os
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.eventstore import journal as events
from txng.eventstore.keys import event_uri
from txng.tlog.checkpoint import parse_checkpoint
from txng.tlog.commitment import digests
from txng.tlog.cosignature import timestamp
from txng.tlog.entry import KINDS
from txng.tlog.errors import MalformedError, TlogError
from txng.tlog.note import parse_note
from txng.transparency import rules
from txng.transparency.connection import store
from txng.transparency.entries import entry_of_act
from txng.transparency.errors import (
    BadActError,
    StrangeCosignatureError,
    UnknownEntryError,
)
from txng.transparency.leaves import PERSON, record_of
from txng.transparency.models import Act, Checkpoint, Cosignature, Opening, Shard
from txng.transparency.policies import policy

NOT_RECORDED = (rules.EVENT, "declaration", "shard")  # those come from elsewhere


@transaction.atomic
def record_act(
    *, by: Actor, kind: str, clear: Mapping[str, str], content: Mapping[str, Any]
) -> Act:
    """Enter an official act into the log, in the transaction of the act itself.

    `kind` and `clear` as `tlog.entry` has them: the lines that anybody reads. `content` is JSON without
    decimals; it is committed to and shown to nobody by itself. Raises BadActError.
    """
    act = Act(
        kind=kind,
        clear=dict(clear),
        content=dict(content),
        secret=os.urandom(32),
        at=timezone.now(),
        actor=by.name,
        organisation=by.organisation_id,
    )
    try:
        if kind not in KINDS or kind in NOT_RECORDED:
            raise MalformedError(f"Expected a kind of act, got {kind}")
        entry_of_act(act).encode()  # what waits must be writable: nothing may hold up the log
    except MalformedError as error:
        raise BadActError(
            _("Việc này chưa ghi được vào nhật ký minh bạch: %(why)s.") % {"why": error}
        ) from None
    act.save(force_insert=True)
    journal.record(by, f"log.{kind}", act)
    return act


@transaction.atomic
def erase_persons(*, by: Actor, event_keys: Collection[bytes], reason: str) -> int:
    """Destroy what opens the group `person` of these events; how many had one.

    Their entries stay and all other groups verify as before; the digest of the erased group can no
    longer be linked to anybody. An `erase` entry says so for each, without saying who. `reason` is a
    word like `data-subject-request`. Raises UnknownEntryError for an event that is not in the log, and
    BadActError for a reason that is no word.

    What the stored event itself says of the person is for the event store to forget.
    """
    openings = Opening.objects.select_for_update().in_bulk(
        list(map(bytes, event_keys)), field_name="event_key"
    )
    rows = events.with_keys(store(), event_keys)
    origins = dict(Shard.objects.values_list("year", "origin"))
    erased = 0
    for key in map(bytes, event_keys):
        opening, row = openings.get(key), rows.get(key)
        if opening is None or row is None or row.damage:
            raise UnknownEntryError(
                _("Sự kiện %(event)s chưa có trong nhật ký minh bạch.") % {"event": event_uri(key)}
            )
        if opening.person_key is None:
            continue
        record = record_of(row)
        found = digests(record, bytes(opening.secret), person_key=bytes(opening.person_key))
        opening.person_digest, opening.person_key = found[PERSON], None
        opening.save(update_fields=["person_digest", "person_key"])
        record_act(
            by=by,
            kind="erase",
            clear={
                "entry": str(rules.index_of(opening.place)),
                "group": "person",
                "reason": reason,
                "origin": origins[rules.year_of(opening.place)],
            },
            content={},
        )
        erased += 1
    return erased


@transaction.atomic
def accept_cosignatures(*, by: Actor, year: int, note: bytes) -> list[Cosignature]:
    """Keep what witnesses of the policy signed under a checkpoint of ours; those that are new.

    `note` is the checkpoint with the cosignature lines, whoever sent it: the signatures speak for
    themselves. Raises StrangeCosignatureError.
    """
    try:
        sent = parse_note(note)
        cosigned = policy().cosigned(sent)
    except TlogError as error:
        raise StrangeCosignatureError(str(error)) from None
    if not cosigned:
        raise StrangeCosignatureError(_("Không có chữ ký của nhân chứng nào trong chính sách."))
    places = rules.place(year, 0), rules.place(year + 1, 0) - 1
    checkpoint = _signed(sent.text, places)
    if checkpoint is None:
        raise StrangeCosignatureError(_("Nhật ký này chưa từng ký điểm mốc đó."))
    known = {(one.verifier.vkey.name, one.verifier.vkey.key_id) for one in policy().witnesses}
    new = []
    for line in sent.signatures:
        if (line.name, line.key_id) not in known:
            continue
        cosignature, is_new = Cosignature.objects.get_or_create(
            checkpoint=checkpoint,
            name=line.name,
            key_id=line.key_id,
            defaults={
                "line": line.line,
                "signed_at": datetime.fromtimestamp(timestamp(line), UTC),
            },
        )
        if is_new:
            journal.record(by, "checkpoint.cosigned", checkpoint, witness=line.name)
            new.append(cosignature)
    return new


def _signed(text: str, places: tuple[int, int]) -> Checkpoint | None:
    """The checkpoint of this very text. Its size names it, so no column of texts is searched."""
    try:
        size = parse_checkpoint(text).size
    except MalformedError:
        return None
    found = Checkpoint.objects.filter(place=places[0] + size).first()
    if found is None or found.place > places[1] or parse_note(bytes(found.note)).text != text:
        return None
    return found
