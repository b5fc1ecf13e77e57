import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0003_kind_certifier"),
    ]

    operations = [
        migrations.CreateModel(
            name="Enterprise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="mã trong sổ")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cong-ty", "Doanh nghiệp"),
                            ("hop-tac-xa", "Hợp tác xã"),
                            ("to-hop-tac", "Tổ hợp tác"),
                            ("ho-kinh-doanh", "Hộ kinh doanh"),
                            ("nong-ho", "Nông hộ"),
                        ],
                        max_length=20,
                        verbose_name="loại hình",
                    ),
                ),
                (
                    "ownership",
                    models.CharField(
                        choices=[
                            ("nha-nuoc", "Kinh tế nhà nước"),
                            ("tap-the", "Kinh tế tập thể"),
                            ("tu-nhan", "Kinh tế tư nhân"),
                            ("dau-tu-nuoc-ngoai", "Vốn đầu tư nước ngoài"),
                        ],
                        max_length=20,
                        verbose_name="thành phần kinh tế",
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("nong-nghiep", "Nông nghiệp"),
                            ("cong-thuong", "Công Thương"),
                            ("y-te", "Y tế"),
                        ],
                        max_length=20,
                        verbose_name="ngành quản lý",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
                (
                    "tax_code",
                    models.CharField(blank=True, max_length=14, verbose_name="mã số thuế"),
                ),
                (
                    "gln",
                    models.CharField(blank=True, max_length=13, verbose_name="mã địa điểm GLN"),
                ),
                ("commune_code", models.CharField(max_length=5, verbose_name="xã, phường")),
                (
                    "earlier_commune_code",
                    models.CharField(blank=True, max_length=5, verbose_name="xã trước 01/07/2025"),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="số nhà, đường, thôn"
                    ),
                ),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=200, verbose_name="người liên hệ"),
                ),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="điện thoại")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="thư điện tử"),
                ),
                (
                    "field",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nong-lam-thuy-san", "Nông, lâm, thủy sản"),
                            ("cong-nghiep-xay-dung", "Công nghiệp, xây dựng"),
                            ("thuong-mai-dich-vu", "Thương mại, dịch vụ"),
                        ],
                        max_length=24,
                        verbose_name="lĩnh vực",
                    ),
                ),
                (
                    "workers",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="lao động bình quân năm"
                    ),
                ),
                (
                    "revenue_vnd",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="doanh thu năm trước (đồng)"
                    ),
                ),
                (
                    "capital_vnd",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="nguồn vốn năm trước (đồng)"
                    ),
                ),
                (
                    "size",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sieu-nho", "Siêu nhỏ"),
                            ("nho", "Nhỏ"),
                            ("vua", "Vừa"),
                            ("lon", "Lớn"),
                        ],
                        max_length=10,
                        verbose_name="quy mô",
                    ),
                ),
                (
                    "closed_on",
                    models.DateField(blank=True, null=True, verbose_name="ngừng hoạt động từ"),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ghi lúc"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="sửa lúc"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="lần sửa")),
                ("name_key", models.BinaryField(max_length=482)),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="parties.enterprise",
                        verbose_name="gộp vào",
                    ),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enterprise",
                        to="accounts.organisation",
                        verbose_name="tài khoản",
                    ),
                ),
            ],
            options={
                "verbose_name": "cơ sở",
                "verbose_name_plural": "cơ sở",
                "indexes": [
                    models.Index(fields=["name_key", "id"], name="enterprise_in_order"),
                    models.Index(
                        fields=["commune_code", "sector", "name_key", "id"],
                        name="enterprise_by_commune",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ("cong-ty", "hop-tac-xa", "to-hop-tac", "ho-kinh-doanh", "nong-ho"),
                            )
                        ),
                        name="enterprise_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ownership__in",
                                ("nha-nuoc", "tap-the", "tu-nhan", "dau-tu-nuoc-ngoai"),
                            )
                        ),
                        name="enterprise_ownership_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sector__in", ("nong-nghiep", "cong-thuong", "y-te"))),
                        name="enterprise_sector_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__in", ("", "sieu-nho", "nho", "vua", "lon"))),
                        name="enterprise_size_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("code", ""), _negated=True),
                            models.Q(("commune_code", ""), _negated=True),
                        ),
                        name="enterprise_named",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("tax_code", ""), _negated=True),
                        fields=("tax_code",),
                        name="enterprise_tax_code_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("gln", ""), _negated=True),
                        fields=("gln",),
                        name="enterprise_gln_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True),
                            models.Q(("merged_into", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="enterprise_not_merged_into_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True),
                            models.Q(("tax_code", ""), ("gln", ""), ("organisation__isnull", True)),
                            _connector="OR",
                        ),
                        name="enterprise_merged_is_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("revenue_vnd__isnull", True),
                                ("revenue_vnd__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("capital_vnd__isnull", True),
                                ("capital_vnd__gte", 0),
                                _connector="OR",
                            ),
                        ),
                        name="enterprise_money_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EnterprisePast",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
                (
                    "address",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="số nhà, đường, thôn"
                    ),
                ),
                ("commune_code", models.CharField(max_length=5, verbose_name="xã, phường")),
                (
                    "earlier_commune_code",
                    models.CharField(blank=True, max_length=5, verbose_name="xã trước 01/07/2025"),
                ),
                ("valid_until", models.DateField(verbose_name="đến hết ngày")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="past",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
            ],
            options={
                "verbose_name": "tên và địa chỉ trước đây",
                "verbose_name_plural": "tên và địa chỉ trước đây",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enterprise", "valid_until"), name="enterprisepast_one_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EnterpriseWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.BinaryField(max_length=32)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="parties.enterprise",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["word", "of"], name="enterpriseword_by_word")],
                "constraints": [
                    models.UniqueConstraint(fields=("of", "word"), name="enterpriseword_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("joined_on", models.DateField(blank=True, null=True, verbose_name="từ ngày")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="parties.enterprise",
                        verbose_name="hợp tác xã, tổ hợp tác",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="belongs_to",
                        to="parties.enterprise",
                        verbose_name="thành viên",
                    ),
                ),
            ],
            options={
                "verbose_name": "thành viên",
                "verbose_name_plural": "thành viên",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("group", models.F("member")), _negated=True),
                        name="membership_of_two_parties",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("joined_on__isnull", True),
                            ("left_on__isnull", True),
                            ("left_on__gte", models.F("joined_on")),
                            _connector="OR",
                        ),
                        name="membership_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("left_on__isnull", True)),
                        fields=("group", "member"),
                        name="membership_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.BinaryField(max_length=32)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="person_words",
                        to="parties.enterprise",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["word", "of"], name="personword_by_word")],
                "constraints": [
                    models.UniqueConstraint(fields=("of", "word"), name="personword_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterNumber",
            fields=[
                (
                    "register",
                    models.CharField(
                        max_length=2, primary_key=True, serialize=False, verbose_name="sổ"
                    ),
                ),
                ("last", models.PositiveBigIntegerField(default=0, verbose_name="số cuối")),
            ],
            options={
                "verbose_name": "số cuối của sổ",
                "verbose_name_plural": "số cuối của sổ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("register__in", ("DV", "CS", "TH"))),
                        name="register_known",
                    )
                ],
            },
        ),
    ]
