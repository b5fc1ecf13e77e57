"""The verifier in a real browser gives the answers of `txng.tlog.proof_file`, step by step."""

import contextlib
import random
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.proof_server import WITHOUT_ED25519, WITHOUT_WEBCRYPTO, Served, serving
from tests.tlog.logs import (
    LOG,
    ORIGIN,
    POLICY_TEXT,
    SERIALS,
    STRANGER,
    WITNESSES,
    MemoryLog,
    entry_at,
    policy,
    proof_of_event,
)  # fmt: skip
from txng.tlog import canonical_json
from txng.tlog.commitment import GROUPS, commit, disclose
from txng.tlog.entry import Entry
from txng.tlog.errors import MalformedError
from txng.tlog.note import Signer
from txng.tlog.policy import parse_policy
from txng.tlog.proof_file import TlogProof, check, write_extra
from txng.tlog.proofs import inclusion_proof

pytestmark = pytest.mark.browser
PROOF = proof_of_event()
RAW = PROOF.encode()
REASONS = {
    "MalformedError": "malformed", "DisclosureError": "disclosure", "ProofError": "proof",
    "SignatureError": "signature", "QuorumError": "quorum",
}  # fmt: skip
# Runs inside the page; the file of Chromium's own module loader, as a visitor gets it.
VERIFY = """async ([proof, policy]) => {
  const { verifyProof } = await import("/verify_proof.js");
  const bytes = Uint8Array.from(atob(proof), (letter) => letter.charCodeAt(0));
  try { return await verifyProof(bytes, policy); }
  catch (error) { return { refused: error.reason ?? String(error) }; }
}"""


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving() as place:
        place.files["/lo.tlog-proof"] = ("application/octet-stream", RAW)
        yield place


Verify = Callable[..., dict]


@pytest.fixture(scope="module")
def page(browser: Browser, served: Served) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(served.url)
    yield page
    page.close()


@pytest.fixture(scope="module")
def verify(page: Page) -> Verify:
    def run(proof: bytes, policy_text: str = POLICY_TEXT) -> dict:
        return page.evaluate(VERIFY, [b64encode(proof).decode(), policy_text])

    return run


def told_by_python(proof: bytes, policy_text: str = POLICY_TEXT) -> list[dict[str, str | None]]:
    steps = []
    for step in check(proof, parse_policy(policy_text.encode())).steps:
        reason = REASONS[type(step.error).__name__] if step.error else None
        steps.append({"name": step.name, "verdict": step.verdict, "reason": reason})
    return steps


def told_by_browser(report: dict) -> list[dict[str, str | None]]:
    return [{"reason": None} | step for step in report["steps"]]


def test_the_browser_verifies_what_our_library_proved(verify: Verify):
    report = verify(RAW)
    expected = check(RAW, policy())
    assert report["verified"] is True
    assert report["supported"] is True
    assert told_by_browser(report) == told_by_python(RAW)
    assert (report["index"], report["entry"]) == (77, {"kind": "event", "clear": {}})
    assert (report["checkpoint"]["origin"], report["checkpoint"]["size"]) == (ORIGIN, 300)
    assert b64decode(report["checkpoint"]["root"]) == expected.checkpoint.root
    assert report["log"] == ORIGIN
    assert report["witnesses"] == [one._asdict() for one in expected.witnesses]
    assert report["disclosed"] == {
        "groups": expected.disclosed.groups,
        "items": [{"index": 4, "value": SERIALS[4]}],
        "hidden": list(expected.disclosed.hidden),
    }
    assert report["asksNoWitness"] is False


def changed_extra(**members: object) -> bytes:
    extra = canonical_json.decode(PROOF.extra) | members
    return replace(PROOF, extra=canonical_json.encode(extra)).encode()


def disclosure(**groups: object) -> bytes:
    shown = canonical_json.decode(PROOF.extra)["disclosure"]
    return changed_extra(disclosure=shown | groups)


def one_public_act() -> bytes:
    recall = Entry(
        "recall", bytes(32),
        {"act": "issue", "about": SERIALS[0], "authority": "Sở Y tế", "document": "1/TB"},
    )  # fmt: skip
    log = MemoryLog()
    log.append([recall.encode()])
    return TlogProof(0, (), log.checkpoint(), write_extra(recall.encode())).encode()


def salt_of(name: str) -> str:
    return canonical_json.decode(PROOF.extra)["disclosure"][name]["salt"]


NO_WITNESS = f"log {LOG.vkey}\nquorum none\n"
VARIANTS = {
    "as it is": (RAW, POLICY_TEXT),
    "a public act": (one_public_act(), POLICY_TEXT),
    "everything opened": (
        proof_of_event(groups=GROUPS).encode(),
        POLICY_TEXT,
    ),
    "all items opened": (proof_of_event(groups=("what",), items=()).encode(), POLICY_TEXT),
    "three items opened": (proof_of_event(items=(0, 7, 12)).encode(), POLICY_TEXT),
    "nothing opened": (replace(PROOF, extra=write_extra(entry_at(77).encode())).encode(), POLICY_TEXT),
    "no witness asked": (proof_of_event(witnesses=()).encode(), NO_WITNESS),
    "no witness there": (proof_of_event(witnesses=()).encode(), POLICY_TEXT),
    "too few witnesses": (
        proof_of_event(witnesses=(WITNESSES[0], WITNESSES[2], STRANGER)).encode(), POLICY_TEXT,
    ),
    "all witnesses and a stranger": (
        proof_of_event(witnesses=(*WITNESSES, STRANGER)).encode(), POLICY_TEXT,
    ),
    "a witness twice": (
        proof_of_event(witnesses=(WITNESSES[0], WITNESSES[0], WITNESSES[2])).encode(), POLICY_TEXT,
    ),
    "another log": (RAW, f"log {Signer('khac.example', bytes(32)).vkey}\nquorum none\n"),
    "another key of the log": (RAW, f"log {Signer(ORIGIN, bytes(32)).vkey}\nquorum none\n"),
    "no log": (RAW, "quorum none\n"),
    "a changed value": (
        disclosure(core={"salt": salt_of("core"), "value": {"bizStep": "x"}}), POLICY_TEXT,
    ),
    "a group opened as absent": (disclosure(core={"salt": salt_of("core")}), POLICY_TEXT),
    "a group with null": (disclosure(core={"salt": salt_of("core"), "value": None}), POLICY_TEXT),
    "a short salt": (disclosure(core={"salt": "AAAA", "value": "x"}), POLICY_TEXT),
    "items without a proof": (disclosure(what={"salt": salt_of("core"), "items": []}), POLICY_TEXT),
    "no disclosure at all": (changed_extra(disclosure=None), POLICY_TEXT),
    "another entry": (changed_extra(entry=entry_at(78).encode().decode()), POLICY_TEXT),
    "an entry that is none": (changed_extra(entry="txng-entry/v2\n"), POLICY_TEXT),
    "an entry in two spellings": (
        changed_extra(entry=entry_at(77).encode().decode() + "\n"), POLICY_TEXT,
    ),
    "another index": (RAW.replace(b"index 77", b"index 78"), POLICY_TEXT),
    "an index beyond the tree": (RAW.replace(b"index 77", b"index 300"), POLICY_TEXT),
    "an index with a zero": (RAW.replace(b"index 77", b"index 077"), POLICY_TEXT),
    "a huge index": (RAW.replace(b"index 77", b"index 9223372036854775808"), POLICY_TEXT),
    "a hash too many": (replace(PROOF, proof=(*PROOF.proof, bytes(32))).encode(), POLICY_TEXT),
    "a hash too few": (replace(PROOF, proof=PROOF.proof[:-1]).encode(), POLICY_TEXT),
    "no extra": (replace(PROOF, extra=None).encode(), POLICY_TEXT),
    "JSON in another spelling": (replace(PROOF, extra=PROOF.extra + b" ").encode(), POLICY_TEXT),
    "a member twice": (
        replace(PROOF, extra=b'{"entry":"a","entry":"b"}').encode(), POLICY_TEXT,
    ),
    "a fraction": (
        replace(PROOF, extra=b'{"disclosure":1.5,"entry":"a"}').encode(), POLICY_TEXT,
    ),
    "half a character": (replace(PROOF, extra=b'{"entry":"\\ud800"}').encode(), POLICY_TEXT),
    "a prototype": (replace(PROOF, extra=b'{"__proto__":{"entry":"a"}}').encode(), POLICY_TEXT),
    "Windows newlines": (RAW.replace(b"\n", b"\r\n"), POLICY_TEXT),
    "a byte order mark": (b"\xef\xbb\xbf" + RAW, POLICY_TEXT),
    "no last newline": (RAW[:-1], POLICY_TEXT),
    "nothing": (b"", POLICY_TEXT),
}  # fmt: skip


@pytest.mark.parametrize("name", VARIANTS)
def test_the_browser_says_of_each_variant_what_the_library_says(verify: Verify, name: str):
    proof, policy_text = VARIANTS[name]
    report = verify(proof, policy_text)
    assert told_by_browser(report) == told_by_python(proof, policy_text)
    assert report["verified"] is check(proof, parse_policy(policy_text.encode())).is_verified


def test_no_flipped_bit_verifies_in_the_browser(verify: Verify):
    """One bit of every third byte of the file; and each answer is the library's."""
    for at in range(0, len(RAW), 3):
        changed = bytearray(RAW)
        changed[at] ^= 1 << at * 5 % 8
        report = verify(bytes(changed))
        assert report["verified"] is False, at
        assert told_by_browser(report) == told_by_python(bytes(changed)), at


A, B = WITNESSES[0].vkey, WITNESSES[1].vkey
POLICIES = [
    "", "quorum none", " quorum\tnone #\n", "quorum none\n\n# x\n \t\n", "quorum none\r\n", "quorum a\n",
    f"witness a {A}\nquorum a\n", f"witness a {A}\nwitness a {B}\nquorum a\n",
    f"witness a {A}\nwitness b {A}\nquorum a\n", f"witness none {A}\nquorum none\n",
    f"witness a {A} u v\nquorum a\n", f"log {A}\nquorum none\n", f"witness a {LOG.vkey}\nquorum a\n",
    f"log {LOG.vkey}\nlog {LOG.vkey}\nquorum none\n", f"log {LOG.vkey} https://a\nquorum none\n",
    f"witness a {A}\ngroup g any a\nquorum g\n", f"witness a {A}\ngroup g 2 a\nquorum g\n",
    f"witness a {A}\ngroup g 01 a\nquorum g\n", f"witness a {A}\ngroup g toString a\nquorum g\n",
    f"witness a {A}\ngroup g any a a\nquorum g\n", f"witness a {A}\ngroup g any g\nquorum g\n",
    f"witness a {A}\ngroup g any none\nquorum g\n", f"witness a {A}\ngroup a any a\nquorum a\n",
    f"witness a {A}\ngroup g any\nquorum a\n", f"quorum a\nwitness a {A}\n",
    f"witness a {A}\nquorum a\nquorum a\n", f"witness \u00e9\u00a0b {A}\nquorum \u00e9\u00a0b\n",
    "quorum none\x7f\n", "log x+00000000+AAAA\nquorum none\n", f"LOG {LOG.vkey}\nquorum none\n",
    "log w+00000000+" + b64encode(b"\x01" + bytes(32)).decode() + "\nquorum none\n",
]  # fmt: skip


@pytest.mark.parametrize("policy_text", POLICIES)
def test_a_policy_is_read_or_refused_as_the_library_does(verify: Verify, policy_text: str):
    is_read = True
    try:
        parse_policy(policy_text.encode())
    except MalformedError:
        is_read = False
    report = verify(RAW, policy_text)
    assert ("refused" not in report) is is_read, report
    assert report.get("refused", "malformed") == "malformed"


def test_a_key_whose_id_is_another_is_refused_before_it_is_used(verify: Verify):
    wrong = str(LOG.vkey).replace(f"+{LOG.vkey.key_id:08x}+", "+00000000+")
    report = verify(RAW, f"log {wrong}\nquorum none\n")
    assert report["verified"] is False
    assert told_by_browser(report)[3] == {"name": "log", "verdict": "failed", "reason": "malformed"}


def test_names_and_values_may_hold_the_same_characters_in_both(verify: Verify, page: Page):
    """Every letter up to the last space of Unicode and some beyond, in the name of a key."""
    points = [*range(0x3100), 0xD7FF, 0xE000, 0xFEFF, 0xFFFD, 0xFFFF, 0x1F96C, 0x10FFFF]
    allowed = page.evaluate(
        """async ([key, points]) => {
          const { verifyProof } = await import("/verify_proof.js");
          const allowed = [];
          for (const point of points) {
            const vkey = `a${String.fromCodePoint(point)}b+00000000+${key}`;
            try { await verifyProof("", `log ${vkey}\\nquorum none\\n`); allowed.push(point); } catch {}
          }
          return allowed;
        }""",
        [str(LOG.vkey).split("+", 2)[2], points],
    )
    expected = []
    for point in points:
        with contextlib.suppress(MalformedError):
            Signer(f"a{chr(point)}b", bytes(32))
            if point != 0x7F:  # a name may have it, a policy file may not
                expected.append(point)
    assert allowed == expected


def test_random_records_in_all_openings_verify_in_the_browser(verify: Verify):
    """JSON of many shapes: what Python spells canonically, JavaScript must spell the same."""
    chooser = random.Random(8785)
    letters = 'aZ09 "\\/\b\f\n\r\t\x00\x1f\x7f\u0080éÔ\u2028\ufb33\ue000\uffff\U0001f600\U00010000'

    def value(depth: int) -> object:
        kind = chooser.randrange(6 if depth else 4)
        text = "".join(chooser.choices(letters, k=chooser.randrange(6)))
        if kind < 4:
            return [
                text,
                chooser.randrange(-(2**53) + 1, 2**53),
                chooser.choice([True, False]),
                text,
            ][kind]
        if kind == 4:
            return [value(depth - 1) for _ in range(chooser.randrange(4))]
        return {f"{text}{n}" if n else text: value(depth - 1) for n in range(chooser.randrange(4))}

    for _ in range(60):
        record = {name: value(3) for name in GROUPS if chooser.random() < 0.6}
        record["what"] = [value(2) for _ in range(chooser.randrange(12))]
        key = chooser.randbytes(32)
        opened = [name for name in GROUPS if chooser.random() < 0.5]
        items = [index for index in range(len(record["what"])) if chooser.random() < 0.4]
        entry = Entry("event", commit(record, key))
        log = MemoryLog()
        log.append([bytes([n]) for n in range(chooser.randrange(9))] + [entry.encode()])
        proof = TlogProof(
            log.size - 1,
            tuple(inclusion_proof(log.size - 1, log.size, log.reader().read)),
            log.checkpoint(),
            write_extra(entry.encode(), disclose(record, key, groups=opened, items=items)),
        ).encode()
        report = verify(proof)
        assert report["verified"] is True, (record, report)
        assert report["disclosed"]["groups"] == check(proof, policy()).disclosed.groups


# --- without Ed25519 ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("without", "verdicts"),
    [
        (WITHOUT_ED25519, ["passed", "passed", "passed", "unsupported", "unsupported"]),
        (WITHOUT_WEBCRYPTO, ["passed", *["unsupported"] * 4]),
    ],
    ids=["no Ed25519", "no https"],
)
def test_a_browser_that_cannot_check_signatures_says_so_and_verifies_nothing(
    browser: Browser, served: Served, without: str, verdicts: list[str]
):
    page = browser.new_page()
    page.add_init_script(without)
    page.goto(served.url)
    report = page.evaluate(VERIFY, [b64encode(RAW).decode(), POLICY_TEXT])
    page.close()
    assert [step["verdict"] for step in report["steps"]] == verdicts
    assert (report["verified"], report["supported"]) == (False, False)
