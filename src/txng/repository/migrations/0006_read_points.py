"""An index of read points: what passed a place is read from it, not from the whole store."""

from django.db import migrations

from txng.eventstore import store
from txng.eventstore.drivers import driver_for

VERSION = "0005_read_points"


def install(apps, schema_editor):
    store.install(driver_for(schema_editor.connection.connection), VERSION)


def uninstall(apps, schema_editor):
    store.uninstall(driver_for(schema_editor.connection.connection), VERSION)


class Migration(migrations.Migration):
    dependencies = [("repository", "0005_declared")]
    operations = [migrations.RunPython(install, uninstall)]
