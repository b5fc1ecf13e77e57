"""Research topics: what a council marks, how proposals are ranked, who may not mark, when reports are due.

    sheet of one member          can-thiet 18/20, noi-dung 22/25, ..        total 0 to 100
    proposal                     mean of its sheets, at least FEWEST_SHEETS of them
    ranking                      by mean, highest first; the same mean is the same place

>>> total({"can-thiet": Decimal(20), "noi-dung": Decimal(25)}, SELECTION)
Decimal('45')
>>> [place for place, _one in ranked({"A": Decimal(80), "B": Decimal(90), "C": Decimal(80)})]
[1, 2, 2]
>>> report_dates(date(2025, 3, 1), date(2026, 3, 31))
[datetime.date(2025, 9, 1), datetime.date(2026, 3, 1), datetime.date(2026, 3, 31)]

Criteria, weights and grades are this system's proposal: the Plan (II.2.c, PL.7) sets none, and the council's
own minutes stand beside them.
"""

import calendar
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, TypeVar

from txng.awards.rules import N_

TOPIC, PROJECT, DUTY = "de-tai", "du-an", "nhiem-vu"
KINDS: Final[Mapping[str, str]] = {
    TOPIC: N_("Đề tài"),
    PROJECT: N_("Dự án"),
    DUTY: N_("Nhiệm vụ"),
}
TECHNOLOGIES: Final[Mapping[str, str]] = {
    "blockchain": N_("Blockchain"),
    "iot": N_("IoT"),
    "ai": N_("AI"),
    "big-data": N_("Big data"),
    "khac": N_("Công nghệ khác"),
}
ORDERED, INVITED = "dat-hang", "keu-goi"
MODES: Final[Mapping[str, str]] = {ORDERED: N_("Đặt hàng"), INVITED: N_("Kêu gọi")}

SELECTION, ACCEPTANCE = "xet-chon", "nghiem-thu"
PURPOSES: Final[Mapping[str, str]] = {
    SELECTION: N_("Hội đồng xét chọn"),
    ACCEPTANCE: N_("Hội đồng nghiệm thu"),
}
CHAIR, SECRETARY, MEMBER = "chu-tich", "thu-ky", "uy-vien"
MEMBER_ROLES: Final[Mapping[str, str]] = {
    CHAIR: N_("Chủ tịch"),
    SECRETARY: N_("Thư ký"),
    MEMBER: N_("Ủy viên"),
}

CRITERIA: Final[Mapping[str, Mapping[str, tuple[str, int]]]] = {
    SELECTION: {
        "can-thiet": (N_("Tính cần thiết, sát nhiệm vụ của Kế hoạch"), 20),
        "noi-dung": (N_("Nội dung và phương pháp"), 25),
        "nang-luc": (N_("Năng lực của tổ chức và nhóm thực hiện"), 20),
        "kinh-phi": (N_("Kinh phí hợp lý, có phần vốn của tổ chức"), 15),
        "ung-dung": (N_("Khả năng ứng dụng và chuyển giao"), 20),
    },
    ACCEPTANCE: {
        "day-du": (N_("Sản phẩm đủ số lượng, khối lượng theo hợp đồng"), 30),
        "chat-luong": (N_("Chất lượng sản phẩm"), 30),
        "ung-dung": (N_("Ứng dụng được trong truy xuất nguồn gốc của tỉnh"), 25),
        "tien-do": (N_("Đúng tiến độ và kinh phí"), 15),
    },
}
"""Purpose -> criterion -> its sentence and its most points; together 100."""

EXCELLENT, PASSED, NOT_PASSED = "xuat-sac", "dat", "khong-dat"
GRADES: Final[Mapping[str, str]] = {
    EXCELLENT: N_("Xuất sắc"),
    PASSED: N_("Đạt"),
    NOT_PASSED: N_("Không đạt"),
}
FEWEST_SHEETS: Final = 3
MONTHS_BETWEEN_REPORTS: Final = 6
LONGEST_MONTHS: Final = 60
Key = TypeVar("Key")
_CENT: Final = Decimal("0.01")

OUTPUTS: Final[Mapping[str, str]] = {
    "phan-mem": N_("Phần mềm, mô đun"),
    "thiet-bi": N_("Thiết bị"),
    "quy-trinh": N_("Quy trình, tài liệu kỹ thuật"),
    "mo-hinh": N_("Mô hình"),
    "bai-bao": N_("Bài báo, báo cáo khoa học"),
    "so-huu-tri-tue": N_("Văn bằng sở hữu trí tuệ"),
    "khac": N_("Kết quả khác"),
}


def total(marks: Mapping[str, Decimal], purpose: str) -> Decimal:
    return sum((marks[code] for code in CRITERIA[purpose] if code in marks), Decimal(0))


def mean(totals: Sequence[Decimal]) -> Decimal | None:
    """Two decimals; None before anybody has marked: unknown, not 0."""
    if not totals:
        return None
    return (sum(totals, Decimal(0)) / len(totals)).quantize(_CENT, ROUND_HALF_UP)


def ranked(means: Mapping[Key, Decimal | None]) -> list[tuple[int, Key]]:
    """Places from 1; who has no mean has no place and is left out."""
    known = sorted(
        ((found, key) for key, found in means.items() if found is not None),
        key=lambda pair: -pair[0],
    )
    return [(1 + sum(1 for other, _key in known if other > found), key) for found, key in known]


def grade(average: Decimal | None) -> str:
    """What the marks come to; the council may write another one with its reason.

    >>> grade(Decimal("91")), grade(Decimal("70")), grade(Decimal("69.99"))
    ('xuat-sac', 'dat', 'khong-dat')
    """
    if average is None:
        return ""
    return EXCELLENT if average >= 90 else PASSED if average >= 70 else NOT_PASSED


def is_barred(
    *,
    organisations: frozenset[int],
    workplace: str,
    proposer: int,
    proposer_name: str,
    has_declared: bool,
) -> bool:
    """Whether a member may not mark this proposal: works for the proposer, or declared a conflict.

    `organisations` are the accounts that the member acts for; `workplace` and `proposer_name` are folded.

    >>> usual = {"workplace": "", "proposer": 4, "proposer_name": "x", "has_declared": False}
    >>> is_barred(organisations=frozenset({4}), **usual)
    True
    """
    at_home = bool(workplace) and workplace == proposer_name
    return has_declared or at_home or proposer in organisations


def report_dates(begins_on: date, ends_on: date) -> list[date]:
    """Every MONTHS_BETWEEN_REPORTS months, and the last day of the contract. begins_on <= ends_on."""
    found, months = [], MONTHS_BETWEEN_REPORTS
    while (due := months_later(begins_on, months)) < ends_on:
        found.append(due)
        months += MONTHS_BETWEEN_REPORTS
    return [*found, ends_on]


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last.

    >>> months_later(date(2025, 8, 31), 6)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


DUE, SOON, LATE, SENT, SENT_LATE = "chua-den", "sap-den", "tre", "da-gui", "gui-tre"
SOON_DAYS: Final = 30


def report_standing(due_on: date, sent_on: date | None, today: date) -> str:
    """
    >>> report_standing(date(2026, 1, 31), None, date(2026, 2, 1))
    'tre'
    """
    if sent_on is not None:
        return SENT if sent_on <= due_on else SENT_LATE
    if due_on < today:
        return LATE
    return SOON if (due_on - today).days <= SOON_DAYS else DUE


def number_of(year: int, serial: int) -> str:
    """
    >>> number_of(2026, 7)
    'KHCN-2026-0007'
    """
    return f"KHCN-{year}-{serial:04}"
