"""Element strings: bracketed and scanned, and biip as a second opinion."""

import pytest
from biip.gs1_messages import GS1Message
from hypothesis import given

from tests.gs1 import codes
from txng.gs1.element_string import SYMBOLOGIES, ElementString, parse
from txng.gs1.errors import (
    CharacterError,
    CheckDigitError,
    ElementStringError,
    LengthError,
    UnknownCode,
)

LABEL = (("01", "09506000134352"), ("17", "261231"), ("10", "L1"), ("21", "77"))
SCAN = "01095060001343521726123110L1\x1d2177"


@pytest.mark.parametrize(
    "text",
    [
        "(01)09506000134352(17)261231(10)L1(21)77",
        "(01) 09506000134352 (17) 261231 (10) L1 (21) 77",
        SCAN,
        "\x1d" + SCAN,
        SCAN + "\x1d",
        "0109506000134352\x1d17261231\x1d10L1\x1d2177",
        *(symbology + SCAN for symbology in SYMBOLOGIES),
    ],
)
def test_one_label_is_read_from_every_spelling(text):
    assert parse(text).pairs == LABEL


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", ElementStringError),
        ("()", ElementStringError),
        ("(01", ElementStringError),
        ("]C1", ElementStringError),
        ("]Z9" + SCAN, ElementStringError),
        ("(01)09506000134353", CheckDigitError),
        ("(01)9506000134352", LengthError),
        ("(01)09506000134352(10)", LengthError),
        ("(01)09506000134352(10)A B", CharacterError),
        ("(01)09506000134352(10)LÔ", CharacterError),
        ("(01)09506000134352(10)A(10)A", ElementStringError),
        ("(01)09506000134352(01)09506000134352", ElementStringError),
        ("(01)09506000134352(05)1", UnknownCode),
        ("010950600013435210A\x1d10A", ElementStringError),
        ("010950600013435", LengthError),
        ("010950600013435210" + "A" * 21, ElementStringError),
        ("010950600013435210L1\x1d\x1d2177", UnknownCode),
        ("01095060001343524227042177", ElementStringError),
        ("0109506000134352xx", UnknownCode),
    ],
)
def test_what_is_wrong_is_refused_with_expected_and_got(text, error):
    with pytest.raises(error, match=r"^Expected .*got "):
        parse(text)


def test_a_missing_separator_is_named():
    with pytest.raises(ElementStringError, match=r"separator at most 20 characters after \(10\)"):
        parse("010950600013435210LOT-2025-11-AAAAAAA21SERIAL-0001")


def test_a_bracket_inside_a_value_is_escaped():
    label = ElementString((("01", "09506000134352"), ("10", "A(21)B")))
    assert label.bracketed() == r"(01)09506000134352(10)A\(21)B"
    assert parse(label.bracketed()) == label


def test_on_a_pallet_the_pallet_is_meant():
    label = parse("(02)00614141123452(37)25(00)106141412345678908(10)ABC")
    assert label.digital_link().path == "/00/106141412345678908"


def test_a_label_without_a_key_has_no_link():
    with pytest.raises(ElementStringError, match=r"Expected a key .*got"):
        parse("(10)L1").digital_link()


@given(codes.trade_item_labels())
def test_both_spellings_come_back(pairs):
    label = ElementString(pairs)
    assert parse(label.bracketed()) == label
    assert parse("]C1" + label.scan()) == label


@given(codes.trade_item_labels())
def test_biip_reads_our_scans(pairs):
    theirs = GS1Message.parse(ElementString(pairs).scan()).element_strings
    assert tuple((part.ai.ai, part.value) for part in theirs) == pairs


@given(codes.HOSTILE)
def test_no_text_raises_anything_else_than_gs1_error(text):
    for spelling in (text, "]C1" + text, "(01)09506000134352" + text):
        message = codes.refusal(lambda label: parse(label).digital_link(), spelling)
        assert codes.is_fit_for_a_log(message)
