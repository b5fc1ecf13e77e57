"""The register of trade items as a list: columns, filters, search."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.products.models import TradeItem, TradeItemWord
from txng.products.queries import groups
from txng.ui import lists, search


def _address(one: TradeItem) -> str:
    return reverse("products:trade_item", args=[one.pk])


def _lacking(one: TradeItem) -> str:
    return _("Thiếu %(count)d") % {"count": one.lacking} if one.lacking else _("Đủ")


def _lacking_mark(one: TradeItem) -> lists.Mark:
    return "warn" if one.lacking else "good"


def _state_mark(one: TradeItem) -> lists.Mark:
    return "" if one.state == TradeItem.State.ACTIVE else "info"


def _groups() -> list[tuple[str, str]]:
    """The two upper levels: enough to narrow, short enough to read."""
    return [
        (one.path, "\u2003" * one.depth + str(one)) for one in groups.groups(None) if one.depth <= 1
    ]


def _under(rows: QuerySet[Any], path: str) -> QuerySet[Any]:
    return rows.filter(groups.under(path))


def _in_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    """Nearly all are active: no index leads to them. The others have one of their own."""
    if state == TradeItem.State.ACTIVE:
        return rows.exclude(state=TradeItem.State.WITHDRAWN)
    return rows.filter(state=state)


def _lacking_is(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(lacking__gt=0) if value == "co" else rows.filter(lacking=0)


REGISTER = lists.Register(
    name="san-pham",
    title=gettext_lazy("Sản phẩm"),
    order="name",
    columns=(
        lists.Column("name", gettext_lazy("Tên"), sort="name_key", link=_address),
        lists.Column("code", gettext_lazy("Mã"), kind="code"),
        lists.Column("brand", gettext_lazy("Nhãn hiệu")),
        lists.Column("group", gettext_lazy("Nhóm"), value=lambda one: str(one.group)),
        lists.Column("owner", gettext_lazy("Cơ sở"), value=lambda one: one.owner.public_name),
        lists.Column(
            "lacking", gettext_lazy("Thông tin bắt buộc"), value=_lacking, mark=_lacking_mark
        ),
        lists.Column(
            "state",
            gettext_lazy("Tình trạng"),
            value=lambda one: one.get_state_display(),
            mark=_state_mark,
        ),
    ),
    filters=(
        lists.Filter("nhom", gettext_lazy("Nhóm sản phẩm"), choices=_groups, narrow=_under),
        lists.Filter(
            "thieu",
            gettext_lazy("Thông tin bắt buộc"),
            choices=(("co", gettext_lazy("Còn thiếu")), ("khong", gettext_lazy("Đã đủ"))),
            narrow=_lacking_is,
        ),
        lists.Filter(
            "state", gettext_lazy("Tình trạng"), choices=TradeItem.State.choices, narrow=_in_state
        ),
    ),
    search=lambda rows, text: search.matching(rows, TradeItemWord, text),
    search_label=gettext_lazy("Tìm theo tên, nhãn hiệu hoặc mã"),
    empty=lists.Empty(
        gettext_lazy("Chưa có sản phẩm nào."),
        gettext_lazy("Thêm sản phẩm đầu tiên để cấp mã, in tem và biết nghĩa vụ truy xuất của nó."),
    ),
)
