"""Sheets of places, codes of areas and members: checked, written, the same again, taken back."""

from datetime import date

import pytest

from tests import people
from tests.parties import register
from tests.parties.register import LAC_DUONG
from tests.parties.test_importing import (  # noqa: F401 - `files` is a fixture
    files,
    said,
    started,
    taken_back,
    written,
    wrong_keys,
)
from txng.accounts.actors import operator
from txng.accounts.models import JournalEntry
from txng.parties import actions
from txng.parties.actions import PlaceFacts
from txng.parties.importing_members import MEMBERS
from txng.parties.importing_places import ESTABLISHMENTS, SITE_CODES
from txng.parties.models import Establishment, Membership, SiteCode

pytestmark = pytest.mark.django_db
GLN, OTHER_GLN = "8930000000002", "8930000000019"
TODAY = date(2025, 3, 1)


@pytest.fixture
def officer():
    return people.signed_in_actor(people.officer(LAC_DUONG, "24846"))


def place(**more):
    usual = {
        "holder": "DV-000001-7", "kind": "Kho", "name": "Kho Đạ Sar", "commune": "Xã Đạ Sar, Huyện Lạc Dương"
    }  # fmt: skip
    return usual | more


def test_places_with_and_without_a_gln_go_in_and_the_same_sheet_again_changes_nothing(officer):
    register.party(tax_code="0100233488")
    rows = (
        place(gln=GLN, spot="12,1 108,6"),
        place(holder="0100233488", name="Chợ", kind="Cửa hàng"),
    )
    run = written(officer, ESTABLISHMENTS, *rows)
    assert (run.created, run.wrong) == (2, 0)
    kept = Establishment.objects.get(gln=GLN)
    assert (kept.latitude, kept.longitude, kept.earlier_commune_code) == (
        12100000,
        108600000,
        "24865",
    )
    again = written(officer, ESTABLISHMENTS, rows[0])
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)


def test_a_place_without_a_gln_is_found_by_its_code_and_gets_one_later(officer):
    register.party()
    written(officer, ESTABLISHMENTS, place(spot="12,1 108,6"))
    code = Establishment.objects.get().code
    run = written(officer, ESTABLISHMENTS, place(code=code, gln=GLN, name="Kho lớn"))
    kept = Establishment.objects.get()
    assert (run.updated, kept.gln, kept.name, kept.latitude) == (1, GLN, "Kho lớn", 12100000)
    taken_back(officer, run)
    kept.refresh_from_db()
    assert (kept.gln, kept.name, kept.latitude) == ("", "Kho Đạ Sar", 12100000)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"holder": "DV-000009-3"}, "holder"),
        ({"gln": "8930000000003"}, "gln"),
        ({"gln": OTHER_GLN}, "gln"),
        ({"code": "DD-000009-3"}, "code"),
        ({"kind": "Sân bay"}, "kind"),
        ({"spot": "xa lắm"}, "spot"),
    ],
)
def test_a_wrong_place_is_told_at_its_cell(officer, changes, key):
    register.party()
    others = register.party("Bí mật (hư cấu)", commune_code="25126")
    actions.register_establishment(
        by=operator(), enterprise=others, facts=PlaceFacts("kho", "Kho kín", "25126", gln=OTHER_GLN)
    )
    run = started(officer, ESTABLISHMENTS, place(), place(**changes))
    assert (run.good, run.wrong, wrong_keys(run)) == (1, 1, [key])
    assert "Bí mật" not in str([row.problems for row in run.rows.all()])


def test_new_places_go_again_but_for_one_that_somebody_changed(officer):
    register.party()
    run = written(officer, ESTABLISHMENTS, place(name="Một"), place(name="Hai"))
    two = Establishment.objects.get(name="Hai")
    facts = PlaceFacts("kho", "Hai A", LAC_DUONG)
    actions.edit_establishment(by=operator(), establishment=two, facts=facts)
    run = taken_back(officer, run)
    assert [one.name for one in Establishment.objects.all()] == ["Hai A"]
    assert (run.taken_back, run.kept) == (1, 1)
    assert JournalEntry.objects.get(verb="establishment.withdrawn").actor == officer.name


def code(**more):
    usual = {
        "holder": "DV-000001-7", "kind": "Mã số vùng trồng", "code": "VN-LDOR-0042",
        "issued_on": date(2023, 5, 1),
    }  # fmt: skip
    return usual | more


def test_a_code_of_an_area_goes_in_with_its_plots_and_out_again(officer):
    owner = register.party()
    one, two = register.plot(owner), register.plot(owner, 0.01, 0.012)
    run = written(officer, SITE_CODES, code(code="vn ldor 0042", plots=f"{one.code}; {two.code}"))
    kept = SiteCode.objects.get()
    assert (run.created, kept.code, set(kept.plots.all())) == (1, "VN-LDOR-0042", {one, two})
    later = written(officer, SITE_CODES, code(countries="Trung Quốc", plots=one.code))
    kept.refresh_from_db()
    assert (later.updated, kept.countries, list(kept.plots.all())) == (1, "Trung Quốc", [one])
    assert written(officer, SITE_CODES, code(countries="Trung Quốc")).unchanged == 1
    taken_back(officer, later)
    kept.refresh_from_db()
    assert (kept.countries, set(kept.plots.all())) == ("", {one, two})
    run = taken_back(officer, run)
    assert (run.kept, said(run)) == (1, ["Đã có người sửa hoặc dùng mã này, nên giữ lại."])


def test_a_new_code_that_nobody_touched_is_taken_back(officer):
    one = register.plot(register.party())
    run = written(officer, SITE_CODES, code(plots=one.code))
    taken_back(officer, run)
    assert not SiteCode.objects.exists()
    assert JournalEntry.objects.filter(verb="sitecode.withdrawn").count() == 1


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"code": "ABC"}, "code"),
        ({"issued_on": date(2022, 5, 1)}, "issued_on"),
        ({"code": "VN-LDOR-0001"}, "code"),
        ({"valid_until": date(2020, 1, 1)}, "valid_until"),
        ({"plots": "TH-000009-3"}, "plots"),
        ({"establishment": "DD-000009-3"}, "establishment"),
    ],
)
def test_a_wrong_code_is_told_at_its_cell(officer, changes, key):
    register.party()
    others = register.party("Bí mật (hư cấu)", commune_code="25126")
    for text, owner in (("VN-LDOR-0001", others), ("VN-LDOR-0042", None)):
        if owner is not None:
            register_code(owner, text)
    written(officer, SITE_CODES, code())
    run = started(officer, SITE_CODES, code(**changes))
    assert (run.wrong, wrong_keys(run)) == (1, [key])


def register_code(owner, text):
    facts = actions.CodeFacts(kind="vung-trong", code=text, issued_on=date(2023, 5, 1))
    return actions.register_site_code(by=operator(), enterprise=owner, facts=facts)


def member(**more):
    return {"group": "DV-000001-7", "member": "DV-000002-5", "joined_on": TODAY} | more


@pytest.fixture
def cooperative():
    """And a household beside it: DV-000001-7 and the next."""
    register.party("Hợp tác xã Gió (hư cấu)", kind="hop-tac-xa")
    return register.household().code


def test_members_go_in_leave_and_come_back(officer, cooperative):
    run = written(officer, MEMBERS, member(member=cooperative))
    assert (run.created, Membership.objects.get().joined_on) == (1, TODAY)
    assert written(officer, MEMBERS, member(member=cooperative)).unchanged == 1
    gone = written(officer, MEMBERS, member(member=cooperative, left_on=date(2025, 6, 1)))
    assert (gone.updated, Membership.objects.get().left_on) == (1, date(2025, 6, 1))
    again = written(officer, MEMBERS, member(member=cooperative, left_on=date(2025, 6, 1)))
    assert (again.unchanged, Membership.objects.count()) == (1, 1)
    taken_back(officer, gone)
    assert Membership.objects.get().left_on is None
    taken_back(officer, run)
    assert not Membership.objects.exists()
    verbs = set(
        JournalEntry.objects.filter(verb__startswith="membership.").values_list("verb", flat=True)
    )
    assert verbs == {
        "membership.begun",
        "membership.ended",
        "membership.resumed",
        "membership.struck",
    }


def test_a_membership_that_somebody_ended_since_stays(officer, cooperative):
    run = written(officer, MEMBERS, member(member=cooperative))
    kept = Membership.objects.get()
    actions.end_membership(
        by=operator(), group=kept.group, number=kept.pk, left_on=date(2025, 9, 1)
    )
    run = taken_back(officer, run)
    assert said(run) == ["Đã có người sửa sau lần nhập, nên giữ nguyên."]
    assert Membership.objects.exists()


def test_a_wrong_membership_is_told_at_its_cell(officer, cooperative):
    written(officer, MEMBERS, member(member=cooperative))
    run = started(
        officer,
        MEMBERS,
        member(member="DV-000009-3"),
        member(group=cooperative, member="DV-000001-7"),
        member(member="DV-000001-7"),
        member(member=cooperative, joined_on=date(2025, 4, 1)),
        member(member=cooperative, left_on=date(2025, 2, 1)),
    )
    assert wrong_keys(run) == ["member", "group", "member", "joined_on", "left_on"]
