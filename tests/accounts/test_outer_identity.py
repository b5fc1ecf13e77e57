"""Signing in by a national identity provider: a fake one that speaks OpenID Connect over a real socket."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client

from tests import people
from txng.accounts import actions, oidc
from txng.accounts.actors import operator
from txng.accounts.models import OuterIdentity, Session

pytestmark = pytest.mark.django_db

RSA = rsa.generate_private_key(65537, 2048)
EC = ec.generate_private_key(ec.SECP256R1())


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def number(value: int, size: int) -> str:
    return text(value.to_bytes(size, "big"))


def public_keys() -> list[dict[str, str]]:
    r, e = RSA.public_key().public_numbers(), EC.public_key().public_numbers()
    return [
        {"kid": "r", "kty": "RSA", "use": "sig", "n": number(r.n, 256), "e": number(r.e, 3)},
        {"kid": "e", "kty": "EC", "crv": "P-256", "x": number(e.x, 32), "y": number(e.y, 32)},
    ]


def signed(claims: dict[str, Any], alg: str = "RS256", kid: str = "", says: str = "") -> str:
    """`says`: what the head calls the algorithm, where that is not how it was signed."""
    head = {"alg": says or alg, "kid": kid or {"RS256": "r", "ES256": "e"}.get(alg, "r")}
    words = ".".join(text(json.dumps(part).encode()) for part in (head, claims))
    if alg == "RS256":
        mark = RSA.sign(words.encode(), padding.PKCS1v15(), SHA256())
    elif alg == "ES256":
        r, s = decode_dss_signature(EC.sign(words.encode(), ec.ECDSA(SHA256())))
        mark = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    else:
        mark = b""
    return f"{words}.{text(mark)}"


class Fake:
    """`change` alters the claims, `alg` the algorithm; `asked` is what the browser was sent with."""

    def __init__(self, url: str) -> None:
        self.url, self.subject, self.alg, self.change = url, "079-an", "RS256", dict[str, Any]()
        self.asked: dict[str, str] = {}

    def answer(self, path: str, form: dict[str, str]) -> dict[str, Any] | None:
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/jwks",
            }
        if path == "/jwks":
            return {"keys": public_keys()}
        challenge = text(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        right = (form.get("code"), form.get("client_id"), form.get("client_secret"), challenge)
        if right != ("c0de", "txng", "kín", self.asked.get("code_challenge")):
            return None
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": "txng",
            "sub": self.subject,
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked["nonce"],
        }
        return {"id_token": signed(claims | self.change, self.alg)}


@pytest.fixture
def fake(settings: Any) -> Iterator[Fake]:
    class Handler(BaseHTTPRequestHandler):
        def respond(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            form = dict(parse_qsl(self.rfile.read(length).decode()))
            told = found.answer(self.path, form)
            body = json.dumps(told or {"error": "invalid_grant"}).encode()
            self.send_response(200 if told else 400)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = respond  # noqa: N815 - names of http.server

        def log_message(self, *_words: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Fake(f"http://127.0.0.1:{server.server_port}")
    settings.OIDC = (found.url, "txng", "kín", "Định danh thử")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield found
    oidc._pool.clear()
    server.shutdown()
    thread.join()
    server.server_close()


def leave(client: Client, fake: Fake, address: str = "/dang-nhap/dinh-danh") -> str:
    """Go to the provider; the state with which it sends the browser back."""
    to = client.get(address).headers["Location"]
    assert to.startswith(f"{fake.url}/authorize?")
    fake.asked = {name: values[0] for name, values in parse_qs(urlsplit(to).query).items()}
    assert fake.asked["code_challenge_method"] == "S256"
    return fake.asked["state"]


def come_back(client: Client, state: str, code: str = "c0de") -> Any:
    return client.get("/dang-nhap/dinh-danh/ve", {"code": code, "state": state})


def connected(fake: Fake, client: Client) -> None:
    answer = come_back(client, leave(client, fake, "/dang-nhap/dinh-danh/noi"))
    assert answer.headers["Location"] == "/toi/bao-ve"


@pytest.mark.parametrize("alg", ["RS256", "ES256"])
def test_an_connects_her_identity_and_comes_in_by_it(fake, alg):
    fake.alg = alg
    connected(fake, people.client_of(people.an()))
    browser = Client()
    answer = come_back(browser, leave(browser, fake, "/dang-nhap/dinh-danh?next=/nguoi-dung"))
    assert answer.headers["Location"] == "/nguoi-dung"
    assert browser.get("/nguoi-dung").status_code == 200
    assert "Đăng nhập bằng Định danh thử" in Client().get("/dang-nhap").content.decode()


def test_nobody_comes_in_because_the_provider_knows_them(fake):
    browser = Client()
    answer = come_back(browser, leave(browser, fake))
    assert answer.headers["Location"] == "/dang-nhap"
    assert "chưa nối với tài khoản nào" in browser.get("/dang-nhap").content.decode()
    assert not Session.objects.exists()


def test_one_identity_opens_one_account(fake):
    connected(fake, people.client_of(people.an()))
    dung = people.client_of(people.dung())
    answer = come_back(dung, leave(dung, fake, "/dang-nhap/dinh-danh/noi"))
    assert answer.headers["Location"] == "/dang-nhap"
    assert OuterIdentity.objects.get().person.username == "an"


def test_a_second_factor_is_still_owed_unless_the_provider_saw_two(fake):
    client = people.client_of(people.binh())
    connected(fake, client)
    client.post("/toi/bao-ve/dien-thoai")
    from txng.accounts.models import Totp

    Totp.objects.update(confirmed_at="2026-01-01T00:00:00Z")
    browser = Client()
    assert come_back(browser, leave(browser, fake)).headers["Location"] == "/dang-nhap/lop-hai"
    fake.change = {"amr": ["face", "mfa"]}
    browser = Client()
    assert come_back(browser, leave(browser, fake)).headers["Location"] == "/toi"
    assert browser.get("/vai-tro").status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "http://127.0.0.1:1"},
        {"aud": "another"},
        {"aud": ["txng", "another"]},
        {"exp": 1},
        {"iat": 4_000_000_000},
        {"nonce": "another"},
        {"sub": ""},
        {"sub": 7},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us_and_now_opens_nothing(fake, change):
    connected(fake, people.client_of(people.an()))
    sessions = Session.objects.count()
    fake.change = change
    browser = Client()
    assert come_back(browser, leave(browser, fake)).headers["Location"] == "/dang-nhap"
    assert Session.objects.count() == sessions


def test_a_state_of_another_browser_or_another_sign_in_opens_nothing(fake):
    connected(fake, people.client_of(people.an()))
    sessions = Session.objects.count()
    mine, theirs = Client(), Client()
    state = leave(theirs, fake)
    assert come_back(mine, state).headers["Location"] == "/dang-nhap"  # no cookie at all
    old = leave(mine, fake)
    leave(mine, fake)
    assert come_back(mine, old).headers["Location"] == "/dang-nhap"
    wrong = leave(mine, fake)
    assert come_back(mine, wrong, code="another").headers["Location"] == "/dang-nhap"
    assert Session.objects.count() == sessions


def test_a_provider_that_is_away_is_told_in_a_sentence(settings):
    settings.OIDC = ("http://127.0.0.1:9", "txng", "kín", "Định danh thử")
    browser = Client()
    assert browser.get("/dang-nhap/dinh-danh").headers["Location"] == "/dang-nhap"
    assert "không trả lời" in browser.get("/dang-nhap").content.decode()


def test_without_a_provider_there_is_no_such_door():
    actions.create_person(by=operator(), username="an")
    for address in ("/dang-nhap/dinh-danh", "/dang-nhap/dinh-danh/ve"):
        assert Client().get(address).status_code == 404
    assert people.client_of(people.an()).get("/dang-nhap/dinh-danh/noi").status_code == 404


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a.b",
        "a.b.c",
        "....",
        signed({"sub": "x"}, alg="none"),
        signed({"sub": "x"}, alg="HS256"),
        signed({"sub": "x"}, alg="RS256", kid="e"),
        signed({"sub": "x"}, alg="ES256", kid="r"),
        signed({"sub": "x"}, kid="unknown"),
        signed({"sub": "x"}, says="none"),
        signed({"sub": "x"}, says="HS256"),
        signed({"sub": "x"}, says="ES256"),
        signed({"sub": "x"})[:-4] + "AAAA",
        signed({"sub": "x"}).replace(".", ".e", 1),
    ],
)
def test_a_token_that_nobody_of_them_signed_is_refused(token):
    with pytest.raises(oidc.OuterError):
        oidc.verified(token, public_keys())


def test_what_they_signed_is_read():
    for alg in ("RS256", "ES256"):
        assert oidc.verified(signed({"sub": "x"}, alg), public_keys()) == {"sub": "x"}
