"""The scanned path as it was sent, from servers that keep the request line and from those that do not."""

import pytest
from django.test import RequestFactory

from txng.resolver.request_path import as_sent, encoded_again, lot_in, with_long_gtin

SLASH_IN_LOT = "/01/09506000134352/10/A%2FB/21/7"


@pytest.mark.parametrize("variable", ["RAW_URI", "REQUEST_URI"])
def test_a_server_that_keeps_the_request_line_is_believed(variable):
    request = RequestFactory().get("/", **{variable: f"{SLASH_IN_LOT}/?lang=en"})
    assert as_sent(request) == SLASH_IN_LOT


def test_a_slash_inside_a_lot_survives_a_server_that_decodes_the_path():
    assert as_sent(RequestFactory().get(SLASH_IN_LOT)) == SLASH_IN_LOT


@pytest.mark.parametrize(
    ("decoded", "sent"),
    [
        ("/01/09506000134352", "/01/09506000134352"),
        ("/01/09506000134352/", "/01/09506000134352"),
        ("/01/09506000134352/10/L 1%", "/01/09506000134352/10/L%201%25"),
        ("/01/09506000134352/22/2A/10/L/21/S/", "/01/09506000134352/22/2A/10/L/21/S"),
        ("/01/09506000134352/21/a?b#c", "/01/09506000134352/21/a%3Fb%23c"),
        ("/01/09506000134352/17/991231", "/01/09506000134352/17/991231"),
    ],
)
def test_a_decoded_path_is_encoded_again_value_by_value(decoded, sent):
    assert encoded_again(decoded) == sent


@pytest.mark.parametrize("gtin", ["9506000134352", "506000134352", "96385074"])
def test_a_short_gtin_is_filled_up_with_zeros(gtin):
    assert with_long_gtin(f"/01/{gtin}/10/A%2FB") == f"/01/{gtin.zfill(14)}/10/A%2FB"


@pytest.mark.parametrize(
    "path", ["/01/09506000134352", "/01/123/10/L", "/01/abcdefgh", "/x/01/96385074"]
)
def test_anything_else_is_left_as_it_came(path):
    assert with_long_gtin(path) == path


def test_the_lot_on_a_label_is_read_from_its_path():
    assert lot_in(SLASH_IN_LOT) == "A/B"
    assert lot_in("/01/09506000134352/21/10") == ""
