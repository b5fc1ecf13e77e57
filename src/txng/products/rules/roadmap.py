"""Milestones: what an item of a list asks, from whom, and from which day.

    Milestone("code",     date(2027, 1, 1))                       an absolute day
    Milestone("elements", months_after=6)                         half a year after the list takes effect
    Milestone("events",   months_after=18, sizes=("micro",))      later for the smallest

Of two milestones for the same requirement and one enterprise, the one that names its size holds: that is
how a roadmap gives the small ones more time. Source: Plan 6736/KH-UBND II.5 ("lộ trình phù hợp").
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

LONGEST_MONTHS: Final = 120


@dataclass(frozen=True, slots=True)
class Requirement:
    """`basis` is the clause that asks it. `is_computed`: the register itself knows whether it is met."""

    id: str
    vi: str
    en: str
    basis: str
    basis_en: str
    is_computed: bool


CODE: Final = "code"
ELEMENTS: Final = "elements"
REQUIREMENTS: Final[Mapping[str, Requirement]] = MappingProxyType(
    {
        one.id: one
        for one in (
            Requirement(
                CODE,
                "Sản phẩm có mã truy vết sản phẩm",
                "The product has a product trace code",
                "Thông tư 02/2024/TT-BKHCN, Điều 3 khoản 3; TCVN 13274:2020",
                "Circular 02/2024/TT-BKHCN, Article 3(3); TCVN 13274:2020",
                True,
            ),
            Requirement(
                ELEMENTS,
                "Khai đủ thông tin tối thiểu của sản phẩm",
                "The minimum information on the product is told",
                "Thông tư 02/2024/TT-BKHCN: mười thông tin tối thiểu",
                "Circular 02/2024/TT-BKHCN: ten elements at least",
                True,
            ),
            Requirement(
                "carrier",
                "Gắn tem hoặc in mã máy đọc được lên sản phẩm",
                "A machine-readable label is on the product",
                "Thông tư 02/2024/TT-BKHCN; TCVN 13275:2020",
                "Circular 02/2024/TT-BKHCN; TCVN 13275:2020",
                False,
            ),
            Requirement(
                "events",
                "Ghi từng công đoạn: mua từ ai, làm gì, bán cho ai",
                "Every stage is recorded: bought from whom, done what, sold to whom",
                "Thông tư 02/2024/TT-BKHCN, Điều 3 khoản 8 và Điều 6 khoản 1",
                "Circular 02/2024/TT-BKHCN, Articles 3(8) and 6(1)",
                False,
            ),
            Requirement(
                "system",
                "Công bố hệ thống truy xuất phù hợp tiêu chuẩn",
                "The traceability system is declared to conform",
                "Thông tư 02/2024/TT-BKHCN; TCVN 13167:2025",
                "Circular 02/2024/TT-BKHCN; TCVN 13167:2025",
                False,
            ),
            Requirement(
                "portal",
                "Kết nối Cổng thông tin truy xuất nguồn gốc quốc gia",
                "Connected with the national traceability portal",
                "Nghị định 37/2026/NĐ-CP, Điều 32",
                "Decree 37/2026/NĐ-CP, Article 32",
                False,
            ),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Milestone:
    """Exactly one of `due_on` and `months_after`; `sizes` empty is everybody."""

    requirement: str
    due_on: date | None = None
    months_after: int | None = None
    sizes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.requirement not in REQUIREMENTS:
            raise ValueError(f"Expected one of {sorted(REQUIREMENTS)}, got {self.requirement!r}")
        if (self.due_on is None) == (self.months_after is None):
            raise ValueError("Expected a day or a number of months, got both or neither")
        if self.months_after is not None and not 0 <= self.months_after <= LONGEST_MONTHS:
            raise ValueError(f"Expected 0 to {LONGEST_MONTHS} months, got {self.months_after}")

    def day(self, effective_from: date) -> date:
        """When it is due: never before the list holds, whatever an absolute day says."""
        if self.due_on is not None:
            return max(self.due_on, effective_from)
        assert self.months_after is not None  # __post_init__
        return months_later(effective_from, self.months_after)

    def is_for(self, size: str) -> bool:
        return not self.sizes or size in self.sizes


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day.

    >>> months_later(date(2027, 8, 31), 6)
    datetime.date(2028, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def governing(milestones: Iterable[Milestone], size: str) -> list[Milestone]:
    """For each requirement the milestone that holds for an enterprise of this size, in the order given.

    One that names the size holds before one for everybody; of equals, the first.
    """
    found: dict[str, Milestone] = {}
    for one in milestones:
        if not one.is_for(size):
            continue
        known = found.get(one.requirement)
        if known is None or (one.sizes and not known.sizes):
            found[one.requirement] = one
    return list(found.values())


def clashes(milestones: Iterable[Milestone]) -> list[tuple[Milestone, Milestone]]:
    """Pairs that would both claim one requirement for one size: a roadmap that nobody could read."""
    rows = list(milestones)
    return [
        (one, other)
        for number, one in enumerate(rows)
        for other in rows[number + 1 :]
        if one.requirement == other.requirement
        and (bool(set(one.sizes) & set(other.sizes)) or not (one.sizes or other.sizes))
    ]
