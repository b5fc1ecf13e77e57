"""Needs of a year: told by agencies, enterprises and persons, seen by whoever may, made into a plan."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests import people
from tests.parties import register as entries
from tests.training import courses
from txng.accounts.errors import TooOftenError
from txng.training.actions import needs as actions
from txng.training.actions.needs import NeedFacts
from txng.training.errors import FieldError, NotAllowedError, StaleError, StepError
from txng.training.models import Need, PlanLine, YearPlan
from txng.training.queries import needs_of_year
from txng.training.queries import subjects as queries

pytestmark = pytest.mark.django_db


def facts(**changes) -> NeedFacts:
    return NeedFacts(
        **({"year": 2026, "subject": courses.subject(), "kind": "cong-chuc", "people": 5} | changes)
    )


def test_an_agency_and_an_enterprise_tell_needs_and_the_newest_number_counts():
    officer = people.staff_of("so-nong-nghiep")
    entries.ans_cooperative()
    actions.tell_need(by=officer, facts=facts())
    actions.tell_need(by=officer, facts=facts(people=12))
    actions.tell_need(by=people.an(), facts=facts(kind="hop-tac-xa", people=30))
    told = needs_of_year(people.binh(), 2026)
    assert told.people == 42
    assert told.by_kind == {"cong-chuc": 12, "hop-tac-xa": 30}
    assert told.by_agency == {"": 30, "so-nong-nghiep": 12}
    assert needs_of_year(people.binh(), 2025).people == 0


def test_dung_sees_his_own_needs_and_nobody_elses():
    entries.ans_cooperative()
    entries.dungs_company()
    need = actions.tell_need(by=people.an(), facts=facts(kind="hop-tac-xa"))
    assert list(queries.needs(people.dung())) == []
    assert list(queries.own_needs(people.dung(), 2026)) == []
    assert list(queries.needs(people.an())) == [need]
    assert list(queries.needs(people.binh())) == [need]
    with pytest.raises(NotAllowedError):
        actions.take_need_back(by=people.dung(), need=need)
    actions.take_need_back(by=people.an(), need=need)
    with pytest.raises(NotAllowedError):
        actions.take_need_back(by=people.an(), need=need)


def test_what_cannot_be_is_refused_at_its_field():
    officer = people.staff_of("so-nong-nghiep")
    gone = courses.subject()
    gone.is_offered = False
    for changes, field in (
        ({"people": 0}, "people"), ({"people": 5001}, "people"), ({"year": 1999}, "year"),
        ({"kind": "vua"}, "kind"), ({"subject": gone}, "subject"),
    ):  # fmt: skip
        with pytest.raises(FieldError) as refused:
            actions.tell_need(by=officer, facts=facts(**changes))
        assert refused.value.field == field
    with pytest.raises(NotAllowedError):
        actions.tell_need(by=people.chi(), facts=facts())


def test_a_person_leaves_a_number_that_the_list_never_shows(client):
    courses.subject()
    told = {"subject": courses.SUBJECT, "kind": "ho", "contact": "0912 345 678",
            "commune": "Xã Lạc Dương"}  # fmt: skip
    refused = client.post("/dao-tao/gui-nhu-cau", told)
    assert refused.status_code == 400
    assert "0912 345 678" in refused.content.decode()
    assert client.post("/dao-tao/gui-nhu-cau", told | {"consent": "on"}).status_code == 303
    need = Need.objects.get()
    assert (need.contact, need.people, need.commune_code) == ("0912345678", 1, courses.LAC_DUONG)
    page = people.client_of(people.officer()).get("/dao-tao/nhu-cau").content.decode()
    assert "Cá nhân, Xã Lạc Dương" in page
    assert "0912345678" not in page
    actions.forget_contacts(by=people.binh(), before_year=need.year + 1)
    need.refresh_from_db()
    assert (need.contact, need.people) == ("", 1)


def test_one_address_sends_so_many_needs_and_no_more():
    told = {"facts": facts(kind="ho", people=1), "contact": "0912345678", "commune_code": ""}
    for _number in range(40):
        actions.tell_own_need(address="10.0.0.9", **told)
    with pytest.raises(TooOftenError):
        actions.tell_own_need(address="10.0.0.9", **told)
    actions.tell_own_need(address="10.0.0.8", **told)


def test_needs_become_a_plan_that_somebody_else_approves():
    officer, drafter, other = people.staff_of("so-y-te"), courses.keeper(), courses.keeper("Bốn")
    with pytest.raises(StepError):
        actions.draft_plan(by=drafter, year=2026)
    actions.tell_need(by=officer, facts=facts(people=95))
    plan = actions.draft_plan(by=drafter, year=2026)
    line = PlanLine.objects.get(plan=plan)
    assert (line.needed, line.people, line.classes) == (95, 95, 3)
    actions.tell_need(by=officer, facts=facts(people=120))
    actions.set_line(by=drafter, line=line, classes=4, people=110, note="Ưu tiên xã mới")
    plan = actions.draft_plan(by=drafter, year=2026)
    line.refresh_from_db()
    assert (line.needed, line.people, line.classes) == (120, 110, 4)
    with pytest.raises(NotAllowedError):
        actions.approve_plan(by=drafter, plan=plan)
    seen_before = plan
    actions.set_line(by=drafter, line=line, classes=3, people=110)
    with pytest.raises(StaleError):
        actions.approve_plan(by=other, plan=seen_before)
    approved = actions.approve_plan(by=other, plan=YearPlan.objects.get())
    with pytest.raises(StepError):
        actions.set_line(by=drafter, line=line, classes=1, people=1)
    assert actions.take_approval_back(by=other, plan=approved).state == "soan"
    again = actions.approve_plan(by=other, plan=YearPlan.objects.get())
    late = replace(other)
    with courses.clock(again.approved_at.date() + timedelta(days=3)), pytest.raises(StepError):
        actions.take_approval_back(by=late, plan=again)


def test_pages_of_needs_and_plan_work_and_ask_little(django_assert_max_num_queries):
    officer = people.staff_of("so-nong-nghiep")
    courses.subject()
    client = people.client_of(officer)
    told = {"year": "2026", "subject": courses.SUBJECT, "kind": "cong-chuc", "people": "7"}
    wrong = client.post("/dao-tao/nhu-cau/don-vi-minh", told | {"people": "nhiều"})
    assert wrong.status_code == 400
    assert "nhiều" in wrong.content.decode()
    assert client.post("/dao-tao/nhu-cau/don-vi-minh", told).status_code == 303
    assert "Hoàn tác" in client.get("/dao-tao/nhu-cau/don-vi-minh").content.decode()
    binh = people.client_of(people.binh())
    with django_assert_max_num_queries(25):
        page = binh.get("/dao-tao/nhu-cau", {"year": "2026"}).content.decode()
    assert "7 người muốn học" in page
    assert "Sở Nông nghiệp" in page
    assert binh.post("/dao-tao/ke-hoach/2026/lap").status_code == 303
    plan = binh.get("/dao-tao/ke-hoach/2026").content.decode()
    assert "người soạn hoặc sửa sau cùng" in plan
    line = PlanLine.objects.get()
    refused = binh.post(f"/dao-tao/ke-hoach/dong/{line.pk}", {"classes": "0", "people": "9"})
    assert refused.status_code == 400
    assert binh.get("/dao-tao/ke-hoach/1812").status_code == 404
    assert "Quy định" in binh.get("/dao-tao/nhu-cau?year=2026&format=csv").getvalue().decode()
