"""What a person shows beside a password."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_sessions_and_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="Passkey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "credential_id",
                    models.CharField(max_length=1400, unique=True, verbose_name="mã khóa"),
                ),
                ("attested", models.BinaryField(verbose_name="khóa công khai")),
                ("sign_count", models.BigIntegerField(default=0, verbose_name="số lần ký")),
                ("name", models.CharField(max_length=100, verbose_name="tên")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="tạo lúc"),
                ),
                (
                    "used_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="dùng gần nhất"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passkeys",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người",
                    ),
                ),
            ],
            options={
                "verbose_name": "khóa đăng nhập",
                "verbose_name_plural": "khóa đăng nhập",
            },
        ),
        migrations.CreateModel(
            name="Totp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed", models.BinaryField(verbose_name="bí mật đã niêm phong")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="tạo lúc"),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="xác nhận lúc"),
                ),
                ("last_step", models.BigIntegerField(default=0, verbose_name="bước dùng gần nhất")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="totp",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người",
                    ),
                ),
            ],
            options={
                "verbose_name": "mã trên điện thoại",
                "verbose_name_plural": "mã trên điện thoại",
            },
        ),
        migrations.CreateModel(
            name="OuterIdentity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issuer", models.CharField(max_length=200, verbose_name="nơi định danh")),
                (
                    "subject",
                    models.CharField(max_length=255, verbose_name="mã người ở nơi định danh"),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="nối lúc"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outer_identities",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người",
                    ),
                ),
            ],
            options={
                "verbose_name": "tài khoản định danh",
                "verbose_name_plural": "tài khoản định danh",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("issuer", "subject"), name="outer_identity_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="dấu băm SHA-256")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="tạo lúc"),
                ),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="dùng lúc")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recovery_codes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người",
                    ),
                ),
            ],
            options={
                "verbose_name": "mã dự phòng",
                "verbose_name_plural": "mã dự phòng",
                "constraints": [
                    models.UniqueConstraint(fields=("person", "digest"), name="recovery_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                django.db.models.functions.text.Length("digest"), 64
                            )
                        ),
                        name="recovery_code_digest_whole",
                    ),
                ],
            },
        ),
    ]
