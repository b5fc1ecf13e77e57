"""Break the glass: the names of persons of one party, for an hour, for a reason that others read."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.parties import rules
from txng.parties.actions import checking
from txng.parties.actions.merging import standing
from txng.parties.errors import NotAllowedError
from txng.parties.models import Enterprise, PersonsOpening
from txng.parties.queries import reach


@transaction.atomic
def open_persons(
    *, by: Actor, enterprise: Enterprise, reason: str, case_number: str = ""
) -> PersonsOpening:
    """One that is open stays as it is, and is given back. Only a person opens, no key and no operator.

    The line of the journal concerns the owner of the data, who reads it. Raises NotAllowedError, FieldError.
    """
    enterprise = standing(enterprise)  # locked: of two clicks at once the second finds the first
    if by.person_id is None or not reach.may_open(by, enterprise):
        raise NotAllowedError(_("Bạn chưa được giao việc mở tên người của cơ sở này."))
    reason = checking.text(
        "reason", reason, rules.LONGEST_NOTE,
        missing=_("Ghi lý do: chủ dữ liệu và người giám sát đọc được."),
    )  # fmt: skip
    case_number = checking.text("case_number", case_number, 60)
    held = reach.opened(by).filter(enterprise=enterprise).first()
    if held is not None:
        return held
    now = timezone.now()
    made = PersonsOpening.objects.create(
        enterprise=enterprise,
        person_id=by.person_id,
        organisation_id=by.organisation_id,
        reason=reason,
        case_number=case_number,
        opened_at=now,
        until=now + rules.OPENING_SPAN,
    )
    journal.record(
        by,
        "persons.opened",
        enterprise,
        concerns=enterprise.organisation_id,
        code=enterprise.code,
        reason=reason,
        case_number=case_number,
        until=made.until.isoformat(),
    )
    return made
