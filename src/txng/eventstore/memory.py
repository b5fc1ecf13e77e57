"""A few values that must never be forgotten or go back: a SQLite file of its own, compare-and-set.

    memory = Memory(Path("signer/memory.sqlite3"))
    memory.recall("txng.example/log/2026")               None, or what was kept last
    memory.replace("txng.example/log/2026", None, new)   True once; False when somebody was quicker

What `replace` answered True for is on the disk (`synchronous=FULL`), and every value that ever was
stays in `history`. A signer and a witness remember in it what they signed last: a second process, or the
same one after a crash, can only go on from there.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

_TABLES = (
    "CREATE TABLE IF NOT EXISTS value (name TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS history (n INTEGER PRIMARY KEY, name TEXT NOT NULL, content BLOB)",
)


class ForgottenError(Exception):
    """The file is not there: what it knew is lost, and nobody may go on as if nothing had been."""


class Memory:
    """One connection; processes may share the file, threads may not share the object."""

    def __init__(self, path: Path, *, begin: bool = False) -> None:
        """Raises ForgottenError when the file is missing, unless `begin` makes it."""
        if not begin and not path.exists():
            raise ForgottenError(f"Expected {path}, got nothing")
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=30)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        if begin:
            for table in _TABLES:
                self._connection.execute(table)

    def close(self) -> None:
        self._connection.close()

    def recall(self, name: str) -> bytes | None:
        row = self._connection.execute(
            "SELECT content FROM value WHERE name = ?", (name,)
        ).fetchone()
        return None if row is None else bytes(row[0])

    def replace(self, name: str, old: bytes | None, new: bytes) -> bool:
        """Keep `new` if `old` is what is kept now; durable when it answers True."""
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            if self.recall(name) != old:
                connection.execute("ROLLBACK")
                return False
            connection.execute(
                "INSERT INTO value (name, content) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET content = excluded.content",
                (name, new),
            )
            connection.execute("INSERT INTO history (name, content) VALUES (?, ?)", (name, new))
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        return True

    def history(self, name: str) -> Iterator[bytes]:
        """Every value that was kept under a name, oldest first."""
        rows = self._connection.execute(
            "SELECT content FROM history WHERE name = ? ORDER BY n", (name,)
        )
        return (bytes(content) for (content,) in rows)

    def names(self) -> list[str]:
        rows = self._connection.execute("SELECT name FROM value ORDER BY name")
        return [name for (name,) in rows]
