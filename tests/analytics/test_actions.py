"""Counting and forgetting, on the database."""

import os
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from txng.accounts.actors import operator
from txng.accounts.models import JournalEntry
from txng.analytics import actions, queries
from txng.analytics.actions import View
from txng.analytics.errors import UnknownCodeError
from txng.analytics.models import DailyKey, Scan, ScanDay, ScannedCode
from txng.analytics.recorder import Recorder

pytestmark = pytest.mark.django_db
SERIAL, OTHER = "/01/09521234543213/21/QTX7Z", "/01/09521234543213/21/B2"
NOON = timezone.make_aware(datetime(2026, 11, 20, 12, 15))  # noqa: DTZ001
PHONE = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Mobile Safari/537.36"


def view(minutes=0, device="203.0.113.7\nphone", place="VN-35", code=SERIAL):
    return View(code, NOON + timedelta(minutes=minutes), device, place)


def record(*views):
    return actions.record_views(by=operator(), views=views)


def everything_stored():
    return "\n".join(
        repr(bytes(value) if isinstance(value, memoryview) else value)
        for model in (ScannedCode, Scan, ScanDay, DailyKey, JournalEntry)
        for row in model.objects.values_list()
        for value in row
    )


def test_a_device_counts_once_an_hour_whatever_batch_it_comes_in():
    assert record(view(), view(10)) == 1
    assert record(view(20)) == 0
    assert record(view(50), view(10, device="another")) == 2
    assert ScannedCode.objects.get().views == 3


def test_the_page_is_told_how_often_and_since_when():
    record(view(), view(24 * 60))
    found = queries.views_of(None, SERIAL, NOON + timedelta(days=2))
    assert (found.count, found.first_on) == (2, NOON.date())
    assert queries.views_of(None, OTHER, NOON) == queries.Views()


def test_no_address_is_stored_and_a_day_has_a_key_of_its_own():
    record(view(), view(24 * 60))
    assert "203.0.113" not in everything_stored()
    first, second = Scan.objects.order_by("hour")
    assert bytes(first.device) != bytes(second.device)
    assert {row.hour.minute for row in (first, second)} == {0}


def test_a_day_later_key_and_hash_are_gone_and_what_the_rules_need_is_left():
    record(view(), view(place="VN-01"), view(code=OTHER), view(1, device="another"))
    hashes = {bytes(row.device) for row in Scan.objects.all()}
    assert len(hashes) == 2
    assert actions.settle(by=operator(), now=NOON)["keys"] == 0, "the day is not over"
    told = actions.settle(by=operator(), now=NOON + timedelta(days=1))
    assert told == {"scans": 4, "keys": 1, "raw": 0}
    rows = list(Scan.objects.filter(code__code=SERIAL))
    assert {bytes(row.device) for row in rows} & hashes == set()
    assert sorted(row.breadth for row in rows) == [1, 2, 2]
    assert len({bytes(row.device) for row in rows}) == 2, "still two devices, and no longer which"
    assert actions.settle(by=operator(), now=NOON + timedelta(days=1))["scans"] == 0


def test_after_ninety_days_only_counts_of_a_day_are_left():
    record(view(), view(70), view(1, device="another"))
    actions.settle(by=operator(), now=NOON + timedelta(days=1))
    assert actions.settle(by=operator(), now=NOON + timedelta(days=90))["raw"] == 0
    assert actions.settle(by=operator(), now=NOON + timedelta(days=91))["raw"] == 3
    day = ScanDay.objects.get()
    assert (day.views, day.devices, day.place) == (3, 2, "VN-35")
    assert ScannedCode.objects.get().views == 3


def test_a_copied_serial_is_noticed_the_same_day_and_the_day_after():
    record(*(view(60 * n, device=f"phone {n}", place=f"VN-{n}") for n in range(6)))
    for later in (timedelta(hours=8), timedelta(hours=30)):
        actions.settle(by=operator(), now=NOON + later)
        signal = queries.views_of(None, SERIAL, NOON + later).signal
        assert (signal.is_suspect, signal.places) == (True, 6)


def test_devices_that_scan_whole_shelves_raise_no_alarm_before_and_after_midnight():
    shelf = [f"/01/09521234543213/21/S{n}" for n in range(15)]
    rivals = [(f"rival {n}", f"VN-{n}") for n in range(6)]
    record(*(view(device=who, place=where, code=code) for who, where in rivals for code in shelf))
    for later in (timedelta(hours=2), timedelta(hours=30)):
        actions.settle(by=operator(), now=NOON + later)
        assert not queries.views_of(None, shelf[0], NOON + later).signal.is_suspect


def test_a_lot_is_in_many_hands_and_is_not_judged():
    lot = "/01/09521234543213/10/L1"
    record(*(view(60 * n, device=f"p{n}", place=f"VN-{n}", code=lot) for n in range(6)))
    assert not queries.views_of(None, lot, NOON + timedelta(hours=8)).signal.is_suspect


def test_an_alarm_that_is_explained_is_silent_until_its_day_and_stands_in_the_journal():
    record(*(view(60 * n, device=f"phone {n}", place=f"VN-{n}") for n in range(6)))
    until = (NOON + timedelta(days=3)).date()
    actions.explain_alarm(by=operator(), code=SERIAL, reason="Hội chợ", until=until)
    assert not queries.views_of(None, SERIAL, NOON + timedelta(hours=8)).signal.is_suspect
    assert queries.views_of(None, SERIAL, NOON + timedelta(days=5)).signal.is_suspect
    assert JournalEntry.objects.get(verb="scans.explained").details["reason"] == "Hội chợ"
    with pytest.raises(UnknownCodeError):
        actions.explain_alarm(by=operator(), code=OTHER, reason="x", until=until)


def environ(**more):
    return {"REQUEST_METHOD": "GET", "HTTP_USER_AGENT": PHONE, "REMOTE_ADDR": "203.0.113.9"} | more


def test_what_waits_in_memory_is_written_by_the_flush():
    recorder = Recorder()
    recorder._process = os.getpid()  # no thread beside a test
    assert recorder.note(environ(), SERIAL)
    assert recorder.note(environ(), SERIAL)
    assert not recorder.note(environ(REQUEST_METHOD="HEAD"), SERIAL)
    assert not recorder.note(environ(HTTP_SEC_PURPOSE="prefetch"), SERIAL)
    assert recorder.flush() == 1
    assert recorder.flush() == 0
    assert Scan.objects.get().place == ""


def test_a_place_counts_only_from_the_header_that_the_operator_named(settings):
    recorder = Recorder()
    recorder._process = os.getpid()
    recorder.note(environ(HTTP_X_PROVINCE="VN-35"), SERIAL)
    settings.EDGE_PLACE = "HTTP_X_PROVINCE"
    recorder.note(environ(HTTP_X_PROVINCE="VN-35"), OTHER)
    recorder.flush()
    places = {scan.code.code: scan.place for scan in Scan.objects.select_related("code")}
    assert places == {SERIAL: "", OTHER: "VN-35"}
