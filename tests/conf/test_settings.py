"""What Django is told: connections that keep promises, headers that keep strangers out."""

import pytest
from django.db import connection
from django.test import Client

from txng.conf import env, settings


@pytest.mark.django_db
def test_what_is_acknowledged_survives_a_power_cut_on_sqlite(engine):
    if engine != "sqlite":
        pytest.skip("PRAGMAs are SQLite's")
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "page_size": 8192,
        "busy_timeout": 60000,
        "wal_autocheckpoint": 8000,
        "temp_store": 2,
        "cache_size": -16384,
    }
    with connection.cursor() as cursor:
        found = {}
        for name in expected:
            cursor.execute(f"PRAGMA {name}")
            found[name] = cursor.fetchone()[0]
    assert found == expected


def test_a_write_transaction_takes_its_place_before_it_reads():
    options = env.django_database(env.Database("sqlite", "a"))["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"


def test_connections_stay_open_and_a_restarted_server_is_noticed():
    told = env.django_database(env.Database("postgresql", "d", "u", "p", "h", "5432"))
    assert told["CONN_MAX_AGE"] is None
    assert told["CONN_HEALTH_CHECKS"]
    assert (told["NAME"], told["USER"], told["PASSWORD"], told["HOST"]) == ("d", "u", "p", "h")


def test_the_source_language_is_vietnamese_and_the_clock_is_the_provinces():
    assert settings.LANGUAGE_CODE == "vi"
    assert [code for code, _name in settings.LANGUAGES] == ["vi", "en", "zh-hans", "ja", "ko"]
    assert settings.TIME_ZONE == "Asia/Ho_Chi_Minh"
    assert settings.USE_TZ


@pytest.mark.django_db
def test_every_page_carries_the_security_headers():
    answer = Client().get("/khong-co-trang-nay")
    assert answer.status_code == 404
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_host_that_nobody_named_is_refused():
    assert Client().get("/", headers={"host": "evil.example"}).status_code == 400


def test_every_room_is_an_app_with_its_own_name():
    from django.apps import apps

    rooms = [name for name in settings.INSTALLED_APPS if name.startswith("txng.")]
    assert [apps.get_app_config(name.partition(".")[2]).name for name in rooms] == rooms
