"""Words of recalls that consumers read too, in the five languages of the scan page."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from txng.supervision.rules import recalls as rules
from txng.supervision.rules.recalls import Scope
from txng.ui import dates

STATES: Final[Mapping[str, str | Promise]] = {
    rules.ORDERED: gettext_lazy("Đang thu hồi"),
    rules.UNDERWAY: gettext_lazy("Đang thu hồi"),
    rules.CLOSED: gettext_lazy("Đã thu hồi xong"),
    rules.WITHDRAWN: gettext_lazy("Đã rút lệnh thu hồi"),
}
STEPS: Final[Mapping[str, str | Promise]] = {
    "ordered": gettext_lazy("Ra lệnh thu hồi"),
    "widened": gettext_lazy("Mở rộng phạm vi thu hồi"),
    "closed": gettext_lazy("Kết thúc thu hồi"),
    "withdrawn": gettext_lazy("Rút lệnh thu hồi"),
    "reopened": gettext_lazy("Mở lại việc thu hồi"),
}


def scope(told: Scope) -> str:
    """Without the product: "Lô L1"."""
    language = get_language() or "vi"
    if told.lot:
        return _("Lô %(lot)s") % {"lot": told.lot}
    if told.first:
        return _("Số xê-ri từ %(first)s đến %(last)s") % {"first": told.first, "last": told.last}
    days = {
        "first": dates.written(told.made_from, language) if told.made_from else "",
        "last": dates.written(told.made_until, language) if told.made_until else "",
    }
    if told.made_from and told.made_until:
        return _("Sản xuất từ %(first)s đến %(last)s") % days
    if told.made_from:
        return _("Sản xuất từ ngày %(first)s") % days
    if told.made_until:
        return _("Sản xuất đến ngày %(last)s") % days
    return _("Mọi lô")
