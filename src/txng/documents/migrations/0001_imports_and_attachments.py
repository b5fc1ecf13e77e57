import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0008_keys_hold_rights"),
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("importer", models.SlugField(db_index=False, max_length=40, verbose_name="sổ")),
                ("actor", models.CharField(max_length=200, verbose_name="người gửi")),
                (
                    "language",
                    models.CharField(default="vi", max_length=10, verbose_name="ngôn ngữ"),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("file_size", models.PositiveIntegerField(verbose_name="cỡ tệp")),
                (
                    "file_sha256",
                    models.CharField(max_length=64, verbose_name="dấu băm SHA-256 của tệp"),
                ),
                ("file_gone_at", models.DateTimeField(null=True, verbose_name="tệp bị hủy lúc")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Chờ kiểm tra"),
                            ("checking", "Đang kiểm tra"),
                            ("checked", "Đã kiểm tra, chờ bạn quyết định"),
                            ("applying", "Đang ghi vào sổ"),
                            ("done", "Đã ghi vào sổ"),
                            ("undoing", "Đang hoàn tác"),
                            ("undone", "Đã hoàn tác"),
                            ("failed", "Dừng lại"),
                            ("dropped", "Đã bỏ, chưa ghi gì"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("mode", models.CharField(blank=True, max_length=4, verbose_name="cách ghi")),
                ("total", models.PositiveIntegerField(verbose_name="số dòng")),
                ("wrong", models.PositiveIntegerField(default=0, verbose_name="dòng lỗi")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="đã làm")),
                ("created", models.PositiveIntegerField(default=0, verbose_name="thêm mới")),
                ("updated", models.PositiveIntegerField(default=0, verbose_name="thay đổi")),
                ("unchanged", models.PositiveIntegerField(default=0, verbose_name="không đổi")),
                (
                    "refused",
                    models.PositiveIntegerField(default=0, verbose_name="bị từ chối khi ghi"),
                ),
                ("taken_back", models.PositiveIntegerField(default=0, verbose_name="đã hoàn tác")),
                (
                    "kept",
                    models.PositiveIntegerField(default=0, verbose_name="không hoàn tác được"),
                ),
                ("notes", models.JSONField(default=list, verbose_name="ghi chú về tệp")),
                (
                    "failure",
                    models.CharField(blank=True, max_length=500, verbose_name="vì sao dừng"),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="gửi lúc"),
                ),
                ("checked_at", models.DateTimeField(null=True, verbose_name="kiểm tra xong lúc")),
                ("applied_at", models.DateTimeField(null=True, verbose_name="ghi xong lúc")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="hoàn tác xong lúc")),
                ("worker", models.CharField(blank=True, max_length=40)),
                ("lease_until", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="thay mặt",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người gửi",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần nhập",
                "verbose_name_plural": "lần nhập",
                "indexes": [
                    models.Index(
                        fields=["organisation", "created_at", "id"], name="importrun_by_owner"
                    ),
                    models.Index(fields=["state", "id"], name="importrun_by_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "waiting",
                                    "checking",
                                    "checked",
                                    "applying",
                                    "done",
                                    "undoing",
                                    "undone",
                                    "failed",
                                    "dropped",
                                ),
                            )
                        ),
                        name="importrun_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ("", "all", "good"))),
                        name="importrun_mode_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("done", "undoing", "undone")), _negated=True),
                            ("applied_at__isnull", False),
                            _connector="OR",
                        ),
                        name="importrun_done_has_its_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="dòng")),
                ("values", models.JSONField(verbose_name="giá trị")),
                ("problems", models.JSONField(default=list, verbose_name="lỗi")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("good", "Đúng, chưa ghi"),
                            ("wrong", "Lỗi"),
                            ("created", "Thêm mới"),
                            ("updated", "Thay đổi"),
                            ("unchanged", "Không đổi"),
                            ("refused", "Bị từ chối khi ghi"),
                            ("undone", "Đã hoàn tác"),
                            ("kept", "Không hoàn tác được"),
                        ],
                        max_length=10,
                        verbose_name="kết quả",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=100, verbose_name="mục")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="tên mục")),
                ("before", models.JSONField(default=dict, verbose_name="trước khi ghi")),
                ("was", models.CharField(blank=True, max_length=10)),
                ("said", models.CharField(blank=True, max_length=500, verbose_name="vì sao")),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="documents.importrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "dòng nhập",
                "verbose_name_plural": "dòng nhập",
                "indexes": [
                    models.Index(fields=["run", "outcome", "number"], name="importrow_by_outcome")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "number"), name="importrow_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                (
                                    "good",
                                    "wrong",
                                    "created",
                                    "updated",
                                    "unchanged",
                                    "refused",
                                    "undone",
                                    "kept",
                                ),
                            )
                        ),
                        name="importrow_outcome_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("subject_kind", models.CharField(max_length=60, verbose_name="loại mục")),
                ("subject_id", models.CharField(max_length=100, verbose_name="mục")),
                ("title", models.CharField(max_length=200, verbose_name="là gì")),
                ("media_type", models.CharField(max_length=40, verbose_name="kiểu")),
                ("size", models.PositiveIntegerField(verbose_name="cỡ")),
                ("sha256", models.CharField(max_length=64, verbose_name="dấu băm SHA-256")),
                ("attached_by", models.CharField(max_length=200, verbose_name="người gửi")),
                (
                    "attached_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="gửi lúc"),
                ),
                ("removed_at", models.DateTimeField(null=True, verbose_name="gỡ lúc")),
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
                "verbose_name": "tệp kèm",
                "verbose_name_plural": "tệp kèm",
                "indexes": [
                    models.Index(
                        fields=["subject_kind", "subject_id"], name="attachment_by_subject"
                    )
                ],
            },
        ),
    ]
