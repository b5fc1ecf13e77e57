"""F14-F18, F21: whatever is sent, the answer is a refusal in words, nothing is stored, and work goes on.

bytes ──> POST /epcis/capture   4xx problem+json
     └──> txng capture          "bị từ chối"
"""

import contextlib
import gzip
import http.client
import json
import os
import socket
import subprocess
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests import people, servers
from tests.epcis.documents import GTIN, LOT, SERIAL, document, event
from tests.repository.machine import Answer, call, job_of
from txng.conf.console import INPUT
from txng.repository import actions, queries, recorder

pytestmark = pytest.mark.django_db

MARK = '"@@"'


def around(inner: bytes) -> bytes:
    """A valid document with an extension whose value is `inner`, spelled exactly so."""
    return document(event(**{"cbvmda:note": "@@"})).replace(MARK.encode(), inner)


def beside(members: bytes) -> bytes:
    """A valid event with `members` at its end, spelled exactly so."""
    return document(event(**{"cbvmda:note": "@@"})).replace(MARK.encode(), b'"", ' + members)


DEEP = 100_000
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
UNREADABLE = {
    "nothing": b"",
    "100 000 lists": b"[" * DEEP + b"]" * DEEP,
    "100 000 lists never closed": b"[" * DEEP,
    "100 000 objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "100 000 lists in an extension": around(b"[" * DEEP + b"]" * DEEP),
    "65 levels with colons set off": around(b'{"a" :' * 65 + b"1" + b"}" * 65),
    "an integer of 5 000 000 digits": around(b"9" * 5_000_000),
    "the same below nought": around(b"-" + b"9" * 5_000_000),
    "1e400": around(b"1e400"),
    "-1e400": around(b"-1e400"),
    "NaN": around(b"NaN"),
    "Infinity": around(b"-Infinity"),
    "a lone high surrogate": around(rb'"\ud800"'),
    "a lone low surrogate": around(rb'"\udc00x"'),
    "a lone surrogate in a name": around(rb'{"\ud800":1}'),
    "a name twice": beside(b'"x:a":1,"x:a":2'),
    "a name twice, once escaped": beside(rb'"x:a":1,"x\u003aa":2'),
    "a name twice, its letter escaped": beside(rb'"x:a":1,"x:\u0061":2'),
    "a name twice, hidden by an escaped colon": beside(rb'"x:a":1,"x:a":2,"x:b":"\"\u003a"'),
    "a name twice, hidden by a text of colons": beside(rb'"x:a":1,"x:a":2,"x:b":"\u003A"'),
    "a name twice, hidden by an escaped quote": beside(rb'"x:a":1,"x:a":2,"x:b":"\u0022:"'),
    "a name twice, its colon set off": beside(b'"x:a":1,"x:a" :2'),
    "a name twice, deep inside": beside(b'"x:a":{"b":[{"c":1,"c":1}]}'),
    "another epcList": beside(rb'"\u0065pcList":["urn:x:other"]'),
    "UTF-16 with its mark": document(event()).decode().encode("utf-16"),
    "UTF-16 without": document(event()).decode().encode("utf-16-be"),
    "UTF-32": document(event()).decode().encode("utf-32"),
    "UTF-8 with a mark": b"\xef\xbb\xbf" + document(event()),
    "XML with entities": LAUGHS,
    "no UTF-8": around(b'"\xff"'),
    "an overlong NUL": around(b'"\xc0\x80"'),
    "a surrogate in UTF-8": around(b'"\xed\xa0\x80"'),
    "an unescaped NUL": around(b'"\x00"'),
    "a NUL behind the document": document(event()) + b"\x00",
    "two documents": document(event()) * 2,
    "a document compressed in silence": gzip.compress(document(event())),
    "a bomb compressed 1000:1": gzip.compress(bytes(5_000_000)),
    "one bad event among 3 000": document(
        *(event(eventID=f"urn:x:{number}") for number in range(2_999)), event(bizStep="dancing")
    ),
}

UNSEEN = {
    "NUL": "\x00",
    "line break": "\r\nX-Evil: 1",
    "tab": "\t",
    "right to left": "\u202e",
    "isolate": "\u2066",
    "zero width space": "\u200b",
    "joiner": "\u200d",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "line separator": "\u2028",
    "variation selector": "\ufe0f",
    "tag letter": "\U000e0041",
    "private use": "\ue000",
}
PLACES: dict[str, Callable[[str], dict[str, Any]]] = {
    "epcList": lambda text: {"epcList": [text]},
    "epcClass": lambda text: {"quantityList": [{"epcClass": text}]},
    "readPoint": lambda text: {"readPoint": {"id": text}},
    "bizLocation": lambda text: {"bizLocation": {"id": text}},
    "bizTransaction": lambda text: {"bizTransactionList": [{"bizTransaction": text}]},
    "source": lambda text: {"sourceList": [{"type": "owning_party", "source": text}]},
    "eventID": lambda text: {"eventID": text},
    "bizStep": lambda text: {"bizStep": text},
    "disposition": lambda text: {"disposition": text},
}


@pytest.fixture
def an() -> str:
    return people.key_of(people.an())


def refused(key: str, body: bytes, **headers: str) -> Any:
    """The problem; a long document's is told by its job."""
    answer = call("POST", "/epcis/capture", key, body, **headers)
    if answer.status == 202 and len(body) > recorder.SMALL:
        return refused_later(key, answer)
    assert 400 <= answer.status < 500, (answer.status, answer.body[:300])
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json["status"] == answer.status
    assert len(answer.body) < 200_000
    assert queries.is_empty()
    return answer.json


def refused_later(key: str, answer: Answer) -> Any:
    assert job_of(key, answer)["running"] is True
    actions.finish_waiting_jobs()
    job = job_of(key, answer)
    assert (job["running"], job["success"], job["accepted"]) == (False, False, 0)
    assert len(json.dumps(job)) < 200_000
    assert queries.is_empty()
    (problem,) = job["errors"]
    return problem


def still_works(key: str) -> None:
    assert call("POST", "/epcis/capture", key, document(event())).status == 202
    assert queries.count_events() == 1


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_no_strict_json_is_refused_and_nothing_is_stored(an, body):
    problem = refused(an, body)
    assert problem["title"] == "ValidationException"
    assert problem["findings"]
    still_works(an)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("unseen", UNSEEN.values(), ids=UNSEEN.keys())
def test_no_identifier_holds_what_nobody_can_see(an, place, unseen):
    for text in (f"urn:x:a{unseen}b", f"{SERIAL}{unseen}", f"{unseen}{LOT}"):
        refused(an, document(event(**PLACES[place](text))))


@pytest.mark.parametrize("kind", ["application/xml", "text/xml", "application/ld+json; x"])
def test_xml_is_refused_whatever_it_calls_itself(an, kind):
    refused(an, LAUGHS, content_type=kind)


@pytest.mark.parametrize("coding", ["deflate", "br", "gzip, gzip"])
def test_a_coding_that_nobody_announced_is_never_unpacked(an, coding):
    problem = refused(an, gzip.compress(bytes(5_000_000)), content_encoding=coding)
    assert problem["title"] == "UnsupportedMediaTypeException"


@pytest.mark.parametrize("coding", ["gzip", "GZIP"])
def test_a_bomb_is_put_down_before_it_is_unpacked_whole(an, coding):
    problem = refused(an, gzip.compress(bytes(5_000_000)), content_encoding=coding)
    assert problem["title"] == "CaptureLimitExceededException"


@pytest.mark.parametrize(
    "members",
    [
        {"type": "AggregationEvent", "parentID": "", "epcList": None, "childEPCs": [SERIAL]},
        {"type": "epcis:ObjectEvent"},
        {"type": "https://ref.gs1.org/epcis/ObjectEvent"},
        {"type": "epcis:ObjectEvent", "recordTime": "2026-10-01T08:00:01Z"},
        {"eventID": "", "disposition": "", "certificationInfo": ""},
        {"cbvmda:note": 10**400},
    ],
    ids=str,
)
def test_what_was_taken_with_a_remark_can_be_read_again(an, members):
    assert call("POST", "/epcis/capture", an, document(event(**members))).status == 202
    for target in ("/epcis/events", f"/epcis/events?MATCH_anyEPC={SERIAL}"):
        (found,) = call("GET", target, an).events
        assert "" not in found.values()
        assert ":" not in found["type"]


# --- size -------------------------------------------------------------------------------------


def spent(work: Callable[[], Any]) -> float:
    """Processor seconds of the fastest of three runs."""
    runs = []
    for _ in range(3):
        before = time.process_time()
        work()
        runs.append(time.process_time() - before)
    return min(runs)


LONG = 100_000
EVIL = {
    "a private name": "urn:x:" + "a" * LONG,
    "colons": "urn:" + ":" * LONG,
    "slashes": "https://id.gs1.org" + "/" * LONG,
    "key after key": "https://id.gs1.org" + f"/01/{GTIN}" * (LONG // 18),
    "a host": "https://" + "a." * (LONG // 2) + f"/01/{GTIN}/21/1",
    "a host without end": "https://" + "a" * LONG,
    "percent signs": f"https://id.gs1.org/01/{GTIN}/21/" + "%41" * (LONG // 3),
    "half percent signs": f"https://id.gs1.org/01/{GTIN}/21/" + "%" * LONG,
    "dots": "urn:epc:id:sgtin:" + "." * LONG,
    "digits": "urn:epc:id:sgtin:" + "9" * LONG,
    "stars": "urn:epc:idpat:sgtin:" + "*." * (LONG // 2),
    "a query": f"https://id.gs1.org/01/{GTIN}?" + "a=b&" * (LONG // 4),
    "marks": "https://id.gs1.org/01/" + "#?&=" * (LONG // 4),
}


@pytest.mark.parametrize("place", ["epcList", "epcClass", "readPoint", "bizStep", "eventID"])
def test_a_long_identifier_costs_no_more_than_an_honest_document_of_its_size(an, place):
    honest = document(*(event(epcList=[f"{SERIAL}{n}"]) for n in range(600)))
    assert len(honest) > LONG
    usual = spent(lambda: call("POST", "/epcis/capture", an, honest))
    for name, text in EVIL.items():
        body = document(event(**PLACES[place](text)))
        status = []
        cost = spent(lambda b=body, s=status: s.append(call("POST", "/epcis/capture", an, b)))
        assert cost < 10 * usual, name
        assert {answer.status for answer in status} == {400}, name


def test_100_000_members_and_a_text_of_a_megabyte_cost_what_their_size_costs(an):
    many = document(event(**{f"x:{n}": n for n in range(100_000)}))
    large = document(event(**{"cbvmda:note": "ơ" * 1_000_000}))
    honest = document(*(event(epcList=[f"{SERIAL}{n}"]) for n in range(3_000)))

    def send(body: bytes) -> None:
        call("POST", "/epcis/capture", an, body)
        actions.finish_waiting_jobs()

    usual = spent(partial(send, honest)) / len(honest)
    assert queries.count_events() == 3_000
    # the text is six million bytes as escapes, more than one event may have
    for body, taken in ((many, 1), (large, 0)):
        assert spent(partial(send, body)) / len(body) < 10 * usual
        assert queries.count_events() == 3_001
        listed = call("GET", "/epcis/capture?perPage=1", an).json
        assert listed[0]["accepted"] + listed[0]["duplicates"] == taken


def test_a_document_of_3_000_events_is_taken_whole(an):
    body = document(*(event(eventID=f"urn:x:{number}") for number in range(3_000)))
    assert call("POST", "/epcis/capture", an, body).status == 202
    assert queries.count_events() == 3_000


# --- the command line -------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_command_refuses_them_too_and_needs_no_more_memory_than_for_honest_ones(tmp_path):
    hostile = []
    for number, body in enumerate(UNREADABLE.values()):
        hostile.append(tmp_path / f"{number}.json")
        hostile[-1].write_bytes(body)
    status, told, needed = capture(*map(str, hostile))
    files = json.loads(told)["files"]
    assert status == INPUT
    assert len(files) == len(UNREADABLE)
    assert all(one["problem"]["status"] in (400, 413) for one in files)
    assert queries.is_empty()

    honest = tmp_path / "honest.json"
    size = max(path.stat().st_size for path in hostile)
    honest.write_bytes(document(*(event(epcList=[f"{SERIAL}{n}"]) for n in range(size // 230))))
    status, _, usual = capture(str(honest))
    assert status == 0
    assert needed < 2 * usual


def capture(*files: str) -> tuple[int, str, int]:
    """Exit status, what it said, and its largest resident memory."""
    process = subprocess.Popen(
        [*servers.COMMAND, "capture", "--json", *files], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    with process.stdout as output:
        told = output.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, told, used.ru_maxrss


# --- the socket -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_lies_about_the_length_and_broken_headers_leave_the_server_standing(site, an):
    body = document(event())
    start = f"POST /epcis/capture HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {an}\r\n"
    start += "Content-Type: application/ld+json\r\n"
    length = len(body)
    for headers in (
        f"Content-Length: {length - 5}",
        f"Content-Length: {length + 5}",
        "Content-Length: -1",
        "Content-Length: 99999999999999999999999",
        f"Content-Length: {length}\r\nContent-Length: {length - 5}",
        f"Content-Length: {length - 5}\r\nContent-Encoding: gzip",
        "Transfer-Encoding: chunked",
        "X: " + "a" * 1_000_000,
    ):
        said = raw(site, f"{start}{headers}\r\nConnection: close\r\n\r\n".encode() + body)
        assert b" 202 " not in said.partition(b"\r\n")[0], headers
        assert b" 500 " not in said.partition(b"\r\n")[0], headers
        assert queries.is_empty(), headers
    assert ask(site, an, "/epcis/events")[0] == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "evil", ["%0d%0aX-Evil:%201", "%0aX-Evil:%201", "%E2%80%A8X-Evil:1", "%00"]
)
def test_no_address_and_no_identifier_writes_a_header(site, an, evil):
    for target in (
        f"/epcis/events/urn:x:{evil}",
        f"/epcis/events?perPage=1&MATCH_anyEPC={evil}",
        f"/epcis/events?{evil}=1",
        f"/epcis/capture/{evil}",
        f"/epcis{evil}",
        f"/01/{GTIN}/10/{evil}",
        f"/01/{GTIN[1:]}/10/{evil}",
        f"/01/{GTIN}?lang={evil}",
        f"/tra-cuu?code={GTIN}{evil}",
        f"/{evil}",
    ):
        status, headers = ask(site, an, target)
        assert status < 500, target
        assert "x-evil" not in {name.lower() for name in headers}, target


def ask(site: servers.Site, key: str, target: str) -> tuple[int, dict[str, str]]:
    host = urlsplit(site.url)
    connection = http.client.HTTPConnection(host.hostname or "", host.port, timeout=60)
    connection.request("GET", target, headers={"Authorization": f"Bearer {key}"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, dict(answer.headers)


def raw(site: servers.Site, request: bytes) -> bytes:
    """What the server says to these very bytes, until it or we have said all."""
    host = urlsplit(site.url)
    said = b""
    with socket.create_connection((host.hostname, host.port), timeout=30) as line:
        with contextlib.suppress(OSError):  # it may hang up before it heard us out
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
        with contextlib.suppress(OSError):
            while part := line.recv(65_536):
                said += part
    return said
