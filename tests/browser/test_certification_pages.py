"""Certificates in a real browser: every page on a phone and a desk, and a withdrawal by two people."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import people
from tests.browser.conftest import WIDTHS
from tests.certification import makers
from tests.certification.for_matrix import PDF
from tests.products import makers as products
from txng.accounts.actors import Actor
from txng.certification.actions import ending, issuing
from txng.certification.models import Certificate

PICTURES = os.environ.get("PICTURES_OF_CERTIFICATION", "")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def pages() -> dict[str, tuple[Actor | None, str]]:
    """Every page of the room with something on it, and who opens it."""
    today = timezone.localdate()
    item = products.trade_item(people.an(), gtin=products.GTIN)
    one = makers.certificate(
        number="VG-2026-0001", valid_until=today + timedelta(days=45), products=(products.GTIN,)
    )
    assert item.owner == one.holder
    issuing.attach_file(
        by=makers.lan(), certificate=one, title="Bản chụp", file_name="a.pdf", content=PDF
    )
    stopped = makers.certificate(number="VG-2026-0002")
    ending.suspend_certificate(
        by=people.binh(), certificate=stopped, reason="Mẫu không đạt dư lượng"
    )
    waiting = makers.certificate(number="VG-2026-0003")
    ending.withdraw_certificate(by=makers.lan(), certificate=waiting, reason="Hồ sơ giả")
    new = makers.said(
        "VG-2026-0004", issued_on=today, valid_from=today + timedelta(days=40),
        valid_until=today + timedelta(days=700),
    )  # fmt: skip
    renewed = issuing.renew_certificate(by=makers.lan(), certificate=one, said=new)
    makers.certificate(number="HC-1", code="iso-22000", valid_until=today + timedelta(days=20))
    makers.certificate(people.dung(), by=makers.stranger(), number="VG-2026-0001")
    body, an, binh, lan = makers.body(), people.an(), people.binh(), makers.lan()
    makers.certifier("Chưa ghi (hư cấu)")
    return {
        "register": (lan, "/so/chung-nhan"),
        "register of the agency": (binh, "/so/chung-nhan"),
        "certificate": (an, f"/so/chung-nhan/{one.pk}"),
        "suspended": (lan, f"/so/chung-nhan/{stopped.pk}"),
        "waiting": (binh, f"/so/chung-nhan/{waiting.pk}"),
        "renewed": (lan, f"/so/chung-nhan/{renewed.pk}"),
        "issue": (lan, "/so/chung-nhan/cap"),
        "renew": (lan, f"/so/chung-nhan/{renewed.pk}/gia-han"),
        "scope": (lan, f"/so/chung-nhan/{one.pk}/pham-vi"),
        "suspend": (lan, f"/so/chung-nhan/{renewed.pk}/dinh-chi"),
        "withdraw": (binh, f"/so/chung-nhan/{renewed.pk}/thu-hoi"),
        "file": (lan, f"/so/chung-nhan/{one.pk}/tep"),
        "bodies": (an, "/so/to-chuc-chung-nhan"),
        "body": (binh, f"/so/to-chuc-chung-nhan/{body.pk}"),
        "new body": (binh, "/so/to-chuc-chung-nhan/them"),
        "accredit": (binh, f"/so/to-chuc-chung-nhan/{body.pk}/cong-nhan"),
        "schemes": (binh, "/so/chuong-trinh-chung-nhan"),
        "new scheme": (binh, "/so/chuong-trinh-chung-nhan/them"),
        "validity": (binh, "/so/chuong-trinh-chung-nhan/haccp/thoi-han"),
        "search": (None, "/chung-nhan"),
        "found several": (None, "/chung-nhan?so=VG-2026-0001"),
        "found nothing": (None, "/chung-nhan?so=VG-9"),
        "verify": (None, f"/chung-nhan/{one.code}"),
        "verify suspended": (None, f"/chung-nhan/{stopped.code}"),
    }


def test_every_page_is_accessible_and_fits_a_phone_and_a_desk(open_as):
    wrong = {}
    for name, (person, path) in pages().items():
        seen = open_as(person, path)
        for width in WIDTHS:
            seen.resize(width)
            if PICTURES:
                seen.page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
            if found := seen.wrong():
                wrong[name, width] = found
        seen.page.close()
    assert wrong == {}


def test_a_withdrawal_takes_two_people_without_javascript(open_as):
    one = makers.certificate(number="VG-1")
    mine = open_as(makers.lan(), f"/so/chung-nhan/{one.pk}", javascript=False).page
    mine.get_by_role("link", name="Thu hồi chứng nhận", exact=True).click()
    mine.get_by_label("Lý do").fill("Hồ sơ giả")
    mine.get_by_role("button", name="Thu hồi, chờ xác nhận").click()
    expect(mine.get_by_role("button", name="Xác nhận thu hồi hẳn")).to_have_count(0)
    mine.get_by_role("button", name="Hoàn tác").click()
    expect(mine.get_by_text("trở lại như trước")).to_be_visible()
    mine.get_by_role("link", name="Thu hồi chứng nhận", exact=True).click()
    mine.get_by_label("Lý do").fill("Hồ sơ giả")
    mine.get_by_role("button", name="Thu hồi, chờ xác nhận").click()
    theirs = open_as(people.binh(), f"/so/chung-nhan/{one.pk}", javascript=False).page
    theirs.get_by_role("button", name="Xác nhận thu hồi hẳn").click()
    expect(theirs.get_by_text("Đã xác nhận: chứng nhận bị thu hồi hẳn.")).to_be_visible()
    assert Certificate.objects.get().state == "withdrawn"
