"""Questions about the library. It is public: the user narrows nothing but what is "mine"."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.accounts.models import Organisation
from txng.documents.models import (
    Attachment,
    Facet,
    Follow,
    Instrument,
    InstrumentChange,
    LastLook,
    Relation,
)
from txng.documents.rules import library as rules
from txng.ui import search
from txng.ui.fold import words

MOST_CHANGES = 100
MOST_LINKS = 60
SUBJECT = "documents.instrument"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search of the library asks for; "" asks for nothing."""

    text: str = ""
    kind: str = ""
    status: str = ""
    group: str = ""
    audience: str = ""
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """One relation as seen from one of the two: the words, the other document, who told."""

    kind: str
    is_newer: bool  # the other one is the newer
    other: Instrument
    source: str
    pk: int


def instruments(user: Actor | None) -> QuerySet[Instrument]:
    return Instrument.objects.all()


def instrument(user: Actor | None, slug: str) -> Instrument | None:
    return instruments(user).filter(slug=slug).prefetch_related("facets").first()


def found(user: Actor | None, asked: Asked) -> QuerySet[Instrument]:
    rows = found_by(instruments(user), asked.text).rows
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.status:
        rows = rows.filter(status=asked.status)
    if asked.group:
        rows = _for(rows, rules.GROUP, {asked.group})
    if asked.audience:
        rows = _for(rows, rules.AUDIENCE, {asked.audience})
    if asked.is_mine and user is not None:
        for kind, codes in mine(user).items():
            if codes:
                rows = _for(rows, kind, codes)
    return rows.prefetch_related("facets").order_by("-order_day", "-pk")


def found_by(rows: QuerySet[Instrument], text: str) -> search.Found:
    """Documents that have every word of the text; the last may be the beginning of one."""
    *whole, begun = words(text)[: search.MOST_ASKED] or [""]
    for word in whole:
        rows = rows.filter(folded__contains=f" {word} ")
    if begun:
        rows = rows.filter(folded__contains=f" {begun}")
    return search.Found(rows, False)


def _for(rows: QuerySet[Instrument], kind: str, codes: Collection[str]) -> QuerySet[Instrument]:
    """What names one of them, and what names none of that kind: that applies to all."""
    of_kind = Facet.objects.filter(instrument=OuterRef("pk"), kind=kind)
    return rows.filter(Exists(of_kind.filter(code__in=codes)) | ~Exists(of_kind))


def mine(user: Actor) -> Mapping[str, set[str]]:
    """What applies to the actor: audiences by the kind of organisation, and the facets followed."""
    followed = Follow.objects.filter(person_id=user.person_id or 0, instrument__isnull=True)
    codes: dict[str, set[str]] = {rules.GROUP: set(), rules.AUDIENCE: set()}
    for one in followed:
        codes[one.facet_kind].add(one.facet_code)
    kind = (
        Organisation.objects.filter(pk=user.organisation_id or 0)
        .values_list("kind", flat=True)
        .first()
    )
    codes[rules.AUDIENCE] |= set(rules.OF_KIND.get(kind or "", ()))
    return codes


def links(user: Actor | None, one: Instrument) -> list[Link]:
    related = (
        Relation.objects.filter(Q(newer=one) | Q(older=one))
        .select_related("newer", "older")
        .order_by("kind", "pk")[:MOST_LINKS]
    )
    return [
        Link(
            row.kind,
            row.older_id == one.pk,
            row.newer if row.older_id == one.pk else row.older,
            row.source,
            row.pk,
        )
        for row in related
    ]


def chain(user: Actor | None, one: Instrument) -> list[Instrument]:
    """What it replaced and what replaced it, the oldest first, itself among them.

    One question a generation; a circle of replacements ends where it began.
    """
    known = {one.pk: one}
    edges: set[tuple[int, int]] = set()
    frontier = [one.pk]
    for _generation in range(10):
        rows = (
            Relation.objects.filter(kind=rules.REPLACES)
            .filter(Q(newer__in=frontier) | Q(older__in=frontier))
            .select_related("newer", "older")
        )
        edges |= {(row.newer_id, row.older_id) for row in rows}
        fresh = {
            side.pk: side for row in rows for side in (row.newer, row.older) if side.pk not in known
        }
        if not fresh:
            break
        known |= fresh
        frontier = list(fresh)
    rank = dict.fromkeys(known, 0)
    for _generation in range(min(len(known), 10)):
        for newer, older in edges:
            if newer in rank and older in rank:
                rank[newer] = max(rank[newer], rank[older] + 1)
    return sorted(known.values(), key=lambda row: (rank[row.pk], row.order_day, row.pk))


def standings(
    user: Actor | None, several: Sequence[Instrument], on: date | None = None
) -> dict[int, rules.Standing]:
    """Of each, what may be said of that day; today when none is named. One query for all."""
    replaced: dict[int, list[date | None]] = {one.pk: [] for one in several}
    rows = Relation.objects.filter(kind=rules.REPLACES, older__in=list(replaced))
    for older, starts in rows.values_list("older_id", "newer__starts_on"):
        replaced[older].append(starts)
    day = on or timezone.localdate()
    return {
        one.pk: rules.standing(
            rules.Effect(
                one.status, one.status_read_on, one.starts_on, one.ends_on, replaced[one.pk]
            ),
            day,
        )
        for one in several
    }


def history(user: Actor | None, one: Instrument) -> list[InstrumentChange]:
    return list(one.changes.order_by("-at", "-pk")[:MOST_CHANGES])


def files(user: Actor | None, one: Instrument) -> list[Attachment]:
    """Public like the document they belong to."""
    kept = Attachment.objects.filter(
        subject_kind=SUBJECT, subject_id=str(one.pk), removed_at__isnull=True
    )
    return list(kept.order_by("pk"))


def file(user: Actor | None, one: Instrument, number: int) -> Attachment | None:
    return next((kept for kept in files(user, one) if kept.pk == number), None)


def follows(actor: Actor) -> list[Follow]:
    return list(
        Follow.objects.filter(person_id=actor.person_id or 0)
        .select_related("instrument")
        .order_by("pk")
    )


def follows_instrument(actor: Actor | None, one: Instrument) -> bool:
    person = actor.person_id if actor is not None else None
    return Follow.objects.filter(person_id=person or 0, instrument=one).exists()


def last_look(actor: Actor) -> datetime | None:
    return (
        LastLook.objects.filter(person_id=actor.person_id or 0).values_list("at", flat=True).first()
    )


def changes(
    actor: Actor, since: datetime | None = None, until: datetime | None = None
) -> list[InstrumentChange]:
    """Of what the actor follows, between the two; since the last look where no moment is named (since the
    following began, before the first)."""
    followed = follows(actor)
    if not followed:
        return []
    wanted = Q(instrument__in=[one.instrument_id for one in followed if one.instrument_id])
    for kind in rules.FACETS:
        codes = [one.facet_code for one in followed if one.facet_kind == kind]
        if codes:
            of_kind = Facet.objects.filter(instrument=OuterRef("instrument"), kind=kind)
            wanted |= Q(Exists(of_kind.filter(code__in=codes)))
    began = min(one.since for one in followed)
    since = last_look(actor) or began if since is None else max(since, began)
    rows = InstrumentChange.objects.filter(wanted, at__gt=since)
    if until is not None:
        rows = rows.filter(at__lt=until)
    return list(rows.select_related("instrument").order_by("-at", "-pk")[:MOST_CHANGES])
