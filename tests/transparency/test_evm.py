"""The anchor contract, run in process by py-evm behind a JSON-RPC door: it only grows."""

import json
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from tests.transparency.logs import captured
from txng.tlog.checkpoint import Checkpoint
from txng.transparency import anchoring
from txng.transparency.anchors import evm
from txng.transparency.anchors.rfc3161 import AnchorError

pytestmark = pytest.mark.django_db

ORIGIN = "txng.example/log/2026"


def checkpoint(size: int, root: int = 1, origin: str = ORIGIN) -> Checkpoint:
    return Checkpoint(origin, size, bytes([root]) * 32)


@pytest.fixture(scope="module")
def tester():
    with warnings.catch_warnings(), recursion_limit_kept():
        warnings.simplefilter("ignore")  # of packages that are not ours
        from eth_tester import EthereumTester, PyEVMBackend

        return EthereumTester(PyEVMBackend())


@contextmanager
def recursion_limit_kept() -> Iterator[None]:
    """py-evm raises it for the whole process; tests of deeply nested JSON would then end in a crash."""
    limit = sys.getrecursionlimit()
    yield
    sys.setrecursionlimit(limit)


class Node:
    """What a node answers, by an EVM in this process."""

    def __init__(self, tester: Any) -> None:
        self.tester = tester
        self.sender, self.other = tester.get_accounts()[:2]
        made = tester.send_transaction(
            {"from": self.sender, "data": evm.compiled()["bytecode"], "gas": 1_000_000}
        )
        deployed = tester.get_transaction_receipt(made)
        self.contract, self.deploy_gas = deployed["contract_address"], deployed["gas_used"]
        self.gas: list[int] = []

    def answer(self, method: str, parameters: list[Any]) -> Any:
        if method == "eth_sendTransaction":
            return self.tester.send_transaction({"gas": 200_000, **parameters[0]})
        if method == "eth_getTransactionReceipt":
            found = self.tester.get_transaction_receipt(parameters[0])
            self.gas.append(found["gas_used"])
            return {"blockNumber": hex(found["block_number"]), "status": hex(found["status"])}
        if method == "eth_getBlockByNumber":
            return {
                "timestamp": hex(
                    self.tester.get_block_by_number(int(parameters[0], 16))["timestamp"]
                )
            }
        assert method == "eth_call"
        return self.tester.call({"from": self.sender, "gas": 200_000, **parameters[0]})


@contextmanager
def answering(answer):
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            try:
                told = {"result": answer(asked["method"], asked["params"])}
            except Exception as error:  # a revert
                told = {"error": {"code": 3, "message": str(error)}}
            body = json.dumps({"jsonrpc": "2.0", "id": asked["id"], **told}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Door) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_port}"
        finally:
            listening.shutdown()
            thread.join(10)


@pytest.fixture
def node(tester):
    return Node(tester)


@pytest.fixture
def address(node):
    with answering(node.answer) as address:
        yield address


def chain(node: Node, address: str, sender: str = "") -> evm.Chain:
    return evm.Chain(address, node.contract, sender or node.sender, sleep=lambda seconds: None)


def test_a_checkpoint_is_anchored_and_read_back(node, address):
    us = chain(node, address)
    assert us.anchored(ORIGIN) == (0, bytes(32))
    receipt = us.anchor(checkpoint(5))
    assert (len(receipt.token), us.anchored(ORIGIN)) == (32, (5, b"\1" * 32))
    us.anchor(checkpoint(9, 2))
    assert us.anchored(ORIGIN) == (9, b"\2" * 32)
    assert node.deploy_gas < 200_000
    assert node.gas[1] < 40_000 < node.gas[0] < 80_000


def test_it_never_goes_back_and_never_sideways(node, address):
    us = chain(node, address)
    us.anchor(checkpoint(5))
    for wrong in (checkpoint(4), checkpoint(5, 2), checkpoint(0)):
        with pytest.raises(AnchorError):
            us.anchor(wrong)
    us.anchor(checkpoint(5))
    assert us.anchored(ORIGIN) == (5, b"\1" * 32), "asked again changes nothing"


def test_publishers_and_logs_do_not_disturb_each_other(node, address):
    us, other = chain(node, address), chain(node, address, node.other)
    us.anchor(checkpoint(50))
    other.anchor(checkpoint(5, 9))
    us.anchor(checkpoint(1, origin="txng.example/log/2027"))
    assert us.anchored(ORIGIN) == (50, b"\1" * 32)
    assert other.anchored(ORIGIN) == (5, b"\x09" * 32)


@pytest.mark.parametrize("told", [None, "0x", "0x" + "0" * 128, {}, 7])
def test_a_node_that_lies_gives_no_receipt(node, told):
    with (
        answering(lambda method, parameters: told) as address,
        pytest.raises(AnchorError),
    ):
        chain(node, address).anchor(checkpoint(5))


def test_nobody_there_gives_no_receipt(node):
    with pytest.raises(AnchorError):
        chain(node, "http://127.0.0.1:9").anchor(checkpoint(5))


def test_each_day_the_published_checkpoint_is_anchored(node, address, log, settings):
    settings.LOG_FOLDER = log.folder
    settings.LOG_EVM, settings.LOG_EVM_CONTRACT = address, node.contract
    settings.LOG_EVM_SENDER = node.sender
    captured(5)
    log.catch_up()
    (anchor,) = anchoring.round_of_anchors(datetime.now(UTC))
    assert (anchor.kind, anchor.checkpoint.size) == ("evm", 5)
    assert chain(node, address).anchored(ORIGIN) == (5, log.checkpoint().root)
    assert anchoring.round_of_anchors(datetime.now(UTC)) == []
