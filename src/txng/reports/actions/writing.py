"""Agencies write their sections; nothing that somebody typed is lost.

A save says which revision it began with. Is that no longer the newest, it is refused (StaleTextError, with
the newer text) and the page shows both. Text with a wrong chip is kept as well: only handing it in waits.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.parties import queries as parties
from txng.reports.actions import counting
from txng.reports.errors import FieldError, NotAllowedError, StaleError, StaleTextError
from txng.reports.models import AnnualReport, NumberSource, Section, SectionComment, SectionVersion
from txng.reports.queries import annual, numbers
from txng.reports.rules import chips
from txng.reports.rules import sections as rules
from txng.ui import typed_values

Why = SectionVersion.Why


@transaction.atomic
def save_text(
    *, by: Actor, section: Section, text: str, revision: int, is_autosave: bool = False
) -> Section:
    """The section as it is now. Raises FieldError, NotAllowedError, StaleError, StaleTextError."""
    one = open_section(by, section)
    kept = good_text(text)
    if kept == one.text:
        return one
    if revision != one.revision:
        raise StaleTextError(one)
    why = Why.AUTOSAVED if is_autosave else Why.TYPED
    put(by, one, kept, why)
    if not is_autosave:
        journal.record(by, "section.written", one, code=one.code, year=one.report.year)
    return one


@transaction.atomic
def restore(*, by: Actor, section: Section, version: SectionVersion) -> Section:
    """An old text becomes the newest; the one in between stays in the history.

    Raises NotAllowedError, StaleError.
    """
    one = open_section(by, section)
    if version.section_id != one.pk:
        raise StaleError(_("Bản này thuộc phần khác. Mở lại lịch sử của phần."))
    if version.text != one.text:
        put(by, one, version.text, Why.RESTORED)
    journal.record(
        by, "section.restored", one, code=one.code, year=one.report.year, revision=version.revision
    )
    return one


@transaction.atomic
def comment(*, by: Actor, section: Section, text: str) -> SectionComment:
    """By whoever writes the section, or the standing agency. Raises FieldError, NotAllowedError."""
    _refuse_strangers(by, section)
    kept = typed_values.lines(text)
    if not 1 <= len(kept) <= rules.LONGEST_COMMENT:
        raise FieldError(
            _("Ý kiến cần từ 1 đến %(most)d ký tự; nhận được %(got)d.")
            % {"most": rules.LONGEST_COMMENT, "got": len(kept)},
            "comment",
        )
    made = SectionComment.objects.create(
        section=section, text=kept, author=by.name, agency=agency_name(by)
    )
    journal.record(by, "section.commented", section, code=section.code, year=section.report.year)
    return made


@transaction.atomic
def settle_comment(*, by: Actor, comment: SectionComment) -> None:
    """Raises NotAllowedError, StaleError."""
    _refuse_strangers(by, comment.section)
    won = SectionComment.objects.filter(pk=comment.pk, settled_at__isnull=True).update(
        settled_at=timezone.now(), settled_by=by.name
    )
    if not won:
        raise StaleError(_("Ý kiến này đã được đánh dấu xong."))
    journal.record(by, "section.settled", comment.section, code=comment.section.code)


@transaction.atomic
def give_source(
    *, by: Actor, section: Section, number: str, sentence: str, note: str
) -> NumberSource:
    """Say where a typed number comes from. Raises FieldError, NotAllowedError, StaleError."""
    _refuse_strangers(by, section)
    one = Section.objects.select_for_update().get(pk=section.pk)
    kept = typed_values.text(note)
    if not rules.SHORTEST_REASON <= len(kept) <= 300:
        raise FieldError(
            _("Ghi số lấy từ đâu, từ %(least)d đến %(most)d ký tự; nhận được %(got)d.")
            % {"least": rules.SHORTEST_REASON, "most": 300, "got": len(kept)},
            "note",
        )
    waiting = [(typed.number, typed.sentence) for typed in numbers.left_in(one)]
    if (number, sentence) not in waiting:
        raise StaleError(
            _("Câu có số này vừa được sửa hoặc đã có nguồn. Xem lại danh sách kiểm tra.")
        )
    made = NumberSource.objects.create(
        section=one, number=number, sentence=sentence, note=kept, said_by=by.name
    )
    journal.record(by, "number.sourced", one, code=one.code, number=number, note=kept)
    return made


def open_section(by: Actor, section: Section) -> Section:
    """Locked and read anew, when its text may be changed now. Raises NotAllowedError, StaleError."""
    _refuse_strangers(by, section)
    one = (
        Section.objects.select_for_update(of=("self",)).select_related("report").get(pk=section.pk)
    )
    if one.report.state != AnnualReport.State.DRAFT:
        raise StaleError(_("Báo cáo đã trình nên không sửa được. Rút báo cáo về trước."))
    if one.state == rules.ACCEPTED:
        raise StaleError(
            _("Phần này đã được nhận nên không sửa được. Nhờ cơ quan thường trực mở lại trước.")
        )
    if one.state == rules.SUBMITTED:
        raise StaleError(_("Phần này đã nộp và đang chờ nhận. Rút lại trước khi sửa."))
    return one


def put(by: Actor, one: Section, text: str, why: str) -> None:
    """A new revision of a locked section, its version and the numbers it names."""
    now = timezone.now()
    one.text, one.revision = text, one.revision + 1
    one.changed_at, one.changed_by = now, by.name
    if one.state == rules.EMPTY:
        one.state = rules.WRITING
    one.save(update_fields=["text", "revision", "changed_at", "changed_by", "state"])
    last = SectionVersion.objects.filter(section=one).order_by("-revision").first()
    is_same_sitting = (
        last is not None
        and why in (Why.AUTOSAVED, Why.TYPED)
        and last.why == Why.AUTOSAVED
        and last.author == by.name
        and now - last.kept_at < timedelta(minutes=rules.MINUTES_OF_ONE_VERSION)
    )
    if is_same_sitting and last is not None:
        # the hour of its first save stays, so a long sitting still leaves a version every ten minutes
        last.text, last.revision, last.why = text, one.revision, why
        last.save(update_fields=["text", "revision", "why"])
    else:
        SectionVersion.objects.create(
            section=one, revision=one.revision, text=text, why=why, author=by.name,
            agency=agency_name(by), kept_at=now,
        )  # fmt: skip
    counting.keep(by=by, report=one.report, wanted=numbers.countable(text))


def good_text(text: str) -> str:
    """Raises FieldError."""
    kept = typed_values.lines(text)
    if len(kept) > rules.LONGEST_TEXT:
        raise FieldError(
            _(
                "Một phần dài nhất %(most)d ký tự; nhận được %(got)d. Rút gọn hoặc chuyển vào phụ lục."
            )
            % {"most": rules.LONGEST_TEXT, "got": len(kept)},
            "text",
        )
    if sum(1 for _chip in chips.chips(kept)) > rules.MOST_CHIPS:
        raise FieldError(
            _("Một phần có nhiều nhất %(most)d số liệu tự động.") % {"most": rules.MOST_CHIPS},
            "text",
        )
    return kept


def agency_name(by: Actor) -> str:
    agency = parties.agency_of(by)
    if agency is None:
        return by.organisation[:60]
    return annual.short_names(by, [agency.code], timezone.localdate()).get(agency.code, "")


def _refuse_strangers(by: Actor, section: Section) -> None:
    if not annual.may_write(by, section):
        raise NotAllowedError(
            _("Phần này do cơ quan khác viết. Phần của cơ quan bạn có trong danh sách của báo cáo.")
        )
