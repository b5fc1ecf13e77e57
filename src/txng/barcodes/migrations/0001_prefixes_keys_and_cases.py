"""Company prefixes with keys, own names and cases, fees, layouts."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0003_agencies_and_mandates"),
    ]

    operations = [
        migrations.CreateModel(
            name="CompanyPrefix",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "digits",
                    models.CharField(
                        max_length=12, unique=True, verbose_name="mã doanh nghiệp GS1"
                    ),
                ),
                ("is_foreign", models.BooleanField(default=False, verbose_name="mã nước ngoài")),
                (
                    "certificate",
                    models.CharField(blank=True, max_length=60, verbose_name="số giấy chứng nhận"),
                ),
                ("granted_on", models.DateField(blank=True, null=True, verbose_name="ngày cấp")),
                (
                    "paid_until",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="đã nộp phí đến hết năm"
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="thôi dùng từ")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ghi lúc"),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="company_prefixes",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
            ],
            options={
                "verbose_name": "mã doanh nghiệp GS1",
                "verbose_name_plural": "mã doanh nghiệp GS1",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=["paid_until"],
                        name="companyprefix_by_fee",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("digits__regex", "^[0-9]{7,12}$")),
                        name="companyprefix_digits_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Design",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="tên mẫu")),
                ("layout", models.JSONField(verbose_name="mẫu tem")),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="sửa lúc"),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="label_designs",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
            ],
            options={
                "verbose_name": "mẫu tem",
                "verbose_name_plural": "mẫu tem",
                "constraints": [
                    models.UniqueConstraint(fields=("enterprise", "name"), name="design_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FeeLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=6, verbose_name="loại mã")),
                ("once", models.PositiveIntegerField(verbose_name="phí cấp (đồng)")),
                ("yearly", models.PositiveIntegerField(verbose_name="phí duy trì mỗi năm (đồng)")),
                ("valid_from", models.DateField(verbose_name="áp dụng từ")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="đến hết ngày"),
                ),
                ("source", models.CharField(max_length=300, verbose_name="nguồn")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ghi lúc"),
                ),
            ],
            options={
                "verbose_name": "mức phí",
                "verbose_name_plural": "mức phí",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "valid_from"), name="feeline_begins_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="feeline_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="feeline_has_a_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GivenKey",
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
                            ("gtin", "GTIN (sản phẩm)"),
                            ("gln", "GLN (địa điểm)"),
                            ("sscc", "SSCC (thùng, pa-lét)"),
                        ],
                        max_length=4,
                        verbose_name="loại",
                    ),
                ),
                ("value", models.CharField(max_length=18, verbose_name="mã")),
                ("number", models.PositiveBigIntegerField(verbose_name="số thứ tự")),
                ("purpose", models.CharField(max_length=200, verbose_name="dùng cho")),
                ("is_earlier", models.BooleanField(default=False, verbose_name="đã dùng từ trước")),
                (
                    "given_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="cấp lúc"),
                ),
                ("given_by", models.CharField(max_length=200, verbose_name="người cấp")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ngừng dùng lúc"),
                ),
                (
                    "prefix",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keys",
                        to="barcodes.companyprefix",
                        verbose_name="mã doanh nghiệp",
                    ),
                ),
            ],
            options={
                "verbose_name": "khóa GS1",
                "verbose_name_plural": "khóa GS1",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "value"), name="givenkey_once"),
                    models.UniqueConstraint(
                        fields=("prefix", "kind", "number"), name="givenkey_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("gtin", "gln", "sscc"))),
                        name="givenkey_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value", ""), _negated=True),
                        name="givenkey_has_a_value",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=4, verbose_name="loại khóa")),
                ("next", models.PositiveBigIntegerField(default=0, verbose_name="số kế tiếp")),
                (
                    "prefix",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counters",
                        to="barcodes.companyprefix",
                        verbose_name="mã",
                    ),
                ),
            ],
            options={
                "verbose_name": "số khóa kế tiếp",
                "verbose_name_plural": "số khóa kế tiếp",
                "constraints": [
                    models.UniqueConstraint(fields=("prefix", "kind"), name="keycounter_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("gtin", "gln", "sscc"))),
                        name="keycounter_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True, verbose_name="mã nội bộ")),
                ("words", models.CharField(max_length=200, verbose_name="là gì")),
                (
                    "gs1",
                    models.CharField(blank=True, max_length=200, verbose_name="mã GS1 tương ứng"),
                ),
                (
                    "given_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="cấp lúc"),
                ),
                (
                    "aliased_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="nối với mã GS1 lúc"),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_names",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
            ],
            options={
                "verbose_name": "mã nội bộ",
                "verbose_name_plural": "mã nội bộ",
                "indexes": [
                    models.Index(fields=["enterprise", "name"], name="ownname_of_enterprise")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("aliased_at__isnull", True), ("gs1", "")),
                            models.Q(
                                models.Q(("gs1", ""), _negated=True), ("aliased_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="ownname_alias_and_its_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PrefixCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wanted", models.CharField(max_length=6, verbose_name="loại mã")),
                (
                    "products",
                    models.PositiveIntegerField(default=1, verbose_name="số loại sản phẩm dự kiến"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Đang chuẩn bị"),
                            ("sent", "Đã nộp"),
                            ("granted", "Đã được cấp"),
                            ("refused", "Không được cấp"),
                            ("dropped", "Thôi không nộp"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="trạng thái",
                    ),
                ),
                ("done", models.JSONField(default=list, verbose_name="đã xong")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="mở lúc"),
                ),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="ngày nộp")),
                (
                    "decided_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày trả lời"),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prefix_cases",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
                (
                    "prefix",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case",
                        to="barcodes.companyprefix",
                        verbose_name="mã được cấp",
                    ),
                ),
            ],
            options={
                "verbose_name": "hồ sơ xin cấp mã",
                "verbose_name_plural": "hồ sơ xin cấp mã",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "sent", "granted", "refused", "dropped"])
                        ),
                        name="prefixcase_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("prefix__isnull", False), ("state", "granted")),
                            models.Q(
                                models.Q(("state", "granted"), _negated=True),
                                ("prefix__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="prefixcase_granted_has_a_prefix",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["open", "sent"])),
                        fields=("enterprise",),
                        name="prefixcase_one_at_a_time",
                    ),
                ],
            },
        ),
    ]
