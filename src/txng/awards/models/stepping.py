"""What applications, topics and commendations share: the state, the steps that led to it, numbers by year."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.awards import rules
from txng.awards.rules import steps


class Stepped(models.Model):
    """A record with a life (rules/steps.py). `version` grows with every step and change: a form that was
    opened before says so by an older one."""

    version = models.PositiveIntegerField(_("lần sửa"), default=1)
    state_since = models.DateTimeField(_("từ lúc"), default=timezone.now)

    class Meta:
        abstract = True


class AppendOnlyError(TypeError):
    """Somebody tried to rewrite a step: a mistake in the program, not in its input."""


class StepQuerySet(models.QuerySet["Step"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("update")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("delete")


class Step(models.Model):
    """One step of one record. Append-only: a step that is taken back gets another one after it.

    `was` is the state before ("" for the first step), `details` what the step wrote, as text.
    """

    kind = models.CharField(_("sổ"), max_length=12)
    subject = models.PositiveBigIntegerField(_("hồ sơ"))
    verb = models.CharField(_("việc"), max_length=24)
    was = models.CharField(_("trạng thái trước"), max_length=16, blank=True)
    state = models.CharField(_("trạng thái"), max_length=16)
    note = models.CharField(_("ghi chú"), max_length=rules.LONGEST_TEXT, blank=True)
    details = models.JSONField(_("chi tiết"), default=dict)
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    by = models.CharField(_("người làm"), max_length=200)
    by_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False,
        verbose_name=_("tài khoản"),
    )  # fmt: skip
    organisation = models.CharField(_("thay mặt"), max_length=200, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("bước")
        verbose_name_plural = _("bước")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=steps.KINDS), name="awardstep_kind_known"),
        ]
        indexes = [
            # what happened to one record, in order
            models.Index(fields=["kind", "subject", "id"], name="awardstep_of_one"),
            # what was undone, what was settled in a year
            models.Index(fields=["kind", "verb", "at"], name="awardstep_by_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}: {self.verb}"


class RegisterYear(models.Model):
    """The last number given in a year in one register, so that numbers have no gap and no twin."""

    kind = models.CharField(_("sổ"), max_length=12)
    year = models.PositiveSmallIntegerField(_("năm"))
    last = models.PositiveIntegerField(_("số cuối"), default=0)

    class Meta:
        verbose_name = _("số trong năm")
        verbose_name_plural = _("số trong năm")
        constraints = [
            models.UniqueConstraint(fields=["kind", "year"], name="awardyear_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"
