"""Limits are data: what is shipped is sound, and what is not is refused by name."""

import re
import unicodedata
from datetime import date
from fractions import Fraction
from importlib.resources import files

import pytest

from txng.trace import fact_words, limits
from txng.trace.errors import ProfileError
from txng.trace.limits import Area

SHIPPED = limits.shipped()
EVERY = [*SHIPPED.processes, *SHIPPED.yields]
RULES = """
[rules.weighing]
id = "w"
vi = "cân"
en = "scales"
tolerance = 0.005
ground = "assumed"
source = "x"
source_en = "x"
valid_from = 2020-01-01
[rules.journey]
id = "j"
vi = "đường"
en = "way"
longest_days = 45
ground = "assumed"
source = "x"
source_en = "x"
valid_from = 2020-01-01
[rules.certificate]
id = "c"
vi = "chứng nhận"
en = "certificate"
tolerance = 0.01
ground = "assumed"
source = "x"
source_en = "x"
valid_from = 2020-01-01
"""
PROCESS = """
[[process]]
id = "x.roasting"
group = "x"
activity = ["roasting"]
vi = "Rang"
en = "Roasting"
low = 0.7
factor = 0.8
high = 0.9
ground = "source"
source = "nguồn"
source_en = "source"
valid_from = 2020-01-01
"""
YIELD = """
[[yield]]
id = "x.plot"
group = "x"
vi = "Trên một héc-ta"
en = "Of a hectare"
per_hectare = 1000
season_starts = ["01-01"]
country = "VN"
ground = "source"
source = "nguồn"
source_en = "source"
valid_from = 2020-01-01
"""


def read(*texts: str) -> limits.Limits:
    return limits.read({"x.toml": RULES + "".join(texts)})


# --- what is shipped -----------------------------------------------------------------------------


@pytest.mark.parametrize("limit", EVERY, ids=lambda one: one.id)
def test_a_limit_says_where_it_comes_from_and_since_when(limit):
    basis = limit.basis
    for text in (basis.vi, basis.en, basis.source, basis.source_en):
        assert len(text) > 5
        assert unicodedata.is_normalized("NFC", text)
    assert date(2000, 1, 1) <= basis.valid_from <= date(2026, 12, 31)
    assert basis.as_dict()["source"] == basis.source


@pytest.mark.parametrize("limit", SHIPPED.yields, ids=lambda one: one.id)
def test_what_land_bears_is_looked_at_again(limit):
    assert limit.basis.valid_until is not None, "varieties and methods change"
    assert limit.area.country == "VN"


def test_the_figures_of_the_sources_are_there():
    """Domain data: coffee, rice, durian and tea as the research names them."""
    known = {one.id: one for one in EVERY}
    assert known["coffee.hulling"].factor == Fraction("0.80")  # ICO
    assert known["coffee.roasting"].factor == Fraction("0.84")  # ICO, 1/1.19
    assert known["coffee.soluble"].factor == Fraction("0.385")  # ICO, 1/2.6
    assert known["coffee.wet_milling"].factor == Fraction("0.20")
    assert known["coffee.plot"].per_hectare * Fraction("0.16") == 6_000
    assert known["durian.plot"].per_hectare == 30_000
    assert known["rice.plot"].per_hectare == 8_000
    assert (
        known["rice.milling"].low
        <= Fraction("0.60")
        < Fraction("0.68")
        <= known["rice.milling"].high
    )
    assert (
        known["tea.making"].low <= Fraction("0.20") < Fraction("0.25") <= known["tea.making"].high
    )


def test_every_group_of_the_demonstration_has_a_ceiling():
    groups = {one.group for one in SHIPPED.yields}
    assert {"coffee", "tea", "rice", "durian", "vegetables", "flowers"} <= groups


def test_limits_are_in_the_package():
    folder = files("txng.trace") / "profiles" / "limits"
    assert {entry.name for entry in folder.iterdir()} >= {"common.toml", "coffee.toml", "silk.toml"}


# --- which limit holds ---------------------------------------------------------------------------


def test_the_closest_limit_is_taken():
    general = PROCESS.replace('"x.roasting"', '"any"').replace('group = "x"', 'group = "*"')
    own = PROCESS
    local = PROCESS.replace('"x.roasting"', '"local"') + 'country = "VN"\nstate = "Lâm Đồng"\n'
    crop = PROCESS.replace('"x.roasting"', '"crop"') + 'crop = "arabica"\n'
    found = read(general, own, local, crop)
    day = date(2025, 1, 1)

    def closest(group: str, crop_name: str, country: str, state: str) -> str | None:
        limit = found.process("roasting", group, crop_name, day, country, state)
        return None if limit is None else limit.id

    assert closest("y", "", "VN", "Lâm Đồng") == "any"
    assert closest("x", "", "LA", "") == "x.roasting"
    assert closest("x", "", "VN", "Lâm Đồng") == "local"
    assert closest("x", "arabica", "VN", "Lâm Đồng") == "crop"
    assert found.process("milling", "x", "", day, "VN", "") is None


def test_a_limit_holds_from_its_first_day_until_before_the_last():
    found = read(YIELD + "valid_until = 2022-01-01\n")

    def holds(day: date) -> bool:
        return found.land("x", "", day, "VN", "") is not None

    days = [date(2019, 12, 31), date(2020, 1, 1), date(2021, 12, 31), date(2022, 1, 1)]
    assert [holds(day) for day in days] == [False, True, True, False]


def test_only_a_place_that_is_known_to_lie_elsewhere_is_outside():
    area = Area("VN", "Lâm Đồng")
    assert area.may_hold("VN", "Lâm Đồng")
    assert area.may_hold("", "")
    assert area.may_hold("VN", "")
    assert not area.may_hold("VN", "Gia Lai")
    assert not area.may_hold("LA", "")
    assert str(Area()) == "*"


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("low = 0.7", "low = 0.85"), "0 < low <= factor <= high"),
        (("low = 0.7", "low = 0"), "0 < low <= factor <= high"),
        (("high = 0.9", 'high = "much"'), "x.roasting"),
        (('ground = "source"', 'ground = "hearsay"'), "hearsay"),
        (('source = "nguồn"', 'source = ""'), "texts that are not empty"),
        (("valid_from = 2020-01-01", ""), "valid_from"),
        (('en = "Roasting"', ""), "'en'"),
        (('group = "x"', 'group = "x"\ntypo = 1'), "got unknown typo"),
        (('group = "x"', 'group = "x"\nunit = "GRM"'), "a home unit"),
        (('group = "x"', 'group = "x"\nunit = "NONSENSE"'), "a home unit"),
        (("valid_from = 2020-01-01", "valid_from = 2020-01-01\nvalid_until = 2019-01-01"), "after"),
    ],
)
def test_a_process_that_is_not_sound_is_refused_by_name(change, words):
    with pytest.raises(ProfileError, match=re.escape(words)) as refused:
        read(PROCESS.replace(*change))
    assert "x.toml" in str(refused.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("per_hectare = 1000", "per_hectare = 0"), "per_hectare above 0"),
        (('season_starts = ["01-01"]', "season_starts = []"), "season_starts"),
        (('season_starts = ["01-01"]', 'season_starts = ["13-01"]'), "season_starts"),
        (('season_starts = ["01-01"]', 'season_starts = ["10-01", "04-01"]'), "in order"),
        (('season_starts = ["01-01"]', 'season_starts = ["02-29"]'), "every year"),
    ],
)
def test_a_yield_that_is_not_sound_is_refused_by_name(change, words):
    with pytest.raises(ProfileError, match=words):
        read(YIELD.replace(*change))


def test_two_limits_of_one_id_and_missing_rules_are_refused():
    with pytest.raises(ProfileError, match="each id once"):
        read(PROCESS, PROCESS)
    with pytest.raises(ProfileError, match="one table of rules"):
        limits.read({"x.toml": PROCESS})
    with pytest.raises(ProfileError, match=r"x\.toml: expected TOML"):
        read("low = much")
    with pytest.raises(ProfileError, match="got limits"):
        read("[limits]\na = 1\n")


def test_facts_with_unknown_prefixes_or_units_are_refused():
    good = (files("txng.trace") / "profiles" / "facts.toml").read_text(encoding="utf-8")
    assert fact_words.read(good).units["kg"] == "KGM"
    with pytest.raises(ProfileError, match="prefix"):
        fact_words.read(good.replace('"product txng:stage"', '"product foo:stage"'))
    with pytest.raises(ProfileError, match="holder"):
        fact_words.read(good.replace('"product txng:stage"', '"somewhere txng:stage"'))
    with pytest.raises(ProfileError, match="Recommendation 20"):
        fact_words.read(good.replace('kg = "KGM"', 'kg = "KILO"'))
