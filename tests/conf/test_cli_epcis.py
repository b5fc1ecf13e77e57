"""The commands that read and ask EPCIS: validate, hash, convert, query, completion."""

import json
import subprocess
import sys
from types import SimpleNamespace

import msgspec
import pytest

from tests.epcis.documents import LOT, SERIAL, document, event
from txng.conf import cli

HARVEST = event(
    action="ADD",
    bizStep="commissioning",
    epcList=None,
    quantityList=[{"epcClass": LOT, "quantity": 120, "uom": "KGM"}],
)
SHIPPED = event(eventTime="2026-10-02T08:00:00Z")


@pytest.fixture(autouse=True)
def nobody_speaks_english(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def txng(capfdbinary):
    """Run a command; its exit status, and what it printed as text."""

    def run(*arguments):
        status = cli.run(list(arguments))
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return SimpleNamespace(status=status, out=out.decode(), err=err.decode())

    return run


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "lo.json"
    path.write_bytes(document(HARVEST, SHIPPED))
    return path


# --- validate ----------------------------------------------------------------------------------


def test_a_sound_file_is_valid(txng, file):
    told = txng("validate", str(file))
    assert (told.status, told.out) == (0, f"{file}: 2 sự kiện, không có lỗi.\n")


def test_each_mistake_names_its_rule_and_its_place(txng, tmp_path):
    file = tmp_path / "sai.json"
    file.write_bytes(document(HARVEST, event(bizStep="dancing"), event(eventTimeZoneOffset="+7")))
    told = txng("validate", str(file))
    assert told.status == 2
    assert "lỗi unknown_biz_step /epcisBody/eventList/1/bizStep" in told.out
    assert "/epcisBody/eventList/2/eventTimeZoneOffset" in told.out
    (result,) = json.loads(txng("validate", "--json", str(file)).out)["files"]
    assert result["valid"] is False
    assert {one["pointer"].split("/")[3] for one in result["findings"]} == {"1", "2"}


def test_what_is_wrong_with_the_document_hides_no_mistake_of_its_events(txng, tmp_path):
    file = tmp_path / "sai.json"
    file.write_bytes(document(HARVEST, event(bizStep="dancing"), creationDate=None))
    told = txng("validate", str(file))
    assert told.status == 2
    assert "lỗi missing_member" in told.out
    assert "lỗi unknown_biz_step /epcisBody/eventList/1/bizStep" in told.out


def test_strict_turns_old_spellings_into_errors(txng, tmp_path):
    file = tmp_path / "cu.json"
    file.write_bytes(document(event(bizStep="urn:epcglobal:cbv:bizstep:shipping")))
    lenient, strict = txng("validate", str(file)), txng("validate", "--strict", str(file))
    assert (lenient.status, strict.status) == (0, 2)
    assert "lưu ý cbv_urn" in lenient.out
    assert "lỗi cbv_urn" in strict.out


def test_the_rules_can_be_listed(txng):
    told = txng("validate", "--rules")
    assert told.status == 0
    assert "wrong_check_digit (lỗi)" in told.out
    listed = json.loads(txng("validate", "--rules", "--json").out)
    assert {"rule": "uom_each"}.items() <= {
        key: value for one in listed if one["rule"] == "uom_each" for key, value in one.items()
    }.items()


def test_a_file_that_is_not_there_is_a_sentence(txng, tmp_path):
    told = txng("validate", str(tmp_path / "none.json"))
    assert told.status == 2
    assert "Không đọc được tệp" in told.err
    assert txng("validate").status == 2


def test_a_file_of_which_nothing_could_be_read_is_not_said_to_hold_no_events(txng, tmp_path):
    file = tmp_path / "hong.json"
    file.write_bytes(document(HARVEST)[:-20])
    told = txng("validate", str(file)).out
    assert told.startswith(f"{file}: không đọc được sự kiện nào, 1 lỗi.\n")
    assert txng("--lang", "en", "validate", str(file)).out.startswith(
        f"{file}: no event could be read, 1 error.\n"
    )
    file.write_bytes(document())
    assert txng("validate", str(file)).out == f"{file}: 0 sự kiện, không có lỗi.\n"


def test_one_event_is_told_in_the_singular(txng, tmp_path):
    file = tmp_path / "mot.json"
    file.write_bytes(document(HARVEST))
    assert txng("--lang", "en", "validate", str(file)).out == f"{file}: 1 event, no errors.\n"
    file.write_bytes(document(HARVEST, SHIPPED))
    assert txng("--lang", "en", "validate", str(file)).out == f"{file}: 2 events, no errors.\n"


# --- hash and convert --------------------------------------------------------------------------


def test_an_event_keeps_its_hash_in_every_form(txng, file, tmp_path):
    hashes = [
        one["hash"]
        for one in json.loads(txng("hash", "--json", str(file)).out)["files"][0]["events"]
    ]
    assert len(set(hashes)) == 2
    for form in ("xml", "xml12", "json"):
        other = tmp_path / f"other.{form}"
        assert txng("convert", str(file), "--to", form, "--output", str(other)).status == 0
        lines = txng("hash", str(other)).out.splitlines()
        assert [line.split("  ")[0] for line in lines] == hashes


def test_the_pre_hash_shows_what_was_hashed(txng, file):
    told = txng("hash", "--pre-hash", str(file))
    assert "eventType=ObjectEventeventTime=2026-10-01T08:00:00.000Z" in told.out


def test_what_has_no_place_in_a_form_is_left_out_by_name(txng, tmp_path):
    file = tmp_path / "dau.json"
    context = [msgspec.json.decode(document())["@context"][0], {"x": "urn:x:"}]
    around = {"@context": context, "id": "urn:an:1", "x:batch": "B7", "sender": "urn:an"}
    file.write_bytes(document(HARVEST, **around))
    whole = txng("convert", str(file), "--to", "json")
    assert (whole.status, whole.err) == (0, "")
    assert around.items() <= json.loads(whole.out).items()
    part = txng("convert", str(file), "--to", "xml")
    assert part.status == 0
    assert part.err == "Bỏ lại /id: dạng đích không có chỗ cho phần này.\n"
    assert "<x:batch>B7</x:batch>" in part.out
    assert json.loads(txng("convert", "--json", str(file), "--to", "xml").out)["leftOut"] == ["/id"]
    assert txng("--lang", "en", "convert", str(file), "--to", "xml").err == (
        "Left out /id: the form has no place for it.\n"
    )


def test_of_many_places_left_out_the_first_are_named_and_the_rest_counted(txng, tmp_path):
    file = tmp_path / "dau.json"
    names = {f"urn:x:{number}": "1" for number in range(8)}
    file.write_bytes(document(HARVEST, epcisHeader=names))
    told = txng("convert", str(file), "--to", "xml").err.splitlines()
    assert len(told) == 6
    assert told[-1] == "và 3 điểm khác; xem hết bằng --json."


def test_what_a_form_cannot_say_stops_the_conversion(txng, tmp_path):
    file = tmp_path / "gan.json"
    tied = event(type="AssociationEvent", parentID=SERIAL, childEPCs=[f"{SERIAL}2"], epcList=None)
    file.write_bytes(document(tied | {"action": "ADD"}))
    told = txng("convert", str(file), "--to", "xml12")
    assert (told.status, told.out) == (2, "")
    assert "AssociationEvent" in told.err
    assert txng("convert", str(file), "--to", "xml").status == 0


def test_a_refused_document_is_not_converted(txng, tmp_path):
    file = tmp_path / "bad.json"
    file.write_bytes(b"{")
    for command in (("hash", str(file)), ("convert", str(file), "--to", "xml")):
        told = txng(*command)
        assert (told.status, told.out) == (2, "")
        assert told.err != ""


# --- query -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_events_are_asked_for_in_the_words_of_the_standard(txng, file):
    txng("capture", str(file))
    told = txng("query", "EQ_bizStep=shipping")
    assert told.status == 0
    (line,) = told.out.splitlines()
    assert line.startswith("2026-10-02 15:00")
    whole = json.loads(txng("query", "--json", f"MATCH_anyEPCClass={LOT}").out)
    (found,) = whole["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    assert found["quantityList"] == HARVEST["quantityList"]
    assert txng("query", "EQ_bizStep=killing").err.startswith("Không có sự kiện nào khớp")


@pytest.mark.django_db
def test_an_answer_in_xml_can_be_captured_again(txng, file, tmp_path):
    txng("capture", str(file))
    answer = tmp_path / "answer.xml"
    assert txng("query", "--form", "xml", "--output", str(answer)).status == 0
    assert "0 sự kiện mới, 2 trùng" not in txng("capture", str(file), str(file)).err
    assert txng("validate", str(answer)).status == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "form", [(), ("--form", "json"), ("--form", "xml"), ("--form", "xml12"), ("--json",)]
)
def test_every_form_says_on_standard_error_that_there_is_more(txng, file, form):
    txng("capture", str(file))
    part = txng("query", "--limit", "1", *form)
    assert part.status == 0  # as many as were asked for
    said = json.loads(part.err) if form == ("--json",) else {"detail": part.err}
    assert "Đây mới là 1 sự kiện đầu, kho còn nữa." in said["detail"]
    assert "--limit" in said.get("nextStep", part.err)
    assert txng("query", "--limit", "2", *form).err == ""


@pytest.mark.django_db
@pytest.mark.parametrize("form", [(), ("--form", "xml"), ("--json",)])
def test_a_part_that_nobody_asked_for_ends_with_status_3(txng, file, form, monkeypatch):
    monkeypatch.setattr("txng.conf.commands.query.UNASKED", 1)
    txng("capture", str(file))
    told = txng("query", *form)
    assert (told.status, "kho còn nữa" in told.err) == (3, True)
    if form == ("--json",):
        assert json.loads(told.err)["type"] == "txng:more-events"
        whole = json.loads(told.out)["epcisBody"]["queryResults"]["resultsBody"]
        assert len(whole["eventList"]) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "beginning"),
    [
        ((), "2026-10-0"),
        (("--form", "json"), '{"@context"'),
        (("--form", "xml"), "<?xml"),
        (("--json",), '{"@context"'),
        (("--json", "--form", "xml12"), "<?xml"),
    ],
)
def test_an_answer_goes_into_a_file_in_every_form(txng, file, tmp_path, form, beginning):
    txng("capture", str(file))
    output = tmp_path / "q.out"
    told = txng("query", "--limit", "1", *form, "--output", str(output))
    assert output.read_text(encoding="utf-8").startswith(beginning)
    if "--json" in form:
        members = json.loads(told.out)
        assert (members["output"], members["events"], members["more"]) == (str(output), 1, True)
        assert members["bytes"] == output.stat().st_size
    else:
        assert told.out == ""
        assert told.err.startswith(f"Đã ghi {output}.\n")


@pytest.mark.django_db
def test_json_with_a_form_in_xml_is_one_json_value_all_the_same(txng, file):
    txng("capture", str(file))
    told = json.loads(txng("query", "--json", "--form", "xml").out)
    assert (told["events"], told["more"], told["form"]) == (2, False, "xml")
    assert told["document"].startswith("<?xml")


def test_a_help_page_speaks_one_language(txng):
    assert "[NAME=VALUE...]" in txng("--lang", "en", "query", "--help").out
    assert "TÊN" not in txng("--lang", "en", "query", "--help").out
    assert "[TÊN=GIÁ_TRỊ...]" in txng("query", "--help").out
    assert "Usage: txng monitor [OPTIONS] SOURCE" in txng("--lang", "en", "monitor", "--help").out


@pytest.mark.django_db
@pytest.mark.parametrize(
    "parameters",
    [
        ("EQ_moon=full",),
        ("EQ_bizStep",),
        ("=x",),
        ("GE_eventTime=yesterday",),
        ("--prefix", "x", "y=z"),
    ],
)
def test_a_question_nobody_can_answer_is_refused(txng, parameters):
    told = txng("query", *parameters)
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith("Lỗi: ")


@pytest.mark.django_db
def test_extensions_are_asked_for_by_prefix(txng, tmp_path):
    file = tmp_path / "mo-rong.json"
    context = [msgspec.json.decode(document())["@context"][0], {"txng": "urn:txng:voc:"}]
    file.write_bytes(document(event(**{"txng:activity": "harvest"}), **{"@context": context}))
    txng("capture", str(file))
    asked = ("query", "--prefix", "txng=urn:txng:voc:")
    assert len(txng(*asked, "EQ_txng:activity=harvest").out.splitlines()) == 1
    assert txng(*asked, "EQ_txng:activity=sowing").out == ""


# --- completion --------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_learns_to_finish_words(txng, shell):
    told = txng("completion", shell)
    assert told.status == 0
    assert "_TXNG_COMPLETE" in told.out


def test_the_tab_key_finds_a_command():
    done = subprocess.run(
        [sys.executable, "-c", "from txng.conf.cli import main; main()"],
        env={
            "_TXNG_COMPLETE": "bash_complete",
            "COMP_WORDS": "txng val",
            "COMP_CWORD": "1",
            "PATH": "",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["plain,validate"]
