"""Is the data of enterprises fresh: what is followed, who is late, who sees it, what it costs."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook  # type: ignore[import-untyped]

from tests import people
from tests.certification import assessing
from tests.parties import register
from tests.transparency import logs
from txng.accounts.actors import Actor
from txng.accounts.models import JournalEntry
from txng.parties import actions as parties
from txng.parties.actions import PlaceFacts
from txng.parties.models import Enterprise
from txng.supervision import actions, queries, rules
from txng.supervision.errors import LimitError, NotAllowedError
from txng.supervision.models import Activity, ActivityPosition
from txng.ui.collation import sort_key

pytestmark = pytest.mark.django_db
WORKER = Actor(None, "", frozenset(), "txng work")
DAY = timedelta(days=1)


def follow() -> int:
    return actions.follow_activity(by=WORKER)


def aspect(enterprise: Enterprise, kind: str, person=None) -> queries.Aspect:
    row = queries.watched(person or people.binh()).get(pk=enterprise.pk)
    return next(one for one in queries.aspects(row, timezone.localdate()) if one.kind == kind)


@pytest.mark.parametrize(
    ("age", "told"),
    [(None, "never"), (0, "fresh"), (23, "fresh"), (24, "soon"), (30, "soon"), (31, "late")],
)
def test_how_long_something_keeps_fresh(age, told):
    today = date(2026, 5, 31)
    last = None if age is None else today - timedelta(days=age)
    assert rules.standing(last, 30, today) == told


# --- what is followed -----------------------------------------------------------------------------


def test_an_event_that_an_captures_is_seen_after_the_next_reading():
    an = register.ans_cooperative()
    follow()
    assert aspect(an, rules.EVENT).standing == rules.NEVER
    logs.captured(2, by=people.an())
    assert follow() == 1
    assert aspect(an, rules.EVENT).standing == rules.FRESH
    assert aspect(register.dungs_company(), rules.EVENT).standing == rules.NEVER


def test_what_was_read_is_not_read_again():
    register.ans_cooperative()
    logs.captured(3, by=people.an())
    later = timezone.now() + timedelta(minutes=5)
    assert actions.follow_activity(by=WORKER, now=later) == 1
    assert actions.follow_activity(by=WORKER, now=later) == 0
    place = ActivityPosition.objects.get()
    assert place.event_time > 0
    assert place.entry == JournalEntry.objects.order_by("-pk").first().pk


def test_young_lines_are_read_again_because_they_are_not_committed_in_order():
    register.ans_cooperative()
    parties.register_establishment(
        by=people.an(), enterprise=Enterprise.objects.get(),
        facts=PlaceFacts(kind="kho", name="Kho", commune_code=register.LAC_DUONG),
    )  # fmt: skip
    assert follow() == 1
    assert ActivityPosition.objects.get().entry < JournalEntry.objects.order_by("-pk").first().pk
    assert follow() == 1


def test_a_change_of_a_register_counts_for_whose_record_it_is():
    an = register.ans_cooperative()
    long_ago = timezone.now() - 200 * DAY
    Enterprise.objects.update(updated_at=long_ago)
    assert aspect(an, rules.REGISTER).standing == rules.LATE
    parties.register_establishment(
        by=people.binh(), enterprise=an,
        facts=PlaceFacts(kind="kho", name="Kho", commune_code=register.LAC_DUONG),
    )  # fmt: skip
    follow()
    assert aspect(an, rules.REGISTER).standing == rules.FRESH


def test_an_entry_without_an_account_is_judged_by_its_own_last_change():
    household = register.household()
    assert aspect(household, rules.REGISTER).standing == rules.FRESH
    assert aspect(household, rules.EVENT).standing == rules.NEVER


def test_a_finished_assessment_counts_and_a_half_done_one_does_not():
    one = assessing.started()
    enterprise = one.enterprise
    assert aspect(enterprise, rules.ASSESSMENT).standing == rules.NEVER
    assessing.answered(one)
    assessing.assessments.finish_assessment(by=people.an(), assessment=one)
    assert aspect(enterprise, rules.ASSESSMENT).standing == rules.FRESH
    with time_machine.travel(timezone.now() + 366 * DAY, tick=True):
        assert aspect(enterprise, rules.ASSESSMENT).standing == rules.LATE


def test_events_of_the_operator_belong_to_no_enterprise():
    from txng.accounts.actors import operator

    logs.captured(1, by=operator())
    follow()
    assert Activity.objects.exclude(last_event_at=None).count() == 0


# --- limits ---------------------------------------------------------------------------------------


def test_the_agency_sets_the_days_and_takes_them_back():
    an = register.ans_cooperative()
    logs.captured(1, by=people.an())
    follow()
    Activity.objects.update(last_event_at=timezone.now() - 10 * DAY)
    binh = people.client_of(people.binh())
    told = binh.post(
        "/giam-sat/cap-nhat/nguong", {"event": "5", "register": "180", "assessment": "365"}, follow=True
    )  # fmt: skip
    assert aspect(an, rules.EVENT).standing == rules.LATE
    assert "Hoàn tác" in told.content.decode()
    binh.post("/giam-sat/cap-nhat/nguong/hoan-tac?event=30&register=180&assessment=365")
    assert aspect(an, rules.EVENT).standing == rules.FRESH
    assert JournalEntry.objects.filter(verb="freshness.limits_set").count() == 2


def test_a_number_of_days_that_cannot_be_is_refused_at_its_field():
    binh = people.client_of(people.binh())
    refused = binh.post(
        "/giam-sat/cap-nhat/nguong", {"event": "0", "register": "180", "assessment": "365"}
    )
    assert refused.status_code == 400
    assert "Cần ít nhất 1; nhận được “0”" in refused.content.decode()
    with pytest.raises(LimitError) as told:
        actions.set_limits(by=people.binh(), days={"event": 5000})
    assert told.value.field == "event"


@pytest.mark.parametrize("person", [people.an, people.chi, people.officer])
def test_nobody_else_sets_limits(person):
    with pytest.raises(NotAllowedError):
        actions.set_limits(by=person(), days=rules.USUAL_DAYS)


# --- who sees it ----------------------------------------------------------------------------------


def test_an_officer_watches_the_communes_of_the_grant_and_dung_watches_nobody():
    an = register.ans_cooperative(commune_code=register.LANG_BIANG)
    inside, outside = people.officer(register.LANG_BIANG), people.officer(register.DA_TEH)
    assert list(queries.watched(inside)) == [an]
    for person in (outside, people.dung(), people.an()):
        assert list(queries.watched(person)) == []
    assert people.client_of(people.dung()).get("/giam-sat/cap-nhat").status_code == 403


def test_a_household_is_named_only_to_who_may_see_persons():
    household = register.household("Ka Mẫu (hư cấu)")
    page = people.client_of(people.binh()).get("/giam-sat/cap-nhat").content.decode()
    assert household.code in page
    may = "parties.see_persons" in people.binh().grants[0].rights
    assert ("Ka Mẫu" in page) is may


def test_an_reads_what_to_do_next():
    an = register.ans_cooperative()
    follow()
    page = people.client_of(people.an()).get("/du-lieu-cua-toi").content.decode()
    assert "Ghi sự kiện: Chưa từng" in page
    assert "Mở khóa máy" in page
    assert "Cập nhật sổ: Còn mới" in page
    assert "Mở tự đánh giá" in page
    staff = people.client_of(people.with_role(people.an(), "nhan-vien"))
    assert "Mở khóa máy" not in staff.get("/du-lieu-cua-toi").content.decode()
    other = people.client_of(people.dung()).get("/du-lieu-cua-toi").content.decode()
    assert an.code not in other
    assert "chưa có hồ sơ" in other


# --- the list -------------------------------------------------------------------------------------


def test_the_list_is_narrowed_to_who_is_late_or_never_did_anything():
    an, dung = register.ans_cooperative(), register.dungs_company()
    logs.captured(1, by=people.an())
    follow()
    binh = people.client_of(people.binh())

    def shown(asked):
        page = binh.get(f"/giam-sat/cap-nhat?{asked}").content.decode()
        return [one.code for one in (an, dung) if one.code in page]

    assert shown("viec-event=never") == [dung.code]
    assert shown("viec-event=fresh") == [an.code]
    assert shown("viec-event=late") == []
    assert shown("tinh-trang=never") == [an.code, dung.code], "neither ever assessed itself"
    Activity.objects.update(last_event_at=timezone.now() - 31 * DAY)
    assert shown("viec-event=late") == [an.code]
    assert shown("tinh-trang=fresh") == []
    assert shown("xa=25126") == []


def test_the_export_tells_the_moments_too(tmp_path):
    register.ans_cooperative()
    answer = people.client_of(people.binh()).get("/giam-sat/cap-nhat?format=xlsx")
    (tmp_path / "book.xlsx").write_bytes(answer.content)
    heads, row = list(load_workbook(tmp_path / "book.xlsx").worksheets[0].values)[:2]
    assert dict(zip(heads, row, strict=True))["Ghi sự kiện"] == "Chưa từng"


def many(count: int) -> None:
    Enterprise.objects.bulk_create(
        Enterprise(
            code=f"X{number:06}", kind="cong-ty", ownership="tu-nhan", sector="nong-nghiep",
            name=f"Công ty {number}", commune_code=register.LAC_DUONG,
            name_key=sort_key(f"Công ty {number}"),
        )
        for number in range(count)
    )  # fmt: skip


def test_a_page_asks_as_often_for_fifty_as_for_two():
    binh = people.client_of(people.binh())

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert binh.get("/giam-sat/cap-nhat?tinh-trang=never").status_code == 200
        return len(caught)

    many(2)
    asked()
    few = asked()
    Enterprise.objects.all().delete()
    many(60)
    # one more: with a second page the rows are counted
    assert asked() <= few + 1


def test_following_asks_as_often_for_many_events_as_for_one():
    register.ans_cooperative()

    def asked(count: int, first: int) -> int:
        logs.captured(count, by=people.an(), first=first)
        with CaptureQueriesContext(connection) as caught:
            follow()
        return len(caught)

    asked(1, 0)
    assert asked(1, 100) == asked(40, 200)
