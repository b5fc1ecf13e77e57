"""The list of first tasks says what the registers say, on every device, and leads to a label."""

import pytest
from django.test import Client

from tests import people
from tests.parties import register as entries
from tests.support import newcomers
from txng.accounts.actors import operator
from txng.barcodes import content
from txng.barcodes.models import Batch
from txng.barcodes.queries import labels as label_queries
from txng.parties import actions as parties
from txng.parties.actions import PlaceFacts
from txng.products.actions.groups import put_in_packaged_groups
from txng.products.models import TradeItem
from txng.support.queries import beginnings as queries
from txng.support.rules import onboarding
from txng.support.rules.onboarding import DOING, DONE, NOT_BEGUN, SKIPPED, Standing

pytestmark = pytest.mark.django_db
COFFEE = "nong-san/ca-phe/ca-phe-rang/"


def states(actor) -> dict[str, str]:
    found = onboarding.tasks(queries.standing(actor, queries.own_enterprise(actor)))
    return {one.code: one.state for one in found}


def test_a_newcomer_has_six_tasks_and_about_twenty_minutes():
    _row, mo, client = newcomers.registered()
    assert states(mo) == {
        "co-so": DOING, "dia-diem": NOT_BEGUN, "nguoi-dung": NOT_BEGUN,
        "ma-so": NOT_BEGUN, "san-pham": NOT_BEGUN, "tem": NOT_BEGUN,
    }  # fmt: skip
    page = client.get("/bat-dau/viec").content.decode()
    assert "Xong 0 trên 6 việc" in page
    assert "Còn thiếu số nhà" in page


def test_what_another_page_wrote_is_done_here_and_what_is_gone_is_undone():
    row, mo, _client = newcomers.registered()
    place = parties.register_establishment(
        by=mo,
        enterprise=row.enterprise,
        facts=PlaceFacts(kind="che-bien", name="Xưởng", commune_code="24848"),
    )
    assert states(mo)["dia-diem"] == DONE
    place.delete()
    assert states(mo)["dia-diem"] == NOT_BEGUN


def test_from_nothing_to_a_label_that_is_scanned_back():
    put_in_packaged_groups(by=operator())
    _row, _mo, client = newcomers.registered()
    post = client.post
    assert post("/bat-dau/co-so", {"address": "Thôn 1", "phone": "0912345678"}).status_code == 303
    place = {"kind": "che-bien", "name": "Xưởng", "commune": "Xã Lạc Dương"}
    assert post("/bat-dau/dia-diem", place).status_code == 303
    assert post("/bat-dau/mot-minh", {"reason": "Tôi làm một mình."}).status_code == 303
    assert post("/bat-dau/ma-so/da-co", {"digits": "893850597"}).status_code == 303
    product = {"name": "Cà phê bột 500 g", "group": COFFEE, "net_content": "500", "net_unit": "GRM"}
    assert post("/bat-dau/san-pham", product).status_code == 303
    item = TradeItem.objects.get()
    assert item.gtin.startswith("0893850597")
    labels = {
        "gtin": item.gtin,
        "lot": "L01",
        "weight_kg": "10",
        "content_g": "500",
        "quantity": "3",
    }
    made = post("/bat-dau/tem", labels)
    batch = Batch.objects.get()
    assert made["Location"] == f"/tem/{batch.pk}?ve=%2Fbat-dau%2Fviec#in"
    printed = post(f"/tem/{batch.pk}/in", {"first": "1", "last": "3", "way": "roll"})
    assert (printed.status_code, printed["Content-Type"]) == (200, "application/pdf")
    stem = label_queries.stem()
    for code in label_queries.codes_of(batch, 1, 3):
        scanned = post(
            f"/tem/{batch.pk}/quet-thu?ve=/bat-dau/viec",
            {"code": content.text_of("qr", code, stem)},
        )
        assert scanned["Location"] == f"/tem/{batch.pk}/quet-thu?ve=%2Fbat-dau%2Fviec"
    page = client.get("/bat-dau/viec").content.decode()
    assert "Mọi việc bắt đầu đã xong." in page
    step = post(f"/tem/{batch.pk}/buoc", {"step": "activate", "first": "1", "last": "3"})
    assert step.status_code == 403  # not before an officer has confirmed
    assert "chưa kích hoạt được" in client.get(f"/tem/{batch.pk}").content.decode()


def test_without_gs1_a_code_of_ones_own_does_and_the_label_waits():
    put_in_packaged_groups(by=operator())
    _row, mo, client = newcomers.registered()
    product = {
        "name": "Cà phê bột 500 g", "group": COFFEE, "net_content": "500", "net_unit": "GRM",
        "own_code": "SP01",
    }  # fmt: skip
    assert client.post("/bat-dau/san-pham", product).status_code == 303
    now = states(mo)
    assert (now["ma-so"], now["san-pham"], now["tem"]) == (DONE, DONE, NOT_BEGUN)
    assert "Tem cần sản phẩm có mã GTIN" in client.get("/bat-dau/viec").content.decode()
    assert client.get("/bat-dau/tem")["Location"] == "/bat-dau/viec"


def test_a_second_batch_does_not_undo_what_was_scanned_back():
    seen = Standing(has_entry=True, lots=2, batches=2, products_with_gtin=1, is_printed=True,
                    scans_good=3, scans_wanted=3)  # fmt: skip
    assert onboarding.tasks(seen)[-1].state == DONE


def test_working_alone_needs_a_reason_and_can_be_taken_back():
    _row, mo, client = newcomers.registered()
    assert client.post("/bat-dau/mot-minh", {"reason": "x"}).status_code == 400
    client.post("/bat-dau/mot-minh", {"reason": "Chỉ có tôi."})
    assert states(mo)["nguoi-dung"] == SKIPPED
    client.post("/bat-dau/mot-minh/thoi")
    assert states(mo)["nguoi-dung"] == NOT_BEGUN


def test_the_list_is_the_first_page_after_signing_in_until_it_is_put_away():
    row, _mo, client = newcomers.registered()

    def sign_in() -> str:
        told = {"username": row.person.username, "password": newcomers.PASSWORD}
        return Client().post("/dang-nhap", told)["Location"]

    assert sign_in() == "/bat-dau/viec"
    client.post("/bat-dau/viec/cat")
    assert sign_in() == "/toi"
    client.post("/bat-dau/viec/hien")
    assert sign_in() == "/bat-dau/viec"


def test_officers_and_staff_are_not_led_to_the_list():
    for person in (people.binh(), people.with_role(people.an(), "nhan-vien")):
        assert not queries.has_tasks_left(person)
    assert queries.has_tasks_left(people.an())


def test_who_was_opened_an_account_by_an_agency_begins_with_the_entry():
    client = people.client_of(people.an())
    page = client.get("/bat-dau/viec").content.decode()
    assert "/so/co-so/moi?ve=%2Fbat-dau%2Fviec" in page
    entries.ans_cooperative()
    assert "Điền nốt" in client.get("/bat-dau/viec").content.decode()


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example/", "/\\evil.example", "x"]
)
def test_the_way_back_never_leads_out_of_the_site(back):
    client = people.client_of(people.an())
    assert "way-back" not in client.get("/tem", {"ve": back}).content.decode()
    assert 'class="way-back' in client.get("/tem", {"ve": "/bat-dau/viec"}).content.decode()


def test_every_task_is_at_most_two_clicks_from_the_list():
    """One to the form, one to send it: each link of an undone task opens a page with a form."""
    entries.ans_cooperative()
    client = people.client_of(people.an())
    for address in ("/bat-dau/co-so", "/bat-dau/dia-diem", "/bat-dau/mot-minh", "/bat-dau/san-pham",
                    "/bat-dau/ma-so/da-co", "/nguoi-dung/moi", "/so/ma-so/xin-cap/mo"):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert b'method="post"' in answer.content, address


def test_a_stranger_finds_nothing_of_it():
    row, _mo, _client = newcomers.registered()
    page = people.client_of(people.dung()).get("/bat-dau/viec").content.decode()
    assert row.enterprise.code not in page
    assert row.enterprise.name not in page
