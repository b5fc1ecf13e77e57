"""Checklists, their versions, parts and criteria."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("certification", "0002_certificates")]

    operations = [
        migrations.CreateModel(
            name="Checklist",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="mã")),
                ("title", models.CharField(max_length=200, verbose_name="tên")),
                ("standard", models.CharField(max_length=200, verbose_name="theo tiêu chuẩn")),
            ],
            options={
                "verbose_name": "bộ tiêu chí",
                "verbose_name_plural": "bộ tiêu chí",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("standard", ""), _negated=True),
                        ),
                        name="checklist_named",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="bản")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Đang soạn"),
                            ("issued", "Đã ban hành"),
                            ("dropped", "Đã bỏ"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="bước",
                    ),
                ),
                (
                    "pass_share",
                    models.PositiveSmallIntegerField(default=80, verbose_name="tỷ lệ đạt (%)"),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=1500, verbose_name="thay đổi so với bản trước"
                    ),
                ),
                ("holds_from", models.DateField(null=True, verbose_name="có hiệu lực từ")),
                ("opened_by", models.CharField(max_length=200, verbose_name="người mở")),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="mở lúc"),
                ),
                (
                    "issued_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người ban hành"),
                ),
                ("issued_at", models.DateTimeField(null=True, verbose_name="ban hành lúc")),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="certification.checklist",
                        verbose_name="bộ tiêu chí",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản của bộ tiêu chí",
                "verbose_name_plural": "bản của bộ tiêu chí",
            },
        ),
        migrations.CreateModel(
            name="ChecklistSection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                ("title", models.CharField(max_length=200, verbose_name="tên phần")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="certification.checklistversion",
                        verbose_name="bản",
                    ),
                ),
            ],
            options={
                "verbose_name": "phần của bộ tiêu chí",
                "verbose_name_plural": "phần của bộ tiêu chí",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                ("code", models.CharField(max_length=20, verbose_name="mã tiêu chí")),
                ("text", models.CharField(max_length=600, verbose_name="tiêu chí")),
                ("help", models.CharField(blank=True, max_length=1500, verbose_name="giải thích")),
                (
                    "evidence",
                    models.CharField(blank=True, max_length=600, verbose_name="bằng chứng nên có"),
                ),
                ("is_mandatory", models.BooleanField(default=False, verbose_name="bắt buộc")),
                ("weight", models.PositiveSmallIntegerField(default=1, verbose_name="trọng số")),
                (
                    "may_not_apply",
                    models.BooleanField(default=True, verbose_name="có thể không áp dụng"),
                ),
                (
                    "fact",
                    models.CharField(blank=True, max_length=20, verbose_name="số liệu của sổ"),
                ),
                ("is_removed", models.BooleanField(default=False, verbose_name="đã gỡ")),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="certification.checklistsection",
                        verbose_name="phần",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="certification.checklistversion",
                        verbose_name="bản",
                    ),
                ),
            ],
            options={
                "verbose_name": "tiêu chí",
                "verbose_name_plural": "tiêu chí",
                "ordering": ["section__position", "section", "position", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="checklistversion",
            constraint=models.UniqueConstraint(
                fields=("checklist", "number"), name="checklistversion_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("checklist",),
                name="checklistversion_one_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "issued")),
                fields=("checklist", "holds_from"),
                name="checklistversion_one_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("holds_from__isnull", False),
                        ("issued_at__isnull", False),
                        ("state", "issued"),
                    ),
                    models.Q(
                        ("state__in", ("draft", "dropped")),
                        ("holds_from__isnull", True),
                        ("issued_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="checklistversion_issued_with_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="checklistversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("pass_share__gte", 1), ("pass_share__lte", 100)),
                name="checklistversion_share_of_hundred",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_removed", False)),
                fields=("version", "code"),
                name="criterion_code_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__gte", 1), ("weight__lte", 10)),
                name="criterion_weight_in_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("text", ""), _negated=True), models.Q(("code", ""), _negated=True)
                ),
                name="criterion_has_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "fact__in",
                        (
                            "",
                            "entry",
                            "site",
                            "gln",
                            "items",
                            "gtin",
                            "elements",
                            "plots",
                            "contact",
                        ),
                    )
                ),
                name="criterion_fact_known",
            ),
        ),
    ]
