"""Self-assessments and their answers."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parties", "0003_agencies_and_mandates"), ("certification", "0003_checklists")]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Đang làm"),
                            ("finished", "Đã hoàn thành"),
                            ("dropped", "Đã bỏ"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="bắt đầu lúc"
                    ),
                ),
                ("started_by", models.CharField(max_length=200, verbose_name="người bắt đầu")),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ghi lúc"),
                ),
                ("finished_at", models.DateTimeField(null=True, verbose_name="hoàn thành lúc")),
                (
                    "finished_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người xác nhận"),
                ),
                ("passed", models.BooleanField(null=True, verbose_name="đạt")),
                ("share", models.PositiveSmallIntegerField(null=True, verbose_name="tỷ lệ (%)")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.checklist",
                        verbose_name="bộ tiêu chí",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="certification.checklistversion",
                        verbose_name="bản",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần tự đánh giá",
                "verbose_name_plural": "lần tự đánh giá",
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("dat", "Đạt"),
                            ("chua-dat", "Chưa đạt"),
                            ("khong-ap-dung", "Không áp dụng"),
                        ],
                        max_length=14,
                        verbose_name="kết luận",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="ghi chú")),
                ("files", models.JSONField(default=list, verbose_name="tệp bằng chứng")),
                (
                    "observed",
                    models.CharField(blank=True, max_length=14, verbose_name="hệ thống ghi nhận"),
                ),
                ("is_confirmed", models.BooleanField(default=False, verbose_name="đã xác nhận")),
                (
                    "answered_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người trả lời"),
                ),
                (
                    "answered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="trả lời lúc"
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="certification.assessment",
                        verbose_name="lần tự đánh giá",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.criterion",
                        verbose_name="tiêu chí",
                    ),
                ),
            ],
            options={
                "verbose_name": "câu trả lời",
                "verbose_name_plural": "câu trả lời",
            },
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(
                fields=["enterprise", "state", "finished_at"], name="assessment_of_enterprise"
            ),
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(fields=["changed_at", "id"], name="assessment_by_time"),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("enterprise", "checklist"),
                name="assessment_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("finished_at__isnull", False),
                        ("passed__isnull", False),
                        ("share__isnull", False),
                        ("state", "finished"),
                    ),
                    models.Q(
                        ("finished_at__isnull", True),
                        ("passed__isnull", True),
                        ("share__isnull", True),
                        ("state__in", ("open", "dropped")),
                    ),
                    _connector="OR",
                ),
                name="assessment_finished_with_result",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("assessment", "criterion"), name="answer_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ("", "dat", "chua-dat", "khong-ap-dung"))),
                name="answer_verdict_known",
            ),
        ),
    ]
