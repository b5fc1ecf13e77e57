"""Every page of the room through the door that people use."""

import json
from dataclasses import replace
from urllib.parse import urlparse

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests import people
from tests.products import makers
from txng.products.models import ListItem, ListVersion, Proposal, TradeItem
from txng.products.rules import lists as rules
from txng.products.rules import scoring
from txng.products.rules.roadmap import Milestone

pytestmark = pytest.mark.django_db
EVENTS = Milestone("events", months_after=6)


def page(client, route, *args, **asked):
    answer = client.get(reverse(f"products:{route}", args=args), asked)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def send(client, route, *args, status=303, **typed):
    answer = client.post(reverse(f"products:{route}", args=args), typed)
    assert answer.status_code == status, (answer.status_code, problems(answer))
    return answer


def problems(answer):
    form = (answer.context or {}).get("form")
    return getattr(form, "problems", answer.get("Location"))


TYPED = {
    "name": "Gạo nếp quýt Đạ Tẻh 5 kg", "group": makers.RICE, "gtin": makers.GTIN, "brand": "Đạ Tẻh",
    "net_content": "5", "net_unit": "KGM", "markets": "Việt Nam, trung quoc", "origin": "VN",
    "standards": "TCVN 11888:2017\nVietGAP", "shelf_life_days": "365",
}  # fmt: skip


def test_an_adds_a_product_and_reads_what_is_missing():
    makers.enterprise_of(people.an())
    makers.group()
    client = people.client_of(people.an())
    answer = send(client, "new_trade_item", **TYPED)
    item = TradeItem.objects.get()
    assert urlparse(answer["Location"]).path == f"/so/san-pham/{item.pk}"
    told = page(client, "trade_item", item.pk)
    assert "Đã ghi “Gạo nếp quýt Đạ Tẻh 5 kg” vào sổ." in told
    assert "7 trên 8" in told  # of the circular: the picture is missing
    assert "Việt Nam, Trung Quốc" in told
    assert "TCVN 11888:2017; VietGAP" in told


def test_whoever_is_not_in_the_register_yet_is_led_to_it_and_asked_for_nobody_elses_code():
    makers.group()
    owner = people.client_of(people.an())
    staff = people.client_of(people.with_role(people.an(), "nhan-vien"))
    officer = people.client_of(people.officer())
    entry = f'href="{reverse("parties:new_enterprise")}"'
    for route in ("new_trade_item", "my_duties"):
        assert entry in page(owner, route).split("<main")[1]
        assert 'name="owner"' not in page(owner, route)
        assert "Nhờ chủ cơ sở ghi hồ sơ trước" in page(staff, route)
    assert 'name="owner"' in page(officer, "new_trade_item")
    told = page(people.client_of(people.binh()), "my_duties").split("<main")[1]
    assert "không phải là cơ sở" in told
    assert reverse("products:overview") in told
    makers.enterprise_of(people.an())
    assert 'name="gtin"' in page(owner, "new_trade_item")
    assert "chưa có hồ sơ" not in page(owner, "my_duties")


def test_a_wrong_number_gets_a_sentence_and_nothing_else_is_cleared():
    makers.enterprise_of(people.an())
    makers.group()
    client = people.client_of(people.an())
    answer = send(client, "new_trade_item", status=400, **TYPED | {"gtin": "8935003450019"})
    told = answer.content.decode()
    assert "Chữ số cuối của 8935003450019 phải là 4." in told
    assert 'value="8935003450019"' in told
    assert "Gạo nếp quýt Đạ Tẻh 5 kg" in told
    assert "VietGAP" in told
    assert answer.context["form"].problems[0][0] == "#id_gtin"
    answer = send(
        client,
        "new_trade_item",
        status=400,
        **TYPED | {"gtin": "", "markets": "Sao Hỏa", "net_content": "năm"},
    )
    assert [address for address, _label, _sentence in answer.context["form"].problems] == [
        "#id_net_content",
        "#id_markets",
    ]


def test_an_officer_names_the_enterprise_by_its_tax_code():
    owner = makers.enterprise_of()
    owner.tax_code = "5800123456"
    owner.save()
    makers.group()
    officer = people.client_of(people.officer(makers.LANG_BIANG, sector="nong-nghiep"))
    assert "Mã số thuế" in page(officer, "new_trade_item")
    answer = send(officer, "new_trade_item", status=400, **TYPED, owner="9999999999")
    assert "Không có cơ sở nào mang mã đó" in answer.content.decode()
    send(officer, "new_trade_item", **TYPED, owner="5800 123456")
    assert TradeItem.objects.get().owner == owner


def test_the_list_searches_filters_and_exports():
    makers.trade_item(people.an())
    rice = makers.trade_item(
        people.an(), path=makers.RICE, facts=makers.Facts(name="Gạo nếp quýt"), gtin=makers.GTIN
    )
    client = people.client_of(people.an())
    assert "Cà phê nhân Langbiang" in page(client, "trade_items")
    for asked in (
        {"q": "gao nep"},
        {"q": makers.GTIN[:-1]},
        {"nhom": makers.RICE},
        {"thieu": "co"},
    ):
        told = page(client, "trade_items", **asked)
        assert rice.name in told, asked
        assert "Langbiang" not in told, asked
    exported = client.get(reverse("products:trade_items"), {"format": "csv"})
    assert (
        b"".join(exported.streaming_content)
        .decode("utf-8-sig")
        .splitlines()[1]
        .startswith("Cà phê nhân")
    )


def test_facts_are_told_anew_and_read_as_of_a_day():
    with time_machine.travel("2026-03-01T08:00Z", tick=False):
        item = makers.trade_item(people.an())
    client = people.client_of(people.an())
    typed = {
        "name": item.name,
        "group": makers.COFFEE,
        "seen": "1",
        "shelf_life_days": "180",
        "brand": "Langbiang",
    }
    send(client, "change_trade_item", item.pk, **typed)
    item.refresh_from_db()
    assert (item.versions_told, item.group.path) == (2, makers.COFFEE)
    assert "365" in page(client, "trade_item", item.pk, ngay="01/04/2026")
    assert "chưa có trong sổ" in page(client, "trade_item", item.pk, ngay="2020-01-01")
    assert "Cần ngày/tháng/năm" in page(client, "trade_item", item.pk, ngay="mai")
    answer = send(
        client, "change_trade_item", item.pk, status=400, **typed | {"shelf_life_days": "90"}
    )
    assert "Người khác vừa sửa sản phẩm này" in answer.content.decode()


def test_a_change_that_makes_another_product_asks_for_a_new_number():
    item = makers.trade_item(people.an(), gtin=makers.GTIN)
    client = people.client_of(people.an())
    typed = {"name": item.name, "group": makers.COFFEE, "seen": "1", "brand": "Khác", "net_content": "60",
             "net_unit": "KGM"}  # fmt: skip
    answer = send(client, "change_trade_item", item.pk, status=400, **typed)
    assert "cần mã GTIN mới" in answer.content.decode()
    item.refresh_from_db()
    assert (item.brand, item.group.path) == (
        "Langbiang",
        makers.GREEN_COFFEE,
    )  # nothing of it was saved
    send(client, "change_trade_item", item.pk, **typed, is_correction="on")


def test_a_gtin_later_an_end_and_a_way_back():
    item = makers.trade_item(people.an())
    client = people.client_of(people.an())
    assert "không đổi" in page(client, "assign_gtin", item.pk)
    send(client, "assign_gtin", item.pk, gtin=makers.GTIN)
    assert client.get(reverse("products:assign_gtin", args=[item.pk])).status_code == 404
    page(client, "withdraw_trade_item", item.pk)
    send(client, "withdraw_trade_item", item.pk, on="01/02/2026")
    assert "Ngừng sản xuất từ 01/02/2026" in page(client, "trade_item", item.pk)
    send(client, "resume_trade_item", item.pk)
    item.refresh_from_db()
    assert item.state == "active"


@pytest.fixture
def bound():
    makers.in_force(makers.COFFEE, milestones=(EVENTS,))
    return makers.trade_item(people.an())


@time_machine.travel("2027-01-05T03:00Z", tick=False)
def test_an_reads_her_duties_and_declares_and_an_officer_confirms(bound):
    client = people.client_of(people.an())
    told = page(client, "my_duties")
    assert "1 việc đã quá hạn" in told
    assert "Hạn 01/01/2027, đã quá 4 ngày" in told
    assert "Quyết định số 12/QĐ-UBND ngày 01/06/2026" in told
    send(client, "declare", bound.pk, requirement="events", done_on="02/01/2027", note="Sổ nhật ký")
    assert "Hôm nay không còn việc nào phải làm" in page(client, "my_duties")
    assert "Cơ sở tự khai" in page(client, "trade_item", bound.pk)
    officer = people.client_of(people.officer(makers.LANG_BIANG))
    assert "Xác nhận" in page(officer, "trade_item", bound.pk)
    send(officer, "confirm", bound.pk, "events")
    assert "Cơ quan xác nhận" in page(client, "trade_item", bound.pk)
    send(client, "take_back", bound.pk, "events")
    assert "Chỉ cán bộ được giao" in page(client, "trade_item", bound.pk)
    assert "Rút xác nhận" not in page(client, "trade_item", bound.pk)
    assert "Rút xác nhận" in page(officer, "trade_item", bound.pk)
    send(officer, "take_back", bound.pk, "events")
    assert "Khai đã làm" in page(client, "trade_item", bound.pk)


@time_machine.travel("2027-01-05T03:00Z", tick=False)
def test_an_officer_reads_who_is_late_and_takes_the_file_along(bound):
    officer = people.client_of(people.officer(makers.LANG_BIANG))
    told = page(officer, "overview")
    assert "Đã quá hạn" in told
    item = ListItem.objects.get()
    late = page(officer, "late", item.pk, 0)
    assert bound.name in late
    assert "Quyết định số 12/QĐ-UBND" in late
    exported = officer.get(reverse("products:late", args=[item.pk, 0]), {"format": "csv"})
    line = b"".join(exported.streaming_content).decode("utf-8-sig").splitlines()[1]
    assert line.startswith(bound.name)
    assert "01/01/2027,4" in line
    elsewhere = people.client_of(replace(people.officer(makers.DA_TEH), name="Cán bộ Đạ Tẻh"))
    assert "Không còn sản phẩm nào" in page(elsewhere, "late", item.pk, 0)
    assert officer.get(reverse("products:late", args=[item.pk, 7])).status_code == 404


def test_a_list_goes_from_a_proposal_to_the_public_page_through_pages():
    makers.group()
    binh, officer = (
        people.client_of(people.binh()),
        people.client_of(people.officer(sector="nong-nghiep")),
    )
    page(binh, "versions")
    send(binh, "open_version", kind="mandatory", title="Danh mục bắt buộc 2026")
    version = ListVersion.objects.get()
    page(binh, "set_weights", version.pk)
    send(
        binh,
        "set_weights",
        version.pk,
        status=400,
        safety="50",
        feasibility="50",
        export="50",
        grdp="0",
    )
    send(binh, "set_weights", version.pk, safety="50", feasibility="50", export="0", grdp="0")
    send(binh, "step_on", version.pk, seen="draft")
    page(officer, "propose", version.pk)
    for client in (officer, binh):
        send(
            client,
            "propose",
            version.pk,
            group=makers.COFFEE,
            reason="Cà phê là trọng điểm",
            grounds=["key", "export"],
        )
    proposal = Proposal.objects.get()
    send(binh, "step_on", version.pk, seen="collecting", opinions_until="30/12/2026")
    send(officer, "proposal", proposal.pk, status=400, what="opinion", stance="change")
    send(
        officer,
        "proposal",
        proposal.pk,
        what="opinion",
        stance="change",
        said="Cho hộ nhỏ thêm thời gian",
    )
    send(
        binh, "step_on", version.pk, seen="collecting"
    )  # somebody was quicker: told, nothing skipped
    assert "Người khác vừa chuyển" in page(binh, "version", version.pk)
    send(binh, "step_on", version.pk, seen="consulting")
    points = dict.fromkeys(scoring.shipped().weights, "3")
    send(officer, "proposal", proposal.pk, status=400, what="score", **points | {"safety": ""})
    for client in (officer, binh):
        send(client, "proposal", proposal.pk, what="score", **points)
    told = page(binh, "proposal", proposal.pk)
    assert "Nên đưa vào danh mục bắt buộc" in told
    assert "75 trên 100 điểm" in told
    assert "Cho hộ nhỏ thêm thời gian" in told
    send(binh, "choose", proposal.pk)
    item = ListItem.objects.get()
    rows = {"rows": "3", "r0-requirement": "code", "r0-months_after": "6", "r1-requirement": "code",
            "r1-due_on": "01/01/2028", "r1-sizes": ["nong-ho"]}  # fmt: skip
    page(binh, "list_item", item.pk)
    wrong = send(binh, "list_item", item.pk, status=400, **rows | {"r2-months_after": "5"})
    assert "Chọn yêu cầu cho mốc này" in wrong.content.decode()
    send(binh, "list_item", item.pk, **rows, communes="Xã Lạc Dương, da teh")
    assert len(ListItem.objects.get().communes) >= 2
    send(binh, "list_item", item.pk, **rows)
    assert "6 tháng sau ngày có hiệu lực" in page(binh, "annex", version.pk)
    decision = {"seen": "scoring", "number": "45/QĐ-UBND", "decided_on": "01/11/2026", "body": "UBND tỉnh",
                "legal_basis": "Luật 78/2025/QH15", "effective_from": "01/10/2026"}  # fmt: skip
    wrong = send(binh, "issue", version.pk, status=400, **decision)
    assert "phải từ ngày ban hành 01/11/2026" in wrong.content.decode()
    send(binh, "issue", version.pk, **decision | {"effective_from": "15/11/2026"})
    public = page(Client(), "public_list", "bat-buoc", ngay="2026-11-20")
    assert "Quyết định số 45/QĐ-UBND" in public
    assert "15/05/2027" in public
    assert "01/01/2028" in public
    assert "Nông hộ" in public
    assert "Đã ban hành" in page(binh, "version", version.pk)
    assert "15/05/2027" in page(binh, "annex", version.pk)


def test_the_public_list_answers_as_of_a_day_in_json_and_csv():
    makers.in_force(makers.COFFEE)
    client = Client()
    told = json.loads(client.get("/danh-muc/bat-buoc?format=json&ngay=2026-07-01").content)
    assert told["inForce"]["decision"] == "12/QĐ-UBND"
    assert told["inForce"]["items"][0]["milestones"] == [
        {"requirement": "code", "name": "Sản phẩm có mã truy vết sản phẩm",
         "basis": "Thông tư 02/2024/TT-BKHCN, Điều 3 khoản 3; TCVN 13274:2020",
         "dueOn": "2027-01-01", "owners": []}
    ]  # fmt: skip
    assert (
        json.loads(client.get("/danh-muc/bat-buoc?format=json&ngay=2026-06-30").content)["inForce"]
        is None
    )
    text = client.get("/danh-muc/bat-buoc?format=csv&ngay=2026-07-01").content.decode("utf-8-sig")
    assert text.splitlines()[1].startswith(
        "Cà phê,Sản phẩm có mã truy vết sản phẩm,01/01/2027,Mọi cơ sở,Toàn tỉnh"
    )
    assert client.get("/danh-muc/uu-tien").status_code == 200
    assert client.get("/danh-muc/khac").status_code == 404
    assert "session" not in str(client.cookies)


def test_whom_an_item_binds_is_told_on_the_public_page_and_in_the_annex_with_and_without_milestones():
    narrow = {"exported_only": True, "communes": [makers.LANG_BIANG], "clause": "Mục 3 Phụ lục II"}
    makers.in_force(makers.TEA, kind=rules.PRIORITY, milestones=(), **narrow)
    makers.in_force(makers.COFFEE, number="13/QĐ-UBND", **narrow)
    draft = makers.open_version()  # begins with the same items
    for told in (
        page(Client(), "public_list", "uu-tien"),
        page(Client(), "public_list", "bat-buoc"),
        page(people.client_of(people.binh()), "annex", draft.pk),
    ):
        for one in ("chỉ hàng xuất khẩu", "Lang Biang", "Mục 3 Phụ lục II"):
            assert one in told, one


# --- who ------------------------------------------------------------------------------------------


def test_a_page_of_an_answers_dung_like_one_that_does_not_exist(bound):
    dung = people.client_of(people.dung())
    makers.enterprise_of(people.dung())
    for name in (
        "trade_item",
        "change_trade_item",
        "assign_gtin",
        "withdraw_trade_item",
        "declare",
    ):
        foreign = dung.get(reverse(f"products:{name}", args=[bound.pk]))
        missing = dung.get(reverse(f"products:{name}", args=[987654]))
        assert foreign.status_code == missing.status_code == 404, name
        assert foreign.content == missing.content.replace(b"987654", str(bound.pk).encode()), name
    assert bound.name not in page(dung, "trade_items")
    assert bound.name not in page(dung, "my_duties")
    for name, more in (("resume_trade_item", ()), ("take_back", ("events",))):
        assert dung.post(reverse(f"products:{name}", args=[bound.pk, *more])).status_code == 404


@pytest.mark.parametrize("name", ["versions", "open_version", "overview"])
def test_pages_of_agencies_are_closed_to_enterprises_and_strangers(name):
    address = reverse(f"products:{name}")
    assert people.client_of(people.an()).get(address).status_code == 403
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/dang-nhap?next=")


def test_an_officer_does_not_decide():
    version = makers.open_version()
    officer = people.client_of(people.officer())
    assert "Chuyển sang bước" not in page(officer, "version", version.pk)
    for name in ("step_on", "drop_version", "issue", "repeal", "set_weights"):
        assert officer.post(reverse(f"products:{name}", args=[version.pk])).status_code == 403
    version.refresh_from_db()
    assert version.state == rules.DRAFT


@pytest.mark.parametrize(
    ("name", "most"), [("trade_items", 9), ("my_duties", 16)]
)  # session, groups for the filter, count, rows; versions, items, milestones, products, what is met
def test_a_page_costs_a_fixed_number_of_queries(name, most, bound, django_assert_max_num_queries):
    for _ in range(4):
        makers.trade_item(people.an())
    client = people.client_of(people.an())
    page(client, name)
    with django_assert_max_num_queries(most):
        page(client, name)


def test_the_life_of_a_page_in_english():
    makers.in_force(makers.COFFEE)
    told = Client().get("/danh-muc/bat-buoc?lang=en&ngay=2026-07-02").content.decode()
    assert "Coffee" in told
