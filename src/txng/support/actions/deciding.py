"""Officers confirm who registered; owners and officers answer who asks to be let in."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import actions as accounts
from txng.accounts import journal
from txng.accounts import queries as account_queries
from txng.accounts.actions import starting
from txng.accounts.actors import Actor
from txng.accounts.errors import AccountsError
from txng.accounts.errors import StaleError as AccountStaleError
from txng.accounts.models import Role
from txng.parties import actions as parties
from txng.parties.errors import PartiesError
from txng.parties.models import Enterprise
from txng.support import rules
from txng.support.errors import FieldError, NotAllowedError, StaleError
from txng.support.models import JoinRequest, Registration
from txng.support.queries import beginnings


@transaction.atomic
def confirm(*, by: Actor, registration: Registration) -> Registration:
    """From now on the owner holds the whole role. Raises NotAllowedError, StaleError."""
    _refuse_outside(by, registration.enterprise)
    _settle(by, registration, rules.CONFIRMED, "")
    _exchange(by, registration.enterprise, rules.WAITING_ROLE, rules.OWNER_ROLE)
    journal.record(
        by,
        "registration.confirmed",
        registration,
        concerns=registration.enterprise.organisation_id,
        code=registration.enterprise.code,
    )
    return Registration.objects.get(pk=registration.pk)


@transaction.atomic
def refuse(*, by: Actor, registration: Registration, reason: str) -> Registration:
    """The owner reads the reason, mends and sends again. Raises FieldError, NotAllowedError, StaleError."""
    _refuse_outside(by, registration.enterprise)
    kept = good_reason(reason)
    _settle(by, registration, rules.REFUSED, kept)
    journal.record(
        by,
        "registration.refused",
        registration,
        concerns=registration.enterprise.organisation_id,
        code=registration.enterprise.code,
        reason=kept,
    )
    return Registration.objects.get(pk=registration.pk)


@transaction.atomic
def undo(*, by: Actor, registration: Registration) -> Registration:
    """Back to waiting, within a day of the decision; keys made in between are revoked.

    Raises NotAllowedError, StaleError.
    """
    _refuse_outside(by, registration.enterprise)
    if not beginnings.may_undo(registration):
        raise StaleError(
            _("Chỉ rút lại được quyết định trong %(hours)d giờ. Sau đó, đóng hồ sơ trong sổ cơ sở.")
            % {"hours": rules.HOURS_TO_UNDO}
        )
    won = Registration.objects.filter(pk=registration.pk, state=registration.state).update(
        state=rules.WAITING, decided_at=None, decided_by="", reason=""
    )
    if not won:
        raise _decided()
    if registration.state == rules.CONFIRMED:
        _exchange(by, registration.enterprise, rules.OWNER_ROLE, rules.WAITING_ROLE)
    journal.record(
        by,
        "registration.undone",
        registration,
        concerns=registration.enterprise.organisation_id,
        was=registration.state,
    )
    return Registration.objects.get(pk=registration.pk)


@transaction.atomic
def accept(*, by: Actor, request: JoinRequest, role: Role | None = None) -> JoinRequest:
    """An owner lets somebody in with a role of the owner's choice; an officer, where nobody could, as owner.

    Where a registration is not confirmed, whoever made it loses the enterprise to whom the officer lets in.

    Raises NotAllowedError, StaleError, FieldError.
    """
    _answer(by, request, rules.ACCEPTED, "")
    enterprise = Enterprise.objects.select_for_update().get(pk=request.enterprise_id)
    try:
        if beginnings.is_manager_of(by, enterprise):
            if role is None or enterprise.organisation is None:
                raise FieldError(_("Chọn vai trò cho người này."), "role")
            accounts.assign(
                by=by, person=request.person, organisation=enterprise.organisation, role=role
            )
        else:
            _let_in_as_owner(by, enterprise, request)
    except AccountStaleError as error:
        raise StaleError(str(error)) from None
    except (AccountsError, PartiesError) as error:
        raise NotAllowedError(str(error)) from None
    journal.record(
        by,
        "join.accepted",
        request,
        concerns=enterprise.organisation_id,
        code=enterprise.code,
        person=request.person.username,
    )
    return JoinRequest.objects.get(pk=request.pk)


@transaction.atomic
def turn_down(*, by: Actor, request: JoinRequest, reason: str) -> JoinRequest:
    """Raises FieldError, NotAllowedError, StaleError."""
    kept = good_reason(reason)
    _answer(by, request, rules.TURNED_DOWN, kept)
    journal.record(
        by,
        "join.refused",
        request,
        concerns=request.enterprise.organisation_id,
        person=request.person.username,
    )
    return JoinRequest.objects.get(pk=request.pk)


@transaction.atomic
def withdraw(*, by: Actor, request: JoinRequest) -> None:
    """By whoever asked. Raises StaleError."""
    won = JoinRequest.objects.filter(
        pk=request.pk, person_id=by.person_id, state=rules.ASKED
    ).update(state=rules.WITHDRAWN, decided_at=timezone.now(), decided_by=by.name)
    if not won:
        raise _decided()
    journal.record(by, "join.withdrawn", request)


def good_reason(typed: str) -> str:
    """Raises FieldError."""
    tidy = " ".join(typed.split())
    if not rules.SHORTEST_REASON <= len(tidy) <= rules.LONGEST_REASON:
        raise FieldError(
            _("Lý do cần từ %(least)d đến %(most)d ký tự; nhận được %(got)d.")
            % {"least": rules.SHORTEST_REASON, "most": rules.LONGEST_REASON, "got": len(tidy)},
            "reason",
        )
    return tidy


def _settle(by: Actor, registration: Registration, state: str, reason: str) -> None:
    """One of two officers decides. Raises StaleError."""
    won = Registration.objects.filter(pk=registration.pk, state=rules.WAITING).update(
        state=state, decided_at=timezone.now(), decided_by=by.name, reason=reason
    )
    if not won:
        raise _decided()


def _answer(by: Actor, request: JoinRequest, state: str, reason: str) -> None:
    if not beginnings.may_answer(by, request):
        raise NotAllowedError(_("Bạn không quản lý người của cơ sở này."))
    won = JoinRequest.objects.filter(pk=request.pk, state=rules.ASKED).update(
        state=state, decided_at=timezone.now(), decided_by=by.name, reason=reason
    )
    if not won:
        raise _decided()


def _let_in_as_owner(by: Actor, enterprise: Enterprise, request: JoinRequest) -> None:
    made = Registration.objects.filter(enterprise=enterprise).first()
    is_settled = made is None or made.state == rules.CONFIRMED
    role = account_queries.role_named(rules.OWNER_ROLE if is_settled else rules.WAITING_ROLE)
    if enterprise.organisation is not None:
        if made is not None and not is_settled:
            # somebody else typed this tax code first: the officer has found out whose it is
            starting.empty(by=by, organisation=enterprise.organisation)
            Registration.objects.filter(pk=made.pk).update(
                person=request.person,
                state=rules.WAITING,
                decided_at=None,
                decided_by="",
                reason="",
            )
        starting.admit(
            by=by, person=request.person, organisation=enterprise.organisation, role=role
        )
        return
    organisation = starting.open_own_account(
        by=by,
        person=request.person,
        name=enterprise.public_name,
        spare_name=f"{enterprise.public_name} ({enterprise.code})",
        role=role,
    )
    parties.attach_account(by=by, enterprise=enterprise, organisation=organisation)


def _exchange(by: Actor, enterprise: Enterprise, before: str, after: str) -> None:
    if enterprise.organisation is not None:
        starting.exchange_role(
            by=by,
            organisation=enterprise.organisation,
            before=account_queries.role_named(before),
            after=account_queries.role_named(after),
        )


def _refuse_outside(by: Actor, enterprise: Enterprise) -> None:
    if not beginnings.may_confirm(by, enterprise):
        raise NotAllowedError(_("Cơ sở này ở ngoài địa bàn hoặc ngành được giao cho bạn."))


def _decided() -> StaleError:
    return StaleError(_("Người khác vừa quyết định việc này. Mở lại trang để xem."))
