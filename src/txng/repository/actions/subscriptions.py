"""Begin, end and resume deliveries: the verbs of subscriptions, for REST, SOAP and the shell.

POST /queries/{name}/subscriptions     subscribe           DELETE .../{id}      unsubscribe
SOAP Subscribe                         subscribe_standing  SOAP Unsubscribe     unsubscribe_standing
txng subscription resume ID            resume_subscription
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.epcis import schedule as schedules
from txng.epcis.answers import Form
from txng.epcis.errors import (
    ResourceAlreadyExistsException,
    SubscriptionControlsException,
)
from txng.epcis.query.language import Query
from txng.epcis.query.values import instant
from txng.eventstore.keys import microseconds
from txng.eventstore.query import last_position
from txng.repository import rules
from txng.repository.connection import store
from txng.repository.models import NamedQuery, Subscription
from txng.repository.queries import named
from txng.repository.queries.named import holder_of
from txng.repository.queries.paging import owner_of


@dataclass(frozen=True, slots=True)
class Timing:
    """When to tell: `schedule` None is a stream; `since` None is from now on."""

    schedule: Mapping[str, Any] | None
    since: datetime | None
    report_if_empty: bool


CONTROLS = (
    "dest",
    "signatureToken",
    "secret",  # what the official file calls it in `required`
    "stream",
    "schedule",
    "reportIfEmpty",
    "initialRecordTime",
)
BEFORE_EVERY_KEY = bytes(16)  # no event has it: version and variant of its UUID are set


def subscribe(
    *, by: Actor, query_name: str, controls: Mapping[str, Any], form: Form | None = None
) -> Subscription:
    """Tell `controls["dest"]` what a named query finds; `controls` is the JSON body of the request.

    Raises NoSuchResourceException, SubscriptionControlsException, rules.InvalidDestination.
    """
    query = named.named_query(by, query_name)
    unknown = sorted(controls.keys() - set(CONTROLS))
    if unknown:
        raise SubscriptionControlsException(
            f"Expected {', '.join(CONTROLS)}, got {unknown[0][:100]!r}",
            detail_vi=f"Đăng ký không có mục {unknown[0][:100]!r}. Các mục: {', '.join(CONTROLS)}.",
        )
    token = _text(controls, "signatureToken") or _text(controls, "secret")
    if token and not rules.SHORTEST_TOKEN <= len(token) <= rules.LONGEST_TOKEN:
        raise SubscriptionControlsException(
            f"Expected {rules.SHORTEST_TOKEN} to {rules.LONGEST_TOKEN} characters in signatureToken,"
            f" got {len(token)}",
            detail_vi=f"signatureToken cần từ {rules.SHORTEST_TOKEN} đến {rules.LONGEST_TOKEN} ký tự.",
        )
    return _begin(
        by,
        query=query,
        query_name=query.name,
        definition=query.definition,
        destination=_text(controls, "dest"),
        token=token,
        timing=timing_of(controls),
        form=form or Form(),
    )


def subscribe_standing(
    *,
    by: Actor,
    query_name: str,
    query: Query,
    subscription_id: str,
    destination: str,
    schedule: Mapping[str, str] | None,
    initial_record_time: datetime | None = None,
    report_if_empty: bool = False,
    form: Form | None = None,
) -> Subscription:
    """A SOAP client's standing query; `subscription_id` is a name unique in its organisation.

    `schedule` None is a stream. Raises ResourceAlreadyExistsException and what `subscribe` raises.
    """
    owner_of(by)
    if not 0 < len(subscription_id) <= 200 or not subscription_id.isprintable():
        raise SubscriptionControlsException(
            f"Expected 1 to 200 visible characters in subscriptionID, got {subscription_id[:100]!r}",
            detail_vi="Mã đăng ký cần từ 1 đến 200 ký tự nhìn thấy được.",
        )
    return _begin(
        by,
        query=NamedQuery.objects.filter(owner=holder_of(by), name=query_name).first(),
        query_name=query_name,
        standing_name=subscription_id,
        definition=query.as_json(),
        destination=destination,
        token="",
        timing=Timing(
            None if schedule is None else _checked_schedule(schedule),
            initial_record_time,
            report_if_empty,
        ),
        form=form or Form(media="xml", version="1.2"),
    )


@transaction.atomic
def unsubscribe(*, by: Actor, query_name: str, subscription_id: str) -> None:
    """Raises NoSuchResourceException."""
    _end(by, named.subscription(by, query_name, subscription_id))


@transaction.atomic
def unsubscribe_standing(*, by: Actor, subscription_id: str) -> None:
    """Raises NoSuchResourceException."""
    _end(by, named.standing_subscription(by, subscription_id))


@transaction.atomic
def delete_subscription(*, by: Actor, subscription_id: str) -> None:
    """By its id alone, for the person at the shell. Raises NoSuchResourceException."""
    _end(by, named.own_subscription(by, subscription_id))


@transaction.atomic
def resume_subscription(*, by: Actor, subscription_id: str) -> Subscription:
    """Try again at once and go on where it stopped: nothing between is lost.

    Raises NoSuchResourceException.
    """
    found = named.own_subscription(by, subscription_id)
    Subscription.objects.filter(pk=found.pk).update(
        state=Subscription.State.ACTIVE, failures=0, next_attempt_at=None, batch=rules.LARGEST_BATCH
    )
    found.refresh_from_db()
    journal.record(by, "subscription.resumed", found, query=found.query_name)
    return found


def _end(by: Actor, found: Subscription) -> None:
    journal.record(
        by, "subscription.ended", found, query=found.query_name, host=_host(found.destination)
    )
    found.delete()


def _begin(
    by: Actor,
    *,
    query: NamedQuery | None,
    query_name: str,
    definition: Any,
    destination: str,
    token: str,
    timing: Timing,
    form: Form,
    standing_name: str = "",
) -> Subscription:
    refusal = rules.refuse_destination(destination) or rules.refuse_endpoint(
        destination, settings.WEBHOOK_NETWORKS
    )
    if refusal is not None:
        raise rules.InvalidDestination(refusal.message, detail_vi=refusal.message_vi)
    holder, at = holder_of(by), timezone.now()
    since, schedule = timing.since or at, timing.schedule
    told = first_position(timing.since)
    try:
        with transaction.atomic():
            if Subscription.objects.filter(owner=holder).count() >= rules.MOST_SUBSCRIPTIONS:
                raise SubscriptionControlsException(
                    f"Expected at most {rules.MOST_SUBSCRIPTIONS} subscriptions, got one more",
                    detail_vi=f"Mỗi tổ chức có tối đa {rules.MOST_SUBSCRIPTIONS} đăng ký nhận tin.",
                )
            made = Subscription.objects.create(
                id=uuid.uuid4(),
                owner=holder,
                sees_all=by.may("oversight"),
                created_by=by.name,
                created_at=at,
                query=query,
                query_name=query_name,
                standing_name=standing_name,
                definition=definition,
                destination=destination,
                signature_token=token,
                stream=schedule is None,
                schedule=dict(schedule or {}),
                next_run_at=None if schedule is None else _first_run(schedule, at),
                report_if_empty=timing.report_if_empty,
                media=form.media,
                version=form.version,
                epc_format=form.epc,
                cbv_format=form.cbv,
                initial_record_time=since,
                min_record_time=since,
                told_time=told[0],
                told_key=told[1],
            )
            journal.record(
                by, "subscription.begun", made, query=query_name, host=_host(destination)
            )
    except IntegrityError:
        raise ResourceAlreadyExistsException(
            f"Expected a subscriptionID that is free, got {standing_name!r}",
            detail_vi=f"Mã đăng ký “{standing_name}” đã được dùng.",
        ) from None
    return made


def timing_of(controls: Mapping[str, Any]) -> Timing:
    """What `controls` says of times. Raises SubscriptionControlsException."""
    return Timing(
        _schedule(controls),
        _moment(controls.get("initialRecordTime")),
        _flag(controls, "reportIfEmpty"),
    )


def first_position(since: datetime | None) -> tuple[int, bytes]:
    """Behind which position of the store a subscription begins."""
    if since is None:  # behind everything committed, whatever two machines' clocks say
        return last_position(store())
    return microseconds(since), BEFORE_EVERY_KEY


def _first_run(fields: Mapping[str, Any], at: datetime) -> datetime:
    """Schedules are read on the clock of the installation's time zone (ADR 0010)."""
    return schedules.parse(fields).next_firing(timezone.localtime(at))


def _schedule(controls: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The fields of the schedule; None for a stream. Exactly one of the two is asked for."""
    stream, fields = controls.get("stream"), controls.get("schedule")
    if stream not in (None, True, False):
        raise _mistyped("stream", "true", stream)
    if (stream is True) == (fields is not None):
        raise SubscriptionControlsException(
            f"Expected either a schedule or stream: true, got {'both' if stream else 'neither'}",
            detail_vi="Đăng ký cần đúng một trong hai: schedule (lịch) hoặc stream: true (gửi ngay).",
        )
    if fields is None:
        return None
    if not isinstance(fields, Mapping):
        raise _mistyped("schedule", "an object", fields)
    return _checked_schedule(fields)


def _checked_schedule(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        schedules.parse(fields)
    except schedules.ScheduleError as error:
        raise SubscriptionControlsException(str(error), detail_vi=error.message_vi) from None
    return fields


def _text(controls: Mapping[str, Any], name: str) -> str:
    value = controls.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _mistyped(name, "a text", value)
    return value


def _flag(controls: Mapping[str, Any], name: str) -> bool:
    value = controls.get(name)
    if value is None or isinstance(value, bool):
        return bool(value)
    raise _mistyped(name, "true or false", value)


def _moment(value: Any) -> datetime | None:
    """In UTC: PostgreSQL keeps no time whose zone is further than 16 hours away."""
    if value is None:
        return None
    moment = instant(value) if isinstance(value, str) else None
    if moment is None or not 1970 <= moment.year <= 9998:
        raise _mistyped("initialRecordTime", "a time with its zone since 1970", value)
    return moment


def _mistyped(name: str, expected: str, got: Any) -> SubscriptionControlsException:
    return SubscriptionControlsException(
        f"Expected {expected} in {name}, got {got!r:.100}",
        detail_vi=f"Mục {name} của đăng ký không đúng kiểu.",
    )


def _host(destination: str) -> str:
    """For the journal: a path may carry somebody's secret."""
    return destination.split("/")[2][:200]
