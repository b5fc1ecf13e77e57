"""Relations between things: who was inside whom, made of what, and what was declared an error."""

from django.db import migrations

from txng.eventstore import store
from txng.eventstore.drivers import driver_for
from txng.eventstore.relations import rebuilding

VERSION = "0003_relations"


def install(apps, schema_editor):
    """Tables only. Of events that are there already `txng init` tells the relations, page by page."""
    driver = driver_for(schema_editor.connection.connection)
    store.install(driver, VERSION)
    if not store.EventStore(driver, store.settings_of(driver)).is_empty():
        rebuilding.mark(driver)


def uninstall(apps, schema_editor):
    driver = driver_for(schema_editor.connection.connection)
    rebuilding.forget(driver)
    store.uninstall(driver, VERSION)


class Migration(migrations.Migration):
    dependencies = [("repository", "0003_subscriptions")]
    operations = [migrations.RunPython(install, uninstall)]
