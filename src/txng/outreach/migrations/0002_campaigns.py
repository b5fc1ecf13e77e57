"""Campaigns, the lines of their plans, and evidence of what was told."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0001_articles"),
        ("parties", "0004_persons_openings"),
        ("products", "0005_trade_items_by_state"),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("title", models.CharField(max_length=200, verbose_name="tên đợt")),
                ("goal", models.CharField(blank=True, max_length=1000, verbose_name="mục tiêu")),
                (
                    "clause",
                    models.CharField(
                        blank=True, max_length=12, verbose_name="điều khoản của Kế hoạch"
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="lập lúc"),
                ),
                ("opened_by", models.CharField(max_length=200, verbose_name="người lập")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="đóng lúc")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="lần sửa")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.agency",
                        verbose_name="cơ quan chủ trì",
                    ),
                ),
            ],
            options={
                "verbose_name": "đợt tuyên truyền",
                "verbose_name_plural": "đợt tuyên truyền",
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("hoi-nghi", "Hội nghị"),
                            ("hoi-thao", "Hội thảo"),
                            ("bao-viet", "Báo viết"),
                            ("bao-hinh", "Báo hình, phát thanh"),
                            ("trang-tin", "Trang tin điện tử"),
                            ("chuyen-de", "Chuyên đề báo, đài"),
                            ("phong-su", "Phóng sự"),
                            ("mang-xa-hoi", "Mạng xã hội"),
                            ("pano", "Pa nô, áp phích, tờ rơi"),
                            ("khac", "Kênh khác"),
                        ],
                        max_length=15,
                        verbose_name="kênh",
                    ),
                ),
                ("audience", models.CharField(blank=True, max_length=20, verbose_name="đối tượng")),
                ("starts_on", models.DateField(verbose_name="từ ngày")),
                ("ends_on", models.DateField(verbose_name="đến hết ngày")),
                ("planned", models.PositiveIntegerField(verbose_name="số lần dự kiến")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                ("planned_by", models.CharField(max_length=200, verbose_name="người lập")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.agency",
                        verbose_name="cơ quan thực hiện",
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
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="outreach.campaign",
                        verbose_name="đợt",
                    ),
                ),
            ],
            options={
                "verbose_name": "hoạt động tuyên truyền",
                "verbose_name_plural": "hoạt động tuyên truyền",
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("hoi-nghi", "Hội nghị"),
                            ("hoi-thao", "Hội thảo"),
                            ("bao-viet", "Báo viết"),
                            ("bao-hinh", "Báo hình, phát thanh"),
                            ("trang-tin", "Trang tin điện tử"),
                            ("chuyen-de", "Chuyên đề báo, đài"),
                            ("phong-su", "Phóng sự"),
                            ("mang-xa-hoi", "Mạng xã hội"),
                            ("pano", "Pa nô, áp phích, tờ rơi"),
                            ("khac", "Kênh khác"),
                        ],
                        max_length=15,
                        verbose_name="kênh",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="tên tin bài, hoạt động")),
                ("outlet", models.CharField(max_length=150, verbose_name="nơi đăng, nơi tổ chức")),
                ("told_on", models.DateField(verbose_name="ngày")),
                ("link", models.CharField(blank=True, max_length=500, verbose_name="liên kết")),
                ("reach", models.PositiveIntegerField(null=True, verbose_name="số người tiếp cận")),
                ("audience", models.CharField(blank=True, max_length=20, verbose_name="đối tượng")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ghi lúc"),
                ),
                ("recorded_by", models.CharField(max_length=200, verbose_name="người ghi")),
                ("struck_at", models.DateTimeField(null=True, verbose_name="gạch lúc")),
                (
                    "struck_because",
                    models.CharField(blank=True, max_length=500, verbose_name="lý do gạch"),
                ),
                (
                    "link_state",
                    models.CharField(
                        blank=True, max_length=10, verbose_name="liên kết còn mở được"
                    ),
                ),
                (
                    "link_status",
                    models.PositiveSmallIntegerField(default=0, verbose_name="trả lời của trang"),
                ),
                (
                    "link_failures",
                    models.PositiveSmallIntegerField(default=0, verbose_name="số lần hỏng liền"),
                ),
                (
                    "link_check_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="kiểm tra liên kết từ lúc"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="lần sửa")),
                (
                    "activity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="outreach.activity",
                        verbose_name="hoạt động trong kế hoạch",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.agency",
                        verbose_name="cơ quan thực hiện",
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
            ],
            options={
                "verbose_name": "bằng chứng tuyên truyền",
                "verbose_name_plural": "bằng chứng tuyên truyền",
            },
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.UniqueConstraint(
                fields=("year", "title", "agency"), name="campaign_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 2019), ("year__lte", 2030)),
                name="campaign_within_the_plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="campaign_has_a_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "channel__in",
                        (
                            "hoi-nghi",
                            "hoi-thao",
                            "bao-viet",
                            "bao-hinh",
                            "trang-tin",
                            "chuyen-de",
                            "phong-su",
                            "mang-xa-hoi",
                            "pano",
                            "khac",
                        ),
                    )
                ),
                name="activity_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "audience__in",
                        (
                            "",
                            "cung-ung",
                            "san-xuat",
                            "phan-phoi",
                            "ban-le",
                            "co-quan",
                            "chung-nhan",
                            "nguoi-tieu-dung",
                        ),
                    )
                ),
                name="activity_audience_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="activity_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(("planned__gte", 1), ("planned__lte", 10000)),
                name="activity_planned",
            ),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(fields=["told_on", "id"], name="evidence_by_day"),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(fields=["agency", "told_on"], name="evidence_by_agency"),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(
                condition=models.Q(
                    ("struck_at__isnull", True), models.Q(("link", ""), _negated=True)
                ),
                fields=["link_check_at"],
                name="evidence_to_check",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "channel__in",
                        (
                            "hoi-nghi",
                            "hoi-thao",
                            "bao-viet",
                            "bao-hinh",
                            "trang-tin",
                            "chuyen-de",
                            "phong-su",
                            "mang-xa-hoi",
                            "pano",
                            "khac",
                        ),
                    )
                ),
                name="evidence_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "audience__in",
                        (
                            "",
                            "cung-ung",
                            "san-xuat",
                            "phan-phoi",
                            "ban-le",
                            "co-quan",
                            "chung-nhan",
                            "nguoi-tieu-dung",
                        ),
                    )
                ),
                name="evidence_audience_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True), models.Q(("outlet", ""), _negated=True)
                ),
                name="evidence_says_what_and_where",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("link_state__in", ("", "tot", "lung-lay", "chet"))),
                name="evidence_link_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("struck_at__isnull", True), ("struck_because", "")),
                    models.Q(
                        ("struck_at__isnull", False),
                        models.Q(("struck_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="evidence_struck_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("struck_at__isnull", True), models.Q(("link", ""), _negated=True)
                ),
                fields=("agency", "link"),
                name="evidence_link_once",
            ),
        ),
    ]
