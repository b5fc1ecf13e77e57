"""Capture and look-up over HTTP with everything included: server, key, judging, job, journal, commit.

    python -m bench.over_http EVENTS SINGLES LOOKUPS        prints one JSON object

Documents of 1000, 500, 100, 10 and 1 events to `POST /capture`, single ones to `POST /events` too, all of
different events; the rows of the documents of 500 once more, raw; documents of 500 to two workers; and
one identifier's history, as machines ask for it, through a Django view that asks the same room, and through
one that is written with models.

One worker and its database processes share the first core, the client has the last.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import msgspec

from bench import documents, house, raw
from bench.installations import ROOT
from bench.server import THREADS_PER_WORKER, Server, serving

SIZES = (1000, 500, 100, 10, 1)
RAW = 500  # the documents whose rows are inserted raw as well, and sent to two workers
FEW, MANY = 4, 32  # connections: documents of at least 100 events, smaller ones
PATIENCE = 120  # seconds until a client stops asking
APPLICATION = "bench.django_view:application"  # conf.wsgi's, with one more page in Django
LOOKUPS = {"machine": "/epcis/events", "django": "/bench/events", "orm": "/bench/orm/events"}
Figures = dict[str, Any]


def main(events: int, singles: int, lookups: int) -> None:
    key = documents.key()
    told = documents.events(4 * events + 3 * singles)
    parts = iter(told)

    def bodies(size: int, share: int) -> list[bytes]:
        # at least four documents, however little is measured
        return documents.documents(
            [next(parts) for _ in range(share)], min(size, max(1, share // 4))
        )

    figures: Figures = {"threads": THREADS_PER_WORKER, "captures": {}}
    house.connection.close()  # this process has no part in the database's CPU
    with serving(APPLICATION) as server:
        for size in SIZES:
            share = events if size >= 100 else singles
            since = _newest() + 1
            figures["captures"][str(size)] = capture(server, key, bodies(size, share), "/capture")
            if size == RAW:
                figures["raw"] = raw.rate(since)
                house.connection.close()
        single = [_event_alone(body) for body in bodies(1, singles)]
        figures["captures"]["event"] = capture(server, key, single, "/events")
        figures |= {"peak_mb": server.peak_mb(), "is_pinned": server.is_pinned}
        asked = documents.serials(told, lookups)
        figures["lookups"] = {
            name: look_up(server, key, path, asked) for name, path in LOOKUPS.items()
        }
    with serving(APPLICATION, workers=2) as server:
        # enough connections that the system gives some of them to each worker
        figures["two_workers"] = capture(
            server, key, bodies(RAW, events), "/capture", connections=2 * FEW
        )
    print(json.dumps(figures))


def _newest() -> int:
    """Record time in µs of what was captured last."""
    rows = house.raw_connection().execute("SELECT max(record_time) FROM event").fetchall()
    house.connection.close()
    return rows[0][0] or 0


def _event_alone(body: bytes) -> bytes:
    document = msgspec.json.decode(body)
    (event,) = document["epcisBody"]["eventList"]
    return msgspec.json.encode({"@context": document["@context"], **event})


def capture(
    server: Server, key: str, bodies: Sequence[bytes], door: str, *, connections: int = 0
) -> Figures:
    is_small = len(bodies[0]) < 100_000
    connections = connections or (MANY if is_small else FEW)
    warm = min(2 * connections, max(1, len(bodies) // 4))
    requests = [_request("POST", f"/epcis{door}", key, body) for body in bodies]
    ask(server, requests[:warm], connections)
    before = server.cpu()
    answer = ask(server, requests[warm:], connections)
    after = server.cpu()
    assert set(answer["statuses"]) <= {"202", "201"}, answer["statuses"]
    events = sum(body.count(b'"eventTime":') for body in bodies[warm : warm + answer["answered"]])
    worker, database = after[0] - before[0], after[1] - before[1]
    return {
        "document": bodies[0].count(b'"eventTime":'),
        "events": events,
        "posts": answer["answered"],
        "connections": connections,
        "per_second": events / answer["wall"],
        "posts_per_second": answer["answered"] / answer["wall"],
        "per_cpu_second": events / max(worker + database, 1e-9),
        "server_us": worker / events * 1e6,
        "database_us": database / events * 1e6 if server.backends() else None,
        **{name: answer[name] for name in ("p50", "p95", "p99")},
    }


def look_up(server: Server, key: str, path: str, codes: Sequence[str]) -> Figures:
    requests = [
        _request("GET", f"{path}?MATCH_anyEPC={quote(code, safe='')}", key) for code in codes
    ]
    ask(server, requests[: len(requests) // 10 + 1], FEW)
    before = server.cpu()
    answer = ask(server, requests, FEW)
    after = server.cpu()
    assert set(answer["statuses"]) == {"200"}, answer["statuses"]
    asked = answer["answered"]
    worker, database = after[0] - before[0], after[1] - before[1]
    return {
        "asked": asked,
        "connections": FEW,
        "bytes": answer["bytes"] / asked,
        "per_second": asked / answer["wall"],
        "server_us": worker / asked * 1e6,
        "database_us": database / asked * 1e6 if server.backends() else None,
        **{name: answer[name] for name in ("p50", "p95", "p99")},
    }


def _request(method: str, path: str, key: str, body: bytes = b"") -> dict[str, str]:
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}"
    if body:
        head += f"\r\nContent-Type: application/ld+json\r\nContent-Length: {len(body)}"
    return {"head": head, "body": body.decode()}


def ask(server: Server, requests: Sequence[dict[str, str]], connections: int) -> Figures:
    done = subprocess.run(
        [sys.executable, "-m", "bench.client", *map(str, (server.port, connections, PATIENCE))],
        input=b"\n".join(map(msgspec.json.encode, requests)),
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
    )
    answer: Figures = json.loads(done.stdout)
    return answer


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
