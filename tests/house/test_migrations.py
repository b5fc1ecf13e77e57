"""Migrations are named after what they do, follow one another, and are complete."""

import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.house import reading

OURS = sorted(app.label for app in apps.get_app_configs() if app.name.startswith("txng."))


@pytest.mark.parametrize("label", OURS)
def test_migrations_are_named_linear_and_have_one_end(label):
    loader = MigrationLoader(None)
    names = [name for app, name in loader.disk_migrations if app == label]
    nameless = [name for name in names if re.search(r"_auto_|_alter_.+_and_more$", name)]
    numbers = sorted(int(name[:4]) for name in names)
    leaves = loader.graph.leaf_nodes(label)
    assert (nameless, numbers) == ([], list(range(1, len(names) + 1)))
    assert len(leaves) == bool(names), f"expected one end, got {leaves}"


@pytest.mark.django_db
def test_models_and_migrations_say_the_same():
    changes = StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=changes, verbosity=1)
    except SystemExit:
        pytest.fail(changes.getvalue())


def test_migrations_do_not_import_models():
    importing = [
        reading.name(path)
        for path in reading.modules()
        if "migrations" in path.parts
        if re.search(r"from txng\.\w+(\.| import )(models|actions|queries)", path.read_text())
    ]
    assert importing == []
