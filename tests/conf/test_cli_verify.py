"""txng verify: a proof file against a trust policy, without a network, a database or Django."""

import json
import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

from tests.tlog.logs import (
    LOG,
    ORIGIN,
    POLICY_TEXT,
    SERIALS,
    STRANGER,
    WITNESSES,
    MemoryLog,
    entry_at,
    proof_of_event,
)  # fmt: skip
from txng.conf import cli
from txng.conf.commands.verify import GROUPS, KINDS, REASONS, STEPS
from txng.tlog import commitment, entry, proof_file
from txng.tlog.commitment import commit, disclose
from txng.tlog.entry import Entry
from txng.tlog.proof_file import TlogProof, write_extra

PROOF = proof_of_event()


@pytest.fixture(autouse=True)
def nobody_speaks_english(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def verify(capfdbinary, tmp_path):
    """Run the command over these bytes; its exit status and what it printed."""

    def run(proof=None, policy=POLICY_TEXT, *options):
        (tmp_path / "lo.tlog-proof").write_bytes(PROOF.encode() if proof is None else proof)
        (tmp_path / "chinh-sach.txt").write_text(policy, encoding="utf-8")
        status = cli.run(
            [
                *(option for option in options if option == "--lang=en"),
                *("verify", str(tmp_path / "lo.tlog-proof")),
                *("--policy", str(tmp_path / "chinh-sach.txt")),
                *(option for option in options if option == "--json"),
            ]
        )
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return SimpleNamespace(status=status, out=out.decode(), err=err.decode())

    return run


def proof_of(record, **opened):
    """A proof in a log of one entry, which commits to this record."""
    made = Entry("event", commit(record, bytes(32)))
    log = MemoryLog()
    log.append([made.encode()])
    extra = write_extra(made.encode(), disclose(record, bytes(32), **opened))
    return TlogProof(0, (), log.checkpoint(), extra).encode()


def test_a_proof_that_verifies_tells_its_steps_and_what_it_opens(verify):
    told = verify()
    assert (told.status, told.err) == (0, "")
    lines = told.out.splitlines()
    assert lines[0].startswith("ĐÃ KIỂM CHỨNG: ")
    assert [line.split()[0] for line in lines[1:6]] == ["ĐẠT"] * 5
    assert lines[1].endswith("sự kiện, mục số 77")
    assert lines[2].endswith("mở 4 nhóm, giữ kín 8 nhóm")
    assert "so-y-te lúc 2026-11-28 12:00" in lines[5]
    assert '  việc gì: {"bizStep": "shipping", "day": "2026-11-28", "type": "ObjectEvent"}' in lines
    assert "  cảm biến: không có" in lines
    assert f'    "{SERIALS[4]}"' in lines
    assert "1250.50" not in told.out


def test_it_speaks_english_when_asked(verify):
    told = verify(None, POLICY_TEXT, "--lang=en")
    assert told.out.startswith("VERIFIED: ")
    assert "4 groups opened, 8 kept hidden" in told.out


def test_a_machine_reads_everything_that_was_found(verify):
    told = json.loads(verify(None, POLICY_TEXT, "--json").out)
    assert told["verified"] is True
    assert {step["name"]: step["verdict"] for step in told["steps"]} == dict.fromkeys(
        proof_file.STEPS, "passed"
    )
    assert (told["entry"]["index"], told["entry"]["kind"]) == (77, "event")
    assert (told["checkpoint"]["origin"], told["checkpoint"]["size"]) == (ORIGIN, 300)
    assert told["log"] == str(LOG.vkey)
    assert told["witnesses"][0] == {
        "name": "so-y-te", "timestamp": 1795842000, "time": "2026-11-28 12:00",
    }  # fmt: skip
    assert told["disclosed"]["items"] == {"4": SERIALS[4]}
    assert told["disclosed"]["groups"]["sensor"] is None
    assert len(told["disclosed"]["hidden"]) == 8


@pytest.mark.parametrize(
    ("proof", "step", "reason"),
    [
        (PROOF.encode()[1:], 0, "Tệp không đúng khuôn dạng, hoặc đã bị sửa."),
        (replace(PROOF, index=78).encode(), 2, "Các mã băm không dẫn tới gốc mà điểm mốc nêu."),
        (
            replace(PROOF, extra=write_extra(entry_at(78).encode())).encode(), 2,
            "Các mã băm không dẫn tới gốc mà điểm mốc nêu.",
        ),
        (
            proof_of_event(witnesses=(WITNESSES[0], STRANGER)).encode(), 4,
            "Chưa đủ nhân chứng mà chính sách đòi hỏi.",
        ),
    ],
)  # fmt: skip
def test_a_proof_that_does_not_verify_says_where_and_calls_nothing_false(
    verify, proof, step, reason
):
    told = verify(proof)
    assert told.status == 3
    lines = told.out.splitlines()
    assert lines[0].startswith("CHƯA KIỂM CHỨNG ĐƯỢC: ")
    assert lines[1 + step].startswith("  HỎNG")
    assert lines[1 + step].endswith(reason)
    assert "không nói hàng thật hay giả" in told.err
    assert SERIALS[4] not in told.out, "nothing unproven is shown"


def test_a_value_that_was_changed_says_so(verify):
    from txng.tlog import canonical_json

    extra = canonical_json.decode(PROOF.extra)
    extra["disclosure"]["core"]["value"]["bizStep"] = "receiving"
    told = verify(replace(PROOF, extra=canonical_json.encode(extra)).encode())
    assert told.status == 3
    assert "Nội dung kèm theo khác với điều đã ghi vào nhật ký." in told.out
    assert "receiving" not in told.out


def test_a_machine_is_told_the_reason_in_english_and_the_sentence(verify):
    told = verify(replace(PROOF, index=78).encode(), POLICY_TEXT, "--json")
    assert told.status == 3
    report = json.loads(told.out)
    assert report["verified"] is False
    assert report["steps"][2] == {
        "name": "inclusion", "verdict": "failed",
        "reason": "Expected the inclusion proof to lead to the root, got another hash",
        "detail": "Các mã băm không dẫn tới gốc mà điểm mốc nêu.",
    }  # fmt: skip


def test_a_policy_without_witnesses_is_told_as_what_it_is(verify):
    told = verify(proof_of_event(witnesses=()).encode(), f"log {LOG.vkey}\nquorum none\n")
    assert told.status == 0
    assert told.out.startswith("CÓ TRONG NHẬT KÝ, KHÔNG NHÂN CHỨNG: ")
    assert "không nhân chứng nào được hỏi" in told.out
    assert "bạn chỉ tin lời nhật ký" in told.err


def test_a_policy_that_cannot_be_read_stops_before_anything_is_examined(verify):
    told = verify(None, "quorum ai-do\n")
    assert (told.status, told.out) == (2, "")
    assert "Không đọc được chính sách" in told.err
    assert "Line 1: Expected a name defined above" in told.err


def test_files_that_are_not_there_are_named(verify, tmp_path, capfdbinary):
    assert cli.run(["verify", str(tmp_path / "a"), "--policy", str(tmp_path / "b")]) == 2
    assert "Không đọc được tệp" in capfdbinary.readouterr().err.decode()
    assert cli.run(["verify", str(tmp_path / "a")]) == 2
    assert "--policy" in capfdbinary.readouterr().err.decode()


def test_a_public_act_shows_its_lines(verify):
    recall = Entry(
        "recall", bytes(32),
        {"act": "issue", "about": SERIALS[0], "authority": "Sở Y tế", "document": "1/TB"},
    )  # fmt: skip
    log = MemoryLog()
    log.append([recall.encode()])
    told = verify(TlogProof(0, (), log.checkpoint(), write_extra(recall.encode())).encode())
    assert told.status == 0
    assert "thu hồi, mục số 0" in told.out
    assert "  authority: Sở Y tế" in told.out


def test_hostile_text_cannot_move_the_cursor_or_turn_the_line(verify):
    hostile = "\x1b[2J\x9b2J\u202e\u2066\u200b\u2028\n ĐÃ"
    told = verify(proof_of({"core": hostile, "what": [hostile]}, groups=["core"], items=[0]))
    assert told.status == 0
    assert not set(told.out) & set("\x1b\x9b\u202e\u2066\u200b\u2028")
    assert "\\x9b2J\\u202e" in told.out


def test_names_in_a_policy_that_are_no_utf_8_can_be_told(verify, tmp_path, capfdbinary):
    policy = POLICY_TEXT.encode().replace(b" so-y-te ", b" s\xf4 ")
    (tmp_path / "la-tinh.txt").write_bytes(policy)
    (tmp_path / "lo.tlog-proof").write_bytes(PROOF.encode())
    arguments = [
        "verify",
        str(tmp_path / "lo.tlog-proof"),
        "--policy",
        str(tmp_path / "la-tinh.txt"),
    ]
    assert cli.run(arguments) == 0
    assert "s\ufffd lúc" in capfdbinary.readouterr().out.decode()
    assert cli.run([*arguments, "--json"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["witnesses"][0]["name"] == "s\ufffd"


def test_every_word_of_the_formats_has_a_word_for_people():
    assert set(STEPS) == set(proof_file.STEPS)
    assert set(KINDS) == set(entry.KINDS)
    assert tuple(GROUPS) == commitment.GROUPS
    assert len(REASONS) == 5


def test_it_runs_without_django_and_without_any_network_or_database(tmp_path):
    (tmp_path / "lo.tlog-proof").write_bytes(PROOF.encode())
    (tmp_path / "chinh-sach.txt").write_text(POLICY_TEXT, encoding="utf-8")
    program = (
        "import socket, sys\n"
        "def refuse(*_, **__): raise AssertionError('network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from txng.conf import cli\n"
        "status = cli.run(['verify', 'lo.tlog-proof', '--policy', 'chinh-sach.txt'])\n"
        "print({'django.db', 'sqlite3', 'psycopg'} & set(sys.modules))\n"
        "sys.exit(status)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("set()\n")
