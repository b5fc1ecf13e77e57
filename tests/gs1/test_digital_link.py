"""Digital Links: GS1's examples, what is refused, and biip as a second opinion."""

import pytest
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from hypothesis import given

from tests.gs1 import codes
from txng.gs1 import element_string
from txng.gs1.digital_link import build, parse, parse_if_any
from txng.gs1.element_string import ElementString
from txng.gs1.errors import (
    CharacterError,
    CheckDigitError,
    DateError,
    DigitalLinkError,
    LengthError,
    UnknownCode,
)

GTIN = "https://id.gs1.org/01/09506000134352"


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        (GTIN, "/01/09506000134352"),
        ("https://example.com/01/9506000134352", "/01/09506000134352"),
        ("https://example.com/01/036000291452", "/01/00036000291452"),
        ("https://example.com/01/96385074", "/01/00000096385074"),
        ("HTTPS://ID.GS1.ORG/01/09506000134352", "/01/09506000134352"),
        ("http://example.com:8080/vn/da-lat/01/09506000134352/10/L1", "/01/09506000134352/10/L1"),
        (GTIN + "/22/2A/10/L1/21/7", "/01/09506000134352/22/2A/10/L1/21/7"),
        (GTIN + "/22/2A/21/7", "/01/09506000134352/22/2A/21/7"),
        (GTIN + "/235/TPX1", "/01/09506000134352/235/TPX1"),
        (GTIN + "/10/L1/", "/01/09506000134352/10/L1"),
        (GTIN + "/10/L1#top", "/01/09506000134352/10/L1"),
        (GTIN + "/10/21", "/01/09506000134352/10/21"),
        ("https://example.com/01/10/01/09506000134352/21/01", "/01/09506000134352/21/01"),
        ("https://id.gs1.org/00/106141412345678908", "/00/106141412345678908"),
        ("https://id.gs1.org/414/9506000134307/254/K%2F2", "/414/9506000134307/254/K%2F2"),
        ("https://id.gs1.org/8003/00614141123452400", "/8003/00614141123452400"),
        ("https://id.gs1.org/8004/1234A", "/8004/1234A"),
        ("https://id.gs1.org/8004/4000001111", "/8004/4000001111"),
        ("https://id.gs1.org/8010/0614141123ABC/8011/7", "/8010/0614141123ABC/8011/7"),
        ("https://id.gs1.org/8006/040123451234560102/21/9", "/8006/040123451234560102/21/9"),
    ],
)
def test_a_link_of_any_host_has_one_path(uri, path):
    assert parse(uri).path == path
    assert parse(uri).canonical == "https://id.gs1.org" + path


def test_a_slash_inside_a_serial_stays_inside_it():
    assert parse(GTIN + "/21/A%2FB").qualifiers == (("21", "A/B"),)
    assert parse(GTIN + "/21/A%2fB").path.endswith("/21/A%2FB")


def test_a_percent_sign_is_decoded_once():
    assert parse(GTIN + "/21/%252F").qualifiers == (("21", "%2F"),)


def test_attributes_describe_and_are_no_part_of_the_path():
    link = parse(GTIN + "/10/L1?linkType=all&17=261231&11=251101")
    assert link.attributes == (("11", "251101"), ("17", "261231"))
    assert link.path == "/01/09506000134352/10/L1"
    assert link.uri("https://truyxuat.example/") == (
        "https://truyxuat.example/01/09506000134352/10/L1?11=251101&17=261231"
    )


def test_the_lot_inside_a_pallet_is_an_attribute_of_the_pallet():
    link = parse("https://id.gs1.org/00/106141412345678908?02=00614141123452&37=25&10=ABC123")
    assert link.attributes == (("02", "00614141123452"), ("10", "ABC123"), ("37", "25"))


@pytest.mark.parametrize(
    ("uri", "error"),
    [
        ("https://id.gs1.org/01/09506000134353", CheckDigitError),
        ("https://example.com/01/09506000134353", CheckDigitError),
        ("https://id.gs1.org/01/950600013435", CheckDigitError),
        ("https://id.gs1.org/01/95060001343", LengthError),
        ("https://id.gs1.org/", DigitalLinkError),
        ("https://id.gs1.org/gtin/09506000134352", DigitalLinkError),
        (GTIN + "/lot/L1", DigitalLinkError),
        (GTIN + "/10", DigitalLinkError),
        (GTIN + "/10/L1/x", DigitalLinkError),
        (GTIN + "/21/7/10/L1", DigitalLinkError),
        (GTIN + "/10/L1/22/2A", DigitalLinkError),
        (GTIN + "/10/L1/10/L2", DigitalLinkError),
        (GTIN + "/10/L1/10/L1", DigitalLinkError),
        (GTIN + "/235/A/21/7", DigitalLinkError),
        (GTIN + "/254/1", DigitalLinkError),
        (GTIN + "/99/L1", DigitalLinkError),
        ("https://example.com/01/09506000134352/99/L1", DigitalLinkError),
        (GTIN + "/10/", DigitalLinkError),
        (GTIN + "//10/L1", DigitalLinkError),
        (GTIN + "/10/" + "A" * 21, LengthError),
        (GTIN + "/10/A B", CharacterError),
        (GTIN + "/10/A%20B", CharacterError),
        (GTIN + "/10/A%0AB", CharacterError),
        (GTIN + "/10/A%B", CharacterError),
        (GTIN + "/10/L%C3%94", CharacterError),
        (GTIN + "/10/L%FF", CharacterError),
        (GTIN + "/10/LÔ", CharacterError),
        (GTIN + "?17=261231&17=261231", DigitalLinkError),
        (GTIN + "?17=261231;17=261231", DigitalLinkError),
        (GTIN + "?17=261331", DateError),
        (GTIN + "?9999=1", UnknownCode),
        (GTIN + "?0=1", UnknownCode),
        (GTIN + "?10=L1", DigitalLinkError),
        (GTIN + "?01=09506000134352", DigitalLinkError),
        ("https://example.com/about", DigitalLinkError),
        ("ftp://id.gs1.org/01/09506000134352", DigitalLinkError),
        (GTIN + "?x=" + "y" * 2048, LengthError),
    ],
)
def test_what_is_wrong_is_refused_with_expected_and_got(uri, error):
    with pytest.raises(error, match=r"^Expected .*got "):
        parse(uri)


@pytest.mark.parametrize(
    "uri", ["https://example.com/errors/401/", "https://example.com/orders/01/2024-7", "mailto:a@b"]
)
def test_an_address_without_a_key_is_none(uri):
    assert parse_if_any(uri) is None


def test_building_puts_qualifiers_into_order_and_escapes_them():
    link = build("01", "9506000134352", qualifiers=[("21", "a/b"), ("10", "50%")])
    assert link.path == "/01/09506000134352/10/50%25/21/a%2Fb"


def test_building_refuses_what_parsing_refuses():
    with pytest.raises(DigitalLinkError):
        build("10", "L1")
    with pytest.raises(DigitalLinkError):
        build("01", "9506000134352", qualifiers=[("10", "A"), ("10", "B")])


@given(codes.trade_item_labels())
def test_element_string_to_link_and_back_keeps_every_value(pairs):
    link = ElementString(pairs).digital_link()
    again = parse(link.uri("https://truyxuat.example/vn"))
    assert again == link
    assert sorted(element_string.from_digital_link(again).pairs) == sorted(pairs)


@given(codes.trade_item_labels())
def test_biip_reads_the_same_values_from_our_links(pairs):
    uri = ElementString(pairs).digital_link().uri()
    theirs = GS1DigitalLinkURI.parse(uri).element_strings
    assert sorted((part.ai.ai, part.value) for part in theirs) == sorted(pairs)


@given(codes.HOSTILE)
def test_no_text_raises_anything_else_than_gs1_error(text):
    for spelling in (text, GTIN + text, GTIN + "/21/" + text, GTIN + "?" + text):
        message = codes.refusal(parse, spelling)
        assert codes.is_fit_for_a_log(message)
        if not message:
            assert parse(parse(spelling).canonical).path == parse(spelling).path
