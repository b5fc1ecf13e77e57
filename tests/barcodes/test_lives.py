"""Printing, scanning back, activating: the steps of a label, and who is told what when one does not fit."""

import pytest

from tests import people
from tests.barcodes import registers
from txng.accounts.models import JournalEntry
from txng.barcodes import content
from txng.barcodes.actions import lives
from txng.barcodes.errors import NotThereError, StepError
from txng.barcodes.models import Batch, LotQuota, ScanBack, Serial
from txng.barcodes.queries import labels as queries
from txng.barcodes.rules import life
from txng.parties.models import Enterprise

pytestmark = pytest.mark.django_db


def batch_of(quantity=10, **told):
    return registers.issued(registers.lot(), quantity, **told)


def printed(batch, first=1, last=None, **told):
    told = {"way": "roll"} | told
    return lives.record_print(
        by=people.an(), batch_id=batch.pk, first=first, last=last or batch.quantity, **told
    )


def label(batch, number):
    return batch.serials.get(number=number)


def scan_text(batch, number, carrier="qr"):
    code = queries.code_of(batch, label(batch, number).serial)
    return content.text_of(carrier, code, "https://truyxuat.example")


def scanned(batch, *numbers, by=None):
    for number in numbers:
        text = scan_text(batch, number)
        lives.scan_back(by=by or people.an(), batch_id=batch.pk, text=text)


def moved(batch, step, by=None, **told):
    return lives.move(by=by or people.an(), batch_id=batch.pk, step=step, **told)


def states(batch):
    return [life.STATES[label.state] for label in batch.serials.order_by("number")]


def live(quantity=10):
    batch = batch_of(quantity)
    printed(batch)
    scanned(batch, *range(1, min(quantity, 3) + 1))
    moved(batch, "activate")
    batch.refresh_from_db()
    return batch


def test_a_batch_goes_from_issued_to_sold():
    batch = batch_of()
    told = [batch.state]
    printed(batch)
    scanned(batch, 1, 5, 10)
    for step in ("activate", "ship", "sell"):
        batch.refresh_from_db()
        told.append(batch.state)
        assert moved(batch, step).changed == 10
    batch.refresh_from_db()
    assert [*told, batch.state] == ["issued", "printed", "commissioned", "shipped", "sold"]
    verbs = JournalEntry.objects.values_list("verb", flat=True)
    assert {"batch.printed", "label.scanned_back", "batch.activate", "batch.sell"} <= set(verbs)


def test_no_label_is_live_before_three_were_scanned_back():
    batch = batch_of()
    printed(batch)
    scanned(batch, 1, 2)
    with pytest.raises(StepError, match="Quét thử 3 tem đã in trước khi kích hoạt; mới quét 2"):
        moved(batch, "activate")
    assert set(states(batch)) == {"printed"}
    scanned(batch, 3)
    assert moved(batch, "activate") == lives.Moved(10, 0)


def test_a_batch_of_two_needs_both():
    batch = batch_of(2)
    printed(batch)
    scanned(batch, 1)
    with pytest.raises(StepError, match="Quét thử 2 tem"):
        moved(batch, "activate")
    scanned(batch, 2)
    moved(batch, "activate")


def test_one_label_scanned_three_times_is_told_each_time():
    batch = batch_of()
    printed(batch)
    scanned(batch, 4)
    with pytest.raises(StepError, match="Tem thứ 4 đã quét rồi"):
        scanned(batch, 4)
    assert ScanBack.objects.count() == 1


@pytest.mark.parametrize("carrier", ["qr", "datamatrix", "gs1-128"])
def test_a_label_is_scanned_back_by_any_of_its_symbols_or_typed(carrier):
    batch = batch_of()
    printed(batch)
    prefix = {"qr": "]Q1", "datamatrix": "", "gs1-128": ""}[carrier]
    found = lives.scan_back(
        by=people.an(), batch_id=batch.pk, text=prefix + scan_text(batch, 7, carrier)
    )
    assert found.number == 7
    typed = lives.scan_back(by=people.an(), batch_id=batch.pk, text=label(batch, 8).serial.lower())
    assert typed.number == 8


def test_a_scan_of_something_else_says_what_is_wrong():
    batch = batch_of()
    other = registers.issued(registers.lot(gtin=batch.quota.gtin, name="L2512"), 3)
    stranger = registers.issued(registers.lot(gtin=registers.product("Chè"), name="L2511"), 3)
    for one in (batch, other, stranger):
        printed(one)
    for text, part in (
        (scan_text(other, 1), "ghi lô L2512"),
        (scan_text(stranger, 1), "ghi sản phẩm"),
        (label(other, 1).serial, "không thuộc lô tem này"),
        ("8938505974002", "không có số sê-ri"),
        ("đường dẫn gì đó", "Tắt Unikey"),
        ("x" * 5000, "Không đọc được"),
        ("", "Không đọc được"),
    ):
        with pytest.raises(StepError, match=part) as refused:
            lives.scan_back(by=people.an(), batch_id=batch.pk, text=text)
        assert refused.value.field == "code"
    assert not ScanBack.objects.exists()


def test_a_label_that_is_not_printed_yet_cannot_have_been_scanned():
    batch = batch_of()
    printed(batch, 1, 5)
    with pytest.raises(StepError, match="Tem thứ 6 chưa in"):
        scanned(batch, 6)


def test_printing_twice_needs_a_reason():
    batch = batch_of()
    printed(batch, 1, 6)
    with pytest.raises(StepError, match="lý do in lại") as refused:
        printed(batch, 6, 10)
    assert refused.value.field == "reason"
    printed(batch, 6, 10, reason="tem thứ 6 bị kẹt")
    assert [run.reason for run in queries.print_runs(batch)] == ["tem thứ 6 bị kẹt", ""]


@pytest.mark.parametrize(
    ("first", "last", "way", "field"),
    [
        (0, 5, "roll", "first"),
        (5, 4, "roll", "first"),
        (1, 11, "roll", "first"),
        (1, 5, "fax", "way"),
    ],
)
def test_a_run_that_cannot_be_is_refused(first, last, way, field):
    batch = batch_of()
    with pytest.raises(StepError) as refused:
        printed(batch, first, last, way=way)
    assert refused.value.field == field
    assert set(states(batch)) == {"issued"}


def test_a_part_of_a_roll_is_activated_and_the_batch_waits_for_the_rest():
    batch = batch_of()
    printed(batch)
    scanned(batch, 1, 2, 3)
    assert moved(batch, "activate", first=1, last=4).changed == 4
    batch.refresh_from_db()
    assert batch.state == "printed"
    assert states(batch) == ["commissioned"] * 4 + ["printed"] * 6
    assert moved(batch, "activate") == lives.Moved(6, 4)


def test_a_spoilt_label_is_cancelled_and_never_comes_back():
    batch = batch_of()
    printed(batch)
    with pytest.raises(StepError, match="lý do hủy"):
        moved(batch, "cancel", first=4, last=4)
    moved(batch, "cancel", first=4, last=4, reason="spoilt")
    scanned(batch, 1, 2, 3)
    with pytest.raises(StepError, match="Tem thứ 4 đã hủy"):
        scanned(batch, 4)
    assert moved(batch, "activate") == lives.Moved(9, 1)
    assert states(batch)[3] == "decommissioned"
    assert len(list(queries.codes_of(batch, 1, 10))) == 9
    assert [number for number, _code in queries.numbered_codes_of(batch, 3, 6)] == [3, 5, 6]
    batch.refresh_from_db()
    assert batch.state == "commissioned"


def test_there_is_nothing_to_print_where_every_label_is_cancelled():
    batch = batch_of()
    moved(batch, "cancel", first=4, last=6, reason="other")
    with pytest.raises(StepError, match="không còn gì để in"):
        printed(batch, 4, 6)
    printed(batch, 3, 6)


def test_labels_that_were_never_printed_go_back_to_the_lot_and_printed_ones_do_not():
    batch = batch_of()
    printed(batch, 1, 6)
    moved(batch, "cancel", reason="other")
    assert LotQuota.objects.get().taken == 6


def test_a_step_that_no_label_can_take_is_told():
    batch = batch_of()
    for step in ("ship", "sell"):
        with pytest.raises(StepError, match="Không có tem nào"):
            moved(batch, step)


def test_staff_activates_but_does_not_cancel_and_a_stranger_does_nothing():
    batch = batch_of()
    printed(batch)
    staff = people.with_role(people.an(), "nhan-vien")
    scanned(batch, 1, 2, 3, by=staff)
    moved(batch, "activate", by=staff, first=1, last=1)
    with pytest.raises(NotThereError):
        moved(batch, "cancel", by=staff, reason="spoilt")
    for step in life.MOVES:
        with pytest.raises(NotThereError):
            moved(batch, step, by=people.dung(), reason="spoilt")
    with pytest.raises(NotThereError):
        moved(batch, "activate", by=people.binh())  # the agency sees, and does not act for An


def test_the_public_page_is_told_whether_a_label_is_live():
    batch = batch_of(4)
    gtin, serial = batch.quota.gtin, label(batch, 1).serial
    told = [queries.standing(None, gtin, serial).activation]
    printed(batch)
    told.append(queries.standing(None, gtin, serial).activation)
    scanned(batch, 1, 2, 3)
    moved(batch, "activate")
    told.append(queries.standing(None, gtin, serial).activation)
    moved(batch, "cancel", first=1, last=1, reason="opened")
    told.append(queries.standing(None, gtin, serial).activation)
    assert told == ["not yet", "not yet", "active", "ended"]


def test_the_public_page_is_told_whose_a_label_is_and_of_which_lot_and_nothing_of_one_that_never_was():
    batch = batch_of(1)
    gtin, serial = batch.quota.gtin, label(batch, 1).serial
    assert queries.standing(None, gtin, serial) == queries.Standing(
        "not yet", "L2511", people.ANS_ENTERPRISE
    )
    assert queries.activation(None, gtin, serial) == "not yet"
    for product, number in ((gtin, "0000000000000"), ("09506000134352", serial)):
        assert queries.standing(None, product, number) is None
        assert queries.activation(None, product, number) is None


def test_a_household_behind_a_label_is_named_by_its_code():
    batch = batch_of(1)
    Enterprise.objects.filter(pk=batch.enterprise_id).update(kind="nong-ho", name="Nguyễn Thị An")
    told = queries.standing(None, batch.quota.gtin, label(batch, 1).serial)
    assert "Nguyễn" not in told.issuer
    assert batch.enterprise.code in told.issuer


def test_labels_that_are_all_alike_live_together():
    batch = batch_of(10, has_serials=False)
    assert not Serial.objects.exists()
    text = content.text_of("qr", queries.code_of(batch), "https://truyxuat.example")
    with pytest.raises(StepError, match="chưa in"):
        lives.scan_back(by=people.an(), batch_id=batch.pk, text=text)
    printed(batch)
    with pytest.raises(StepError, match="Quét thử 1 tem"):
        moved(batch, "activate")
    lives.scan_back(by=people.an(), batch_id=batch.pk, text=text)
    moved(batch, "activate")
    assert Batch.objects.get().state == "commissioned"
    assert queries.counts_of(Batch.objects.get()) == {"commissioned": 10}


@pytest.mark.parametrize("has_serials", [True, False])
def test_what_was_cancelled_is_printed_no_more(has_serials):
    batch = batch_of(4, has_serials=has_serials)
    printed(batch)
    moved(batch, "cancel", reason="spoilt")
    with pytest.raises(StepError, match="đã hủy, không còn gì để in"):
        printed(batch, reason="in lại")


def test_of_two_who_activate_at_once_the_second_is_told():
    batch = live()
    with pytest.raises(StepError, match="Không có tem nào"):
        moved(batch, "activate")
