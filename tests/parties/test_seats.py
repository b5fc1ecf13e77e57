"""Whose people act for an agency: given, moved and taken away on a page of the agency."""

import pytest
from django.urls import reverse

from tests import people
from txng.accounts.actors import operator
from txng.accounts.models import JournalEntry
from txng.parties import actions, queries
from txng.parties.models import Agency

pytestmark = pytest.mark.django_db
HEALTH = "so-y-te"


@pytest.fixture(autouse=True)
def plan():
    actions.load_plan(by=operator())


def send(person, number, code=HEALTH):
    address = reverse("parties:seat_agency", args=[code])
    return people.client_of(person).post(address, {"organisation": str(number)})


def seated(code=HEALTH):
    return Agency.objects.get(code=code).organisation_id


def test_the_standing_agency_gives_an_agency_its_account_and_takes_it_away():
    house = people.agency("Sở Y tế thử (hư cấu)")
    assert send(people.binh(), house.pk).status_code == 302
    assert seated() == house.pk
    page = people.client_of(people.binh()).get(reverse("parties:agency", args=[HEALTH]))
    assert "Sở Y tế thử (hư cấu)" in page.content.decode()
    assert send(people.binh(), "").status_code == 302
    assert seated() is None
    assert JournalEntry.objects.filter(verb="agency.seated").count() == 2


def test_an_account_that_acts_for_one_agency_is_not_offered_to_another():
    house = people.agency("Sở Y tế thử (hư cấu)")
    send(people.binh(), house.pk)
    answer = send(people.binh(), house.pk, "so-tai-chinh")
    assert answer.status_code == 400
    assert seated("so-tai-chinh") is None


def test_an_enterprise_and_what_is_no_number_are_refused():
    send(people.binh(), people.enterprise().pk)
    for odd in (people.enterprise().pk, "x", "999999999999999999999"):
        assert send(people.binh(), odd).status_code == 400
    assert seated() is None


def test_nobody_else_seats_an_agency_or_reads_who_is_seated():
    house = people.agency("Sở Y tế thử (hư cấu)")
    for stranger in (people.an(), people.dung(), people.chi(), people.officer()):
        assert send(stranger, house.pk).status_code == 403
        assert queries.seats(stranger) == []
        assert queries.seat(stranger, house.pk) is None
    send(people.binh(), house.pk)
    for stranger in (people.chi(), people.officer()):
        page = people.client_of(stranger).get(reverse("parties:agency", args=[HEALTH]))
        assert "Sở Y tế thử (hư cấu)" not in page.content.decode()
