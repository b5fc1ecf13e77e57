"""Who is signed in where, links that let somebody in once, and how often one may try."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_roles_and_assignments"),
    ]

    operations = [
        migrations.CreateModel(
            name="Limit",
            fields=[
                (
                    "key",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="khóa"
                    ),
                ),
                ("filled_until", models.DateTimeField(db_index=True, verbose_name="đầy đến")),
            ],
            options={
                "verbose_name": "giới hạn số lần thử",
                "verbose_name_plural": "giới hạn số lần thử",
            },
        ),
        migrations.CreateModel(
            name="OneTimeLink",
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
                            ("invitation", "Lời mời"),
                            ("reset", "Đặt mật khẩu"),
                            ("phone", "Nối điện thoại"),
                        ],
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                (
                    "digest",
                    models.CharField(max_length=64, unique=True, verbose_name="dấu băm SHA-256"),
                ),
                ("territories", models.JSONField(blank=True, null=True, verbose_name="địa bàn")),
                ("sectors", models.JSONField(blank=True, null=True, verbose_name="ngành")),
                ("for_whom", models.CharField(blank=True, max_length=200, verbose_name="dành cho")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="tạo lúc"),
                ),
                ("created_by", models.CharField(max_length=200, verbose_name="người tạo")),
                ("expires_at", models.DateTimeField(verbose_name="hết hạn lúc")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="dùng lúc")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="rút lúc"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="accounts.organisation",
                        verbose_name="tổ chức",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.role",
                        verbose_name="vai trò",
                    ),
                ),
            ],
            options={
                "verbose_name": "liên kết dùng một lần",
                "verbose_name_plural": "liên kết dùng một lần",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                django.db.models.functions.text.Length("digest"), 64
                            )
                        ),
                        name="one_time_link_digest_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "reset"), ("person__isnull", False)),
                            models.Q(
                                ("kind__in", ("invitation", "phone")),
                                ("organisation__isnull", False),
                                ("role__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="one_time_link_leads_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("used_at__isnull", True),
                            ("withdrawn_at__isnull", True),
                            _connector="OR",
                        ),
                        name="one_time_link_used_or_withdrawn",
                    ),
                ],
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
                (
                    "digest",
                    models.CharField(max_length=64, unique=True, verbose_name="dấu băm SHA-256"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("web", "Trình duyệt"),
                            ("officer", "Máy của cán bộ"),
                            ("device", "Điện thoại ngoài đồng"),
                        ],
                        default="web",
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                ("is_whole", models.BooleanField(default=True, verbose_name="đã đăng nhập xong")),
                (
                    "second_factor_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="qua lớp thứ hai lúc"),
                ),
                ("agent", models.CharField(blank=True, max_length=200, verbose_name="thiết bị")),
                (
                    "started_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="bắt đầu lúc"
                    ),
                ),
                (
                    "seen_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="dùng gần nhất"
                    ),
                ),
                ("ends_at", models.DateTimeField(verbose_name="hết hạn lúc")),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="kết thúc lúc"),
                ),
                (
                    "proved_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="chứng tỏ gần nhất"
                    ),
                ),
                (
                    "looks_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="xem như đến"),
                ),
                (
                    "looks_as",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.assignment",
                        verbose_name="xem như",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="thay mặt",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người",
                    ),
                ),
            ],
            options={
                "verbose_name": "phiên đăng nhập",
                "verbose_name_plural": "phiên đăng nhập",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                django.db.models.functions.text.Length("digest"), 64
                            )
                        ),
                        name="session_digest_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("started_at"))),
                        name="session_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("looks_as__isnull", True), ("looks_until__isnull", True)),
                            models.Q(
                                ("is_whole", True),
                                ("looks_as__isnull", False),
                                ("looks_until__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="session_looks_until_a_moment",
                    ),
                ],
            },
        ),
    ]
