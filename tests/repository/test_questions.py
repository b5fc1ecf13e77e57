"""The query string of a request: read as everybody reads it, only sooner where it is plain."""

from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from txng.epcis.errors import QueryParameterException
from txng.repository.rest.questions import MAX_PARAMETERS, read_pairs

PIECES = st.sampled_from(
    [
        "%3A",
        "%2F",
        "%3a",
        "%2",
        "%",
        "3A",
        "%25",
        "%C3%A9",
        "%ff",
        "+",
        "&",
        "=",
        ";",
        "|",
        "a",
        "é",
    ]
)


@given(st.lists(PIECES).map("".join))
@example("MATCH_anyEPC=https%3A%2F%2Fid.gs1.org%2F01%2F09520000100018%2F21%2F1")
@example("a=%%3A")
@example("a=%253A%252F")
@example("&&a&=b&a==&")
def test_a_query_string_is_read_as_the_library_reads_it(query: str) -> None:
    try:
        expected = parse_qsl(query, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        with pytest.raises(QueryParameterException):
            read_pairs(query)
    else:
        assert read_pairs(query) == expected


@given(st.lists(st.tuples(st.text(st.characters(codec="utf-8", exclude_characters="\0")), PIECES)))
def test_what_was_escaped_comes_back(pairs: list[tuple[str, str]]) -> None:
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)
    assert read_pairs(query) == pairs


@pytest.mark.parametrize("value", ["b", "%3A", "%20"])
def test_there_are_no_more_parameters_than_the_limit(value: str) -> None:
    most = "&".join([f"a={value}"] * MAX_PARAMETERS)
    assert len(read_pairs(most)) == MAX_PARAMETERS
    with pytest.raises(QueryParameterException):
        read_pairs(f"{most}&a={value}")
