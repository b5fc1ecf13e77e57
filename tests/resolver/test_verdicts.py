"""Six states, the first that holds; and never a word about what lies in somebody's hand."""

import pytest
from django.utils import translation

from txng.analytics.rules import Signal
from txng.resolver.rules import activation, phone_in, picture_in
from txng.resolver.verdicts import Seen, verdict

COPIED = Signal(True, 7, 2, 9, ("places=7",))
GOOD = Seen(maker="HTX An", is_product=False, is_told=True, told=10, of=10)


def seen(**more):
    values = {name: getattr(GOOD, name) for name in Seen.__slots__}
    return Seen(**(values | more))


@pytest.mark.parametrize(
    ("facts", "state", "title"),
    [
        ({}, "issued", "Mã do HTX An phát hành. Chưa thấy dấu hiệu bất thường"),
        ({"told": 6}, "incomplete", "Mã có thật, thông tin chưa đủ (6/10)"),
        ({"signal": COPIED}, "copied", "Mã này đã quét ở 7 tỉnh trong 2 ngày – có thể bị sao chép"),
        ({"activation": "not yet"}, "inactive", "Tem chưa kích hoạt"),
        ({"activation": "ended"}, "inactive", "Tem đã ngừng hiệu lực"),
        ({"is_told": False}, "unknown", "Không có mã này trong hệ thống"),
        ({"recalls": (("HTX An", "Dư lượng"),)}, "recalled", "LÔ ĐANG THU HỒI – không dùng"),
    ],
)
def test_each_state_has_its_words(facts, state, title):
    found = verdict(seen(**facts))
    assert (found.state, found.title) == (state, title)


def test_a_recall_stands_before_every_other_sign_and_a_copy_before_a_gap():
    worst = seen(recalls=(("An", ""),), activation="not yet", signal=COPIED, told=1, is_told=False)
    assert verdict(worst).state == "recalled"
    assert verdict(seen(activation="not yet", signal=COPIED, told=1)).state == "inactive"
    assert verdict(seen(signal=COPIED, told=1)).state == "copied"


def test_without_places_the_warning_speaks_of_devices():
    found = verdict(seen(signal=Signal(True, 0, 2, 30)))
    assert found.title == "Mã này được nhiều máy quét trong 2 ngày – có thể bị sao chép"
    with translation.override("en"):
        assert "2 days" in verdict(seen(signal=Signal(True, 0, 2, 30))).title
        assert "1 day " in verdict(seen(signal=Signal(True, 3, 1, 30))).title


def test_who_recalled_is_named_and_can_be_called(settings):
    recalls = (("HTX An", "Dư lượng"), ("Sở của Bình", "Dư lượng"))
    assert verdict(seen(recalls=recalls)).sentences[1:] == (
        "Dư lượng",
        "Thông báo của Sở của Bình.",
    )
    assert verdict(seen(recalls=recalls)).phone == ""
    settings.HOTLINE = "1900 1234"
    assert verdict(seen(recalls=recalls)).phone == "1900 1234"
    assert verdict(seen(recalls=recalls, phone="0263 000 000")).phone == "0263 000 000"


def test_a_label_is_active_from_when_it_is_put_on_goods_until_it_is_taken_off():
    assert activation(["encoding"]) == "not yet"
    assert activation(["encoding", "commissioning"]) == "active"
    assert activation(["shipping"]) == "active"
    assert activation(["commissioning", "retail_selling", "decommissioning"]) == "ended"
    assert activation(["commissioning", "decommissioning", "commissioning"]) == "active"


@pytest.mark.parametrize("text", ["1900 1234", "+84 (263) 3822-000"])
def test_a_number_can_be_called(text):
    assert phone_in(f" {text} ") == text


@pytest.mark.parametrize(
    "text", ["", "javascript:alert(1)", "gọi tôi", "12", "1" * 40, "1900\n1234x"]
)
def test_any_other_text_is_no_number(text):
    assert phone_in(text) == ""


@pytest.mark.parametrize(
    "text",
    ["https://evil.example/hinh/a.jpg", "//evil.example/hinh/a.jpg", "/hinh/../a.jpg", "/hinh/a.jpg?x",
     "javascript:alert(1)", "data:image/png;base64,AAAA", "/tra-cuu?code=1", "/hinh/a.html",
     "https://txng.example.vn.evil.example/hinh/a.jpg", "/hinh/a.jpg\n"],
)  # fmt: skip
def test_a_picture_lies_on_this_host_or_there_is_none(text):
    assert picture_in(text, "https://txng.example.vn") in (
        "",
        "/hinh/a.jpg" if "\n" in text else "",
    )
