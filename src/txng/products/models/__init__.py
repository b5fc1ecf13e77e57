"""Tables of products, by noun."""

from txng.products.models.groups import ProductGroup
from txng.products.models.lists import (
    ListItem,
    ListVersion,
    Milestone,
    Opinion,
    Proposal,
    ProposalLead,
    Score,
)
from txng.products.models.marks import Mark, MarkLicence, MarkOwner, OcopRating
from txng.products.models.trade_items import Fulfilment, TradeItem, TradeItemVersion, TradeItemWord

__all__ = [
    "Fulfilment",
    "ListItem",
    "ListVersion",
    "Mark",
    "MarkLicence",
    "MarkOwner",
    "Milestone",
    "OcopRating",
    "Opinion",
    "ProductGroup",
    "Proposal",
    "ProposalLead",
    "Score",
    "TradeItem",
    "TradeItemVersion",
    "TradeItemWord",
]
