"""Roles as data, and who holds which within which reach."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_kind_certifier"),
    ]

    operations = [
        migrations.CreateModel(
            name="Role",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="mã")),
                ("name", models.CharField(max_length=100, verbose_name="tên")),
                (
                    "purpose",
                    models.CharField(blank=True, max_length=300, verbose_name="dùng cho ai"),
                ),
                ("rights", models.JSONField(default=list, verbose_name="quyền")),
                ("kinds", models.JSONField(default=list, verbose_name="loại tổ chức")),
                (
                    "needs_second_factor",
                    models.BooleanField(default=False, verbose_name="phải có lớp bảo vệ thứ hai"),
                ),
                (
                    "is_for_devices",
                    models.BooleanField(
                        default=False, verbose_name="dành cho điện thoại ngoài đồng"
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="sửa lúc"),
                ),
            ],
            options={
                "verbose_name": "vai trò",
                "verbose_name_plural": "vai trò",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True),
                            models.Q(("name", ""), _negated=True),
                        ),
                        name="role_named",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("territories", models.JSONField(blank=True, null=True, verbose_name="địa bàn")),
                ("sectors", models.JSONField(blank=True, null=True, verbose_name="ngành")),
                (
                    "valid_from",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="có hiệu lực từ"
                    ),
                ),
                (
                    "valid_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="có hiệu lực đến"),
                ),
                ("given_by", models.CharField(max_length=200, verbose_name="người giao")),
                (
                    "given_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="giao lúc"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="accounts.organisation",
                        verbose_name="tổ chức",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="accounts.role",
                        verbose_name="vai trò",
                    ),
                ),
            ],
            options={
                "verbose_name": "vai trò được giao",
                "verbose_name_plural": "vai trò được giao",
                "indexes": [
                    models.Index(
                        fields=["organisation", "person"], name="assignment_by_organisation"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="assignment_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until__isnull", True)),
                        fields=("person", "organisation", "role"),
                        name="assignment_open_once",
                    ),
                ],
            },
        ),
    ]
