"""Each commune's committee is an agency of its own, one of the many of "UBND cấp xã"."""

from datetime import date

import pytest
from django.urls import reverse

from tests import people
from txng.accounts.actors import operator
from txng.accounts.models import JournalEntry, Organisation
from txng.parties import actions, queries
from txng.parties.errors import FieldError, NotAllowedError
from txng.parties.models import Agency, AgencyName

pytestmark = pytest.mark.django_db
NOW = date(2026, 11, 28)
LAC_DUONG = "24848"


@pytest.fixture(autouse=True)
def plan():
    actions.load_plan(by=operator())


def group() -> Agency:
    return Agency.objects.get(code="ubnd-cap-xa")


def of(commune: str) -> Agency:
    return Agency.objects.get(commune_code=commune)


def test_the_plan_puts_in_all_124_each_under_its_own_name():
    found = queries.one_by_one(None, group(), NOW)
    assert len(found) == 124
    names = {one.named.short for one in found}
    assert len(names) == 124
    assert {"UBND xã Lạc Dương", "UBND đặc khu Phú Quý"} <= names
    assert queries.how_many(None, group(), NOW) == 124
    assert queries.one_by_one(None, group(), date(2025, 6, 30)) == []
    assert queries.how_many(None, group(), date(2025, 6, 30)) == 0


def test_what_is_missing_is_put_in_and_what_is_there_stays():
    AgencyName.objects.filter(agency=of(LAC_DUONG)).delete()
    of(LAC_DUONG).delete()
    assert actions.load_plan(by=operator()) == (1, 0)
    assert of(LAC_DUONG).names.get().name == "Ủy ban nhân dân xã Lạc Dương"


def test_lists_of_agencies_name_the_group_and_the_many_when_they_are_asked_for():
    assert len(queries.agencies(None, NOW, one_by_one=True)) == 124 + len(
        queries.agencies(None, NOW)
    )
    assert all(one.agency.part_of_id is None for one in queries.agencies(None, NOW))


def test_duties_stay_with_the_group():
    assert all(
        one.agency.part_of_id is None for row in queries.holders(None, NOW) for one in row.holders
    )


def test_each_gets_an_account_once_and_its_people_act_for_it():
    opened = actions.open_accounts(by=operator(), group=group())
    assert len(opened) == 124
    assert actions.open_accounts(by=operator(), group=group()) == []
    account = Organisation.objects.get(name="UBND xã Lạc Dương")
    assert account.kind == "agency"
    assert of(LAC_DUONG).organisation_id == account.pk
    assert JournalEntry.objects.filter(verb="agency.accounts_opened").count() == 1


def test_an_account_that_is_there_already_is_taken_and_one_that_is_somebody_elses_is_not():
    people.agency("UBND xã Lạc Dương")
    actions.open_accounts(by=operator(), group=group(), only=[LAC_DUONG])
    assert Organisation.objects.filter(name="UBND xã Lạc Dương").count() == 1
    people.enterprise("UBND xã Đạ Tẻh")
    with pytest.raises(FieldError, match="đã được ghi nhận"):
        actions.open_accounts(by=operator(), group=group())
    assert Agency.objects.filter(part_of=group(), organisation__isnull=False).count() == 1


def test_only_the_standing_agency_opens_them():
    for stranger in (people.an(), people.dung(), people.chi(), people.officer()):
        with pytest.raises(NotAllowedError):
            actions.open_accounts(by=stranger, group=group())


def test_the_page_of_the_group_opens_them_and_says_how_many_have_one():
    client = people.client_of(people.binh())
    page = reverse("parties:agency", args=["ubnd-cap-xa"])
    assert "Mở tài khoản cho 124 cơ quan chưa có" in client.get(page).content.decode()
    told = client.post(reverse("parties:open_accounts", args=["ubnd-cap-xa"]), follow=True)
    assert "Đã mở 124 tài khoản" in told.content.decode()
    assert "124 cơ quan đã có tài khoản" in client.get(page).content.decode()
    one = client.get(reverse("parties:agency", args=[of(LAC_DUONG).code])).content.decode()
    assert "phần của mình trong mọi nhiệm vụ" in one


def test_who_may_not_keep_the_duties_reads_names_and_no_accounts():
    page = people.client_of(people.chi()).get(reverse("parties:agency", args=["ubnd-cap-xa"]))
    assert "UBND xã Lạc Dương" in page.content.decode()
    assert "tài khoản" not in page.content.decode().split("<main")[1]
