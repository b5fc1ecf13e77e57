"""A key may open registers too, and says what it is for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_journal_names_people"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="apikey",
            name="apikey_scopes_known",
        ),
        migrations.AddField(
            model_name="apikey",
            name="name",
            field=models.CharField(blank=True, max_length=100, verbose_name="dùng cho"),
        ),
        migrations.AddField(
            model_name="apikey",
            name="rights",
            field=models.TextField(blank=True, verbose_name="quyền trên các sổ"),
        ),
        migrations.AlterField(
            model_name="apikey",
            name="scopes",
            field=models.CharField(blank=True, max_length=60, verbose_name="quyền"),
        ),
        migrations.AddConstraint(
            model_name="apikey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "scopes__in",
                        [
                            "",
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
        migrations.AddConstraint(
            model_name="apikey",
            constraint=models.CheckConstraint(
                condition=models.Q(("rights", ""), ("scopes", ""), _negated=True),
                name="apikey_opens_something",
            ),
        ),
    ]
