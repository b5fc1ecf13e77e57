"""A time stamping authority of OpenSSL, made here, over a real socket: stamped, verified, refused."""

import shutil
import subprocess
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.transparency.logs import captured
from tests.transparency.test_rest import ask
from txng.transparency import anchoring
from txng.transparency.anchors import rfc3161
from txng.transparency.models import Anchor

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed"),
]

MESSAGE = b"txng.example/log/2026\n5\nAAAA\n"
CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


def certificate(name: str, issuer=None, *, stamps: bool = False, days: int = 30):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signer, signing = issuer or (None, key)
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signer.subject if signer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=not stamps, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False
        )
    )
    usage = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
         "encipher_only", "decipher_only"), False,
    )  # fmt: skip
    builder = builder.add_extension(
        x509.KeyUsage(
            digital_signature=stamps, key_cert_sign=not stamps, crl_sign=not stamps, **usage
        ),
        critical=True,
    )
    if stamps:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purpose, critical=True)
    return builder.sign(signing, hashes.SHA256()), key


class Authority:
    """A root, and a certificate that may stamp."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        root = certificate("Root of a test")
        tsa, key = certificate("Authority of a test", root, stamps=True)
        pem = serialization.Encoding.PEM
        (folder / "tsa.pem").write_bytes(tsa.public_bytes(pem))
        (folder / "tsa.key").write_bytes(
            key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        )
        self.chain = folder / "chain.pem"
        self.chain.write_bytes(root[0].public_bytes(pem))
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
        (folder / "serial").write_text("01\n")

    def reply(self, query: bytes) -> bytes:
        (self.folder / "query").write_bytes(query)
        subprocess.run(
            ["openssl", "ts", "-reply", "-config", self.folder / "tsa.cnf",
             "-queryfile", self.folder / "query", "-out", self.folder / "reply"],
            check=True, capture_output=True,
        )  # fmt: skip
        return (self.folder / "reply").read_bytes()


@contextmanager
def answering(reply):
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            status, body = reply(query)
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Door) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_port}/tsa"
        finally:
            listening.shutdown()
            thread.join(10)


@pytest.fixture
def authority(tmp_path):
    folder = tmp_path / "tsa"
    folder.mkdir()
    return Authority(folder)


def test_a_checkpoint_is_stamped_and_anybody_verifies_it(authority, tmp_path):
    with answering(lambda query: (200, authority.reply(query))) as address:
        receipt = rfc3161.stamp(address, authority.chain, MESSAGE)
    assert abs(receipt.at - datetime.now(UTC)) < timedelta(minutes=1)
    (tmp_path / "token").write_bytes(receipt.token)
    (tmp_path / "message").write_bytes(MESSAGE)
    told = subprocess.run(
        ["openssl", "ts", "-verify", "-in", tmp_path / "token", "-data", tmp_path / "message",
         "-CAfile", authority.chain],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert "OK" in told.stdout
    chain = rfc3161.certificates(authority.chain)
    with pytest.raises(rfc3161.AnchorError):
        rfc3161.verified(receipt.token, chain, MESSAGE.replace(b"5", b"6"))


def test_an_altered_stamp_is_refused_at_every_byte(authority):
    with answering(lambda query: (200, authority.reply(query))) as address:
        token = rfc3161.stamp(address, authority.chain, MESSAGE).token
    chain = rfc3161.certificates(authority.chain)
    at = token.index(b"\x16\x06") if b"\x16\x06" in token else len(token) - 20
    for place in (at, len(token) - 5, len(token) // 2):
        altered = token[:place] + bytes([token[place] ^ 1]) + token[place + 1 :]
        with pytest.raises((rfc3161.AnchorError, ValueError)):
            rfc3161.verified(altered, chain, MESSAGE)


def test_another_authority_is_not_believed(authority, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    stranger = Authority(other)
    with (
        answering(lambda query: (200, stranger.reply(query))) as address,
        pytest.raises(rfc3161.AnchorError),
    ):
        rfc3161.stamp(address, authority.chain, MESSAGE)


def test_an_old_answer_to_another_question_is_not_believed(authority):
    kept: list[bytes] = []

    def reply(query: bytes) -> tuple[int, bytes]:
        kept.append(authority.reply(query))
        return 200, kept[0]

    with answering(reply) as address:
        rfc3161.stamp(address, authority.chain, MESSAGE)
        with pytest.raises(rfc3161.AnchorError, match="nonce"):
            rfc3161.stamp(address, authority.chain, MESSAGE)


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, b""), (200, b"nonsense"), (500, b""), (302, b""), (200, b"x" * 70_000)],
)
def test_nonsense_is_no_receipt(authority, status, body):
    with (
        answering(lambda query: (status, body)) as address,
        pytest.raises(rfc3161.AnchorError),
    ):
        rfc3161.stamp(address, authority.chain, MESSAGE)


def test_nobody_there_is_no_receipt(authority):
    with pytest.raises(rfc3161.AnchorError):
        rfc3161.stamp("http://127.0.0.1:9/tsa", authority.chain, MESSAGE)


def test_each_hour_the_published_checkpoint_is_stamped(authority, log, settings):
    settings.LOG_FOLDER = log.folder
    captured(5)
    log.catch_up()
    now = datetime.now(UTC)
    assert anchoring.round_of_anchors(now) == [], "off by default"
    settings.LOG_TSA_CHAIN = authority.chain
    with answering(lambda query: (200, authority.reply(query))) as settings.LOG_TSA:
        (first,) = anchoring.round_of_anchors(now)
        assert (first.checkpoint.size, first.kind) == (5, "rfc3161")
        captured(5, first=5)
        log.catch_up()
        assert anchoring.round_of_anchors(now + timedelta(minutes=30)) == []
        (second,) = anchoring.round_of_anchors(now + timedelta(minutes=61))
        assert second.checkpoint.size == 10
        assert anchoring.round_of_anchors(now + timedelta(hours=5)) == [], "nothing new"
    status, headers, token = ask("GET", "/log/2026/anchor/10.tsr")
    assert (status, headers["Content-Type"]) == (200, "application/timestamp-reply")
    chain = rfc3161.certificates(authority.chain)
    assert rfc3161.verified(token, chain, anchoring.text_of(second.checkpoint)).at
    assert anchoring.text_of(second.checkpoint) == log.checkpoint().text.encode()


def test_an_authority_that_is_away_holds_up_nothing(authority, log, settings):
    settings.LOG_FOLDER = log.folder
    settings.LOG_TSA, settings.LOG_TSA_CHAIN = "http://127.0.0.1:9/tsa", authority.chain
    captured(5)
    log.catch_up()
    assert anchoring.round_of_anchors(datetime.now(UTC)) == []
    assert Anchor.objects.count() == 0
    assert log.checkpoint().size == 5
