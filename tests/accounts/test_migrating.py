"""Our `migrate` takes a shorter way than Django's and makes the same tables."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db.migrations.state import ProjectState

from tests import servers
from txng.accounts.management.commands import migrate

PLAIN = """
import django
django.setup()
from django.core.management.commands import migrate
from django.core.management import call_command
call_command(migrate.Command(), verbosity=0, interactive=False)
"""


def tables(database: Path) -> dict[str, str]:
    with sqlite3.connect(database) as connection:
        rows = connection.execute("select name, sql from sqlite_master where sql is not null")
        return dict(rows.fetchall())


def test_the_shorter_way_ends_with_the_command():
    before = ProjectState._find_reload_model
    with migrate.neighbours_only():
        assert ProjectState._find_reload_model is migrate._neighbours
    assert ProjectState._find_reload_model is before


@pytest.mark.long  # half a minute of rendering: what the shorter way saves
def test_both_ways_make_the_same_tables_to_the_letter(tmp_path):
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
