"""Parties: the list, one entry, how it was on a day, who belongs to it, which two may be one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Count, Q, QuerySet, Value, When

from txng.accounts.actors import Actor
from txng.parties import administrative_units as units
from txng.parties.models import (
    Enterprise,
    EnterprisePast,
    EnterpriseWord,
    Membership,
    PersonWord,
)
from txng.parties.queries import reach
from txng.parties.rules import MERGE, Refused, own_codes, tax_codes
from txng.ui import search

MOST_MERGES_FOLLOWED = 20


@dataclass(frozen=True, slots=True)
class Face:
    """What a party was called and where it was on a day; `place` with the names of that day."""

    name: str
    address: str
    place: str
    day: date


def enterprises(actor: Actor) -> QuerySet[Enterprise]:
    """Every party that the actor may see, merged entries left out.

    Each row says in `shows_person`: whether its name, telephone and boundaries may be shown.
    """
    return _all(actor).filter(merged_into__isnull=True)


def _all(actor: Actor) -> QuerySet[Enterprise]:
    return Enterprise.objects.filter(reach.visible(actor)).annotate(
        is_shown=Case(
            When(reach.persons(actor), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
    )


def enterprise(actor: Actor, code: str) -> Enterprise | None:
    """By its code; an entry that was merged leads to the one that was kept. None is foreign or missing."""
    try:
        code = own_codes.read(code, own_codes.PARTY)
    except Refused:
        return None
    found = _all(actor).filter(code=code).first()
    for _step in range(MOST_MERGES_FOLLOWED):
        if found is None or found.merged_into_id is None:
            return found
        found = _all(actor).filter(pk=found.merged_into_id).first()
    return None


def own_enterprise(actor: Actor) -> Enterprise | None:
    """The entry of the organisation that the actor acts for."""
    if actor.organisation_id is None:
        return None
    return enterprises(actor).filter(organisation_id=actor.organisation_id).first()


def with_tax_code(actor: Actor, text: str) -> Enterprise | None:
    """Who has this tax code, if the actor may see them."""
    try:
        code = tax_codes.read(text)
    except Refused:
        return None
    return enterprises(actor).filter(tax_code=code.text).first()


def called(actor: Actor, texts: Collection[str]) -> dict[str, Enterprise]:
    """What `enterprise`, or else `with_tax_code`, answers for each of these texts; no entry for nobody.

    One query for all of them, and one for each step of merges that they lead through.
    """
    codes = {text: _code_in(text) for text in texts}
    taxes = {text: _tax_code_in(text) for text in texts}
    named = Q(code__in=set(codes.values()) - {""}) | Q(tax_code__in=set(taxes.values()) - {""})
    rows = list(_all(actor).filter(named))
    by_tax_code = {one.tax_code: one for one in rows if one.tax_code and one.merged_into_id is None}
    by_code = _followed(actor, {one.code: one for one in rows})
    answers = {text: by_code.get(codes[text]) or by_tax_code.get(taxes[text]) for text in texts}
    return {text: one for text, one in answers.items() if one is not None}


def _followed(actor: Actor, rows: dict[str, Enterprise]) -> dict[str, Enterprise]:
    """By the same code, the entry that was kept of a merged one."""
    for _step in range(MOST_MERGES_FOLLOWED):
        merged = {one.merged_into_id for one in rows.values() if one.merged_into_id is not None}
        if not merged:
            break
        kept = {one.pk: one for one in _all(actor).filter(pk__in=merged)}
        led = {
            code: one if one.merged_into_id is None else kept.get(one.merged_into_id)
            for code, one in rows.items()
        }
        rows = {code: one for code, one in led.items() if one is not None}
    return {code: one for code, one in rows.items() if one.merged_into_id is None}


def _code_in(text: str) -> str:
    try:
        return own_codes.read(text, own_codes.PARTY)
    except Refused:
        return ""


def _tax_code_in(text: str) -> str:
    try:
        return tax_codes.read(text).text
    except Refused:
        return ""


def by_tax_codes(actor: Actor, codes: Collection[str]) -> dict[str, Enterprise]:
    """Parties that the actor sees, by tax code in the kept spelling; one query."""
    return {one.tax_code: one for one in enterprises(actor).filter(tax_code__in=set(codes) - {""})}


def by_codes(actor: Actor, codes: Collection[str]) -> dict[str, Enterprise]:
    """Parties that the actor sees, by code in the kept spelling; one query. Merged ones are not here."""
    return {one.code: one for one in enterprises(actor).filter(code__in=set(codes))}


def taken_tax_codes(user: object, codes: Collection[str]) -> set[str]:
    """Which of these somebody has, whoever asks: a tax code can stand once only, and no more is told."""
    wanted = set(codes) - {""}
    return set(Enterprise.objects.filter(tax_code__in=wanted).values_list("tax_code", flat=True))


def matching(actor: Actor, rows: QuerySet[Any], text: str) -> search.Found:
    """The rows that have every word of the text; an old name of a place leads to today's commune.

    Words of persons are looked into only for whoever sees all the persons of these rows.
    """
    also = Q()
    codes = [unit.code for unit in units.find(text)]
    if codes:
        also |= Q(commune_code__in=codes)
    if reach.sees_persons(actor):
        households = search.matching(Enterprise.objects.all(), PersonWord, text)
        also |= Q(pk__in=households.rows.values("pk"))
    return search.matching(rows, EnterpriseWord, text, also=also or None)


def enterprise_as_of(actor: Actor, code: str, day: date) -> Face | None:
    """Name, address and place as they were on that day; None when the party is foreign or missing."""
    found = enterprise(actor, code)
    if found is None:
        return None
    past = found.past.filter(valid_until__gte=day).order_by("valid_until").first()
    held = past or found
    is_open = found.shows_person or not found.is_of_persons
    return Face(
        name=held.name if is_open else found.public_name,
        address=held.address if is_open else "",
        place=units.name_on(held.commune_code, day, held.earlier_commune_code),
        day=day,
    )


def past_of(actor: Actor, enterprise: Enterprise) -> QuerySet[EnterprisePast]:
    """Earlier names and addresses, newest first; of a household only where its person is shown."""
    rows = EnterprisePast.objects.filter(enterprise=enterprise).order_by("-valid_until")
    return rows if enterprise.shows_person or not enterprise.is_of_persons else rows.none()


def members(actor: Actor, group: Enterprise) -> QuerySet[Membership]:
    """Of a cooperative that the actor sees; only members that the actor sees too."""
    return (
        Membership.objects.filter(group=group, member__in=enterprises(actor))
        .select_related("member")
        .order_by("member__name_key", "pk")
    )


def memberships_among(
    actor: Actor, groups: Collection[Enterprise], members: Collection[Enterprise]
) -> list[Membership]:
    """Begun and ended ones of these parties, as the actor sees them; one query."""
    seen = enterprises(actor).filter(pk__in={one.pk for one in members})
    rows = Membership.objects.filter(group__in={one.pk for one in groups}, member__in=seen)
    return list(rows.order_by("pk"))


def members_today(
    user: object, groups: Collection[int], members: Collection[int]
) -> list[tuple[int, int]]:
    """Pairs of numbers, whoever asks: whether a plot is of a member, and no more is told; one query."""
    rows = Membership.objects.filter(group__in=groups, member__in=members, left_on__isnull=True)
    return list(rows.values_list("group_id", "member_id"))


def members_with_names(
    actor: Actor, group: Enterprise, most: int = 500
) -> list[tuple[Membership, str]]:
    """Today's members, each with the name that this actor may read; two queries."""
    held = list(members(actor, group).filter(left_on__isnull=True)[:most])
    shown = {
        one.pk: one.shown_name
        for one in enterprises(actor).filter(pk__in=[membership.member_id for membership in held])
    }
    return [(one, shown[one.member_id]) for one in held if one.member_id in shown]


def groups_of(actor: Actor, member: Enterprise) -> QuerySet[Membership]:
    """Cooperatives that a party belongs to today; only those that the actor sees."""
    return Membership.objects.filter(
        member=member, left_on__isnull=True, group__in=enterprises(actor)
    ).select_related("group")


def duplicates(actor: Actor) -> list[list[Enterprise]]:
    """Parties that may be one: the same name in the same commune. Largest groups first, at most 200.

    A tax code can stand once only, so it is entries without one that come twice.
    """
    rows = (
        enterprises(actor)
        .filter(reach.visible(actor, MERGE))
        .exclude(kind__in=("ho-kinh-doanh", "nong-ho"))
    )
    twice = (
        rows.values("name_key", "commune_code")
        .annotate(count=Count("pk"))
        .filter(count__gt=1)
        .order_by("-count", "name_key")[:200]
    )
    groups = {(bytes(row["name_key"]), row["commune_code"]): [] for row in twice}  # type: ignore[var-annotated]
    if groups:
        keys = [key for key, _commune in groups]
        for row in rows.filter(name_key__in=keys).order_by("created_at", "pk"):
            group = groups.get((bytes(row.name_key), row.commune_code))
            if group is not None:
                group.append(row)
    return [group for group in groups.values() if len(group) > 1]
