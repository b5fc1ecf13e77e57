"""Items of a list and their roadmaps."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("products", "0003_lists_and_proposals"),
    ]

    operations = [
        migrations.CreateModel(
            name="ListItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("communes", models.JSONField(default=list, verbose_name="xã, phường")),
                ("sizes", models.JSONField(default=list, verbose_name="loại cơ sở")),
                (
                    "exported_only",
                    models.BooleanField(default=False, verbose_name="chỉ hàng xuất khẩu"),
                ),
                (
                    "clause",
                    models.CharField(blank=True, max_length=300, verbose_name="căn cứ riêng"),
                ),
                (
                    "carried_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_to",
                        to="products.listitem",
                        verbose_name="giữ từ bản trước",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="list_items",
                        to="products.productgroup",
                        verbose_name="nhóm sản phẩm",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="products.proposal",
                        verbose_name="từ đề xuất",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="products.listversion",
                        verbose_name="bản danh mục",
                    ),
                ),
            ],
            options={
                "verbose_name": "mục của danh mục",
                "verbose_name_plural": "mục của danh mục",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "group"), name="listitem_group_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proposal__isnull", False),
                            ("carried_from__isnull", False),
                            _connector="OR",
                        ),
                        name="listitem_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("requirement", models.CharField(max_length=20, verbose_name="yêu cầu")),
                ("due_on", models.DateField(null=True, verbose_name="đến ngày")),
                (
                    "months_after",
                    models.PositiveSmallIntegerField(
                        null=True, verbose_name="số tháng sau hiệu lực"
                    ),
                ),
                ("sizes", models.JSONField(default=list, verbose_name="loại cơ sở")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="products.listitem",
                        verbose_name="mục",
                    ),
                ),
            ],
            options={
                "verbose_name": "mốc lộ trình",
                "verbose_name_plural": "mốc lộ trình",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_on__isnull", True), ("months_after__isnull", False)),
                            models.Q(("due_on__isnull", False), ("months_after__isnull", True)),
                            _connector="OR",
                        ),
                        name="milestone_one_kind_of_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "requirement__in",
                                ["code", "elements", "carrier", "events", "system", "portal"],
                            )
                        ),
                        name="milestone_requirement_known",
                    ),
                ],
            },
        ),
    ]
