"""The tables, in the words of each database. One `SchemaVersion` per step: append only.

    event      one row per event, whole: typed columns for what queries filter and sort on,
               the event itself compressed in `payload`
    link       one narrow row per thing that an event mentions: (index key, event)
    capture_job      one row per document received: what became of it
    capture_document the document itself, compressed, as evidence; in parts that fill a page
    statement        what each valid event states, in canonical names; see `relations`
    containment      rows of events that put things into a parent, or emptied it: until when
    association      the same of ties that are no boxes
    declared_error   eventIDs that were declared an error, and by whom
    alias            own code -> GS1 code, as master data declare it
    used_value       which event types (field 1), steps (2), dispositions (3), business locations (4)
                     and read points (5) the events of an organisation have used
    vocabulary_element   master data, the latest declaration of each declarer
    dictionary zstd dictionaries by number: never deleted, old payloads need theirs
    deployment the secret of the index keys

No two jobs share a `record_time`, so an event names its job by it: a column of its own would cost 17
bytes an event.

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
    sqlite_back: tuple[str, ...]
    postgresql_back: tuple[str, ...]


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
_NEW_INDEXES = (
    # a follower reads on from (record_time, key): the events of a long document share one record time
    "DROP INDEX event_by_record_time",
    "CREATE INDEX event_by_record_time ON event (record_time, key)",
    # an organisation's jobs, newest first: ids begin with the time (GET /capture)
    "CREATE INDEX capture_job_by_owner ON capture_job (owner, id)",
    # which documents still wait for the worker; empty most of the time
    "CREATE INDEX capture_job_running ON capture_job (id) WHERE state = 1",
    # all master data of one type (SimpleMasterDataQuery vocabularyName, with oversight)
    "CREATE INDEX vocabulary_by_type ON vocabulary_element (type, id)",
    # an organisation's own master data (SimpleMasterDataQuery without oversight)
    "CREATE INDEX vocabulary_by_owner ON vocabulary_element (owner, type, id)",
)
_FIRST_TABLES = (
    "event",
    "link",
    "capture_job",
    "vocabulary_element",
    "dictionary",
    "deployment",
)

_RELATION_INDEXES = (
    # what is inside a parent that later events may change; what is and was inside it
    "CREATE INDEX containment_by_parent ON containment (parent, until)",
    "CREATE INDEX association_by_parent ON association (parent, until)",
    # own codes of a thing
    "CREATE INDEX alias_by_thing ON alias (thing)",
)
_DECLARED_INDEXES = (
    # when anything was declared last (pages that are kept until something changes)
    "CREATE INDEX vocabulary_by_time ON vocabulary_element (last_declared)",
)
_READ_POINT_INDEXES = (
    # what passed this point (EQ_readPoint; the account of a site whose events name no location)
    "CREATE INDEX event_by_read_point ON event (read_point, event_time)",
)
_RELATION_TABLES = ("statement", "containment", "association", "declared_error", "alias")

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
        sqlite_back=tuple(f"DROP TABLE {table}" for table in reversed(_FIRST_TABLES)),
        postgresql_back=tuple(f"DROP TABLE {table}" for table in reversed(_FIRST_TABLES)),
    ),
    SchemaVersion(
        name="0002_jobs",
        sqlite=(
            "ALTER TABLE event DROP COLUMN job",
            "ALTER TABLE capture_job RENAME TO capture_job_0001",
            """
            CREATE TABLE capture_job (
              id BLOB PRIMARY KEY,
              owner INTEGER NOT NULL,
              state INTEGER NOT NULL,
              behaviour INTEGER NOT NULL,
              format INTEGER NOT NULL,
              received_at INTEGER NOT NULL,
              claimed_at INTEGER,
              attempts INTEGER NOT NULL,
              finished_at INTEGER,
              record_time INTEGER,
              events INTEGER NOT NULL,
              accepted INTEGER NOT NULL,
              duplicates INTEGER NOT NULL,
              rejected INTEGER NOT NULL,
              master_data INTEGER NOT NULL,
              digest BLOB NOT NULL,
              name TEXT NOT NULL,
              actor TEXT NOT NULL,
              warnings BLOB NOT NULL,
              errors BLOB NOT NULL,
              verdicts BLOB NOT NULL
            ) WITHOUT ROWID
            """,
            """
            CREATE TABLE capture_document (
              job BLOB NOT NULL,
              part INTEGER NOT NULL,
              content BLOB NOT NULL,
              PRIMARY KEY (job, part)
            ) WITHOUT ROWID
            """,
            """
            INSERT INTO capture_job
            SELECT id, owner, 2, 1, 1, received_at, NULL, 1, finished_at, received_at, events,
              accepted, duplicates, 0, master_data, digest, name, '', warnings, x'', x''
            FROM capture_job_0001
            """,
            "INSERT INTO capture_document SELECT id, 0, document FROM capture_job_0001",
            "DROP TABLE capture_job_0001",
            """
            CREATE TABLE used_value (
              field INTEGER NOT NULL,
              value TEXT NOT NULL,
              owner INTEGER NOT NULL,
              PRIMARY KEY (field, value, owner)
            ) WITHOUT ROWID
            """,
            *_NEW_INDEXES,
        ),
        postgresql=(
            "ALTER TABLE event DROP COLUMN job",
            """
            ALTER TABLE capture_job
              ADD COLUMN state smallint NOT NULL DEFAULT 2,
              ADD COLUMN behaviour smallint NOT NULL DEFAULT 1,
              ADD COLUMN format smallint NOT NULL DEFAULT 1,
              ADD COLUMN claimed_at bigint,
              ADD COLUMN attempts smallint NOT NULL DEFAULT 1,
              ADD COLUMN record_time bigint,
              ADD COLUMN rejected integer NOT NULL DEFAULT 0,
              ADD COLUMN actor text NOT NULL DEFAULT '',
              ADD COLUMN errors bytea NOT NULL DEFAULT '',
              ADD COLUMN verdicts bytea NOT NULL DEFAULT ''
            """,
            "UPDATE capture_job SET record_time = received_at",
            """
            ALTER TABLE capture_job
              ALTER COLUMN finished_at DROP NOT NULL,
              ALTER COLUMN state DROP DEFAULT,
              ALTER COLUMN behaviour DROP DEFAULT,
              ALTER COLUMN format DROP DEFAULT,
              ALTER COLUMN attempts DROP DEFAULT,
              ALTER COLUMN rejected DROP DEFAULT,
              ALTER COLUMN actor DROP DEFAULT,
              ALTER COLUMN errors DROP DEFAULT,
              ALTER COLUMN verdicts DROP DEFAULT
            """,
            """
            CREATE TABLE capture_document (
              job uuid NOT NULL,
              part integer NOT NULL,
              content bytea NOT NULL,
              PRIMARY KEY (job, part)
            )
            """,
            "INSERT INTO capture_document SELECT id, 0, document FROM capture_job",
            "ALTER TABLE capture_job DROP COLUMN document",
            """
            CREATE TABLE used_value (
              field smallint NOT NULL,
              value text COLLATE "C" NOT NULL,
              owner integer NOT NULL,
              PRIMARY KEY (field, value, owner)
            )
            """,
            *_NEW_INDEXES,
        ),
        # Going back keeps every event, and every finished job with its document when that lies in
        # one part: the older version has no place for the rest. `uninstall` joins the parts first.
        sqlite_back=(
            "ALTER TABLE capture_job RENAME TO capture_job_0002",
            "DROP INDEX event_by_record_time",
            "CREATE INDEX event_by_record_time ON event (record_time)",
            "DROP INDEX vocabulary_by_owner",
            "DROP INDEX vocabulary_by_type",
            "DROP INDEX capture_job_by_owner",
            "DROP INDEX capture_job_running",
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
            INSERT INTO capture_job
            SELECT id, owner, received_at, coalesce(finished_at, received_at), events, accepted,
              duplicates, master_data, digest, name, warnings, content
            FROM capture_job_0002 JOIN capture_document ON job = id AND part = 0
            """,
            "ALTER TABLE event ADD COLUMN job BLOB NOT NULL DEFAULT x''",
            "CREATE TABLE job_at (record_time INTEGER PRIMARY KEY, id BLOB NOT NULL)",
            """
            INSERT OR IGNORE INTO job_at
            SELECT record_time, id FROM capture_job_0002 WHERE record_time IS NOT NULL
            """,
            """
            UPDATE event SET job = (
              SELECT id FROM job_at WHERE job_at.record_time = event.record_time
            )
            WHERE record_time IN (SELECT record_time FROM job_at)
            """,
            "DROP TABLE job_at",
            "DROP TABLE used_value",
            "DROP TABLE capture_document",
            "DROP TABLE capture_job_0002",
        ),
        postgresql_back=(
            "DROP INDEX event_by_record_time",
            "CREATE INDEX event_by_record_time ON event (record_time)",
            "DROP INDEX vocabulary_by_owner",
            "DROP INDEX vocabulary_by_type",
            "DROP INDEX capture_job_by_owner",
            "DROP INDEX capture_job_running",
            "ALTER TABLE capture_job ADD COLUMN document bytea NOT NULL DEFAULT ''",
            """
            UPDATE capture_job SET document = content, finished_at = coalesce(finished_at, received_at)
            FROM capture_document WHERE job = id AND part = 0
            """,
            """
            ALTER TABLE event
              ADD COLUMN job uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'
            """,
            """
            UPDATE event SET job = capture_job.id
            FROM capture_job WHERE capture_job.record_time = event.record_time
            """,
            "ALTER TABLE event ALTER COLUMN job DROP DEFAULT",
            """
            ALTER TABLE capture_job
              ALTER COLUMN finished_at SET NOT NULL,
              ALTER COLUMN document DROP DEFAULT,
              DROP COLUMN state,
              DROP COLUMN behaviour,
              DROP COLUMN format,
              DROP COLUMN claimed_at,
              DROP COLUMN attempts,
              DROP COLUMN record_time,
              DROP COLUMN rejected,
              DROP COLUMN actor,
              DROP COLUMN errors,
              DROP COLUMN verdicts
            """,
            "DROP TABLE used_value",
            "DROP TABLE capture_document",
        ),
    ),
    SchemaVersion(
        name="0003_relations",
        sqlite=(
            "CREATE TABLE statement (n INTEGER PRIMARY KEY, content BLOB NOT NULL)",
            *(
                f"""
                CREATE TABLE {table} (
                  n INTEGER PRIMARY KEY,
                  parent INTEGER NOT NULL,
                  until INTEGER NOT NULL,
                  content BLOB NOT NULL
                )
                """
                for table in ("containment", "association")
            ),
            """
            CREATE TABLE declared_error (
              event_id TEXT NOT NULL,
              owner INTEGER NOT NULL,
              PRIMARY KEY (event_id, owner)
            ) WITHOUT ROWID
            """,
            """
            CREATE TABLE alias (
              own TEXT NOT NULL,
              owner INTEGER NOT NULL,
              thing TEXT NOT NULL,
              PRIMARY KEY (own, owner)
            ) WITHOUT ROWID
            """,
            *_RELATION_INDEXES,
        ),
        postgresql=(
            "CREATE TABLE statement (key uuid PRIMARY KEY, content bytea NOT NULL)",
            *(
                f"""
                CREATE TABLE {table} (
                  key uuid PRIMARY KEY,
                  parent bigint NOT NULL,
                  until bigint NOT NULL,
                  content bytea NOT NULL
                )
                """
                for table in ("containment", "association")
            ),
            """
            CREATE TABLE declared_error (
              event_id text NOT NULL,
              owner integer NOT NULL,
              PRIMARY KEY (event_id, owner)
            )
            """,
            """
            CREATE TABLE alias (
              own text NOT NULL,
              owner integer NOT NULL,
              thing text NOT NULL,
              PRIMARY KEY (own, owner)
            )
            """,
            *_RELATION_INDEXES,
        ),
        sqlite_back=tuple(f"DROP TABLE {table}" for table in _RELATION_TABLES),
        postgresql_back=tuple(f"DROP TABLE {table}" for table in _RELATION_TABLES),
    ),
    SchemaVersion(
        name="0004_declared",
        sqlite=_DECLARED_INDEXES,
        postgresql=_DECLARED_INDEXES,
        sqlite_back=("DROP INDEX vocabulary_by_time",),
        postgresql_back=("DROP INDEX vocabulary_by_time",),
    ),
    SchemaVersion(
        name="0005_read_points",
        sqlite=_READ_POINT_INDEXES,
        postgresql=_READ_POINT_INDEXES,
        sqlite_back=("DROP INDEX event_by_read_point",),
        postgresql_back=("DROP INDEX event_by_read_point",),
    ),
)
