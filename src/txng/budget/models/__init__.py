"""Tables of budget: where money comes from, what is asked for and given, what is spent, when books close."""

from txng.budget.models.lines import BudgetLine, LineStep, Part
from txng.budget.models.pilots import Pilot, PilotItem
from txng.budget.models.sources import Programme, ProgrammeShare, Source
from txng.budget.models.spending import Settlement, Voucher, Year, YearChange

__all__ = [
    "BudgetLine",
    "LineStep",
    "Part",
    "Pilot",
    "PilotItem",
    "Programme",
    "ProgrammeShare",
    "Settlement",
    "Source",
    "Voucher",
    "Year",
    "YearChange",
]
