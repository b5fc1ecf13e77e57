"""Licences to use a mark, and OCOP ratings, from a sheet. Both are written once and never edited.

A row that the register has already changes nothing; one that says something else of the same number is
told so. A batch is checked with a few questions, and what is written goes through the verbs of this room.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.accounts.actors import Actor
from txng.documents.errors import RowRefusedError
from txng.documents.imports import Applied, Done, Given, Importer
from txng.parties.models import Enterprise
from txng.products.actions import marks as actions
from txng.products.errors import ProductsError
from txng.products.importing import group_choices, owners_called, read_gtin, read_own_code
from txng.products.models import MarkLicence, OcopRating, TradeItem
from txng.products.queries import groups, reach
from txng.products.queries import marks as queries
from txng.products.queries import trade_items as item_queries
from txng.products.rules import codes
from txng.ui.sheets.columns import Column, Sheet
from txng.ui.sheets.reading import Problem

KEEP: Final = queries.KEEP


def _mark_choices() -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in queries.marks(None)]


LICENCE_SHEET: Final = Sheet(
    name="giay-phep-nhan-hieu",
    title=gettext_lazy("Giấy phép dùng nhãn hiệu"),
    version=1,
    lead=gettext_lazy("Mỗi dòng một giấy phép dùng nhãn hiệu của một cơ sở đã có trong sổ."),
    columns=(
        Column("mark", gettext_lazy("Nhãn hiệu"), kind="choice", required=True, choices=_mark_choices,
               example="Gạo nếp quýt Đạ Tẻh"),
        Column("number", gettext_lazy("Số giấy"), kind="code", required=True, longest=40, example="17/GP"),
        Column("holder", gettext_lazy("Mã hoặc mã số thuế của cơ sở"), kind="code", required=True, longest=40,
               example="DV-000042-0", also=("Cơ sở", "Mã cơ sở")),
        Column("group", gettext_lazy("Nhóm sản phẩm"), kind="choice", required=True, choices=group_choices,
               example="Gạo nếp"),
        Column("valid_from", gettext_lazy("Từ ngày"), kind="day", required=True, example="01/01/2026"),
        Column("valid_until", gettext_lazy("Đến hết ngày"), kind="day", required=True, example="31/12/2026"),
    ),
)  # fmt: skip

RATING_SHEET: Final = Sheet(
    name="hang-ocop",
    title=gettext_lazy("Hạng OCOP"),
    version=1,
    lead=gettext_lazy("Mỗi dòng một hạng OCOP của một sản phẩm đã có trong sổ. Số sao tính từ điểm."),
    columns=(
        Column("gtin", gettext_lazy("Mã GTIN"), kind="code", longest=30, check=read_gtin,
               also=("GTIN", "Mã vạch"), example="8935003450014"),
        Column("own_code", gettext_lazy("Mã riêng"), kind="code", longest=codes.LONGEST_OWN_CODE,
               check=read_own_code, hint=gettext_lazy("Khi sản phẩm chưa có GTIN")),
        Column("owner", gettext_lazy("Mã hoặc mã số thuế của cơ sở"), kind="code", longest=40,
               hint=gettext_lazy("Đi cùng mã riêng"), also=("Cơ sở", "Mã cơ sở")),
        Column("points", gettext_lazy("Điểm"), kind="number", required=True, least=50, most=100,
               example="86,5"),
        Column("decision_number", gettext_lazy("Số quyết định"), kind="code", required=True, longest=40,
               example="1234/QĐ-UBND"),
        Column("decided_on", gettext_lazy("Ngày quyết định"), kind="day", required=True,
               example="15/09/2025"),
    ),
)  # fmt: skip


class _Licences:
    """What a batch of licences needs to know, asked at once."""

    def __init__(self, by: Actor, rows: Sequence[Given]) -> None:
        self.by = by
        self.marks = {one.code: one for one in queries.marks(by)}
        self.groups = {one.path: one for one in groups.groups(by)}
        self.holders = owners_called(by, {row.values["holder"] for row in rows})
        numbers = {row.values["number"] for row in rows}
        known = MarkLicence.objects.select_related("mark", "group").filter(number__in=numbers)
        self.known = {(one.mark.code, one.number): one for one in known}

    def problem(self, row: Given) -> Problem | None:
        told = row.values
        holder, group = self.holders.get(told["holder"]), self.groups[told["group"]]
        if holder is None:
            return Problem("holder", _("Không có cơ sở nào mang mã đó trong địa bàn của bạn."))
        if not reach.reaches_as_officer(self.by, KEEP, holder, group):
            return Problem("", actions.not_given_to_keep())
        kept = self.known.get((told["mark"], told["number"]))
        if kept is not None and not _is_same(kept, holder, told):
            return Problem(
                "number", _("Sổ đã có giấy phép số này với cơ sở, nhóm hoặc thời hạn khác.")
            )
        try:
            actions.check_licence(
                self.marks[told["mark"]], group, told["valid_from"], told["valid_until"]
            )
        except ProductsError as refused:
            return Problem(refused.field, str(refused))
        return None


def _is_same(kept: MarkLicence, holder: Enterprise, told: Any) -> bool:
    return (kept.holder_id, kept.group.path, kept.valid_from, kept.valid_until) == (
        holder.pk, told["group"], told["valid_from"], told["valid_until"],
    )  # fmt: skip


def check_licences(by: Actor, rows: Sequence[Given]) -> dict[int, list[Problem]]:
    batch = _Licences(by, rows)
    found = {row.number: batch.problem(row) for row in rows}
    return {number: [problem] for number, problem in found.items() if problem is not None}


def apply_licences(by: Actor, rows: Sequence[Given]) -> list[Applied]:
    """Raises RowRefusedError for a row that is no longer right."""
    batch = _Licences(by, rows)
    return [_apply_licence(batch, row) for row in rows]


def _apply_licence(batch: _Licences, row: Given) -> Applied:
    told = row.values
    problem = batch.problem(row)
    if problem is not None:
        raise RowRefusedError(row.number, problem.sentence, problem.key)
    kept = batch.known.get((told["mark"], told["number"]))
    if kept is not None:
        return Applied("unchanged", str(kept.pk), kept.number)
    try:
        made = actions.grant_licence(
            by=batch.by,
            mark=batch.marks[told["mark"]],
            holder=batch.holders[told["holder"]],
            group=batch.groups[told["group"]],
            number=told["number"],
            valid_from=told["valid_from"],
            valid_until=told["valid_until"],
        )
    except ProductsError as refused:
        raise RowRefusedError(row.number, str(refused), refused.field) from None
    return Applied("created", str(made.pk), made.number)


def undo_licences(by: Actor, rows: Sequence[Done]) -> list[str]:
    lost = _("Giấy phép này không còn, hoặc ngoài phạm vi của bạn.")
    known = {str(one.pk): one for one in queries.licences(by).filter(pk__in=_numbers(rows))}
    return [
        _struck(known.get(row.applied.subject), lost, lambda one: actions.strike_licence(by=by, licence=one))
        for row in rows
    ]  # fmt: skip


def _numbers(rows: Sequence[Done]) -> list[int]:
    return [int(row.applied.subject) for row in rows]


def _struck(one: Any, lost: str, strike: Any) -> str:
    if one is None:
        return lost
    try:
        strike(one)
    except ProductsError as refused:
        return str(refused)
    return ""


class _Ratings:
    """The products that a batch of rows names, and what they were rated before."""

    def __init__(self, by: Actor, rows: Sequence[Given]) -> None:
        self.by = by
        self.owners = owners_called(by, {row.values["owner"] for row in rows} - {None})
        gtins = {row.values["gtin"] for row in rows} - {None}
        own_codes = {row.values["own_code"] for row in rows} - {None}
        named = Q(gtin__in=gtins) | Q(own_code__in=own_codes, owner__in=self.owners.values())
        items = list(item_queries.trade_items(by).filter(named))
        self.by_gtin = {one.gtin: one for one in items if one.gtin}
        self.by_own_code = {(one.owner_id, one.own_code): one for one in items if one.own_code}
        rated = OcopRating.objects.filter(trade_item__in=items)
        self.known = {(one.trade_item_id, one.decision_number): one for one in rated}

    def item(self, told: Any) -> TradeItem | Problem:
        if told["gtin"]:
            return self.by_gtin.get(told["gtin"]) or Problem("gtin", _no_item())
        if not told["own_code"]:
            return Problem("gtin", _("Nhập mã GTIN, hoặc mã riêng cùng mã của cơ sở."))
        owner = self.owners.get(told["owner"])
        if owner is None:
            return Problem("owner", _("Không có cơ sở nào mang mã đó trong địa bàn của bạn."))
        return self.by_own_code.get((owner.pk, told["own_code"])) or Problem("own_code", _no_item())

    def problem(self, told: Any) -> Problem | None:
        item = self.item(told)
        if isinstance(item, Problem):
            return item
        if not queries.may_keep(self.by, item):
            return Problem("", actions.not_given_to_keep())
        kept = self.known.get((item.pk, told["decision_number"]))
        if kept is not None and (kept.points, kept.decided_on) != (
            told["points"],
            told["decided_on"],
        ):
            return Problem(
                "decision_number",
                _("Sổ đã ghi quyết định này cho sản phẩm với điểm hoặc ngày khác."),
            )
        return None


def _no_item() -> str:
    return _("Không có sản phẩm nào mang mã này trong phạm vi của bạn. Nhập sản phẩm trước.")


def check_ratings(by: Actor, rows: Sequence[Given]) -> dict[int, list[Problem]]:
    batch = _Ratings(by, rows)
    found = {row.number: batch.problem(row.values) for row in rows}
    return {number: [problem] for number, problem in found.items() if problem is not None}


def apply_ratings(by: Actor, rows: Sequence[Given]) -> list[Applied]:
    """Raises RowRefusedError for a row that is no longer right."""
    batch = _Ratings(by, rows)
    return [_apply_rating(batch, row) for row in rows]


def _apply_rating(batch: _Ratings, row: Given) -> Applied:
    told = row.values
    problem, item = batch.problem(told), batch.item(told)
    if problem is not None or isinstance(item, Problem):
        refused = problem or item
        assert isinstance(refused, Problem)
        raise RowRefusedError(row.number, refused.sentence, refused.key)
    kept = batch.known.get((item.pk, told["decision_number"]))
    if kept is not None:
        return Applied("unchanged", f"{item.pk}:{kept.pk}", item.name)
    try:
        made = actions.rate_ocop(
            by=batch.by,
            trade_item=item,
            points=Decimal(told["points"]),
            decision_number=told["decision_number"],
            decided_on=told["decided_on"],
        )
    except ProductsError as refused:
        raise RowRefusedError(row.number, str(refused), refused.field) from None
    stars = _("%(name)s: %(stars)d sao") % {"name": item.name, "stars": made.stars}
    return Applied("created", f"{item.pk}:{made.pk}", stars[:200])


def undo_ratings(by: Actor, rows: Sequence[Done]) -> list[str]:
    lost = _("Hạng này không còn, hoặc ngoài phạm vi của bạn.")
    pks = [int(row.applied.subject.partition(":")[2]) for row in rows]
    seen = item_queries.trade_items(by)
    known = {one.pk: one for one in OcopRating.objects.filter(pk__in=pks, trade_item__in=seen)}
    return [
        _struck(known.get(pk), lost, lambda one: actions.strike_rating(by=by, rating=one))
        for pk in pks
    ]


LICENCES: Final = Importer(
    code="giay-phep-nhan-hieu",
    title=gettext_lazy("Giấy phép dùng nhãn hiệu"),
    right=KEEP,
    sheet=LICENCE_SHEET,
    check=check_licences,
    apply=apply_licences,
    undo=undo_licences,
    address=lambda subject: reverse("products:licence", args=[int(subject)]),
    lead=gettext_lazy("Ai được dùng nhãn hiệu, chỉ dẫn địa lý, đến ngày nào."),
)
RATINGS: Final = Importer(
    code="hang-ocop",
    title=gettext_lazy("Hạng OCOP"),
    right=KEEP,
    sheet=RATING_SHEET,
    check=check_ratings,
    apply=apply_ratings,
    undo=undo_ratings,
    address=lambda subject: reverse("products:trade_item", args=[int(subject.partition(":")[0])]),
    lead=gettext_lazy("Điểm và quyết định công nhận OCOP của sản phẩm đã có trong sổ."),
)
