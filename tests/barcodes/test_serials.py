"""Serials are rare, unmistakable for a keyboard with Telex, and drawn without a pattern."""

import math
import random

from hypothesis import given
from hypothesis import strategies as st

from txng.barcodes.rules import serials
from txng.gs1 import application_identifiers
from txng.gs1.identifier import read_code

TELEX = set("AEIOUYDWFJS")  # vowels and the letters that put marks on them, or make đ and ư


def test_a_serial_has_sixty_bits_and_fits_the_application_identifier():
    assert math.log2(serials.SPACE) >= 60
    for serial in serials.draw(50):
        assert application_identifiers.find("21").verify(serial) == serial
        assert read_code(f"/01/08938505974019/21/{serial}").scheme == "sgtin"


def test_no_sign_of_the_alphabet_can_become_a_vietnamese_letter():
    assert set(serials.ALPHABET) & TELEX == set()
    assert len(set(serials.ALPHABET)) == 25


def test_the_guess_and_the_collisions_that_the_decision_names():
    assert serials.chance_of_a_guess(10**8) < 6.8e-11
    assert (
        serials.chance_of_a_guess(10**8) * 1000 < 1e-7
    )  # a thousand tries a second: one hit in 170 days
    assert 0.003 < serials.expected_collisions(10**8) < 0.004


def test_two_equal_draws_become_two_different_serials():
    numbers = iter([7, 7, 7, 8])
    assert len(set(serials.draw(2, lambda space: next(numbers)))) == 2


def test_every_sign_comes_up_at_every_place_as_often_as_any_other():
    drawn = serials.draw(20_000, random.Random(7).randrange)
    for place in range(serials.LENGTH):
        counts = [sum(one[place] == sign for one in drawn) for sign in serials.ALPHABET]
        expected = len(drawn) / len(serials.ALPHABET)
        assert all(abs(count - expected) < 6 * math.sqrt(expected) for count in counts), place


@given(st.integers(0, serials.SPACE - 1))
def test_a_serial_is_read_back_however_it_was_typed(number):
    (serial,) = serials.draw(1, lambda space: number)
    assert serials.read(serials.grouped(serial).lower()) == serial
    assert serials.read(f" {serial}\n") == serial
    assert serials.read(serial.replace("0", "o").replace("1", "i").replace("5", "S")) == serial


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_serial_or_nothing(text):
    read = serials.read(text)
    assert read is None or (len(read) == 13 and set(read) <= set(serials.ALPHABET))


def test_endless_text_is_no_serial():
    assert serials.read("0" * 10_000) is None
