"""The log beside its files: places, openings, acts, checkpoints, cosignatures, anchors."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("place", models.BigIntegerField(primary_key=True, serialize=False)),
                ("root", models.BinaryField(max_length=32)),
                ("note", models.BinaryField(max_length=2000)),
                (
                    "signed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ký lúc"),
                ),
            ],
            options={
                "verbose_name": "điểm mốc",
                "verbose_name_plural": "điểm mốc",
            },
        ),
        migrations.CreateModel(
            name="Shard",
            fields=[
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        primary_key=True, serialize=False, verbose_name="năm"
                    ),
                ),
                ("origin", models.CharField(max_length=200, unique=True, verbose_name="tên")),
                ("vkey", models.CharField(max_length=400, verbose_name="khóa kiểm")),
                ("former_vkeys", models.TextField(blank=True, verbose_name="khóa kiểm cũ")),
                ("lost", models.TextField(blank=True, verbose_name="mục không mở được nữa")),
                (
                    "began_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="mở lúc"),
                ),
            ],
            options={
                "verbose_name": "tập nhật ký",
                "verbose_name_plural": "tập nhật ký",
            },
        ),
        migrations.CreateModel(
            name="Act",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="loại")),
                ("clear", models.JSONField(default=dict, verbose_name="nội dung công khai")),
                ("content", models.JSONField(default=dict, verbose_name="nội dung")),
                ("secret", models.BinaryField(max_length=32)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc")),
                ("actor", models.CharField(max_length=200, verbose_name="người làm")),
                ("organisation", models.PositiveIntegerField(null=True, verbose_name="tổ chức")),
                (
                    "place",
                    models.BigIntegerField(
                        null=True, unique=True, verbose_name="chỗ trong nhật ký"
                    ),
                ),
            ],
            options={
                "verbose_name": "việc công vụ",
                "verbose_name_plural": "việc công vụ",
                "indexes": [
                    models.Index(
                        condition=models.Q(("place__isnull", True)),
                        fields=["id"],
                        name="act_waiting",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("place", models.BigIntegerField(primary_key=True, serialize=False)),
                ("event_key", models.BinaryField(max_length=16, unique=True)),
                ("secret", models.BinaryField(max_length=32)),
                ("person_key", models.BinaryField(max_length=32, null=True)),
                ("person_digest", models.BinaryField(max_length=32, null=True)),
            ],
            options={
                "verbose_name": "chìa mở mục nhật ký",
                "verbose_name_plural": "chìa mở mục nhật ký",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person_key__isnull", True),
                            ("person_digest__isnull", True),
                            _connector="OR",
                        ),
                        name="opening_person_kept_or_erased",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("read_time", models.BigIntegerField(default=0)),
                (
                    "read_key",
                    models.BinaryField(
                        default=b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
                        max_length=16,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(default=0, verbose_name="năm")),
                ("size", models.BigIntegerField(default=0, verbose_name="số mục")),
            ],
            options={
                "verbose_name": "tiến độ ghi nhật ký minh bạch",
                "verbose_name_plural": "tiến độ ghi nhật ký minh bạch",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="progress_one_row"),
                    models.CheckConstraint(
                        condition=models.Q(("size__gte", 0)), name="progress_size_counts"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Anchor",
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
                            ("rfc3161", "dấu thời gian RFC 3161"),
                            ("evm", "hợp đồng trên chuỗi EVM"),
                        ],
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                ("receipt", models.BinaryField(verbose_name="biên nhận")),
                ("anchored_at", models.DateTimeField(verbose_name="lúc")),
                (
                    "received_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="nhận lúc"
                    ),
                ),
                (
                    "checkpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="anchors",
                        to="transparency.checkpoint",
                        verbose_name="điểm mốc",
                    ),
                ),
            ],
            options={
                "verbose_name": "neo bên ngoài",
                "verbose_name_plural": "neo bên ngoài",
                "constraints": [
                    models.UniqueConstraint(fields=("checkpoint", "kind"), name="anchor_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nhân chứng")),
                ("key_id", models.BigIntegerField()),
                ("line", models.CharField(max_length=1000)),
                ("signed_at", models.DateTimeField(verbose_name="ký lúc")),
                (
                    "received_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="nhận lúc"
                    ),
                ),
                (
                    "checkpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cosignatures",
                        to="transparency.checkpoint",
                        verbose_name="điểm mốc",
                    ),
                ),
            ],
            options={
                "verbose_name": "chữ ký nhân chứng",
                "verbose_name_plural": "chữ ký nhân chứng",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("checkpoint", "name", "key_id"), name="cosignature_once"
                    )
                ],
            },
        ),
    ]
