"""Verbs of outreach: each one transaction and its line in the journal."""

from txng.outreach.actions.links import check_links
from txng.outreach.actions.matters import forget_senders

__all__ = ["check_links", "forget_senders"]
