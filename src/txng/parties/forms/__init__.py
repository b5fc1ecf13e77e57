"""Forms of the register: what is typed, as the facts that verbs take."""

from txng.parties.forms.agencies import EndForm, MandateForm, NameForm, SeatForm
from txng.parties.forms.enterprises import (
    ClosingForm,
    EndMembershipForm,
    MemberForm,
    MergeForm,
    OpeningForm,
    PartyForm,
)
from txng.parties.forms.places import CodeForm, PlaceForm, PlotForm, StateForm

__all__ = [
    "ClosingForm",
    "CodeForm",
    "EndForm",
    "EndMembershipForm",
    "MandateForm",
    "MemberForm",
    "MergeForm",
    "NameForm",
    "OpeningForm",
    "PartyForm",
    "PlaceForm",
    "PlotForm",
    "SeatForm",
    "StateForm",
]
