"""Names of persons for the standing agency: closed, opened for an hour and a reason, read by their owner."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests import people
from tests.parties import register
from tests.parties.register import DA_TEH, LAC_DUONG
from txng.accounts.actors import operator
from txng.accounts.models import JournalEntry
from txng.conf import roles
from txng.parties import actions, queries
from txng.parties.errors import FieldError, NotAllowedError
from txng.parties.models import PersonsOpening

pytestmark = pytest.mark.django_db
NAME, REASON = "Lơ Mu Ha Krong (hư cấu)", "Xác minh phản ánh số 12"


@pytest.fixture
def binh():
    return people.signed_in_actor(people.binh())


@pytest.fixture
def grower():
    """Dũng's household, with an account of its own."""
    return register.of(people.dung(), NAME, kind="nong-ho", phone="0263 382 2222")


def opened(by, enterprise, reason=REASON, **told):
    return actions.open_persons(by=by, enterprise=enterprise, reason=reason, **told)


def test_the_standing_agency_has_no_standing_right_to_names_and_officers_of_a_place_have():
    held = {code for code in roles.ROLES if "parties.see_persons" in roles.rights_of(code)}
    assert held == {"can-bo", "kiem-tra"}
    assert {code for code in roles.ROLES if "parties.open_persons" in roles.rights_of(code)} == {
        "thuong-truc"
    }


def test_a_name_is_closed_until_it_is_opened_and_closed_again_after_an_hour(binh, grower):
    land = register.plot(grower)
    assert queries.enterprise(binh, grower.code).shown_name == "Nông hộ DV-000001-7"
    assert not queries.plot(binh, land.code).shows_person
    opened(binh, grower)
    assert queries.enterprise(binh, grower.code).shown_name == NAME
    assert queries.plot(binh, land.code).shows_person
    PersonsOpening.objects.update(
        opened_at=timezone.now() - timedelta(minutes=61),
        until=timezone.now() - timedelta(minutes=1),
    )
    assert queries.enterprise(binh, grower.code).shown_name == "Nông hộ DV-000001-7"


def test_one_opening_opens_one_party_to_one_person_and_no_search(binh, grower):
    other = register.household("Ka Brèm (hư cấu)")
    opened(binh, grower)
    assert not queries.enterprise(binh, other.code).shows_person
    colleague = replace(binh, person_id=people.account_of(people.chi()).pk)
    assert not queries.enterprise(colleague, grower.code).shows_person
    machine = replace(binh, person_id=None)
    assert not queries.enterprise(machine, grower.code).shows_person
    found = queries.matching(binh, queries.enterprises(binh), "ha krong")
    assert list(found.rows) == []  # a search would tell names one letter at a time


def test_the_owner_reads_who_opened_and_why(binh, grower):
    opened(binh, grower, case_number="VV-7")
    line = JournalEntry.objects.get(verb="persons.opened")
    assert (line.concerns_id, line.details["reason"]) == (grower.organisation_id, REASON)
    assert NAME not in str(line.details)
    owner = people.client_of(people.dung())
    page = owner.get(f"/so/co-so/{grower.code}").content.decode()
    assert REASON in page
    assert "VV-7" in page
    assert "Mở tên người của một cơ sở" in owner.get("/nhat-ky").content.decode()


def test_a_reason_is_needed_and_the_right_within_its_reach(binh, grower):
    with pytest.raises(FieldError, match="Ghi lý do"):
        opened(binh, grower, reason=" ")
    (grant,) = binh.grants
    elsewhere = replace(binh, grants=(replace(grant, territories=frozenset({DA_TEH})),))
    for nobody in (elsewhere, people.signed_in_actor(people.chi()), operator(),
                   replace(binh, person_id=None)):  # fmt: skip
        with pytest.raises(NotAllowedError):
            opened(nobody, grower)
    assert not PersonsOpening.objects.exists()


def test_a_form_that_would_show_the_name_is_opened_first(binh, grower):
    browser = people.client_of(people.binh())
    land = register.plot(grower)
    for path in (f"/so/co-so/{grower.code}/sua", f"/so/thua/{land.code}/sua"):
        answer = browser.get(path)
        assert answer["Location"] == f"/so/co-so/{grower.code}/mo-ten"
    answer = browser.post(f"/so/co-so/{grower.code}/mo-ten", {"reason": REASON})
    assert answer["Location"] == f"/so/co-so/{grower.code}"
    assert NAME in browser.get(f"/so/co-so/{grower.code}/sua").content.decode()


def test_oversight_lists_every_opening_without_a_name_and_others_find_no_list(binh, grower):
    opened(binh, grower)
    for person, status in ((people.binh(), 200), (people.dung(), 403), (people.chi(), 403)):
        answer = people.client_of(person).get("/so/mo-ten")
        assert answer.status_code == status
        assert NAME not in answer.content.decode()


def test_officers_of_the_place_see_names_as_before(grower):
    assert queries.enterprise(people.officer(LAC_DUONG), grower.code).shown_name == NAME
    assert queries.enterprise(people.chi(), grower.code).shown_name == NAME


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_at_once_one_opens(binh, grower):
    def click(_number):
        try:
            return opened(binh, grower).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(click, range(2)))) == 1
    assert JournalEntry.objects.filter(verb="persons.opened").count() == 1
