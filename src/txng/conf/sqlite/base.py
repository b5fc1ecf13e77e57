"""What Django asks of a database engine: its own SQLite, whose transactions wait for their turn."""

import contextlib
from typing import Any, Final

from django.db.backends.sqlite3 import base

from txng.conf.sqlite.turns import Turns, turns_of

PATIENCE: Final = 30.0  # seconds; SQLite itself is patient for OPTIONS["timeout"] after that


class DatabaseWrapper(base.DatabaseWrapper):
    """Every transaction here is one that writes (OPTIONS["transaction_mode"] is IMMEDIATE)."""

    _turn: Turns | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._end_turn()  # a transaction that was lost with its connection may have kept it
        turns = None if self.is_in_memory_db() else turns_of(self.settings_dict["NAME"])
        with contextlib.ExitStack() as unless_it_began:
            if turns is not None and turns.take(PATIENCE):
                self._turn = turns
                unless_it_began.callback(self._end_turn)
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            unless_it_began.pop_all()

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._end_turn()  # not when that failed: Django rolls back then

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        turns, self._turn = self._turn, None
        if turns is not None:
            turns.give_back()
