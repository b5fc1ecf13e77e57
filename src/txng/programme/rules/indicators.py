"""Indicators: what a value means beside its target, and the proposals that ship.

The Plan sets no numbers, so no proposal has a target: the province sets them, year by year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Literal

from txng.programme.rules import gettext_noop as N_

UP, DOWN = "up", "down"
DIRECTIONS: Final = (UP, DOWN)
FIRST_YEAR: Final = 2019
LAST_YEAR: Final = 2030
YEARS: Final = tuple(range(FIRST_YEAR, LAST_YEAR + 1))
LONGEST_CODE: Final = 60
LONGEST_TITLE: Final = 150
LONGEST_UNIT: Final = 40
LONGEST_NOTE: Final = 1000
MOST_DECIMALS: Final = 4
LARGEST: Final = Decimal(99999999999999)
ON_DASHBOARD: Final = 6
EVENING: Final = 18  # o'clock

Standing = Literal["met", "behind", "on_way", "no_target", "unknown"]


def standing(
    value: Decimal | None, target: Decimal | None, direction: str, day: date, year: int
) -> Standing:
    """How a value of a day stands beside the target of a year: behind only once the year is over; before
    that a target that is not reached yet is on its way."""
    if value is None:
        return "unknown"
    if target is None:
        return "no_target"
    is_met = value >= target if direction == UP else value <= target
    if is_met:
        return "met"
    return "behind" if day >= date(year, 12, 31) else "on_way"


def share_of_year(day: date) -> int:
    """Percent of its year that is over with this day: what a value that is on its way is read beside."""
    first = date(day.year, 1, 1)
    days = (date(day.year, 12, 31) - first).days + 1
    return ((day - first).days + 1) * 100 // days


def is_due(day: date, hour: int) -> bool:
    """Whether readings are taken by themselves: on the last evening of a quarter.

    >>> is_due(date(2026, 12, 31), 18), is_due(date(2026, 12, 31), 9), is_due(date(2026, 11, 30), 20)
    (True, False, False)
    """
    tomorrow = day + timedelta(days=1)
    return tomorrow.day == 1 and tomorrow.month in (1, 4, 7, 10) and hour >= EVENING


def share_of_target(value: Decimal | None, target: Decimal | None) -> int | None:
    """Whole percent, None where there is none to tell."""
    if value is None or not target:
        return None
    return int(value * 100 / target)


@dataclass(frozen=True, slots=True)
class Proposal:
    code: str
    title: str
    unit: str
    formula: str
    note: str
    direction: str = UP
    decimals: int = 0
    on_dashboard: bool = True


PROPOSALS: Final = (
    Proposal(
        "co-so-ket-noi", N_("Cơ sở đã kết nối"), N_("cơ sở"), "enterprises.connected",
        N_("Cơ sở có ít nhất một sự kiện tự ghi trong năm."),
    ),
    Proposal(
        "san-pham-du-ho-so", N_("Sản phẩm đủ hồ sơ"), N_("sản phẩm"), "products.complete",
        N_("Theo thông tin mà Thông tư 02/2024/TT-BKHCN đòi hỏi ở sổ sản phẩm."),
    ),
    Proposal(
        "he-thong-chung-nhan", N_("Hệ thống được chứng nhận"), N_("chứng nhận"), "certificates.systems",
        N_("Hệ thống quản lý chất lượng và hệ thống truy xuất nguồn gốc."),
    ),
    Proposal(
        "nguoi-duoc-dao-tao", N_("Người được đào tạo"), N_("người"), "training.people",
        N_("Theo sổ lớp học trong năm."),
    ),
    Proposal(
        "lo-truy-xuat-duoc", N_("Lô hàng truy xuất được"), N_("lô"), "lots.traced",
        N_("Lô khai trong năm và có sự kiện nói đến."),
    ),
    Proposal(
        "ma-con-song", N_("Mã còn sống"), "%", "codes.alive / codes.watched * 100",
        N_("Tỷ lệ liên kết của mã mở được ở lần kiểm tra gần nhất."), decimals=1,
    ),
    Proposal(
        "thoi-gian-thu-hoi", N_("Thời gian thu hồi"), N_("giờ"), "recall.time",
        N_("Lấy từ các lệnh thu hồi đã xong trong năm."), direction=DOWN, decimals=1,
        on_dashboard=False,
    ),
)  # fmt: skip


def changed_years(
    before: Mapping[int, Decimal | None], after: Mapping[int, Decimal | None]
) -> tuple[int, ...]:
    """Years whose target differs."""
    return tuple(year for year in YEARS if before.get(year) != after.get(year))
