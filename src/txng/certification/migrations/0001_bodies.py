"""Schemes, and bodies with what they may certify."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0008_keys_hold_rights"),
        ("products", "0005_trade_items_by_state"),
    ]

    operations = [
        migrations.CreateModel(
            name="Body",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_key", models.BinaryField(max_length=482)),
                (
                    "registered_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ghi lúc"),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certification_body",
                        to="accounts.organisation",
                        verbose_name="tổ chức",
                    ),
                ),
            ],
            options={
                "verbose_name": "tổ chức chứng nhận",
                "verbose_name_plural": "tổ chức chứng nhận",
            },
        ),
        migrations.CreateModel(
            name="Scheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="mã")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="tên")),
                ("name_en", models.CharField(max_length=100, verbose_name="tên tiếng Anh")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("product", "Sản phẩm"),
                            ("management", "Hệ thống quản lý"),
                            ("traceability", "Hệ thống truy xuất nguồn gốc"),
                        ],
                        max_length=15,
                        verbose_name="chứng nhận cho",
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(verbose_name="thời hạn thường dùng (tháng)"),
                ),
                (
                    "months_source",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="căn cứ của thời hạn"
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="nguồn")),
            ],
            options={
                "verbose_name": "chương trình chứng nhận",
                "verbose_name_plural": "chương trình chứng nhận",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("product", "management", "traceability"))),
                        name="scheme_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("months__gte", 1), ("months__lte", 120)),
                        name="scheme_months",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("source", ""), _negated=True),
                        ),
                        name="scheme_named_with_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Accreditation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="bản")),
                ("decision_number", models.CharField(max_length=60, verbose_name="số quyết định")),
                ("accreditor", models.CharField(max_length=200, verbose_name="nơi công nhận")),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_until", models.DateField(verbose_name="đến hết ngày")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ghi lúc"),
                ),
                ("recorded_by", models.CharField(max_length=200, verbose_name="người ghi")),
                (
                    "groups",
                    models.ManyToManyField(
                        related_name="+", to="products.productgroup", verbose_name="nhóm sản phẩm"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accreditations",
                        to="certification.body",
                        verbose_name="tổ chức chứng nhận",
                    ),
                ),
                (
                    "schemes",
                    models.ManyToManyField(
                        related_name="+", to="certification.scheme", verbose_name="chương trình"
                    ),
                ),
            ],
            options={
                "verbose_name": "quyết định công nhận",
                "verbose_name_plural": "quyết định công nhận",
            },
        ),
        migrations.AddIndex(
            model_name="body",
            index=models.Index(fields=["name_key", "id"], name="certbody_by_name"),
        ),
        migrations.AddConstraint(
            model_name="accreditation",
            constraint=models.UniqueConstraint(
                fields=("body", "version"), name="accreditation_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="accreditation",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gte", models.F("valid_from"))),
                name="accreditation_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="accreditation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision_number", ""), _negated=True),
                    models.Q(("accreditor", ""), _negated=True),
                ),
                name="accreditation_by_whom",
            ),
        ),
    ]
