"""Every page of the room through the door that people use."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import people
from tests.barcodes import reading_back, registers
from tests.barcodes.registers import PREFIX
from txng.barcodes import content
from txng.barcodes.actions import lives, prefixes
from txng.barcodes.models import (
    Batch,
    CompanyPrefix,
    Design,
    FeeLine,
    GivenKey,
    LotQuota,
    OwnName,
    PrefixCase,
    ScanBack,
)
from txng.barcodes.queries import labels as queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def an():
    registers.ans()
    return people.client_of(people.an())


def page(client, route, *args, status=200, **asked):
    answer = client.get(reverse(f"barcodes:{route}", args=args), asked)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def send(client, route, *args, status=303, **typed):
    answer = client.post(reverse(f"barcodes:{route}", args=args), typed)
    assert answer.status_code == status, (answer.status_code, problems(answer))
    return answer


def problems(answer):
    form = (answer.context or {}).get("form")
    return getattr(form, "problems", answer.get("Location"))


def test_an_writes_down_a_prefix_and_gets_keys(an):
    assert "Chưa có mã doanh nghiệp GS1 nào" in page(an, "prefixes")
    send(an, "hold", digits="8938505974", paid_until="2026", granted_on="05/03/2025")
    send(an, "allocate", PREFIX, kind="gtin", purposes="Cà phê 500 g\n\nChè 200 g")
    told = page(an, "prefix", PREFIX)
    assert "Đã cấp 2 mã, từ 08938505974002 đến 08938505974019." in told
    assert "<strong>98</strong> trên 100 mã còn trống" in told
    assert "Chè 200 g" in page(an, "given", PREFIX)
    sheet = an.get(reverse("barcodes:given", args=[PREFIX]), {"format": "csv"})
    assert "08938505974019" in b"".join(sheet.streaming_content).decode()


def test_what_was_typed_stays_when_it_is_refused(an):
    answer = send(an, "hold", status=400, digits="893850", certificate="GCN-7")
    told = answer.content.decode()
    assert "có 7 đến 12 chữ số; bạn nhập 6" in told
    assert 'value="GCN-7"' in told
    assert "<title>Lỗi: " in told
    assert not CompanyPrefix.objects.exists()


def test_earlier_keys_and_a_paid_fee_are_written_down(an):
    registers.held(paid_until=2020)
    assert "quá hạn nộp phí duy trì" in page(an, "prefixes")
    send(an, "record_earlier", PREFIX, kind="gtin", values="8938505974002\n8938505974019")
    send(an, "pay_fee", PREFIX, year="2026")
    assert GivenKey.objects.filter(is_earlier=True).count() == 2
    assert CompanyPrefix.objects.get().paid_until == 2026
    answer = send(an, "record_earlier", PREFIX, status=400, kind="gtin", values="123")
    assert "không phải là GTIN của mã 8938505974" in answer.content.decode()


def test_a_case_leads_from_the_checklist_to_the_prefix(an):
    answer = send(an, "open_case", products="40")
    case = PrefixCase.objects.get()
    told = an.get(answer["Location"]).content.decode()
    assert "GCP-10" in told
    assert "QUATEST 3" in told
    assert "chưa được đối chiếu với văn bản gốc" in told
    send(an, "tick_case", case.pk, done=["kind", "licence", "form", "products", "fee"], note="")
    send(an, "send_case", case.pk, sent_on="05/01/2026")
    send(an, "grant_case", case.pk, digits=PREFIX, granted_on="20/01/2026", certificate="")
    assert PrefixCase.objects.get().state == "granted"
    assert f'href="/so/ma-so/gs1/{PREFIX}"' in page(an, "case", case.pk)


def test_the_form_of_a_case_is_filled_in_with_what_the_register_knows(an):
    send(an, "open_case", products="40")
    answer = an.get(reverse("barcodes:case_form", args=[PrefixCase.objects.get().pk]))
    words = reading_back.words_in(answer.content)
    assert "Hợp tác xã cà phê của An (hư cấu)" in words
    assert "Thôn Trường Thọ" in words
    assert "chưa phải mẫu chính thức" in words


def test_the_fee_table_is_read_by_all_and_written_by_the_standing_agency(an):
    assert "1.500.000" in page(an, "fees")
    typed = {"kind": "GCP-10", "once": "900000", "yearly": "400000", "valid_from": "01/07/2026"}
    typed["source"] = "Thông tư 1"
    send(an, "set_fee", status=403, **typed)
    send(people.client_of(people.binh()), "set_fee", **typed)
    assert FeeLine.objects.get().once == 900_000
    assert "Thông tư 1" in page(an, "fees")


def test_an_own_name_is_given_and_joined(an):
    send(an, "give_own_name", code="CAPHE-1", words="Cà phê 500 g")
    own = OwnName.objects.get()
    answer = send(an, "join", own.pk, status=400, gs1="9506000134353")
    assert "Chữ số kiểm tra" in answer.content.decode()
    send(an, "join", own.pk, gs1="9506000134352")
    assert "https://id.gs1.org/01/09506000134352" in page(an, "own_names")


def issue_typed(**more):
    return {
        "quantity": "12", "way": "serial", "layout": "tem-50x30", "dpi": "203", "group": "thuc-pham",
        "expires_on": "05/11/2027", "w_product_name": "Cà phê Cầu Đất", "w_origin": "Việt Nam",
    } | more  # fmt: skip


def test_from_the_lot_to_labels_that_are_live(an):
    gtin = registers.product()
    send(an, "declare", gtin=gtin, lot="L2511", weight_kg="600", content_g="500")
    lot = LotQuota.objects.get()
    assert lot.product_name == "Cà phê Cầu Đất 500 g"
    assert "<strong>1.224</strong> tem còn được tạo" in page(an, "lot", lot.pk)
    send(an, "issue", lot.pk, **issue_typed())
    batch = Batch.objects.get()
    answer = send(an, "print", batch.pk, status=200, first="1", last="12", way="roll")
    assert answer["Content-Type"] == "application/pdf"
    texts = [
        text for sheet in reading_back.pages(answer.content) for text in reading_back.read(sheet)
    ]
    assert len(texts) == 12
    for text in texts[:3]:
        send(an, "scan_back", batch.pk, code=text)
    assert "3/3" in page(an, "scan_back", batch.pk)
    send(an, "step", batch.pk, step="activate", first="1", last="12")
    batch.refresh_from_db()
    assert batch.state == "commissioned"
    assert "12 tem đã chuyển bước." in page(an, "batch", batch.pk)


def test_the_label_is_shown_before_it_is_made_and_nothing_is_made_by_looking(an):
    lot = registers.lot()
    told = page(an, "issue", lot.pk)
    assert '<svg class="label"' in told
    assert "In được" in told
    assert "Thành phần" in told
    answer = send(
        an, "issue", lot.pk, status=200, **issue_typed(xem="1", w_product_name="Chè Ô Long")
    )
    assert ">Chè Ô Long</text>" in answer.content.decode()
    address = reverse("barcodes:issue", args=[lot.pk]) + "?phan=xem"
    part = an.post(address, issue_typed(xem="1", w_ingredients="cà phê")).content.decode()
    assert "<svg" in part
    assert "<html" not in part
    assert not Batch.objects.exists()


def test_a_quota_that_is_used_up_is_told_at_its_field(an):
    lot = registers.lot("5", "500")
    answer = send(an, "issue", lot.pk, status=400, **issue_typed(quantity="12"))
    told = answer.content.decode()
    assert "còn 11 tem trong hạn mức 11, bạn xin 12" in told
    assert 'href="#id_quantity"' in told


@pytest.mark.parametrize(
    ("way", "kind", "start"),
    [
        ("a4", "application/pdf", b"%PDF"),
        ("roll", "application/pdf", b"%PDF"),
        ("zpl", "text/plain; charset=us-ascii", b"^XA"),
    ],
)
def test_labels_are_printed_in_three_ways(an, way, kind, start):
    batch = registers.issued(registers.lot(), 5)
    answer = send(an, "print", batch.pk, status=200, first="2", last="4", way=way)
    assert answer["Content-Type"] == kind
    assert answer.content.startswith(start)
    assert f'filename="tem-{batch.pk}-2-4.' in answer["Content-Disposition"]
    assert batch.print_runs.get().last == 4


def test_printing_again_asks_for_a_reason_and_keeps_what_was_typed(an):
    batch = registers.issued(registers.lot(), 5)
    send(an, "print", batch.pk, status=200, first="1", last="5", way="zpl")
    answer = send(an, "print", batch.pk, status=400, first="3", last="4", way="zpl")
    told = answer.content.decode()
    assert "Ghi lý do in lại" in told
    assert 'name="first" value="3"' in told.replace('type="text" ', "")
    send(an, "print", batch.pk, status=200, first="3", last="4", way="zpl", reason="kẹt giấy")


def test_a_wrong_scan_says_what_is_wrong_and_counts_nothing(an):
    batch = registers.issued(registers.lot(), 5)
    send(an, "print", batch.pk, status=200, first="1", last="5", way="zpl")
    answer = send(an, "scan_back", batch.pk, status=400, code="(01)09506000134352(10)L2511")
    assert "ghi sản phẩm 09506000134352" in answer.content.decode()
    assert not ScanBack.objects.exists()
    answer = send(an, "step", batch.pk, status=400, step="activate", first="1", last="5")
    assert "Quét thử 3 tem" in answer.content.decode()


def test_a_printing_house_gets_the_very_text_of_each_code(an):
    batch = registers.issued(registers.lot(), 3)
    answer = an.get(reverse("barcodes:serials", args=[batch.pk]))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    serial = batch.serials.get(number=1).serial
    text = content.text_of("qr", queries.code_of(batch, serial), queries.stem())
    assert text in lines[1]


def test_a_printing_house_finds_each_label_under_its_number_when_others_were_cancelled(an):
    batch = registers.issued(registers.lot(), 3)
    lives.move(by=people.an(), batch_id=batch.pk, step="cancel", first=1, last=1, reason="spoilt")
    answer = an.get(reverse("barcodes:serials", args=[batch.pk]))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[1:]
    for number, line in zip((2, 3), lines, strict=True):
        assert line.startswith(f"{number},")
        assert batch.serials.get(number=number).serial in line


def designed(**more):
    return {
        "name": "Tem của An", "width": "50", "height": "30", "m0_carrier": "qr", "m0_level": "serial",
        "m0_x": "0,5", "m0_y": "0,5", "m0_module": "0,5", "t0_field": "product_name", "t0_x": "22",
        "t0_y": "2", "t0_width": "27", "t0_size": "8", "t0_lines": "2", "t0_bold": "on", "t0_before": "",
    } | more  # fmt: skip


def test_a_preset_becomes_a_design_of_ones_own(an):
    assert "Tem nhỏ" in page(an, "designs")
    assert 'name="t0_field"' in page(an, "design", "tem-50x30")
    send(an, "design", "tem-50x30", **designed())
    design = Design.objects.get()
    assert design.layout["texts"][0]["bold"] is True
    send(an, "design", f"m{design.pk}", **designed(name="Tem mới"))
    assert Design.objects.get().name == "Tem mới"
    lot = registers.lot()
    send(an, "issue", lot.pk, **issue_typed(layout=f"m{design.pk}"))
    assert Batch.objects.get().layout["name"] == "Tem mới"


@pytest.mark.parametrize(
    ("wrong", "part"),
    [
        ({"width": "rộng"}, "Rộng (mm): "),
        ({"m0_module": "9"}, "từ 0.05 đến 5"),
        ({"name": " "}, "Nhập tên mẫu tem"),
    ],
)
def test_a_design_that_is_wrong_keeps_what_was_typed(an, wrong, part):
    told = send(an, "design", "tem-50x30", status=400, **designed(**wrong)).content.decode()
    assert part in told
    for value in wrong.values():
        assert f'value="{value}"' in told
    assert not Design.objects.exists()


def test_somebody_without_an_enterprise_is_told_what_to_do_first():
    client = people.client_of(people.dung())
    assert "Ghi cơ sở của bạn vào sổ trước" in page(client, "hold", status=409)
    assert "Ghi cơ sở của bạn vào sổ trước" in page(client, "declare", status=409)


def test_dung_finds_nothing_of_an():
    gtin = registers.product()
    lot = registers.lot(gtin=gtin)
    batch = registers.issued(lot, 3)
    send(people.client_of(people.an()), "open_case", products="4")
    design_of_an = Design.objects.create(enterprise=registers.ans(), name="x", layout=batch.layout)
    registers.dungs()
    dung = people.client_of(people.dung())
    for route, args in (
        ("prefix", [PREFIX]), ("given", [PREFIX]), ("allocate", [PREFIX]), ("record_earlier", [PREFIX]),
        ("pay_fee", [PREFIX]), ("case", [PrefixCase.objects.get().pk]), ("lot", [lot.pk]),
        ("issue", [lot.pk]), ("batch", [batch.pk]), ("scan_back", [batch.pk]), ("serials", [batch.pk]),
        ("design", [f"m{design_of_an.pk}"]), ("case_form", [PrefixCase.objects.get().pk]),
    ):  # fmt: skip
        page(dung, route, *args, status=404)
    send(dung, "print", batch.pk, status=404, first="1", last="3", way="zpl")
    send(dung, "step", batch.pk, status=404, step="cancel", first="1", last="3", reason="lost")
    for route in ("prefixes", "batches", "lots", "cases", "own_names"):
        told = page(dung, route)
        assert "L2511" not in told
        assert PREFIX not in told


def test_an_agency_sees_and_lifts_a_limit_but_does_nothing_else():
    lot = registers.lot("5", "500")
    batch = registers.issued(lot, 3)
    binh = people.client_of(people.binh())
    assert "Cho vượt hạn mức" in page(binh, "lot", lot.pk)
    assert "Tải tệp in" not in page(binh, "batch", batch.pk)
    send(binh, "exceed", lot.pk, labels="4", reason="tem ướt")
    assert LotQuota.objects.get().allowed == 15
    send(binh, "print", batch.pk, status=403, first="1", last="3", way="zpl")


@pytest.mark.parametrize("route", ["prefixes", "batches", "lots", "cases", "own_names"])
def test_a_list_costs_the_same_however_long_it_is(an, route):
    """What the guard asks, then what the list asks: how many, and one page. No query for a row."""
    registers.lot()
    counts = []
    for more in range(2):
        with CaptureQueriesContext(connection) as seen:
            page(an, route)
        counts.append(len(seen))
        for number in range(3):
            registers.held(f"893850{more}{number}12")
            lot = registers.lot(gtin=GivenKey.objects.get().value, name=f"L{more}{number}")
            registers.issued(lot, 1)
            prefixes.give_own_name(
                by=people.an(), enterprise=registers.ans(), code=f"m{more}{number}", words="x"
            )
    assert counts[0] == counts[1] <= 8
