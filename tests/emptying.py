"""A database as migrations left it, again and again: what a transactional test wrote is deleted.

Django truncates all ninety tables and tells every app that it has migrated: 0.7 s on PostgreSQL. Here the
tables that hold a row are looked for in one question, and only they are emptied.
"""

from typing import Any, Final

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

WRITTEN_BY_MIGRATIONS: Final = frozenset(
    {"django_migrations", "django_content_type", "auth_permission", "dictionary", "deployment"}
)


def filled_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the tables with a row that no migration wrote."""
    with connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor)) - WRITTEN_BY_MIGRATIONS
        quoted = {name: connection.ops.quote_name(name) for name in sorted(names)}
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {table})"
                for name, table in quoted.items()
            )
        )
        return [name for (name,) in cursor.fetchall()]


def empty(connection: BaseDatabaseWrapper) -> None:
    """Every row that no migration wrote is gone. Foreign keys are looked at when all is deleted."""
    filled = filled_tables(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name in filled:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")


def instead_of_djangos_flush() -> None:
    def teardown(self: Any) -> None:
        from django.db import connections

        for alias in self._databases_names(include_mirrors=False):
            empty(connections[alias])

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[attr-defined]
