"""Addresses that people confirm for letters, and the letters that go there."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_journal_by_record"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.EmailField(max_length=254, verbose_name="địa chỉ lúc viết")),
                ("kind", models.CharField(max_length=12, verbose_name="loại")),
                ("about", models.CharField(max_length=160, verbose_name="về việc")),
                ("subject", models.CharField(max_length=150, verbose_name="tiêu đề")),
                ("text", models.TextField(verbose_name="nội dung")),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="viết lúc"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Chờ gửi"),
                            ("sent", "Đã gửi"),
                            ("given_up", "Không gửi được"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(default=0, verbose_name="số lần thử"),
                ),
                (
                    "next_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="thử từ lúc"
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="gửi lúc")),
                (
                    "last_error",
                    models.CharField(blank=True, max_length=300, verbose_name="lỗi gần nhất"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người",
                    ),
                ),
            ],
            options={
                "verbose_name": "thư",
                "verbose_name_plural": "thư",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["next_at"],
                        name="letter_due",
                    ),
                    models.Index(fields=["made_at"], name="letter_by_time"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "about"), name="letter_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("waiting", "sent", "given_up")),
                            ("kind__in", ("confirmation", "reminders", "library", "news")),
                        ),
                        name="letter_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(
                                models.Q(("state", "sent"), _negated=True),
                                ("sent_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="letter_sent_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.EmailField(max_length=254, verbose_name="địa chỉ")),
                ("nonce", models.CharField(max_length=32)),
                (
                    "language",
                    models.CharField(default="vi", max_length=10, verbose_name="ngôn ngữ của thư"),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="xin lúc"),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="xác nhận lúc"),
                ),
                (
                    "refused_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="bị từ chối lúc"),
                ),
                (
                    "reminders",
                    models.CharField(
                        choices=[
                            ("daily", "Mỗi ngày một thư, nếu có việc"),
                            ("weekly", "Mỗi tuần một thư, sáng thứ Hai, nếu có việc"),
                            ("none", "Không gửi"),
                        ],
                        default="daily",
                        max_length=6,
                        verbose_name="nhắc việc",
                    ),
                ),
                (
                    "library",
                    models.BooleanField(default=True, verbose_name="thay đổi của thư viện"),
                ),
                ("news", models.BooleanField(default=True, verbose_name="tin về việc của mình")),
                ("reminders_on", models.DateField(blank=True, null=True)),
                ("library_on", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mail_address",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người",
                    ),
                ),
            ],
            options={
                "verbose_name": "địa chỉ nhận thư",
                "verbose_name_plural": "địa chỉ nhận thư",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reminders__in", ("daily", "weekly", "none"))),
                        name="mailaddress_rhythm_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", ""), _negated=True),
                            models.Q(("nonce", ""), _negated=True),
                        ),
                        name="mailaddress_is_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_at__isnull", True),
                            ("refused_at__isnull", True),
                            _connector="OR",
                        ),
                        name="mailaddress_refused_is_not_confirmed",
                    ),
                ],
            },
        ),
    ]
