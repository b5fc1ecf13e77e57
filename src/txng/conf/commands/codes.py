"""Codes that people type: what is said when one cannot be read, or when nobody told of it."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeVar

from txng.conf.console import Problem
from txng.conf.speech import gettext as _
from txng.conf.speech import spoken

if TYPE_CHECKING:
    from txng.repository.wording.names import Names

Answer = TypeVar("Answer")


def asked(code: str, question: Callable[[], Answer]) -> Answer:
    """What the question answers. Raises Problem where it finds no code in `code`."""
    from txng.gs1.errors import Gs1Error

    try:
        return question()
    except Gs1Error as error:
        raise Problem(
            "bad-code",
            _("Không đọc được mã “%(code)s”. %(why)s")
            % {"code": code, "why": f"{error}." if spoken() == "en" else error.vi},
            _("So lại từng ký tự với nhãn."),
            members={"reason": str(error)},
        ) from None


def unknown_code(canonical: str) -> Problem:
    return Problem(
        "unknown-code",
        _("Chưa có sự kiện nào nhắc tới %(code)s.") % {"code": canonical},
        _("Kiểm tra lại mã, hoặc hỏi người bán đã khai báo chưa."),
    )


def moment(text: str, option: str, *, end_of_day: bool = False) -> datetime:
    """A day ("2026-11-01") or a moment ("2026-11-01T08:00+07:00") in the system's time zone.

    A day is its first moment, or with `end_of_day` the first of the next. Raises Problem.
    """
    from django.utils import timezone

    try:
        if len(text) == len("2026-11-01"):
            day = date.fromisoformat(text) + timedelta(days=int(end_of_day))
            return timezone.make_aware(datetime.combine(day, time()))
        found = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise Problem(
            "usage",
            _("%(option)s cần một ngày như 2026-11-01, nhưng nhận được “%(got)s”.")
            % {"option": option, "got": text},
            _("Sửa ngày rồi hỏi lại."),
        ) from None
    return timezone.make_aware(found) if found.tzinfo is None else found


def names() -> "Names":
    from txng.repository import queries
    from txng.repository.wording.names import Names

    return Names(queries.vocabulary)
