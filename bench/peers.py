"""Side by side with QU4RTET (quartet-epcis of PyPI), the other EPCIS repository in Python: asked for only.

    python -m bench.peers EVENTS        prints one JSON object

    province            EVENTS of the demonstration province: a third of them sales of one thing, few of
                        more than eight things
    commissioning_1     half as many events of one new thing each
    commissioning_10    an eighth, of ten
    packing_10          an eighth: ten things into a carton

Both capture the same documents in one run: EPCIS 1.2 in XML, the only form that QU4RTET reads, 100 events
each, one transaction a document, on the same kind of database, of which both wait for the disk (SQLite with
`synchronous=FULL`, or the same PostgreSQL server); and ours captures as many events of the same kind in JSON.
What it costs QU4RTET follows the things, what it costs us follows the events more: one ratio says little.

QU4RTET refuses events of things that it has not seen commissioned, and events that are out of order. So all
things of the province and of the cartons are commissioned first, which is not timed, and the events come in
the order of their times.

It is installed into a throw-away environment from the package index and runs in one process, with its
QuartetParser (its BusinessEPCISParser is about as fast). It is AGPL software and no part of txng.
"""

import contextlib
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from txng.gs1 import check_digit

PACKAGES = (
    "quartet-epcis==4.1.5", "quartet-capture", "haikunator", "djangorestframework", "django-filter",
    "django<5", "setuptools", "psycopg[binary]",
)  # fmt: skip
RUN = """
import io, json, sys, time, warnings
from pathlib import Path
warnings.simplefilter("ignore")
import django
from django.conf import settings
settings.configure(
    USE_TZ=True, SECRET_KEY="of a measurement", DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    DATABASES={"default": json.loads(sys.argv[1])},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "quartet_capture",
                    "quartet_epcis"],
)
django.setup()
from django.core.management import call_command
from django.db import connection, transaction
call_command("migrate", verbosity=0, run_syncdb=True)
if connection.vendor == "sqlite":
    connection.cursor().execute("PRAGMA journal_mode=WAL")
    connection.cursor().execute("PRAGMA synchronous=FULL")
from quartet_epcis.models import events
from quartet_epcis.parsing.parser import QuartetParser
def capture(path):
    with transaction.atomic():
        QuartetParser(io.BytesIO(path.read_bytes())).parse()
def captured(folder):
    for path in sorted(folder.glob("before-*")):
        capture(path)
    warm = events.Event.objects.count()
    started, used = time.perf_counter(), time.process_time()
    for path in sorted(folder.glob("timed-*")):
        capture(path)
    wall, cpu = time.perf_counter() - started, time.process_time() - used
    return {"events": events.Event.objects.count() - warm, "seconds": wall, "cpu": cpu}
print(json.dumps({folder.name: captured(folder) for folder in sorted(Path(sys.argv[2]).iterdir())}))
"""
SIZE = 100
BEFORE_ALL = datetime(2020, 1, 1, tzinfo=timezone(timedelta(hours=7)))


class Load(NamedTuple):
    """Events that both capture, such events for ours in JSON, and what has to be commissioned before."""

    same: list[dict[str, Any]]
    such: list[dict[str, Any]]
    before: list[dict[str, Any]]


def main(wanted: int) -> None:
    bodies = {
        name: (in_xml(load.before), in_xml(load.same), in_json(load.such))
        for name, load in loads(wanted).items()
    }
    ours = {
        name: {"xml": capture(before, same), "json": capture([], such)}
        for name, (before, same, such) in bodies.items()
    }
    theirs = captured_there({name: (before, same) for name, (before, same, _) in bodies.items()})
    told = {
        name: {
            "ours": ours[name],
            "quartet": quartet,
            "ratio": {
                form: one["per_second"] / quartet["per_second"] for form, one in ours[name].items()
            },
        }
        for name, quartet in theirs.items()
    }
    print(json.dumps({name: told[name] for name in bodies}))


def loads(wanted: int) -> dict[str, Load]:
    from bench import documents

    events = accepted_by_both(documents.events(4 * wanted))
    half = len(events) // 2
    same, such = events[:half][:wanted], events[half:][:wanted]
    things = map(thing, itertools.count(1))
    return {
        "province": Load(same, such, commissioning(same)),
        "commissioning_1": births(things, 1, wanted // 2),
        "commissioning_10": births(things, 10, wanted // 8),
        "packing_10": cartons(things, wanted // 8),
    }


def thing(number: int) -> str:
    return f"https://id.gs1.org/01/09520001000010/21/P{number}"


def carton(number: int) -> str:
    digits = f"39520001{number:09}"
    return f"https://id.gs1.org/00/{digits}{check_digit.digit_for(digits)}"


def births(things: Iterator[str], each: int, wanted: int) -> Load:
    return Load(born(things, each, wanted), born(things, each, wanted), before=[])


def born(things: Iterator[str], each: int, wanted: int) -> list[dict[str, Any]]:
    return [
        commissioned(list(itertools.islice(things, each)), after=number) for number in range(wanted)
    ]


def cartons(things: Iterator[str], wanted: int) -> Load:
    same, such = (
        [
            {
                "type": "AggregationEvent",
                "action": "ADD",
                "bizStep": "packing",
                "eventTime": moment(wanted + number),
                "eventTimeZoneOffset": "+07:00",
                "parentID": carton(first + number),
                "childEPCs": list(itertools.islice(things, 10)),
            }
            for number in range(wanted)
        ]
        for first in (0, wanted)
    )
    return Load(same, such, commissioning(same))


def accepted_by_both(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In the order of their times, without what EPCIS 1.2 cannot say and what commissions things."""
    from bench import documents

    chosen = [
        one
        for one in documents.in_1_2(events)
        if not ("epcList" in one and one.get("action") == "ADD")
    ]
    return sorted(chosen, key=lambda one: datetime.fromisoformat(one["eventTime"]))


def commissioning(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Events that bring every single thing of the others into being."""
    things: dict[str, None] = {}
    for one in events:
        for field in ("epcList", "childEPCs", "inputEPCList"):
            things.update(dict.fromkeys(one.get(field, ())))
        if "parentID" in one:
            things[one["parentID"]] = None
    listed = list(things)
    return [
        commissioned(listed[start : start + 20], after=0) for start in range(0, len(listed), 20)
    ]


def commissioned(listed: list[str], *, after: int) -> dict[str, Any]:
    return {
        "type": "ObjectEvent",
        "action": "ADD",
        "bizStep": "commissioning",
        "disposition": "active",
        "eventTime": moment(after),
        "eventTimeZoneOffset": "+07:00",
        "epcList": listed,
    }


def moment(after: int) -> str:
    """Before everything that happens in the province."""
    return (BEFORE_ALL + timedelta(seconds=after)).isoformat()


def captured_there(
    loads: dict[str, tuple[list[bytes], list[bytes]]],
) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory(prefix="txng-peer-") as folder:
        documents = Path(folder) / "documents"
        for load, (before, timed) in loads.items():
            (documents / load).mkdir(parents=True)
            for word, bodies in (("before", before), ("timed", timed)):
                for number, body in enumerate(bodies):
                    (documents / load / f"{word}-{number:06}.xml").write_bytes(body)
        venv.create(Path(folder) / "peer", with_pip=True)
        python = Path(folder) / "peer" / "bin" / "python"
        subprocess.run(
            [python, "-m", "pip", "install", "-qq", *PACKAGES], check=True, stdout=sys.stderr
        )
        with _database(Path(folder)) as database:
            done = subprocess.run(
                [python, "-W", "ignore", "-c", RUN, json.dumps(database), documents],
                check=True, stdout=subprocess.PIPE, text=True, env=_own_environ(),
            )  # fmt: skip
    return {load: told(**one) for load, one in json.loads(done.stdout).items()}


@contextlib.contextmanager
def _database(folder: Path) -> Iterator[dict[str, Any]]:
    """Django's words for a new database: a file, or one on the server that ours is on."""
    url = urlsplit(os.environ.get("TXNG_DATABASE_URL", ""))
    if not url.scheme.startswith("postgres"):
        yield {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "peer.sqlite3")}
        return
    name = f"{url.path[1:]}_peer"
    with psycopg.connect(url.geturl(), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield {
                "ENGINE": "django.db.backends.postgresql", "NAME": name, "HOST": url.hostname,
                "PORT": url.port or 5432, "USER": url.username, "PASSWORD": url.password or "",
            }  # fmt: skip
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def told(events: int, seconds: float, cpu: float) -> dict[str, float]:
    return {"events": events, "per_second": events / seconds, "cpu_us": cpu / events * 1e6}


def _own_environ() -> dict[str, str]:
    """Nothing of ours: neither our modules nor our Django settings."""
    ours = ("PYTHONPATH", "DJANGO_SETTINGS_MODULE")
    return {name: value for name, value in os.environ.items() if name not in ours}


def in_xml(events: list[dict[str, Any]]) -> list[bytes]:
    """In documents of SIZE, as EPCIS 1.2 says it."""
    from bench import documents
    from txng.epcis.answers import convert_document

    now = datetime(2026, 11, 24, tzinfo=UTC)
    return [
        convert_document(body, "xml12", now=now, prefix_length=lambda digits: 7)
        for body in documents.documents(events, SIZE)
    ]


def in_json(events: list[dict[str, Any]]) -> list[bytes]:
    from bench import documents

    return documents.documents(events, SIZE)


def capture(before: list[bytes], bodies: list[bytes]) -> dict[str, float]:
    from txng.accounts import actors
    from txng.repository import actions

    operator, accepted = actors.operator(), 0
    for body in before:
        actions.capture(by=operator, document=body)
    started, used = time.perf_counter(), time.process_time()
    for body in bodies:
        accepted += actions.capture(by=operator, document=body).accepted
    return told(accepted, time.perf_counter() - started, time.process_time() - used)


if __name__ == "__main__":
    main(int(sys.argv[1]))
