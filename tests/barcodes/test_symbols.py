"""What goes into a symbol, and that it comes out again."""

from datetime import date

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.barcodes import reading_back
from tests.barcodes.reading_back import GTIN, STEM
from txng.barcodes import content, symbols
from txng.barcodes.content import Code
from txng.barcodes.errors import ContentError
from txng.barcodes.rules import serials
from txng.barcodes.rules.printing import CARRIERS, NEEDS
from txng.gs1 import digital_link, element_string
from txng.gs1.identifier import read_code

SERIAL = "0B7TK94QVH2XN"
LOTS = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ./-", min_size=1, max_size=20)
SERIALS = st.integers(0, serials.SPACE - 1).map(lambda n: serials.draw(1, lambda space: n)[0])


def picture(symbol: symbols.Symbol) -> Image.Image:
    """The symbol with its quiet zone, four dots a module."""
    need = NEEDS[symbol.carrier]
    rows = symbol.rows[:1] * 40 if symbol.is_linear else symbol.rows
    size = (symbol.columns + need.left + need.right, len(rows) + 2 * need.above)
    drawn = Image.new("L", size, 255)
    for y, runs in enumerate(rows):
        for column, length in runs:
            x, top = need.left + column, need.above + y
            drawn.paste(0, (x, top, x + length, top + 1))
    return drawn.resize((size[0] * 4, size[1] * 4), Image.Resampling.NEAREST)


def read_back(symbol: symbols.Symbol) -> zxingcpp.Barcode:
    (found,) = zxingcpp.read_barcodes(picture(symbol))
    return found


@pytest.mark.parametrize(
    ("carrier", "identifier", "text"),
    [
        ("qr", "]Q1", f"HTTPS://TRUYXUAT.LAMDONG.EXAMPLE/01/{GTIN}/10/L2511/21/{SERIAL}"),
        ("datamatrix", "]d2", f"(01){GTIN}(17)261231(10)L2511(21){SERIAL}"),
        ("gs1-128", "]C1", f"(01){GTIN}(17)261231(10)L2511(21){SERIAL}"),
        ("ean-13", "]E0", "8938505974019"),
    ],
)
def test_every_carrier_comes_out_as_it_went_in(carrier, identifier, text):
    code = Code(GTIN, "L2511", SERIAL, date(2026, 12, 31))
    symbol = symbols.make(carrier, content.text_of(carrier, code, STEM))
    found = read_back(symbol)
    assert (found.symbology_identifier, found.text) == (identifier, text)


@given(LOTS, SERIALS)
def test_a_scan_names_the_thing_that_the_label_is_about(lot, serial):
    code = Code(GTIN, lot, serial)
    wanted = f"https://id.gs1.org/01/{GTIN}/21/{serial}"
    link = content.text_of("qr", code, STEM)
    assert read_code(link).canonical == wanted
    assert digital_link.parse(link).qualifiers == (("10", lot), ("21", serial))
    assert content.is_alphanumeric(link)
    label = element_string.parse(content.text_of("datamatrix", code, STEM))
    assert label.digital_link().qualifiers == (("10", lot), ("21", serial))
    assert read_back(symbols.make("datamatrix", label.bracketed())).text == label.bracketed()


def test_the_error_correction_is_what_was_asked_for():
    """Options of the library that it does not know are ignored in silence."""
    text = content.text_of("qr", Code(GTIN, "L2511", SERIAL), STEM)
    assert read_back(symbols.make("qr", text)).ec_level == "M"


def test_capitals_make_the_stamp_smaller():
    text = content.text_of("qr", Code(GTIN, "L2511-A", SERIAL), STEM)
    large, small = symbols.make("qr", text), symbols.make("qr", text.lower())
    assert large.columns < small.columns
    assert large.columns == 33


def test_a_datamatrix_is_a_square():
    for code in (Code(GTIN), Code(GTIN, "L2511"), Code(GTIN, "L2511", SERIAL)):
        symbol = symbols.make("datamatrix", content.text_of("datamatrix", code, STEM))
        assert symbol.columns == len(symbol.rows)


@pytest.mark.parametrize(
    ("stem", "large"),
    [
        ("https://truyxuat.example", "HTTPS://TRUYXUAT.EXAMPLE"),
        ("https://truyxuat.example/vn", "HTTPS://TRUYXUAT.EXAMPLE/vn"),
        ("http://127.0.0.1:8000/", "HTTP://127.0.0.1:8000"),
    ],
)
def test_scheme_and_host_are_written_large_and_a_path_stays(stem, large):
    assert content.large(stem) == large


def test_a_lot_in_small_letters_keeps_them():
    text = content.text_of("qr", Code(GTIN, "l2511"), STEM)
    assert text.endswith("/10/l2511")
    assert not content.is_alphanumeric(text)


@pytest.mark.parametrize("lot", ["", "lô 7", "L(7)", "L%1", "x" * 21, "L​1"])
def test_a_lot_that_scanners_misread_is_refused_at_its_field(lot):
    with pytest.raises(ContentError) as refused:
        content.good_lot(lot)
    assert refused.value.field == "lot"


def test_a_case_has_no_ean_13():
    with pytest.raises(ContentError, match="dùng GS1-128"):
        content.text_of("ean-13", Code("18938505974016"), STEM)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_wrong_check_digit_goes_into_no_symbol(carrier):
    with pytest.raises(ContentError, match="Chữ số kiểm tra"):
        content.text_of(carrier, Code("08938505974018"), STEM)


def test_more_than_a_symbol_can_hold_is_refused_in_a_sentence():
    with pytest.raises(ContentError, match="Không ghi được"):
        symbols.make("qr", "A" * 8000)


def test_reading_back_sees_bars_beside_a_square_symbol_and_none_in_its_dots():
    square, bars = (
        Image.fromarray(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale=4))
        for kind, text in (
            (zxingcpp.BarcodeFormat.QRCode, "A"), (zxingcpp.BarcodeFormat.ITF, "1234567890"),
        )
    )  # fmt: skip
    label = Image.new("L", (900, 300), 255)
    label.paste(square, (10, 30))
    label.paste(bars, (300, 90))
    assert reading_back.read(label) == ["1234567890", "A"]
    (position,) = (one.position for one in zxingcpp.read_barcodes(square))
    assert reading_back.lies_in(position, position)
