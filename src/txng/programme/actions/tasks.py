"""Own sub-tasks and plans of a sector are added, edited and dropped; agencies are given their parts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.parties import queries as parties
from txng.parties.models import Agency
from txng.programme import words
from txng.programme.actions.recording import listed, locked, numbers, tell, text, today
from txng.programme.errors import FieldError, NotAllowedError
from txng.programme.models import Task, TaskAgency, TaskClause, TaskUpdate
from txng.programme.queries import duties, reach
from txng.programme.rules import clauses as plan
from txng.programme.rules import tasks as rules


@dataclass(frozen=True, slots=True)
class Facts:
    """What somebody typed of a task. `leading` and `beside` are codes of agencies, `clauses` ids."""

    title: str
    first_day: date
    last_day: date
    outcome: str = ""
    clauses: Collection[str] = field(default=())
    leading: Collection[str] = field(default=())
    beside: Collection[str] = field(default=())


@transaction.atomic
def add_task(*, by: Actor, facts: Facts, parent: Task | None = None) -> Task:
    """A sub-task of `parent`, or a plan of one's own. Raises FieldError, NotAllowedError."""
    title, outcome = _texts(facts)
    around = locked(by, parent) if parent is not None else None
    if around is not None and around.rhythm == rules.YEARLY:
        told = _("Nhiệm vụ này lặp lại hằng năm: thêm việc con vào nhiệm vụ của một năm.")
        raise FieldError(told, "parent")
    if around is not None and around.state == rules.DROPPED:
        raise FieldError(_("Nhiệm vụ này đã bỏ, không thêm việc con nữa."), "parent")
    _check_days(facts.first_day, facts.last_day, around)
    named = _clauses(facts.clauses, around)
    parts = _parts(by, facts)
    _refuse_to_add(by, around, named, facts)
    made = Task.objects.create(
        code=numbers()[0],
        title=title,
        outcome=outcome,
        parent=around,
        year=rules.year_of(facts.first_day, facts.last_day),
        first_day=facts.first_day,
        last_day=facts.last_day,
        phase=rules.phase_of(facts.first_day, facts.last_day),
        made_by=by.name,
        made_for=parties.agency_of(by),
    )
    TaskClause.objects.bulk_create(TaskClause(task=made, clause=one) for one in named)
    TaskAgency.objects.bulk_create(_row(made, agency, role) for agency, role in parts)
    journal.record(by, "task.added", made, code=made.code, parent=around.code if around else "")
    return made


@transaction.atomic
def edit_task(*, by: Actor, task: Task, facts: Facts, seen: int) -> Task:
    """Of a row of the appendix only what is to come of it and its agencies: its words and days are the
    Plan's. Raises FieldError, NotAllowedError, StaleError."""
    one = locked(by, task, seen)
    if not reach.may_edit(by, one, today()):
        raise NotAllowedError(_("Chỉ cơ quan chủ trì và cơ quan thường trực sửa nhiệm vụ này."))
    if one.state == rules.DROPPED:
        raise FieldError(_("Nhiệm vụ đã bỏ thì không sửa. Rút lại việc bỏ trước."))
    title, outcome = _texts(facts)
    if one.appendix:
        title = one.title
        facts = Facts(
            title,
            one.first_day,
            one.last_day,
            outcome,
            (one.appendix,),
            facts.leading,
            facts.beside,
        )
    _check_days(facts.first_day, facts.last_day, one.parent)
    _check_children(one, facts)
    named = _clauses(facts.clauses, one.parent)
    parts = _parts(by, facts, {row.agency.code for row in one.agencies.all()})
    changes = _changes(one, facts, title, outcome, named, parts)
    if not changes:
        return one
    one.title, one.outcome = title, outcome
    one.first_day, one.last_day = facts.first_day, facts.last_day
    one.year = rules.year_of(one.first_day, one.last_day)
    one.phase = rules.phase_of(one.first_day, one.last_day)
    one.save(update_fields=["title", "outcome", "first_day", "last_day", "year", "phase"])
    _keep_clauses(one, named)
    _keep_agencies(one, parts)
    tell(
        by, one, TaskUpdate.Kind.EDIT, state=one.state, percent=one.percent, on=today(),
        changes=changes,
    )  # fmt: skip
    journal.record(by, "task.edited", one, code=one.code, fields=sorted(changes))
    return one


@transaction.atomic
def drop_task(*, by: Actor, task: Task, reason: str, seen: int) -> Task:
    """One's own task ends without being done; rows of the appendix are the Plan's and are never dropped.
    May be taken back as a report is. Raises FieldError, NotAllowedError, StaleError."""
    one = locked(by, task, seen)
    if one.appendix:
        raise NotAllowedError(
            _("Nhiệm vụ của phụ lục là của Kế hoạch, không bỏ được. Hãy tạm dừng.")
        )
    if not reach.may_edit(by, one, today()):
        raise NotAllowedError(_("Chỉ cơ quan chủ trì và cơ quan thường trực bỏ nhiệm vụ này."))
    if one.state not in rules.OPEN:
        told = _("Nhiệm vụ này đang là “%(state)s” nên không bỏ được.")
        raise FieldError(told % {"state": one.get_state_display()})
    told = text(
        "reason", reason, rules.LONGEST_NOTE, lines=True, missing=_("Ghi lý do bỏ nhiệm vụ.")
    )
    still = [row.code for row in one.children.filter(state__in=rules.OPEN).order_by("pk")[:5]]
    if still:
        wrong = _("Còn việc con chưa xong: %(codes)s. Đóng các việc đó trước.")
        raise FieldError(wrong % {"codes": listed(still)})
    tell(
        by, one, TaskUpdate.Kind.REPORT, state=rules.DROPPED, percent=one.percent, on=today(),
        note=told,
    )  # fmt: skip
    journal.record(by, "task.dropped", one, code=one.code)
    return one


# --- what is checked ------------------------------------------------------------------------------


def _texts(facts: Facts) -> tuple[str, str]:
    title = text("title", facts.title, rules.LONGEST_TITLE, missing=_("Nhập nội dung nhiệm vụ."))
    return title, text("outcome", facts.outcome, rules.LONGEST_TEXT, lines=True)


def _check_days(first: date, last: date, around: Task | None) -> None:
    shown = {"first": words.day(first), "last": words.day(last)}
    wrong = rules.wrong_days(first, last)
    if wrong == "crossing":
        told = _("Ngày kết thúc %(last)s trước ngày bắt đầu %(first)s. Đổi một trong hai ngày.")
        raise FieldError(told % shown, "last_day")
    if wrong:
        told = _("Kế hoạch chạy từ %(begin)s đến %(end)s. Nhập ngày trong khoảng đó.")
        around_plan = {"begin": words.day(plan.FIRST_DAY), "end": words.day(plan.LAST_DAY)}
        raise FieldError(told % around_plan, "first_day" if wrong == "before" else "last_day")
    if around is not None and not rules.is_within(first, last, around.first_day, around.last_day):
        told = _(
            "Việc con nằm trong nhiệm vụ %(code)s, từ %(begin)s đến %(end)s. Nhập ngày trong đó."
        )
        kept = {
            "code": around.code,
            "begin": words.day(around.first_day),
            "end": words.day(around.last_day),
        }
        raise FieldError(told % kept, "first_day" if first < around.first_day else "last_day")


def _check_children(one: Task, facts: Facts) -> None:
    for child in one.children.exclude(state=rules.DROPPED).order_by("pk"):
        if not rules.is_within(child.first_day, child.last_day, facts.first_day, facts.last_day):
            told = _("Việc con %(code)s chạy từ %(begin)s đến %(end)s, ra ngoài ngày mới.")
            kept = {
                "code": child.code,
                "begin": words.day(child.first_day),
                "end": words.day(child.last_day),
            }
            raise FieldError(told % kept, "last_day")


def _clauses(asked: Iterable[str], around: Task | None) -> list[str]:
    named = sorted(set(asked), key=plan.position)
    for one in named:
        if plan.clause(one) is None:
            told = _("Kế hoạch không có điều khoản %(clause)s. Chọn trong danh sách.")
            raise FieldError(told % {"clause": one}, "clauses")
    if not named and around is not None:
        named = sorted((row.clause for row in around.clauses.all()), key=plan.position)
    if not named:
        raise FieldError(_("Chọn điều khoản mà nhiệm vụ này thực hiện, như IV.2.c."), "clauses")
    return named


def _parts(
    by: Actor, facts: Facts, kept: Collection[str] = frozenset()
) -> list[tuple[Agency, str]]:
    """Agencies that are there for all of the task; `kept` have a part already. Raises FieldError."""
    leading, beside = list(dict.fromkeys(facts.leading)), list(dict.fromkeys(facts.beside))
    if not leading:
        raise FieldError(_("Chọn ít nhất một cơ quan chủ trì."), "leading")
    if len(leading) + len(beside) > rules.MOST_AGENCIES:
        told = _("Nhiều nhất %(most)d cơ quan cho một nhiệm vụ.")
        raise FieldError(told % {"most": rules.MOST_AGENCIES}, "beside")
    if both := set(leading) & set(beside):
        names = parties.named(by, facts.last_day, both)
        told = _("%(name)s vừa chủ trì vừa phối hợp. Bỏ ở một bên.")
        raise FieldError(told % {"name": listed(one.short for one in names.values())}, "beside")
    then = parties.named(by, facts.first_day, {*leading, *beside})
    found = []
    for code, role, place in (
        *((code, rules.LEAD, "leading") for code in leading),
        *((code, rules.BESIDE, "beside") for code in beside),
    ):
        if code not in then:
            told = _("Không có cơ quan %(code)s trong sổ. Chọn trong danh sách.")
            raise FieldError(told % {"code": code}, place)
        agency = then[code].agency
        if code not in kept:
            _refuse_if_not_there(by, then[code], facts, place)
        found.append((agency, role))
    return found


def _refuse_if_not_there(by: Actor, one: parties.NamedAgency, facts: Facts, place: str) -> None:
    ended = one.agency.ended_on
    if ended is not None and ended < facts.last_day:
        heirs = parties.working(by, facts.last_day, [one.agency.code])[one.agency.code]
        before = parties.named(by, ended, [one.agency.code])[one.agency.code]
        told = _("%(name)s chỉ hoạt động đến hết %(day)s. Giao cho đơn vị tiếp nhận: %(heirs)s.")
        shown = {
            "name": before.written,
            "day": words.day(ended),
            "heirs": listed(heir.written for heir in heirs),
        }
        raise FieldError(told % shown, place)
    if one.name is None:
        told = _("%(name)s chưa hoạt động vào ngày %(day)s. Chọn cơ quan của ngày đó.")
        later = parties.named(by, facts.last_day, [one.agency.code])[one.agency.code]
        shown = {"name": later.written, "day": words.day(facts.first_day)}
        raise FieldError(told % shown, place)


def _refuse_to_add(by: Actor, around: Task | None, named: list[str], facts: Facts) -> None:
    """A sub-task by whoever has a part in the task; a plan of one's own by whoever leads its clause (IV.2.c:
    departments and the association; IV.5: committees). Raises NotAllowedError."""
    if reach.may_keep(by):
        return
    own = reach.acts_for(by, today())
    if not own & set(facts.leading):
        raise NotAllowedError(
            _("Cơ quan của bạn phải là một cơ quan chủ trì của việc này."), "leading"
        )
    if around is not None:
        if not reach.may_divide(by, around, today()):
            told = _("Chỉ cơ quan có phần trong nhiệm vụ %(code)s thêm việc con cho nó.")
            raise NotAllowedError(told % {"code": around.code})
        return
    given = duties.leading_on(by, named, facts.first_day, facts.last_day)
    if not reach.has_part_with(by, today()) & given:
        told = _("Kế hoạch không giao %(clauses)s cho cơ quan của bạn. Chọn điều khoản được giao.")
        raise NotAllowedError(told % {"clauses": listed(named)}, "clauses")


# --- what is kept ---------------------------------------------------------------------------------


def _row(task: Task, agency: Agency, role: str) -> TaskAgency:
    last = task.last_day
    if agency.ended_on is not None:
        last = max(task.first_day, min(last, agency.ended_on))
    return TaskAgency(task=task, agency=agency, role=role, first_day=task.first_day, last_day=last)


def _changes(
    one: Task, facts: Facts, title: str, outcome: str, named: list[str],
    parts: list[tuple[Agency, str]],
) -> dict[str, list[str]]:  # fmt: skip
    """Field by field: what it was and what it is."""
    before = {
        "title": one.title,
        "outcome": one.outcome,
        "first_day": one.first_day.isoformat(),
        "last_day": one.last_day.isoformat(),
        "clauses": listed(sorted((row.clause for row in one.clauses.all()), key=plan.position)),
        "leading": listed(sorted(reach.leads(one))),
        "beside": listed(
            sorted(row.agency.code for row in one.agencies.all() if row.role == rules.BESIDE)
        ),
    }
    after = {
        "title": title,
        "outcome": outcome,
        "first_day": facts.first_day.isoformat(),
        "last_day": facts.last_day.isoformat(),
        "clauses": listed(named),
        "leading": listed(sorted(a.code for a, role in parts if role == rules.LEAD)),
        "beside": listed(sorted(a.code for a, role in parts if role == rules.BESIDE)),
    }
    return {key: [before[key], after[key]] for key in before if before[key] != after[key]}


def _keep_clauses(one: Task, named: list[str]) -> None:
    one.clauses.exclude(clause__in=named).delete()
    there = set(one.clauses.values_list("clause", flat=True))
    TaskClause.objects.bulk_create(
        TaskClause(task=one, clause=each) for each in named if each not in there
    )


def _keep_agencies(one: Task, parts: list[tuple[Agency, str]]) -> None:
    """Those that stay keep what they answered; one that has answered is not taken away."""
    wanted = {(agency.code, role) for agency, role in parts}
    there = list(one.agencies.select_related("agency"))
    for row in there:
        if (row.agency.code, row.role) not in wanted:
            if row.answer != rules.WAITING or row.parts.exists():
                told = _(
                    "%(code)s đã trả lời về phần việc của mình, nên không gỡ khỏi nhiệm vụ được."
                )
                raise FieldError(told % {"code": row.agency.code}, "beside")
            row.delete()
            continue
        if row.first_day < one.first_day or row.last_day > one.last_day:
            row.first_day = max(row.first_day, one.first_day)
            row.last_day = max(row.first_day, min(row.last_day, one.last_day))
            row.save(update_fields=["first_day", "last_day"])
    have = {(row.agency.code, row.role) for row in there}
    TaskAgency.objects.bulk_create(
        _row(one, agency, role) for agency, role in parts if (agency.code, role) not in have
    )
