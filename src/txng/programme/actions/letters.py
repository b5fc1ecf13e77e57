"""Reminders by e-mail: in the morning one letter with what "Việc của tôi" would remind of.

`txng work` calls `write_letters` again and again; nobody is looked through twice in a morning.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from txng.accounts import mail
from txng.accounts import rules as letter_rules
from txng.accounts.actions.letters import write_of_the_morning
from txng.accounts.actors import Actor
from txng.accounts.models import MailAddress
from txng.accounts.queries import letters
from txng.programme import queries, words
from txng.programme.queries import parts
from txng.programme.queries.parts import OwnPart
from txng.programme.rules import tasks as rules

MOST_LINES: Final = 30
KIND: Final = letter_rules.REMINDERS


def write_letters(*, by: Actor, now: datetime | None = None) -> int:
    """How many were written. Whoever has nothing to be reminded of gets none."""
    moment = now or timezone.now()
    return sum(_write(by, box, moment) for box in letters.readers_due(KIND, moment))


def _write(by: Actor, box: MailAddress, now: datetime) -> int:
    """Gathered before the transaction: SQLite's one writer is not held up by reading."""
    day = timezone.localtime(now).date()
    with translation.override(box.language):
        lines = _lines(letters.actors(box), day)
        subject = ngettext(
            "Nhắc %(count)d việc của Kế hoạch", "Nhắc %(count)d việc của Kế hoạch", len(lines)
        )
        text = _text(lines) if lines else ""
    made = write_of_the_morning(
        by=by, box=box, kind=KIND, about="programme.reminders", now=now,
        subject=subject % {"count": len(lines)}, text=text,
    )  # fmt: skip
    return 1 if made else 0


def _lines(actors: Sequence[Actor], day: date) -> list[str]:
    """A task once, whichever of the reader's agencies is reminded of it; what ends first at the top."""
    found: dict[str, tuple[date, str]] = {}
    for actor in actors:
        for one in queries.my_tasks(actor, day):
            told = _told(one)
            if told:
                found.setdefault(one.task.code, (one.task.last_day, f"{told}{_link(one)}"))
        for part in parts.own_parts(actor, day):
            if part.answer is None:
                where = f"{part.task.code} {part.speaker.code}"
                found.setdefault(where, (part.task.last_day, _asked(part)))
    return [line for _day, line in sorted(found.values())]


def _told(one: queries.Mine) -> str:
    """What the page says of it; an agency beside is not reminded of others that have not confirmed."""
    reminders = [
        words.reminder(each)
        for each in one.reminders
        if one.leads or each.kind != rules.UNCONFIRMED
    ]
    if one.waits is not None:
        reminders.append(_("chờ cơ quan bạn xác nhận"))
    return f"- {one.task.title}: {'; '.join(reminders)}" if reminders else ""


def _asked(part: OwnPart) -> str:
    """A part that one of many has not answered for yet; the link leads to the answer, because not all who are
    asked may read the task."""
    told = _("%(name)s chưa trả lời về phần việc năm %(year)d")
    shown = told % {"name": part.speaker.name, "year": part.year}
    page = reverse("programme:answer_part", args=[part.share.pk, part.speaker.code])
    return f"- {part.task.title}: {shown}\n  {mail.absolute(page)}"


def _link(one: queries.Mine) -> str:
    return f"\n  {mail.absolute(reverse('programme:task', args=[one.task.code]))}"


def _text(lines: Sequence[str]) -> str:
    head = _("Hôm nay cơ quan bạn có việc cần xem:")
    shown = list(lines[:MOST_LINES])
    if len(lines) > MOST_LINES:
        more = len(lines) - MOST_LINES
        shown.append(_("và %(count)d việc khác") % {"count": more})
    page = mail.absolute(reverse("programme:mine"))
    return "\n".join([head, "", *shown, "", _("Việc của tôi: %(link)s") % {"link": page}])
