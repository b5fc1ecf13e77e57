"""Check digits against published numbers and a slow but obvious reference."""

import pytest
from hypothesis import given

from tests.gs1 import codes
from txng.gs1 import check_digit
from txng.gs1.errors import CharacterError, CheckDigitError, LengthError

PUBLISHED = [
    "96385074",  # GTIN-8
    "036000291452",  # GTIN-12
    "9506000134352",  # GTIN-13 of GS1's Digital Link examples
    "4012345678901",
    "80614141123458",  # GTIN-14 of the Tag Data Standard
    "0614141073467",  # GLN
    "9506000134307",  # GLN of GS1's EPCIS examples
    "106141412345678908",  # SSCC
    "376104250021234569",  # SSCC
    "061414112345678902",  # GSRN
    "06141411234567890",  # GSIN
]


@pytest.mark.parametrize("number", PUBLISHED)
def test_published_numbers_end_with_their_check_digit(number):
    assert check_digit.digit_for(number[:-1]) == number[-1]
    assert check_digit.verify(number) == number


def reference(payload: str) -> str:
    """The rule of the General Specifications, step by step."""
    total = 0
    for places_from_the_right, digit in enumerate(reversed(payload)):
        total += int(digit) * (3 if places_from_the_right % 2 == 0 else 1)
    return str((10 - total % 10) % 10)


@given(codes.digits(1, 40))
def test_the_digit_is_that_of_the_obvious_reference(payload):
    assert check_digit.digit_for(payload) == reference(payload)


@given(codes.checked(14))
def test_every_single_misread_digit_is_noticed(gtin):
    for place, digit in enumerate(gtin):
        wrong = gtin[:place] + str((int(digit) + 1) % 10) + gtin[place + 1 :]
        with pytest.raises(CheckDigitError):
            check_digit.verify(wrong)


@given(codes.checked(13))
def test_leading_zeros_change_nothing(gln):
    assert check_digit.verify(gln.zfill(18)) == gln.zfill(18)


def test_the_message_says_expected_and_got():
    with pytest.raises(CheckDigitError, match=r"Expected check digit 2 for 950600013435, got 3"):
        check_digit.verify("9506000134353")


@pytest.mark.parametrize("number", ["", "95060001343a2", "9506000134352 ", "950600013435²", "٣٣"])
def test_what_is_no_ascii_digit_is_refused(number):
    with pytest.raises(CharacterError):
        check_digit.verify(number)


def test_one_digit_is_too_short():
    with pytest.raises(LengthError):
        check_digit.verify("0")
