"""Pages of links and hosts: An asks, Bình decides, An registers, errs, changes, withdraws and undoes."""

import pytest

from tests import people
from tests.resolver.for_matrix import link_of
from txng.gs1.digital_link import parse
from txng.resolver import link_queries
from txng.resolver.models import Link, LinkHost

pytestmark = pytest.mark.django_db

GTIN = "9506000134352"
PATH = f"/01/0{GTIN}"
FORM = {
    "code": GTIN, "kind": "gs1:pip", "href": "https://an.example/ca-phe", "title": "Cà phê Cầu Đất",
    "default": "yes", "description": "Cà phê rang 500 g",
}  # fmt: skip


@pytest.fixture
def an():
    return people.client_of(people.an())


@pytest.fixture
def binh():
    return people.client_of(people.binh())


@pytest.fixture
def approved(an, binh):
    an.post("/ten-mien-dich", {"host": "an.example", "reason": "Trang của xưởng"})
    row = LinkHost.objects.get()
    binh.post(f"/ten-mien-dich/{row.pk}/duyet")
    return row


def page(client, address: str, **query) -> str:
    response = client.get(address, query, headers={"accept-language": "vi"})
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def led_to() -> list[str]:
    link_queries.forget()
    return [one.href for one in link_queries.sets_of(parse(f"https://id.gs1.org{PATH}")).defaults()]


def test_a_code_leads_to_a_page_after_two_forms_and_one_approval(an, binh):
    assert "Chưa có liên kết nào" in page(an, "/ma-dan-den")
    asked = an.post(
        "/ten-mien-dich", {"host": "an.example", "reason": "Trang của xưởng"}, follow=True
    )
    assert "Đã gửi đề nghị duyệt an.example" in asked.content.decode()
    seen = page(binh, "/ten-mien-dich")
    assert ("Trang của xưởng" in seen, people.ANS_ENTERPRISE in seen) == (True, True)
    binh.post(f"/ten-mien-dich/{LinkHost.objects.get().pk}/duyet")
    made = an.post("/ma-dan-den/them", FORM, follow=True)
    assert made.redirect_chain == [(f"/ma-dan-den/{Link.objects.get().pk}", 302)]
    assert f"Đã thêm liên kết cho mã {PATH}" in made.content.decode()
    assert led_to() == ["https://an.example/ca-phe"]
    listed = page(an, "/ma-dan-den", q="ca-phe")
    assert ("Cà phê rang 500 g" in listed, "Trang sản phẩm" in listed) == (True, True)


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"href": "https://evil.example/"}, "href", "evil.example chưa được duyệt"),
        ({"href": "javascript:alert(1)"}, "href", "Địa chỉ đích phải viết như"),
        ({"code": "9506000134353"}, "", "không dùng được"),
        ({"kind": "other"}, "other_kind", "Nhập loại liên kết"),
        ({"title": ""}, "title", "Nhập"),
        ({"hreflang": "tiếng-việt"}, "", "ngôn ngữ"),
    ],
)
def test_a_slip_is_told_at_its_field_and_nothing_is_lost(an, approved, wrong, field, sentence):
    response = an.post("/ma-dan-den/them", FORM | wrong, headers={"accept-language": "vi"})
    told = response.content.decode()
    assert response.status_code == 400
    assert sentence in told
    assert "<title>Lỗi:" in told
    for name, value in (FORM | wrong).items():
        if value and name not in ("kind", "default"):
            assert f'value="{value}"' in told, name
    if field:
        assert f'id="id_{field}_error"' in told
    assert not Link.objects.exists()


def test_a_second_default_is_told_at_the_choice(an, approved):
    an.post("/ma-dan-den/them", FORM)
    response = an.post("/ma-dan-den/them", FORM | {"kind": "gs1:instructions"})
    assert "đã có liên kết mặc định" in response.content.decode()
    assert Link.objects.count() == 1


def test_a_withdrawn_link_comes_back_by_undo_and_every_state_is_listed(an, approved):
    an.post("/ma-dan-den/them", FORM)
    link = Link.objects.get()
    changed = FORM | {"href": "https://an.example/moi"}
    an.post(f"/ma-dan-den/{link.pk}/sua", changed)
    assert led_to() == ["https://an.example/moi"]
    gone = an.post(f"/ma-dan-den/{link.pk}/go", follow=True).content.decode()
    assert f"/ma-dan-den/{link.pk}/khoi-phuc/2" in gone
    assert led_to() == []
    an.post(f"/ma-dan-den/{link.pk}/khoi-phuc/2")
    assert led_to() == ["https://an.example/moi"]
    an.post(f"/ma-dan-den/{link.pk}/khoi-phuc/1")
    assert led_to() == ["https://an.example/ca-phe"]
    told = page(an, f"/ma-dan-den/{link.pk}")
    assert told.count("khôi phục</td>") == 2
    assert told.count('<th scope="row">') == 5


def test_a_revoked_host_needs_a_reason_and_its_links_lead_nowhere(an, binh, approved):
    an.post("/ma-dan-den/them", FORM)
    address = f"/ten-mien-dich/{approved.pk}/rut"
    assert binh.post(address, {"reason": ""}).status_code == 400
    assert led_to() == ["https://an.example/ca-phe"]
    binh.post(address, {"reason": "Đã bán tên miền"})
    assert led_to() == []
    assert "Đã bán tên miền" in page(an, "/ten-mien-dich")
    assert binh.get(address).status_code == 404, "it is revoked already"


def test_dung_sees_no_link_of_an_and_changes_none(approved, an):
    number = link_of(people.an(), "xuong.example", PATH)
    dung = people.client_of(people.dung())
    assert PATH not in page(dung, "/ma-dan-den")
    for address in (f"/ma-dan-den/{number}", f"/ma-dan-den/{number}/sua"):
        assert dung.get(address).status_code == 404
    assert dung.post(f"/ma-dan-den/{number}/go").status_code == 404
    assert "an.example" not in page(dung, "/ten-mien-dich")
    taken = dung.post("/ma-dan-den/them", FORM, headers={"accept-language": "vi"})
    assert "do tổ chức khác giữ" in taken.content.decode()


def test_the_authority_sees_every_link_and_changes_none(approved, binh):
    number = link_of(people.an(), "xuong.example", PATH)
    assert PATH in page(binh, "/ma-dan-den")
    told = page(binh, f"/ma-dan-den/{number}")
    assert "Sửa liên kết" not in told
    assert binh.get(f"/ma-dan-den/{number}/sua").status_code == 404


def test_a_hostile_title_is_text(an, approved):
    an.post("/ma-dan-den/them", FORM | {"title": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in page(an, "/ma-dan-den")
    assert "<script>alert(1)" not in page(an, f"/ma-dan-den/{Link.objects.get().pk}")


def test_the_list_costs_the_same_questions_however_many_links(
    an, approved, django_assert_max_num_queries
):
    for number in range(3):
        an.post(
            "/ma-dan-den/them", FORM | {"href": f"https://an.example/{number}", "default": "no"}
        )
    with django_assert_max_num_queries(9):
        page(an, "/ma-dan-den")


@pytest.mark.parametrize(
    "typed",
    [
        "cau dat", "CẦU ĐẤT", "rang ca phe", GTIN, GTIN[:-1], f"0{GTIN}", PATH, "https://an.example/ca-phe",
        "an.example",
    ],
)  # fmt: skip
def test_a_link_is_found_by_folded_words_its_code_and_where_it_leads(an, approved, typed):
    an.post("/ma-dan-den/them", FORM)
    assert f">{PATH}</a>" in page(an, "/ma-dan-den", q=typed)
    assert f">{PATH}</a>" not in page(an, "/ma-dan-den", q=f"{typed} zzz")


def test_a_link_is_found_by_what_its_code_is_called_now(an, approved):
    an.post("/ma-dan-den/them", FORM)
    more = {"kind": "gs1:certificationInfo", "default": "no", "href": "https://an.example/2"}
    an.post("/ma-dan-den/them", FORM | more | {"description": "Trà ô long"})
    assert Link.objects.count() == 2
    assert "Trà ô long" in page(an, "/ma-dan-den", q="o long")
    assert f">{PATH}</a>" not in page(an, "/ma-dan-den", q="rang 500")
    assert page(an, "/ma-dan-den", q="tra o long").count("https://an.example/") == 2
