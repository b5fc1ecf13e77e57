"""Who belongs to a cooperative, from when until when."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.parties import rules
from txng.parties.actions import checking
from txng.parties.errors import ChangedMeanwhileError, FieldError, NotThereError
from txng.parties.models import Enterprise, Membership
from txng.parties.rules import Refused, periods


@transaction.atomic
def add_member(
    *, by: Actor, group: Enterprise, member: Enterprise, joined_on: date | None = None
) -> Membership:
    """By whoever may change both: a cooperative takes in whom it sees, an officer whom they manage.

    Raises FieldError, NotAllowedError.
    """
    may_belong(by, group, member, joined_on)
    try:
        with transaction.atomic():
            kept = Membership.objects.create(group=group, member=member, joined_on=joined_on)
    except IntegrityError:
        raise FieldError("member", _("Cơ sở này đang là thành viên rồi."), "taken") from None
    journal.record(
        by,
        "membership.begun",
        kept,
        concerns=group.organisation_id,
        group=group.code,
        member=member.code,
    )
    return kept


@transaction.atomic
def end_membership(*, by: Actor, group: Enterprise, number: int, left_on: date) -> Membership:
    """`left_on` is the last day. Raises NotThereError, FieldError, NotAllowedError."""
    checking.changeable(by, group)
    kept = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("member")
        .filter(pk=number, group=group, left_on__isnull=True)
        .first()
    )
    if kept is None:
        raise NotThereError(_("Không có thành viên này, hoặc đã ra khỏi từ trước."))
    _period(kept.joined_on, left_on)
    kept.left_on = left_on
    kept.save(update_fields=["left_on"])
    journal.record(
        by,
        "membership.ended",
        kept,
        concerns=group.organisation_id,
        group=group.code,
        member=kept.member.code,
    )
    return kept


@transaction.atomic
def strike_membership(*, by: Actor, number: int, left_on: date | None) -> None:
    """An import wrote it by mistake: it never was. `left_on` as the import left it.

    Raises NotThereError, ChangedMeanwhileError, NotAllowedError.
    """
    kept = _as_left(by, number, left_on)
    kept.delete()
    _tell(by, "membership.struck", kept, number)


@transaction.atomic
def resume_membership(*, by: Actor, number: int, left_on: date) -> Membership:
    """An import ended it by mistake: it goes on.

    Raises NotThereError, ChangedMeanwhileError, NotAllowedError.
    """
    kept = _as_left(by, number, left_on)
    kept.left_on = None
    try:
        with transaction.atomic():
            kept.save(update_fields=["left_on"])
    except IntegrityError:  # it was begun anew since
        raise _changed() from None
    _tell(by, "membership.resumed", kept, number)
    return kept


def _as_left(by: Actor, number: int, left_on: date | None) -> Membership:
    kept = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("group", "member")
        .filter(pk=number)
        .first()
    )
    if kept is None:
        raise NotThereError(_("Không có thành viên này, hoặc đã được gỡ."))
    checking.changeable(by, kept.group)
    if kept.left_on != left_on:
        raise _changed()
    return kept


def _changed() -> ChangedMeanwhileError:
    return ChangedMeanwhileError(_("Đã có người sửa sau lần nhập, nên giữ nguyên."))


def _tell(by: Actor, verb: str, kept: Membership, number: int) -> None:
    journal.record(
        by,
        verb,
        ("parties.membership", str(number)),
        concerns=kept.group.organisation_id,
        group=kept.group.code,
        member=kept.member.code,
    )


def may_belong(by: Actor, group: Enterprise, member: Enterprise, joined_on: date | None) -> None:
    """Raises FieldError, NotAllowedError."""
    checking.changeable(by, group)
    checking.changeable(by, member)
    check_pair(group, member, joined_on)


def check_pair(group: Enterprise, member: Enterprise, joined_on: date | None) -> None:
    """Whether they can belong together, whoever writes it. Raises FieldError."""
    if group.kind not in rules.WITH_MEMBERS:
        raise FieldError(
            "group", _("Chỉ hợp tác xã và tổ hợp tác có thành viên."), "not_a_cooperative"
        )
    if group.pk == member.pk:
        raise FieldError("member", _("Một cơ sở không là thành viên của chính nó."), "itself")
    _period(joined_on, None)


def _period(joined_on: date | None, left_on: date | None) -> None:
    try:
        periods.period(joined_on, left_on)
    except Refused as error:
        raise checking.problem_of(error, "left_on" if left_on else "joined_on") from None
