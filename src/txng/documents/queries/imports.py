"""Questions about imports and attachments: of an import, its organisation, as far as its reach goes."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.documents import imports, rules, storage
from txng.documents.imports import Importer
from txng.documents.models import Attachment, ImportRow, ImportRun
from txng.ui.sheets import marking, reading
from txng.ui.sheets.reading import Problem

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """One line of the table on the check page."""

    number: int
    column: str
    sentence: str


def importer(actor: Actor, code: str) -> Importer | None:
    """None for one that there is not, and for one that the actor may not use."""
    found = imports.importer(code)
    return found if found is not None and actor.may(found.right) else None


def runs(actor: Actor) -> QuerySet[ImportRun]:
    """Imports of the actor's own organisation (the operator: of all), into registers they may change.

    Whose right ends at some communes or sectors has their own imports only: rows of a colleague lie in
    the colleague's reach, and are written and taken back with the colleague's rights.
    """
    rights = {one.code: one.right for one in imports.importers_for(actor)}
    shared = [code for code, right in rights.items() if _is_shared(actor, right)]
    found = ImportRun.objects.filter(
        Q(importer__in=shared) | Q(importer__in=list(rights), person_id=actor.person_id or 0)
    )
    if actor.is_operator:
        return found
    return found.filter(organisation_id=actor.organisation_id or 0)


def _is_shared(actor: Actor, right: str) -> bool:
    """Held for the whole province, or for the things of one's own organisation and no others."""
    return actor.may_everywhere(right) or actor.may_own_only(right)


def run(actor: Actor, number: str) -> ImportRun | None:
    return runs(actor).filter(pk=rules.pk_of(number)).first()


def rows(actor: Actor, run: ImportRun) -> QuerySet[ImportRow]:
    return ImportRow.objects.filter(run__in=runs(actor).filter(pk=run.pk))


def problems(actor: Actor, run: ImportRun) -> list[ShownProblem]:
    """The first MOST_SHOWN things that are wrong, in the order of rows."""
    found = imports.importer(run.importer)
    titles = {c.key: str(c.title) for c in found.sheet.columns} if found is not None else {}
    wrong = rows(actor, run).filter(outcome=rules.WRONG).order_by("number")[:MOST_SHOWN]
    told = [
        ShownProblem(row.number, titles.get(key, ""), sentence)
        for row in wrong
        for key, sentence in row.problems
    ]
    return told[:MOST_SHOWN]


def leftovers(actor: Actor, run: ImportRun) -> list[ImportRow]:
    """Rows that were refused when they were written, or that could not be taken back, with why."""
    outcomes = (rules.REFUSED, rules.KEPT)
    return list(rows(actor, run).filter(outcome__in=outcomes).order_by("number")[:MOST_SHOWN])


def marked_copy(actor: Actor, run: ImportRun) -> bytes | None:
    """The file as it was sent, with what is wrong in red; None once the file is destroyed."""
    found = importer(actor, run.importer)
    path = storage.path_of(settings.DOCUMENTS_FOLDER, storage.IMPORTS, run.pk, run.number)
    if found is None or run.file_gone_at is not None or not path.exists():
        return None
    table = reading.read(found.sheet, path.read_bytes())
    wrong = rows(actor, run).filter(outcome__in=(rules.WRONG, rules.REFUSED))
    told = {
        row.number: [Problem(key, sentence) for key, sentence in row.problems]
        or [Problem("", row.said)]
        for row in wrong.only("number", "problems", "said")
    }
    return marking.written(found.sheet, table, told)


def waiting_runs() -> list[int]:
    """What a worker may take up: to be done, and nobody at it who still breathes."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now())
    found = ImportRun.objects.filter(free, state__in=rules.WORKING).order_by("pk")
    return list(found.values_list("pk", flat=True)[:10])


def attachments(actor: Actor, subject_kind: str, subject_id: str) -> list[Attachment]:
    """Files of one record, oldest first. The room that owns the record asks first whether the actor may see
    it; files of other organisations are shown to whoever may see the record."""
    found = Attachment.objects.filter(
        subject_kind=subject_kind, subject_id=subject_id, removed_at__isnull=True
    )
    return list(found.order_by("pk"))
