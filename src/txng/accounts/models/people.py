"""People who sign in, and the organisations they act for."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.accounts import rules


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=self.model.normalize_username(username).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. What they may do comes from their roles in organisations (Assignment).

    A telephone in the field is a person too: one without a password, who came in by a link.
    """

    username = models.CharField(_("tên đăng nhập"), max_length=100, unique=True)
    full_name = models.CharField(_("họ và tên"), max_length=200, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    is_active = models.BooleanField(_("đang hoạt động"), default=True)
    is_staff = models.BooleanField(_("người vận hành"), default=False)
    date_joined = models.DateTimeField(_("ngày tham gia"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")
        constraints = [
            # "An" and "an" are one person
            models.CheckConstraint(
                condition=models.Q(Exact(models.F("username"), Lower("username"))),
                name="user_username_lower_case",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username


class Organisation(models.Model):
    """A party that captures or oversees. Facts about it (licence, places) live in `parties`."""

    class Kind(models.TextChoices):
        ENTERPRISE = rules.ENTERPRISE, _("Doanh nghiệp, cơ sở sản xuất")
        AGENCY = rules.AGENCY, _("Cơ quan nhà nước")
        CERTIFIER = rules.CERTIFIER, _("Tổ chức chứng nhận")

    name = models.CharField(_("tên"), max_length=rules.LONGEST_NAME, unique=True)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    code = models.SlugField(_("mã"), max_length=rules.LONGEST_CODE + 4, unique=True)
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("tổ chức")
        verbose_name_plural = _("tổ chức")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=rules.KINDS),
                name="organisation_kind_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(code=""), name="organisation_named"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OuterIdentity(models.Model):
    """A person at an outside identity provider (OpenID Connect), known by its word for them."""

    person = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="outer_identities", verbose_name=_("người")
    )
    issuer = models.CharField(_("nơi định danh"), max_length=200)
    subject = models.CharField(_("mã người ở nơi định danh"), max_length=255)
    created_at = models.DateTimeField(_("nối lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("tài khoản định danh")
        verbose_name_plural = _("tài khoản định danh")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="outer_identity_once"),
        ]

    def __str__(self) -> str:
        return f"{self.issuer} {self.subject}"
