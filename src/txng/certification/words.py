"""What the rules of certificates decided, as sentences in the reader's language."""

from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from txng.certification.errors import ScopeError
from txng.certification.rules import certificates as rules
from txng.certification.rules.certificates import Problem, Standing
from txng.certification.words_public import STANDINGS, time_left
from txng.ui import dates
from txng.ui.lists import Mark

MARKS: Final[dict[Standing, Mark]] = {
    "valid": "good",
    "not_yet": "info",
    "expired": "warn",
    "replaced": "info",
    "suspended": "stop",
    "withdrawn": "stop",
    "struck": "",
}
VERBS: Final[dict[str, Promise]] = {
    rules.ISSUED: _("Cấp chứng nhận"),
    rules.RENEWED: _("Được thay bằng chứng nhận mới"),
    rules.RESCOPED: _("Đổi phạm vi"),
    rules.SUSPENDED: _("Đình chỉ"),
    rules.RESTORED: _("Khôi phục"),
    rules.ASKED: _("Thu hồi, chờ người thứ hai xác nhận"),
    rules.TAKEN_BACK: _("Bỏ việc thu hồi trước khi xác nhận"),
    rules.WITHDRAWN: _("Thu hồi, đã có người thứ hai xác nhận"),
    rules.STRUCK: _("Bỏ vì ghi nhầm"),
}


def day(when: date) -> str:
    return dates.written(when, get_language() or "vi")


def sentence(problem: Problem) -> str:
    values: dict[str, Any] = {
        name: day(value) if isinstance(value, date) else value
        for name, value in problem.values.items()
    }
    return gettext(problem.sentence) % values


def refusal(problem: Problem) -> ScopeError:
    return ScopeError(sentence(problem), problem.field)


__all__ = ["MARKS", "STANDINGS", "VERBS", "day", "refusal", "sentence", "time_left"]
