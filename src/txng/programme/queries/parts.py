"""Who of the many that a task names has done its part: each commune, each certification body."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.certification.queries import bodies as certification
from txng.parties import queries as parties
from txng.parties.models import Agency
from txng.programme.models import PartAnswer, Task, TaskAgency
from txng.programme.queries import reach
from txng.programme.queries.reach import Speaker
from txng.programme.rules import tasks as rules

MANY: Final = (Agency.StandsFor.COMMUNE, Agency.StandsFor.CERTIFIERS)
"""Groups whose members speak for themselves; districts ended before, enterprises report elsewhere."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Of `many` in `year`: how many have done their part, and how many said why not."""

    year: int
    many: int
    confirmed: int = 0
    refused: int = 0

    @property
    def waiting(self) -> int:
        return max(self.many - self.confirmed - self.refused, 0)


def stands_for_many(share: TaskAgency) -> bool:
    return share.agency.stands_for in MANY


def counted(
    user: Actor, tasks: Iterable[Task], day: date, *, year: int | None = None
) -> dict[int, Counted]:
    """By the number of the share: those of tasks that the user may see whose agency stands for many; what was
    said up to the end of that day, for the year (None: the one that is asked on that day). At most three
    queries, however many tasks."""
    asked = {
        share.pk: (share, year or rules.year_asked(day, one.first_day, one.last_day))
        for one in tasks
        for share in one.agencies.all()
        if stands_for_many(share)
    }
    if not asked:
        return {}
    said = PartAnswer.objects.filter(
        share__in=list(asked), year__in={each for _share, each in asked.values()},
        answered_at__date__lte=day,
    )  # fmt: skip
    answers = Counter(said.values_list("share", "year", "answer"))
    groups = {share.agency.code: share.agency for share, _year in asked.values()}
    many = {code: _how_many(user, group, day) for code, group in groups.items()}
    return {
        number: Counted(
            each,
            many[share.agency.code],
            answers[number, each, rules.CONFIRMED],
            answers[number, each, rules.REFUSED],
        )
        for number, (share, each) in asked.items()
    }


@dataclass(frozen=True, slots=True)
class Part:
    """One of the many, under its name of the day; `answer` None: nothing was said for the year."""

    name: str
    code: str
    answer: PartAnswer | None


def parts(user: Actor, share: TaskAgency, year: int, day: date) -> list[Part]:
    """Each of the many of a share that the user may see, in Vietnamese order of their names."""
    answers = {
        _key(one): one
        for one in PartAnswer.objects.filter(share=share, year=year).select_related("agency")
    }
    return [Part(name, code, answers.get(code)) for code, name in _many(user, share.agency, day)]


def _how_many(user: Actor, group: Agency, day: date) -> int:
    if group.stands_for == Agency.StandsFor.CERTIFIERS:
        return len(certification.names_of_bodies(user))
    return parties.how_many(user, group, day)


def _many(user: Actor, group: Agency, day: date) -> list[tuple[str, str]]:
    """Code and name of each."""
    if group.stands_for == Agency.StandsFor.CERTIFIERS:
        return [(f"cn-{number}", name) for number, name in certification.names_of_bodies(user)]
    found = parties.one_by_one(user, group, day)
    return [(one.named.agency.code, one.named.short) for one in found]


def _key(one: PartAnswer) -> str:
    return one.agency.code if one.agency is not None else f"cn-{one.body_id}"


def years(task: Task, day: date) -> list[int]:
    """Years that may have been answered for, newest first."""
    last = rules.year_asked(day, task.first_day, task.last_day)
    return list(range(last, task.first_day.year - 1, -1))


# --- one's own ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnPart:
    """A task in which one of the many has a part: what was said of it for the year."""

    share: TaskAgency
    speaker: Speaker
    year: int
    answer: PartAnswer | None = None
    may_take_back: bool = False

    @property
    def task(self) -> Task:
        return self.share.task

    @property
    def leads(self) -> bool:
        return self.share.role == rules.LEAD


def own_parts(user: Actor, day: date) -> list[OwnPart]:
    """What has begun and did not end before last year, open or done; unanswered first, by the last day."""
    speakers = reach.speaks_as(user, day)
    if not speakers:
        return []
    groups = {one.group for one in speakers}
    rows = list(
        _shares(groups).filter(
            task__first_day__lte=day, task__last_day__gte=date(day.year - 1, 1, 1)
        )
    )
    answers = _answers(rows, speakers)
    found = []
    for share in rows:
        year = rules.year_asked(day, share.task.first_day, share.task.last_day)
        for one in speakers:
            if one.group == share.agency.code:
                said = answers.get((share.pk, year, one.code))
                found.append(OwnPart(share, one, year, said, may_take_back(said)))
    return sorted(found, key=lambda one: (one.answer is not None, one.task.last_day, one.task.pk))


def own_part(user: Actor, number: int, who: str, day: date) -> OwnPart | None:
    """Of a share and a speaker for whom the user answers; what does not await an answer yet too."""
    speaker = next((one for one in reach.speaks_as(user, day) if one.code == who), None)
    if speaker is None:
        return None
    share = _shares({speaker.group}).filter(pk=number).first()
    if share is None:
        return None
    year = rules.year_asked(day, share.task.first_day, share.task.last_day)
    said = _answers([share], [speaker]).get((share.pk, year, speaker.code))
    return OwnPart(share, speaker, year, said, may_take_back(said))


def waiting_count(user: Actor, day: date) -> int:
    return sum(1 for one in own_parts(user, day) if one.answer is None)


def may_take_back(said: PartAnswer | None) -> bool:
    return said is not None and rules.may_take_back(
        (timezone.now() - said.answered_at).total_seconds()
    )


def _shares(groups: Iterable[str]) -> QuerySet[TaskAgency]:
    """Shares of groups that were not handed on, of tasks that somebody reports on."""
    rows = TaskAgency.objects.select_related("task", "agency").filter(agency__code__in=groups)
    rows = rows.filter(task__last_day=F("last_day"), task__state__in=(*rules.OPEN, rules.DONE))
    return rows.exclude(task__rhythm=rules.YEARLY).order_by("task__last_day", "pk")


def _answers(
    rows: list[TaskAgency], speakers: list[Speaker]
) -> dict[tuple[int, int, str], PartAnswer]:
    agencies = [one.agency for one in speakers if one.agency is not None]
    bodies = [one.body for one in speakers if one.body is not None]
    found = PartAnswer.objects.filter(share__in=rows).select_related("agency")
    found = found.filter(Q(agency__in=agencies) | Q(body__in=bodies))
    return {(one.share_id, one.year, _key(one)): one for one in found}
