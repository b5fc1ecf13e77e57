"""Labels that barcodes issued: the scan page and the door say whether they are live, and at once."""

import pytest

from tests import people
from tests.barcodes import registers
from tests.resolver.chain import FACTORY, GS1, event, recall, told
from tests.resolver.test_keeping import Clock
from tests.resolver.test_kept_pages import Worker, connection_stays_open
from tests.resolver.test_links import PAGE, may
from txng.analytics.recorder import RECORDER
from txng.barcodes.actions import lives
from txng.gs1.digital_link import parse
from txng.resolver import actions, keeping, link_queries
from txng.resolver.queries import page_for
from txng.resolver.rest import door

pytestmark = pytest.mark.django_db
__all__ = ["connection_stays_open"]  # a fixture


@pytest.fixture(autouse=True)
def nothing_kept_and_nothing_counted(monkeypatch):
    link_queries.forget()
    monkeypatch.setattr(RECORDER, "note", lambda environ, code: None)


@pytest.fixture
def batch():
    """Four printed labels of a lot of An's, of which no event tells."""
    made = registers.issued(registers.lot(), 4)
    lives.record_print(by=people.an(), batch_id=made.pk, first=1, last=4, way="roll")
    return made


def serial(batch, number=1):
    return batch.serials.get(number=number).serial


def name(batch, number=1):
    return f"{GS1}/01/{batch.quota.gtin}/21/{serial(batch, number)}"


def lot_name(batch):
    return f"{GS1}/01/{batch.quota.gtin}/10/{batch.quota.lot}"


def path(batch, number=1):
    return name(batch, number).removeprefix(GS1)


def activated(batch, **labels):
    for number in (1, 2, 3):
        lives.scan_back(by=people.an(), batch_id=batch.pk, text=serial(batch, number))
    lives.move(by=people.an(), batch_id=batch.pk, step="activate", **labels)


def ended(batch, **labels):
    lives.move(by=people.an(), batch_id=batch.pk, step="cancel", reason="opened", **labels)


def lot_was_made(batch):
    told(
        event(20, "commissioning", "packing", FACTORY, action="ADD",
              quantityList=[{"epcClass": lot_name(batch), "quantity": 1000}])
    )  # fmt: skip


def put_on_goods(batch, number=1):
    told(
        event(21, "commissioning", "packing", FACTORY, action="ADD", epcList=[name(batch, number)])
    )


def verdict(batch, number=1):
    return page_for(None, name(batch, number)).verdict


# --- the page ---------------------------------------------------------------------------------


def test_a_printed_label_is_not_live_until_it_is_activated_and_no_more_when_it_was_ended(batch):
    put_on_goods(batch)
    assert verdict(batch).title == "Tem chưa kích hoạt"
    activated(batch)
    assert verdict(batch).state in ("issued", "incomplete")
    ended(batch, first=1, last=1)
    assert verdict(batch).title == "Tem đã ngừng hiệu lực"


def test_a_stolen_roll_of_which_no_event_tells_is_not_activated_and_not_unknown(batch):
    page = page_for(None, name(batch))
    assert page.verdict.state == "inactive"
    assert (page.lot, page.steps) == (batch.quota.lot, ())


def test_an_ended_label_names_who_ended_it_though_no_event_tells_of_it(batch):
    ended(batch)
    said = verdict(batch)
    assert said.title == "Tem đã ngừng hiệu lực"
    assert said.sentences[0].startswith(f"{people.ANS_ENTERPRISE} đã hủy mã này.")


def test_a_label_that_is_not_live_tells_nothing_of_the_journey_of_its_lot(batch):
    lot_was_made(batch)
    assert page_for(None, name(batch)).steps == ()


def test_a_live_label_of_which_no_event_tells_tells_of_its_lot(batch):
    lot_was_made(batch)
    activated(batch)
    page = page_for(None, name(batch))
    assert [step.title for step in page.steps] == ["Đóng gói"]
    assert page.verdict.state in ("issued", "incomplete")
    assert (page.serial, page.lot) == (serial(batch), batch.quota.lot)


def test_a_live_label_of_a_lot_of_which_nobody_told_is_real_and_lacks_its_journey(batch):
    activated(batch)
    page = page_for(None, name(batch))
    assert page.verdict.state == "incomplete"
    assert page.verdict.sentences[0] == f"Mã do {people.ANS_ENTERPRISE} phát hành."
    assert page.missing == ("Chưa ai ghi mã này được làm ra ở đâu, từ nguyên liệu nào.",)


def test_a_recall_of_the_lot_stands_before_a_label_that_is_not_live(batch):
    lot_was_made(batch)
    told(recall(lot_name(batch)))
    assert verdict(batch).state == "recalled"


def test_an_end_that_events_tell_counts_though_the_label_stands_as_live(batch):
    put_on_goods(batch)
    activated(batch)
    told(event(28, "destroying", "", FACTORY, action="DELETE", epcList=[name(batch)]))
    assert verdict(batch).title == "Tem đã ngừng hiệu lực"


def test_an_activation_counts_though_the_last_event_told_of_the_printing(batch):
    told(event(21, "encoding", "", FACTORY, action="ADD", epcList=[name(batch)]))
    assert verdict(batch).state == "inactive"
    activated(batch)
    assert verdict(batch).state != "inactive"


def test_an_invented_serial_beside_ours_stays_unknown(batch):
    lot_was_made(batch)
    activated(batch)
    assert page_for(None, f"{GS1}/01/{batch.quota.gtin}/21/0000000000000") is None


# --- kept pages -------------------------------------------------------------------------------


@pytest.mark.parametrize("is_told", [False, True], ids=["no event", "put on goods"])
def test_an_activation_and_an_end_are_on_the_very_next_page_of_every_worker(batch, is_told):
    if is_told:
        put_on_goods(batch)
    workers = [Worker(), Worker()]
    for one in workers:
        one.ask(path(batch))
        assert "Tem chưa kích hoạt" in one.ask(path(batch))
        assert one.made == 1
    activated(batch)
    for one in workers:
        assert "Tem chưa kích hoạt" not in one.ask(path(batch))
        one.ask(path(batch))
        assert one.made == 2
    ended(batch, first=1, last=1)
    for one in workers:
        assert "Tem đã ngừng hiệu lực" in one.ask(path(batch))


def test_the_first_event_of_a_label_makes_its_page_anew(batch):
    lot_was_made(batch)
    activated(batch)
    worker = Worker()
    assert "Nhận hàng" not in worker.ask(path(batch))
    told(event(25, "receiving", "", FACTORY, epcList=[name(batch)]))
    assert "Nhận hàng" in worker.ask(path(batch))


def test_a_page_in_another_language_is_kept_too(batch):
    registers.ans().__class__.objects.update(kind="nong-ho")  # its public name is translated
    worker = Worker()
    for _ in range(3):
        assert "not activated" in worker.ask(path(batch), HTTP_ACCEPT_LANGUAGE="en").lower()
    assert worker.made == 1


def test_a_kept_page_of_a_label_costs_three_questions_and_of_a_lot_two(
    batch, django_assert_num_queries
):
    lot_was_made(batch)
    label, lot = path(batch), lot_name(batch).removeprefix(GS1)
    worker = Worker()
    for one in (label, lot):
        worker.ask(one)
    # is a recall ordered, how does the label stand; and the look at the journal, which Django does not count
    with django_assert_num_queries(2):
        worker.ask(label)
    with django_assert_num_queries(1):
        worker.ask(lot)
    assert worker.made == 2


# --- the door ---------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(keeping, "time", clock)
    return clock


def led_to(batch, number=1):
    """Where the door sends whoever scans a label; "" for our own page."""
    answer = door.resolve({
        "REQUEST_METHOD": "GET", "PATH_INFO": path(batch, number), "HTTP_ACCEPT": "text/html",
    })  # fmt: skip
    return "" if isinstance(answer, door.ToPeople) else dict(answer.headers)["Location"]


@pytest.mark.parametrize("is_told", [False, True], ids=["no event", "put on goods"])
def test_only_a_live_label_is_led_to_the_page_of_its_maker(batch, clock, is_told):
    """What another process did shows a second later; a thousand days later nothing else does."""
    an = may(people.an(), "links")
    host = actions.request_host(by=an, host="an.example")
    actions.approve_host(by=may(people.binh(), "links"), host_id=host.pk)
    actions.register_link(by=an, code=f"/01/{batch.quota.gtin}", content=PAGE)
    if is_told:
        put_on_goods(batch)
    clock.now += keeping.TRUSTED_FOR
    assert led_to(batch) == ""
    activated(batch)
    clock.now += keeping.TRUSTED_FOR
    assert led_to(batch) == PAGE.href
    ended(batch, first=1, last=1)
    clock.now += keeping.TRUSTED_FOR * 0.9
    assert led_to(batch) == PAGE.href
    clock.now += keeping.TRUSTED_FOR * 0.1
    assert led_to(batch) == ""
    assert led_to(batch, 2) == PAGE.href


def test_one_question_a_second_tells_how_a_label_stands(batch, clock, django_assert_num_queries):
    canonical = parse(name(batch)).canonical
    link_queries.is_recorded(canonical)
    with django_assert_num_queries(0):
        assert link_queries.is_recorded(canonical)
    clock.now += keeping.TRUSTED_FOR
    with django_assert_num_queries(1):
        assert link_queries.is_recorded(canonical)
