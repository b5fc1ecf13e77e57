"""An answered difficulty, by e-mail to whoever sent it from an account.

People without an account left a telephone number or an address that nobody confirmed: nobody is written to
there, the answer is read with the code (`/gop-y/theo-doi`).
"""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from txng.accounts import mail
from txng.accounts import rules as letter_rules
from txng.accounts.actions.letters import write_letter
from txng.accounts.actors import Actor
from txng.accounts.models import MailAddress
from txng.accounts.queries import letters
from txng.outreach.models import Matter
from txng.outreach.queries import matters as queries


def write_letters(*, by: Actor, now: datetime | None = None) -> int:
    """How many were written. An answer that was taken back and given again is told again."""
    if not mail.is_on():
        return 0
    answered = queries.answered_since(letters.news_since(now or timezone.now()))
    boxes = letters.readers_of(letter_rules.NEWS, usernames={one.asked_by for one in answered})
    by_name = {box.person.username: box for box in boxes}
    return sum(
        _write(by, by_name[one.asked_by], one) for one in answered if one.asked_by in by_name
    )


def _write(by: Actor, box: MailAddress, matter: Matter) -> int:
    moment = matter.answered_at
    assert moment is not None  # of those that are answered
    about = f"outreach.answer:{matter.number}:{int(moment.timestamp())}"
    is_news = box.confirmed_at is not None and moment > box.confirmed_at
    if not is_news or letters.is_written(box, about):
        return 0
    with translation.override(box.language):
        page = mail.absolute(reverse("outreach:matter", args=[matter.number]))
        made = write_letter(
            by=by,
            person=box.person,
            kind=letter_rules.NEWS,
            about=about,
            subject=_("Khó khăn %(number)s đã được trả lời") % {"number": matter.number},
            text=_(
                "Khó khăn %(number)s mà bạn gửi đã được trả lời. Đọc câu trả lời ở trang: %(link)s"
            )
            % {"number": matter.number, "link": page},
        )
    return 1 if made else 0
