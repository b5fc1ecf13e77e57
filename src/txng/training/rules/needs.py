"""Needs of a year, and the classes that they come to.

>>> classes_for(95)
3
"""

from typing import Final

AGENCY, ENTERPRISE, PERSON = "co-quan", "co-so", "ca-nhan"
SOURCES: Final = (AGENCY, ENTERPRISE, PERSON)
"""Who told: an agency for its people, an enterprise for its people, somebody without an account."""

PEOPLE_A_CLASS: Final = 40
MOST_PEOPLE: Final = 5000
FIRST_YEAR: Final = 2019
LAST_YEAR: Final = 2035

DRAFT, APPROVED = "soan", "duyet"
PLAN_STATES: Final = (DRAFT, APPROVED)


def classes_for(people: int) -> int:
    """How many classes of the usual size this many people fill; at least one for anybody."""
    return -(-people // PEOPLE_A_CLASS)


def is_year(year: int) -> bool:
    """A year of the Plan, or near it."""
    return FIRST_YEAR <= year <= LAST_YEAR
