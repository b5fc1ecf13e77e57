"""Labels and own names are told to the event register once, by the owner, however often somebody asks."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests import people
from tests.barcodes import registers
from tests.barcodes.test_lives import batch_of, label, moved, printed, scanned
from txng.accounts.models import JournalEntry
from txng.barcodes.actions import prefixes
from txng.epcis.errors import ImplementationException
from txng.repository import actions as repository
from txng.repository.connection import store
from txng.resolver import actions, declared, queries
from txng.resolver.errors import BadLinkError, NotAllowedError
from txng.resolver.models import Declaration

pytestmark = pytest.mark.django_db


def live_batch(quantity=6, last=4):
    batch = batch_of(quantity)
    printed(batch)
    scanned(batch, 1, 2, 3)
    moved(batch, "activate", first=1, last=last)
    batch.refresh_from_db()
    return batch


def events():
    ((count,),) = store().driver.rows("SELECT COUNT(*) FROM event")
    return count


def test_labels_that_are_live_are_told_once_and_later_ones_alone():
    batch = live_batch()
    row = actions.declare_batch(by=people.an(), batch=batch)
    assert (row.spans, row.labels, row.failure) == ([[1, 4]], 4, "")
    assert row.sent_at is not None
    with pytest.raises(BadLinkError, match="đã được khai"):
        actions.declare_batch(by=people.an(), batch=batch)
    moved(batch, "activate", first=5, last=6)
    assert declared.due_numbers(batch) == [5, 6]
    assert actions.declare_batch(by=people.an(), batch=batch).spans == [[5, 6]]
    assert events() == 2
    (seen,) = declared.batches(people.an())
    assert (seen.live, seen.told) == (6, 6)
    assert JournalEntry.objects.filter(verb="labels.declared").count() == 2


def test_a_try_that_was_cut_off_is_taken_up_as_it_was(monkeypatch):
    """The register had it already, and we were killed before we wrote that down; meanwhile more went live
    and one was cancelled."""
    batch = live_batch()
    real = repository.capture

    def killed(**told):
        real(**told)
        raise KeyboardInterrupt

    monkeypatch.setattr(repository, "capture", killed)
    with pytest.raises(KeyboardInterrupt):
        actions.declare_batch(by=people.an(), batch=batch)
    monkeypatch.setattr(repository, "capture", real)
    moved(batch, "activate", first=5, last=6)
    moved(batch, "cancel", first=2, last=2, reason="spoilt")
    row = actions.declare_batch(by=people.an(), batch=batch)
    assert (row.spans, Declaration.objects.count(), events()) == ([[1, 4]], 1, 1)
    assert actions.declare_batch(by=people.an(), batch=batch).spans == [[5, 6]]


def test_what_the_register_refuses_is_told_and_sent_again_by_the_same_button(monkeypatch):
    batch = live_batch()

    def full(**_told):
        raise ImplementationException("full", detail_vi="Đĩa đã đầy.")

    with monkeypatch.context() as patch:
        patch.setattr(repository, "capture", full)
        with pytest.raises(BadLinkError, match="Đĩa đã đầy"):
            actions.declare_batch(by=people.an(), batch=batch)
    browser = people.client_of(people.an())
    page = browser.get(f"/khai-tem/lo/{batch.pk}").content.decode()
    assert "Đĩa đã đầy." in page
    assert "Gửi tiếp 4 tem" in page
    browser.post(f"/khai-tem/lo/{batch.pk}/khai")
    assert Declaration.objects.get().sent_at is not None


def test_a_declared_label_is_in_the_story_that_anybody_reads():
    batch = live_batch()
    actions.declare_batch(by=people.an(), batch=batch)
    page = queries.page_for(
        None, f"https://id.gs1.org/01/{batch.quota.gtin}/21/{label(batch, 1).serial}"
    )
    assert page is not None
    assert page.verdict.state in ("issued", "incomplete")


def test_only_the_owner_tells_and_only_who_may_capture():
    batch = live_batch()
    for person in (people.dung(), people.binh(), people.reader(people.enterprise())):
        with pytest.raises(NotAllowedError):
            actions.declare_batch(by=person, batch=batch)
    assert people.client_of(people.dung()).get(f"/khai-tem/lo/{batch.pk}").status_code == 404
    assert (
        f"/khai-tem/lo/{batch.pk}"
        not in people.client_of(people.dung()).get("/khai-tem").content.decode()
    )


def test_an_own_name_is_told_once_it_has_a_gs1_code():
    own = prefixes.give_own_name(
        by=people.an(), enterprise=registers.ans(), code="lo-7", words="Lô 7"
    )
    with pytest.raises(BadLinkError, match="chưa nối"):
        actions.declare_alias(by=people.an(), own_name=own)
    own = prefixes.join_to_gs1(
        by=people.an(), name=own.name, gs1=f"(01){registers.product()}(10)L7"
    )
    browser = people.client_of(people.an())
    assert "Chưa khai" in browser.get("/khai-tem/ma-noi-bo").content.decode()
    for _time in range(2):
        browser.post(f"/khai-tem/ma-noi-bo/{own.pk}/khai")
    assert "Đã nhận" in browser.get(f"/khai-tem/ma-noi-bo/{own.pk}").content.decode()
    assert [tuple(row) for row in store().driver.rows("SELECT own, thing FROM alias")] == [
        (own.name, own.gs1)
    ]
    assert JournalEntry.objects.filter(verb="ownname.declared").count() == 1


def test_the_list_costs_as_many_questions_for_many_batches(django_assert_max_num_queries):
    for number in range(3):
        registers.issued(registers.lot(name=f"L{number}"))
    browser = people.client_of(people.an())
    with django_assert_max_num_queries(14):
        browser.get("/khai-tem")
    rows = browser.get("/khai-tem?state=con&format=csv")
    assert rows.status_code == 200
    assert json.dumps([one.live for one in declared.batches(people.an())]) == "[0, 0, 0]"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_tell_at_once_the_register_hears_one():
    batch = live_batch()
    an = people.an()

    def tell(_number):
        try:
            return actions.declare_batch(by=an, batch=batch).pk
        except BadLinkError as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told = set(pool.map(tell, range(2)))
    assert Declaration.objects.count() == 1
    assert Declaration.objects.get().pk in told
    assert events() == 1
