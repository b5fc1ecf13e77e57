"""Who did what to which record, as far as the reader may know."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from txng.accounts.actors import Actor
from txng.accounts.models import JournalEntry

PAGE = 50
LONGEST_EXPORT = 50_000
LOOKED_THROUGH = 100_000
"""Lines that one page of a filtered journal looks through: the journal only grows, and what nobody did is
not looked for through all its years."""


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """`verb` is a whole verb or its beginning ("key."); `until` is not included."""

    who: str = ""
    verb: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def condition(self) -> Q:
        """All but the subject."""
        found = Q()
        if self.who:
            found &= Q(actor__icontains=self.who)
        if self.verb:
            found &= Q(verb__startswith=self.verb)
        if self.since is not None:
            found &= Q(at__gte=self.since)
        if self.until is not None:
            found &= Q(at__lt=self.until)
        return found


@dataclass(frozen=True, slots=True)
class JournalPage:
    """`older` is the `before` of the next page, None on the last. `looked_through`: so
    many lines were looked at and fewer than a page fit; the next page looks on. 0 when nothing is left."""

    lines: list[JournalEntry] = field(default_factory=list)
    older: int | None = None
    looked_through: int = 0


def journal_page(
    actor: Actor, wanted: JournalFilter, *, before: int | None = None, size: int = PAGE
) -> JournalPage:
    """Newest first. Each way of being allowed to read is one walk along one index, then they are merged."""
    found: dict[int, JournalEntry] = {}
    ways, about = _allowed(actor), _about(wanted.subject)
    # the lines of one record are few, and stand together in an index
    floor = 0 if wanted == JournalFilter() or "subject_id" in about else _floor(before)
    for allowed in ways:
        rows = _rows(allowed & Q(**about) & wanted.condition(), floor, before)
        found |= {line.pk: line for line in rows[: size + 1]}
    newest = [found[pk] for pk in sorted(found, reverse=True)]
    lines = newest[:size]
    if len(newest) > size:
        return JournalPage(lines, lines[-1].pk)
    if floor and any(
        JournalEntry.objects.filter(allowed, pk__lt=floor).exists() for allowed in ways
    ):
        return JournalPage(lines, floor, LOOKED_THROUGH)
    return JournalPage(lines)


def journal_export(actor: Actor, wanted: JournalFilter) -> Iterator[JournalEntry]:
    """The same lines, one after another, up to LONGEST_EXPORT of them."""
    before: int | None = None
    told = 0
    while told < LONGEST_EXPORT:
        page = journal_page(actor, wanted, before=before, size=min(1000, LONGEST_EXPORT - told))
        yield from page.lines
        told += len(page.lines)
        before = page.older
        if before is None:
            return


def sees_whole_journal(actor: Actor) -> bool:
    return actor.may_everywhere("accounts.journal_all")


def sees_journal_of_organisation(actor: Actor) -> bool:
    return actor.organisation_id is not None and actor.may("accounts.journal")


def _allowed(actor: Actor) -> list[Q]:
    """Everything for oversight; else one's own lines, and with the right those of one's organisation."""
    if sees_whole_journal(actor):
        return [Q()]
    ways = []
    if actor.person_id is not None:
        ways.append(Q(person_id=actor.person_id))
    if sees_journal_of_organisation(actor):
        ways += [
            Q(organisation_id=actor.organisation_id),
            Q(concerns_id=actor.organisation_id),
        ]
    return ways


def _about(subject: str) -> dict[str, str]:
    """A record by its number or its name where lines tell of one; else all of a kind."""
    if not subject:
        return {}
    is_record = JournalEntry.objects.filter(subject_id=subject).exists()
    return {"subject_id" if is_record else "subject_kind": subject}


def _floor(before: int | None) -> int:
    """The lowest number that a filtered page looks at; 0 when it reaches the beginning."""
    if before is None:
        newest = JournalEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
        before = (newest or 0) + 1
    return max(before - LOOKED_THROUGH, 0)


def _rows(condition: Q, least: int, before: int | None) -> "QuerySet[JournalEntry]":
    rows = JournalEntry.objects.select_related("organisation", "concerns").filter(condition)
    if least:
        rows = rows.filter(pk__gte=least)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return rows.order_by("-pk")
