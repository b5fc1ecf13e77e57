"""Where a link may lead: https, a host that was approved, and nothing that a browser would run.

    https://an.example/ca-phe/{10}      good where an.example is approved for the organisation
    javascript:alert(1)  data:..  intent://..          never: no scheme but https
    https://an.example@evil.example/                   never: a name before the @ misleads people
    https://аn.example/                                never: the first letter is Cyrillic
    https://evil.example/                              not approved

A target is judged when it is written, by these rules, and once more when it is read: a row that came
into the database by another way leads nowhere. The places "{10}" are filled with the values of the
scanned address; they may not stand in the host.

>>> refuse("https://an.example/{10}", {"an.example"}) is None
True
>>> refuse("https://an.example@evil.example/", {"an.example"}).reason
'userinfo'
>>> fill("https://an.example/lo/{10}", {"10": "A/1"})
'https://an.example/lo/A%2F1'

Source: reliability goals F33; OWASP ASVS 5.0, 3.7.2; RFC 3986; UTS 39 for letters that look alike.
"""

import ipaddress
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote, urlsplit

from txng.repository.rules import Network

LONGEST: Final = 2000
# URI characters and our places; no blanks, no quotes, no backslash, which browsers read as a slash
_CHARACTERS: Final = re.compile(r"(?:[A-Za-z0-9\-._~:/?\[\]@!$&'()*+,;=%#]|\{[0-9]{2,4}\})+")
_PLACE: Final = re.compile(r"\{([0-9]{2,4})\}")
_BAD_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_ORIGIN: Final = re.compile(r"[A-Za-z]+://[^/?#\\]+")  # ends where the host does for urlsplit
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


@dataclass(frozen=True, slots=True)
class Refusal:
    """`reason` is one of: scheme, userinfo, host, unapproved, characters, length, place."""

    reason: str
    got: str


def refuse(
    href: str, approved: Collection[str], networks: Sequence[Network] = ()
) -> Refusal | None:
    """What can be said against a target; None when nothing can.

    `approved` are hosts in lower case, with a port where it is not 443. `networks` are the operator's
    own: an address in one of them may be led to by plain http.
    """
    if len(href) > LONGEST:
        return Refusal("length", str(len(href)))
    origin = _ORIGIN.match(href)
    if (
        origin is not None
        and isinstance(approved, frozenset)
        and _is_good_origin(origin[0], approved, tuple(networks))
        and _CHARACTERS.fullmatch(href)
        and not _BAD_ESCAPE.search(href)
    ):
        return None
    return _judge(href, approved, networks)


@lru_cache(maxsize=1024)
def _is_good_origin(origin: str, approved: frozenset[str], networks: tuple[Network, ...]) -> bool:
    """Scheme and host of many links are the same: judged once."""
    return _judge(origin, approved, networks) is None


def _judge(href: str, approved: Collection[str], networks: Sequence[Network]) -> Refusal | None:
    shown = ascii(href[:80])
    scheme = _SCHEME.match(href)
    if scheme is None or scheme[1].lower() not in ("https", "http"):
        return Refusal("scheme", shown)
    host = _authority(href)
    if host is None:
        return Refusal("characters", shown)
    if "@" in host:
        return Refusal("userinfo", shown)
    if scheme[1].lower() == "http" and not _is_inside(host, networks):
        return Refusal("scheme", shown)
    if not _is_inside(host, networks) and refuse_host(host) is not None:
        return Refusal("host", ascii(host[:80]))
    if _CHARACTERS.fullmatch(href) is None or _BAD_ESCAPE.search(href):
        return Refusal("characters", shown)
    return None if host in approved else Refusal("unapproved", host)


def refuse_host(host: str) -> Refusal | None:
    """A name that can be approved: two ASCII labels or more, no number, no letters in disguise.

    Punycode (xn--) is refused with the rest: what it shows can look like a name that it is not.
    """
    labels = host.split(".")
    good = (
        len(host) <= 253
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) and not label.startswith("xn--") for label in labels)
        and not labels[-1].isdigit()
    )
    return None if good else Refusal("host", ascii(host[:80]))


def host_of(href: str) -> str:
    """The host in lower case, with its port unless that is the scheme's own; "" when there is none."""
    return _authority(href) or ""


def _authority(href: str) -> str | None:
    """None where browsers might read another host than we do."""
    if "\\" in href or (not href.isascii() and not href.isprintable()):
        return None
    try:
        parts = urlsplit(href)
        port = parts.port
    except ValueError:
        return None
    if (
        not parts.netloc
        or _PLACE.search(parts.netloc)
        or not href[len(parts.scheme) :].startswith("://")
    ):
        return None
    if "@" in parts.netloc:
        return parts.netloc
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    name = (parts.hostname or "").lower()
    return name if port in (None, usual) else f"{name}:{port}"


def _is_inside(host: str, networks: Sequence[Network]) -> bool:
    name = host.rpartition(":")[0] if re.search(r":[0-9]+\Z", host) else host
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return any(address in network for network in networks if network.version == address.version)


def places(href: str) -> frozenset[str]:
    """The application identifiers whose values a target needs."""
    return frozenset(_PLACE.findall(href))


def fill(href: str, values: Mapping[str, str]) -> str | None:
    """The address for one scan; None when a value is missing."""
    if "{" not in href:
        return href
    if not places(href) <= values.keys():
        return None
    return _PLACE.sub(lambda place: quote(values[place[1]], safe=""), href)
