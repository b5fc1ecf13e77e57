"""The door: machines by a short table, people through Django; and the two health questions."""

import gc
import io
import json

import pytest
from django.db import DatabaseError

from txng.accounts.access import Public, access_of
from txng.conf import health, wsgi


def ask(path, method="GET"):
    told = {}
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
    }

    def start_response(status, headers, exc_info=None):
        told.update(status=int(status[:3]), headers=dict(headers))

    body = wsgi.application(environ, start_response)
    told["body"] = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    return told


@pytest.fixture
def not_asked_yet(monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)


def test_a_process_that_answers_is_alive_without_a_database():
    answer = ask("/healthz")
    assert (answer["status"], answer["body"]) == (200, b'{"status":"ok"}')
    assert answer["headers"]["Cache-Control"] == "no-store"


def test_a_watchdog_may_ask_with_head():
    answer = ask("/healthz", "HEAD")
    assert (answer["status"], answer["body"]) == (200, b"")
    assert answer["headers"]["Content-Length"] == "15"


@pytest.mark.django_db
def test_ready_means_the_database_answers_with_every_table(not_asked_yet):
    assert ask("/readyz")["status"] == 200


@pytest.mark.django_db
def test_missing_tables_are_not_ready(not_asked_yet, monkeypatch):
    monkeypatch.setattr(health, "unapplied_migrations", lambda: ["accounts.0002_more"])
    answer = ask("/readyz")
    assert answer["status"] == 503
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    assert "txng init" in json.loads(answer["body"])["detail"]


@pytest.mark.django_db
def test_a_database_that_is_away_is_not_ready_and_is_not_named(not_asked_yet, monkeypatch):
    def refuse():
        raise DatabaseError("connection to server at 10.0.0.5 refused, user secret")

    monkeypatch.setattr(health, "unapplied_migrations", refuse)
    answer = ask("/readyz")
    assert answer["status"] == 503
    assert b"secret" not in answer["body"]
    assert b"10.0.0.5" not in answer["body"]


@pytest.mark.django_db
def test_readiness_once_reached_is_asked_with_one_small_query(
    not_asked_yet, django_assert_num_queries
):
    ask("/readyz")
    with django_assert_num_queries(1):
        assert ask("/readyz")["status"] == 200


def test_machines_never_enter_django(monkeypatch):
    entered = []
    monkeypatch.setattr(wsgi, "people", lambda environ, start: entered.append(1) or [])
    for path in ("/healthz", "/epcis/events", "/epcis/capture"):
        ask(path)
    assert entered == []
    ask("/epcisx")
    ask("/")
    assert entered == [1, 1]


@pytest.mark.django_db
def test_whoever_asks_the_repository_without_a_key_is_refused():
    answer = ask("/epcis/events")
    assert answer["status"] == 401
    assert answer["headers"]["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_a_missing_static_file_is_an_ordinary_missing_page():
    answer = ask("/static/00000000/none.css")
    assert answer["status"] == 404
    assert "Content-Security-Policy" in answer["headers"]


def test_the_health_questions_are_public_with_a_reason():
    for machine in (health.healthz, health.readyz):
        assert isinstance(access_of(machine), Public)


def test_no_collection_walks_through_what_the_modules_hold():
    assert gc.get_freeze_count() > 50_000
