"""A national identity provider in front of our accounts: OpenID Connect, authorization code with PKCE.

    /dang-nhap/dinh-danh ──> provider ──> /dang-nhap/dinh-danh/ve?code=..&state=..
                                             │ token endpoint: code + verifier ──> ID token
                                             └ signature, issuer, audience, nonce, times ──> Identity

Off until TXNG_OIDC_ISSUER names a provider. Its word for a person opens only an account that its owner
connected before: nobody comes in because a provider knows them. Only RS256 and ES256, keys from the
provider's own address, no redirects followed, answers of at most 256 KB.
Source: OpenID Connect Core 1.0, 3.1.3.7; RFC 7636; RFC 7515, 7518.
"""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import urllib3
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings

MINUTES: Final = 10
"""Between leaving for the provider and coming back."""
LEEWAY_S: Final = 120
MOST_BYTES: Final = 256 * 1024
SECONDS: Final = 10.0
LOCAL: Final = ("localhost", "127.0.0.1", "::1")

_pool: Final = urllib3.PoolManager(num_pools=4, retries=False, timeout=SECONDS)


class OuterError(Exception):
    """The provider did not answer, or what it answered is not true. For the log, not for the page."""


@dataclass(frozen=True, slots=True)
class Provider:
    issuer: str
    client: str
    secret: str
    name: str


@dataclass(frozen=True, slots=True)
class Identity:
    """`subject` is the provider's word for a person; `has_two_factors` when it says so (amr: mfa)."""

    issuer: str
    subject: str
    has_two_factors: bool


def provider() -> Provider | None:
    told: tuple[str, str, str, str] = settings.OIDC
    return Provider(*told) if told[0] else None


def begin(wanted: Provider, back: str) -> tuple[str, dict[str, str]]:
    """Where to send the browser, and the secrets to keep for `finish`. Raises OuterError."""
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    challenge = hashlib.sha256(kept["verifier"].encode()).digest()
    asked = {
        "response_type": "code",
        "scope": "openid",
        "client_id": wanted.client,
        "redirect_uri": back,
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": _text(challenge),
        "code_challenge_method": "S256",
    }
    door = _address(_discovered(wanted), "authorization_endpoint")
    return f"{door}{'&' if '?' in door else '?'}{urlencode(asked)}", kept


def finish(
    wanted: Provider, back: str, told: Mapping[str, str], kept: Mapping[str, str]
) -> Identity:
    """Who came back. Raises OuterError."""
    state = told.get("state", "")
    if not state or not secrets.compare_digest(state.encode(), kept.get("state", "").encode()):
        raise OuterError("state")
    if not told.get("code"):
        raise OuterError(f"no code: {told.get('error', '')[:80]}")
    known = _discovered(wanted)
    answer = _json(
        _tell(
            _address(known, "token_endpoint"),
            {
                "grant_type": "authorization_code",
                "code": told["code"],
                "redirect_uri": back,
                "client_id": wanted.client,
                "client_secret": wanted.secret,
                "code_verifier": kept["verifier"],
            },
        )
    )
    keys = _json(_ask(_address(known, "jwks_uri"))).get("keys")
    claims = verified(str(answer.get("id_token", "")), keys if isinstance(keys, list) else [])
    return _identity(wanted, claims, kept["nonce"])


def verified(token: str, keys: list[Any]) -> dict[str, Any]:
    """The claims of a JWS in compact form, signed by one of these keys (JWK). Raises OuterError."""
    try:
        head, body, signature = token.split(".")
        header, claims = json.loads(_bytes(head)), json.loads(_bytes(body))
        key = next(
            one
            for one in keys
            if isinstance(one, dict) and one.get("kid") == header.get("kid") and _fits(one, header)
        )
        _check(key, f"{head}.{body}".encode("ascii"), _bytes(signature))
    except (
        ValueError,
        StopIteration,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        InvalidSignature,
    ) as error:
        raise OuterError(f"token: {type(error).__name__}") from None
    if not isinstance(claims, dict):
        raise OuterError("token: no claims")
    return claims


def _identity(wanted: Provider, claims: dict[str, Any], nonce: str) -> Identity:
    now = time.time()
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    ends, begun = claims.get("exp"), claims.get("iat")
    subject, methods = claims.get("sub"), claims.get("amr")
    wrong = [
        name
        for name, is_right in (
            ("iss", claims.get("iss") == wanted.issuer),
            ("aud", wanted.client in audiences),
            ("azp", len(audiences) == 1 or claims.get("azp") == wanted.client),
            ("exp", isinstance(ends, int | float) and ends > now - LEEWAY_S),
            ("iat", isinstance(begun, int | float) and begun < now + LEEWAY_S),
            ("nonce", claims.get("nonce") == nonce),
            ("sub", isinstance(subject, str) and 0 < len(subject) <= 255),
        )
        if not is_right
    ]
    if wrong:
        raise OuterError(f"claims: {', '.join(wrong)}")
    return Identity(wanted.issuer, str(subject), isinstance(methods, list) and "mfa" in methods)


def _fits(key: dict[str, Any], header: dict[str, Any]) -> bool:
    """The algorithm is ours to choose, not the token's: never "none", never a shared secret."""
    kinds = {"RS256": "RSA", "ES256": "EC"}
    return kinds.get(str(header.get("alg"))) == key.get("kty") and key.get("use", "sig") == "sig"


def _check(key: dict[str, Any], signed: bytes, signature: bytes) -> None:
    if key["kty"] == "RSA":
        numbers = rsa.RSAPublicNumbers(_number(key["e"]), _number(key["n"]))
        if numbers.n.bit_length() < 2048:
            raise ValueError("short key")
        numbers.public_key().verify(signature, signed, padding.PKCS1v15(), SHA256())
        return
    if key.get("crv") != "P-256" or len(signature) != 64:
        raise ValueError("curve")
    point = ec.EllipticCurvePublicNumbers(_number(key["x"]), _number(key["y"]), ec.SECP256R1())
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    point.public_key().verify(encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))


def _discovered(wanted: Provider) -> dict[str, Any]:
    known = _json(_ask(f"{wanted.issuer}/.well-known/openid-configuration"))
    if known.get("issuer") != wanted.issuer:
        raise OuterError("issuer")
    return known


def _address(known: dict[str, Any], name: str) -> str:
    address = str(known.get(name, ""))
    url = urlsplit(address)
    if url.scheme != "https" and not (url.scheme == "http" and url.hostname in LOCAL):
        raise OuterError(name)
    return address


def _ask(address: str) -> urllib3.BaseHTTPResponse:
    try:
        return _pool.request("GET", address, redirect=False, preload_content=False)
    except urllib3.exceptions.HTTPError as error:
        raise OuterError(type(error).__name__) from None


def _tell(address: str, fields: dict[str, str]) -> urllib3.BaseHTTPResponse:
    try:
        return _pool.request(
            "POST",
            address,
            fields=fields,
            encode_multipart=False,
            redirect=False,
            preload_content=False,
        )
    except urllib3.exceptions.HTTPError as error:
        raise OuterError(type(error).__name__) from None


def _json(answer: urllib3.BaseHTTPResponse) -> dict[str, Any]:
    try:
        text = answer.read(MOST_BYTES + 1, decode_content=True)
        told = json.loads(text) if answer.status == 200 and len(text) <= MOST_BYTES else None
    except (urllib3.exceptions.HTTPError, ValueError, RecursionError) as error:
        raise OuterError(type(error).__name__) from None
    finally:
        answer.release_conn()
    if not isinstance(told, dict):
        raise OuterError(f"status {answer.status}")
    return told


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _number(text: str) -> int:
    return int.from_bytes(_bytes(text), "big")
