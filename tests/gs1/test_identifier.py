"""One thing, one name: every spelling of a code has the same canonical identifier."""

import time

import pytest
from hypothesis import given

from tests.gs1 import codes
from txng.gs1 import element_string, epc_urn, identifier
from txng.gs1.errors import (
    CharacterError,
    CheckDigitError,
    DigitalLinkError,
    Gs1Error,
    LengthError,
    UnknownCode,
)
from txng.gs1.identifier import Identifier, identify, read_code

GTIN = "09506000134352"
GS1 = "https://id.gs1.org"


@pytest.mark.parametrize(
    "text",
    [
        f"{GS1}/01/{GTIN}/21/77",
        f"{GS1}/01/{GTIN}/10/L1/21/77",
        f"{GS1}/01/{GTIN}/22/2A/10/L1/21/77",
        f"{GS1}/01/{GTIN}/21/%37%37",
        "http://truyxuat.example/vn/01/9506000134352/21/77?17=261231#top",
        "HTTPS://TRUYXUAT.EXAMPLE/01/09506000134352/21/77",
        "urn:epc:id:sgtin:9506000.013435.77",
        "urn:epc:id:sgtin:950600.0013435.77",
    ],
)
def test_every_spelling_of_one_item_has_one_name(text):
    assert identify(text) == Identifier(f"{GS1}/01/{GTIN}/21/77", "sgtin", False, GTIN)


@pytest.mark.parametrize(
    "text",
    [
        f"{GS1}/01/{GTIN}/10/L1",
        f"{GS1}/01/{GTIN}/22/2A/10/L1",
        f"https://truyxuat.example/01/{GTIN}/10/L1?17=261231",
        "urn:epc:class:lgtin:9506000.013435.L1",
    ],
)
def test_every_spelling_of_one_lot_has_one_name(text):
    assert identify(text) == Identifier(f"{GS1}/01/{GTIN}/10/L1", "lgtin", True, GTIN)


@pytest.mark.parametrize(
    "text",
    [
        f"{GS1}/00/106141412345678908",
        "http://truyxuat.example:8080/00/106141412345678908",
        "https://truyxuat.example/vn/00/106141412345678908/",
        "HTTPS://TRUYXUAT.EXAMPLE/00/106141412345678908?17=261231#top",
        "urn:epc:id:sscc:0614141.1234567890",
    ],
)
def test_every_spelling_of_one_box_has_one_name(text):
    assert identify(text) == Identifier(f"{GS1}/00/106141412345678908", "sscc", False, "10614141")


@pytest.mark.parametrize("host", ["https://id.gs1.org", "https://truyxuat.example/vn"])
@pytest.mark.parametrize(
    ("sscc", "error"),
    [
        ("106141412345678907", CheckDigitError),
        ("10614141234567890", LengthError),
        ("1061414123456789012", LengthError),
    ],
)
def test_a_box_of_a_wrong_number_has_no_name(host, sscc, error):
    with pytest.raises(error):
        identify(f"{host}/00/{sscc}")


@pytest.mark.parametrize(
    ("text", "path", "scheme", "is_class", "family"),
    [
        (f"{GS1}/01/{GTIN}", f"/01/{GTIN}", "gtin", True, GTIN),
        (f"{GS1}/01/{GTIN}/22/2A", f"/01/{GTIN}", "gtin", True, GTIN),
        ("urn:epc:idpat:sgtin:9506000.013435.*", f"/01/{GTIN}", "gtin", True, GTIN),
        (f"{GS1}/01/{GTIN}/235/x-1", f"/01/{GTIN}/235/x-1", "upui", False, GTIN),
        (
            "urn:epc:id:sscc:0614141.1234567890",
            "/00/106141412345678908",
            "sscc",
            False,
            "10614141",
        ),
        (
            "urn:epc:id:sgln:0614141.07346.1234",
            "/414/0614141073467/254/1234",
            "sgln",
            False,
            "0614141073467",
        ),
        (f"{GS1}/414/0614141073467/254/0", "/414/0614141073467", "sgln", False, "0614141073467"),
        ("urn:epc:id:pgln:4000001.00012", "/417/4000001000128", "pgln", False, "4000001000128"),
        (
            "urn:epc:id:grai:0614141.12345.400",
            "/8003/00614141123452400",
            "grai",
            False,
            "00614141123452",
        ),
        (
            "urn:epc:idpat:grai:0614141.12345.*",
            "/8003/00614141123452",
            "grai",
            True,
            "00614141123452",
        ),
        ("urn:epc:id:giai:4000001.111", "/8004/4000001111", "giai", False, "40000011"),
        (
            "urn:epc:id:gsrn:0614141.1234567890",
            "/8018/061414112345678902",
            "gsrn",
            False,
            "06141411",
        ),
        (f"{GS1}/253/0614141123452", "/253/0614141123452", "gdti", True, "0614141123452"),
        (f"{GS1}/253/06141411234527", "/253/06141411234527", "gdti", False, "0614141123452"),
        (f"{GS1}/255/4012345678901", "/255/4012345678901", "sgcn", True, "4012345678901"),
        (f"{GS1}/8010/0614141123ABC", "/8010/0614141123ABC", "cpi", True, "06141411"),
        (
            f"{GS1}/8010/0614141123ABC/8011/7",
            "/8010/0614141123ABC/8011/7",
            "cpi",
            False,
            "06141411",
        ),
        (
            f"{GS1}/8006/040123451234560102/10/L/21/9",
            "/8006/040123451234560102/21/9",
            "itip",
            False,
            "04012345123456",
        ),
        (
            f"{GS1}/8006/040123451234560102/10/L",
            "/8006/040123451234560102/10/L",
            "itip",
            True,
            "04012345123456",
        ),
        (f"{GS1}/401/0614141xyz", "/401/0614141xyz", "ginc", False, "0614141x"),
        (f"{GS1}/402/06141411234567890", "/402/06141411234567890", "gsin", False, "06141411"),
        (f"{GS1}/8013/1987654Ad4X4bL5ttr2310c2K", "/8013/1987654Ad4X4bL5ttr2310c2K", "gmn", True, "1987654A"),
        (f"{GS1}/8017/061414112345678902", "/8017/061414112345678902", "gsrnp", False, "06141411"),
        (f"{GS1}/415/0614141073467/8020/A1", "/415/0614141073467/8020/A1", "payment", False, "0614141073467"),
    ],
)  # fmt: skip
def test_every_key_has_its_scheme_and_family(text, path, scheme, is_class, family):
    assert identify(text) == Identifier(GS1 + path, scheme, is_class, family)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("https://example.com/po/77", "https://example.com/po"),
        ("http://example.com/orders/01/2024-7", "http://example.com/orders/01"),
        ("urn:epcglobal:cbv:bt:0614141073468:1152", "urn:epcglobal:cbv:bt:0614141073468"),
        ("urn:uuid:4c4e1b0e-9f3f-4a0a-8d7e-6f3f6f0f8d11", "urn:uuid"),
        ("urn:epc:id:gid:95100000.12345.400", "urn:epc:id:gid"),
        ("geo:11.94,108.44", "geo"),
        ("https://example.vn/lô/đợt-3#cây-7", "https://example.vn/lô/đợt-3"),
    ],
)
def test_a_private_uri_stays_as_it_stands(text, family):
    assert identify(text) == Identifier(text, "private", False, family)


@pytest.mark.parametrize(
    "text",
    [
        f"{GS1}/01/09506000134353/21/7",
        f"{GS1}/01/09506000134353",
        "https://truyxuat.example/01/09506000134353/10/L1",
        "https://truyxuat.example/vn/01/09506000134353/10/L%2F1",
    ],
)
def test_a_wrong_check_digit_is_never_taken_for_a_private_address(text):
    with pytest.raises(CheckDigitError, match="Expected check digit 2 for 0950600013435, got 3"):
        identify(text)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", UnknownCode),
        ("9506000134352", UnknownCode),
        ("no scheme", CharacterError),
        ("noscheme", UnknownCode),
        ("https://", UnknownCode),
        ("urn:", UnknownCode),
        ("//example.com/a", UnknownCode),
        ("C:\\lots", UnknownCode),
        ("javascript:alert(1)", UnknownCode),
        ("Data:text/html,x", UnknownCode),
        ("urn:epc:tag:sgtin-96:3.0614141.812345.6789", Gs1Error),
        ("URN:EPC:id:sgtin:0614141.812345.6789", Gs1Error),
        ("https://example.com/" + "a" * 2048, LengthError),
        ("urn:example:" + "a" * 2048, LengthError),
        (f"https://{'a' * 2048}/01/{GTIN}/21/7", LengthError),
        ("urn:epc:id:sgtin:0614141.81234.6789", LengthError),
        ("urn:epc:class:lgtin:0614141.8123456.6789", LengthError),
        (f"https://truyxuat.example/01/{GTIN}/99/L1", DigitalLinkError),
        (f"https://truyxuat.example/01/{GTIN}/21/7/10/L1", DigitalLinkError),
    ],
)
def test_what_is_no_identifier_is_refused(text, error):
    with pytest.raises(error, match=r"^Expected .*got "):
        identify(text)


@pytest.mark.parametrize(
    "sign",
    [
        "\x00", "\t", "\n", "\x1d", "\x7f", "\x85", " ", "\u00a0", "\u00ad", "\u034f", "\u061c",
        "\u115f", "\u200b", "\u200d", "\u200e", "\u2028", "\u202e", "\u2060", "\u2066", "\u2800",
        "\u3164", "\ufe0f", "\ufeff", "\uffa0", "\ud800", "\U000e0041", "\U000e0100",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "text",
    [
        f"{GS1}/01/{GTIN}/10/L{{}}1",
        "urn:epc:class:lgtin:9506000.013435.L{}1",
        "https://a.example/L{}1",
    ],
)
def test_invisible_characters_are_refused_everywhere(text, sign):
    with pytest.raises(CharacterError):
        identify(text.format(sign))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("9506000134352", f"/01/{GTIN}"),
        (" 9 506000 134352\r\n", f"/01/{GTIN}"),
        ("96385074", "/01/00000096385074"),
        ("036000291452", "/01/00036000291452"),
        ("106141412345678908", "/00/106141412345678908"),
        (f"(01){GTIN}(10)L1", f"/01/{GTIN}/10/L1"),
        (f"(01){GTIN}(17)261231(10)L1(21)77", f"/01/{GTIN}/21/77"),
        (f"]d201{GTIN}10L1\x1d2177", f"/01/{GTIN}/21/77"),
        (f"\x1d01{GTIN}10L1", f"/01/{GTIN}/10/L1"),
        (f"01{GTIN}10L1\x1d2177", f"/01/{GTIN}/21/77"),
        (f"01{GTIN}", f"/01/{GTIN}"),
        ("00106141412345678908", "/00/106141412345678908"),
        (f"]Q1https://truyxuat.example/01/{GTIN}/10/L1", f"/01/{GTIN}/10/L1"),
        ("]E09506000134352", f"/01/{GTIN}"),
        (f" https://truyxuat.example/01/{GTIN}/10/L1\n", f"/01/{GTIN}/10/L1"),
        ("urn:epc:class:lgtin:9506000.013435.L1", f"/01/{GTIN}/10/L1"),
    ],
)
def test_what_people_type_and_scanners_send_is_read(text, path):
    assert read_code(text).canonical == GS1 + path


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("9506000134353", CheckDigitError),
        ("106141412345678909", CheckDigitError),
        ("12345", LengthError),
        ("1" * 16, UnknownCode),
        ("(10)L1", Gs1Error),
        ("L1", UnknownCode),
        ("", UnknownCode),
        ("9\u200b506000134352", CharacterError),
        ("٩٥٠٦٠٠٠١٣٤٣٥٢", UnknownCode),
    ],
)
def test_a_mistyped_code_is_refused(text, error):
    with pytest.raises(error, match=r"^Expected .*got "):
        read_code(text)


@given(codes.URNS)
def test_a_urn_and_its_link_are_one_thing(urn):
    thing = identify(urn)
    assert identify(epc_urn.to_digital_link(urn).uri("http://other.example/a")) == thing
    assert identify(thing.canonical) == thing


@given(codes.trade_item_labels())
def test_a_label_a_scan_and_a_link_are_one_thing(pairs):
    label = element_string.ElementString(pairs)
    names = {
        read_code(label.bracketed()),
        read_code("]C1" + label.scan()),
        read_code(label.scan()),
        read_code(label.digital_link().uri("https://truyxuat.example")),
    }
    assert len(names) == 1


@given(codes.HOSTILE)
def test_no_text_raises_anything_else_than_gs1_error(text):
    for read in (identify, read_code):
        message = codes.refusal(read, text)
        assert codes.is_fit_for_a_log(message)
        if not message:
            assert identify(read(text).canonical) == read(text)


@pytest.mark.parametrize(
    "piece",
    ["a", "/", "/01", "/01/09506000134352", "(", "(01)", "\\(", "%", "%41", ".", ":", "&17=", "1",
     "010950600013435210A\x1d", "9100000\x1d", "urn:epc:id:sgtin:", "https://", "\u200b", "]d2", " x"],
)  # fmt: skip
@pytest.mark.parametrize(
    "start",
    ["", "https://", "https://a/01/09506000134352/21/", "https://a/01/09506000134352?", "(01)", "]d2",
     "urn:epc:id:sgtin:9506000.013435.", "urn:epc:", "1"],
)  # fmt: skip
def test_a_hundred_kilobytes_are_refused_at_once(start, piece):
    text = start + piece * (100_000 // len(piece))
    began = time.perf_counter()
    with pytest.raises(Gs1Error):
        read_code(text)
    # a quadratic reader takes minutes; the limit leaves room for a busy machine
    assert time.perf_counter() - began < 1


def test_a_flood_of_long_names_is_not_remembered():
    before = identifier._remembered.cache_info().currsize
    identify("https://example.com/" + "a" * 1000)
    assert identifier._remembered.cache_info().currsize == before
