"""Sections of the annual report, by e-mail to those who write them: when they are given, and given back."""

from datetime import datetime
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
from txng.parties import queries as parties
from txng.reports import rules
from txng.reports.models import AnnualReport, Section
from txng.reports.queries import annual

MOST_LINES: Final = 30
KIND: Final = letter_rules.NEWS


def write_letters(*, by: Actor, now: datetime | None = None) -> int:
    """How many were written."""
    if not mail.is_on():
        return 0
    since = letters.news_since(now or timezone.now())
    given = [
        _given(by, report, code, sections)
        for report in annual.created_since(since)
        for code, sections in _by_agency(annual.to_write(report)).items()
    ]
    back = [_back(by, one) for one in annual.given_back_since(since)]
    return sum(given) + sum(back)


def _by_agency(sections: list[Section]) -> dict[str, list[Section]]:
    found: dict[str, list[Section]] = {}
    for one in sections:
        for code in one.agencies:
            found.setdefault(code, []).append(one)
    return found


def _readers(code: str) -> list[MailAddress]:
    """People who write for this agency."""
    agency = parties.agency(None, code)
    if agency is None or agency.organisation_id is None:
        return []
    return letters.readers_in(KIND, agency.organisation_id, rules.FILL)


def _given(by: Actor, report: AnnualReport, code: str, sections: list[Section]) -> int:
    about = f"reports.given:{report.year}:{code}"
    told = 0
    for box in _readers(code):
        if not _is_news(box, report.created_at) or letters.is_written(box, about):
            continue
        with translation.override(box.language):
            lines = [f"- {one.title}\n  {_link(one)}" for one in sections[:MOST_LINES]]
            head = _("Cơ quan bạn viết các phần sau của báo cáo năm %(year)d:")
            made = write_letter(
                by=by, person=box.person, kind=KIND, about=about,
                subject=_("Phần báo cáo năm %(year)d chờ cơ quan bạn viết") % {"year": report.year},
                text="\n".join([head % {"year": report.year}, "", *lines]),
            )  # fmt: skip
        told += 1 if made else 0
    return told


def _back(by: Actor, section: Section) -> int:
    moment = section.decided_at
    assert moment is not None  # of those that were given back
    about = f"reports.back:{section.pk}:{int(moment.timestamp())}"
    told = 0
    for box in (box for code in section.agencies for box in _readers(code)):
        if not _is_news(box, moment) or letters.is_written(box, about):
            continue
        with translation.override(box.language):
            made = write_letter(
                by=by, person=box.person, kind=KIND, about=about,
                subject=_("Phần “%(title)s” bị trả lại") % {"title": section.title},
                text=_("Phần “%(title)s” của báo cáo năm %(year)d bị trả lại. Lý do ở trang: %(link)s")
                % {"title": section.title, "year": section.report.year, "link": _link(section)},
            )  # fmt: skip
        told += 1 if made else 0
    return told


def _is_news(box: MailAddress, moment: datetime) -> bool:
    return box.confirmed_at is not None and moment > box.confirmed_at


def _link(one: Section) -> str:
    return mail.absolute(reverse("reports:section", args=[one.report.year, one.code]))
