"""The door of streams, as a real process: what is committed arrives, in order, and to nobody else."""

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from lxml import etree
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests import people, servers
from tests.epcis.documents import document, event
from txng.accounts import actions as accounts
from txng.accounts.actors import operator
from txng.accounts.models import ApiKey
from txng.repository.actions.documents import capture
from txng.repository.actions.queries import create_query, delete_query

pytestmark = pytest.mark.django_db(transaction=True)
START = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
_seconds = count()


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """`python -m txng.conf.asgi` on this test's database; its address."""
    port = servers.free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "txng.conf.asgi", "127.0.0.1", str(port)], env=dict(os.environ)
    )
    deadline = time.monotonic() + 30
    try:
        while True:
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2),
            ):
                break
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield f"ws://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(15)


@pytest.fixture(scope="module")
def door(django_db_setup: None) -> Iterator[str]:
    with serving() as url:
        yield url


@pytest.fixture
def an():
    actor = people.an()
    create_query(by=actor, name="everything", definition={})
    return actor


def grown(by: Any, number: int = 1, **members: Any) -> list[str]:
    times = []
    for _ in range(number):
        at = START + timedelta(seconds=next(_seconds))
        times.append(at.isoformat().replace("+00:00", "Z"))
        capture(by=by, document=document(event(eventTime=times[-1], **members)))
    return times


def opened(
    door: str, key: str, parameters: str = "stream=true", name: str = "everything", **headers
):
    if key:
        headers["Authorization"] = f"Bearer {key}"
    return connect(
        f"{door}/epcis/queries/{name}/events?{parameters}",
        additional_headers=headers,
        proxy=None,
        max_size=64 * 1024 * 1024,
    )


def told(peer: ClientConnection, number: int) -> list[str]:
    """Event times, until so many have come."""
    found: list[str] = []
    while len(found) < number:
        message = json.loads(peer.recv(20))
        results = message["epcisBody"]["queryResults"]
        assert results["queryName"] == "everything"
        found += [one["eventTime"] for one in results["resultsBody"]["eventList"]]
    return found


def silent(peer: ClientConnection, seconds: float = 0.8) -> bool:
    try:
        peer.recv(seconds)
    except TimeoutError:
        return True
    return False


def end_of(peer: ClientConnection) -> tuple[int, str]:
    try:
        while True:
            peer.recv(20)
    except ConnectionClosed as closed:
        frame = closed.rcvd
        return (frame.code, frame.reason) if frame else (1006, "")


def test_what_is_captured_arrives_in_order(door, an):
    key = people.key_of(an)
    grown(an, 2)
    with opened(door, key) as peer:
        assert silent(peer)
        times = grown(an, 5)
        assert told(peer, 5) == times
        more = grown(an, 3)
        assert told(peer, 3) == more
        peer.ping().wait(5)


def test_a_stream_may_begin_in_the_past_and_goes_on_in_the_present(door, an):
    times = grown(an, 3)
    with opened(
        door, people.key_of(an), "stream=true&initialRecordTime=2020-01-01T00:00:00Z"
    ) as peer:
        assert told(peer, 3) == times
        more = grown(an, 2)
        assert told(peer, 2) == more


def test_a_plus_that_a_client_forgot_to_escape_is_understood(door, an):
    times = grown(an, 1)
    with opened(
        door, people.key_of(an), "stream=true&initialRecordTime=2020-01-01T00:00:00+07:00"
    ) as peer:
        assert told(peer, 1) == times


def test_whoever_was_cut_off_misses_nothing_by_coming_back_with_the_last_record_time(door, an):
    key = people.key_of(an)
    with opened(door, key) as peer:
        times = grown(an, 2)
        message = json.loads(peer.recv(20))
        last = message["epcisBody"]["queryResults"]["resultsBody"]["eventList"][-1]
    times = [last["eventTime"], *(time for time in times if time > last["eventTime"])]
    times += grown(an, 2)
    with opened(door, key, f"stream=true&initialRecordTime={last['recordTime']}") as peer:
        assert told(peer, len(times)) == times


def test_a_large_document_arrives_whole_and_once(door, an):
    with opened(door, people.key_of(an)) as peer:
        at = [
            (START + timedelta(minutes=one)).isoformat().replace("+00:00", "Z")
            for one in range(2500)
        ]
        capture(by=an, document=document(*(event(eventTime=one) for one in at)))
        assert sorted(told(peer, 2500)) == at
        assert silent(peer)


def test_dung_hears_nothing_of_an(door, an):
    dung = people.dung()
    create_query(by=dung, name="everything", definition={})
    with opened(door, people.key_of(dung)) as peer:
        grown(an, 3)
        assert silent(peer)
        own = grown(dung, 1)
        assert told(peer, 1) == own


def test_dung_does_not_find_ans_query(door, an):
    with opened(door, people.key_of(people.dung())) as peer:
        code, reason = end_of(peer)
    assert code == 4404
    with opened(door, people.key_of(people.dung()), name="nonsense") as peer:
        assert end_of(peer) == (code, reason.replace("everything", "nonsense"))


@pytest.mark.parametrize(
    "name", ["%00", "everything%00", "%ED%A0%80", "%FF", "%E2%80%AE", "x" * 3000]
)
def test_what_no_query_can_be_called_is_a_query_that_is_missing(door, an, name):
    with opened(door, people.key_of(an), name=name) as peer:
        code, reason = end_of(peer)
    assert (code, reason.startswith("Expected the name of a query")) == (4404, True)


def test_binh_hears_everybody(door, an):
    binh = people.binh()
    create_query(by=binh, name="everything", definition={})
    with opened(door, people.key_of(binh)) as peer:
        times = grown(an, 2)
        assert told(peer, 2) == times


@pytest.mark.parametrize("key", ["", "nonsense", "txng_aaaaaaaa_" + "a" * 32])
def test_without_a_valid_key_the_door_stays_shut(door, an, key):
    with opened(door, key) as peer:
        assert end_of(peer)[0] == 4401


def test_a_browser_sends_its_key_as_a_protocol(door, an):
    key = people.key_of(an)
    with connect(
        f"{door}/epcis/queries/everything/events?stream=true",
        subprotocols=["epcis", f"txng-key.{key}"],
        proxy=None,
    ) as peer:
        assert peer.subprotocol == "epcis"
        times = grown(an, 1)
        assert told(peer, 1) == times


def test_basic_with_the_key_as_password_opens_too(door, an):
    from tests.repository.machine import basic

    with opened(door, "", Authorization=basic(people.key_of(an))) as peer:
        times = grown(an, 1)
        assert told(peer, 1) == times


@pytest.mark.parametrize(
    "parameters",
    [
        "",
        "stream=false",
        "stream=yes",
        "stream=true&hour=1",
        "stream=true&stream=true",
        "hour=24",
        "hour=1&hour=2",
        "month=2&dayOfMonth=31",
        "stream=true&perPage=10",
        "stream=true&initialRecordTime=yesterday",
        "stream=true&reportIfEmpty=perhaps",
        "stream=true&initialRecordTime=%00",
        "stream=true&initialRecordTime=2026-11-01T00:00:00%2B07:00:00.5",
        "second=%00",
        "stream=true&%00=1",
    ],
)
def test_parameters_without_sense_are_refused_with_a_reason(door, an, parameters):
    with opened(door, people.key_of(an), parameters) as peer:
        code, reason = end_of(peer)
    assert code == 4400
    assert reason.startswith("Expected")


def test_a_key_without_the_scope_query_is_refused(door, an):
    from txng.accounts.models import Organisation

    holder = Organisation.objects.get(pk=an.organisation_id)
    _, key = accounts.create_key(by=operator(), organisation=holder, scopes={"capture"})
    with opened(door, key) as peer:
        assert end_of(peer)[0] == 4403


def test_a_stream_ends_when_its_query_is_deleted(door, an):
    with opened(door, people.key_of(an)) as peer:
        delete_query(by=an, name="everything")
        assert end_of(peer) == (4404, "the query was deleted")


def test_a_stream_ends_when_its_key_is_revoked(door, an):
    with opened(door, people.key_of(an)) as peer:
        ApiKey.objects.update(revoked_at=datetime.now(UTC))
        assert end_of(peer)[0] == 4401


def test_messages_from_the_client_end_the_connection(door, an):
    with opened(door, people.key_of(an)) as peer:
        peer.send("hello")
        assert end_of(peer) == (4400, "expected no messages here")


def test_a_schedule_tells_at_its_second_and_reports_nothing_when_asked(door, an):
    with opened(door, people.key_of(an), "second=0/1&reportIfEmpty=true") as peer:
        assert json.loads(peer.recv(20))["type"] == "EPCISQueryDocument"
        times = grown(an, 2)
        assert told(peer, 2) == times
    with opened(door, people.key_of(an), "second=0/1") as peer:
        assert silent(peer, 1.5)
        times = grown(an, 1)
        assert told(peer, 1) == times


def test_a_stream_speaks_xml_to_whoever_accepts_only_that(door, an):
    with opened(door, people.key_of(an), Accept="application/xml") as peer:
        grown(an, 1)
        root = etree.fromstring(peer.recv(20).encode())
        assert etree.QName(root).localname == "EPCISQueryDocument"


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"GS1-EPCIS-Min": "3.0"}, 4406),
        ({"GS1-EPC-Format": "Sometimes"}, 4406),
        ({"GS1-CBV-XML-Format": "Sometimes"}, 4406),
        ({"Accept": "text/csv"}, 4406),
    ],
)
def test_a_form_that_is_not_spoken_is_refused_as_a_plain_request_is(door, an, headers, code):
    with opened(door, people.key_of(an), **headers) as peer:
        assert end_of(peer)[0] == code


def test_a_stream_spells_as_it_is_asked_and_as_digital_links_when_it_is_not(door, an):
    key = people.key_of(an)
    urn = "urn:epc:id:sgtin:8938505.097401.1"
    with (
        opened(door, key) as plain,
        opened(door, key, **{"GS1-EPC-Format": "Never_Translates"}) as as_received,
        opened(
            door, key, Accept="application/xml", **{"GS1-CBV-XML-Format": "Always_Web_URI"}
        ) as in_xml,
    ):
        grown(an, 1, epcList=[urn], bizStep="shipping")
        (one,) = json.loads(plain.recv(20))["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
        assert one["epcList"] == ["https://id.gs1.org/01/08938505974019/21/1"]
        assert urn in as_received.recv(20)
        assert "https://ref.gs1.org/cbv/BizStep-shipping" in in_xml.recv(20)


def test_an_event_that_xml_cannot_say_is_left_out_and_the_stream_goes_on(door, an):
    with opened(door, people.key_of(an), Accept="application/xml") as peer:
        grown(an, 1, **{"no name in XML": 1})
        grown(an, 1, bizStep="receiving")
        assert "receiving" in peer.recv(20)


def test_a_plain_request_is_told_to_upgrade(door):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"http{door[2:]}/epcis/queries/x/events", timeout=5)
    assert refused.value.code == 426
    refused.value.close()


def test_a_hundred_listeners_all_hear_everything(door, an):
    key = people.key_of(an)
    with contextlib.ExitStack() as stack:
        peers = [stack.enter_context(opened(door, key)) for _ in range(60)]
        times = grown(an, 5)
        assert [told(peer, 5) for peer in peers] == [times] * 60
