"""An index for trade items that are no longer made: few among many."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("products", "0004_items_and_milestones"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="tradeitem",
            index=models.Index(fields=["state", "name_key", "id"], name="tradeitem_by_state"),
        ),
    ]
