"""Establishments, plots, and codes of areas and packing houses: registered and changed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.parties import administrative_units as units
from txng.parties import rules
from txng.parties.actions import checking, numbers
from txng.parties.actions.merging import standing
from txng.parties.errors import FieldError
from txng.parties.models import Enterprise, Establishment, Plot, SiteCode
from txng.parties.rules import Problem, Refused, code_formats, geojson, own_codes, periods, province
from txng.parties.rules.shapes import Shape, area_ha, centre

FIRST_PLANTED = 1850
STATED = {
    code_formats.ACTIVE: "sitecode.restored",
    code_formats.SUSPENDED: "sitecode.suspended",
    code_formats.REVOKED: "sitecode.revoked",
}
FAR_KM = 8.0  # beyond what the size of the commune explains


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """`spot`: latitude and longitude as a person types them, "" when not known."""

    kind: str
    name: str
    commune_code: str
    earlier_commune_code: str = ""
    gln: str = ""
    address: str = ""
    spot: str = ""


@dataclass(frozen=True, slots=True)
class PlotFacts:
    """`boundary`: GeoJSON, or corners line by line; "" while nobody has measured."""

    name: str
    commune_code: str
    earlier_commune_code: str = ""
    crop: str = ""
    cropping_system: str = ""
    planted_year: int | None = None
    boundary: str = ""
    declared_ha: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CodeFacts:
    kind: str
    code: str
    issued_on: date
    valid_until: date | None = None
    countries: str = ""
    establishment: Establishment | None = None
    plots: Sequence[Plot] = ()


@transaction.atomic
def register_establishment(
    *, by: Actor, enterprise: Enterprise, facts: PlaceFacts
) -> Establishment:
    """Raises FieldError, NotAllowedError."""
    enterprise = standing(enterprise)
    checking.changeable(by, enterprise)
    values = place_values(facts)
    kept = Establishment(
        enterprise=enterprise, code=numbers.take(own_codes.ESTABLISHMENT)[0], **values
    )
    _save_place(kept)
    journal.record(
        by,
        "establishment.registered",
        kept,
        concerns=enterprise.organisation_id,
        code=kept.code,
        enterprise=enterprise.code,
    )
    return kept


@transaction.atomic
def edit_establishment(
    *, by: Actor, establishment: Establishment, facts: PlaceFacts, version: int | None = None
) -> Establishment:
    """A GLN may be added later; the code stays. Raises FieldError, NotAllowedError, ChangedMeanwhileError."""
    kept = _locked(Establishment, establishment.pk)
    checking.changeable(by, kept.enterprise)
    checking.same_version(kept.version, version)
    changes = _set(kept, place_values(facts))
    _save_place(kept)
    journal.record(
        by,
        "establishment.edited",
        kept,
        concerns=kept.enterprise.organisation_id,
        code=kept.code,
        fields=changes,
    )
    return kept


@transaction.atomic
def register_plot(*, by: Actor, enterprise: Enterprise, facts: PlotFacts) -> Plot:
    """Raises FieldError, NotAllowedError. What overlaps is told by queries.overlaps, and stops nothing."""
    enterprise = standing(enterprise)
    checking.changeable(by, enterprise)
    values = plot_values(facts)
    kept = Plot.objects.create(
        enterprise=enterprise, code=numbers.take(own_codes.PLOT)[0], **values
    )
    journal.record(
        by,
        "plot.registered",
        kept,
        concerns=enterprise.organisation_id,
        code=kept.code,
        enterprise=enterprise.code,
    )
    return kept


@transaction.atomic
def edit_plot(*, by: Actor, plot: Plot, facts: PlotFacts, version: int | None = None) -> Plot:
    """Raises FieldError, NotAllowedError, ChangedMeanwhileError."""
    kept = _locked(Plot, plot.pk)
    checking.changeable(by, kept.enterprise)
    checking.same_version(kept.version, version)
    changes = _set(kept, plot_values(facts))
    kept.save()
    journal.record(
        by,
        "plot.edited",
        kept,
        concerns=kept.enterprise.organisation_id,
        code=kept.code,
        fields=changes,
    )
    return kept


@transaction.atomic
def close_plot(*, by: Actor, plot: Plot, closed_on: date) -> Plot:
    """It stays in the story of every lot that grew on it."""
    kept = _locked(Plot, plot.pk)
    checking.changeable(by, kept.enterprise)
    kept.closed_on = closed_on
    kept.version += 1
    kept.save(update_fields=["closed_on", "version"])
    journal.record(
        by, "plot.closed", kept, concerns=kept.enterprise.organisation_id, code=kept.code
    )
    return kept


@transaction.atomic
def register_site_code(*, by: Actor, enterprise: Enterprise, facts: CodeFacts) -> SiteCode:
    """Raises FieldError, NotAllowedError."""
    enterprise = standing(enterprise)
    checking.changeable(by, enterprise)
    code = check_site_code(enterprise, facts)
    kept = SiteCode(
        kind=facts.kind,
        code=code.text,
        format=code.format.format,
        market=code.format.market,
        countries=checking.text("countries", facts.countries, 200),
        enterprise=enterprise,
        establishment=facts.establishment,
        issued_on=facts.issued_on,
        valid_until=facts.valid_until,
        state_since=facts.issued_on,
    )
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        raise FieldError("code", _("Mã số này đã có trong sổ."), "taken") from None
    kept.plots.set(facts.plots)
    journal.record(
        by,
        "sitecode.registered",
        kept,
        concerns=enterprise.organisation_id,
        code=kept.code,
        enterprise=enterprise.code,
    )
    return kept


@transaction.atomic
def change_site_code(
    *, by: Actor, site_code: SiteCode, facts: CodeFacts, version: int | None = None
) -> SiteCode:
    """Plots, place, countries and last day; the code itself and its day of issue stay."""
    kept = _locked(SiteCode, site_code.pk)
    checking.changeable(by, kept.enterprise)
    checking.same_version(kept.version, version)
    _belong(kept.enterprise, facts)
    _period(facts)
    kept.countries = checking.text("countries", facts.countries, 200)
    kept.valid_until, kept.establishment = facts.valid_until, facts.establishment
    kept.version += 1
    kept.save()
    kept.plots.set(facts.plots)
    journal.record(
        by, "sitecode.changed", kept, concerns=kept.enterprise.organisation_id, code=kept.code
    )
    return kept


@transaction.atomic
def state_site_code(
    *, by: Actor, site_code: SiteCode, state: str, since: date, reason: str = ""
) -> SiteCode:
    """Suspend, revoke or restore. A revoked code stays revoked: another one is issued instead."""
    kept = _locked(SiteCode, site_code.pk)
    checking.changeable(by, kept.enterprise)
    state = checking.one_of("state", state, code_formats.STATES)
    if kept.state == code_formats.REVOKED:
        raise FieldError("state", _("Mã đã thu hồi thì không dùng lại. Cấp mã mới."), "revoked")
    missing = "" if state == code_formats.ACTIVE else _("Ghi lý do dừng hoặc thu hồi.")
    kept.reason = checking.text("reason", reason, rules.LONGEST_NOTE, missing=missing)
    kept.state, kept.state_since = state, since
    kept.version += 1
    kept.save(update_fields=["state", "state_since", "reason", "version"])
    journal.record(
        by,
        STATED[state],
        kept,
        concerns=kept.enterprise.organisation_id,
        code=kept.code,
        reason=kept.reason,
    )
    return kept


def check_site_code(
    enterprise: Enterprise, facts: CodeFacts, members: Collection[int] | None = None
) -> code_formats.AreaCode:
    """The code as it is kept. Raises FieldError: a spelling, a period, a place or plot of others.

    `members`: the numbers of today's members, when whoever asks about many codes knows them.
    """
    kind = checking.one_of("kind", facts.kind, code_formats.KINDS)
    try:
        code = code_formats.read(facts.code, kind, issued_on=facts.issued_on)
    except Refused as error:
        raise checking.problem_of(error, "code") from None
    _belong(enterprise, facts, members)
    _period(facts)
    return code


def plot_values(facts: PlotFacts) -> dict[str, Any]:
    """The columns of a plot. Raises FieldError for the first value that is wrong."""
    commune, earlier = checking.commune(facts.commune_code, facts.earlier_commune_code)
    year = facts.planted_year
    if year is not None and not FIRST_PLANTED <= year <= timezone.localdate().year + 1:
        told = _("Năm trồng có bốn chữ số, như 2015; nhận được %(got)s.") % {"got": year}
        raise FieldError("planted_year", told, "range")
    if facts.declared_ha is not None and not 0 < facts.declared_ha <= geojson.MOST_HA:
        told = _("Diện tích cần lớn hơn 0 và không quá %(most)d ha.") % {"most": geojson.MOST_HA}
        raise FieldError("declared_ha", told, "range")
    values: dict[str, Any] = {
        "name": checking.text("name", facts.name, rules.LONGEST_NAME, missing=_("Nhập tên thửa.")),
        "commune_code": commune,
        "earlier_commune_code": earlier,
        "crop": checking.text("crop", facts.crop, 100),
        "cropping_system": checking.one_of(
            "cropping_system", facts.cropping_system, rules.CROPPING_SYSTEMS, empty=True
        ),
        "planted_year": year,
        "declared_ha": facts.declared_ha,
    }
    shape = boundary(facts.boundary)
    return values | _geometry(shape, facts)


def boundary(text: str) -> Shape | None:
    """GeoJSON when it begins like it, else corners; None for nothing. Raises FieldError."""
    if not text.strip():
        return None
    try:
        reader = geojson.read if text.lstrip()[:1] in "{[" else geojson.of_corners
        return reader(text).shape
    except Refused as error:
        raise checking.problem_of(error, "boundary") from None


def notes(facts: PlotFacts) -> list[Problem]:
    """What deserves a look about a plot that is otherwise right: coarse, far from its commune, differs."""
    shape = boundary(facts.boundary)
    if shape is None:
        return []
    reader = geojson.read if facts.boundary.lstrip()[:1] in "{[" else geojson.of_corners
    found = list(reader(facts.boundary).notes)
    differs = geojson.area_problem(
        shape, None if facts.declared_ha is None else float(facts.declared_ha)
    )
    if differs is not None and differs.word == "area_differs":
        found.append(differs)
    far = _far(shape, facts.commune_code)
    return found + ([far] if far else [])


def _far(shape: Shape, commune_code: str) -> Problem | None:
    unit = units.commune(commune_code)
    if unit is None:
        return None
    away = province.km_between(centre(shape), (unit.longitude, unit.latitude))
    if away <= 2 * (unit.area_km2 / 3.1416) ** 0.5 + FAR_KM:
        return None
    return Problem("far_from_commune", {"commune": unit.name, "km": round(away)})


def _geometry(shape: Shape | None, facts: PlotFacts) -> dict[str, Any]:
    if shape is None:
        none = dict.fromkeys(("west", "south", "east", "north", "area_ha"))
        return {"geometry": "", **none}
    declared = None if facts.declared_ha is None else float(facts.declared_ha)
    problem = geojson.area_problem(shape, declared)
    if problem is not None and problem.word != "area_differs":
        raise checking.refuse("declared_ha", problem)
    west, south, east, north = shape.box
    return {
        "geometry": geojson.written(shape),
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "area_ha": Decimal(str(round(area_ha(shape), 4))),
    }


def place_values(facts: PlaceFacts) -> dict[str, Any]:
    """The columns of an establishment. Raises FieldError for the first value that is wrong."""
    commune, earlier = checking.commune(facts.commune_code, facts.earlier_commune_code)
    longitude = latitude = None
    if facts.spot.strip():
        try:
            shape = geojson.of_corners(facts.spot).shape
        except Refused as error:
            raise checking.problem_of(error, "spot") from None
        if not shape.is_point:
            told = _("Nhập một điểm: vĩ độ và kinh độ, như 11,940421 108,458313.")
            raise FieldError("spot", told, "one_point")
        longitude, latitude = shape.outer[0]
    return {
        "kind": checking.one_of("kind", facts.kind, rules.ESTABLISHMENT_KINDS),
        "name": checking.text(
            "name", facts.name, rules.LONGEST_NAME, missing=_("Nhập tên địa điểm.")
        ),
        "gln": checking.gln("gln", facts.gln),
        "commune_code": commune,
        "earlier_commune_code": earlier,
        "address": checking.text("address", facts.address, rules.LONGEST_ADDRESS),
        "longitude": longitude,
        "latitude": latitude,
    }


def _save_place(kept: Establishment) -> None:
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        told = _("GLN này đã có trong sổ. So lại từng chữ số.")
        raise FieldError("gln", told, "taken") from None


def _belong(
    enterprise: Enterprise, facts: CodeFacts, members: Collection[int] | None = None
) -> None:
    """A cooperative's area covers its members' plots too; a place is the party's own."""
    if facts.establishment is not None and facts.establishment.enterprise_id != enterprise.pk:
        raise FieldError("establishment", _("Địa điểm này là của cơ sở khác."), "foreign")
    foreign = [plot for plot in facts.plots if plot.enterprise_id != enterprise.pk]
    if foreign and members is None:
        held = enterprise.memberships.filter(left_on__isnull=True)
        members = set(held.values_list("member_id", flat=True))
    for plot in foreign:
        if plot.enterprise_id not in (members or ()):
            told = _("Thửa %(code)s không của cơ sở này hay thành viên của cơ sở.")
            raise FieldError("plots", told % {"code": plot.code}, "foreign")


def _period(facts: CodeFacts) -> None:
    try:
        periods.period(facts.issued_on, facts.valid_until)
    except Refused as error:
        raise checking.problem_of(error, "valid_until") from None


def _locked(model: Any, number: int) -> Any:
    return model.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=number)


def _set(kept: Any, values: dict[str, Any]) -> list[str]:
    """Names of what changed; the version goes up."""
    changes = sorted(name for name, value in values.items() if getattr(kept, name) != value)
    for name in changes:
        setattr(kept, name, values[name])
    kept.version += 1
    return changes
