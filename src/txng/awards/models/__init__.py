"""Tables of awards, by noun."""

from txng.awards.models.commendations import Commendation
from txng.awards.models.councils import Conflict, Council, CouncilMember, MarkSheet
from txng.awards.models.incentives import Application, Call, Policy
from txng.awards.models.stepping import RegisterYear, Step
from txng.awards.models.topics import (
    Contract,
    Output,
    ProgressReport,
    Topic,
    TopicCall,
    TopicTechnology,
    Transfer,
)

__all__ = [
    "Application",
    "Call",
    "Commendation",
    "Conflict",
    "Contract",
    "Council",
    "CouncilMember",
    "MarkSheet",
    "Output",
    "Policy",
    "ProgressReport",
    "RegisterYear",
    "Step",
    "Topic",
    "TopicCall",
    "TopicTechnology",
    "Transfer",
]
