"""Official acts of the registers stand in the public log, each once, in their order."""

import base64
from datetime import date
from hashlib import sha256

import pytest

from tests import people
from tests.barcodes import registers
from tests.certification import makers
from tests.products import makers as products
from txng.certification.actions import ending, issuing
from txng.products.actions import items
from txng.products.queries.lists import every_decision, published
from txng.tlog.canonical_json import encode
from txng.tlog.entry import Entry, parse_entry
from txng.transparency import following
from txng.transparency.following import batches, certificates
from txng.transparency.following.lines import plain
from txng.transparency.models import Act, Followed, TakenUp

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
    assert Followed.objects.get(name="certification").position == 4


def test_more_steps_than_are_taken_at_once_are_all_taken(monkeypatch):
    monkeypatch.setattr(certificates, "MOST", 2)
    for number in range(5):
        makers.certificate(number=f"VG-{number}")
    following.take_up()
    assert acts() == [("issue", f"VG-{number}") for number in range(5)]


# --- batches of labels and decisions on lists -------------------------------------------------------


def test_a_batch_of_labels_is_an_entry_that_says_how_many_and_binds_which(log):
    made = registers.issued(registers.lot(), 7)
    assert log.catch_up() == 1
    (entry,) = [parse_entry(raw) for raw in log.entries()]
    assert (entry.kind, entry.clear) == ("codes", {"count": "7"})
    (act,) = Act.objects.all()
    serials = list(made.serials.order_by("number").values_list("serial", flat=True))
    listed = "".join(f"{serial}\n" for serial in serials)
    assert act.content["serials"] == sha256(listed.encode()).hexdigest()
    assert made.quota.gtin.encode() not in b"".join(log.entries())
    assert log.catch_up() == 0


def test_a_batch_that_was_committed_late_is_not_passed_by(monkeypatch):
    monkeypatch.setattr(batches, "MOST", 2)
    quota = registers.lot()
    late, *_others = [registers.issued(quota, number + 1) for number in range(6)]
    TakenUp.objects.create(register=batches.BATCHES, number=late.pk)  # as if it were not there yet
    following.take_up()
    assert Act.objects.count() == 5
    TakenUp.objects.filter(number=late.pk).delete()
    following.take_up()
    following.take_up()
    counts = [one.clear["count"] for one in Act.objects.order_by("pk")]
    assert sorted(counts) == ["1", "2", "3", "4", "5", "6"]
    assert counts[-1] == "1"


def test_a_list_is_adopted_and_repealed_under_the_same_digest(log):
    version = products.in_force()
    assert log.catch_up() == 1
    items.repeal_version(
        by=people.binh(), version=version, number="45/QĐ-UBND", on=date(2027, 7, 1)
    )
    assert log.catch_up() == 1
    adopted, repealed = [parse_entry(raw) for raw in log.entries()]
    assert [one.kind for one in (adopted, repealed)] == ["policy", "policy"]
    assert (adopted.clear["act"], adopted.clear["document"]) == ("adopt", "12/QĐ-UBND")
    assert adopted.clear["day"] == "2026-07-01"
    assert (repealed.clear["act"], repealed.clear["document"]) == ("repeal", "45/QĐ-UBND")
    told = encode(published(every_decision().get()))
    digest = base64.b64encode(sha256(told).digest()).decode()
    assert adopted.clear["digest"] == repealed.clear["digest"] == digest


def test_a_row_that_was_edited_behind_the_log_no_longer_has_its_digest(log):
    version = products.in_force()
    log.catch_up()
    before = Act.objects.get().clear["digest"]
    version.items.update(communes=["24846"])
    told = encode(published(every_decision().get()))
    assert base64.b64encode(sha256(told).digest()).decode() != before


@pytest.mark.parametrize(
    ("typed", "told"),
    [("VG\u200b-1", "VG-1"), ("\u202eA", "A"), ("\n", "-"), ("", "-"), ("x" * 3000, "x" * 2000)],
)
def test_no_word_of_a_register_holds_up_the_log(typed, told):
    assert plain(typed) == told
    clear = {"act": "issue", "number": plain(typed), "scheme": "a", "issuer": "b"}
    Entry("cert", bytes(32), clear).encode()
