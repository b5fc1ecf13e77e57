"""txng link: what an operator does about links, hosts and printed labels, and what doctor says of them."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import people
from txng.conf import cli
from txng.resolver.models import Link, LinkHost, Probe

pytestmark = pytest.mark.django_db
AN = people.ANS_ENTERPRISE
CODE, TARGET = "/01/09506000134352", "https://an.example/ca-phe"


@pytest.fixture(autouse=True)
def nobody_speaks_english(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def txng(capsys):
    people.enterprise()

    def run(*arguments, expect=0):
        status = cli.run(["link", *map(str, arguments)])
        out, err = capsys.readouterr()
        assert status == expect, err
        return SimpleNamespace(
            out=out, err=err, json=json.loads(out) if "--json" in arguments else None
        )

    return run


@pytest.fixture
def approved(txng):
    asked = txng("host", "request", "an.example", "--organisation", AN, "--json").json
    return txng("host", "approve", asked["id"], "--json").json


def register(txng, *more, **options):
    return txng(
        "register",
        CODE,
        "gs1:pip",
        TARGET,
        "--organisation",
        AN,
        "--title",
        "Cà phê",
        *more,
        **options,
    )


def test_a_link_goes_through_its_life_from_the_shell(txng, approved):
    assert approved["state"] == "approved"
    made = register(txng, "--default", "yes", "--lang", "vi", "--json").json
    assert (made["path"], made["hreflang"], made["defaultIsMissing"]) == (CODE, ["vi"], False)
    link_id = made["id"]
    listed = txng("list").out
    assert f"{link_id} * {CODE}  gs1:pip  {TARGET}" in listed
    txng("replace", link_id, "gs1:pip", f"{TARGET}/2", "--title", "Mới")
    assert "đã gỡ" in txng("withdraw", link_id).out
    assert txng("restore", link_id, 1).out.strip().endswith(TARGET)
    history = txng("versions", link_id).out
    for deed in ("đăng ký", "thay thế", "gỡ", "khôi phục"):
        assert deed in history
    assert [one["deed"] for one in txng("versions", link_id, "--json").json][-1] == "restored"


def test_a_missing_default_is_said(txng, approved):
    assert "chưa có liên kết mặc định" in register(txng).err
    assert f"{CODE} chưa có liên kết mặc định" in txng("list").err
    assert txng("list", "--json").json["keysWithoutDefault"] == [CODE]


def test_what_is_wrong_is_one_sentence_with_the_next_step(txng, approved):
    wrong = txng(
        "register",
        CODE,
        "gs1:pip",
        "javascript:alert(1)",
        "--organisation",
        AN,
        "--title",
        "x",
        expect=2,
    )
    assert wrong.err.startswith("Lỗi: Địa chỉ đích phải viết như")
    unapproved = "https://evil.example/"
    told = txng(
        "register", CODE, "gs1:pip", unapproved, "--organisation", AN, "--title", "x", expect=2
    )
    assert "txng link host request" in told.err
    assert "Không có liên kết số 99" in txng("withdraw", 99, expect=2).err
    assert (
        "Không có tổ chức nào"
        in txng("host", "request", "a.vn", "--organisation", "?", expect=2).err
    )


def test_an_authority_gives_a_key_away_and_revokes_a_host(txng, approved):
    register(txng)
    people.enterprise(people.DUNGS_ENTERPRISE)
    assert (
        people.DUNGS_ENTERPRISE
        in txng("assign", CODE, "--organisation", people.DUNGS_ENTERPRISE).out
    )
    txng("host", "revoke", approved["id"], "--reason", "Bán tên miền")
    assert LinkHost.objects.get().state == "revoked"
    assert "đã rút" in txng("host", "list").out
    assert "an.example" in txng("host", "list", "--json").out


def test_a_table_goes_out_and_comes_back(txng, approved, tmp_path: Path):
    register(txng)
    file = tmp_path / "links.csv"
    file.write_text(txng("export").out, "utf-8")
    assert txng("import", file, "--organisation", AN, "--json").json == {
        "registered": 0,
        "replaced": 0,
    }
    file.write_text(file.read_text("utf-8").replace(CODE, "/01/123"), "utf-8")
    assert "dòng 2" in txng("import", file, "--organisation", AN, expect=2).err
    file.write_text("x", "utf-8")
    assert "không phải bảng" in txng("import", file, "--organisation", AN, expect=2).err


def test_a_check_says_what_is_dead_and_doctor_repeats_it(txng, settings, capsys):
    import ipaddress

    settings.WEBHOOK_NETWORKS = (ipaddress.ip_network("127.0.0.0/8"),)
    assert "Chưa có liên kết" in txng("check").err
    dead = "http://127.0.0.1:1/01/09506000134352"
    told = txng("range", "record", "Tem 2026", dead, "--organisation", AN, "--quantity", 500)
    assert "Tem 2026" in told.out
    checked = txng("check", "--json", expect=1).json
    assert (checked["checked"], checked["bad"][0]["verdict"]) == (1, "off-domain")
    assert "dẫn ra ngoài" in txng("check", expect=1).out
    assert Probe.objects.count() == 2
    cli.run(["doctor", "--port", "1"])
    assert "0 mở được, 1 hỏng, 0 chưa thử" in capsys.readouterr().out


def test_a_prefix_is_forwarded(txng, approved):
    told = txng("forward", "9506000", "https://an.example/cu", "--organisation", AN, "--json").json
    assert told == {"prefix": "9506000", "stem": "https://an.example/cu"}
    assert not Link.objects.exists()
