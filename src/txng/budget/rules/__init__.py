"""What the room decides, in plain Python: values in, verdict with reasons out.

    draft ──propose──> proposed ──appraise──> appraised ──approve──> approved ──vouchers──> settled
      └──── returned <────┘ (with a reason)      └── nothing left of it: refused ──┘

`money.py` reads and writes amounts, `purposes.py` names what the Plan pays for, `pilots.py` makes unit costs.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue where it is written; it is translated where it is shown."""
    return sentence


N_ = gettext_noop

SEE: Final = "budget.see"
SEE_ALL: Final = "budget.see_all"
PROPOSE: Final = "budget.propose"
APPRAISE: Final = "budget.appraise"
APPROVE: Final = "budget.approve"
DISBURSE: Final = "budget.disburse"
SETTLE: Final = "budget.settle"
KEEP: Final = "budget.keep"

RIGHTS: Final = {
    SEE: N_("Xem dự toán và giải ngân của cơ quan mình"),
    SEE_ALL: N_("Xem dự toán và giải ngân của mọi cơ quan"),
    PROPOSE: N_("Lập dự toán của cơ quan mình"),
    APPRAISE: N_("Thẩm định dự toán"),
    APPROVE: N_("Ghi quyết định phê duyệt dự toán"),
    DISBURSE: N_("Ghi chứng từ giải ngân của cơ quan mình"),
    SETTLE: N_("Quyết toán và khóa sổ năm"),
    KEEP: N_("Quản lý nguồn vốn, chương trình kinh phí và mô hình điểm"),
}

FIRST_YEAR, LAST_YEAR = 2016, 2035
LONGEST_TITLE: Final = 300
LONGEST_NOTE: Final = 2000
LONGEST_REASON: Final = 500
LONGEST_NUMBER: Final = 60
LONGEST_CALCULATION: Final = 4000
MOST_PARTS: Final = 4
MOST_FILES: Final = 10
UNDO_WITHIN: Final = timedelta(hours=24)

DRAFT, RETURNED, PROPOSED = "nhap", "tra-lai", "de-xuat"
APPRAISED, APPROVED, REFUSED = "tham-dinh", "phe-duyet", "khong-duyet"
STATES: Final = (DRAFT, RETURNED, PROPOSED, APPRAISED, APPROVED, REFUSED)
EDITABLE: Final = (DRAFT, RETURNED)
DECIDED: Final = (APPROVED, REFUSED)

STATE, FOREIGN_AID, HOME_AID = "ngan-sach", "tai-tro-quoc-te", "tai-tro-trong-nuoc"
ENTERPRISE, OTHER = "doanh-nghiep", "khac"
KINDS: Final = (STATE, FOREIGN_AID, HOME_AID, ENTERPRISE, OTHER)
WITH_DONOR: Final = (FOREIGN_AID, HOME_AID)

FINE, NEAR, FULL = "", "near", "full"
NEAR_FROM: Final = 80
FULL_FROM: Final = 100


def level(approved: Decimal | None, disbursed: Decimal) -> str:
    """How much of what was approved is spent: a warning from 80 percent, another when nothing is left.

    >>> level(Decimal(100), Decimal(79)), level(Decimal(100), Decimal(80)), level(Decimal(5), Decimal(5))
    ('', 'near', 'full')
    """
    share = percent(approved, disbursed)
    if share is None or share < NEAR_FROM:
        return FINE
    return FULL if share >= FULL_FROM else NEAR


def percent(whole: Decimal | None, part: Decimal | None) -> Decimal | None:
    """Of a whole, with one decimal; None when there is no whole to take a share of.

    >>> percent(Decimal(3), Decimal(1)), percent(Decimal(0), Decimal(0))
    (Decimal('33.3'), None)
    """
    if not whole or part is None:
        return None
    return (part * 100 / whole).quantize(Decimal("0.1"))


def first_day(year: int) -> date:
    return date(year, 1, 1)


def last_day(year: int) -> date:
    return date(year, 12, 31)


def code_of(pk: int) -> str:
    """What people call a line.

    >>> code_of(12)
    'DT-000012'
    """
    return f"DT-{pk:06}"


def pk_of(code: str) -> int:
    """0, which no line has, for anything else.

    >>> pk_of("dt-12"), pk_of("NK-000012"), pk_of("DT-x")
    (12, 0, 0)
    """
    head, _dash, number = code.strip().upper().partition("-")
    is_number = head == "DT" and number.isascii() and number.isdecimal() and len(number) <= 12
    return int(number) if is_number else 0
