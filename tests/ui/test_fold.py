"""One folding: what people type finds what is written, however the machine spelled it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.parties.administrative_units import communes
from txng.ui.fold import fold, words

TEXTS = st.text(max_size=60)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Đạ Tẻh", "da teh"),
        ("ĐẠ TẺH", "Da Teh"),
        ("Đơn Dương", "don duong"),
        ("Phường B’Lao", "phuong b'lao"),
        ("Hợp tác xã  Cầu Đất ", "hop tac xa cau dat"),
        ("Đắk R\u200bLấp", "dak rlap"),  # a zero-width space from a web page
        ("５８００１２３４５６", "5800123456"),  # digits of another width
        ("5800123456‑001", "5800123456-001"),  # a dash of Word
        ("KRÔNG NÔ\u00a0", "krong no"),
    ],
)
def test_what_is_typed_folds_as_what_is_written(written, typed):
    assert fold(written) == fold(typed)


def test_different_names_stay_different():
    names = {unit.name for unit in communes()}
    assert len({fold(name) for name in names}) == len(names)


@given(TEXTS)
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_composed_and_decomposed_fold_alike(text):
    composed, apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert fold(composed) == fold(apart) == fold(text)


@given(TEXTS)
def test_capitals_and_spaces_do_not_matter(text):
    is_plain = all(len(letter.upper()) == 1 == len(letter.lower()) for letter in text)
    if is_plain and text.upper().lower() == text.lower():  # "ſ" has the capital of another letter
        assert fold(text.upper()) == fold(text)
    assert fold(f"  {text}\t\n") == fold(text)


def test_words_are_runs_of_letters_and_digits():
    assert words("Công ty TNHH “Cà phê & Tiêu” (Đắk Nông)") == [
        *("cong", "ty", "tnhh", "ca", "phe", "tieu", "dak", "nong"),
    ]
    assert words(" – ") == []
