"""Questions about tasks: those who may see the Plan see all of it, nobody else sees a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.documents import storage
from txng.documents.models import Attachment
from txng.parties import queries as parties
from txng.parties.models import Agency
from txng.parties.queries import NamedAgency
from txng.programme.models import PartAnswer, Task, TaskAgency, TaskUpdate
from txng.programme.queries import reach
from txng.programme.rules import clauses
from txng.programme.rules import tasks as rules
from txng.programme.rules.tasks import Reminder

FILES = "programme.taskupdate"
_SPOKEN = (
    PartAnswer.objects.filter(
        share=OuterRef("pk"), agency__part_of=OuterRef("agency"), agency__ended_on__isnull=True
    )
    .order_by()
    .values("share")
    .annotate(count=Count("agency", distinct=True))
    .values("count")
)
_MANY = (
    Agency.objects.filter(part_of=OuterRef("agency"), ended_on__isnull=True)
    .order_by()
    .values("part_of")
    .annotate(count=Count("pk"))
    .values("count")
)
WITH_AGENCIES = Prefetch(
    "agencies",
    TaskAgency.objects.select_related("agency")
    .prefetch_related("agency__names")
    .annotate(
        # of one agency: none; counted for the few rows that stand for many
        left_of_many=Case(
            When(
                agency__stands_for=Agency.StandsFor.COMMUNE,
                then=Coalesce(Subquery(_MANY), 0) - Coalesce(Subquery(_SPOKEN), 0),
            ),
            output_field=IntegerField(),
        )
    )
    .order_by("role", "pk"),
)


def tasks(
    user: Actor,
    *,
    year: int | None = None,
    phase: str = "",
    agency: str = "",
    role: str = "",
    state: str = "",
    late_on: date | None = None,
    clause: str = "",
    with_templates: bool = False,
) -> QuerySet[Task]:
    """Tasks that somebody reports on, by their last day; those of the appendix that come back every year
    stand in with their years (`with_templates`: themselves too). `agency` is a code."""
    if not reach.may_see(user):
        return Task.objects.none()
    rows = Task.objects.prefetch_related(WITH_AGENCIES).order_by("last_day", "pk")
    if not with_templates:
        rows = rows.exclude(rhythm=rules.YEARLY)
    if year is not None:
        rows = running_in(rows, year)
    if phase:
        rows = in_phase(rows, phase)
    if agency:
        rows = of_agency(rows, agency, role)
    if state:
        rows = rows.filter(state=state)
    if late_on is not None:
        rows = late_rows(rows, late_on)
    if clause:
        rows = rows.filter(clauses__clause=clause)
    return rows


def running_in(rows: QuerySet[Task], year: int) -> QuerySet[Task]:
    return rows.filter(first_day__lte=date(year, 12, 31), last_day__gte=date(year, 1, 1))


def in_phase(rows: QuerySet[Task], phase: str) -> QuerySet[Task]:
    """What runs in some year of the phase."""
    years = [
        y for y in range(clauses.FIRST_YEAR, clauses.LAST_YEAR + 1) if clauses.phase_of(y) == phase
    ]
    if not years:
        return rows.none()
    return rows.filter(first_day__lte=date(years[-1], 12, 31), last_day__gte=date(years[0], 1, 1))


def of_agency(rows: QuerySet[Task], code: str, role: str = "") -> QuerySet[Task]:
    shares = TaskAgency.objects.filter(task=OuterRef("pk"), agency__code=code)
    if role:
        shares = shares.filter(role=role)
    return rows.filter(Exists(shares))


def late_rows(rows: QuerySet[Task], day: date) -> QuerySet[Task]:
    return rows.filter(state__in=rules.OPEN, last_day__lt=day)


def task(user: Actor, code: str) -> Task | None:
    """With its agencies and clauses; None for whoever may not see the Plan."""
    return tasks(user, with_templates=True).prefetch_related("clauses").filter(code=code).first()


def appendix_task(user: Actor, row: str, year: int | None = None) -> Task | None:
    """The task of a row of the appendix ("PL.3"): of a year where it comes back every year."""
    rows = tasks(user, with_templates=True).filter(appendix=row)
    if year is None:
        return rows.filter(template__isnull=True).first()
    found = rows.filter(Q(template__isnull=False, year=year) | Q(template=None, rhythm=rules.ONCE))
    return running_in(found, year).first()


def heads(user: Actor) -> list[Task]:
    """The seven rows of the appendix, with the tasks of their years in `years`."""
    rows = tasks(user, with_templates=True).exclude(appendix="").filter(template__isnull=True)
    years = tasks(user).filter(template__isnull=False).order_by("year")
    return list(
        rows.prefetch_related(Prefetch("instances", years, to_attr="years")).order_by("appendix")
    )


def own(user: Actor) -> QuerySet[Task]:
    """What agencies added: sub-tasks and plans of their own."""
    return tasks(user).filter(appendix="")


def between(user: Actor, first: date, last: date) -> list[Task]:
    """Tasks that begin or end within these days, both included."""
    begins, ends = Q(first_day__range=(first, last)), Q(last_day__range=(first, last))
    return list(tasks(user).filter(begins | ends))


def is_loaded(user: Actor) -> bool:
    return Task.objects.exclude(appendix="").exists()


def late(user: Actor, day: date) -> QuerySet[Task]:
    """Whose last day has passed and that are not done."""
    return tasks(user, late_on=day)


@dataclass(frozen=True, slots=True)
class Load:
    """What one agency has in a year: numbers of tasks."""

    name: str
    code: str
    leads: int
    beside: int
    done: int
    late: int
    waits: int


def by_agency(user: Actor, year: int, day: date) -> list[Load]:
    """Agencies that have a part in a task of the year, busiest leaders first."""
    found: dict[str, dict[str, int]] = {}
    names: dict[str, str] = {}
    end = min(date(year, 12, 31), day)
    for one in tasks(user, year=year):
        for row in one.agencies.all():
            if row.first_day > date(year, 12, 31) or row.last_day < date(year, 1, 1):
                continue
            names.setdefault(row.agency.code, short_name(row.agency, end))
            counts = found.setdefault(row.agency.code, dict.fromkeys(COUNTED, 0))
            is_lead = row.role == rules.LEAD
            counts["leads" if is_lead else "beside"] += 1
            counts["done"] += one.state == rules.DONE
            counts["late"] += is_lead and rules.is_late(day, one.last_day, one.state)
            counts["waits"] += is_awaited(row, one) and one.first_day <= day
    told = [Load(names[code], code, **counts) for code, counts in found.items()]
    return sorted(told, key=lambda load: (-load.leads, -load.beside, load.name))


COUNTED = ("leads", "beside", "done", "late", "waits")


def short_name(agency: Agency, day: date) -> str:
    """Of that day; of a body that ended before or began later, the name nearest to it."""
    names = list(agency.names.all())
    for one in names:
        if (one.valid_from or day) <= day <= (one.valid_until or day):
            return one.short_name
    nearest = sorted(names, key=lambda one: one.valid_from or date.min)
    if not nearest:
        return agency.code
    return (nearest[0] if (nearest[0].valid_from or date.min) > day else nearest[-1]).short_name


def held_by(one: Task, role: str, day: date) -> list[str]:
    """Short names of who has this role on that day, or on the day of the task that is nearest to it."""
    on = min(max(day, one.first_day), one.last_day)
    return [
        short_name(row.agency, on)
        for row in one.agencies.all()
        if row.role == role and row.first_day <= on <= row.last_day
    ]


def agency_choices(user: Actor, day: date) -> list[tuple[str, str]]:
    """Agencies to give a part to, by kind and name; those that work on that day. The committees of the
    communes are one choice, besides one's own."""
    found = [(one.agency.code, one.written) for one in parties.agencies(user, day)]
    own = reach.own_agency(user)
    if own is not None and own.part_of_id is not None:
        found.append((own.code, parties.named(user, day, [own.code])[own.code].written))
    return found


def agencies_with_tasks(user: Actor, day: date) -> list[tuple[str, str]]:
    """Code and short name of every agency of the register that a task may have named."""
    if not reach.may_see(user):
        return []
    named = parties.named(user, day).values()
    return sorted(
        ((one.agency.code, short_name(one.agency, day)) for one in named), key=lambda pair: pair[1]
    )


# --- one's own ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mine:
    """A task of one's own agency: what it is to do, and what there is to be reminded of."""

    task: Task
    shares: tuple[TaskAgency, ...]
    reminders: tuple[Reminder, ...]

    @property
    def leads(self) -> bool:
        return any(one.role == rules.LEAD for one in self.shares)

    @property
    def waits(self) -> TaskAgency | None:
        """One's own part that nobody has confirmed yet."""
        return next(
            (one for one in self.shares if one.role == rules.BESIDE and is_awaited(one, self.task)),
            None,
        )


def my_tasks(user: Actor, day: date, *, back_to: date | None = None) -> list[Mine]:
    """Tasks that have begun, or begin within 30 days, of the agency that this person acts for; those that
    are done or unknown only while a part of them waits (of those that end from `back_to` on)."""
    codes = reach.acts_for(user, day)
    if not codes:
        return []
    rows = tasks(user).filter(
        Exists(TaskAgency.objects.filter(task=OuterRef("pk"), agency__code__in=codes)),
        first_day__lte=day + rules.DUE_SOON,
        state__in=(*rules.OPEN, rules.DONE),
    )
    rows = rows.filter(last_day__gte=back_to or date(day.year - 1, 1, 1))
    found = []
    for one in rows:
        own = tuple(share for share in one.agencies.all() if share.agency.code in codes)
        mine = Mine(one, own, tuple(reminders_of(one, day)))
        if one.state != rules.DONE or mine.waits is not None:
            found.append(mine)
    return found


def is_awaited(share: TaskAgency, task: Task) -> bool:
    """An agency beside that is there to the end and has said nothing; one that ended has handed its part on.
    Groups that act for themselves ("các doanh nghiệp") confirm nothing. Of a task of several years nobody
    is waited for until it is done. Where each of many has answered, the many are not waited for."""
    return (
        share.role == rules.BESIDE
        and getattr(share, "left_of_many", None) != 0
        and share.answer == rules.WAITING
        and (task.year is not None or task.state == rules.DONE)
        and share.last_day == task.last_day
        and share.agency.kind in ("co-quan", "don-vi-su-nghiep", "hiep-hoi")
    )


def awaited(task: Task) -> list[TaskAgency]:
    return [one for one in task.agencies.all() if is_awaited(one, task)]


def reminders_of(one: Task, day: date) -> list[Reminder]:
    if one.rhythm == rules.YEARLY:
        return []
    waiting = [share.agency.code for share in awaited(one)]
    return rules.reminders(day, one.first_day, one.last_day, one.state, one.reported_on, waiting)


def reminder_count(user: Actor, day: date) -> int:
    """How many tasks of one's own agency have something to be reminded of."""
    return sum(1 for one in my_tasks(user, day) if one.reminders or one.waits)


# --- one task -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the history: what was told, its files, and whether it still stands."""

    update: TaskUpdate
    files: tuple[Attachment, ...] = ()
    is_taken_back: bool = False
    may_take_back: bool = False


def history(user: Actor, one: Task) -> list[Told]:
    """Newest first. Of a task that the user may see."""
    rows = list(
        TaskUpdate.objects.filter(task=one)
        .select_related("agency", "taken_back_by", "takes_back")
        .order_by("-version")
    )
    files = files_of(rows)
    last = next((row for row in rows if stands(row)), None)
    return [
        Told(
            row,
            tuple(files.get(row.pk, ())),
            row.kind == TaskUpdate.Kind.REPORT and not stands(row),
            row is last and can_take_back(user, row),
        )
        for row in rows
    ]


def share(one: Task, number: int) -> TaskAgency | None:
    """A part of a task that the user may see."""
    return next((row for row in one.agencies.all() if row.pk == number), None)


def share_can_be_taken_back(user: Actor, row: TaskAgency, day: date) -> bool:
    if row.answered_at is None or not reach.may_answer(user, row, day):
        return False
    return rules.may_take_back((timezone.now() - row.answered_at).total_seconds())


def stands(row: TaskUpdate) -> bool:
    return row.kind == TaskUpdate.Kind.REPORT and getattr(row, "taken_back_by", None) is None


def last_report(one: Task) -> TaskUpdate | None:
    """The newest report that stands."""
    rows = TaskUpdate.objects.filter(task=one, kind=TaskUpdate.Kind.REPORT)
    return rows.filter(taken_back_by__isnull=True).order_by("-version").first()


def can_take_back(user: Actor, row: TaskUpdate) -> bool:
    """Within 24 hours, by the agency that reported and by the standing agency."""
    age = (timezone.now() - row.at).total_seconds()
    if not rules.may_take_back(age):
        return False
    own = reach.own_agency(user)
    return reach.may_keep(user) or (own is not None and own.pk == row.agency_id)


def files_of(rows: Iterable[TaskUpdate]) -> dict[int, list[Attachment]]:
    """Files by the number of the update that they came with."""
    found: dict[int, list[Attachment]] = {}
    numbers = [str(row.pk) for row in rows]
    if not numbers:
        return found
    for file in Attachment.objects.filter(
        subject_kind=FILES, subject_id__in=numbers, removed_at__isnull=True
    ).order_by("pk"):
        found.setdefault(int(file.subject_id), []).append(file)
    return found


@dataclass(frozen=True, slots=True)
class Kept:
    attachment: Attachment
    content: bytes


def file(user: Actor, one: Task, number: int) -> Kept | None:
    """A file of a task that the user may see."""
    found = Attachment.objects.filter(
        pk=number, subject_kind=FILES, removed_at__isnull=True
    ).first()
    if found is None or not TaskUpdate.objects.filter(task=one, pk=int(found.subject_id)).exists():
        return None
    path = storage.path_of(settings.DOCUMENTS_FOLDER, storage.ATTACHMENTS, found.pk)
    return Kept(found, path.read_bytes()) if path.exists() else None


def children(user: Actor, one: Task) -> QuerySet[Task]:
    return tasks(user).filter(parent=one)


def instances(user: Actor, one: Task) -> QuerySet[Task]:
    return tasks(user).filter(template=one).order_by("year")


def changed_since(one: Task, version: int) -> list[TaskUpdate]:
    return list(TaskUpdate.objects.filter(task=one, version__gt=version).order_by("version"))


@dataclass(frozen=True, slots=True)
class Share:
    """A row of the agencies of a task: under the name of its time, and who holds the part today."""

    row: TaskAgency
    then: NamedAgency
    now: tuple[NamedAgency, ...]
    last_report: TaskUpdate | None = None
    is_awaited: bool = False
    may_answer: bool = False
    may_take_back: bool = False

    @property
    def was_handed_on(self) -> bool:
        return all(one.agency.pk != self.row.agency_id for one in self.now)


def shares(user: Actor, one: Task, day: date) -> list[Share]:
    """Leaders first; agencies of the day and as they were named when the part began."""
    rows = list(one.agencies.all())
    codes = [row.agency.code for row in rows]
    now = parties.working(user, day, codes)
    then = {
        first: parties.named(user, first, codes)
        for first in {max(row.first_day, one.first_day) for row in rows}
    }
    mine = reach.acts_for(user, day)
    reports: dict[int, TaskUpdate] = {}
    for update in TaskUpdate.objects.filter(
        task=one, kind=TaskUpdate.Kind.REPORT, taken_back_by__isnull=True, agency__isnull=False
    ).order_by("version"):
        reports[update.agency_id or 0] = update
    return [
        Share(
            row,
            then[max(row.first_day, one.first_day)][row.agency.code],
            now[row.agency.code],
            reports.get(row.agency_id),
            is_awaited(row, one),
            row.role == rules.BESIDE and row.agency.code in mine and row.answer == rules.WAITING,
            share_can_be_taken_back(user, row, day),
        )
        for row in rows
    ]
