"""Side by side with QU4RTET (quartet-epcis of PyPI), the other EPCIS repository in Python: asked for only.

    python -m bench.peers EVENTS        prints one JSON object

Both capture the same documents in one run: EPCIS 1.2 in XML, the only form that QU4RTET reads, 100 events
each, one transaction a document, on the same kind of database, of which both wait for the disk (SQLite with
`synchronous=FULL`, or the same PostgreSQL server); and ours captures as many events of the same kind in JSON.

QU4RTET refuses events of things that it has not seen commissioned, and events that are out of order. So all
things are commissioned first, which is not timed, and the events come in the order of their times.

It is installed into a throw-away environment from the package index and runs in one process, with its
QuartetParser (its BusinessEPCISParser is about as fast). It is AGPL software and no part of txng.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

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
documents, untimed = sorted(Path(sys.argv[2]).glob("*.xml")), int(sys.argv[3])
for path in documents[:untimed]:
    capture(path)
warm = events.Event.objects.count()
started, used = time.perf_counter(), time.process_time()
for path in documents[untimed:]:
    capture(path)
wall, cpu = time.perf_counter() - started, time.process_time() - used
print(json.dumps({"events": events.Event.objects.count() - warm, "seconds": wall, "cpu": cpu}))
"""
SIZE = 100
BEFORE_ALL = "2020-01-01T00:00:00+07:00"


def main(wanted: int) -> None:
    from bench import documents

    events = accepted_by_both(documents.events(4 * wanted))
    half = len(events) // 2
    same, such = events[:half][:wanted], events[half:][:wanted]
    before = in_xml(commissioning(same))
    bodies = in_xml(same)
    ours = {
        "xml": capture(before, bodies),
        "json": capture([], documents.documents(such, SIZE)),
    }
    theirs = captured_there(before, bodies)
    ratios = {name: one["per_second"] / theirs["per_second"] for name, one in ours.items()}
    print(json.dumps({"ours": ours, "quartet": theirs, "ratio": ratios}))


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
        listed = (*one.get("epcList", ()), *one.get("childEPCs", ()), *one.get("inputEPCList", ()))
        things.update(dict.fromkeys(listed))
        if "parentID" in one:
            things[one["parentID"]] = None
    listed = list(things)
    return [
        {
            "type": "ObjectEvent",
            "action": "ADD",
            "bizStep": "commissioning",
            "disposition": "active",
            "eventTime": BEFORE_ALL,
            "eventTimeZoneOffset": "+07:00",
            "epcList": listed[start : start + 20],
        }
        for start in range(0, len(listed), 20)
    ]


def captured_there(before: list[bytes], bodies: list[bytes]) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="txng-peer-") as folder:
        documents = Path(folder) / "documents"
        documents.mkdir()
        for number, body in enumerate([*before, *bodies]):
            (documents / f"{number:06}.xml").write_bytes(body)
        venv.create(Path(folder) / "peer", with_pip=True)
        python = Path(folder) / "peer" / "bin" / "python"
        subprocess.run(
            [python, "-m", "pip", "install", "-qq", *PACKAGES], check=True, stdout=sys.stderr
        )
        with _database(Path(folder)) as database:
            arguments = [json.dumps(database), documents, str(len(before))]
            done = subprocess.run(
                [python, "-W", "ignore", "-c", RUN, *arguments],
                check=True, stdout=subprocess.PIPE, text=True, env=_own_environ(),
            )  # fmt: skip
    return told(**json.loads(done.stdout))


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
