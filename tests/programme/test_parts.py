"""Each of many answers for its own part: the communes of "UBND cấp xã", the certification bodies of PL.6."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tests import people
from tests.certification import makers
from tests.programme import board
from txng.accounts.actors import Grant, operator
from txng.accounts.models import JournalEntry
from txng.parties.models import Agency
from txng.programme import queries
from txng.programme.actions import parts as actions
from txng.programme.actions import progress, shares, tasks
from txng.programme.errors import FieldError, NotAllowedError, StaleError
from txng.programme.models import PartAnswer, TaskAgency
from txng.programme.queries import board as more
from txng.programme.queries import parts, reach

pytestmark = pytest.mark.django_db
LAC_DUONG, DA_TEH = "24848", "25126"
TODAY = date(2026, 11, 29)


@pytest.fixture(autouse=True)
def plan(monkeypatch):
    board.loaded()


def of_commune(code, role="can-bo"):
    """Somebody of the committee of a commune, whose account acts for that commune and no other."""
    agency = Agency.objects.select_related("organisation").get(commune_code=code)
    return people.staff_of(agency.code, role)


def communes_share(row="PL.2", year=2026):
    return TaskAgency.objects.select_related("task", "agency").get(
        task=board.row(row, year), agency__code="ubnd-cap-xa"
    )


def said(share, code, answer="confirmed", note=""):
    return actions.answer_part(
        by=of_commune(code), share=share.pk, who=f"ubnd-{code}", answer=answer, note=note
    )


def counted(share):
    return parts.counted(operator(), [board.again(share.task)], timezone.localdate())[share.pk]


def test_a_commune_answers_for_itself_and_the_task_counts_it():
    share = communes_share()
    said(share, LAC_DUONG, note="Đã cử hai người học.")
    said(share, DA_TEH, "refused", "Chưa có người phụ trách.")
    found = counted(share)
    assert (found.many, found.confirmed, found.refused, found.waiting) == (124, 1, 1, 122)
    verbs = JournalEntry.objects.filter(verb__startswith="task_part.").values_list(
        "verb", flat=True
    )
    assert sorted(verbs) == ["task_part.confirmed", "task_part.refused"]


def test_a_commune_does_not_answer_for_another_nor_for_all():
    share = communes_share()
    for stranger in (of_commune(DA_TEH), people.an(), people.chi(), board.standing()):
        with pytest.raises(NotAllowedError):
            actions.answer_part(
                by=stranger, share=share.pk, who=f"ubnd-{LAC_DUONG}", answer="confirmed"
            )
    with pytest.raises(NotAllowedError):
        shares.answer_share(by=of_commune(DA_TEH), share=share, answer="confirmed")
    with pytest.raises(NotAllowedError):
        progress.report_progress(
            by=of_commune(DA_TEH), task=board.row("PL.3", 2026), state="doing", percent=5
        )
    assert not PartAnswer.objects.exists()


def test_a_refusal_says_why_and_an_answer_is_one_of_two():
    share = communes_share()
    with pytest.raises(FieldError) as refused:
        said(share, LAC_DUONG, "refused")
    assert refused.value.field == "note"
    with pytest.raises(FieldError):
        said(share, LAC_DUONG, "waiting", "x")
    with pytest.raises(IntegrityError), transaction.atomic():
        PartAnswer.objects.create(
            share=share, year=2026, agency=Agency.objects.get(commune_code=DA_TEH),
            answer="refused", answered_by="An",
        )  # fmt: skip


def test_an_answer_counts_once_and_says_who_was_faster():
    share = communes_share()
    said(share, LAC_DUONG)
    with pytest.raises(StaleError, match="đã làm"):
        said(share, LAC_DUONG)
    assert PartAnswer.objects.count() == 1


def test_it_is_taken_back_within_a_day_and_not_after():
    share = communes_share()
    said(share, LAC_DUONG)
    by = of_commune(LAC_DUONG)
    actions.take_back_part(by=by, share=share.pk, who=f"ubnd-{LAC_DUONG}")
    assert not PartAnswer.objects.exists()
    with pytest.raises(StaleError):
        actions.take_back_part(by=by, share=share.pk, who=f"ubnd-{LAC_DUONG}")
    said(share, LAC_DUONG)
    PartAnswer.objects.update(answered_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(NotAllowedError, match="24 giờ"):
        actions.take_back_part(by=by, share=share.pk, who=f"ubnd-{LAC_DUONG}")
    assert JournalEntry.objects.filter(verb="task_part.taken_back").count() == 1


def test_many_who_have_all_answered_are_waited_for_no_longer():
    share = communes_share()
    progress.report_progress(by=board.standing(), task=share.task, state="done")

    def waiting():
        return [one.agency.code for one in more.awaited(board.again(share.task))]

    assert "ubnd-cap-xa" in waiting()
    everyone = list(Agency.objects.filter(part_of=share.agency))
    PartAnswer.objects.bulk_create(
        PartAnswer(share=share, year=2026, agency=one, answer="confirmed", answered_by="x")
        for one in everyone[1:]
    )
    assert "ubnd-cap-xa" in waiting()
    PartAnswer.objects.create(
        share=share, year=2026, agency=everyone[0], answer="refused", note="vì", answered_by="x"
    )
    assert "ubnd-cap-xa" not in waiting()
    ended = everyone[1]  # merged into another: its answer stands for nobody who is there today
    Agency.objects.filter(pk=ended.pk).update(ended_on=TODAY)
    assert "ubnd-cap-xa" not in waiting()
    PartAnswer.objects.filter(agency=everyone[0]).delete()
    assert "ubnd-cap-xa" in waiting()


def test_the_account_of_all_still_speaks_for_all_and_its_officer_of_two_communes_for_those():
    share = communes_share()
    everybody = people.staff_of("ubnd-cap-xa")
    assert reach.speaks_as(everybody, TODAY) == []
    reached = Grant(everybody.grants[0].rights, frozenset({LAC_DUONG, DA_TEH}), None)
    two = replace(everybody, grants=(reached,))
    assert {one.code for one in reach.speaks_as(two, TODAY)} == {
        f"ubnd-{LAC_DUONG}",
        f"ubnd-{DA_TEH}",
    }
    with pytest.raises(NotAllowedError):
        shares.answer_share(by=two, share=share, answer="confirmed")
    actions.answer_part(by=two, share=share.pk, who=f"ubnd-{DA_TEH}", answer="confirmed")
    shares.answer_share(by=everybody, share=share, answer="confirmed")
    assert counted(share).confirmed == 1


def test_a_task_of_several_years_is_answered_for_once_a_year():
    share = communes_share("PL.5", None)
    said(share, LAC_DUONG)
    PartAnswer.objects.update(year=2025)
    said(share, LAC_DUONG)
    assert sorted(PartAnswer.objects.values_list("year", flat=True)) == [
        2025,
        timezone.localdate().year,
    ]
    assert parts.years(share.task, date(2026, 5, 1)) == [2026, 2025, 2024, 2023, 2022, 2021]
    assert parts.years(share.task, date(2031, 5, 1))[0] == 2030


def test_what_was_answered_is_not_taken_out_of_the_task():
    task = board.own_task(leading=("so-khcn",), beside=("ubnd-cap-xa",))
    share = task.agencies.get(agency__code="ubnd-cap-xa")
    said(share, LAC_DUONG)
    facts, now = board.facts(leading=("so-khcn",), beside=()), board.again(task)
    with pytest.raises(FieldError, match="đã trả lời"):
        tasks.edit_task(by=board.standing(), task=now, facts=facts, seen=now.version)
    assert PartAnswer.objects.exists()


def test_a_commune_adds_a_plan_of_its_own_under_what_the_plan_gives_committees():
    by = of_commune(LAC_DUONG)
    own = f"ubnd-{LAC_DUONG}"
    one = board.own_task(
        by, clauses=("IV.5.a",), leading=(own,), beside=(), title="Kế hoạch của xã"
    )
    assert reach.leads(board.again(one)) == {own}
    progress.report_progress(by=by, task=board.again(one), state="doing", percent=20)
    with pytest.raises(NotAllowedError):
        board.own_task(by, clauses=("IV.3.a",), leading=(own,), beside=())


# --- certification bodies -------------------------------------------------------------------------


def certifier():
    """Lan, of the certification body of the register."""
    return makers.body(), makers.lan()


def test_a_certification_body_reports_its_part_of_the_sixth_row():
    body, by = certifier()
    share = TaskAgency.objects.select_related("task", "agency").get(
        task=board.row("PL.6"), role="chu-tri"
    )
    (own,) = parts.own_parts(by, TODAY)
    assert (own.share.pk, own.leads, own.speaker.code) == (share.pk, True, f"cn-{body.pk}")
    actions.answer_part(
        by=by, share=share.pk, who=own.speaker.code, answer="confirmed",
        note="Đã cấp 12 chứng nhận trong năm.",
    )  # fmt: skip
    found = counted(share)
    assert (found.many, found.confirmed) == (1, 1)
    told = next(
        one
        for one in queries.progress(operator(), timezone.localdate().year)
        if one.clause.id == "PL.6"
    )
    assert [(one.name, one.counted.confirmed) for one in told.of_many if one.counted.confirmed] == [
        ("Đơn vị chứng nhận", 1)
    ]


def test_a_certification_body_sees_its_own_part_and_nothing_else_of_the_plan():
    _body, by = certifier()
    client = people.client_of(by)
    page = client.get(reverse("programme:mine"))
    assert page.status_code == 200
    told = page.content.decode().split("<main")[1]
    assert "/ke-hoach/nhiem-vu/" not in told
    assert "Trả lời về phần việc" in told
    assert client.get(reverse("programme:tasks")).status_code == 403
    assert client.get(reverse("programme:task", args=[board.row("PL.6").code])).status_code == 403
    assert queries.tasks(by).count() == 0


# --- pages ----------------------------------------------------------------------------------------


def test_an_officer_of_a_commune_answers_in_three_steps():
    share = communes_share()
    client = people.client_of(of_commune(LAC_DUONG))
    mine = client.get(reverse("programme:mine")).content.decode()
    assert "Việc của UBND xã Lạc Dương" in mine
    address = reverse("programme:answer_part", args=[share.pk, f"ubnd-{LAC_DUONG}"])
    assert address in mine
    assert "Phần việc năm 2026 của UBND xã Lạc Dương" in client.get(address).content.decode()
    wrong = client.post(address, {"answer": "refused", "note": ""})
    assert wrong.status_code == 400
    assert "Ghi vì sao chưa làm được" in wrong.content.decode()
    done = client.post(address, {"answer": "confirmed", "note": "<b>Đã học</b>"}, follow=True)
    assert "Đã ghi trả lời" in done.content.decode()
    assert "&lt;b&gt;Đã học&lt;/b&gt;" in done.content.decode()
    undo = reverse("programme:take_back_part", args=[share.pk, f"ubnd-{LAC_DUONG}"])
    assert undo in done.content.decode()
    assert "chờ trả lời trở lại" in client.post(undo, follow=True).content.decode()


def test_the_task_tells_how_many_and_the_list_tells_who():
    share = communes_share()
    said(share, LAC_DUONG, note="Đã cử hai người học.")
    said(share, DA_TEH, "refused", "Chưa có người phụ trách.")
    client = people.client_of(people.binh())
    page = client.get(reverse("programme:task", args=[share.task.code])).content.decode()
    assert "1 trên 124 đơn vị đã làm" in page
    address = reverse("programme:parts", args=[share.task.code, share.pk])
    assert address in page
    told = client.get(address).content.decode()
    assert "Chưa có người phụ trách." in told
    assert "Chưa trả lời: 122" in told
    csv = client.get(address + "?format=csv").content.decode()
    assert csv.count("\r\n") == 125
    assert client.get(address + "?format=xlsx").content[:2] == b"PK"
    health = share.task.agencies.get(agency__code=board.HEALTH)
    assert (
        client.get(reverse("programme:parts", args=[share.task.code, health.pk])).status_code == 404
    )


def test_the_page_of_a_task_leads_an_officer_of_a_commune_to_the_answer():
    share = communes_share()
    client = people.client_of(of_commune(LAC_DUONG))
    page = reverse("programme:task", args=[share.task.code])
    assert "Trả lời về phần việc của UBND xã Lạc Dương" in client.get(page).content.decode()
    said(share, LAC_DUONG)
    assert "UBND xã Lạc Dương: Đã làm" in client.get(page).content.decode()
    for other in (people.binh(), people.staff_of(board.HEALTH)):
        assert "Lạc Dương" not in people.client_of(other).get(page).content.decode()
