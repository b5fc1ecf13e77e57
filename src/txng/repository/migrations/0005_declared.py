"""An index that tells when anything was declared last, for pages kept until something changes."""

from django.db import migrations

from txng.eventstore import store
from txng.eventstore.drivers import driver_for

VERSION = "0004_declared"


def install(apps, schema_editor):
    store.install(driver_for(schema_editor.connection.connection), VERSION)


def uninstall(apps, schema_editor):
    store.uninstall(driver_for(schema_editor.connection.connection), VERSION)


class Migration(migrations.Migration):
    dependencies = [("repository", "0004_relations")]
    operations = [migrations.RunPython(install, uninstall)]
