"""Versions of the two lists; proposals with leading agencies, opinions and scores."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_kind_certifier"),
        ("products", "0002_marks_and_ocop"),
    ]

    operations = [
        migrations.CreateModel(
            name="ListVersion",
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
                            ("priority", "Danh mục ưu tiên"),
                            ("mandatory", "Danh mục bắt buộc"),
                        ],
                        max_length=10,
                        verbose_name="danh mục",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="bản")),
                ("title", models.CharField(max_length=200, verbose_name="tên")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Soạn"),
                            ("collecting", "Đề xuất"),
                            ("consulting", "Xin ý kiến"),
                            ("scoring", "Chấm điểm"),
                            ("issued", "Đã ban hành"),
                            ("dropped", "Đã bỏ"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="bước",
                    ),
                ),
                ("weights", models.JSONField(verbose_name="trọng số")),
                ("opinions_until", models.DateField(null=True, verbose_name="hạn cho ý kiến")),
                ("opened_by", models.CharField(max_length=200, verbose_name="người mở")),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="mở lúc"),
                ),
                (
                    "decision_number",
                    models.CharField(blank=True, max_length=40, verbose_name="số quyết định"),
                ),
                ("decided_on", models.DateField(null=True, verbose_name="ngày ban hành")),
                (
                    "body",
                    models.CharField(blank=True, max_length=200, verbose_name="cơ quan ban hành"),
                ),
                (
                    "legal_basis",
                    models.CharField(blank=True, max_length=2000, verbose_name="căn cứ"),
                ),
                ("effective_from", models.DateField(null=True, verbose_name="có hiệu lực từ")),
                ("issued_at", models.DateTimeField(null=True, verbose_name="ghi lúc")),
                ("repealed_from", models.DateField(null=True, verbose_name="bãi bỏ từ")),
                (
                    "repeal_number",
                    models.CharField(blank=True, max_length=40, verbose_name="văn bản bãi bỏ"),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="products.listversion",
                        verbose_name="thay bản",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản danh mục",
                "verbose_name_plural": "bản danh mục",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "number"), name="listversion_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ("draft", "collecting", "consulting", "scoring"))
                        ),
                        fields=("kind",),
                        name="listversion_one_open",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "issued")),
                        fields=("kind", "effective_from"),
                        name="listversion_one_a_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "issued")),
                        fields=("kind", "decision_number"),
                        name="listversion_decision_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("priority", "mandatory"))),
                        name="listversion_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "draft",
                                    "collecting",
                                    "consulting",
                                    "scoring",
                                    "issued",
                                    "dropped",
                                ),
                            )
                        ),
                        name="listversion_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_on__isnull", False),
                                ("effective_from__isnull", False),
                                ("issued_at__isnull", False),
                                ("state", "issued"),
                                models.Q(("decision_number", ""), _negated=True),
                                models.Q(("body", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "issued"), _negated=True),
                                ("decision_number", ""),
                                ("effective_from__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="listversion_issued_with_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_from__isnull", True),
                            ("effective_from__gte", models.F("decided_on")),
                            _connector="OR",
                        ),
                        name="listversion_holds_after_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("repealed_from__isnull", True),
                            models.Q(
                                ("repealed_from__gte", models.F("effective_from")),
                                models.Q(("repeal_number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="listversion_repealed_by_paper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("grounds", models.JSONField(default=list, verbose_name="căn cứ đề xuất")),
                (
                    "evidence",
                    models.CharField(blank=True, max_length=2000, verbose_name="bằng chứng"),
                ),
                (
                    "grdp_share",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, null=True, verbose_name="tỷ trọng GRDP, %"
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="đề xuất lúc"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="products.productgroup",
                        verbose_name="nhóm sản phẩm",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="products.listversion",
                        verbose_name="bản danh mục",
                    ),
                ),
            ],
            options={
                "verbose_name": "đề xuất",
                "verbose_name_plural": "đề xuất",
                "constraints": [
                    models.UniqueConstraint(fields=("version", "group"), name="proposal_group_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=200, verbose_name="tên cơ quan lúc đó")),
                ("said_by", models.CharField(max_length=200, verbose_name="người ghi")),
                (
                    "said_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc"),
                ),
                (
                    "stance",
                    models.CharField(
                        choices=[
                            ("agree", "Đồng ý"),
                            ("change", "Đồng ý nếu sửa"),
                            ("disagree", "Không đồng ý"),
                        ],
                        max_length=10,
                        verbose_name="ý kiến",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=2000, verbose_name="nội dung")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="products.proposal",
                        verbose_name="đề xuất",
                    ),
                ),
            ],
            options={
                "verbose_name": "ý kiến",
                "verbose_name_plural": "ý kiến",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("proposal", "organisation"), name="opinion_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stance__in", ("agree", "change", "disagree"))),
                        name="opinion_stance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stance", "agree"),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="opinion_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposalLead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=200, verbose_name="tên cơ quan lúc đó")),
                ("said_by", models.CharField(max_length=200, verbose_name="người ghi")),
                (
                    "said_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc"),
                ),
                ("reason", models.CharField(max_length=2000, verbose_name="lý do")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="products.proposal",
                        verbose_name="đề xuất",
                    ),
                ),
            ],
            options={
                "verbose_name": "cơ quan đề xuất",
                "verbose_name_plural": "cơ quan đề xuất",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("proposal", "organisation"), name="proposallead_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=200, verbose_name="tên cơ quan lúc đó")),
                ("said_by", models.CharField(max_length=200, verbose_name="người ghi")),
                (
                    "said_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc"),
                ),
                ("criterion", models.CharField(max_length=20, verbose_name="tiêu chí")),
                ("points", models.PositiveSmallIntegerField(verbose_name="điểm")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="products.proposal",
                        verbose_name="đề xuất",
                    ),
                ),
            ],
            options={
                "verbose_name": "điểm",
                "verbose_name_plural": "điểm",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("proposal", "organisation", "criterion"), name="score_once"
                    )
                ],
            },
        ),
    ]
