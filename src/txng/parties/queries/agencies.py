"""Agencies under the name of a day, and who holds a duty on that day.

A duty of 2019 is given to a body of 2019. When that body has ended, its successor holds the duty: "UBND
các huyện, thành phố" until 30 June 2025, "UBND các xã, phường, đặc khu" from the day after.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from txng.accounts.actors import Actor
from txng.accounts.models import Organisation
from txng.parties import administrative_units as units
from txng.parties.models import Agency, AgencyName, Mandate
from txng.parties.rules import MANDATES
from txng.ui import collation

MOST_SUCCESSIONS = 20


@dataclass(frozen=True, slots=True)
class NamedAgency:
    """`name` is None before the first name that is known and after the last."""

    agency: Agency
    name: AgencyName | None

    @property
    def written(self) -> str:
        return self.name.name if self.name else self.agency.code

    @property
    def short(self) -> str:
        return self.name.short_name if self.name else self.agency.code


@dataclass(frozen=True, slots=True)
class Holder:
    """A duty and who holds it on a day. `given_to` is who the clause names, in the words of its time."""

    mandate: Mandate
    holders: tuple[NamedAgency, ...]
    given_to: NamedAgency


def agencies(user: object, day: date, *, one_by_one: bool = False) -> list[NamedAgency]:
    """Bodies that work on that day, under the names of that day, by name. Anybody may ask.

    The committees of the communes stand in as "UBND cấp xã"; `one_by_one`: themselves too.
    """
    working = Agency.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))
    if not one_by_one:
        working = working.filter(part_of__isnull=True)
    named = [
        NamedAgency(one, name)
        for one in working.prefetch_related("names")
        if (name := _name_on(one.names.all(), day)) is not None
    ]
    return sorted(named, key=lambda one: (one.agency.kind, one.written))


def agency(user: object, code: str) -> Agency | None:
    """With its names, newest first in `names`, successors and predecessors. Anybody may ask."""
    return (
        Agency.objects.prefetch_related("names", "successors__names", "predecessors__names")
        .filter(code=code)
        .first()
    )


def agency_of(actor: Actor) -> Agency | None:
    """The agency that this person acts for; None for everybody else."""
    if actor.organisation_id is None:
        return None
    return Agency.objects.filter(organisation_id=actor.organisation_id).first()


def named(user: object, day: date, codes: Iterable[str] | None = None) -> dict[str, NamedAgency]:
    """Every agency, or these, by code, under its name of that day; two queries. Anybody may ask."""
    rows = Agency.objects.prefetch_related("names")
    if codes is not None:
        rows = rows.filter(code__in=set(codes))
    return {one.code: NamedAgency(one, _name_on(one.names.all(), day)) for one in rows}


@dataclass(frozen=True, slots=True)
class OneOfMany:
    """One of the many that a row of the register stands for, and whether an account acts for it."""

    named: NamedAgency
    has_account: bool
    place: str


def one_by_one(user: object, group: Agency, day: date) -> list[OneOfMany]:
    """The many of a group that work on that day, in Vietnamese order of their places. Anybody may ask."""
    rows = Agency.objects.filter(part_of=group).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=day)
    )
    found = [
        OneOfMany(NamedAgency(one, name), one.organisation_id is not None, _place(one))
        for one in rows.prefetch_related("names")
        if (name := _name_on(one.names.all(), day)) is not None
    ]
    return sorted(found, key=lambda one: collation.sort_key(one.place))


def how_many(user: object, group: Agency, day: date) -> int:
    """How many of the many work on that day; one query. Anybody may ask."""
    rows = Agency.objects.filter(
        Q(names__valid_from__isnull=True) | Q(names__valid_from__lte=day), part_of=group
    )
    rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))
    return rows.distinct().count()


def _place(one: Agency) -> str:
    commune = units.commune(one.commune_code)
    return commune.name if commune else one.code


def mandates(user: object, agency: Agency | None = None) -> QuerySet[Mandate]:
    rows = Mandate.objects.select_related("agency").order_by("clause", "role", "agency__code")
    return rows.filter(agency=agency) if agency is not None else rows


def holders(user: object, day: date, *, clause: str = "", commune_code: str = "") -> list[Holder]:
    """Duties in force on that day and who holds each, by clause. Anybody may ask.

    `commune_code` puts the one committee in place of "all districts" or "all communes".
    """
    rows = mandates(user).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day
    )
    if clause:
        rows = rows.filter(clause=clause)
    everyone = _everyone(Agency.objects.filter(pk__in=rows.values("agency")))
    found = []
    for mandate in rows:
        given = everyone[mandate.agency_id]
        found.append(
            Holder(
                mandate,
                tuple(_named(one, day, commune_code) for one in _who_holds(given, day, everyone)),
                _named(given, min(day, given.ended_on or day), commune_code),
            )
        )
    return found


def working(user: object, day: date, codes: Iterable[str]) -> dict[str, tuple[NamedAgency, ...]]:
    """Who works in the place of each of these on that day: the body itself, or those that took its duties
    over; two queries. Anybody may ask."""
    wanted = set(codes)
    everyone = _everyone(Agency.objects.filter(code__in=wanted))
    return {
        one.code: tuple(
            NamedAgency(held, _name_on(held.names.all(), day))
            for held in _who_holds(one, day, everyone)
        )
        for one in everyone.values()
        if one.code in wanted
    }


def acts_for(actor: Actor, day: date) -> frozenset[str]:
    """Codes of every agency in whose place this person acts on that day: their own, and those whose duties
    it took over. Empty for everybody else."""
    own = agency_of(actor)
    if own is None or (own.ended_on is not None and own.ended_on < day):
        return frozenset()
    everyone = _everyone(Agency.objects.filter(pk=own.pk))
    return frozenset(
        one.code
        for one in everyone.values()
        if any(held.pk == own.pk for held in _who_holds(one, day, everyone))
    )


def seats(user: Actor) -> list[tuple[int, str]]:
    """Accounts of agencies that act for none yet: number and name, for whoever keeps the duties."""
    if not user.may_everywhere(MANDATES):
        return []
    free = Organisation.objects.filter(kind=Organisation.Kind.AGENCY, agency__isnull=True)
    return list(free.order_by("name").values_list("pk", "name"))


def seat(user: Actor, number: int) -> Organisation | None:
    """An account of an agency, for whoever keeps the duties."""
    if not user.may_everywhere(MANDATES):
        return None
    return Organisation.objects.filter(kind=Organisation.Kind.AGENCY, pk=number).first()


def plan_is_loaded(actor: Actor) -> bool:
    return Mandate.objects.exists()


def _everyone(asked: QuerySet[Agency]) -> dict[int, Agency]:
    """Whoever may hold a duty, by number; of the many only groups of which one is asked for."""
    rows = Agency.objects.filter(
        Q(part_of__isnull=True)
        | Q(part_of__in=asked.filter(part_of__isnull=False).values("part_of"))
    )
    return {one.pk: one for one in rows.prefetch_related("names", "successors")}


def _who_holds(given: Agency, day: date, everyone: dict[int, Agency]) -> list[Agency]:
    """The body itself while it works, else those that took its duties over."""
    current, held = [given], []
    for _step in range(MOST_SUCCESSIONS):
        ended = [one for one in current if one.ended_on is not None and one.ended_on < day]
        held += [one for one in current if one not in ended and one not in held]
        current = [
            everyone[successor.pk]
            for one in ended
            for successor in everyone[one.pk].successors.all()
        ]
        if not current:
            break
    return held


def _named(one: Agency, day: date, commune_code: str) -> NamedAgency:
    name = _name_on(one.names.all(), day)
    if name is not None and commune_code:
        place = ""
        if one.stands_for == Agency.StandsFor.COMMUNE:
            place = units.name_on(commune_code, units.BEGINNING)
        elif one.stands_for == Agency.StandsFor.DISTRICT:
            district = units.district_of(commune_code)
            place = district.name if district else ""
        if place:
            place = place[0].lower() + place[1:]
            return NamedAgency(
                one,
                AgencyName(
                    agency=one,
                    name=f"Ủy ban nhân dân {place}",
                    short_name=f"UBND {place}",
                    basis=name.basis,
                ),
            )
    return NamedAgency(one, name)


def _name_on(names: Iterable[AgencyName], day: date) -> AgencyName | None:
    for name in names:
        if (name.valid_from is None or name.valid_from <= day) and (
            name.valid_until is None or day <= name.valid_until
        ):
            return name
    return None
