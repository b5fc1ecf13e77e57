"""A label as data: read strictly, checked before it is printed, the same in every writer."""

import contextlib
import json
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.barcodes.reading_back import GTIN, STEM, WORDS
from txng.barcodes import composed, faces, layouts, svg
from txng.barcodes.content import Code
from txng.barcodes.errors import LayoutError
from txng.barcodes.rules import fields
from txng.barcodes.rules.printing import RESOLUTIONS

CODE = Code(GTIN, "L2511-A", "0B7TK94QVH2XN")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 400) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["name", "width", "height", "texts", "marks", "carrier", "x", "y", "module", "field", "size"]
    ), inner, max_size=6),
    max_leaves=20,
)  # fmt: skip


def told(weight, layout, words=WORDS, code=CODE, dpi=203):
    found = composed.problems(layout, words, code, STEM, dpi=dpi)
    return [one.sentence for one in found if one.weight == weight]


stops, warnings = partial(told, "stop"), partial(told, "warn")


def layout(**told):
    mark = {"carrier": "qr", "x": 0, "y": 0, "module": 0.5}
    return layouts.read({"name": "thử", "width": 50, "height": 30, "marks": [mark]} | told)


@pytest.mark.parametrize("code", sorted(layouts.presets()))
@pytest.mark.parametrize("dpi", RESOLUTIONS)
def test_what_the_room_offers_can_be_printed_on_every_printer(code, dpi):
    assert stops(layouts.presets()[code], dpi=dpi) == []


@pytest.mark.parametrize("code", sorted(layouts.presets()))
def test_a_layout_survives_json(code):
    preset = layouts.presets()[code]
    assert layouts.read(json.loads(json.dumps(preset.told()))) == preset


def test_the_large_preset_has_everything_that_food_wants():
    preset = layouts.presets()["tem-100x60"]
    words = composed.words_of(CODE, WORDS | {"expires_on": "01/11/2027"}, STEM)
    shown = {field: text for field, text in words.items() if field in preset.shown}
    assert fields.check("thuc-pham", shown, has_symbol=bool(preset.marks)).is_complete


@given(JSON)
def test_whatever_is_sent_is_a_layout_or_a_sentence(told):
    with contextlib.suppress(LayoutError):
        found = layouts.read(told)
        assert layouts.read(found.told()) == found
        composed.problems(found, WORDS, CODE, STEM, dpi=203)


@pytest.mark.parametrize(
    ("told", "part"),
    [
        ({"width": 5}, "từ 10 đến 300"),
        ({"width": float("nan")}, "từ 10 đến 300"),
        ({"name": ""}, "Nhập tên"),
        ({"marks": [{"carrier": "aztec"}]}, "qr, datamatrix, gs1-128, ean-13"),
        ({"texts": [{"field": "gia", "x": 0, "y": 0, "width": 10}]}, "gia"),
        ({"texts": [{}] * 31}, "30 dòng"),
    ],
)
def test_a_wrong_layout_says_what_was_expected(told, part):
    with pytest.raises(LayoutError, match=part):
        layout(**told)


def test_a_symbol_beyond_the_edge_or_under_words_stops_the_print():
    assert any("ra ngoài tem" in one for one in stops(layout(height=18)))
    over = {"field": "product_name", "x": 10, "y": 5, "width": 30}
    assert any("đè lên mã qr" in one for one in stops(layout(texts=[over])))
    corner = {"carrier": "qr", "x": 0, "y": 0, "module": 0.5}
    two = [corner, corner | {"carrier": "datamatrix", "x": 15}]
    assert any("chồng lên nhau" in one for one in stops(layout(marks=two)))


def test_words_may_stand_beside_a_quiet_zone_but_not_in_it():
    size = 41 * 0.5  # 33 modules and twice 4, four dots of 203 dpi each
    text = {"field": "product_name", "y": 0, "width": 20}
    beside, inside = (
        layout(texts=[text | {"x": size + 0.1}]),
        layout(texts=[text | {"x": size - 1}]),
    )
    assert stops(beside) == []
    assert len(stops(inside)) == 1


@pytest.mark.parametrize(("module", "dpi"), [(0.2, 203), (0.2, 600), (0.12, 300)])
def test_a_symbol_that_no_telephone_reads_is_stopped(module, dpi):
    marks = [{"carrier": "qr", "x": 0, "y": 0, "module": module}]
    assert any("quá nhỏ" in one for one in stops(layout(marks=marks), dpi=dpi))


def test_a_symbol_that_only_tills_cannot_read_is_told():
    marks = [{"carrier": "qr", "x": 0, "y": 0, "module": 0.376}]
    assert any("quầy thu ngân" in one for one in warnings(layout(marks=marks)))


def test_a_label_without_a_symbol_is_stopped():
    assert any("chưa có mã" in one for one in stops(layout(marks=[])))


def test_words_that_are_cut_are_told():
    text = {"field": "product_name", "x": 21, "y": 0, "width": 10, "lines": 1}
    assert any("bị cắt" in one for one in warnings(layout(texts=[text])))


@given(
    st.text("Cà phê Đạ Tẻh rang xay ", min_size=1, max_size=80),
    st.integers(5, 60),
    st.integers(1, 4),
)
def test_wrapped_words_fit_their_lines_and_none_is_lost(text, mm, lines):
    found = faces.wrapped(text, 8, mm, lines)
    assert len(found.lines) <= lines
    assert all(faces.width(line, 8) <= mm + 0.001 or len(line) <= 2 for line in found.lines)
    if found.is_whole:
        assert "".join(found.lines).replace(" ", "") == text.replace(" ", "")


def test_the_preview_has_real_millimetres_and_nothing_that_a_strict_policy_forbids():
    words = WORDS | {"product_name": '<b>Cà phê & "chè"</b>'}
    drawing = composed.compose(layouts.presets()["tem-100x60"], words, CODE, STEM, dpi=203)
    drawn = svg.drawn(drawing, "Tem thử")
    assert 'width="100mm"' in drawn
    assert "style=" not in drawn
    assert "<b>" not in drawn
    assert "&lt;b&gt;Cà phê &amp; &quot;chè&quot;" in drawn


def test_sheets_of_a4_hold_whole_labels_only():
    for preset in layouts.presets().values():
        sheet = layouts.a4(preset)
        for position in range(sheet.per_page):
            x, y = sheet.corner(position)
            assert 0 <= x <= 210 - preset.width
            assert 0 <= y <= 297 - preset.height
    with pytest.raises(LayoutError, match="in bằng cuộn"):
        layouts.a4(layout(width=250))
