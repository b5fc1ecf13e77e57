"""What changed in the library, by e-mail to those who follow it: one letter the morning after."""

from datetime import date, datetime, time
from typing import Final

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from txng.accounts import mail
from txng.accounts import rules as letter_rules
from txng.accounts.actions.letters import write_of_the_morning
from txng.accounts.actions.people import of_person
from txng.accounts.actors import Actor
from txng.accounts.models import MailAddress
from txng.accounts.queries import letters
from txng.documents.models import Instrument
from txng.documents.queries import library as queries

MOST_LINES: Final = 20
KIND: Final = letter_rules.LIBRARY


def write_letters(*, by: Actor, now: datetime | None = None) -> int:
    """How many were written."""
    moment = now or timezone.now()
    return sum(_write(by, box, moment) for box in letters.readers_due(KIND, moment))


def _write(by: Actor, box: MailAddress, now: datetime) -> int:
    """Gathered before the transaction: SQLite's one writer is not held up by reading."""
    changed = _changed(box, now)
    with translation.override(box.language):
        subject = ngettext(
            "%(count)d văn bản bạn theo dõi đã đổi",
            "%(count)d văn bản bạn theo dõi đã đổi",
            len(changed),
        )
        text = _text(changed) if changed else ""
    made = write_of_the_morning(
        by=by, box=box, kind=KIND, about="documents.changes", now=now,
        subject=subject % {"count": len(changed)}, text=text,
    )  # fmt: skip
    return 1 if made else 0


def _changed(box: MailAddress, now: datetime) -> list[Instrument]:
    """What changed on the days before this one that no letter told and that was not looked at: each document
    once. Whole days: what is committed just now is told tomorrow, never lost between two letters."""
    actor = of_person(box.person)
    told_to = None if box.library_on is None else _midnight(box.library_on)
    marks = (box.confirmed_at, told_to, queries.last_look(actor))
    since = max(mark for mark in marks if mark is not None)
    rows = queries.changes(actor, since=since, until=_midnight(timezone.localtime(now).date()))
    return list({one.instrument_id: one.instrument for one in rows}.values())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _text(changed: list[Instrument]) -> str:
    lines = [
        f"- {one.number}: {one.title}\n  "
        + mail.absolute(reverse("documents:instrument", args=[one.slug]))
        for one in changed[:MOST_LINES]
    ]
    if len(changed) > MOST_LINES:
        more = len(changed) - MOST_LINES
        lines.append(_("và %(count)d văn bản khác") % {"count": more})
    page = mail.absolute(reverse("documents:changes"))
    head = _("Từ thư trước đã đổi:")
    return "\n".join([head, "", *lines, "", _("Xem đã đổi gì: %(link)s") % {"link": page}])
