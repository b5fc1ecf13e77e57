"""What the values of MATCH_ mean, and where in the index they may lie."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.epcis.query.story import PATTERNS, THINGS
from txng.epcis.query import patterns
from txng.gs1 import check_digit
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import identify


@pytest.mark.parametrize("text", PATTERNS)
def test_a_pattern_means_the_things_it_says(text):
    settled = patterns.settle(text)
    assert patterns.settle(settled) == settled
    pattern = patterns.pattern(settled)
    for spelling, label in THINGS.items():
        expected = PATTERNS[text](label)
        identifier = identify(spelling)
        assert pattern.matches(identifier.canonical) == expected, spelling
        if expected and pattern.families:  # the index must not hide it
            assert identifier.family in pattern.families


@pytest.mark.parametrize(
    ("pattern", "one", "other"),
    [
        ("sgln:9520000.10000.*", "sgln:9520000.10000.A1", "sgln:9520000.10011.0"),
        ("sgln:9520000.10000.*", "sgln:9520000.10000.0", "pgln:9520000.10000"),
        ("sgln:9520000.*.*", "sgln:9520000.10011.7", "sgln:9520001.10011.7"),
        ("pgln:9520000.*", "pgln:9520000.10011", "pgln:9520001.10011"),
        ("grai:9520000.10001.*", "grai:9520000.10001.7", "grai:9520000.10011.7"),
        ("giai:9520000.*", "giai:9520000.ABC", "giai:9520001.ABC"),
        ("giai:952000056789.*", "giai:952000056789.ABC", "giai:952000056788.ABC"),
        ("gdti:9520000.10001.*", "gdti:9520000.10001.7", "gdti:9520000.10011.7"),
        ("gsrn:9520000.*", "gsrn:9520000.1234567890", "gsrn:9520001.1234567890"),
        ("gsrnp:9520000.*", "gsrnp:9520000.1234567890", "gsrnp:9520001.1234567890"),
        ("sgcn:9520000.10001.*", "sgcn:9520000.10001.7", "sgcn:9520000.10011.7"),
        ("ginc:9520000.*", "ginc:9520000.ABC", "ginc:9520001.ABC"),
        ("gsin:9520000.*", "gsin:9520000.123456789", "gsin:9520001.123456789"),
        ("cpi:9520000.ABC.*", "cpi:9520000.ABC.7", "cpi:9520000.ABD.7"),
        ("cpi:9520000.*.*", "cpi:9520000.ABD.7", "cpi:9520001.ABD.7"),
        (
            "itip:9520000.010001.01.*.*",
            "itip:9520000.010001.01.02.7",
            "itip:9520000.010001.02.02.7",
        ),
        ("itip:9520000.*.*.*.*", "itip:9520000.010001.01.02.7", "itip:9520001.010001.01.02.7"),
        ("upui:9520000.010001.*", "upui:9520000.010001.7", "upui:9520000.010011.7"),
        ("sscc:9520000.*", "sscc:9520000.3123456789", "sscc:9520001.3123456789"),
        ("sscc:952000.*", "sscc:9520000.3123456789", "sscc:9520010.3123456789"),
        # a company prefix of twelve digits leaves the reference none
        ("grai:952000012345..*", "grai:952000012345..7", "grai:952000012346..7"),
        ("grai:952000012345.*.*", "grai:952000012345..7", "grai:952000012346..7"),
        ("gdti:952000012345..*", "gdti:952000012345..7", "gdti:952000012346..7"),
        ("sgcn:952000012345..*", "sgcn:952000012345..7", "sgcn:952000012346..7"),
        ("sgln:952000012345..*", "sgln:952000012345..A1", "sgln:952000012346..A1"),
        ("sgln:952000012345..*", "sgln:952000012345..0", "sgln:952000012346..0"),
        ("sgln:952000012345..7", "sgln:952000012345..7", "sgln:952000012345..8"),
        ("pgln:952000012345.*", "pgln:952000012345.", "pgln:952000012346."),
        ("pgln:952000012345.", "pgln:952000012345.", "pgln:952000012346."),
        ("gid:95100000.12345.*", "gid:95100000.12345.400", "gid:95100000.12346.400"),
        ("gid:95100000.*.*", "gid:95100000.12345.400", "gid:95100001.12345.400"),
    ],
)
def test_a_pure_identity_pattern_of_every_scheme(pattern, one, other):
    """Tag Data Standard 2.0 §8."""
    read = patterns.pattern(patterns.settle(f"urn:epc:idpat:{pattern}"))
    inside, outside = (identify(f"urn:epc:id:{text}") for text in (one, other))
    assert read.matches(inside.canonical)
    assert not read.matches(outside.canonical)
    assert not read.families or inside.family in read.families


@given(
    prefix=st.integers(6, 12).flatmap(lambda n: st.text("0123456789", min_size=n, max_size=n)),
    rest=st.text("0123456789", min_size=12, max_size=12),
    scheme=st.sampled_from(["sgtin", "sscc", "sgln", "grai", "gsrn", "gsin", "gdti"]),
)
def test_a_things_own_patterns_hold_it_and_its_family(prefix, rest, scheme):
    digits = {"sgtin": 13, "sscc": 17, "gsrn": 17, "gsin": 16}.get(scheme, 12)
    reference = (rest + "00000")[: digits - len(prefix)]
    serial = ".S1" if scheme in ("sgtin", "sgln", "grai", "gdti") else ""
    if scheme == "gdti":
        serial = ".1"
    identifier = identify(f"urn:epc:id:{scheme}:{prefix}.{reference}{serial}")
    tail = ".*" if serial else ""
    wide = [f"{prefix}.*{tail}"]
    if serial:
        wide.append(f"{prefix}.{reference}.*")
    for text in wide:
        pattern = patterns.pattern(f"urn:epc:idpat:{scheme}:{text}")
        assert pattern.matches(identifier.canonical)
        assert not pattern.families or identifier.family in pattern.families


@given(
    serial=st.text("ABC/%*+-0", min_size=1, max_size=8),
    typed=st.integers(0, 8),
)
def test_a_stem_finds_the_serials_that_begin_so(serial, typed):
    """Escapes are compared as what they stand for."""
    from urllib.parse import quote

    payload = "0952000010001"
    gtin = payload + check_digit.digit_for(payload)
    link = f"https://id.gs1.org/01/{gtin}/21/"
    canonical = identify(link + quote(serial, safe="")).canonical
    begin = serial[:typed]
    pattern = patterns.pattern(patterns.settle(f"{link}{quote(begin, safe='')}*"))
    assert pattern.matches(canonical) == (len(begin) < len(serial))


def test_a_star_in_a_serial_is_a_sign_and_no_pattern():
    urn = "urn:epc:id:sgtin:9520000.010001.A*"
    assert not patterns.is_pattern(patterns.settle(urn))
    assert patterns.settle(urn) == "https://id.gs1.org/01/09520000100018/21/A%2A"


@pytest.mark.parametrize(
    "text",
    [
        "*", "no uri*", "a b:*", "urn:epc:idpat:", "urn:epc:idpat:sgtin:", "urn:epc:idpat:sgtin:*",
        "urn:epc:idpat:sgtin:*.010001.*", "urn:epc:idpat:sgtin:9520000.*.7",
        "urn:epc:idpat:sgtin:95.*.*", "urn:epc:idpat:sgtin:95200000.010001.*",
        "urn:epc:idpat:sgtin:9520000.01000x.*", "urn:epc:idpat:itip:9520000.010001.1.*.*",
        "urn:epc:idpat:gid:", "urn:epc:idpat:unknown:1.*", "urn:epc:pat:sgtin-96:3.9520000.[1-5].*",
        # a reference may be empty only where the prefix has all the digits
        "urn:epc:idpat:grai:95200001234..*", "urn:epc:idpat:grai:9520000..*",
        "urn:epc:idpat:sgtin:952000012345..*", "urn:epc:idpat:sgtin:9520000123456..*",
        "urn:epc:idpat:sscc:952000012345.", "urn:epc:idpat:pgln:95200001234.",
        "urn:epc:idpat:giai:952000012345.", "urn:epc:idpat:sgln:952000012345..",
        "urn:epc:idpat:grai:952000012345..", "urn:epc:idpat:grai:952000012345.*",
        "urn:epc:idpat:sgln:9520000.1000\u0661.*",
    ],
)  # fmt: skip
def test_what_is_no_pattern_is_refused(text):
    with pytest.raises(Gs1Error):
        patterns.settle(text)


@given(st.text("urn:epcidatsg.*01/%", max_size=40))
def test_any_text_is_a_pattern_an_identifier_or_refused(text):
    try:
        settled = patterns.settle("urn:epc:idpat:" + text)
    except Gs1Error:
        return
    assert patterns.settle(settled) == settled
    item = identify("https://id.gs1.org/01/09520000100018/21/B")
    read = patterns.pattern(settled)
    if read.matches(item.canonical) and read.families:  # the index is asked for these families only
        assert item.family in read.families


@given(st.lists(st.sampled_from(sorted(PATTERNS)), max_size=6))
def test_many_patterns_at_once_mean_what_each_of_them_means(texts):
    settled = [patterns.settle(text) for text in texts]
    matches = patterns.any_of(settled)
    ours = [identify(spelling).canonical for spelling in THINGS]
    for canonical in (*ours, *(text.removesuffix("*") for text in settled)):
        one_by_one = any(patterns.pattern(text).matches(canonical) for text in settled)
        assert matches(canonical) == one_by_one, canonical
