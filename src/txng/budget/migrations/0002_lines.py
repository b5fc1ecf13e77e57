"""Lines of the estimate, their parts by source, their steps."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("budget", "0001_sources"),
        ("parties", "0004_persons_openings"),
        ("programme", "0001_clauses_and_tasks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("purpose", models.CharField(max_length=20, verbose_name="mục chi")),
                ("title", models.CharField(max_length=300, verbose_name="nội dung")),
                ("note", models.CharField(blank=True, max_length=2000, verbose_name="thuyết minh")),
                ("calculation", models.TextField(blank=True, verbose_name="cách tính")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("nhap", "Đang soạn"),
                            ("tra-lai", "Đã trả lại"),
                            ("de-xuat", "Chờ thẩm định"),
                            ("tham-dinh", "Chờ phê duyệt"),
                            ("phe-duyet", "Đã phê duyệt"),
                            ("khong-duyet", "Không được bố trí"),
                        ],
                        default="nhap",
                        max_length=12,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "proposed",
                    models.DecimalField(decimal_places=0, max_digits=15, verbose_name="đề xuất"),
                ),
                (
                    "appraised",
                    models.DecimalField(
                        decimal_places=0, max_digits=15, null=True, verbose_name="thẩm định"
                    ),
                ),
                (
                    "approved",
                    models.DecimalField(
                        decimal_places=0, max_digits=15, null=True, verbose_name="được giao"
                    ),
                ),
                (
                    "disbursed",
                    models.DecimalField(
                        decimal_places=0, default=0, max_digits=15, verbose_name="đã giải ngân"
                    ),
                ),
                (
                    "proposed_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người đề xuất"),
                ),
                ("proposed_at", models.DateTimeField(null=True, verbose_name="đề xuất lúc")),
                (
                    "appraised_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người thẩm định"),
                ),
                ("appraised_at", models.DateTimeField(null=True, verbose_name="thẩm định lúc")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do")),
                (
                    "decision_number",
                    models.CharField(blank=True, max_length=60, verbose_name="số quyết định"),
                ),
                ("decision_on", models.DateField(null=True, verbose_name="ngày quyết định")),
                (
                    "approval_reason",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="lý do giao thấp hơn"
                    ),
                ),
                (
                    "approved_by",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="người ghi quyết định"
                    ),
                ),
                ("approved_at", models.DateTimeField(null=True, verbose_name="ghi quyết định lúc")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="lập lúc"),
                ),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="sửa lúc"),
                ),
                ("changed_by", models.CharField(max_length=200, verbose_name="người sửa")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_lines",
                        to="parties.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "proposed_by_person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_lines",
                        to="programme.task",
                        verbose_name="nhiệm vụ",
                    ),
                ),
            ],
            options={
                "verbose_name": "dòng dự toán",
                "verbose_name_plural": "dòng dự toán",
            },
        ),
        migrations.CreateModel(
            name="LineStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("proposed", "Gửi đề xuất"),
                            ("taken_back", "Rút đề xuất"),
                            ("returned", "Trả lại để sửa"),
                            ("appraised", "Thẩm định"),
                            ("approved", "Ghi quyết định phê duyệt"),
                            ("undone", "Rút lại bước vừa ghi"),
                        ],
                        max_length=12,
                        verbose_name="bước",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=0, max_digits=15, null=True, verbose_name="số tiền"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do")),
                ("by", models.CharField(max_length=200, verbose_name="người làm")),
                (
                    "organisation",
                    models.CharField(blank=True, max_length=200, verbose_name="tổ chức"),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="budget.budgetline",
                    ),
                ),
            ],
            options={
                "verbose_name": "bước của dòng dự toán",
                "verbose_name_plural": "bước của dòng dự toán",
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "proposed",
                    models.DecimalField(decimal_places=0, max_digits=15, verbose_name="đề xuất"),
                ),
                (
                    "appraised",
                    models.DecimalField(
                        decimal_places=0, max_digits=15, null=True, verbose_name="thẩm định"
                    ),
                ),
                (
                    "approved",
                    models.DecimalField(
                        decimal_places=0, max_digits=15, null=True, verbose_name="được giao"
                    ),
                ),
                (
                    "disbursed",
                    models.DecimalField(
                        decimal_places=0, default=0, max_digits=15, verbose_name="đã giải ngân"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="budget.budgetline",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="budget.source",
                        verbose_name="nguồn vốn",
                    ),
                ),
            ],
            options={
                "verbose_name": "phần theo nguồn",
                "verbose_name_plural": "phần theo nguồn",
            },
        ),
        migrations.AddIndex(
            model_name="budgetline",
            index=models.Index(fields=["year", "id"], name="budgetline_by_year"),
        ),
        migrations.AddIndex(
            model_name="budgetline",
            index=models.Index(fields=["agency", "year", "id"], name="budgetline_of_agency"),
        ),
        migrations.AddIndex(
            model_name="budgetline",
            index=models.Index(fields=["state", "id"], name="budgetline_waiting"),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 2016), ("year__lte", 2035)),
                name="budgetline_year_of_the_plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "purpose__in",
                        (
                            "ha-tang",
                            "khao-sat-dao-tao",
                            "de-tai",
                            "he-thong-quan-ly",
                            "nhom-dac-thu",
                            "ket-noi-cong",
                            "phan-mem",
                            "may-tinh",
                            "may-in",
                            "may-quet",
                            "duy-tri",
                        ),
                    ),
                    models.Q(("title", ""), _negated=True),
                ),
                name="budgetline_purpose_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ("nhap", "tra-lai", "de-xuat", "tham-dinh", "phe-duyet", "khong-duyet"),
                    )
                ),
                name="budgetline_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(("disbursed__gte", 0), ("proposed__gt", 0)),
                name="budgetline_asks_for_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("appraised__isnull", True),
                    models.Q(("appraised__gte", 0), ("appraised__lte", models.F("proposed"))),
                    _connector="OR",
                ),
                name="budgetline_appraised_within",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved__isnull", True), ("disbursed", 0)),
                    models.Q(
                        ("approved__lte", models.F("appraised")),
                        ("disbursed__lte", models.F("approved")),
                    ),
                    _connector="OR",
                ),
                name="budgetline_spent_within",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "phe-duyet"), _negated=True),
                    models.Q(
                        ("approved__isnull", False),
                        ("decision_on__isnull", False),
                        models.Q(("decision_number", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="budgetline_approved_by_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("appraised__isnull", True),
                    ("appraised", models.F("proposed")),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="budgetline_lowered_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.UniqueConstraint(fields=("line", "source"), name="part_source_once"),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.CheckConstraint(
                condition=models.Q(("disbursed__gte", 0), ("proposed__gt", 0)),
                name="part_asks_for_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("appraised__isnull", True),
                    models.Q(("appraised__gte", 0), ("appraised__lte", models.F("proposed"))),
                    _connector="OR",
                ),
                name="part_appraised_within",
            ),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved__isnull", True), ("disbursed", 0)),
                    models.Q(
                        ("approved__lte", models.F("appraised")),
                        ("disbursed__lte", models.F("approved")),
                    ),
                    _connector="OR",
                ),
                name="part_spent_within",
            ),
        ),
    ]
