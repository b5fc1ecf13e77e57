"""Verbs that end a certificate or bring it back: suspend, restore, withdraw with a second person.

    valid ──suspend──> suspended ──restore──> valid
      └─────withdraw───────┴──> suspended, waiting ──confirm (another person)──> withdrawn, for ever
                                        └──take back──> as it was

Public pages change with the commit: they look at the register's count of steps.
Source: reliability.md §4 (four eyes for the revocation of a certificate).
"""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.certification.actions.recording import (
    counted,
    locked,
    moved,
    reason_of,
    record,
    refuse_foreign,
)
from txng.certification.errors import NotAllowedError, StepError
from txng.certification.models import Certificate, Withdrawal
from txng.certification.queries import certificates as queries
from txng.certification.queries import reach
from txng.certification.rules import certificates as rules


@transaction.atomic
def suspend_certificate(*, by: Actor, certificate: Certificate, reason: str) -> Certificate:
    """At once. The standing agency may make the suspension of a body its own: then the body does not lift
    it. Raises NotThereError, NotAllowedError, StepError."""
    one = locked(by, certificate)
    refuse_foreign(by, one)
    reason = reason_of(reason)
    takes_over = (
        one.state == rules.SUSPENDED
        and reach.is_agency(by)
        and one.state_by_id != by.organisation_id
        and queries.open_withdrawal(one) is None
    )
    if one.state != rules.VALID and not takes_over:
        raise StepError(_now_it_is(one))
    moved(one, rules.SUSPENDED, reason, by.organisation_id)
    record(by, rules.SUSPENDED, one, number=counted().changes, reason=reason)
    return one


@transaction.atomic
def restore_certificate(*, by: Actor, certificate: Certificate, reason: str) -> Certificate:
    """Raises NotThereError, NotAllowedError, StepError: what the agency suspended the agency restores."""
    one = locked(by, certificate)
    refuse_foreign(by, one)
    reason = reason_of(reason)
    if one.state != rules.SUSPENDED:
        raise StepError(_now_it_is(one))
    if queries.open_withdrawal(one) is not None:
        raise StepError(
            _("Chứng nhận đang chờ xác nhận thu hồi. Bỏ việc thu hồi trước khi khôi phục.")
        )
    _refuse_others_word(by, one)
    moved(one, rules.VALID, "", by.organisation_id)
    record(by, rules.RESTORED, one, number=counted().changes, reason=reason)
    return one


@transaction.atomic
def withdraw_certificate(*, by: Actor, certificate: Certificate, reason: str) -> Withdrawal:
    """Suspended from now on; withdrawn for good when somebody else confirms. Raises NotThereError,
    NotAllowedError, StepError."""
    one = locked(by, certificate)
    refuse_foreign(by, one)
    reason = reason_of(reason)
    if one.state not in (rules.VALID, rules.SUSPENDED):
        raise StepError(_now_it_is(one))
    waiting = _("Chứng nhận đã được thu hồi và đang chờ người thứ hai xác nhận.")
    if queries.open_withdrawal(one) is not None:
        raise StepError(waiting)
    try:
        with transaction.atomic():
            asked = Withdrawal.objects.create(
                certificate=one,
                was=one.state,
                was_reason=one.state_reason,
                was_by_id=one.state_by_id,
                reason=reason,
                asked_by=by.name,
                asked_by_person_id=by.person_id,
            )
    except IntegrityError as error:
        raise StepError(waiting) from error
    moved(one, rules.SUSPENDED, reason, by.organisation_id)
    record(by, rules.ASKED, one, number=counted().changes, reason=reason)
    return asked


@transaction.atomic
def confirm_withdrawal(*, by: Actor, certificate: Certificate) -> Certificate:
    """By another person than the one who withdrew, of the body or of the standing agency. Raises
    NotThereError, NotAllowedError, StepError."""
    one, asked = _waiting(by, certificate)
    if by.person_id is None:
        raise NotAllowedError(
            _("Việc thu hồi cần một người đăng nhập xác nhận, không phải khóa máy.")
        )
    if asked.asked_by_person_id == by.person_id:
        raise NotAllowedError(
            _(
                "Bạn là người đã thu hồi. Cần người thứ hai, của tổ chức hoặc của cơ quan thường trực,"
                " xác nhận."
            )
        )
    _decided(by, asked, is_confirmed=True)
    moved(one, rules.WITHDRAWN, asked.reason, by.organisation_id)
    record(by, rules.WITHDRAWN, one, number=counted().changes, reason=asked.reason)
    return one


@transaction.atomic
def take_back_withdrawal(*, by: Actor, certificate: Certificate) -> Certificate:
    """Before it is confirmed: as it was before. Raises NotThereError, NotAllowedError, StepError."""
    one, asked = _waiting(by, certificate)
    _refuse_others_word(by, one)
    _decided(by, asked, is_confirmed=False)
    moved(one, asked.was, asked.was_reason, asked.was_by_id)
    record(by, rules.TAKEN_BACK, one, number=counted().changes)
    return one


def _waiting(by: Actor, certificate: Certificate) -> tuple[Certificate, Withdrawal]:
    one = locked(by, certificate)
    refuse_foreign(by, one)
    asked = queries.open_withdrawal(one)
    if asked is None:
        raise StepError(_now_it_is(one))
    return one, asked


def _decided(by: Actor, asked: Withdrawal, *, is_confirmed: bool) -> None:
    rows = Withdrawal.objects.filter(pk=asked.pk, decided_at__isnull=True)
    changed = rows.update(decided_at=timezone.now(), decided_by=by.name, is_confirmed=is_confirmed)
    if not changed:  # somebody else was quicker
        raise StepError(_("Việc thu hồi này vừa được người khác quyết."))


def _refuse_others_word(by: Actor, one: Certificate) -> None:
    if not reach.may_undo(by, one):
        raise NotAllowedError(
            _("Cơ quan thường trực đã đình chỉ chứng nhận này, nên chỉ cơ quan đó khôi phục được.")
        )


def _now_it_is(one: Certificate) -> str:
    return _("Chứng nhận số %(number)s: %(state)s. Tải lại trang để xem việc làm được.") % {
        "number": one.number,
        "state": one.get_state_display().lower(),
    }
