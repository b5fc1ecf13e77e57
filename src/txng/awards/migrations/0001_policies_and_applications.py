import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0009_journal_by_record"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("parties", "0004_persons_openings"),
        ("products", "0005_trade_items_by_state"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12, verbose_name="sổ")),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="số cuối")),
            ],
            options={
                "verbose_name": "số trong năm",
                "verbose_name_plural": "số trong năm",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "year"), name="awardyear_once")
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12, verbose_name="sổ")),
                ("subject", models.PositiveBigIntegerField(verbose_name="hồ sơ")),
                ("verb", models.CharField(max_length=24, verbose_name="việc")),
                (
                    "was",
                    models.CharField(blank=True, max_length=16, verbose_name="trạng thái trước"),
                ),
                ("state", models.CharField(max_length=16, verbose_name="trạng thái")),
                ("note", models.CharField(blank=True, max_length=2000, verbose_name="ghi chú")),
                ("details", models.JSONField(default=dict, verbose_name="chi tiết")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc")),
                ("by", models.CharField(max_length=200, verbose_name="người làm")),
                (
                    "by_person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản",
                    ),
                ),
                (
                    "organisation",
                    models.CharField(blank=True, max_length=200, verbose_name="thay mặt"),
                ),
            ],
            options={
                "verbose_name": "bước",
                "verbose_name_plural": "bước",
                "indexes": [
                    models.Index(fields=["kind", "subject", "id"], name="awardstep_of_one"),
                    models.Index(fields=["kind", "verb", "at"], name="awardstep_by_verb"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("ho-so", "de-tai", "khen-thuong"))),
                        name="awardstep_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="tên chính sách")),
                ("legal_basis", models.CharField(max_length=1000, verbose_name="căn cứ pháp lý")),
                ("who", models.CharField(max_length=2000, verbose_name="ai được hưởng")),
                ("what", models.CharField(max_length=2000, verbose_name="được hưởng gì")),
                ("kinds", models.JSONField(default=list, verbose_name="loại hình")),
                ("sizes", models.JSONField(default=list, verbose_name="quy mô")),
                (
                    "most_vnd",
                    models.DecimalField(
                        decimal_places=0,
                        max_digits=18,
                        null=True,
                        verbose_name="mức cao nhất một hồ sơ (đồng)",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="áp dụng từ")),
                ("valid_until", models.DateField(null=True, verbose_name="đến hết ngày")),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.agency",
                        verbose_name="cơ quan chủ trì",
                    ),
                ),
                (
                    "coapprover",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.agency",
                        verbose_name="cơ quan đồng thuận kinh phí",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("soan", "Đang soạn"),
                            ("mo", "Đang áp dụng"),
                            ("ket-thuc", "Đã kết thúc"),
                        ],
                        default="soan",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="lần sửa")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ghi lúc"),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        related_name="+", to="products.productgroup", verbose_name="nhóm sản phẩm"
                    ),
                ),
            ],
            options={
                "verbose_name": "chính sách khuyến khích",
                "verbose_name_plural": "chính sách khuyến khích",
                "indexes": [models.Index(fields=["valid_from", "id"], name="policy_by_start")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("soan", "mo", "ket-thuc"))),
                        name="policy_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="policy_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("most_vnd__isnull", True), ("most_vnd__gt", 0), _connector="OR"
                        ),
                        name="policy_most_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("legal_basis", ""), _negated=True),
                        ),
                        name="policy_named_and_founded",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="awards.policy",
                        verbose_name="chính sách",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="tên đợt")),
                ("opens_on", models.DateField(verbose_name="nhận hồ sơ từ")),
                ("closes_on", models.DateField(verbose_name="đến hết ngày")),
                (
                    "budget_vnd",
                    models.DecimalField(
                        decimal_places=0,
                        max_digits=18,
                        null=True,
                        verbose_name="kinh phí của đợt (đồng)",
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True, verbose_name="đóng sớm lúc")),
            ],
            options={
                "verbose_name": "đợt nhận hồ sơ",
                "verbose_name_plural": "đợt nhận hồ sơ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                        name="awardcall_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("budget_vnd__isnull", True), ("budget_vnd__gt", 0), _connector="OR"
                        ),
                        name="awardcall_budget_positive",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="lần sửa")),
                (
                    "state_since",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="từ lúc"),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="số hồ sơ")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="awards.call",
                        verbose_name="đợt",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incentive_applications",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
                ("wish", models.CharField(max_length=2000, verbose_name="việc xin hỗ trợ")),
                (
                    "asked_vnd",
                    models.DecimalField(
                        decimal_places=0, max_digits=18, verbose_name="số tiền xin (đồng)"
                    ),
                ),
                (
                    "own_vnd",
                    models.DecimalField(
                        decimal_places=0,
                        default=0,
                        max_digits=18,
                        verbose_name="phần vốn của cơ sở (đồng)",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("da-nop", "Đã nộp, chờ thẩm tra"),
                            ("bo-sung", "Cần bổ sung"),
                            ("da-tham-tra", "Đã thẩm tra, chờ quyết định"),
                            ("cho-tai-chinh", "Chờ cơ quan tài chính đồng thuận"),
                            ("duoc-huong", "Được hưởng"),
                            ("da-bao-cao", "Đã báo cáo kết quả, chờ nghiệm thu"),
                            ("nghiem-thu", "Đã nghiệm thu"),
                            ("tu-choi", "Không được hưởng"),
                            ("da-rut", "Cơ sở đã rút"),
                            ("thu-hoi", "Đã thu hồi"),
                        ],
                        default="da-nop",
                        max_length=16,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "applied_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="nộp lúc"),
                ),
                (
                    "examined_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người thẩm tra"),
                ),
                (
                    "examined_by_person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.CharField(blank=True, max_length=200, verbose_name="người quyết định"),
                ),
                (
                    "decided_by_person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_vnd",
                    models.DecimalField(
                        decimal_places=0,
                        max_digits=18,
                        null=True,
                        verbose_name="số tiền thẩm tra (đồng)",
                    ),
                ),
                (
                    "granted_vnd",
                    models.DecimalField(
                        decimal_places=0,
                        max_digits=18,
                        null=True,
                        verbose_name="số tiền được hưởng (đồng)",
                    ),
                ),
                (
                    "decision_number",
                    models.CharField(blank=True, max_length=60, verbose_name="số quyết định"),
                ),
                ("decision_on", models.DateField(null=True, verbose_name="ngày quyết định")),
                (
                    "spent_vnd",
                    models.DecimalField(
                        decimal_places=0, max_digits=18, null=True, verbose_name="đã sử dụng (đồng)"
                    ),
                ),
            ],
            options={
                "verbose_name": "hồ sơ hưởng chính sách",
                "verbose_name_plural": "hồ sơ hưởng chính sách",
                "indexes": [
                    models.Index(fields=["state", "number"], name="application_by_state"),
                    models.Index(fields=["decision_on", "id"], name="application_by_decision"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "da-nop",
                                    "bo-sung",
                                    "da-tham-tra",
                                    "cho-tai-chinh",
                                    "duoc-huong",
                                    "da-bao-cao",
                                    "nghiem-thu",
                                    "tu-choi",
                                    "da-rut",
                                    "thu-hoi",
                                ),
                            )
                        ),
                        name="application_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked_vnd__gt", 0), ("own_vnd__gte", 0)),
                        name="application_money_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    ("duoc-huong", "da-bao-cao", "nghiem-thu", "cho-tai-chinh"),
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                ("decision_on__isnull", False),
                                ("granted_vnd__gt", 0),
                                models.Q(("decision_number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="application_granted_by_decision",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ("tu-choi", "da-rut", "thu-hoi")), _negated=True
                        ),
                        fields=("call", "enterprise"),
                        name="application_once_a_call",
                    ),
                ],
            },
        ),
    ]
