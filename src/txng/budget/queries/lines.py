"""Questions about lines, their steps and vouchers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.budget import rules
from txng.budget.models import BudgetLine, LineStep, Part, Settlement, Source, Voucher, Year
from txng.budget.models.sources import KIND_NAMES
from txng.budget.queries import reach, tables
from txng.budget.rules import parts as part_rules
from txng.budget.rules import purposes
from txng.documents import queries as documents
from txng.documents import storage
from txng.documents.models import Attachment
from txng.parties import queries as parties
from txng.parties.models import Agency
from txng.programme import queries as programme
from txng.programme.models import Task

VOUCHER = "budget.voucher"


def lines(user: Actor) -> QuerySet[BudgetLine]:
    """What the user may see, with agency and parts."""
    rows = BudgetLine.objects.filter(reach.visible(user))
    return rows.select_related("agency", "task").prefetch_related("parts__source")


def line(user: Actor, code: str) -> BudgetLine | None:
    return lines(user).filter(pk=rules.pk_of(code)).first()


def of_codes(user: Actor, codes: Iterable[str]) -> dict[str, BudgetLine]:
    """By code, for an import; one question for all."""
    wanted = {rules.pk_of(code) for code in codes}
    return {one.code: one for one in lines(user).filter(pk__in=wanted)}


def own_lines(user: Actor, year: int) -> QuerySet[BudgetLine]:
    """Those of the agency that the user acts for; nothing for everybody else."""
    own = reach.own_agency(user)
    if own is None:
        return lines(user).none()
    return lines(user).filter(agency=own, year=year).order_by("pk")


def waiting(user: Actor, state: str) -> QuerySet[BudgetLine]:
    """Who waits for appraisal or for approval, the oldest first."""
    return lines(user).filter(state=state).order_by("pk")


def years(user: Actor) -> list[int]:
    """Years that have lines which the user sees, this year and the next; the newest first."""
    this = timezone.localdate().year
    found = set(
        BudgetLine.objects.filter(reach.visible(user)).values_list("year", flat=True).distinct()
    )
    return sorted(found | {this, this + 1}, reverse=True)


def steps(user: Actor, one: BudgetLine) -> list[LineStep]:
    return list(one.steps.order_by("pk"))


def vouchers(user: Actor, one: BudgetLine) -> list[Voucher]:
    """Of a line that the user sees, in the order of the days."""
    rows = Voucher.objects.filter(reach.visible(user, "part__line__"), part__line=one)
    return list(
        rows.select_related("part__source", "counters", "countered_by").order_by("paid_on", "pk")
    )


def voucher(user: Actor, number: int) -> Voucher | None:
    rows = Voucher.objects.filter(reach.visible(user, "part__line__"), pk=number)
    return rows.select_related("part__line__agency", "part__source", "countered_by").first()


def files(user: Actor, several: Iterable[Voucher]) -> dict[int, list[Attachment]]:
    """Of vouchers that the user sees, by voucher; one question for all."""
    found: dict[int, list[Attachment]] = {}
    rows = Attachment.objects.filter(
        subject_kind=VOUCHER,
        subject_id__in=[str(one.pk) for one in several],
        removed_at__isnull=True,
    )
    for file in rows.order_by("pk"):
        found.setdefault(int(file.subject_id), []).append(file)
    return found


@dataclass(frozen=True, slots=True)
class Kept:
    attachment: Attachment
    content: bytes


def kept_file(user: Actor, one: Voucher, number: int) -> Kept | None:
    """A file of a voucher that the user sees."""
    several = documents.attachments(user, VOUCHER, str(one.pk))
    found = next((each for each in several if each.pk == number), None)
    if found is None:
        return None
    path = storage.path_of(settings.DOCUMENTS_FOLDER, storage.ATTACHMENTS, found.pk)
    return Kept(found, path.read_bytes()) if path.exists() else None


def is_shut(one: BudgetLine) -> bool:
    """The year is locked, or the agency has settled it."""
    return (
        Year.objects.filter(pk=one.year, is_closed=True).exists()
        or Settlement.objects.filter(year=one.year, agency_id=one.agency_id).exists()
    )


@dataclass(frozen=True, slots=True)
class Doing:
    """What the user may do with a line as it stands: the page offers exactly this."""

    edit: bool = False
    propose: bool = False
    take_back: bool = False
    drop: bool = False
    appraise: bool = False
    approve: bool = False
    disburse: bool = False
    undo: bool = False
    shut: bool = False
    own_proposal: bool = False


def doing(user: Actor, one: BudgetLine) -> Doing:
    if is_shut(one):
        return Doing(shut=True)
    is_own = reach.is_own(user, one.agency)
    may_write = user.may(rules.PROPOSE) and (is_own or user.may_everywhere(rules.KEEP))
    is_proposer = reach.is_same_person(user, one.proposed_by, one.proposed_by_person_id)
    waits = one.state == rules.PROPOSED
    may_appraise = user.may_everywhere(rules.APPRAISE)
    editable = one.state in rules.EDITABLE
    return Doing(
        edit=may_write and editable,
        propose=may_write and editable,
        take_back=may_write and waits,
        drop=may_write and editable,
        appraise=may_appraise and waits and not is_proposer,
        own_proposal=may_appraise and waits and is_proposer,
        approve=user.may_everywhere(rules.APPROVE) and one.state == rules.APPRAISED,
        disburse=user.may(rules.DISBURSE) and is_own and one.state == rules.APPROVED,
        undo=may_undo(user, one),
    )


def may_undo(user: Actor, one: BudgetLine) -> bool:
    """The last decision, within a day, by whoever holds its right; never once money was spent."""
    now = timezone.now()
    if one.state in rules.DECIDED and one.approved_at is not None:
        is_fresh = now < one.approved_at + rules.UNDO_WITHIN
        return is_fresh and user.may_everywhere(rules.APPROVE) and not _has_vouchers(one)
    if one.state in (rules.APPRAISED, rules.REFUSED) and one.appraised_at is not None:
        is_fresh = now < one.appraised_at + rules.UNDO_WITHIN
        return is_fresh and user.may_everywhere(rules.APPRAISE)
    return False


def _has_vouchers(one: BudgetLine) -> bool:
    return Voucher.objects.filter(part__line=one).exists()


@dataclass(frozen=True, slots=True)
class PartFigures:
    """A part as pages show it: with what is left and how near its end it is."""

    part: Part
    left: Decimal | None
    share: Decimal | None
    level: str


def figures(one: BudgetLine) -> list[PartFigures]:
    return [
        PartFigures(
            part,
            part_rules.left(part.approved, part.disbursed),
            rules.percent(part.approved, part.disbursed),
            rules.level(part.approved, part.disbursed),
        )
        for part in sorted(one.parts.all(), key=lambda part: part.pk)
    ]


def this_year() -> int:
    return timezone.localdate().year


# --- names and lists of forms -----------------------------------------------------------------------


def name_day(year: int) -> date:
    """The day whose names of agencies a year bears: its last, today while it runs."""
    return min(timezone.localdate(), rules.last_day(year))


def agency_names(user: Actor, year: int) -> Mapping[str, str]:
    """Code -> short name."""
    return {code: found.short for code, found in parties.named(user, name_day(year), None).items()}


def agency_choices(user: Actor) -> list[tuple[str, str]]:
    """Agencies that work today, for whoever enters a line in the name of another."""
    return [
        (one.agency.code, one.short)
        for one in parties.agencies(user, timezone.localdate(), one_by_one=True)
    ]


def agency_called(user: Actor, code: str) -> Agency | None:
    return parties.agency(user, code)


def agencies_with_lines(user: Actor, year: int | None = None) -> QuerySet[Agency]:
    """Agencies that have lines which the user sees, in this year or in any."""
    seen = BudgetLine.objects.filter(reach.visible(user))
    if year is not None:
        seen = seen.filter(year=year)
    return Agency.objects.filter(pk__in=seen.values("agency")).order_by("code")


def with_kind(rows: QuerySet[BudgetLine], kind: str) -> QuerySet[BudgetLine]:
    """Lines that a source of this kind pays a part of."""
    paid = Part.objects.filter(source__kind=kind).values("line")
    return rows.filter(pk__in=paid)


def tasks_of_year(user: Actor, year: int) -> QuerySet[Task]:
    """Tasks that run in a year, for whoever writes a line; heads that come back yearly are left out."""
    return programme.tasks(user, year=year).order_by("code")


def task_called(user: Actor, code: str) -> Task | None:
    return programme.tasks(user).filter(code=code).first()


@dataclass(frozen=True, slots=True)
class NamedTable:
    """The table of a year with the words for its codes."""

    table: tables.YearTable
    agencies: Mapping[str, str]
    agency_choices: list[tuple[str, str]]

    def title(self, way: tables.Way, code: str) -> str:
        if way == "agency":
            return self.agencies.get(code, code)
        if way == "source":
            source = self.table.sources.get(code)
            return source.name if source else code
        if way == "kind":
            return str(KIND_NAMES[code])
        if way == "task":
            task = self.table.tasks.get(code)
            return f"{task.code} {task.title}" if task else _("Ngoài nhiệm vụ của Kế hoạch")
        return _(purposes.BY_CODE[code].short)


def named_table(
    user: Actor, year: int, *, purpose: str = "", agency: str = "", kind: str = ""
) -> NamedTable:
    table = tables.table_of_year(user, year, purpose=purpose, agency=agency, kind=kind)
    names = agency_names(user, year)
    choices = [(one.code, names.get(one.code, one.code)) for one in agencies_with_lines(user, year)]
    return NamedTable(table, names, choices)


def sources(user: Actor | None, **narrow: Any) -> QuerySet[Source]:
    """Every source, the open ones first. Who sees lines sees where money comes from."""
    rows = Source.objects.filter(**narrow).select_related("programme")
    return rows.order_by("-is_open", "kind", "name")


def source(user: Actor, code: str) -> Source | None:
    return sources(user, code=code).first()
