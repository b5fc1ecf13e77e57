"""A batch of rows is checked with as many queries as a few rows, and hears what each would hear alone."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import people
from tests.parties import register
from tests.parties.register import LAC_DUONG
from txng.accounts.actors import operator
from txng.documents.imports import Given
from txng.parties import actions, queries
from txng.parties.actions import CodeFacts, PlaceFacts
from txng.parties.importing import ENTERPRISES, PLOTS
from txng.parties.importing_members import MEMBERS
from txng.parties.importing_places import ESTABLISHMENTS, SITE_CODES
from txng.parties.models import Membership

pytestmark = pytest.mark.django_db
PLACE = "Xã Đạ Sar, Huyện Lạc Dương"
FEW, MANY = 2, 9


@pytest.fixture
def cooperative():
    """An's, with as many members that have no account, each with a plot and a place."""
    an = people.an()
    group = register.ans_cooperative()
    for number in range(MANY):
        one = register.household(f"Hộ {number} (hư cấu)")
        Membership.objects.create(group=group, member=one)
        register.plot(one)
        facts = PlaceFacts("kho", f"Kho {number}", LAC_DUONG)
        actions.register_establishment(by=operator(), enterprise=one, facts=facts)
        code = CodeFacts("vung-trong", f"VN-LDOR-1{number:03}", date(2023, 5, 1))
        actions.register_site_code(by=operator(), enterprise=one, facts=code)
    return an, group


def members():
    return list(Membership.objects.order_by("pk"))


def plot(one, number):
    return {"holder": one.member.code, "name": f"Thửa {number}", "commune": PLACE}


def party(_one, number):
    return {
        "code": None, "tax_code": None, "name": f"Nhà {number}", "kind": "nong-ho", "commune": PLACE,
        "sector": register.AGRICULTURE,
    }  # fmt: skip


def kept_party(one, number):
    return party(one, number) | {"code": one.member.code}


def kept_plot(one, number):
    return plot(one, number) | {"code": one.member.plots.get().code}


def place(one, number):
    return {
        "holder": one.member.code, "kind": "kho", "name": f"Kho {number}", "commune": PLACE, "gln": None,
        "code": one.member.establishments.get().code,
    }  # fmt: skip


def member(one, number):
    return {
        "group": one.group.code,
        "member": one.member.code,
        "joined_on": None,
        "left_on": date(2025, 2, 1),
    }


def code(one, number):
    return {
        "holder": one.group.code, "kind": "vung-trong", "code": f"VN-LDOR-{number:04}",
        "issued_on": date(2023, 5, 1), "plots": one.member.plots.get().code,
    }  # fmt: skip


def kept_code(one, number):
    return {
        "holder": one.member.code, "kind": "vung-trong", "code": f"VN-LDOR-1{number:03}",
        "issued_on": date(2023, 5, 1), "plots": one.member.plots.get().code,
        "establishment": one.member.establishments.get().code,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("importer", "row"),
    [
        (ENTERPRISES, kept_party),
        (PLOTS, plot),
        (PLOTS, kept_plot),
        (ESTABLISHMENTS, place),
        (MEMBERS, member),
        (SITE_CODES, code),
        (SITE_CODES, kept_code),
    ],
)
def test_many_rows_are_checked_with_as_many_queries_as_a_few(cooperative, importer, row):
    an, _group = cooperative
    rows = [Given(number, row(one, number)) for number, one in enumerate(members())]

    def queries_for(count):
        with CaptureQueriesContext(connection) as seen:
            assert importer.check(an, rows[:count]) == {}
        return len(seen)

    assert queries_for(MANY) == queries_for(FEW) <= 9


def test_texts_asked_together_lead_where_each_leads_alone(cooperative):
    officer = people.officer(LAC_DUONG)
    kept = register.party("Kho Gió (hư cấu)", tax_code="0100233488")
    merged, twice = register.party("Kho Gió A (hư cấu)"), register.party("Kho Gió B (hư cấu)")
    foreign = register.party("Bí mật (hư cấu)", commune_code="25126")
    told = {"by": operator(), "reason": "Trùng"}
    actions.merge_enterprises(keep=twice, drop=merged, **told)
    actions.merge_enterprises(keep=kept, drop=twice, **told)
    texts = [
        kept.code, kept.code.lower().replace("-", " "), "0100233488", "01 0023 3488", merged.code, twice.code,
        foreign.code, members()[0].member.code, "DV-000099-0", "", "xyz",
    ]  # fmt: skip
    alone = {
        text: queries.enterprise(officer, text) or queries.with_tax_code(officer, text)
        for text in texts
    }
    assert queries.called(officer, texts) == {text: one for text, one in alone.items() if one}
    assert {one for one in alone.values() if one} == {kept, members()[0].member}


def test_whoever_may_change_one_alone_may_change_it_among_many(cooperative):
    an, group = cooperative
    member = members()[0].member
    stranger, company = register.household("Người dưng (hư cấu)"), register.dungs_company()
    some = [group, member, stranger, company]
    for actor in (an, people.dung(), people.officer(LAC_DUONG), people.officer("25126")):
        alone = {one.pk for one in some if queries.may_change(actor, one)}
        assert queries.changeable(actor, some) == alone
    assert queries.changeable(an, some) == {group.pk, member.pk}


def test_rows_behind_one_that_was_written_know_of_it(cooperative):
    """A member that leaves and comes back in one sheet; a GLN that goes from one place to the next."""
    officer = people.officer(LAC_DUONG)
    first, second = members()[:2]
    again = {"group": first.group.code, "member": first.member.code}
    left, back = date(2025, 2, 1), date(2025, 3, 1)
    told = MEMBERS.apply(
        officer,
        [
            Given(2, again | {"joined_on": None, "left_on": left}),
            Given(3, again | {"joined_on": back, "left_on": None}),
            Given(4, again | {"joined_on": back, "left_on": None}),
        ],
    )
    assert [one.outcome for one in told] == ["updated", "created", "unchanged"]
    gln, next_gln = "8930000000002", "8930000000019"
    ESTABLISHMENTS.apply(officer, [Given(2, place(first, 0) | {"gln": gln})])
    told = ESTABLISHMENTS.apply(
        officer,
        [
            Given(2, place(first, 0) | {"gln": next_gln}),
            Given(3, place(second, 1) | {"gln": gln}),
            Given(4, place(first, 0) | {"code": None, "gln": next_gln}),
        ],
    )
    assert [one.outcome for one in told] == ["updated", "updated", "unchanged"]
