"""Every route x every role x {own, adjacent, foreign, missing}, generated from the URLconf.

    nobody                            -> the sign-in page, whatever the address names
    signed in, without the right      -> 403, before any object is looked for
    with the right, an object of one's own, or open to the role  -> an answer that is neither 403 nor 404
    with the right, anybody else's    -> byte for byte the answer about an object that does not exist

A route that is neither public with a reason nor guarded fails; so does a guarded route that names an object
nobody told about (tests/accounts/matrix.py). The table grows by itself as rooms add routes.
"""

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import environment, people
from tests.accounts import matrix
from txng.accounts.access import Access, Public, RequiresRight, RequiresScope, SignedIn, access_of
from txng.accounts.actors import Actor
from txng.conf import roles

METHODS = ("GET", "POST")
SIGN_IN = "/dang-nhap"


@dataclass(frozen=True)
class Route:
    name: str
    names: tuple[str, ...]  # of what the address names
    mark: Access | None

    @property
    def is_guarded(self) -> bool:
        return not isinstance(self.mark, Public)


def _patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = ":".join(filter(None, (space, entry.namespace or "")))
            yield from _patterns(entry, inner)
        else:
            yield ":".join(filter(None, (space, entry.name or ""))), entry


@cache
def routes() -> tuple[Route, ...]:
    return tuple(
        Route(name, tuple(entry.pattern.regex.groupindex), access_of(entry.callback))
        for name, entry in _patterns(get_resolver())
    )


# The door and the questions behind it are the same on both engines, and each room tests its own on both.
on_one_engine = pytest.mark.skipif(
    environment.engine(os.environ) == "postgresql", reason="the matrix of routes runs on SQLite"
)

GUARDED = [route for route in routes() if route.is_guarded]
NAMING = [route for route in GUARDED if route.names]
TOLD = [route for route in NAMING if route.name in matrix.registered()]


def holder(role: str) -> Actor:
    """Somebody who holds this role: An's people, the certifier's, or Bình's."""
    kind = roles.ROLES[role].kinds[0]
    if kind == "enterprise":
        return people.an() if role == "chu-co-so" else people.with_role(people.an(), role)
    if kind == "agency":
        return people.binh() if role == "thuong-truc" else people.with_role(people.binh(), role)
    return people.with_role(certifiers_person(), role)


def certifiers_person() -> Actor:
    from txng.accounts import actions
    from txng.accounts.actors import operator

    body = actions.ensure_organisation(
        by=operator(), name="Chứng nhận Lá Non (hư cấu)", kind="certifier"
    )
    return Actor(body.pk, body.name, frozenset({"query"}), "Lá Non")


def may_open(route: Route, role: str) -> bool:
    if isinstance(route.mark, SignedIn):
        return True
    assert isinstance(route.mark, RequiresRight), f"{route.name}: {route.mark}"
    return route.mark.right in roles.rights_of(role)


def ask(client: Client, route: Route, method: str, kwargs: matrix.Kwargs) -> tuple[int, str, bytes]:
    """Status, where to, and the body with the words of this address taken out."""
    address = reverse(route.name, kwargs=dict(kwargs))
    answer = client.get(address) if method == "GET" else client.post(address)
    body = b"" if answer.streaming else answer.content
    for spelt in (address, quote(address), quote(address, safe="")):
        body = body.replace(spelt.encode(), b"...")
    to = answer.headers.get("Location", "")
    return answer.status_code, to, re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", body)


def test_every_route_is_public_with_a_reason_or_guarded():
    unmarked = [route.name for route in routes() if route.mark is None]
    for_machines = [route.name for route in routes() if isinstance(route.mark, RequiresScope)]
    assert (unmarked, for_machines) == ([], [])
    assert len(GUARDED) >= 30


def test_every_guarded_route_asks_for_a_right_that_a_role_gives():
    held = {right for code in roles.ROLES for right in roles.rights_of(code)}
    asked = {r.name: r.mark.right for r in GUARDED if isinstance(r.mark, RequiresRight)}
    assert {name: right for name, right in asked.items() if right not in held} == {}


def test_every_guarded_route_that_names_an_object_has_one_in_the_matrix():
    told = matrix.registered()
    assert [route.name for route in NAMING if route.name not in told] == []
    assert sorted(set(told) - {route.name for route in NAMING}) == []


@on_one_engine
@pytest.mark.django_db
@pytest.mark.parametrize(
    "route", [one for one in GUARDED if not one.names or one in TOLD], ids=lambda route: route.name
)
def test_nobody_is_led_to_the_sign_in_page(route):
    kwargs = matrix.registered()[route.name]().own if route.names else {}
    for method in METHODS:
        status, to, _body = ask(Client(), route, method, kwargs)
        page, _mark, asked = to.partition("?")
        assert (status, page) == (302, SIGN_IN), method
        assert asked.startswith("next=") is (method == "GET"), "a button leads back to its page"


@on_one_engine
@pytest.mark.django_db
@pytest.mark.parametrize("role", roles.ROLES)
def test_a_role_opens_exactly_the_routes_of_its_rights(role):
    """Routes that name nothing; a request of either method that the door refuses is a 403, no other is."""
    wrong = []
    for route in GUARDED:
        if route.names or route.name in ("accounts:sign_out", "accounts:passkey_options"):
            continue
        client = people.client_of(holder(role))
        for method in METHODS:
            status = ask(client, route, method, {})[0]
            if (status == 403) == may_open(route, role):
                wrong.append(f"{method} {route.name}: {status}")
    assert wrong == []


@on_one_engine
@pytest.mark.django_db
@pytest.mark.parametrize("route", TOLD, ids=lambda route: route.name)
def test_a_foreign_object_answers_like_a_missing_one(route):
    objects = matrix.registered()[route.name]()
    wrong = []
    for role in roles.ROLES:
        if may_open(route, role):
            client = people.client_of(holder(role))
            wrong += [f"{role} {told}" for told in _seen_through(client, route, role, objects)]
    for role in _some_who_are_refused(route):
        client = people.client_of(holder(role))
        wrong += [f"{role} {told}" for told in _refused_at_the_door(client, route, objects)]
    assert wrong == []


def _some_who_are_refused(route: Route) -> set[str]:
    """Two roles without the right, others for the next route: the door asks for the right and for nothing
    else, so every role meets it hundreds of times in the whole matrix."""
    refused = [role for role in roles.ROLES if not may_open(route, role)]
    place = TOLD.index(route)
    return (
        {refused[at % len(refused)] for at in (place, place + len(refused) // 2)}
        if refused
        else set()
    )


def _seen_through(
    client: Client, route: Route, role: str, objects: matrix.Objects
) -> Iterator[str]:
    """Behind the door: what is not seen answers like what is not there."""
    for method in METHODS:
        missing = ask(client, route, method, objects.missing)
        if missing[0] not in (404, 405):
            yield f"{method} missing: {missing[0]}"
        for whose in matrix.WHOSE:
            kwargs = objects.of(whose)
            is_open = objects.is_seen(whose, role)
            if kwargs is None or (is_open and method == "POST" and missing[0] != 405):
                continue  # a POST would change what the next role sees
            answer = ask(client, route, method, kwargs)
            if is_open and missing[0] != 405:
                if answer[0] in (403, 404):
                    yield f"{method} {whose}: {answer[0]}"
            elif answer != missing:
                yield f"{method} {whose}: {answer[:2]}, missing {missing[:2]}"


def _refused_at_the_door(client: Client, route: Route, objects: matrix.Objects) -> Iterator[str]:
    """The door knows the route alone, so one object that is there and one that is not say it all."""
    missing = ask(client, route, "GET", objects.missing)
    there = ask(client, route, "GET", objects.own)
    posted = ask(client, route, "POST", objects.own)
    if (missing[0], posted[0]) != (403, 403) or there != missing:
        yield f"without the right: {missing[0]}, there {there[:2]}, posted {posted[0]}"


@on_one_engine
@pytest.mark.django_db
@pytest.mark.parametrize("route", TOLD, ids=lambda route: route.name)
def test_what_is_ones_own_can_be_posted_to(route):
    """The other half: the matrix would be as happy if every door were shut."""
    objects = matrix.registered()[route.name]()
    for role in roles.ROLES:
        for whose in matrix.WHOSE:
            kwargs = objects.of(whose)
            if kwargs and may_open(route, role) and objects.is_seen(whose, role):
                status = ask(people.client_of(holder(role)), route, "POST", kwargs)[0]
                assert status not in (403, 404), (role, whose)
                return
    pytest.fail("no role may see any object of this route")


def test_how_large_the_matrix_is(capsys):
    objects = len(TOLD) * len(roles.ROLES) * (len(matrix.WHOSE) + 1) * len(METHODS)
    plain = (len(GUARDED) - len(NAMING)) * len(roles.ROLES) * len(METHODS)
    with capsys.disabled():
        sys.stdout.write(
            f"\nmatrix: {len(routes())} routes, {len(GUARDED)} guarded"
            f" (objects for {len(TOLD)} of {len(NAMING)} that name one)"
            f" x {len(roles.ROLES)} roles and nobody: {plain + objects} answers\n"
        )
    assert plain + objects > 500
