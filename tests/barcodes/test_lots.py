"""A lot and its labels: by weight, each with a serial of its own, the last one given once."""

import threading
from decimal import Decimal

import pytest
from django.db import connection

from tests import people
from tests.barcodes import registers
from txng.accounts.models import JournalEntry
from txng.barcodes import layouts
from txng.barcodes.actions import lots
from txng.barcodes.errors import (
    ContentError,
    ExhaustedError,
    LayoutError,
    NotAllowedError,
    NotThereError,
    StepError,
)
from txng.barcodes.models import Batch, LotQuota, Serial
from txng.barcodes.queries import labels as queries
from txng.barcodes.rules import serials

pytestmark = pytest.mark.django_db


def test_a_lot_has_as_many_labels_as_packages_and_a_few_more():
    quota = registers.lot("600", "500")
    assert (quota.allowed, quota.taken) == (1224, 0)


def test_a_lot_is_corrected_until_labels_were_issued():
    quota = registers.lot("600", "500")
    assert registers.lot("700", "500", gtin=quota.gtin).allowed == 1428
    registers.issued(LotQuota.objects.get(), 1)
    with pytest.raises(StepError, match="đã có 1 tem"):
        registers.lot("9000", "500", gtin=quota.gtin)
    assert LotQuota.objects.get().allowed == 1428


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kg": "0"}, "weight_kg"),
        ({"kg": "-3"}, "weight_kg"),
        ({"kg": "1", "gram": "1001"}, "content_g"),
        ({"kg": "9000000", "gram": "0.5"}, "weight_kg"),
        ({"name": "lô bảy"}, "lot"),
    ],
)
def test_a_lot_that_cannot_be_is_refused_at_its_field(told, field):
    with pytest.raises(ContentError) as refused:
        registers.lot(**told)
    assert refused.value.field == field
    assert not LotQuota.objects.exists()


@pytest.mark.parametrize("gtin", ["9506000134352", "8938505974026", "8938505974003"])
def test_nobody_prints_a_gtin_that_was_not_given_to_him(gtin):
    registers.product()
    with pytest.raises(ContentError) as refused:
        registers.lot(gtin=gtin)
    assert refused.value.field == "gtin"


def test_the_case_of_a_product_may_be_printed_too():
    gtin = registers.product()
    assert registers.lot(gtin="18938505974009", name="T1").gtin == "18938505974009"
    assert gtin == "08938505974002"


def test_every_label_has_a_serial_of_its_own_and_a_place_on_the_roll():
    batch = registers.issued(registers.lot(), 50)
    labels = list(batch.serials.order_by("number"))
    assert [label.number for label in labels] == list(range(1, 51))
    assert len({label.serial for label in labels}) == 50
    assert all(serials.read(label.serial) == label.serial for label in labels)
    assert sorted(labels, key=lambda label: label.serial) != labels
    line = JournalEntry.objects.get(verb="batch.issued")
    assert line.details == {"lot": "08938505974002/L2511", "quantity": 50}


def test_a_serial_that_was_drawn_before_is_drawn_again():
    quota = registers.lot()
    first = registers.issued(quota, 3)
    known = list(first.serials.values_list("serial", flat=True))
    fresh = serials.draw(3)
    rounds = iter([[known[0], fresh[0], known[1]], fresh[1:]])
    second = registers.issued(quota, 3, draw=lambda count: next(rounds))
    assert set(second.serials.values_list("serial", flat=True)) == set(fresh)
    assert sorted(second.serials.values_list("number", flat=True)) == [1, 2, 3]
    assert set(first.serials.values_list("serial", flat=True)) == set(known)


def test_a_generator_that_repeats_itself_issues_nothing():
    quota = registers.lot()
    known = list(registers.issued(quota, 2).serials.values_list("serial", flat=True))
    with pytest.raises(ExhaustedError):
        registers.issued(quota, 2, draw=lambda count: known[:count])
    assert Batch.objects.count() == 1
    assert Serial.objects.count() == 2
    quota.refresh_from_db()
    assert quota.taken == 2


def test_labels_beyond_the_weight_are_refused_and_nothing_is_taken():
    quota = registers.lot("5", "500")  # ten packages and one spare label
    registers.issued(quota, 9)
    with pytest.raises(ExhaustedError, match="còn 2 tem trong hạn mức 11, bạn xin 3") as refused:
        registers.issued(quota, 3)
    assert refused.value.field == "quantity"
    registers.issued(quota, 2)
    quota.refresh_from_db()
    assert (quota.taken, Serial.objects.count()) == (11, 11)


def test_an_officer_lifts_the_limit_with_a_reason_and_an_owner_does_not():
    quota = registers.lot("5", "500")
    with pytest.raises(NotAllowedError):
        lots.exceed_quota(by=people.an(), quota_id=quota.pk, labels=5, reason="cần thêm")
    with pytest.raises(NotAllowedError):  # sees the lot, and lacks the right
        lots.exceed_quota(by=people.officer(), quota_id=quota.pk, labels=5, reason="cần thêm")
    with pytest.raises(StepError) as refused:
        lots.exceed_quota(by=people.binh(), quota_id=quota.pk, labels=5, reason=" ")
    assert refused.value.field == "reason"
    lots.exceed_quota(by=people.binh(), quota_id=quota.pk, labels=5, reason="cuộn tem bị ướt")
    quota.refresh_from_db()
    assert (quota.allowed, quota.exceed_reason) == (16, "cuộn tem bị ướt")
    assert JournalEntry.objects.get(verb="quota.exceeded").details["reason"] == "cuộn tem bị ướt"


def test_a_label_that_cannot_be_printed_is_not_issued():
    quota = registers.lot()
    mark = {"carrier": "qr", "x": 0, "y": 0, "module": 0.5}
    small = layouts.read({"name": "nhỏ", "width": 12, "height": 12, "marks": [mark]})
    with pytest.raises(LayoutError, match="ra ngoài tem"):
        registers.issued(quota, layout=small)
    quota.refresh_from_db()
    assert (quota.taken, Batch.objects.count()) == (0, 0)


@pytest.mark.parametrize("quantity", [0, -1, 200_001])
def test_a_number_of_labels_that_cannot_be_is_refused(quantity):
    with pytest.raises(StepError, match="từ 1 đến 200000"):
        registers.issued(registers.lot(), quantity)


def test_dung_neither_sees_nor_uses_ans_lots_and_labels():
    quota = registers.lot()
    batch = registers.issued(quota)
    dung = people.dung()
    registers.dungs()
    serial = batch.serials.first().serial
    assert queries.quota(dung, quota.pk) is queries.batch(dung, batch.pk) is None
    assert queries.serial_of(dung, serial) is None
    assert queries.serial_of(people.an(), serial).serial == serial
    assert list(queries.quotas(dung)) == list(queries.batches(dung)) == []
    with pytest.raises(NotThereError):
        registers.issued(quota, by=dung)
    with pytest.raises(NotAllowedError):
        lots.declare_lot(
            by=dung, enterprise=registers.ans(), gtin=quota.gtin, lot="L1", product_name="Cà phê",
            weight_kg=Decimal(1), content_g=Decimal(1),
        )  # fmt: skip


def test_a_design_is_kept_under_a_name_of_its_enterprise():
    layout = layouts.presets()["tem-50x30"]
    design = lots.keep_design(by=people.an(), enterprise=registers.ans(), layout=layout)
    assert queries.layout_named(people.an(), f"m{design.pk}") == layout
    with pytest.raises(LayoutError, match="đã có mẫu tem tên"):
        lots.keep_design(by=people.an(), enterprise=registers.ans(), layout=layout)
    with pytest.raises(LayoutError, match="Không có mẫu tem này"):
        queries.layout_named(people.dung(), f"m{design.pk}")


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_take_the_last_labels_one_wins_and_the_other_is_told():
    quota = registers.lot("5", "500")
    registers.issued(quota, 8)  # three are left
    an, at_once, told = people.an(), threading.Barrier(2), []

    def take():
        at_once.wait()
        try:
            registers.issued(quota, 2, by=an)
            told.append("won")
        except ExhaustedError as error:
            told.append(str(error))
        finally:
            connection.close()

    both = [threading.Thread(target=take) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(told) == [
        "Lô L2511 còn 1 tem trong hạn mức 11, bạn xin 2.",
        "won",
    ]
    quota.refresh_from_db()
    assert (quota.taken, Serial.objects.count()) == (10, 10)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_take_the_last_key_of_a_prefix_one_wins_and_the_other_is_told():
    from txng.barcodes.actions import prefixes
    from txng.barcodes.models import GivenKey

    registers.held("893850597412")  # one product
    an, at_once, told = people.an(), threading.Barrier(2), []

    def take():
        at_once.wait()
        try:
            (key,) = prefixes.allocate(by=an, digits="893850597412", kind="gtin", purposes=["a"])
            told.append(key.value)
        except ExhaustedError as error:
            told.append(str(error))
        finally:
            connection.close()

    both = [threading.Thread(target=take) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert GivenKey.objects.count() == 1
    key, refusal = sorted(told)
    assert key == GivenKey.objects.get().value
    assert "đã hết số GTIN" in refusal
