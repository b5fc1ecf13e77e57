"""Entries that stories need, made by the verbs that people use."""

from dataclasses import replace

from tests import people
from txng.accounts.actors import Actor, operator
from txng.parties import actions
from txng.parties.actions import PartyFacts, PlotFacts
from txng.parties.models import Enterprise, Plot

LANG_BIANG, LAC_DUONG, DA_TEH = "24846", "24848", "25126"
AGRICULTURE, TRADE = "nong-nghiep", "cong-thuong"
AREA = '{"type":"Polygon","coordinates":[[[%s,12.1],[%s,12.1],[%s,12.102],[%s,12.102]]]}'


def facts(name: str = "Công ty cà phê Đồi Gió (hư cấu)", **more) -> PartyFacts:
    usual = {"kind": "cong-ty", "sector": AGRICULTURE, "commune_code": LAC_DUONG}
    return PartyFacts(name=name, **(usual | more))


def party(
    name: str = "Công ty cà phê Đồi Gió (hư cấu)", by: Actor | None = None, **more
) -> Enterprise:
    return actions.register_enterprise(by=by or operator(), facts=facts(name, **more))


def household(name: str = "Lơ Mu Ha Krong (hư cấu)", **more) -> Enterprise:
    return party(name, kind="nong-ho", **more)


def of(person: Actor, name: str, **more) -> Enterprise:
    """The entry of the organisation that this person acts for."""
    organisation = people.enterprise(person.organisation)
    return actions.register_enterprise(
        by=operator(), facts=facts(name, **more), organisation=organisation
    )


def ans_cooperative(**more) -> Enterprise:
    return of(people.an(), people.ANS_ENTERPRISE, kind="hop-tac-xa", **more)


def dungs_company(**more) -> Enterprise:
    return of(people.dung(), people.DUNGS_ENTERPRISE, **more)


def boundary(west: float, east: float) -> str:
    """A strip of land beside 108.60° east, 0.002° from south to north."""
    return AREA % (108.6 + west, 108.6 + east, 108.6 + east, 108.6 + west)


def plot(enterprise: Enterprise, west: float = 0.0, east: float = 0.002, **more) -> Plot:
    given = PlotFacts(name="Thửa đồi", commune_code=LAC_DUONG, boundary=boundary(west, east))
    return actions.register_plot(by=operator(), enterprise=enterprise, facts=replace(given, **more))
