"""Canonical JSON against RFC 8785's own samples, and what it refuses."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.tlog.canonical_json import MAX_DEPTH, decode, encode, encode_read, exact
from txng.tlog.errors import MalformedError

WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.text(st.characters(codec="utf-8"), max_size=4), inner, max_size=4
    ),
    max_leaves=12,
)  # fmt: skip


def test_members_are_sorted_as_rfc_8785_sorts_them():
    """The sample of RFC 8785 §3.2.3: by UTF-16 code units, not by code points."""
    sample = {
        "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One", "\U0001f600": "Emoji: Grinning Face", "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }  # fmt: skip
    assert list(json.loads(encode(sample)).values()) == [
        "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
        "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh",
    ]  # fmt: skip


def test_strings_are_escaped_as_rfc_8785_escapes_them():
    """From the sample of §3.2.2 and the rules of §3.2.2.2."""
    assert encode("\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/") == (
        b'"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'
    )
    assert encode("\b\t\n\f\r\x1f\x7f") == b'"\\b\\t\\n\\f\\r\\u001f\x7f"'
    assert encode([None, True, False, -5, 0]) == b"[null,true,false,-5,0]"


@given(VALUES)
def test_a_value_has_one_spelling_and_comes_back(value):
    assert decode(encode(value)) == value
    assert exact(encode(value)) == value


@given(VALUES)
def test_the_order_of_members_does_not_matter(value):
    def turned(one):
        if isinstance(one, dict):
            return {name: turned(one[name]) for name in reversed(one)}
        return [turned(each) for each in one] if isinstance(one, list) else one

    assert encode(turned(value)) == encode(value)


@pytest.mark.parametrize(
    "value",
    [1.5, Decimal("1.5"), 2**53, -(2**53), {1: "a"}, {"a"}, b"a", "\ud800", {"\udc00": 1}, [1.0]],
)
def test_what_has_no_one_spelling_is_refused(value):
    with pytest.raises(MalformedError):
        encode(value)


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"{", b"1.0", b"1e3", b"1.5", b"-0", b"01", b"NaN", b"Infinity", b"9007199254740992",
        b"9" * 5000, b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'"\\u0041"', b'"\\/"',
        b'"\\ud800"', b'"\xff"', b"[1,]", b"[1] ", b"\xef\xbb\xbf1", b"[" * 65 + b"]" * 65,
        b"[" * 100_000,
    ],
)  # fmt: skip
def test_json_in_another_spelling_is_refused(raw):
    with pytest.raises(MalformedError):
        decode(raw)


def test_sixty_four_levels_are_read():
    assert decode(b"[" * 64 + b"]" * 64)


def test_decimals_stay_the_digits_that_were_written():
    raw = b'{"a":1.50,"b":0.1,"c":1E400,"d":12345678901234567890,"e":-7,"f":9007199254740991}'
    assert exact(raw) == {
        "a": "1.50", "b": "0.1", "c": "1E400", "d": "12345678901234567890", "e": -7, "f": 2**53 - 1,
    }  # fmt: skip
    encode(exact(raw))


@pytest.mark.parametrize("raw", [b"NaN", b'{"a":1,"a":2}', b"[-Infinity]", b"\xff", b"nothing"])
def test_json_that_lenient_readers_accept_is_refused(raw):
    with pytest.raises(MalformedError):
        exact(raw)


def _outcome(write, value):
    try:
        return write(value)
    except MalformedError as error:
        return str(error)


ANY_WHOLE = st.integers(-(2**70), 2**70) | st.integers(2**53 - 3, 2**53 + 3)
HARD = st.characters(codec="utf-8") | st.sampled_from('\x7f\u2028\ufb33\U0001f600\\"/\b\x1f:,-[')
ANY_READ = st.recursive(
    st.none() | st.booleans() | ANY_WHOLE | st.text(HARD) | st.from_regex(r"[:,\[]?[0-9]{14,20}"),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(HARD, max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(ANY_READ)
def test_the_quick_writer_writes_what_the_careful_one_writes_or_refuses(value):
    assert _outcome(encode_read, value) == _outcome(encode, value)


@pytest.mark.parametrize(
    "value",
    [
        2**53, -(2**53), [2**53], [-(2**53)], {"a": 2**53}, [1, 2**63], [2**64], "1" * 16, ["1" * 16],
        {"\U0001f600": 1, "\ufb33": 2}, ["\ud800"], "\x7f", "\u2028", "\t",
    ],
)  # fmt: skip
def test_where_a_writer_in_c_differs_the_careful_one_decides(value):
    assert _outcome(encode_read, value) == _outcome(encode, value)


@pytest.mark.parametrize("levels", [MAX_DEPTH - 1, MAX_DEPTH, MAX_DEPTH + 1, 5000])
def test_depth_is_limited_whoever_writes(levels):
    value = 1
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    if levels == 5000:  # deeper than any writer follows
        with pytest.raises((MalformedError, RecursionError)):
            encode_read(value)
    else:
        assert _outcome(encode_read, value) == _outcome(encode, value)
