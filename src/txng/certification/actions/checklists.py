"""Verbs of checklists: open a draft, write criteria, put it in force. What is in force is never edited."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.certification import packaged
from txng.certification import words_of_checklists as words
from txng.certification.errors import CertificationError, NotAllowedError, StepError
from txng.certification.models import Checklist, ChecklistSection, ChecklistVersion, Criterion
from txng.certification.queries import checklists as queries
from txng.certification.rules import KEEP_CHECKLISTS
from txng.certification.rules import checklists as rules


@dataclass(frozen=True, slots=True)
class CriterionFacts:
    """What is written of a criterion; `section` is the number of the part that it stands in."""

    section: int
    code: str
    text: str
    help: str = ""
    evidence: str = ""
    is_mandatory: bool = False
    weight: int = 1
    may_not_apply: bool = True
    fact: str = ""


@transaction.atomic
def put_in_packaged_checklists(*, by: Actor, day: date | None = None) -> int:
    """The checklist that ships, in force from today, where no checklist has its code. How many."""
    told = packaged.tcvn_13167()
    checklist, is_new = Checklist.objects.get_or_create(
        code=told["code"], defaults={"title": told["title"], "standard": told["standard"]}
    )
    if not is_new:
        return 0
    now = timezone.now()
    version = ChecklistVersion.objects.create(
        checklist=checklist, number=1, state=rules.ISSUED, pass_share=told["pass_share"],
        note=told["note"], holds_from=day or timezone.localdate(now), opened_by=by.name,
        issued_by=by.name, issued_at=now,
    )  # fmt: skip
    for place, part in enumerate(told["section"], 1):
        section = ChecklistSection.objects.create(
            version=version, position=place, title=part["title"]
        )
        Criterion.objects.bulk_create(
            Criterion(
                version=version, section=section, position=number, code=one["code"],
                text=one["text"], help=one.get("help", ""), evidence=one.get("evidence", ""),
                is_mandatory=one.get("mandatory", False), weight=one.get("weight", 1),
                may_not_apply=one.get("na", True), fact=one.get("fact", ""),
            )
            for number, one in enumerate(part["criterion"], 1)
        )  # fmt: skip
    journal.record(by, "checklist.put_in", version, code=checklist.code)
    return 1


@transaction.atomic
def define_checklist(*, by: Actor, code: str, title: str, standard: str) -> ChecklistVersion:
    """A new checklist with an empty draft. Raises NotAllowedError, CertificationError."""
    _refuse_without(by)
    try:
        with transaction.atomic():
            made = Checklist.objects.create(code=code, title=title, standard=standard)
    except IntegrityError as error:
        raise CertificationError(
            _("Đã có bộ tiêu chí mang mã “%(code)s”. Chọn mã khác.") % {"code": code}, "code"
        ) from error
    journal.record(by, "checklist.defined", made, code=code)
    return _new_draft(by, made, None)


@transaction.atomic
def open_draft(*, by: Actor, checklist: Checklist) -> ChecklistVersion:
    """A draft that begins as a copy of the newest version. One is open at a time.

    Raises NotAllowedError, StepError.
    """
    _refuse_without(by)
    last = queries.newest_issued(checklist)
    try:
        with transaction.atomic():
            draft = _new_draft(by, checklist, last)
    except IntegrityError as error:
        raise StepError(
            _("Bộ tiêu chí này đang có một bản soạn dở. Làm tiếp bản đó, hoặc bỏ nó trước.")
        ) from error
    if last is not None:
        for part in queries.sections(last):
            copied = ChecklistSection.objects.create(
                version=draft, position=part.position, title=part.title
            )
            for one in part.criteria.all():
                one.pk, one.version, one.section = None, draft, copied
                one.save(force_insert=True)
    return draft


def _new_draft(by: Actor, checklist: Checklist, last: ChecklistVersion | None) -> ChecklistVersion:
    number = ChecklistVersion.objects.filter(checklist=checklist).aggregate(n=Max("number"))["n"]
    draft = ChecklistVersion.objects.create(
        checklist=checklist,
        number=1 + (number or 0),
        pass_share=rules.USUAL_SHARE if last is None else last.pass_share,
        opened_by=by.name,
    )
    journal.record(by, "checklist.drafted", draft, code=checklist.code, number=draft.number)
    return draft


@transaction.atomic
def describe_draft(
    *, by: Actor, version: ChecklistVersion, pass_share: int, note: str
) -> ChecklistVersion:
    """0 < pass_share <= 100. Raises NotAllowedError, StepError."""
    draft = _draft(by, version)
    draft.pass_share, draft.note = pass_share, note
    draft.save(update_fields=["pass_share", "note"])
    journal.record(by, "checklist.described", draft, pass_share=pass_share)
    return draft


@transaction.atomic
def add_section(*, by: Actor, version: ChecklistVersion, title: str) -> ChecklistSection:
    draft = _draft(by, version)
    last = ChecklistSection.objects.filter(version=draft).aggregate(n=Max("position"))["n"]
    made = ChecklistSection.objects.create(version=draft, position=1 + (last or 0), title=title)
    journal.record(by, "checklist.section_added", draft, section=made.pk)
    return made


@transaction.atomic
def rename_section(*, by: Actor, section: ChecklistSection, title: str) -> ChecklistSection:
    draft = _draft(by, section.version)
    section.title = title
    section.save(update_fields=["title"])
    journal.record(by, "checklist.section_renamed", draft, section=section.pk)
    return section


@transaction.atomic
def remove_section(*, by: Actor, section: ChecklistSection) -> None:
    """Only an empty one. Raises NotAllowedError, StepError."""
    draft = _draft(by, section.version)
    if Criterion.objects.filter(section=section, is_removed=False).exists():
        raise StepError(_("Phần này còn tiêu chí. Chuyển hoặc gỡ các tiêu chí trước, rồi gỡ phần."))
    journal.record(by, "checklist.section_removed", draft, section=section.pk)
    section.delete()


@transaction.atomic
def move_section(*, by: Actor, section: ChecklistSection, up: bool) -> None:
    draft = _draft(by, section.version)
    rows = list(ChecklistSection.objects.filter(version=draft).order_by("position", "pk"))
    _swap(rows, section.pk, up=up)
    ChecklistSection.objects.bulk_update(rows, ["position"])
    journal.record(by, "checklist.section_moved", draft, section=section.pk, up=up)


@transaction.atomic
def write_criterion(
    *,
    by: Actor,
    version: ChecklistVersion,
    facts: CriterionFacts,
    criterion: Criterion | None = None,
) -> Criterion:
    """A new one at the end of its part, or the same one with other words.

    Raises NotAllowedError, StepError, CertificationError.
    """
    draft = _draft(by, version)
    section = ChecklistSection.objects.filter(version=draft, pk=facts.section).first()
    if section is None:
        raise CertificationError(_("Chọn một phần của bản này."), "section")
    same = Criterion.objects.filter(version=draft, code=facts.code, is_removed=False)
    if (same.exclude(pk=criterion.pk) if criterion else same).exists():
        raise CertificationError(
            _("Bản này đã có tiêu chí mang mã “%(code)s”.") % {"code": facts.code}, "code"
        )
    row = criterion or Criterion(version=draft)
    if row.section_id != section.pk:
        rows = Criterion.objects.filter(section=section)
        row.position = 1 + (rows.aggregate(n=Max("position"))["n"] or 0)
    row.section = section
    for name in (
        "code", "text", "help", "evidence", "is_mandatory", "weight", "may_not_apply", "fact",
    ):  # fmt: skip
        setattr(row, name, getattr(facts, name))
    row.save()
    journal.record(by, "checklist.criterion_written", draft, criterion=row.pk, code=row.code)
    return row


@transaction.atomic
def remove_criterion(*, by: Actor, criterion: Criterion) -> Criterion:
    """Out of a draft; `restore_criterion` puts it back. Raises NotAllowedError, StepError."""
    draft = _draft(by, criterion.version)
    criterion.is_removed = True
    criterion.save(update_fields=["is_removed"])
    journal.record(by, "checklist.criterion_removed", draft, code=criterion.code)
    return criterion


@transaction.atomic
def restore_criterion(*, by: Actor, criterion: Criterion) -> Criterion:
    draft = _draft(by, criterion.version)
    taken = Criterion.objects.filter(version=draft, code=criterion.code, is_removed=False)
    if taken.exclude(pk=criterion.pk).exists():
        raise StepError(
            _("Mã “%(code)s” nay thuộc tiêu chí khác. Thêm tiêu chí mới với mã khác.")
            % {"code": criterion.code}
        )
    criterion.is_removed = False
    criterion.save(update_fields=["is_removed"])
    journal.record(by, "checklist.criterion_restored", draft, code=criterion.code)
    return criterion


@transaction.atomic
def move_criterion(*, by: Actor, criterion: Criterion, up: bool) -> None:
    """One place up or down within its part."""
    draft = _draft(by, criterion.version)
    rows = Criterion.objects.filter(section_id=criterion.section_id, is_removed=False)
    ordered = list(rows.order_by("position", "pk"))
    _swap(ordered, criterion.pk, up=up)
    Criterion.objects.bulk_update(ordered, ["position"])
    journal.record(by, "checklist.criterion_moved", draft, code=criterion.code, up=up)


@transaction.atomic
def put_in_force(*, by: Actor, version: ChecklistVersion, holds_from: date) -> ChecklistVersion:
    """From a day on, today or later; what was taken out of the draft is gone for good.

    Raises NotAllowedError, StepError, CertificationError.
    """
    draft = _draft(by, version)
    parts = [(part.title, len(part.criteria.all())) for part in queries.sections(draft)]
    if problem := rules.problem_of_order(parts):
        raise StepError(words.of_order(problem))
    if holds_from < timezone.localdate():
        raise CertificationError(_("Ngày có hiệu lực cần từ hôm nay trở đi."), "holds_from")
    Criterion.objects.filter(version=draft, is_removed=True).delete()
    draft.state, draft.holds_from = rules.ISSUED, holds_from
    draft.issued_by, draft.issued_at = by.name, timezone.now()
    try:
        with transaction.atomic():
            draft.save(update_fields=["state", "holds_from", "issued_by", "issued_at"])
    except IntegrityError as error:
        raise CertificationError(
            _("Đã có bản khác có hiệu lực từ đúng ngày đó. Chọn ngày khác."), "holds_from"
        ) from error
    journal.record(by, "checklist.issued", draft, holds_from=holds_from.isoformat())
    return draft


@transaction.atomic
def drop_draft(*, by: Actor, version: ChecklistVersion) -> ChecklistVersion:
    """A draft that will not hold; it stays readable. Raises NotAllowedError, StepError."""
    draft = _draft(by, version)
    draft.state = rules.DROPPED
    draft.save(update_fields=["state"])
    journal.record(by, "checklist.dropped", draft)
    return draft


@transaction.atomic
def resume_draft(*, by: Actor, version: ChecklistVersion) -> ChecklistVersion:
    """The way back from `drop_draft`, unless another draft was begun. Raises NotAllowedError, StepError."""
    _refuse_without(by)
    row = ChecklistVersion.objects.select_for_update().get(pk=version.pk)
    others = ChecklistVersion.objects.filter(checklist_id=row.checklist_id, state=rules.DRAFT)
    if row.state != rules.DROPPED or others.exists():
        raise StepError(_("Không lấy lại được: đang có bản soạn khác."))
    row.state = rules.DRAFT
    row.save(update_fields=["state"])
    journal.record(by, "checklist.resumed", row)
    return row


# --- inside ---------------------------------------------------------------------------------------


def _refuse_without(by: Actor) -> None:
    if not by.may_everywhere(KEEP_CHECKLISTS):
        raise NotAllowedError(_("Tài khoản này chưa được giao việc soạn bảng tiêu chí."))


def _draft(by: Actor, version: ChecklistVersion) -> ChecklistVersion:
    """The row as it stands now, locked. Raises NotAllowedError, StepError."""
    _refuse_without(by)
    row = ChecklistVersion.objects.select_for_update().get(pk=version.pk)
    if row.state != rules.DRAFT:
        raise StepError(
            _("Bản đã ban hành hoặc đã bỏ thì không sửa nữa. Muốn đổi, hãy mở bản soạn mới.")
        )
    return row


Placed = TypeVar("Placed", ChecklistSection, Criterion)


def _swap(rows: list[Placed], pk: int, *, up: bool) -> None:
    """Gives every row its place in the list, one of them moved by one; at the end nothing moves."""
    place = next(number for number, row in enumerate(rows) if row.pk == pk)
    other = place + (-1 if up else 1)
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    for number, row in enumerate(rows, 1):
        row.position = number
