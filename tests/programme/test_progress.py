"""Leaders report, agencies beside confirm, both may take their word back; who has to be reminded."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from tests import people
from tests.programme import board
from txng.documents.models import Attachment
from txng.programme import queries
from txng.programme.actions import progress, shares
from txng.programme.errors import FieldError, NotAllowedError, StaleError
from txng.programme.models import TaskAgency, TaskUpdate
from txng.programme.queries import board as more

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plan():
    board.loaded()


def picture() -> bytes:
    written = BytesIO()
    Image.new("RGB", (4, 4), "green").save(written, "PNG")
    return written.getvalue()


def share_of(code: str, row: str = "PL.2", year: int | None = 2026) -> TaskAgency:
    return TaskAgency.objects.select_related("task", "agency").get(
        task=board.row(row, year), agency__code=code, role="phoi-hop"
    )


def test_a_leader_reports_with_a_note_and_a_file():
    farming = people.staff_of(board.FARMING)
    told = progress.report_progress(
        by=farming, task=board.row("PL.3", 2026), state="doing", percent=60,
        note="Đã trình danh mục", file=("bien-ban.png", picture()), seen=0,
    )  # fmt: skip
    task = board.row("PL.3", 2026)
    assert (task.state, task.percent, task.version) == ("doing", 60, 1)
    assert str(told.agency) == board.FARMING
    assert [one.name for one in more.history(farming, task)[0].files] == ["bien-ban.jpg"]


def test_done_is_a_hundred_and_not_begun_is_nothing():
    by = board.standing()
    task = board.row("PL.1", 2026)
    progress.report_progress(by=by, task=task, state="done", percent=30)
    assert board.again(task).percent == 100
    progress.report_progress(by=by, task=task, state="planned", percent=30)
    assert board.again(task).percent == 0


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"state": "doing"}, "percent"),
        ({"state": "doing", "percent": 101}, "percent"),
        ({"state": "doing", "percent": 100}, "percent"),
        ({"state": "dropped", "percent": 1}, "state"),
        ({"state": "xong", "percent": 1}, "state"),
        ({"state": "paused", "percent": 10}, "note"),
        ({"state": "doing", "percent": 10, "note": "x" * 2001}, "note"),
        ({"state": "doing", "percent": 10, "on": date(2030, 1, 1)}, "on"),
        ({"state": "doing", "percent": 10, "on": date(2025, 1, 1)}, "on"),
        ({"state": "doing", "percent": 10, "file": ("a.exe", b"MZ not a picture")}, "file"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_kept(told, field):
    with pytest.raises(FieldError) as refused:
        progress.report_progress(by=board.standing(), task=board.row("PL.1", 2026), **told)
    assert refused.value.field == field
    assert not TaskUpdate.objects.exists()
    assert not Attachment.objects.exists()


def test_only_leaders_and_the_standing_agency_report():
    for stranger in (people.staff_of(board.HEALTH), people.an(), people.dung(), people.chi()):
        with pytest.raises(NotAllowedError):
            progress.report_progress(
                by=stranger, task=board.row("PL.1", 2026), state="doing", percent=5
            )


def test_nobody_reports_on_what_comes_back_every_year():
    with pytest.raises(FieldError, match="từng năm"):
        progress.report_progress(
            by=board.standing(), task=board.row("PL.1"), state="doing", percent=5
        )


def test_a_report_earlier_than_the_last_one_is_refused():
    by, task = board.standing(), board.row("PL.1", 2026)
    progress.report_progress(by=by, task=task, state="doing", percent=5, on=date(2026, 6, 1))
    with pytest.raises(FieldError, match="01/06/2026"):
        progress.report_progress(by=by, task=task, state="doing", percent=9, on=date(2026, 5, 1))


def test_a_form_that_is_sent_twice_counts_once_and_says_what_stands():
    by, task = board.standing(), board.row("PL.1", 2026)
    progress.report_progress(by=by, task=task, state="doing", percent=5, seen=0)
    with pytest.raises(StaleError, match="đang làm, 5 %"):
        progress.report_progress(by=by, task=task, state="doing", percent=5, seen=0)
    assert TaskUpdate.objects.count() == 1


def test_the_last_report_is_taken_back_and_what_stood_before_stands_again():
    by, task = board.standing(), board.row("PL.1", 2026)
    progress.report_progress(by=by, task=task, state="doing", percent=5, on=date(2026, 2, 1))
    progress.report_progress(by=by, task=task, state="done", on=date(2026, 3, 1))
    with pytest.raises(StaleError):
        progress.take_back_report(by=by, task=task, version=1)
    progress.take_back_report(by=by, task=task, version=2)
    now = board.again(task)
    assert (now.state, now.percent, now.reported_on) == ("doing", 5, date(2026, 2, 1))
    progress.take_back_report(by=by, task=task, version=1)
    now = board.again(task)
    assert (now.state, now.percent, now.reported_on) == ("planned", 0, None)
    assert [one.kind for one in TaskUpdate.objects.order_by("version")] == [
        "report", "report", "back", "back",
    ]  # fmt: skip


def test_what_was_unknown_is_unknown_again():
    by, task = board.standing(), board.row("PL.1", 2020)
    progress.report_progress(by=by, task=task, state="done", on=date(2020, 12, 1))
    progress.take_back_report(by=by, task=task, version=1)
    assert (board.again(task).state, board.again(task).percent) == ("unknown", None)


def test_after_a_day_and_by_another_agency_nothing_is_taken_back():
    by, task = board.standing(), board.row("PL.3", 2026)
    told = progress.report_progress(
        by=people.staff_of(board.HEALTH), task=task, state="doing", percent=5
    )
    with pytest.raises(NotAllowedError):
        progress.take_back_report(by=people.staff_of(board.FARMING), task=task, version=1)
    TaskUpdate.objects.filter(pk=told.pk).update(at=timezone.now() - timedelta(hours=25))
    with pytest.raises(NotAllowedError):
        progress.take_back_report(by=by, task=task, version=1)


def test_an_agency_beside_confirms_its_part_once():
    health = people.staff_of(board.HEALTH)
    shares.answer_share(by=health, share=share_of(board.HEALTH), answer="confirmed", note="2 lớp")
    one = share_of(board.HEALTH)
    assert (one.answer, one.answer_note, one.answered_by) == (
        "confirmed", "2 lớp", "Người của so-y-te",
    )  # fmt: skip
    with pytest.raises(StaleError, match="đã xác nhận"):
        shares.answer_share(by=health, share=one, answer="refused", note="Chưa")


def test_who_does_not_confirm_says_why():
    health = people.staff_of(board.HEALTH)
    with pytest.raises(FieldError) as refused:
        shares.answer_share(by=health, share=share_of(board.HEALTH), answer="refused")
    assert refused.value.field == "note"
    shares.answer_share(
        by=health, share=share_of(board.HEALTH), answer="refused", note="Chưa được giao kinh phí"
    )
    assert share_of(board.HEALTH).answer == "refused"


def test_an_answer_is_taken_back_within_a_day():
    health = people.staff_of(board.HEALTH)
    shares.answer_share(by=health, share=share_of(board.HEALTH), answer="confirmed")
    shares.take_back_answer(by=health, share=share_of(board.HEALTH))
    assert share_of(board.HEALTH).answer == "waiting"
    with pytest.raises(StaleError):
        shares.take_back_answer(by=health, share=share_of(board.HEALTH))
    shares.answer_share(by=health, share=share_of(board.HEALTH), answer="confirmed")
    TaskAgency.objects.filter(pk=share_of(board.HEALTH).pk).update(
        answered_at=timezone.now() - timedelta(hours=25)
    )
    with pytest.raises(NotAllowedError):
        shares.take_back_answer(by=health, share=share_of(board.HEALTH))


def test_nobody_confirms_in_the_place_of_another():
    for stranger in (board.standing(), people.staff_of(board.FARMING), people.an(), people.dung()):
        with pytest.raises(NotAllowedError):
            shares.answer_share(by=stranger, share=share_of(board.HEALTH), answer="confirmed")


def test_the_successor_acts_for_the_part_of_2019():
    """Sở TT&TT stood beside in 2024; Sở KH&CN took its duties over and answers for it."""
    shares.answer_share(
        by=board.standing(), share=share_of("so-tttt", "PL.1", 2024), answer="confirmed"
    )
    assert share_of("so-tttt", "PL.1", 2024).answer == "confirmed"


def test_a_part_that_was_handed_on_and_a_group_are_not_waited_for():
    task = board.row("PL.2", 2025)
    codes = {one.agency.code for one in more.awaited(task)}
    assert codes & {"ubnd-cap-xa", "ubnd-cap-huyen"} == {"ubnd-cap-xa"}
    assert "doanh-nghiep" not in {one.agency.code for one in more.awaited(board.row("PL.5"))}


def test_nobody_confirms_what_has_not_begun():
    health = people.staff_of(board.HEALTH)
    with pytest.raises(FieldError, match="01/01/2030"):
        shares.answer_share(
            by=health, share=share_of(board.HEALTH, "PL.2", 2030), answer="confirmed"
        )


# --- reminders ------------------------------------------------------------------------------------


def test_a_task_that_is_done_reminds_of_who_has_not_confirmed():
    by, task = board.standing(), board.row("PL.7", 2026)
    progress.report_progress(by=by, task=task, state="done")
    reminded = more.reminders_of(board.again(task), timezone.localdate())
    assert [(one.kind, one.days) for one in reminded] == [("unconfirmed", 1)]


def test_my_work_is_what_my_agency_leads_and_what_waits_for_it():
    day = date(2026, 6, 1)
    health = people.staff_of(board.HEALTH)
    mine = {one.task.appendix: one for one in queries.my_tasks(health, day)}
    assert (mine["PL.3"].leads, mine["PL.3"].waits) == (True, None)
    assert (mine["PL.2"].leads, mine["PL.2"].waits is None) == (False, False)
    assert "PL.7" not in mine
    assert {one.task.year for one in mine.values()} <= {2026, None}
    assert queries.reminder_count(health, day) == len(mine)


# --- what the annual report asks ------------------------------------------------------------------


def test_progress_of_a_year_by_rows_of_the_appendix():
    by = board.standing()
    progress.report_progress(
        by=by, task=board.row("PL.2", 2026), state="doing", percent=70, note="5 lớp, 210 người",
        on=date(2026, 10, 1), file=("anh.png", picture()),
    )  # fmt: skip
    progress.report_progress(
        by=by, task=board.row("PL.5"), state="doing", percent=55, note="Thêm 3 mô hình",
        on=date(2025, 11, 1),
    )  # fmt: skip
    shares.answer_share(
        by=people.staff_of(board.HEALTH), share=share_of(board.HEALTH), answer="confirmed"
    )
    told = {one.clause.id: one for one in queries.progress(by, 2026)}
    assert list(told) == ["PL.1", "PL.2", "PL.3", "PL.5", "PL.6", "PL.7"]
    two = told["PL.2"]
    assert (two.state, two.percent, two.note, two.evidence) == ("doing", 70, "5 lớp, 210 người", 1)
    assert {"Sở Y tế", "Sở NN&MT"} & set(two.waiting) == {"Sở NN&MT"}
    assert (told["PL.1"].state, told["PL.1"].percent) == ("planned", 0)
    assert (told["PL.5"].percent, told["PL.5"].note, told["PL.5"].reported_on) == (55, "", None)
    assert told["PL.3"].leading == ("Sở Công Thương", "Sở NN&MT", "Sở Y tế", "UBND cấp xã")
    before = {one.clause.id: one for one in queries.progress(by, 2026, date(2026, 9, 30))}
    assert (before["PL.2"].percent, before["PL.2"].evidence) == (0, 0)
    assert {one.percent for one in queries.progress(by, 2021) if one.clause.id == "PL.1"} == {None}


def test_progress_costs_the_same_however_much_was_reported(django_assert_max_num_queries):
    by = board.standing()
    for percent in (10, 20, 30):
        for name in ("PL.1", "PL.2", "PL.7"):
            progress.report_progress(
                by=by, task=board.row(name, 2026), state="doing", percent=percent
            )
    # seven, and three for what each of many has answered
    with django_assert_max_num_queries(10):
        queries.progress(by, 2026)
    with django_assert_max_num_queries(9):
        queries.my_tasks(by, date(2026, 6, 1))
