"""A section is handed in, taken back, accepted, given back with a comment, opened again."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.reports import rules
from txng.reports.actions import writing
from txng.reports.errors import FieldError, NotAllowedError, StaleError
from txng.reports.models import AnnualReport, Section, SectionComment
from txng.reports.queries import annual, numbers
from txng.reports.rules import sections as steps
from txng.ui import typed_values


@transaction.atomic
def submit(*, by: Actor, section: Section, revision: int | None = None) -> Section:
    """`revision`: what the writer saw. Raises FieldError, NotAllowedError, StaleError, StaleTextError."""
    one = writing.open_section(by, section)
    if revision is not None and revision != one.revision:
        raise writing.StaleTextError(one)
    if not one.text.strip():
        raise FieldError(
            _("Phần này chưa có chữ nào. Viết, hoặc điền từ hệ thống, rồi nộp."), "text"
        )
    if wrong := numbers.problems(one.text):
        raise FieldError(" ".join(wrong), "text")
    now = timezone.now()
    _step(one, steps.SUBMIT, submitted_at=now, submitted_by=by.name, reason="")
    journal.record(by, "section.submitted", one, code=one.code, year=one.report.year)
    return one


@transaction.atomic
def take_back(*, by: Actor, section: Section) -> Section:
    """By whoever writes it, while nobody has decided. Raises NotAllowedError, StaleError."""
    if not annual.may_write(by, section):
        raise NotAllowedError(_("Phần này do cơ quan khác viết."))
    one = _locked(section)
    _step(one, steps.TAKE_BACK)
    journal.record(by, "section.taken_back", one, code=one.code, year=one.report.year)
    return one


@transaction.atomic
def accept(*, by: Actor, section: Section) -> Section:
    """Raises NotAllowedError, StaleError."""
    _refuse_but_keepers(by)
    one = _locked(section)
    if one.state == steps.ACCEPTED:
        raise StaleError(
            _("%(who)s đã nhận phần này rồi. Không cần nhận lần nữa.") % {"who": one.decided_by}
        )
    if one.state == steps.SUBMITTED and one.submitted_by == by.name:
        raise NotAllowedError(
            _("Bạn đã nộp phần này, nên người khác của cơ quan thường trực nhận.")
        )
    _step(one, steps.ACCEPT, decided_at=timezone.now(), decided_by=by.name, reason="")
    journal.record(by, "section.accepted", one, code=one.code, year=one.report.year)
    return one


@transaction.atomic
def give_back(*, by: Actor, section: Section, reason: str) -> Section:
    """The reason stands over the section and among its comments.

    Raises FieldError, NotAllowedError, StaleError.
    """
    _refuse_but_keepers(by)
    kept = typed_values.text(reason)
    if not steps.SHORTEST_REASON <= len(kept) <= steps.LONGEST_REASON:
        raise FieldError(
            _("Ghi điều cần sửa, từ %(least)d đến %(most)d ký tự; nhận được %(got)d.")
            % {"least": steps.SHORTEST_REASON, "most": steps.LONGEST_REASON, "got": len(kept)},
            "reason",
        )
    one = _locked(section)
    _step(one, steps.GIVE_BACK, decided_at=timezone.now(), decided_by=by.name, reason=kept)
    SectionComment.objects.create(
        section=one, text=kept, author=by.name, agency=writing.agency_name(by)
    )
    journal.record(by, "section.given_back", one, code=one.code, year=one.report.year, reason=kept)
    return one


@transaction.atomic
def reopen(*, by: Actor, section: Section) -> Section:
    """An accepted section may be written again. Raises NotAllowedError, StaleError."""
    _refuse_but_keepers(by)
    one = _locked(section)
    _step(one, steps.REOPEN)
    journal.record(by, "section.reopened", one, code=one.code, year=one.report.year)
    return one


def _locked(section: Section) -> Section:
    one = (
        Section.objects.select_for_update(of=("self",)).select_related("report").get(pk=section.pk)
    )
    if one.report.state != AnnualReport.State.DRAFT:
        raise StaleError(_("Báo cáo đã trình nên các phần không đổi nữa. Rút báo cáo về trước."))
    return one


def _step(one: Section, step: str, **facts: Any) -> None:
    """Raises StaleError when the section is not where the step begins."""
    before, after = steps.STEPS[step]
    if one.state not in before:
        raise StaleError(
            _(
                "Phần “%(title)s” đang ở trạng thái “%(state)s”, nên không làm được việc này. Xem lại trang."
            )
            % {"title": one.title, "state": one.get_state_display()}
        )
    one.state = after
    for name, value in facts.items():
        setattr(one, name, value)
    one.save(update_fields=["state", *facts])


def _refuse_but_keepers(by: Actor) -> None:
    if not by.may(rules.KEEP):
        raise NotAllowedError(_("Chỉ cơ quan thường trực nhận, trả hoặc mở lại phần báo cáo."))
