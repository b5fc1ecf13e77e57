"""The survey asks what no register knows, keeps every answer with its day, and shows officers their reach."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests import people
from tests.parties import register as entries
from tests.products import makers
from tests.support import newcomers
from tests.support.for_matrix import registered
from txng.parties.models import Enterprise
from txng.parties.rules import KINDS, size_classes
from txng.support.actions import survey as actions
from txng.support.errors import FieldError, NotAllowedError
from txng.support.forms import registering, starting
from txng.support.models import Answer, AnswerSheet
from txng.support.queries import survey as queries
from txng.support.rules import classification, survey

facts_held = st.sets(st.sampled_from(sorted(survey.FACTS)))
answers_given = st.dictionaries(
    st.sampled_from([one.key for one in survey.questions()]),
    st.sampled_from(["phan-mem", "giay", "khong", "co"]),
)


@given(st.sampled_from(KINDS), facts_held, answers_given)
def test_what_is_known_is_never_asked(kind, held, answers):
    sheet = survey.sheet_of(kind, held, answers)
    for one in sheet.asked:
        assert not set(one.known_by) & held, one.key
    assert {one.key for one in sheet.lacking} & set(answers) == set()
    assert set(sheet.answered) | set(sheet.lacking) == set(sheet.asked)


@given(st.sampled_from(KINDS), facts_held)
def test_what_registering_and_the_tasks_ask_is_never_a_question(kind, held):
    asked = {one.key for one in survey.asked(kind, held, {})}
    known = set(registering.RegisterForm.base_fields) | set(starting.ContactForm.base_fields)
    known |= set(survey.FACTS) - {
        "workers"
    }  # asked only while the register has none, and kept there
    assert asked & known == set()


@given(facts_held, st.sampled_from(sorted(survey.FACTS)))
def test_knowing_more_asks_less(held, more):
    before = {one.key for one in survey.asked("hop-tac-xa", held, {})}
    after = {one.key for one in survey.asked("hop-tac-xa", held | {more}, {})}
    assert after <= before


def test_every_question_names_facts_and_sections_that_there_are():
    for one in survey.questions():
        assert set(one.known_by) <= set(survey.FACTS), one.key
        assert one.section in survey.SECTIONS
        assert set(one.kinds) <= set(KINDS)
        assert one.vi != one.en or not one.vi.isascii()
        for key, words in one.only_if:
            opener = survey.question(key)
            assert opener is not None
            assert set(words) <= {word for word, _vi, _en in opener.choices}
    keys = [one.key for one in survey.questions()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("field", size_classes.FIELDS)
def test_no_limit_of_the_decree_lies_inside_a_band(field):
    least = 0
    day = timezone.localdate()
    for band, most in classification.BANDS.items():
        limits = [one.most_revenue_vnd for one in size_classes.limits_on(field, day)]
        assert not [limit for limit in limits if least < limit < most], band
        least = most


@pytest.mark.parametrize(
    ("key", "value", "word"),
    [
        ("computers", -1, "number"),
        ("computers", True, "number"),
        ("computers", "3", "number"),
        ("land_ha", Decimal("1e9"), "number"),
        ("tracing", "bút chì", "choice"),
        ("season", ["13"], "choice"),
        ("season", [], "empty"),
        ("quality_systems", ["vietgap", "khong"], "none_and_some"),
        ("vendor", "x" * 201, "long"),
        ("main_group", "nong-san/khong-co/", "choice"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(key, value, word):
    with pytest.raises(survey.Refused) as refused:
        survey.checked(survey.question(key), value, ["nong-san/ca-phe/"])
    assert refused.value.word == word


def cooperative() -> Enterprise:
    return entries.ans_cooperative(tax_code="0100233488", field="nong-lam-thuy-san")


@pytest.mark.django_db
def test_an_answer_is_kept_with_its_day_and_version_and_the_same_again_is_none():
    one, an = cooperative(), people.an()
    actions.answer(by=an, own=one, told={"tracing": "giay", "computers": 2})
    actions.answer(by=an, own=one, told={"tracing": "giay"})
    actions.answer(by=an, own=one, told={"tracing": "phan-mem"})
    rows = Answer.objects.filter(key="tracing").order_by("number")
    assert [(row.number, row.value, row.version) for row in rows] == [
        (1, "giay", 1), (2, "phan-mem", 1),
    ]  # fmt: skip
    assert AnswerSheet.objects.get().newest["tracing"] == [
        "phan-mem",
        timezone.localdate().isoformat(),
    ]
    assert "vendor" in {question.key for question in queries.questions_for(an, one).lacking}


@pytest.mark.django_db
def test_an_answer_that_a_register_has_a_place_for_goes_there_and_is_asked_no_more():
    one, an = cooperative(), people.an()
    actions.answer(by=an, own=one, told={"workers": 8})
    one.refresh_from_db()
    assert one.workers == 8
    assert "workers" not in {question.key for question in queries.questions_for(an, one).asked}
    actions.answer(
        by=an, own=one, told={"workers": 99}
    )  # a stale page: the register is not overwritten
    one.refresh_from_db()
    assert one.workers == 8


@pytest.mark.django_db
def test_an_answer_older_than_a_year_is_asked_again_and_shown_meanwhile():
    one, an = cooperative(), people.an()
    sheet = actions.answer(by=an, own=one, told={"tracing": "giay"})
    old = (timezone.localdate() - timedelta(days=366)).isoformat()
    AnswerSheet.objects.filter(pk=sheet.pk).update(newest={"tracing": ["giay", old]})
    assert "tracing" in {question.key for question in queries.questions_for(an, one).lacking}
    page = people.client_of(an).get("/khao-sat/phan/F").content.decode()
    assert re.search(r'value="giay"[^>]* checked', page)


@pytest.mark.django_db
def test_nobody_answers_for_another():
    one = cooperative()
    for person in (people.dung(), people.binh(), people.with_role(people.an(), "nhan-vien")):
        with pytest.raises(NotAllowedError):
            actions.answer(by=person, own=one, told={"tracing": "giay"})
    with pytest.raises(FieldError) as refused:
        actions.answer(by=people.an(), own=one, told={"tracing": "bút chì"})
    assert refused.value.field == "tracing"
    assert Answer.objects.count() == 0


@pytest.mark.django_db
def test_pages_are_saved_one_by_one_and_what_a_register_knows_is_shown_and_not_asked():
    makers.trade_item(people.an())
    client = people.client_of(people.an())
    products = client.get("/khao-sat/phan/D").content.decode()
    assert "Sổ đã có, không hỏi lại" in products
    assert "main_group" not in products
    answer = client.post(
        "/khao-sat/phan/G", {"computers": "1", "printers": ["giay"], "internet": "on-dinh"}
    )
    assert (answer.status_code, answer["Location"]) == (303, "/khao-sat/phan/H")
    sheet = AnswerSheet.objects.get()
    assert sheet.newest["computers"][0] == 1
    assert "smartphones" not in sheet.newest
    wrong = client.post("/khao-sat/phan/G", {"computers": "nhiều", "printers": ["giay", "khong"]})
    assert wrong.status_code == 400
    assert "nhiều" in wrong.content.decode()


@pytest.mark.django_db
def test_a_question_that_an_answer_opens_is_asked_on_the_same_page():
    cooperative()
    client = people.client_of(people.an())
    told = {"tracing": "phan-mem", "carrier": "khong", "gs1_status": "chua"}
    assert client.post("/khao-sat/phan/F", told)["Location"] == "/khao-sat/phan/F"
    assert "Phần mềm của đơn vị nào?" in client.get("/khao-sat/phan/F").content.decode()


@pytest.mark.django_db
def test_classes_come_with_their_reasons_and_the_survey_fills_in():
    one, an = entries.of(people.an(), people.ANS_ENTERPRISE, field="nong-lam-thuy-san"), people.an()
    assert queries.classed(an, one).market == "Chưa rõ"
    actions.answer(
        by=an,
        own=one,
        told={"workers": 8, "revenue_band": "500tr-3ty", "channels": ["cho", "sieu-thi"]},
    )
    one.refresh_from_db()
    told = queries.classed(an, one)
    assert (told.size, told.market) == ("Siêu nhỏ", "Trong nước")
    assert any("Nghị định 80/2021" in reason for reason in told.size_reasons)
    page = people.client_of(an).get("/khao-sat").content.decode()
    assert "Siêu nhỏ" in page
    assert told.market_reason in page


@pytest.mark.django_db
def test_a_round_tells_officers_who_has_answered_in_their_reach():
    one, _other = cooperative(), entries.dungs_company(commune_code=entries.LANG_BIANG)
    today = timezone.localdate()
    binh = people.client_of(people.binh())
    told = {"title": "Khảo sát năm nay", "opens_on": today.strftime("%d/%m/%Y"),
            "closes_on": (today + timedelta(days=20)).strftime("%d/%m/%Y")}  # fmt: skip
    place = binh.post("/khao-sat/dot/mo", told)["Location"]
    assert "Khảo sát năm nay" in people.client_of(people.an()).get("/khao-sat").content.decode()
    actions.answer(by=people.an(), own=one, told={"tracing": "giay"})
    since = timezone.now() - timedelta(days=1)
    assert [
        (line.name, line.enterprises, line.begun)
        for line in queries.progress(people.binh(), "commune", since)
    ] == [("Xã Lạc Dương", 1, 1), ("Phường Lang Biang - Đà Lạt", 1, 0)]
    here = queries.progress(people.officer(entries.LAC_DUONG), "kind", since)
    assert [(line.name, line.enterprises) for line in here] == [("Hợp tác xã", 1)]
    assert "1 đã trả lời" in binh.get(place).content.decode()
    assert "1 đã trả lời" in binh.get(place, {"theo": "sector"}).content.decode()
    assert people.client_of(people.an()).get(place).status_code == 403
    assert binh.post(f"{place}/dong").status_code == 303
    assert "Khảo sát năm nay" not in people.client_of(people.an()).get("/khao-sat").content.decode()


@pytest.mark.django_db
def test_answers_are_listed_and_exported_within_reach_only():
    one = cooperative()
    two = entries.dungs_company(commune_code=entries.LANG_BIANG)
    actions.answer(by=people.an(), own=one, told={"tracing": "giay"})
    actions.answer(by=people.dung(), own=two, told={"tracing": "khong"})
    here = people.officer(entries.LAC_DUONG)
    assert [row.enterprise_id for row in queries.sheets(here)] == [one.pk]
    assert queries.enterprise(here, two.code) is None
    officer = people.client_of(here)
    page = officer.get("/khao-sat/tra-loi").content.decode()
    assert one.code in page
    assert two.code not in page
    book = openpyxl.load_workbook(BytesIO(officer.get("/khao-sat/tra-loi?format=xlsx").content))
    cells = {str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row}
    assert "Hiện ghi chép nguồn gốc bằng gì?" in cells
    assert "Sổ giấy" in cells
    assert "Chưa ghi" not in cells
    detail = officer.get(f"/khao-sat/tra-loi/{one.code}").content.decode()
    assert "Sổ giấy" in detail
    assert "Cơ sở được xếp vào đâu" in detail
    assert "Sổ giấy" in officer.get("/khao-sat/so-lieu").content.decode()
    assert "Sổ giấy" in officer.get("/khao-sat/so-lieu", {"kind": "hop-tac-xa"}).content.decode()
    none = officer.get("/khao-sat/so-lieu", {"kind": "cong-ty", "commune": "<script>"})
    assert (none.status_code, "Sổ giấy" in none.content.decode()) == (200, False)


@pytest.mark.django_db
def test_a_longer_list_costs_no_more_queries():
    binh = people.client_of(people.binh())

    def queries_of(address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert binh.get(address).status_code == 200
        return len(caught)

    first = entries.ans_cooperative()
    registered(people.an(), first)
    actions.answer(by=people.an(), own=first, told={"tracing": "giay"})
    before = [queries_of(address) for address in ("/khao-sat/tra-loi", "/co-so-moi")]
    for number in range(5):
        one = entries.party(f"Công ty số {number} (hư cấu)")
        registered(people.dung(), one)
        AnswerSheet.objects.create(enterprise=one, newest={"tracing": ["giay", "2026-01-01"]})
    assert [queries_of(address) for address in ("/khao-sat/tra-loi", "/co-so-moi")] == before


@pytest.mark.django_db
def test_a_household_is_shown_by_its_code_to_whoever_may_not_see_persons():
    newcomer = newcomers.household()
    newcomers.send(newcomer)
    row, owner = newcomers.of(newcomer["username"])
    actions.answer(by=owner, own=row.enterprise, told={"tracing": "giay"})
    assert [one.is_shown for one in queries.sheets(people.officer())] == [True]
    assert [one.is_shown for one in queries.sheets(people.binh())] == [False]
    reach = people.officer().grants[0]
    without = replace(reach, rights=reach.rights - {"parties.see_persons"})
    clerk = replace(people.officer(), grants=(without,))
    assert [one.is_shown for one in queries.sheets(clerk)] == [False]
    page = people.client_of(people.officer()).get("/khao-sat/tra-loi").content.decode()
    assert "Ha Nhơn" in page
    assert list(queries.sheets(people.dung())) == []
    assert queries.own(people.dung()) is None
