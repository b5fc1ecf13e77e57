"""How long names, telephone numbers and addresses of learners are kept: Law 91/2025/QH15, only as needed.

>>> from datetime import date
>>> kept_from(date(2026, 11, 28))
datetime.date(2024, 11, 28)
"""

from datetime import date
from typing import Final

KEEP_YEARS: Final = 2
"""After the last day of the class. Counts by kind, agency and commune stay for good."""


def kept_from(today: date) -> date:
    """Names of classes whose last day lies before this one are due to be erased."""
    day = min(today.day, 28) if today.month == 2 else today.day
    return date(today.year - KEEP_YEARS, today.month, day)
