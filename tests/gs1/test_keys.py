"""Keys as values."""

import pytest
from hypothesis import given

from tests.gs1 import codes
from txng.gs1.errors import CharacterError, CheckDigitError, LengthError
from txng.gs1.keys import Gcn, Gdti, Giai, Ginc, Gln, Grai, Gsin, Gsrn, Gtin, Sscc


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("96385074", "00000096385074"),
        ("036000291452", "00036000291452"),
        ("9506000134352", "09506000134352"),
        ("80614141123458", "80614141123458"),
    ],
)
def test_a_gtin_is_kept_with_fourteen_digits_whatever_was_printed(printed, kept):
    assert Gtin(printed).value == kept
    assert Gtin(printed) == Gtin(kept)
    assert str(Gtin(printed)) == kept


@pytest.mark.parametrize("length", [0, 7, 9, 10, 11, 15, 18])
def test_a_gtin_of_another_length_is_refused(length):
    with pytest.raises(LengthError, match="Expected 8, 12, 13 or 14 digits"):
        Gtin("0" * length)


@pytest.mark.parametrize(
    "key",
    [
        Sscc("106141412345678908"),
        Gln("0614141073467"),
        Grai("00614141123452"),
        Grai("00614141123452400"),
        Giai("061414112345400"),
        Gsrn("061414112345678902"),
        Gdti("0614141123452"),
        Gdti("0614141123452006847"),
        Gcn("401234567890104711"),
        Ginc("0614141xyz47/11"),
        Gsin("06141411234567890"),
    ],
    ids=lambda key: type(key).__name__,
)
def test_published_keys_are_read(key):
    assert type(key)(str(key)) == key


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Gtin, "9506000134353"),
        (Gln, "0614141073468"),
        (Sscc, "106141412345678909"),
        (Grai, "00614141123453400"),
        (Gdti, "0614141123453006847"),
    ],
)
def test_a_wrong_check_digit_is_refused(kind, value):
    with pytest.raises(CheckDigitError):
        kind(value)


@pytest.mark.parametrize(
    ("kind", "value"), [(Grai, "10614141123452"), (Giai, "ABC"), (Giai, "ABCD1"), (Ginc, "06x")]
)
def test_a_key_begins_as_its_kind_begins(kind, value):
    with pytest.raises((CharacterError, LengthError)):
        kind(value)


def test_a_gln_and_a_gtin_of_the_same_digits_differ():
    assert Gln("4012345678901") != Gtin("4012345678901")


@given(codes.HOSTILE)
def test_no_text_raises_anything_else_than_gs1_error(text):
    for kind in (Gtin, Sscc, Grai, Giai):
        assert codes.is_fit_for_a_log(codes.refusal(kind, text))
