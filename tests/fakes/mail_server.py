"""A mail server on a real socket (aiosmtpd): it keeps what it takes, and says what a test tells it to say.

with MailServer() as server:                       # on a free port of this machine
    server.on_recipient["an@example.vn"] = "550 No such user here"
    settings.SMTP = server.smtp
    ...
    [letter] = server.letters
"""

import email
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from txng.conf.env import Smtp


class MailServer:
    """`letters` as they came; `on_recipient` and `on_data` are answers instead of 250."""

    def __init__(self, port: int = 0, **options: Any) -> None:
        self.letters: list[EmailMessage] = []
        self.envelopes: list[tuple[str, tuple[str, ...]]] = []
        self.raw: list[bytes] = []
        self.on_recipient: dict[str, str] = {}
        self.on_data: list[str] = []
        self.before_answer: Any = None
        self.controller = Controller(
            self, hostname="127.0.0.1", port=port or _free_port(),
            server_hostname="mail.example.vn", **options,
        )  # fmt: skip

    def __enter__(self) -> "MailServer":
        self.controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.controller.stop()

    @property
    def port(self) -> int:
        return int(self.controller.port)

    @property
    def smtp(self) -> Smtp:
        return Smtp("127.0.0.1", self.port, tls="none")

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        answer = self.on_recipient.get(address, "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.on_data:
            return self.on_data.pop(0)
        self.raw.append(envelope.content)
        self.letters.append(email.message_from_bytes(envelope.content, policy=SMTP_POLICY))
        self.envelopes.append((envelope.mail_from, tuple(envelope.rcpt_tos)))
        if self.before_answer is not None:
            self.before_answer()
        return "250 OK"


def _free_port() -> int:
    """aiosmtpd knocks at the number it was given, so 0 will not do."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def with_tls(folder: Path, **options: Any) -> Iterator[tuple[MailServer, Path]]:
    """A server that wants STARTTLS and a password, and the certificate that its clients must trust."""
    certificate, key = _certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def authenticate(
        _server: Any, _session: Any, _envelope: Any, _how: Any, data: Any
    ) -> AuthResult:
        is_known = (data.login, data.password) == (b"txng", b"mat-khau")
        return AuthResult(success=is_known, handled=False)  # the server then says 535

    server = MailServer(
        tls_context=context, require_starttls=True, auth_required=True, authenticator=authenticate,
        **options,
    )  # fmt: skip
    with server:
        yield server, certificate


def _certificate(folder: Path) -> tuple[Path, Path]:
    import ipaddress
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.example.vn")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "mail.pem", folder / "mail.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, secret
