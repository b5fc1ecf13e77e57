"""Request bodies: announced, streamed, compressed, and none of them trusted."""

import gzip
import io
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.epcis.errors import (
    CaptureLimitExceededException,
    UnsupportedMediaTypeException,
    ValidationException,
)
from txng.repository.rest.bodies import media_type_of, read_body

LIMIT = 4 * 1024 * 1024


def environ(body: bytes, length: str | None = None, coding: str = "") -> dict:
    made = {"wsgi.input": io.BytesIO(body), "HTTP_CONTENT_ENCODING": coding}
    return made if length is None else {**made, "CONTENT_LENGTH": length}


@given(st.binary(max_size=3000), st.booleans(), st.integers(1, 9))
def test_a_body_comes_out_as_it_went_in_packed_or_not(body, is_announced, level):
    packed = gzip.compress(body, level)
    for sent, coding in ((body, ""), (body, "identity"), (packed, "gzip"), (packed, "X-GZIP")):
        length = str(len(sent)) if is_announced else None
        assert read_body(environ(sent, length, coding), LIMIT) == body


@given(st.lists(st.binary(max_size=200_000), min_size=2, max_size=3))
def test_every_member_of_a_gzip_file_is_read(parts):
    packed = b"".join(map(gzip.compress, parts))
    assert read_body(environ(packed, coding="gzip"), LIMIT) == b"".join(parts)


def test_a_body_larger_than_it_may_be_is_refused_before_it_is_unpacked():
    for length in (str(LIMIT + 1), "9" * 30, "-1", "many", "²"):
        with pytest.raises(CaptureLimitExceededException):
            read_body(environ(b"", length), LIMIT)
    with pytest.raises(CaptureLimitExceededException):
        read_body(environ(b"x" * 11), 10)
    assert read_body(environ(b"x" * 10), 10) == b"x" * 10
    assert read_body(environ(b"x" * 10, "10"), 10) == b"x" * 10


def test_a_body_that_unpacks_beyond_the_limit_is_refused():
    packed = gzip.compress(bytes(range(256)) * 50)
    with pytest.raises(CaptureLimitExceededException):
        read_body(environ(packed, coding="gzip"), 256 * 50 - 1)
    assert len(read_body(environ(packed, coding="gzip"), 256 * 50)) == 256 * 50


def test_a_bomb_is_dropped_while_it_is_small():
    bomb = gzip.compress(bytes(1 << 26), 9)
    tracemalloc.start()
    with pytest.raises(CaptureLimitExceededException, match="unpacked"):
        read_body(environ(bomb, coding="gzip"), 1 << 30)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 130 * len(bomb)


def test_a_small_document_may_repeat_itself_as_much_as_it_likes():
    packed = gzip.compress(bytes(1 << 20), 9)
    assert len(packed) * 100 < 1 << 20
    assert len(read_body(environ(packed, coding="gzip"), LIMIT)) == 1 << 20
    with pytest.raises(CaptureLimitExceededException):
        read_body(environ(gzip.compress(bytes((1 << 20) + 1), 9), coding="gzip"), LIMIT)


WHOLE = gzip.compress(b"x" * 1000, mtime=0)


@pytest.mark.parametrize(
    "packed",
    [b"", b"no gzip", zlib.compress(b"zlib"), WHOLE[:-9], WHOLE[:-1], WHOLE[:20], WHOLE + b"rest"],
    ids=["nothing", "text", "zlib", "no end", "half an end", "half", "more"],
)
def test_what_is_no_whole_gzip_is_refused(packed):
    with pytest.raises(ValidationException):
        read_body(environ(packed, coding="gzip"), LIMIT)


def test_a_body_that_ends_early_is_refused():
    for coding in ("", "gzip"):
        with pytest.raises(ValidationException, match="Expected 20 bytes, got 3"):
            read_body(environ(b"abc", "20", coding), LIMIT)


@pytest.mark.parametrize("coding", ["br", "deflate", "gzip, gzip", "zstd"])
def test_another_coding_is_refused(coding):
    with pytest.raises(UnsupportedMediaTypeException):
        read_body(environ(b"x", coding=coding), LIMIT)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("application/json", "application/json"),
        ("Application/LD+JSON; charset=UTF-8", "application/ld+json"),
        ('text/xml; charset="utf-8"', "text/xml"),
        ("application/xml;version=2.0", "application/xml"),
        ("", None),
        ("application/json; charset=utf-16", None),
        ("text/xml; charset=iso-8859-1", None),
        ("text/plain", None),
        ("application/*", None),
    ],
)
def test_the_media_type_is_one_that_can_be_read(text, found):
    if found is None:
        with pytest.raises(UnsupportedMediaTypeException):
            media_type_of({"CONTENT_TYPE": text})
    else:
        assert media_type_of({"CONTENT_TYPE": text}) == found
