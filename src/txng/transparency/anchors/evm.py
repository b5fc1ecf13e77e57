"""The newest checkpoint in a contract of an EVM chain: what blockchain is good for, once a day.

    eth_sendTransaction  anchor(SHA-256(origin), size, root)     a wallet beside us holds the key
    eth_getTransactionReceipt                                    it is in a block
    eth_call             anchored(publisher, SHA-256(origin))    and says what we sent

The contract (`CheckpointAnchor.sol`, 15 lines, compiled bytecode beside it) takes only larger sizes from
one publisher, so a chain that many run shows that nobody went back. The chain is a witness that never
sleeps, not a database: 32 bytes a day. We hold no key of the chain: the node or wallet behind the address
(clef, a custodian) signs for `sender`.

Source: reference/reliability.md §2.5; plan 6736 II.2.c.
"""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

import urllib3
from urllib3.exceptions import HTTPError

from txng import __version__
from txng.tlog.checkpoint import Checkpoint
from txng.transparency.anchors.rfc3161 import AnchorError, Receipt

# the first four bytes of Keccak-256 of the signatures, which hashlib does not have
ANCHOR: Final = "70c127c6"  # anchor(bytes32,uint64,bytes32)
ANCHORED: Final = "c2a8119e"  # anchored(address,bytes32)
SECONDS: Final = 20.0
PATIENCE: Final = 120.0  # seconds until a transaction must be in a block
MOST: Final = 1024 * 1024


def compiled() -> dict[str, Any]:
    """`abi`, `bytecode` and how they were compiled (tools/compile_anchor.mjs)."""
    text = (files("txng.transparency.anchors") / "CheckpointAnchor.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


class Chain:
    """A node of a chain, the contract on it, and the account that pays. Raises AnchorError."""

    def __init__(
        self,
        address: str,
        contract: str,
        sender: str,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._address, self._contract, self._sender = address, contract, sender
        self._sleep = sleep
        self._pool = urllib3.PoolManager(timeout=urllib3.Timeout(connect=SECONDS, read=SECONDS))

    def anchor(self, checkpoint: Checkpoint) -> Receipt:
        """Send, wait for the block, and read back what the contract now says."""
        try:
            return self._anchor(checkpoint)
        except (KeyError, TypeError, ValueError) as error:
            raise AnchorError(f"Expected answers of a node, got nonsense: {error}") from None

    def _anchor(self, checkpoint: Checkpoint) -> Receipt:
        data = (
            f"0x{ANCHOR}{name_of(checkpoint.origin)}{checkpoint.size:064x}{checkpoint.root.hex()}"
        )
        sent = self._ask(
            "eth_sendTransaction", {"from": self._sender, "to": self._contract, "data": data}
        )
        receipt = self._receipt(str(sent))
        if self.anchored(checkpoint.origin) != (checkpoint.size, checkpoint.root):
            raise AnchorError("Expected the contract to say what was sent, got something else")
        block = self._ask("eth_getBlockByNumber", receipt["blockNumber"], False)
        at = datetime.fromtimestamp(int(str(block["timestamp"]), 16), UTC)
        return Receipt(bytes.fromhex(str(sent).removeprefix("0x")), at)

    def anchored(self, origin: str) -> tuple[int, bytes]:
        """Size and root that the contract has of this log; 0 and zeros for none."""
        publisher = self._sender.removeprefix("0x").lower().rjust(64, "0")
        call = {"to": self._contract, "data": f"0x{ANCHORED}{publisher}{name_of(origin)}"}
        told = str(self._ask("eth_call", call, "latest")).removeprefix("0x")
        if len(told) != 128:
            raise AnchorError("Expected a size and a root from the contract, got something else")
        return int(told[:64], 16), bytes.fromhex(told[64:])

    def _receipt(self, sent: str) -> dict[str, Any]:
        waited = 0.0
        while waited < PATIENCE:
            found = self._ask("eth_getTransactionReceipt", sent)
            if isinstance(found, dict) and found.get("blockNumber"):
                if int(str(found["status"]), 16) != 1:
                    raise AnchorError("Expected the contract to take it, got a revert")
                return found
            self._sleep(2.0)
            waited += 2.0
        raise AnchorError(f"Expected the transaction in a block within {PATIENCE:.0f} seconds")

    def _ask(self, method: str, *parameters: Any) -> Any:
        question = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        try:
            answer = self._pool.request(
                "POST",
                self._address,
                body=json.dumps(question).encode(),
                headers={
                    "Content-Type": "application/json",
                    "User-Agent": f"txng/{__version__}",
                },
                redirect=False,
                retries=False,
                preload_content=False,
            )
            with answer:
                told = json.loads(answer.read(MOST, decode_content=False))
        except (HTTPError, OSError, ValueError) as error:
            raise AnchorError(f"{self._address}: {error}") from None
        if not isinstance(told, dict) or told.get("error") or "result" not in told:
            raise AnchorError(f"Expected an answer to {method}, got {str(told)[:200]}")
        return told["result"]


def name_of(origin: str) -> str:
    """A log's name in the contract: 64 hexadecimal digits."""
    return sha256(origin.encode()).hexdigest()
