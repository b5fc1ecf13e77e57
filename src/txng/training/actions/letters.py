"""A seat from the queue, a class that moved or was cancelled, by e-mail to learners with an account.

Who that is: the address that they registered with is one that somebody confirmed in their account. A
telephone number, and an address that nobody confirmed, get nothing: the ticket says it. The letter leads to
the page of the class; the address of the ticket is a secret.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from txng.accounts import mail
from txng.accounts import rules as letter_rules
from txng.accounts.actions.letters import write_letter
from txng.accounts.actors import Actor
from txng.accounts.models import MailAddress
from txng.accounts.queries import letters
from txng.training.models import Learner, TrainingClass
from txng.training.queries import learners as queries

KIND: Final = letter_rules.NEWS
SETTLED_AFTER: Final = timedelta(minutes=15)
"""Moving a class takes several steps: one letter when they are done."""


def write_letters(*, by: Actor, now: datetime | None = None) -> int:
    """How many were written."""
    if not mail.is_on():
        return 0
    moment = now or timezone.now()
    since = letters.news_since(moment)
    offered = [(one, one.offered_at, "offered") for one in queries.offered_since(since)]
    cancelled = [
        (one, one.training_class.ended_at, "cancelled") for one in queries.cancelled_since(since)
    ]
    moved = [
        (one, one.training_class.moved_at, "moved")
        for one in queries.moved_between(since, moment - SETTLED_AFTER)
    ]
    return _write_all(by, [*offered, *cancelled, *moved])


def _write_all(by: Actor, news: Iterable[tuple[Learner, datetime | None, str]]) -> int:
    news = list(news)
    boxes = letters.readers_of(KIND, addresses={one.contact for one, _at, _what in news})
    told = 0
    for learner, at, what in news:
        for box in boxes:
            if at is not None and box.address.lower() == learner.contact.lower():
                told += _write(by, box, learner.training_class, at, what)
    return told


def _write(by: Actor, box: MailAddress, one: TrainingClass, at: datetime, what: str) -> int:
    about = f"training.{what}:{one.code}:{int(at.timestamp())}"
    is_news = box.confirmed_at is not None and at > box.confirmed_at
    if not is_news or letters.is_written(box, about):
        return 0
    with translation.override(box.language):
        named = {
            "title": one.title,
            "link": mail.absolute(reverse("training:public_class", args=[one.code])),
        }
        subject, text = _words(what, named)
        made = write_letter(
            by=by, person=box.person, kind=KIND, about=about, subject=subject, text=text
        )
    return 1 if made else 0


def _words(what: str, named: dict[str, str]) -> tuple[str, str]:
    if what == "offered":
        return (
            _("Bạn đã có chỗ ở lớp “%(title)s”") % named,
            _("Bạn ở danh sách chờ và nay đã có chỗ. Không đến được thì rút ở trang vé, để nhường chỗ."
              " Trang của lớp: %(link)s") % named,
        )  # fmt: skip
    if what == "cancelled":
        return (
            _("Lớp “%(title)s” đã hủy") % named,
            _("Lớp mà bạn đăng ký đã hủy. Lý do ở trang vé. Các lớp khác: %(link)s")
            % {**named, "link": mail.absolute(reverse("training:public_list"))},
        )
    return (
        _("Lớp “%(title)s” đổi lịch hoặc địa điểm") % named,
        _("Xem ngày, giờ và địa điểm mới trước khi đi: %(link)s") % named,
    )
