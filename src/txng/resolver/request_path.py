r"""The path of a scanned code as it was sent, percent signs included.

    GET /01/09506000134352/10/A%2FB/21/7      a slash inside the lot

WSGI decodes PATH_INFO, so the lot above arrives as two segments. Servers that keep the request line
say so in RAW_URI or REQUEST_URI; ours (granian) does not, but the proxy in front of it can, in
X-Original-URI (`restore`, ADR 0011). Without either the path is cut again: what stands after /10/ up to
/21/ is the lot. All ways give the same answer unless a lot contains "/21/".

Source: GS1 Digital Link URI syntax 1.4 §4.2: the order of keys in the path is 01, 22, 10, 21.

>>> encoded_again("/01/09506000134352/10/A/B/21/7")
'/01/09506000134352/10/A%2FB/21/7'
>>> encoded_again("/01/09506000134352/")
'/01/09506000134352'
"""

import re
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

from django.http import HttpRequest

DECODED_PATH = re.compile(
    r"/01/(?P<gtin>[^/]*)(?:/22/(?P<variant>.+?))?(?:/10/(?P<lot>.+?))?(?:/21/(?P<serial>.+?))?/?",
    re.DOTALL,
)
KEYS = (("01", "gtin"), ("22", "variant"), ("10", "lot"), ("21", "serial"))
SHORT_GTIN_LENGTHS = (8, 12, 13)


_VISIBLE = re.compile("[!-~]*")


def restore(environ: MutableMapping[str, Any]) -> None:
    """Take the request line from the proxy where it tells it, as RAW_URI.

    Whoever sends the header without a proxy gains nothing: it counts only when it decodes to the very
    path that arrived, so all that it can say is which slashes were escaped.
    """
    told = environ.get("HTTP_X_ORIGINAL_URI", "")
    if not told or "RAW_URI" in environ or _VISIBLE.fullmatch(told) is None:
        return
    if unquote_to_bytes(told.partition("?")[0]).decode("latin-1") == environ["PATH_INFO"]:
        environ["RAW_URI"] = told


def raw_target(environ: MutableMapping[str, Any]) -> str | None:
    """The path of the request line with its escapes; None where neither server nor proxy tells it."""
    line = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    return urlsplit(line).path if line else None


def encoded_again(path: str) -> str:
    """Percent-encode a decoded path value by value; a path of another shape segment by segment."""
    match = DECODED_PATH.fullmatch(path)
    if match is None:
        return quote(path)
    return "".join(
        f"/{key}/{quote(match[name], safe='')}" for key, name in KEYS if match[name] is not None
    )


def as_sent(request: HttpRequest) -> str:
    """The path of the request line, without a slash at its end."""
    line = request.META.get("RAW_URI") or request.META.get("REQUEST_URI")
    if line:
        return urlsplit(line).path.rstrip("/")
    return encoded_again(request.path_info)


def with_long_gtin(path: str) -> str:
    """A GTIN of 8, 12 or 13 digits filled up with zeros to 14; any other path as it is."""
    start, key, rest = path.partition("/01/")
    gtin, slash, others = rest.partition("/")
    if not key or start or len(gtin) not in SHORT_GTIN_LENGTHS or not gtin.isdecimal():
        return path
    return f"/01/{gtin.zfill(14)}{slash}{others}"


def lot_in(path: str) -> str:
    """The lot that an encoded path names, decoded; "" when it names none."""
    segments = path.split("/")
    pairs = dict(zip(segments[1::2], segments[2::2], strict=False))
    return unquote(pairs.get("10", ""))
