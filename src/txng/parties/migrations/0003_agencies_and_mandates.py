import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_places_plots_and_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="mã")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("co-quan", "Cơ quan nhà nước"),
                            ("don-vi-su-nghiep", "Đơn vị sự nghiệp"),
                            ("hiep-hoi", "Hội, hiệp hội"),
                            ("trung-uong", "Cơ quan trung ương"),
                            ("nhom", "Nhóm đơn vị"),
                        ],
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                (
                    "stands_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("district", "Mỗi huyện, thành phố"),
                            ("commune", "Mỗi xã, phường, đặc khu"),
                            ("certifiers", "Mọi đơn vị chứng nhận"),
                            ("mark-owners", "Mọi chủ nhãn hiệu"),
                            ("enterprises", "Mọi doanh nghiệp"),
                        ],
                        max_length=12,
                        verbose_name="là tên chung của",
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(blank=True, null=True, verbose_name="hoạt động đến hết ngày"),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agency",
                        to="accounts.organisation",
                        verbose_name="tài khoản",
                    ),
                ),
                (
                    "successors",
                    models.ManyToManyField(
                        blank=True,
                        related_name="predecessors",
                        to="parties.agency",
                        verbose_name="đơn vị tiếp nhận",
                    ),
                ),
            ],
            options={
                "verbose_name": "cơ quan",
                "verbose_name_plural": "cơ quan",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True), name="agency_has_a_code"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgencyName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
                ("short_name", models.CharField(max_length=60, verbose_name="tên ngắn")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="từ ngày")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="đến hết ngày"),
                ),
                ("basis", models.CharField(blank=True, max_length=500, verbose_name="căn cứ")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="parties.agency",
                        verbose_name="cơ quan",
                    ),
                ),
            ],
            options={
                "verbose_name": "tên cơ quan",
                "verbose_name_plural": "tên cơ quan",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("short_name", ""), _negated=True),
                        ),
                        name="agencyname_not_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="agencyname_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_from__isnull", False)),
                        fields=("agency", "valid_from"),
                        name="agencyname_begins_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until__isnull", True)),
                        fields=("agency",),
                        name="agencyname_one_now",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("clause", models.CharField(max_length=20, verbose_name="điều khoản")),
                ("basis", models.CharField(max_length=500, verbose_name="văn bản")),
                ("duty", models.CharField(max_length=500, verbose_name="nhiệm vụ")),
                (
                    "role",
                    models.CharField(
                        choices=[("chu-tri", "Chủ trì"), ("phoi-hop", "Phối hợp")],
                        max_length=10,
                        verbose_name="vai",
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[("once", "Trong cả thời kỳ"), ("yearly", "Hằng năm")],
                        default="once",
                        max_length=10,
                        verbose_name="nhịp",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="đến hết ngày"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="parties.agency",
                        verbose_name="cơ quan",
                    ),
                ),
            ],
            options={
                "verbose_name": "nhiệm vụ",
                "verbose_name_plural": "nhiệm vụ",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("basis", "clause", "role", "agency", "valid_from"),
                        name="mandate_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="mandate_ends_after_it_begins",
                    ),
                ],
            },
        ),
    ]
