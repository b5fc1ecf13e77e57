"""Enterprises and plots from a sheet: what it may hold, what the register says of a row, undoing.

A row names its party by tax code or by the code of the register. A party that is there is changed, one that
is not is made; a cell that is empty leaves what is known. Rows are checked by the verbs' own rules.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final, TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.accounts.actors import Actor
from txng.documents.errors import RowRefusedError
from txng.documents.imports import Applied, Done, Given, Importer
from txng.parties import actions, queries, rules, words
from txng.parties import administrative_units as units
from txng.parties.actions import PartyFacts, PlotFacts
from txng.parties.actions.enterprises import checked
from txng.parties.actions.places import plot_values
from txng.parties.errors import ChangedMeanwhileError, FieldError, PartiesError
from txng.parties.importing_named import Parties
from txng.parties.models import Enterprise, Establishment, Plot
from txng.parties.rules import Refused, own_codes, tax_codes
from txng.ui.sheets.columns import Column, Sheet
from txng.ui.sheets.reading import Problem
from txng.ui.typed_values import shown

Record = TypeVar("Record")
KEYS: Final = {"commune_code": "commune", "earlier_commune_code": "commune"}


def place_called(text: str) -> str:
    """The label of the one place that is meant, so that the sheet shows how it was understood."""
    found = units.places_called(text)
    if not found:
        raise ValueError(_("Không có xã, phường nào tên %(got)s.") % {"got": shown(text)})
    if len(found) > 1:
        told = _("%(got)s có nhiều nơi: %(places)s. Ghi rõ một nơi.")
        labels = "; ".join(place.label for place in found[:6])
        raise ValueError(told % {"got": shown(text), "places": labels})
    return found[0].label


def _tax_code(text: str) -> str:
    try:
        return tax_codes.read(text).text
    except Refused as error:
        raise ValueError(words.sentence(error.problem)) from None


def own_code(register: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        try:
            return own_codes.read(text, register)
        except Refused as error:
            raise ValueError(words.sentence(error.problem)) from None

    return read


def _boundary(text: str) -> str:
    """Corners line by line: a cell has lost its lines when it is read, so numbers are taken two by two."""
    if text[:1] in "{[":
        return text
    numbers = [part.strip(",") for part in re.split(r"[;|\s]+", text) if part.strip(",")]
    return "\n".join(" ".join(numbers[start : start + 2]) for start in range(0, len(numbers), 2))


ENTERPRISE_SHEET = Sheet(
    name="co-so",
    title=gettext_lazy("Cơ sở"),
    version=1,
    lead=gettext_lazy("Mỗi dòng một cơ sở: doanh nghiệp, hợp tác xã, tổ hợp tác, hộ."),
    columns=(
        Column(
            "code",
            gettext_lazy("Mã trong sổ"),
            kind="code",
            unique=True,
            longest=own_codes.LONGEST,
            hint=gettext_lazy("Chỉ khi sửa cơ sở đã có."),
            check=own_code(own_codes.PARTY),
        ),
        Column(
            "name",
            gettext_lazy("Tên cơ sở"),
            required=True,
            longest=rules.LONGEST_NAME,
            example="Hợp tác xã Hoa Ban (ví dụ)",
            also=("tên", "tên đơn vị", "tên doanh nghiệp"),
        ),
        Column(
            "kind",
            gettext_lazy("Loại hình"),
            kind="choice",
            required=True,
            choices=Enterprise.Kind.choices,
            example="Hợp tác xã",
        ),
        Column(
            "commune",
            gettext_lazy("Xã, phường"),
            required=True,
            longest=120,
            hint=gettext_lazy("Tên mới, hoặc tên trước 01/07/2025 kèm huyện."),
            example="Xã Đạ Sar, Huyện Lạc Dương",
            also=("xã", "địa bàn", "phường xã"),
            check=place_called,
        ),
        Column(
            "sector",
            gettext_lazy("Ngành quản lý"),
            kind="choice",
            required=True,
            choices=Enterprise.Sector.choices,
            example="Nông nghiệp",
        ),
        Column(
            "tax_code",
            gettext_lazy("Mã số thuế"),
            kind="code",
            unique=True,
            longest=20,
            check=_tax_code,
            also=("mst",),
        ),
        Column("address", gettext_lazy("Số nhà, đường, thôn"), longest=rules.LONGEST_ADDRESS,
               also=("địa chỉ",)),
        Column("contact_name", gettext_lazy("Người liên hệ"), longest=rules.LONGEST_NAME),
        Column("phone", gettext_lazy("Điện thoại"), kind="code", longest=20),
        Column("email", gettext_lazy("Thư điện tử"), longest=254, also=("email",)),
        Column("field", gettext_lazy("Lĩnh vực tạo doanh thu chính"), kind="choice",
               choices=Enterprise.Field.choices),
        Column("workers", gettext_lazy("Lao động bình quân trong năm"), kind="whole", least=0,
               most=1_000_000),
        Column("revenue_vnd", gettext_lazy("Doanh thu năm trước (đồng)"), kind="whole", least=0,
               most=10**15),
        Column("capital_vnd", gettext_lazy("Nguồn vốn năm trước (đồng)"), kind="whole", least=0,
               most=10**15),
    ),
)  # fmt: skip

PLOT_SHEET = Sheet(
    name="thua",
    title=gettext_lazy("Thửa"),
    version=1,
    lead=gettext_lazy("Mỗi dòng một thửa của một cơ sở đã có trong sổ."),
    columns=(
        Column(
            "holder",
            gettext_lazy("Mã hoặc mã số thuế của cơ sở"),
            kind="code",
            required=True,
            longest=30,
            example="DV-000042-0",
            also=("cơ sở", "mã cơ sở"),
        ),
        Column("code", gettext_lazy("Mã thửa"), kind="code", unique=True,
               hint=gettext_lazy("Chỉ khi sửa thửa đã có."), longest=own_codes.LONGEST,
               check=own_code(own_codes.PLOT)),
        Column("name", gettext_lazy("Tên thửa"), required=True, longest=rules.LONGEST_NAME,
               example="Đồi sau nhà"),
        Column("commune", gettext_lazy("Xã, phường"), required=True, longest=120,
               example="Xã Đạ Sar, Huyện Lạc Dương", check=place_called),
        Column("crop", gettext_lazy("Cây trồng"), longest=100, example="Cà phê Arabica"),
        Column("cropping_system", gettext_lazy("Cách trồng"), kind="choice",
               choices=Plot.Cropping.choices),
        Column("planted_year", gettext_lazy("Năm trồng"), kind="whole", least=1850, most=2100),
        Column("declared_ha", gettext_lazy("Diện tích theo giấy tờ (ha)"), kind="number",
               least=Decimal("0.0001"), most=5000, example="0,85"),
        Column(
            "boundary",
            gettext_lazy("Ranh thửa"),
            longest=30_000,
            hint=gettext_lazy("GeoJSON, hoặc các góc cách nhau bằng dấu chấm phẩy: vĩ độ kinh độ."),
            example="11,94 108,45; 11,94 108,451; 11,941 108,451",
            also=("geojson", "tọa độ"),
            check=_boundary,
        ),
    ),
)  # fmt: skip


def _party_facts(row: Mapping[str, Any], kept: Enterprise | None) -> PartyFacts:
    """The row; what it leaves empty is what is kept."""
    told = filled(row, "code", "commune") | codes_of(row, kept)
    return PartyFacts(**told) if kept is None else replace(_facts_of(kept), **told)


def filled(row: Mapping[str, Any], *but: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None and key not in but}


def codes_of(
    row: Mapping[str, Any], kept: Enterprise | Plot | Establishment | None
) -> dict[str, str]:
    """Where the row says; the old commune that is kept, when the row tells only the same one of today."""
    (place,) = units.places_called(row["commune"])
    code, earlier = place.commune.code, place.earlier.code if place.earlier else ""
    if not earlier and kept is not None and kept.commune_code == code:
        earlier = kept.earlier_commune_code
    return {"commune_code": code, "earlier_commune_code": earlier}


def _facts_of(kept: Enterprise) -> PartyFacts:
    return PartyFacts(**{name: getattr(kept, name) for name in PartyFacts.__dataclass_fields__})


class _Known:
    """What the register holds of the parties that a batch of rows names: three queries for all of them."""

    def __init__(self, by: Actor, rows: Sequence[Given]) -> None:
        taxes = [row.values["tax_code"] for row in rows if row.values.get("tax_code")]
        codes = [row.values["code"] for row in rows if row.values.get("code")]
        self.by_tax_code = queries.by_tax_codes(by, taxes)
        self.by_code = queries.by_codes(by, codes)
        self.taken = queries.taken_tax_codes(by, taxes)

    def all(self) -> list[Enterprise]:
        return [*self.by_tax_code.values(), *self.by_code.values()]

    def party(self, row: Mapping[str, Any]) -> Enterprise | None:
        """Whom the row means: by code, else by tax code. Raises FieldError for a code that is not there."""
        if row.get("code"):
            found = self.by_code.get(row["code"])
            if found is None:
                told = _("Không có cơ sở nào mang mã này. Bỏ trống nếu là cơ sở mới.")
                raise FieldError("code", told)
            return found
        return self.by_tax_code.get(row.get("tax_code") or "")


def problem_of(error: PartiesError) -> Problem:
    field = error.field if isinstance(error, FieldError) else ""
    return Problem(KEYS.get(field, field), str(error))


def check_enterprises(by: Actor, rows: Sequence[Given]) -> Mapping[int, Sequence[Problem]]:
    """What the verbs would say, without writing: facts, reach, codes that others hold."""
    found: dict[int, Sequence[Problem]] = {}
    known = _Known(by, rows)
    changeable = queries.changeable(by, known.all())
    for row in rows:
        try:
            kept = known.party(row.values)
            facts = checked(_party_facts(row.values, kept))
            actions.may_be_written(
                by=by, facts=facts, enterprise=kept, taken=known.taken, changeable=changeable
            )
        except PartiesError as error:
            found[row.number] = [problem_of(error)]
    return found


def apply_enterprises(by: Actor, rows: Sequence[Given]) -> list[Applied]:
    """New parties together, the others one by one; told in the order of the rows."""
    known = _Known(by, rows)
    told: dict[int, Applied] = {}
    new: list[tuple[Given, PartyFacts]] = []
    for row in rows:
        try:
            kept = known.party(row.values)
            facts = _party_facts(row.values, kept)
            if kept is None:
                new.append((row, facts))
            else:
                told[row.number] = _change(by, kept, facts)
        except PartiesError as error:
            raise _refused(row, error) from None
    try:
        made = actions.register_all(by=by, facts=[facts for _row, facts in new])
    except PartiesError as error:
        raise _refused(new[getattr(error, "row", 0)][0], error) from None
    for (row, _facts), one in zip(new, made, strict=True):
        told[row.number] = Applied("created", one.code, one.public_name)
    return [told[row.number] for row in rows]


def _refused(row: Given, error: PartiesError) -> RowRefusedError:
    problem = problem_of(error)
    return RowRefusedError(row.number, problem.sentence, problem.key)


def _change(by: Actor, kept: Enterprise, facts: PartyFacts) -> Applied:
    before = _facts_of(kept)
    version = kept.version
    changed = actions.edit_enterprise(by=by, enterprise=kept, facts=facts)
    if changed.version == version:
        return Applied("unchanged", kept.code, kept.public_name)
    return Applied(
        "updated",
        kept.code,
        kept.public_name,
        {"version": changed.version, "facts": {name: getattr(before, name) for name in _names()}},
    )


def undo_enterprises(by: Actor, rows: Sequence[Done]) -> list[str]:
    """New entries go together if nothing names them; a changed one gets back what it was."""
    known = queries.by_codes(by, [row.applied.subject for row in rows])

    def back(kept: Enterprise, before: Mapping[str, Any]) -> object:
        facts = PartyFacts(**before["facts"])
        return actions.edit_enterprise(
            by=by, enterprise=kept, facts=facts, version=before["version"]
        )

    def withdrawn(new: Sequence[Enterprise]) -> list[str]:
        return actions.withdraw_enterprises(by=by, enterprises=new)

    lost = _("Hồ sơ này không còn, hoặc ngoài địa bàn của bạn.")
    return taken_back(rows, known, withdrawn, back, lost)


def taken_back(
    rows: Sequence[Done],
    known: Mapping[str, Record],
    withdrawn: Callable[[Sequence[Record]], list[str]],
    back: Callable[[Record, Mapping[str, Any]], object],
    lost: str,
) -> list[str]:
    """In the order of the rows: "" or why it stays. `known` is what the actor sees, by subject."""
    here = [row for row in rows if row.applied.subject in known]
    new = [row for row in here if row.applied.outcome == "created"]
    sentences = withdrawn([known[row.applied.subject] for row in new])
    told = {row.number: why for row, why in zip(new, sentences, strict=True)}
    for row in here:
        if row.applied.outcome != "updated":
            continue
        try:
            back(known[row.applied.subject], row.applied.before)
        except ChangedMeanwhileError:
            told[row.number] = _("Đã có người sửa sau lần nhập, nên giữ nguyên.")
        except PartiesError as error:
            told[row.number] = str(error)
        else:
            told[row.number] = ""
    return [told.get(row.number, lost) for row in rows]


def _names() -> tuple[str, ...]:
    return tuple(PartyFacts.__dataclass_fields__)


def _plot_facts(row: Mapping[str, Any], kept: Plot | None) -> PlotFacts:
    usual = {} if kept is None else _plot_told(kept)
    return PlotFacts(**(usual | filled(row, "code", "commune", "holder") | codes_of(row, kept)))


def _plot_told(kept: Plot) -> dict[str, Any]:
    names = ("name", "crop", "cropping_system", "planted_year", "declared_ha")
    told: dict[str, Any] = {name: getattr(kept, name) for name in names}
    return told | {
        "boundary": kept.geometry,
        "commune_code": kept.commune_code,
        "earlier_commune_code": kept.earlier_commune_code,
    }


class _Plots:
    """What the register holds of the plots that a batch of rows names: three queries for all of them."""

    def __init__(self, by: Actor, rows: Sequence[Given]) -> None:
        self.parties = Parties(by, (row.values["holder"] for row in rows))
        codes = {row.values["code"] for row in rows if row.values.get("code")}
        self.by_code = queries.plots_called(by, codes, with_boundary=True) if codes else {}

    def row(self, row: Mapping[str, Any]) -> tuple[Enterprise, Plot | None]:
        """Whose it is, and the plot when it is there already. Raises FieldError, NotAllowedError."""
        holder = self.parties.holder(row["holder"])
        if not row.get("code"):
            return holder, None
        found = self.by_code.get(row["code"])
        if found is None or found.enterprise_id != holder.pk:
            told = _("Không có thửa nào mang mã này của cơ sở đó. Bỏ trống nếu là thửa mới.")
            raise FieldError("code", told)
        return holder, found


def check_plots(by: Actor, rows: Sequence[Given]) -> Mapping[int, Sequence[Problem]]:
    batch = _Plots(by, rows)
    return checked_rows(rows, lambda row: plot_values(_plot_facts(row, batch.row(row)[1])))


def checked_rows(
    rows: Sequence[Given], one: Callable[[Mapping[str, Any]], object]
) -> dict[int, Sequence[Problem]]:
    """What `one` refuses, by number of the row."""
    found: dict[int, Sequence[Problem]] = {}
    for row in rows:
        try:
            one(row.values)
        except PartiesError as error:
            found[row.number] = [problem_of(error)]
    return found


def applied(rows: Sequence[Given], one: Callable[[Mapping[str, Any]], Applied]) -> list[Applied]:
    """Row by row. Raises RowRefusedError at the first that is no longer right."""
    told = []
    for row in rows:
        try:
            told.append(one(row.values))
        except PartiesError as error:
            raise _refused(row, error) from None
    return told


def apply_plots(by: Actor, rows: Sequence[Given]) -> list[Applied]:
    batch = _Plots(by, rows)
    return applied(rows, lambda row: _apply_plot(by, batch, row))


def _apply_plot(by: Actor, batch: _Plots, row: Mapping[str, Any]) -> Applied:
    holder, kept = batch.row(row)
    facts = _plot_facts(row, kept)
    if kept is None:
        made = actions.register_plot(by=by, enterprise=holder, facts=facts)
        return Applied("created", made.code, made.name)
    before = _plot_told(kept)
    if plot_values(facts) == plot_values(PlotFacts(**before)):
        return Applied("unchanged", kept.code, kept.name)
    changed = actions.edit_plot(by=by, plot=kept, facts=facts)
    area = before["declared_ha"]
    return Applied(
        "updated",
        kept.code,
        kept.name,
        {
            "version": changed.version,
            "facts": before | {"declared_ha": None if area is None else str(area)},
        },
    )


def undo_plots(by: Actor, rows: Sequence[Done]) -> list[str]:
    known = queries.plots_by_codes(by, [row.applied.subject for row in rows])

    def back(kept: Plot, before: Mapping[str, Any]) -> object:
        area = before["facts"]["declared_ha"]
        facts = before["facts"] | {"declared_ha": None if area is None else Decimal(area)}
        return actions.edit_plot(
            by=by, plot=kept, facts=PlotFacts(**facts), version=before["version"]
        )

    def withdrawn(new: Sequence[Plot]) -> list[str]:
        return actions.withdraw_plots(by=by, plots=new)

    lost = _("Thửa này không còn, hoặc ngoài địa bàn của bạn.")
    return taken_back(rows, known, withdrawn, back, lost)


ENTERPRISES = Importer(
    code="co-so",
    title=gettext_lazy("Cơ sở"),
    right=rules.EDIT,
    sheet=ENTERPRISE_SHEET,
    check=check_enterprises,
    apply=apply_enterprises,
    undo=undo_enterprises,
    address=lambda subject: reverse("parties:enterprise", args=[subject]),
    lead=gettext_lazy("Doanh nghiệp, hợp tác xã, tổ hợp tác, hộ trong địa bàn của bạn."),
)
PLOTS = Importer(
    code="thua",
    title=gettext_lazy("Thửa"),
    right=rules.EDIT,
    sheet=PLOT_SHEET,
    check=check_plots,
    apply=apply_plots,
    undo=undo_plots,
    address=lambda subject: reverse("parties:plot", args=[subject]),
    lead=gettext_lazy("Thửa của cơ sở đã có trong sổ, có ranh hoặc chưa."),
)
