"""Questions about organisations."""

from collections.abc import Collection
from difflib import SequenceMatcher
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from txng.accounts import rules
from txng.accounts.actors import Actor
from txng.accounts.errors import UnknownOrganisationError
from txng.accounts.models import JournalEntry, Organisation
from txng.ui.fold import fold, words

_MOST_COMPARED: Final = 500

DEMONSTRATION = ("demonstration", "province")
"""Subject of the journal line that says the demonstration province was loaded."""


def organisation_names(ids: Collection[int]) -> dict[int, str]:
    """Names by id, in one query; ids that do not exist are left out."""
    return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))


def organisation_kinds(ids: Collection[int]) -> dict[int, str]:
    """Kinds by id ("enterprise", "agency", "certifier"), in one query."""
    return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "kind"))


def own_organisation(actor: Actor) -> Organisation | None:
    """The one that the actor acts for."""
    return Organisation.objects.filter(pk=actor.organisation_id or 0).first()


def organisation_named(name: str) -> Organisation:
    """By name or by code. Raises UnknownOrganisationError."""
    name = rules.tidy_name(name)
    found = (
        Organisation.objects.filter(name=name).first()
        or Organisation.objects.filter(code=name).first()
    )
    if found is None:
        raise UnknownOrganisationError(_("Không có tổ chức nào tên “%(name)s”.") % {"name": name})
    return found


def organisations_like(name: str, limit: int = 5) -> list[str]:
    """Names nearest to one that nobody has, the nearest first; where none shares a word, the first ones."""
    asked, named = fold(name), Q()
    for word in words(name)[:20]:
        named |= Q(code__contains=word)  # codes are names without marks
    rows = Organisation.objects.order_by("name").values_list("name", flat=True)
    near = list(rows.filter(named)[:_MOST_COMPARED]) if named else []
    near.sort(key=lambda one: SequenceMatcher(None, asked, fold(one)).ratio(), reverse=True)
    return near[:limit] or list(rows[:limit])


def demonstration_is_loaded() -> bool:
    """Whether `txng demo load` has put the fictional province into this database."""
    kind, identity = DEMONSTRATION
    lines = JournalEntry.objects.filter(subject_kind=kind, subject_id=identity)
    return lines.filter(verb="demonstration.loaded").exists()


def demonstration_was_interrupted() -> bool:
    """Whether a load began and did not end: the next one may go on where it stopped."""
    kind, identity = DEMONSTRATION
    lines = JournalEntry.objects.filter(subject_kind=kind, subject_id=identity)
    return lines.exists() and not demonstration_is_loaded()
