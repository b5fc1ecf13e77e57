"""Marks with owners and licences, OCOP ratings."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0001_registers_of_parties_and_agencies"),
        ("products", "0001_groups_and_trade_items"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="mã")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("certification", "Nhãn hiệu chứng nhận"),
                            ("collective", "Nhãn hiệu tập thể"),
                            ("geographical", "Chỉ dẫn địa lý"),
                        ],
                        max_length=15,
                        verbose_name="loại",
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True, verbose_name="tên")),
                (
                    "registration_number",
                    models.CharField(blank=True, max_length=40, verbose_name="số đăng ký"),
                ),
                ("granted_on", models.DateField(null=True, verbose_name="cấp ngày")),
                ("expires_on", models.DateField(null=True, verbose_name="hết hạn ngày")),
                ("source", models.CharField(max_length=200, verbose_name="nguồn")),
                (
                    "groups",
                    models.ManyToManyField(
                        related_name="marks",
                        to="products.productgroup",
                        verbose_name="nhóm sản phẩm",
                    ),
                ),
            ],
            options={
                "verbose_name": "nhãn hiệu, chỉ dẫn địa lý",
                "verbose_name_plural": "nhãn hiệu, chỉ dẫn địa lý",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("certification", "collective", "geographical"))
                        ),
                        name="mark_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_on__isnull", True),
                            ("granted_on__isnull", True),
                            ("expires_on__gt", models.F("granted_on")),
                            _connector="OR",
                        ),
                        name="mark_expires_after_grant",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MarkLicence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="số giấy")),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_until", models.DateField(verbose_name="đến hết ngày")),
                ("ended_on", models.DateField(null=True, verbose_name="thu hồi từ ngày")),
                (
                    "ended_because",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do thu hồi"),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ghi lúc"),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.productgroup",
                        verbose_name="nhóm sản phẩm",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mark_licences",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
                (
                    "mark",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="licences",
                        to="products.mark",
                        verbose_name="nhãn hiệu",
                    ),
                ),
            ],
            options={
                "verbose_name": "giấy phép dùng nhãn hiệu",
                "verbose_name_plural": "giấy phép dùng nhãn hiệu",
                "indexes": [
                    models.Index(fields=["holder", "valid_until"], name="marklicence_of_holder")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("mark", "number"), name="marklicence_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gte", models.F("valid_from"))),
                        name="marklicence_period_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on__isnull", True), ("ended_because", "")),
                            models.Q(
                                ("ended_on__isnull", False),
                                models.Q(("ended_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="marklicence_ended_and_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MarkOwner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="chủ sở hữu")),
                ("held_from", models.DateField(null=True, verbose_name="từ ngày")),
                ("held_until", models.DateField(null=True, verbose_name="đến trước ngày")),
                ("document", models.CharField(blank=True, max_length=100, verbose_name="văn bản")),
                (
                    "mark",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owners",
                        to="products.mark",
                        verbose_name="nhãn hiệu",
                    ),
                ),
            ],
            options={
                "verbose_name": "chủ sở hữu nhãn hiệu",
                "verbose_name_plural": "chủ sở hữu nhãn hiệu",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("held_until__isnull", True)),
                        fields=("mark",),
                        name="mark_has_one_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("held_until__isnull", True),
                            ("held_from__isnull", True),
                            ("held_until__gt", models.F("held_from")),
                            _connector="OR",
                        ),
                        name="markowner_period_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OcopRating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stars", models.PositiveSmallIntegerField(verbose_name="số sao")),
                (
                    "points",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, null=True, verbose_name="điểm"
                    ),
                ),
                ("decision_number", models.CharField(max_length=40, verbose_name="số quyết định")),
                ("decided_on", models.DateField(verbose_name="ngày quyết định")),
                ("valid_until", models.DateField(verbose_name="đến hết ngày")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ghi lúc"),
                ),
                (
                    "trade_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ocop_ratings",
                        to="products.tradeitem",
                        verbose_name="sản phẩm",
                    ),
                ),
            ],
            options={
                "verbose_name": "hạng OCOP",
                "verbose_name_plural": "hạng OCOP",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("trade_item", "decision_number"), name="ocop_decision_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stars__gte", 3), ("stars__lte", 5)), name="ocop_stars"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gt", models.F("decided_on"))),
                        name="ocop_period_forward",
                    ),
                ],
            },
        ),
    ]
