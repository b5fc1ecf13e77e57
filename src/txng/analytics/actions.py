"""Verbs of scan signals: write down what was seen, forget what may not be kept, explain an alarm."""

import hashlib
import hmac
import secrets
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.analytics import rules
from txng.analytics.errors import UnknownCodeError
from txng.analytics.models import DailyKey, Scan, ScanDay, ScannedCode

_BATCH = 500


@dataclass(frozen=True, slots=True)
class View:
    """Somebody looks at a page. `device` is whatever tells devices apart; it is hashed before it is
    stored and kept nowhere else."""

    code: str
    at: datetime
    device: str
    place: str = ""


def device_hash(device: str, day: date) -> bytes:
    """16 bytes that tell devices of one day apart. The day's key is made when it is first needed."""
    made, _is_new = DailyKey.objects.get_or_create(
        day=day, defaults={"key": secrets.token_bytes(32)}
    )
    return hmac.digest(bytes(made.key), device.encode(), hashlib.sha256)[:16]


@transaction.atomic
def record_views(*, by: Actor, views: Collection[View]) -> int:
    """Write a batch down; how many counted. A device counts once an hour for a code.

    No journal line: this is a count, not an act, and lines would tell when somebody scanned.
    """
    if not views:
        return 0
    rows: dict[tuple[str, datetime, bytes, str], View] = {}
    hashes: dict[tuple[str, date], bytes] = {}
    for view in views:
        if len(view.code) > rules.LONGEST_CODE:
            continue
        hour = rules.hour_of(view.at)
        known = (view.device, _day(hour))
        if known not in hashes:
            hashes[known] = device_hash(*known)
        rows[view.code, hour, hashes[known], view.place] = view
    days: dict[str, list[date]] = defaultdict(list)
    for code, hour, _device, _place in rows:
        days[code].append(_day(hour))
    ScannedCode.objects.bulk_create(
        [
            ScannedCode(code=code, first_on=min(seen), last_on=max(seen))
            for code, seen in sorted(days.items())
        ],
        ignore_conflicts=True,
    )
    # in one order in every process, so that two batches cannot wait for each other
    codes = {
        one.code: one
        for one in ScannedCode.objects.select_for_update().filter(code__in=days).order_by("pk")
    }
    hours = {hour for _code, hour, _device, _place in rows}
    known_rows = set(
        Scan.objects.filter(code__in=codes.values(), hour__in=hours).values_list(
            "code_id", "hour", "device", "place"
        )
    )
    seen = {(code, hour, bytes(device), place) for code, hour, device, place in known_rows}
    new = [
        Scan(code=codes[code], hour=hour, device=device, place=place)
        for code, hour, device, place in rows
        if (codes[code].pk, hour, device, place) not in seen
    ]
    Scan.objects.bulk_create(new, batch_size=_BATCH)
    counted: dict[int, int] = defaultdict(int)
    for scan in new:
        counted[scan.code_id] += 1
    for scanned in codes.values():
        if counted[scanned.pk]:
            scanned.views = F("views") + counted[scanned.pk]
            scanned.last_on = max(scanned.last_on, *days[scanned.code])
            scanned.save(update_fields=["views", "last_on"])
    return len(new)


def settle(*, by: Actor, now: datetime | None = None) -> dict[str, int]:
    """Forget: hashes and keys of days that are over, raw rows older than RAW_DAYS. Run it hourly.

    Returns how many `scans` lost their device, how many `keys` and `raw` rows were deleted.
    """
    now = now or timezone.now()
    today = _day(now)
    midnight = timezone.make_aware(datetime.combine(today, datetime.min.time()))
    forgotten = _forget_devices(midnight)
    keys, _rows = DailyKey.objects.filter(day__lt=today).delete()
    raw = _aggregate(midnight - timedelta(days=rules.RAW_DAYS))
    return {"scans": forgotten, "keys": keys, "raw": raw}


@transaction.atomic
def _forget_devices(before: datetime) -> int:
    """The day is over: what breadth each device had, then a number within its code and day."""
    rows = Scan.objects.select_for_update().filter(is_settled=False, hour__lt=before)
    found = list(rows.order_by("code_id", "hour", "pk"))
    codes: dict[tuple[date, bytes], set[int]] = defaultdict(set)
    for scan in found:
        codes[_day(scan.hour), bytes(scan.device)].add(scan.code_id)
    numbers: dict[tuple[int, date], dict[bytes, bytes]] = defaultdict(dict)
    for scan in found:
        day, device = _day(scan.hour), bytes(scan.device)
        of_day = numbers[scan.code_id, day]
        scan.breadth = len(codes[day, device])
        scan.device = of_day.setdefault(device, len(of_day).to_bytes(4, "big"))
        scan.is_settled = True
    Scan.objects.bulk_update(found, ["breadth", "device", "is_settled"], batch_size=_BATCH)
    return len(found)


@transaction.atomic
def _aggregate(before: datetime) -> int:
    old = Scan.objects.filter(is_settled=True, hour__lt=before)
    days: dict[tuple[int, date, str], list[bytes]] = defaultdict(list)
    for code, hour, place, device in old.values_list("code_id", "hour", "place", "device"):
        days[code, _day(hour), place].append(bytes(device))
    ScanDay.objects.bulk_create(
        [
            ScanDay(code_id=code, day=day, place=place, views=len(seen), devices=len(set(seen)))
            for (code, day, place), seen in days.items()
        ],
        batch_size=_BATCH,
        ignore_conflicts=True,
    )
    return old.delete()[0]


@transaction.atomic
def explain_alarm(*, by: Actor, code: str, reason: str, until: date) -> ScannedCode:
    """The alarm on this code is understood (a fair, a shop that scans its stock): silent until a day.

    Raises UnknownCodeError for a code that nobody scanned.
    """
    found = ScannedCode.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise UnknownCodeError(code)
    found.explained_until, found.explanation = until, reason[:300]
    found.save(update_fields=["explained_until", "explanation"])
    journal.record(by, "scans.explained", found, until=until.isoformat(), reason=reason[:300])
    return found


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
