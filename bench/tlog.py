"""The transparency log in plain Python, beside the SHA-256 and Ed25519 that it cannot do without.

    python -m bench.tlog ENTRIES PROOFS        prints one JSON object; CPU of one core

Raw is hashlib over the very bytes that each figure has to hash (two hashes for an entry, one for each step of
a proof, the salts and digests of a commitment), and `cryptography` verifying as many signatures. `of_raw` is
raw time by ours: 1 would be no overhead at all. The proof in the browser is measured in Chromium, its
processor slowed down four times, where one is installed.
"""

import hashlib
import hmac
import json
import random
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.browser.proof_server import SCRIPT, serving
from tests.servers import chromium
from tests.tlog.logs import (
    EVENT_KEY,
    LOG,
    POLICY_TEXT,
    RECORD,
    MemoryLog,
    policy,
    proof_of_event,
)  # fmt: skip
from txng.tlog.commitment import commit, digests
from txng.tlog.hashing import Edge, leaf_hash
from txng.tlog.note import ed25519_verifies
from txng.tlog.proof_file import check
from txng.tlog.proofs import inclusion_proof, verify_inclusion

ENTRY = 67  # bytes of an event's entry
ITEMS = 20  # EPCs of the record that is committed to
SLOWER = 4


def main(entries: int, proofs: int) -> None:
    chooser = random.Random(6962)
    contents = [chooser.randbytes(ENTRY) for _ in range(entries)]
    log = MemoryLog()
    figures: dict[str, Any] = {"entries": entries}
    figures["append"] = beside(
        lambda: log.append(contents), lambda: _raw_hashes([ENTRY + 1, 65], entries), entries
    )
    figures["recompute"] = beside(
        lambda: _recomputed(log, entries), lambda: _raw_hashes([ENTRY + 1, 65], entries), entries
    )
    figures["prove"], figures["verify"] = _proofs(
        log, contents, [chooser.randrange(entries) for _ in range(proofs)]
    )
    figures["commit"] = _commitments(proofs)
    figures["check"] = _checks(max(proofs // 4, 1))
    figures["browser"] = _in_browser()
    print(json.dumps(figures))


def beside(ours: Callable[[], object], raw: Callable[[], object], count: int) -> dict[str, float]:
    """`count` of something by us, and its hashes or signatures alone."""
    took, least = _cpu(ours), _cpu(raw)
    return {"per_second": count / took, "us": took / count * 1e6, "of_raw": least / took}


def _cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _raw_hashes(lengths: list[int], times: int) -> None:
    samples = [bytes(length) for length in lengths]
    sha256 = hashlib.sha256
    for _ in range(times):
        for sample in samples:
            sha256(sample).digest()


def _recomputed(log: MemoryLog, entries: int) -> None:
    """What a monitor does: every entry read from its bundle, every leaf, the root."""
    reader, edge = log.reader(), Edge()
    for bundle in range(-(-entries // 256)):
        for entry in reader.bundle(bundle):
            edge.append(leaf_hash(entry))
    assert edge.root() == log.root


def _proofs(
    log: MemoryLog, contents: list[bytes], places: list[int]
) -> tuple[dict[str, float], dict[str, float]]:
    reader = log.reader()
    proofs: list[list[bytes]] = []

    def prove() -> None:
        proofs.extend(inclusion_proof(place, log.size, reader.read) for place in places)

    def verify() -> None:
        for place, proof in zip(places, proofs, strict=True):
            verify_inclusion(leaf_hash(contents[place]), place, log.size, proof, log.root)

    # a proof reads a tile on each level, and a tile's inside is 255 hashes
    levels = (log.size.bit_length() + 7) // 8
    proved = beside(prove, lambda: _raw_hashes([65] * 255, len(places) * (levels - 1)), len(places))
    steps = len(proofs[0]) + 1
    return proved, beside(verify, lambda: _raw_hashes([65] * steps, len(places)), len(places))


def _commitments(count: int) -> dict[str, float]:
    items = [f"https://id.gs1.org/01/09506000134352/21/{number:06}" for number in range(ITEMS)]
    record = dict(RECORD) | {"what": items}
    padded = 1 << (ITEMS - 1).bit_length()

    def ours() -> None:
        for _ in range(count):
            commit(record, EVENT_KEY)

    def raw() -> None:
        for _ in range(count):
            for _ in range(12 + padded):
                hmac.digest(EVENT_KEY, b"what", "sha256")
        # digests and leaves of groups and items, and the nodes above them
        _raw_hashes([90] * (12 + padded) + [33] * (12 + padded) + [65] * (11 + padded - 1), count)

    assert len(digests(record, EVENT_KEY)) == 12
    return beside(ours, raw, count) | {"items": ITEMS}


def _checks(count: int) -> dict[str, float]:
    raw, trusted = proof_of_event().encode(), policy()
    signature = LOG.sign("x\n").value

    def ours() -> None:
        for _ in range(count):
            assert check(raw, trusted).is_verified

    def signatures() -> None:
        for _ in range(count):
            for _ in range(4):  # the log's and three witnesses'
                assert ed25519_verifies(LOG.vkey.public_key, b"x\n", signature)

    return beside(ours, signatures, count) | {"bytes": len(raw)}


def _in_browser() -> dict[str, float] | None:
    """Milliseconds, the first time and in the middle of nine; None without a browser."""
    path = chromium()
    if path is None:
        return None
    from playwright.sync_api import sync_playwright

    with serving() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(place.url)
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        took = page.evaluate(
            """async ([proof, policy]) => {
              const { verifyProof } = await import("/verify_proof.js");
              const took = [];
              for (let n = 0; n < 9; n++) {
                const started = performance.now();
                const report = await verifyProof(proof, policy);
                if (!report.verified) throw new Error("not verified");
                took.push(performance.now() - started);
              }
              return took;
            }""",
            [proof_of_event().encode().decode(), POLICY_TEXT],
        )
        browser.close()
    return {
        "first_ms": took[0],
        "median_ms": sorted(took)[4],
        "slower": SLOWER,
        "script_bytes": SCRIPT.stat().st_size,
    }


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
