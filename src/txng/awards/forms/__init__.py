"""Shapes of input of awards."""

from txng.awards.forms.seen import FILES, SeenForm

__all__ = ["FILES", "SeenForm"]
