"""What people and agencies tell us, and the numbers given in a year."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0002_campaigns"),
        ("parties", "0004_persons_openings"),
    ]

    operations = [
        migrations.CreateModel(
            name="MatterYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.CharField(max_length=2, verbose_name="loại số")),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="số cuối")),
            ],
            options={
                "verbose_name": "sổ góp ý trong năm",
                "verbose_name_plural": "sổ góp ý trong năm",
                "constraints": [
                    models.UniqueConstraint(fields=("series", "year"), name="matteryear_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Matter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=16, unique=True, verbose_name="số")),
                ("origin", models.CharField(max_length=10, verbose_name="từ")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("gop-y", "Góp ý"),
                            ("vuong-mac", "Vướng mắc"),
                            ("hoi", "Hỏi"),
                            ("kho-khan", "Khó khăn, vướng mắc của cơ quan"),
                        ],
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="việc gì")),
                ("words", models.CharField(max_length=3000, verbose_name="nội dung")),
                ("wish", models.CharField(blank=True, max_length=2000, verbose_name="kiến nghị")),
                (
                    "clause",
                    models.CharField(
                        blank=True, max_length=12, verbose_name="điều khoản của Kế hoạch"
                    ),
                ),
                (
                    "commune_code",
                    models.CharField(blank=True, max_length=5, verbose_name="xã, phường"),
                ),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=120, verbose_name="tên người gửi"),
                ),
                (
                    "contact",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="điện thoại hoặc thư"
                    ),
                ),
                (
                    "consent",
                    models.CharField(blank=True, max_length=10, verbose_name="đồng ý theo bản"),
                ),
                (
                    "language",
                    models.CharField(default="vi", max_length=10, verbose_name="ngôn ngữ"),
                ),
                (
                    "secret",
                    models.BinaryField(max_length=32, null=True, verbose_name="dấu băm của mã"),
                ),
                (
                    "sender",
                    models.BinaryField(
                        max_length=16, null=True, verbose_name="thiết bị trong ngày"
                    ),
                ),
                ("form", models.BinaryField(max_length=32, null=True, verbose_name="tờ đã gửi")),
                (
                    "asked_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người gửi"),
                ),
                (
                    "received_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="nhận lúc"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="trả lời đến hết ngày")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("moi", "Mới nhận"),
                            ("nhan", "Đã có cơ quan nhận"),
                            ("tra-loi", "Đã trả lời"),
                            ("dong", "Đã đóng"),
                        ],
                        default="moi",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("taken_at", models.DateTimeField(null=True, verbose_name="giao lúc")),
                ("answer", models.CharField(blank=True, max_length=4000, verbose_name="trả lời")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="trả lời lúc")),
                (
                    "answered_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người trả lời"),
                ),
                ("closed_at", models.DateTimeField(null=True, verbose_name="đóng lúc")),
                (
                    "escalated_at",
                    models.DateTimeField(null=True, verbose_name="trình UBND tỉnh lúc"),
                ),
                (
                    "escalated_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người trình"),
                ),
                (
                    "escalation",
                    models.CharField(blank=True, max_length=2000, verbose_name="nội dung trình"),
                ),
                (
                    "decision_number",
                    models.CharField(blank=True, max_length=60, verbose_name="số văn bản"),
                ),
                ("decided_on", models.DateField(null=True, verbose_name="ngày quyết định")),
                (
                    "decision",
                    models.CharField(blank=True, max_length=2000, verbose_name="quyết định"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="lần sửa")),
                (
                    "asked_by_agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.agency",
                        verbose_name="cơ quan gửi",
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.agency",
                        verbose_name="cơ quan trả lời",
                    ),
                ),
            ],
            options={
                "verbose_name": "góp ý, vướng mắc",
                "verbose_name_plural": "góp ý, vướng mắc",
                "indexes": [
                    models.Index(fields=["received_at", "id"], name="matter_by_time"),
                    models.Index(fields=["state", "due_on"], name="matter_by_due_day"),
                    models.Index(fields=["handler", "received_at"], name="matter_by_handler"),
                    models.Index(fields=["asked_by_agency", "received_at"], name="matter_by_asker"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("form",), name="matter_form_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("origin", "dan"),
                                ("secret__isnull", False),
                                ("kind__in", ("gop-y", "vuong-mac", "hoi")),
                                ("asked_by_agency__isnull", True),
                            ),
                            models.Q(
                                ("kind", "kho-khan"),
                                ("origin", "co-quan"),
                                ("asked_by_agency__isnull", False),
                                ("secret__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="matter_from_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("moi", "nhan", "tra-loi", "dong"))),
                        name="matter_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("handler__isnull", True), ("state", "moi")),
                            models.Q(
                                models.Q(("state", "moi"), _negated=True),
                                ("handler__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="matter_taken_by_an_agency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answer", "")),
                            models.Q(
                                ("answered_at__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="matter_answer_and_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contact", ""),
                            models.Q(("consent", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="matter_contact_with_consent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on__isnull", True), ("decision", "")),
                            models.Q(
                                ("decided_on__isnull", False),
                                ("escalated_at__isnull", False),
                                models.Q(("decision", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="matter_decided_after_escalation",
                    ),
                ],
            },
        ),
    ]
