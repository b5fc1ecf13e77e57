"""Verbs of self-assessments: begin, answer a part, attach evidence, finish, drop."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.certification.errors import (
    CertificationError,
    NotAllowedError,
    NotThereError,
    StepError,
)
from txng.certification.models import Answer, Assessment, Checklist, ChecklistSection, Criterion
from txng.certification.queries import assessments as queries
from txng.certification.queries import checklists
from txng.certification.rules import ASSESS
from txng.certification.rules import checklists as rules
from txng.documents import actions as documents
from txng.documents.models import Attachment


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as typed; `verdict` "" leaves the criterion open."""

    verdict: str = ""
    note: str = ""


@transaction.atomic
def start_assessment(*, by: Actor, checklist: Checklist) -> Assessment:
    """By the version in force. It begins with the answers of the last finished one, and with what the
    registers tell; both wait until a person confirms them.

    Raises NotAllowedError, StepError when one is under way or no version is in force.
    """
    enterprise = queries.own_enterprise(by)
    if not by.may(ASSESS) or enterprise is None:
        raise NotAllowedError(_("Chỉ cơ sở có hồ sơ trong sổ mới tự đánh giá được."))
    version = checklists.in_force(by, checklist, timezone.localdate())
    if version is None:
        raise StepError(_("Bộ tiêu chí này chưa có bản nào có hiệu lực."))
    try:
        with transaction.atomic():
            made = Assessment.objects.create(
                enterprise=enterprise, checklist=checklist, version=version, started_by=by.name
            )
    except IntegrityError as error:
        raise StepError(
            _("Cơ sở đang có một lần tự đánh giá chưa xong. Làm tiếp lần đó.")
        ) from error
    _carry_over(by, made)
    journal.record(by, "assessment.started", made, version=version.number)
    return made


def _carry_over(by: Actor, made: Assessment) -> None:
    """By the code of a criterion: another version may say it in other words."""
    last = queries.last_finished(made.enterprise, made.checklist)
    earlier: dict[str, Answer] = {}
    if last is not None:
        rows = Answer.objects.filter(assessment=last).select_related("criterion")
        earlier = {row.criterion.code: row for row in rows}
    known = queries.observations(made.enterprise)
    answers = []
    for part in checklists.sections(made.version):
        for one in part.criteria.all():
            was, told = earlier.get(one.code), known.get(one.fact)
            seen = "" if told is None else rules.MET if told.holds else rules.UNMET
            verdict = seen or (was.verdict if was else "")
            if verdict == rules.NOT_APPLICABLE and not one.may_not_apply:
                verdict = ""
            if was is not None or verdict:
                answers.append(
                    Answer(
                        assessment=made,
                        criterion=one,
                        verdict=verdict,
                        note=was.note if was else "",
                        files=was.files if was else [],
                        observed=seen,
                        answered_by=by.name,
                    )
                )
    Answer.objects.bulk_create(answers)


@transaction.atomic
def answer_section(
    *, by: Actor, assessment: Assessment, section: ChecklistSection, answers: Mapping[int, Given]
) -> Assessment:
    """Every criterion of one part, as typed: what has a verdict is confirmed by that.

    `answers`: number of a criterion -> Given; one that is missing is left as it is.
    Raises NotThereError, StepError, CertificationError with the field "v" + number.
    """
    row = _open(by, assessment)
    criteria = {
        one.pk: one
        for one in Criterion.objects.filter(
            section=section, version_id=row.version_id, is_removed=False
        )
    }
    if not criteria:
        raise NotThereError(_("Không có phần này trong bộ tiêu chí."))
    known = queries.observations(row.enterprise)
    for number, given in answers.items():
        one = criteria.get(number)
        if one is None:
            raise NotThereError(_("Không có tiêu chí này trong phần đang làm."))
        _refuse_odd(one, given)
        told = known.get(one.fact)
        Answer.objects.update_or_create(
            assessment=row,
            criterion=one,
            defaults={
                "verdict": given.verdict,
                "note": given.note,
                "observed": "" if told is None else rules.MET if told.holds else rules.UNMET,
                "is_confirmed": bool(given.verdict),
                "answered_by": by.name,
                "answered_at": timezone.now(),
            },
        )
    row.changed_at = timezone.now()
    row.save(update_fields=["changed_at"])
    journal.record(by, "assessment.answered", row, section=section.pk, answers=len(answers))
    return row


def _refuse_odd(one: Criterion, given: Given) -> None:
    if given.verdict not in ("", *rules.VERDICTS):
        raise CertificationError(_("Chọn Đạt, Chưa đạt hoặc Không áp dụng."), f"v{one.pk}")
    if given.verdict == rules.NOT_APPLICABLE and not one.may_not_apply:
        raise CertificationError(
            _("Tiêu chí này áp dụng cho mọi cơ sở. Chọn Đạt hoặc Chưa đạt."), f"v{one.pk}"
        )
    if given.verdict == rules.NOT_APPLICABLE and not given.note:
        raise CertificationError(
            _("Ghi vì sao tiêu chí này không áp dụng cho cơ sở."), f"n{one.pk}"
        )
    if len(given.note) > rules.LONGEST_NOTE:
        raise CertificationError(
            _("Cần nhiều nhất %(most)d ký tự; nhận được %(got)d.")
            % {"most": rules.LONGEST_NOTE, "got": len(given.note)},
            f"n{one.pk}",
        )


@transaction.atomic
def attach_evidence(
    *, by: Actor, assessment: Assessment, criterion: Criterion, file_name: str, content: bytes
) -> Attachment:
    """Raises NotThereError, StepError, CertificationError, and BadFileError of documents."""
    row = _open(by, assessment)
    if criterion.version_id != row.version_id:
        raise NotThereError(_("Không có tiêu chí này trong phần đang làm."))
    answer, _new = Answer.objects.get_or_create(
        assessment=row, criterion=criterion, defaults={"answered_by": by.name}
    )
    if len(answer.files) >= rules.MOST_FILES:
        raise CertificationError(
            _("Mỗi tiêu chí nhận nhiều nhất %(most)d tệp. Gỡ bớt một tệp rồi gửi lại.")
            % {"most": rules.MOST_FILES},
            f"f{criterion.pk}",
        )
    made = documents.attach(
        by=by,
        subject=(queries.SUBJECT, str(row.pk)),
        title=_("Bằng chứng cho tiêu chí %(code)s") % {"code": criterion.code},
        file_name=file_name,
        content=content,
    )
    answer.files = [*answer.files, made.pk]
    answer.save(update_fields=["files"])
    return made


@transaction.atomic
def take_evidence_away(*, by: Actor, assessment: Assessment, number: int) -> None:
    """Out of this assessment; the bytes are destroyed only where no earlier assessment names the file.

    Raises NotThereError, StepError.
    """
    row = _open(by, assessment)
    file = queries.file_of(by, row, number)
    if file is None:
        raise NotThereError(_("Không có tệp này."))
    for answer in Answer.objects.filter(assessment=row):
        if number in answer.files:
            answer.files = [one for one in answer.files if one != number]
            answer.save(update_fields=["files"])
    if file.subject_id == str(row.pk):
        documents.detach(by=by, attachment=file)
    else:
        journal.record(by, "assessment.file_left_out", row, attachment=number)


@transaction.atomic
def finish_assessment(*, by: Actor, assessment: Assessment) -> Assessment:
    """From now on nothing of it changes. Raises NotThereError, StepError while something is unanswered."""
    row = _open(by, assessment)
    found = queries.judged(row)
    if not found.is_whole:
        raise StepError(
            _(
                "Còn %(count)d tiêu chí chưa trả lời hoặc chưa xác nhận, bắt đầu từ tiêu chí %(code)s."
            )
            % {"count": len(found.unanswered), "code": found.unanswered[0]}
        )
    row.state, row.passed, row.share = rules.FINISHED, found.passed, found.share
    row.finished_at = row.changed_at = timezone.now()
    row.finished_by = by.name
    row.save(update_fields=["state", "passed", "share", "finished_at", "changed_at", "finished_by"])
    journal.record(by, "assessment.finished", row, passed=found.passed, share=found.share)
    return row


@transaction.atomic
def drop_assessment(*, by: Actor, assessment: Assessment) -> Assessment:
    """One under way that will not be finished; `resume_assessment` takes it up again."""
    row = _open(by, assessment)
    row.state, row.changed_at = rules.DROPPED, timezone.now()
    row.save(update_fields=["state", "changed_at"])
    journal.record(by, "assessment.dropped", row)
    return row


@transaction.atomic
def resume_assessment(*, by: Actor, assessment: Assessment) -> Assessment:
    """Raises NotThereError, StepError when another one was begun meanwhile."""
    row = _own(by, assessment)
    others = Assessment.objects.filter(
        enterprise_id=row.enterprise_id, checklist_id=row.checklist_id, state=rules.OPEN
    )
    if row.state != rules.DROPPED or others.exists():
        raise StepError(_("Không lấy lại được: lần này không bị bỏ, hoặc đã có lần khác đang làm."))
    row.state, row.changed_at = rules.OPEN, timezone.now()
    row.save(update_fields=["state", "changed_at"])
    journal.record(by, "assessment.resumed", row)
    return row


# --- inside ---------------------------------------------------------------------------------------


def _own(by: Actor, assessment: Assessment) -> Assessment:
    """The row as it stands now, locked. Somebody else's answers like none."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related(
        "enterprise", "version", "checklist"
    )
    row = rows.filter(pk=assessment.pk, enterprise__organisation_id=by.organisation_id or 0).first()
    if row is None:
        raise NotThereError(_("Không có lần tự đánh giá này."))
    if not by.may(ASSESS):
        raise NotAllowedError(_("Tài khoản này chưa được giao việc tự đánh giá."))
    return row


def _open(by: Actor, assessment: Assessment) -> Assessment:
    row = _own(by, assessment)
    if row.state != rules.OPEN:
        raise StepError(
            _("Lần tự đánh giá này đã kết thúc nên không sửa nữa. Bắt đầu lần mới để ghi thay đổi.")
        )
    return row
