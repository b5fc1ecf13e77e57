"""Every page of the room through the door that people use."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image

from tests import people
from tests.certification import makers
from tests.products import makers as products
from txng.certification.actions import ending
from txng.certification.models import Accreditation, Body, Certificate, Scheme
from txng.certification.queries import certificates as queries
from txng.documents.models import Attachment

pytestmark = pytest.mark.django_db


def page(client, route, *args, status=200, **asked):
    answer = client.get(reverse(f"certification:{route}", args=args), asked)
    assert answer.status_code == status, (answer.status_code, answer.get("Location"))
    return answer.content.decode()


def send(client, route, *args, status=303, **typed):
    answer = client.post(reverse(f"certification:{route}", args=args), typed)
    assert answer.status_code == status, (answer.status_code, problems(answer))
    return answer


def problems(answer):
    form = (answer.context or {}).get("form")
    return getattr(form, "problems", answer.get("Location"))


def written(day):
    return day.strftime("%d/%m/%Y")


def typed(**more):
    return {
        "holder": makers.holder().code, "scheme": "vietgap", "number": "VG-77",
        "issued_on": written(makers.days(-3)), "valid_from": written(makers.days(-3)),
        "valid_until": written(makers.days(300)), "groups": [products.COFFEE], **more,
    }  # fmt: skip


@pytest.fixture
def lan():
    makers.body()
    return people.client_of(makers.lan())


def test_lan_issues_a_certificate_and_an_reads_it(lan):
    page(lan, "issue")
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    picture.seek(0)
    picture.name = "giay.png"
    send(lan, "issue", **typed(file=picture, volume_kg_year="1200,5"))
    one = Certificate.objects.get()
    told = page(people.client_of(people.an()), "certificate", one.pk)
    for words in (
        "VG-77",
        "Đang có giá trị",
        "Còn 300 ngày.",
        "Cà phê",
        "1.200,5 kg mỗi năm",
        one.code,
    ):
        assert words in told, words
    assert reverse("certification:renew", args=[one.pk]) not in told
    paper = Attachment.objects.get()
    answer = people.client_of(people.an()).get(
        reverse("certification:file", args=[one.pk, paper.pk])
    )
    assert answer["Content-Type"] == "image/jpeg"
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"holder": "DV-999999-9"}, "#id_holder"),
        ({"scheme": "globalgap"}, "#id_scheme"),
        ({"valid_until": "01/01/2020"}, "#id_valid_until"),
        ({"products": "8935003450014"}, "#id_products"),
        ({"sites": "TH-000009-1"}, "#id_sites"),
        ({"groups": []}, "#id_products"),
        ({"volume_kg_year": "-4"}, "#id_volume_kg_year"),
        ({"number": ""}, "#id_number"),
    ],
)
def test_a_refusal_stands_at_its_field_with_all_that_was_typed(lan, more, field):
    answer = send(lan, "issue", status=400, **typed(**more))
    assert [address for address, _label, _sentence in problems(answer)] == [field]
    assert "Lỗi: " in answer.content.decode().split("</title>")[0]
    assert not Certificate.objects.exists()


def test_a_file_of_the_wrong_kind_leaves_no_certificate_behind(lan):
    sent = io.BytesIO(b"MZ\x90\x00 an exe")
    sent.name = "giay.pdf"
    answer = send(lan, "issue", status=400, **typed(file=sent))
    assert problems(answer)[0][0] == "#id_file"
    assert not Certificate.objects.exists()
    assert not Attachment.objects.exists()


def test_a_body_that_is_not_in_the_register_is_told_what_to_do():
    makers.certifier()
    told = page(people.client_of(makers.lan()), "issue")
    assert "chưa có trong sổ tổ chức chứng nhận" in told


def test_suspending_and_restoring_ask_for_a_reason_and_the_page_says_it(lan):
    one = makers.certificate()
    send(lan, "suspend", one.pk, status=400, reason="")
    send(lan, "suspend", one.pk, reason="Mẫu không đạt")
    told = page(people.client_of(people.an()), "certificate", one.pk)
    assert "Đang bị đình chỉ" in told
    assert "Mẫu không đạt" in told
    send(lan, "restore", one.pk, reason="Mẫu lại đạt")
    assert "Đang có giá trị" in page(lan, "certificate", one.pk)


def test_a_withdrawal_is_confirmed_by_somebody_else_or_taken_back_from_the_notice(lan):
    one = makers.certificate()
    send(lan, "withdraw", one.pk, reason="Hồ sơ giả")
    told = page(lan, "certificate", one.pk)
    assert reverse("certification:take_back", args=[one.pk]) in told
    assert reverse("certification:confirm", args=[one.pk]) not in told
    send(lan, "confirm", one.pk)
    assert "Bạn là người đã thu hồi" in page(lan, "certificate", one.pk)
    send(lan, "take_back", one.pk)
    assert "trở lại như trước" in page(lan, "certificate", one.pk)
    send(lan, "withdraw", one.pk, reason="Hồ sơ giả")
    binh = people.client_of(people.binh())
    assert "1 việc thu hồi chờ người thứ hai" in page(binh, "certificates")
    send(binh, "confirm", one.pk)
    assert "Đã bị thu hồi" in page(binh, "certificate", one.pk)


def test_a_renewal_and_another_scope_are_written_from_their_pages(lan):
    one = makers.certificate()
    told = typed(number="VG-78", valid_from=written(makers.days(10)))
    send(lan, "renew", one.pk, **told)
    new = Certificate.objects.get(number="VG-78")
    assert new.replaces == one
    assert "VG-78" in page(lan, "certificate", one.pk)
    send(lan, "change_scope", new.pk, groups=[products.TEA], reason="Chỉ còn chè")
    assert "Chỉ còn chè" in page(lan, "certificate", new.pk)


def test_the_register_finds_narrows_and_exports_what_is_within_reach(lan):
    makers.certificate(number="VG-1", valid_until=makers.days(20))
    makers.certificate(number="IS-2", code="iso-22000")
    makers.certificate(people.dung(), by=makers.stranger(), number="XX-3")
    assert "2 chứng nhận" not in page(lan, "certificates")
    assert "1 chứng nhận hết hạn trong 30 ngày tới" in page(lan, "certificates")
    for asked, there, away in (
        ({"q": "vg 1"}, "VG-1", "IS-2"),
        ({"q": "hop tac xa an"}, "VG-1", "XX-3"),
        ({"sap-het-han": "30"}, "VG-1", "IS-2"),
        ({"chuong-trinh": "iso-22000"}, "IS-2", "VG-1"),
        ({"tinh-trang": "valid"}, "VG-1", "XX-3"),
    ):
        told = page(lan, "certificates", **asked).split("<main")[1]
        assert (there in told, away in told) == (True, False), asked
    answer = lan.get(reverse("certification:certificates"), {"format": "xlsx"})
    book = load_workbook(io.BytesIO(b"".join(answer) if answer.streaming else answer.content))
    assert book.active.max_row == 3
    assert "XX-3" not in page(people.client_of(people.an()), "certificates")
    assert "Chưa có chứng nhận nào" in page(
        people.client_of(people.officer(products.DA_TEH)), "certificates"
    )


def test_a_list_costs_the_same_however_long_it_is(lan, django_assert_max_num_queries):
    for _number in range(6):
        makers.certificate()
    with django_assert_max_num_queries(22):
        page(lan, "certificates")
    for _number in range(6):
        makers.certificate()
    with django_assert_max_num_queries(22):
        page(lan, "certificates")


def test_binh_enters_a_body_and_another_version_of_what_it_may_certify():
    organisation = makers.certifier()
    makers.scheme()
    products.group()
    binh = people.client_of(people.binh())
    told = {
        "organisation": organisation.pk, "decision_number": "7/QĐ", "accreditor": "Văn phòng công nhận",
        "valid_from": written(makers.days(-9)), "valid_until": written(makers.days(99)),
        "schemes": ["vietgap"], "groups": [products.COFFEE],
    }  # fmt: skip
    answer = send(binh, "new_body", status=400, **told | {"valid_until": "01/01/2020"})
    assert problems(answer)[0][0] == "#id_valid_until"
    send(binh, "new_body", **told)
    one = Body.objects.get()
    send(binh, "accredit", one.pk, **told | {"decision_number": "8/QĐ", "schemes": ["haccp"]})
    assert Accreditation.objects.filter(body=one).count() == 2
    for client in (binh, people.client_of(people.an())):
        assert "8/QĐ" in page(client, "body", one.pk)
        assert "HACCP" in page(client, "bodies")
    assert "Mở tài khoản cho tổ chức trước" in page(binh, "new_body")


def test_binh_adds_a_scheme_and_names_the_basis_of_a_validity():
    makers.scheme()
    binh = people.client_of(people.binh())
    told = {
        "name": "VietGAP chăn nuôi", "code": "vietgap-chan-nuoi", "kind": "product", "months": "24",
        "source": "Quyết định 4653",
    }  # fmt: skip
    answer = send(binh, "new_scheme", status=400, **told | {"code": "Có dấu"})
    assert problems(answer)[0][0] == "#id_code"
    send(binh, "new_scheme", **told)
    assert Scheme.objects.get(code="vietgap-chan-nuoi").name_en == "VietGAP chăn nuôi"
    assert "Đề xuất, chưa có căn cứ" in page(binh, "schemes")
    send(binh, "scheme_months", "haccp", months="36", months_source="Quy định 1")
    assert "Quy định 1" in page(people.client_of(people.an()), "schemes")
    send(binh, "scheme_months", "haccp", months="0", status=400)


# --- anybody --------------------------------------------------------------------------------------


def test_anybody_checks_a_certificate_by_number_or_code():
    one = makers.certificate(number="VG 9/2026")
    anyone = Client()
    answer = anyone.get(reverse("certification:search"), {"so": "vg-9 2026"})
    assert answer["Location"] == reverse("certification:verify", args=[one.code])
    answer = anyone.get(reverse("certification:search"), {"so": one.code.lower().replace("-", "")})
    assert answer["Location"] == reverse("certification:verify", args=[one.code])
    told = page(anyone, "verify", one.code)
    for words in ("Đang có giá trị", "VG 9/2026", people.ANS_ENTERPRISE, makers.LANS_BODY):
        assert words in told, words
    ending.suspend_certificate(by=people.binh(), certificate=one, reason="Mẫu không đạt")
    told = page(anyone, "verify", one.code)
    assert "Đang bị đình chỉ" in told
    assert "Mẫu không đạt" in told
    assert "Suspended" in page(anyone, "verify", one.code, lang="en")
    assert "已暂停" in page(anyone, "verify", one.code, lang="zh-hans")


def test_an_unknown_number_gets_a_sentence_and_an_unknown_code_is_not_there():
    one = makers.certificate(number="VG-9")
    makers.certificate(people.dung(), by=makers.stranger(), number="VG-9")
    anyone = Client()
    assert "không có chứng nhận số “VG-10”" in page(anyone, "search", so="VG-10")
    assert "<script>" not in page(anyone, "search", so="<script>alert(1)</script>")
    told = page(anyone, "search", so="VG-9")
    assert makers.LANS_BODY in told
    assert makers.OTHERS_BODY in told
    page(anyone, "verify", "CN-000099-9", status=404)
    wrong = one.code[:-1] + ("1" if one.code[-1] != "1" else "2")
    page(anyone, "verify", wrong, status=404)


def test_a_household_is_no_name_to_the_public_and_to_officers():
    household = products.enterprise_of(people.an(), kind="nong-ho")
    one = makers.certificate()
    for client in (Client(),):
        assert household.name not in page(client, "verify", one.code)
    told = page(people.client_of(people.binh()), "certificate", one.pk)
    assert household.name not in told.split("<main")[1]
    assert household.code in told
    assert queries.holder_name(people.an(), one) == household.name
