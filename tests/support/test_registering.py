"""Somebody registers: one account, one entry, nothing told of others, nothing let out unconfirmed."""

import re

import pytest
from django.test import Client

from tests import people
from tests.parties import register as entries
from tests.support import newcomers
from txng.accounts.models import JournalEntry, Organisation, User
from txng.parties.models import Enterprise
from txng.support import rules
from txng.support.models import JoinRequest, Registration

pytestmark = pytest.mark.django_db
PHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 14) Mobile Safari/537.36"}


def text_of(answer) -> str:
    return answer.content.decode()


def test_one_form_makes_person_entry_and_organisation_and_signs_in():
    row, mo, client = newcomers.registered()
    one = row.enterprise
    assert (row.state, one.kind, one.sector, one.tax_code) == (
        rules.WAITING, "hop-tac-xa", "nong-nghiep", newcomers.TAX_CODE,
    )  # fmt: skip
    assert one.organisation.name == one.name
    assert mo.may("parties.edit")
    assert mo.may("barcodes.print")
    answer = client.get("/bat-dau/viec")
    assert answer.status_code == 200
    assert "chờ cán bộ địa bàn xác nhận" in text_of(answer)


def test_who_is_not_confirmed_records_no_event_makes_no_key_and_no_label_live():
    _row, mo, client = newcomers.registered()
    for right in ("capture", "links", "accounts.keys", "barcodes.activate", "barcodes.end"):
        assert not mo.may(right), right
    assert client.get("/khoa-may").status_code == 403


def test_a_telephone_number_is_a_user_name_and_the_number_of_the_enterprise():
    row, _mo, _client = newcomers.registered_as("+84 912 345 678")
    assert row.person.username == "0912345678"
    assert row.enterprise.phone == "0912345678"


def test_the_organisation_of_a_household_never_bears_a_persons_name():
    client, told = Client(), newcomers.household()
    assert newcomers.send(told, client).status_code == 303
    row, _actor = newcomers.of(told["username"])
    assert row.enterprise.organisation.name == row.enterprise.public_name
    lines = str(list(JournalEntry.objects.values_list("details", flat=True)))
    assert "Ha Nhơn" not in lines


def test_the_same_name_as_somebody_elses_is_no_hindrance_and_tells_nothing():
    people.enterprise("Hợp tác xã Suối Vàng (hư cấu)")
    row, _mo, _client = newcomers.registered()
    assert row.enterprise.organisation.name.endswith(f"({row.enterprise.code})")


def test_an_old_name_of_the_commune_leads_to_todays():
    row, _mo, _client = newcomers.registered(commune="da sar")
    assert (row.enterprise.commune_code, row.enterprise.earlier_commune_code) == ("24848", "24865")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("kind", "", "Chọn loại hình"),
        ("name", "", "Nhập tên cơ sở"),
        ("name", "Sở Khoa học và Công nghệ Lâm Đồng", "giống tên một cơ quan"),
        ("name", "UBND xã Lạc Dương", "giống tên một cơ quan"),
        ("name", "C0ng an xã", "giống tên một cơ quan"),
        ("name", "Hợp tác xã Cầu Đ\u0430t", "không phải chữ Việt"),
        ("name", "\u0000\u0007\u202e", "Nhập tên cơ sở"),
        ("name", "a" * 100_000, "nhận được 100000"),
        ("name", "e" + "\u0301\u0302\u0303" * 20, "dấu chồng"),
        ("full_name", "Công an phường", "giống tên một cơ quan"),
        ("tax_code", "0100233480", "8"),
        ("tax_code", "", "Nhập mã số thuế"),
        ("commune", "Xã Không Có Thật", "Không có xã"),
        ("username", "An Nguyễn!", "Tên đăng nhập cần"),
        ("username", "x" * 100_000, "nhận được 100000"),
        ("password", "ngắn", "ít nhất 12 ký tự"),
        ("consent", "", "Cần bạn đồng ý"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(field, value, told):
    answer = newcomers.send(newcomers.form(**{field: value}))
    assert answer.status_code == 400
    assert told in text_of(answer)
    assert f'id="id_{field}_error"' in text_of(answer)
    assert newcomers.PASSWORD not in text_of(answer)
    assert (User.objects.count(), Enterprise.objects.count()) == (0, 0)


def test_a_form_sent_twice_makes_one_account_and_the_same_answer():
    told = newcomers.form()
    first, second = newcomers.send(told), newcomers.send(told)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first["Location"] == second["Location"] == "/bat-dau/viec"
    assert (User.objects.count(), Registration.objects.count()) == (1, 1)


def test_the_number_of_a_form_lets_nobody_in_who_has_not_the_password():
    told = newcomers.form()
    newcomers.send(told)
    stolen = newcomers.send(told | {"password": "một câu hoàn toàn khác"})
    assert stolen.status_code == 400
    assert "txng_session" not in stolen.cookies


def test_a_known_tax_code_leads_to_a_request_and_tells_no_name():
    entries.household(tax_code="068085001234")
    told = newcomers.form(kind="nong-ho", tax_code="068085001234")
    answer = newcomers.send(told)
    assert answer.status_code == 409
    assert "đã có trong sổ" in text_of(answer)
    assert "Ha Krong" not in text_of(answer)
    assert User.objects.count() == 0
    client = Client()
    joined = newcomers.send(told | {"vao": "1"}, client)
    assert (joined.status_code, joined["Location"]) == (303, "/bat-dau/don-xin-vao")
    page = text_of(client.get("/bat-dau/don-xin-vao"))
    assert "Chờ trả lời" in page
    assert "Ha Krong" not in page
    assert JoinRequest.objects.get().person.username == told["username"]
    assert client.get("/so/co-so").status_code == 403


def test_a_telephone_is_asked_one_question_a_page():
    people.shipped("chu-co-so-cho")
    client, told = Client(), newcomers.form(kieu="tung-cau")
    page = text_of(client.get("/bat-dau/dang-ky", **PHONE))
    assert "Câu 1 trên 9" in page
    assert 'name="username"' not in page
    asked = {"kieu": "tung-cau", "to": told["to"]}
    steps = ("kind", "work", "name", "tax_code", "commune", "full_name", "username", "consent")
    for number, name in enumerate(steps):
        asked |= {"buoc": str(number), name: told[name]}
        answer = client.post("/bat-dau/dang-ky", asked)
        assert answer.status_code == 200, name
        page = text_of(answer)
        assert f"Câu {number + 2} trên 9" in page
        assert re.search(rf'type="hidden" name="{name}"', page), name
    answer = client.post("/bat-dau/dang-ky", asked | {"buoc": "8", "password": told["password"]})
    assert answer.status_code == 303
    assert Organisation.objects.count() == 1


def test_a_wrong_answer_keeps_the_question_and_back_leads_to_the_one_before():
    asked = {"kieu": "tung-cau", "buoc": "3", "kind": "cong-ty", "tax_code": "12"}
    assert "Câu 4 trên 9" in text_of(answer := newcomers.send(asked))
    assert answer.status_code == 400
    assert "Câu 3 trên 9" in text_of(newcomers.send(asked | {"lui": "1"}))


def test_the_last_button_finds_what_was_left_out_before():
    told = newcomers.form(kieu="tung-cau", buoc="8", commune="")
    answer = newcomers.send(told)
    assert answer.status_code == 400
    assert "Câu 5 trên 9" in text_of(answer)


def test_who_asks_for_many_tax_codes_is_told_to_wait():
    asked = {"kieu": "tung-cau", "buoc": "3", "kind": "cong-ty", "tax_code": newcomers.TAX_CODE}
    answers = [newcomers.send(asked) for _number in range(41)]
    assert [one.status_code for one in answers[:40]] == [200] * 40
    assert "quá nhiều lần" in text_of(answers[40])


def test_who_is_signed_in_does_not_register_again():
    answer = people.client_of(people.an()).get("/bat-dau/dang-ky")
    assert (answer.status_code, answer["Location"]) == (302, "/toi")
