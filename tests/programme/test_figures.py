"""Every figure of the registry keeps the promises of the registry."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests import people
from tests.barcodes import registers as labels
from tests.certification import makers
from tests.parties import register as parties
from tests.products import makers as products
from tests.programme import filled
from txng.accounts.actors import operator
from txng.certification.actions import ending as certifying
from txng.parties.rules import SECTORS
from txng.programme import figures
from txng.programme.actions import telling
from txng.programme.figures import Asked, codes
from txng.programme.figures.shipped import is_ours
from txng.programme.figures.tables import Behind, second_level
from txng.programme.queries import indicators, told
from txng.programme.rules import clauses

pytestmark = pytest.mark.django_db
OURS = [one for one in figures.everyone() if is_ours(one.code)]
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def _nothing_is_remembered():
    cache.clear()
    yield
    cache.clear()


def this_year(**narrow: str) -> Asked:
    return indicators.asked_on(timezone.localdate(), **narrow)


def figure(code: str) -> figures.Figure:
    found = figures.figure(code)
    assert found is not None, code
    return found


def test_every_figure_says_in_one_sentence_what_it_counts_and_names_clauses_of_the_plan():
    known = {one.id for one in clauses.clauses()}
    for one in OURS:
        sentence = str(one.definition)
        assert re.fullmatch(r"[A-ZĐ][^.]*(\.\d[^.]*)*\.", sentence), (one.code, sentence)
        assert len(sentence) > 40, one.code
        assert one.clauses, one.code
        assert set(one.clauses) <= known, (one.code, one.clauses)
        assert str(one.title), one.code
        assert str(one.unit), one.code


def test_rows_and_splits_add_up_to_the_count_for_the_standing_agency():
    filled.province()
    seen, asked = people.binh(), this_year()
    counted = {}
    for one in OURS:
        count, rows = one.count(seen, asked), list(one.rows(seen, asked))
        counted[one.code] = count
        keys = [row.key for row in rows]
        assert keys == sorted(set(keys)), one.code
        if count is None:
            assert rows == [], one.code
            continue
        assert sum(Decimal(row.amount) for row in rows) == count, one.code
        for way, split in one.split.items():
            parts = split(seen, asked)
            assert sum(Decimal(part or 0) for part in parts.values()) == count, (one.code, way)
    assert {code for code, count in counted.items() if count is None} == {"recall.time"}
    expected = {
        "enterprises.registered": 3, "enterprises.connected": 2, "events.captured": 4,
        "products.registered": 3, "products.mandatory": 1, "certificates.valid": 2,
        "certificates.systems": 1, "declarations.received": 1, "plots.in_use": 1,
        "codes.prefixes": 1, "labels.issued": 10, "lots.declared": 1, "survey.answered": 1,
        "reports.received": 1, "codes.viewed": 1, "obligations.met": 2, "obligations.late": 0,
    }  # fmt: skip
    assert {code: counted[code] for code in expected} == expected


def test_a_commune_a_sector_and_a_group_narrow_what_can_be_narrowed_and_the_rest_is_unknown():
    filled.province()
    seen = people.binh()
    for one in OURS:
        whole = one.count(seen, this_year())
        for narrow in ({"commune": filled.DA_TEH}, {"sector": SECTORS[0]}, {"group": products.TEA}):
            part = one.count(seen, this_year(**narrow))
            assert part is None or (whole is not None and part <= whole), (one.code, narrow)
    assert figure("products.registered").count(seen, this_year(commune=filled.DA_TEH)) == 1
    assert figure("products.registered").count(seen, this_year(group=products.TEA)) == 1
    assert figure("enterprises.registered").count(seen, this_year(group=products.TEA)) == 1
    assert figure("enterprises.connected").count(seen, this_year(commune=filled.DA_TEH)) == 1
    assert figure("reports.received").count(seen, this_year(commune=filled.DA_TEH)) is None


def test_enterprises_are_told_nothing_and_leaders_are_told_numbers_without_rows():
    filled.province()
    leader = people.officer(role="lanh-dao")
    for one in OURS:
        for stranger in (people.an(), people.dung()):
            assert one.count(stranger, this_year()) is None, one.code
            assert list(one.rows(stranger, this_year())) == [], one.code
            assert all(not split(stranger, this_year()) for split in one.split.values()), one.code
    assert figure("enterprises.registered").count(leader, this_year()) == 3
    assert list(figure("enterprises.registered").rows(leader, this_year())) == []


def test_an_officer_of_a_commune_counts_that_commune_alone():
    filled.province()
    officer = people.officer(filled.DA_TEH)
    assert figure("enterprises.registered").count(officer, this_year()) == 2
    assert len(figure("enterprises.registered").rows(officer, this_year())) == 2
    assert figure("certificates.valid").count(officer, this_year()) == 1
    assert figure("enterprises.connected").count(officer, this_year()) == 1
    assert figure("reports.received").count(officer, this_year()) is None


def test_a_household_is_named_by_its_code_to_whoever_may_not_see_persons():
    one = parties.household()
    (row,) = figure("enterprises.registered").rows(people.binh(), this_year())
    assert one.name not in row.label
    assert one.code in row.label


def test_what_keeps_no_history_is_unknown_for_a_day_that_is_past():
    filled.province()
    past = Asked(date(2024, 1, 1), date(2024, 12, 31))
    for code in ("enterprises.fresh", "products.complete", "obligations.late", "codes.alive"):
        assert figure(code).count(people.binh(), past) is None, code
    assert figure("enterprises.registered").count(people.binh(), past) == 0
    assert figure("events.captured").count(people.binh(), past) == 0


def test_a_certificate_that_was_suspended_leaves_those_that_are_valid_and_counts_as_suspended():
    one = makers.certificate(people.an())
    makers.certificate(people.an())
    certifying.suspend_certificate(by=people.binh(), certificate=one, reason="Vi phạm quy trình")
    assert figure("certificates.valid").count(people.binh(), this_year()) == 1
    assert figure("certificates.suspended").count(people.binh(), this_year()) == 1
    yesterday = timezone.localdate() - timedelta(days=1)
    before = Asked(yesterday, yesterday)
    assert figure("certificates.valid").count(people.binh(), before) == 2


def test_a_figure_costs_few_queries_however_much_there_is(django_assert_max_num_queries):
    filled.province()
    seen = people.binh()
    for one in OURS:
        with django_assert_max_num_queries(MOST_QUERIES):
            one.count(seen, this_year())
        with django_assert_max_num_queries(MOST_QUERIES):
            for row in one.rows(seen, this_year()):
                assert row.key


def test_a_page_of_rows_reads_that_page_alone(django_assert_num_queries):
    for _one in range(3):
        products.enterprise_of()
    rows = figure("enterprises.registered").rows(people.binh(), this_year())
    assert isinstance(rows, Behind)
    with django_assert_num_queries(1):
        assert len(rows[1:3]) == 2
    page = indicators.rows_of(people.binh(), figure("enterprises.registered"), this_year(), 1)
    assert (len(page.rows), page.has_more) == (3, False)


def test_numbers_are_kept_for_a_while_and_say_from_when_they_are():
    products.enterprise_of()
    one = figure("enterprises.registered")
    first = told.told(people.binh(), one, this_year())
    products.enterprise_of()
    again = told.told(people.binh(), one, this_year())
    assert (first.value, again) == (1, first)
    told.forget()
    assert told.told(people.binh(), one, this_year()).value == 2


def test_what_one_may_count_is_not_remembered_for_another():
    filled.province()
    one = figure("enterprises.registered")
    assert told.told(people.binh(), one, this_year()).value == 3
    assert told.told(people.officer(filled.DA_TEH), one, this_year()).value == 2
    assert told.told(people.an(), one, this_year()).value is None


def test_txng_work_tells_the_figures_beforehand(django_assert_num_queries):
    filled.province()
    seen, one = people.binh(), figure("products.registered")
    assert telling.tell_beforehand(by=operator()) > len(OURS)
    with django_assert_num_queries(1):
        assert told.told(seen, one, this_year()).value == 3
    with django_assert_num_queries(1):
        parts, _at = told.split(seen, one, this_year(), "commune")
    assert dict(parts) == one.split["commune"](seen, this_year())
    for narrow in ({"commune": filled.DA_TEH}, {"sector": SECTORS[0]}, {"commune": "24846"}):
        asked = this_year(**narrow)
        for each in OURS:
            assert told.told(seen, each, asked).value == each.count(seen, asked), (
                each.code,
                narrow,
            )


def test_a_page_does_not_wait_for_a_narrow_count_and_finds_it_a_moment_later(
    django_assert_num_queries,
):
    filled.province()
    seen, one = people.binh(), figure("products.registered")
    narrow = this_year(commune=filled.DA_TEH, sector=SECTORS[0])
    with (
        told.without_counting() as missing
    ):  # no `txng work` has told anything: then all is counted
        assert told.told(seen, one, narrow).value == one.count(seen, narrow)
    assert missing == []
    told.forget()
    telling.tell_beforehand(by=operator())
    with told.without_counting() as missing:
        assert told.told(seen, one, this_year()).value == 3
        assert told.told(seen, one, narrow).value is None
        assert told.split(seen, one, narrow, "commune")[0] == {}
        assert (
            told.told(seen, one, narrow).value is None
        )  # a second place of the page, one question
        # whoever counts a part of the province is not answered from the province's numbers
        assert told.told(people.officer(filled.DA_TEH), one, narrow).value is not None
    assert [question.way for question in missing] == ["", "commune"]
    assert telling.ask_for(by=seen, questions=[*missing, *missing]) == 2
    assert telling.tell_asked(by=operator()) == 2
    assert telling.tell_asked(by=operator()) == 0
    telling.tell_beforehand(by=operator())  # leaves what was asked a moment ago
    with told.without_counting() as missing:
        assert told.told(seen, one, narrow).value == one.count(seen, narrow)
        with django_assert_num_queries(1):
            parts, _at = told.split(seen, one, narrow, "commune")
        assert dict(parts) == one.split["commune"](seen, narrow)
    assert missing == []


def test_what_was_asked_again_while_it_was_counted_is_counted_once(monkeypatch):
    filled.province()
    asked, seen = this_year(group="nong-san/"), people.binh()
    question = told.Question("products.registered", "", asked)
    counted, really = [], telling._answer

    def as_a_page_is_read_again(by, one, asked_now):
        counted.append(asked_now)
        telling.ask_for(by=seen, questions=[asked_now])
        return really(by, one, asked_now)

    monkeypatch.setattr(telling, "_answer", as_a_page_is_read_again)
    telling.ask_for(by=seen, questions=[question])
    assert [telling.tell_asked(by=operator()) for _round in range(3)] == [1, 1, 0]
    assert counted == [question]


def test_what_txng_work_tells_again_leaves_what_pages_asked():
    filled.province()
    telling.tell_beforehand(by=operator())
    one, seen = figure("obligations.late"), people.binh()
    with told.without_counting() as missing:
        told.split(seen, one, this_year(), "group")
    telling.ask_for(by=seen, questions=missing)
    assert telling.tell_asked(by=operator()) == len(missing) == 1
    telling.tell_beforehand(by=operator())
    told.forget()
    with told.without_counting() as missing:
        told.split(seen, one, this_year(), "group")
    assert missing == []


def test_questions_that_nobody_can_answer_hold_up_no_other(monkeypatch):
    filled.province()
    telling.tell_beforehand(by=operator())
    asked = this_year(group="nong-san/")
    questions = [
        told.Question(code, way, asked)
        for code, way in (("gone.figure", ""), ("products.registered", "gone"), ("products.registered", ""))
    ]  # fmt: skip
    assert telling.ask_for(by=people.binh(), questions=questions) == 3
    assert telling.tell_asked(by=operator()) == 3
    with told.without_counting() as missing:
        assert told.told(people.binh(), figure("products.registered"), asked).value == 3
    assert missing == []
    monkeypatch.setattr(telling, "MOST_ASKED", 1)
    assert telling.ask_for(by=people.binh(), questions=questions) == 1
    assert telling.ask_for(by=people.binh(), questions=questions) == 1


def test_rows_that_are_counts_are_told_like_the_count_itself(django_assert_max_num_queries):
    filled.province()
    seen = people.binh()
    for code in ("obligations.met", "obligations.late"):
        one = figure(code)
        rows = list(one.rows(seen, this_year()))
        assert rows, code
        assert list(one.rows_told(seen, one.split["each"](seen, this_year()))) == rows
        telling.tell_beforehand(by=operator())
        assert indicators.rows_of(seen, one, this_year(), 1).rows == rows


def test_lots_that_events_name_are_sifted_a_page_at_a_time(monkeypatch):
    filled.province()
    for number in range(4):
        labels.lot(name=f"SIFT{number}")
    one, seen = figure("lots.traced"), people.binh()
    assert list(one.rows(seen, this_year())) == []
    # which codes the event store knows is told in tests/repository: here it knows every other one
    monkeypatch.setattr(codes.repository, "told_of", lambda _user, names: set(sorted(names)[::2]))
    for at_once in (2, 500):
        monkeypatch.setattr(codes, "LOTS_AT_ONCE", at_once)
        rows = one.rows(seen, this_year())
        assert len(rows) == one.count(seen, this_year()) > 1
        assert list(rows) == rows[:9] == [rows[at] for at in range(len(rows))]
        assert rows[1:] == list(rows)[1:]


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("nong-san/ca-phe/ca-phe-nhan/", "nong-san/ca-phe/"),
        ("nong-san/", "nong-san/"),
        ("", ""),
    ],
)
def test_products_are_told_by_groups_of_the_second_level(path, above):
    assert second_level(path) == above
