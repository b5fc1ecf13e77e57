"""Tables of accounts: people, organisations, keys, the journal."""

from typing import Any, ClassVar, NoReturn

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Length, Lower
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
    """A person who signs in. What they may do comes from the organisation they act for."""

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


class ApiKey(models.Model):
    """A machine's key. Only its digest is kept: whoever reads the table cannot use it.

    Never deleted: the journal and old captures name it by `prefix`.
    """

    prefix = models.CharField(_("phần công khai"), max_length=13, unique=True)
    digest = models.CharField(_("dấu băm SHA-256"), max_length=64)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="keys", verbose_name=_("tổ chức")
    )
    scopes = models.CharField(_("quyền"), max_length=60)  # rules.scopes_text
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)
    created_by = models.CharField(_("người tạo"), max_length=200)
    expires_at = models.DateTimeField(_("hết hạn lúc"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("khóa máy")
        verbose_name_plural = _("khóa máy")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(Exact(Length("digest"), 64)), name="apikey_digest_whole"
            ),
            models.CheckConstraint(
                condition=models.Q(scopes__in=rules.scopes_texts()), name="apikey_scopes_known"
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__isnull=True)
                | models.Q(expires_at__gt=models.F("created_at")),
                name="apikey_expires_after_creation",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True)
                | models.Q(revoked_at__gte=models.F("created_at")),
                name="apikey_revoked_after_creation",
            ),
        ]

    def __str__(self) -> str:
        return self.prefix


class JournalIsAppendOnlyError(TypeError):
    """Somebody tried to rewrite the journal: a mistake in the program, not in its input."""


class JournalQuerySet(models.QuerySet["JournalEntry"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise JournalIsAppendOnlyError("update")

    def delete(self) -> NoReturn:
        raise JournalIsAppendOnlyError("delete")


class JournalEntry(models.Model):
    """Who did what to which record. Written in the transaction of the act, and never changed.

    `subject_kind` and `subject_id` are words, not foreign keys: upper rooms write here too, and a
    line outlives its subject. Reading is not journalled here.
    """

    at = models.DateTimeField(_("lúc"), default=timezone.now)
    actor = models.CharField(_("người làm"), max_length=200)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("thay mặt"),
    )
    verb = models.CharField(_("việc"), max_length=60)
    subject_kind = models.CharField(_("loại đối tượng"), max_length=60)
    subject_id = models.CharField(_("đối tượng"), max_length=200)
    details = models.JSONField(_("chi tiết"), default=dict)

    objects = JournalQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng nhật ký")
        verbose_name_plural = _("nhật ký")
        indexes = [
            # What happened to this record?
            models.Index(fields=["subject_kind", "subject_id"], name="journal_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.verb} {self.subject_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise JournalIsAppendOnlyError("save")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise JournalIsAppendOnlyError("delete")
