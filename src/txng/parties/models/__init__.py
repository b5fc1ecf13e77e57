"""Tables of the register: parties, their places and plots, agencies and what the Plan gives them to do."""

from txng.parties.models.agencies import Agency, AgencyName, Mandate
from txng.parties.models.enterprises import (
    Enterprise,
    EnterprisePast,
    EnterpriseWord,
    Membership,
    PersonWord,
)
from txng.parties.models.numbers import RegisterNumber
from txng.parties.models.openings import PersonsOpening
from txng.parties.models.places import Establishment, Plot, SiteCode

__all__ = [
    "Agency",
    "AgencyName",
    "Enterprise",
    "EnterprisePast",
    "EnterpriseWord",
    "Establishment",
    "Mandate",
    "Membership",
    "PersonWord",
    "PersonsOpening",
    "Plot",
    "RegisterNumber",
    "SiteCode",
]
