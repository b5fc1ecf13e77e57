"""The journal as its readers see it: whose lines, page by page, as a file."""

import re

import pytest
from django.test import Client

from tests import people
from tests.accounts.test_pages import member, quick_passwords, sign_in, told
from txng.accounts import journal, queries
from txng.accounts.models import ApiKey

pytestmark = pytest.mark.django_db

assert quick_passwords  # used by every test here


def test_the_journal_shows_what_the_reader_may_see():
    member()
    member("lan", "nhan-vien")
    member("dung", organisation=people.enterprise(people.DUNGS_ENTERPRISE))
    clients = {}
    for name in ("an", "lan", "dung"):
        clients[name] = Client()
        sign_in(clients[name], name)
    clients["an"].post("/khoa-may/moi", {"name": "kho", "opens": ["query"], "days": "9"})
    prefix = ApiKey.objects.get().prefix
    assert prefix in told(clients["an"], "/nhat-ky")
    assert prefix not in told(clients["lan"], "/nhat-ky")
    assert prefix not in told(clients["dung"], "/nhat-ky")
    csv = b"".join(clients["an"].get("/nhat-ky?format=csv").streaming_content).decode()
    assert csv.startswith("\ufeffLúc,")
    english = b"".join(clients["an"].get("/nhat-ky?format=csv&lang=en").streaming_content).decode()
    assert not english.startswith("\ufeffLúc,")
    assert "key.created" in csv
    assert "session.started" in csv
    assert (
        prefix
        not in b"".join(clients["dung"].get("/nhat-ky?format=csv").streaming_content).decode()
    )


def test_the_journal_pages_backwards_without_losing_a_line():
    an = people.signed_in_actor(people.an())
    for number in range(120):
        journal.record(an, "thing.done", ("thing", str(number)))
    seen, before = [], None
    while True:
        page = queries.journal_page(an, queries.JournalFilter(verb="thing."), before=before)
        seen += [int(line.subject_id) for line in page.lines]
        before = page.older
        if before is None:
            break
    assert seen == list(range(119, -1, -1))


def test_an_act_may_tell_of_its_items():
    """A list that is issued tells how many items it has; a template would call `details.items`."""
    member()
    client = Client()
    sign_in(client, "an")
    an = people.signed_in_actor(people.an())
    journal.record(an, "thing.done", ("thing", "1"), items=2, keys=3)
    page = told(client, "/nhat-ky?verb=thing.")
    assert '<dt translate="no">items</dt><dd><bdi>2</bdi>' in page


def test_a_filtered_page_looks_through_so_many_lines_and_the_next_one_looks_on(monkeypatch):
    an = people.signed_in_actor(people.an())
    journal.record(an, "rare.done", ("thing", "old"))
    for number in range(12):
        journal.record(an, "thing.done", ("thing", str(number)))
    monkeypatch.setattr("txng.accounts.queries.journal.LOOKED_THROUGH", 5)
    rare = queries.JournalFilter(verb="rare.")
    first = queries.journal_page(an, rare)
    assert (first.lines, first.looked_through) == ([], 5)
    seen, before = [], first.older
    while before is not None:
        page = queries.journal_page(an, rare, before=before)
        seen += [line.subject_id for line in page.lines]
        before = page.older
    assert seen == ["old"]
    assert [line.subject_id for line in queries.journal_export(an, rare)] == ["old"]
    unfiltered = queries.journal_page(an, queries.JournalFilter())
    assert (unfiltered.older, unfiltered.looked_through) == (None, 0)


def test_the_lines_of_one_record_are_found_however_old(monkeypatch):
    an = people.signed_in_actor(people.an())
    journal.record(an, "rare.done", ("thing", "old"))
    for number in range(12):
        journal.record(an, "thing.done", ("thing", str(number)))
    monkeypatch.setattr("txng.accounts.queries.journal.LOOKED_THROUGH", 5)
    page = queries.journal_page(an, queries.JournalFilter(subject="old"))
    assert ([line.subject_id for line in page.lines], page.looked_through) == (["old"], 0)


def test_a_page_that_was_cut_says_so_and_leads_on(monkeypatch):
    member()
    client = Client()
    sign_in(client, "an")
    an = people.signed_in_actor(people.an())
    journal.record(an, "rare.done", ("thing", "old"))
    for number in range(12):
        journal.record(an, "thing.done", ("thing", str(number)))
    monkeypatch.setattr("txng.accounts.queries.journal.LOOKED_THROUGH", 5)
    page = told(client, "/nhat-ky?verb=rare.")
    assert "Không có dòng nào khớp trong 5 dòng vừa tìm." in page
    assert re.search(r'href="\?verb=rare\.&(amp;)?before=\d+" rel="next">Tìm tiếp<', page)


def test_an_act_is_chosen_by_its_sentence():
    member()
    client = Client()
    sign_in(client, "an")
    page = told(client, "/nhat-ky")
    assert '<option value="session.started">Đăng nhập</option>' in page
    assert '<option value="enterprise.edited">Sửa hồ sơ cơ sở</option>' in page
    chosen = told(client, "/nhat-ky?verb=session.started")
    assert '<option value="session.started" selected>Đăng nhập</option>' in chosen


def test_an_address_may_ask_for_acts_that_begin_alike():
    member()
    client = Client()
    sign_in(client, "an")
    assert '<option value="session." selected>session.</option>' in told(
        client, "/nhat-ky?verb=session."
    )
