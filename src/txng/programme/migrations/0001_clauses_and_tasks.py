"""Tasks of the Plan, their clauses and agencies, and what was reported of them."""

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
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True, verbose_name="mã")),
                ("title", models.CharField(max_length=400, verbose_name="nội dung")),
                (
                    "outcome",
                    models.CharField(blank=True, max_length=2000, verbose_name="kết quả cần đạt"),
                ),
                (
                    "appendix",
                    models.CharField(blank=True, max_length=20, verbose_name="dòng phụ lục"),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[("yearly", "Hằng năm"), ("once", "Một lần")],
                        default="once",
                        max_length=10,
                        verbose_name="nhịp",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(null=True, verbose_name="năm")),
                ("first_day", models.DateField(verbose_name="từ ngày")),
                ("last_day", models.DateField(verbose_name="đến hết ngày")),
                (
                    "phase",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("den-2020", "Đến năm 2020"),
                            ("2021-2025", "Giai đoạn 2021-2025"),
                            ("2026-2030", "Giai đoạn 2026-2030"),
                        ],
                        max_length=10,
                        verbose_name="giai đoạn",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Chưa bắt đầu"),
                            ("doing", "Đang làm"),
                            ("paused", "Tạm dừng"),
                            ("done", "Hoàn thành"),
                            ("dropped", "Đã bỏ"),
                            ("unknown", "Chưa rõ kết quả"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        default=0, null=True, verbose_name="phần trăm"
                    ),
                ),
                ("reported_on", models.DateField(null=True, verbose_name="số liệu báo đến ngày")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="lần sửa")),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ghi lúc"),
                ),
                ("made_by", models.CharField(max_length=200, verbose_name="người ghi")),
                (
                    "made_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.agency",
                        verbose_name="cơ quan ghi",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="programme.task",
                        verbose_name="thuộc nhiệm vụ",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instances",
                        to="programme.task",
                        verbose_name="nhiệm vụ hằng năm",
                    ),
                ),
            ],
            options={
                "verbose_name": "nhiệm vụ của Kế hoạch",
                "verbose_name_plural": "nhiệm vụ của Kế hoạch",
            },
        ),
        migrations.CreateModel(
            name="TaskAgency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("chu-tri", "Chủ trì"), ("phoi-hop", "Phối hợp")],
                        max_length=10,
                        verbose_name="vai",
                    ),
                ),
                ("first_day", models.DateField(verbose_name="từ ngày")),
                ("last_day", models.DateField(verbose_name="đến hết ngày")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("waiting", "Chờ xác nhận"),
                            ("confirmed", "Đã xác nhận"),
                            ("refused", "Không xác nhận"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="phần việc",
                    ),
                ),
                (
                    "answer_note",
                    models.CharField(blank=True, max_length=2000, verbose_name="ghi chú"),
                ),
                ("answered_at", models.DateTimeField(null=True, verbose_name="trả lời lúc")),
                (
                    "answered_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người trả lời"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="parties.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agencies",
                        to="programme.task",
                        verbose_name="nhiệm vụ",
                    ),
                ),
            ],
            options={
                "verbose_name": "cơ quan của nhiệm vụ",
                "verbose_name_plural": "cơ quan của nhiệm vụ",
            },
        ),
        migrations.CreateModel(
            name="TaskClause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("clause", models.CharField(max_length=20, verbose_name="điều khoản")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clauses",
                        to="programme.task",
                        verbose_name="nhiệm vụ",
                    ),
                ),
            ],
            options={
                "verbose_name": "điều khoản của nhiệm vụ",
                "verbose_name_plural": "điều khoản của nhiệm vụ",
            },
        ),
        migrations.CreateModel(
            name="TaskNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("last", models.PositiveIntegerField(default=0, verbose_name="số cuối")),
            ],
            options={
                "verbose_name": "số nhiệm vụ",
                "verbose_name_plural": "số nhiệm vụ",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="tasknumber_one_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskUpdate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="lần")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("report", "Báo cáo"),
                            ("edit", "Sửa nhiệm vụ"),
                            ("back", "Rút lại"),
                        ],
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Chưa bắt đầu"),
                            ("doing", "Đang làm"),
                            ("paused", "Tạm dừng"),
                            ("done", "Hoàn thành"),
                            ("dropped", "Đã bỏ"),
                            ("unknown", "Chưa rõ kết quả"),
                        ],
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("percent", models.PositiveSmallIntegerField(null=True, verbose_name="phần trăm")),
                ("note", models.CharField(blank=True, max_length=2000, verbose_name="ghi chú")),
                ("changes", models.JSONField(default=dict, verbose_name="điều đã sửa")),
                ("on", models.DateField(verbose_name="tính đến ngày")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc")),
                ("by", models.CharField(max_length=200, verbose_name="người ghi")),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "takes_back",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back_by",
                        to="programme.taskupdate",
                        verbose_name="rút lại lần",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="updates",
                        to="programme.task",
                        verbose_name="nhiệm vụ",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần cập nhật nhiệm vụ",
                "verbose_name_plural": "lần cập nhật nhiệm vụ",
            },
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["last_day", "id"], name="task_by_last_day"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["year", "state"], name="task_by_year"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", ""), _negated=True), models.Q(("title", ""), _negated=True)
                ),
                name="task_has_code_and_title",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day__gte", models.F("first_day"))),
                name="task_days_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("percent", 100), ("state", "done")),
                    models.Q(("percent__isnull", True), ("state", "unknown")),
                    models.Q(("state__in", ("doing", "paused", "dropped")), ("percent__lt", 100)),
                    models.Q(("percent__isnull", True), ("state", "dropped")),
                    models.Q(("percent", 0), ("state", "planned")),
                    _connector="OR",
                ),
                name="task_percent_fits_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("template__isnull", True),
                    models.Q(("parent__isnull", True), ("rhythm", "once"), ("year__isnull", False)),
                    _connector="OR",
                ),
                name="task_of_a_year_has_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("template__isnull", True), models.Q(("appendix", ""), _negated=True)
                ),
                fields=("appendix",),
                name="task_of_appendix_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                condition=models.Q(("template__isnull", False)),
                fields=("template", "year"),
                name="task_of_template_once_a_year",
            ),
        ),
        migrations.AddIndex(
            model_name="taskagency",
            index=models.Index(fields=["agency", "role", "task"], name="taskagency_by_agency"),
        ),
        migrations.AddConstraint(
            model_name="taskagency",
            constraint=models.UniqueConstraint(
                fields=("task", "agency", "role"), name="taskagency_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="taskagency",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day__gte", models.F("first_day"))),
                name="taskagency_days_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="taskagency",
            constraint=models.CheckConstraint(
                condition=models.Q(("role", "phoi-hop"), ("answer", "waiting"), _connector="OR"),
                name="taskagency_leaders_report",
            ),
        ),
        migrations.AddConstraint(
            model_name="taskagency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer", "waiting"), ("answered_at__isnull", True), ("answered_by", "")
                    ),
                    models.Q(
                        ("answer__in", ("confirmed", "refused")),
                        ("answered_at__isnull", False),
                        models.Q(("answered_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="taskagency_answer_and_its_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="taskagency",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer", "refused"), ("answer_note", ""), _negated=True),
                name="taskagency_refusal_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="taskclause",
            index=models.Index(fields=["clause", "task"], name="taskclause_by_clause"),
        ),
        migrations.AddConstraint(
            model_name="taskclause",
            constraint=models.UniqueConstraint(fields=("task", "clause"), name="taskclause_once"),
        ),
        migrations.AddConstraint(
            model_name="taskclause",
            constraint=models.CheckConstraint(
                condition=models.Q(("clause", ""), _negated=True), name="taskclause_not_empty"
            ),
        ),
        migrations.AddIndex(
            model_name="taskupdate",
            index=models.Index(fields=["on", "task"], name="taskupdate_by_day"),
        ),
        migrations.AddConstraint(
            model_name="taskupdate",
            constraint=models.UniqueConstraint(
                fields=("task", "version"), name="taskupdate_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="taskupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "back"), ("takes_back__isnull", False)),
                    models.Q(
                        models.Q(("kind", "back"), _negated=True), ("takes_back__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="taskupdate_takes_back_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="taskupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("percent__isnull", True), ("percent__lte", 100), _connector="OR"
                ),
                name="taskupdate_percent_at_most_100",
            ),
        ),
    ]
