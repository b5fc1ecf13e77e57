"""Words by which links are found, as in every other register; kept for the links that there are."""

import django.db.models.deletion
from django.db import migrations, models

from txng.resolver.link_words import words_of

BATCH = 2000


def keep(apps, schema_editor):
    links = apps.get_model("resolver", "Link").objects.select_related("key").order_by("pk")
    words = apps.get_model("resolver", "LinkWord").objects
    last = 0
    while some := list(links.filter(pk__gt=last)[:BATCH]):
        words.bulk_create(
            words.model(of=one, word=word)
            for one in some
            for word in sorted(words_of(one.path, one.title, one.key.description, one.href))
        )
        last = some[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("resolver", "0002_link_state"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.BinaryField(max_length=32)),
                (
                    "of",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="resolver.link",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["word", "of"], name="linkword_by_word")],
                "constraints": [
                    models.UniqueConstraint(fields=("of", "word"), name="linkword_once")
                ],
            },
        ),
        migrations.RunPython(keep, migrations.RunPython.noop, elidable=True),
    ]
