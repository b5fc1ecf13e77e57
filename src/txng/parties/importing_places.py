"""Establishments and codes of areas from a sheet; words of cells and undoing as in importing.py.

establishment    its own code, else its GLN, says which place is meant; without either it is a new one
code of an area  its kind and the code itself; a code that stands already keeps its day of issue
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.accounts.actors import Actor
from txng.documents.imports import Applied, Done, Given, Importer
from txng.gs1.errors import Gs1Error
from txng.gs1.keys import Gln
from txng.parties import actions, importing, queries, rules, words
from txng.parties.actions import CodeFacts, PlaceFacts
from txng.parties.actions.places import check_site_code, place_values
from txng.parties.errors import FieldError
from txng.parties.importing_named import Parties
from txng.parties.models import Enterprise, Establishment, Plot, SiteCode
from txng.parties.rules import Problem as Why
from txng.parties.rules import Refused, code_formats, own_codes
from txng.ui.sheets.columns import Column, Sheet
from txng.ui.sheets.reading import Problem


def _gln(text: str) -> str:
    digits = "".join(text.split())
    try:
        return Gln(digits).value
    except Gs1Error:
        raise ValueError(words.sentence(Why("gln", {"got": text[:40]}))) from None


def holder_column(example: str = "DV-000042-0") -> Column:
    return Column(
        "holder", gettext_lazy("Mã hoặc mã số thuế của cơ sở"), kind="code", required=True, longest=30,
        example=example, also=("cơ sở", "mã cơ sở"),
    )  # fmt: skip


ESTABLISHMENT_SHEET: Final = Sheet(
    name="dia-diem",
    title=gettext_lazy("Địa điểm"),
    version=1,
    lead=gettext_lazy("Mỗi dòng một địa điểm của một cơ sở đã có trong sổ."),
    columns=(
        holder_column(),
        Column("code", gettext_lazy("Mã địa điểm"), kind="code", unique=True, longest=own_codes.LONGEST,
               hint=gettext_lazy("Chỉ khi sửa địa điểm đã có."),
               check=importing.own_code(own_codes.ESTABLISHMENT)),
        Column("gln", gettext_lazy("GLN"), kind="code", unique=True, longest=30, check=_gln,
               hint=gettext_lazy("13 chữ số; để trống nếu chưa có, sổ sẽ cấp mã riêng."),
               example="8930000000002", also=("mã địa điểm gln", "mã gln")),
        Column("kind", gettext_lazy("Dùng làm"), kind="choice", required=True,
               choices=Establishment.Kind.choices, example="Kho", also=("loại", "loại địa điểm")),
        Column("name", gettext_lazy("Tên địa điểm"), required=True, longest=rules.LONGEST_NAME,
               example="Kho Đạ Sar (ví dụ)"),
        Column("commune", gettext_lazy("Xã, phường"), required=True, longest=120,
               example="Xã Đạ Sar, Huyện Lạc Dương", check=importing.place_called),
        Column("address", gettext_lazy("Số nhà, đường, thôn"), longest=rules.LONGEST_ADDRESS,
               also=("địa chỉ",)),
        Column("spot", gettext_lazy("Vị trí"), longest=60, example="11,94 108,45",
               hint=gettext_lazy("Vĩ độ và kinh độ."), also=("tọa độ",)),
    ),
)  # fmt: skip

SITE_CODE_SHEET: Final = Sheet(
    name="ma-so-vung-trong",
    title=gettext_lazy("Mã số vùng trồng, cơ sở đóng gói"),
    version=1,
    lead=gettext_lazy(
        "Mỗi dòng một mã đã được cấp. Tạm dừng hay thu hồi một mã thì ghi trên trang của mã."
    ),
    columns=(
        holder_column(),
        Column("kind", gettext_lazy("Loại mã"), kind="choice", required=True, choices=SiteCode.Kind.choices,
               example="Mã số vùng trồng"),
        Column("code", gettext_lazy("Mã số"), kind="code", required=True, unique=True, longest=60,
               example="VN-LDOR-0042"),
        Column("issued_on", gettext_lazy("Cấp ngày"), kind="day", required=True, example="01/05/2023"),
        Column("valid_until", gettext_lazy("Hiệu lực đến hết ngày"), kind="day"),
        Column("countries", gettext_lazy("Nước nhập khẩu"), longest=200, example="Trung Quốc"),
        Column("establishment", gettext_lazy("Mã hoặc GLN của địa điểm"), kind="code", longest=30,
               hint=gettext_lazy("Nơi đóng gói, nếu có trong sổ.")),
        Column("plots", gettext_lazy("Mã các thửa"), longest=2000,
               hint=gettext_lazy("Cách nhau bằng dấu chấm phẩy.")),
    ),
)  # fmt: skip


# --- establishments


class _Places:
    """What the register holds of the places that a batch of rows names: four queries for all of them."""

    def __init__(self, by: Actor, rows: Sequence[Given]) -> None:
        self.by = by
        self.parties = Parties(by, (row.values["holder"] for row in rows))
        codes = {row.values["code"] for row in rows} - {None}
        glns = {row.values["gln"] for row in rows} - {None}
        self._by_code = queries.establishments_called(by, codes) if codes else {}
        self._by_gln = queries.establishments_called(by, glns) if glns else {}
        self._taken = queries.taken_glns(by, glns) if glns else set()

    def row(self, row: Mapping[str, Any]) -> tuple[Enterprise, Establishment | None]:
        """Whose it is, and which place is meant; None is a new one. Raises FieldError, NotAllowedError."""
        holder = self.parties.holder(row["holder"])
        code, gln = row.get("code"), row.get("gln")
        if code:
            found = self._by_code.get(code)
            if found is None or found.enterprise_id != holder.pk:
                told = _("Không có địa điểm nào mang mã này của cơ sở đó. Bỏ trống nếu là nơi mới.")
                raise FieldError("code", told)
            if gln and gln != found.gln and gln in self._taken:
                raise _gln_taken()
            return holder, found
        if not gln:
            return holder, None
        known = self._by_gln.get(gln)
        if known is not None and known.enterprise_id != holder.pk:
            known = None
        if known is None and gln in self._taken:
            raise _gln_taken()
        return holder, known

    def changed(self, before: Establishment, after: Establishment) -> None:
        """It was written just now: a GLN that it gave up is free for the rows behind it."""
        self._by_gln.pop(before.gln, None)
        self._taken.discard(before.gln)
        if after.gln:
            self._by_gln[after.gln] = after
            self._taken.add(after.gln)


def _gln_taken() -> FieldError:
    return FieldError("gln", _("GLN này đã có trong sổ. So lại từng chữ số."), "taken")


def _kept_place(kept: Establishment) -> dict[str, str]:
    names = ("kind", "name", "gln", "commune_code", "earlier_commune_code", "address")
    spot = ""
    if kept.latitude is not None and kept.longitude is not None:
        spot = f"{kept.latitude / 1e6:.6f} {kept.longitude / 1e6:.6f}"
    return {name: getattr(kept, name) for name in names} | {"spot": spot}


def _place_facts(row: Mapping[str, Any], kept: Establishment | None) -> PlaceFacts:
    usual = {} if kept is None else _kept_place(kept)
    told = importing.filled(row, "code", "commune", "holder") | importing.codes_of(row, kept)
    return PlaceFacts(**(usual | told))


def check_establishments(by: Actor, rows: Sequence[Given]) -> Mapping[int, Sequence[Problem]]:
    batch = _Places(by, rows)
    return importing.checked_rows(
        rows, lambda row: place_values(_place_facts(row, batch.row(row)[1]))
    )


def _apply_place(batch: _Places, row: Mapping[str, Any]) -> Applied:
    by, (holder, kept) = batch.by, batch.row(row)
    facts = _place_facts(row, kept)
    if kept is None:
        made = actions.register_establishment(by=by, enterprise=holder, facts=facts)
        return Applied("created", made.code, made.name)
    before = _kept_place(kept)
    if place_values(facts) == place_values(PlaceFacts(**before)):
        return Applied("unchanged", kept.code, kept.name)
    changed = actions.edit_establishment(by=by, establishment=kept, facts=facts)
    batch.changed(kept, changed)
    return Applied(
        "updated", kept.code, changed.name, {"version": changed.version, "facts": before}
    )


def apply_establishments(by: Actor, rows: Sequence[Given]) -> list[Applied]:
    batch = _Places(by, rows)
    return importing.applied(rows, lambda row: _apply_place(batch, row))


def undo_establishments(by: Actor, rows: Sequence[Done]) -> list[str]:
    known = queries.establishments_by_codes(by, [row.applied.subject for row in rows])

    def back(kept: Establishment, before: Mapping[str, Any]) -> object:
        facts = PlaceFacts(**before["facts"])
        return actions.edit_establishment(
            by=by, establishment=kept, facts=facts, version=before["version"]
        )

    def withdrawn(new: Sequence[Establishment]) -> list[str]:
        return actions.withdraw_establishments(by=by, establishments=new)

    lost = _("Địa điểm này không còn, hoặc ngoài địa bàn của bạn.")
    return importing.taken_back(rows, known, withdrawn, back, lost)


# --- codes of areas and packing houses


class _Codes:
    """What the register holds of the codes that a batch of rows names: eight queries for all of them."""

    def __init__(self, by: Actor, rows: Sequence[Given]) -> None:
        self.by = by
        self.parties = Parties(by, (row.values["holder"] for row in rows))
        codes = {_spelt(row.values) for row in rows} - {""}
        known = queries.site_codes_called(by, codes)
        self._known = {(one.enterprise_id, one.kind, one.code): one for one in known}
        self._taken = queries.taken_site_codes(by, codes)
        places = {row.values["establishment"] for row in rows if row.values.get("establishment")}
        self._places = queries.establishments_called(by, places) if places else {}
        plots = {name for row in rows for name in _listed(row.values.get("plots") or "")}
        self._plots = queries.plots_called(by, plots) if plots else {}
        self._members = self._of_groups(self.parties.all())

    def _of_groups(self, holders: Sequence[Enterprise]) -> dict[int, set[int]]:
        """Today's members of each holder, as far as their plots are named."""
        found: dict[int, set[int]] = {one.pk: set() for one in holders}
        kept = [plot for one in self._known.values() for plot in one.plots.all()]
        owners = {one.enterprise_id for one in (*self._plots.values(), *kept)}
        for group, member in queries.members_today(self.by, found, owners) if owners else ():
            found[group].add(member)
        return found

    def row(self, row: Mapping[str, Any]) -> tuple[Enterprise, SiteCode | None, CodeFacts]:
        """Whose it is, the code when it is there already, what the row says. Raises PartiesError."""
        holder = self.parties.holder(row["holder"])
        kept = self._known.get((holder.pk, row["kind"], _spelt(row)))
        if kept is not None and kept.issued_on != row["issued_on"]:
            told = _("Sổ ghi mã này cấp ngày %(day)s. So lại với quyết định cấp mã.")
            raise FieldError("issued_on", told % {"day": kept.issued_on.strftime("%d/%m/%Y")})
        return holder, kept, self._facts(row, kept)

    def check(self, row: Mapping[str, Any]) -> None:
        """Raises PartiesError."""
        holder, kept, facts = self.row(row)
        code = check_site_code(holder, facts, self._members[holder.pk])
        if kept is None and (facts.kind, code.text) in self._taken:
            raise FieldError("code", _("Mã số này đã có trong sổ."), "taken")

    def _facts(self, row: Mapping[str, Any], kept: SiteCode | None) -> CodeFacts:
        """An empty cell leaves what is kept."""
        place = None if kept is None else kept.establishment
        plots = () if kept is None else tuple(kept.plots.all())
        if row.get("establishment"):
            place = self._places.get(row["establishment"])
            if place is None:
                told = _("Không có địa điểm nào mang mã này. Nhập nơi đó trước.")
                raise FieldError("establishment", told)
        if row.get("plots"):
            plots = tuple(self._plot(name) for name in _listed(row["plots"]))
        return CodeFacts(
            kind=row["kind"],
            code=row["code"],
            issued_on=row["issued_on"],
            valid_until=row.get("valid_until") or (kept.valid_until if kept else None),
            countries=row.get("countries") or (kept.countries if kept else ""),
            establishment=place,
            plots=plots,
        )

    def _plot(self, name: str) -> Plot:
        found = self._plots.get(name)
        if found is None:
            told = _("Không có thửa nào mang mã %(code)s. Nhập thửa trước.") % {"code": name[:30]}
            raise FieldError("plots", told)
        return found


def _spelt(row: Mapping[str, Any]) -> str:
    """The code as it is kept; "" for one of which the verb says what is wrong."""
    try:
        return code_formats.read(row["code"], row["kind"], issued_on=row["issued_on"]).text
    except Refused:
        return ""


def _listed(text: str) -> list[str]:
    return list(filter(None, (part.strip() for part in text.replace(",", ";").split(";"))))


def check_site_codes(by: Actor, rows: Sequence[Given]) -> Mapping[int, Sequence[Problem]]:
    return importing.checked_rows(rows, _Codes(by, rows).check)


def _kept_code(kept: SiteCode) -> dict[str, Any]:
    return {
        "valid_until": None if kept.valid_until is None else kept.valid_until.isoformat(),
        "countries": kept.countries,
        "establishment": kept.establishment_id,
        "plots": [one.pk for one in kept.plots.all()],
    }


def _apply_code(batch: _Codes, row: Mapping[str, Any]) -> Applied:
    by, (holder, kept, facts) = batch.by, batch.row(row)
    if kept is None:
        made = actions.register_site_code(by=by, enterprise=holder, facts=facts)
        return Applied("created", str(made.pk), made.code)
    before = _kept_code(kept)
    wanted = {
        "valid_until": None if facts.valid_until is None else facts.valid_until.isoformat(),
        "countries": facts.countries,
        "establishment": facts.establishment.pk if facts.establishment else None,
        "plots": sorted(one.pk for one in facts.plots),
    }
    if before == wanted:
        return Applied("unchanged", str(kept.pk), kept.code)
    changed = actions.change_site_code(by=by, site_code=kept, facts=facts)
    told = {"version": changed.version, "facts": before}
    return Applied("updated", str(kept.pk), kept.code, told)


def apply_site_codes(by: Actor, rows: Sequence[Given]) -> list[Applied]:
    batch = _Codes(by, rows)
    return importing.applied(rows, lambda row: _apply_code(batch, row))


def undo_site_codes(by: Actor, rows: Sequence[Done]) -> list[str]:
    numbers = [int(row.applied.subject) for row in rows]
    known = {str(one.pk): one for one in queries.site_codes(by).filter(pk__in=numbers)}

    def back(kept: SiteCode, before: Mapping[str, Any]) -> object:
        told = before["facts"]
        ends = told["valid_until"]
        facts = CodeFacts(
            kind=kept.kind,
            code=kept.code,
            issued_on=kept.issued_on,
            valid_until=None if ends is None else date.fromisoformat(ends),
            countries=told["countries"],
            establishment=queries.establishments(by).filter(pk=told["establishment"]).first(),
            plots=tuple(queries.plots(by).filter(pk__in=told["plots"])),
        )
        return actions.change_site_code(
            by=by, site_code=kept, facts=facts, version=before["version"]
        )

    def withdrawn(new: Sequence[SiteCode]) -> list[str]:
        return actions.withdraw_site_codes(by=by, site_codes=new)

    lost = _("Mã này không còn, hoặc ngoài địa bàn của bạn.")
    return importing.taken_back(rows, known, withdrawn, back, lost)


ESTABLISHMENTS: Final = Importer(
    code="dia-diem",
    title=gettext_lazy("Địa điểm"),
    right=rules.EDIT,
    sheet=ESTABLISHMENT_SHEET,
    check=check_establishments,
    apply=apply_establishments,
    undo=undo_establishments,
    address=lambda subject: reverse("parties:edit_establishment", args=[subject]),
    lead=gettext_lazy("Trụ sở, kho, nơi chế biến, cửa hàng: có GLN, hoặc chưa."),
)
SITE_CODES: Final = Importer(
    code="ma-so-vung-trong",
    title=gettext_lazy("Mã số vùng trồng, cơ sở đóng gói"),
    right=rules.EDIT,
    sheet=SITE_CODE_SHEET,
    check=check_site_codes,
    apply=apply_site_codes,
    undo=undo_site_codes,
    address=lambda subject: reverse("parties:site_code", args=[int(subject)]),
    lead=gettext_lazy("Mã do cơ quan bảo vệ thực vật cấp cho vùng và nơi đóng gói."),
)
