"""The tables, in the words of each database. One `SchemaVersion` per step: append only.

    event      one row per event, whole: typed columns for what queries filter and sort on,
               the event itself compressed in `payload`
    link       one narrow row per thing that an event mentions: (index key, event)
    capture_job      one row per document received, with the document as evidence
    vocabulary_element   master data, the latest declaration of each declarer
    dictionary zstd dictionaries by number: never deleted, old payloads need theirs
    deployment the secret of the index keys

Times are microseconds since 1970 UTC, so that both databases compare and index the same integers.
There are no sequences in keys, no foreign keys between hot tables and no triggers: every key is
computed by the application and every unique key contains its future shard key.

On SQLite `n` is the row's place in the file, as PostgreSQL's ctid is; no answer ever shows it.

Source: design/engine.md; measured in reference/performance.md §3-5.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SchemaVersion:
    """The statements of one step, forwards and back, for each database."""

    name: str
    sqlite: tuple[str, ...]
    postgresql: tuple[str, ...]
    back: tuple[str, ...]


_SQLITE_EVENT = """
CREATE TABLE event (
  n INTEGER PRIMARY KEY,
  key BLOB NOT NULL UNIQUE,
  event_time INTEGER NOT NULL,
  record_time INTEGER NOT NULL,
  event_type INTEGER NOT NULL,
  action INTEGER,
  biz_step INTEGER,
  disposition INTEGER,
  read_point INTEGER,
  biz_location INTEGER,
  owner INTEGER NOT NULL,
  job BLOB NOT NULL,
  dictionary INTEGER NOT NULL,
  payload BLOB NOT NULL
)
"""
_POSTGRESQL_EVENT = """
CREATE TABLE event (
  key uuid PRIMARY KEY,
  event_time bigint NOT NULL,
  record_time bigint NOT NULL,
  event_type smallint NOT NULL,
  action smallint,
  biz_step smallint,
  disposition smallint,
  read_point bigint,
  biz_location bigint,
  owner integer NOT NULL,
  job uuid NOT NULL,
  dictionary smallint NOT NULL,
  payload bytea NOT NULL
)
"""
# each index names the question it answers
_INDEXES = (
    # everything in the order it happened, page by page (the key breaks ties)
    "CREATE INDEX event_by_time ON event (event_time)",
    # an organisation's own events (every query without oversight)
    "CREATE INDEX event_by_owner ON event (owner, event_time)",
    # what happened at this step in this span of time (EQ_bizStep, GE_/LT_eventTime)
    "CREATE INDEX event_by_step ON event (biz_step, event_time)",
    # what happened at this place (EQ_bizLocation; a shop's week)
    "CREATE INDEX event_by_location ON event (biz_location, event_time)",
    # what has been recorded since (GE_recordTime; followers)
    "CREATE INDEX event_by_record_time ON event (record_time)",
)
_TABLES = (
    "event",
    "link",
    "capture_job",
    "vocabulary_element",
    "dictionary",
    "deployment",
)

VERSIONS = (
    SchemaVersion(
        name="0001_events",
        sqlite=(
            _SQLITE_EVENT,
            """
            CREATE TABLE link (
              thing INTEGER NOT NULL,
              n INTEGER NOT NULL,
              PRIMARY KEY (thing, n)
            ) WITHOUT ROWID
            """,
            *_INDEXES,
            """
            CREATE TABLE capture_job (
              id BLOB PRIMARY KEY,
              owner INTEGER NOT NULL,
              received_at INTEGER NOT NULL,
              finished_at INTEGER NOT NULL,
              events INTEGER NOT NULL,
              accepted INTEGER NOT NULL,
              duplicates INTEGER NOT NULL,
              master_data INTEGER NOT NULL,
              digest BLOB NOT NULL,
              name TEXT NOT NULL,
              warnings BLOB NOT NULL,
              document BLOB NOT NULL
            ) WITHOUT ROWID
            """,
            """
            CREATE TABLE vocabulary_element (
              id TEXT NOT NULL,
              type TEXT NOT NULL,
              owner INTEGER NOT NULL,
              first_declared INTEGER NOT NULL,
              last_declared INTEGER NOT NULL,
              element BLOB NOT NULL,
              PRIMARY KEY (id, type, owner)
            ) WITHOUT ROWID
            """,
            "CREATE TABLE dictionary (number INTEGER PRIMARY KEY, content BLOB NOT NULL)",
            "CREATE TABLE deployment (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
        ),
        postgresql=(
            _POSTGRESQL_EVENT,
            "CREATE TABLE link (thing bigint NOT NULL, key uuid NOT NULL, PRIMARY KEY (thing, key))",
            *_INDEXES,
            """
            CREATE TABLE capture_job (
              id uuid PRIMARY KEY,
              owner integer NOT NULL,
              received_at bigint NOT NULL,
              finished_at bigint NOT NULL,
              events integer NOT NULL,
              accepted integer NOT NULL,
              duplicates integer NOT NULL,
              master_data integer NOT NULL,
              digest bytea NOT NULL,
              name text NOT NULL,
              warnings bytea NOT NULL,
              document bytea NOT NULL
            )
            """,
            """
            CREATE TABLE vocabulary_element (
              id text NOT NULL,
              type text NOT NULL,
              owner integer NOT NULL,
              first_declared bigint NOT NULL,
              last_declared bigint NOT NULL,
              element bytea NOT NULL,
              PRIMARY KEY (id, type, owner)
            )
            """,
            "CREATE TABLE dictionary (number smallint PRIMARY KEY, content bytea NOT NULL)",
            "CREATE TABLE deployment (name text PRIMARY KEY, value bytea NOT NULL)",
        ),
        back=tuple(f"DROP TABLE {table}" for table in reversed(_TABLES)),
    ),
)
