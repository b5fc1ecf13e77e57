"""Relations between things: who was inside whom, made of what, and what was declared an error."""

from django.db import migrations

from txng.eventstore import store
from txng.eventstore.drivers import driver_for

VERSION = "0003_relations"


def install(apps, schema_editor):
    """Tables only: `txng init` then fills them from the events, page by page."""
    store.install(driver_for(schema_editor.connection.connection), VERSION)


def uninstall(apps, schema_editor):
    store.uninstall(driver_for(schema_editor.connection.connection), VERSION)


class Migration(migrations.Migration):
    dependencies = [("repository", "0003_subscriptions")]
    operations = [migrations.RunPython(install, uninstall)]
