"""Named queries and subscriptions: an organisation sees its own; a stranger's is like a missing one."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from txng.accounts.actors import Actor
from txng.epcis.errors import NoSuchResourceException
from txng.repository import rules
from txng.repository.connection import OPERATOR
from txng.repository.models import DeadLetter, NamedQuery, Subscription
from txng.repository.queries import paging


def holder_of(actor: Actor) -> int:
    """The number under which an actor's queries and subscriptions are kept."""
    return OPERATOR if actor.organisation_id is None else actor.organisation_id


def named_query(actor: Actor, name: str) -> NamedQuery:
    """Raises NoSuchResourceException."""
    paging.owner_of(actor)  # may ask at all
    found = None
    if rules.is_good_name(name):  # no other has a query, and PostgreSQL is not even asked for NUL
        found = NamedQuery.objects.filter(owner=holder_of(actor), name=name).first()
    if found is None:
        raise NoSuchResourceException(
            f"Expected the name of a query, got {name[:200]!r}",
            detail_vi="Không có câu hỏi nào mang tên này.",
        )
    return found


def named_queries(
    actor: Actor, per_page: str | int | None = None, token: str | None = None
) -> paging.Listed[NamedQuery]:
    """By name."""
    paging.owner_of(actor)
    rows = NamedQuery.objects.filter(owner=holder_of(actor)).order_by("name")
    after = paging.position(actor, token, ["queries"])
    if after is not None:
        rows = rows.filter(name__gt=after)
    size = paging.size(per_page)
    found = list(rows[: size + 1])
    if len(found) <= size:
        return paging.Listed(found)
    made, expires_at = paging.token(actor, found[size - 1].name, ["queries"])
    return paging.Listed(found[:size], made, expires_at)


def subscriptions(
    actor: Actor, query_name: str, per_page: str | int | None = None, token: str | None = None
) -> paging.Listed[Subscription]:
    """Whoever follows a named query, in the order of their ids. Raises NoSuchResourceException."""
    query = named_query(actor, query_name)
    question = ["subscriptions", query_name]
    rows = Subscription.objects.filter(query=query).order_by("id")
    after = paging.position(actor, token, question)
    if after is not None:
        rows = rows.filter(id__gt=UUID(after))
    size = paging.size(per_page)
    found = list(rows[: size + 1])
    if len(found) <= size:
        return paging.Listed(found)
    made, expires_at = paging.token(actor, str(found[size - 1].id), question)
    return paging.Listed(found[:size], made, expires_at)


def subscription(actor: Actor, query_name: str, subscription_id: str) -> Subscription:
    """One follower of a named query. Raises NoSuchResourceException."""
    query = named_query(actor, query_name)
    return _one(Subscription.objects.filter(query=query), subscription_id)


def own_subscription(actor: Actor, subscription_id: str) -> Subscription:
    """One subscription of the actor's organisation, whatever its query; any for the operator.

    Raises NoSuchResourceException.
    """
    paging.owner_of(actor)
    rows = Subscription.objects.all()
    if actor.organisation_id is not None:
        rows = rows.filter(owner=actor.organisation_id)
    return _one(rows, subscription_id)


def all_subscriptions(actor: Actor) -> list[Subscription]:
    """Oldest first: every one for the operator, an organisation's own for the others."""
    paging.owner_of(actor)
    rows = Subscription.objects.order_by("created_at", "id")
    if actor.organisation_id is not None:
        rows = rows.filter(owner=actor.organisation_id)
    return list(rows)


def dead_letters(actor: Actor, subscription_id: str) -> list[DeadLetter]:
    """What could not be delivered, newest first."""
    found = own_subscription(actor, subscription_id)
    return list(found.dead_letters.order_by("-at", "-pk"))


def standing_subscriptions(actor: Actor, query_name: str) -> list[str]:
    """The ids that SOAP clients gave to the followers of a query."""
    paging.owner_of(actor)
    rows = Subscription.objects.filter(owner=holder_of(actor), query_name=query_name)
    return list(
        rows.exclude(standing_name="")
        .order_by("standing_name")
        .values_list("standing_name", flat=True)
    )


def standing_subscription(actor: Actor, standing_name: str) -> Subscription:
    """By the id that a SOAP client gave. Raises NoSuchResourceException."""
    paging.owner_of(actor)
    rows = Subscription.objects.filter(owner=holder_of(actor), standing_name=standing_name)
    found = rows.first() if standing_name else None
    if found is None:
        raise _missing(standing_name)
    return found


def subscription_members(subscription: Subscription) -> dict[str, Any]:
    """The JSON of a subscription, as the official OpenAPI draws it, without its secret.

    `state`, `failures`, `nextAttemptAt` and `lastError` are ours: why a receiver hears nothing.
    """
    members: dict[str, Any] = {
        "subscriptionID": str(subscription.id),
        "queryName": subscription.query_name,
        "dest": subscription.destination,
        "createdAt": _told(subscription.created_at),
        "initialRecordTime": _told(subscription.initial_record_time),
        "minRecordTime": _told(subscription.min_record_time),
        "reportIfEmpty": subscription.report_if_empty,
        "epcFormat": subscription.epc_format,
        "state": subscription.state,
    }
    if subscription.stream:
        members["stream"] = True
    else:
        members["schedule"] = subscription.schedule
    if subscription.last_notified_at is not None:
        members["lastNotifiedAt"] = _told(subscription.last_notified_at)
    if subscription.failures:
        members["failures"] = subscription.failures
        members["lastError"] = subscription.last_error
    if subscription.next_attempt_at is not None:
        members["nextAttemptAt"] = _told(subscription.next_attempt_at)
    return members


def _one(rows: "QuerySet[Subscription]", subscription_id: str) -> Subscription:
    try:
        key = UUID(subscription_id)
    except ValueError:
        raise _missing(subscription_id) from None
    found = rows.filter(pk=key).first()
    if found is None:
        raise _missing(subscription_id)
    return found


def _missing(name: str) -> NoSuchResourceException:
    return NoSuchResourceException(
        f"Expected the id of a subscription, got {name[:200]!r}",
        detail_vi="Không có đăng ký nhận tin nào mang mã này.",
    )


def _told(moment: Any) -> str:
    text: str = moment.isoformat()
    return text.replace("+00:00", "Z")
