"""What happened to a record is asked by its number, seldom by the word for its kind."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_keys_hold_rights")]

    operations = [
        migrations.AddIndex(
            model_name="journalentry",
            index=models.Index(fields=["subject_id", "subject_kind"], name="journal_by_record"),
        ),
        migrations.RemoveIndex(model_name="journalentry", name="journal_by_subject"),
    ]
