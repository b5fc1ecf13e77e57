"""A text as a picture: what was asked for is what was drawn."""

import re
from base64 import b64decode

import pytest
import zxingcpp

from txng.ui import qr

TEXT = "https://txng.example/log/2026/" + "0123456789abcdef" * 3


def side(svg: str) -> int:
    """Modules of a side, quiet zone included."""
    found = re.search(r'<svg width="([0-9]+)"', svg)
    assert found is not None
    return int(found[1])


def expected(level: str) -> int:
    made = zxingcpp.create_barcode(TEXT, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    (read,) = zxingcpp.read_barcodes(made.to_image(scale=4))
    assert (read.text, read.ec_level) == (TEXT, level)
    return side(made.to_svg(add_quiet_zones=True))


def test_a_code_survives_being_printed_badly():
    """Level M: an option that the library does not know would leave it at L, in silence."""
    address = qr.data_address(TEXT)
    assert address.startswith("data:image/svg+xml;base64,")
    svg = b64decode(address.partition(",")[2]).decode()
    assert side(svg) == expected("M")
    assert expected("M") != expected("L")


@pytest.mark.parametrize("text", ["", "x" * 5000])
def test_what_no_code_can_hold_is_an_error(text):
    with pytest.raises(ValueError):
        qr.data_address(text)
