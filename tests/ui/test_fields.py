"""Forms: the error stands at the field, says what was expected and given, and nothing is cleared."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.ui.pages import PlotForm
from txng.ui import fields

GOOD = {
    "name": "Đồi 9",
    "area_ha": "1,5",
    "trees": "1.200.000",
    "planted_on": "5/3/2020",
    "crop": "coffee",
    "water": "lake",
    "marks": ["organic"],
    "is_mine": "on",
    "story": "một\n\nhai",
}
BLAMING = ("không hợp lệ", "vui lòng", "đã xảy ra lỗi", "please", "invalid", "sorry")


def post(**changes):
    values = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    return Client().post("/form", values)


def text_of(response):
    return unescape(response.content.decode())


def errors(**changes):
    form = PlotForm({key: value for key, value in {**GOOD, **changes}.items() if value is not None})
    form.is_valid()
    return {name: " ".join(sentences) for name, sentences in form.errors.items()}


@pytest.mark.django_db
def test_an_empty_form_asks_for_each_thing_by_its_name(pages):
    text = text_of(Client().post("/form", {"story": "giữ lại"}))
    for sentence in (
        "Nhập tên thửa.",
        "Nhập diện tích (ha).",
        "Chọn cây trồng.",
        "Chọn nguồn nước.",
    ):
        assert text.count(sentence) == 2, sentence  # over the form, and at the field
    assert "Còn 5 chỗ cần sửa" in text
    assert "<title>Lỗi: " in text
    assert "giữ lại</textarea>" in text
    words = re.sub(r"<[^>]*>", " ", text).lower()
    assert [word for word in BLAMING if word in words] == []


@pytest.mark.django_db
def test_every_link_of_the_summary_leads_to_a_box(pages):
    text = text_of(Client().post("/form", {}))
    summary = text.partition('id="form-errors"')[2].partition("</ul>")[0]
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) == 5
    assert [target for target in targets if f'id="{target}"' not in text] == []


@pytest.mark.django_db
def test_what_was_typed_stays_when_something_else_is_wrong(pages):
    text = text_of(post(area_ha="nhiều", name="<b>Đồi</b>"))
    assert 'value="nhiều"' in text
    assert 'value="5/3/2020"' in text
    assert "một\n\nhai</textarea>" in text
    assert "&lt;b&gt;" in post(area_ha="nhiều", name="<b>Đồi</b>").content.decode()
    assert re.search(r'<option value="coffee" selected>', text)
    assert re.search(r'value="lake"[^>]* checked', text)
    assert 'aria-invalid="true"' in text
    assert 'aria-describedby="id_area_ha_helptext id_area_ha_error"' in text


@pytest.mark.django_db
def test_what_the_verb_refuses_stands_at_its_field(pages):
    response = post(name="Đồi 3")
    assert response.status_code == 400
    assert text_of(response).count("Đã có thửa tên “Đồi 3”. Chọn tên khác.") == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "a" * 21}, "Cần từ 1 đến 20 ký tự; nhận được 21."),
        ({"area_ha": "12.345"}, "“12.345” có thể là 12345 hoặc 12,3450."),
        ({"area_ha": "-1"}, "Cần ít nhất 0; nhận được “-1”."),
        ({"area_ha": "100,5"}, "Cần nhiều nhất 100; nhận được “100,5”."),
        ({"trees": "1,5"}, "Cần một số nguyên như 12; nhận được “1,5”."),
        ({"planted_on": "30/2/2020"}, "Lịch không có ngày “30/2/2020”."),
        ({"crop": "rice"}, "Cần một mục trong danh sách; nhận được “rice”."),
        ({"water": "sea"}, "Cần một mục trong danh sách; nhận được “sea”."),
        ({"marks": ["organic", "x"]}, "Cần các mục trong danh sách; nhận được “x”."),
        ({"is_mine": None}, "Đánh dấu ô này để tiếp tục."),
    ],
)
def test_an_error_says_what_was_expected_and_given(changes, sentence):
    found = errors(**changes)
    assert list(found) == list(changes)
    assert found[next(iter(changes))].startswith(sentence)


def test_a_field_may_not_hide_what_the_form_itself_says():
    """Else a page asks `form.problems` and draws a box to type in."""
    with pytest.raises(TypeError, match=r"Hiding: .*: problems, media"):
        type("Hiding", (fields.Form,), {
            "problems": fields.TextField("Vướng mắc", longest=9),
            "media": fields.TextField("Báo", longest=9),
        })  # fmt: skip


def test_a_good_form_gives_values():
    form = PlotForm(GOOD)
    assert form.is_valid(), form.errors
    values = form.cleaned_data
    assert (str(values["area_ha"]), values["trees"], values["planted_on"].year) == (
        "1.5",
        1200000,
        2020,
    )
    assert values["story"] == "một\n\nhai"


def test_a_file_that_is_too_heavy_is_told_its_weight():
    sent = {"photo": SimpleUploadedFile("a.jpg", b"x" * 1_500_000)}
    form = PlotForm(GOOD, sent)
    assert not form.is_valid()
    assert form.errors["photo"] == ["Tệp nặng 1,5 MB; nhận nhiều nhất 1 MB."]


def test_a_form_that_is_shown_again_writes_values_as_people_do():
    from datetime import date
    from decimal import Decimal

    form = PlotForm(initial={"area_ha": Decimal("1.5"), "planted_on": date(2020, 3, 5)})
    assert 'value="1,5"' in str(form["area_ha"])
    assert 'value="05/03/2020"' in str(form["planted_on"])
