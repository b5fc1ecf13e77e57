"""The explorer of somebody who is signed in: what a lent view would show, for as long as they are."""

import pytest

from tests import people
from tests.journeys.test_explorer import FILES, ROASTED, SECRETS, VIEWS, look, story, text
from txng.accounts.actors import Actor
from txng.journeys import queries
from txng.journeys.model import Level

__all__ = ["story"]
pytestmark = pytest.mark.django_db
BANNER = "Đang xem thay mặt"


def signed_in(person: Actor, path: str = "") -> str:
    client = people.client_of(person)
    response = client.get(
        f"/hanh-trinh{path}", {"code": ROASTED}, headers={"accept-language": "vi"}
    )
    assert "no-store" in response["Cache-Control"]
    return response.content.decode()


@pytest.mark.parametrize("path", VIEWS)
@pytest.mark.parametrize("person", [people.dung, people.chi])
def test_organisations_and_oversight_see_what_a_lent_view_shows(client, story, path, person):
    own, lent = signed_in(person(), path), text(look(client, person(), path))
    assert BANNER in own
    for secret in SECRETS:
        assert (secret in own) == (secret in lent), secret
    assert "Thôi xem" not in own, "there is nothing lent to give back"


@pytest.mark.parametrize("path", FILES)
def test_files_are_those_of_the_one_who_is_signed_in(client, story, path):
    client.cookies.clear()
    assert ("612" in signed_in(people.chi(), path)) == (
        "612" in look(client, people.chi(), path).content.decode()
    )


def test_the_public_is_told_where_to_sign_in_and_comes_back_to_the_same_journey(client, story):
    page = text(look(client, None))
    assert BANNER not in page
    assert f"/dang-nhap?next=/hanh-trinh%3Fcode%3D{ROASTED[:5]}" in page.replace("%2F", "/")


def test_a_lent_view_goes_before_the_own_one(client, story):
    people.sign_in(client, people.dung())
    session = dict(client.cookies)
    look(client, people.chi())
    client.cookies.update(session)
    page = client.get("/hanh-trinh", {"code": ROASTED}, headers={"accept-language": "vi"})
    assert f"{BANNER} <bdi>{people.CHIS_INSPECTORATE}" in page.content.decode()


def test_events_know_no_communes_so_a_duty_for_some_of_them_shows_no_event(db):
    officer = people.officer("24846", role="kiem-tra")
    assert queries.viewer("", officer).level is not Level.ALL
    assert queries.viewer("", people.chi()).level is Level.ALL
    assert queries.viewer("", None).level is Level.PUBLIC
