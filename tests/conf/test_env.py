"""The environment: defaults that work at once, and nonsense refused in a sentence."""

from pathlib import Path

import pytest

from txng.conf import env
from txng.conf.env import Database, SettingError

SECRET = "s" * 50


def read(tmp_path, **variables):
    return env.read({"TXNG_DATA": str(tmp_path), **variables})


def test_nothing_set_means_sqlite_in_var_served_to_this_machine(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    environment = env.read({"PATH": "/bin"})
    assert environment.data == tmp_path / "var"
    assert environment.database == Database("sqlite", str(tmp_path / "var" / "txng.sqlite3"))
    assert environment.base_url == "http://127.0.0.1:8000"
    assert environment.allowed_hosts == ("127.0.0.1", "localhost", "[::1]")
    assert environment.secret_key == ""
    assert not environment.debug


def test_the_public_address_opens_its_own_host(tmp_path):
    environment = read(tmp_path, TXNG_BASE_URL="https://txng.example.vn/")
    assert environment.base_url == "https://txng.example.vn"
    assert "txng.example.vn" in environment.allowed_hosts


def test_more_hosts_are_named_with_commas(tmp_path):
    environment = read(tmp_path, TXNG_ALLOWED_HOSTS="a.example.vn, 10.0.0.5")
    assert environment.allowed_hosts[:2] == ("a.example.vn", "10.0.0.5")


@pytest.mark.parametrize(
    ("url", "database"),
    [
        ("sqlite:////srv/a.sqlite3", Database("sqlite", "/srv/a.sqlite3")),
        ("sqlite:////srv/a%20b.sqlite3", Database("sqlite", "/srv/a b.sqlite3")),
        ("postgres://h/d", Database("postgresql", "d", host="h")),
        (
            "postgresql://u:p%40ss%2Fw@h:5433/d",
            Database("postgresql", "d", user="u", password="p@ss/w", host="h", port="5433"),
        ),
        (
            "postgresql://u@/d?host=/run/postgresql",
            Database("postgresql", "d", user="u", host="/run/postgresql"),
        ),
        (
            "postgresql://h/d?sslmode=verify-full",
            Database("postgresql", "d", host="h", options=(("sslmode", "verify-full"),)),
        ),
    ],
)
def test_database_addresses_are_read(tmp_path, url, database):
    assert read(tmp_path, TXNG_DATABASE_URL=url).database == database


def test_a_relative_database_file_lies_where_the_command_was_typed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    database = read(tmp_path, TXNG_DATABASE_URL="sqlite:///data/a.sqlite3").database
    assert Path(database.name) == tmp_path / "data" / "a.sqlite3"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("TXNG_DATABASE_URL", "mysql://h/d", "mysql"),
        ("TXNG_DATABASE_URL", "sqlite://", "sqlite:///"),
        ("TXNG_DATABASE_URL", "sqlite:///:memory:", "memory"),
        ("TXNG_DATABASE_URL", "postgresql://h/", "thiếu tên"),
        ("TXNG_DATABASE_URL", "postgresql://h:port/d", "cổng"),
        ("TXNG_DATABASE_URL", "postgresql://h/d?sslmod=require", "sslmod"),
        ("TXNG_BASE_URL", "txng.example.vn", "https://"),
        ("TXNG_BASE_URL", "ftp://txng.example.vn", "ftp"),
        ("TXNG_BASE_URL", "https://txng.example.vn/truy-xuat", "đường dẫn"),
        ("TXNG_BASE_URL", "https://txng.example.vn:https", "https"),
        ("TXNG_DEBUG", "perhaps", "perhaps"),
        ("TXNG_ALLOWED_HOSTS", "https://a.example.vn", "dấu phẩy"),
        ("TXNG_SECRET_KEY", "short", "50"),
        ("TXNG_LOG_LEVEL", "loud", "debug"),
        ("TXNG_LOG_FORMAT", "xml", "json"),
        ("TXNG_DATABASE", "sqlite:////a", "TXNG_DATABASE_URL"),
    ],
)
def test_nonsense_is_refused_in_a_sentence_that_names_the_variable(tmp_path, name, value, words):
    with pytest.raises(SettingError) as refused:
        read(tmp_path, **{name: value})
    assert refused.value.name == name
    assert str(refused.value).startswith(f"{name}: ")
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "url", ["mysql://u:hidden@h/d", "postgresql://u:hidden@h:x/d", "postgresql://u:hidden@h/"]
)
def test_a_password_is_never_repeated(tmp_path, url):
    with pytest.raises(SettingError) as refused:
        read(tmp_path, TXNG_DATABASE_URL=url)
    assert "hidden" not in str(refused.value)
    shown = read(tmp_path, TXNG_DATABASE_URL="postgresql://u:hidden@h/d").database.shown
    assert shown == "postgresql://h/d"


@pytest.mark.parametrize("word", ["1", "true", "YES", "on"])
def test_yes_has_many_spellings(tmp_path, word):
    assert read(tmp_path, TXNG_DEBUG=word).debug


def test_the_secret_key_of_init_is_read_and_the_variable_goes_first(tmp_path):
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "secret_key").write_text(SECRET + "\n")
    assert read(tmp_path).secret_key == SECRET
    assert read(tmp_path, TXNG_SECRET_KEY="t" * 50).secret_key == "t" * 50


def test_a_spoilt_key_file_is_named(tmp_path):
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "secret_key").write_text("short")
    with pytest.raises(SettingError, match="secret_key"):
        read(tmp_path)


def test_variables_of_the_tests_are_nobodys_business(tmp_path):
    assert read(tmp_path, TXNG_TEST_ENGINE="sqlite").data == tmp_path


def test_every_variable_has_a_sentence_in_the_operators_guide():
    guide = (Path(__file__).parents[2] / "docs/operate/settings.md").read_text()
    assert [name for name in env.NAMES if f"`{name}`" not in guide] == []
