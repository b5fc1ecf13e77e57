"""Verbs of awards: each one transaction and its line in the journal."""

from txng.awards.actions.stepping import undo

__all__ = ["undo"]
