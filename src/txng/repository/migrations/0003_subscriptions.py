"""Named queries, their subscriptions, what is being sent, and page tokens that were given back."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("repository", "0002_jobs"),
    ]

    operations = [
        migrations.CreateModel(
            name="Lease",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("holder", models.CharField(max_length=80)),
                ("until", models.DateTimeField()),
            ],
            options={
                "verbose_name": "quyền tạm giữ",
                "verbose_name_plural": "quyền tạm giữ",
            },
        ),
        migrations.CreateModel(
            name="ReleasedPageToken",
            fields=[
                ("digest", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name": "mã trang đã trả lại",
                "verbose_name_plural": "mã trang đã trả lại",
            },
        ),
        migrations.CreateModel(
            name="NamedQuery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("owner", models.PositiveIntegerField(verbose_name="tổ chức")),
                ("name", models.CharField(max_length=128, verbose_name="tên")),
                ("definition", models.JSONField(verbose_name="câu hỏi")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="tạo lúc"),
                ),
                ("created_by", models.CharField(max_length=200, verbose_name="người tạo")),
            ],
            options={
                "verbose_name": "câu hỏi có tên",
                "verbose_name_plural": "câu hỏi có tên",
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "name"), name="namedquery_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="namedquery_named"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner", models.PositiveIntegerField(verbose_name="tổ chức")),
                (
                    "sees_all",
                    models.BooleanField(default=False, verbose_name="thấy sự kiện của mọi tổ chức"),
                ),
                ("created_by", models.CharField(max_length=200, verbose_name="người tạo")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="tạo lúc"),
                ),
                ("query_name", models.CharField(max_length=128, verbose_name="tên câu hỏi")),
                (
                    "standing_name",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="tên do bên SOAP đặt"
                    ),
                ),
                ("definition", models.JSONField(verbose_name="nội dung câu hỏi")),
                ("destination", models.CharField(max_length=2048, verbose_name="nơi nhận")),
                (
                    "signature_token",
                    models.CharField(blank=True, max_length=500, verbose_name="bí mật chung"),
                ),
                ("stream", models.BooleanField(default=False, verbose_name="gửi ngay khi có")),
                ("schedule", models.JSONField(blank=True, default=dict, verbose_name="lịch")),
                (
                    "report_if_empty",
                    models.BooleanField(default=False, verbose_name="báo cả khi không có gì"),
                ),
                ("media", models.CharField(default="json", max_length=4, verbose_name="định dạng")),
                (
                    "version",
                    models.CharField(default="2.0", max_length=3, verbose_name="phiên bản EPCIS"),
                ),
                ("epc_format", models.CharField(default="No_Preference", max_length=30)),
                ("cbv_format", models.CharField(default="No_Preference", max_length=30)),
                ("initial_record_time", models.DateTimeField(verbose_name="kể từ lúc ghi")),
                ("min_record_time", models.DateTimeField(verbose_name="lần hỏi gần nhất")),
                ("told_time", models.BigIntegerField(verbose_name="đã gửi tới")),
                ("told_key", models.BinaryField(default=b"", max_length=16)),
                ("next_run_at", models.DateTimeField(null=True, verbose_name="lần hỏi tới")),
                (
                    "pending_id",
                    models.CharField(blank=True, max_length=40, verbose_name="mã lượt gửi"),
                ),
                ("pending_at", models.DateTimeField(null=True)),
                ("pending_time", models.BigIntegerField(null=True)),
                ("pending_key", models.BinaryField(max_length=16, null=True)),
                ("pending_limit", models.PositiveIntegerField(null=True)),
                ("pending_last", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "đang gửi"),
                            ("suspended", "tạm dừng sau nhiều lần gửi hỏng"),
                            ("gone", "nơi nhận đã báo ngừng nhận"),
                        ],
                        default="active",
                        max_length=10,
                    ),
                ),
                (
                    "batch",
                    models.PositiveIntegerField(default=1000, verbose_name="số sự kiện mỗi lượt"),
                ),
                (
                    "failures",
                    models.PositiveIntegerField(default=0, verbose_name="số lần hỏng liên tiếp"),
                ),
                ("next_attempt_at", models.DateTimeField(null=True, verbose_name="gửi lại lúc")),
                (
                    "last_notified_at",
                    models.DateTimeField(null=True, verbose_name="lần nhận gần nhất"),
                ),
                (
                    "last_error",
                    models.CharField(blank=True, max_length=500, verbose_name="lỗi gần nhất"),
                ),
                (
                    "query",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="repository.namedquery",
                        verbose_name="câu hỏi",
                    ),
                ),
            ],
            options={
                "verbose_name": "đăng ký nhận tin",
                "verbose_name_plural": "đăng ký nhận tin",
            },
        ),
        migrations.CreateModel(
            name="DeadLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc")),
                ("webhook_id", models.CharField(max_length=40, verbose_name="mã lượt gửi")),
                ("attempts", models.PositiveIntegerField(verbose_name="số lần gửi")),
                ("error", models.CharField(max_length=500, verbose_name="lỗi cuối cùng")),
                (
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dead_letters",
                        to="repository.subscription",
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt gửi hỏng",
                "verbose_name_plural": "lượt gửi hỏng",
            },
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(fields=["query", "created_at", "id"], name="subscription_by_query"),
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(fields=["state", "next_attempt_at"], name="subscription_by_state"),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(
                condition=models.Q(("standing_name", ""), _negated=True),
                fields=("owner", "standing_name"),
                name="subscription_standing_name_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("next_run_at__isnull", True), ("stream", True)),
                    models.Q(("next_run_at__isnull", False), ("stream", False)),
                    _connector="OR",
                ),
                name="subscription_schedule_or_stream",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("pending_at__isnull", True),
                        ("pending_id", ""),
                        ("pending_key__isnull", True),
                        ("pending_limit__isnull", True),
                        ("pending_time__isnull", True),
                    ),
                    models.Q(
                        models.Q(("pending_id", ""), _negated=True),
                        ("pending_at__isnull", False),
                        ("pending_key__isnull", False),
                        ("pending_limit__isnull", False),
                        ("pending_time__isnull", False),
                        ("pending_time__gte", models.F("told_time")),
                    ),
                    _connector="OR",
                ),
                name="subscription_pending_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(("batch__gte", 1), ("batch__lte", 1000)),
                name="subscription_batch_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["active", "suspended", "gone"])),
                name="subscription_state_known",
            ),
        ),
    ]
