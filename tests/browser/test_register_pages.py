"""The register of parties in a real browser: every page, wide and narrow, and a plot drawn by keyboard."""

import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser.conftest import NARROWEST, PHONE, WIDTHS
from tests.parties import register
from tests.parties.register import LAC_DUONG
from txng.accounts.actors import Actor, operator
from txng.parties import actions
from txng.parties.actions import CodeFacts, PlaceFacts
from txng.parties.models import Plot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def pages() -> dict[str, tuple[Actor, str]]:
    """Every page of the room with something on it, and who opens it."""
    from datetime import date

    actions.load_plan(by=operator())
    ours = register.ans_cooperative(earlier_commune_code="24865", phone="0263 382 2222")
    twin, other = register.party(), register.party(tax_code="0100233488")
    member = register.household()
    actions.add_member(by=operator(), group=ours, member=member, joined_on=date(2025, 1, 1))
    land = register.plot(ours, crop="Cà phê Arabica", cropping_system="trong-xen")
    register.plot(ours, west=0.001, east=0.003)
    house = actions.register_establishment(
        by=operator(), enterprise=ours,
        facts=PlaceFacts(kind="dong-goi", name="Xưởng đóng gói", commune_code=LAC_DUONG),
    )  # fmt: skip
    code = actions.register_site_code(
        by=operator(), enterprise=ours,
        facts=CodeFacts(kind="vung-trong", code="VN-68-24848-01-26", issued_on=date(2026, 5, 1),
                        plots=[land]),
    )  # fmt: skip
    actions.edit_enterprise(
        by=operator(), enterprise=ours,
        facts=register.facts(people.ANS_ENTERPRISE, kind="hop-tac-xa", address="Thôn 1",
                             earlier_commune_code="24865", phone="0263 382 2222"),
        changed_on=date(2026, 3, 1),
    )  # fmt: skip
    an, binh = people.an(), people.binh()
    entry = f"/so/co-so/{ours.code}"
    return {
        "list": (binh, "/so/co-so"),
        "searched": (binh, "/so/co-so?q=da+sar&kind=hop-tac-xa"),
        "nothing found": (binh, "/so/co-so?q=zzz"),
        "entry": (an, f"{entry}?ngay=01/05/2024"),
        "new": (binh, "/so/co-so/moi"),
        "edit": (an, f"{entry}/sua"),
        "close": (an, f"{entry}/ngung"),
        "member": (an, f"{entry}/thanh-vien"),
        "new place": (an, f"{entry}/dia-diem/moi"),
        "edit place": (an, f"/so/dia-diem/{house.code}/sua"),
        "plots": (binh, "/so/thua"),
        "plot": (an, f"/so/thua/{land.code}"),
        "new plot": (an, f"{entry}/thua/moi"),
        "new code": (an, f"{entry}/ma-so/moi"),
        "code": (an, f"/so/ma-so/{code.pk}"),
        "state": (an, f"/so/ma-so/{code.pk}/trang-thai"),
        "figures": (binh, "/so/so-lieu?theo=district"),
        "duplicates": (binh, "/so/trung"),
        "merge": (binh, f"/so/gop/{twin.code}/{other.code}"),
        "agencies": (binh, "/so/co-quan?ngay=01/01/2020"),
        "agency": (binh, "/so/co-quan/so-nong-nghiep"),
        "end agency": (binh, "/so/co-quan/so-y-te/ket-thuc"),
        "mandate": (binh, "/so/co-quan/so-y-te/nhiem-vu"),
        "mandates": (binh, "/so/nhiem-vu?xa=Đạ Sar"),
        "wrong day": (binh, "/so/nhiem-vu?ngay=31/2/2025"),
        "units": (binh, "/so/don-vi-hanh-chinh?q=da+sar"),
    }


def test_every_page_fits_every_screen_and_has_no_barrier(open_as):
    wrong = {}
    for name, (person, path) in pages().items():
        narrow = name in ("list", "entry", "plot")
        seen = open_as(person, path)
        for width in (*WIDTHS, *([NARROWEST] if narrow else [])):
            seen.resize(width)
            if found := seen.wrong():
                wrong[name, width] = found
        seen.page.close()
    assert wrong == {}


def test_a_plot_is_written_down_without_a_mouse_and_without_script(open_as):
    ours = register.ans_cooperative()
    seen = open_as(people.an(), f"/so/co-so/{ours.code}/thua/moi", javascript=False)
    page = seen.page
    page.get_by_label("Tên thửa").focus()
    page.keyboard.type("Đồi sau nhà")
    page.get_by_label("Ranh thửa").focus()
    page.keyboard.type("12,1 108,6\n12,102 108,602\n12,1 108,602\n12,102 108,6")
    page.get_by_role("button", name="Lưu thửa").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Cạnh 1 và cạnh 3")
    box = page.get_by_label("Ranh thửa")
    assert box.input_value().splitlines()[1] == "12,102 108,602"
    box.fill("12,1 108,6\n12,1 108,602\n12,102 108,602\n12,102 108,6")
    page.get_by_role("button", name="Lưu thửa").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đồi sau nhà")
    expect(page.get_by_label("Hình ranh thửa")).to_be_visible()
    assert Plot.objects.get().area_ha > 4


def test_an_officer_finds_a_party_by_an_old_name_and_goes_on(open_as):
    register.party(earlier_commune_code="24865")
    seen = open_as(people.binh(), "/so/co-so", width=PHONE)
    page = seen.page
    page.get_by_label("Tìm theo tên").fill("đạ sar")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Công ty cà phê Đồi Gió (hư cấu)").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đồi Gió")
    expect(page.locator("main")).to_contain_text("Xã Đạ Sar, Huyện Lạc Dương")
