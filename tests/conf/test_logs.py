"""Logs: one JSON object a line for machines, with fields and the letters of Vietnamese."""

import json
import logging

import pytest
import structlog

from txng.conf import logs, settings


@pytest.fixture
def as_json():
    logs.configure("info", "json")
    yield
    logs.configure(settings.ENVIRONMENT.log_level, settings.ENVIRONMENT.log_format)


def test_an_event_is_one_json_object_with_its_fields(as_json, capsys):
    logs.configure("info", "json")  # again: standard error is captured only now
    structlog.get_logger("txng.test").info("capture_accepted", job="0198", place="Đạ Huoai")
    line = json.loads(capsys.readouterr().err)
    assert line["event"] == "capture_accepted"
    assert (line["job"], line["place"], line["level"]) == ("0198", "Đạ Huoai", "info")
    assert line["timestamp"].endswith("Z")


def test_what_libraries_log_has_the_same_form_and_no_extras(as_json, capsys):
    logs.configure("info", "json")
    logging.getLogger("django").warning("slow %s", "page", extra={"request": "GET /?name=An"})
    line = json.loads(capsys.readouterr().err)
    assert line["event"] == "slow page"
    assert "request" not in line


def test_an_error_carries_its_traceback_in_the_same_line(as_json, capsys):
    logs.configure("info", "json")
    try:
        raise ValueError("expected 13 digits, got 12")
    except ValueError:
        structlog.get_logger("txng.test").exception("trace_failed")
    line = json.loads(capsys.readouterr().err)
    assert "expected 13 digits, got 12" in line["exception"]


def test_less_than_the_level_is_not_written(as_json, capsys):
    logs.configure("warning", "json")
    structlog.get_logger("txng.test2").info("chatter")
    assert capsys.readouterr().err == ""


def test_half_a_character_and_a_number_of_many_digits_are_written_all_the_same(as_json, capsys):
    logs.configure("info", "json")
    structlog.get_logger("txng.test3").info("code_read", code="\ud800", number=10**30)
    line = json.loads(capsys.readouterr().err)
    assert (line["code"], line["number"]) == ("\ud800", 10**30)
