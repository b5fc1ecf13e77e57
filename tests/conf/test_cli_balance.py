"""txng ledger, balance, completeness: what they print, in which language, and how they end."""

import json
import re
from types import SimpleNamespace

import pytest

from tests.repository.stories import tell_story
from txng.conf import cli
from txng.demo import coffee, durian, rice

GROWN = "/01/09521007000042/21/C31KV673CCK6"
ROASTED = "/01/09521007000011/10/250308R0005"
pytestmark = pytest.mark.django_db


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


@pytest.fixture
def grown():
    tell_story(coffee.tell(5))


# --- ledger --------------------------------------------------------------------------------------


def test_a_ledger_tells_every_movement_and_where_the_goods_are(txng, grown):
    told = txng("ledger", ROASTED)
    assert (told.status, told.err) == (0, "")
    assert "Cà phê rang Arabica, hàng rời, lô 250308R0005" in told.out
    assert "1.067,4 kg: chế biến → Xưởng rang Lửa Thông" in told.out
    assert "Công ty TNHH Rang xay Lửa Thông (hư cấu)" in told.out
    assert "Bút toán (3)" in told.out


def test_a_ledger_tells_the_balance_of_a_day(txng, grown):
    told = txng("ledger", "--at", "2025-03-08", ROASTED)
    assert "1.067,4 kg  Xưởng rang Lửa Thông" in told.out
    assert "Bút toán (1)" in told.out
    nothing = txng("ledger", "--at", "2025-03-07", "--json", ROASTED)
    assert json.loads(nothing.out)["movements"] == []
    later = txng("ledger", "--at", "2025-03-09T12:00:00+07:00", "--json", ROASTED)
    assert len(json.loads(later.out)["movements"]) == 2


def test_a_ledger_speaks_english(txng, grown):
    told = txng("--lang", "en", "ledger", ROASTED)
    assert "1,067.4 kg: processing → Lửa Thông roastery" in told.out
    assert "Movements (3)" in told.out


# --- balance -------------------------------------------------------------------------------------


def test_an_account_of_more_than_the_limit_says_so_and_how_to_go_on(txng, grown):
    year = ["--from", "2025-01-01", "--to", "2025-12-31"]
    told = txng("balance", "--site", "9521007000011", *year, "--limit", "3")
    assert "Dừng ở 4 sự kiện nên chưa lập được sổ: thêm --limit" in told.out
    assert "Dừng ở" not in txng("balance", "--site", "9521007000011", *year, "--limit", "300").out


def test_what_does_not_add_up_is_told_with_its_basis_and_ends_with_3(txng, grown):
    told = txng("balance", GROWN)
    assert (told.status, told.err) == (3, "")
    assert "1 điều không khớp" in told.out
    assert "BÁO ĐỘNG  Rang cà phê: từ 814,8 kg làm ra 1.067,4 kg, bằng 131 % đầu vào" in told.out
    assert "Căn cứ: ICO" in told.out
    assert "Liên quan: Nghị định 37/2026" in told.out
    assert "KHỚP" not in told.out
    assert "KHỚP" in txng("balance", "--all", GROWN).out


def test_a_finding_is_one_json_value_with_its_sentence(txng, grown):
    told = txng("--lang", "en", "balance", "--json", GROWN)
    assert told.status == 3
    answer = json.loads(told.out)
    first = answer["findings"][0]
    assert (first["rule"], first["severity"]) == ("process.yield", "alarm")
    assert first["sentence"].startswith("Roasting coffee: 1,067.4 kg came out of 814.8 kg")
    assert answer["broken"] == 1


def test_what_adds_up_ends_with_0(txng):
    tell_story(rice.tell(0))
    told = txng("balance", "/01/09521014000059/21/26PBMCH9770R")
    assert told.status == 0
    assert "0 điều không khớp, 0 điều chưa kết luận được" in told.out


def test_a_site_shows_a_line_for_each_product(txng, grown):
    told = txng("balance", "--site", "9521007000011", "--from", "2025-01-01", "--to", "2025-12-31")
    assert told.status == 3
    assert "Xưởng rang Lửa Thông: 2025-01-01 – 2025-12-31" in told.out
    assert "Cà phê nhân Arabica (kg): đầu kỳ 0, nhận 814,8, dùng 814,8, cuối kỳ 0" in told.out
    assert "BÁO ĐỘNG  Rang cà phê" in told.out
    before = txng(
        "balance", "--site", "9521007000011", "--from", "2024-01-01", "--to", "2024-12-31"
    )
    assert (before.status, before.out) == (2, "")
    assert "Chưa có sự kiện nào nhắc tới" in before.err
    as_json = txng(
        "balance", "--json", "--site", "9521007000011", "--from", "2025-01-01", "--to", "2025-12-31"
    )
    assert json.loads(as_json.out)["lines"][0]["received"] == 814.8


def test_the_last_day_of_a_period_belongs_to_it(txng, grown):
    def received(first, last):
        told = txng("balance", "--json", "--site", "9521007000011", "--from", first, "--to", last)
        return sum(line["made"] for line in json.loads(told.out)["lines"] if line["uom"] == "KGM")

    assert received("2025-01-01", "2025-03-08") == 1067.4
    assert received("2025-01-01", "2025-03-07") == 0


def test_a_plot_and_its_season(txng):
    tell_story(durian.tell(0))
    tell_story(durian.tell(2))
    plot = "https://id.gs1.org/414/9521016000019/254/LD-0009"
    told = txng("balance", "--plot", plot, "--season", "2026")
    assert told.status == 3
    assert "Hộ trồng LD-0009: khai" in told.out
    assert "nhiều nhất có thể là 30.000 kg mỗi héc-ta" in told.out
    nothing = txng("balance", "--plot", plot, "--season", "2021")
    assert nothing.status == 0
    assert "CHƯA RÕ" in nothing.out
    assert "chưa ai khai thu hoạch" in nothing.out


# --- completeness --------------------------------------------------------------------------------


def test_what_is_missing_is_told_by_name_with_who_could_tell_it(txng, grown):
    told = txng("completeness", GROWN)
    assert told.status == 3
    assert re.search(r"mười thông tin tối thiểu: có [89] trên 10 \(\d+ %\)", told.out)
    assert "Thiếu: Năm trồng: có ở 0 trên 10 sự kiện. Người có thể khai: người trồng" in told.out
    assert "(HTX Cà phê Gió Núi Lang Biang (hư cấu))" in told.out
    assert re.search(r"Minh bạch: \d+ %; thiếu: ", told.out)
    assert "Điều 32: hộ chiếu số của sản phẩm: có 10 trên 10 (100 %)" in told.out


def test_one_profile_in_english_and_as_json(txng, grown):
    told = txng("--lang", "en", "completeness", "--profile", "market-eudr", "--json", GROWN)
    (answer,) = json.loads(told.out)
    assert (answer["profile"], answer["isComplete"]) == ("market-eudr", False)
    assert any(line.startswith("HS code.") for line in answer["missing"])


def test_a_complete_passport_ends_with_0(txng, grown):
    told = txng("completeness", "--profile", "decree-37-2026", GROWN)
    assert told.status == 0


def test_profiles_are_listed_in_both_languages(txng):
    assert (
        "kde-durian\n    Phần tử dữ liệu chính của sầu riêng"
        in txng("completeness", "--profiles").out
    )
    english = txng("--lang", "en", "completeness", "--profiles").out
    assert "market-eudr\n    European Union" in english
    listed = json.loads(txng("completeness", "--profiles", "--json").out)
    assert {one["kind"] for one in listed} == {"law", "product", "market"}


# --- slips ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["balance"], "Hỏi một trong ba"),
        (["balance", GROWN, "--site", "9521007000011"], "Hỏi một trong ba"),
        (["balance", "--site", "9521007000011"], "Hỏi một trong ba"),
        (["balance", GROWN, "--from", "2025-01-01"], "Hỏi một trong ba"),
        (["balance", "--plot", "x"], "Hỏi một trong ba"),
        (["balance", "nonsense"], "Không đọc được mã “nonsense”"),
        (["ledger", "nonsense"], "Không đọc được mã “nonsense”"),
        (["completeness", "nonsense"], "Không đọc được mã “nonsense”"),
        (["completeness"], "Thiếu CODE"),
        (["completeness", "--profile", "imagined", GROWN], "Không có bộ yêu cầu “imagined”"),
        (["ledger", "--at", "yesterday", GROWN], "--at cần một ngày như 2026-11-01"),
        (["balance", "--plot", "urn:x:1", "--season", "autumn"], "--season cần một năm"),
        (
            ["balance", "--site", "9521007000011", "--from", "2025-02-01", "--to", "2025-01-01"],
            "Kỳ phải kết thúc sau khi bắt đầu",
        ),
        (
            ["balance", "--site", "9521007000011", "--from", "2025-13-01", "--to", "2025-01-01"],
            "--from cần một ngày",
        ),
        (["balance", GROWN], "Chưa có sự kiện nào nhắc tới"),
        (["ledger", GROWN], "Chưa có sự kiện nào nhắc tới"),
        (["completeness", GROWN], "Chưa có sự kiện nào nhắc tới"),
    ],
)
def test_a_slip_is_one_sentence_with_the_next_step(txng, arguments, words):
    told = txng(*arguments)
    assert (told.status, told.out) == (2, "")
    assert words in told.err
    assert told.err.count("\n") == 1


@pytest.mark.parametrize("command", ["ledger", "balance", "completeness"])
def test_each_command_explains_itself_in_both_languages(txng, command):
    told = txng(command, "--help")
    assert told.out.startswith(f"Cách dùng: txng {command}")
    assert "Ví dụ:\n  " in told.out
    english = txng("--lang", "en", command, "--help").out
    assert english.startswith(f"Usage: txng {command}")
    assert "Thửa" not in english
