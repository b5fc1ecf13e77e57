"""The standing agency makes the report of a year, sets its days, and fills it from the registers.

create(2026) ──> outline I-X, every section empty
fill_all     ──> sections that nobody wrote get a text with chips, tables and their numbers
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.reports import rules
from txng.reports.actions import counting as keeping
from txng.reports.actions import writing
from txng.reports.errors import FieldError, NotAllowedError, StaleError
from txng.reports.models import AnnualReport, NumberSource, Section, SectionTable, SectionVersion
from txng.reports.queries import annual, filling, numbers
from txng.reports.rules import outline
from txng.reports.rules import sections as steps
from txng.ui import typed_values


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """`bases` and `recipients` one a line."""

    since: date
    until: date
    about: str
    bases: str
    recipients: str
    place: str
    symbol: str
    signatory_capacity: str = ""
    signatory_title: str = ""
    signatory_name: str = ""

    @classmethod
    def of(cls, report: AnnualReport) -> "ReportFacts":
        return cls(**{name: getattr(report, name) for name in cls.__dataclass_fields__})


@transaction.atomic
def create(*, by: Actor, year: int) -> AnnualReport:
    """Raises FieldError, NotAllowedError."""
    _refuse_but_keepers(by)
    if not steps.FIRST_YEAR <= year <= steps.LAST_YEAR:
        raise FieldError(
            _("Kế hoạch bắt đầu năm %(first)d; nhận được năm %(got)d.")
            % {"first": steps.FIRST_YEAR, "got": year},
            "year",
        )
    if AnnualReport.objects.filter(year=year).exists():
        raise FieldError(
            _("Báo cáo năm %(year)d đã có. Mở báo cáo đó trong danh sách.") % {"year": year}, "year"
        )
    plan = outline.packaged()
    since, until = steps.usual_period(year)
    made = AnnualReport.objects.create(
        year=year,
        since=since,
        until=until,
        about=plan.about.replace("{year}", str(year)),
        bases="\n".join(plan.bases),
        recipients="\n".join(plan.recipients),
        created_by=by.name,
    )
    Section.objects.bulk_create(
        Section(
            report=made,
            code=one.code,
            place=place,
            level=one.level,
            title=one.title.replace("{next}", str(year + 1)),
            clauses=list(one.clauses),
            agencies=annual.working_agencies(by, one.agencies, until),
            hint=one.hint,
            is_heading=one.is_heading,
        )
        for place, one in enumerate(plan.sections, 1)
    )
    journal.record(by, "report.created", made, year=year)
    return made


@transaction.atomic
def change(*, by: Actor, report: AnnualReport, facts: ReportFacts, serial: int) -> AnnualReport:
    """`serial`: of the report as it was read. Other days make the numbers be counted anew.

    Raises FieldError, NotAllowedError, StaleError.
    """
    _refuse_but_keepers(by)
    one = _open(report)
    if one.serial != serial:
        raise StaleError(
            _("Người khác vừa sửa thông tin của báo cáo. Xem lại bên dưới rồi lưu lần nữa.")
        )
    if facts.since > facts.until:
        raise FieldError(
            _("Ngày chốt số liệu cần sau ngày bắt đầu %(since)s.")
            % {"since": f"{facts.since:%d/%m/%Y}"},
            "until",
        )
    is_moved = (facts.since, facts.until) != (one.since, one.until)
    for name in ReportFacts.__dataclass_fields__:
        value = getattr(facts, name)
        if name in ("bases", "recipients"):
            value = typed_values.lines(value)
        setattr(one, name, value)
    one.serial += 1
    one.save()
    if is_moved:
        texts = Section.objects.filter(report=one).values_list("text", flat=True)
        named = [chip for text in texts for chip in numbers.countable(text)]
        keeping.keep(by=by, report=one, wanted=[*filling.wanted(), *named])
    journal.record(by, "report.changed", one, year=one.year, until=str(one.until))
    return one


@transaction.atomic
def fill_all(*, by: Actor, report: AnnualReport) -> int:
    """How many sections got a text. What somebody wrote, handed in or had accepted stays as it is.

    Raises NotAllowedError, StaleError.
    """
    _refuse_but_keepers(by)
    one = _open(report)
    empty = Section.objects.filter(report=one, is_heading=False, state=steps.EMPTY, text="")
    sections = list(empty.select_for_update().order_by("place"))
    keeping.keep(by=by, report=one, wanted=filling.wanted())
    drafts = {part.pk: filling.draft(by, one, part.code) for part in sections}
    for part in sections:
        part.report = one
        _fill(by, part, drafts[part.pk])
    one.filled_at = timezone.now()
    one.save(update_fields=["filled_at"])
    journal.record(by, "report.filled", one, year=one.year, sections=len(sections))
    return len(sections)


@transaction.atomic
def fill(*, by: Actor, section: Section, revision: int) -> Section:
    """One section from the registers; the text that stood there stays in the history.

    Raises NotAllowedError, StaleError, StaleTextError.
    """
    one = writing.open_section(by, section)
    if revision != one.revision:
        raise writing.StaleTextError(one)
    keeping.keep(by=by, report=one.report, wanted=filling.wanted(one.code))
    draft = filling.draft(by, one.report, one.code)
    _fill(by, one, draft)
    journal.record(by, "section.filled", one, code=one.code, year=one.report.year)
    return one


def _fill(by: Actor, one: Section, draft: filling.Draft) -> None:
    """Inside a transaction; `one` is locked."""
    if draft.text != one.text:
        writing.put(by, one, draft.text, SectionVersion.Why.FILLED)
    NumberSource.objects.bulk_create(
        NumberSource(
            section=one, number=number, sentence=sentence, note=note[:300], said_by=by.name
        )
        for number, sentence, note in dict.fromkeys(draft.sources)
    )
    last = SectionTable.objects.filter(section=one).aggregate(last=Max("version"))["last"] or 0
    SectionTable.objects.filter(section=one, is_current=True).update(is_current=False)
    SectionTable.objects.bulk_create(
        SectionTable(
            section=one,
            place=place,
            version=last + 1,
            title=table.title,
            head=list(table.head),
            rows=[list(row) for row in table.rows],
            right=list(table.right),
            source=source,
        )
        for place, (table, source) in enumerate(draft.tables, 1)
    )


def _open(report: AnnualReport) -> AnnualReport:
    one = AnnualReport.objects.select_for_update().get(pk=report.pk)
    if one.state != AnnualReport.State.DRAFT:
        raise StaleError(_("Báo cáo đã trình nên không sửa được. Rút báo cáo về trước."))
    return one


def _refuse_but_keepers(by: Actor) -> None:
    if not by.may(rules.KEEP):
        raise NotAllowedError(_("Chỉ cơ quan thường trực tạo và sửa báo cáo năm."))
