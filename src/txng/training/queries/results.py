"""Who was trained: counts that other rooms may ask for, and the classes and needs behind them.

    told = trained(user, date(2026, 1, 1), date(2026, 12, 31))
    told.people           78      learners who attended enough of a class whose last day lies in the period
    told.by_kind          {"cong-chuc": 31, "hop-tac-xa": 20, ...}
    told.rows             one row for each of them: class, day, kind, agency, commune; never a name

Somebody who attended two courses counts twice ("lượt người"): names are erased in time, figures are not.
Counts hold no personal data, so whoever asks gets all of them; the page that shows them asks for the right.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from txng.training.models import Certificate, Learner, Need, TrainingClass
from txng.training.rules import classes as rules

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Trained:
    """`by_agency` by the code of the agency, "" for people of none; `by_commune` by the commune of the
    class, "" for a class online; `by_subject` by the code of the subject; `by_month` "2026-03"."""

    people: int
    classes: int
    papers: int
    by_kind: Counts
    by_agency: Counts
    by_commune: Counts
    by_subject: Counts
    by_month: Counts
    rows: QuerySet[Learner]


@dataclass(frozen=True, slots=True)
class Needed:
    """`by_agency` by the code of the agency, "" for enterprises and persons."""

    people: int
    by_kind: Counts
    by_agency: Counts
    by_subject: Counts
    rows: QuerySet[Need]


def trained(
    user: object,
    since: date,
    until: date,
    *,
    commune: str = "",
    subject: str = "",
    kind: str = "",
    agency: str = "",
) -> Trained:
    """Learners who attended enough sessions of a class that ended in the period, both days included.

    Cancelled classes and people who withdrew are left out; a quiz need not be passed. `commune` is that of
    the class; `agency` a code.
    """
    found = classes_between(since, until)
    if commune:
        found = found.filter(commune_code=commune)
    if subject:
        found = found.filter(subject__code=subject)
    rows = Learner.objects.filter(
        training_class__in=found, attended_enough=True, state=rules.SEATED
    )
    if kind:
        rows = rows.filter(kind=kind)
    if agency:
        rows = rows.filter(agency__code=agency)
    lines = list(
        rows.order_by()
        .values_list(
            "kind", "agency__code", "training_class__commune_code", "training_class__subject__code",
            "training_class__ends_on", "training_class_id",
        )
        .annotate(people=Count("pk"))
    )  # fmt: skip
    papers = Certificate.objects.filter(learner__in=rows, revoked_at__isnull=True)
    return Trained(
        people=sum(line[-1] for line in lines),
        classes=len({line[5] for line in lines}),
        papers=papers.count(),
        by_kind=_summed((line[0], line[-1]) for line in lines),
        by_agency=_summed((line[1] or "", line[-1]) for line in lines),
        by_commune=_summed((line[2], line[-1]) for line in lines),
        by_subject=_summed((line[3], line[-1]) for line in lines),
        by_month=_summed((f"{line[4]:%Y-%m}", line[-1]) for line in lines),
        rows=rows.select_related("training_class__subject", "agency").order_by("pk"),
    )


def needs_of_year(user: object, year: int) -> Needed:
    """How many people want to be trained in that year, as agencies, enterprises and persons said."""
    rows = Need.objects.filter(year=year)
    lines = list(
        rows.order_by().values_list("kind", "agency__code", "subject__code").annotate(Sum("people"))
    )
    return Needed(
        people=sum(line[-1] for line in lines),
        by_kind=_summed((line[0], line[-1]) for line in lines),
        by_agency=_summed((line[1] or "", line[-1]) for line in lines),
        by_subject=_summed((line[2], line[-1]) for line in lines),
        rows=rows.select_related("subject", "agency", "enterprise").order_by("pk"),
    )


def classes_of_year(user: object, year: int) -> QuerySet[TrainingClass]:
    """Classes whose last day lies in that year: published or done; each with `learner_count` (seats that
    are taken) and `trained_count` (attended enough)."""
    return (
        classes_between(date(year, 1, 1), date(year, 12, 31))
        .select_related("subject", "host")
        .annotate(
            learner_count=Count("learners", filter=Q(learners__state=rules.SEATED)),
            trained_count=Count(
                "learners", filter=Q(learners__state=rules.SEATED, learners__attended_enough=True)
            ),
        )
        .order_by("ends_on", "pk")
    )


def classes_between(since: date, until: date) -> QuerySet[TrainingClass]:
    """Published or done, whose last day lies in the period."""
    return TrainingClass.objects.filter(
        state__in=(rules.OPEN, rules.DONE), ends_on__gte=since, ends_on__lte=until
    )


def _summed(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, count in pairs:
        found[key] = found.get(key, 0) + count
    return dict(sorted(found.items()))


def result_lines(told: Trained) -> list[dict[str, Any]]:
    """A line for each class, kind and agency: `code`, `title`, `subject`, `ends_on`, `commune`, `kind`,
    `agency` ("" for none) and `people`. What a file of results holds."""
    names = ("code", "title", "subject__code", "ends_on", "commune_code")
    paths = [f"training_class__{name}" for name in names]
    keys = ("code", "title", "subject", "ends_on", "commune", "kind", "agency", "people")
    found = (
        told.rows.order_by()
        .values_list(*paths, "kind", "agency__code")
        .annotate(people=Count("pk"))
        .order_by("training_class__ends_on", "training_class__code", "kind", "agency__code")
    )
    rows = [dict(zip(keys, line, strict=True)) for line in found]
    return [row | {"agency": row["agency"] or ""} for row in rows]
