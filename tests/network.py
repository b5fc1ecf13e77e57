"""Tests talk to this machine only: a test that reaches further fails and says where it went."""

import ipaddress
import socket
from typing import Any


class OutsideConnection(RuntimeError):
    """A test tried to leave this machine."""


def is_local(host: object) -> bool:
    if host in (None, "", "localhost", b"localhost"):
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text.split("%")[0]).is_loopback
    except ValueError:
        return False


def allow_this_machine_only() -> None:
    """Guard connections and name look-ups for the rest of the process; a second call changes nothing."""
    if getattr(socket.socket.connect, "guarded", False):
        return
    connect, connect_ex, look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def refuse_outside(this: socket.socket, address: Any) -> None:
        if this.family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0]):
            raise OutsideConnection(f"expected a connection to this machine, got {address!r}")

    def guarded_connect(this: socket.socket, address: Any) -> None:
        refuse_outside(this, address)
        connect(this, address)

    def guarded_connect_ex(this: socket.socket, address: Any) -> int:
        refuse_outside(this, address)
        return connect_ex(this, address)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_local(host):
            raise OutsideConnection(f"expected a look-up of this machine, got {host!r}")
        return look_up(host, *args, **kwargs)

    guarded_connect.guarded = True  # type: ignore[attr-defined]
    socket.socket.connect = guarded_connect  # type: ignore[method-assign]
    socket.socket.connect_ex = guarded_connect_ex  # type: ignore[method-assign]
    socket.getaddrinfo = guarded_look_up  # type: ignore[assignment]
