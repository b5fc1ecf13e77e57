"""The work survives being killed: nothing is written twice, nothing is lost, one worker at a time."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from tests.documents.organisations import ORGANISATIONS, names, sheet
from txng.accounts.models import Organisation
from txng.documents import actions, imports, queries, rules
from txng.documents.actions import working
from txng.documents.models import ImportRun
from txng.ui.sheets.reading import Problem

pytestmark = pytest.mark.django_db


class KilledError(BaseException):
    """As a SIGKILL: no handler of the program sees it."""


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(rules, "CHECK_BATCH", 4)
    monkeypatch.setattr(rules, "APPLY_BATCH", 3)


def change(monkeypatch, **parts):
    monkeypatch.setitem(imports._IMPORTERS, "to-chuc", replace(ORGANISATIONS, **parts))


def killed_at(verb, call):
    """The importer's verb; its n-th call (from 1) does its work and is killed before that is committed."""
    calls = iter(range(1, 10_000))

    def dying(by, rows):
        answer = verb(by, rows)
        if next(calls) == call:
            raise KilledError
        return answer

    return dying


def begun(by, rows):
    content = sheet(*rows)
    return actions.start_import(by=by, importer=ORGANISATIONS, file_name="a.xlsx", content=content)


def fresh(run):
    return ImportRun.objects.get(pk=run.pk)


def lease_runs_out(run):
    ImportRun.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def imported():
    return Organisation.objects.filter(name__startswith="Tổ").count()


def test_a_killed_check_goes_on_behind_its_last_batch(binh, monkeypatch):
    run = begun(binh, names(10))
    change(monkeypatch, check=killed_at(ORGANISATIONS.check, 2))
    with pytest.raises(KilledError):
        actions.work_on(run.pk)
    assert (fresh(run).state, fresh(run).done, run.rows.count()) == (rules.CHECKING, 4, 4)
    assert not actions.work_on(run.pk)  # the dead worker's lease still holds
    lease_runs_out(run)
    seen = []
    change(monkeypatch, check=lambda by, rows: seen.extend(row.number for row in rows) or {})
    assert actions.work_on(run.pk)
    assert seen == list(range(6, 12))
    assert (fresh(run).state, run.rows.count()) == (rules.CHECKED, 10)


@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_killed_writer_writes_each_good_row_once(binh, monkeypatch, call):
    run = begun(binh, names(8))
    actions.work_on(run.pk)
    actions.apply_import(by=binh, number=run.number, mode=rules.GOOD_ROWS)
    change(monkeypatch, apply=killed_at(ORGANISATIONS.apply, call))
    with pytest.raises(KilledError):
        actions.work_on(run.pk)
    assert imported() == fresh(run).done == 3 * (call - 1)
    lease_runs_out(run)
    change(monkeypatch)
    actions.work_on(run.pk)
    assert (fresh(run).state, fresh(run).created, imported()) == (rules.DONE, 8, 8)


def test_a_killed_writer_of_all_or_nothing_has_written_nothing(binh, monkeypatch):
    run = begun(binh, names(8))
    actions.work_on(run.pk)
    actions.apply_import(by=binh, number=run.number, mode=rules.ALL)
    change(monkeypatch, apply=killed_at(ORGANISATIONS.apply, 3))
    with pytest.raises(KilledError):
        actions.work_on(run.pk)
    assert (imported(), fresh(run).created, fresh(run).state) == (0, 0, rules.APPLYING)
    lease_runs_out(run)
    change(monkeypatch)
    actions.work_on(run.pk)
    assert (fresh(run).state, imported()) == (rules.DONE, 8)


def test_a_killed_undo_goes_on(binh, monkeypatch):
    run = begun(binh, names(8))
    actions.work_on(run.pk)
    actions.apply_import(by=binh, number=run.number, mode=rules.ALL)
    actions.work_on(run.pk)
    actions.undo_import(by=binh, number=run.number)
    change(monkeypatch, undo=killed_at(ORGANISATIONS.undo, 2))
    with pytest.raises(KilledError):
        actions.work_on(run.pk)
    assert imported() == 5
    lease_runs_out(run)
    change(monkeypatch)
    actions.work_on(run.pk)
    assert (fresh(run).state, fresh(run).taken_back, imported()) == (rules.UNDONE, 8, 0)


def test_a_worker_that_lost_its_lease_rolls_back_what_it_began(binh, monkeypatch):
    """It slept through its lease, another worker took over: its next batch finds the other's token."""
    run = begun(binh, names(8))
    actions.work_on(run.pk)
    actions.apply_import(by=binh, number=run.number, mode=rules.GOOD_ROWS)
    mine, calls = working._mine, iter(range(10))

    def overtaken(pk, token, *lease):
        if next(calls) == 2:
            ImportRun.objects.filter(pk=run.pk).update(worker="another")
        return mine(pk, token, *lease)

    monkeypatch.setattr(working, "_mine", overtaken)
    actions.work_on(run.pk)
    assert fresh(run).done == imported() == 6
    assert fresh(run).state == rules.APPLYING
    lease_runs_out(run)
    change(monkeypatch)
    actions.work_on(run.pk)
    assert (fresh(run).created, imported()) == (8, 8)


def test_a_run_that_is_dropped_while_it_is_checked_stops(binh, monkeypatch):
    run = begun(binh, names(10))

    def dropping(by, rows):
        if fresh(run).state != rules.DROPPED:
            actions.drop_import(by=binh, number=run.number)
        return {}

    change(monkeypatch, check=dropping)
    actions.work_on(run.pk)
    lease_runs_out(run)
    assert actions.finish_waiting_imports() == 0


def test_an_importer_that_fails_on_one_row_does_not_take_the_others_with_it(binh, monkeypatch):
    def failing(by, rows):
        if any(row.number == 5 for row in rows):
            raise ZeroDivisionError
        return ORGANISATIONS.apply(by, rows)

    run = begun(binh, names(8))
    actions.work_on(run.pk)
    actions.apply_import(by=binh, number=run.number, mode=rules.GOOD_ROWS)
    change(monkeypatch, apply=failing)
    actions.work_on(run.pk)
    assert (fresh(run).created, fresh(run).refused, imported()) == (7, 1, 7)
    (row,) = queries.leftovers(binh, run)
    assert row.number == 5
    assert row.said.startswith("Hệ thống gặp sự cố ở đây, đã ghi lại.")


def test_all_or_nothing_survives_an_importer_that_fails(binh, monkeypatch):
    def failing(by, rows):
        ORGANISATIONS.apply(by, rows)
        raise ZeroDivisionError

    run = begun(binh, names(4))
    actions.work_on(run.pk)
    actions.apply_import(by=binh, number=run.number, mode=rules.ALL)
    change(monkeypatch, apply=failing)
    actions.work_on(run.pk)
    assert (fresh(run).state, imported()) == (rules.CHECKED, 0)
    assert fresh(run).failure.endswith("Chưa ghi dòng nào.")


def test_answers_that_are_too_few_are_not_believed(binh, monkeypatch):
    run = begun(binh, names(4))
    actions.work_on(run.pk)
    actions.apply_import(by=binh, number=run.number, mode=rules.GOOD_ROWS)
    change(
        monkeypatch, apply=lambda by, rows: ORGANISATIONS.apply(by, rows)[: max(1, len(rows) - 1)]
    )
    actions.work_on(run.pk)
    assert (fresh(run).created, imported()) == (4, 4)


def test_a_check_that_fails_on_a_row_marks_that_row(binh, monkeypatch):
    def failing(by, rows):
        if any(row.number == 4 for row in rows):
            raise ZeroDivisionError
        return {3: [Problem("name", "Đã có.")]}

    change(monkeypatch, check=failing)
    run = begun(binh, names(4))
    actions.work_on(run.pk)
    told = [(one.number, one.column) for one in queries.problems(binh, run)]
    assert told == [(3, "Tên"), (4, "")]


def test_a_database_that_is_away_leaves_the_work_to_a_later_worker(binh, monkeypatch):
    def away(by, rows):
        raise OperationalError("gone")

    run = begun(binh, names(4))
    actions.work_on(run.pk)
    actions.apply_import(by=binh, number=run.number, mode=rules.GOOD_ROWS)
    change(monkeypatch, apply=away)
    with pytest.raises(OperationalError):
        working.work_on(run.pk)
    assert fresh(run).state == rules.APPLYING
    lease_runs_out(run)
    change(monkeypatch)
    assert actions.finish_waiting_imports() == 1
    assert imported() == 4


def test_a_file_that_is_gone_ends_the_run_with_a_sentence(binh, folder):
    run = begun(binh, names(1))
    for path in folder.rglob("NK-*"):
        path.unlink()
    actions.work_on(run.pk)
    assert (fresh(run).state, fresh(run).failure) == (
        rules.FAILED,
        "Tệp đã gửi không còn. Gửi lại tệp.",
    )


def test_a_run_whose_importer_is_gone_fails_in_a_sentence(binh, monkeypatch):
    run = begun(binh, names(1))
    monkeypatch.setattr(imports, "_IMPORTERS", {})
    actions.work_on(run.pk)
    assert fresh(run).state == rules.FAILED


def test_a_second_importer_of_one_code_is_refused(monkeypatch):
    with pytest.raises(ValueError, match="one importer for 'to-chuc'"):
        imports.register(replace(ORGANISATIONS, title="Khác"))
    imports.register(ORGANISATIONS)  # the same again: AppConfig.ready may run twice
