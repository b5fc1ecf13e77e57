import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0001_policies_and_applications"),
    ]

    operations = [
        migrations.CreateModel(
            name="TopicCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="tên đợt")),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm kế hoạch")),
                (
                    "mode",
                    models.CharField(
                        choices=[("dat-hang", "Đặt hàng"), ("keu-goi", "Kêu gọi")],
                        max_length=10,
                        verbose_name="hình thức",
                    ),
                ),
                ("demand", models.CharField(max_length=2000, verbose_name="yêu cầu")),
                ("opens_on", models.DateField(verbose_name="nhận đề xuất từ")),
                ("closes_on", models.DateField(verbose_name="đến hết ngày")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="đóng sớm lúc")),
            ],
            options={
                "verbose_name": "đợt đặt hàng, kêu gọi",
                "verbose_name_plural": "đợt đặt hàng, kêu gọi",
                "indexes": [models.Index(fields=["closes_on", "id"], name="topiccall_by_close")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                        name="topiccall_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ("dat-hang", "keu-goi"))),
                        name="topiccall_mode_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="lần sửa")),
                (
                    "state_since",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="từ lúc"),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="số")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="topics",
                        to="awards.topiccall",
                        verbose_name="đợt",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("de-tai", "Đề tài"),
                            ("du-an", "Dự án"),
                            ("nhiem-vu", "Nhiệm vụ"),
                        ],
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="tên")),
                ("summary", models.CharField(max_length=2000, verbose_name="mục tiêu và nội dung")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="topics",
                        to="accounts.organisation",
                        verbose_name="tổ chức chủ trì",
                    ),
                ),
                ("leader", models.CharField(max_length=200, verbose_name="chủ nhiệm")),
                ("months", models.PositiveSmallIntegerField(verbose_name="thời gian (tháng)")),
                (
                    "asked_vnd",
                    models.DecimalField(
                        decimal_places=0, max_digits=18, verbose_name="kinh phí đề nghị (đồng)"
                    ),
                ),
                (
                    "own_vnd",
                    models.DecimalField(
                        decimal_places=0,
                        default=0,
                        max_digits=18,
                        verbose_name="phần vốn của tổ chức (đồng)",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("de-xuat", "Đã đề xuất, chờ xét chọn"),
                            ("duoc-chon", "Được chọn, chờ ký hợp đồng"),
                            ("khong-chon", "Không được chọn"),
                            ("dang-lam", "Đang thực hiện"),
                            ("cho-nghiem-thu", "Đã nộp kết quả, chờ nghiệm thu"),
                            ("nghiem-thu", "Đã nghiệm thu"),
                            ("khong-dat", "Nghiệm thu không đạt"),
                            ("dung", "Đã dừng"),
                            ("bo-thoa-thuan", "Không ký hợp đồng"),
                            ("da-rut", "Đã rút đề xuất"),
                        ],
                        default="de-xuat",
                        max_length=16,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="đề xuất lúc"
                    ),
                ),
                (
                    "selected_number",
                    models.CharField(blank=True, max_length=60, verbose_name="số quyết định chọn"),
                ),
                ("selected_on", models.DateField(null=True, verbose_name="ngày quyết định chọn")),
                (
                    "accepted_number",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="số quyết định nghiệm thu"
                    ),
                ),
                ("accepted_on", models.DateField(null=True, verbose_name="ngày nghiệm thu")),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("xuat-sac", "Xuất sắc"),
                            ("dat", "Đạt"),
                            ("khong-dat", "Không đạt"),
                        ],
                        max_length=10,
                        verbose_name="xếp loại",
                    ),
                ),
                ("results", models.CharField(blank=True, max_length=2000, verbose_name="kết quả")),
            ],
            options={
                "verbose_name": "đề tài, dự án, nhiệm vụ",
                "verbose_name_plural": "đề tài, dự án, nhiệm vụ",
                "indexes": [
                    models.Index(fields=["state", "number"], name="topic_by_state"),
                    models.Index(fields=["accepted_on", "id"], name="topic_by_acceptance"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "de-xuat",
                                    "duoc-chon",
                                    "khong-chon",
                                    "dang-lam",
                                    "cho-nghiem-thu",
                                    "nghiem-thu",
                                    "khong-dat",
                                    "dung",
                                    "bo-thoa-thuan",
                                    "da-rut",
                                ),
                            )
                        ),
                        name="topic_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("de-tai", "du-an", "nhiem-vu"))),
                        name="topic_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asked_vnd__gt", 0), ("months__gt", 0), ("own_vnd__gte", 0)
                        ),
                        name="topic_money_and_time_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "nghiem-thu"), _negated=True),
                            models.Q(
                                ("accepted_on__isnull", False), ("grade__in", ("xuat-sac", "dat"))
                            ),
                            _connector="OR",
                        ),
                        name="topic_accepted_with_grade",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TopicTechnology",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="technologies",
                        to="awards.topic",
                        verbose_name="đề tài",
                    ),
                ),
                ("technology", models.CharField(max_length=12, verbose_name="công nghệ")),
            ],
            options={
                "verbose_name": "công nghệ của đề tài",
                "verbose_name_plural": "công nghệ của đề tài",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("topic", "technology"), name="topictechnology_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("technology__in", ("blockchain", "iot", "ai", "big-data", "khac"))
                        ),
                        name="topictechnology_known",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Contract",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "topic",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contract",
                        to="awards.topic",
                        verbose_name="đề tài",
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="số hợp đồng")),
                ("signed_on", models.DateField(verbose_name="ngày ký")),
                ("begins_on", models.DateField(verbose_name="thực hiện từ")),
                ("ends_on", models.DateField(verbose_name="đến hết ngày")),
                (
                    "amount_vnd",
                    models.DecimalField(
                        decimal_places=0, max_digits=18, verbose_name="kinh phí của tỉnh (đồng)"
                    ),
                ),
                (
                    "own_vnd",
                    models.DecimalField(
                        decimal_places=0,
                        default=0,
                        max_digits=18,
                        verbose_name="phần vốn của tổ chức (đồng)",
                    ),
                ),
            ],
            options={
                "verbose_name": "hợp đồng",
                "verbose_name_plural": "hợp đồng",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("begins_on__gte", models.F("signed_on")),
                            ("ends_on__gt", models.F("begins_on")),
                        ),
                        name="awardcontract_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_vnd__gt", 0), ("own_vnd__gte", 0)),
                        name="awardcontract_money_positive",
                    ),
                    models.UniqueConstraint(
                        fields=("number", "signed_on"), name="awardcontract_number_once"
                    ),
                ],
                "indexes": [],
            },
        ),
    ]
