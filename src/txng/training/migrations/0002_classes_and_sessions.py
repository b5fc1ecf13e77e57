"""Classes with sessions and trainers; numbers of a year."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0004_persons_openings"),
        ("training", "0001_needs_and_plans"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TrainingClass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="mã lớp")),
                ("title", models.CharField(max_length=200, verbose_name="tên lớp")),
                ("audience", models.JSONField(default=list, verbose_name="dành cho")),
                ("about", models.TextField(blank=True, max_length=4000, verbose_name="giới thiệu")),
                ("is_online", models.BooleanField(default=False, verbose_name="học trực tuyến")),
                (
                    "commune_code",
                    models.CharField(blank=True, max_length=5, verbose_name="xã, phường"),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="địa điểm")),
                ("places", models.PositiveSmallIntegerField(verbose_name="số chỗ")),
                (
                    "share",
                    models.PositiveSmallIntegerField(
                        default=80, verbose_name="phần buổi phải dự (%)"
                    ),
                ),
                ("has_quiz", models.BooleanField(default=False, verbose_name="có bài kiểm tra")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("soan", "Đang soạn"),
                            ("mo", "Đã công bố"),
                            ("xong", "Đã xong"),
                            ("huy", "Đã hủy"),
                        ],
                        default="soan",
                        max_length=5,
                        verbose_name="trạng thái",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="ngày đầu")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ngày cuối")),
                (
                    "session_count",
                    models.PositiveSmallIntegerField(default=0, verbose_name="số buổi"),
                ),
                ("opened_by", models.CharField(max_length=200, verbose_name="người mở")),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="mở lúc"),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="kết thúc lúc"),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do hủy")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="lần sửa")),
                (
                    "host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.agency",
                        verbose_name="đơn vị tổ chức",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="classes",
                        to="training.subject",
                        verbose_name="chuyên đề",
                    ),
                ),
            ],
            options={
                "verbose_name": "lớp đào tạo",
                "verbose_name_plural": "lớp đào tạo",
            },
        ),
        migrations.CreateModel(
            name="Trainer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="họ tên")),
                (
                    "title",
                    models.CharField(blank=True, max_length=200, verbose_name="chức vụ, đơn vị"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teaches",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản",
                    ),
                ),
                (
                    "training_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trainers",
                        to="training.trainingclass",
                        verbose_name="lớp",
                    ),
                ),
            ],
            options={
                "verbose_name": "giảng viên",
                "verbose_name_plural": "giảng viên",
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="buổi")),
                ("day", models.DateField(verbose_name="ngày")),
                ("begins_at", models.TimeField(verbose_name="từ giờ")),
                ("ends_at", models.TimeField(verbose_name="đến giờ")),
                (
                    "title",
                    models.CharField(blank=True, max_length=200, verbose_name="nội dung buổi"),
                ),
                (
                    "training_class",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="training.trainingclass",
                        verbose_name="lớp",
                    ),
                ),
            ],
            options={
                "verbose_name": "buổi học",
                "verbose_name_plural": "buổi học",
            },
        ),
        migrations.CreateModel(
            name="YearNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.CharField(max_length=5, verbose_name="loại")),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="số cuối")),
            ],
            options={
                "verbose_name": "số của năm",
                "verbose_name_plural": "số của năm",
                "constraints": [
                    models.UniqueConstraint(fields=("series", "year"), name="yearnumber_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="trainingclass",
            index=models.Index(fields=["ends_on", "id"], name="class_by_last_day"),
        ),
        migrations.AddIndex(
            model_name="trainingclass",
            index=models.Index(fields=["opened_at", "id"], name="class_by_time"),
        ),
        migrations.AddConstraint(
            model_name="trainingclass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("soan", "mo", "xong", "huy")),
                    models.Q(("title", ""), _negated=True),
                ),
                name="class_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingclass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("places__gte", 1),
                    ("places__lte", 1000),
                    ("share__gte", 1),
                    ("share__lte", 100),
                ),
                name="class_has_places",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingclass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_online", True),
                    models.Q(("commune_code", ""), _negated=True),
                    _connector="OR",
                ),
                name="class_is_somewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingclass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "soan"),
                    models.Q(("session_count__gte", 1), ("starts_on__isnull", False)),
                    _connector="OR",
                ),
                name="class_published_with_sessions",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingclass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "huy"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="class_cancelled_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingclass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("state__in", ("soan", "mo"))),
                    models.Q(("ended_at__isnull", False), ("state__in", ("xong", "huy"))),
                    _connector="OR",
                ),
                name="class_ended_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainer",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="trainer_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="trainer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("training_class", "person"),
                name="trainer_once_in_a_class",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(
                fields=("training_class", "number"), name="lesson_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("begins_at"))),
                name="lesson_ends_after_it_begins",
            ),
        ),
    ]
