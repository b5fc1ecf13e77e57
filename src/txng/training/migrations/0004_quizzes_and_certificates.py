"""Questions, tries at a quiz, papers of attendance."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0003_learners_and_attendance"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="lần")),
                ("answers", models.JSONField(verbose_name="trả lời")),
                ("score", models.PositiveSmallIntegerField(verbose_name="điểm (%)")),
                ("has_passed", models.BooleanField(verbose_name="đạt")),
                (
                    "told_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="nộp lúc"),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="training.learner",
                        verbose_name="học viên",
                    ),
                ),
            ],
            options={
                "verbose_name": "bài làm",
                "verbose_name_plural": "bài làm",
                "constraints": [
                    models.UniqueConstraint(fields=("learner", "number"), name="attempt_in_order"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number__gte", 1), ("number__lte", 2), ("score__lte", 100)
                        ),
                        name="attempt_at_most_twice",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="số")),
                ("code", models.CharField(max_length=12, unique=True, verbose_name="mã kiểm tra")),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="cấp cho")),
                ("issued_on", models.DateField(verbose_name="ngày cấp")),
                (
                    "issued_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="cấp lúc"),
                ),
                ("issued_by", models.CharField(max_length=200, verbose_name="người cấp")),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="thu hồi lúc"),
                ),
                (
                    "revoked_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người thu hồi"),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do thu hồi"),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản cấp",
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="training.learner",
                        verbose_name="học viên",
                    ),
                ),
            ],
            options={
                "verbose_name": "giấy chứng nhận tham dự",
                "verbose_name_plural": "giấy chứng nhận tham dự",
                "indexes": [models.Index(fields=["issued_on", "id"], name="paper_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reason", ""), ("revoked_at__isnull", True), ("revoked_by", "")
                            ),
                            models.Q(
                                ("revoked_at__isnull", False),
                                models.Q(("revoked_by", ""), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="paper_revoked_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revoked_by", ""),
                            models.Q(("revoked_by", models.F("issued_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="paper_revoked_by_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("learner",),
                        name="paper_in_force_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="câu số")),
                (
                    "kind",
                    models.CharField(
                        choices=[("mot", "Một đáp án"), ("nhieu", "Nhiều đáp án")],
                        max_length=5,
                        verbose_name="loại",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="câu hỏi")),
                ("choices", models.JSONField(verbose_name="đáp án")),
                ("why", models.CharField(blank=True, max_length=500, verbose_name="giải thích")),
                ("is_asked", models.BooleanField(default=True, verbose_name="đang hỏi")),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="training.subject",
                        verbose_name="chuyên đề",
                    ),
                ),
            ],
            options={
                "verbose_name": "câu hỏi",
                "verbose_name_plural": "câu hỏi",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("mot", "nhieu")), models.Q(("text", ""), _negated=True)
                        ),
                        name="question_kind_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_asked", True)),
                        fields=("subject", "number"),
                        name="question_in_order",
                    ),
                ],
            },
        ),
    ]
