"""Every printed label is read back: PDF at 203 dpi, ZPL dot by dot, by decoders that did not write it."""

import itertools

import arbez_dmtx
import deqr
import pytest
import zplkit
import zxingcpp
from PIL import Image, ImageChops, ImageOps
from zplkit.rendering import Limits

from tests.barcodes.reading_back import GTIN, STEM, WORDS, burnt, codes, pages, read, words_in
from txng.barcodes import composed, content, layouts, pdf, zpl
from txng.barcodes.layouts import Layout, Sheet, roll
from txng.barcodes.rules import serials
from txng.gs1 import element_string

QR = zxingcpp.BarcodeFormat.QRCode
PRESETS = sorted(layouts.presets())


def printed(of, layout: Layout, sheet: Sheet, dpi=203, **more) -> bytes:
    return pdf.printed(of, layout, WORDS, sheet, stem=STEM, dpi=dpi, title="Tem thử", **more)


def wanted(of, layout: Layout) -> list[str]:
    return sorted(
        content.text_of(mark.carrier, composed.of_level(code, mark.level), STEM)
        for code in of
        for mark in layout.marks
    )


@pytest.mark.parametrize("preset", PRESETS)
def test_every_symbol_of_a_roll_is_read_at_203_dpi(preset):
    layout, some = layouts.presets()[preset], codes(12)
    found = [text for page in pages(printed(some, layout, roll(layout))) for text in read(page)]
    assert sorted(found) == wanted(some, layout)


@pytest.mark.parametrize("preset", ["tem-50x30", "tem-35x22"])
def test_every_symbol_of_a_sheet_is_read_at_203_dpi(preset):
    layout = layouts.presets()[preset]
    sheet = layouts.a4(layout)
    some = codes(sheet.per_page + 3)
    found = [text for page in pages(printed(some, layout, sheet)) for text in read(page, QR)]
    assert sorted(found) == wanted(some, layout)


def test_a_sheet_that_was_begun_is_gone_on_with():
    layout = layouts.presets()["tem-50x30"]
    sheet = layouts.a4(layout)
    some = codes(sheet.per_page)
    first, second = pages(printed(some, layout, sheet, start=5))
    assert len(read(first, QR)) == sheet.per_page - 5
    assert len(read(second, QR)) == 5


@pytest.mark.parametrize("preset", PRESETS)
def test_words_and_serials_can_be_searched_in_the_pdf(preset):
    layout, some = layouts.presets()[preset], codes(3)
    told = " ".join(words_in(printed(some, layout, roll(layout))).split())
    assert "Cà phê Arabica" in told
    for code in some:
        assert serials.grouped(code.serial) in told


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_every_symbol_of_a_zpl_label_is_read(preset, dpi):
    layout, some = layouts.presets()[preset], codes(4)
    labels = zpl.printed(some, layout, WORDS, stem=STEM, dpi=dpi)
    found = [text for label in labels for text in read(burnt(label))]
    assert sorted(found) == wanted(some, layout)


def test_a_zpl_label_is_ascii_and_as_large_as_asked_for():
    layout = layouts.presets()["tem-50x30"]
    (label,) = zpl.printed(codes(1), layout, WORDS, stem=STEM, dpi=203)
    assert label.isascii()
    assert burnt(label).size == (400, 240)
    assert label.endswith("^XZ\n")


def test_words_cannot_give_orders_to_the_printer():
    layout = layouts.presets()["tem-50x30"]
    words = WORDS | {"product_name": "^XZ^XA^JUF ~JR cà phê"}
    (label,) = zpl.printed(codes(1), layout, words, stem=STEM, dpi=203)
    assert label.count("^XA") == label.count("^XZ") == 1
    assert "~" not in label


def test_both_writers_print_the_same_symbol():
    layout, some = layouts.presets()["tem-50x30"], codes(5)
    of_pdf = [read(page) for page in pages(printed(some, layout, roll(layout)))]
    of_zpl = [read(burnt(label)) for label in zpl.printed(some, layout, WORDS, stem=STEM, dpi=203)]
    assert of_pdf == of_zpl


def test_labels_of_one_lot_without_serials_are_all_alike():
    layout = layouts.presets()["tem-50x30"]
    lot = content.Code(GTIN, "L2511-A")
    labels = list(zpl.printed(itertools.repeat(lot, 3), layout, WORDS, stem=STEM, dpi=203))
    assert len(set(labels)) == 1
    assert read(burnt(labels[0])) == [f"HTTPS://TRUYXUAT.LAMDONG.EXAMPLE/01/{GTIN}/10/L2511-A"]


def by_quirc(picture: Image.Image) -> list[str]:
    found = deqr.QuircDecoder().decode((picture.tobytes(), picture.size))
    return ["".join(str(part.data) for part in one.data_entries) for one in found]


def by_libdmtx(picture: Image.Image) -> list[str]:
    """It leaves out the separators that end values, and wants a wide margin."""
    margin = ImageOps.expand(picture, 20, 255)
    return [one.data.decode() for one in arbez_dmtx.decode(margin, max_count=1, timeout=5000)]


@pytest.mark.parametrize("preset", ["tem-100x60", "tem-50x30", "tem-35x22"])
def test_another_decoder_reads_the_qr_codes_too(preset):
    layout, some = layouts.presets()[preset], codes(8)
    of_pdf = [
        text for page in pages(printed(some, layout, roll(layout))) for text in by_quirc(page)
    ]
    assert sorted(of_pdf) == sorted(content.text_of("qr", code, STEM) for code in some)


def test_another_decoder_reads_the_datamatrix_too():
    layout, some = layouts.presets()["thung-150x100"], codes(3)
    of_pdf = [
        text for page in pages(printed(some, layout, roll(layout))) for text in by_libdmtx(page)
    ]
    told = [content.text_of("datamatrix", code, STEM) for code in some]
    assert of_pdf == [element_string.parse(one).scan().replace("\x1d", "") for one in told]


@pytest.mark.parametrize("preset", PRESETS)
def test_an_independent_printer_engine_draws_the_zpl_as_we_mean_it(preset):
    layout, some = layouts.presets()[preset], codes(3)
    labels = zpl.printed(some, layout, WORDS, stem=STEM, dpi=203)
    for code, label in zip(some, labels, strict=True):
        document = zplkit.render(
            label.encode(),
            zplkit.Options(profile="specification", dpi=203),
            limits=Limits(graphic_bytes=1_000_000),
        )
        (scene,) = document.labels
        raster = scene.rasterize()
        drawn = Image.frombytes("L", (raster.width, raster.height), bytes(raster.pixels))
        assert drawn.size == burnt(label).size
        assert ImageChops.difference(drawn, burnt(label)).getbbox() is None
        assert read(drawn) == wanted([code], layout)
        assert document.warnings == []
