"""Decisions about names, destinations, addresses and retries: values in, verdicts out.

A webhook's address is whatever its subscriber wrote, so our server could be sent knocking at doors
inside its own network (SSRF). What a name resolves to is judged here, address by address, at the
moment of connecting:

    93.184.216.34                     may be called
    10.0.0.5, 169.254.169.254, ::1    may not: inside
    64:ff9b::a9fe:a9fe                may not: 169.254.169.254 behind NAT64
    ::ffff:10.0.0.5, 2002:0a00:5::    may not: 10.0.0.5 in a coat

`ipaddress.is_private` alone lets several of these through, and which ones depends on the version of
Python, so networks are named here as well.
"""

import base64
import binascii
import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

from txng.epcis.errors import SubscriptionControlsException

LONGEST_NAME: Final = 128
LONGEST_DESTINATION: Final = 2048
LONGEST_TOKEN: Final = 500
SHORTEST_TOKEN: Final = 16  # a secret shorter than this is guessed offline from one signed delivery
LARGEST_BATCH: Final = 1000  # events in one document
MOST_QUERIES: Final = 1000  # named ones, of one organisation
MOST_SUBSCRIPTIONS: Final = 1000  # of one organisation

_NAME: Final = re.compile(r"[\w][\w.~+ -]*", re.UNICODE)
_HOST: Final = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?|\[[0-9A-Fa-f:.]+\]")


# --- names and destinations -------------------------------------------------------------------


def is_good_name(name: str) -> bool:
    """Names stand in addresses and in lists: visible, of one line, without a slash."""
    return (
        len(name) <= LONGEST_NAME
        and name.isprintable()
        and name == name.strip()
        and _NAME.fullmatch(name) is not None
    )


@dataclass(frozen=True, slots=True)
class Refusal:
    """Two sentences that say expected and got."""

    message: str
    message_vi: str


class InvalidDestination(SubscriptionControlsException):
    """The callback address is no address, or one that we do not call (SOAP: InvalidURIException)."""


def refuse_destination(url: str) -> Refusal | None:
    """What is wrong with the text of a callback address; None when nothing is."""
    if len(url) > LONGEST_DESTINATION:
        return Refusal(
            f"Expected at most {LONGEST_DESTINATION} characters in dest, got {len(url)}",
            f"Địa chỉ nhận (dest) dài hơn {LONGEST_DESTINATION} ký tự.",
        )
    wrong = Refusal(
        f"Expected an address like https://client.example.com/epcis in dest, got {url[:200]!r}",
        "Địa chỉ nhận (dest) phải có dạng https://may-chu.vn/duong-dan, không có tên người dùng,"
        " mật khẩu hay dấu #.",
    )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return wrong
    host = parts.netloc.rpartition(":")[0] if port is not None else parts.netloc
    spelled_badly = any(not "!" <= letter <= "~" or letter == "\\" for letter in url)
    if parts.scheme not in ("http", "https") or _HOST.fullmatch(host) is None or spelled_badly:
        return wrong
    if parts.username is not None or parts.password is not None or "#" in url:
        return wrong
    return None


def port_of(url: str) -> int:
    """The port that a destination means. 1 <= port <= 65535 after `refuse_destination`."""
    parts = urlsplit(url)
    return parts.port if parts.port is not None else (443 if parts.scheme == "https" else 80)


# --- addresses --------------------------------------------------------------------------------

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
# also "127.1", "0x7f000001" and "2130706433", which old resolvers read as addresses
_ADDRESS_LIKE: Final = re.compile(r"[0-9.]+|0[xX][0-9A-Fa-f.xX]*|.*:.*")

# Whatever Python's tables say of them: RFC 6890 and its register, and what tunnels hide.
_NEVER: Final[tuple[Network, ...]] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' NAT
        "127.0.0.0/8",
        "169.254.0.0/16",  # link local; clouds answer secrets on .169.254
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
        "::/96",  # unspecified, loopback, IPv4-compatible
        "64:ff9b:1::/48",  # NAT64 of a network's own
        "100::/64",  # discard
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "3fff::/20",
        "5f00::/16",  # segment routing
        "fc00::/7",  # unique local
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)
_IPV6_GLOBAL: Final = ipaddress.ip_network("2000::/3")
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_6TO4: Final = ipaddress.ip_network("2002::/16")


def unwrapped(address: Address) -> Address:
    """The IPv4 address inside an IPv4-mapped, NAT64 or 6to4 one; else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    if address in _6TO4:
        return ipaddress.IPv4Address(int(address) >> 80 & 0xFFFF_FFFF)
    return address


def is_public(text: str) -> bool:
    """Whether this address lies in the Internet that everybody shares.

    A zone ("fe80::1%eth0") or anything that is no address does not.
    """
    address = _address(text)
    if address is None:
        return False
    if any(address in network for network in _NEVER if network.version == address.version):
        return False
    if isinstance(address, ipaddress.IPv6Address) and address not in _IPV6_GLOBAL:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def may_call(address: str, url: str, allowed: Sequence[Network] = ()) -> bool:
    """Whether `url` may be called at this address, which its host means now.

    In the operator's own networks (`allowed`) anything goes; outside them only https on port 443:
    events are trade secrets, and other ports are somebody's other services.
    """
    inner = _address(address)
    if inner is None:
        return False
    if any(inner in network for network in allowed if network.version == inner.version):
        return True
    return _is_public_door(url) and is_public(address)


def refuse_endpoint(url: str, allowed: Sequence[Network] = ()) -> Refusal | None:
    """What can be said against a destination before its name is looked up.

    A name may lead anywhere tomorrow, so it is judged again whenever it is called, by `may_call`.
    """
    host = urlsplit(url).hostname or ""
    if _ADDRESS_LIKE.fullmatch(host):
        good = may_call(host, url, allowed)
    else:
        good = bool(allowed) or _is_public_door(url)
    if good:
        return None
    return Refusal(
        f"Expected a public https address on port 443 in dest, got {url[:200]!r}",
        "Địa chỉ nhận (dest) phải là https, cổng 443, trên Internet công cộng. Người vận hành cho"
        " phép mạng nội bộ bằng thiết lập TXNG_WEBHOOK_NETWORKS.",
    )


def _address(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return None if getattr(address, "scope_id", None) is not None else unwrapped(address)


def _is_public_door(url: str) -> bool:
    return urlsplit(url).scheme == "https" and port_of(url) == 443


# --- signatures -------------------------------------------------------------------------------


def secret_of(token: str) -> bytes:
    """The bytes that sign: of `whsec_<base64>` what it encodes, of any other text its UTF-8."""
    if token.startswith("whsec_"):
        try:
            return base64.b64decode(token[6:], validate=True)
        except (binascii.Error, ValueError):
            pass
    return token.encode()


# --- retries ----------------------------------------------------------------------------------

RETRIES: Final = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""How long to wait after the first, second, ... failure. Source: Standard Webhooks 1.0.0."""
LONGEST_WAIT: Final = timedelta(hours=24)


def next_attempt(failures: int, now: datetime, retry_after: str = "") -> datetime | None:
    """When to try again after so many failures in a row (1 or more); None: no more.

    `retry_after` is the receiver's header, of 429 and 503: seconds or an HTTP date. It can make us
    wait longer, a day at most, and never shorter: else "0" would use up the schedule in a second.
    """
    if failures > len(RETRIES):
        return None
    wait = max(RETRIES[failures - 1], min(_asked_for(retry_after, now), LONGEST_WAIT))
    return now + wait


def _asked_for(retry_after: str, now: datetime) -> timedelta:
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:10]), 10**7))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):  # "Fri, 01 Jan 99999999999 ..."
        return timedelta(0)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
