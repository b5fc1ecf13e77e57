"""Recalls that an agency ordered, as the page says them: before anything else, whatever events say.

    GTIN, lot, serial, and what it was made of ──> supervision.recall_notice ──> verdict, or a warning

A page that is kept rests on `notices_mark()`: another one whenever the notices change, asked for anew
before the page is given out. So a recall shows at once.
"""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from txng.resolver.facts import parts_of
from txng.resolver.page import Asked, InVietnamese, Verdict, Warned
from txng.supervision import queries as supervision
from txng.supervision import recall_public_words as words
from txng.supervision.queries import Notice
from txng.supervision.rules.recalls import VOLUNTARY, Thing
from txng.trace.model import CutOff, Relation, Trace
from txng.ui.dates import written


def rests_on() -> Asked:
    """Ask before the notice: a change meanwhile then makes the page stale."""
    return Asked(supervision.notices_mark, supervision.notices_mark())


def notice_of(
    user: object, trace: Trace, gtin: str, lot: str, serial: str, made_on: date | None
) -> Notice | None:
    return supervision.recall_notice(
        user, gtin, lot, serial, made_on=made_on, made_of=_ingredients(trace)
    )


def _ingredients(trace: Trace) -> Iterable[Thing]:
    for node in trace.nodes.values():
        if node.relation is Relation.ANCESTOR and node.cut_off is not CutOff.PRODUCT:
            gtin, lot, serial = parts_of(node.canonical)
            if gtin:
                yield Thing(gtin, lot, serial)


def verdict(notice: Notice) -> Verdict:
    title = (
        gettext("LÔ ĐANG THU HỒI – không dùng")
        if notice.is_of_lot
        else gettext("SẢN PHẨM ĐANG THU HỒI – không dùng")
    )
    told: tuple[str, ...] = (notice.advice,)
    if not _is_vietnamese():  # what the agency wrote is not translated: the first duty is
        told = (gettext("Ngừng sử dụng và trả lại nơi bán."), InVietnamese(notice.advice))
    return Verdict(
        "recalled",
        title,
        (*told, _own_words(notice.reason), _by_whom(notice)),
        phone=notice.phone or settings.HOTLINE,
        notice=notice.number,
        notice_path=_path(notice),
    )


def warned(notice: Notice) -> Warned:
    return Warned(
        number=notice.number,
        path=_path(notice),
        which=tuple(map(words.scope, notice.scopes)),
        advice=_own_words(notice.advice),
        phone=notice.phone or settings.HOTLINE,
    )


def _by_whom(notice: Notice) -> str:
    values = {
        "number": notice.number,
        "who": notice.authority,
        "firm": notice.firm,
        "day": written(timezone.localdate(notice.ordered_at), get_language() or "vi"),
    }
    if notice.kind == VOLUNTARY:
        return (
            gettext("%(firm)s tự nguyện thu hồi. %(who)s công bố số %(number)s ngày %(day)s.")
            % values
        )
    return gettext("Lệnh thu hồi %(number)s của %(who)s, ngày %(day)s.") % values


def _path(notice: Notice) -> str:
    return reverse("supervision:public_recall", args=[notice.number])


def _own_words(text: str) -> str:
    return text if _is_vietnamese() else InVietnamese(text)


def _is_vietnamese() -> bool:
    return (get_language() or "vi") == "vi"
