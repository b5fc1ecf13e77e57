"""Vouchers, settlements, the books of a year."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("budget", "0002_lines"),
        ("parties", "0004_persons_openings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Settlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                (
                    "approved",
                    models.DecimalField(decimal_places=0, max_digits=15, verbose_name="được giao"),
                ),
                (
                    "disbursed",
                    models.DecimalField(
                        decimal_places=0, max_digits=15, verbose_name="đã giải ngân"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                ("settled_by", models.CharField(max_length=200, verbose_name="người quyết toán")),
                (
                    "settled_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="quyết toán lúc"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="parties.agency",
                        verbose_name="cơ quan",
                    ),
                ),
            ],
            options={
                "verbose_name": "quyết toán",
                "verbose_name_plural": "quyết toán",
            },
        ),
        migrations.CreateModel(
            name="Voucher",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="số chứng từ")),
                ("paid_on", models.DateField(verbose_name="ngày chi")),
                (
                    "amount",
                    models.DecimalField(decimal_places=0, max_digits=15, verbose_name="số tiền"),
                ),
                ("payee", models.CharField(max_length=200, verbose_name="người nhận")),
                ("content", models.CharField(max_length=500, verbose_name="nội dung chi")),
                ("token", models.CharField(max_length=64, unique=True)),
                ("recorded_by", models.CharField(max_length=200, verbose_name="người ghi")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ghi lúc"),
                ),
                (
                    "counters",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="countered_by",
                        to="budget.voucher",
                        verbose_name="bút toán đảo của",
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vouchers",
                        to="budget.part",
                        verbose_name="phần",
                    ),
                ),
            ],
            options={
                "verbose_name": "chứng từ",
                "verbose_name_plural": "chứng từ",
            },
        ),
        migrations.CreateModel(
            name="Year",
            fields=[
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        primary_key=True, serialize=False, verbose_name="năm"
                    ),
                ),
                ("is_closed", models.BooleanField(default=False, verbose_name="đã khóa")),
                (
                    "closed_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người khóa"),
                ),
                ("closed_at", models.DateTimeField(null=True, verbose_name="khóa lúc")),
                (
                    "closed_by_person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "sổ năm",
                "verbose_name_plural": "sổ năm",
            },
        ),
        migrations.CreateModel(
            name="YearChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("closes", models.BooleanField(verbose_name="là khóa sổ")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do")),
                ("by", models.CharField(max_length=200, verbose_name="người làm")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc")),
                (
                    "year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="budget.year",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần khóa, mở sổ",
                "verbose_name_plural": "lần khóa, mở sổ",
            },
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.UniqueConstraint(fields=("year", "agency"), name="settlement_once"),
        ),
        migrations.AddIndex(
            model_name="voucher",
            index=models.Index(fields=["part", "paid_on", "id"], name="voucher_of_part"),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("counters__isnull", True)),
                    models.Q(("amount__lt", 0), ("counters__isnull", False)),
                    _connector="OR",
                ),
                name="voucher_counter_is_below_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number", ""), _negated=True),
                    models.Q(("payee", ""), _negated=True),
                    models.Q(("content", ""), _negated=True),
                ),
                name="voucher_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="year",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_closed", False),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("is_closed", True),
                        models.Q(("closed_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="year_closed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="yearchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closes", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="yearchange_opened_with_reason",
            ),
        ),
    ]
