"""Every key of a prefix is given once; how many there are is told, and so is the end of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.barcodes.rules import keys
from txng.gs1.keys import Gln, Gtin, Sscc

PREFIXES = st.integers(4, 9).flatmap(
    lambda more: st.text("0123456789", min_size=more, max_size=more).map(lambda rest: "893" + rest)
)
MAKES = {"gtin": Gtin, "gln": Gln, "sscc": Sscc}


@given(st.sampled_from(keys.KINDS), PREFIXES, st.data())
def test_every_key_has_a_right_check_digit_and_tells_its_number(kind, prefix, data):
    number = data.draw(st.integers(0, keys.capacity(kind, prefix) - 1))
    key = keys.key(kind, prefix, number)
    assert MAKES[kind](key).value == key
    assert keys.number_of(kind, prefix, key) == number


@given(st.sampled_from(["gtin", "gln"]), st.sets(st.integers(0, 99)))
def test_no_key_is_given_twice_and_none_is_left_out(kind, used):
    prefix, start, given_ = "8938505974", 0, []
    taken = {keys.key(kind, prefix, number) for number in used}
    while found := keys.next_key(kind, prefix, start, taken):
        given_.append(found[0])
        start = found[1] + 1
    assert len(set(given_)) == len(given_) == 100 - len(used)
    assert not set(given_) & taken
    assert keys.Room(100, len(given_) + len(used)).state == "none"


def test_a_prefix_of_twelve_digits_has_one_product():
    assert keys.capacity("gtin", "893850597401") == 1
    assert keys.key("gtin", "893850597401", 0) == "08938505974019"
    assert keys.next_key("gtin", "893850597401", 1, ()) is None


@pytest.mark.parametrize(
    ("prefix", "products", "boxes"),
    [("89385059", 10_000, 10**9), ("893850597", 1_000, 10**8), ("8938505974", 100, 10**7)],
)
def test_the_capacity_of_the_prefixes_that_vietnam_issues(prefix, products, boxes):
    assert keys.capacity("gtin", prefix) == keys.capacity("gln", prefix) == products
    assert keys.capacity("sscc", prefix) == boxes


def test_a_number_beyond_the_capacity_is_refused():
    with pytest.raises(ValueError, match="0 <= number < 100, got 100"):
        keys.key("gtin", "8938505974", 100)


@pytest.mark.parametrize(
    ("digits", "foreign", "reason"),
    [
        ("89385o5974", False, "digits"),
        ("８９３８５０５９７４", False, "digits"),
        ("893850", False, "length"),
        ("8938505974011", False, "length"),
        ("9506000134", False, "country"),
        ("8938505974", True, "country"),
        ("8938505974", False, None),
        ("9506000", True, None),
    ],
)
def test_a_prefix_is_refused_for_a_reason(digits, foreign, reason):
    refusal = keys.refuse_prefix(digits, foreign=foreign)
    assert (refusal.reason if refusal else None) == reason


@given(PREFIXES, PREFIXES)
def test_two_prefixes_overlap_when_they_could_make_one_key(one, other):
    short, long = sorted((one, other), key=len)
    could = keys.number_of("gtin", short, keys.key("gtin", long, 0)) is not None
    assert keys.overlap(one, other) == keys.overlap(other, one) == could
    if could and short != long:
        assert short in keys.heads(long)


@given(st.integers(0, 99), st.sampled_from(keys.PACK_INDICATORS))
def test_the_key_of_a_package_belongs_to_its_product(number, indicator):
    gtin = keys.key("gtin", "8938505974", number)
    package = keys.package(gtin, indicator)
    assert Gtin(package).value == package
    assert package[1:13] == gtin[1:13]
    assert keys.number_of("gtin", "8938505974", package) is None


def test_goods_of_variable_measure_have_no_package_key():
    with pytest.raises(ValueError, match="1 to 8, got 9"):
        keys.package("08938505974019", 9)


def test_the_room_is_told_before_it_ends():
    assert [keys.Room(100, given).state for given in (0, 89, 90, 99, 100, 101)] == [
        "free", "free", "few", "few", "none", "none",
    ]  # fmt: skip
    assert keys.Room(100, 101).left == 0
