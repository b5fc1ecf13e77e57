"""The owner at the end of the index of a group: who makes something of it is read off the index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0004_persons_openings"),
        ("products", "0005_trade_items_by_state"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="tradeitem",
            name="tradeitem_of_group",
        ),
        migrations.AddIndex(
            model_name="tradeitem",
            index=models.Index(
                fields=["group", "state", "name_key", "id", "owner"], name="tradeitem_of_group"
            ),
        ),
    ]
