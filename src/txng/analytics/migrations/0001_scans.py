"""How often codes were viewed: counters, raw rows for 90 days, keys for a day."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DailyKey",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False, verbose_name="ngày")),
                ("key", models.BinaryField(max_length=32, verbose_name="khóa")),
            ],
            options={
                "verbose_name": "khóa trong ngày",
                "verbose_name_plural": "khóa trong ngày",
            },
        ),
        migrations.CreateModel(
            name="ScannedCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=150, unique=True, verbose_name="mã")),
                ("views", models.PositiveBigIntegerField(default=0, verbose_name="số lần xem")),
                ("first_on", models.DateField(verbose_name="ngày xem đầu tiên")),
                ("last_on", models.DateField(verbose_name="ngày xem gần nhất")),
                ("explained_until", models.DateField(null=True, verbose_name="đã rõ lý do đến")),
                ("explanation", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
            ],
            options={
                "verbose_name": "mã được xem",
                "verbose_name_plural": "mã được xem",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))),
                        name="scanned_code_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScanDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="ngày")),
                ("place", models.CharField(blank=True, max_length=20, verbose_name="nơi")),
                ("views", models.PositiveIntegerField(verbose_name="số lần xem")),
                ("devices", models.PositiveIntegerField(verbose_name="số thiết bị")),
                (
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="analytics.scannedcode",
                    ),
                ),
            ],
            options={
                "verbose_name": "ngày xem",
                "verbose_name_plural": "ngày xem",
                "constraints": [
                    models.UniqueConstraint(fields=("code", "day", "place"), name="scan_day_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Scan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hour", models.DateTimeField(verbose_name="giờ")),
                ("place", models.CharField(blank=True, max_length=20, verbose_name="nơi")),
                ("device", models.BinaryField(max_length=16, verbose_name="thiết bị trong ngày")),
                (
                    "breadth",
                    models.PositiveIntegerField(
                        default=1, verbose_name="số mã thiết bị đã quét trong ngày"
                    ),
                ),
                (
                    "is_settled",
                    models.BooleanField(default=False, verbose_name="đã bỏ mã thiết bị"),
                ),
                (
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scans",
                        to="analytics.scannedcode",
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt xem",
                "verbose_name_plural": "lượt xem",
                "indexes": [models.Index(fields=["is_settled", "hour"], name="scan_by_age")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "hour", "device", "place"), name="scan_once_an_hour"
                    )
                ],
            },
        ),
    ]
