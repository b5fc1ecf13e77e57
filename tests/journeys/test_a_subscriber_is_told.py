"""Promise: whoever follows a question is told what is new, by webhook and by WebSocket, over real HTTP.

An asks to be told of arrivals; Dũng asks the same. Only An's system hears of An's arrivals, signed.
"""

import json
import os
import time
from typing import Any
from urllib.request import Request, urlopen

import pytest
from websockets.sync.client import connect

from tests import people, servers
from tests.epcis.documents import document, event
from tests.fakes.webhook_receiver import receiving
from tests.faults.test_concurrent_capture import post

TOKEN = "a secret that An's system and the repository share"


def ask(url: str, key: str, method: str, path: str, members: Any = None) -> Any:
    body = None if members is None else json.dumps(members).encode()
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    with urlopen(Request(url + path, body, headers, method=method), timeout=30) as answer:
        text = answer.read()
        return json.loads(text) if text else None


def wait_until_open(url: str) -> None:
    """The door of streams is a process beside the server, and opens a moment later."""
    deadline = time.monotonic() + 30
    while True:
        try:
            urlopen(f"{url}/healthz", timeout=5).close()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        else:
            return


@pytest.mark.django_db(transaction=True)
def test_whoever_follows_a_question_is_told_what_is_new(monkeypatch):
    an, dung = people.key_of(people.an()), people.key_of(people.dung())
    monkeypatch.setenv("TXNG_WEBHOOK_NETWORKS", "127.0.0.0/8")
    with receiving() as shop, receiving() as stranger, servers.serving(os.environ) as site:
        for key, receiver in ((an, shop), (dung, stranger)):
            arrivals = {"name": "arrivals", "query": {"EQ_bizStep": ["receiving"]}}
            ask(site.url, key, "POST", "/epcis/queries", arrivals)
            controls = {"dest": receiver.url, "signatureToken": TOKEN, "stream": True}
            ask(site.url, key, "POST", "/epcis/queries/arrivals/subscriptions", controls)
        door = f"127.0.0.1:{int(site.url.rpartition(':')[2]) + 1}"
        wait_until_open(f"http://{door}")
        address = f"ws://{door}/epcis/queries/arrivals/events?stream=true"
        with connect(
            address, additional_headers={"Authorization": f"Bearer {an}"}, proxy=None
        ) as peer:
            one = event(bizStep="receiving", eventTime="2026-10-02T08:00:00Z")
            assert post(site.url, an, document(event(), one))[0] == 202
            (request,) = shop.wait_for(1)
            assert [told["eventTime"] for told in request.events] == [one["eventTime"]]
            assert request.is_signed_with(TOKEN)
            public_key = servers.txng(site.environ, "subscription", "key").strip()
            assert request.is_signed_by(public_key)
            message = json.loads(peer.recv(20))
            (told,) = message["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
            assert told["eventTime"] == one["eventTime"]
        (kept,) = ask(site.url, an, "GET", "/epcis/queries/arrivals/subscriptions")
        assert kept["lastNotifiedAt"]
        ask(
            site.url,
            an,
            "DELETE",
            f"/epcis/queries/arrivals/subscriptions/{kept['subscriptionID']}",
        )
        assert ask(site.url, an, "GET", "/epcis/queries/arrivals/subscriptions") == []
        assert stranger.requests == []
