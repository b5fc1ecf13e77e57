"""Verbs of declarations: declare, receive, return, withdraw, end, and the way back of each for a day."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.certification import words as certificate_words
from txng.certification import words_of_checklists as words
from txng.certification.errors import (
    CertificationError,
    NotAllowedError,
    NotThereError,
    ScopeError,
    StepError,
)
from txng.certification.models import (
    Certificate,
    Declaration,
    DeclarationScope,
    DeclarationYear,
)
from txng.certification.queries import assessments, certificates
from txng.certification.queries import declarations as queries
from txng.certification.rules import ASSESS
from txng.certification.rules import declarations as rules
from txng.documents import actions as documents
from txng.documents.models import Attachment
from txng.parties.models import Enterprise


@dataclass(frozen=True, slots=True)
class DeclarationFacts:
    """What an enterprise declares. `assessment` is the number of a passed one where the basis is that,
    `certificate` the number of one of its own in the register: number, body and last day are then left out;
    `groups`, `items` and `sites` are numbers of its own groups, trade items and sites."""

    basis: str
    standard: str
    declared_on: date
    valid_to: date
    signer_name: str
    signer_title: str
    assessment: int | None = None
    certificate: int | None = None
    certificate_number: str = ""
    certificate_body: str = ""
    certificate_valid_to: date | None = None
    groups: Collection[int] = field(default=())
    items: Collection[int] = field(default=())
    sites: Collection[int] = field(default=())


@transaction.atomic
def declare(*, by: Actor, facts: DeclarationFacts) -> Declaration:
    """With the next number of the year. Raises NotAllowedError, CertificationError, ScopeError."""
    enterprise = assessments.own_enterprise(by)
    if not by.may(ASSESS) or enterprise is None:
        raise NotAllowedError(_("Chỉ cơ sở có hồ sơ trong sổ mới công bố phù hợp được."))
    today = timezone.localdate()
    if problem := rules.wrong_days(facts.declared_on, facts.valid_to, today):
        raise CertificationError(*words.days_problem(problem))
    for field_name, sentence in (
        ("standard", _("Nhập tiêu chuẩn mà hệ thống phù hợp.")),
        ("signer_name", _("Nhập tên người ký.")),
        ("signer_title", _("Nhập chức vụ của người ký.")),
    ):
        if not getattr(facts, field_name).strip():
            raise CertificationError(sentence, field_name)
    basis = _basis(enterprise, facts, today)
    covered = _scope(enterprise, facts)
    # the year's row first: declarations go in one by one, so numbers have no gap and no twin
    DeclarationYear.objects.get_or_create(year=today.year)
    year = DeclarationYear.objects.select_for_update().get(year=today.year)
    year.last += 1
    year.save(update_fields=["last"])
    made = Declaration.objects.create(
        number=rules.number_of(today.year, year.last),
        enterprise=enterprise,
        basis=facts.basis,
        **basis,
        standard=facts.standard,
        declared_on=facts.declared_on,
        valid_to=facts.valid_to,
        signer_name=facts.signer_name,
        signer_title=facts.signer_title,
        declared_by=by.name,
    )
    for row in covered:
        row.declaration = made
    DeclarationScope.objects.bulk_create(covered)
    journal.record(by, "declaration.declared", made, number=made.number, basis=made.basis)
    return made


def _basis(enterprise: Enterprise, facts: DeclarationFacts, today: date) -> dict[str, Any]:
    """The columns that say what it rests on."""
    if facts.basis == rules.SELF:
        found = queries.passed(enterprise, facts.assessment or 0)
        if found is None:
            raise CertificationError(
                _(
                    "Chọn một lần tự đánh giá đã hoàn thành và đạt. Chưa có thì làm tự đánh giá trước."
                ),
                "assessment",
            )
        return {"assessment": found}
    if facts.basis != rules.CERTIFICATE:
        raise CertificationError(_("Chọn căn cứ của công bố."), "basis")
    if facts.certificate is not None:
        certificate = _certificate(enterprise, facts, facts.certificate, today)
        basis: dict[str, Any] = {
            "certificate": certificate,
            "certificate_number": certificate.number,
            "certificate_body": certificate.body.organisation.name[:200],
            "certificate_valid_to": certificate.valid_until,
        }
    else:
        basis = _paper(facts, today)
    if facts.valid_to > basis["certificate_valid_to"]:
        raise CertificationError(
            _(
                "Công bố không có giá trị lâu hơn giấy chứng nhận mà nó dựa vào: nhập ngày đến hết %(day)s."
            )
            % {"day": certificate_words.day(basis["certificate_valid_to"])},
            "valid_to",
        )
    return basis


def _certificate(
    enterprise: Enterprise, facts: DeclarationFacts, number: int, today: date
) -> Certificate:
    """One of the enterprise's own that holds today: a foreign one is answered like a missing one."""
    found = queries.own_certificates(enterprise).filter(pk=number).first()
    if found is None:
        raise CertificationError(
            _(
                "Sổ không có chứng nhận đó của cơ sở. Chọn một chứng nhận trong danh sách, hoặc chọn"
                " “Giấy chưa có trong sổ” rồi ghi giấy."
            ),
            "certificate",
        )
    standing = certificates.standing_on(found, today)
    if standing != "valid":
        raise CertificationError(
            _("Cần chứng nhận đang có giá trị hôm nay; chứng nhận %(number)s: %(standing)s.")
            % {
                "number": found.number,
                "standing": str(certificate_words.STANDINGS[standing]).lower(),
            },
            "certificate",
        )
    for field_name in ("certificate_number", "certificate_body", "certificate_valid_to"):
        if getattr(facts, field_name):
            raise CertificationError(
                _("Đã chọn chứng nhận %(number)s trong sổ: để trống ô này.")
                % {"number": found.number},
                field_name,
            )
    return found


def _paper(facts: DeclarationFacts, today: date) -> dict[str, Any]:
    """Of a body that is not in the register: as the enterprise tells it."""
    if not facts.certificate_number:
        raise CertificationError(_("Nhập số giấy chứng nhận."), "certificate_number")
    if not facts.certificate_body:
        raise CertificationError(_("Nhập tên tổ chức chứng nhận."), "certificate_body")
    if facts.certificate_valid_to is None or facts.certificate_valid_to < today:
        raise CertificationError(
            _("Cần giấy chứng nhận còn giá trị: nhập ngày từ hôm nay trở đi."),
            "certificate_valid_to",
        )
    return {
        "certificate_number": facts.certificate_number,
        "certificate_body": facts.certificate_body,
        "certificate_valid_to": facts.certificate_valid_to,
    }


def _scope(enterprise: Enterprise, facts: DeclarationFacts) -> list[DeclarationScope]:
    """Rows without their declaration. Raises ScopeError."""
    groups = {one.pk: one for one in queries.own_groups(enterprise)}
    items = {one.pk: one for one in queries.own_trade_items(enterprise)}
    sites = {one.pk: one for one in queries.own_sites(enterprise)}
    for field_name, wanted, known in (
        ("groups", facts.groups, groups),
        ("items", facts.items, items),
        ("sites", facts.sites, sites),
    ):
        if set(wanted) - set(known):
            raise ScopeError(_("Chỉ công bố cho sản phẩm và địa điểm của cơ sở mình."), field_name)
    if not facts.groups and not facts.items:
        raise ScopeError(
            _("Chọn ít nhất một nhóm sản phẩm hoặc một sản phẩm mà công bố này bao gồm."), "groups"
        )
    return [
        *(
            DeclarationScope(
                kind=rules.GROUP, group=groups[pk], code=groups[pk].path[:100], name=groups[pk].name
            )
            for pk in sorted(facts.groups)
        ),
        *(
            DeclarationScope(
                kind=rules.ITEM, trade_item=items[pk], code=items[pk].code, name=items[pk].name
            )
            for pk in sorted(facts.items)
        ),
        *(
            DeclarationScope(
                kind=rules.SITE,
                site=sites[pk],
                code=sites[pk].gln or sites[pk].code,
                name=sites[pk].name,
            )
            for pk in sorted(facts.sites)
        ),
    ]


@transaction.atomic
def attach_paper(
    *, by: Actor, declaration: Declaration, file_name: str, content: bytes
) -> Attachment:
    """The signed paper, while nobody has received it. Raises NotThereError, StepError, BadFileError."""
    row = _own(by, declaration)
    if row.state != rules.DECLARED:
        raise StepError(_("Công bố đã được xem xét nên không thêm tệp nữa."))
    return documents.attach(
        by=by,
        subject=(queries.SUBJECT, str(row.pk)),
        title=_("Bản công bố %(number)s") % {"number": row.number},
        file_name=file_name,
        content=content,
    )


@transaction.atomic
def receive(*, by: Actor, declaration: Declaration) -> Declaration:
    """From now on everybody may read it. Of two officers one wins. Raises NotThereError, StepError."""
    row = _overseen(by, declaration, rules.RECEIVED)
    row.state, row.received_at = rules.RECEIVED, timezone.now()  # paired: a constraint
    row.received_by, row.agency = by.name, by.organisation
    row.save(update_fields=["state", "received_at", "received_by", "agency"])
    journal.record(
        by, "declaration.received", row,
        concerns=row.enterprise.organisation_id, number=row.number,
    )  # fmt: skip
    return row


@transaction.atomic
def return_declaration(*, by: Actor, declaration: Declaration, reason: str) -> Declaration:
    """Raises NotThereError, StepError, CertificationError without a reason."""
    row = _overseen(by, declaration, rules.RETURNED)
    return _close(by, row, rules.RETURNED, _reason(reason))


@transaction.atomic
def end_declaration(*, by: Actor, declaration: Declaration, reason: str) -> Declaration:
    """An officer ends what was received. Raises NotThereError, StepError, CertificationError."""
    row = _overseen(by, declaration, rules.ENDED)
    return _close(by, row, rules.ENDED, _reason(reason))


@transaction.atomic
def withdraw(*, by: Actor, declaration: Declaration, reason: str = "") -> Declaration:
    """The enterprise takes it back. Raises NotThereError, StepError."""
    row = _own(by, declaration)
    _refuse_step(row, rules.WITHDRAWN)
    return _close(by, row, rules.WITHDRAWN, reason.strip()[: rules.LONGEST_REASON])


@transaction.atomic
def undo(*, by: Actor, declaration: Declaration) -> Declaration:
    """The last step back within a day, by the side that took it. Raises NotThereError, StepError."""
    is_own = queries.is_own(by, declaration)
    row = _own(by, declaration) if is_own else _seen_by_officer(by, declaration)
    at = row.closed_at or row.received_at
    mine = (rules.WITHDRAWN,) if is_own else (rules.RECEIVED, rules.RETURNED, rules.ENDED)
    late = at is None or timezone.now() - at > timedelta(hours=rules.UNDO_HOURS)
    if row.state not in mine or late:
        raise StepError(
            _("Không hoàn tác được nữa: bước này đã quá %(hours)d giờ, hoặc bên kia đã làm tiếp.")
            % {"hours": rules.UNDO_HOURS}
        )
    undone = row.state
    if row.state == rules.RECEIVED:
        row.state, row.received_at, row.received_by, row.agency = rules.DECLARED, None, "", ""
    else:
        row.state = rules.RECEIVED if row.received_at else rules.DECLARED
    row.closed_at, row.closed_by, row.reason = None, "", ""
    row.save()
    journal.record(
        by, "declaration.undone", row,
        concerns=row.enterprise.organisation_id, number=row.number, step=undone,
    )  # fmt: skip
    return row


# --- inside ---------------------------------------------------------------------------------------


def _close(by: Actor, row: Declaration, state: str, reason: str) -> Declaration:
    row.state, row.closed_at, row.closed_by, row.reason = state, timezone.now(), by.name, reason
    row.save(update_fields=["state", "closed_at", "closed_by", "reason"])
    journal.record(
        by, f"declaration.{state}", row,
        concerns=row.enterprise.organisation_id, number=row.number,
    )  # fmt: skip
    return row


def _locked(declaration: Declaration) -> Declaration:
    rows = Declaration.objects.select_for_update(of=("self",)).select_related("enterprise")
    return rows.get(pk=declaration.pk)


def _own(by: Actor, declaration: Declaration) -> Declaration:
    row = _locked(declaration)
    if not queries.may_declare(by, row):
        raise NotThereError(_("Không có công bố này."))
    return row


def _seen_by_officer(by: Actor, declaration: Declaration) -> Declaration:
    row = _locked(declaration)
    if not queries.may_oversee(by, row):
        raise NotThereError(_("Không có công bố này."))
    return row


def _overseen(by: Actor, declaration: Declaration, to: str) -> Declaration:
    row = _seen_by_officer(by, declaration)
    _refuse_step(row, to)
    return row


def _refuse_step(row: Declaration, to: str) -> None:
    if not rules.may_step(row.state, to):
        raise StepError(
            _("Công bố %(number)s đang ở trạng thái “%(state)s”, nên không làm bước này được nữa.")
            % {"number": row.number, "state": row.get_state_display()}
        )


def _reason(text: str) -> str:
    text = text.strip()
    if not 0 < len(text) <= rules.LONGEST_REASON:
        raise CertificationError(
            _("Ghi lý do, từ 1 đến %(most)d ký tự, để cơ sở biết cần làm gì.")
            % {"most": rules.LONGEST_REASON},
            "reason",
        )
    return text
