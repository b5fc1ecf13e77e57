"""Subjects, needs of a year, plans."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0004_persons_openings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Subject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="mã")),
                ("title", models.CharField(max_length=200, verbose_name="tên chuyên đề")),
                (
                    "clause",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="điều khoản của Kế hoạch"
                    ),
                ),
                (
                    "summary",
                    models.CharField(blank=True, max_length=500, verbose_name="học để làm gì"),
                ),
                ("curriculum", models.TextField(max_length=4000, verbose_name="nội dung")),
                ("hours", models.PositiveSmallIntegerField(verbose_name="số giờ")),
                (
                    "pass_mark",
                    models.PositiveSmallIntegerField(default=70, verbose_name="điểm đạt (%)"),
                ),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="thứ tự")),
                ("is_offered", models.BooleanField(default=True, verbose_name="đang dạy")),
            ],
            options={
                "verbose_name": "chuyên đề",
                "verbose_name_plural": "chuyên đề",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hours__gte", 1),
                            ("pass_mark__gte", 1),
                            ("pass_mark__lte", 100),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="subject_mark_is_percent",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="YearPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="năm")),
                (
                    "state",
                    models.CharField(
                        choices=[("soan", "Đang soạn"), ("duyet", "Đã duyệt")],
                        default="soan",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("drafted_by", models.CharField(max_length=200, verbose_name="người soạn")),
                (
                    "drafted_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="soạn lúc"
                    ),
                ),
                (
                    "approved_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người duyệt"),
                ),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="duyệt lúc"),
                ),
            ],
            options={
                "verbose_name": "kế hoạch đào tạo năm",
                "verbose_name_plural": "kế hoạch đào tạo năm",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at__isnull", True),
                                ("approved_by", ""),
                                ("state", "soan"),
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("state", "duyet"),
                                models.Q(("approved_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="yearplan_approved_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", ""),
                            models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="yearplan_approved_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cong-chuc", "Công chức, viên chức"),
                            ("doanh-nghiep", "Doanh nghiệp"),
                            ("hop-tac-xa", "Hợp tác xã, tổ hợp tác"),
                            ("ho", "Hộ sản xuất, kinh doanh"),
                            ("chung-nhan", "Tổ chức chứng nhận"),
                            ("nguoi-tieu-dung", "Người tiêu dùng"),
                            ("khac", "Khác"),
                        ],
                        max_length=20,
                        verbose_name="đối tượng",
                    ),
                ),
                ("people", models.PositiveIntegerField(verbose_name="số người")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("co-quan", "Cơ quan, đơn vị"),
                            ("co-so", "Cơ sở"),
                            ("ca-nhan", "Cá nhân"),
                        ],
                        max_length=10,
                        verbose_name="ai đăng ký",
                    ),
                ),
                (
                    "commune_code",
                    models.CharField(blank=True, max_length=5, verbose_name="xã, phường"),
                ),
                (
                    "contact",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="điện thoại hoặc thư điện tử"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ghi chú")),
                ("consent", models.CharField(blank=True, max_length=20, verbose_name="bản đồng ý")),
                ("told_by", models.CharField(max_length=200, verbose_name="người đăng ký")),
                (
                    "told_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="đăng ký lúc"
                    ),
                ),
                (
                    "erased_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="xóa liên hệ lúc"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="training.subject",
                        verbose_name="chuyên đề",
                    ),
                ),
            ],
            options={
                "verbose_name": "nhu cầu đào tạo",
                "verbose_name_plural": "nhu cầu đào tạo",
                "indexes": [models.Index(fields=["year", "told_at", "id"], name="need_by_year")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "cong-chuc",
                                    "doanh-nghiep",
                                    "hop-tac-xa",
                                    "ho",
                                    "chung-nhan",
                                    "nguoi-tieu-dung",
                                    "khac",
                                ),
                            ),
                            ("people__gte", 1),
                            ("people__lte", 5000),
                            ("year__gte", 2019),
                            ("year__lte", 2035),
                        ),
                        name="need_counts_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agency__isnull", False),
                                ("enterprise__isnull", True),
                                ("source", "co-quan"),
                            ),
                            models.Q(
                                ("agency__isnull", True),
                                ("enterprise__isnull", False),
                                ("source", "co-so"),
                            ),
                            models.Q(
                                ("agency__isnull", True),
                                ("enterprise__isnull", True),
                                ("source", "ca-nhan"),
                            ),
                            _connector="OR",
                        ),
                        name="need_of_who_told_it",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("agency__isnull", False)),
                        fields=("agency", "year", "subject", "kind"),
                        name="need_of_agency_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("enterprise__isnull", False)),
                        fields=("enterprise", "year", "subject", "kind"),
                        name="need_of_enterprise_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "needed",
                    models.PositiveIntegerField(default=0, verbose_name="số người có nhu cầu"),
                ),
                ("classes", models.PositiveSmallIntegerField(verbose_name="số lớp")),
                ("people", models.PositiveIntegerField(verbose_name="số người")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ghi chú")),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="training.subject",
                        verbose_name="chuyên đề",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="training.yearplan",
                        verbose_name="kế hoạch",
                    ),
                ),
            ],
            options={
                "verbose_name": "dòng kế hoạch đào tạo",
                "verbose_name_plural": "dòng kế hoạch đào tạo",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "subject"), name="planline_subject_once"
                    )
                ],
            },
        ),
    ]
