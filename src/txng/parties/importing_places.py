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
from txng.parties.errors import FieldError, PartiesError
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


def _place_of(by: Actor, row: Mapping[str, Any], holder: Enterprise) -> Establishment | None:
    """Which place is meant; None is a new one. Raises FieldError."""
    if row.get("code"):
        found = queries.establishment(by, row["code"])
        if found is None or found.enterprise_id != holder.pk:
            told = _("Không có địa điểm nào mang mã này của cơ sở đó. Bỏ trống nếu là nơi mới.")
            raise FieldError("code", told)
        if row.get("gln") and row["gln"] != found.gln and queries.taken_glns(by, [row["gln"]]):
            raise _gln_taken()
        return found
    if not row.get("gln"):
        return None
    known = queries.establishments(by, holder).filter(gln=row["gln"]).first()
    if known is None and queries.taken_glns(by, [row["gln"]]):
        raise _gln_taken()
    return known


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
    found: dict[int, Sequence[Problem]] = {}
    for row in rows:
        try:
            holder = importing.holder_of(by, row.values["holder"])
            place_values(_place_facts(row.values, _place_of(by, row.values, holder)))
        except PartiesError as error:
            found[row.number] = [importing.problem_of(error)]
    return found


def _apply_place(by: Actor, row: Mapping[str, Any]) -> Applied:
    holder = importing.holder_of(by, row["holder"])
    kept = _place_of(by, row, holder)
    facts = _place_facts(row, kept)
    if kept is None:
        made = actions.register_establishment(by=by, enterprise=holder, facts=facts)
        return Applied("created", made.code, made.name)
    before = _kept_place(kept)
    if place_values(facts) == place_values(PlaceFacts(**before)):
        return Applied("unchanged", kept.code, kept.name)
    changed = actions.edit_establishment(by=by, establishment=kept, facts=facts)
    return Applied(
        "updated", kept.code, changed.name, {"version": changed.version, "facts": before}
    )


def apply_establishments(by: Actor, rows: Sequence[Given]) -> list[Applied]:
    return importing.applied(by, rows, _apply_place)


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


def _site_code_of(by: Actor, row: Mapping[str, Any], holder: Enterprise) -> SiteCode | None:
    try:
        code = code_formats.read(row["code"], row["kind"], issued_on=row["issued_on"]).text
    except Refused:
        return None  # the verb says why
    kept = queries.site_codes(by, holder).filter(kind=row["kind"], code=code).first()
    if kept is not None and kept.issued_on != row["issued_on"]:
        told = _("Sổ ghi mã này cấp ngày %(day)s. So lại với quyết định cấp mã.")
        raise FieldError("issued_on", told % {"day": kept.issued_on.strftime("%d/%m/%Y")})
    return kept


def _code_facts(by: Actor, row: Mapping[str, Any], kept: SiteCode | None) -> CodeFacts:
    """An empty cell leaves what is kept."""
    place = None if kept is None else kept.establishment
    plots = () if kept is None else tuple(kept.plots.order_by("pk"))
    if row.get("establishment"):
        place = _named_place(by, row["establishment"])
    if row.get("plots"):
        plots = _named_plots(by, row["plots"])
    return CodeFacts(
        kind=row["kind"],
        code=row["code"],
        issued_on=row["issued_on"],
        valid_until=row.get("valid_until") or (kept.valid_until if kept else None),
        countries=row.get("countries") or (kept.countries if kept else ""),
        establishment=place,
        plots=plots,
    )


def _named_place(by: Actor, text: str) -> Establishment:
    found = queries.establishment(by, text) or queries.establishments(by).filter(gln=text).first()
    if found is None:
        raise FieldError(
            "establishment", _("Không có địa điểm nào mang mã này. Nhập nơi đó trước.")
        )
    return found


def _named_plots(by: Actor, text: str) -> tuple[Plot, ...]:
    found = []
    for name in filter(None, (part.strip() for part in text.replace(",", ";").split(";"))):
        plot = queries.plot(by, name)
        if plot is None:
            told = _("Không có thửa nào mang mã %(code)s. Nhập thửa trước.") % {"code": name[:30]}
            raise FieldError("plots", told)
        found.append(plot)
    return tuple(found)


def check_site_codes(by: Actor, rows: Sequence[Given]) -> Mapping[int, Sequence[Problem]]:
    found: dict[int, Sequence[Problem]] = {}
    for row in rows:
        try:
            holder = importing.holder_of(by, row.values["holder"])
            kept = _site_code_of(by, row.values, holder)
            facts = _code_facts(by, row.values, kept)
            code = check_site_code(holder, facts)
            if kept is None and queries.is_site_code_taken(by, facts.kind, code.text):
                raise FieldError("code", _("Mã số này đã có trong sổ."), "taken")
        except PartiesError as error:
            found[row.number] = [importing.problem_of(error)]
    return found


def _kept_code(kept: SiteCode) -> dict[str, Any]:
    return {
        "valid_until": None if kept.valid_until is None else kept.valid_until.isoformat(),
        "countries": kept.countries,
        "establishment": kept.establishment_id,
        "plots": [one.pk for one in kept.plots.order_by("pk")],
    }


def _apply_code(by: Actor, row: Mapping[str, Any]) -> Applied:
    holder = importing.holder_of(by, row["holder"])
    kept = _site_code_of(by, row, holder)
    facts = _code_facts(by, row, kept)
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
    return importing.applied(by, rows, _apply_code)


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
