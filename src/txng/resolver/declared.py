"""Questions about what was told to the event register of labels and own names, and what is due."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from txng.accounts.actors import Actor
from txng.barcodes import declarations
from txng.barcodes.models import Batch, OwnName, Serial
from txng.barcodes.queries import labels, prefixes
from txng.resolver.models import Declaration

Spans = Sequence[Sequence[int]]


def batches(actor: Actor) -> QuerySet[Batch]:
    """Batches of one's own organisation that have serials: `live` labels now, and how many were `told`."""
    live = Serial.objects.filter(batch=OuterRef("pk"), state__in=declarations.LIVE).order_by()
    told = Declaration.objects.filter(batch=OuterRef("pk"), sent_at__isnull=False).order_by()
    return (
        labels.batches(actor)
        .filter(enterprise__organisation_id=actor.organisation_id or 0, has_serials=True)
        .annotate(
            live=_sum(live.values("batch").annotate(n=Count("pk"))),
            told=_sum(told.values("batch").annotate(n=Sum("labels"))),
        )
    )


def due(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Some label is live that was not told. A label that was told and cancelled since counts as told, so
    a batch of such may be missing here: its page says exactly."""
    return rows.filter(live__gt=F("told"))


def batch(actor: Actor, number: int) -> Batch | None:
    return batches(actor).filter(pk=number).first()


def of_batch(actor: Actor, one: Batch) -> QuerySet[Declaration]:
    """What was told of it, newest first."""
    return Declaration.objects.filter(batch=one, batch__in=batches(actor)).order_by("-pk")


def own_names(actor: Actor) -> QuerySet[OwnName]:
    """Own names of one's own organisation that have a GS1 code, with their declaration."""
    rows = prefixes.own_names(actor).exclude(gs1="")
    return rows.filter(enterprise__organisation_id=actor.organisation_id or 0).select_related(
        "enterprise", "declaration"
    )


def own_name(actor: Actor, number: int) -> OwnName | None:
    return own_names(actor).filter(pk=number).first()


def due_numbers(one: Batch) -> list[int]:
    """Numbers of the labels that are live and that no declaration names, in their order."""
    told = [span for row in Declaration.objects.filter(batch=one) for span in row.spans]
    live = one.serials.filter(state__in=declarations.LIVE).order_by("number")
    return without(live.values_list("number", flat=True), told)


def without(numbers: Iterable[int], spans: Spans) -> list[int]:
    """
    >>> without([1, 2, 3, 7, 8], [[7, 7], [2, 2]])
    [1, 3, 8]
    """
    held = {number for first, last in spans for number in range(first, last + 1)}
    return [number for number in numbers if number not in held]


def spans_of(numbers: Iterable[int]) -> list[list[int]]:
    """
    >>> spans_of([1, 2, 3, 7, 9, 10])
    [[1, 3], [7, 7], [9, 10]]
    """
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return spans


def _sum(rows: Any) -> Coalesce:
    return Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), 0)
