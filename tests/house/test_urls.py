"""Every door says who may pass: each Django URL and each machine route carries a mark of access."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from txng.accounts.access import (
    Public,
    RequiresScope,
    access_of,
    public,
    requires_any_scope,
    requires_scope,
)


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def urls() -> list[tuple[str, URLPattern]]:
    return list(patterns(get_resolver()))


def test_every_url_says_who_may_pass():
    silent = [f"/{route}" for route, entry in urls() if access_of(entry.callback) is None]
    assert silent == [], "mark the view with public or requires_scope of txng.accounts.access"


def test_every_url_has_a_name():
    assert urls() != []
    assert [f"/{route}" for route, entry in urls() if not entry.name] == []


def routes_of_rooms() -> list[tuple[str, str]]:
    """Room and route of everything written with `path`: ("accounts", "lien-ket/<str:secret>")."""
    return [
        (entry.callback.__module__.split(".")[1], route)
        for route, entry in urls()
        if isinstance(entry.pattern, RoutePattern)
    ]


def test_no_address_of_one_room_could_be_meant_for_another():
    """Else the order of two lines in conf/urls.py decides who answers."""
    told = [
        (room, route, RoutePattern(route, is_endpoint=True)) for room, route in routes_of_rooms()
    ]
    values = {"int": "7", "slug": "a-b", "str": "them"}
    clashes = []
    for room, route, _pattern in told:
        sample = re.sub(r"<(\w+):\w+>", lambda found: values.get(found[1], "x"), route)
        for other, its_route, pattern in told:
            if other != room and pattern.match(sample):
                clashes.append(f"{room}: {route} and {other}: {its_route}")
    assert clashes == []
    assert len({room for room, *_ in told}) > 5


def answer(application: Any, method: str, path: str) -> str:
    """The status line of a request without a key."""
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "RAW_URI": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": "2",
        "wsgi.input": BytesIO(b"{}"),
        "wsgi.url_scheme": "http",
    }
    statuses: list[str] = []
    list(application(environ, lambda status, headers: statuses.append(status)))
    return statuses[0]


@pytest.mark.django_db
def test_every_machine_route_of_the_repository_asks_for_a_key():
    from txng.repository import rest

    paths = [
        (r.method, "/epcis" + re.sub(r"\([^)]*\)", "x", r.pattern.pattern)) for r in rest.ROUTES
    ]
    assert paths != []
    answers = {
        f"{method} {path}": answer(rest.application, method, path)[:3] for method, path in paths
    }
    assert answers == dict.fromkeys(answers, "401")


def test_every_machine_route_of_the_repository_names_scopes_that_a_key_can_hold():
    from txng.accounts.rules import SCOPES
    from txng.repository import rest

    marks = {route.handler.__name__: access_of(route.handler) for route in rest.ROUTES}
    wrong = [
        name
        for name, mark in marks.items()
        if not isinstance(mark, RequiresScope) or not mark.scopes <= set(SCOPES)
    ]
    assert wrong == []


def test_every_other_machine_door_is_public_for_a_reason():
    from txng.conf import wsgi
    from txng.repository import rest

    silent = [
        segment
        for segment, application in wsgi.MACHINES.items()
        if application is not rest.application and access_of(application) is None
        if segment != "static"  # files of the package, the same for everyone
    ]
    assert silent == []


def test_pages_are_not_the_same_as_a_machine_door():
    """A path that both Django and the machine table claim would be guarded by only one of them."""
    from txng.conf import wsgi

    handed_on = {"01"}  # the resolver's door gives the scan page to Django, which is as public
    claimed = {route.lstrip("^").partition("/")[0] for route, _ in urls()}
    assert claimed & set(wsgi.MACHINES) == handed_on


def test_a_mark_is_read_back():
    @public("the reason is three words")
    def page() -> None: ...

    @requires_scope("capture", "query")
    def door() -> None: ...

    assert access_of(page) == Public("the reason is three words")
    assert access_of(door) == RequiresScope(frozenset({"capture", "query"}))
    assert access_of(print) is None


def test_a_key_needs_every_scope_of_a_mark_or_one_of_those_of_which_any_will_do():
    @requires_scope("capture", "query")
    def every() -> None: ...

    @requires_any_scope("capture", "query")
    def any_one() -> None: ...

    for held, lacks, lacks_any in (
        ({"capture"}, ["query"], []), ({"query", "oversight"}, ["capture"], []),
        ({"capture", "query"}, [], []), ({"oversight"}, ["capture", "query"], ["capture", "query"]),
    ):  # fmt: skip
        assert access_of(every).missing(held) == lacks
        assert access_of(any_one).missing(held) == lacks_any


def test_a_mark_without_a_reason_or_a_scope_is_refused():
    with pytest.raises(ValueError, match="at least three words, got 'because'"):
        public("because")
    with pytest.raises(ValueError, match="at least one scope"):
        requires_scope()
