"""Verbs of the register: the actor first, one transaction, one line in the journal for each act."""

from txng.parties.actions.agencies import (
    add_mandate,
    end_agency,
    end_mandate,
    load_plan,
    rename_agency,
    seat_agency,
)
from txng.parties.actions.committees import open_accounts
from txng.parties.actions.enterprises import (
    PartyFacts,
    attach_account,
    close_enterprise,
    edit_enterprise,
    may_be_written,
    register_all,
    register_enterprise,
    reopen_enterprise,
)
from txng.parties.actions.members import (
    add_member,
    end_membership,
    resume_membership,
    strike_membership,
)
from txng.parties.actions.merging import merge_enterprises, standing
from txng.parties.actions.opening import open_persons
from txng.parties.actions.places import (
    CodeFacts,
    PlaceFacts,
    PlotFacts,
    change_site_code,
    close_plot,
    edit_establishment,
    edit_plot,
    register_establishment,
    register_plot,
    register_site_code,
    state_site_code,
)
from txng.parties.actions.withdrawing import (
    withdraw_enterprises,
    withdraw_establishments,
    withdraw_plots,
    withdraw_site_codes,
)

__all__ = [
    "CodeFacts",
    "PartyFacts",
    "PlaceFacts",
    "PlotFacts",
    "add_mandate",
    "add_member",
    "attach_account",
    "change_site_code",
    "close_enterprise",
    "close_plot",
    "edit_enterprise",
    "edit_establishment",
    "edit_plot",
    "end_agency",
    "end_mandate",
    "end_membership",
    "load_plan",
    "may_be_written",
    "merge_enterprises",
    "open_accounts",
    "open_persons",
    "register_all",
    "register_enterprise",
    "register_establishment",
    "register_plot",
    "register_site_code",
    "rename_agency",
    "reopen_enterprise",
    "resume_membership",
    "seat_agency",
    "standing",
    "state_site_code",
    "strike_membership",
    "withdraw_enterprises",
    "withdraw_establishments",
    "withdraw_plots",
    "withdraw_site_codes",
]
