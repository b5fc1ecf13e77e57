"""Words and marks for what the rules decide, in the language of the page."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from txng.awards.queries.topics import Due
from txng.awards.rules import incentives, steps
from txng.awards.rules import topics as topic_rules
from txng.ui.lists import Mark

MARKS: Final[Mapping[str, Mapping[str, Mark]]] = {
    steps.APPLICATION: {
        steps.SUBMITTED: "info",
        steps.RETURNED: "warn",
        steps.EXAMINED: "info",
        steps.AT_FINANCE: "info",
        steps.GRANTED: "good",
        steps.REPORTED: "info",
        steps.SETTLED: "good",
        steps.REFUSED: "stop",
        steps.REVOKED: "stop",
    },
    steps.TOPIC: {
        steps.PROPOSED: "info",
        steps.SELECTED: "info",
        steps.RUNNING: "good",
        steps.HANDED_IN: "info",
        steps.ACCEPTED: "good",
        steps.FAILED: "stop",
        steps.STOPPED: "stop",
    },
    steps.COMMENDATION: {
        steps.NAMED: "info",
        steps.SENT_UP: "info",
        steps.COMMENDED: "good",
        steps.REVOKED: "stop",
    },
}
POLICY_MARKS: Final[Mapping[str, Mark]] = {
    incentives.DRAFT: "warn",
    incentives.OPEN: "good",
}
DUE_MARKS: Final[Mapping[str, Mark]] = {
    topic_rules.LATE: "stop",
    topic_rules.SOON: "warn",
    topic_rules.SENT: "good",
    topic_rules.SENT_LATE: "warn",
}
DUE_ICONS: Final = {
    topic_rules.LATE: "alert-octagon",
    topic_rules.SOON: "alert-triangle",
    topic_rules.SENT: "circle-check",
    topic_rules.SENT_LATE: "alert-triangle",
    topic_rules.DUE: "circle-dot",
}
UNKNOWN: Final[Promise] = gettext_lazy("chưa rõ")


def due(one: Due) -> str:
    """ "Trễ 3 ngày"."""
    days = {"days": one.days}
    if one.standing == topic_rules.LATE:
        return ngettext("Trễ %(days)d ngày", "Trễ %(days)d ngày", one.days) % days
    if one.standing == topic_rules.SENT_LATE:
        return ngettext("Đã gửi, trễ %(days)d ngày", "Đã gửi, trễ %(days)d ngày", one.days) % days
    if one.standing == topic_rules.SOON:
        return ngettext("Còn %(days)d ngày", "Còn %(days)d ngày", one.days) % days
    return _("Đã gửi đúng hạn") if one.standing == topic_rules.SENT else _("Chưa đến hạn")
