"""Trade items from a sheet: one row a product, found again by its GTIN or by its owner's code.

    row -> owner (own enterprise, or by tax code) -> GTIN known? -> facts told anew : written down

A batch of a few hundred rows is checked with six questions, however many rows it has. What is written goes
through the verbs of this room, so an import can do nothing that a person could not do on a page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, ProtectedError, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.accounts.actors import Actor
from txng.documents.errors import RowRefusedError
from txng.documents.imports import Applied, Done, Given, Importer
from txng.parties.models import Enterprise
from txng.products import words
from txng.products.actions import trade_items as actions
from txng.products.errors import ProductsError
from txng.products.models import ProductGroup, TradeItem, TradeItemVersion
from txng.products.queries import groups, obligations
from txng.products.queries import trade_items as queries
from txng.products.rules import codes, countries
from txng.products.rules import facts as facts_rules
from txng.products.rules.codes import GtinRefused, OwnCodeRefused
from txng.products.rules.countries import UnknownCountry
from txng.products.rules.facts import LONGEST, UNITS, Facts
from txng.ui.sheets.columns import Column, Sheet
from txng.ui.sheets.reading import Problem


def read_gtin(typed: str) -> str:
    try:
        return codes.read_gtin(typed)
    except GtinRefused as refused:
        raise ValueError(words.of_gtin(refused)) from refused


def read_own_code(typed: str) -> str:
    try:
        return codes.own_code(typed)
    except OwnCodeRefused as refused:
        raise ValueError(words.of_own_code(refused)) from refused


def _markets(typed: str) -> tuple[str, ...]:
    try:
        return countries.read(typed)
    except UnknownCountry as unknown:
        raise ValueError(words.of_country(str(unknown))) from unknown


def _standards(typed: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in typed.split(";") if part.strip())


def group_choices() -> list[tuple[str, str]]:
    return [(one.path, str(one)) for one in groups.groups(None)]


SHEET = Sheet(
    name="trade-items",
    title=gettext_lazy("Sản phẩm"),
    version=1,
    lead=gettext_lazy(
        "Mỗi dòng một sản phẩm. Sản phẩm đã có trong sổ được tìm lại theo mã GTIN hoặc mã riêng,"
        " rồi ghi thông tin mới; ô để trống giữ thông tin đang có."
    ),
    columns=(
        Column("name", gettext_lazy("Tên sản phẩm"), required=True, longest=LONGEST["name"],
               example="Gạo nếp quýt Đạ Tẻh 5 kg"),
        Column("group", gettext_lazy("Nhóm sản phẩm"), kind="choice", required=True, choices=group_choices,
               example="Gạo nếp"),
        Column("gtin", gettext_lazy("Mã GTIN"), kind="code", unique=True, longest=30, check=read_gtin,
               also=("GTIN", "Mã vạch"), hint=gettext_lazy("Dãy số dưới mã vạch"), example="8935003450014"),
        Column("own_code", gettext_lazy("Mã riêng"), kind="code", longest=codes.LONGEST_OWN_CODE,
               check=read_own_code,
               hint=gettext_lazy("Khi chưa có GTIN"), example="GAO-NEP-5KG"),
        Column("owner", gettext_lazy("Mã số thuế của cơ sở"), kind="code", longest=40,
               also=("Mã cơ sở", "Mã số thuế"), hint=gettext_lazy("Để trống nếu là sản phẩm của cơ sở bạn")),
        Column("brand", gettext_lazy("Nhãn hiệu"), longest=LONGEST["brand"], example="Đạ Tẻh"),
        Column("functional_name", gettext_lazy("Tên gọi thông thường"), longest=LONGEST["functional_name"]),
        Column("description", gettext_lazy("Mô tả"), longest=LONGEST["description"]),
        Column("net_content", gettext_lazy("Lượng tịnh"), kind="number", example="5"),
        Column("net_unit", gettext_lazy("Đơn vị lượng tịnh"), kind="choice",
               choices=[(one, words.UNITS[one]) for one in UNITS], example="kg"),
        Column("shelf_life_days", gettext_lazy("Hạn sử dụng (ngày)"), kind="whole", least=1, example="365"),
        Column("standards", gettext_lazy("Tiêu chuẩn áp dụng"), longest=1000, check=_standards,
               hint=gettext_lazy("Cách nhau bằng dấu chấm phẩy"), example="TCVN 11888:2017; VietGAP"),
        Column("markets", gettext_lazy("Thị trường bán"), longest=500, check=_markets,
               example="Việt Nam, Trung Quốc"),
        Column("image", gettext_lazy("Hình ảnh"), longest=500, hint=gettext_lazy("Địa chỉ ảnh, bắt đầu bằng https://")),
        Column("warnings", gettext_lazy("Cảnh báo an toàn"), longest=LONGEST["warnings"]),
    ),
)  # fmt: skip
_FACTS = tuple(one.key for one in SHEET.columns if one.key in Facts.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row against what the register holds: the item that it changes, None for a new one."""

    owner: Enterprise
    group: ProductGroup
    item: TradeItem | None
    before: Facts
    after: Facts


def owners_called(by: Actor, typed: set[str]) -> dict[str, Enterprise]:
    """By tax code, GLN or code in the register, among those for which the actor may write; what was typed
    leads to the enterprise, the code of a merged entry to the one that was kept."""
    tidy = {one: one.upper().replace(" ", "") for one in typed}
    found = queries.owners_by_codes(by, set(tidy.values()))
    return {one: found[code] for one, code in tidy.items() if code in found}


class _Batch:
    """What a few hundred rows need to know, asked at once."""

    def __init__(self, by: Actor, rows: Sequence[Given]) -> None:
        self.by = by
        self.own = obligations.enterprise_of(by)
        self.groups = {one.path: one for one in groups.groups(by)}
        self.owners = owners_called(by, {row.values["owner"] for row in rows} - {None})
        gtins = {row.values["gtin"] for row in rows} - {None}
        own_codes = {row.values["own_code"] for row in rows} - {None}
        known = list(
            TradeItem.objects.select_related("owner", "group").filter(
                Q(gtin__in=gtins) | Q(own_code__in=own_codes, owner__in=self._mine())
            )
        )
        self.by_gtin = {one.gtin: one for one in known if one.gtin}
        self.by_own_code = {(one.owner_id, one.own_code): one for one in known if one.own_code}
        self.newest = {
            one.trade_item_id: Facts.from_dict(one.facts)
            for one in TradeItemVersion.objects.filter(
                trade_item__in=known, number=F("trade_item__versions_told")
            )
        }

    def _mine(self) -> list[int]:
        return [one.pk for one in (self.own, *self.owners.values()) if one is not None]

    def row(self, given: Given) -> _Row | Problem:
        values = given.values
        owner = self.own if values["owner"] is None else self.owners.get(values["owner"])
        if owner is None:
            return Problem("owner", _("Không có cơ sở nào mang mã đó trong địa bàn của bạn."))
        gtin, own_code = values["gtin"], values["own_code"]
        if gtin is None and own_code is None:
            return Problem("gtin", _("Nhập mã GTIN, hoặc mã riêng nếu chưa có GTIN."))
        item = self.by_gtin.get(gtin) if gtin else None
        if item is not None and item.owner_id != owner.pk:
            told = words.of_gtin(GtinRefused("taken", str(gtin)))
            return Problem("gtin", told)
        if item is None and own_code:
            item = self.by_own_code.get((owner.pk, own_code))
        if item is not None and gtin and item.gtin and item.gtin != gtin:
            return Problem(
                "gtin",
                _("Mã riêng %(code)s trong sổ đã có mã GTIN %(gtin)s.")
                % {"code": own_code, "gtin": codes.shown(item.gtin)},
            )
        before = Facts() if item is None else self.newest[item.pk]
        return _Row(owner, self.groups[values["group"]], item, before, _told(before, values))


def _told(before: Facts, values: Mapping[str, Any]) -> Facts:
    """An empty cell leaves what is told already."""
    changed = {key: values[key] for key in _FACTS if values[key] is not None}
    return replace(before, **changed).tidy()


def check(by: Actor, rows: Sequence[Given]) -> dict[int, list[Problem]]:
    batch = _Batch(by, rows)
    found: dict[int, list[Problem]] = {}
    for given in rows:
        row = batch.row(given)
        problems = [row] if isinstance(row, Problem) else _problems(row)
        if problems:
            found[given.number] = problems
    return found


def _problems(row: _Row) -> list[Problem]:
    found = [
        Problem(one.field if one.field in _FACTS else "", words.of_fact(one))
        for one in facts_rules.problems(row.after)
    ]
    if row.item is not None and row.item.gtin:
        another = codes.changes_that_need_a_new_gtin(row.before, row.after)
        if another:
            found.append(Problem(another[0].field, words.of_changes(another)))
    return found


def apply(by: Actor, rows: Sequence[Given]) -> list[Applied]:
    """Raises RowRefusedError for a row that is no longer right."""
    batch = _Batch(by, rows)
    return [_apply(batch, given) for given in rows]


def _apply(batch: _Batch, given: Given) -> Applied:
    row = batch.row(given)
    if isinstance(row, Problem):
        raise RowRefusedError(given.number, row.sentence, row.key)
    by, values = batch.by, given.values
    try:
        if row.item is None:
            made = actions.create_trade_item(
                by=by,
                owner=row.owner,
                group=row.group,
                facts=row.after,
                gtin=values["gtin"] or "",
                own_code=values["own_code"] or "",
            )
            return Applied("created", str(made.pk), made.name)
        return _change(by, row, values["gtin"])
    except ProductsError as refused:
        known = {one.key for one in SHEET.columns}
        field = refused.field if refused.field in known else ""
        raise RowRefusedError(given.number, str(refused), field) from None


def _change(by: Actor, row: _Row, gtin: str | None) -> Applied:
    item = row.item
    assert item is not None  # a row without one is written down, not changed
    is_same = row.before == row.after and item.group_id == row.group.pk and (not gtin or item.gtin)
    if is_same:
        return Applied("unchanged", str(item.pk), item.name)
    before = {
        "facts": row.before.as_dict(),
        "group": item.group.path,
        "version": item.versions_told + 1,
    }
    changed = actions.change_trade_item(
        by=by, trade_item=item, facts=row.after, group=row.group, seen=item.versions_told
    )
    if gtin and not item.gtin:
        actions.assign_gtin(by=by, trade_item=changed, gtin=gtin)
    before["version"] = changed.versions_told
    return Applied("updated", str(changed.pk), changed.name, before)


def undo(by: Actor, rows: Sequence[Done]) -> list[str]:
    """A sentence for each row that has to stay."""
    return [_undo(by, row) for row in rows]


def _undo(by: Actor, row: Done) -> str:
    item = queries.writable(by).filter(pk=int(row.applied.subject)).first()
    if item is None:
        return _("“%(name)s” không còn trong phạm vi của bạn.") % {"name": row.applied.title}
    try:
        if row.applied.outcome == "created":
            actions.strike_trade_item(by=by, trade_item=item)
        elif row.applied.outcome == "updated":
            before = row.applied.before
            if item.versions_told != before["version"]:
                return _("“%(name)s” đã được sửa sau lần nhập, nên giữ nguyên.") % {
                    "name": item.name
                }
            group = groups.group_at(by, before["group"])
            assert group is not None  # groups are never deleted
            actions.change_trade_item(
                by=by, trade_item=item, facts=Facts.from_dict(before["facts"]), group=group,
                seen=item.versions_told, is_correction=True,
            )  # fmt: skip
    except ProductsError as refused:
        return str(refused)
    except ProtectedError:
        return _("“%(name)s” đã được dùng ở sổ khác, không bỏ được.") % {"name": item.name}
    return ""


TRADE_ITEMS = Importer(
    code="san-pham",
    title=gettext_lazy("Sản phẩm"),
    right="products.edit",
    sheet=SHEET,
    check=check,
    apply=apply,
    undo=undo,
    address=lambda subject: reverse("products:trade_item", args=[int(subject)]),
    lead=gettext_lazy("Sản phẩm của cơ sở bạn; cán bộ ghi được cho các cơ sở trong địa bàn."),
)
