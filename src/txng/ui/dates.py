"""Dates as people here write them.

    vi   05/03/2025          05/03/2025, 07:30
    en   5 March 2025        5 March 2025, 07:30
    zh   2025年3月5日 (ja the same)              ko   2025년 3월 5일

Always the 24-hour clock; in Vietnamese always two digits for day and month. Django's own `date` filter
takes 5/3/2025 from its Vietnamese formats, which an English reader takes for May.

>>> from datetime import date, datetime, timezone
>>> written(date(2025, 3, 5), "vi"), written(date(2025, 3, 5), "en")
('05/03/2025', '5 March 2025')
>>> written(date(2025, 3, 5), "ja"), written(date(2025, 3, 5), "ko")
('2025年3月5日', '2025년 3월 5일')
>>> written_moment(datetime(2025, 3, 5, 7, 30, tzinfo=timezone.utc), "vi")
'05/03/2025, 07:30 (UTC+00:00)'
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

MONTHS_EN = (
    "January February March April May June July August September October November December"
).split()
VIETNAM_OFFSET = timedelta(hours=7)


def written(day: date, language: str) -> str:
    if language == "en":
        return f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}"
    if language in ("zh-hans", "ja"):
        return f"{day.year}年{day.month}月{day.day}日"
    if language == "ko":
        return f"{day.year}년 {day.month}월 {day.day}일"
    return f"{day.day:02}/{day.month:02}/{day.year}"


def written_moment(moment: datetime, language: str) -> str:
    """In the offset that the moment carries; the offset is named where it is not Vietnam's."""
    text = f"{written(moment.date(), language)}, {moment:%H:%M}"
    if moment.utcoffset() in (None, VIETNAM_OFFSET):
        return text
    offset = f"{moment:%z}"  # "+0000"
    return f"{text} (UTC{offset[:3]}:{offset[3:5]})"


def written_period(days: Sequence[date], language: str) -> str:
    """First and last of `days` ("01/11/2024 – 20/12/2024"); one date when they are the same."""
    if not days:
        return ""
    first, last = written(days[0], language), written(days[-1], language)
    return first if first == last else f"{first} – {last}"
