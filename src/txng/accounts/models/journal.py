"""The journal: append only."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.accounts.models.people import Organisation


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

    `person` is who acted when a person did (a machine's lines have none); `concerns` is whose record
    it is when another organisation acted on it: both may read the line.
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
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("người"),
    )
    concerns = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("về hồ sơ của"),
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
            # What happened to this record? People who ask know its number, not the word for its kind.
            models.Index(fields=["subject_id", "subject_kind"], name="journal_by_record"),
            # What did I do? Partial: captures by machines, most of the lines, are not in it.
            models.Index(
                fields=["person", "-id"],
                condition=models.Q(person__isnull=False),
                name="journal_by_person",
            ),
            # What did others do to our records?
            models.Index(
                fields=["concerns", "-id"],
                condition=models.Q(concerns__isnull=False),
                name="journal_by_concerned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.verb} {self.subject_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise JournalIsAppendOnlyError("save")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise JournalIsAppendOnlyError("delete")
