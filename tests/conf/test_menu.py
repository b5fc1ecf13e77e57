"""The menu in the frame of every page."""

import pytest
from django.db import DatabaseError
from django.test import RequestFactory
from django.urls import path

from txng.accounts import journal, queries
from txng.accounts.actors import operator
from txng.conf import menu


def page(request):
    raise AssertionError("nobody opens it")


class Routes:
    """Two rooms, so that this test needs no other; a third entry's room is not installed."""

    urlpatterns = [path("", page, name="home"), path("trinh-dien/", page, name="province")]


@pytest.fixture(autouse=True)
def two_rooms(settings, monkeypatch):
    settings.ROOT_URLCONF = Routes
    entries = (
        menu.Entry("Tra cứu", "home"),
        menu.Entry("Tỉnh trình diễn", "province", shown=queries.demonstration_is_loaded),
        menu.Entry("Chưa có", "not_installed"),
    )
    monkeypatch.setattr(menu, "MENU", entries)


def shown(address):
    entries = menu.for_page(RequestFactory().get(address))["menu"]
    return [(entry.title, entry.url, entry.is_here) for entry in entries]


@pytest.mark.django_db
def test_the_demonstration_is_offered_once_it_is_loaded():
    assert shown("/") == [("Tra cứu", "/", True)]
    journal.record(operator(), "demonstration.loaded", queries.DEMONSTRATION)
    assert shown("/trinh-dien/") == [
        ("Tra cứu", "/", False),
        ("Tỉnh trình diễn", "/trinh-dien/", True),
    ]


def test_a_database_that_is_away_leaves_a_shorter_menu(monkeypatch):
    def away():
        raise DatabaseError("gone")

    monkeypatch.setattr(
        menu, "MENU", (menu.MENU[0], menu.Entry("Tỉnh trình diễn", "province", away))
    )
    assert shown("/") == [("Tra cứu", "/", True)]
