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
            },
        ),
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
            },
        ),
        migrations.CreateModel(
            name="Establishment",
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
                            ("tru-so", "Trụ sở"),
                            ("vung-trong", "Vùng trồng, trại nuôi"),
                            ("che-bien", "Nơi chế biến"),
                            ("dong-goi", "Cơ sở đóng gói"),
                            ("kho", "Kho"),
                            ("cua-hang", "Cửa hàng"),
                            ("thu-mua", "Điểm thu mua"),
                        ],
                        max_length=12,
                        verbose_name="dùng làm",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
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
                ("longitude", models.IntegerField(blank=True, null=True, verbose_name="kinh độ")),
                ("latitude", models.IntegerField(blank=True, null=True, verbose_name="vĩ độ")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="đóng cửa từ")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="lần sửa")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="establishments",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
            ],
            options={
                "verbose_name": "địa điểm",
                "verbose_name_plural": "địa điểm",
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
            },
        ),
        migrations.CreateModel(
            name="Plot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="mã trong sổ")),
                ("name", models.CharField(max_length=200, verbose_name="tên gọi")),
                ("commune_code", models.CharField(max_length=5, verbose_name="xã, phường")),
                (
                    "earlier_commune_code",
                    models.CharField(blank=True, max_length=5, verbose_name="xã trước 01/07/2025"),
                ),
                ("crop", models.CharField(blank=True, max_length=100, verbose_name="cây trồng")),
                (
                    "cropping_system",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("trong-thuan", "Trồng thuần"),
                            ("trong-xen", "Trồng xen"),
                            ("nong-lam-ket-hop", "Nông lâm kết hợp"),
                        ],
                        max_length=20,
                        verbose_name="cách trồng",
                    ),
                ),
                (
                    "planted_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="năm trồng"
                    ),
                ),
                ("geometry", models.TextField(blank=True, verbose_name="ranh thửa (GeoJSON)")),
                ("west", models.IntegerField(editable=False, null=True)),
                ("south", models.IntegerField(editable=False, null=True)),
                ("east", models.IntegerField(editable=False, null=True)),
                ("north", models.IntegerField(editable=False, null=True)),
                (
                    "area_ha",
                    models.DecimalField(
                        decimal_places=4,
                        editable=False,
                        max_digits=9,
                        null=True,
                        verbose_name="diện tích đo (ha)",
                    ),
                ),
                (
                    "declared_ha",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=9,
                        null=True,
                        verbose_name="diện tích khai (ha)",
                    ),
                ),
                (
                    "closed_on",
                    models.DateField(blank=True, null=True, verbose_name="thôi canh tác từ"),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="ghi lúc"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="lần sửa")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plots",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
            ],
            options={
                "verbose_name": "thửa",
                "verbose_name_plural": "thửa",
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
        migrations.CreateModel(
            name="SiteCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="mã số")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("vung-trong", "Mã số vùng trồng"),
                            ("co-so-dong-goi", "Mã số cơ sở đóng gói"),
                        ],
                        max_length=20,
                        verbose_name="loại mã",
                    ),
                ),
                ("format", models.CharField(max_length=40, verbose_name="khuôn dạng")),
                (
                    "market",
                    models.CharField(
                        choices=[("noi-dia", "Trong nước"), ("xuat-khau", "Xuất khẩu")],
                        max_length=12,
                        verbose_name="thị trường",
                    ),
                ),
                (
                    "countries",
                    models.CharField(blank=True, max_length=200, verbose_name="nước nhập khẩu"),
                ),
                ("issued_on", models.DateField(verbose_name="cấp ngày")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="hiệu lực đến hết ngày"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("hieu-luc", "Còn hiệu lực"),
                            ("tam-dung", "Tạm dừng"),
                            ("thu-hoi", "Đã thu hồi"),
                        ],
                        default="hieu-luc",
                        max_length=12,
                        verbose_name="trạng thái",
                    ),
                ),
                ("state_since", models.DateField(verbose_name="từ ngày")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="lần sửa")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="site_codes",
                        to="parties.enterprise",
                        verbose_name="cơ sở",
                    ),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="site_codes",
                        to="parties.establishment",
                        verbose_name="địa điểm",
                    ),
                ),
                (
                    "plots",
                    models.ManyToManyField(
                        blank=True,
                        related_name="site_codes",
                        to="parties.plot",
                        verbose_name="các thửa",
                    ),
                ),
            ],
            options={
                "verbose_name": "mã số vùng trồng, cơ sở đóng gói",
                "verbose_name_plural": "mã số vùng trồng, cơ sở đóng gói",
            },
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(("code", ""), _negated=True), name="agency_has_a_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="agencyname",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True),
                    models.Q(("short_name", ""), _negated=True),
                ),
                name="agencyname_not_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencyname",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="agencyname_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencyname",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_from__isnull", False)),
                fields=("agency", "valid_from"),
                name="agencyname_begins_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencyname",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_until__isnull", True)),
                fields=("agency",),
                name="agencyname_one_now",
            ),
        ),
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(fields=["name_key", "id"], name="enterprise_in_order"),
        ),
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(
                fields=["commune_code", "sector", "name_key", "id"], name="enterprise_by_commune"
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ("cong-ty", "hop-tac-xa", "to-hop-tac", "ho-kinh-doanh", "nong-ho"),
                    )
                ),
                name="enterprise_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ownership__in", ("nha-nuoc", "tap-the", "tu-nhan", "dau-tu-nuoc-ngoai"))
                ),
                name="enterprise_ownership_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprise",
            constraint=models.CheckConstraint(
                condition=models.Q(("sector__in", ("nong-nghiep", "cong-thuong", "y-te"))),
                name="enterprise_sector_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprise",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__in", ("", "sieu-nho", "nho", "vua", "lon"))),
                name="enterprise_size_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True),
                    models.Q(("code", ""), _negated=True),
                    models.Q(("commune_code", ""), _negated=True),
                ),
                name="enterprise_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprise",
            constraint=models.UniqueConstraint(
                condition=models.Q(("tax_code", ""), _negated=True),
                fields=("tax_code",),
                name="enterprise_tax_code_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprise",
            constraint=models.UniqueConstraint(
                condition=models.Q(("gln", ""), _negated=True),
                fields=("gln",),
                name="enterprise_gln_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="enterprise_not_merged_into_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("tax_code", ""), ("gln", ""), ("organisation__isnull", True)),
                    _connector="OR",
                ),
                name="enterprise_merged_is_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("revenue_vnd__isnull", True), ("revenue_vnd__gte", 0), _connector="OR"
                    ),
                    models.Q(
                        ("capital_vnd__isnull", True), ("capital_vnd__gte", 0), _connector="OR"
                    ),
                ),
                name="enterprise_money_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprisepast",
            constraint=models.UniqueConstraint(
                fields=("enterprise", "valid_until"), name="enterprisepast_one_a_day"
            ),
        ),
        migrations.AddIndex(
            model_name="enterpriseword",
            index=models.Index(fields=["word", "of"], name="enterpriseword_by_word"),
        ),
        migrations.AddConstraint(
            model_name="enterpriseword",
            constraint=models.UniqueConstraint(fields=("of", "word"), name="enterpriseword_once"),
        ),
        migrations.AddConstraint(
            model_name="establishment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "tru-so",
                            "vung-trong",
                            "che-bien",
                            "dong-goi",
                            "kho",
                            "cua-hang",
                            "thu-mua",
                        ),
                    )
                ),
                name="establishment_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="establishment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True),
                    models.Q(("code", ""), _negated=True),
                    models.Q(("commune_code", ""), _negated=True),
                ),
                name="establishment_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="establishment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("gln", ""), _negated=True),
                fields=("gln",),
                name="establishment_gln_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="establishment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                    _connector="OR",
                ),
                name="establishment_both_or_no_degrees",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.UniqueConstraint(
                fields=("basis", "clause", "role", "agency", "valid_from"), name="mandate_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="mandate_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("group", models.F("member")), _negated=True),
                name="membership_of_two_parties",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("joined_on__isnull", True),
                    ("left_on__isnull", True),
                    ("left_on__gte", models.F("joined_on")),
                    _connector="OR",
                ),
                name="membership_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_on__isnull", True)),
                fields=("group", "member"),
                name="membership_once_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="personword",
            index=models.Index(fields=["word", "of"], name="personword_by_word"),
        ),
        migrations.AddConstraint(
            model_name="personword",
            constraint=models.UniqueConstraint(fields=("of", "word"), name="personword_once"),
        ),
        migrations.AddIndex(
            model_name="plot",
            index=models.Index(fields=["west", "east", "south", "north"], name="plot_by_box"),
        ),
        migrations.AddConstraint(
            model_name="plot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cropping_system__in", ("", "trong-thuan", "trong-xen", "nong-lam-ket-hop"))
                ),
                name="plot_cropping_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="plot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True),
                    models.Q(("code", ""), _negated=True),
                    models.Q(("commune_code", ""), _negated=True),
                ),
                name="plot_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="plot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("area_ha__isnull", True),
                        ("east__isnull", True),
                        ("geometry", ""),
                        ("north__isnull", True),
                        ("south__isnull", True),
                        ("west__isnull", True),
                    ),
                    models.Q(
                        models.Q(("geometry", ""), _negated=True),
                        ("area_ha__gte", 0),
                        ("south__lte", models.F("north")),
                        ("west__lte", models.F("east")),
                    ),
                    _connector="OR",
                ),
                name="plot_geometry_and_its_box",
            ),
        ),
        migrations.AddConstraint(
            model_name="plot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("declared_ha__isnull", True), ("declared_ha__gt", 0), _connector="OR"
                ),
                name="plot_declared_area_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitecode",
            constraint=models.UniqueConstraint(fields=("kind", "code"), name="sitecode_once"),
        ),
        migrations.AddConstraint(
            model_name="sitecode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ("vung-trong", "co-so-dong-goi")),
                    ("market__in", ("noi-dia", "xuat-khau")),
                    ("state__in", ("hieu-luc", "tam-dung", "thu-hoi")),
                ),
                name="sitecode_words_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitecode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("issued_on")),
                    _connector="OR",
                ),
                name="sitecode_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitecode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "hieu-luc"), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="sitecode_stopped_for_a_reason",
            ),
        ),
    ]
