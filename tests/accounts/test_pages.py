"""The pages of accounts as a browser without JavaScript sees them."""

import json
import re
import unicodedata

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import people
from txng.accounts import actions, cookies, queries, totp
from txng.accounts.actors import operator
from txng.accounts.models import ApiKey, Assignment, JournalEntry, OneTimeLink, Session, User

pytestmark = pytest.mark.django_db

PASSWORD = "Cà phê chín đỏ trên đồi số 3"


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Argon2id takes a tenth of a second each time; tests/accounts/test_sign_in.py pays it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def person(username="an", password=PASSWORD):
    return actions.create_person(
        by=operator(), username=username, full_name="Trần An", password=password
    )


def member(username="an", role="chu-co-so", organisation=None, **wishes):
    someone = person(username)
    actions.assign(
        by=operator(),
        person=someone,
        organisation=organisation or people.enterprise(),
        role=people.shipped(role),
        **wishes,
    )
    return someone


def sign_in(client, username="an", password=PASSWORD, **more):
    return client.post("/dang-nhap", {"username": username, "password": password, **more})


def told(client, address):
    return client.get(address).content.decode()


def test_an_signs_in_works_and_signs_out():
    member()
    client = Client()
    assert client.get("/nguoi-dung").headers["Location"] == "/dang-nhap?next=%2Fnguoi-dung"
    answer = sign_in(client, next="/nguoi-dung")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/nguoi-dung")
    page = client.get("/nguoi-dung")
    assert "Trần An" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store, private"
    assert client.post("/dang-xuat").status_code == 302
    assert client.get("/nguoi-dung").status_code == 302
    assert Session.objects.get().ended_at is not None


def test_the_way_in_is_shown_to_whoever_is_not_in():
    member()
    client, way_in = Client(), "Đăng nhập làm việc"
    assert way_in in told(client, "/dang-nhap")
    sign_in(client)
    assert way_in not in told(client, "/toi")


def test_a_stolen_cookie_is_worth_nothing_after_signing_out():
    member()
    client = Client()
    sign_in(client)
    stolen = client.cookies[cookies.name()].value
    client.post("/dang-xuat")
    thief = Client()
    thief.cookies[cookies.name()] = stolen
    assert thief.get("/toi").status_code == 302


def test_the_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites():
    member()
    client = Client()
    sign_in(client)
    cookie = client.cookies[cookies.name()]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert Session.objects.get().digest != cookie.value


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_after_signing_in_nobody_is_led_to_another_host(wanted):
    member()
    assert sign_in(Client(), next=wanted).headers["Location"] == "/bat-dau/viec"


@pytest.mark.parametrize(
    ("referer", "wanted"),
    [
        ("{ours}/toi?lang=en", "?next=%2Ftoi%3Flang%3Den"),
        ("https://evil.example/toi", ""),
        ("{ours}.evil.example/toi", ""),
        ("", ""),
    ],
)
def test_a_button_pressed_too_late_leads_back_to_its_page(referer, wanted, settings):
    """Not to where it would have posted to: such addresses show nothing."""
    told = {"Referer": referer.format(ours=settings.BASE_URL)}
    answer = Client().post("/dang-xuat", headers=told)
    assert answer.headers["Location"] == f"/dang-nhap{wanted}"


def test_a_password_opens_whichever_way_a_keyboard_composes_its_letters():
    member()
    client = Client()
    sign_in(client)
    new = "Tiếng Việt đủ dài để nhớ"
    split = unicodedata.normalize("NFD", new)
    assert split != new
    assert client.post("/toi/mat-khau", {"old": PASSWORD, "new": split}).status_code == 302
    assert sign_in(Client(), password=new).status_code == 302
    assert sign_in(Client(), password=split).status_code == 302


@pytest.mark.parametrize("text", ["\ud800", "\x00"])
@pytest.mark.parametrize("place", ["id", "state"])
def test_text_that_no_database_keeps_opens_nothing_and_breaks_nothing(text, place):
    client = Client()
    told = {
        "state": client.post("/dang-nhap/khoa/thu-thach").json()["state"],
        "answer": {"id": "x"},
    }
    if place == "id":
        told["answer"]["id"] = text
    else:
        told["state"] = f"{text}:a:b"
    answer = client.post("/dang-nhap/khoa", json.dumps(told), content_type="application/json")
    assert answer.status_code == 400


def test_a_wrong_password_and_an_unknown_name_get_the_same_page():
    member()

    def page(username):
        text = sign_in(
            Client(), username=username, password="Sai bét nhưng đủ dài"
        ).content.decode()
        return re.sub(r'value="[^"]*"', "", text)

    assert page("an") == page("khong-co-ai")
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in page("an")


def test_what_was_typed_is_kept_and_the_password_is_not():
    text = sign_in(Client(), username="an.nguyen", password="Một mật khẩu sai").content.decode()
    assert 'value="an.nguyen"' in text
    assert "Một mật khẩu sai" not in text


def test_an_officer_owes_a_second_factor_and_then_has_it():
    member("binh", "thuong-truc", people.agency())
    client = Client()
    sign_in(client, "binh")
    assert client.get("/vai-tro").headers["Location"] == "/toi/bao-ve"
    assert client.get("/nguoi-dung").headers["Location"] == "/toi/bao-ve"
    client.post("/toi/bao-ve/dien-thoai")
    page = told(client, "/toi/bao-ve/dien-thoai")
    shown = re.search(r'<code translate="no">([A-Z2-7 ]+)</code>', page)[1]
    assert "data:image/svg+xml;base64," in page
    answer = client.post("/toi/bao-ve/dien-thoai", {"code": code_of(shown)})
    codes = re.findall(r"<code translate=\"no\">([a-z2-7-]{14})</code>", answer.content.decode())
    assert len(set(codes)) == 10
    assert client.get("/vai-tro").status_code == 200
    # from now on the password alone is half a session
    other = Client()
    assert sign_in(other, "binh", next="/vai-tro").headers["Location"] == (
        "/dang-nhap/lop-hai?next=%2Fvai-tro"
    )
    assert other.get("/vai-tro").status_code == 302
    assert other.post("/dang-nhap/lop-hai", {"code": codes[0].upper()}).status_code == 302
    assert other.get("/vai-tro").status_code == 200
    third = Client()
    sign_in(third, "binh")
    refused = third.post("/dang-nhap/lop-hai", {"code": codes[0]})
    assert "không có hoặc đã dùng" in refused.content.decode()


def code_of(shown, *, step=0):
    import base64
    import time

    secret = base64.b32decode(shown.replace(" ", ""))
    return totp.code(secret, int(time.time()) // totp.STEP_SECONDS + step)


def test_the_secret_of_a_telephone_is_never_shown_again():
    member()
    client = Client()
    sign_in(client)
    client.post("/toi/bao-ve/dien-thoai")
    shown = re.search(
        r"<code translate=\"no\">([A-Z2-7 ]+)</code>", told(client, "/toi/bao-ve/dien-thoai")
    )[1]
    client.post("/toi/bao-ve/dien-thoai", {"code": code_of(shown)})
    assert shown not in told(client, "/toi/bao-ve/dien-thoai")
    assert shown.replace(" ", "") not in str(queries.factors_of(User.objects.get().pk))


def test_changing_the_password_signs_out_everywhere_else():
    member()
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    new = "Một câu khác hẳn, cũng dài"
    answer = here.post("/toi/mat-khau", {"old": PASSWORD, "new": new})
    assert answer.status_code == 302
    assert here.get("/toi").status_code == 200
    assert there.get("/toi").status_code == 302
    assert sign_in(Client()).status_code == 400
    assert sign_in(Client(), password=new).status_code == 302


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("ngắn", "ít nhất 12 ký tự, nhưng chỉ có 4"),
        ("password1234", "Nhiều người dùng mật khẩu này"),
        ("aaaaaaaaaaaaaaaaaaa", "Nhiều người dùng mật khẩu này"),
        ("Trần An thích cà phê", "chứa tên của bạn"),
    ],
)
def test_a_weak_password_is_refused_with_a_reason(new, sentence):
    member()
    client = Client()
    sign_in(client)
    answer = client.post("/toi/mat-khau", {"old": PASSWORD, "new": new})
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_sign_out_elsewhere_ends_one_session_or_all():
    member()
    here, there, further = Client(), Client(), Client()
    for client in (here, there, further):
        sign_in(client)
    page = told(here, "/toi/phien")
    others = re.findall(r'name="only" value="(\d+)"', page)
    assert len(others) == 2
    here.post("/toi/phien", {"only": others[0]})
    alive = [client.get("/toi").status_code for client in (here, there, further)]
    assert sorted(alive) == [200, 200, 302]
    here.post("/toi/phien")
    alive = [client.get("/toi").status_code for client in (here, there, further)]
    assert alive == [200, 302, 302]


def test_a_strangers_session_is_answered_like_a_missing_one():
    member()
    member("dung", organisation=people.enterprise(people.DUNGS_ENTERPRISE))
    an, dung = Client(), Client()
    sign_in(an)
    sign_in(dung, "dung")
    foreign = Session.objects.get(person__username="an").pk
    answers = [dung.post("/toi/phien", {"only": str(pk)}) for pk in (foreign, 999_999)]
    assert [one.status_code for one in answers] == [404, 404]
    assert an.get("/toi").status_code == 200


def test_an_invites_and_the_invited_person_comes_in_once():
    member()
    client = Client()
    sign_in(client)
    page = client.post("/nguoi-dung/moi", {"for_whom": "Chị Lan", "role": "nhan-vien"})
    address = re.search(r'value="http://[^/]+(/lien-ket/[a-z2-7]{32})"', page.content.decode())[1]
    guest = Client()
    assert "mời bạn" in told(guest, address)
    assert "mời bạn" in told(guest, address)  # looking uses nothing up
    typed = {"full_name": "Lan", "username": "Lan", "password": PASSWORD}
    assert guest.post(address, typed).headers["Location"] == "/dang-nhap"
    assert Client().post(address, typed | {"username": "lan2"}).status_code == 404
    sign_in(guest, "lan")
    assert guest.get("/nguoi-dung").status_code == 403
    assert "Nhân viên" in told(guest, "/toi")
    assert client.get(address).status_code == 404


def test_a_withdrawn_link_lets_nobody_in():
    member()
    client = Client()
    sign_in(client)
    page = client.post("/nguoi-dung/moi", {"for_whom": "Chị Lan", "role": "nhan-vien"})
    address = re.search(r"(/lien-ket/[a-z2-7]{32})", page.content.decode())[1]
    client.post(f"/nguoi-dung/lien-ket/{OneTimeLink.objects.get().pk}/rut")
    assert Client().get(address).status_code == 404


def test_an_existing_account_joins_another_organisation_and_switches():
    member()
    client = Client()
    sign_in(client)
    other = people.enterprise(people.DUNGS_ENTERPRISE)
    _link, secret = actions.invite(
        by=operator(), organisation=other, role=people.shipped("nhan-vien"), for_whom="An"
    )
    assert client.post(f"/lien-ket/{secret}", {"join": "1"}).status_code == 302
    client.post("/toi/don-vi", {"organisation": str(other.pk)})
    assert people.DUNGS_ENTERPRISE in told(client, "/toi")
    assert client.get("/nguoi-dung").status_code == 403  # staff there, owner here
    stranger = people.enterprise("HTX Khác (hư cấu)")
    assert client.post("/toi/don-vi", {"organisation": str(stranger.pk)}).status_code == 400


def test_a_telephone_is_connected_by_a_qr_code_and_removed_by_the_manager():
    owner = member()
    client = Client()
    sign_in(client)
    page = client.post(
        "/nguoi-dung/moi?dien-thoai", {"for_whom": "Điện thoại vườn 3", "role": "dien-thoai"}
    )
    address = re.search(r"(/lien-ket/[a-z2-7]{32})", page.content.decode())[1]
    phone = Client(headers={"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/131.0 Mobile"})
    assert phone.post(address).headers["Location"] == "/toi"
    assert "Điện thoại vườn 3" in told(phone, "/toi")
    session = Session.objects.get(kind="device")
    actor = queries.current_actor(session.person, session.organisation)
    assert actor.scopes == {"capture"}
    assert phone.get("/nguoi-dung").status_code == 403
    assert (
        phone.post("/toi/don-vi", {"organisation": str(session.organisation_id)}).status_code == 400
    )
    assert "/toi/mat-khau" not in told(phone, "/toi")  # it has none
    _link, secret = actions.invite(
        by=operator(),
        organisation=people.enterprise(),
        role=people.shipped("nhan-vien"),
        for_whom="Lan",
    )
    assert 'name="join"' not in told(phone, f"/lien-ket/{secret}")
    phone.post(f"/lien-ket/{secret}", {"join": "1"})
    given = Assignment.objects.exclude(person=owner).get()
    client.post(f"/nguoi-dung/{given.pk}/go")
    assert queries.current_actor(session.person, session.organisation).scopes == frozenset()


def test_a_manager_gives_a_link_for_a_new_password():
    member()
    lan = member("lan", "nhan-vien")
    client = Client()
    sign_in(client)
    pk = Assignment.objects.get(person=lan).pk
    page = client.post(f"/nguoi-dung/{pk}/mat-khau").content.decode()
    address = re.search(r"(/lien-ket/[a-z2-7]{32})", page)[1]
    new = "Câu mới của chị Lan ơi"
    guest = Client()
    assert guest.post(address, {"new": "ngắn"}).status_code == 400  # and the link still works
    assert guest.post(address, {"new": new}).status_code == 302
    assert sign_in(guest, "lan", new).status_code == 302


def test_a_manager_cannot_take_over_somebody_who_works_elsewhere_too():
    member()
    lan = member("lan", "nhan-vien")
    actions.assign(
        by=operator(),
        person=lan,
        organisation=people.enterprise(people.DUNGS_ENTERPRISE),
        role=people.shipped("chu-co-so"),
    )
    client = Client()
    sign_in(client)
    pk = Assignment.objects.get(person=lan, organisation=people.enterprise()).pk
    assert client.post(f"/nguoi-dung/{pk}/mat-khau").status_code == 302
    assert not OneTimeLink.objects.exists()
    assert "còn làm cho đơn vị khác" in told(client, f"/nguoi-dung/{pk}")


def test_an_gives_a_key_that_is_shown_once_and_takes_it_back():
    member()
    client = Client()
    sign_in(client)
    typed = {"name": "Phần mềm kho", "opens": ["capture", "query"], "days": "90"}
    page = client.post("/khoa-may/moi", typed).content.decode()
    plain = re.search(r"txng_[a-z2-7]{8}_[a-z2-7]{32}", page)[0]
    assert queries.actor_for_bearer(plain).scopes == {"capture", "query"}
    assert plain not in told(client, "/khoa-may")
    prefix = ApiKey.objects.get().prefix
    assert "Thu hồi khóa" in told(client, f"/khoa-may/{prefix}/thu-hoi")
    client.post(f"/khoa-may/{prefix}/thu-hoi")
    assert queries.actor_for_bearer(plain) is None


def test_nobody_gives_a_key_what_they_lack():
    member()
    client = Client()
    sign_in(client)
    answer = client.post("/khoa-may/moi", {"name": "x", "opens": ["oversight"], "days": "9"})
    assert answer.status_code == 400
    assert not ApiKey.objects.exists()


def test_a_key_may_hold_rights_for_the_organisations_own_things():
    holder = people.enterprise()
    _key, plain = actions.create_key(
        by=operator(), organisation=holder, scopes=(), rights=["parties.edit"]
    )
    machine = queries.actor_for_bearer(plain)
    assert machine.may("parties.edit")
    assert not machine.may("parties.edit", territory="24846")


def test_binh_looks_as_an_reads_only_and_it_is_written_down():
    binh, an = member("binh", "thuong-truc", people.agency()), member()
    client = people.client_of(people.binh())
    pk = Assignment.objects.get(person=an).pk
    assert "Trần An" in told(client, "/xem-nhu?q=tr%E1%BA%A7n+an")
    assert client.post(f"/xem-nhu/{pk}", {"reason": ""}).status_code == 400
    client.post(f"/xem-nhu/{pk}", {"reason": "Hỗ trợ theo phiếu số 12"})
    page = told(client, "/nguoi-dung")
    assert "Đang xem như" in page
    assert people.ANS_ENTERPRISE in page
    assert client.post("/nguoi-dung/moi", {"for_whom": "x", "role": "nhan-vien"}).status_code == 403
    for personal in ("/toi/mat-khau", "/toi/phien", "/toi/bao-ve", "/toi/don-vi"):
        assert client.get(personal).status_code == 403
    assert client.get("/vai-tro").status_code == 403  # An has no such right
    client.post("/xem-nhu/thoi")
    assert "Đang xem như" not in told(client, "/toi")
    lines = JournalEntry.objects.filter(verb__startswith="person.looked_as").order_by("pk")
    assert [line.verb for line in lines] == ["person.looked_as", "person.looked_as_ended"]
    assert {line.person_id for line in lines} == {User.objects.get(username="binh").pk} == {binh.pk}
    # An reads in the journal that somebody looked, and why
    an_client = Client()
    sign_in(an_client)
    assert "Hỗ trợ theo phiếu số 12" in told(an_client, "/nhat-ky")


def test_an_officer_is_looked_as_by_nobody():
    member("chi", "kiem-tra", people.agency(people.CHIS_INSPECTORATE))
    client = people.client_of(people.binh())
    pk = Assignment.objects.get(person__username="chi").pk
    assert client.get(f"/xem-nhu/{pk}").status_code == 404
    assert "Không tìm thấy ai" in told(client, "/xem-nhu?q=chi")


def tables_asked(client, address):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    found = (re.search(r'FROM "(\w+)"', query["sql"]) for query in asked.captured_queries)
    return answer, [one[1] for one in found if one]


def test_a_public_page_asks_for_no_session_and_sets_no_cookie():
    client = people.client_of(people.an())
    answer, tables = tables_asked(client, reverse("resolver:accessibility"))
    assert tables == ["accounts_journalentry"]  # the menu: is the demonstration loaded?
    assert "Set-Cookie" not in answer.headers
    assert "no-store" not in answer.headers.get("Cache-Control", "")


def test_who_is_signed_in_costs_two_queries():
    client = people.client_of(people.an())
    _answer, tables = tables_asked(client, "/khoa-may")
    assert tables[:2] == ["accounts_session", "accounts_assignment"]
    assert tables[2:] == ["accounts_apikey", "accounts_journalentry"]
