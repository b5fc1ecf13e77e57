"""Questions about scans: how often a code was viewed, and whether that looks like copies."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from txng.analytics import rules
from txng.analytics.models import Scan, ScanDay, ScannedCode
from txng.analytics.rules import QUIET, Sighting, Signal

MOST_SIGHTINGS = 2_000  # newest first: enough to judge by, whatever a flood of scans writes


@dataclass(frozen=True, slots=True)
class Views:
    """Of one code, before now. `first_on` is None when nobody viewed it."""

    count: int = 0
    first_on: date | None = None
    signal: Signal = QUIET
    explanation: str = ""


def views_of(user: object, code: str, now: datetime | None = None) -> Views:
    """For everybody: counts of one code say nothing about a person. `code` is "/01/../21/..".

    Only a serial is judged: a lot is in many hands.
    """
    found = ScannedCode.objects.filter(code=code).first()
    if found is None:
        return Views()
    now = now or timezone.now()
    is_explained = bool(found.explained_until and found.explained_until >= timezone.localdate(now))
    signal = QUIET if is_explained or "/21/" not in code else _judged(found, now)
    return Views(found.views, found.first_on, signal, found.explanation if is_explained else "")


def _judged(code: ScannedCode, now: datetime) -> Signal:
    rows = list(
        Scan.objects.filter(code=code, hour__gte=now - rules.DECAY)
        .order_by("-hour")
        .values_list("hour", "device", "place", "breadth", "is_settled")[:MOST_SIGHTINGS]
    )
    today = {bytes(device) for _hour, device, _place, _breadth, settled in rows if not settled}
    broad = _breadth(today) if len(rows) >= min(rules.DEVICES, rules.DEVICES_ANYWHERE) else {}
    return rules.judge(
        (
            Sighting(
                timezone.localtime(hour),
                bytes(device),
                place,
                breadth if settled else broad.get(bytes(device), 1),
            )
            for hour, device, place, breadth, settled in rows
        ),
        timezone.localtime(now),
    )


def _breadth(devices: Collection[bytes]) -> dict[bytes, int]:
    """How many codes each device of a day that is not over has scanned."""
    counted = (
        Scan.objects.filter(is_settled=False, device__in=list(devices))
        .values("device")
        .annotate(codes=Count("code_id", distinct=True))
    )
    return {bytes(row["device"]): row["codes"] for row in counted}


def views_by_day(user: object, since: date, until: date) -> dict[date, int]:
    """How many views each day of the time had, both ends included; days without one are left out.

    Counts say nothing about a person, so anybody may ask. A view is one device in one hour at one place.
    """
    start, end = (
        timezone.make_aware(datetime.combine(day, datetime.min.time()))
        for day in (since, until + timedelta(days=1))
    )
    counts: dict[date, int] = {}
    raw = Scan.objects.filter(is_settled__in=(False, True), hour__gte=start, hour__lt=end)
    kept = ScanDay.objects.filter(day__gte=since, day__lte=until)
    for day, views in (
        *raw.order_by().values_list(TruncDate("hour")).annotate(views=Count("pk")),
        *kept.order_by().values_list("day").annotate(total=Sum("views")),
    ):
        counts[day] = counts.get(day, 0) + int(views)
    return dict(sorted(counts.items()))
