"""Agencies write their sections side by side; nothing typed is lost, and what is accepted stands."""

import json

import pytest

from tests import people
from tests.reports import yearly
from txng.reports.actions import annual, deciding, writing
from txng.reports.errors import FieldError, NotAllowedError, StaleError, StaleTextError
from txng.reports.models import NumberSource, Section, SectionVersion, Snapshot
from txng.reports.queries import annual as queries
from txng.reports.queries import numbers
from txng.reports.rules import sections as rules

pytestmark = pytest.mark.django_db
HERE = "/bao-cao/2026/phan/VIII"


@pytest.fixture(autouse=True)
def report():
    with yearly.registered():
        yield yearly.made()


def test_an_agency_writes_its_own_sections_and_no_others():
    farm = yearly.farm_office()
    mine = Section.objects.get(code="II.3")
    assert queries.may_write(farm, mine)
    assert not queries.may_write(farm, yearly.part())
    assert yearly.wrote(farm, "Đã rà soát danh mục.", mine).state == rules.WRITING
    for verb in (
        lambda: yearly.wrote(farm, "Xen vào."),
        lambda: annual.fill(by=farm, section=yearly.part(), revision=0),
        lambda: deciding.submit(by=farm, section=yearly.part()),
        lambda: writing.comment(by=farm, section=yearly.part(), text="Ý kiến"),
    ):
        with pytest.raises(NotAllowedError, match="cơ quan khác"):
            verb()
    for stranger in (people.an(), people.dung(), people.chi()):
        assert not queries.may_write(stranger, mine)


def test_the_duty_of_an_agency_that_has_ended_is_its_successors():
    people.seated(people.binh(), "so-khcn")
    day = yearly.USUAL[1]
    assert queries.working_agencies(None, ["so-tttt", "ubnd-cap-huyen"], day) == [
        "so-khcn", "ubnd-cap-xa",
    ]  # fmt: skip


def test_from_empty_to_accepted_and_back():
    keeper = yearly.keeper()
    one = yearly.wrote(keeper, "Đạt kết quả tốt.")
    deciding.submit(by=keeper, section=one)
    with pytest.raises(StaleError, match="đã nộp"):
        yearly.wrote(keeper, "Thêm một câu.")
    with pytest.raises(NotAllowedError, match="người khác"):
        deciding.accept(by=keeper, section=yearly.part())
    colleague = yearly.second_keeper()
    deciding.give_back(by=colleague, section=yearly.part(), reason="Thiếu số của năm trước")
    part = yearly.part()
    assert (part.state, part.reason) == (rules.RETURNED, "Thiếu số của năm trước")
    assert queries.comments(keeper, part).get().text == "Thiếu số của năm trước"
    yearly.wrote(keeper, "Đạt kết quả tốt hơn năm trước.")
    deciding.submit(by=keeper, section=yearly.part())
    deciding.accept(by=colleague, section=yearly.part())
    with pytest.raises(StaleError, match="Bảo đã nhận phần này rồi"):
        deciding.accept(by=colleague, section=yearly.part())
    with pytest.raises(StaleError, match="mở lại"):
        yearly.wrote(keeper, "Sửa sau khi nhận.")
    with pytest.raises(StaleError):
        deciding.take_back(by=keeper, section=yearly.part())
    deciding.reopen(by=colleague, section=yearly.part())
    assert yearly.wrote(keeper, "Sửa sau khi mở lại.").state == rules.WRITING


def test_only_the_standing_agency_decides():
    farm, one = yearly.farm_office(), yearly.shared()
    yearly.wrote(farm, "Kết quả của ngành.", one)
    deciding.submit(by=farm, section=yearly.part())
    for verb in (
        lambda: deciding.accept(by=farm, section=yearly.part()),
        lambda: deciding.give_back(by=farm, section=yearly.part(), reason="Không được"),
        lambda: deciding.reopen(by=farm, section=yearly.part()),
    ):
        with pytest.raises(NotAllowedError):
            verb()
    assert deciding.take_back(by=farm, section=yearly.part()).state == rules.WRITING


def test_an_empty_section_or_a_wrong_chip_is_not_handed_in_but_the_text_is_kept():
    keeper = yearly.keeper()
    with pytest.raises(FieldError, match="chưa có chữ nào"):
        deciding.submit(by=keeper, section=yearly.part())
    yearly.wrote(keeper, "Dòng một.\nCó {{khong.co}} cơ sở.")
    with pytest.raises(FieldError, match=r"Dòng 2: không có số liệu “khong.co”"):
        deciding.submit(by=keeper, section=yearly.part())
    assert "khong.co" in yearly.part().text
    assert not Snapshot.objects.exists()


def test_a_stale_save_overwrites_nothing_and_both_texts_are_shown():
    yearly.shared()
    farm, keeper = people.client_of(yearly.farm_office()), people.client_of(yearly.keeper())
    assert farm.post(f"{HERE}/luu", {"text": "Bản của ngành.", "revision": 0}).status_code == 303
    answer = keeper.post(f"{HERE}/luu", {"text": "Bản của thường trực.", "revision": 0})
    told = answer.content.decode()
    assert answer.status_code == 409
    assert "Bản của ngành." in told
    assert "Bản của thường trực." in told
    assert "Cả hai bản" in told
    assert yearly.part().text == "Bản của ngành."
    merged = {"text": "Bản của ngành và của thường trực.", "revision": yearly.part().revision}
    assert keeper.post(f"{HERE}/luu", merged).status_code == 303
    with pytest.raises(StaleTextError):
        deciding.submit(by=yearly.keeper(), section=yearly.part(), revision=1)


def test_autosaves_of_one_sitting_are_one_version_and_answer_with_the_next_revision():
    client = people.client_of(yearly.keeper())
    revision = 0
    for text in ("Một", "Một hai", "Một hai ba"):
        answer = client.post(f"{HERE}/tu-luu", {"text": text, "revision": revision})
        revision = json.loads(answer.content)["kept"]["revision"]
    assert (revision, yearly.part().text) == (3, "Một hai ba")
    assert [one.text for one in SectionVersion.objects.all()] == ["Một hai ba"]
    stale = client.post(f"{HERE}/tu-luu", {"text": "Khác", "revision": 1})
    assert stale.status_code == 409
    assert json.loads(stale.content)["newer"] == "Một hai ba"
    same = client.post(f"{HERE}/luu", {"text": "Một hai ba", "revision": 1})
    assert same.status_code == 303, "the same form twice is no conflict"


def test_a_lost_session_leads_to_the_sign_in_page_and_what_was_saved_is_there():
    client = people.client_of(yearly.keeper())
    client.post(f"{HERE}/tu-luu", {"text": "Đang viết dở", "revision": 0})
    client.cookies.clear()
    answer = client.post(f"{HERE}/tu-luu", {"text": "Viết tiếp", "revision": 1})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/dang-nhap")
    assert "Đang viết dở" in people.client_of(yearly.keeper()).get(HERE).content.decode()


def test_a_refused_text_comes_back_whole():
    client = people.client_of(yearly.keeper())
    long = "chữ " * 8000
    answer = client.post(f"{HERE}/luu", {"text": long, "revision": 0})
    assert answer.status_code == 400
    assert long.strip()[-200:] in answer.content.decode()
    assert yearly.part().text == ""
    wrong = client.post(f"{HERE}/luu", {"text": "Có {{thu.sai}} cơ sở", "revision": 0})
    assert wrong.status_code == 400
    assert "Dòng 1" in wrong.content.decode()
    assert yearly.part().text == "Có {{thu.sai}} cơ sở"
    assert client.post(f"{HERE}/luu", {"revision": "x" * 50}).status_code == 409


def test_a_number_is_chosen_from_the_list_without_a_script():
    client = people.client_of(yearly.keeper())
    assert "Cơ sở thử (cơ sở)" in client.get(HERE).content.decode()
    told = {"text": "Toàn tỉnh có", "revision": 0, "so_lieu": yearly.SHOPS, "lam": "chen"}
    assert client.post(f"{HERE}/luu", told).status_code == 303
    assert yearly.part().text == "Toàn tỉnh có {{thu.co_so}}"
    page = client.get(HERE).content.decode()
    assert ">4</a>" in page
    assert "Số cơ sở thử nghiệm" in page


def test_an_old_version_is_compared_and_restored():
    keeper = yearly.keeper()
    yearly.wrote(keeper, "Có mười lô.")
    yearly.wrote(keeper, "Có hai mươi lô.")
    client = people.client_of(keeper)
    page = client.get(f"{HERE}/lich-su/1").content.decode()
    assert "<del>mười</del>" in page
    assert client.post(f"{HERE}/lich-su/1/khoi-phuc").status_code == 303
    assert (yearly.part().text, yearly.part().revision) == ("Có mười lô.", 3)
    assert SectionVersion.objects.count() == 3
    assert client.get(f"{HERE}/lich-su").status_code == 200


def test_a_typed_number_is_sourced_by_a_note_for_this_sentence_only():
    keeper = yearly.keeper()
    one = yearly.wrote(keeper, "Có 12 mô hình theo Quyết định 100/QĐ-TTg.")
    assert [typed.number for typed in numbers.left_in(one)] == ["12"]
    client = people.client_of(keeper)
    told = {"so": "12", "cau": "Có 12 mô hình theo Quyết định 100/QĐ-TTg.", "note": "ngắn"}
    assert client.post(f"{HERE}/nguon", told).status_code == 400
    told["note"] = "Báo cáo của UBND xã Di Linh ngày 05/12/2026"
    assert client.post(f"{HERE}/nguon", told).status_code == 303
    assert numbers.left_in(yearly.part()) == []
    assert NumberSource.objects.get().said_by
    twice = client.post(f"{HERE}/nguon", told)
    assert twice.status_code == 400
    assert "đã có nguồn" in twice.content.decode()
    changed = yearly.wrote(keeper, "Có 12 mô hình mới theo Quyết định 100/QĐ-TTg.")
    assert [typed.number for typed in numbers.left_in(changed)] == ["12"]


def test_comments_are_settled_and_stay():
    keeper = yearly.keeper()
    yearly.shared()
    said = writing.comment(by=yearly.farm_office(), section=yearly.part(), text="Thiếu số của xã")
    assert said.agency == "Sở NN&MT"
    client = people.client_of(keeper)
    assert "Thiếu số của xã" in client.get(HERE).content.decode()
    assert client.post(f"{HERE}/y-kien/{said.pk}/xong").status_code == 303
    with pytest.raises(StaleError):
        writing.settle_comment(by=keeper, comment=said)
    assert client.post(f"{HERE}/y-kien", {"comment": ""}).status_code == 400
    assert client.post(f"{HERE}/y-kien", {"comment": "c" * 3000}).status_code == 400


def test_what_a_person_replaces_from_the_system_stays_in_the_history():
    keeper = yearly.keeper()
    one = yearly.wrote(keeper, "Bài của tôi.")
    annual.fill(by=keeper, section=one, revision=one.revision)
    assert yearly.part().text != "Bài của tôi."
    assert SectionVersion.objects.filter(text="Bài của tôi.").exists()
    with pytest.raises(StaleTextError):
        annual.fill(by=keeper, section=one, revision=0)
