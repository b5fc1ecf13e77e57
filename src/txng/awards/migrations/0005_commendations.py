import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0004_councils"),
    ]

    operations = [
        migrations.CreateModel(
            name="Commendation",
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
                ("number", models.CharField(max_length=20, unique=True, verbose_name="số")),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                (
                    "whom",
                    models.CharField(
                        choices=[
                            ("co-so", "Cơ sở"),
                            ("co-quan", "Cơ quan, đơn vị"),
                            ("ca-nhan", "Cá nhân"),
                        ],
                        max_length=10,
                        verbose_name="đối tượng",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commendations",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commendations",
                        to="parties.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
                ("merits", models.CharField(max_length=2000, verbose_name="thành tích")),
                ("grounds", models.JSONField(default=list, verbose_name="căn cứ từ sổ")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("bang-khen", "Bằng khen của Chủ tịch UBND tỉnh"),
                            ("giay-khen", "Giấy khen"),
                            ("thu-khen", "Thư khen"),
                            ("khac", "Hình thức khác"),
                        ],
                        max_length=10,
                        verbose_name="hình thức",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("de-nghi", "Đề nghị, chưa trình"),
                            ("da-trinh", "Đã trình, chờ quyết định"),
                            ("duoc-khen", "Được khen thưởng"),
                            ("khong-khen", "Không khen thưởng"),
                            ("da-rut", "Đã rút đề nghị"),
                            ("thu-hoi", "Đã thu hồi khen thưởng"),
                        ],
                        default="de-nghi",
                        max_length=16,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="đề nghị lúc"
                    ),
                ),
                ("proposed_by", models.CharField(max_length=200, verbose_name="người đề nghị")),
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
                    "submitted_number",
                    models.CharField(blank=True, max_length=60, verbose_name="số tờ trình"),
                ),
                ("submitted_on", models.DateField(null=True, verbose_name="ngày trình")),
                (
                    "decision_number",
                    models.CharField(blank=True, max_length=60, verbose_name="số quyết định"),
                ),
                ("decision_on", models.DateField(null=True, verbose_name="ngày quyết định")),
            ],
            options={
                "verbose_name": "đề nghị khen thưởng",
                "verbose_name_plural": "đề nghị khen thưởng",
                "indexes": [models.Index(fields=["year", "number"], name="commendation_by_year")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "de-nghi",
                                    "da-trinh",
                                    "duoc-khen",
                                    "khong-khen",
                                    "da-rut",
                                    "thu-hoi",
                                ),
                            )
                        ),
                        name="commendation_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agency", None), ("enterprise__isnull", False), ("whom", "co-so")
                            ),
                            models.Q(
                                ("agency__isnull", False), ("enterprise", None), ("whom", "co-quan")
                            ),
                            models.Q(("agency", None), ("enterprise", None), ("whom", "ca-nhan")),
                            _connector="OR",
                        ),
                        name="commendation_of_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "duoc-khen"), _negated=True),
                            models.Q(
                                ("decision_on__isnull", False),
                                models.Q(("decision_number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="commendation_by_decision",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("enterprise__isnull", False),
                            models.Q(
                                ("state__in", ("da-rut", "khong-khen", "thu-hoi")), _negated=True
                            ),
                        ),
                        fields=("year", "enterprise"),
                        name="commendation_enterprise_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("agency__isnull", False),
                            models.Q(
                                ("state__in", ("da-rut", "khong-khen", "thu-hoi")), _negated=True
                            ),
                        ),
                        fields=("year", "agency"),
                        name="commendation_agency_once",
                    ),
                ],
            },
        ),
    ]
