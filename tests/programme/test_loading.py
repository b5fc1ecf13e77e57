"""The Plan as data, its seven rows as tasks, and who holds a part in which year."""

from datetime import date
from pathlib import Path

import pytest

from tests import people
from tests.programme import board
from txng.accounts.models import JournalEntry
from txng.parties import queries as parties
from txng.programme import queries
from txng.programme.actions import loading
from txng.programme.errors import NotAllowedError
from txng.programme.models import Task
from txng.programme.rules import clauses as plan

LETTERS = "abcdđegh"
TEXT = Path(__file__).parents[3] / "shared/plan/ke-hoach-6736.txt"


def parts(task: Task, role: str) -> list[tuple[str, date, date]]:
    return [
        (one.agency.code, one.first_day, one.last_day)
        for one in task.agencies.all()
        if one.role == role
    ]


def test_every_clause_of_the_plan_is_there_in_its_order():
    names = [one.id for one in plan.clauses()]
    assert len(names) == len(set(names)) == 57
    assert names[:3] == ["I.1", "I.2", "I.3"]
    assert [name for name in names if name.startswith("IV.1.")] == [
        f"IV.1.{one}" for one in LETTERS
    ]
    assert [name for name in names if name.startswith("IV.5.")] == [
        f"IV.5.{one}" for one in "abcdđ"
    ]
    assert names[-7:] == [f"PL.{number}" for number in range(1, 8)]


def test_each_clause_has_a_section_a_phase_and_a_page():
    for one in plan.clauses():
        assert plan.section(one.section) is not None, one.id
        assert one.phases, one.id
        assert set(one.phases) <= set(plan.PHASES), one.id
        assert one.pages, one.id
        assert one.years[0] <= one.years[1], one.id


@pytest.mark.skipif(not TEXT.exists(), reason="the text of the Plan is kept beside the repository")
def test_the_words_are_those_of_the_plan():
    whole = " ".join(TEXT.read_text(encoding="utf-8").split())
    for one in plan.clauses():
        for words in (one.text.rstrip("."), *one.points):
            assert words in whole, (one.id, words)
        for words in (one.row.leading, one.row.beside, one.row.time) if one.row else ():
            assert words in whole, (one.id, words)


@pytest.mark.django_db
def test_every_duty_of_the_register_names_a_clause_that_is_there():
    board.standing()
    assert {one.clause for one in parties.mandates(None)} <= {one.id for one in plan.clauses()}


@pytest.mark.django_db
def test_the_appendix_is_loaded_once():
    by = board.standing()
    assert loading.load_appendix(by=by) == 7 + 4 * 12
    assert loading.load_appendix(by=by) == 0
    assert Task.objects.count() == 55
    assert JournalEntry.objects.filter(verb="appendix.loaded").count() == 1
    assert min(Task.objects.values_list("code", flat=True)) == "NV-000001"


@pytest.mark.django_db
def test_a_missing_year_is_made_again():
    by = board.loaded()
    one = board.row("PL.1", 2028)
    one.delete()
    assert loading.load_appendix(by=by) == 1
    assert board.row("PL.1", 2028).code == "NV-000056"


@pytest.mark.django_db
def test_agencies_are_loaded_with_the_plan_where_nobody_did_it_before():
    assert not parties.plan_is_loaded(people.binh())
    assert loading.load_appendix(by=people.binh()) == 55


@pytest.mark.django_db
def test_several_lead_the_third_row():
    board.loaded()
    task = board.row("PL.3", 2020)
    assert {code for code, _first, _last in parts(task, "chu-tri")} == {
        "so-cong-thuong", "so-y-te", "so-nong-nghiep", "ubnd-cap-huyen",
    }  # fmt: skip
    assert {code for code, _first, _last in parts(task, "phoi-hop")} == {
        "so-khcn", "tt-msmv-quoc-gia", "hiep-hoi-doanh-nghiep",
    }  # fmt: skip


@pytest.mark.django_db
def test_the_districts_hand_on_to_the_communes_within_2025():
    board.loaded()
    committees = [one for one in parts(board.row("PL.2", 2025), "phoi-hop") if "ubnd" in one[0]]
    assert committees == [
        ("ubnd-cap-huyen", date(2025, 1, 1), date(2025, 6, 30)),
        ("ubnd-cap-xa", date(2025, 7, 1), date(2025, 12, 31)),
    ]
    assert [one[0] for one in parts(board.row("PL.2", 2024), "phoi-hop") if "ubnd" in one[0]] == [
        "ubnd-cap-huyen"
    ]
    assert [one[0] for one in parts(board.row("PL.2", 2026), "phoi-hop") if "ubnd" in one[0]] == [
        "ubnd-cap-xa"
    ]


@pytest.mark.django_db
def test_who_leads_does_not_stand_beside_itself():
    """Sở TT&TT stood beside; Sở KH&CN, which leads, took it over."""
    board.loaded()
    task = board.row("PL.1", 2026)
    assert [code for code, _first, _last in parts(task, "chu-tri")] == ["so-khcn"]
    beside = {code for code, _first, _last in parts(task, "phoi-hop")}
    assert not {"so-khcn", "so-tttt"} & beside
    assert "bao-va-dai" in beside


@pytest.mark.django_db
def test_what_ended_before_it_was_loaded_is_unknown_and_never_late():
    by = board.loaded()
    old = board.row("PL.1", 2021)
    assert (old.state, old.percent) == ("unknown", None)
    assert old not in queries.late(by, date(2026, 12, 1))


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["an", "chi", "dung"])
def test_nobody_else_loads_the_plan(who):
    with pytest.raises(NotAllowedError):
        loading.load_appendix(by=getattr(people, who)())
    with pytest.raises(NotAllowedError):
        loading.load_appendix(by=people.staff_of("so-y-te"))
