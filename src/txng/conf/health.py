"""Two questions of whoever watches the server, answered without Django's middleware.

GET /healthz   200 as long as the process answers at all: restart it when it does not
GET /readyz    200 when the database answers and has every table: send people here, or not yet
"""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import structlog
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from txng.accounts.access import public

log = structlog.get_logger(__name__)
StartResponse = Callable[[str, list[tuple[str, str]]], Any]

_migrated = False


@public("a watchdog has no account, and learns nothing but that we live")
def healthz(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    return _answer(environ, start_response, "200 OK", {"status": "ok"})


@public("a load balancer has no account, and learns only whether to send people")
def readyz(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    reason = why_not_ready()
    if reason is None:
        return _answer(environ, start_response, "200 OK", {"status": "ok"})
    log.warning("not_ready", reason=reason)
    body = {"type": "about:blank", "title": "Not ready", "status": 503, "detail": reason}
    return _answer(environ, start_response, "503 Service Unavailable", body)


def why_not_ready() -> str | None:
    """None when ready, else one English sentence without names or addresses."""
    global _migrated
    try:
        if connection.connection is not None and not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        if not _migrated:
            if unapplied_migrations():
                return "The database lacks tables of this release: run txng init."
            _migrated = True  # tables do not go away again; asking costs 20 ms
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "The database does not answer."
    return None


def unapplied_migrations() -> list[str]:
    """Names like "accounts.0001_people". Raises DatabaseError when nothing answers."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def _answer(
    environ: dict[str, Any], start_response: StartResponse, status: str, body: dict[str, Any]
) -> Iterable[bytes]:
    kind = "application/json" if status.startswith("200") else "application/problem+json"
    encoded = msgspec.json.encode(body)
    headers = [
        ("Content-Type", kind),
        ("Content-Length", str(len(encoded))),
        ("Cache-Control", "no-store"),
    ]
    start_response(status, headers)
    return [] if environ.get("REQUEST_METHOD") == "HEAD" else [encoded]
