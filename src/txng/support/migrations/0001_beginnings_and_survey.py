"""Registrations, requests to join, lists of first tasks; rounds of the survey and their answers."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0003_agencies_and_mandates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Beginning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "alone_because",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do làm một mình"),
                ),
                ("hidden_at", models.DateTimeField(blank=True, null=True, verbose_name="cất lúc")),
                (
                    "enterprise",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="beginning",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
            ],
            options={
                "verbose_name": "danh sách việc bắt đầu",
                "verbose_name_plural": "danh sách việc bắt đầu",
            },
        ),
        migrations.CreateModel(
            name="SurveyRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="tên đợt")),
                ("opens_on", models.DateField(verbose_name="từ ngày")),
                ("closes_on", models.DateField(verbose_name="đến hết ngày")),
                ("opened_by", models.CharField(max_length=200, verbose_name="người mở")),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="mở lúc"),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="đóng sớm lúc"),
                ),
            ],
            options={
                "verbose_name": "đợt khảo sát",
                "verbose_name_plural": "đợt khảo sát",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_on__gte", models.F("opens_on")),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="surveyround_closes_after_it_opens",
                    )
                ],
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
                ("key", models.CharField(max_length=30, verbose_name="câu hỏi")),
                ("version", models.PositiveSmallIntegerField(verbose_name="bản câu hỏi")),
                ("number", models.PositiveIntegerField(verbose_name="lần trả lời")),
                ("value", models.JSONField(verbose_name="câu trả lời")),
                (
                    "told_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="trả lời lúc"
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_answers",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người trả lời",
                    ),
                ),
            ],
            options={
                "verbose_name": "câu trả lời",
                "verbose_name_plural": "câu trả lời",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enterprise", "key", "number"), name="answer_in_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("newest", models.JSONField(default=dict, verbose_name="câu trả lời")),
                (
                    "answered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="trả lời gần nhất"
                    ),
                ),
                (
                    "lacking",
                    models.PositiveSmallIntegerField(default=0, verbose_name="câu còn trống"),
                ),
                ("market", models.CharField(blank=True, max_length=20, verbose_name="thị trường")),
                (
                    "main_group",
                    models.CharField(blank=True, max_length=200, verbose_name="nhóm chính"),
                ),
                (
                    "enterprise",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer_sheet",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
            ],
            options={
                "verbose_name": "phiếu khảo sát",
                "verbose_name_plural": "phiếu khảo sát",
                "indexes": [models.Index(fields=["answered_at", "id"], name="answersheet_by_time")],
            },
        ),
        migrations.CreateModel(
            name="JoinRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        max_length=64, unique=True, verbose_name="dấu băm của tờ khai"
                    ),
                ),
                ("consent", models.CharField(max_length=20, verbose_name="bản đồng ý")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("xin", "Chờ trả lời"),
                            ("nhan", "Đã nhận"),
                            ("tu-choi", "Không nhận"),
                            ("rut", "Đã rút"),
                        ],
                        default="xin",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="xin lúc"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="trả lời lúc"),
                ),
                (
                    "decided_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người trả lời"),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="join_requests",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="join_requests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người xin vào",
                    ),
                ),
            ],
            options={
                "verbose_name": "đơn xin vào cơ sở",
                "verbose_name_plural": "đơn xin vào cơ sở",
                "indexes": [models.Index(fields=["asked_at", "id"], name="joinrequest_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("xin", "nhan", "tu-choi", "rut"))),
                        name="joinrequest_state_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "xin")),
                        fields=("enterprise", "person"),
                        name="joinrequest_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        max_length=64, unique=True, verbose_name="dấu băm của tờ khai"
                    ),
                ),
                ("consent", models.CharField(max_length=20, verbose_name="bản đồng ý")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("cho", "Chờ xác nhận"),
                            ("xac-nhan", "Đã xác nhận"),
                            ("chua-nhan", "Chưa xác nhận được"),
                        ],
                        default="cho",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "registered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="đăng ký lúc"
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="quyết định lúc"),
                ),
                (
                    "decided_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người quyết định"),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                (
                    "enterprise",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registration",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người đăng ký",
                    ),
                ),
            ],
            options={
                "verbose_name": "cơ sở tự đăng ký",
                "verbose_name_plural": "cơ sở tự đăng ký",
                "indexes": [
                    models.Index(fields=["registered_at", "id"], name="registration_by_time")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("cho", "xac-nhan", "chua-nhan"))),
                        name="registration_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True), ("decided_by", ""), ("state", "cho")
                            ),
                            models.Q(
                                models.Q(("state", "cho"), _negated=True),
                                ("decided_at__isnull", False),
                                models.Q(("decided_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="registration_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "chua-nhan"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="registration_refused_with_reason",
                    ),
                ],
            },
        ),
    ]
