"""Verbs of training: each one transaction and its line in the journal."""

from txng.accounts.actors import Actor
from txng.training.actions.learners import erase_overdue
from txng.training.actions.needs import forget_contacts

__all__ = ["erase_overdue", "forget_contacts", "forget_what_is_overdue"]


def forget_what_is_overdue(*, by: Actor) -> int:
    """What `txng work` does of itself: names of learners and contacts of needs, by rules/privacy.py."""
    from django.utils import timezone

    from txng.training.rules import privacy

    year = privacy.kept_from(timezone.localdate()).year
    return erase_overdue(by=by) + forget_contacts(by=by, before_year=year)
