"""The strict grammar of a resolver's addresses (URI Syntax 1.7, sections 4.1 to 4.10)."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gs1 import codes
from txng.gs1.application_identifiers import ALL, KEY_QUALIFIERS, QUALIFIERS
from txng.gs1.digital_link import DigitalLink
from txng.gs1.errors import CheckDigitError, DigitalLinkError, Gs1Error
from txng.gs1.identifier import identify
from txng.gs1.link_request import MOST_CUTS, read, readings

GTIN = "09506000134352"


def test_a_request_is_read_with_what_is_reserved_in_its_query():
    asked = read(
        f"/01/{GTIN}/10/L1/",
        "17=261231;linkType=gs1:pip&context=vn&context=kh&LinkType=gs1%3Apip&x",
    )
    assert asked.link == DigitalLink("01", GTIN, (("10", "L1"),), (("17", "261231"),))
    assert (asked.link_type, asked.contexts) == ("gs1:pip", ("vn", "kh"))
    assert asked.query.startswith("17=261231;"), "handed on as it came"


@pytest.mark.parametrize("key", sorted(KEY_QUALIFIERS))
def test_every_key_is_read_and_no_qualifier_that_is_not_its_own(key):
    values = {"00": "095201234567891235", "01": GTIN, "253": "9521141123454", "255": "9521141678909",
              "401": "9521141A", "402": "95211411234567892", "8003": "09521141123454", "8004": "9521141A",
              "8006": "095211411234540102", "8010": "9521141A", "8013": "9521141A",
              "8017": "952114112345678906", "8018": "952114112345678906"}  # fmt: skip
    value = values.get(key, "9521141123454")
    needed = "/8020/A" if key == "415" else ""
    assert read(f"/{key}/{value}{needed}").link.ai == key
    own = {ai for way in KEY_QUALIFIERS[key] for ai in way}
    for stranger in sorted(QUALIFIERS - own):
        with pytest.raises(Gs1Error):
            read(f"/{key}/{value}/{stranger}/1AB2")


@pytest.mark.parametrize("ai", sorted(set(KEY_QUALIFIERS) | QUALIFIERS))
def test_no_key_and_no_qualifier_stands_in_the_query(ai):
    with pytest.raises(DigitalLinkError, match="in the path"):
        read("/00/095201234567891235", f"{ai}=1")


@given(st.integers(0, 99_999).map(str))
def test_a_name_of_digits_alone_is_an_identifier_or_refused(name):
    try:
        read(f"/01/{GTIN}", f"{name}=1")
    except Gs1Error:
        return
    assert name in ALL


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/01",
        "01/1",
        f"//01/{GTIN}",
        f"/x/01/{GTIN}",
        f"/01/{GTIN}/10/",
        "/01//10/L",
        f"/01/{GTIN}/10/%C3%A9",
        f"/01/{GTIN}/10/a b",
        f"/01/{GTIN}/10/é",
        f"/01/{GTIN}\r\n",
        "/gtin/09506000134352",
        f"/01/{GTIN}/10/{'A' * 21}",
        "/01/" + "1" * 2000,
    ],
)
def test_other_paths_are_refused(path):
    with pytest.raises(Gs1Error):
        read(path)


def test_a_query_without_end_is_refused():
    with pytest.raises(Gs1Error):
        read(f"/01/{GTIN}", "a" * 9000)
    with pytest.raises(Gs1Error):
        read(f"/01/{GTIN}", "x=%zz&linkType=%g")


@pytest.mark.parametrize("gtin", [GTIN[1:], "96385074"])
def test_shorter_gtins_are_filled_up(gtin):
    assert read(f"/01/{gtin}").link.value == gtin.zfill(14)


def test_a_wrong_check_digit_is_named():
    with pytest.raises(CheckDigitError):
        read("/01/09506000134353")


@given(st.lists(codes.text_82(20), min_size=3, max_size=3))
def test_a_decoded_path_can_always_be_read_as_it_was_meant(values):
    variant, lot, serial = values
    meant = f"/01/{GTIN}/22/{quote(variant, safe='')}/10/{quote(lot, safe='')}/21/{quote(serial, safe='')}"
    decoded = f"/01/{GTIN}/22/{variant}/10/{lot}/21/{serial}"
    if sum(decoded.split("/").count(ai) for ai in ("10", "21", "22")) <= MOST_CUTS:
        assert meant in [asked.link.path for asked in readings(decoded)]


def test_pairs_are_read_before_slashes_inside_values():
    paths = [asked.link.path for asked in readings(f"/01/{GTIN}/10/A/21/B")]
    assert paths == [f"/01/{GTIN}/10/A/21/B", f"/01/{GTIN}/10/A%2F21%2FB"]
    assert [a.link.path for a in readings(f"/01/{GTIN}/21/S/10/L")] == [f"/01/{GTIN}/21/S%2F10%2FL"]
    assert list(readings(f"/01/{GTIN}/99/L")) == []
    assert list(readings("/")) == []


def test_a_path_of_many_cuts_is_not_tried():
    assert list(readings(f"/01/{GTIN}" + "/10" * 200)) == []


@pytest.mark.parametrize(
    ("key", "scheme"),
    [
        ("410", "ship_to"),
        ("411", "bill_to"),
        ("412", "purchased_from"),
        ("413", "ship_for"),
        ("416", "production_location"),
    ],
)
def test_places_in_a_role_are_things_of_their_own(key, scheme):
    found = identify(f"https://any.example/{key}/9521141123454")
    assert (found.scheme, found.canonical) == (scheme, f"https://id.gs1.org/{key}/9521141123454")
