"""The communes of today, and finding them by the names people still use."""

import subprocess
import sys
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from txng.parties.administrative_units import (
    commune,
    communes,
    communes_on,
    district_of,
    districts,
    earlier_communes,
    find,
    name_on,
    places,
    places_called,
    predecessors,
)

MAY = date(2025, 5, 1)
ROOT = Path(__file__).resolve().parents[2]


def names(text: str) -> list[str]:
    return [unit.name for unit in find(text)]


def test_the_province_has_124_communes_of_three_kinds():
    assert Counter(unit.kind for unit in communes()) == {"Xã": 103, "Phường": 20, "Đặc khu": 1}
    assert len({unit.code for unit in communes()}) == 124


def test_51_communes_lie_in_the_old_province_of_lam_dong():
    assert Counter(unit.old_province for unit in communes()) == {
        "Lâm Đồng": 51,
        "Bình Thuận": 45,
        "Đắk Nông": 28,
    }


def test_a_commune_is_known_by_its_code():
    found = commune("24805")
    assert found is not None
    assert found.name == "Phường Xuân Trường - Đà Lạt"
    assert found.merged_from == ("Phường 11", "Xã Xuân Thọ", "Xã Xuân Trường", "Xã Trạm Hành")
    assert commune("99999") is None


def test_a_commune_that_was_left_alone_has_no_predecessors():
    assert commune("24985").merged_from == ()


def test_points_lie_in_the_province():
    assert all(106.5 < unit.longitude < 109.2 for unit in communes())
    assert all(10.3 < unit.latitude < 12.9 for unit in communes())


@pytest.mark.parametrize(
    "text", ["Đạ Huoai 2", "da huoai 2", "xã Đạ Huoai 2", "XÃ ĐẠ HUOAI 2", " xa  da huoai 2 "]
)
def test_marks_capitals_and_the_word_for_the_kind_do_not_matter(text):
    assert names(text) == ["Xã Đạ Huoai 2"]


@pytest.mark.parametrize("text", ["B'Lao", "B’Lao", "phường b'lao", "b'lao"])
def test_both_apostrophes_are_read(text):
    assert names(text) == ["Phường B'Lao"]


def test_a_name_typed_in_decomposed_letters_is_found():
    assert names(unicodedata.normalize("NFD", "Đạ Tẻh 3")) == ["Xã Đạ Tẻh 3"]


def test_an_old_commune_leads_to_the_commune_that_took_it_in():
    assert names("xã Lát") == ["Phường Lang Biang - Đà Lạt"]
    assert names("Thị trấn Nam Ban") == ["Xã Nam Ban Lâm Hà"]


def test_an_old_commune_that_was_divided_leads_to_both_parts():
    assert names("Phong Phú") == ["Xã Phan Rí Cửa", "Xã Tuy Phong"]


def test_an_abolished_district_leads_to_what_its_communes_became():
    assert names("huyện Đạ Tẻh") == ["Xã Đạ Tẻh", "Xã Đạ Tẻh 3", "Xã Đạ Tẻh 2"]


def test_the_commune_of_today_comes_before_older_meanings_of_its_name():
    assert names("Lạc Dương")[0] == "Xã Lạc Dương"


def test_a_name_that_a_code_bore_only_for_a_while_is_found():
    assert names("Pró") == ["Xã Quảng Lập"]


def test_nothing_is_found_for_a_name_of_elsewhere():
    assert find("Hoàn Kiếm") == []
    assert find("") == []


def test_every_successor_is_a_commune_of_today():
    codes = {unit.code for unit in communes()}
    assert {code for earlier in earlier_communes() for code in earlier.successors} == codes


def test_only_the_eight_communes_named_in_the_readme_have_no_successor():
    lost = sorted({earlier.name for earlier in earlier_communes() if not earlier.successors})
    assert len(lost) == 8
    readme = (ROOT / "src/txng/parties/data/README.md").read_text(encoding="utf-8")
    assert [name for name in lost if name.split(" ", 1)[1] not in " ".join(readme.split())] == []


def test_names_are_nfc():
    texts = [unit.name for unit in communes()] + [unit.name for unit in earlier_communes()]
    assert [text for text in texts if not unicodedata.is_normalized("NFC", text)] == []


def test_the_tool_says_what_it_expects():
    command = [sys.executable, str(ROOT / "tools/build_administrative_units.py")]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "Expected one folder" in told.stderr


def test_the_list_of_any_day_is_the_one_that_was_in_force():
    sizes = {day: len(communes_on(day)) for day in (date(2024, 1, 1), MAY, date(2025, 7, 1))}
    assert list(sizes.values()) == [337, 329, 124]
    assert len(districts()) == 30


def test_a_place_is_called_as_it_was_called_on_that_day():
    assert name_on("24848", date(2025, 7, 1)) == "Xã Lạc Dương"
    assert name_on("24848", date(2025, 6, 30), "24865") == "Xã Đạ Sar, Huyện Lạc Dương"
    assert name_on("24848", date(2025, 6, 30)) == (
        "Xã Đạ Chais / Xã Đạ Nhim / Xã Đạ Sar, Huyện Lạc Dương"
    )
    assert name_on("24955", date(2024, 1, 1), "24955") == "Xã Pró, Huyện Đơn Dương"
    assert name_on("24955", MAY, "24955") == "Xã Quảng Lập, Huyện Đơn Dương"
    assert name_on("99999", MAY) == ""


def test_every_commune_of_today_was_something_before():
    assert [unit.name for unit in communes() if not predecessors(unit.code)] == []
    assert [unit.name for unit in communes() if not name_on(unit.code, MAY)] == []


def test_the_old_district_is_told_where_it_can_be():
    assert district_of("24848").name == "Huyện Lạc Dương"
    assert district_of("24846") is None  # Phường 7 of Đà Lạt, and two communes of Lạc Dương
    assert district_of("24846", "24862").name == "Huyện Lạc Dương"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("da sar", ["Xã Đạ Sar, Huyện Lạc Dương"]),
        ("Đạ Sar, Lạc Dương", ["Xã Đạ Sar, Huyện Lạc Dương"]),
        ("xã lạc dương", ["Xã Lạc Dương"]),
        ("Thị trấn Ma Đa Guôi, Huyện Đạ Huoai", ["Thị trấn Ma Đa Guôi, Huyện Đạ Huoai"]),
        ("Hoàn Kiếm", []),
        ("", []),
    ],
)
def test_a_place_is_understood_by_new_and_by_old_names(text, labels):
    assert [place.label for place in places_called(text)] == labels


def test_every_label_that_can_be_picked_means_one_place():
    assert [one.label for one in places() if places_called(one.label) != [one]] == []


def test_a_commune_that_was_divided_asks_which_part():
    assert len(places_called("Xã Phong Phú, Huyện Tuy Phong")) == 2
