"""Schedules of subscriptions, against an obvious walker that looks at every second or minute."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.epcis.schedule import RANGES, ScheduleError, parse

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, zone: ZoneInfo = HERE) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def firings(fields, start: str, count: int, zone: ZoneInfo = HERE) -> list[str]:
    schedule, moment, found = parse(fields), at(start, zone), []
    for _ in range(count):
        moment = schedule.next_firing(moment)
        found.append(moment.replace(tzinfo=None).isoformat())
    return found


@pytest.mark.parametrize(
    ("fields", "start", "expected"),
    [
        # the standard's own example: every morning at five past one, once
        (
            {"hour": "1", "minute": "5"},
            "2026-11-24T00:00:00",
            ["2026-11-24T01:05:00", "2026-11-25T01:05:00"],
        ),
        ({"minute": "5"}, "2026-11-24T00:05:00", ["2026-11-24T01:05:00", "2026-11-24T02:05:00"]),
        ({"hour": "8"}, "2026-11-24T09:00:00", ["2026-11-25T08:00:00"]),
        ({"second": "0/30"}, "2026-11-24T00:00:00", ["2026-11-24T00:00:30", "2026-11-24T00:01:00"]),
        ({"second": "7"}, "2026-11-24T23:59:07", ["2026-11-25T00:00:07"]),
        # 24 November 2026 is a Tuesday
        ({"dayOfWeek": "1"}, "2026-11-24T00:00:00", ["2026-11-30T00:00:00"]),
        ({"dayOfWeek": "7", "hour": "8"}, "2026-11-24T00:00:00", ["2026-11-29T08:00:00"]),
        ({"dayOfMonth": "1"}, "2026-11-24T00:00:00", ["2026-12-01T00:00:00"]),
        ({"month": "5"}, "2026-11-24T00:00:00", ["2027-05-01T00:00:00", "2028-05-01T00:00:00"]),
        (
            {"month": "5", "hour": "8"},
            "2026-11-24T00:00:00",
            ["2027-05-01T08:00:00", "2027-05-02T08:00:00"],
        ),
        (
            {"month": "12", "dayOfWeek": "1"},
            "2026-11-24T00:00:00",
            ["2026-12-07T00:00:00", "2026-12-14T00:00:00"],
        ),
        # both days must match, unlike cron: Friday the 13th
        ({"dayOfMonth": "13", "dayOfWeek": "5"}, "2026-11-24T00:00:00", ["2027-08-13T00:00:00"]),
        ({"dayOfMonth": "29", "month": "2"}, "2026-11-24T00:00:00", ["2028-02-29T00:00:00"]),
        (
            {"hour": "[10-12],20"},
            "2026-11-24T11:00:00",
            ["2026-11-24T12:00:00", "2026-11-24T20:00:00", "2026-11-25T10:00:00"],
        ),
        (
            {"minute": "0, [15-16]", "hour": 3},
            "2026-11-24T00:00:00",
            [
                "2026-11-24T03:00:00",
                "2026-11-24T03:15:00",
                "2026-11-24T03:16:00",
                "2026-11-25T03:00:00",
            ],
        ),
    ],
)
def test_a_schedule_fires_when_the_standard_says(fields, start, expected):
    assert firings(fields, start, len(expected)) == expected


def test_a_leap_day_on_one_day_of_the_week_is_found_across_2100():
    # 29 February 2072 is a Monday; the next are 2112 (2100 has none)
    assert firings(
        {"dayOfMonth": "29", "month": "2", "dayOfWeek": "1"}, "2072-03-01T00:00:00", 1
    ) == ["2112-02-29T00:00:00"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, ""),
        ({"hours": "1"}, "hours"),
        ({"hour": "24"}, "hour"),
        ({"hour": "-1"}, "hour"),
        ({"second": "60"}, "second"),
        ({"minute": ""}, "minute"),
        ({"minute": "5,"}, "minute"),
        ({"minute": "[20-10]"}, "minute"),
        ({"minute": "[0-59"}, "minute"),
        ({"minute": "*"}, "minute"),
        ({"minute": "5/0"}, "minute"),
        ({"minute": "٥"}, "minute"),
        ({"minute": "1," * 150 + "1"}, "minute"),
        ({"minute": None}, "minute"),
        ({"minute": True}, "minute"),
        ({"minute": 1.5}, "minute"),
        ({"minute": ["5"]}, "minute"),
        ({"dayOfWeek": "0"}, "dayOfWeek"),
        ({"dayOfWeek": "8"}, "dayOfWeek"),
        ({"dayOfMonth": "0"}, "dayOfMonth"),
        ({"month": "13"}, "month"),
        ({"dayOfMonth": "31", "month": "2"}, "dayOfMonth"),
        ({"dayOfMonth": "31", "month": "2,4,6,9,11"}, "dayOfMonth"),
        ({"dayOfMonth": "30,31", "month": "2", "dayOfWeek": "1"}, "dayOfMonth"),
    ],
)
def test_a_schedule_without_sense_is_refused_by_field(fields, field):
    with pytest.raises(ScheduleError) as refused:
        parse(fields)
    assert refused.value.field == field
    assert refused.value.message_vi != ""


def element(low: int, high: int):
    def ranged(pair: tuple[int, int]) -> str:
        return f"[{min(pair)}-{max(pair)}]"

    number = st.integers(low, high)
    return st.one_of(number.map(str), st.tuples(number, number).map(ranged))


def field(name: str):
    low, high = RANGES[name]
    return st.lists(element(low, high), min_size=1, max_size=3).map(",".join)


def values(text: str) -> set[int]:
    found: set[int] = set()
    for part in text.split(","):
        low, _, high = part.strip("[]").partition("-")
        found |= set(range(int(low), int(high or low) + 1))
    return found


ORDER = ["second", "minute", "hour", "day", "month"]


def obviously_matches(fields: dict[str, str], moment: datetime) -> bool:
    """Field by field, as the module's first paragraph says it."""
    has = {
        "second": moment.second,
        "minute": moment.minute,
        "hour": moment.hour,
        "dayOfMonth": moment.day,
        "month": moment.month,
        "dayOfWeek": moment.isoweekday(),
    }
    sizes = [ORDER.index("day" if name.startswith("day") else name) for name in fields]
    lowest = {"second": 0, "minute": 0, "hour": 0, "dayOfMonth": 1}
    for name in ("second", "minute", "hour", "dayOfMonth"):
        size = ORDER.index("day" if name.startswith("day") else name)
        if name not in fields and size < min(sizes) and has[name] != lowest[name]:
            return False
    return all(has[name] in values(text) for name, text in fields.items())


@given(
    st.fixed_dictionaries(
        {"second": st.one_of(field("second"), st.just("0"))},
        optional={name: field(name) for name in ("minute", "hour")},
    ),
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)),  # noqa: DTZ001 - a zone follows
)
def test_every_second_is_fired_or_passed_over_rightly(fields, start):
    moment = start.replace(tzinfo=HERE)
    expected = moment.replace(microsecond=0) + timedelta(seconds=1)
    while not obviously_matches(fields, expected):
        expected += timedelta(seconds=1)
        if expected - moment > timedelta(hours=2):
            return  # the walker is slow; the minutes' walker goes further
    assert parse(fields).next_firing(moment) == expected
    assert parse(fields).matches(expected)


@given(
    st.dictionaries(
        st.sampled_from(sorted(RANGES.keys() - {"second"})), st.none(), min_size=1
    ).flatmap(lambda names: st.fixed_dictionaries({name: field(name) for name in names})),
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)),  # noqa: DTZ001 - a zone follows
)
def test_every_minute_is_fired_or_passed_over_rightly(fields, start):
    moment = start.replace(tzinfo=HERE)
    try:
        found = parse(fields).next_firing(moment)
    except ScheduleError:
        return
    walker = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    furthest = walker + timedelta(days=20)
    while not obviously_matches(fields, walker) and walker < furthest:
        walker += timedelta(minutes=1)
    if walker < furthest:
        assert found == walker
    else:
        assert found >= furthest
    assert obviously_matches(fields, found)


def test_where_clocks_are_put_forward_a_skipped_time_fires_as_much_later():
    # Berlin, 28 March 2027: 02:00 to 03:00 does not happen
    found = parse({"hour": "2", "minute": "30"}).next_firing(at("2027-03-27T12:00:00", BERLIN))
    assert found.isoformat() == "2027-03-28T03:30:00+02:00"


def test_a_skipped_time_is_still_to_come_when_the_clock_has_jumped_over_it():
    found = parse({"hour": "2", "minute": "30"}).next_firing(at("2027-03-28T03:10:00", BERLIN))
    assert found.isoformat() == "2027-03-28T03:30:00+02:00"


def test_where_clocks_are_put_back_a_time_fires_once():
    schedule = parse({"hour": "2", "minute": "30"})
    first = schedule.next_firing(at("2026-10-24T12:00:00", BERLIN))
    second = schedule.next_firing(first)
    assert first.astimezone(UTC).isoformat() == "2026-10-25T00:30:00+00:00"
    assert second.astimezone(UTC).isoformat() == "2026-10-26T01:30:00+00:00"


def test_a_time_without_a_zone_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="with a zone"):
        parse({"hour": "1"}).next_firing(datetime(2026, 1, 1))  # noqa: DTZ001
