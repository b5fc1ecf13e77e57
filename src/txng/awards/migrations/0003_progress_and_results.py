import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0002_topics"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProgressReport",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="awards.topic",
                        verbose_name="đề tài",
                    ),
                ),
                ("period", models.PositiveSmallIntegerField(verbose_name="kỳ")),
                ("due_on", models.DateField(verbose_name="hạn gửi")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="gửi lúc")),
                ("sent_by", models.CharField(blank=True, max_length=200, verbose_name="người gửi")),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        null=True, verbose_name="tỷ lệ hoàn thành (%)"
                    ),
                ),
                ("done", models.CharField(blank=True, max_length=2000, verbose_name="việc đã làm")),
                (
                    "difficulties",
                    models.CharField(blank=True, max_length=2000, verbose_name="khó khăn"),
                ),
                (
                    "spent_vnd",
                    models.DecimalField(
                        decimal_places=0, max_digits=18, null=True, verbose_name="đã chi (đồng)"
                    ),
                ),
                (
                    "remark",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="nhận xét của cơ quan"
                    ),
                ),
                (
                    "remarked_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người nhận xét"),
                ),
            ],
            options={
                "verbose_name": "báo cáo tiến độ",
                "verbose_name_plural": "báo cáo tiến độ",
                "indexes": [models.Index(fields=["sent_at", "due_on"], name="progressreport_late")],
                "constraints": [
                    models.UniqueConstraint(fields=("topic", "period"), name="progressreport_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("done", ""), ("percent__isnull", True), ("sent_at__isnull", True)
                            ),
                            models.Q(
                                ("percent__lte", 100),
                                ("sent_at__isnull", False),
                                models.Q(("done", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="progressreport_sent_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Output",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outputs",
                        to="awards.topic",
                        verbose_name="đề tài",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("phan-mem", "Phần mềm, mô đun"),
                            ("thiet-bi", "Thiết bị"),
                            ("quy-trinh", "Quy trình, tài liệu kỹ thuật"),
                            ("mo-hinh", "Mô hình"),
                            ("bai-bao", "Bài báo, báo cáo khoa học"),
                            ("so-huu-tri-tue", "Văn bằng sở hữu trí tuệ"),
                            ("khac", "Kết quả khác"),
                        ],
                        max_length=16,
                        verbose_name="loại",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên sản phẩm")),
                ("quantity", models.PositiveIntegerField(default=1, verbose_name="số lượng")),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="mô tả")),
            ],
            options={
                "verbose_name": "sản phẩm của đề tài",
                "verbose_name_plural": "sản phẩm của đề tài",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "phan-mem",
                                    "thiet-bi",
                                    "quy-trinh",
                                    "mo-hinh",
                                    "bai-bao",
                                    "so-huu-tri-tue",
                                    "khac",
                                ),
                            ),
                            ("quantity__gt", 0),
                            models.Q(("name", ""), _negated=True),
                        ),
                        name="topicoutput_named",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="awards.topic",
                        verbose_name="đề tài",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="topic_transfers",
                        to="parties.enterprise",
                        verbose_name="cơ sở nhận",
                    ),
                ),
                ("transferred_on", models.DateField(verbose_name="ngày chuyển giao")),
                ("what", models.CharField(max_length=1000, verbose_name="nội dung chuyển giao")),
                ("recorded_by", models.CharField(max_length=200, verbose_name="người ghi")),
                (
                    "recorded_by_person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "chuyển giao kết quả",
                "verbose_name_plural": "chuyển giao kết quả",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("topic", "enterprise", "transferred_on"), name="topictransfer_once"
                    )
                ],
                "indexes": [],
            },
        ),
    ]
