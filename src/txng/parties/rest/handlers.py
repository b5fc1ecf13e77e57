"""One function for each route: ask or do, then answer."""

from dataclasses import replace
from typing import Any, Final

import msgspec

from txng.accounts import queries as accounts
from txng.accounts.machine_door import Answer, Request, json, nothing
from txng.parties import actions, queries
from txng.parties import administrative_units as units
from txng.parties.models import Enterprise, Establishment, Plot
from txng.parties.rest.told import ToldParty, ToldPlace, ToldPlot
from txng.parties.rules import geojson, tax_codes

MOST_LISTED: Final = 500

# --- parties --------------------------------------------------------------------------------------


def list_enterprises(request: Request) -> Answer:
    limit = min(max(request.number("limit", 100), 1), MOST_LISTED)
    rows = queries.enterprises(request.actor)
    if request.parameter("q"):
        rows = queries.matching(request.actor, rows, request.parameter("q")[:100]).rows
    rows = rows.filter(pk__gt=request.number("after", 0)).order_by("pk")[: limit + 1]
    found = list(rows)
    more = found[limit - 1].pk if len(found) > limit else None
    return json(200, {"enterprises": [_short(one) for one in found[:limit]], "after": more})


def post_enterprise(request: Request) -> Answer:
    new = request.body(ToldParty)
    group = organisation = None
    if new.member_of:
        group = queries.enterprise(request.actor, new.member_of)
        if group is None:
            return nothing()
    else:
        organisation = accounts.organisation_named(request.actor.organisation)
    made = actions.register_enterprise(
        by=request.actor, facts=new.facts, organisation=organisation, member_of=group
    )
    kept = queries.enterprise(request.actor, made.code) or made
    return json(201, _whole(kept), headers=(("Location", f"/parties/enterprises/{made.code}"),))


def get_enterprise(request: Request, code: str) -> Answer:
    one = queries.enterprise(request.actor, code)
    if one is None:
        return nothing()
    if request.parameter("asOf"):
        face = queries.enterprise_as_of(request.actor, code, request.day())
        assert face is not None  # the entry is seen
        told = {"name": face.name, "address": face.address, "place": face.place}
        return json(200, {"code": one.code, "asOf": face.day.isoformat(), **told})
    return json(200, _whole(one))


def put_enterprise(request: Request, code: str) -> Answer:
    change = request.body(ToldParty)
    one = queries.enterprise(request.actor, code)
    if one is None:
        return nothing()
    actions.edit_enterprise(
        by=request.actor, enterprise=one, facts=change.facts, version=change.seen,
        changed_on=change.changed_on,
    )  # fmt: skip
    return get_enterprise(request, one.code)


def list_establishments(request: Request, code: str) -> Answer:
    one = queries.enterprise(request.actor, code)
    if one is None:
        return nothing()
    found = queries.establishments(request.actor, one).order_by("pk")[:MOST_LISTED]
    return json(200, {"establishments": [_place(place) for place in found]})


def post_establishment(request: Request, code: str) -> Answer:
    new = request.body(ToldPlace)
    one = queries.enterprise(request.actor, code)
    if one is None:
        return nothing()
    made = actions.register_establishment(by=request.actor, enterprise=one, facts=new.facts)
    return json(201, _place(made))


def put_establishment(request: Request, code: str) -> Answer:
    change = request.body(ToldPlace)
    one = queries.establishment(request.actor, code)
    if one is None:
        return nothing()
    kept = actions.edit_establishment(
        by=request.actor, establishment=one, facts=change.facts, version=change.seen
    )
    return json(200, _place(kept))


# --- plots ----------------------------------------------------------------------------------------


def list_plots(request: Request, code: str) -> Answer:
    one = queries.enterprise(request.actor, code)
    if one is None:
        return nothing()
    found = queries.plots(request.actor, one).order_by("pk")[:MOST_LISTED]
    return json(200, {"plots": [_plot(land) for land in found]})


def post_plot(request: Request, code: str) -> Answer:
    new = request.body(ToldPlot)
    one = queries.enterprise(request.actor, code)
    if one is None:
        return nothing()
    made = actions.register_plot(by=request.actor, enterprise=one, facts=new.facts)
    told = get_plot(request, made.code)
    return replace(told, status=201, headers=(("Location", f"/parties/plots/{made.code}"),))


def get_plot(request: Request, code: str) -> Answer:
    land = queries.plot(request.actor, code)
    if land is None:
        return nothing()
    told = _plot(land)
    if land.geometry and land.shows_person:
        told["boundary"] = msgspec.Raw(land.geometry.encode())
        found = queries.overlaps(request.actor, geojson.kept(land.geometry), but=land)
        told["overlaps"] = [
            {
                "plot": one.plot.code,
                "areaHa": round(one.overlap.area_ha, 4),
                "share": round(one.overlap.share, 4),
            }
            for one in found
        ]
    return json(200, told)


def put_plot(request: Request, code: str) -> Answer:
    change = request.body(ToldPlot)
    land = queries.plot(request.actor, code)
    if land is None:
        return nothing()
    actions.edit_plot(by=request.actor, plot=land, facts=change.facts, version=change.seen)
    return get_plot(request, land.code)


# --- duties and places ----------------------------------------------------------------------------


def list_mandates(request: Request) -> Answer:
    day = request.day()
    places = units.places_called(request.parameter("place")[:120])
    found = queries.holders(
        request.actor, day, clause=request.parameter("clause")[:20],
        commune_code=places[0].commune.code if places else "",
    )  # fmt: skip
    told = [
        {
            "clause": one.mandate.clause,
            "basis": one.mandate.basis,
            "duty": one.mandate.duty,
            "role": one.mandate.role,
            "givenTo": one.given_to.written,
            "holders": [holder.written for holder in one.holders],
        }
        for one in found
    ]
    return json(200, {"asOf": day.isoformat(), "mandates": told})


def list_places(request: Request) -> Answer:
    asked = request.parameter("q")[:120]
    found = units.find(asked) if asked else units.communes()
    told = [
        {
            "code": one.code,
            "name": one.name,
            "oldProvince": one.old_province,
            "madeOf": [
                {"code": before.code, "name": before.name, "district": before.district}
                for before in units.predecessors(one.code)
            ],
        }
        for one in found
    ]
    return json(200, {"places": told})


def _short(one: Enterprise) -> dict[str, Any]:
    return {
        "id": one.pk,
        "code": one.code,
        "kind": one.kind,
        "name": one.shown_name,
        "sector": one.sector,
        "communeCode": one.commune_code,
        "commune": units.name_on(one.commune_code, units.BEGINNING),
        "size": one.size or None,
        "closedOn": None if one.closed_on is None else one.closed_on.isoformat(),
    }


def _whole(one: Enterprise) -> dict[str, Any]:
    told = _short(one) | {
        "ownership": one.ownership,
        "earlierCommuneCode": one.earlier_commune_code or None,
        "gln": one.gln or None,
        "version": one.version,
    }
    if one.shows_person or not one.is_of_persons:
        told |= {"taxCode": tax_codes.masked(one.tax_code) or None, "address": one.address or None}
    if one.shows_person:
        told |= {"contactName": one.contact_name or None, "phone": one.phone or None,
                 "email": one.email or None, "field": one.field or None, "workers": one.workers,
                 "revenueVnd": one.revenue_vnd, "capitalVnd": one.capital_vnd}  # fmt: skip
    return told


def _place(one: Establishment) -> dict[str, Any]:
    return {
        "code": one.code,
        "gln": one.gln or None,
        "kind": one.kind,
        "name": one.name,
        "communeCode": one.commune_code,
        "address": one.address or None,
        "latitude": None if one.latitude is None else one.latitude / 1e6,
        "longitude": None if one.longitude is None else one.longitude / 1e6,
        "version": one.version,
    }


def _plot(one: Plot) -> dict[str, Any]:
    return {
        "code": one.code,
        "enterprise": one.enterprise.code,
        "name": one.name,
        "communeCode": one.commune_code,
        "crop": one.crop or None,
        "croppingSystem": one.cropping_system or None,
        "plantedYear": one.planted_year,
        "areaHa": one.area_ha,
        "declaredHa": one.declared_ha,
        "isMeasured": one.west is not None,
        "version": one.version,
    }
