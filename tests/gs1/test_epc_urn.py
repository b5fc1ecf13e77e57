"""EPC URNs: the Tag Data Standard's own examples, both ways, and epcpy as a second opinion."""

import re
import warnings

import pytest
from hypothesis import given

from tests.gs1 import codes
from txng.gs1 import digital_link, element_string
from txng.gs1.epc_urn import digits_from_company_prefix, to_digital_link, to_urn
from txng.gs1.errors import CharacterError, EpcUrnError, LengthError

with warnings.catch_warnings():  # its source has escapes that newer Pythons warn of
    warnings.simplefilter("ignore")
    from epcpy import epc_schemes

PUBLISHED = [
    ("urn:epc:id:sgtin:0614141.812345.6789", "(01)80614141123458(21)6789"),
    ("urn:epc:id:sgtin:0614141.712345.998877", "(01)70614141123451(21)998877"),
    ("urn:epc:id:sscc:0614141.1234567890", "(00)106141412345678908"),
    ("urn:epc:id:sgln:0614141.12345.400", "(414)0614141123452(254)400"),
    ("urn:epc:id:sgln:0614141.07346.0", "(414)0614141073467"),
    ("urn:epc:id:pgln:1234567.89012", "(417)1234567890128"),
    ("urn:epc:id:grai:0614141.12345.400", "(8003)00614141123452400"),
    ("urn:epc:id:giai:0614141.12345400", "(8004)061414112345400"),
    ("urn:epc:id:gsrn:0614141.1234567890", "(8018)061414112345678902"),
    ("urn:epc:id:gsrnp:0614141.1234567890", "(8017)061414112345678902"),
    ("urn:epc:id:gdti:0614141.12345.006847", "(253)0614141123452006847"),
    ("urn:epc:id:cpi:0614141.123ABC.123456789", "(8010)0614141123ABC(8011)123456789"),
    ("urn:epc:id:sgcn:4012345.67890.04711", "(255)401234567890104711"),
    ("urn:epc:id:ginc:0614141.xyz47%2F11", "(401)0614141xyz47/11"),
    ("urn:epc:id:gsin:0614141.123456789", "(402)06141411234567890"),
    ("urn:epc:id:itip:4012345.012345.01.02.987", "(8006)040123451234560102(21)987"),
    (
        "urn:epc:id:upui:1234567.089456.51qIgY)%3C%26Jp3*j7'SDB",
        "(01)01234567894560(235)51qIgY)<&Jp3*j7'SDB",
    ),
    ("urn:epc:class:lgtin:4012345.012345.998877", "(01)04012345123456(10)998877"),
    ("urn:epc:idpat:sgtin:4012345.066666.*", "(01)04012345666663"),
    ("urn:epc:idpat:grai:0614141.12345.*", "(8003)00614141123452"),
    ("urn:epc:idpat:gdti:0614141.12345.*", "(253)0614141123452"),
    ("urn:epc:idpat:sgcn:4012345.67890.*", "(255)4012345678901"),
    ("urn:epc:idpat:cpi:0614141.123ABC.*", "(8010)0614141123ABC"),
    ("urn:epc:idpat:itip:4012345.012345.01.02.*", "(8006)040123451234560102"),
]


@pytest.mark.parametrize(("urn", "label"), PUBLISHED)
def test_published_urns_are_the_labels_beside_them(urn, label):
    link = to_digital_link(urn)
    assert element_string.from_digital_link(link).bracketed() == label
    assert element_string.parse(label).digital_link() == link


@pytest.mark.parametrize(("urn", "label"), PUBLISHED)
def test_published_labels_become_their_urns(urn, label):
    link = element_string.parse(label).digital_link()
    assert to_urn(link, company_prefix_length=codes.company_prefix_length(urn)) == urn


def test_a_product_of_tobacco_is_the_product():
    assert to_digital_link("urn:epc:idpat:upui:1234567.089456.*").path == "/01/01234567894560"


def test_the_indicator_digit_moves_before_the_prefix():
    assert to_digital_link("urn:epc:class:lgtin:9506000.313435.L1").value[0] == "3"


def test_a_serial_says_more_than_the_lot_beside_it():
    link = digital_link.parse("https://id.gs1.org/01/09506000134352/22/2A/10/L1/21/77")
    assert to_urn(link, company_prefix_length=7) == "urn:epc:id:sgtin:9506000.013435.77"


@pytest.mark.parametrize(
    ("urn", "error"),
    [
        ("urn:epc:id:sgtin:0614141.812345", EpcUrnError),
        ("urn:epc:id:sgtin:0614141.812345.", CharacterError),
        ("urn:epc:id:sgtin:0614141..6789", LengthError),
        ("urn:epc:id:sgtin:0614141.81234.6789", LengthError),
        ("urn:epc:id:sgtin:06141.8123456789.6789", LengthError),
        ("urn:epc:id:sgtin:0614141812345..6789", LengthError),
        ("urn:epc:id:sgtin:061414a.812345.6789", CharacterError),
        ("urn:epc:id:sgtin:0614141.81234a.6789", CharacterError),
        ("urn:epc:id:sgtin:0614141.812345.67/89", CharacterError),
        ("urn:epc:id:sgtin:0614141.812345.67%2", CharacterError),
        ("urn:epc:id:sgtin:0614141.812345.%23", CharacterError),
        ("urn:epc:id:sgtin:0614141.812345.%00", CharacterError),
        ("urn:epc:id:sgtin:0614141.812345.%C3%94", CharacterError),
        ("urn:epc:id:sgtin:0614141.812345.Ô", CharacterError),
        ("urn:epc:id:sgtin:0614141.812345." + "1" * 21, LengthError),
        ("urn:epc:id:sgtin:0614141.812345.6789?x=1", CharacterError),
        ("urn:epc:id:sscc:0614141.1234567890.1", LengthError),
        ("urn:epc:id:sgcn:4012345.67890.A", CharacterError),
        ("urn:epc:id:itip:4012345.012345.01.987", EpcUrnError),
        ("urn:epc:id:itip:4012345.012345.1.02.987", LengthError),
        ("urn:epc:idpat:sgtin:4012345.066666.1", EpcUrnError),
        ("urn:epc:idpat:sgtin:4012345.*.*", LengthError),
        ("urn:epc:idpat:sgtin:*.*.*", CharacterError),
        ("urn:epc:idpat:sscc:0614141.*", EpcUrnError),
        ("urn:epc:class:sgtin:0614141.812345.6789", EpcUrnError),
        ("urn:epc:id:lgtin:0614141.812345.6789", EpcUrnError),
        ("urn:epc:tag:sgtin-96:3.0614141.812345.6789", EpcUrnError),
        ("urn:epc:raw:64.x00001234DEADBEEF", EpcUrnError),
        ("urn:epc:id:gid:95100000.12345.400", EpcUrnError),
        ("urn:epc", EpcUrnError),
        ("", EpcUrnError),
        ("URN:EPC:ID:SGTIN:0614141.812345.6789", EpcUrnError),
    ],
)
def test_what_is_wrong_is_refused_with_expected_and_got(urn, error):
    with pytest.raises(error, match=r"^Expected .*got "):
        to_digital_link(urn)


@pytest.mark.parametrize(
    ("path", "length", "error"),
    [
        ("/01/09506000134352", 5, LengthError),
        ("/01/09506000134352", 13, LengthError),
        ("/8013/1987654Ad4X4bL5ttr2310c2K", 7, EpcUrnError),
        ("/8004/1234AB", 7, EpcUrnError),
        ("/8004/1234567", 7, EpcUrnError),
        ("/8006/040123451234560102/10/L1", 7, EpcUrnError),
    ],
)
def test_what_has_no_urn_is_refused(path, length, error):
    with pytest.raises(error, match=r"^Expected .*got "):
        to_urn(digital_link.parse("https://id.gs1.org" + path), company_prefix_length=length)


@given(codes.URNS)
def test_urn_to_link_and_back_is_the_same_urn(urn):
    link = to_digital_link(urn)
    assert digital_link.parse(link.uri()) == link
    assert to_urn(link, company_prefix_length=codes.company_prefix_length(urn)) == urn


def epcpy_is_right_about(urn: str) -> bool:
    """It takes the extension "0" for one, stumbles over escapes and over twelve-digit prefixes."""
    return urn.startswith("urn:epc:id:") and not re.search(r"sgln.*\.0$|%|\.\.", urn)


@given(codes.URNS.filter(epcpy_is_right_about))
def test_epcpy_makes_the_same_label(urn):
    scheme = getattr(epc_schemes, urn.split(":")[3].upper())
    link = to_digital_link(urn)
    theirs = scheme(urn).gs1_element_string()
    # epcpy writes brackets inside values as they are
    assert theirs == "".join(
        f"({ai}){value}" for ai, value in ((link.ai, link.value), *link.qualifiers)
    )


@given(codes.HOSTILE)
def test_no_text_raises_anything_else_than_gs1_error(text):
    for spelling in (text, "urn:epc:id:sgtin:" + text, "urn:epc:idpat:itip:4012345.012345." + text):
        assert codes.is_fit_for_a_log(codes.refusal(to_digital_link, spelling))


@pytest.mark.parametrize(
    ("link", "digits"),
    [
        ("/01/19506000134359/10/L1", "9506000134359"),  # without the indicator
        ("/00/195060001343523459", "95060001343523459"),
        (
            "/8003/095060001343521A",
            "9506000134352",
        ),  # without the zero that fills it up, and serial
        ("/414/9506000134352/254/A", "9506000134352"),
        ("/8004/9506000X1", "9506000"),
        ("/8013/9506000Ax", None),  # a model number has no EPC
    ],
)
def test_the_digits_from_the_company_prefix_on(link: str, digits: str | None) -> None:
    found = digital_link.parse(f"https://id.gs1.org{link}")
    assert digits_from_company_prefix(found) == digits
