"""Sending to strangers: which addresses are called, what a receiver can do to us, what is signed."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.webhook_receiver import receiving
from txng.repository import rules, webhooks

HERE = (ip_network("127.0.0.0/8"),)

# every row was a hole in somebody's filter, or would be one in a filter by is_private alone
INSIDE = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.254
169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.254 192.0.0.1 192.0.0.8 192.0.0.170 192.0.2.1
192.88.99.1 192.168.0.1 192.168.255.254 198.18.0.1 198.19.255.254 198.51.100.7 203.0.113.9
224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::10.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:0:127.0.0.1
64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b::a00:1 64:ff9b:1::1 64:ff9b:1:a9fe:a9:fe00:: 100::1
2001::1 2001:0:a9fe:a9fe:: 2001:db8::1 2001:2::1 2001:10::1 2001:20::1
2002:7f00:1:: 2002:a00:1:: 2002:a9fe:a9fe:: 2002:c0a8:1::1 3fff::1 5f00::1 4000::1 8000::1
fc00::1 fd12:3456:789a::1 fe80::1 fe80::1%eth0 febf::1 fec0::1 ff02::1 ff0e::1
localhost 127.1 2130706433 0x7f000001 017700000001 1.2.3 1.2.3.4.5 [::1] 8.8.8.8%eth0
""".split()
OUTSIDE = """
1.1.1.1 8.8.8.8 93.184.216.34 113.160.0.1 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.0.1.1
198.17.255.255 198.20.0.1 223.255.255.254 2606:4700::1111 2a00:1450:4001::1 2405:4800::1 2400:cb00::1
::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1
""".split()


def test_the_table_of_addresses_is_long_enough():
    assert len(INSIDE) >= 60


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_never_called(address):
    assert not rules.is_public(address)
    assert not rules.may_call(address, "https://shop.example.vn/")


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_outside_is_called_by_https_on_its_own_port_only(address):
    assert rules.is_public(address)
    assert rules.may_call(address, "https://shop.example.vn/")
    assert rules.may_call(address, "https://shop.example.vn:443/")
    for url in (
        "http://shop.example.vn/",
        "https://shop.example.vn:8443/",
        "http://shop.example.vn:443/",
    ):
        assert not rules.may_call(address, url)


@given(st.ip_addresses(v=4).map(int))
def test_an_address_in_a_coat_is_judged_by_what_it_wears_inside(number):
    inner = ip_address(number)
    coats = [
        ip_address((0xFFFF << 32) | number),  # IPv4-mapped
        ip_address((0x64FF9B << 96) | number),  # NAT64
        ip_address((0x2002 << 112) | number << 80 | 1),  # 6to4
    ]
    for coat in coats:
        assert rules.is_public(str(coat)) == rules.is_public(str(inner))


@given(st.ip_addresses())
def test_nothing_that_python_calls_private_is_public(address):
    if rules.is_public(str(address)):
        inner = rules.unwrapped(address)
        assert inner.is_global
        bad = (inner.is_private, inner.is_loopback, inner.is_multicast, inner.is_link_local)
        assert not any(bad)


def test_the_operators_networks_may_be_called_in_every_way():
    intranet = (ip_network("10.1.0.0/16"), ip_network("fd00:1::/64"))
    assert rules.may_call("10.1.2.3", "http://erp.example.vn:8080/", intranet)
    assert rules.may_call("::ffff:10.1.2.3", "http://erp.example.vn:8080/", intranet)
    assert rules.may_call("fd00:1::5", "http://erp.example.vn:8080/", intranet)
    assert not rules.may_call("10.2.0.1", "https://erp.example.vn/", intranet)
    assert not rules.may_call("fd00:2::5", "https://erp.example.vn/", intranet)
    assert rules.may_call("8.8.8.8", "https://erp.example.vn/", intranet)
    assert not rules.may_call("8.8.8.8", "http://erp.example.vn:8080/", intranet)


@pytest.mark.parametrize(
    "url",
    [
        "", "shop.example.vn", "ftp://shop.example.vn/", "https://", "https:///x", "//shop.example.vn/",
        "https://user@shop.example.vn/", "https://user:pw@shop.example.vn/", "https://shop.example.vn/#part",
        "https://shop.example.vn:0x50/", "https://shop.example.vn:99999/", "https://shop example.vn/",
        "https://shop.example.vn/\r\nX: y", "https://shop.example.vn\\@127.0.0.1/", "https://cửahàng.vn/",
        "https://shop.example.vn/é", "javascript:alert(1)", "https://[::1/", "file:///etc/passwd",
        "https://shop.example.vn/" + "a" * 2048, "https://-/", "https://shop.example.vn:/x y",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_two_languages(url):
    refusal = rules.refuse_destination(url)
    assert refusal is not None
    assert refusal.message.startswith("Expected")
    assert refusal.message_vi.startswith("Địa chỉ nhận")


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example.vn",
        "https://shop.example.vn/a?b=c%20d",
        "http://10.0.0.1:8080/x",
        "https://[2606:4700::1]/",
    ],
)
def test_an_address_may_be_any_of_http_and_https(url):
    assert rules.refuse_destination(url) is None


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://shop.example.vn/", True),
        ("https://8.8.8.8/", True),
        ("http://shop.example.vn/", False),
        ("https://shop.example.vn:8443/", False),
        ("https://127.0.0.1/", False),
        ("https://127.1/", False),
        ("https://2130706433/", False),
        ("https://0x7f000001/", False),
        ("https://[::1]/", False),
        ("https://[::ffff:10.0.0.1]/", False),
        ("http://8.8.8.8/", False),
    ],
)
def test_what_can_be_known_before_calling_is_said_when_subscribing(url, good):
    assert (rules.refuse_endpoint(url) is None) == good


def test_a_name_is_accepted_when_the_operator_has_networks_of_his_own():
    assert rules.refuse_endpoint("http://erp.example.vn:8080/", HERE) is None
    assert rules.refuse_endpoint("http://127.0.0.1:8080/", HERE) is None
    assert rules.refuse_endpoint("http://10.0.0.1:8080/", HERE) is not None


# --- connecting --------------------------------------------------------------------------------------


def send(url: str, **options):
    options.setdefault("allowed", HERE)
    return webhooks.send(url, b"{}", {"Content-Type": "application/json"}, **options)


def test_the_address_is_judged_when_the_name_has_been_looked_up():
    with receiving() as inside:
        port = inside.url.split(":")[2].split("/")[0]
        reply = send(
            f"http://shop.example.vn:{port}/", allowed=(), resolve=lambda *_: ["127.0.0.1"]
        )
        assert inside.requests == []
    assert reply.status == 0
    assert "127.0.0.1" in reply.error


def test_one_bad_address_among_good_ones_is_enough_to_refuse():
    reply = send("https://shop.example.vn/", allowed=(), resolve=lambda *_: ["8.8.8.8", "10.0.0.1"])
    assert (reply.status, "10.0.0.1" in reply.error) == (0, True)


def test_a_name_that_changes_its_mind_gains_nothing():
    """DNS rebinding: the first look-up is judged, and nobody looks up a second time."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]])
    asked = []

    def resolve(host: str, port: int):
        asked.append(host)
        return next(answers)

    with receiving() as shop:
        port = shop.url.split(":")[2].split("/")[0]
        assert send(f"http://shop.example.vn:{port}/hook", resolve=resolve).status == 200
        assert shop.requests[0].headers["Host"] == f"shop.example.vn:{port}"
        assert asked == ["shop.example.vn"]
        assert "10.0.0.1" in send(f"http://shop.example.vn:{port}/hook", resolve=resolve).error
        assert len(shop.requests) == 1


def test_proxies_of_the_environment_are_not_used(monkeypatch):
    with receiving() as proxy, receiving() as shop:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert send(shop.url).status == 200
        assert (len(proxy.requests), len(shop.requests)) == (0, 1)


def test_redirects_are_an_answer_like_any_other():
    with receiving() as shop, receiving() as elsewhere:
        shop.answers = [(301, {"Location": elsewhere.url})]
        assert send(shop.url).status == 301
        assert elsewhere.requests == []


def test_a_path_and_a_query_arrive_as_written():
    with receiving() as shop:
        send(shop.url + "/a%2Fb/?x=1&y=%20")
        assert shop.requests[0].path == "/epcis/a%2Fb/?x=1&y=%20"


@contextmanager
def listening(talk) -> Iterator[str]:
    """A server of bare bytes: `talk(connection)` for each connection."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.1)
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            connection.settimeout(20)
            with connection, suppress(OSError):
                talk(connection, stop)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    finally:
        stop.set()
        thread.join(5)
        server.close()


def drip(connection, stop, text=b"HTTP/1.1 200 OK\r\nX-Drip: ") -> None:
    connection.recv(65536)
    connection.sendall(text)
    while not stop.wait(0.05):
        connection.sendall(b"a")


def test_whoever_drips_is_cut_off_at_the_deadline():
    with listening(drip) as url:
        begun = time.monotonic()
        reply = send(url, deadline=0.6)
        assert reply.status == 0
        assert "no answer" in reply.error
        assert time.monotonic() - begun < 10


def test_whoever_has_said_yes_and_drips_the_rest_has_said_yes():
    def talk(connection, stop):
        drip(connection, stop, b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")

    with listening(talk) as url:
        assert send(url, deadline=0.6).status == 200


def test_at_most_64_kilobytes_of_an_answer_are_read():
    sent = []

    def flood(connection, stop):
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        while not stop.is_set() and len(sent) < 1000:
            connection.sendall(b"a" * 65536)
            sent.append(1)

    with listening(flood) as url:
        assert send(url).status == 200
    assert len(sent) < 1000


@pytest.mark.parametrize(
    "text", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\x16\x03\x01\x00"]
)
def test_nonsense_is_a_failure_with_a_reason(text):
    def talk(connection, stop):
        connection.recv(65536)
        connection.sendall(text)

    with listening(talk) as url:
        reply = send(url)
    assert reply.status == 0
    assert reply.error != ""


def test_nobody_there_is_a_failure_with_a_reason():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert send(f"http://127.0.0.1:{port}/").status == 0
    failing = send(
        "http://shop.example.vn/", resolve=lambda *_: (_ for _ in ()).throw(OSError("no such name"))
    )
    assert "no such name" in failing.error
    assert send("http://shop.example.vn/", resolve=lambda *_: []).status == 0


@contextmanager
def with_certificate(tmp_path, name: str) -> Iterator[tuple[str, list[bytes]]]:
    """A TLS server for `name`; its own authority is written to tmp_path/ca.pem."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    (tmp_path / "ca.pem").write_bytes(pem)
    whole = tmp_path / "whole.pem"
    whole.write_bytes(
        pem
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(whole)
    names: list[bytes] = []
    context.sni_callback = lambda _socket, asked, _context: names.append(asked)

    def talk(connection, stop):
        with context.wrap_socket(connection, server_side=True) as secure:
            sent = b""
            while not sent.endswith(b"{}"):  # the body: closing before would reset the connection
                sent += secure.recv(65536)
            secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    with listening(talk) as url:
        yield url.rpartition(":")[2].rstrip("/"), names


def test_the_certificate_is_checked_against_the_name_and_not_the_address(tmp_path, monkeypatch):
    with with_certificate(tmp_path, "shop.example.vn") as (port, names):
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))

        def resolve(*_):
            return ["127.0.0.1"]

        assert send(f"https://shop.example.vn:{port}/", resolve=resolve).status == 200
        assert names == ["shop.example.vn"]
        assert (
            "CERTIFICATE" in send(f"https://evil.example.vn:{port}/", resolve=resolve).error.upper()
        )
        monkeypatch.delenv("SSL_CERT_FILE")
        assert send(f"https://shop.example.vn:{port}/", resolve=resolve).status == 0


def test_whoever_drips_behind_tls_is_cut_off_too(tmp_path, monkeypatch):
    def drip_in_handshake(connection, stop):
        connection.recv(65536)
        connection.sendall(b"\x16\x03\x03\x40\x00")  # a record of 16 kB begins
        while not stop.wait(0.05):
            connection.sendall(b"a")

    with listening(drip_in_handshake) as url:
        reply = send(url.replace("http:", "https:"), deadline=0.6)
    assert "no answer" in reply.error


# --- signing -----------------------------------------------------------------------------------------


def test_the_signature_is_that_of_the_specification():
    """The example of the Standard Webhooks libraries: secret, id, time and body give this signature."""
    headers = webhooks.signed_headers(
        b'{"test": 2432232314}',
        webhook_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        token="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    )
    assert "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" in headers["webhook-signature"].split()


def test_the_public_key_belongs_to_the_installation(settings):
    first = webhooks.public_key()
    assert first.startswith("whpk_")
    assert webhooks.public_key() == first
    settings.SECRET_KEY = "another installation" * 4
    assert webhooks.public_key() != first


@pytest.mark.parametrize("token", ["whsec_not base64!", "plain text", "whsec_"])
def test_a_token_that_is_no_whsec_signs_as_text(token):
    headers = webhooks.signed_headers(b"x", webhook_id="m", timestamp=1, token=token)
    assert headers["webhook-signature"].count(",") == 2


# --- retries -----------------------------------------------------------------------------------------


def test_the_retry_schedule_is_that_of_standard_webhooks():
    now = datetime(2026, 11, 24, tzinfo=UTC)
    waits = [rules.next_attempt(number, now) - now for number in range(1, 10)]
    hours = [2, 5, 10, 14, 20, 24]
    assert waits == [
        timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30),
        *(timedelta(hours=hour) for hour in hours),
    ]  # fmt: skip
    assert rules.next_attempt(10, now) is None


@given(st.text(max_size=40), st.integers(1, 9))
def test_whatever_a_receiver_asks_for_stays_between_our_schedule_and_a_day(text, failures):
    now = datetime(2026, 11, 24, tzinfo=UTC)
    wait = rules.next_attempt(failures, now, text) - now
    assert rules.RETRIES[failures - 1] <= wait <= timedelta(hours=24)
