"""Verbs of reports: take a consumer's report, look into it, answer it, forget who sent it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.analytics.actions import device_hash
from txng.supervision import photos, rules
from txng.supervision.errors import (
    AlreadyAnsweredError,
    TooManyReportsError,
    UnknownReportError,
)
from txng.supervision.models import Report, ReportYear


@transaction.atomic
def receive_report(
    *,
    by: Actor,
    code: str,
    reason: str,
    device: str,
    words: str = "",
    place: str = "",
    photo: bytes = b"",
    language: str = "vi",
) -> Report:
    """A report with its number. `photo` is what `photos.as_our_own` made; `device` tells senders apart for
    the limits and is hashed with the key of the day. Raises TooManyReportsError."""
    now = timezone.now()
    day = timezone.localdate(now)
    # the year's row first: reports go in one by one, so the limits cannot be overrun side by side
    ReportYear.objects.get_or_create(year=day.year)
    year = ReportYear.objects.select_for_update().get(year=day.year)
    sender = device_hash(device, day)
    _refuse_too_many(code, sender, now)
    year.last += 1
    year.save(update_fields=["last"])
    report = Report.objects.create(
        number=rules.number_of(day.year, year.last),
        code=code[: rules.LONGEST_CODE],
        reason=reason,
        words=words[: rules.LONGEST_WORDS],
        place=place[: rules.LONGEST_PLACE],
        has_photo=bool(photo),
        language=language,
        received_at=now,
        sender=sender,
    )
    journal.record(by, "report.received", report, number=report.number, reason=reason)
    if photo:
        photos.keep(settings.REPORTS_FOLDER, report.number, photo)
    return report


def _refuse_too_many(code: str, sender: bytes, now: datetime) -> None:
    lately = Report.objects.filter(received_at__gt=now - timedelta(hours=1))
    limit = rules.is_over_limit(
        by_sender=lately.filter(sender=sender).count(),
        of_code=Report.objects.filter(code=code, received_at__gt=now - timedelta(days=1)).count(),
        of_all=lately.count(),
    )
    if limit == "code":
        raise TooManyReportsError(
            _("Mã này đã có nhiều phản ánh hôm nay và đang được xem xét. Cảm ơn bạn.")
        )
    if limit:
        raise TooManyReportsError(
            _("Đã có nhiều phản ánh gửi đến trong giờ qua. Giữ lại tem và gửi lại sau một giờ.")
        )


@transaction.atomic
def begin_checking(*, by: Actor, number: str) -> Report:
    """Raises UnknownReportError, AlreadyAnsweredError."""
    report = _to_change(number)
    report.state = rules.CHECKING
    report.save(update_fields=["state"])
    journal.record(by, "report.checking", report, number=number)
    return report


@transaction.atomic
def answer_report(*, by: Actor, number: str, answer: str) -> Report:
    """What the sender and everybody else reads under the number; it stands for good.

    Raises UnknownReportError, AlreadyAnsweredError.
    """
    report = _to_change(number)
    report.state, report.answer = rules.ANSWERED, answer.strip()[: rules.LONGEST_ANSWER]
    report.answered_at = timezone.now()  # paired: report_answer_and_its_time
    report.save(update_fields=["state", "answer", "answered_at"])
    journal.record(by, "report.answered", report, number=number)
    return report


def forget_senders(*, by: Actor, now: datetime | None = None) -> int:
    """Of days that are over; how many. Their key is destroyed too (analytics.actions.settle)."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(now), datetime.min.time()))
    old = Report.objects.filter(sender__isnull=False, received_at__lt=midnight)
    return old.update(sender=None)


def _to_change(number: str) -> Report:
    found = Report.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise UnknownReportError(_("Không có phản ánh số %(number)s.") % {"number": number})
    if found.state == rules.ANSWERED:
        raise AlreadyAnsweredError(
            _("Phản ánh số %(number)s đã được trả lời.") % {"number": number}
        )
    return found
