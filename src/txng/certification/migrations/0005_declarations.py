"""Declarations of conformity, what they cover, and their numbers of a year."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0003_agencies_and_mandates"),
        ("products", "0005_trade_items_by_state"),
        ("certification", "0004_assessments"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeclarationYear",
            fields=[
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        primary_key=True, serialize=False, verbose_name="năm"
                    ),
                ),
                ("last", models.PositiveIntegerField(default=0, verbose_name="số cuối")),
            ],
            options={
                "verbose_name": "sổ công bố trong năm",
                "verbose_name_plural": "sổ công bố trong năm",
            },
        ),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=14, unique=True, verbose_name="số")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("tu-danh-gia", "Kết quả tự đánh giá"),
                            ("chung-nhan", "Giấy chứng nhận"),
                        ],
                        max_length=12,
                        verbose_name="căn cứ",
                    ),
                ),
                (
                    "certificate_number",
                    models.CharField(blank=True, max_length=60, verbose_name="số giấy chứng nhận"),
                ),
                (
                    "certificate_body",
                    models.CharField(blank=True, max_length=200, verbose_name="tổ chức chứng nhận"),
                ),
                (
                    "certificate_valid_to",
                    models.DateField(null=True, verbose_name="giấy có giá trị đến"),
                ),
                ("standard", models.CharField(max_length=200, verbose_name="tiêu chuẩn")),
                ("declared_on", models.DateField(verbose_name="ngày công bố")),
                ("valid_to", models.DateField(verbose_name="có giá trị đến")),
                ("signer_name", models.CharField(max_length=200, verbose_name="người ký")),
                ("signer_title", models.CharField(max_length=200, verbose_name="chức vụ")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("declared", "Chờ tiếp nhận"),
                            ("received", "Đã tiếp nhận"),
                            ("returned", "Trả lại"),
                            ("withdrawn", "Cơ sở đã rút"),
                            ("ended", "Đã chấm dứt"),
                        ],
                        default="declared",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "declared_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="gửi lúc"),
                ),
                ("declared_by", models.CharField(max_length=200, verbose_name="người gửi")),
                ("received_at", models.DateTimeField(null=True, verbose_name="tiếp nhận lúc")),
                (
                    "received_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người tiếp nhận"),
                ),
                (
                    "agency",
                    models.CharField(blank=True, max_length=200, verbose_name="cơ quan tiếp nhận"),
                ),
                ("closed_at", models.DateTimeField(null=True, verbose_name="kết thúc lúc")),
                (
                    "closed_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người kết thúc"),
                ),
                ("reason", models.CharField(blank=True, max_length=1000, verbose_name="lý do")),
                (
                    "assessment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="certification.assessment",
                        verbose_name="lần tự đánh giá",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
            ],
            options={
                "verbose_name": "công bố phù hợp",
                "verbose_name_plural": "công bố phù hợp",
            },
        ),
        migrations.CreateModel(
            name="DeclarationScope",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=6, verbose_name="loại")),
                ("code", models.CharField(blank=True, max_length=100, verbose_name="mã")),
                ("name", models.CharField(max_length=300, verbose_name="tên")),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scope",
                        to="certification.declaration",
                        verbose_name="công bố",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.productgroup",
                        verbose_name="nhóm sản phẩm",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.establishment",
                        verbose_name="địa điểm",
                    ),
                ),
                (
                    "trade_item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declared_in",
                        to="products.tradeitem",
                        verbose_name="sản phẩm",
                    ),
                ),
            ],
            options={
                "verbose_name": "phạm vi công bố",
                "verbose_name_plural": "phạm vi công bố",
            },
        ),
        migrations.AddIndex(
            model_name="declaration",
            index=models.Index(fields=["state", "number"], name="declaration_by_state"),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("declared", "received", "returned", "withdrawn", "ended"))
                ),
                name="declaration_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("assessment__isnull", False),
                        ("basis", "tu-danh-gia"),
                        ("certificate_number", ""),
                    ),
                    models.Q(
                        ("assessment__isnull", True),
                        ("basis", "chung-nhan"),
                        ("certificate_valid_to__isnull", False),
                        models.Q(("certificate_number", ""), _negated=True),
                        models.Q(("certificate_body", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="declaration_rests_on_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to__gte", models.F("declared_on"))),
                name="declaration_days_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("declared", "received")),
                        ("closed_at__isnull", True),
                        ("reason", ""),
                    ),
                    models.Q(
                        ("state__in", ("returned", "ended")),
                        ("closed_at__isnull", False),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    models.Q(("closed_at__isnull", False), ("state", "withdrawn")),
                    _connector="OR",
                ),
                name="declaration_closed_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("received_at__isnull", False), ("state", "received")),
                    models.Q(("received_at__isnull", False), ("state", "ended")),
                    ("state", "withdrawn"),
                    models.Q(
                        ("received_at__isnull", True), ("state__in", ("declared", "returned"))
                    ),
                    _connector="OR",
                ),
                name="declaration_received_and_its_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="declarationscope",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("group__isnull", False),
                        ("kind", "group"),
                        ("site", None),
                        ("trade_item", None),
                    ),
                    models.Q(
                        ("group", None),
                        ("kind", "item"),
                        ("site", None),
                        ("trade_item__isnull", False),
                    ),
                    models.Q(
                        ("group", None),
                        ("kind", "site"),
                        ("site__isnull", False),
                        ("trade_item", None),
                    ),
                    _connector="OR",
                ),
                name="declarationscope_one_thing",
            ),
        ),
    ]
