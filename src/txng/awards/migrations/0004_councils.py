import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0003_progress_and_results"),
    ]

    operations = [
        migrations.CreateModel(
            name="Council",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("xet-chon", "Hội đồng xét chọn"),
                            ("nghiem-thu", "Hội đồng nghiệm thu"),
                        ],
                        max_length=12,
                        verbose_name="việc",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="councils",
                        to="awards.topiccall",
                        verbose_name="đợt",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="councils",
                        to="awards.topic",
                        verbose_name="đề tài",
                    ),
                ),
                (
                    "decision_number",
                    models.CharField(max_length=60, verbose_name="số quyết định thành lập"),
                ),
                ("formed_on", models.DateField(verbose_name="ngày thành lập")),
                ("formed_by", models.CharField(max_length=200, verbose_name="người lập")),
                ("minutes", models.CharField(blank=True, max_length=2000, verbose_name="biên bản")),
                ("met_on", models.DateField(null=True, verbose_name="ngày họp")),
                ("concluded_at", models.DateTimeField(null=True, verbose_name="kết luận lúc")),
                (
                    "concluded_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người ghi biên bản"),
                ),
                (
                    "concluded_by_person",
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
                "verbose_name": "hội đồng",
                "verbose_name_plural": "hội đồng",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("call__isnull", False),
                                ("purpose", "xet-chon"),
                                ("topic__isnull", True),
                            ),
                            models.Q(
                                ("call__isnull", True),
                                ("purpose", "nghiem-thu"),
                                ("topic__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="council_of_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("concluded_at__isnull", True),
                            models.Q(
                                ("met_on__isnull", False),
                                models.Q(("minutes", ""), _negated=True),
                                models.Q(("concluded_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="council_concluded_with_minutes",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("call__isnull", False)),
                        fields=("call",),
                        name="council_once_a_call",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("concluded_at__isnull", True), ("topic__isnull", False)
                        ),
                        fields=("topic",),
                        name="council_one_open_a_topic",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="CouncilMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="awards.council",
                        verbose_name="hội đồng",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="họ tên")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chu-tich", "Chủ tịch"),
                            ("thu-ky", "Thư ký"),
                            ("uy-vien", "Ủy viên"),
                        ],
                        max_length=10,
                        verbose_name="vai",
                    ),
                ),
                ("workplace", models.CharField(max_length=200, verbose_name="nơi công tác")),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="tổ chức",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản",
                    ),
                ),
            ],
            options={
                "verbose_name": "thành viên hội đồng",
                "verbose_name_plural": "thành viên hội đồng",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "name", "workplace"), name="councilmember_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("role", "chu-tich")),
                        fields=("council",),
                        name="council_one_chair",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to="awards.councilmember",
                        verbose_name="thành viên",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts",
                        to="awards.topic",
                        verbose_name="đề tài",
                    ),
                ),
                ("reason", models.CharField(max_length=1000, verbose_name="lý do")),
                (
                    "declared_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="khai lúc"
                    ),
                ),
                ("declared_by", models.CharField(max_length=200, verbose_name="người ghi")),
            ],
            options={
                "verbose_name": "xung đột lợi ích",
                "verbose_name_plural": "xung đột lợi ích",
                "constraints": [
                    models.UniqueConstraint(fields=("member", "topic"), name="awardconflict_once")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="MarkSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sheets",
                        to="awards.councilmember",
                        verbose_name="thành viên",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="awards.topic",
                        verbose_name="đề tài",
                    ),
                ),
                ("marks", models.JSONField(default=dict, verbose_name="điểm")),
                (
                    "total",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="tổng điểm"),
                ),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="nhận xét")),
                (
                    "entered_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ghi lúc"),
                ),
                ("entered_by", models.CharField(max_length=200, verbose_name="người ghi")),
            ],
            options={
                "verbose_name": "phiếu chấm",
                "verbose_name_plural": "phiếu chấm",
                "constraints": [
                    models.UniqueConstraint(fields=("member", "topic"), name="marksheet_once"),
                    models.CheckConstraint(
                        condition=models.Q(("total__gte", 0), ("total__lte", 100)),
                        name="marksheet_total_in_range",
                    ),
                ],
                "indexes": [],
            },
        ),
    ]
