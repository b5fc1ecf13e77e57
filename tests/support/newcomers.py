"""Forms of people who come in by themselves, as a browser would send them."""

from itertools import count

from django.test import Client

from tests import people
from txng.accounts import rules as account_rules
from txng.accounts.actors import Actor
from txng.accounts.models import Organisation, User
from txng.accounts.queries import current_actor
from txng.support.models import Registration

PASSWORD = "vườn hồng trên đồi gió"
TAX_CODE = "0100233488"
LAC_DUONG = "Xã Lạc Dương"
_NUMBERS = count(1)


def form(**more: str) -> dict[str, str]:
    """A cooperative in Lạc Dương, everything filled in well."""
    usual = {
        "kieu": "mot-trang",
        "to": account_rules.new_secret(),
        "kind": "hop-tac-xa",
        "work": "trong-nuoi",
        "name": "Hợp tác xã Suối Vàng (hư cấu)",
        "tax_code": TAX_CODE,
        "commune": LAC_DUONG,
        "full_name": "Lê Thị Mơ",
        "username": f"mo.le{next(_NUMBERS)}",
        "consent": "on",
        "password": PASSWORD,
    }
    return usual | more


def household(**more: str) -> dict[str, str]:
    return form(kind="nong-ho", name="Kơ Să Ha Nhơn (hư cấu)", tax_code="", **more)


def send(told: dict[str, str], client: Client | None = None):
    people.shipped("chu-co-so-cho")
    return (client or Client()).post("/bat-dau/dang-ky", told)


def registered(**more: str) -> tuple[Registration, Actor, Client]:
    """Somebody who has just come in: the row, the actor, the browser."""
    client, told = Client(), form(**more)
    answer = send(told, client)
    assert answer.status_code == 303, answer.content.decode()[:3000]
    return (*of(told["username"]), client)


def of(username: str) -> tuple[Registration, Actor]:
    person = User.objects.get(username=username)
    row = Registration.objects.select_related("enterprise").get(person=person)
    return row, actor_of(row)


def actor_of(row: Registration) -> Actor:
    """As the pages see them now."""
    organisation = Organisation.objects.get(enterprise=row.enterprise_id)
    return current_actor(row.person, organisation)


def registered_as(username: str) -> tuple[Registration, Actor, Client]:
    client = Client()
    assert send(form(username=username), client).status_code == 303
    row = Registration.objects.select_related("enterprise", "person").get()
    return row, actor_of(row), client
