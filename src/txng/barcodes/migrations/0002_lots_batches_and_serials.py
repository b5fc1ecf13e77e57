"""Lots with their limit, batches of labels, every serial."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("barcodes", "0001_prefixes_keys_and_cases"),
        ("parties", "0003_agencies_and_mandates"),
    ]

    operations = [
        migrations.CreateModel(
            name="LotQuota",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gtin", models.CharField(max_length=14, verbose_name="GTIN")),
                ("lot", models.CharField(max_length=20, verbose_name="số lô")),
                ("product_name", models.CharField(max_length=200, verbose_name="tên sản phẩm")),
                (
                    "weight_kg",
                    models.DecimalField(
                        decimal_places=3, max_digits=12, verbose_name="khối lượng lô (kg)"
                    ),
                ),
                (
                    "content_g",
                    models.DecimalField(
                        decimal_places=2, max_digits=10, verbose_name="khối lượng mỗi gói (g)"
                    ),
                ),
                ("allowed", models.PositiveIntegerField(verbose_name="số tem được phép")),
                ("taken", models.PositiveIntegerField(default=0, verbose_name="số tem đã tạo")),
                (
                    "exceed_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do vượt hạn mức"),
                ),
                (
                    "declared_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="khai lúc"
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
            ],
            options={
                "verbose_name": "hạn mức tem của lô",
                "verbose_name_plural": "hạn mức tem của lô",
                "constraints": [
                    models.UniqueConstraint(fields=("gtin", "lot"), name="lotquota_once"),
                    models.CheckConstraint(
                        condition=models.Q(("taken__lte", models.F("allowed"))),
                        name="lotquota_not_exceeded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight_kg__gt", 0), ("content_g__gt", 0)),
                        name="lotquota_weighs_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.PositiveIntegerField(verbose_name="số tem")),
                ("has_serials", models.BooleanField(default=True, verbose_name="mỗi tem một số")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="hạn sử dụng")),
                ("group", models.CharField(max_length=30, verbose_name="nhóm hàng")),
                ("layout", models.JSONField(verbose_name="mẫu tem")),
                ("words", models.JSONField(default=dict, verbose_name="nội dung tem")),
                (
                    "dpi",
                    models.PositiveSmallIntegerField(
                        default=203, verbose_name="độ phân giải máy in (dpi)"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("issued", "Đã tạo"),
                            ("printed", "Đã in"),
                            ("commissioned", "Đang hiệu lực"),
                            ("shipped", "Đã xuất"),
                            ("sold", "Đã bán"),
                            ("decommissioned", "Đã hủy"),
                        ],
                        default="issued",
                        max_length=14,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "issued_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="tạo lúc"),
                ),
                ("issued_by", models.CharField(max_length=200, verbose_name="người tạo")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="label_batches",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
                (
                    "quota",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="barcodes.lotquota",
                        verbose_name="lô hàng",
                    ),
                ),
            ],
            options={
                "verbose_name": "lô tem",
                "verbose_name_plural": "lô tem",
                "indexes": [
                    models.Index(
                        fields=["enterprise", "-issued_at", "-id"], name="batch_of_enterprise"
                    ),
                    models.Index(fields=["issued_at", "id"], name="batch_by_time"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "issued",
                                    "printed",
                                    "commissioned",
                                    "shipped",
                                    "sold",
                                    "decommissioned",
                                ),
                            )
                        ),
                        name="batch_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="batch_has_labels"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrintRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first", models.PositiveIntegerField(verbose_name="từ tem")),
                ("last", models.PositiveIntegerField(verbose_name="đến tem")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("a4", "PDF, giấy A4"),
                            ("roll", "PDF, cuộn"),
                            ("zpl", "ZPL, máy in tem"),
                        ],
                        max_length=4,
                        verbose_name="cách in",
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=200, verbose_name="lý do in lại"),
                ),
                (
                    "printed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="in lúc"),
                ),
                ("printed_by", models.CharField(max_length=200, verbose_name="người in")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="print_runs",
                        to="barcodes.batch",
                        verbose_name="lô tem",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần in",
                "verbose_name_plural": "lần in",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first__gte", 1), ("last__gte", models.F("first"))),
                        name="printrun_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScanBack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="tem thứ")),
                (
                    "scanned_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="quét lúc"
                    ),
                ),
                ("scanned_by", models.CharField(max_length=200, verbose_name="người quét")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans_back",
                        to="barcodes.batch",
                        verbose_name="lô tem",
                    ),
                ),
            ],
            options={
                "verbose_name": "tem quét thử",
                "verbose_name_plural": "tem quét thử",
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "number"), name="scanback_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Serial",
            fields=[
                (
                    "serial",
                    models.CharField(
                        max_length=13, primary_key=True, serialize=False, verbose_name="số sê-ri"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="tem thứ")),
                ("state", models.PositiveSmallIntegerField(default=0, verbose_name="trạng thái")),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="serials",
                        to="barcodes.batch",
                        verbose_name="lô tem",
                    ),
                ),
            ],
            options={
                "verbose_name": "tem",
                "verbose_name_plural": "tem",
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "number"), name="serial_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__lt", 6)), name="serial_state_known"
                    ),
                ],
            },
        ),
    ]
