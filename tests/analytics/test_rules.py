"""What a code's scans say: copies are noticed, shops, travellers and rivals are not taken for them."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.analytics.rules import BROAD, Sighting, is_person, is_view, judge, place_of

NOON = datetime(2026, 11, 20, 12, tzinfo=timezone(timedelta(hours=7)))
PHONE = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36 Zalo android"


def seen(hours_ago, place, device, breadth=1):
    return Sighting(NOON - timedelta(hours=hours_ago), device.encode(), place, breadth)


COPIED = [seen(3 * n, f"VN-{n}", f"phone {n}") for n in range(7)]


def test_one_serial_in_seven_provinces_in_a_day_may_be_copied():
    signal = judge(COPIED, NOON)
    assert (signal.is_suspect, signal.places, signal.days) == (True, 7, 2)
    assert signal.reasons == ("places=7 days=2 devices=7",)


def test_a_bag_that_travels_through_seven_provinces_in_two_months_is_not():
    assert not judge([seen(24 * 9 * n, f"VN-{n}", f"phone {n}") for n in range(7)], NOON).is_suspect


def test_a_family_at_home_and_a_shop_are_not():
    shop = [seen(n, "VN-35", f"phone {n}") for n in range(10)]
    assert not judge(shop, NOON).is_suspect


def test_what_was_seen_three_weeks_ago_no_longer_counts():
    old = [seen(24 * 21 + 3 * n, f"VN-{n}", f"phone {n}") for n in range(7)]
    assert not judge(old, NOON).is_suspect


def test_a_rival_who_scans_every_shelf_raises_nothing():
    rival = [seen(3 * n, f"VN-{n}", f"rival {n}", breadth=BROAD) for n in range(7)]
    assert not judge(rival, NOON).is_suspect
    assert judge([*rival, *COPIED], NOON).devices == 7


def test_one_telephone_that_claims_many_places_is_one_device():
    jumping = [seen(n, f"VN-{n}", "one phone") for n in range(12)]
    assert not judge(jumping, NOON).is_suspect


def test_without_places_many_devices_in_many_hours_are_needed():
    few = [seen(n, "", f"phone {n}") for n in range(9)]
    many = [seen(n, "", f"phone {n}") for n in range(20)]
    assert not judge(few, NOON).is_suspect
    signal = judge(many, NOON)
    assert signal.is_suspect
    assert signal.places == 0
    assert not judge([seen(1, "", f"phone {n}") for n in range(30)], NOON).is_suspect, (
        "a bus of tourists"
    )


def test_a_clock_that_runs_ahead_is_left_out():
    assert not judge([seen(-5 * n, f"VN-{n}", f"p{n}") for n in range(1, 9)], NOON).is_suspect


@given(st.permutations(COPIED))
def test_the_order_of_the_rows_changes_nothing(rows):
    assert judge(rows, NOON) == judge(COPIED, NOON)


@pytest.mark.parametrize(
    "name",
    ["", "Googlebot/2.1 (+http://www.google.com/bot.html)", "facebookexternalhit/1.1", "curl/8.5",
     "python-requests/2.31", "Mozilla/5.0 HeadlessChrome/120", "Zalo-Preview/1.0", "UptimeRobot/2.0"],
)  # fmt: skip
def test_programs_are_not_counted(name):
    assert not is_person(name)


@pytest.mark.parametrize(
    ("method", "agent", "purpose", "destination", "counts"),
    [
        ("GET", PHONE, "", "document", True),
        ("GET", PHONE, "", "", True),
        ("HEAD", PHONE, "", "document", False),
        ("GET", PHONE, "prefetch;prerender", "document", False),
        ("GET", PHONE, "", "image", False),
        ("GET", "Googlebot", "", "document", False),
    ],
)
def test_only_a_person_who_looks_is_counted(method, agent, purpose, destination, counts):
    assert is_view(method, agent, purpose, destination) is counts


@pytest.mark.parametrize("told", ["VN-35", "Lam Dong", "35"])
def test_a_province_is_taken_as_told(told):
    assert place_of(told) == told


@pytest.mark.parametrize(
    "told", ["", "11.94041,108.43831", "x" * 21, "<script>", "-35", "Lâm Đồng"]
)
def test_a_point_on_the_map_is_no_place(told):
    assert place_of(told) == ""
