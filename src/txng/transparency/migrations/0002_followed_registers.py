"""How far the registers below were followed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("transparency", "0001_log"),
    ]

    operations = [
        migrations.CreateModel(
            name="Followed",
            fields=[
                (
                    "name",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="sổ"
                    ),
                ),
                ("position", models.PositiveBigIntegerField(default=0, verbose_name="đến bước")),
            ],
            options={
                "verbose_name": "sổ được theo",
                "verbose_name_plural": "sổ được theo",
            },
        ),
    ]
