"""Questions about accounts."""

from collections.abc import Collection
from functools import cache

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import rules
from txng.accounts.actors import Actor
from txng.accounts.errors import UnknownOrganisationError
from txng.accounts.models import ApiKey, JournalEntry, Organisation

DEMONSTRATION = ("demonstration", "province")
"""Subject of the journal line that says the demonstration province was loaded."""


def actor_for_bearer(secret: str) -> Actor | None:
    """Who holds this key; None when it is unknown, expired or revoked: the caller says no more.

    Every request of a machine asks this, so the question is compiled once: building it anew would cost
    ten times what the database needs for the answer.
    """
    prefix = rules.prefix_of(secret)
    if prefix is None:
        return None
    with connection.cursor() as cursor:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        cursor.execute(_live_key(connection.vendor), (prefix, now))
        found = cursor.fetchone()
    if found is None or not rules.is_same_key(secret, found[0]):
        return None
    _digest, scopes, organisation_id, organisation = found
    return Actor(organisation_id, organisation, frozenset(scopes.split()), prefix)


@cache
def _live_key(vendor: str) -> str:
    """The SQL that Django makes of the question "which key with this prefix is valid now?"."""
    keys = ApiKey.objects.filter(prefix="", revoked_at__isnull=True).filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    )
    columns = keys.values_list("digest", "scopes", "organisation_id", "organisation__name")
    text, parameters = columns.query.sql_with_params()
    assert len(parameters) == 2, parameters  # the prefix, then the moment
    return text


def organisation_names(ids: Collection[int]) -> dict[int, str]:
    """Names by id, in one query; ids that do not exist are left out."""
    return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))


def organisation_kinds(ids: Collection[int]) -> dict[int, str]:
    """Kinds by id ("enterprise", "agency", "certifier"), in one query."""
    return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "kind"))


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
