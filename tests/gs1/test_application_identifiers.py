"""The table of identifiers, against biip's and against what a value may be."""

import json
from importlib.resources import files

import pytest
from biip.gs1_application_identifiers import GS1ApplicationIdentifier

from txng.gs1 import application_identifiers
from txng.gs1.application_identifiers import ALL, KEY_QUALIFIERS, QUALIFIERS, find
from txng.gs1.errors import (
    CharacterError,
    CheckDigitError,
    DateError,
    LengthError,
    UnknownCode,
)

THEIRS = {
    row["ai"]: row
    for row in json.loads(
        files("biip.gs1_application_identifiers")
        .joinpath("_application_identifiers.json")
        .read_text(encoding="utf-8")
    )
}
UNTITLED = {"8110", "8112"}  # North American coupons: the standard gives no title, we need a word


def test_the_table_is_complete():
    assert set(ALL) == set(THEIRS)


@pytest.mark.parametrize("ai", ALL)
def test_title_and_separator_are_those_of_biip(ai):
    theirs = GS1ApplicationIdentifier.extract(ai)
    assert find(ai).fnc1 == theirs.separator_required
    if ai not in UNTITLED:
        assert find(ai).title == theirs.data_title


def longest_in(written: str) -> int:
    """The longest value of biip's notation: "N4+N3+X..27" -> 30."""
    total = 0
    for part in written.replace("[", "").replace("]", "").split("+")[1:] or []:
        number = part.rpartition("..")[2].lstrip("NXYZ-") or "1"
        total += int(number)
    return total


@pytest.mark.parametrize("ai", ALL)
def test_the_longest_value_is_as_long_as_biip_says(ai):
    written = THEIRS[ai]["format"].replace("[+", "+[")
    assert find(ai).longest == longest_in(written)


def test_no_identifier_begins_another():
    assert [(a, b) for a in ALL for b in ALL if a != b and b.startswith(a)] == []


def test_keys_and_qualifiers_are_identifiers_and_never_both():
    assert set(ALL) >= set(KEY_QUALIFIERS) | QUALIFIERS
    assert set(KEY_QUALIFIERS) & QUALIFIERS == set()


@pytest.mark.parametrize(
    ("ai", "decimals"), [("3103", 3), ("3925", 5), ("37", None), ("422", None)]
)
def test_measures_and_amounts_say_their_decimals(ai, decimals):
    assert find(ai).decimals == decimals


@pytest.mark.parametrize(
    ("ai", "value"),
    [
        ("01", "09506000134352"),
        ("10", "!\"%&'()*+,-./0:;<=>"),
        ("10", "?AZ_az"),
        ("17", "261231"),
        ("17", "260200"),
        ("15", "240229"),
        ("7007", "251101"),
        ("7007", "251101251130"),
        ("253", "0614141123452"),
        ("253", "0614141123452A/7"),
        ("423", "704"),
        ("423", "704156"),
        ("423", "704156276036004"),
        ("4330", "002500"),
        ("4330", "002500-"),
        ("7003", "2611302359"),
        ("8008", "26113014"),
        ("8008", "261130140530"),
        ("8010", "0614141#A-/9"),
        ("8011", "0"),
        ("8011", "123456789012"),
        ("4324", "2611002359"),
        ("7258", "1/2"),
        ("8043", "123456789012345678"),
    ],
)
def test_good_values_come_back_as_they_are(ai, value):
    assert find(ai).verify(value) == value


@pytest.mark.parametrize(
    ("ai", "value", "error"),
    [
        ("01", "9506000134352", LengthError),
        ("01", "09506000134353", CheckDigitError),
        ("01", "0950600013435A", CharacterError),
        ("10", "", LengthError),
        ("10", "A" * 21, LengthError),
        ("10", "LÔ1", CharacterError),
        ("10", "A B", CharacterError),
        ("10", "A#B", CharacterError),
        ("10", "A\x1dB", CharacterError),
        ("10", "A\n", CharacterError),
        ("10", "A\u200b", CharacterError),
        ("17", "261301", DateError),
        ("17", "260231", DateError),
        ("17", "250229", DateError),
        ("17", "260000", DateError),
        ("7006", "260200", DateError),
        ("7007", "251101251131", DateError),
        ("3103", "12345", LengthError),
        ("3103", "12345²", CharacterError),
        ("423", "7041", CharacterError),
        ("8003", "10614141123452", CharacterError),
        ("8010", "0614141a", CharacterError),
        ("8004", "ABCDE", CharacterError),
        ("8011", "07", CharacterError),
        ("8011", "1" * 13, LengthError),
    ],
)
def test_bad_values_are_refused_with_expected_and_got(ai, value, error):
    with pytest.raises(error, match=r"^Expected .*got "):
        find(ai).verify(value)


@pytest.mark.parametrize("ai", ["", "1", "14", "0", "310", "3106", "9999", "gtin", "٠١"])
def test_what_is_no_identifier_is_unknown(ai):
    with pytest.raises(UnknownCode):
        find(ai)


def test_a_scan_is_read_from_any_position():
    assert application_identifiers.at_start_of("xx3103000195", 2).ai == "3103"
    with pytest.raises(UnknownCode, match="position 2"):
        application_identifiers.at_start_of("xx", 2)
