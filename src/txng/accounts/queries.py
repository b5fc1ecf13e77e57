"""Questions about accounts."""

from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import rules
from txng.accounts.actors import Actor
from txng.accounts.errors import UnknownOrganisationError
from txng.accounts.models import ApiKey, JournalEntry, Organisation

DEMONSTRATION = ("demonstration", "province")
"""Subject of the journal line that says the demonstration province was loaded."""


def actor_for_bearer(secret: str) -> Actor | None:
    """Who holds this key; None when it is unknown, expired or revoked: the caller says no more."""
    prefix = rules.prefix_of(secret)
    if prefix is None:
        return None
    key = ApiKey.objects.select_related("organisation").filter(prefix=prefix).first()
    if key is None or not rules.is_same_key(secret, key.digest):
        return None
    if key.revoked_at is not None:
        return None
    if key.expires_at is not None and key.expires_at <= timezone.now():
        return None
    return Actor(
        organisation_id=key.organisation_id,
        organisation=key.organisation.name,
        scopes=frozenset(key.scopes.split()),
        name=key.prefix,
    )


def organisation_names(ids: Collection[int]) -> dict[int, str]:
    """Names by id, in one query; ids that do not exist are left out."""
    return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))


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


def keys(actor: Actor) -> list[ApiKey]:
    """Newest first: every key for the operator, an organisation's own keys for the others."""
    rows = ApiKey.objects.select_related("organisation").order_by("-created_at", "-pk")
    if actor.organisation_id is not None:
        rows = rows.filter(organisation_id=actor.organisation_id)
    return list(rows)


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
