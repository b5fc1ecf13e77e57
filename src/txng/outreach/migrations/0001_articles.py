"""Articles, their versions, pictures, words, and what was being typed."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0009_journal_by_record"),
        ("documents", "0001_imports_and_attachments"),
        ("products", "0005_trade_items_by_state"),
    ]

    operations = [
        migrations.CreateModel(
            name="Article",
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
                            ("tin", "Tin"),
                            ("dien-hinh", "Bài điển hình, chuyên đề"),
                            ("huong-dan", "Hướng dẫn"),
                        ],
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("nhap", "Bản nháp"),
                            ("cho-duyet", "Chờ duyệt"),
                            ("da-duyet", "Đã duyệt"),
                            ("da-rut", "Đã rút"),
                        ],
                        default="nhap",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("slug", models.SlugField(blank=True, max_length=100, verbose_name="địa chỉ")),
                (
                    "guide",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="thay hướng dẫn có sẵn"
                    ),
                ),
                ("publish_at", models.DateTimeField(null=True, verbose_name="đăng từ lúc")),
                (
                    "submitted_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người gửi duyệt"),
                ),
                (
                    "approved_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người duyệt"),
                ),
                (
                    "said",
                    models.CharField(blank=True, max_length=500, verbose_name="lý do trả lại"),
                ),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="rút lúc")),
                (
                    "withdrawn_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người rút"),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do rút")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="bắt đầu viết lúc"
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="sửa lúc"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="của",
                    ),
                ),
            ],
            options={
                "verbose_name": "tin bài",
                "verbose_name_plural": "tin bài",
            },
        ),
        migrations.CreateModel(
            name="ArticleVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="bản")),
                ("title", models.CharField(max_length=200, verbose_name="đầu đề")),
                ("summary", models.CharField(blank=True, max_length=400, verbose_name="tóm tắt")),
                ("body", models.TextField(blank=True, max_length=40000, verbose_name="bài")),
                (
                    "title_en",
                    models.CharField(blank=True, max_length=200, verbose_name="đầu đề tiếng Anh"),
                ),
                (
                    "summary_en",
                    models.CharField(blank=True, max_length=400, verbose_name="tóm tắt tiếng Anh"),
                ),
                (
                    "body_en",
                    models.TextField(blank=True, max_length=40000, verbose_name="bài tiếng Anh"),
                ),
                ("video", models.CharField(blank=True, max_length=500, verbose_name="video")),
                (
                    "transcript",
                    models.TextField(blank=True, max_length=10000, verbose_name="lời của video"),
                ),
                ("audience", models.CharField(blank=True, max_length=20, verbose_name="đối tượng")),
                (
                    "clause",
                    models.CharField(
                        blank=True, max_length=12, verbose_name="điều khoản của Kế hoạch"
                    ),
                ),
                (
                    "saved_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="lưu lúc"),
                ),
                ("saved_by", models.CharField(max_length=200, verbose_name="người lưu")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="outreach.article",
                        verbose_name="tin bài",
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
                "verbose_name": "bản của tin bài",
                "verbose_name_plural": "bản của tin bài",
            },
        ),
        migrations.AddField(
            model_name="article",
            name="latest",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="outreach.articleversion",
                verbose_name="bản mới nhất",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="shown",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="outreach.articleversion",
                verbose_name="bản đang đăng",
            ),
        ),
        migrations.CreateModel(
            name="ArticleWord",
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
                        to="outreach.article",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ArticleDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=200, verbose_name="người viết")),
                ("base", models.PositiveIntegerField(verbose_name="sửa từ bản")),
                ("values", models.JSONField(verbose_name="nội dung")),
                (
                    "saved_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="tự lưu lúc"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="outreach.article",
                        verbose_name="tin bài",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản tự lưu",
                "verbose_name_plural": "bản tự lưu",
                "constraints": [
                    models.UniqueConstraint(fields=("article", "person"), name="articledraft_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ArticlePicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="hình")),
                ("alt", models.CharField(blank=True, max_length=300, verbose_name="lời tả")),
                (
                    "alt_en",
                    models.CharField(blank=True, max_length=300, verbose_name="lời tả tiếng Anh"),
                ),
                ("credit", models.CharField(blank=True, max_length=300, verbose_name="ảnh của")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="outreach.article",
                        verbose_name="tin bài",
                    ),
                ),
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.attachment",
                        verbose_name="tệp",
                    ),
                ),
            ],
            options={
                "verbose_name": "hình của tin bài",
                "verbose_name_plural": "hình của tin bài",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("article", "number"), name="articlepicture_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="articleversion",
            constraint=models.UniqueConstraint(
                fields=("article", "number"), name="articleversion_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="articleversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="articleversion_has_a_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="articleversion",
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
                name="articleversion_audience",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["updated_at", "id"], name="article_by_change"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["kind", "publish_at"], name="article_by_publication"),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("tin", "dien-hinh", "huong-dan"))),
                name="article_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("nhap", "cho-duyet", "da-duyet", "da-rut"))),
                name="article_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("shown__isnull", True),
                    models.Q(
                        ("publish_at__isnull", False),
                        models.Q(("slug", ""), _negated=True),
                        models.Q(("approved_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="article_shown_is_approved",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("reason", "")),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        models.Q(("reason", ""), _negated=True),
                        models.Q(("withdrawn_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="article_withdrawn_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slug", ""), _negated=True),
                fields=("slug",),
                name="article_one_for_an_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.UniqueConstraint(
                condition=models.Q(("guide", ""), _negated=True),
                fields=("guide",),
                name="article_one_for_a_guide",
            ),
        ),
        migrations.AddIndex(
            model_name="articleword",
            index=models.Index(fields=["word", "of"], name="articleword_by_word"),
        ),
        migrations.AddConstraint(
            model_name="articleword",
            constraint=models.UniqueConstraint(fields=("of", "word"), name="articleword_once"),
        ),
    ]
