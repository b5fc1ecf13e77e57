"""Who acted when a person did, and whose record it was."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_second_factors"),
    ]

    operations = [
        migrations.AddField(
            model_name="journalentry",
            name="concerns",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
                verbose_name="về hồ sơ của",
            ),
        ),
        migrations.AddField(
            model_name="journalentry",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người",
            ),
        ),
        migrations.AddIndex(
            model_name="journalentry",
            index=models.Index(
                condition=models.Q(("person__isnull", False)),
                fields=["person", "-id"],
                name="journal_by_person",
            ),
        ),
        migrations.AddIndex(
            model_name="journalentry",
            index=models.Index(
                condition=models.Q(("concerns__isnull", False)),
                fields=["concerns", "-id"],
                name="journal_by_concerned",
            ),
        ),
    ]
