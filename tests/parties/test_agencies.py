"""Agencies under the names of a day; duties pass to whoever took a body over."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from tests import people
from txng.accounts.actors import Grant, operator
from txng.parties import actions, queries
from txng.parties.errors import FieldError, NotAllowedError
from txng.parties.models import Agency, AgencyName, Mandate

pytestmark = pytest.mark.django_db
THEN, NOW = date(2020, 1, 1), date(2026, 11, 28)


@pytest.fixture(autouse=True)
def plan():
    actions.load_plan(by=operator())


def holders(clause, day, **more):
    return [
        (one.mandate.role, holder.short)
        for one in queries.holders(None, day, clause=clause, **more)
        for holder in one.holders
    ]


def test_the_plan_is_loaded_once():
    agencies, mandates = Agency.objects.count(), Mandate.objects.count()
    assert agencies == 19 + 124
    assert mandates == 82
    assert actions.load_plan(by=operator()) == (0, 0)
    assert (Agency.objects.count(), Mandate.objects.count()) == (agencies, mandates)


def test_every_clause_of_section_iv_and_every_row_of_the_appendix_has_a_holder_today():
    clauses = {one.mandate.clause for one in queries.holders(None, THEN)}
    assert clauses >= {f"IV.1.{letter}" for letter in "abcdđegh"}
    assert clauses >= {f"IV.2.{letter}" for letter in "abcdđ"} | {
        "IV.3.a",
        "IV.3.b",
        "IV.4",
        "IV.6",
    }
    assert clauses >= {f"IV.5.{letter}" for letter in "abcdđ"}
    assert clauses >= {f"PL.{row}" for row in (1, 2, 3, 4, 6, 7)}
    assert [one for one in queries.holders(None, NOW) if not one.holders] == []


def test_the_third_row_is_led_by_several_at_once():
    assert [short for role, short in holders("PL.3", THEN) if role == "chu-tri"] == [
        "Sở Công Thương",
        "Sở NN&PTNT",
        "Sở Y tế",
        "UBND cấp huyện",
    ]


def test_a_duty_passes_to_the_body_that_took_over():
    assert holders("IV.4", date(2025, 2, 28)) == [("chu-tri", "Sở TT&TT")]
    assert holders("IV.4", date(2025, 3, 1)) == [("chu-tri", "Sở KH&CN")]
    assert holders("IV.5.a", date(2025, 6, 30)) == [("chu-tri", "UBND cấp huyện")]
    assert holders("IV.5.a", date(2025, 7, 1)) == [("chu-tri", "UBND cấp xã")]


def test_two_bodies_that_became_one_hold_a_duty_once_each():
    (one, other) = [
        holder for holder in queries.holders(None, NOW, clause="IV.6") if holder.mandate.role == "chu-tri"
    ]  # fmt: skip
    assert one.holders[0].short == other.holders[0].short == "Báo và PTTH"
    assert {one.given_to.short, other.given_to.short} == {"Đài PTTH", "Báo Lâm Đồng"}


def test_the_committee_of_one_place_is_named():
    assert holders("IV.5.a", THEN, commune_code="24848") == [("chu-tri", "UBND huyện Lạc Dương")]
    assert holders("IV.5.a", NOW, commune_code="24848") == [("chu-tri", "UBND xã Lạc Dương")]


def test_an_agency_is_called_as_it_was_called_on_that_day():
    def called(day):
        return {one.agency.code: one.written for one in queries.agencies(None, day)}

    assert "Phát triển nông thôn" in called(THEN)["so-nong-nghiep"] or (
        "Nông nghiệp và Phát triển" in called(THEN)["so-nong-nghiep"]
    )
    assert "Môi trường" in called(NOW)["so-nong-nghiep"]
    assert "so-tttt" in called(THEN)
    assert "so-tttt" not in called(NOW)


def test_a_phase_has_its_years():
    assert holders("PL.4", date(2021, 1, 1)) == []
    assert holders("PL.5", date(2020, 12, 31)) == []
    assert ("chu-tri", "Sở KH&CN") in holders("PL.5", date(2021, 1, 1))


def test_a_new_name_ends_the_one_before():
    agency = Agency.objects.get(code="so-y-te")
    actions.rename_agency(
        by=people.binh(), agency=agency, name="Sở Y tế và An toàn thực phẩm", short_name="Sở YT",
        since=date(2026, 9, 1), basis="Quyết định số 1 (hư cấu)",
    )  # fmt: skip
    called = {
        day: next(a.short for a in queries.agencies(None, day) if a.agency == agency)
        for day in (date(2026, 8, 31), date(2026, 9, 1))
    }
    assert list(called.values()) == ["Sở Y tế", "Sở YT"]
    with pytest.raises(FieldError, match="01/09/2026"):
        actions.rename_agency(
            by=people.binh(), agency=agency, name="Sở Y tế", short_name="SYT",
            since=date(2026, 9, 1), basis="Quyết định số 2 (hư cấu)",
        )  # fmt: skip


def test_no_duty_is_left_without_a_body():
    agency, heir = Agency.objects.get(code="so-y-te"), Agency.objects.get(code="so-cong-thuong")
    day = date(2026, 8, 31)
    with pytest.raises(FieldError, match="tiếp nhận"):
        actions.end_agency(by=operator(), agency=agency, ended_on=day, successors=[], basis="x")
    with pytest.raises(FieldError, match="phải khác"):
        actions.end_agency(
            by=operator(), agency=agency, ended_on=day, successors=[agency], basis="x"
        )
    actions.end_agency(by=operator(), agency=agency, ended_on=day, successors=[heir], basis="QĐ 3")
    assert ("chu-tri", "Sở Y tế") not in holders("PL.3", NOW)
    assert Mandate.objects.filter(agency=agency).exists()


def test_a_duty_is_added_and_ended():
    agency = Agency.objects.get(code="so-y-te")
    given = {
        "agency": agency, "clause": "1", "basis": "Quyết định 9 (hư cấu)", "duty": "Kiểm tra",
        "role": "chu-tri", "valid_from": date(2026, 1, 1),
    }  # fmt: skip
    kept = actions.add_mandate(by=people.binh(), **given)
    with pytest.raises(FieldError, match="đã được ghi"):
        actions.add_mandate(by=people.binh(), **given)
    with pytest.raises(FieldError, match="đứng trước"):
        actions.end_mandate(by=people.binh(), mandate=kept, valid_until=date(2025, 1, 1))
    actions.end_mandate(by=people.binh(), mandate=kept, valid_until=date(2026, 6, 30))
    assert holders("1", date(2026, 7, 1)) == []


@pytest.mark.parametrize("who", [people.an, people.dung, people.chi, people.officer])
def test_only_the_standing_agency_writes_them(who):
    agency = Agency.objects.get(code="so-y-te")
    with pytest.raises(NotAllowedError):
        actions.load_plan(by=who())
    with pytest.raises(NotAllowedError):
        actions.end_agency(by=who(), agency=agency, ended_on=NOW, successors=[agency], basis="QĐ")


def test_a_right_within_one_commune_is_not_enough_for_the_whole_province():
    grant = Grant(frozenset({"parties.mandates"}), frozenset({"24848"}), None)
    with pytest.raises(NotAllowedError):
        actions.load_plan(by=replace(people.binh(), grants=(grant,)))


def test_duties_are_asked_for_with_few_queries(django_assert_num_queries):
    with django_assert_num_queries(4):
        queries.holders(None, NOW, commune_code="24848")
    with django_assert_num_queries(2):
        queries.agencies(None, NOW)


def test_names_of_one_agency_never_share_a_day():
    for agency in Agency.objects.prefetch_related("names"):
        names = sorted(agency.names.all(), key=lambda name: name.valid_from or date(1900, 1, 1))
        for before, after in pairwise(names):
            assert before.valid_until < after.valid_from
    assert AgencyName.objects.count() == 20 + 124
