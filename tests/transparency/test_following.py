"""Official acts of the register of certificates stand in the public log, each once, in their order."""

import pytest

from tests import people
from tests.certification import makers
from txng.certification.actions import ending, issuing
from txng.tlog.entry import parse_entry
from txng.transparency import following
from txng.transparency.models import Act, Followed

pytestmark = pytest.mark.django_db


def acts():
    return [(one.clear["act"], one.clear["number"]) for one in Act.objects.order_by("pk")]


def test_issue_suspension_restoration_and_withdrawal_become_entries(log):
    one = makers.certificate(number="VG-1")
    ending.suspend_certificate(by=people.binh(), certificate=one, reason="Mẫu không đạt")
    ending.restore_certificate(by=people.binh(), certificate=one, reason="Mẫu lại đạt")
    ending.withdraw_certificate(by=makers.lan(), certificate=one, reason="Hồ sơ giả")
    ending.confirm_withdrawal(by=makers.mai(), certificate=one)
    assert log.catch_up() == 5
    entries = [parse_entry(raw) for raw in log.entries()]
    assert [one.kind for one in entries] == ["cert"] * 5
    assert [one.clear["act"] for one in entries] == [
        "issue", "suspend", "restore", "suspend", "revoke",
    ]  # fmt: skip
    assert entries[1].clear == {
        "act": "suspend", "number": "VG-1", "scheme": "VietGAP", "issuer": makers.LANS_BODY,
        "holder": people.ANS_ENTERPRISE, "until": one.valid_until.isoformat(), "reason": "Mẫu không đạt",
    }  # fmt: skip
    assert log.catch_up() == 0


def test_a_withdrawal_that_is_taken_back_restores_and_another_scope_is_no_act():
    one = makers.certificate(number="VG-1")
    issuing.change_scope(by=makers.lan(), certificate=one, reason="Thêm", groups=("nong-san/",))
    ending.withdraw_certificate(by=makers.lan(), certificate=one, reason="Nhầm")
    ending.take_back_withdrawal(by=makers.lan(), certificate=one)
    following.take_up()
    following.take_up()
    assert acts() == [("issue", "VG-1"), ("suspend", "VG-1"), ("restore", "VG-1")]
    assert Followed.objects.get().position == 4


def test_more_steps_than_are_taken_at_once_are_all_taken(monkeypatch):
    monkeypatch.setattr(following, "MOST", 2)
    for number in range(5):
        makers.certificate(number=f"VG-{number}")
    following.take_up()
    assert acts() == [("issue", f"VG-{number}") for number in range(5)]
