"""Declarations resting on a certificate, and certificates that end soon, in a real browser."""

import os

import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser.conftest import WIDTHS
from tests.certification import assessing, makers
from tests.products import makers as products
from txng.certification.actions import declarations, ending
from txng.certification.models import Declaration
from txng.certification.rules import declarations as rules

PICTURES = os.environ.get("PICTURES_OF_ASSESSMENTS", "")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_with_a_suspended_basis_are_accessible_and_fit_a_phone_and_a_desk(open_as):
    an, dung, binh = people.an(), people.dung(), people.binh()

    def declared():
        one = makers.certificate(valid_until=makers.days(45))
        facts = assessing.facts(
            an, basis=rules.CERTIFICATE, certificate=one.pk, valid_to=makers.days(45)
        )
        return one, declarations.declare(by=an, facts=facts)

    _one, good = declared()
    one, got = declared()
    for each in (good, got):
        declarations.receive(by=binh, declaration=each)
    _one, waits = one, declarations.declare(
        by=an, facts=assessing.facts(
            an, basis=rules.CERTIFICATE, certificate=one.pk, valid_to=makers.days(45)
        ),
    )  # fmt: skip
    ending.suspend_certificate(by=makers.lan(), certificate=one, reason="Kiểm tra thấy sai")
    makers.certificate(dung, valid_until=makers.days(300))
    code = makers.holder(an).code
    wrong = {}
    for name, person, path in (
        ("declare", an, "/danh-gia/cong-bo/them"),
        ("list", binh, "/danh-gia/cong-bo"),
        ("owner", an, f"/danh-gia/cong-bo/{got.number}"),
        ("officer, received", binh, f"/danh-gia/cong-bo/{got.number}"),
        ("officer, waiting", binh, f"/danh-gia/cong-bo/{waits.number}"),
        ("public list", None, "/cong-bo-phu-hop"),
        ("public, suspended", None, f"/cong-bo-phu-hop/{got.number}"),
        ("public, holds", None, f"/cong-bo-phu-hop/{good.number}"),
        ("freshness", binh, "/giam-sat/cap-nhat"),
        ("freshness, ending", binh, "/giam-sat/cap-nhat?chung-nhan=ending"),
        ("freshness of one", binh, f"/giam-sat/cap-nhat/co-so/{code}"),
        ("my freshness", an, "/du-lieu-cua-toi"),
    ):
        seen = open_as(person, path)
        for width in WIDTHS:
            seen.resize(width)
            if PICTURES:
                seen.page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
            if found := seen.wrong():
                wrong[name, width] = found
        seen.page.close()
    assert wrong == {}


def test_an_declares_on_a_certificate_of_the_register_without_javascript(open_as):
    products.trade_item(people.an(), gtin=products.GTIN)
    one = makers.certificate(number="VG-77")
    page = open_as(people.an(), "/danh-gia/cong-bo/them", javascript=False).page
    expect(page.get_by_label("Chứng nhận trong sổ")).to_have_value(str(one.pk))
    page.get_by_label("Tiêu chuẩn mà hệ thống phù hợp").fill("TCVN 12850:2019")
    page.get_by_role("group", name="Nhóm sản phẩm").get_by_role("checkbox").first.check()
    page.get_by_label("Người ký").fill("Lê Thị Mẫu")
    page.get_by_label("Chức vụ").fill("Giám đốc")
    with page.expect_navigation():
        page.get_by_role("button", name="Gửi công bố").click()
    expect(page.get_by_text("Hôm nay: Đang có giá trị")).to_be_visible()
    assert Declaration.objects.get().certificate == one
