"""Our `migrate` takes a shorter way than Django's and makes the same tables."""

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    CreateModel,
    RenameModel,
    RunPython,
    RunSQL,
)
from django.db.migrations.state import ProjectState
from django.db.models import AutoField, CheckConstraint, Index, IntegerField, Q

from tests import servers
from txng.accounts.management.commands import migrate

PLAIN = """
import django
django.setup()
from django.core.management.commands import migrate
from django.core.management import call_command
call_command(migrate.Command(), verbosity=0, interactive=False)
"""


def tables(database: Path) -> dict[str, list[str]]:
    """Indexes to the letter; of a table each column and constraint to the letter, in any order.

    A copied table tells constraints as they came, and a column that points at its own table later.
    """
    with sqlite3.connect(database) as file:
        rows = file.execute("select name, sql from sqlite_master where sql is not null").fetchall()
    return {
        name: sorted(re.split(r', (?=CONSTRAINT "|")', told.removesuffix(")")))
        if told.startswith("CREATE TABLE")
        else [told]
        for name, told in rows
    }


def test_the_shorter_way_ends_with_the_command():
    before = ProjectState._find_reload_model
    with migrate.neighbours_only():
        assert ProjectState._find_reload_model is migrate._neighbours
    assert ProjectState._find_reload_model is before


ROW, OTHER = (
    CreateModel(name, [("id", AutoField(primary_key=True)), ("size", IntegerField())], {})
    for name in ("Row", "Other")
)
FULL = AddConstraint("row", CheckConstraint(condition=Q(size__gt=0), name="full"))
QUICK = AddIndex("row", Index(fields=["size"], name="quick"))


def test_what_belongs_to_a_new_table_is_made_with_it():
    made, other = migrate.folded([ROW, OTHER, FULL, QUICK])
    assert made.options == {"constraints": [FULL.constraint], "indexes": [QUICK.index]}
    assert other is OTHER
    assert ROW.options == {}, "the migration itself stays as it is written"


@pytest.mark.parametrize(
    "between",
    [
        AddField("row", "weight", IntegerField(default=0)),
        RunPython(RunPython.noop),
        RunSQL("SELECT 1"),
        RenameModel("Row", "Line"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_it_waits_for_whatever_may_have_to_come_before(between):
    assert migrate.folded([ROW, between, FULL]) == [ROW, between, FULL]


def test_a_table_that_was_there_before_is_left_alone():
    assert migrate.folded([FULL, ROW]) == [FULL, ROW]


@pytest.mark.django_db(transaction=True)
def test_python_code_of_a_migration_gets_models_as_they_were_then():
    """Rendered when it asks for them, after the steps before it, and not at all when it does not."""
    seen: list[Any] = []
    state = ProjectState()
    ROW.state_forwards("accounts", state)
    with migrate.models_when_asked_for(), connection.schema_editor() as editor:
        RunPython(lambda apps, _editor: None).database_forwards("accounts", editor, state, state)
        assert "apps" not in state.__dict__
        code = RunPython(lambda apps, _editor: seen.append(apps.get_model("accounts", "Row")))
        code.database_forwards("accounts", editor, state, state)
    assert [one.name for one in seen[0]._meta.get_fields()] == ["id", "size"]


@pytest.mark.long  # half a minute of rendering: what the shorter way saves
def test_both_ways_make_the_same_tables(tmp_path):
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "txng.conf.settings"}
    environ.pop("TXNG_DATABASE_URL", None)
    ours = {**environ, "TXNG_DATA": str(tmp_path / "ours")}
    plain = {**environ, "TXNG_DATA": str(tmp_path / "plain")}
    servers.txng(ours, "init")
    (tmp_path / "plain").mkdir()
    subprocess.run([sys.executable, "-c", PLAIN], env=plain, check=True)
    made = tables(tmp_path / "ours" / "txng.sqlite3")
    assert made == tables(tmp_path / "plain" / "txng.sqlite3")
    assert len(made) > 500
