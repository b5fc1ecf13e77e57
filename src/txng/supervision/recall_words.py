"""Words of recalls for those who work with them: how one stands, how much came back."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.supervision.rules import recalls as rules
from txng.supervision.rules.recalls import Came
from txng.ui import lists

Words = str | Promise

MARKS: Final[Mapping[str, lists.Mark]] = {
    rules.DRAFT: "info", rules.ORDERED: "stop", rules.UNDERWAY: "stop", rules.CLOSED: "good",
    rules.WITHDRAWN: "info",
}  # fmt: skip
ICONS: Final = {
    rules.DRAFT: "info-circle", rules.ORDERED: "alert-octagon", rules.UNDERWAY: "alert-octagon",
    rules.CLOSED: "circle-check", rules.WITHDRAWN: "circle-x",
}  # fmt: skip
UNITS: Final[Mapping[str, Words]] = {
    "H87": gettext_lazy("cái"),
    "KGM": gettext_lazy("kg"),
    "LTR": gettext_lazy("lít"),
    "": gettext_lazy("chưa rõ"),
}


def amount(value: Decimal | None, unit: str) -> str:
    """ "60 kg"; "chưa rõ" where nobody knows, never 0."""
    if value is None or not unit:
        return _("chưa rõ")
    told = value.to_integral() if value == value.to_integral() else value.normalize()
    return f"{lists.written(told)} {UNITS[unit]}"


def share(came: Came) -> str:
    """One sentence on what came back of one unit."""
    values = {
        "out": amount(came.out, came.unit),
        "back": amount(came.back, came.unit),
        "unknown": came.unknown,
        "waiting": came.waiting,
    }
    if came.unknown:
        return (
            _(
                "Đã về %(back)s. Chưa tính được phần đã về: %(unknown)d nơi chưa rõ đã nhận bao nhiêu."
            )
            % values
        )
    percent = came.share if came.share is not None else came.at_least
    if percent is None:
        return _("Chưa rõ bao nhiêu hàng đã ra ngoài.")
    values["percent"] = lists.written((percent * 100).quantize(Decimal("0.1")))
    if came.waiting:
        return (
            _("Đến nay đã về %(back)s trên %(out)s (%(percent)s%%); %(waiting)d nơi chưa trả lời.")
            % values
        )
    return _("Đã về %(back)s trên %(out)s (%(percent)s%%).") % values


def shares(came: Iterable[Came]) -> list[str]:
    return [share(one) for one in came]
