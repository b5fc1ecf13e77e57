"""What of the registers below became an act, where numbers do not tell the order of commits."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("transparency", "0002_followed_registers"),
    ]

    operations = [
        migrations.CreateModel(
            name="TakenUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.CharField(max_length=40, verbose_name="sổ")),
                ("number", models.PositiveBigIntegerField(verbose_name="số")),
            ],
            options={
                "verbose_name": "việc đã ghi nhận",
                "verbose_name_plural": "việc đã ghi nhận",
                "constraints": [
                    models.UniqueConstraint(fields=("register", "number"), name="takenup_once")
                ],
            },
        ),
    ]
