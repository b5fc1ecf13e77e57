"""Who declared what of a thing, for pages that show whose word it is."""

from collections.abc import Collection

from txng.eventstore.master_data import Declaration, declarations_of
from txng.repository.connection import store

__all__ = ["Declaration", "declarations"]


def declarations(canonicals: Collection[str]) -> dict[str, list[Declaration]]:
    """Everybody's word on these things: names, certificates. Public as master data are."""
    return declarations_of(store(), canonicals)
