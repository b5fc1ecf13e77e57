"""Capture jobs: what became of a document, and the document itself.

    running ──> success     every event is stored, or was stored before
            └─> failed      rollback: nothing of it is stored
                            proceed: what was good is stored, the rest is told

A job is found by its id, an organisation's jobs newest first (ids begin with the time), and those that
still wait by a partial index. The document lies apart, in parts that fill a page of the database: most
reading of jobs never touches it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import SEEK_END
from itertools import count, islice
from typing import Any, BinaryIO, Final, Literal, get_args

from txng.eventstore.compression import (
    compress_document,
    compress_pieces,
    decompress_document,
)
from txng.eventstore.drivers import Driver, Table
from txng.eventstore.keys import EPOCH, microseconds

State = Literal["running", "success", "failed"]
Behaviour = Literal["rollback", "proceed"]
Format = Literal["json", "xml"]
# stored as the place in the list, counted from 1: never reorder
_STATES: Final[tuple[State, ...]] = get_args(State)
_BEHAVIOURS: Final[tuple[Behaviour, ...]] = get_args(Behaviour)
_FORMATS: Final[tuple[Format, ...]] = get_args(Format)
RUNNING: Final = 1
PART = 1_950  # bytes: four parts fill a page of 8 KiB on both databases, without an overflow page
LISTED = 500  # compressed bytes of verdicts that a list of jobs still tells
_PARTS_AT_ONCE: Final = 500  # a megabyte
_NOTHING = b"[]"


class Packed(bytes):
    """A JSON array, compressed as its row keeps it: that of a hundred thousand verdicts is never whole."""


@dataclass(frozen=True, slots=True)
class Job:
    """One document received.

    `id`: 16 bytes of a UUIDv7. `name`: what the sender called the document, may be empty. `actor`: who
    sent it, as the journal names them. `record_time`: that of its events, None when it stored none.
    `warnings`, `errors`, `verdicts`: JSON arrays; `verdicts` is None where a list of jobs leaves long
    ones out, and may be Packed where a job is written. `finished_at` is None while it is running.
    """

    id: bytes
    owner: int
    state: State
    behaviour: Behaviour
    format: Format
    received_at: datetime
    digest: bytes
    name: str = ""
    actor: str = ""
    attempts: int = 0
    claimed_at: datetime | None = None
    finished_at: datetime | None = None
    record_time: datetime | None = None
    events: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0
    master_data: int = 0
    warnings: bytes = _NOTHING
    errors: bytes = _NOTHING
    verdicts: bytes | None = _NOTHING


_JOB: Final = Table(
    "capture_job",
    (
        "id", "owner", "state", "behaviour", "format", "received_at", "claimed_at", "attempts",
        "finished_at", "record_time", "events", "accepted", "duplicates", "rejected",
        "master_data", "digest", "name", "actor", "warnings", "errors", "verdicts",
    ),
    (
        "uuid", "int4", "int2", "int2", "int2", "int8", "int8", "int2",
        "int8", "int8", "int4", "int4", "int4", "int4",
        "int4", "bytea", "text", "text", "bytea", "bytea", "bytea",
    ),
)  # fmt: skip
_DOCUMENT: Final = Table("capture_document", ("job", "part", "content"), ("uuid", "int4", "bytea"))
_COLUMNS: Final = ", ".join(_JOB.columns)
_LISTED_COLUMNS: Final = _COLUMNS.replace(
    "verdicts", f"CASE WHEN length(verdicts) <= {LISTED} THEN verdicts END"
)


def add(
    driver: Driver,
    jobs: Sequence[tuple[Job, bytes | BinaryIO]],
    beside: Sequence[tuple[Table, Sequence[tuple[Any, ...]]]] = (),
) -> None:
    """Write new jobs with their documents, as `compress_document` made them, in memory or in a file.

    `beside`: rows of other tables that go to the database on the same way.
    """
    parts = (
        (job.id, number, part)
        for job, document in jobs
        for number, part in enumerate(_in_parts(document))
    )
    with driver.together(sum(-(-_size(document) // PART) for _, document in jobs)):
        driver.append(_JOB, [_row(job) for job, _ in jobs])
        while some := list(islice(parts, _PARTS_AT_ONCE)):
            driver.append(_DOCUMENT, some)
        for table, rows in beside:
            driver.append(table, rows)


def _in_parts(document: bytes | BinaryIO) -> Iterator[bytes]:
    if isinstance(document, bytes):
        for start in range(0, len(document), PART):
            yield document[start : start + PART]
        return
    document.seek(0)
    while part := document.read(PART):
        yield part


def _size(document: bytes | BinaryIO) -> int:
    return len(document) if isinstance(document, bytes) else document.seek(0, SEEK_END)


def finish(driver: Driver, job: Job) -> bool:
    """Write how a running job ended; False, and nothing written, when it had ended already."""
    row = dict(zip(_JOB.columns, _row(job), strict=True))
    changed = [name for name in _JOB.columns if name not in ("id", "owner", "received_at")]
    is_running = driver.rows(
        f"UPDATE capture_job SET {', '.join(f'{name} = %s' for name in changed)}"
        " WHERE id = %s AND state = 1 RETURNING 1",
        [*(row[name] for name in changed), driver.key(job.id)],
    )
    return bool(is_running)


def one(driver: Driver, job_id: bytes) -> Job | None:
    rows = driver.often(f"SELECT {_COLUMNS} FROM capture_job WHERE id = %s", [driver.key(job_id)])
    return _job(rows[0]) if rows else None


def listed(
    driver: Driver, *, owner: int | None, before: bytes | None = None, limit: int = 100
) -> list[Job]:
    """Newest first; `owner` None asks of all organisations, `before` is the last id of the page before.

    Verdicts longer than LISTED are left out: there may be a hundred thousand of each job.
    """
    where, parameters = ["1 = 1"], []
    if owner is not None:
        where.append("owner = %s")
        parameters.append(owner)
    if before is not None:
        where.append("id < %s")
        parameters.append(driver.key(before))
    rows = driver.rows(
        f"SELECT {_LISTED_COLUMNS} FROM capture_job"
        f" WHERE {' AND '.join(where)} ORDER BY id DESC LIMIT %s",
        [*parameters, limit],
    )
    return [_job(row) for row in rows]


def count_running(driver: Driver) -> int:
    return int(driver.rows("SELECT count(*) FROM capture_job WHERE state = 1")[0][0])


def claim(driver: Driver, claimed_at: datetime, passed: Iterable[bytes] = ()) -> Job | None:
    """The oldest waiting job that no other worker holds, with one more attempt; None when none waits.

    Call inside a transaction. On PostgreSQL the job is held until the transaction ends; on SQLite the
    caller makes sure that one worker is at work.
    """
    passed = list(passed)
    marks = ", ".join(["%s"] * len(passed))
    rows = driver.rows(
        "SELECT id FROM capture_job WHERE state = 1"
        f"{f' AND id NOT IN ({marks})' if passed else ''}"
        f" ORDER BY id LIMIT 1{driver.skip_locked}",
        [driver.key(job_id) for job_id in passed],
    )
    if not rows:
        return None
    claimed = driver.rows(
        "UPDATE capture_job SET claimed_at = %s, attempts = attempts + 1"
        f" WHERE id = %s RETURNING {_COLUMNS}",
        [microseconds(claimed_at), driver.key(rows[0][0])],
    )
    return _job(claimed[0])


def hold(driver: Driver, job_id: bytes) -> bool:
    """Take a claimed job again in another transaction; False when it ended or somebody else holds it."""
    rows = driver.rows(
        f"SELECT 1 FROM capture_job WHERE id = %s AND state = 1{driver.skip_locked}",
        [driver.key(job_id)],
    )
    return bool(rows)


def forgive(driver: Driver, job_id: bytes) -> None:
    """Take an attempt back: it failed because of the database, not of the document."""
    driver.execute(
        "UPDATE capture_job SET attempts = attempts - 1 WHERE id = %s AND state = 1",
        [driver.key(job_id)],
    )


def document(driver: Driver, job_id: bytes) -> bytes:
    """As it was received. Raises KeyError when there is none."""
    if not driver.rows(
        "SELECT 1 FROM capture_document WHERE job = %s LIMIT 1", [driver.key(job_id)]
    ):
        raise KeyError(job_id)
    whole = decompress_document(_parts(driver, job_id))
    driver.let_go()
    return whole


def _parts(driver: Driver, job_id: bytes) -> Iterator[bytes]:
    for first in count(0, _PARTS_AT_ONCE):
        rows = driver.rows(
            "SELECT content FROM capture_document"
            " WHERE job = %s AND part >= %s AND part < %s ORDER BY part",
            [driver.key(job_id), first, first + _PARTS_AT_ONCE],
        )
        if not rows:
            return
        for (content,) in rows:
            yield bytes(content)


def join_parts(driver: Driver) -> None:
    """Lay every document in one part, where version 0001 looks for it."""
    jobs = driver.rows("SELECT DISTINCT job FROM capture_document WHERE part > 0")
    for (job,) in jobs:
        rows = driver.rows(
            "SELECT content FROM capture_document WHERE job = %s ORDER BY part", [driver.key(job)]
        )
        driver.execute(
            "UPDATE capture_document SET content = %s WHERE job = %s AND part = 0",
            [b"".join(bytes(content) for (content,) in rows), driver.key(job)],
        )


def _row(job: Job) -> tuple[Any, ...]:
    return (
        job.id,
        job.owner,
        _STATES.index(job.state) + 1,
        _BEHAVIOURS.index(job.behaviour) + 1,
        _FORMATS.index(job.format) + 1,
        microseconds(job.received_at),
        job.claimed_at and microseconds(job.claimed_at),
        job.attempts,
        job.finished_at and microseconds(job.finished_at),
        job.record_time and microseconds(job.record_time),
        job.events,
        job.accepted,
        job.duplicates,
        job.rejected,
        job.master_data,
        job.digest,
        job.name,
        job.actor,
        _pack(job.warnings),
        _pack(job.errors),
        _pack(job.verdicts),
    )


def _job(row: Sequence[Any]) -> Job:
    told = dict(zip(_JOB.columns, row, strict=True))
    return Job(
        id=bytes(told["id"]),
        owner=told["owner"],
        state=_STATES[told["state"] - 1],
        behaviour=_BEHAVIOURS[told["behaviour"] - 1],
        format=_FORMATS[told["format"] - 1],
        received_at=EPOCH + timedelta(microseconds=told["received_at"]),
        claimed_at=_moment(told["claimed_at"]),
        attempts=told["attempts"],
        finished_at=_moment(told["finished_at"]),
        record_time=_moment(told["record_time"]),
        events=told["events"],
        accepted=told["accepted"],
        duplicates=told["duplicates"],
        rejected=told["rejected"],
        master_data=told["master_data"],
        digest=bytes(told["digest"]),
        name=told["name"],
        actor=told["actor"],
        warnings=_unpack(told["warnings"]),
        errors=_unpack(told["errors"]),
        verdicts=None if told["verdicts"] is None else _unpack(told["verdicts"]),
    )


def _moment(value: int | None) -> datetime | None:
    return None if value is None else EPOCH + timedelta(microseconds=value)


def packed(elements: Iterable[bytes]) -> Packed:
    """The JSON array of these elements, each encoded already."""
    return Packed(b"".join(compress_pieces(_array(elements))))


def _array(elements: Iterable[bytes]) -> Iterator[bytes]:
    before = b"["
    for element in elements:
        yield before + element
        before = b","
    yield b"]" if before == b"," else _NOTHING


def _pack(listed: bytes | None) -> bytes:
    """Most lists are empty and take no room; the rest are compressed."""
    if isinstance(listed, Packed):
        return bytes(listed)
    return compress_document(listed) if listed and listed != _NOTHING else b""


def _unpack(packed: bytes) -> bytes:
    packed = bytes(packed)
    if not packed:
        return _NOTHING
    # version 0001 wrote warnings without compressing them
    return packed if packed.startswith(b"[") else decompress_document([packed])
