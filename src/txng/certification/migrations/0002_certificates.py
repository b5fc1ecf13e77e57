"""Certificates with the steps that they went through."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0001_bodies"),
        ("accounts", "0008_keys_hold_rights"),
        ("parties", "0003_agencies_and_mandates"),
        ("products", "0005_trade_items_by_state"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("changes", models.PositiveBigIntegerField(default=0, verbose_name="số bước")),
                (
                    "certificates",
                    models.PositiveBigIntegerField(default=0, verbose_name="số chứng nhận đã ghi"),
                ),
            ],
            options={
                "verbose_name": "số bước của sổ chứng nhận",
                "verbose_name_plural": "số bước của sổ chứng nhận",
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
                ("code", models.CharField(max_length=16, unique=True, verbose_name="mã tra cứu")),
                ("number", models.CharField(max_length=60, verbose_name="số chứng nhận")),
                ("number_key", models.CharField(db_index=True, editable=False, max_length=60)),
                (
                    "volume_kg_year",
                    models.DecimalField(
                        decimal_places=3,
                        max_digits=14,
                        null=True,
                        verbose_name="sản lượng (kg/năm)",
                    ),
                ),
                ("issued_on", models.DateField(verbose_name="ngày cấp")),
                ("valid_from", models.DateField(verbose_name="có giá trị từ")),
                ("valid_until", models.DateField(verbose_name="đến hết ngày")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("valid", "Đang có giá trị"),
                            ("suspended", "Đang bị đình chỉ"),
                            ("withdrawn", "Đã bị thu hồi"),
                            ("struck", "Ghi nhầm, đã bỏ"),
                        ],
                        default="valid",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "state_since",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="từ lúc"),
                ),
                (
                    "state_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="lý do"),
                ),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="ghi chú")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ghi lúc"),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="certification.body",
                        verbose_name="tổ chức chứng nhận",
                    ),
                ),
                (
                    "establishments",
                    models.ManyToManyField(
                        related_name="certificates",
                        to="parties.establishment",
                        verbose_name="địa điểm",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        related_name="+", to="products.productgroup", verbose_name="nhóm sản phẩm"
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
                (
                    "plots",
                    models.ManyToManyField(
                        related_name="certificates", to="parties.plot", verbose_name="thửa"
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="certification.certificate",
                        verbose_name="thay cho",
                    ),
                ),
                (
                    "state_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "trade_items",
                    models.ManyToManyField(
                        related_name="certificates",
                        to="products.tradeitem",
                        verbose_name="sản phẩm",
                    ),
                ),
            ],
            options={
                "verbose_name": "chứng nhận",
                "verbose_name_plural": "chứng nhận",
            },
        ),
        migrations.CreateModel(
            name="CertificateWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.BinaryField(max_length=32)),
                (
                    "of",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="certification.certificate",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "number",
                    models.PositiveBigIntegerField(
                        primary_key=True, serialize=False, verbose_name="số thứ tự"
                    ),
                ),
                ("verb", models.CharField(max_length=24, verbose_name="việc")),
                ("state", models.CharField(max_length=10, verbose_name="trạng thái")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do")),
                ("scope", models.JSONField(default=dict, verbose_name="phạm vi")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc")),
                ("by", models.CharField(max_length=200, verbose_name="người làm")),
                (
                    "organisation",
                    models.CharField(blank=True, max_length=200, verbose_name="thay mặt"),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="certification.certificate",
                        verbose_name="chứng nhận",
                    ),
                ),
            ],
            options={
                "verbose_name": "bước của chứng nhận",
                "verbose_name_plural": "bước của chứng nhận",
            },
        ),
        migrations.AddField(
            model_name="certificate",
            name="scheme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="certification.scheme",
                verbose_name="chương trình",
            ),
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("was", models.CharField(max_length=10)),
                ("was_reason", models.CharField(blank=True, max_length=500)),
                ("reason", models.CharField(max_length=500, verbose_name="lý do")),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc"),
                ),
                ("asked_by", models.CharField(max_length=200, verbose_name="người thu hồi")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="quyết lúc")),
                (
                    "decided_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người quyết"),
                ),
                ("is_confirmed", models.BooleanField(default=False, verbose_name="đã xác nhận")),
                (
                    "asked_by_person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawals",
                        to="certification.certificate",
                        verbose_name="chứng nhận",
                    ),
                ),
                (
                    "was_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "việc thu hồi chứng nhận",
                "verbose_name_plural": "việc thu hồi chứng nhận",
            },
        ),
        migrations.AddIndex(
            model_name="certificateword",
            index=models.Index(fields=["word", "of"], name="certificateword_by_word"),
        ),
        migrations.AddConstraint(
            model_name="certificateword",
            constraint=models.UniqueConstraint(fields=("of", "word"), name="certificateword_once"),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "verb__in",
                        (
                            "issued",
                            "renewed",
                            "rescoped",
                            "suspended",
                            "restored",
                            "withdrawal_asked",
                            "withdrawal_taken_back",
                            "withdrawn",
                            "struck",
                        ),
                    )
                ),
                name="change_verb_known",
            ),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["valid_until", "id"], name="certificate_by_end"),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(
                fields=["holder", "valid_until", "id"], name="certificate_of_holder"
            ),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["body", "valid_until", "id"], name="certificate_of_body"),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "struck"), _negated=True),
                fields=("body", "number_key"),
                name="certificate_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "struck"), _negated=True),
                fields=("replaces",),
                name="certificate_replaced_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("valid", "suspended", "withdrawn", "struck"))),
                name="certificate_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__gte", models.F("issued_on")),
                    ("valid_until__gte", models.F("valid_from")),
                ),
                name="certificate_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "valid"),
                    models.Q(("state_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="certificate_ended_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("volume_kg_year__isnull", True), ("volume_kg_year__gt", 0), _connector="OR"
                ),
                name="certificate_volume_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at__isnull", True)),
                fields=("certificate",),
                name="withdrawal_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", True), ("decided_by", ""), ("is_confirmed", False)
                    ),
                    models.Q(
                        ("decided_at__isnull", False), models.Q(("decided_by", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="withdrawal_decided_by",
            ),
        ),
    ]
