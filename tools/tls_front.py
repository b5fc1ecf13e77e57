"""An HTTPS address in front of a server that speaks plain HTTP, for as long as a test runs.

    browser, curl ──TLS──> 127.0.0.1:port ──plain──> 127.0.0.1:8000

Bytes pass unchanged in both directions, so a request line arrives as it was sent. The certificate is made
on the spot, for 127.0.0.1 and a day: never for an address that others reach.
"""

import contextlib
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
AT_ONCE = 1 << 16  # bytes that are passed on at once


class Front:
    """`certificate` is a PEM file that a client may trust; `url` has no slash at its end.

    The port is taken when the object is made, so the server behind may be told its public address before
    it starts; `connect_to` says where that server is.
    """

    def __init__(self, folder: Path) -> None:
        self.certificate = folder / "certificate.pem"
        key = folder / "key.pem"
        _write_certificate(self.certificate, key)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(self.certificate, key)
        self._listener = socket.create_server((HOST, 0))
        self._port_behind = 0
        self.url = f"https://{HOST}:{self._listener.getsockname()[1]}"

    @contextlib.contextmanager
    def connect_to(self, port: int) -> Iterator[None]:
        self._port_behind = port
        threading.Thread(target=self._accept, daemon=True).start()
        try:
            yield
        finally:
            self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                plain, _ = self._listener.accept()
            except OSError:  # closed: the test is over
                return
            threading.Thread(target=self._relay, args=(plain,), daemon=True).start()

    def _relay(self, plain: socket.socket) -> None:
        with (
            contextlib.suppress(OSError),  # a browser hangs up when it has what it wanted
            self._context.wrap_socket(plain, server_side=True) as outside,
            socket.create_connection((HOST, self._port_behind)) as inside,
        ):
            back = threading.Thread(target=_pass_on, args=(inside, outside), daemon=True)
            back.start()
            _pass_on(outside, inside)
            back.join()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(AT_ONCE):
            target.sendall(data)
    for end in (source, target):  # one side is done, so is the conversation
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def _write_certificate(certificate: Path, key_file: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
