"""Questions about keys of machines."""

from functools import cache

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from txng.accounts import rules
from txng.accounts.actors import Actor, Grant
from txng.accounts.models import ApiKey
from txng.accounts.rules import OWN_ONLY


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
    _digest, scopes, rights, organisation_id, organisation = found
    grants = (Grant(frozenset(rights.split()), OWN_ONLY, OWN_ONLY),) if rights else ()
    return Actor(organisation_id, organisation, frozenset(scopes.split()), prefix, grants=grants)


@cache
def _live_key(vendor: str) -> str:
    """The SQL that Django makes of the question "which key with this prefix is valid now?"."""
    keys = ApiKey.objects.filter(prefix="", revoked_at__isnull=True).filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    )
    columns = keys.values_list(
        "digest", "scopes", "rights", "organisation_id", "organisation__name"
    )
    text, parameters = columns.query.sql_with_params()
    assert len(parameters) == 2, parameters  # the prefix, then the moment
    return text


def keys(actor: Actor) -> list[ApiKey]:
    """Newest first: every key for the operator, an organisation's own keys for the others."""
    rows = ApiKey.objects.select_related("organisation").order_by("-created_at", "-pk")
    if not actor.is_operator:
        rows = rows.filter(organisation_id=actor.organisation_id or 0)
    return list(rows)


def key(actor: Actor, prefix: str) -> ApiKey | None:
    """One of `keys(actor)`; None for a stranger's as for one that there is not."""
    rows = ApiKey.objects.select_related("organisation").filter(prefix=prefix)
    if not actor.is_operator:
        rows = rows.filter(organisation_id=actor.organisation_id or 0)
    return rows.first()
