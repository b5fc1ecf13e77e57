"""Channels of the Plan, and how a link of evidence stands.

Plan 6736, II.1.a: conferences, workshops, newspapers, television, web pages, special issues, reports; PL.1.

>>> link_stands(404, 1), link_stands(404, 3), link_stands(200, 0)
('lung-lay', 'chet', 'tot')
"""

from datetime import date, timedelta
from typing import Final

from txng.outreach.rules import N_

CHANNELS: Final = {
    "hoi-nghi": N_("Hội nghị"),
    "hoi-thao": N_("Hội thảo"),
    "bao-viet": N_("Báo viết"),
    "bao-hinh": N_("Báo hình, phát thanh"),
    "trang-tin": N_("Trang tin điện tử"),
    "chuyen-de": N_("Chuyên đề báo, đài"),
    "phong-su": N_("Phóng sự"),
    "mang-xa-hoi": N_("Mạng xã hội"),
    "pano": N_("Pa nô, áp phích, tờ rơi"),
    "khac": N_("Kênh khác"),
}
FIRST_YEAR: Final = 2019
LAST_YEAR: Final = 2030
MOST_PLANNED: Final = 10_000
MOST_REACH: Final = 100_000_000
LONGEST_GOAL: Final = 1000
LONGEST_OUTLET: Final = 150
LONGEST_NOTE: Final = 500

UNKNOWN: Final = ""
GOOD: Final = "tot"
SHAKY: Final = "lung-lay"
DEAD: Final = "chet"
LINKS: Final = {
    UNKNOWN: N_("Chưa kiểm tra"),
    GOOD: N_("Mở được"),
    SHAKY: N_("Lần kiểm tra mới nhất không mở được"),
    DEAD: N_("Không còn mở được"),
}
FAILURES_TO_DIE: Final = 3
CHECK_AGAIN: Final = timedelta(days=7)
CHECK_FAILED_AGAIN: Final = timedelta(days=1)
CHECKS_AT_ONCE: Final = 10


def link_stands(status: int, failures: int) -> str:
    """`status` of HTTP, 0 for no answer; `failures` in a row, this one counted. A page that asks for a
    password or is too busy is there."""
    if 200 <= status < 400 or status in (401, 403, 405, 429):
        return GOOD
    return DEAD if failures >= FAILURES_TO_DIE else SHAKY


def wrong_period(starts_on: date, ends_on: date, year: int) -> str:
    """ "crossed", "year" or "" for a good one."""
    if ends_on < starts_on:
        return "crossed"
    return "year" if starts_on.year > year or ends_on.year < year else ""
