"""The side menu offers each role what opens for it, and says where one is."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests import people
from txng.accounts.models import Organisation
from txng.conf import menu, roles

pytestmark = pytest.mark.django_db
SIGNED_IN = sorted(code for code, role in roles.ROLES.items() if not role.is_for_devices)


def person(role):
    kind = roles.ROLES[role].kinds[0]
    if kind == "agency":
        return people.officer(role=role)
    if kind == "enterprise":
        return people.with_role(people.an(), role)
    holder = Organisation.objects.create(name="Lá Non (hư cấu)", kind=kind, code="la-non")
    return people.with_role(
        people.replace(people.an(), organisation_id=holder.pk, organisation=holder.name), role
    )


def side(client, address):
    page = unescape(client.get(address).content.decode())
    return page.partition('<nav class="side"')[2].partition("</nav>")[0]


@pytest.mark.parametrize("role", SIGNED_IN)
def test_what_the_menu_offers_opens(role):
    client = people.client_of(person(role))
    offered = re.findall(r'<a href="([^"]+)"', side(client, "/toi"))
    assert offered
    closed = {address: client.get(address).status_code for address in offered}
    assert {address: code for address, code in closed.items() if code >= 400} == {}


def test_every_route_of_the_menu_is_an_address_that_names_no_object():
    """One that does not lead anywhere would take its whole entry out of what is marked as here."""
    for group in menu.SIDE:
        for work in group.entries:
            assert [reverse(route) for route in (work.route, *work.also)], work.title


def test_groups_close_where_there_are_many_but_the_one_of_the_work_at_hand():
    told = side(people.client_of(people.binh()), "/kinh-phi")
    assert re.findall(r"<details open><summary[^>]*>([^<]+)", told) == ["Kinh phí của Kế hoạch"]
    own = side(people.client_of(person("chung-nhan")), "/toi")
    assert "<details>" not in own


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/danh-gia", "Tự đánh giá"),
        ("/danh-gia/cong-bo", "Công bố phù hợp"),
        ("/danh-gia/bo-tieu-chi", "Bộ tiêu chí"),
        ("/so/to-chuc-chung-nhan", "Tổ chức chứng nhận"),
    ],
)
def test_one_entry_says_where_one_is(address, title):
    told = side(people.client_of(people.an()), address)
    assert re.findall(r'aria-current="page"[^>]*>\s*([^<]+?)\s*<', told) == [title]
