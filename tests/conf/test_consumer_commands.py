"""txng report and txng scan, as an officer types them."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from txng.accounts.actors import Actor, operator
from txng.analytics.actions import View, record_views
from txng.conf import cli
from txng.supervision.actions import receive_report

pytestmark = pytest.mark.django_db
CODE = "/01/09521234543213/21/QTX7Z"
TYPED = "(01)09521234543213(21)QTX7Z"


@pytest.fixture(autouse=True)
def installed(monkeypatch):
    """The database of the test is there; the commands need not look."""
    for name in ("report", "scan"):
        monkeypatch.setattr(f"txng.conf.commands.{name}.require_initialised", lambda: None)


@pytest.fixture
def number():
    consumer = Actor(None, "", frozenset(), "consumer")
    return receive_report(
        by=consumer, code=CODE, reason="label", device="phone", words="Tem bong", place="Chợ"
    ).number


def run(capsys, *arguments):
    status = cli.run(list(arguments))
    told = capsys.readouterr()
    return status, told.out, told.err


def test_reports_are_listed_shown_and_answered_once(number, capsys):
    assert number in run(capsys, "report", "list")[1]
    assert run(capsys, "report", "list", "--state", "answered")[1] == ""
    status, out, _ = run(capsys, "report", "show", number, "--checking", "--json")
    shown = json.loads(out)
    assert status == 0
    assert (shown["state"], shown["words"], shown["photo"]) == ("checking", "Tem bong", None)
    assert run(capsys, "report", "answer", number, "Đã kiểm tra.")[0] == 0
    status, _, err = run(capsys, "report", "answer", number, "Khác.")
    assert status != 0
    assert "đã được trả lời" in err
    assert json.loads(run(capsys, "report", "list", "--json")[1])[0]["answer"] == "Đã kiểm tra."


def test_an_empty_answer_and_an_unknown_number_are_refused_in_a_sentence(number, capsys):
    assert "đang trống" in run(capsys, "report", "answer", number, "  ")[2]
    assert (
        "Không có phản ánh số LD-2026-000999" in run(capsys, "report", "show", "LD-2026-000999")[2]
    )


def test_an_alarm_is_shown_with_its_reason_and_explained(capsys):
    now = timezone.now()
    views = [View(CODE, now - timedelta(hours=n), f"phone {n}", f"VN-{n}") for n in range(7)]
    record_views(by=operator(), views=views)
    shown = json.loads(run(capsys, "scan", "show", TYPED, "--json")[1])
    assert (shown["views"], shown["suspect"]) == (7, True)
    assert shown["reasons"][0].startswith("places=7 ")
    assert run(capsys, "scan", "explain", TYPED, "--reason", "Hội chợ", "--days", "3")[0] == 0
    shown = json.loads(run(capsys, "scan", "show", TYPED, "--json")[1])
    assert (shown["suspect"], shown["explanation"]) == (False, "Hội chợ")


def test_a_code_that_nobody_viewed_cannot_be_explained(capsys):
    status, _, err = run(capsys, "scan", "explain", TYPED, "--reason", "x")
    assert status != 0
    assert "Chưa ai xem" in err
    assert run(capsys, "scan", "show", "12x")[0] != 0


def test_a_body_that_certifies_gets_a_key_of_its_kind(capsys, monkeypatch):
    from txng.accounts.models import Organisation

    monkeypatch.setattr("txng.conf.commands.key.require_initialised", lambda: None)
    made = (
        "key",
        "create",
        "--organisation",
        "Lá Non (hư cấu)",
        "--scope",
        "capture",
        "--certifier",
    )
    assert run(capsys, *made)[1].startswith("txng_")
    assert Organisation.objects.get(name="Lá Non (hư cấu)").kind == "certifier"
