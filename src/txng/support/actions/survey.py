"""Answers are given and kept with their day; rounds are opened and closed."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.parties import actions as parties
from txng.parties.actions import PartyFacts
from txng.parties.errors import PartiesError
from txng.parties.models import Enterprise
from txng.support import rules
from txng.support.errors import FieldError, NotAllowedError, StaleError
from txng.support.models import Answer, AnswerSheet, SurveyRound
from txng.support.queries import survey as queries
from txng.support.rules import N_, survey

_REFUSED = {
    "number": N_("Cần một số trong khoảng cho phép."),
    "choice": N_("Chọn trong danh sách."),
    "empty": N_("Chọn hoặc gõ câu trả lời."),
    "long": N_("Câu trả lời dài quá 200 ký tự. Viết ngắn lại."),
    "none_and_some": N_("Đã chọn “chưa” hoặc “không” thì bỏ các ô khác, hoặc ngược lại."),
}


@transaction.atomic
def answer(*, by: Actor, own: Enterprise, told: Mapping[str, object]) -> AnswerSheet:
    """Keep what was told, each under its question; the same again changes nothing.

    Only what is asked is taken: what a register holds is not asked and not overwritten. An answer that a
    register has a place for goes there as well. Raises FieldError with the key, NotAllowedError.
    """
    if own.organisation_id != by.organisation_id or not by.may(rules.ANSWER):
        raise NotAllowedError(_("Chỉ người của cơ sở trả lời được cho cơ sở."))
    # locked: two pages that are saved at once give two answers one after the other
    Enterprise.objects.select_for_update().get(pk=own.pk)
    kept, _is_new = AnswerSheet.objects.get_or_create(enterprise=own)
    held = set(queries.held(by, own))
    before = queries.answers_of(kept)
    groups = [path for path, _name in queries.group_choices(by)]
    changed: dict[str, survey.Value] = {}
    for key, value in told.items():
        one = survey.question(key)
        if one is None or set(one.known_by) & held:
            continue
        try:
            checked = survey.checked(one, value, groups)
        except survey.Refused as refused:
            raise FieldError(_(_REFUSED[refused.word]), key) from None
        if before.get(key) != checked or not _is_fresh(kept, key):
            changed[key] = checked
    if changed:
        _keep(by, kept, changed)
        _write_registers(by, own, changed)
    _settle(by, kept)
    if changed:
        journal.record(by, "survey.answered", kept, questions=sorted(changed))
    return kept


@transaction.atomic
def open_round(*, by: Actor, title: str, opens_on: date, closes_on: date) -> SurveyRound:
    """Raises FieldError, NotAllowedError."""
    _refuse_without(by)
    tidy = " ".join(title.split())
    if not 0 < len(tidy) <= 200:
        raise FieldError(_("Nhập tên đợt khảo sát, tối đa 200 ký tự."), "title")
    if closes_on < opens_on:
        raise FieldError(_("Ngày cuối phải từ ngày đầu trở đi."), "closes_on")
    made = SurveyRound.objects.create(
        title=tidy, opens_on=opens_on, closes_on=closes_on, opened_by=by.name
    )
    journal.record(by, "survey.opened", made, opens_on=opens_on.isoformat())
    return made


@transaction.atomic
def close_round(*, by: Actor, survey_round: SurveyRound) -> SurveyRound:
    """Before its last day. Answers stay. Raises StaleError, NotAllowedError."""
    _refuse_without(by)
    won = SurveyRound.objects.filter(pk=survey_round.pk, closed_at__isnull=True).update(
        closed_at=timezone.now()
    )
    if not won:
        raise StaleError(_("Đợt này đã đóng."))
    journal.record(by, "survey.closed", survey_round)
    return SurveyRound.objects.get(pk=survey_round.pk)


def _is_fresh(kept: AnswerSheet, key: str) -> bool:
    told_on = kept.newest.get(key, [None, "1900-01-01"])[1]
    return survey.is_fresh(date.fromisoformat(told_on), timezone.localdate())


def _keep(by: Actor, kept: AnswerSheet, changed: Mapping[str, survey.Value]) -> None:
    today = timezone.localdate().isoformat()
    for key, value in changed.items():
        one = survey.question(key)
        assert one is not None
        number = Answer.objects.filter(enterprise=kept.enterprise, key=key).count() + 1
        Answer.objects.create(
            enterprise=kept.enterprise,
            key=key,
            version=one.version,
            number=number,
            value=value,
            person_id=by.person_id,
        )
        kept.newest[key] = [value, today]
    kept.answered_at = timezone.now()


def _write_registers(by: Actor, own: Enterprise, changed: Mapping[str, survey.Value]) -> None:
    """An answer that the register of parties has a place for stands there from now on."""
    values = {
        one.writes: changed[one.key]
        for one in survey.questions()
        if one.writes and one.key in changed
    }
    if not values:
        return
    row = Enterprise.objects.get(pk=own.pk)
    facts = PartyFacts(
        **{name: getattr(row, name) for name in PartyFacts.__dataclass_fields__} | values
    )
    try:
        parties.edit_enterprise(by=by, enterprise=row, facts=facts)
    except PartiesError as error:
        raise FieldError(str(error)) from None


def _settle(by: Actor, kept: AnswerSheet) -> None:
    """What lists show: how much is lacking, and what the rules say of it now."""
    own = queries.own(by)
    assert own is not None
    fresh = queries.answers_of(kept, timezone.localdate())
    kept.lacking = len(survey.sheet_of(own.kind, set(queries.held(by, own)), fresh).lacking)
    classed = queries.classed(by, own, kept)
    kept.market, kept.main_group = classed.market_word, classed.group_path
    kept.save()


def _refuse_without(by: Actor) -> None:
    if not by.may_everywhere(rules.SURVEY):
        raise NotAllowedError(_("Chỉ cơ quan thường trực mở và đóng đợt khảo sát."))
