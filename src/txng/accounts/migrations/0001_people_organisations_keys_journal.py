import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True, verbose_name="tên")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("enterprise", "Doanh nghiệp, cơ sở sản xuất"),
                            ("agency", "Cơ quan nhà nước"),
                        ],
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                ("code", models.SlugField(max_length=64, unique=True, verbose_name="mã")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="tạo lúc"),
                ),
            ],
            options={
                "verbose_name": "tổ chức",
                "verbose_name_plural": "tổ chức",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["enterprise", "agency"])),
                        name="organisation_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("code", ""), _negated=True),
                        ),
                        name="organisation_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",  # noqa: E501
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(max_length=100, unique=True, verbose_name="tên đăng nhập"),
                ),
                (
                    "full_name",
                    models.CharField(blank=True, max_length=200, verbose_name="họ và tên"),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="thư điện tử"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="đang hoạt động")),
                ("is_staff", models.BooleanField(default=False, verbose_name="người vận hành")),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="ngày tham gia"
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",  # noqa: E501
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "người dùng",
                "verbose_name_plural": "người dùng",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                models.F("username"),
                                django.db.models.functions.text.Lower("username"),
                            )
                        ),
                        name="user_username_lower_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc")),
                ("actor", models.CharField(max_length=200, verbose_name="người làm")),
                ("verb", models.CharField(max_length=60, verbose_name="việc")),
                ("subject_kind", models.CharField(max_length=60, verbose_name="loại đối tượng")),
                ("subject_id", models.CharField(max_length=200, verbose_name="đối tượng")),
                ("details", models.JSONField(default=dict, verbose_name="chi tiết")),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="thay mặt",
                    ),
                ),
            ],
            options={
                "verbose_name": "dòng nhật ký",
                "verbose_name_plural": "nhật ký",
                "indexes": [
                    models.Index(fields=["subject_kind", "subject_id"], name="journal_by_subject")
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "prefix",
                    models.CharField(max_length=13, unique=True, verbose_name="phần công khai"),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="dấu băm SHA-256")),
                ("scopes", models.CharField(max_length=60, verbose_name="quyền")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="tạo lúc"),
                ),
                ("created_by", models.CharField(max_length=200, verbose_name="người tạo")),
                (
                    "expires_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="hết hạn lúc"),
                ),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="thu hồi lúc"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keys",
                        to="accounts.organisation",
                        verbose_name="tổ chức",
                    ),
                ),
            ],
            options={
                "verbose_name": "khóa máy",
                "verbose_name_plural": "khóa máy",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                django.db.models.functions.text.Length("digest"), 64
                            )
                        ),
                        name="apikey_digest_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "scopes__in",
                                [
                                    "capture",
                                    "query",
                                    "capture query",
                                    "query oversight",
                                    "capture query oversight",
                                ],
                            )
                        ),
                        name="apikey_scopes_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_at__isnull", True),
                            ("expires_at__gt", models.F("created_at")),
                            _connector="OR",
                        ),
                        name="apikey_expires_after_creation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revoked_at__isnull", True),
                            ("revoked_at__gte", models.F("created_at")),
                            _connector="OR",
                        ),
                        name="apikey_revoked_after_creation",
                    ),
                ],
            },
        ),
    ]
