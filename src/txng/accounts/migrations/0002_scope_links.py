"""A fourth scope: `links`, to say what a code leads to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_people_organisations_keys_journal"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="apikey",
            name="apikey_scopes_known",
        ),
        migrations.AddConstraint(
            model_name="apikey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "scopes__in",
                        [
                            "capture",
                            "links",
                            "query",
                            "capture links",
                            "capture query",
                            "query links",
                            "query oversight",
                            "capture query links",
                            "capture query oversight",
                            "query oversight links",
                            "capture query oversight links",
                        ],
                    )
                ),
                name="apikey_scopes_known",
            ),
        ),
    ]
