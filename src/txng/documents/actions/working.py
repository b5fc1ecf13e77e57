"""The work on imports: checking, writing and taking back, batch by batch, by whoever holds the lease.

    claim ── batch ── batch ── batch ── next state          each batch and its count in one transaction
      │        └ killed here: 60 s later another worker claims it and goes on behind the last batch
      └ nobody else works on it while the lease is renewed

"All or nothing" is one transaction, so its progress is seen only when it ends; on SQLite captures wait
for it. Rows that an importer refuses, or on which it fails, are told apart by trying them one by one.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

import structlog
from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from txng.accounts import actors, journal, queries
from txng.accounts.actors import Actor
from txng.documents import kept_values, rules, storage
from txng.documents.errors import RowRefusedError
from txng.documents.imports import Applied, Done, Given, Importer, importer
from txng.documents.models import ImportRow, ImportRun
from txng.documents.queries import waiting_runs
from txng.ui.sheets import reading
from txng.ui.sheets.errors import SheetError
from txng.ui.sheets.reading import Problem

log = structlog.get_logger(__name__)
Item = TypeVar("Item")
Answer = TypeVar("Answer")

LONG_LEASE: Final = timedelta(minutes=10)  # of one transaction that writes everything
WRITTEN: Final = ("outcome", "subject", "title", "before", "said")  # what each step says of a row
TAKEN_BACK: Final = ("outcome", "was", "said")


class LostError(Exception):
    """Somebody else holds the lease, or the run was dropped: whatever was begun here is rolled back."""


def finish_waiting_imports() -> int:
    """Work on everything that waits; how many runs went on."""
    return sum(work_on(pk) for pk in waiting_runs())


def finish_if_small(run: ImportRun) -> None:
    """So few rows are done at once, while the page is asked for."""
    if run.total <= rules.INLINE_ROWS:
        work_on(run.pk)
        run.refresh_from_db()


def work_on(pk: int) -> bool:
    """Take this run to its next resting state; False when there is nothing to do or somebody is at it."""
    token = secrets.token_hex(8)
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    claimed = ImportRun.objects.filter(free, pk=pk, state__in=rules.WORKING)
    if not claimed.update(worker=token, lease_until=now + rules.LEASE):
        return False
    run = ImportRun.objects.select_related("person", "organisation").get(pk=pk)
    found = importer(run.importer)
    with override(run.language):
        by = _actor_of(run)
        try:
            if found is None or by is None or not by.may(found.right):
                _fail(pk, token, _("Người gửi không còn quyền nhập vào sổ này."))
            elif run.state in (rules.WAITING, rules.CHECKING):
                _check(run, found, by, token)
            elif run.state == rules.APPLYING and run.mode == rules.ALL:
                _write_all(run, found, by, token)
            elif run.state == rules.APPLYING:
                _write_good(run, found, by, token)
            else:
                _take_back(run, found, by, token)
        except LostError:
            log.warning("import_taken_over", number=run.number)
    return True


def _actor_of(run: ImportRun) -> Actor | None:
    """Who began it, with the rights of now."""
    if run.person is not None:
        return queries.current_actor(run.person, run.organisation)
    return actors.operator() if run.organisation_id is None else None


def _mine(pk: int, token: str, lease: timedelta = rules.LEASE) -> ImportRun:
    """The run, locked and with a new lease; call inside a transaction. Raises LostError."""
    found = ImportRun.objects.select_for_update().filter(pk=pk, worker=token).first()
    if found is None or found.state not in rules.WORKING:
        raise LostError
    found.lease_until = timezone.now() + lease
    return found


def _rest(run: ImportRun, state: str) -> None:
    """Nobody works on it any more; the caller saves."""
    run.state, run.worker, run.lease_until = state, "", None


@transaction.atomic
def _fail(pk: int, token: str, sentence: str) -> None:
    """Before anything was written there is only this sentence; behind it, what was written stays undoable."""
    run = _mine(pk, token)
    run.failure = sentence[:500]
    if run.state == rules.UNDOING:
        _rest(run, rules.UNDONE if run.taken_back else rules.DONE)
        run.undone_at = timezone.now() if run.taken_back else None
    elif run.created or run.updated:
        run.applied_at = timezone.now()
        _rest(run, rules.DONE)
    else:
        _rest(run, rules.FAILED)
    run.save()


def _check(run: ImportRun, importer: Importer, by: Actor, token: str) -> None:
    path = storage.path_of(settings.DOCUMENTS_FOLDER, storage.IMPORTS, run.pk, run.number)
    try:
        table = reading.read(importer.sheet, Path(path).read_bytes())
    except SheetError as error:
        _fail(run.pk, token, str(error))
        return
    except FileNotFoundError:
        _fail(run.pk, token, _("Tệp đã gửi không còn. Gửi lại tệp."))
        return
    for batch in _parts(table.rows[run.done :], rules.CHECK_BATCH):
        with transaction.atomic():
            run = _mine(run.pk, token)
            fine = [Given(row.number, row.values) for row in batch if not row.problems]
            found = _checked(importer, by, fine)
            told = {row.number: [*row.problems, *found.get(row.number, ())] for row in batch}
            ImportRow.objects.bulk_create(
                ImportRow(
                    run=run,
                    number=row.number,
                    values=kept_values.kept(row.values),
                    problems=[[problem.key, problem.sentence] for problem in told[row.number]],
                    outcome=rules.WRONG if told[row.number] else rules.GOOD,
                )
                for row in batch
            )
            run.state = rules.CHECKING
            run.done += len(batch)
            run.wrong += sum(1 for problems in told.values() if problems)
            run.save()
    with transaction.atomic():
        run = _mine(run.pk, token)
        run.checked_at = timezone.now()
        _rest(run, rules.CHECKED)
        run.save()


def _checked(importer: Importer, by: Actor, rows: Sequence[Given]) -> dict[int, Sequence[Problem]]:
    def one_by_one(row: Given) -> Sequence[Problem]:
        return importer.check(by, [row]).get(row.number, ())

    def all_at_once(part: Sequence[Given]) -> list[Sequence[Problem]]:
        found = importer.check(by, part)
        return [found.get(row.number, ()) for row in part]

    answers = _tried(rows, all_at_once, one_by_one, lambda row, why: [Problem("", why)])
    return {row.number: answer for row, answer in zip(rows, answers, strict=True)}


def _write_good(run: ImportRun, importer: Importer, by: Actor, token: str) -> None:
    def written(part: Sequence[ImportRow]) -> list[Applied]:
        return list(importer.apply(by, [_given(row) for row in part]))

    while True:
        with transaction.atomic():
            run = _mine(run.pk, token)
            rows = list(run.rows.filter(outcome=rules.GOOD).order_by("number")[: rules.APPLY_BATCH])
            if not rows:
                _written(run, by)
                return
            answers: list[Applied | str] = _tried(
                rows, written, lambda row: written([row])[0], lambda _row, why: why
            )
            for row, answer in zip(rows, answers, strict=True):
                _note(run, row, answer)
            _save_rows(rows, WRITTEN)
            run.save()


def _write_all(run: ImportRun, importer: Importer, by: Actor, token: str) -> None:
    with transaction.atomic():
        _mine(run.pk, token).save()
        ImportRun.objects.filter(pk=run.pk).update(lease_until=timezone.now() + LONG_LEASE)
    number = 0
    try:
        with transaction.atomic():
            run = _mine(run.pk, token, LONG_LEASE)
            while rows := list(
                run.rows.filter(number__gt=number).order_by("number")[: rules.APPLY_BATCH]
            ):
                answers = importer.apply(by, [_given(row) for row in rows])
                for row, answer in zip(rows, answers, strict=True):
                    _note(run, row, answer)
                _save_rows(rows, WRITTEN)
                number = rows[-1].number
            _written(run, by)
    except RowRefusedError as error:
        _back_to_checked(run.pk, token, error.number, error.key, str(error))
    except (LostError, DatabaseError) as error:
        if not isinstance(error, IntegrityError):
            raise
        _back_to_checked(run.pk, token, 0, "", _taken_meanwhile())
    except Exception:
        log.exception("import_failed", number=run.number)
        _back_to_checked(run.pk, token, 0, "", _fault())


@transaction.atomic
def _back_to_checked(pk: int, token: str, number: int, key: str, sentence: str) -> None:
    """Nothing was written: the row that stopped it is wrong now, the person decides again."""
    run = _mine(pk, token)
    row = run.rows.filter(number=number, outcome=rules.GOOD).first()
    if row is not None:
        row.outcome, row.problems = rules.WRONG, [[key, sentence]]
        row.save(update_fields=["outcome", "problems"])
        run.wrong += 1
        told = _("Dòng %(number)d: %(sentence)s Chưa ghi dòng nào.")
        sentence = told % {"number": number, "sentence": sentence}
    else:
        sentence = _("%(sentence)s Chưa ghi dòng nào.") % {"sentence": sentence}
    run.mode, run.failure = "", sentence[:500]
    _rest(run, rules.CHECKED)
    run.save()


def _written(run: ImportRun, by: Actor) -> None:
    run.applied_at = timezone.now()
    _rest(run, rules.DONE)
    run.save()
    journal.record(
        by,
        "import.applied",
        run,
        number=run.number,
        created=run.created,
        updated=run.updated,
        unchanged=run.unchanged,
        refused=run.refused,
    )


def _take_back(run: ImportRun, importer: Importer, by: Actor, token: str) -> None:
    def undone(part: Sequence[ImportRow]) -> list[str]:
        return list(importer.undo(by, [_done(row) for row in part]))

    while True:
        with transaction.atomic():
            run = _mine(run.pk, token)
            rows = list(
                run.rows.filter(outcome__in=rules.APPLIED).order_by("-number")[: rules.APPLY_BATCH]
            )
            if not rows:
                run.undone_at = timezone.now()
                _rest(run, rules.UNDONE)
                run.save()
                journal.record(
                    by,
                    "import.undone",
                    run,
                    number=run.number,
                    taken_back=run.taken_back,
                    kept=run.kept,
                )
                return
            answers = _tried(rows, undone, lambda row: undone([row])[0], lambda _row, why: why)
            for row, sentence in zip(rows, answers, strict=True):
                row.was = row.outcome
                row.outcome = rules.KEPT if sentence else rules.TAKEN_BACK
                row.said = sentence[:500]
                run.done += 1
                run.taken_back += not sentence
                run.kept += bool(sentence)
            _save_rows(rows, TAKEN_BACK)
            run.save()


def _note(run: ImportRun, row: ImportRow, answer: Applied | str) -> None:
    run.done += 1
    if isinstance(answer, str):
        row.outcome, row.said = rules.REFUSED, answer[:500]
        run.refused += 1
        return
    row.outcome, row.subject = answer.outcome, answer.subject[:100]
    row.title, row.before = answer.title[:200], dict(answer.before)
    run.created += answer.outcome == rules.CREATED
    run.updated += answer.outcome == rules.UPDATED
    run.unchanged += answer.outcome == rules.UNCHANGED


def _save_rows(rows: Sequence[ImportRow], fields: Sequence[str]) -> None:
    ImportRow.objects.bulk_update(rows, fields, batch_size=100)


def _given(row: ImportRow) -> Given:
    return Given(row.number, kept_values.given(row.values))


def _done(row: ImportRow) -> Done:
    applied = Applied(row.outcome, row.subject, row.title, row.before)  # type: ignore[arg-type]
    return Done(row.number, kept_values.given(row.values), applied)


def _tried(
    rows: Sequence[Item],
    all_at_once: Callable[[Sequence[Item]], Sequence[Any]],
    one_by_one: Callable[[Item], Any],
    refused: Callable[[Item, str], Any],
) -> list[Any]:
    """The answers for all rows; where asking for all fails, each is asked for alone, so that one row that
    is refused, or on which the importer fails, does not take the others with it."""
    try:
        with transaction.atomic():
            answers = list(all_at_once(rows))
            if len(answers) != len(rows):  # taken back, or it would be written twice below
                raise ValueError(f"expected {len(rows)} answers, got {len(answers)}")
            return answers
    except (RowRefusedError, IntegrityError):
        pass
    except DatabaseError:
        raise  # the database is away: another worker goes on later
    except Exception:
        log.exception("import_batch_failed")
    found = []
    for row in rows:
        try:
            with transaction.atomic():
                found.append(one_by_one(row))
        except RowRefusedError as error:
            found.append(refused(row, str(error)))
        except IntegrityError:
            found.append(refused(row, _taken_meanwhile()))
        except DatabaseError:
            raise
        except Exception:
            log.exception("import_row_failed")
            found.append(refused(row, _fault()))
    return found


def _taken_meanwhile() -> str:
    return _("Sổ vừa có một mục trùng với dòng này. Xem lại rồi gửi lại dòng đó.")


def _fault() -> str:
    return _("Hệ thống gặp sự cố ở đây, đã ghi lại. Gửi lại sau, hoặc báo người vận hành.")


def _parts(rows: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))
