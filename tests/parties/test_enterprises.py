"""Parties: registered once, found by every name they had, and shown to those who may see them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests import people
from tests.parties import register
from tests.parties.register import DA_TEH, LAC_DUONG, LANG_BIANG
from txng.accounts.actors import operator
from txng.accounts.models import JournalEntry
from txng.parties import actions, queries
from txng.parties.errors import ChangedMeanwhileError, FieldError, NotAllowedError
from txng.parties.models import Enterprise

pytestmark = pytest.mark.django_db


def refused(field, **changes):
    with pytest.raises(FieldError) as caught:
        actions.register_enterprise(by=operator(), facts=replace(register.facts(), **changes))
    assert caught.value.field == field
    return str(caught.value)


def names(actor, text):
    return [
        one.shown_name for one in queries.matching(actor, queries.enterprises(actor), text).rows
    ]


# registering


def test_an_entry_gets_a_code_that_is_never_given_twice():
    first, second = register.party(), register.party("Trà Đồi Xanh (hư cấu)")
    assert (first.code, second.code) == ("DV-000001-7", "DV-000002-4")


def test_what_is_usual_is_filled_in():
    assert register.party(kind="hop-tac-xa").ownership == "tap-the"
    assert register.household().ownership == "tu-nhan"


def test_the_size_follows_from_the_figures():
    small = register.party(
        field="nong-lam-thuy-san", workers=20, revenue_vnd=5_000_000_000, capital_vnd=None
    )
    assert small.size == "nho"


@pytest.mark.parametrize(
    ("field", "changes", "sentence"),
    [
        ("name", {"name": "  "}, "Nhập tên cơ sở."),
        ("kind", {"kind": "x"}, "Chọn một mục"),
        ("tax_code", {"tax_code": "0100233480"}, "phải là 8, nhận được 0"),
        ("tax_code", {"tax_code": "068085001234"}, "10 chữ số"),
        ("gln", {"gln": "9506000134300"}, "GLN có 13 chữ số"),
        ("commune_code", {"commune_code": "99999"}, "Không có xã"),
        ("earlier_commune_code", {"earlier_commune_code": "25126"}, "trước 01/07/2025"),
        ("phone", {"phone": "09 abc"}, "8 đến 15 chữ số"),
        ("email", {"email": "an@"}, "ten@noigui.vn"),
        ("workers", {"workers": -1}, "từ 0 đến"),
        ("name", {"name": "a" * 201}, "nhiều nhất 200"),
    ],
)
def test_a_wrong_value_is_told_at_its_field(field, changes, sentence):
    assert sentence in refused(field, **changes)


def test_a_tax_code_stands_once():
    register.party(tax_code="0100233488")
    told = refused("tax_code", tax_code="01 0023 3488")
    assert "đã có trong sổ" in told
    assert "Đồi Gió" not in told


def test_the_database_holds_what_two_people_at_once_would_break():
    one = register.party(tax_code="0100233488")
    other = register.party("Công ty Hai (hư cấu)")
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Enterprise.objects.filter(pk=other.pk).update(tax_code=one.tax_code)


def test_many_are_registered_together_or_none():
    good = [register.facts(f"Hộ {n} (hư cấu)", kind="nong-ho") for n in range(3)]
    made = actions.register_all(by=operator(), facts=good)
    assert [one.code for one in made] == ["DV-000001-7", "DV-000002-4", "DV-000003-1"]
    bad = [*good, register.facts(tax_code="1")]
    with pytest.raises(FieldError) as caught:
        actions.register_all(by=operator(), facts=bad)
    assert (caught.value.row, Enterprise.objects.count()) == (3, 3)


def test_a_tax_code_that_comes_twice_in_one_import_is_told_by_its_row():
    twice = [register.facts(tax_code="0100233488") for _ in range(2)]
    with pytest.raises(FieldError) as caught:
        actions.register_all(by=operator(), facts=twice)
    assert (caught.value.field, caught.value.row) == ("tax_code", 1)


# who may


def test_an_officer_registers_within_territory_and_sector():
    officer = people.officer(LAC_DUONG, sector="nong-nghiep")
    register.party(by=officer)
    for elsewhere in ({"commune_code": DA_TEH}, {"sector": "y-te"}):
        with pytest.raises(NotAllowedError):
            register.party(by=officer, **elsewhere)


def test_an_owner_registers_the_own_enterprise_once_and_no_other():
    an = people.an()
    ours = people.enterprise()
    actions.register_enterprise(by=an, facts=register.facts(), organisation=ours)
    for organisation in (ours, people.enterprise(people.DUNGS_ENTERPRISE), None):
        with pytest.raises(NotAllowedError):
            actions.register_enterprise(by=an, facts=register.facts(), organisation=organisation)


def test_a_cooperative_registers_its_members_and_a_company_does_not():
    an, cooperative = people.an(), register.ans_cooperative()
    grower = register.facts("Hộ K'Brẽ (hư cấu)", kind="nong-ho")
    member = actions.register_enterprise(by=an, facts=grower, member_of=cooperative)
    assert [one.member.code for one in queries.members(an, cooperative)] == [member.code]
    dung, company = people.dung(), register.dungs_company()
    with pytest.raises(NotAllowedError):
        actions.register_enterprise(by=dung, facts=grower, member_of=company)
    with pytest.raises(NotAllowedError):
        actions.register_enterprise(by=dung, facts=grower, member_of=cooperative)


# who sees


def test_an_sees_the_own_entry_and_its_members_and_dung_does_not():
    cooperative, stranger = register.ans_cooperative(), register.party("Người lạ (hư cấu)")
    member = register.household()
    actions.add_member(by=operator(), group=cooperative, member=member)
    assert {one.pk for one in queries.enterprises(people.an())} == {cooperative.pk, member.pk}
    assert list(queries.enterprises(people.dung())) == []
    for code in (cooperative.code, member.code, stranger.code, "DV-999999-0", "x"):
        assert queries.enterprise(people.dung(), code) is None


def test_who_left_the_cooperative_is_no_longer_seen_by_it():
    cooperative, member = register.ans_cooperative(), register.household()
    kept = actions.add_member(by=operator(), group=cooperative, member=member)
    actions.end_membership(
        by=people.an(), group=cooperative, number=kept.pk, left_on=timezone.localdate()
    )
    assert queries.enterprise(people.an(), member.code) is None


def test_an_officer_sees_a_territory_and_a_sector_and_nothing_beside():
    here = register.party()
    register.party("Ở nơi khác (hư cấu)", commune_code=DA_TEH)
    register.party("Ngành khác (hư cấu)", sector="y-te")
    officer = people.officer(LAC_DUONG, sector="nong-nghiep")
    assert [one.pk for one in queries.enterprises(officer)] == [here.pk]
    assert queries.enterprises(people.officer(LAC_DUONG, LANG_BIANG)).count() == 2
    assert queries.enterprises(people.officer()).count() == 3


def test_the_name_of_a_household_is_for_those_who_may_see_persons():
    grower = register.household()
    sees = people.officer(LAC_DUONG)
    blind = replace(
        sees, grants=tuple(replace(g, rights=frozenset({"parties.see"})) for g in sees.grants)
    )
    assert queries.enterprise(sees, grower.code).shown_name == "Lơ Mu Ha Krong (hư cấu)"
    assert queries.enterprise(blind, grower.code).shown_name == "Nông hộ DV-000001-7"
    assert str(grower) == "Nông hộ DV-000001-7"
    assert names(sees, "lo mu") == ["Lơ Mu Ha Krong (hư cấu)"]
    assert names(blind, "lo mu") == []
    assert names(blind, grower.code) == ["Nông hộ DV-000001-7"]
    assert queries.enterprise_as_of(blind, grower.code, date(2026, 1, 1)).name == grower.public_name


def test_the_order_of_a_list_tells_nothing_of_a_persons_name():
    register.household("Zơ (hư cấu)")
    register.household("An (hư cấu)")
    keys = [bytes(one.name_key) for one in Enterprise.objects.order_by("pk")]
    assert keys == sorted(keys)


# finding


@pytest.mark.parametrize(
    "text",
    ["doi gio", "ĐỒI GIÓ", "ca phe gio", "0100233488", "0100 233 488", "DV-000001-7", "lac duong",
     "Đạ Sar", "xã đạ sar", "huyện Lạc Dương"],
)  # fmt: skip
def test_an_entry_is_found_by_name_code_and_old_and_new_place(text):
    register.party(tax_code="0100233488", earlier_commune_code="24865")
    register.party("Trà Bảo Lộc (hư cấu)", commune_code=DA_TEH)
    assert names(operator(), text) == ["Công ty cà phê Đồi Gió (hư cấu)"]


def test_an_old_commune_finds_those_who_never_told_it():
    register.party()
    assert names(operator(), "da nhim") == ["Công ty cà phê Đồi Gió (hư cấu)"]


def test_a_search_leads_nobody_to_what_they_may_not_see():
    register.party(tax_code="0100233488")
    for text in ("doi gio", "0100233488", "da sar"):
        assert names(people.dung(), text) == []
    assert queries.with_tax_code(people.dung(), "0100233488") is None
    assert queries.with_tax_code(operator(), "0100 233488") is not None


def test_lists_come_in_vietnamese_order():
    for name in ("Đơn Dương", "Di Linh", "Đạ Tẻh", "Dran"):
        register.party(f"{name} (hư cấu)")
    ordered = queries.enterprises(operator()).order_by("name_key", "pk")
    assert [one.name.split(" (")[0] for one in ordered] == [
        "Di Linh",
        "Dran",
        "Đạ Tẻh",
        "Đơn Dương",
    ]


# changing


def test_what_a_party_was_called_and_where_it_was_answers_for_any_day():
    kept = register.party(earlier_commune_code="24865")
    given = register.facts("Công ty Đồi Gió Mới (hư cấu)", commune_code=LANG_BIANG)
    actions.edit_enterprise(
        by=operator(), enterprise=kept, facts=given, changed_on=date(2026, 3, 1)
    )

    def on(*day):
        face = queries.enterprise_as_of(operator(), kept.code, date(*day))
        return face.name, face.place

    assert on(2024, 5, 1) == ("Công ty cà phê Đồi Gió (hư cấu)", "Xã Đạ Sar, Huyện Lạc Dương")
    assert on(2026, 2, 28) == ("Công ty cà phê Đồi Gió (hư cấu)", "Xã Lạc Dương")
    assert on(2026, 3, 1) == ("Công ty Đồi Gió Mới (hư cấu)", "Phường Lang Biang - Đà Lạt")


def test_a_correction_leaves_no_past():
    kept = register.party()
    actions.edit_enterprise(
        by=operator(), enterprise=kept, facts=register.facts("Đúng tên (hư cấu)")
    )
    assert kept.past.count() == 0
    assert names(operator(), "dung ten") == ["Đúng tên (hư cấu)"]
    assert names(operator(), "doi gio") == []


@pytest.mark.parametrize("day", [date(2026, 2, 1), timezone.localdate() + timedelta(days=2)])
def test_a_change_is_neither_of_the_future_nor_before_the_last(day):
    kept = register.party()
    actions.edit_enterprise(
        by=operator(), enterprise=kept, facts=register.facts("Hai"), changed_on=date(2026, 3, 1)
    )
    with pytest.raises(FieldError) as caught:
        actions.edit_enterprise(
            by=operator(), enterprise=kept, facts=register.facts("Ba"), changed_on=day
        )
    assert caught.value.field == "changed_on"


def test_two_people_who_edit_at_once_one_wins_and_the_other_is_told():
    kept = register.party()
    seen = kept.version
    actions.edit_enterprise(
        by=operator(), enterprise=kept, facts=register.facts("Một"), version=seen
    )
    with pytest.raises(ChangedMeanwhileError):
        actions.edit_enterprise(
            by=operator(), enterprise=kept, facts=register.facts("Hai"), version=seen
        )
    kept.refresh_from_db()
    assert kept.name == "Một"


def test_an_owner_edits_the_own_entry_and_dung_does_not():
    ours = register.ans_cooperative()
    given = register.facts("Hợp tác xã của An, tên mới (hư cấu)", kind="hop-tac-xa")
    actions.edit_enterprise(by=people.an(), enterprise=ours, facts=given)
    with pytest.raises(NotAllowedError):
        actions.edit_enterprise(by=people.dung(), enterprise=ours, facts=given)
    with pytest.raises(NotAllowedError):
        actions.edit_enterprise(
            by=people.with_role(people.an(), "nhan-vien"), enterprise=ours, facts=given
        )


def test_an_officer_does_not_move_an_entry_out_of_the_own_territory():
    kept = register.party()
    with pytest.raises(FieldError) as caught:
        actions.edit_enterprise(
            by=people.officer(LAC_DUONG),
            enterprise=kept,
            facts=register.facts(commune_code=DA_TEH),
        )
    assert caught.value.field == "commune_code"


def test_the_journal_names_fields_and_no_person():
    kept = register.household(phone="0912 345 678", tax_code="068085001234")
    given = register.facts("Tên người khác (hư cấu)", kind="nong-ho")
    actions.edit_enterprise(by=operator(), enterprise=kept, facts=given)
    lines = JournalEntry.objects.filter(subject_kind="parties.enterprise")
    assert [line.verb for line in lines.order_by("pk")] == [
        "enterprise.registered",
        "enterprise.edited",
    ]
    told = str([line.details for line in lines])
    assert "name" in told
    for person in ("Lơ Mu", "người khác", "0912", "0680"):
        assert person not in told


def test_a_closed_enterprise_stays_and_may_open_again():
    kept = register.party()
    actions.close_enterprise(by=operator(), enterprise=kept, closed_on=date(2026, 1, 1))
    assert queries.enterprise(operator(), kept.code).closed_on == date(2026, 1, 1)
    actions.reopen_enterprise(by=operator(), enterprise=kept)
    assert queries.enterprise(operator(), kept.code).closed_on is None


# counting


def test_figures_by_new_and_old_units():
    register.party(earlier_commune_code="24865")
    register.party("Hai (hư cấu)")
    register.party("Ba (hư cấu)", commune_code=LANG_BIANG)
    register.party("Bốn (hư cấu)", commune_code=LANG_BIANG, earlier_commune_code="24862")
    told = {line.name: line.count for line in queries.counted(operator(), "commune")}
    assert told == {"Xã Lạc Dương": 2, "Phường Lang Biang - Đà Lạt": 2}
    told = {line.name: line.count for line in queries.counted(operator(), "district")}
    assert told == {"Huyện Lạc Dương": 3, "": 1}
    told = {line.name: line.count for line in queries.counted(operator(), "old_province")}
    assert told == {"Lâm Đồng": 4}


def test_figures_count_what_the_asker_may_see(django_assert_num_queries):
    register.party()
    register.household()
    with django_assert_num_queries(1):
        lines = queries.counted(operator(), "kind")
    assert {line.code: line.count for line in lines} == {"cong-ty": 1, "nong-ho": 1}
    assert queries.counted(people.dung(), "kind") == []
