"""The txng command: what it prints where, and how it ends."""

import io
import json
import sys
from types import SimpleNamespace

import pytest

from tests import people
from txng.accounts import queries
from txng.accounts.models import ApiKey, JournalEntry, Organisation
from txng.conf import cli, health
from txng.conf.commands import demo as demo_command
from txng.epcis.query.doors import parse_url
from txng.repository import queries as repository

LOT = "https://id.gs1.org/01/09521234000013/10/LOT-1"


@pytest.fixture(autouse=True)
def nobody_speaks_english(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def txng(capsys):
    """Run a command; its exit status, standard output and standard error."""

    def run(*arguments):
        status = cli.run(list(arguments))
        out, err = capsys.readouterr()
        return SimpleNamespace(status=status, out=out, err=err)

    return run


def document(*events):
    return json.dumps(
        {
            "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": "2026-11-01T00:00:00Z",
            "epcisBody": {"eventList": list(events)},
        }
    )


def commissioning(lot=LOT, hour="02"):
    return {
        "type": "ObjectEvent",
        "eventTime": f"2026-10-01T{hour}:00:00Z",
        "eventTimeZoneOffset": "+07:00",
        "action": "ADD",
        "bizStep": "commissioning",
        "quantityList": [{"epcClass": lot, "quantity": 120, "uom": "KGM"}],
    }


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "lo.json"
    path.write_text(document(commissioning()))
    return path


# --- help and usage ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("init",),
        ("serve",),
        ("demo",),
        ("demo", "load"),
        ("capture",),
        ("trace",),
        ("key",),
        ("key", "create"),
        ("key", "list"),
        ("key", "revoke"),
        ("doctor",),
    ],
)
def test_every_command_explains_itself_in_vietnamese_with_an_example(txng, command):
    told = txng(*command, "--help")
    assert told.status == 0
    assert told.err == ""
    assert told.out.startswith("Cách dùng: txng")
    assert "Ví dụ:\n  " in told.out
    assert not [word for word in ("Usage", "Options:", "Show this") if word in told.out]


def test_help_is_english_when_asked_for_or_when_the_machine_is(txng, monkeypatch):
    assert txng("--lang", "en", "--help").out.startswith("Usage: txng")
    assert txng("--lang=en", "trace", "--help").out.startswith("Usage: txng trace")
    assert txng("--help").out.startswith("Cách dùng")
    monkeypatch.setenv("LANG", "en_AU.UTF-8")
    assert txng("--help").out.startswith("Usage: txng")
    assert txng("--lang", "vi", "--help").out.startswith("Cách dùng")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["captuer"], "Không có lệnh “captuer”"),
        (["trace"], "Thiếu CODE"),
        (["capture"], "Thiếu FILE"),
        (["trace", LOT, "--sideways"], "Không có tùy chọn --sideways"),
        (["serve", "--port", "0"], "--port cần một số từ 1 đến 65535"),
        (["serve", "--port", "http"], "--port cần một số từ 1 đến 65535"),
        (["demo", "load", "--size", "huge"], "--size cần một trong: small, province"),
        (["--lang", "fr"], "--lang cần một trong: vi, en"),
        (["key", "create", "--scope", "query"], "Thiếu --organisation"),
        (["key", "list", "all"], "Thừa tham số: all"),
        (["serve", "--port"], "--port cần một giá trị"),
    ],
)
def test_a_slip_of_the_fingers_is_one_sentence_with_the_next_step(txng, arguments, words):
    told = txng(*arguments)
    assert told.status == 2
    assert told.out == ""
    assert words in told.err
    assert "--help" in told.err
    assert told.err.count("\n") == 1


def test_a_slip_in_json_is_a_problem_object(txng):
    told = txng("trace", "--json", "--sideways")
    assert told.status == 2
    problem = json.loads(told.err)
    assert problem["type"] == "txng:usage"
    assert problem["exitStatus"] == 2
    assert problem["nextStep"]


def test_a_group_without_a_command_shows_its_help(txng):
    told = txng("key")
    assert told.status == 2
    assert "revoke" in told.err


def test_what_nobody_expected_is_still_a_sentence(txng, monkeypatch):
    def explode():
        raise RuntimeError("boom")

    monkeypatch.setattr("txng.conf.commands.capture.require_initialised", explode)
    told = txng("capture", "-")
    assert told.status == 1
    assert "boom" in told.err
    assert "Traceback" not in told.err


# --- the system --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_without_its_tables_every_command_says_init(txng, monkeypatch, file):
    monkeypatch.setattr(health, "unapplied_migrations", lambda: ["accounts.0009_new"])
    for command in (["capture", str(file)], ["trace", LOT], ["key", "list"], ["demo", "load"]):
        told = txng(*command)
        assert told.status == 1
        assert "txng init" in told.err
    assert repository.is_empty()


# --- capture -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_document_is_captured_once_and_then_called_a_duplicate(txng, file):
    first = txng("capture", str(file))
    assert first.status == 0
    assert first.out == f"{file}: 1 sự kiện mới.\n"
    second = txng("capture", str(file))
    assert second.status == 0
    assert "0 sự kiện mới, 1 trùng" in second.out
    assert repository.count_events() == 1


@pytest.mark.django_db
def test_standard_input_is_a_dash(txng, monkeypatch):
    stdin = SimpleNamespace(buffer=io.BytesIO(document(commissioning()).encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    told = txng("capture", "-", "--json")
    (result,) = json.loads(told.out)["files"]
    assert (result["accepted"], result["duplicates"], result["events"]) == (1, 0, 1)


@pytest.mark.django_db
def test_one_bad_file_does_not_stop_the_others_and_stores_nothing(txng, file, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text(document(commissioning(hour="03"), {**commissioning(), "type": "MoonEvent"}))
    told = txng("capture", str(bad), str(tmp_path / "none.json"), str(tmp_path), str(file))
    assert told.status == 2
    lines = told.out.splitlines()
    assert "bị từ chối, chưa ghi gì" in told.out
    assert sum("Không đọc được tệp" in line for line in lines) == 2
    assert lines[-1] == "Tổng cộng: 1 tệp đã nhận, 3 tệp bị từ chối, 1 sự kiện mới."
    assert repository.count_events() == 1


@pytest.mark.django_db
def test_a_refusal_in_json_carries_the_problem(txng, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text("{")
    told = txng("capture", "--json", str(bad))
    assert told.status == 2
    (result,) = json.loads(told.out)["files"]
    assert result["problem"]["type"] == "epcisException:ValidationException"


@pytest.mark.django_db
def test_a_file_is_captured_in_the_name_of_an_organisation(txng, file):
    assert txng("capture", "--organisation", "Ai Đó", str(file)).status == 2
    an = people.an()
    assert txng("capture", "--organisation", an.organisation, str(file)).status == 0
    assert len(repository.events(an, parse_url([])).events) == 1
    assert repository.events(people.dung(), parse_url([])).events == []


# --- trace -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_lot_is_told_both_ways_unless_one_is_chosen(txng, file):
    txng("capture", str(file))
    both = txng("trace", LOT)
    assert both.status == 0
    assert both.out.startswith(LOT)
    assert "Từ đâu tới (1 sự kiện)" in both.out
    assert "Đi tới đâu (1 sự kiện)" in both.out
    assert "2026-10-01 09:00" in both.out  # the clock on the wall in Vietnam
    assert "Đi tới đâu" not in txng("trace", "--up", LOT).out
    assert "Từ đâu tới" not in txng("trace", "--down", LOT).out


@pytest.mark.django_db
def test_a_trace_in_json_names_its_directions(txng, file):
    txng("capture", str(file))
    assert list(json.loads(txng("trace", LOT, "--json").out)) == ["upstream", "downstream"]
    (up,) = json.loads(txng("trace", "(01)09521234000013(10)LOT-1", "--up", "--json").out).values()
    assert up["traced"] == LOT
    assert len(up["events"]) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("https://id.gs1.org/01/09521234000013/10/NONE", "unknown-code"),
        ("(01)09521234000014(10)LOT-1", "bad-code"),
        ("", "bad-code"),
    ],
)
def test_a_code_that_leads_nowhere_is_a_sentence(txng, code, kind):
    told = txng("trace", code)
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith("Lỗi: ")
    assert json.loads(txng("trace", "--json", code).err)["type"] == f"txng:{kind}"


# --- keys --------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "scopes", [["--scope", "capture,query"], ["--scope", "capture", "--scope", "query"]]
)
def test_a_new_key_stands_alone_on_standard_output_and_works(txng, scopes):
    told = txng("key", "create", "--organisation", "HTX Cầu Đất", *scopes)
    assert told.status == 0
    actor = queries.actor_for_bearer(told.out.removesuffix("\n"))
    assert (actor.organisation, actor.scopes) == ("HTX Cầu Đất", {"capture", "query"})
    assert "txng key revoke" in told.err
    assert told.out.strip() not in told.err


@pytest.mark.django_db
def test_a_refused_key_makes_no_organisation(txng):
    told = txng("key", "create", "--organisation", "Công ty X", "--scope", "oversight")
    assert told.status == 2
    assert "oversight" in told.err
    assert not Organisation.objects.exists()
    assert not ApiKey.objects.exists()
    assert not JournalEntry.objects.exists()


@pytest.mark.django_db
def test_an_agency_may_oversee_and_stays_an_agency(txng):
    made = txng(
        *("key", "create", "--organisation", "Sở", "--agency", "--scope", "oversight", "--json")
    )
    members = json.loads(made.out)
    assert members["scopes"] == ["query", "oversight"]
    again = txng("key", "create", "--organisation", "Sở", "--scope", "oversight")
    assert again.status == 0
    people.enterprise("Công ty")
    refused = txng("key", "create", "--organisation", "Công ty", "--agency", "--scope", "query")
    assert refused.status == 2


@pytest.mark.django_db
def test_keys_are_listed_without_secrets_and_revoked_by_prefix(txng):
    plain = txng("key", "create", "--organisation", "HTX", "--scope", "query").out.strip()
    (listed,) = json.loads(txng("key", "list", "--json").out)
    assert listed["prefix"] == plain[:13]
    assert plain not in txng("key", "list").out
    assert "đang dùng" in txng("key", "list").out
    assert txng("key", "revoke", listed["prefix"]).status == 0
    assert queries.actor_for_bearer(plain) is None
    assert "đã thu hồi" in txng("key", "list").out
    assert txng("key", "revoke", "txng_nothere1").status == 2


# --- the demonstration -------------------------------------------------------------------------


@pytest.fixture
def small_province(monkeypatch):
    """Three documents of two organisations instead of the whole province; its generator."""

    def documents(size):
        for number, organisation in enumerate(("HTX A", "HTX B", "HTX A")):
            lot = f"https://id.gs1.org/01/09521234000013/10/{size}-{number}"
            yield SimpleNamespace(
                organisation=organisation, document=json.loads(document(commissioning(lot)))
            )

    province = SimpleNamespace(documents=documents)
    monkeypatch.setitem(sys.modules, "txng.demo.province", province)
    monkeypatch.setattr(demo_command, "EVENTS_EXPECTED", {"small": 3, "province": 3})
    return province


@pytest.mark.django_db
def test_the_province_is_loaded_once_by_its_own_organisations(txng, small_province):
    told = txng("demo", "load", "--size", "small")
    assert told.status == 0
    assert "Đã nạp 3 sự kiện" in told.out
    assert "Nạp sự kiện: 100 %" in told.err
    seen = {
        row.name: count
        for row in Organisation.objects.all()
        if (count := len(repository.events(people.reader(row), parse_url([])).events))
    }
    assert seen == {"HTX A": 2, "HTX B": 1}
    assert queries.demonstration_is_loaded()
    again = txng("demo", "load", "--size", "small")
    assert again.status == 1
    assert "đã được nạp" in again.err
    assert repository.count_events() == 3


@pytest.mark.django_db
def test_if_empty_never_mixes_fiction_into_real_events(txng, small_province, file):
    txng("capture", str(file))
    told = txng("demo", "load", "--if-empty")
    assert told.status == 0
    assert repository.count_events() == 1
    assert not queries.demonstration_is_loaded()


@pytest.mark.django_db
def test_an_interrupted_load_goes_on_where_it_stopped(txng, small_province):
    whole = small_province.documents

    def broken(size):
        yield next(whole(size))
        raise KeyboardInterrupt

    small_province.documents = broken
    assert txng("demo", "load").status == 130
    assert repository.count_events() == 1
    small_province.documents = whole
    told = txng("demo", "load", "--if-empty", "--json")
    assert told.status == 0
    assert json.loads(told.out)["accepted"] == 2
    assert json.loads(told.out)["duplicates"] == 1
    assert txng("demo", "load", "--if-empty").status == 0
