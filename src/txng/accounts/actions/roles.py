"""Verbs about roles and who holds them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal, known, rules
from txng.accounts.actors import Actor
from txng.accounts.errors import BadNameError, BadRoleError, NotAllowedError, StaleError
from txng.accounts.models import Assignment, Organisation, Role, User

MEMBERS = "accounts.members"


@transaction.atomic
def define_role(
    *,
    by: Actor,
    code: str,
    name: str,
    rights: Collection[str],
    kinds: Collection[str],
    purpose: str = "",
    needs_second_factor: bool = False,
    is_for_devices: bool = False,
    has_to_be_new: bool = False,
) -> Role:
    """The role of this code, new or changed to be exactly this; the same again writes no line.

    Raises NotAllowedError, BadRoleError for rights and kinds that nobody knows, and BadNameError when it
    `has_to_be_new` and is not.
    """
    if not by.may_everywhere("accounts.roles"):
        raise NotAllowedError(_("Chỉ người có quyền sửa vai trò mới làm được việc này."))
    code, name = rules.code_for(code), rules.tidy_name(name)
    if not name:
        raise BadNameError(_("Vai trò cần một cái tên, như “Cán bộ ngành nông nghiệp”."))
    unknown = sorted(set(rights) - known.rights().keys())
    if unknown or not rights:
        raise BadRoleError(
            _("Vai trò cần ít nhất một quyền có trong danh sách, nhưng nhận được “%(got)s”.")
            % {"got": ", ".join(unknown)}
        )
    if not kinds or set(kinds) - set(rules.KINDS):
        raise BadRoleError(_("Chọn ít nhất một loại tổ chức được dùng vai trò này."))
    wanted: dict[str, Any] = {
        "name": name,
        "purpose": rules.tidy_name(purpose)[:300],
        "rights": sorted(set(rights)),
        "kinds": [kind for kind in rules.KINDS if kind in kinds],
        "needs_second_factor": needs_second_factor,
        "is_for_devices": is_for_devices,
    }
    role, is_new = Role.objects.select_for_update().get_or_create(code=code, defaults=wanted)
    if has_to_be_new and not is_new:
        raise BadNameError(_("Đã có vai trò tên “%(name)s”. Chọn tên khác.") % {"name": role})
    before = {field: getattr(role, field) for field in wanted}
    if not is_new and before == wanted:
        return role
    if not is_new:
        for field, value in wanted.items():
            setattr(role, field, value)
        role.changed_at = timezone.now()
        role.save()
    changed = [field for field in wanted if is_new or before[field] != wanted[field]]
    details = {field: wanted[field] for field in changed}
    if not is_new:
        details |= {f"{field}_before": before[field] for field in changed}
    journal.record(by, "role.defined" if is_new else "role.changed", role, code=code, **details)
    return role


@transaction.atomic
def assign(
    *,
    by: Actor,
    person: User,
    organisation: Organisation,
    role: Role,
    territories: Collection[str] | None = None,
    sectors: Collection[str] | None = None,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
) -> Assignment:
    """Give a role within a reach; None is every territory or sector. Nobody gives more than they hold.

    Raises NotAllowedError, BadRoleError when the role is for another kind of organisation, StaleError
    when the person holds it already.
    """
    check_gift(by, organisation, role, territories, sectors)
    return give(
        by=by,
        person=person,
        organisation=organisation,
        role=role,
        territories=territories,
        sectors=sectors,
        valid_from=valid_from,
        valid_until=valid_until,
    )


def give(
    *,
    by: Actor,
    person: User,
    organisation: Organisation,
    role: Role,
    territories: Collection[str] | None,
    sectors: Collection[str] | None,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
) -> Assignment:
    """Write down a gift that was checked before (`check_gift`), now or when a link was made."""
    begins = valid_from or timezone.now()
    if valid_until is not None and valid_until <= begins:
        raise BadRoleError(_("Ngày hết hiệu lực phải sau ngày bắt đầu."))
    try:
        with transaction.atomic():
            made = Assignment.objects.create(
                person=person,
                organisation=organisation,
                role=role,
                territories=None if territories is None else sorted(set(territories)),
                sectors=None if sectors is None else sorted(set(sectors)),
                valid_from=begins,
                valid_until=valid_until,
                given_by=by.name,
            )
    except IntegrityError:
        raise StaleError(
            _("%(person)s đã có vai trò “%(role)s” ở đây.") % {"person": person, "role": role}
        ) from None
    journal.record(
        by,
        "role.given",
        made,
        concerns=organisation.pk,
        person=person.username,
        role=role.code,
        organisation=organisation.name,
        territories=made.territories,
        sectors=made.sectors,
    )
    return made


@transaction.atomic
def end_assignment(*, by: Actor, assignment: Assignment) -> Assignment:
    """From this moment the role gives nothing; ending twice keeps the first moment.

    Raises NotAllowedError, also for the last person who could let others in.
    """
    is_own = assignment.organisation_id == by.organisation_id and by.may(MEMBERS)
    if not (by.is_operator or is_own):
        raise NotAllowedError(_("Bạn không quản lý người của đơn vị này."))
    # all of the organisation's rows are locked: two who leave at once cannot both be "not the last"
    now = timezone.now()
    held = list(
        Assignment.objects.select_for_update()
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=now))
        .filter(organisation_id=assignment.organisation_id)
    )
    row = next((one for one in held if one.pk == assignment.pk), None)
    if row is None:
        return assignment
    if not by.is_operator and row.pk in _last_managers(held):
        raise NotAllowedError(
            _("Đây là người cuối cùng quản lý được đơn vị. Giao vai trò đó cho người khác trước.")
        )
    row.valid_until = max(now, row.valid_from)
    row.save(update_fields=["valid_until"])
    journal.record(
        by,
        "role.ended",
        row,
        concerns=row.organisation_id,
        person=row.person.username,
        role=row.role.code,
    )
    return row


def check_gift(
    by: Actor,
    organisation: Organisation,
    role: Role,
    territories: Collection[str] | None,
    sectors: Collection[str] | None,
) -> None:
    """Raises BadRoleError or NotAllowedError."""
    if organisation.kind not in role.kinds:
        raise BadRoleError(
            _("Vai trò “%(role)s” không dành cho loại tổ chức của “%(organisation)s”.")
            % {"role": role, "organisation": organisation}
        )
    wrong = sorted(set(territories or ()) - known.territories().keys())
    wrong += sorted(set(sectors or ()) - known.sectors().keys())
    if wrong:
        raise BadRoleError(
            _("Không có địa bàn hay ngành mang mã “%(got)s”.") % {"got": ", ".join(wrong)}
        )
    if by.is_operator:
        return
    is_own = organisation.pk == by.organisation_id
    if not is_own and by.may_everywhere("accounts.open") and _is_to_be_opened(organisation):
        return  # the standing agency lets the first person in, with rights that it has not got itself
    if not is_own or not by.may(MEMBERS):
        raise NotAllowedError(_("Bạn không quản lý người của đơn vị này."))
    if not holds_all(by, organisation, role, territories, sectors):
        raise NotAllowedError(
            _("Vai trò này có quyền hoặc địa bàn mà chính bạn không có, nên bạn không giao được.")
        )


def holds_all(
    by: Actor,
    organisation: Organisation,
    role: Role,
    territories: Collection[str] | None,
    sectors: Collection[str] | None,
) -> bool:
    """Whether `by` has every right of the role within the whole reach."""
    return all(_holds(by, organisation.kind, right, territories, sectors) for right in role.rights)


def _is_to_be_opened(organisation: Organisation) -> bool:
    """Nobody is in yet: afterwards its own people decide, and no officer can step in unseen."""
    return organisation.kind != rules.AGENCY and not organisation.assignments.exists()


def _holds(
    by: Actor,
    kind: str,
    right: str,
    territories: Collection[str] | None,
    sectors: Collection[str] | None,
) -> bool:
    """Whether one of the giver's own grants covers the whole reach."""
    if right in by.scopes:
        return True
    if kind != rules.AGENCY:
        return by.may(right)
    return any(
        rules.narrower(territories, grant.territories) and rules.narrower(sectors, grant.sectors)
        for grant in by.grants_for(right)
    )


def _last_managers(held: Collection[Assignment]) -> set[int]:
    """The one row through which people can still be let in; empty when there are several or none."""
    now = timezone.now()
    managing = {
        one.pk
        for one in held
        if MEMBERS in one.role.rights and one.valid_from <= now and one.valid_until is None
    }
    return managing if len(managing) == 1 else set()
