"""Sign a document and send it to the address of a stranger, without being sent to our own cellar.

    POST /callback
    GS1-EPCIS-Version: 2.0.0        what is spoken
    webhook-id: msg_2KW...          the same again when we try again: the receiver's key for "known"
    webhook-timestamp: 1795483502   seconds; of this attempt
    webhook-signature: v1,K5oZ... v1a,hnO3...
    GS1-Signature: 4vZk...          only with a signatureToken, as v1 is

    GS1-Signature  base64(HMAC-SHA256(token as UTF-8, body))
    v1             base64(HMAC-SHA256(secret, id "." timestamp "." body)); the secret is what a token
                   `whsec_<base64>` encodes, else the token as UTF-8
    v1a            base64(Ed25519(id "." timestamp "." body)) with the key of this installation

Whoever subscribes chooses the address, so it is judged at the moment of connecting, when the name has
been looked up, and the very address that was judged is connected to: a name that changes between
look-up and connection (DNS rebinding) gains nothing. No redirects, no proxies, one attempt, at most
64 kB of answer. It ends after `DEADLINE`, whatever drips in, however long a look-up takes and however
many addresses a name has: all of them are judged, a few are tried.

Source: Standard Webhooks 1.0.0; EPCIS 2.0 §12 (GS1-Signature); OWASP API7:2023.
"""

import base64
import contextlib
import hashlib
import hmac
import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import urllib3
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from txng import __version__
from txng.repository import rules
from txng.repository.rules import Network

CONNECT_SECONDS: Final = 5.0  # for one address
MOST_ADDRESSES: Final = 4  # tried: whoever names thousands must not have us knock at all of them
MOST_LOOK_UPS: Final = 128  # at once; more than `follow` delivers at once, in both lanes together
READ_SECONDS: Final = 15.0  # without a byte
DEADLINE: Final = 25.0  # for the whole attempt
MOST_ANSWER: Final = 64 * 1024

Resolver = Callable[[str, int], Sequence[str]]
"""Addresses of a host name, as texts; raises OSError."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a receiver answered. `status` 0: nothing; then `error` says why, in English."""

    status: int
    error: str = ""
    retry_after: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody's page answered to one GET. `refused`: its address may not be called."""

    status: int = 0
    error: str = ""
    refused: bool = False
    location: str = ""
    content_type: str = ""
    body: bytes = b""  # its first 64 kB, never unpacked


class RefusedAddress(Exception):
    """The name of a destination means an address that may not be called."""


# --- signing ----------------------------------------------------------------------------------


def signed_headers(body: bytes, *, webhook_id: str, timestamp: int, token: str) -> dict[str, str]:
    """The headers that prove where a delivery comes from. `timestamp`: seconds since 1970."""
    content = f"{webhook_id}.{timestamp}.".encode() + body
    signatures = []
    headers = {"webhook-id": webhook_id, "webhook-timestamp": str(timestamp)}
    if token:
        signatures.append("v1," + _hmac(rules.secret_of(token), content))
        headers["GS1-Signature"] = _hmac(token.encode(), body)
    signatures.append(
        "v1a," + base64.b64encode(_private_key(settings.SECRET_KEY).sign(content)).decode()
    )
    headers["webhook-signature"] = " ".join(signatures)
    return headers


def public_key() -> str:
    """`whpk_<base64>` of the 32 bytes with which receivers check v1a signatures."""
    key = _private_key(settings.SECRET_KEY).public_key()
    return "whpk_" + base64.b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def _hmac(secret: bytes, content: bytes) -> str:
    return base64.b64encode(hmac.digest(secret, content, hashlib.sha256)).decode()


@lru_cache(maxsize=4)
def _private_key(secret: str) -> Ed25519PrivateKey:
    # derived, not kept: every process has TXNG_SECRET_KEY, and a backup of the data cannot sign
    derived = HKDF(hashes.SHA256(), length=32, salt=None, info=b"txng webhook v1a")
    return Ed25519PrivateKey.from_private_bytes(derived.derive(secret.encode()))


# --- sending ----------------------------------------------------------------------------------


def look_up(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


_look_ups = threading.BoundedSemaphore(MOST_LOOK_UPS)


def _in_time(resolve: Resolver, host: str, port: int, seconds: float) -> Sequence[str]:
    """What `resolve` says, when it says so in time. Raises OSError, of which TimeoutError is one.

    Nothing interrupts the system's resolver, and a stranger's name server may keep it waiting for half
    a minute. So it works in a thread that is given up: it ends with the look-up, keeps no process
    alive (daemon), and there are never more than `MOST_LOOK_UPS`.
    """
    room = _look_ups  # what is taken is given back to where it was taken from
    if not room.acquire(timeout=max(seconds, 0)):
        raise TimeoutError(f"{MOST_LOOK_UPS} names are being looked up already")
    answer: Future[Sequence[str]] = Future()

    def work() -> None:
        try:
            answer.set_result(resolve(host, port))
        except Exception as error:
            answer.set_exception(error)
        finally:
            room.release()

    try:
        threading.Thread(target=work, name="look-up", daemon=True).start()
    except RuntimeError:  # no more threads
        room.release()
        raise
    return answer.result(max(seconds, 0))


def send(
    url: str,
    body: bytes,
    headers: dict[str, str],
    *,
    allowed: Sequence[Network] = (),
    resolve: Resolver = look_up,
    deadline: float = DEADLINE,
) -> Reply:
    """One attempt. Never raises for what a receiver or a network does."""
    parts = urlsplit(url)
    exchange = _Exchange(url, allowed, resolve, deadline)
    pool = exchange.pool(parts.scheme, parts.hostname or "", rules.port_of(url))
    watch = threading.Timer(deadline, exchange.abort)
    watch.daemon = True
    watch.start()
    try:
        answer = _opened(pool, "POST", parts, body, headers)
        with answer:
            if exchange.aborted:  # its last header may be half a header
                return Reply(0, _late(deadline))
            # the rest means nothing to us; read so far that a receiver need not fail while writing
            with contextlib.suppress(HTTPError, OSError):
                answer.read(MOST_ANSWER)
            return Reply(answer.status, retry_after=answer.headers.get("Retry-After", ""))
    except RefusedAddress as error:
        return Reply(0, str(error))
    except (HTTPError, OSError, ValueError) as error:
        why = f"{type(error).__name__}: {error}"[:400]
        return Reply(0, _late(deadline) if exchange.is_late() else why)
    finally:
        watch.cancel()
        pool.close()
        exchange.close()


def look(
    url: str,
    headers: dict[str, str],
    *,
    allowed: Sequence[Network] = (),
    resolve: Resolver = look_up,
    deadline: float = DEADLINE,
) -> Sight:
    """One GET through the same door, for whoever must see what stands behind an address of a stranger.

    A redirect is told and not followed. Never raises for what a page or a network does.
    """
    try:
        parts, port = urlsplit(url), rules.port_of(url)
    except ValueError as error:
        return Sight(error=str(error)[:400])
    exchange = _Exchange(url, allowed, resolve, deadline)
    pool = exchange.pool(parts.scheme, parts.hostname or "", port)
    watch = threading.Timer(deadline, exchange.abort)
    watch.daemon = True
    watch.start()
    try:
        answer = _opened(pool, "GET", parts, b"", headers)
        with answer:
            body = answer.read(MOST_ANSWER)
            if exchange.aborted:
                return Sight(error=_late(deadline))
            told = answer.headers
            return Sight(
                answer.status,
                location=told.get("Location", ""),
                content_type=told.get("Content-Type", ""),
                body=body,
            )
    except RefusedAddress as error:
        return Sight(error=str(error), refused=True)
    except (HTTPError, OSError, ValueError) as error:
        why = f"{type(error).__name__}: {error}"[:400]
        return Sight(error=_late(deadline) if exchange.is_late() else why)
    finally:
        watch.cancel()
        pool.close()
        exchange.close()


def _opened(
    pool: urllib3.HTTPConnectionPool,
    method: str,
    parts: SplitResult,
    body: bytes,
    headers: dict[str, str],
) -> urllib3.BaseHTTPResponse:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return pool.urlopen(
        method,
        target,
        body or None,
        {"User-Agent": f"txng/{__version__}", **headers},
        retries=False,
        redirect=False,
        preload_content=False,
        decode_content=False,  # 64 kB of gzip may be 64 MB of nothing
    )


def _late(deadline: float) -> str:
    return f"no answer in {deadline:.0f} seconds"


class _Exchange:
    """One attempt's socket, so that another thread can end it."""

    def __init__(
        self, url: str, allowed: Sequence[Network], resolve: Resolver, deadline: float
    ) -> None:
        self._url = url
        self._allowed = allowed
        self._resolve = resolve
        self._end = time.monotonic() + deadline
        self._second: socket.socket | None = None
        self.aborted = False

    def pool(self, scheme: str, host: str, port: int) -> urllib3.HTTPConnectionPool:
        exchange = self

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return exchange.connect(self.host, self.port or port)

        class Secure(HTTPSConnection):  # checks the certificate against the name, not the address
            def _new_conn(self) -> socket.socket:
                return exchange.connect(self.host, self.port or port)

        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
        options: dict[str, Any] = {"timeout": timeout, "maxsize": 1, "retries": False}
        made: urllib3.HTTPConnectionPool
        if scheme == "https":
            made = urllib3.HTTPSConnectionPool(host, port, **options)
            made.ConnectionCls = Secure
        else:
            made = urllib3.HTTPConnectionPool(host, port, **options)
            made.ConnectionCls = Plain
        return made

    def connect(self, host: str, port: int) -> socket.socket:
        """To the first address that answers. Refuses all when one of them may not be called."""
        addresses = _in_time(self._resolve, host.strip("[]"), port, self._left())
        for address in addresses:
            if not rules.may_call(address, self._url, self._allowed):
                raise RefusedAddress(f"{host} is {address}, which webhooks may not be sent to")
        failure: OSError = OSError(f"{host} has no address")
        for address in addresses[:MOST_ADDRESSES]:
            seconds = min(CONNECT_SECONDS, self._left())
            try:
                made = socket.create_connection((address, port), seconds)
            except OSError as error:
                failure = error
                continue
            # a second descriptor of the same connection: TLS takes the first one away from us
            self._second = made.dup()
            if self.aborted:
                self.abort()
            return made
        raise failure

    def _left(self) -> float:
        """Seconds, more than 0. Raises TimeoutError when there are none."""
        if self.is_late():
            raise TimeoutError("the time was up before there was a connection")
        return max(self._end - time.monotonic(), 0.001)

    def is_late(self) -> bool:
        return self.aborted or time.monotonic() >= self._end

    def abort(self) -> None:
        """May be called by another thread, at any moment."""
        self.aborted = True
        if self._second is not None:
            with contextlib.suppress(OSError):  # closed meanwhile
                self._second.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        if self._second is not None:
            self._second.close()
