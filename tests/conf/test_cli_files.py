"""What a person or a script gives to the EPCIS commands: bare events, odd files, half a word and Tab."""

import json
import os
import subprocess
import sys

import pytest

from tests.conf.test_cli_epcis import SHIPPED, file, nobody_speaks_english, txng
from tests.epcis.documents import event
from tests.epcis.xml.documents import document as xml_document
from tests.epcis.xml.documents import event as xml_event
from txng.epcis.context import Namespaces
from txng.epcis.event_hash import event_hash

__all__ = ["file", "nobody_speaks_english", "txng"]  # fixtures


@pytest.fixture
def bare(tmp_path):
    """One event, as POST /events takes it and GS1's bare examples are."""
    path = tmp_path / "su-kien.json"
    path.write_text(json.dumps(SHIPPED))
    return path


def test_a_bare_event_is_hashed_validated_and_converted(txng, bare):
    expected = event_hash(SHIPPED, Namespaces())
    assert txng("hash", str(bare)).out == f"{expected}  {bare}\n"
    assert txng("validate", str(bare)).out == f"{bare}: 1 sự kiện, không có lỗi.\n"
    for form in ("json", "xml", "xml12"):
        whole = txng("convert", str(bare), "--to", form)
        assert whole.status == 0
        other = bare.with_suffix(f".{form}")
        other.write_text(whole.out)
        assert txng("hash", str(other)).out.startswith(expected)


def test_a_mistake_in_a_bare_event_is_named_at_its_own_place(txng, bare):
    bare.write_text(json.dumps(event(bizStep="dancing")))
    told = txng("validate", str(bare))
    assert told.status == 2
    assert "lỗi unknown_biz_step /bizStep\n" in told.out
    assert "/bizStep: " in txng("hash", str(bare)).err


@pytest.mark.django_db
def test_a_bare_event_is_captured(txng, bare):
    assert "1 sự kiện mới" in txng("capture", str(bare)).out
    assert "1 trùng" in txng("capture", str(bare)).out


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_done_with_too(txng, bare, tmp_path):
    files = [bare, tmp_path / "1", tmp_path / "2", tmp_path / "3"]
    told = txng("capture", *map(str, files))
    assert told.status == 2
    assert "Đang ghi: 100 %" in told.err


@pytest.mark.django_db
def test_one_new_event_is_told_in_the_singular(txng, bare):
    assert txng("--lang", "en", "capture", str(bare)).out == f"{bare}: 1 new event.\n"


@pytest.mark.parametrize("body", ["", "5", "[]", "null", "{}", '{"type": "Foo"}', "\ufeff"])
def test_what_is_neither_event_nor_document_is_a_sentence(txng, bare, body):
    bare.write_text(body)
    for command in (("hash",), ("validate",), ("convert", "--to", "xml")):
        told = txng(*command, str(bare))
        assert told.status == 2
        assert "ngoài dự kiến" not in told.err + told.out


def test_json_with_convert_holds_the_document(txng, file):
    told = json.loads(txng("convert", str(file), "--to", "xml", "--json").out)
    plain = txng("convert", str(file), "--to", "xml").out
    assert told["document"] == plain.rstrip("\n")
    assert told["bytes"] == len(told["document"].encode())


def test_json_with_convert_and_an_output_names_it(txng, file, tmp_path):
    output = tmp_path / "lo.xml"
    told = txng("convert", str(file), "--to", "xml", "--json", "--output", str(output))
    assert json.loads(told.out)["output"] == str(output)
    assert "document" not in json.loads(told.out)
    assert output.read_bytes().startswith(b"<?xml")


def test_codes_that_stay_digital_links_in_1_2_are_counted(txng, file):
    told = txng("convert", str(file), "--to", "xml12")
    assert "2 mã" in told.err
    assert "--company-prefix" in told.err
    known = txng("convert", str(file), "--to", "xml12", "--company-prefix", "9520000")
    assert (known.status, known.err) == (0, "")
    assert "urn:epc:class:lgtin:9520000.010001.L1" in known.out
    assert (
        json.loads(txng("convert", str(file), "--to", "xml12", "--json").out)["untranslated"] == 2
    )


def test_a_dash_is_standard_output_and_input(txng, file, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    told = txng("convert", str(file), "--to", "xml", "--output", "-")
    assert told.out.startswith("<?xml")
    assert not (tmp_path / "-").exists()


def test_a_broken_xml_is_told_in_english_without_our_parsers_names(txng, tmp_path):
    path = tmp_path / "hong.xml"
    path.write_bytes(xml_document(xml_event())[:-40])
    told = txng("--lang", "en", "validate", str(path))
    assert told.status == 2
    assert "line 1" in told.out
    assert "<string>" not in told.out
    assert "dòng 1" in txng("validate", str(path)).out


# --- the Tab key -------------------------------------------------------------------------------


def tab(words: str, *, shell: str = "bash") -> list[str]:
    """What the shell offers for the last of `words`."""
    environment = {
        "_TXNG_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1) if shell != "fish" else words.split(" ")[-1],
        "PATH": os.environ.get("PATH", ""),
    }
    done = subprocess.run(
        [sys.executable, "-c", "from txng.conf.cli import main; main()"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


@pytest.mark.parametrize(
    "words",
    [
        "txng capture l",
        "txng validate l",
        "txng hash l",
        "txng convert l",
        "txng convert x --to xml --output l",
        "txng query --output l",
    ],
)
def test_files_are_left_to_the_shell(words):
    assert tab(words) == ["file,l"]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("txng query EQ_bizL", ["plain,EQ_bizLocation=", "plain,EQ_bizLocation_"]),
        ("txng query MATCH_any", ["plain,MATCH_anyEPC=", "plain,MATCH_anyEPCClass="]),
        ("txng query EQ_bizStep = ship", ["plain,shipping"]),  # as bash takes it apart
        ("txng query EQ_bizStep=ship", ["plain,EQ_bizStep=shipping"]),  # as zsh and fish leave it
        ("txng query EQ_bizStep=shipping|rec", ["plain,EQ_bizStep=shipping|receiving"]),
        ("txng query eventType = A", ["plain,AggregationEvent", "plain,AssociationEvent"]),
        ("txng query orderDirection = ", ["plain,ASC", "plain,DESC"]),
        ("txng query EQ_eventID = x", []),
        ("txng convert --to j", ["plain,json"]),
    ],
)
def test_the_words_of_the_standard_are_offered(words, offered):
    assert sorted(tab(words)) == sorted(offered)


def test_a_shell_that_we_do_not_know_is_told_by_name(txng):
    assert txng("completion", "tcsh").err.startswith("Lỗi: SHELL cần một trong: bash, zsh, fish.")
    assert txng("completion").err.startswith("Lỗi: Thiếu SHELL.")
