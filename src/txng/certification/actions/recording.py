"""The step that every verb of certificates writes: one row, one line of the journal."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.certification.errors import NotAllowedError, NotThereError, StepError
from txng.certification.models import Certificate, CertificateWord, Change, RegisterState
from txng.certification.queries import reach, scopes
from txng.certification.rules import certificates as rules
from txng.ui import search, typed_values


@dataclass(frozen=True, slots=True)
class Counted:
    changes: int
    certificates: int


def counted(*, certificates: int = 0) -> Counted:
    """The next step of the register, and the number of a new certificate. Call inside the transaction:
    the row stays locked until it commits, so steps are numbered as they are committed."""
    RegisterState.objects.get_or_create(pk=1)
    RegisterState.objects.filter(pk=1).update(
        changes=F("changes") + 1, certificates=F("certificates") + certificates
    )
    state = RegisterState.objects.get(pk=1)
    return Counted(state.changes, state.certificates)


def locked(by: Actor, one: Certificate) -> Certificate:
    """The row as it is now, held until the transaction ends. Raises NotThereError."""
    rows = Certificate.objects.filter(reach.visible(by), pk=one.pk)
    found = rows.select_for_update(of=("self",)).first()
    if found is None:
        raise NotThereError(_("Không có chứng nhận này trong phạm vi của bạn."))
    return found


def record(
    by: Actor, verb: str, one: Certificate, *, number: int, reason: str = "", **details: Any
) -> Change:
    made = Change.objects.create(
        number=number,
        certificate=one,
        verb=verb,
        state=one.state,
        reason=reason,
        scope=scopes.scope_of(one).as_dict(),
        by=by.name,
        organisation=by.organisation,
    )
    journal.record(
        by,
        f"certificate.{verb}",
        one,
        concerns=one.holder.organisation_id,
        code=one.code,
        **details,
    )
    return made


def moved(one: Certificate, state: str, reason: str, by: int | None) -> None:
    """Write the state, why, and the organisation whose word it is."""
    one.state, one.state_reason = state, reason  # paired: certificate_ended_and_why
    one.state_since, one.state_by_id = timezone.now(), by
    one.save(update_fields=["state", "state_reason", "state_since", "state_by"])


def refuse_foreign(by: Actor, one: Certificate) -> None:
    if not reach.may_suspend(by, one):
        raise NotAllowedError(
            _(
                "Chỉ tổ chức đã cấp và cơ quan thường trực đình chỉ, khôi phục, thu hồi chứng nhận này."
            )
        )


def reason_of(typed: str) -> str:
    """Raises StepError."""
    told = typed_values.text(typed)
    if not told:
        raise StepError(_("Ghi lý do: người xem trang công khai đọc được câu này."), "reason")
    if len(told) > rules.LONGEST_REASON:
        raise StepError(
            _("Lý do dài nhất %(most)d ký tự; nhận được %(got)d.")
            % {"most": rules.LONGEST_REASON, "got": len(told)},
            "reason",
        )
    return told


def keep_words(one: Certificate) -> None:
    search.keep(
        CertificateWord,
        {
            one.pk: search.index_words(
                texts=[
                    one.number,
                    one.holder.public_name,
                    one.scheme.name,
                    one.scheme.name_en,
                    one.body.organisation.name,
                ],
                codes=[one.number, one.code, one.holder.code, one.holder.tax_code],
            )
        },
    )
