"""Doors of the resolver: what an address answers."""

import pytest
from django.test import Client

from tests.resolver import pages
from txng.resolver import queries

pytestmark = pytest.mark.django_db  # the frame asks whether the demonstration is loaded
GTIN = "09521234543213"
LOT = f"/01/{GTIN}/10/LB2501"
KNOWN = {
    f"https://id.gs1.org{path}": pages.COFFEE
    for path in (LOT, f"/01/{GTIN}/21/QTX7Z", f"/01/{GTIN}", f"/01/{GTIN}/10/A%2FB")
}


@pytest.fixture(autouse=True)
def known_codes(monkeypatch):
    """Pages without a database: queries.page_for has its own tests."""
    monkeypatch.setattr(queries, "page_for", lambda _user, canonical: KNOWN.get(canonical))


@pytest.mark.parametrize(
    "path",
    [
        LOT,
        f"{LOT}/",
        f"/01/{GTIN}",
        f"/01/{GTIN}/21/QTX7Z",
        f"/01/{GTIN}/10/LB2501/21/QTX7Z",
        f"/01/{GTIN}/10/A%2FB",
        f"{LOT}?17=260112&linkType=gs1:traceability",
    ],
)
def test_a_known_code_opens_its_page(client: Client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert pages.COFFEE.product_name in response.content.decode()
    assert response.headers["Cache-Control"] == "no-cache"


def test_head_answers_like_get(client: Client):
    response = client.head(LOT)
    assert (response.status_code, response.content) == (200, b"")


def test_post_is_refused(client: Client):
    assert client.post(LOT).status_code == 405


@pytest.mark.parametrize("short", [GTIN[1:]])
def test_a_gtin_of_13_digits_is_sent_to_the_one_address_for_ever(client: Client, short):
    response = client.get(f"/01/{short}/10/A%2FB?lang=en")
    assert response.status_code == 308
    assert response.headers["Location"] == f"/01/{GTIN}/10/A%2FB?lang=en"


def test_an_unknown_code_says_so_and_what_to_do(client: Client):
    response = client.get(f"/01/{GTIN}/10/NOBODY")
    seen = response.content.decode()
    assert response.status_code == 404
    assert "Không có mã này trong hệ thống" in seen
    assert "So từng chữ số" in seen


def test_an_unknown_serial_of_a_known_product_is_not_found_either(client: Client, monkeypatch):
    unknown = pages.replace(pages.BARE, verdict=pages.replace(pages.ISSUED, state="unknown"))
    monkeypatch.setattr(queries, "page_for", lambda _user, _canonical: unknown)
    assert client.get(LOT).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/01/09521234543210/10/L1",
        "/01/123",
        "/01/abcdefgh/10/L",
        f"/01/{GTIN}/10/{'L' * 21}",
        "/01/%00",
    ],
)
def test_a_wrong_code_gets_a_sentence_with_the_next_step(client: Client, path):
    response = client.get(path)
    assert response.status_code == 400
    assert "Mã này chưa đọc được" in response.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        GTIN,
        GTIN[1:],
        f" {GTIN} ",
        f"(01){GTIN}",
        f"https://example.org/01/{GTIN}",
    ],
)
def test_whatever_is_typed_leads_to_the_page_of_its_code(client: Client, typed):
    response = client.get("/tra-cuu", {"code": typed})
    assert (response.status_code, response.headers["Location"]) == (302, f"/01/{GTIN}")


def test_a_typed_lot_is_kept(client: Client):
    response = client.get("/tra-cuu", {"code": f"(01){GTIN}(10)LB2501"})
    assert response.headers["Location"] == LOT


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Nhập mã in trên bao bì."),
        ("cà phê", "Mã sản phẩm phải có 8, 12, 13 hoặc 14 chữ số"),
        ("09521234543210", "Chữ số cuối không khớp các chữ số trước nó"),
        ("12345", "còn mã này có 5."),
        (f"(01){GTIN}(10){'L' * 21}", "số lô và số xê-ri có từ 1 đến 20 chữ cái"),
        ("LB2501", "đứng một mình thì chưa đủ"),
        (f"(01){GTIN}(17)259999", "ngày không có trong lịch"),
        ("https://example.vn/khuyen-mai", "Địa chỉ này không chứa mã sản phẩm"),
        ("9" * 501, "Mã sản phẩm phải có 8, 12, 13 hoặc 14 chữ số"),
        ("(00)095212345432100010", "mã của thùng hoặc pallet (SSCC)"),
    ],
)
def test_what_cannot_be_a_code_is_answered_beside_the_box(client: Client, typed, sentence):
    response = client.get("/tra-cuu", {"code": typed})
    seen = response.content.decode()
    assert response.status_code == 400
    assert sentence in seen
    assert 'aria-invalid="true"' in seen


@pytest.mark.parametrize(
    "typed",
    [
        f"( 01 ) {GTIN} ( 10 ) LB2501",
        f"txng.example.vn{LOT}",  # what an address bar shows
        LOT,
        f"https://txng.example.vn{LOT}?lang=en",
    ],
)
def test_the_box_forgives_spaces_and_a_missing_https(client: Client, typed):
    response = client.get("/tra-cuu", {"code": typed})
    assert (response.status_code, response.headers["Location"]) == (302, LOT)


def test_what_was_typed_comes_back_as_text(client: Client):
    seen = client.get("/tra-cuu", {"code": '"><script>alert(1)</script>'}).content.decode()
    assert "<script" not in seen


@pytest.mark.parametrize("path", ["/", "/tro-giup", "/tiep-can"])
@pytest.mark.parametrize(("language", "word"), [("vi", "Trợ giúp"), ("en", "Help")])
def test_standing_pages_speak_both_languages(client: Client, path, language, word):
    response = client.get(path, headers={"Accept-Language": language})
    assert response.status_code == 200
    assert response.headers["Content-Language"] == language
    assert word in response.content.decode()


# --- pictures and the copy for places without a network ---------------------------------------


def test_a_picture_that_was_taken_in_is_shown_and_nothing_in_it_may_run(settings, tmp_path):
    settings.PICTURES_FOLDER = tmp_path
    (tmp_path / "ca-phe.svg").write_text(
        "<svg onload='alert(1)' xmlns='http://www.w3.org/2000/svg'/>"
    )
    answer = Client().get("/hinh/ca-phe.svg")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "name", ["..%2Fkeys%2Fsecret_key", "secret.txt", ".hidden.jpg", "none.jpg", "a.html"]
)
def test_nothing_but_a_picture_leaves_that_folder(settings, tmp_path, name):
    settings.PICTURES_FOLDER = tmp_path / "pictures"
    settings.PICTURES_FOLDER.mkdir()
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys/secret_key").write_text("secret")
    for file in ("secret.txt", ".hidden.jpg", "a.html"):
        (settings.PICTURES_FOLDER / file).write_text("secret")
    assert Client().get(f"/hinh/{name}").status_code == 404


def test_the_script_of_offline_copies_lies_at_the_root_and_is_asked_for_each_time():
    answer = Client().get("/offline.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert b"data-saved" in answer.content


def test_the_view_says_what_was_scanned_and_what_the_page_depends_on():
    from txng.resolver.kept_pages import SCANNED

    answer = Client().get(LOT)
    scanned = answer.wsgi_request.META[SCANNED]
    assert scanned.code == pages.COFFEE.path
