"""Pilot models and their cost sheets."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("budget", "0003_spending"),
        ("parties", "0004_persons_openings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pilot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="tên mô hình")),
                ("place", models.CharField(max_length=200, verbose_name="nơi làm")),
                ("first_year", models.PositiveSmallIntegerField(verbose_name="từ năm")),
                ("last_year", models.PositiveSmallIntegerField(verbose_name="đến năm")),
                ("results", models.PositiveIntegerField(null=True, verbose_name="số kết quả")),
                ("result_unit", models.CharField(max_length=60, verbose_name="đơn vị của kết quả")),
                ("note", models.CharField(blank=True, max_length=2000, verbose_name="ghi chú")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pilots",
                        to="parties.agency",
                        verbose_name="cơ quan thực hiện",
                    ),
                ),
            ],
            options={
                "verbose_name": "mô hình điểm",
                "verbose_name_plural": "mô hình điểm",
            },
        ),
        migrations.CreateModel(
            name="PilotItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(max_length=20, verbose_name="mục chi")),
                ("title", models.CharField(max_length=200, verbose_name="khoản chi")),
                (
                    "quantity",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="số lượng"),
                ),
                ("unit", models.CharField(max_length=60, verbose_name="đơn vị tính")),
                (
                    "unit_cost",
                    models.DecimalField(
                        decimal_places=0, max_digits=15, verbose_name="đơn giá (đồng)"
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="budget.pilot",
                    ),
                ),
            ],
            options={
                "verbose_name": "khoản chi của mô hình",
                "verbose_name_plural": "khoản chi của mô hình",
            },
        ),
        migrations.AddConstraint(
            model_name="pilot",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_year__gte", models.F("first_year"))), name="pilot_forward"
            ),
        ),
        migrations.AddConstraint(
            model_name="pilot",
            constraint=models.CheckConstraint(
                condition=models.Q(("results__isnull", True), ("results__gt", 0), _connector="OR"),
                name="pilot_counted_above_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="pilot",
            constraint=models.UniqueConstraint(fields=("title", "place"), name="pilot_once"),
        ),
        migrations.AddConstraint(
            model_name="pilotitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0), ("unit_cost__gt", 0)),
                name="pilotitem_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="pilotitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "purpose__in",
                        (
                            "ha-tang",
                            "khao-sat-dao-tao",
                            "de-tai",
                            "he-thong-quan-ly",
                            "nhom-dac-thu",
                            "ket-noi-cong",
                            "phan-mem",
                            "may-tinh",
                            "may-in",
                            "may-quet",
                            "duy-tri",
                        ),
                    ),
                    models.Q(("title", ""), _negated=True),
                ),
                name="pilotitem_purpose_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="pilotitem",
            constraint=models.UniqueConstraint(fields=("pilot", "title"), name="pilotitem_once"),
        ),
    ]
