"""The lists: columns, filters, search, the sentence of an empty one."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.accounts.actors import Actor
from txng.parties import administrative_units as units
from txng.parties import queries
from txng.parties.models import Enterprise, Plot
from txng.parties.rules import tax_codes
from txng.ui import collation, lists


def commune_name(code: str) -> str:
    found = units.commune(code)
    return found.name if found else code


def communes() -> list[tuple[str, str]]:
    return sorted(
        ((unit.code, unit.name) for unit in units.communes()),
        key=lambda one: collation.sort_key(one[1]),
    )


def districts() -> list[tuple[str, str]]:
    return sorted(
        ((one.code, f"{one.name} ({one.old_province})") for one in units.districts()),
        key=lambda one: collation.sort_key(one[1]),
    )


def _in_district(path: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    """Entries that told an old commune of it; and those in a commune made of its communes alone."""

    def narrow(rows: QuerySet[Any], code: str) -> QuerySet[Any]:
        whole = [
            unit.code
            for unit in units.communes()
            if {one.district_code for one in units.predecessors(unit.code)} == {code}
        ]
        before = [one.code for one in units.earlier_communes() if one.district_code == code]
        untold = Q(**{f"{path}earlier_commune_code": "", f"{path}commune_code__in": whole})
        return rows.filter(untold | Q(**{f"{path}earlier_commune_code__in": before}))

    return narrow


def _enterprise_address(one: Enterprise) -> str:
    return reverse("parties:enterprise", args=[one.code])


def _tax_code(one: Enterprise) -> str:
    """Of a household only where persons are shown, and even there with its middle hidden."""
    if one.is_of_persons and not one.shows_person:
        return ""
    return tax_codes.masked(one.tax_code)


def _state(one: Enterprise) -> str:
    return _("Đã ngừng") if one.closed_on else _("Đang hoạt động")


def _state_mark(one: Enterprise) -> lists.Mark:
    return "info" if one.closed_on else "good"


def _is_open(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(closed_on__isnull=value == "co")


def enterprises_for(actor: Actor) -> lists.Register:
    """The list knows its asker: which words may be searched depends on them."""
    return lists.Register(
        name="co-so",
        title=gettext_lazy("Sổ cơ sở"),
        order="name",
        columns=(
            lists.Column(
                "name",
                gettext_lazy("Tên"),
                value="shown_name",
                sort="name_key",
                link=_enterprise_address,
            ),
            lists.Column("kind", gettext_lazy("Loại hình"), value=lambda e: e.get_kind_display()),
            lists.Column(
                "commune",
                gettext_lazy("Xã, phường"),
                value=lambda one: commune_name(one.commune_code),
            ),
            lists.Column(
                "sector", gettext_lazy("Ngành"), value=lambda one: one.get_sector_display()
            ),
            lists.Column("size", gettext_lazy("Quy mô"), value=lambda e: e.get_size_display()),
            lists.Column("tax", gettext_lazy("Mã số thuế"), value=_tax_code, kind="code"),
            lists.Column("code", gettext_lazy("Mã trong sổ"), kind="code"),
            lists.Column("state", gettext_lazy("Tình trạng"), value=_state, mark=_state_mark),
        ),
        filters=(
            lists.Filter("kind", gettext_lazy("Loại hình"), choices=Enterprise.Kind.choices),
            lists.Filter("sector", gettext_lazy("Ngành"), choices=Enterprise.Sector.choices),
            lists.Filter("size", gettext_lazy("Quy mô"), choices=Enterprise.Size.choices),
            lists.Filter("xa", gettext_lazy("Xã, phường"), choices=communes, narrow="commune_code"),
            lists.Filter(
                "huyen",
                gettext_lazy("Huyện trước 01/07/2025"),
                choices=districts,
                narrow=_in_district(""),
            ),
            lists.Filter(
                "dang",
                gettext_lazy("Tình trạng"),
                choices=(
                    ("co", gettext_lazy("Đang hoạt động")),
                    ("khong", gettext_lazy("Đã ngừng")),
                ),
                narrow=_is_open,
            ),
        ),
        search=lambda rows, text: queries.matching(actor, rows, text),
        search_label=gettext_lazy("Tìm theo tên, mã số thuế, mã trong sổ, xã mới hoặc cũ"),
        empty=lists.Empty(
            gettext_lazy("Chưa có cơ sở nào."),
            gettext_lazy("Ghi cơ sở đầu tiên, hoặc nhập cả danh sách từ Excel."),
        ),
    )


def _plot_address(one: Plot) -> str:
    return reverse("parties:plot", args=[one.code])


PLOTS = lists.Register(
    name="thua",
    title=gettext_lazy("Sổ thửa"),
    order="code",
    columns=(
        lists.Column("code", gettext_lazy("Mã thửa"), sort="code", link=_plot_address),
        lists.Column("name", gettext_lazy("Tên thửa")),
        lists.Column(
            "holder", gettext_lazy("Cơ sở"), value=lambda one: holder_name(one)
        ),
        lists.Column(
            "commune", gettext_lazy("Xã, phường"), value=lambda one: commune_name(one.commune_code)
        ),
        lists.Column("crop", gettext_lazy("Cây trồng")),
        lists.Column(
            "cropping", gettext_lazy("Cách trồng"), value=lambda p: p.get_cropping_system_display()
        ),
        lists.Column(
            "area", gettext_lazy("Diện tích (ha)"), value=lambda p: area_of(p), kind="number"
        ),
        lists.Column(
            "measured",
            gettext_lazy("Ranh"),
            value=lambda p: _("Đã đo") if p.west is not None else _("Chưa đo"),
            mark=lambda p: "good" if p.west is not None else "warn",
        ),
    ),
    filters=(
        lists.Filter("xa", gettext_lazy("Xã, phường"), choices=communes, narrow="commune_code"),
        lists.Filter(
            "huyen",
            gettext_lazy("Huyện trước 01/07/2025"),
            choices=districts,
            narrow=_in_district(""),
        ),
        lists.Filter(
            "cach", gettext_lazy("Cách trồng"), choices=Plot.Cropping.choices,
            narrow="cropping_system",
        ),
        lists.Filter(
            "ranh",
            gettext_lazy("Ranh"),
            choices=(("co", gettext_lazy("Đã đo")), ("khong", gettext_lazy("Chưa đo"))),
            narrow=lambda rows, value: rows.filter(west__isnull=value != "co"),
        ),
    ),
    empty=lists.Empty(
        gettext_lazy("Chưa có thửa nào."),
        gettext_lazy("Mở hồ sơ của cơ sở rồi chọn Thêm thửa."),
    ),
)  # fmt: skip


def holder_name(plot: Plot) -> str:
    return plot.enterprise.name if plot.shows_person else plot.enterprise.public_name


def area_of(plot: Plot) -> Any:
    """Measured, else declared: a point has no area of its own."""
    return plot.area_ha or plot.declared_ha
