"""Places of parties: establishments, plots and who lies over whom, codes of areas and packing houses."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Prefetch, Q, QuerySet, Value, When

from txng.accounts.actors import Actor
from txng.parties import rules
from txng.parties.models import Enterprise, Establishment, Plot, SiteCode
from txng.parties.queries import reach
from txng.parties.rules import Refused, geojson, own_codes, shapes
from txng.parties.rules.shapes import Overlap, Shape

MOST_COMPARED = 500
MOST_ASKED = 1_000  # codes in one query; SQLite takes 32,766 values


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A plot that lies over the one that was asked about."""

    plot: Plot
    overlap: Overlap


def establishments(actor: Actor, enterprise: Enterprise | None = None) -> QuerySet[Establishment]:
    rows = Establishment.objects.filter(
        reach.visible(actor, path="enterprise__"), enterprise__merged_into__isnull=True
    ).select_related("enterprise")
    return rows.filter(enterprise=enterprise) if enterprise is not None else rows


def establishment(actor: Actor, code: str) -> Establishment | None:
    try:
        code = own_codes.read(code, own_codes.ESTABLISHMENT)
    except Refused:
        return None
    return establishments(actor).filter(code=code).first()


def establishments_by_codes(actor: Actor, codes: Collection[str]) -> dict[str, Establishment]:
    """Places that the actor sees, by code in the kept spelling; one query."""
    return {one.code: one for one in establishments(actor).filter(code__in=set(codes))}


def establishments_called(actor: Actor, texts: Collection[str]) -> dict[str, Establishment]:
    """By code, else by GLN, in any spelling of the code: what was typed leads to the place; one query."""
    codes = {text: _spelt(text, own_codes.ESTABLISHMENT) for text in texts}
    rows = establishments(actor).filter(Q(code__in=set(codes.values()) - {""}) | Q(gln__in=texts))
    known = {name: one for one in rows for name in (one.code, one.gln) if name}
    answers = {text: known.get(code) or known.get(text) for text, code in codes.items()}
    return {text: one for text, one in answers.items() if one is not None}


def _spelt(text: str, register: str) -> str:
    """ "" for what is no code of ours."""
    try:
        return own_codes.read(text, register)
    except Refused:
        return ""


def taken_glns(user: object, glns: Collection[str]) -> set[str]:
    """Which of these some place has, whoever asks: a GLN stands once only, and no more is told."""
    wanted = set(glns) - {""}
    return set(Establishment.objects.filter(gln__in=wanted).values_list("gln", flat=True))


def plots(actor: Actor, enterprise: Enterprise | None = None) -> QuerySet[Plot]:
    """Each row says in `shows_person`: whether the boundary may be shown. The geometry itself is not read."""
    rows = (
        Plot.objects.filter(
            reach.visible(actor, path="enterprise__"), enterprise__merged_into__isnull=True
        )
        .annotate(
            is_shown=Case(
                When(_boundaries(actor), then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            )
        )
        .select_related("enterprise")
        .defer("geometry")
    )
    return rows.filter(enterprise=enterprise) if enterprise is not None else rows


def _boundaries(actor: Actor) -> Q:
    """Plots of firms are shown to whoever sees the firm; those of households as their persons are."""
    firms = ~Q(enterprise__kind__in=sorted(rules.OF_PERSONS))
    return firms | reach.persons(actor, "enterprise__")


def plot(actor: Actor, code: str) -> Plot | None:
    try:
        code = own_codes.read(code, own_codes.PLOT)
    except Refused:
        return None
    return plots(actor).defer(None).filter(code=code).first()


def plots_by_codes(actor: Actor, codes: Collection[str]) -> dict[str, Plot]:
    """Plots that the actor sees, by code in the kept spelling; one query."""
    return {one.code: one for one in plots(actor).filter(code__in=set(codes))}


def plots_called(
    actor: Actor, texts: Collection[str], *, with_boundary: bool = False
) -> dict[str, Plot]:
    """By code in any spelling: what was typed leads to the plot; one query for each thousand."""
    codes = {text: _spelt(text, own_codes.PLOT) for text in texts}
    wanted = sorted(set(codes.values()) - {""})
    rows = plots(actor).defer(None) if with_boundary else plots(actor)
    known = {
        one.code: one
        for start in range(0, len(wanted), MOST_ASKED)
        for one in rows.filter(code__in=wanted[start : start + MOST_ASKED])
    }
    return {text: known[code] for text, code in codes.items() if code in known}


def overlaps(actor: Actor, shape: Shape, *, but: Plot | None = None) -> list[Neighbour]:
    """Plots in use that this shape lies over by more than telephones err, largest share first.

    Only plots that the actor may see with their boundaries: else drawing would tell where others grow.
    """
    west, south, east, north = shape.box
    near = (
        plots(actor)
        .defer(None)
        .filter(
            _boundaries(actor),
            closed_on__isnull=True,
            west__lte=east,
            east__gte=west,
            south__lte=north,
            north__gte=south,
        )
        .order_by("pk")
    )
    if but is not None:
        near = near.exclude(pk=but.pk)
    found = [
        Neighbour(other, shapes.overlap(shape, geojson.kept(other.geometry)))
        for other in near[:MOST_COMPARED]
    ]
    told = [neighbour for neighbour in found if neighbour.overlap.is_told]
    return sorted(told, key=lambda neighbour: -neighbour.overlap.share)


def site_codes(actor: Actor, enterprise: Enterprise | None = None) -> QuerySet[SiteCode]:
    rows = SiteCode.objects.filter(
        reach.visible(actor, path="enterprise__"), enterprise__merged_into__isnull=True
    ).select_related("enterprise", "establishment")
    return rows.filter(enterprise=enterprise) if enterprise is not None else rows


def site_code(actor: Actor, number: int) -> SiteCode | None:
    return site_codes(actor).filter(pk=number).first()


def is_site_code_taken(user: object, kind: str, code: str) -> bool:
    """Whether anybody has it, whoever asks: a code is given once, and no more is told."""
    return SiteCode.objects.filter(kind=kind, code=code).exists()


def taken_site_codes(user: object, codes: Collection[str]) -> set[tuple[str, str]]:
    """Kind and code of those that somebody has, whoever asks, and no more is told; one query."""
    return set(SiteCode.objects.filter(code__in=codes).values_list("kind", "code"))


def site_codes_called(actor: Actor, codes: Collection[str]) -> list[SiteCode]:
    """Those that the actor sees, by code in the kept spelling, with their plots; two queries."""
    plots = Plot.objects.order_by("pk").defer("geometry")
    return list(site_codes(actor).filter(code__in=codes).prefetch_related(Prefetch("plots", plots)))
