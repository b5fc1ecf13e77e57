"""What became of each event of a document that was to proceed past errors.

    refused while it was read ──┐
                                ├── merged in the order of the document ──> receipt, job
    stored, known, or in conflict ─┘

There may be a hundred thousand, so they are told one by one and never held together.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from txng.epcis import rules
from txng.epcis.errors import (
    EpcisException,
    Finding,
    ResourceAlreadyExistsException,
    ValidationException,
)
from txng.epcis.findings import MAX_FINDINGS
from txng.epcis.intake import RejectedEvent
from txng.eventstore.jobs import Packed, packed
from txng.eventstore.recording import MOST_DECLARATIONS, Verdict
from txng.repository.piles import Pile


@dataclass(frozen=True, slots=True)
class EventVerdict:
    """`verdict`: accepted, duplicate, rejected (breaks a rule) or conflict (its eventID is taken)."""

    pointer: str
    verdict: str
    event_id: str | None
    findings: tuple[Finding, ...] = ()

    def as_dict(self) -> dict[str, object]:
        return {
            "pointer": self.pointer,
            "verdict": self.verdict,
            "eventID": self.event_id,
            "findings": [finding.as_dict() for finding in self.findings],
        }


class Verdicts:
    """One per event, in the order of the document; none of a document that was all or nothing."""

    def __init__(self, rejected: Pile[RejectedEvent], told: Pile[Verdict]) -> None:
        self._rejected = rejected
        self._told = told

    def __len__(self) -> int:
        return len(self._rejected) + len(self._told)

    def __iter__(self) -> Iterator[EventVerdict]:
        return heapq.merge(
            (
                EventVerdict(one.pointer, "rejected", one.event_id, one.findings)
                for one in self._rejected
            ),
            map(_with_reasons, self._told),
            key=lambda one: _place(one.pointer),
        )

    def packed(self) -> Packed:
        """As a job keeps them."""
        return packed(msgspec.json.encode(one.as_dict()) for one in self)

    def refusals(self) -> list[EpcisException]:
        """What the job says of a document that proceeded: one problem for all that breaks a rule, one
        for all whose eventID is taken."""
        rejected, errors, others = 0, list[Finding](), list[Finding]()
        conflicts, taken = 0, list[Finding]()
        for one in self:
            if one.verdict == "rejected":
                rejected += 1
                for finding in one.findings if len(errors) < MAX_FINDINGS else ():
                    (errors if finding.severity == "error" else others).append(finding)
            elif one.verdict == "conflict":
                conflicts += 1
                taken += one.findings if len(taken) < MAX_FINDINGS else ()
        refused: list[EpcisException] = []
        if rejected:
            refused.append(
                ValidationException(
                    f"Expected events without errors, got {rejected} that were not stored",
                    detail_vi=f"{rejected} sự kiện không được ghi; các sự kiện khác đã được ghi.",
                    findings=errors or others[:MAX_FINDINGS],
                )
            )
        if conflicts:
            refused.append(
                ResourceAlreadyExistsException(
                    f"Expected new eventIDs or the same events, got {conflicts} other events under"
                    " eventIDs that are taken; they were not stored",
                    detail_vi=f"{conflicts} sự kiện không được ghi vì mã đã dùng cho sự kiện khác; các sự"
                    " kiện khác đã được ghi.",
                    findings=taken,
                )
            )
        return refused


def _with_reasons(one: Verdict) -> EventVerdict:
    findings: tuple[Finding, ...] = ()
    if one.verdict == "conflict":
        findings = (conflict(one.event_id, one.pointer),)
    elif one.shares_hash:
        findings = (rules.finding("hash_shared", f"{one.pointer}/eventID"),)
    return EventVerdict(one.pointer, one.verdict, one.event_id, findings)


def _place(pointer: str) -> tuple[int, str]:
    number = pointer.rpartition("/")[2]
    return (int(number) if number.isdigit() else -1), pointer


def conflict(event_id: str, pointer: str) -> Finding:
    return Finding(
        "event_id_taken",
        "error",
        "Expected a new eventID, the same event or one of at most"
        f" {MOST_DECLARATIONS} declarations of its error, got another as {event_id}",
        f"Mã sự kiện {event_id} đã dùng cho một sự kiện khác, hoặc đã có {MOST_DECLARATIONS} khai báo đính"
        " chính. Sự kiện cũ được giữ nguyên; gửi lại với mã mới hoặc gửi khai báo đính chính.",
        f"{pointer}/eventID",
    )
