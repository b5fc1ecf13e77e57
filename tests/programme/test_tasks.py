"""Own tasks are added, edited and dropped; agencies that are not there get none."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests import people
from tests.programme import board
from txng.programme import queries
from txng.programme.actions import progress, shares
from txng.programme.actions import tasks as actions
from txng.programme.errors import FieldError, NotAllowedError, StaleError
from txng.programme.models import TaskUpdate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plan():
    board.standing()


def test_a_sector_writes_its_own_plan_under_the_clause_that_it_leads():
    health = people.staff_of(board.HEALTH)
    task = board.own_task(health)
    assert (task.code, task.year, task.phase, task.state) == (
        "NV-000001", 2026, "2026-2030", "planned",
    )  # fmt: skip
    assert [one.clause for one in task.clauses.all()] == ["IV.2.c"]
    assert task in queries.tasks(health, agency=board.HEALTH)


def test_a_clause_of_somebody_else_is_refused_and_named():
    with pytest.raises(NotAllowedError, match=r"IV\.3\.a") as refused:
        board.own_task(people.staff_of(board.HEALTH), clauses=("IV.3.a",))
    assert refused.value.field == "clauses"


def test_one_leads_what_one_adds():
    with pytest.raises(NotAllowedError) as refused:
        board.own_task(people.staff_of(board.HEALTH), leading=(board.FARMING,), beside=())
    assert refused.value.field == "leading"


def test_a_sub_task_takes_the_clauses_of_its_task_and_lies_within_its_days():
    by = board.loaded()
    around = board.row("PL.1", 2026)
    child = board.own_task(by, around, clauses=())
    assert [one.clause for one in child.clauses.all()] == ["PL.1"]
    with pytest.raises(FieldError, match="01/01/2026 đến 31/12/2026") as refused:
        board.own_task(by, around, last_day=date(2027, 1, 5))
    assert refused.value.field == "last_day"
    assert list(queries.tasks(by, clause="PL.1", year=2026)) == [child, around]


def test_a_sub_task_belongs_to_a_year_and_not_to_what_comes_back_every_year():
    by = board.loaded()
    with pytest.raises(FieldError) as refused:
        board.own_task(by, board.row("PL.1"))
    assert refused.value.field == "parent"


def test_who_has_no_part_in_a_task_adds_nothing_to_it():
    board.loaded()
    with pytest.raises(NotAllowedError, match="NV-"):
        board.own_task(
            people.staff_of("so-tai-chinh", "tai-chinh"),
            board.row("PL.1", 2026),
            leading=("so-tai-chinh",),
            beside=(),
        )


@pytest.mark.parametrize(
    ("days", "field", "sentence"),
    [
        ((date(2026, 5, 2), date(2026, 5, 1)), "last_day", "01/05/2026 trước ngày bắt đầu"),
        ((date(2019, 1, 1), date(2019, 12, 31)), "first_day", "16/10/2019"),
        ((date(2026, 1, 1), date(2031, 1, 1)), "last_day", "31/12/2030"),
    ],
)
def test_days_that_cross_or_leave_the_plan_are_refused_in_a_sentence(days, field, sentence):
    with pytest.raises(FieldError, match=sentence) as refused:
        board.own_task(first_day=days[0], last_day=days[1])
    assert refused.value.field == field


def test_an_agency_that_ended_gets_no_task_and_its_successor_is_named():
    with pytest.raises(FieldError) as refused:
        board.own_task(leading=("ubnd-cap-huyen",), beside=())
    assert "30/06/2025" in str(refused.value)
    assert "Ủy ban nhân dân các xã, phường, đặc khu" in str(refused.value)
    assert refused.value.field == "leading"


def test_an_agency_that_was_not_there_yet_gets_no_task_of_the_past():
    with pytest.raises(FieldError, match="chưa hoạt động"):
        board.own_task(
            first_day=date(2024, 1, 1), last_day=date(2024, 12, 31), beside=("ubnd-cap-xa",)
        )
    kept = board.own_task(
        first_day=date(2024, 1, 1), last_day=date(2024, 12, 31), beside=("ubnd-cap-huyen",)
    )
    assert kept.year == 2024


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 401}, "title"),
        ({"outcome": "x" * 2001}, "outcome"),
        ({"leading": ()}, "leading"),
        ({"leading": ("khong-co",)}, "leading"),
        ({"beside": (board.HEALTH,)}, "beside"),
        ({"clauses": ("V.1",)}, "clauses"),
        ({"clauses": ()}, "clauses"),
    ],
)
def test_what_is_missing_or_too_long_is_said_at_its_field(more, field):
    with pytest.raises(FieldError) as refused:
        board.own_task(**more)
    assert refused.value.field == field


def test_what_was_edited_stands_in_the_history():
    by = board.standing()
    task = board.own_task(by)
    changed = board.facts(last_day=date(2026, 12, 15), beside=("so-khcn", board.TRADE))
    actions.edit_task(by=by, task=task, facts=changed, seen=0)
    line = TaskUpdate.objects.get()
    assert line.kind == "edit"
    assert line.changes["last_day"] == ["2026-11-30", "2026-12-15"]
    assert set(line.changes) == {"last_day", "beside"}
    assert board.again(task).last_day == date(2026, 12, 15)


def test_an_old_form_is_refused_and_says_what_changed():
    by = board.standing()
    task = board.own_task(by)
    progress.report_progress(by=by, task=task, state="doing", percent=40, seen=0)
    with pytest.raises(StaleError, match=r"Bình lúc .*đang làm, 40 %"):
        actions.edit_task(by=by, task=task, facts=board.facts(title="Khác"), seen=0)
    assert board.again(task).title == board.facts().title


def test_a_task_is_not_made_shorter_than_its_parts():
    by = board.standing()
    task = board.own_task(by)
    child = board.own_task(by, task)
    with pytest.raises(FieldError, match=child.code):
        actions.edit_task(by=by, task=task, facts=board.facts(last_day=date(2026, 10, 1)), seen=0)


def test_the_words_and_days_of_the_appendix_are_the_plans():
    by = board.loaded()
    task = board.row("PL.2", 2026)
    told = board.facts(
        title="Khác", outcome="300 người", beside=("bao-va-dai",), leading=("so-khcn",)
    )
    actions.edit_task(by=by, task=task, facts=told, seen=0)
    kept = board.again(task)
    assert (kept.title, kept.first_day) == (task.title, date(2026, 1, 1))
    assert kept.outcome == "300 người"
    assert {one.agency.code for one in kept.agencies.all()} == {"so-khcn", "bao-va-dai"}
    with pytest.raises(NotAllowedError):
        actions.edit_task(by=people.staff_of(board.HEALTH), task=task, facts=told, seen=1)


def test_who_has_answered_stays_with_the_task():
    by = board.standing()
    task = board.own_task(by, beside=(board.TRADE,))
    share = task.agencies.get(role="phoi-hop")
    shares.answer_share(by=people.staff_of(board.TRADE), share=share, answer="confirmed")
    with pytest.raises(FieldError) as refused:
        actions.edit_task(by=by, task=task, facts=board.facts(beside=()), seen=0)
    assert refused.value.field == "beside"


def test_a_task_is_dropped_with_a_reason_and_taken_back_within_a_day():
    by = board.standing()
    task = board.own_task(by)
    with pytest.raises(FieldError):
        actions.drop_task(by=by, task=task, reason=" ", seen=0)
    actions.drop_task(by=by, task=task, reason="Gộp vào kế hoạch của Sở", seen=0)
    assert board.again(task).state == "dropped"
    progress.take_back_report(by=by, task=task, version=1)
    assert board.again(task).state == "planned"


def test_a_task_with_open_parts_and_a_row_of_the_appendix_are_not_dropped():
    by = board.loaded()
    task = board.own_task(by)
    child = board.own_task(by, task)
    with pytest.raises(FieldError, match=child.code):
        actions.drop_task(by=by, task=task, reason="Thôi", seen=0)
    with pytest.raises(NotAllowedError):
        actions.drop_task(by=by, task=board.row("PL.5"), reason="Thôi", seen=0)


def test_dung_sees_no_task_and_adds_none():
    task = board.own_task()
    for stranger in (people.dung(), people.an()):
        assert not queries.tasks(stranger).exists()
        assert queries.task(stranger, task.code) is None
        assert not queries.late(stranger, date(2030, 1, 1)).exists()
        assert queries.clauses(stranger, date(2026, 1, 1)) == []
        assert queries.my_tasks(stranger, date(2026, 6, 1)) == []
        with pytest.raises(NotAllowedError):
            board.own_task(stranger)
        with pytest.raises(NotAllowedError):
            actions.edit_task(by=stranger, task=task, facts=board.facts(), seen=0)


def test_tasks_are_found_by_year_phase_agency_state_and_lateness():
    by = board.loaded()
    today = timezone.localdate()
    late = board.own_task(
        by, first_day=today - timedelta(days=100), last_day=today - timedelta(days=5)
    )
    assert late in queries.tasks(by, agency=board.HEALTH, role="chu-tri")
    assert late not in queries.tasks(by, agency=board.HEALTH, role="phoi-hop")
    assert list(queries.late(by, today)) == [late]
    assert {one.appendix for one in queries.tasks(by, year=2020)} == {
        "PL.1", "PL.2", "PL.3", "PL.4", "PL.6", "PL.7",
    }  # fmt: skip
    assert {one.appendix for one in queries.tasks(by, phase="den-2020")} >= {"PL.4", "PL.6"}
    assert board.row("PL.1") not in queries.tasks(by)
    assert {one.appendix for one in queries.tasks(by, state="unknown")} >= {"PL.4"}
