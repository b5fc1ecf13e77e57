"""Funding programmes and sources."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="mã")),
                ("title", models.CharField(max_length=300, verbose_name="tên chương trình")),
                ("basis", models.CharField(max_length=300, verbose_name="căn cứ")),
                (
                    "amended_by",
                    models.CharField(blank=True, max_length=300, verbose_name="sửa đổi bởi"),
                ),
                ("first_year", models.PositiveSmallIntegerField(verbose_name="từ năm")),
                ("last_year", models.PositiveSmallIntegerField(verbose_name="đến năm")),
                (
                    "total",
                    models.DecimalField(
                        decimal_places=0,
                        max_digits=15,
                        null=True,
                        verbose_name="tổng kinh phí (đồng)",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=2000, verbose_name="ghi chú")),
            ],
            options={
                "verbose_name": "chương trình kinh phí",
                "verbose_name_plural": "chương trình kinh phí",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("basis", ""), _negated=True),
                        ),
                        name="programme_money_has_basis",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_year__gte", models.F("first_year"))),
                        name="programme_money_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("total__isnull", True), ("total__gt", 0), _connector="OR"
                        ),
                        name="programme_money_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ngan-sach", "Ngân sách nhà nước"),
                            ("tai-tro-quoc-te", "Vốn tài trợ quốc tế"),
                            ("tai-tro-trong-nuoc", "Vốn tài trợ trong nước"),
                            ("doanh-nghiep", "Vốn doanh nghiệp"),
                            ("khac", "Nguồn huy động hợp pháp khác"),
                        ],
                        max_length=20,
                        verbose_name="loại vốn",
                    ),
                ),
                ("payer", models.CharField(max_length=200, verbose_name="bên góp")),
                (
                    "is_counterpart",
                    models.BooleanField(default=False, verbose_name="là vốn đối ứng"),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=0, max_digits=15, null=True, verbose_name="số tiền (đồng)"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="budget.programme",
                        verbose_name="chương trình",
                    ),
                ),
            ],
            options={
                "verbose_name": "phần góp vốn",
                "verbose_name_plural": "phần góp vốn",
            },
        ),
        migrations.CreateModel(
            name="Source",
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
                            ("ngan-sach", "Ngân sách nhà nước"),
                            ("tai-tro-quoc-te", "Vốn tài trợ quốc tế"),
                            ("tai-tro-trong-nuoc", "Vốn tài trợ trong nước"),
                            ("doanh-nghiep", "Vốn doanh nghiệp"),
                            ("khac", "Nguồn huy động hợp pháp khác"),
                        ],
                        max_length=20,
                        verbose_name="loại vốn",
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True, verbose_name="tên nguồn")),
                ("donor", models.CharField(blank=True, max_length=200, verbose_name="nhà tài trợ")),
                ("is_open", models.BooleanField(default=True, verbose_name="còn nhận dự toán")),
                ("note", models.CharField(blank=True, max_length=2000, verbose_name="ghi chú")),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sources",
                        to="budget.programme",
                        verbose_name="chương trình kinh phí",
                    ),
                ),
            ],
            options={
                "verbose_name": "nguồn vốn",
                "verbose_name_plural": "nguồn vốn",
            },
        ),
        migrations.AddConstraint(
            model_name="programmeshare",
            constraint=models.UniqueConstraint(
                fields=("programme", "payer"), name="programmeshare_payer_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="programmeshare",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "ngan-sach",
                            "tai-tro-quoc-te",
                            "tai-tro-trong-nuoc",
                            "doanh-nghiep",
                            "khac",
                        ),
                    )
                ),
                name="programmeshare_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmeshare",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__isnull", True), ("amount__gt", 0), _connector="OR"),
                name="programmeshare_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "ngan-sach",
                            "tai-tro-quoc-te",
                            "tai-tro-trong-nuoc",
                            "doanh-nghiep",
                            "khac",
                        ),
                    )
                ),
                name="source_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind__in", ("tai-tro-quoc-te", "tai-tro-trong-nuoc")),
                        models.Q(("donor", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(
                            ("kind__in", ("tai-tro-quoc-te", "tai-tro-trong-nuoc")), _negated=True
                        ),
                        ("donor", ""),
                    ),
                    _connector="OR",
                ),
                name="source_aid_has_a_donor",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="source_has_a_name"
            ),
        ),
    ]
