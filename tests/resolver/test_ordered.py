"""What an agency calls back stands before everything else on the scan page, at once, in every worker."""

from datetime import date

import pytest

from tests.resolver.test_keeping import Clock
from tests.resolver.test_kept_pages import Worker, connection_stays_open
from tests.supervision import recalling
from tests.supervision.recalling import BAG, CHERRY, GS1
from txng.analytics.recorder import RECORDER
from txng.resolver import keeping, link_queries
from txng.resolver.queries import page_for
from txng.supervision import actions
from txng.supervision.rules.recalls import Scope

pytestmark = pytest.mark.django_db
__all__ = ["connection_stays_open"]  # a fixture
SERIAL = f"/01/{BAG}/21/S5"
TITLE = "LÔ ĐANG THU HỒI"


@pytest.fixture(autouse=True)
def nothing_kept_and_nothing_counted(monkeypatch):
    link_queries.forget()
    monkeypatch.setattr(RECORDER, "note", lambda environ, code: None)


def shown(path: str):
    return page_for(None, GS1 + path)


def test_a_kept_page_is_made_anew_with_the_order_and_with_the_end():
    recalling.captured()
    one = recalling.draft()
    workers = [Worker(), Worker()]
    for worker in workers:
        assert TITLE not in worker.ask(SERIAL)
        assert TITLE not in worker.ask(SERIAL)
        assert worker.made == 1
    actions.order_recall(by=recalling.binh(), recall=one, typed="C1", revision=one.revision)
    for worker in workers:
        assert TITLE in worker.ask(SERIAL)
    actions.close_recall(by=recalling.binh(), recall=one, result="Xong.")
    for worker in workers:
        assert TITLE not in worker.ask(SERIAL)


def test_a_bag_of_a_recalled_lot_of_cherries_is_called_back():
    recalling.captured()
    recalling.ordered()
    verdict = shown(SERIAL).verdict
    assert (verdict.state, verdict.sentences[0]) == ("recalled", "Không uống. Trả lại nơi mua.")
    assert verdict.notice_path.endswith(verdict.notice)


def test_a_lot_of_which_nobody_told_anything_is_called_back_too():
    recalling.ordered(Scope(BAG, lot="L9"))
    assert shown(f"/01/{BAG}/10/L9").verdict.state == "recalled"
    assert shown(f"/01/{BAG}/10/L8") is None


def test_an_order_goes_before_what_events_say():
    from tests import people
    from tests.journeys.test_a_scan_shows_where_it_grew import RECALL
    from txng.repository.actions.documents import capture

    recalling.captured()
    capture(by=people.an(), document=RECALL)
    assert "Dư lượng vượt mức" in shown(f"/01/{BAG}/21/S5").verdict.sentences
    recalling.ordered(Scope(BAG, lot="L1"))
    assert "Dư lượng thuốc vượt mức." in shown(f"/01/{BAG}/21/S5").verdict.sentences


@pytest.mark.parametrize(
    ("scope", "state"),
    [
        (Scope(BAG, first="S5", last="S9"), "recalled"),
        (Scope(BAG, first="S6", last="S9"), "incomplete"),
        (Scope(BAG, made_from=date(2025, 11, 3), made_until=date(2025, 11, 3)), "recalled"),
        (Scope(BAG, made_from=date(2025, 11, 4)), "incomplete"),
        (Scope(BAG, lot="L1"), "recalled"),
        (Scope(BAG, lot="L2"), "incomplete"),
    ],
)
def test_the_record_tells_lot_and_day_of_a_serial(scope, state):
    recalling.captured()
    recalling.ordered(scope)
    assert shown(SERIAL).verdict.state == state
    assert shown(SERIAL).warned is None


def test_whoever_scans_a_product_without_a_lot_is_told_what_to_look_for(client):
    recalling.captured()
    one = recalling.ordered(Scope(BAG, lot="L1"), Scope(BAG, first="T1", last="T5"))
    html = client.get(f"/01/{BAG}").content.decode().partition("<main")[2]
    assert "Lô L1" in html
    assert "Số xê-ri từ T1 đến T5" in html
    assert html.index("Sản phẩm này có hàng đang thu hồi") < html.index("chưa phải mã lô")
    assert f"/thu-hoi/{one.number}" in html


def test_the_fixed_words_of_another_language_go_before_the_agencys_sentence(client):
    recalling.captured()
    recalling.ordered()
    html = client.get(f"{SERIAL}?lang=en").content.decode()
    assert html.index("Stop using it") < html.index("Không uống")


def test_the_door_leads_to_our_page_a_second_later(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(keeping, "time", clock)
    recalling.captured()
    lot = f"{GS1}/01/{CHERRY}/10/C1"
    assert not link_queries.is_recalled(lot)
    recalling.ordered()
    clock.now += 2
    assert link_queries.is_recalled(lot)
    assert not link_queries.is_recalled(f"{GS1}/01/{CHERRY}/10/C2")
