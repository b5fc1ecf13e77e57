"""Request bodies: read up to a limit whatever the sender announced, uncompressed when it is gzip.

A compressed body is unpacked piece by piece and dropped as soon as it passes the limit or swells more
than a hundredfold, so a bomb costs no more memory than an honest document.

Source: RFC 9110 §8.4, §15.5.14; design/engine.md "Hostile input".
"""

import zlib
from collections.abc import Iterator, Mapping
from typing import Any, Final, Protocol

from txng.epcis.errors import (
    CaptureLimitExceededException,
    UnsupportedMediaTypeException,
    ValidationException,
)
from txng.repository.rest.negotiation import JSON_TYPES, XML_TYPES

MAX_RATIO: Final = 100  # bytes out for each byte in; repetitive events reach about 40
_PIECE: Final = 65_536
_FREE: Final = (
    1 << 20
)  # unpacked bytes before the ratio counts: tiny documents may repeat themselves


class Stream(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def media_type_of(
    environ: Mapping[str, Any], types: tuple[str, ...] = (*JSON_TYPES, *XML_TYPES)
) -> str:
    """The media type of the body, one of `types`. Raises UnsupportedMediaTypeException."""
    kind, *parameters = (
        part.strip().lower() for part in environ.get("CONTENT_TYPE", "").split(";")
    )
    charsets = [part[8:].strip('"') for part in parameters if part.startswith("charset=")]
    if kind not in types or any(one not in ("utf-8", "utf8", "us-ascii") for one in charsets):
        raise UnsupportedMediaTypeException(
            f"Expected Content-Type {' or '.join(types)} in UTF-8, got"
            f" {environ.get('CONTENT_TYPE', '')[:200]!r}",
            detail_vi=f"Đặt Content-Type là {' hoặc '.join(types)}, mã hóa UTF-8.",
        )
    return kind


def read_body(environ: Mapping[str, Any], limit: int) -> bytes:
    """The whole body, at most `limit` bytes once unpacked. Raises what `pieces_of_body` does."""
    return b"".join(pieces_of_body(environ, limit))


def pieces_of_body(environ: Mapping[str, Any], limit: int) -> Iterator[bytes]:
    """The body as it comes in, at most `limit` bytes once unpacked; no piece is long.

    Raises CaptureLimitExceededException, UnsupportedMediaTypeException (a coding other than gzip) or
    ValidationException (the body ended early or is no gzip), some of them after the first pieces.
    """
    coding = environ.get("HTTP_CONTENT_ENCODING", "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise UnsupportedMediaTypeException(
            f"Expected Content-Encoding gzip or identity, got {coding[:50]!r}",
            detail_vi="Gửi tài liệu không nén, hoặc nén bằng gzip.",
        )
    length = _announced(environ, limit)
    received = _received(environ["wsgi.input"], length, limit)
    return _unpacked(received, length, limit) if coding.endswith("gzip") else received


def _received(stream: Stream, length: int | None, limit: int) -> Iterator[bytes]:
    got = 0
    while got != length:
        piece = stream.read(_PIECE if length is None else min(_PIECE, length - got))
        if not piece:
            break
        got += len(piece)
        if got > limit:
            raise _too_large(limit, "more")
        yield piece
    if length is not None and got < length:
        raise ValidationException(
            f"Expected {length} bytes, got {got}",
            detail_vi="Tài liệu bị ngắt giữa chừng. Gửi lại.",
        )


def _announced(environ: Mapping[str, Any], limit: int) -> int | None:
    text = environ.get("CONTENT_LENGTH") or ""
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 19 or int(text) > limit:
        raise _too_large(limit, text[:20])
    return int(text)


def _unpacked(packed: Iterator[bytes], length: int | None, limit: int) -> Iterator[bytes]:
    """Every member of a gzip file, one after the other (RFC 1952 §2.2). `length`: of all, if announced."""
    came = total = 0
    member = zlib.decompressobj(wbits=31)

    def checked(piece: bytes) -> bytes:
        nonlocal total
        total += len(piece)
        most = min(limit, max(_FREE, MAX_RATIO * (length or came)))
        if total > most:
            raise _too_large(most, "more once unpacked")
        return piece

    try:
        for rest in packed:
            came += len(rest)
            while rest:
                if member.eof:
                    member = zlib.decompressobj(wbits=31)
                yield checked(member.decompress(rest, _PIECE))
                rest = member.unused_data if member.eof else member.unconsumed_tail
        while not member.eof:
            piece = checked(member.decompress(b"", _PIECE))
            if not piece:
                raise zlib.error("it ends early")
            yield piece
    except zlib.error as error:
        for _ in packed:  # a body that ended early is told to have ended early
            pass
        raise ValidationException(
            f"Expected a body in gzip, got what cannot be unpacked: {error}",
            detail_vi="Không giải nén được tài liệu gzip. Nén lại rồi gửi.",
        ) from None


def _too_large(limit: int, got: str) -> CaptureLimitExceededException:
    return CaptureLimitExceededException(
        f"Expected at most {limit} bytes, got {got}",
        detail_vi="Tài liệu quá lớn. Chia nhỏ rồi gửi lại.",
    )
