"""Questions about the register: the asker first, then what is asked. The only reader of its tables."""

from txng.parties.queries.agencies import (
    Holder,
    NamedAgency,
    agencies,
    agency,
    holders,
    mandates,
    plan_is_loaded,
)
from txng.parties.queries.enterprises import (
    Face,
    duplicates,
    enterprise,
    enterprise_as_of,
    enterprises,
    groups_of,
    matching,
    members,
    own_enterprise,
    with_tax_code,
)
from txng.parties.queries.places import (
    Neighbour,
    establishment,
    establishments,
    overlaps,
    plot,
    plots,
    site_code,
    site_codes,
)
from txng.parties.queries.reach import may_change, may_change_at, sees_persons, visible
from txng.parties.queries.statistics import Line, counted

__all__ = [
    "Face",
    "Holder",
    "Line",
    "NamedAgency",
    "Neighbour",
    "agencies",
    "agency",
    "counted",
    "duplicates",
    "enterprise",
    "enterprise_as_of",
    "enterprises",
    "establishment",
    "establishments",
    "groups_of",
    "holders",
    "mandates",
    "matching",
    "may_change",
    "may_change_at",
    "members",
    "overlaps",
    "own_enterprise",
    "plan_is_loaded",
    "plot",
    "plots",
    "sees_persons",
    "site_code",
    "site_codes",
    "visible",
    "with_tax_code",
]
