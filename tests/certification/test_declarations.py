"""Declarations of conformity: what they rest on, the steps of officers, what everybody may read."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests import people
from tests.certification import assessing
from tests.products import makers
from txng.accounts.models import JournalEntry
from txng.certification.actions import declarations as actions
from txng.certification.errors import (
    CertificationError,
    NotAllowedError,
    NotThereError,
    ScopeError,
    StepError,
)
from txng.certification.models import Declaration
from txng.certification.queries import declarations as queries
from txng.certification.rules import declarations as rules

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=30)


@pytest.mark.parametrize(
    ("declared", "valid", "problem"),
    [
        (date(2026, 5, 2), date(2026, 6, 1), "future"),
        (date(2026, 5, 1), date(2026, 4, 30), "order"),
        (date(2026, 1, 1), date(2026, 4, 30), "order"),
        (date(2026, 5, 1), date(2031, 5, 2), "long"),
        (date(2026, 5, 1), date(2031, 5, 1), ""),
        (date(2024, 2, 29), date(2029, 2, 28), ""),
    ],
)
def test_days_of_a_declaration(declared, valid, problem):
    assert rules.wrong_days(declared, valid, date(2026, 5, 1)) == problem


def test_numbers_have_no_gap():
    year = timezone.localdate().year
    first = assessing.declared()
    with pytest.raises(ScopeError):
        assessing.declared(groups=[])
    second = assessing.declared(people.dung())
    assert [first.number, second.number] == [f"CB-{year}-000001", f"CB-{year}-000002"]


def test_a_declaration_rests_on_a_passed_assessment_of_ones_own():
    an, dung = people.an(), people.dung()
    failed = assessing.finished(an, unmet=("1.1",))
    theirs = assessing.finished(dung)
    for number in (failed.pk, theirs.pk, None):
        with pytest.raises(CertificationError, match="tự đánh giá") as refused:
            actions.declare(by=an, facts=assessing.facts(an, assessment=number))
        assert refused.value.field == "assessment"
    made = actions.declare(by=an, facts=assessing.facts(an))
    assert made.assessment.passed


def test_a_declaration_does_not_outlive_its_certificate():
    today = timezone.localdate()
    with pytest.raises(CertificationError, match="lâu hơn giấy"):
        assessing.declared(valid_to=today + timedelta(days=701))


def test_only_ones_own_products_are_covered():
    theirs = makers.trade_item(people.dung())
    with pytest.raises(ScopeError, match="cơ sở mình"):
        assessing.declared(items=[theirs.pk])


def test_the_scope_keeps_the_names_of_that_day():
    an = people.an()
    item = makers.trade_item(an)
    made = assessing.declared(an, items=[item.pk])
    type(item).objects.filter(pk=item.pk).update(name="Tên mới")
    assert [row.name for row in queries.scope(made)[rules.ITEM]] == ["Cà phê nhân Langbiang 60 kg"]


def test_agencies_and_staff_do_not_declare():
    facts = assessing.certified(people.an())
    for person in (people.binh(), people.with_role(people.an(), "nhan-vien")):
        with pytest.raises(NotAllowedError):
            actions.declare(by=person, facts=facts)


def test_an_officer_receives_within_reach_only():
    made = assessing.declared()
    for person in (people.officer(makers.DA_TEH), people.an(), people.dung()):
        with pytest.raises(NotThereError):
            actions.receive(by=person, declaration=made)
    got = actions.receive(by=people.officer(makers.LANG_BIANG), declaration=made)
    assert (got.state, got.agency) == (rules.RECEIVED, people.OFFICERS_AGENCY)
    line = JournalEntry.objects.get(verb="declaration.received")
    assert line.concerns.name == people.ANS_ENTERPRISE


def test_a_step_is_taken_once():
    got = assessing.received()
    with pytest.raises(StepError, match="Đã tiếp nhận"):
        actions.receive(by=people.chi(), declaration=got)
    with pytest.raises(StepError):
        actions.return_declaration(by=people.binh(), declaration=got, reason="Sai")


def test_a_return_and_an_end_need_a_reason():
    made = assessing.declared()
    with pytest.raises(CertificationError, match="Ghi lý do"):
        actions.return_declaration(by=people.binh(), declaration=made, reason="  ")
    back = actions.return_declaration(by=people.binh(), declaration=made, reason="Thiếu địa điểm")
    assert back.state == rules.RETURNED
    assert queries.public_declaration(None, back.number, timezone.localdate()) is None


def test_each_step_has_a_way_back_for_a_day():
    binh, an = people.binh(), people.an()
    made = assessing.declared()
    got = actions.receive(by=binh, declaration=made)
    assert actions.undo(by=binh, declaration=got).state == rules.DECLARED
    back = actions.return_declaration(by=binh, declaration=made, reason="Nhầm")
    undone = actions.undo(by=binh, declaration=back)
    assert (undone.state, undone.reason, undone.closed_at) == (rules.DECLARED, "", None)
    got = actions.receive(by=binh, declaration=made)
    ended = actions.end_declaration(by=binh, declaration=got, reason="Không còn sản xuất")
    assert actions.undo(by=binh, declaration=ended).state == rules.RECEIVED
    gone = actions.withdraw(by=an, declaration=made)
    with pytest.raises(StepError):
        actions.undo(by=binh, declaration=gone)
    assert actions.undo(by=an, declaration=gone).state == rules.RECEIVED
    late = time_machine.travel(timezone.now() + timedelta(hours=25), tick=True)
    with late, pytest.raises(StepError, match="quá 24 giờ"):
        actions.undo(by=binh, declaration=made)


def test_a_received_one_expires_by_its_day():
    got = assessing.received()
    last = got.valid_to
    assert queries.public_declaration(None, got.number, last).standing == rules.RECEIVED
    later = queries.public_declaration(None, got.number, last + timedelta(days=1))
    assert later.standing == rules.EXPIRED
    rows = Declaration.objects.all()
    assert list(queries.standing_is(rows, rules.EXPIRED, last)) == []
    assert list(queries.standing_is(rows, rules.EXPIRED, last + timedelta(days=1))) == [got]


# --- who sees it ----------------------------------------------------------------------------------


def test_dung_sees_none_of_ans_declarations():
    made = assessing.declared()
    dung = people.client_of(people.dung())
    assert dung.get(f"/danh-gia/cong-bo/{made.number}").status_code == 404
    assert made.number not in dung.get("/danh-gia/cong-bo").content.decode()
    assert queries.declaration(people.officer(makers.DA_TEH), made.number) is None
    assert queries.declaration(people.officer(makers.LANG_BIANG), made.number) == made


def test_everybody_reads_what_was_received_and_nothing_else():
    made = assessing.declared()
    address = f"/cong-bo-phu-hop/{made.number}"
    missing = Client().get(address)
    assert missing.status_code == 404
    assert people.ANS_ENTERPRISE not in missing.content.decode()
    actions.receive(by=people.binh(), declaration=made)
    page = Client().get(address).content.decode()
    assert "Đang có giá trị" in page
    assert people.ANS_ENTERPRISE in page
    assert "Nguyễn Thị Hư Cấu" in page
    assert "không phải kết luận rằng một món hàng là thật" in page
    found = Client().get("/cong-bo-phu-hop", {"so": made.number.lower()})
    assert found.headers["Location"] == address


def test_a_declaration_that_was_never_received_and_withdrawn_is_not_public():
    gone = actions.withdraw(by=people.an(), declaration=assessing.declared())
    assert Client().get(f"/cong-bo-phu-hop/{gone.number}").status_code == 404
    assert gone.number not in Client().get("/cong-bo-phu-hop").content.decode()


def test_what_was_received_and_ended_says_so_to_everybody():
    got = assessing.received()
    actions.end_declaration(by=people.binh(), declaration=got, reason="Kiểm tra thấy sai")
    page = Client().get(f"/cong-bo-phu-hop/{got.number}").content.decode()
    assert "Không còn giá trị" in page
    assert "Kiểm tra thấy sai" not in page, "the reason is for the enterprise"


def test_the_person_behind_a_household_is_on_no_public_page():
    an = people.an()
    entry = makers.enterprise_of(an, kind="nong-ho")
    got = assessing.received(an)
    for address in ("/cong-bo-phu-hop", f"/cong-bo-phu-hop/{got.number}"):
        page = Client().get(address).content.decode()
        assert entry.code in page
        assert people.ANS_ENTERPRISE not in page
        assert "Nguyễn Thị Hư Cấu" not in page


def test_an_officer_without_the_right_to_see_persons_reads_no_person():
    an = people.an()
    makers.enterprise_of(an, kind="nong-ho")
    made = assessing.declared(an)
    officer = people.officer(makers.LANG_BIANG)
    (grant,) = officer.grants
    blind = replace(
        officer, grants=(replace(grant, rights=grant.rights - {"parties.see_persons"}),)
    )
    assert queries.shows_person(officer, made)
    assert not queries.shows_person(blind, made)
    assert queries.name_for(blind, made) == made.enterprise.public_name


def test_a_number_that_is_none_is_explained():
    page = Client().get("/cong-bo-phu-hop", {"so": "CB-17"}).content.decode()
    assert "nhận được “CB-17”" in page
    assert Client().get("/cong-bo-phu-hop/CB-17").status_code == 404


# --- pages ----------------------------------------------------------------------------------------


def form(today, group, **more):
    return {
        "basis": rules.CERTIFICATE, "certificate_number": "TX-17", "certificate_body": "Lá Non",
        "certificate_valid_to": f"{today + LONG_AGO:%d/%m/%Y}", "standard": "TCVN 12850:2019",
        "groups": [group], "declared_on": f"{today:%d/%m/%Y}", "valid_to": f"{today + LONG_AGO:%d/%m/%Y}",
        "signer_name": "Lê Thị Mẫu", "signer_title": "Giám đốc", "assessment": "",
    } | more  # fmt: skip


def test_an_declares_on_pages_and_an_officer_returns_it_and_an_makes_it_anew():
    from django.core.files.uploadedfile import SimpleUploadedFile

    item, today = makers.trade_item(people.an()), timezone.localdate()
    an, binh = people.client_of(people.an()), people.client_of(people.binh())
    refused = an.post("/danh-gia/cong-bo/them", form(today, item.group_id, certificate_number=""))
    assert refused.status_code == 400
    assert "Nhập số giấy chứng nhận" in refused.content.decode()
    paper = SimpleUploadedFile("cong-bo.pdf", assessing.PDF)
    sent = an.post("/danh-gia/cong-bo/them", form(today, item.group_id, paper=paper), follow=True)
    made = Declaration.objects.get()
    assert "cong-bo.pdf" in sent.content.decode()
    file = queries.files(people.an(), made)[0]
    assert an.get(f"/danh-gia/cong-bo/{made.number}/tep/{file.pk}").status_code == 200
    address = f"/danh-gia/cong-bo/{made.number}"
    assert "Tiếp nhận</button>" in binh.get(address).content.decode()
    back = binh.post(f"{address}/tra-lai", {"reason": "Thiếu phạm vi địa điểm"}, follow=True)
    assert "Hoàn tác" in back.content.decode()
    page = an.get(address).content.decode()
    assert "Thiếu phạm vi địa điểm" in page
    again = an.get(f"/danh-gia/cong-bo/them?tu={made.number}").content.decode()
    assert "TX-17" in again
    assert an.post(f"{address}/tiep-nhan").status_code == 403


def test_an_officer_receives_and_takes_it_back_on_pages():
    made = assessing.declared()
    binh = people.client_of(people.binh())
    page = binh.post(f"/danh-gia/cong-bo/{made.number}/tiep-nhan", follow=True).content.decode()
    assert f"/danh-gia/cong-bo/{made.number}/hoan-tac" in page
    binh.post(f"/danh-gia/cong-bo/{made.number}/hoan-tac")
    made.refresh_from_db()
    assert made.state == rules.DECLARED


def test_the_list_is_filtered_by_what_people_see(django_assert_max_num_queries):
    got, made = assessing.received(), assessing.declared(people.dung())
    binh = people.client_of(people.binh())
    with django_assert_max_num_queries(14):
        page = binh.get("/danh-gia/cong-bo?trang-thai=received").content.decode()
    assert got.number in page
    assert made.number not in page
    csv = b"".join(binh.get("/danh-gia/cong-bo?trang-thai=declared&format=csv").streaming_content)
    assert made.number in csv.decode()
    assert got.number not in csv.decode()
