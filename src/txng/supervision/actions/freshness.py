"""Verbs of freshness: follow who captured and changed what, set the days after which data is old."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.accounts.models import JournalEntry
from txng.accounts.queries import organisation_names
from txng.repository.queries.changes import newest_captures
from txng.supervision import queries, rules
from txng.supervision.errors import LimitError, NotAllowedError
from txng.supervision.models import Activity, ActivityPosition, FreshnessLimit

REGISTERS: Final = ("parties.", "products.", "barcodes.", "certification.")
LATEST_COMMIT: Final = timedelta(
    minutes=2
)  # a line may be committed that long after it was stamped
AT_ONCE: Final = 1000


@transaction.atomic
def follow_activity(*, by: Actor, now: datetime | None = None) -> int:
    """Read both journals on from where they were left; how many organisations did something.

    Two grouped questions and one write for a thousand organisations. No journal line: nothing is decided.
    """
    now = now or timezone.now()
    ActivityPosition.objects.get_or_create(name="activity")
    place = ActivityPosition.objects.select_for_update().get(name="activity")  # of two, one waits
    until, events = newest_captures(place.event_time)
    known = organisation_names(events)
    _keep("last_event_at", {owner: at for owner, at in events.items() if owner in known})
    changes = _changes(place.entry)
    _keep("last_change_at", changes)
    place.event_time, place.entry, place.read_at = until, _settled(place.entry, now), now
    place.save()
    return len(events.keys() | changes.keys())


def _changes(after: int) -> dict[int, datetime]:
    """Whose registers were written behind a line: whose record it was, else who acted."""
    kinds = Q()
    for room in REGISTERS:
        kinds |= Q(subject_kind__startswith=room)
    rows = JournalEntry.objects.filter(kinds, pk__gt=after).order_by()
    found = (
        rows.annotate(of=Coalesce("concerns_id", "organisation_id"))
        .filter(of__isnull=False)
        .values("of")
        .annotate(last=Max("at"))
    )
    return {row["of"]: row["last"] for row in found}


def _settled(after: int, now: datetime) -> int:
    """The line to go on from: younger ones are read again, because numbers are not committed in order."""
    rows = JournalEntry.objects.filter(pk__gt=after, at__lt=now - LATEST_COMMIT)
    youngest = JournalEntry.objects.filter(pk__gt=after, at__gte=now - LATEST_COMMIT)
    first = youngest.aggregate(pk=Min("pk"))["pk"]
    if first is not None:
        rows = rows.filter(pk__lt=first)
    return rows.aggregate(pk=Max("pk"))["pk"] or after


def _keep(field: str, moments: Mapping[int, datetime]) -> None:
    Activity.objects.bulk_create(
        [Activity(organisation_id=owner, **{field: at}) for owner, at in moments.items()],
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["organisation"],
        update_fields=[field],
    )


@transaction.atomic
def set_limits(*, by: Actor, days: Mapping[str, int]) -> dict[str, int]:
    """Days per kind, each from 1 to MOST_DAYS; gives what held before. Raises NotAllowedError, LimitError."""
    if not by.may_everywhere(rules.SET_LIMITS):
        raise NotAllowedError(_("Tài khoản này chưa được giao việc đặt ngưỡng cập nhật."))
    for kind in rules.KINDS:
        if not 1 <= days.get(kind, 0) <= rules.MOST_DAYS:
            raise LimitError(_("Cần số ngày từ 1 đến %(most)d.") % {"most": rules.MOST_DAYS}, kind)
    before = queries.limits(by)
    for kind in rules.KINDS:
        FreshnessLimit.objects.update_or_create(
            kind=kind,
            defaults={"days": days[kind], "changed_by": by.name, "changed_at": timezone.now()},
        )
    journal.record(
        by, "freshness.limits_set", ("supervision.freshnesslimit", "all"),
        before=before, after=dict(days),
    )  # fmt: skip
    return before
