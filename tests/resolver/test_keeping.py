"""Answers kept while nothing changes: how old one can be, and that every verb about links is seen."""

from dataclasses import replace

import pytest
from django.db import DataError, OperationalError
from hypothesis import given
from hypothesis import strategies as st

from tests import people
from tests.resolver.test_links import CODE, may
from txng.gs1.digital_link import parse
from txng.resolver import actions, keeping, link_queries, targets
from txng.resolver.actions.links import Content
from txng.resolver.keeping import LONGEST_KEPT, TRUSTED_FOR, Freshness, Kept, Shelf, Together
from txng.resolver.models import LinkState
from txng.resolver.rest import door

LINK = parse(f"https://id.gs1.org{CODE}")


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(keeping, "time", clock)
    monkeypatch.setattr(keeping, "usable", lambda: None)
    return clock


class Register:
    """What is asked, and how often."""

    def __init__(self) -> None:
        self.version, self.value, self.looks, self.asked = 1, "old", 0, 0

    def look(self) -> int:
        self.looks += 1
        return self.version

    def ask(self, question: str) -> str:
        self.asked += 1
        return f"{question}: {self.value}"

    def write(self, value: str) -> None:
        self.version, self.value = self.version + 1, value


def test_one_look_a_second_answers_for_every_question(clock):
    register = Register()
    kept = Kept(register.ask, Freshness(register.look))
    for _ in range(10):
        assert [kept("a"), kept("b")] == ["a: old", "b: old"]
        clock.now += TRUSTED_FOR
        kept("a")
    assert (register.asked, register.looks) == (2, 11)


def test_a_change_shows_a_second_later_at_most(clock):
    register = Register()
    kept = Kept(register.ask, Freshness(register.look))
    kept("a")
    register.write("new")
    clock.now += TRUSTED_FOR * 0.99
    assert kept("a") == "a: old"
    clock.now += TRUSTED_FOR * 0.01
    assert kept("a") == "a: new"


def test_what_no_version_tells_shows_after_a_minute(clock):
    register = Register()
    kept = Kept(register.ask, Freshness(register.look))
    kept("a")
    register.value = "written by nobody"
    clock.now += LONGEST_KEPT - 1
    assert kept("a") == "a: old"
    clock.now += 1
    assert kept("a") == "a: written by nobody"


def test_an_answer_that_was_asked_before_a_change_is_not_given_after_it(clock):
    register = Register()
    freshness = Freshness(register.look)

    def slow(question: str) -> str:
        answer = register.ask(question)
        if (
            register.asked == 1
        ):  # while this thread still waits, links change and another thread sees it
            register.write("new")
            clock.now += TRUSTED_FOR
            freshness.generation()
        return answer

    kept = Kept(slow, freshness)
    assert kept("a") == "a: old"
    assert kept("a") == "a: new"


def test_memory_is_bounded(clock, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_KEPT", 10)
    register = Register()
    kept = Kept(register.ask, Freshness(register.look))
    for number in range(1_000):
        kept(number)
        assert len(kept) <= 10


@pytest.mark.django_db
def test_a_link_that_another_process_withdraws_is_gone_a_second_later(monkeypatch):
    an, binh = may(people.an(), "links"), may(people.binh(), "links")
    host = actions.request_host(by=an, host="an.example")
    actions.approve_host(by=binh, host_id=host.pk)
    link = actions.register_link(
        by=an, code=CODE, content=Content("gs1:pip", "https://an.example/", "Trang", default="yes")
    )
    clock = Clock()
    monkeypatch.setattr(keeping, "time", clock)
    link_queries.forget()
    assert len(link_queries.sets_of(LINK).sets) == 1
    # the verb of another process: the same rows, and no word to this one
    monkeypatch.setattr(link_queries, "forget", lambda: None)
    actions.withdraw_link(by=an, link_id=link.pk)
    assert len(link_queries.sets_of(LINK).sets) == 1
    clock.now += TRUSTED_FOR
    assert link_queries.sets_of(LINK).sets == ()


def test_an_answer_that_depends_on_two_numbers_is_asked_anew_when_either_changes(clock):
    one, two = Register(), Register()
    shelf = Shelf(Together(Freshness(one.look), Freshness(two.look)), most=2, longest=5.0)

    def ask() -> str:
        before = shelf.generation()
        told = shelf.find("a", before)
        if told is not None:
            return told.answer
        shelf.put("a", before, answer := one.ask(two.value))
        return answer

    assert (ask(), ask(), one.asked) == ("old: old", "old: old", 1)
    two.write("new")
    assert ask() == "old: old"
    clock.now += TRUSTED_FOR
    assert (ask(), one.asked) == ("new: old", 2)
    one.write("new")
    clock.now += TRUSTED_FOR
    assert (ask(), one.asked) == ("new: new", 3)
    one.value = "told by no version"
    clock.now += 4.9
    assert ask() == "new: new"
    clock.now += 0.2
    assert ask() == "new: told by no version"


def test_what_was_asked_before_a_change_is_not_given_after_it_and_a_shelf_is_never_overfull(clock):
    register = Register()
    shelf = Shelf(Freshness(register.look), most=2, longest=5.0)
    before = shelf.generation()
    answer = register.ask("a")
    register.write("new")
    clock.now += TRUSTED_FOR
    assert shelf.generation() != before
    shelf.put("a", before, answer)
    assert shelf.find("a", shelf.generation()) is None
    for question in "bcd":
        shelf.put(question, before, question)
    assert len(shelf) <= 2


def test_that_there_is_nothing_is_an_answer_too(clock):
    asked = []
    kept = Kept(asked.append, Freshness(lambda: 1))
    assert [kept("a"), kept("a"), asked] == [None, None, ["a"]]


@pytest.fixture
def door_of_an(clock, monkeypatch, request):
    """An's product leads to a page; `asked` holds what the door did not know by heart."""
    request.getfixturevalue("db")
    an, binh = may(people.an(), "links"), may(people.binh(), "links")
    host = actions.request_host(by=an, host="an.example")
    actions.approve_host(by=binh, host_id=host.pk)
    page = Content("gs1:pip", "https://an.example/", "Trang", default="yes")
    link = actions.register_link(by=an, code=CODE, content=page)
    actions.register_link(by=an, code=f"{CODE}/21/OWN", content=page)
    link_queries.forget()
    asked = []
    resolve = door.resolve
    monkeypatch.setattr(door, "resolve", lambda environ: asked.append(environ) or resolve(environ))

    def ask(path=CODE, query="", accept="*/*", language=""):
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query,
            "HTTP_ACCEPT": accept, "HTTP_ACCEPT_LANGUAGE": language,
        }  # fmt: skip
        told = []
        application = door.beside(lambda environ, start: start("200 page", []) or [])
        body = b"".join(application(environ, lambda *given: told.append(given)))
        ((status, headers),) = told
        return status[:3], dict(headers).get("Location"), body

    return an, link, asked, ask


@pytest.mark.parametrize(("error", "status"), [(OperationalError, "503"), (DataError, "500")])
def test_only_a_database_that_does_not_answer_is_worth_asking_again(
    door_of_an, monkeypatch, error, status
):
    _an, _link, _asked, ask = door_of_an

    def broken(environ):
        raise error("secret")

    monkeypatch.setattr(door, "resolve", broken)
    answer = ask(query="never=asked")
    assert answer[0] == status
    assert b"secret" not in answer[2]


def test_a_machine_that_asks_again_is_answered_from_memory_and_each_way_of_asking_apart(door_of_an):
    _an, _link, asked, ask = door_of_an
    ways = [
        {}, {"query": "linkType=gs1:pip"}, {"query": "a=1"}, {"accept": "application/linkset+json"},
        {"accept": "application/json"}, {"language": "en"},
    ]  # fmt: skip
    first = [ask(**way) for way in ways]
    assert len(asked) == len(ways)
    assert [ask(**way) for way in ways] == first
    assert len(asked) == len(ways)
    assert [one[0] for one in first] == ["307", "307", "307", "200", "307", "307"]
    assert first[2][1] == "https://an.example/?a=1"


def test_a_withdrawn_link_is_forgotten_by_the_door_too(door_of_an, clock):
    an, link, asked, ask = door_of_an
    assert ask()[:2] == ("307", "https://an.example/")
    actions.withdraw_link(by=an, link_id=link.pk)
    clock.now += TRUSTED_FOR
    assert ask()[1] is None
    assert len(asked) == 2


@pytest.mark.parametrize(
    "way",
    [
        {"path": f"{CODE}/21/S1"},
        {"path": f"{CODE}/21/OWN"},  # its own link, so a redirect, while its label is live
        {"path": f"{CODE}/10/L1/21/S1"},
        {"accept": "text/html,*/*;q=0.8"},
        {"query": "x=" + "1" * 600},
        {"query": "linkType=gs1:recipeInfo"},  # nothing there: 404
        {"path": "/01/09506000134353"},  # a wrong check digit
    ],
    ids=str,
)
def test_items_pages_long_questions_and_refusals_are_looked_at_each_time(door_of_an, way):
    _an, _link, asked, ask = door_of_an
    assert ask(**way) == ask(**way)
    assert len(asked) == 2


@pytest.mark.django_db
def test_every_verb_that_decides_where_codes_lead_raises_the_version():
    an, binh = may(people.an(), "links"), may(people.binh(), "links")
    seen = [0]

    def raised() -> None:
        version = LinkState.objects.get().version
        assert version > seen[-1]
        seen.append(version)

    host = actions.request_host(by=an, host="an.example")
    actions.approve_host(by=binh, host_id=host.pk)
    raised()
    page = Content("gs1:pip", "https://an.example/", "Trang", default="yes")
    link = actions.register_link(by=an, code=CODE, content=page)
    raised()
    actions.replace_link(by=an, link_id=link.pk, content=replace(page, title="Trang mới"))
    raised()
    actions.withdraw_link(by=an, link_id=link.pk)
    raised()
    actions.restore_link(by=an, link_id=link.pk, number=1)
    raised()
    actions.assign_key(by=binh, code=CODE, organisation=people.enterprise(people.DUNGS_ENTERPRISE))
    raised()
    actions.forward_prefix(
        by=binh, prefix="9506000", stem="https://an.example", organisation=people.enterprise()
    )
    raised()
    actions.withdraw_forwarding(by=binh, prefix="9506000")
    raised()
    actions.revoke_host(by=binh, host_id=host.pk, reason="Bán tên miền")
    raised()


APPROVED = {"an.example", "an.example:8443", "10.0.0.7:8080"}
hrefs = st.one_of(
    st.sampled_from(
        (
            "https://an.example", "https://AN.example/a?b#c", "https://an.example:443/{10}",
            "https://an.example:8443/x", "https://an.example@evil.example/", "https://an.example\\.evil/",
            "https://an.example%2f/", "http://an.example/", "https://{10}.an.example/",
            "https:/an.example/", "https://an.example/%zz", "https://an.example/ư", "//an.example/",
            "https://an.example/a b", "javascript://an.example/%0aalert(1)", "https://аn.example/",
        )
    ),
    st.text(alphabet="https:/.an exmple@\\?#%{}10ưо[]", max_size=40).map("https://an.example".__add__),
    st.text(alphabet="https:/.an exmple@\\?#%{}10ưо[]", max_size=40),
)  # fmt: skip


@given(hrefs)
def test_a_host_that_was_judged_before_changes_no_verdict(href):
    assert targets.refuse(href, frozenset(APPROVED)) == targets.refuse(href, APPROVED)
