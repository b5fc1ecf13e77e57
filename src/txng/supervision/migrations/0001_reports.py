"""What consumers report, and the numbers of a year."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ReportYear",
            fields=[
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        primary_key=True, serialize=False, verbose_name="năm"
                    ),
                ),
                ("last", models.PositiveIntegerField(default=0, verbose_name="số cuối")),
            ],
            options={
                "verbose_name": "sổ phản ánh trong năm",
                "verbose_name_plural": "sổ phản ánh trong năm",
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=14, unique=True, verbose_name="số")),
                ("code", models.CharField(max_length=200, verbose_name="mã")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("label", "Tem bong, rách hoặc bị dán đè"),
                            ("wrong", "Thông tin trên trang không đúng với món hàng"),
                            ("copied", "Nghi hàng giả hoặc tem bị chép lại"),
                            ("expired", "Hết hạn hoặc bị sửa ngày"),
                            ("ill", "Ăn uống xong thấy khó chịu, nghi ngộ độc"),
                            ("other", "Lý do khác"),
                        ],
                        max_length=10,
                        verbose_name="lý do",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=1000, verbose_name="lời kể")),
                (
                    "place",
                    models.CharField(blank=True, max_length=200, verbose_name="nơi mua hoặc thấy"),
                ),
                ("has_photo", models.BooleanField(default=False, verbose_name="có ảnh")),
                (
                    "language",
                    models.CharField(default="vi", max_length=10, verbose_name="ngôn ngữ"),
                ),
                (
                    "received_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="nhận lúc"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Đã nhận"),
                            ("checking", "Đang kiểm tra"),
                            ("answered", "Đã trả lời"),
                        ],
                        default="received",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=2000, verbose_name="trả lời")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="trả lời lúc")),
                (
                    "sender",
                    models.BinaryField(
                        max_length=16, null=True, verbose_name="thiết bị trong ngày"
                    ),
                ),
            ],
            options={
                "verbose_name": "phản ánh",
                "verbose_name_plural": "phản ánh",
                "indexes": [
                    models.Index(fields=["received_at"], name="report_by_time"),
                    models.Index(fields=["code", "received_at"], name="report_by_code"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reason__in", ("label", "wrong", "copied", "expired", "ill", "other"))
                        ),
                        name="report_reason_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("received", "checking", "answered"))),
                        name="report_state_known",
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
                        name="report_answer_and_its_time",
                    ),
                ],
            },
        ),
    ]
