"""Jobs with a state, documents apart from them, and the values that each organisation has used."""

from django.db import migrations

from txng.eventstore import store
from txng.eventstore.drivers import driver_for

VERSION = "0002_jobs"


def install(apps, schema_editor):
    driver = driver_for(schema_editor.connection.connection)
    store.install(driver, VERSION)
    store.EventStore(driver, store.settings_of(driver)).note_used_values()


def uninstall(apps, schema_editor):
    store.uninstall(driver_for(schema_editor.connection.connection), VERSION)


class Migration(migrations.Migration):
    dependencies = [("repository", "0001_event_store")]
    operations = [migrations.RunPython(install, uninstall)]
