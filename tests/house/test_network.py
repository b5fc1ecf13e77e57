"""The guard of tests/network.py holds: no test leaves this machine."""

import socket

import pytest

from tests.network import OutsideConnection


@pytest.mark.parametrize("host", ["example.org", "192.0.2.7", "2001:db8::7"])
def test_a_test_that_reaches_outside_is_refused(host):
    with pytest.raises(OutsideConnection, match=host):
        socket.create_connection((host, 80), timeout=1)


def test_a_test_may_speak_to_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
