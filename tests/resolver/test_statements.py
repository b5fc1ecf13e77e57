"""Who stands behind a certificate, a test, a step; and what the label says."""

import pytest

from tests import people
from tests.resolver.chain import (
    FACTORY,
    GS1,
    LOT,
    MASTER_DATA,
    PLOT,
    SERIAL,
    event,
    harvest,
    packing,
    recall,
    told,
)
from txng.accounts import actions
from txng.accounts.actors import Actor, operator
from txng.resolver.queries import page_for

pytestmark = pytest.mark.django_db
CERTIFICATE = "urn:txng:test:certificate:VG-0417"
KIND = "urn:txng:voc:Certificate"
PRODUCT = MASTER_DATA[0][1]


def certifier():
    body = actions.ensure_organisation(by=operator(), name="Lá Non (hư cấu)", kind="certifier")
    return Actor(body.pk, body.name, frozenset({"capture", "query"}), "Lá Non")


def certificate(**more):
    return (KIND, CERTIFICATE, {"txng:scheme": "VietGAP", "txng:validUntil": "2099-12-31"} | more)


def told_chain(*events, master_data=(), **of_product):
    product = (*MASTER_DATA[0][:2], MASTER_DATA[0][2] | of_product)
    told(
        harvest(3, PLOT) | {"certificationInfo": [CERTIFICATE]}, packing(), *events,
        master_data=[product, *MASTER_DATA[1:], *master_data],
    )  # fmt: skip


def test_what_the_holder_declares_is_the_maker_s_own_word():
    told_chain(master_data=[certificate()])
    first = page_for(None, SERIAL).certificates[0]
    assert (first.title, first.number, first.said) == ("VietGAP", "VG-0417", "maker")
    assert first.valid_until.isoformat() == "2099-12-31"
    assert not first.is_expired
    assert first.checked_on is None


def test_the_body_that_issued_it_and_the_authority_that_looked_at_it_are_named_with_their_days():
    told_chain(master_data=[certificate(**{"txng:validUntil": "2020-01-01"})])
    told(by=certifier(), master_data=[certificate()])
    told(by=people.chi(), master_data=[certificate()])
    first = page_for(None, SERIAL).certificates[0]
    assert (first.said, first.issuer) == ("certifier", "Lá Non (hư cấu)")
    assert first.checked_by == people.chi().organisation
    assert first.checked_on == first.said_on
    assert first.valid_until.isoformat() == "2099-12-31", "the issuer's word, not the holder's"


def test_nobody_becomes_a_certifier_by_calling_itself_one():
    told_chain(master_data=[certificate(**{"txng:issuer": "Lá Non (hư cấu)"})])
    first = page_for(None, SERIAL).certificates[0]
    assert (first.said, first.issuer) == ("maker", "Lá Non (hư cấu)")


def test_a_certificate_that_ended_says_so():
    told_chain(master_data=[certificate(**{"txng:validUntil": "2020-01-01"})])
    assert page_for(None, SERIAL).certificates[0].is_expired


def test_an_inspection_by_an_authority_is_told_with_its_result():
    told_chain()
    inspection = event(
        22, "inspecting", "inspection", FACTORY, quantityList=[{"epcClass": LOT}],
        **{"txng:result": "Đạt", "txng:resultEn": "Passed"},
    )  # fmt: skip
    told(inspection, by=people.chi())
    page = page_for(None, LOT)
    assert [(one.said, one.result, one.title) for one in page.checks] == [
        ("agency", "Đạt", "Kiểm tra")
    ]
    assert page.steps[-1].said == "agency"
    assert page.labels == {"maker", "agency"}


def test_what_the_label_says_comes_in_the_reader_s_language_or_says_that_it_is_vietnamese():
    from django.utils import translation

    from txng.resolver.page import InVietnamese

    told_chain(**{
        "txng:safetyWarning": "Có caffeine.", "txng:storage": "Nơi khô.", "txng:storageJa": "乾燥した所",
        "txng:usage": "Xay.", "txng:usageEn": "Grind.", "txng:story": "Vườn cao.",
    })  # fmt: skip
    assert [one.text for one in page_for(None, SERIAL).advice] == [
        "Có caffeine.",
        "Xay.",
        "Nơi khô.",
    ]
    with translation.override("ja"):
        page = page_for(None, SERIAL)
    warning, usage, storage = (one.text for one in page.advice)
    assert isinstance(warning, InVietnamese)
    assert (usage, storage) == ("Grind.", "乾燥した所")
    assert isinstance(page.story, InVietnamese)


def test_an_encoded_serial_that_is_on_no_goods_is_not_activated():
    told_chain()
    new = f"{GS1}/01/{PRODUCT[-14:]}/21/NEW1"
    said = event(21, "encoding", "", FACTORY, action="ADD", epcList=[new])
    del said["txng:activity"]
    told(said)
    assert page_for(None, new).verdict.state == "inactive"
    told(event(22, "commissioning", "packing", FACTORY, action="ADD", epcList=[new]))
    assert page_for(None, new).verdict.state != "inactive"


def test_a_serial_taken_out_of_use_says_so():
    told_chain()
    ended = event(28, "decommissioning", "", FACTORY, action="DELETE", epcList=[SERIAL])
    del ended["txng:activity"]
    told(ended)
    assert page_for(None, SERIAL).verdict.title == "Tem đã ngừng hiệu lực"


def test_a_recall_gives_the_number_that_its_captor_gave():
    told_chain()
    told(recall(LOT) | {"txng:phone": "1900 1234"})
    assert page_for(None, SERIAL).verdict.phone == "1900 1234"


def test_the_picture_must_lie_here():
    told_chain(**{"txng:image": "https://evil.example/a.jpg"})
    page = page_for(None, SERIAL)
    assert page.picture == ""


def test_scans_in_many_provinces_turn_the_verdict_amber():
    from datetime import timedelta

    from django.utils import timezone

    from txng.analytics.actions import View, record_views

    told_chain()
    path, now = SERIAL.removeprefix(GS1), timezone.now()
    record_views(
        by=operator(),
        views=[View(path, now - timedelta(hours=n), f"phone {n}", f"VN-{n}") for n in range(7)],
    )
    page = page_for(None, SERIAL)
    assert page.verdict.state == "copied"
    assert "7 tỉnh" in page.verdict.title
    assert page.views == 7
