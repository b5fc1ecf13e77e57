"""A text as a picture that a telephone reads, for `<img src>`."""

import base64

import zxingcpp


def data_address(text: str) -> str:
    """SVG, so that it is sharp at every size; level M, which survives newsprint, with the quiet zone."""
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    svg = made.to_svg(add_quiet_zones=True)
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
