"""Roles as data, and who holds which in which organisation, within which reach."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from txng.accounts.models.people import Organisation


class Role(models.Model):
    """A set of rights with a name. What ships is in conf/roles.py; a province may change it here.

    `rights` are "<room>.<verb>" of the rooms and scopes of machines ("query"), each once, sorted.
    `kinds` are the kinds of organisation in which it may be held. There is no level here: what is
    wider or narrower is the reach of an assignment.
    """

    code = models.SlugField(_("mã"), max_length=40, unique=True)
    name = models.CharField(_("tên"), max_length=100)
    purpose = models.CharField(_("dùng cho ai"), max_length=300, blank=True)
    rights = models.JSONField(_("quyền"), default=list)
    kinds = models.JSONField(_("loại tổ chức"), default=list)
    needs_second_factor = models.BooleanField(_("phải có lớp bảo vệ thứ hai"), default=False)
    is_for_devices = models.BooleanField(_("dành cho điện thoại ngoài đồng"), default=False)
    changed_at = models.DateTimeField(_("sửa lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("vai trò")
        verbose_name_plural = _("vai trò")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(code="") & ~models.Q(name=""), name="role_named"
            ),
        ]

    def __str__(self) -> str:
        return gettext(self.name)  # shipped names are in the catalogue


class Assignment(models.Model):
    """A person holds a role in an organisation for a time.

    `territories` are codes of communes and `sectors` words such as "nong-nghiep"; null is all of them.
    They mean something in agencies only. A row is ended (`valid_until`), never changed or deleted: it
    says who could do what on any day of the past.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="assignments",
        verbose_name=_("người"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="assignments",
        verbose_name=_("tổ chức"),
    )
    role = models.ForeignKey(
        Role, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("vai trò")
    )
    territories = models.JSONField(_("địa bàn"), null=True, blank=True)
    sectors = models.JSONField(_("ngành"), null=True, blank=True)
    valid_from = models.DateTimeField(_("có hiệu lực từ"), default=timezone.now)
    valid_until = models.DateTimeField(_("có hiệu lực đến"), null=True, blank=True)
    given_by = models.CharField(_("người giao"), max_length=200)
    given_at = models.DateTimeField(_("giao lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("vai trò được giao")
        verbose_name_plural = _("vai trò được giao")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="assignment_ends_after_it_begins",
            ),
            # Given twice at once by two managers: one of them is told
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=models.Q(valid_until__isnull=True),
                name="assignment_open_once",
            ),
        ]
        indexes = [
            # Who works here? (who am I: the foreign key's own index)
            models.Index(fields=["organisation", "person"], name="assignment_by_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}, {self.organisation}"
