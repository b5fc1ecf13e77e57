"""Product groups; trade items with the versions of what is told and the requirements they meet."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0001_registers_of_parties_and_agencies"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProductGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=150, unique=True, verbose_name="đường dẫn")),
                ("name", models.CharField(max_length=100, verbose_name="tên")),
                ("name_en", models.CharField(max_length=100, verbose_name="tên tiếng Anh")),
                ("sector", models.CharField(max_length=20, verbose_name="lĩnh vực")),
                (
                    "profile",
                    models.CharField(blank=True, max_length=40, verbose_name="bộ thông tin"),
                ),
                ("hs", models.CharField(blank=True, max_length=8, verbose_name="mã HS")),
                (
                    "standard",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="tiêu chuẩn truy xuất"
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="nguồn")),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="products.productgroup",
                        verbose_name="thuộc nhóm",
                    ),
                ),
            ],
            options={
                "verbose_name": "nhóm sản phẩm",
                "verbose_name_plural": "nhóm sản phẩm",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("path__endswith", "/")),
                        name="group_path_ends_with_slash",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("source", ""), _negated=True),
                        ),
                        name="group_named_with_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sector__in", ("nong-nghiep", "cong-thuong", "y-te"))),
                        name="group_sector_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TradeItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "gtin",
                    models.CharField(max_length=14, null=True, unique=True, verbose_name="GTIN"),
                ),
                ("own_code", models.CharField(blank=True, max_length=40, verbose_name="mã riêng")),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "Đang sản xuất, kinh doanh"), ("withdrawn", "Ngừng")],
                        default="active",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
                ("brand", models.CharField(blank=True, max_length=100, verbose_name="nhãn hiệu")),
                ("name_key", models.BinaryField(max_length=482)),
                ("is_exported", models.BooleanField(default=False, verbose_name="có xuất khẩu")),
                (
                    "lacking",
                    models.PositiveSmallIntegerField(default=0, verbose_name="thông tin còn thiếu"),
                ),
                ("versions_told", models.PositiveIntegerField(default=1)),
                (
                    "registered_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ghi lúc"),
                ),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="sửa lúc"),
                ),
                ("withdrawn_on", models.DateField(null=True, verbose_name="ngừng từ")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trade_items",
                        to="products.productgroup",
                        verbose_name="nhóm sản phẩm",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trade_items",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
            ],
            options={
                "verbose_name": "sản phẩm",
                "verbose_name_plural": "sản phẩm",
                "indexes": [
                    models.Index(fields=["name_key", "id"], name="tradeitem_by_name"),
                    models.Index(fields=["owner", "name_key", "id"], name="tradeitem_of_owner"),
                    models.Index(
                        fields=["group", "state", "name_key", "id"], name="tradeitem_of_group"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("gtin__isnull", False),
                            models.Q(("own_code", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="tradeitem_has_a_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("gtin__isnull", True),
                            django.db.models.lookups.Exact(
                                django.db.models.functions.text.Length("gtin"), 14
                            ),
                            _connector="OR",
                        ),
                        name="tradeitem_gtin_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("own_code", ""), _negated=True),
                        fields=("owner", "own_code"),
                        name="tradeitem_own_code_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("active", "withdrawn"))),
                        name="tradeitem_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), ("withdrawn_on__isnull", False)),
                            models.Q(("state", "active"), ("withdrawn_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="tradeitem_withdrawn_and_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="tradeitem_named"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Fulfilment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("requirement", models.CharField(max_length=20, verbose_name="yêu cầu")),
                ("done_on", models.DateField(verbose_name="xong ngày")),
                (
                    "said",
                    models.CharField(
                        choices=[
                            ("computed", "Hệ thống tính"),
                            ("declared", "Cơ sở tự khai"),
                            ("confirmed", "Cơ quan xác nhận"),
                        ],
                        max_length=10,
                        verbose_name="theo",
                    ),
                ),
                ("said_by", models.CharField(max_length=200, verbose_name="người nói")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="bằng chứng")),
                (
                    "trade_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fulfilments",
                        to="products.tradeitem",
                        verbose_name="sản phẩm",
                    ),
                ),
            ],
            options={
                "verbose_name": "yêu cầu đã đạt",
                "verbose_name_plural": "yêu cầu đã đạt",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("trade_item", "requirement"), name="fulfilment_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "requirement__in",
                                ["code", "elements", "carrier", "events", "system", "portal"],
                            )
                        ),
                        name="fulfilment_requirement_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("said__in", ("computed", "declared", "confirmed"))),
                        name="fulfilment_said_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TradeItemVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="bản")),
                ("holds_from", models.DateField(verbose_name="từ ngày")),
                ("facts", models.JSONField(verbose_name="thông tin")),
                ("is_correction", models.BooleanField(default=False, verbose_name="sửa lỗi ghi")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ghi lúc"),
                ),
                ("recorded_by", models.CharField(max_length=200, verbose_name="người ghi")),
                (
                    "trade_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="products.tradeitem",
                        verbose_name="sản phẩm",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản thông tin",
                "verbose_name_plural": "bản thông tin",
                "indexes": [
                    models.Index(
                        fields=["trade_item", "-holds_from", "-number"], name="itemversion_as_of"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("trade_item", "number"), name="itemversion_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TradeItemWord",
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
                        to="products.tradeitem",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["word", "of"], name="tradeitemword_by_word")],
                "constraints": [
                    models.UniqueConstraint(fields=("of", "word"), name="tradeitemword_once")
                ],
            },
        ),
    ]
