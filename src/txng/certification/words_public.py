"""How a certificate stands and for how long, in words for everybody: also for whoever scans a code."""

from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from txng.certification.rules import certificates as rules
from txng.certification.rules.certificates import Standing

STANDINGS: Final[dict[Standing, Promise]] = {
    "valid": _("Đang có giá trị"),
    "not_yet": _("Chưa có giá trị"),
    "expired": _("Đã hết hạn"),
    "replaced": _("Đã được thay bằng chứng nhận mới"),
    "suspended": _("Đang bị đình chỉ"),
    "withdrawn": _("Đã bị thu hồi"),
    "struck": _("Ghi nhầm, đã bỏ"),
}


def time_left(valid_until: date, today: date | None = None) -> str:
    """ "Còn 45 ngày.", "Hết hạn hôm nay.", "Hết hạn 3 ngày rồi."."""
    left = rules.days_left(valid_until, today or timezone.localdate())
    if left == 0:
        return gettext("Hôm nay là ngày cuối còn giá trị.")
    if left < 0:
        told = ngettext(
            "Đã hết hạn %(count)d ngày.", "Đã hết hạn %(count)d ngày.", -left
        )  # two forms, because other languages have them
        return told % {"count": -left}
    return ngettext("Còn %(count)d ngày.", "Còn %(count)d ngày.", left) % {"count": left}
