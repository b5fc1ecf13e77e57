"""The tables of the event store lie beside Django's, in the same database and the same transaction.

Their statements are frozen in `txng.eventstore.ddl`, one name per schema version.
"""

from django.db import migrations

from txng.eventstore import store
from txng.eventstore.drivers import driver_for

VERSION = "0001_events"


def install(apps, schema_editor):
    driver = driver_for(schema_editor.connection.connection)
    store.install(driver, VERSION)
    store.add_dictionaries(driver)


def uninstall(apps, schema_editor):
    store.uninstall(driver_for(schema_editor.connection.connection), VERSION)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(install, uninstall)]
