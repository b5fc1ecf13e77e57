"""Learners of a class, when they were there, what they thought of it."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0004_persons_openings"),
        ("training", "0002_classes_and_sessions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Learner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "secret",
                    models.CharField(max_length=22, unique=True, verbose_name="địa chỉ của vé"),
                ),
                ("code", models.CharField(max_length=6, unique=True, verbose_name="mã vé")),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="họ tên")),
                (
                    "contact",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="điện thoại hoặc thư điện tử"
                    ),
                ),
                ("contact_key", models.CharField(blank=True, max_length=64)),
                (
                    "organisation",
                    models.CharField(blank=True, max_length=200, verbose_name="đơn vị"),
                ),
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
                (
                    "state",
                    models.CharField(
                        choices=[("co-cho", "Có chỗ"), ("cho", "Danh sách chờ"), ("rut", "Đã rút")],
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("tu-dang-ky", "Tự đăng ký"),
                            ("giay", "Danh sách giấy"),
                            ("tep", "Tệp Excel"),
                        ],
                        default="tu-dang-ky",
                        max_length=10,
                        verbose_name="vào lớp bằng",
                    ),
                ),
                ("consent", models.CharField(blank=True, max_length=20, verbose_name="bản đồng ý")),
                (
                    "shows_name",
                    models.BooleanField(
                        default=False, verbose_name="cho hiện tên khi kiểm tra giấy"
                    ),
                ),
                (
                    "knew_before",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="hiểu biết trước lớp"
                    ),
                ),
                (
                    "attended",
                    models.PositiveSmallIntegerField(default=0, verbose_name="số buổi đã dự"),
                ),
                ("attended_enough", models.BooleanField(default=False, verbose_name="dự đủ")),
                ("has_passed", models.BooleanField(default=False, verbose_name="đạt bài kiểm tra")),
                (
                    "registered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="đăng ký lúc"
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="rút lúc"),
                ),
                (
                    "erased_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="xóa thông tin lúc"),
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
                    "training_class",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="learners",
                        to="training.trainingclass",
                        verbose_name="lớp",
                    ),
                ),
            ],
            options={
                "verbose_name": "học viên",
                "verbose_name_plural": "học viên",
            },
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("useful", models.PositiveSmallIntegerField(verbose_name="có ích cho công việc")),
                ("taught", models.PositiveSmallIntegerField(verbose_name="dễ hiểu")),
                ("knows_after", models.PositiveSmallIntegerField(verbose_name="hiểu biết sau lớp")),
                (
                    "words",
                    models.CharField(blank=True, max_length=1000, verbose_name="nên làm gì khác"),
                ),
                (
                    "told_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="gửi lúc"),
                ),
                (
                    "learner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feedback",
                        to="training.learner",
                        verbose_name="học viên",
                    ),
                ),
            ],
            options={
                "verbose_name": "phiếu góp ý",
                "verbose_name_plural": "phiếu góp ý",
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("qr", "QR trên màn chiếu"),
                            ("ma", "QR và mã vé"),
                            ("ve", "Giảng viên nhận vé"),
                            ("giay", "Đánh dấu theo danh sách"),
                            ("tep", "Tệp Excel"),
                        ],
                        max_length=4,
                        verbose_name="bằng",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc")),
                ("told_by", models.CharField(max_length=200, verbose_name="ai ghi")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="training.session",
                        verbose_name="buổi",
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="training.learner",
                        verbose_name="học viên",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần có mặt",
                "verbose_name_plural": "lần có mặt",
            },
        ),
        migrations.AddIndex(
            model_name="learner",
            index=models.Index(
                fields=["training_class", "state", "registered_at"], name="learner_by_class"
            ),
        ),
        migrations.AddIndex(
            model_name="learner",
            index=models.Index(
                fields=["training_class", "attended_enough", "kind"], name="learner_trained"
            ),
        ),
        migrations.AddConstraint(
            model_name="learner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("co-cho", "cho", "rut")),
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
                ),
                name="learner_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="learner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "rut"), ("withdrawn_at__isnull", False)),
                    models.Q(
                        models.Q(("state", "rut"), _negated=True), ("withdrawn_at__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="learner_withdrawn_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="learner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at__isnull", True),
                    models.Q(
                        ("contact", ""), ("contact_key", ""), ("name", ""), ("organisation", "")
                    ),
                    _connector="OR",
                ),
                name="learner_erased_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="learner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("knew_before__isnull", True),
                    models.Q(("knew_before__gte", 1), ("knew_before__lte", 5)),
                    _connector="OR",
                ),
                name="learner_level_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="learner",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("contact_key", ""), _negated=True),
                    models.Q(("state", "rut"), _negated=True),
                ),
                fields=("training_class", "contact_key"),
                name="learner_once_in_a_class",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("taught__gte", 1),
                    ("taught__lte", 5),
                    ("useful__gte", 1),
                    ("useful__lte", 5),
                    ("knows_after__gte", 1),
                    ("knows_after__lte", 5),
                ),
                name="feedback_levels_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(
                fields=("learner", "session"), name="attendance_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ("qr", "ma", "ve", "giay", "tep"))),
                name="attendance_way_known",
            ),
        ),
    ]
