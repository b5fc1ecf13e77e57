"""A document that is being read: what its head says, then its events one by one.

    reader = open_document(body, now=now)
    reader.header.vocabulary                      who, where, what
    for draft in reader.drafts(): store(draft)    what happened; raises at its end if anything was wrong

`DocumentReader` never keeps an event, so a document of 100,000 events costs little more memory than
its bytes. Source: EPCIS 2.0 §7.5, §10; issue 3 of the project, "Intake rules and hostile input".
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from txng.epcis import times
from txng.epcis.envelope import Envelope
from txng.epcis.errors import Finding
from txng.epcis.findings import MAX_FINDINGS
from txng.epcis.intake import EventDraft, Intake, RejectedEvent


@dataclass(frozen=True, slots=True)
class VocabularyElement:
    """Master data of one thing: `attributes` map full attribute ids to their values.

    An id given twice has the list of its values. `others`: what the standard does not know of an
    element, under full names; the store keeps none of it.
    """

    type: str
    id: str
    attributes: dict[str, Any]
    children: tuple[str, ...]
    others: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DocumentHeader:
    """`sender`, `receiver`, `instance_identifier`: what a document says of its own way (SBDH)."""

    creation_date: datetime
    vocabulary: tuple[VocabularyElement, ...]
    format: Literal["json", "xml"]
    schema_version: str
    sender: str | None = None
    receiver: str | None = None
    instance_identifier: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A capture document that passed every rule; `warnings` are what was only remarked on.

    `rejected` is empty unless it was read with `proceed`.
    """

    creation_date: datetime
    drafts: tuple[EventDraft, ...]
    vocabulary: tuple[VocabularyElement, ...]
    warnings: tuple[Finding, ...]
    rejected: tuple[RejectedEvent, ...] = ()


class DocumentReader:
    """An opened document. `judged`: what the intake makes of each event, lazily, in order.

    `envelope` is whole when the last event has been read.
    """

    def __init__(
        self,
        header: DocumentHeader,
        intake: Intake,
        judged: Iterator[EventDraft | RejectedEvent | None],
        envelope: Envelope | None = None,
    ) -> None:
        self.header = header
        self.envelope = envelope or Envelope()
        self._intake = intake
        self._judged = judged

    @property
    def findings(self) -> list[Finding]:
        """What was found so far about the document and, without `proceed`, about its events."""
        return list(self._intake.found.told())

    def drafts(self) -> Iterator[EventDraft | RejectedEvent]:
        """Each event, once; store none of them unless all of them came.

        Raises ValidationException with every finding when any is an error: at the end, or when
        MAX_FINDINGS errors are known. After the first error nothing more is yielded, only judged.
        """
        found = self._intake.found
        for outcome in self._judged:
            if len(found.errors) >= MAX_FINDINGS:
                break
            if outcome is not None and not found.errors:
                yield outcome
        self._intake.refuse_errors()

    def whole(self) -> Document:
        """Everything at once, for small documents. Raises ValidationException."""
        drafts: list[EventDraft] = []
        rejected: list[RejectedEvent] = []
        for outcome in self.drafts():
            if isinstance(outcome, EventDraft):
                drafts.append(outcome)
            else:
                rejected.append(outcome)
        return Document(
            creation_date=self.header.creation_date,
            drafts=tuple(drafts),
            vocabulary=self.header.vocabulary,
            warnings=tuple(self._intake.found.warnings),
            rejected=tuple(rejected),
        )


def creation_date(
    text: object, intake: Intake, *, is_optional: bool = False, may_lack_zone: bool = False
) -> datetime:
    """When a document says it was made; the time of reading when it does not.

    A time without a zone is read as UTC: XML allows it (`may_lack_zone`), JSON does not.
    """
    if text is None:
        if not is_optional:
            intake.report("missing_member", "", {"name": "creationDate"})
        return intake.now
    told = text if isinstance(text, str) else ""
    try:
        moment = datetime.fromisoformat(told.upper())
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        if times.is_plain(told) or (may_lack_zone and times.is_plain(f"{told}Z")):
            return moment
        moment = moment.astimezone(UTC)
    except (OverflowError, ValueError):
        got = f"Expected a date and time, got {text!r}"
        intake.report("malformed_member", "/creationDate", {"got": got})
        return intake.now
    values = {"got": told, "expected": moment.isoformat().replace("+00:00", "Z")}
    intake.report("time_spelling", "/creationDate", values)
    return moment
