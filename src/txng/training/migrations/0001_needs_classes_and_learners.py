"""Subjects, needs and plans; classes with sessions, learners and papers of attendance."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0004_persons_openings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
            name="TrainingClass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="mã lớp")),
                ("title", models.CharField(max_length=200, verbose_name="tên lớp")),
                ("audience", models.JSONField(default=list, verbose_name="dành cho")),
                ("about", models.TextField(blank=True, max_length=4000, verbose_name="giới thiệu")),
                ("is_online", models.BooleanField(default=False, verbose_name="học trực tuyến")),
                (
                    "commune_code",
                    models.CharField(blank=True, max_length=5, verbose_name="xã, phường"),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="địa điểm")),
                ("places", models.PositiveSmallIntegerField(verbose_name="số chỗ")),
                (
                    "share",
                    models.PositiveSmallIntegerField(
                        default=80, verbose_name="phần buổi phải dự (%)"
                    ),
                ),
                ("has_quiz", models.BooleanField(default=False, verbose_name="có bài kiểm tra")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("soan", "Đang soạn"),
                            ("mo", "Đã công bố"),
                            ("xong", "Đã xong"),
                            ("huy", "Đã hủy"),
                        ],
                        default="soan",
                        max_length=5,
                        verbose_name="trạng thái",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="ngày đầu")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ngày cuối")),
                (
                    "session_count",
                    models.PositiveSmallIntegerField(default=0, verbose_name="số buổi"),
                ),
                ("opened_by", models.CharField(max_length=200, verbose_name="người mở")),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="mở lúc"),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="kết thúc lúc"),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do hủy")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="lần sửa")),
                (
                    "host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.agency",
                        verbose_name="đơn vị tổ chức",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="classes",
                        to="training.subject",
                        verbose_name="chuyên đề",
                    ),
                ),
            ],
            options={
                "verbose_name": "lớp đào tạo",
                "verbose_name_plural": "lớp đào tạo",
            },
        ),
        migrations.CreateModel(
            name="Trainer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="họ tên")),
                (
                    "title",
                    models.CharField(blank=True, max_length=200, verbose_name="chức vụ, đơn vị"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teaches",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản",
                    ),
                ),
                (
                    "training_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trainers",
                        to="training.trainingclass",
                        verbose_name="lớp",
                    ),
                ),
            ],
            options={
                "verbose_name": "giảng viên",
                "verbose_name_plural": "giảng viên",
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="buổi")),
                ("day", models.DateField(verbose_name="ngày")),
                ("begins_at", models.TimeField(verbose_name="từ giờ")),
                ("ends_at", models.TimeField(verbose_name="đến giờ")),
                (
                    "title",
                    models.CharField(blank=True, max_length=200, verbose_name="nội dung buổi"),
                ),
                (
                    "training_class",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="training.trainingclass",
                        verbose_name="lớp",
                    ),
                ),
            ],
            options={
                "verbose_name": "buổi học",
                "verbose_name_plural": "buổi học",
            },
        ),
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
            name="YearNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.CharField(max_length=5, verbose_name="loại")),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="số cuối")),
            ],
            options={
                "verbose_name": "số của năm",
                "verbose_name_plural": "số của năm",
                "constraints": [
                    models.UniqueConstraint(fields=("series", "year"), name="yearnumber_once")
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taught__gte", 1),
                            ("taught__lte", 5),
                            ("useful__gte", 1),
                            ("useful__lte", 5),
                            ("knows_after__gte", 1),
                            ("knows_after__lte", 5),
                        ),
                        name="feedback_levels_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="số")),
                ("code", models.CharField(max_length=12, unique=True, verbose_name="mã kiểm tra")),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="cấp cho")),
                ("issued_on", models.DateField(verbose_name="ngày cấp")),
                (
                    "issued_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="cấp lúc"),
                ),
                ("issued_by", models.CharField(max_length=200, verbose_name="người cấp")),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="thu hồi lúc"),
                ),
                (
                    "revoked_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người thu hồi"),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do thu hồi"),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản cấp",
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="training.learner",
                        verbose_name="học viên",
                    ),
                ),
            ],
            options={
                "verbose_name": "giấy chứng nhận tham dự",
                "verbose_name_plural": "giấy chứng nhận tham dự",
                "indexes": [models.Index(fields=["issued_on", "id"], name="paper_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reason", ""), ("revoked_at__isnull", True), ("revoked_by", "")
                            ),
                            models.Q(
                                ("revoked_at__isnull", False),
                                models.Q(("revoked_by", ""), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="paper_revoked_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revoked_by", ""),
                            models.Q(("revoked_by", models.F("issued_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="paper_revoked_by_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("learner",),
                        name="paper_in_force_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="lần")),
                ("answers", models.JSONField(verbose_name="trả lời")),
                ("score", models.PositiveSmallIntegerField(verbose_name="điểm (%)")),
                ("has_passed", models.BooleanField(verbose_name="đạt")),
                (
                    "told_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="nộp lúc"),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="training.learner",
                        verbose_name="học viên",
                    ),
                ),
            ],
            options={
                "verbose_name": "bài làm",
                "verbose_name_plural": "bài làm",
                "constraints": [
                    models.UniqueConstraint(fields=("learner", "number"), name="attempt_in_order"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number__gte", 1), ("number__lte", 2), ("score__lte", 100)
                        ),
                        name="attempt_at_most_twice",
                    ),
                ],
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
                    "learner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="training.learner",
                        verbose_name="học viên",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="training.session",
                        verbose_name="buổi",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần có mặt",
                "verbose_name_plural": "lần có mặt",
                "constraints": [
                    models.UniqueConstraint(fields=("learner", "session"), name="attendance_once"),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ("qr", "ma", "ve", "giay", "tep"))),
                        name="attendance_way_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="câu số")),
                (
                    "kind",
                    models.CharField(
                        choices=[("mot", "Một đáp án"), ("nhieu", "Nhiều đáp án")],
                        max_length=5,
                        verbose_name="loại",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="câu hỏi")),
                ("choices", models.JSONField(verbose_name="đáp án")),
                ("why", models.CharField(blank=True, max_length=500, verbose_name="giải thích")),
                ("is_asked", models.BooleanField(default=True, verbose_name="đang hỏi")),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="training.subject",
                        verbose_name="chuyên đề",
                    ),
                ),
            ],
            options={
                "verbose_name": "câu hỏi",
                "verbose_name_plural": "câu hỏi",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("mot", "nhieu")), models.Q(("text", ""), _negated=True)
                        ),
                        name="question_kind_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_asked", True)),
                        fields=("subject", "number"),
                        name="question_in_order",
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
        migrations.AddIndex(
            model_name="trainingclass",
            index=models.Index(fields=["ends_on", "id"], name="class_by_last_day"),
        ),
        migrations.AddIndex(
            model_name="trainingclass",
            index=models.Index(fields=["opened_at", "id"], name="class_by_time"),
        ),
        migrations.AddConstraint(
            model_name="trainingclass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("soan", "mo", "xong", "huy")),
                    models.Q(("title", ""), _negated=True),
                ),
                name="class_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingclass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("places__gte", 1),
                    ("places__lte", 1000),
                    ("share__gte", 1),
                    ("share__lte", 100),
                ),
                name="class_has_places",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingclass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_online", True),
                    models.Q(("commune_code", ""), _negated=True),
                    _connector="OR",
                ),
                name="class_is_somewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingclass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "soan"),
                    models.Q(("session_count__gte", 1), ("starts_on__isnull", False)),
                    _connector="OR",
                ),
                name="class_published_with_sessions",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingclass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "huy"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="class_cancelled_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingclass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("state__in", ("soan", "mo"))),
                    models.Q(("ended_at__isnull", False), ("state__in", ("xong", "huy"))),
                    _connector="OR",
                ),
                name="class_ended_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainer",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="trainer_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="trainer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("training_class", "person"),
                name="trainer_once_in_a_class",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(
                fields=("training_class", "number"), name="lesson_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("begins_at"))),
                name="lesson_ends_after_it_begins",
            ),
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
            model_name="planline",
            constraint=models.UniqueConstraint(
                fields=("plan", "subject"), name="planline_subject_once"
            ),
        ),
    ]
