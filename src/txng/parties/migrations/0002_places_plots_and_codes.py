import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0001_registers_of_parties_and_agencies"),
    ]

    operations = [
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
                "constraints": [
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("code", ""), _negated=True),
                            models.Q(("commune_code", ""), _negated=True),
                        ),
                        name="establishment_named",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("gln", ""), _negated=True),
                        fields=("gln",),
                        name="establishment_gln_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                            _connector="OR",
                        ),
                        name="establishment_both_or_no_degrees",
                    ),
                ],
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
                "indexes": [
                    models.Index(fields=["west", "east", "south", "north"], name="plot_by_box")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cropping_system__in",
                                ("", "trong-thuan", "trong-xen", "nong-lam-ket-hop"),
                            )
                        ),
                        name="plot_cropping_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("code", ""), _negated=True),
                            models.Q(("commune_code", ""), _negated=True),
                        ),
                        name="plot_named",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("declared_ha__isnull", True), ("declared_ha__gt", 0), _connector="OR"
                        ),
                        name="plot_declared_area_positive",
                    ),
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
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "code"), name="sitecode_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("vung-trong", "co-so-dong-goi")),
                            ("market__in", ("noi-dia", "xuat-khau")),
                            ("state__in", ("hieu-luc", "tam-dung", "thu-hoi")),
                        ),
                        name="sitecode_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("issued_on")),
                            _connector="OR",
                        ),
                        name="sitecode_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "hieu-luc"),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="sitecode_stopped_for_a_reason",
                    ),
                ],
            },
        ),
    ]
