"""When a subscription asks its query: the QuerySchedule of EPCIS.

    {"hour": "1", "minute": "5"}                     every morning at 01:05:00
    {"minute": "0,[15-17],45"}                       five times an hour
    {"dayOfWeek": "1", "hour": "8"}                  Mondays at 08:00:00 (1 is Monday, 7 Sunday)
    {"dayOfMonth": "1"}                              the first of every month at 00:00:00

A moment fires when **every** field matches it (unlike cron, where one of the two days is enough). A
field that is not given matches anything, unless it is finer than the finest field that is given: then
only its lowest value matches, because "hour 1, minute 5" is once a day and not sixty times. The
calendar is that of the time zone that the caller names, on the wall clock.

>>> daily = parse({"hour": "1", "minute": "5"})
>>> daily.next_firing(datetime.fromisoformat("2026-11-24T01:05:00+07:00")).isoformat()
'2026-11-25T01:05:00+07:00'

Source: EPCIS 2.0 §8.2.5.3 and the GS1-Query-* schemas of the official OpenAPI file, whose pattern
`[0-59]` is a slip (it matches one digit) and whose example "0/30" (second 0, then every 30) is no
element of its own grammar: it is understood here. ADR 0010.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from types import MappingProxyType
from typing import Final

RANGES: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        "second": (0, 59),
        "minute": (0, 59),
        "hour": (0, 23),
        "dayOfMonth": (1, 31),
        "month": (1, 12),
        "dayOfWeek": (1, 7),
    }
)
"""Fields, and their lowest and highest value."""
LONGEST_FIELD: Final = 200  # characters; "0,1,...,59" has 169
_FINENESS: Final = {
    "second": 0,
    "minute": 1,
    "hour": 2,
    "dayOfMonth": 3,
    "dayOfWeek": 3,
    "month": 4,
}
_ELEMENT: Final = re.compile(r"\[(\d{1,2})-(\d{1,2})\]|(\d{1,2})(?:/(\d{1,2}))?", re.ASCII)
_CALENDAR_CYCLE: Final = (date(2000, 1, 1), date(2028, 1, 1))  # every date on every day of the week
_FURTHEST: Final = timedelta(days=41 * 366)  # 29 February on one day of the week, across 2100


class ScheduleError(ValueError):
    """A schedule that makes no sense. `field` is "" when it is about the whole."""

    def __init__(self, field: str, message: str, message_vi: str) -> None:
        super().__init__(message)
        self.field = field
        self.message_vi = message_vi


@dataclass(frozen=True, slots=True)
class Schedule:
    """The values that match, field by field, ascending. Make one with `parse`."""

    seconds: tuple[int, ...]
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]

    def matches(self, moment: datetime) -> bool:
        """Whether the second that `moment` lies in fires, on the wall clock of its own zone."""
        return (
            moment.second in self.seconds
            and moment.minute in self.minutes
            and moment.hour in self.hours
            and self._on(moment.date())
        )

    def next_firing(self, after: datetime) -> datetime:
        """The first moment strictly later than `after`, in the zone of `after` (which has one).

        Where clocks are put forward, a time that the day skips fires as much later; where they are
        put back, a time that comes twice fires the first time.
        """
        zone = after.tzinfo
        if zone is None:
            raise ValueError("Expected a time with a zone, got one without")
        wall, day = after.replace(tzinfo=None, fold=0), timedelta(days=1)
        if len({(wall + shift).replace(tzinfo=zone).utcoffset() for shift in (-day, day)}) > 1:
            wall -= day  # clocks are changed around now: the order of walls is not that of moments
        for local in self._firings(wall):
            firing = _moment(local, zone)
            if firing > after.astimezone(UTC):
                return firing.astimezone(zone)
        raise AssertionError("parse refuses a schedule that never fires")

    def _firings(self, wall: datetime) -> Iterator[datetime]:
        """On the wall clock, from the minute of `wall` on."""
        for offset in range(_FURTHEST.days):
            day = wall.date() + timedelta(days=offset)
            if not self._on(day):
                continue
            for hour in self.hours:
                if offset == 0 and hour < wall.hour:
                    continue
                for minute in self.minutes:
                    if offset == 0 and (hour, minute) < (wall.hour, wall.minute):
                        continue
                    for second in self.seconds:
                        yield datetime.combine(day, time(hour, minute, second))

    def _on(self, day: date) -> bool:
        return (
            day.month in self.months and day.day in self.days and day.isoweekday() in self.weekdays
        )


def _moment(wall: datetime, zone: tzinfo) -> datetime:
    """In UTC, so that moments compare as they happen."""
    return wall.replace(tzinfo=zone).astimezone(UTC)


def parse(fields: Mapping[str, object]) -> Schedule:
    """Read the `schedule` member of a subscription. Raises ScheduleError.

    Values are strings of numbers, ranges `[low-high]` and lists of both; a bare number is accepted
    too. Refused: no field at all, a name that is none, a value out of range, 31 February.
    """
    unknown = sorted(fields.keys() - RANGES.keys())
    if unknown:
        raise ScheduleError(
            unknown[0][:40],
            f"Expected {', '.join(RANGES)} in schedule, got {unknown[0][:40]!r}",
            f"Lịch chỉ có các mục {', '.join(RANGES)}, không có {unknown[0][:40]!r}.",
        )
    if not fields:
        raise ScheduleError(
            "",
            "Expected at least one field in schedule, got none",
            "Lịch cần ít nhất một mục, ví dụ hour.",
        )
    given = {name: _values(name, value) for name, value in fields.items()}
    finest = min(_FINENESS[name] for name in given)
    values = {
        name: given.get(name) or ((low,) if _FINENESS[name] < finest else range(low, high + 1))
        for name, (low, high) in RANGES.items()
    }
    if finest == _FINENESS["month"]:  # "month 5" is the first of May, whatever its day of the week
        values["dayOfWeek"] = range(1, 8)
    schedule = Schedule(
        seconds=tuple(sorted(values["second"])),
        minutes=tuple(sorted(values["minute"])),
        hours=tuple(sorted(values["hour"])),
        days=frozenset(values["dayOfMonth"]),
        months=frozenset(values["month"]),
        weekdays=frozenset(values["dayOfWeek"]),
    )
    if not _ever(schedule):
        raise ScheduleError(
            "dayOfMonth",
            "Expected a date that the calendar has, got a schedule that never fires",
            "Lịch này không bao giờ đến: không có ngày nào như vậy trong lịch.",
        )
    return schedule


def _ever(schedule: Schedule) -> bool:
    first, end = _CALENDAR_CYCLE
    return any(schedule._on(first + timedelta(days=number)) for number in range((end - first).days))


def _values(name: str, value: object) -> set[int]:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not 0 < len(text) <= LONGEST_FIELD:
        raise _refusal(name, value)
    low, high = RANGES[name]
    found: set[int] = set()
    for part in text.split(","):
        element = _ELEMENT.fullmatch(part.strip())
        if element is None:
            raise _refusal(name, value)
        first, last, number, step = element.groups()
        if first is not None:
            start, end, stride = int(first), int(last), 1
        elif step is not None:
            start, end, stride = int(number), high, int(step)
        else:
            start, end, stride = int(number), int(number), 1
        if not low <= start <= end <= high or stride < 1:
            raise _refusal(name, value)
        found.update(range(start, end + 1, stride))
    return found


def _refusal(name: str, value: object) -> ScheduleError:
    low, high = RANGES[name]
    shown = repr(value)[:60]
    return ScheduleError(
        name,
        f"Expected numbers from {low} to {high} in {name}, such as {high}, [{low}-{high}]"
        f" or {low},{high}; got {shown}",
        f"Mục {name} nhận các số từ {low} đến {high}, ví dụ {high}, [{low}-{high}] hoặc"
        f" {low},{high}; không nhận {shown}.",
    )
