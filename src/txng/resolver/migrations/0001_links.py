"""Links with their versions, hosts they may lead to, forwardings, printed ranges and what probes found."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_scope_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkedKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "path",
                    models.CharField(max_length=200, unique=True, verbose_name="đường dẫn của mã"),
                ),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="mô tả")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="tạo lúc"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="tổ chức",
                    ),
                ),
            ],
            options={
                "verbose_name": "mã có liên kết",
                "verbose_name_plural": "mã có liên kết",
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=200, verbose_name="đường dẫn")),
                ("link_type", models.CharField(max_length=200, verbose_name="loại liên kết")),
                ("href", models.CharField(max_length=2000, verbose_name="địa chỉ đích")),
                ("title", models.CharField(max_length=200, verbose_name="tiêu đề")),
                ("hreflang", models.JSONField(default=list, verbose_name="ngôn ngữ")),
                (
                    "media_type",
                    models.CharField(blank=True, max_length=100, verbose_name="kiểu nội dung"),
                ),
                ("context", models.JSONField(default=list, verbose_name="ngữ cảnh")),
                (
                    "default",
                    models.CharField(
                        choices=[
                            ("no", "không"),
                            ("yes", "liên kết mặc định"),
                            ("multi", "mặc định theo ngôn ngữ, kiểu nội dung"),
                        ],
                        default="no",
                        max_length=5,
                        verbose_name="mặc định",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="phiên bản")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="tạo lúc"),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="gỡ lúc"),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="resolver.linkedkey",
                        verbose_name="mã",
                    ),
                ),
            ],
            options={
                "verbose_name": "liên kết",
                "verbose_name_plural": "liên kết",
            },
        ),
        migrations.CreateModel(
            name="LinkHost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("host", models.CharField(max_length=253, verbose_name="tên máy")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "chờ duyệt"),
                            ("approved", "đã duyệt"),
                            ("refused", "không duyệt"),
                            ("revoked", "đã rút"),
                        ],
                        default="requested",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="lý do")),
                (
                    "requested_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="đề nghị lúc"
                    ),
                ),
                ("requested_by", models.CharField(max_length=200, verbose_name="người đề nghị")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="quyết định lúc"),
                ),
                (
                    "decided_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người quyết định"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="tổ chức",
                    ),
                ),
            ],
            options={
                "verbose_name": "tên miền đích",
                "verbose_name_plural": "tên miền đích",
            },
        ),
        migrations.CreateModel(
            name="LinkVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="phiên bản")),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("registered", "đăng ký"),
                            ("replaced", "thay thế"),
                            ("withdrawn", "gỡ"),
                            ("restored", "khôi phục"),
                        ],
                        max_length=10,
                        verbose_name="việc",
                    ),
                ),
                ("content", models.JSONField(null=True, verbose_name="nội dung")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc")),
                ("actor", models.CharField(max_length=200, verbose_name="người làm")),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="resolver.link",
                        verbose_name="liên kết",
                    ),
                ),
            ],
            options={
                "verbose_name": "phiên bản liên kết",
                "verbose_name_plural": "phiên bản liên kết",
            },
        ),
        migrations.CreateModel(
            name="PrintedRange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên đợt in")),
                ("samples", models.JSONField(verbose_name="mã mẫu")),
                (
                    "quantity",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="số tem"),
                ),
                ("printed_on", models.DateField(blank=True, null=True, verbose_name="ngày in")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="tạo lúc"),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="thôi theo dõi lúc"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="tổ chức",
                    ),
                ),
            ],
            options={
                "verbose_name": "đợt in",
                "verbose_name_plural": "đợt in",
            },
        ),
        migrations.CreateModel(
            name="Probe",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.CharField(max_length=2000, verbose_name="địa chỉ")),
                (
                    "ended_at",
                    models.CharField(blank=True, max_length=2000, verbose_name="đến địa chỉ"),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("ok", "mở được"),
                            ("dead", "không mở được"),
                            ("empty", "trang trống"),
                            ("off-domain", "dẫn ra ngoài tên miền đã duyệt"),
                            ("refused", "địa chỉ không được phép gọi"),
                        ],
                        max_length=10,
                        verbose_name="kết quả",
                    ),
                ),
                (
                    "status",
                    models.PositiveSmallIntegerField(default=0, verbose_name="mã trạng thái"),
                ),
                ("detail", models.CharField(blank=True, max_length=200, verbose_name="chi tiết")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc")),
                (
                    "link",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="probes",
                        to="resolver.link",
                        verbose_name="liên kết",
                    ),
                ),
                (
                    "printed_range",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="probes",
                        to="resolver.printedrange",
                        verbose_name="đợt in",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần thăm dò",
                "verbose_name_plural": "lần thăm dò",
            },
        ),
        migrations.CreateModel(
            name="Forwarding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("prefix", models.CharField(max_length=12, verbose_name="mã doanh nghiệp GS1")),
                ("stem", models.CharField(max_length=2000, verbose_name="gốc địa chỉ")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="tạo lúc"),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="gỡ lúc"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="tổ chức",
                    ),
                ),
            ],
            options={
                "verbose_name": "chuyển tiếp theo mã doanh nghiệp",
                "verbose_name_plural": "chuyển tiếp theo mã doanh nghiệp",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("prefix",),
                        name="forwarding_prefix_once",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=["path"],
                name="link_live",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(
                condition=models.Q(("default", "yes"), ("withdrawn_at__isnull", True)),
                fields=("path",),
                name="link_one_default",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(("default__in", ["no", "yes", "multi"])),
                name="link_default_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("href", ""), _negated=True), models.Q(("title", ""), _negated=True)
                ),
                name="link_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="linkhost",
            constraint=models.UniqueConstraint(
                fields=("organisation", "host"), name="linkhost_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="linkhost",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["requested", "approved", "refused", "revoked"])),
                name="linkhost_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="linkhost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("state", "requested")),
                    models.Q(
                        models.Q(("state", "requested"), _negated=True),
                        ("decided_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="linkhost_decided_or_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="linkversion",
            constraint=models.UniqueConstraint(
                fields=("link", "number"), name="linkversion_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="printedrange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("organisation", "name"),
                name="printedrange_name_once",
            ),
        ),
        migrations.AddIndex(
            model_name="probe",
            index=models.Index(fields=["link", "-at"], name="probe_of_link"),
        ),
        migrations.AddIndex(
            model_name="probe",
            index=models.Index(fields=["printed_range", "-at"], name="probe_of_range"),
        ),
        migrations.AddConstraint(
            model_name="probe",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("link__isnull", False), ("printed_range__isnull", True)),
                    models.Q(("link__isnull", True), ("printed_range__isnull", False)),
                    _connector="OR",
                ),
                name="probe_of_one_thing",
            ),
        ),
    ]
