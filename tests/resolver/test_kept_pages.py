"""Pages that are given out again while nothing happened, and never a moment longer."""

import gzip
from io import BytesIO

import pytest
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections

from tests import people
from tests.resolver.chain import (
    BAG,
    CHERRIES,
    GS1,
    LOT,
    MASTER_DATA,
    PARTY,
    PLOT,
    PLOT_2,
    SERIAL,
    event,
    harvest,
    packing,
    recall,
    told,
)
from txng.analytics.recorder import RECORDER
from txng.resolver import kept_pages
from txng.resolver.kept_pages import KeptPages, key_of

pytestmark = pytest.mark.django_db
PATH = SERIAL.removeprefix(GS1)
PHONE = "Mozilla/5.0 (Linux; Android 13) Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def chain():
    told(harvest(3, PLOT), harvest(5, PLOT_2), packing(), master_data=MASTER_DATA)


@pytest.fixture(autouse=True)
def connection_stays_open():
    """The connection of a test is inside its transaction; Django's own test client does the same."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def noted(monkeypatch):
    """What was counted, instead of the thread that writes it down (tests/analytics has that)."""
    codes = []
    monkeypatch.setattr(RECORDER, "note", lambda environ, code: codes.append(code))
    return codes


class Worker:
    """One process of the server: Django behind kept pages of its own, and how often Django was asked."""

    def __init__(self):
        self.kept = KeptPages()
        self.made = 0
        django = WSGIHandler()

        def people(environ, start_response):
            self.made += 1
            return django(environ, start_response)

        self.application = kept_pages.beside(people, self.kept)

    def ask(self, path=PATH, **more):
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(b""),
            "HTTP_USER_AGENT": PHONE, "HTTP_HOST": "localhost", "REMOTE_ADDR": "203.0.113.4",
        } | more  # fmt: skip
        answers = []
        body = b"".join(self.application(environ, lambda *told: answers.append(told)))
        self.status, self.headers = answers[0][0], dict(answers[0][1])
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        return body.decode()


@pytest.fixture
def worker():
    return Worker()


def test_the_same_page_is_made_once_and_has_the_same_headers(worker):
    first = worker.ask()
    headers = worker.headers
    assert worker.ask() == first
    assert worker.made == 1
    assert worker.headers == headers
    assert headers["Cache-Control"] == "no-cache"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "recalled", [SERIAL, LOT, CHERRIES], ids=["itself", "its lot", "ingredient"]
)
def test_a_recall_is_on_the_very_next_page_of_every_worker(recalled):
    workers = [Worker(), Worker()]
    for one in workers:
        one.ask()
        assert "THU HỒI" not in one.ask()
    member = "epcList" if recalled == SERIAL else "quantityList"
    what = [SERIAL] if recalled == SERIAL else [{"epcClass": recalled}]
    told({k: v for k, v in recall(LOT).items() if k != "quantityList"} | {member: what})
    for one in workers:
        assert "LÔ ĐANG THU HỒI" in one.ask()


def test_an_event_of_other_goods_drops_nothing(worker):
    worker.ask()
    told(harvest(9, PLOT, lot=f"{GS1}/01/09520000300012/10/X9"))
    worker.ask()
    assert worker.made == 1


def test_an_event_of_an_ingredient_makes_the_page_anew(worker):
    worker.ask()
    told(event(4, "storing", "storing", PLOT, quantityList=[{"epcClass": CHERRIES}]))
    assert "Lưu kho" in worker.ask()


def test_master_data_drop_everything(worker):
    worker.ask()
    told(
        master_data=[("Party", PARTY, {"cbvmda:name": "Xưởng An mới", "txng:communeCode": "24848"})]
    )
    assert "Xưởng An mới" in worker.ask()


def test_an_event_declared_a_mistake_is_taken_back_at_once(worker):
    mistake = recall(LOT) | {"eventID": "urn:uuid:9"}
    told(mistake)
    assert "THU HỒI" in worker.ask()
    told(mistake | {"errorDeclaration": {"declarationTime": "2025-11-26T00:00:00Z"}})
    assert "THU HỒI" not in worker.ask()


def test_more_events_than_are_worth_reading_drop_everything(worker, monkeypatch):
    monkeypatch.setattr("txng.repository.queries.changes.MOST_READ", 2)
    worker.ask()
    told(*(harvest(n, PLOT, lot=f"{GS1}/01/09520000300012/10/X{n}") for n in range(1, 6)))
    worker.ask()
    assert worker.made == 2


def test_what_happened_while_a_page_was_made_keeps_it_from_being_kept(worker):
    django = worker.application
    inside = KeptPages()

    def slow(environ, start_response):
        body = list(WSGIHandler()(environ, start_response))
        told(recall(LOT))  # after the page was read, before it is kept
        inside.catch_up()
        return body

    worker.application = kept_pages.beside(slow, inside)
    assert "THU HỒI" not in worker.ask()
    assert len(inside) == 0
    worker.application = django
    assert "THU HỒI" in worker.ask()


def test_languages_encodings_and_queries_have_pages_of_their_own(worker):
    vietnamese = worker.ask()
    english = worker.ask(HTTP_ACCEPT_LANGUAGE="en-GB,en;q=0.9")
    assert "The code was issued by" in english
    assert vietnamese != english
    assert worker.ask(HTTP_ACCEPT_ENCODING="gzip") == worker.ask(HTTP_ACCEPT_ENCODING="gzip")
    assert worker.made == 3
    assert "コード" in worker.ask(HTTP_COOKIE="django_language=ja")
    assert worker.ask() == vietnamese
    assert worker.made == 4


@pytest.mark.parametrize(
    "more",
    [{"REQUEST_METHOD": "HEAD"}, {"HTTP_COOKIE": "sessionid=1"}, {"HTTP_AUTHORIZATION": "Bearer x"},
     {"QUERY_STRING": "x=" + "y" * 300}, {"HTTP_COOKIE": "django_language=vi; a=b"}],
    ids=str,
)  # fmt: skip
def test_what_is_not_a_plain_look_is_never_kept(more):
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": PATH} | more
    assert key_of(environ) is None


def test_a_choice_of_language_is_answered_with_its_cookie_each_time(worker):
    for _ in range(2):
        worker.ask(QUERY_STRING="lang=ko")
        assert "django_language=ko" in worker.headers["Set-Cookie"]
    assert len(worker.kept) == 0


def test_invented_codes_fill_no_memory(worker):
    for n in range(3):
        worker.ask(f"/01/{BAG}/21/INVENTED{n}")
        assert worker.status.startswith("404")
    worker.ask("/01/09520000300012/21/S1")
    assert len(worker.kept) == 0


def test_views_are_counted_whoever_answers(worker, noted):
    worker.ask()
    worker.ask()
    worker.ask(HTTP_COOKIE="a=b")
    worker.ask(f"/01/{BAG}/21/INVENTED")
    assert noted == [PATH] * 3


def test_memory_has_a_limit_and_the_oldest_goes_first(worker, monkeypatch):
    monkeypatch.setattr(kept_pages, "MOST_PAGES", 2)
    for language in ("vi", "en", "ja"):
        worker.ask(HTTP_ACCEPT_LANGUAGE=language)
    assert len(worker.kept) == 2
    worker.ask(HTTP_ACCEPT_LANGUAGE="ja")
    assert worker.made == 3
    worker.kept.forget()
    assert (len(worker.kept), worker.kept.bytes) == (0, 0)


def test_a_page_is_made_anew_after_a_minute(worker, monkeypatch):
    worker.ask()
    monkeypatch.setattr("txng.resolver.kept_pages.time.monotonic", lambda: 1e12)
    worker.ask()
    assert worker.made == 2


def test_two_people_who_capture_at_once_are_both_seen(worker):
    worker.ask()
    told(harvest(6, PLOT), by=people.dung())
    told(recall(CHERRIES), by=people.an())
    assert "THU HỒI" in worker.ask()
