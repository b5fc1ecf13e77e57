"""Verbs that write what a certificate says: issue, renew, change the scope, strike, attach a paper.

Issuing, suspending and withdrawing are official acts: the public log follows the steps that they leave
(`Change`), so nothing here knows of it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts.actors import Actor
from txng.certification import words
from txng.certification.actions.recording import (
    counted,
    keep_words,
    locked,
    moved,
    reason_of,
    record,
    refuse_foreign,
)
from txng.certification.errors import (
    CertificationError,
    NotAllowedError,
    ScopeError,
    StepError,
)
from txng.certification.models import Body, Certificate, Scheme
from txng.certification.queries import bodies, reach, scopes
from txng.certification.queries import certificates as queries
from txng.certification.rules import certificates as rules
from txng.certification.rules import schemes as scheme_rules
from txng.certification.rules.certificates import Draft
from txng.documents.actions import attaching
from txng.documents.errors import DocumentsError
from txng.documents.models import Attachment
from txng.parties.models import Enterprise
from txng.ui import search, typed_values

MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class Said:
    """What a paper says, as somebody typed it. `products` and `sites` are codes, `groups` paths;
    `valid_until` None: as long as the scheme usually holds."""

    number: str
    issued_on: date
    valid_from: date
    valid_until: date | None = None
    products: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    volume_kg_year: Decimal | None = None
    note: str = ""


@transaction.atomic
def issue_certificate(
    *,
    by: Actor,
    body: Body,
    scheme: Scheme,
    holder: Enterprise,
    said: Said,
    names: scopes.Reader | None = None,
) -> Certificate:
    """`names`: where what `said` names was asked for together with that of others.

    Raises NotAllowedError, ScopeError (at its field) and CertificationError: a number that is used.
    """
    _refuse_to_issue(by, body, holder)
    return _made(by, body, scheme, holder, said, None, names)


def check_certificate(
    by: Actor, body: Body, scheme: Scheme, holder: Enterprise, said: Said, names: scopes.Reader
) -> None:
    """Everything that `issue_certificate` refuses but a number that is used, without writing."""
    _refuse_to_issue(by, body, holder)
    _read(body, scheme, holder, said, names)


def asked(holder: Enterprise, said: Said) -> scopes.Asked:
    return scopes.Asked(holder, said.products, said.groups, said.sites)


def number_taken(number: str) -> CertificationError:
    told = _("Tổ chức đã có chứng nhận số %(number)s. Kiểm tra lại số, hoặc mở chứng nhận đó.")
    return CertificationError(told % {"number": number}, "number")


@transaction.atomic
def issue_with_file(
    *,
    by: Actor,
    body: Body,
    scheme: Scheme,
    holder: Enterprise,
    said: Said,
    file: tuple[str, bytes] | None,
) -> Certificate:
    """Both or neither: a paper that is refused leaves no certificate. `file`: its name and bytes. Raises as
    `issue_certificate` and `attach_file` do."""
    one = issue_certificate(by=by, body=body, scheme=scheme, holder=holder, said=said)
    if file is not None:
        attach_file(by=by, certificate=one, title="", file_name=file[0], content=file[1])
    return one


@transaction.atomic
def renew_certificate(
    *, by: Actor, certificate: Certificate, said: Said, file: tuple[str, bytes] | None = None
) -> Certificate:
    """A new certificate in the place of this one, from its own first day on; the old one stays in the
    register. Raises as `issue_certificate` does, and StepError."""
    old = locked(by, certificate)
    _refuse_without(by, old.body)
    if old.state != rules.VALID:
        raise StepError(
            _("Chứng nhận số %(number)s %(state)s nên chưa gia hạn được.")
            % {"number": old.number, "state": old.get_state_display().lower()}
        )
    if said.valid_from <= old.valid_from:
        raise StepError(
            _("Chứng nhận mới phải bắt đầu sau ngày %(day)s của chứng nhận cũ.")
            % {"day": words.day(old.valid_from)},
            "valid_from",
        )
    if old.successors.exclude(state=rules.STRUCK).exists():
        raise StepError(_("Chứng nhận này đã có chứng nhận khác thay."))
    made = _made(by, old.body, old.scheme, old.holder, said, old)
    record(by, rules.RENEWED, old, number=counted().changes, by_code=made.code)
    if file is not None:
        attach_file(by=by, certificate=made, title="", file_name=file[0], content=file[1])
    return made


@transaction.atomic
def change_scope(
    *,
    by: Actor,
    certificate: Certificate,
    reason: str,
    products: tuple[str, ...] = (),
    groups: tuple[str, ...] = (),
    sites: tuple[str, ...] = (),
    volume_kg_year: Decimal | None = None,
) -> Certificate:
    """What it covers from now on; what it covered before stands in the steps. Raises as
    `issue_certificate` does, and StepError."""
    one = locked(by, certificate)
    _refuse_without(by, one.body)
    if one.state not in (rules.VALID, rules.SUSPENDED):
        raise StepError(_("Chứng nhận đã thu hồi hoặc đã bỏ thì không đổi phạm vi."))
    reason = reason_of(reason)
    named = scopes.read(one.holder, products=products, groups=groups, sites=sites)
    today = timezone.localdate()
    accredited = bodies.accredited_on(one.body, today)
    draft = _draft(one.scheme, named, today, one.valid_from, one.valid_until)
    for problem in rules.scope_problems(draft, accredited):
        field = "" if problem.field in ("issued_on", "scheme") else problem.field
        raise ScopeError(words.sentence(problem), field)
    one.volume_kg_year = _volume(volume_kg_year)
    one.save(update_fields=["volume_kg_year"])
    _set_scope(one, named)
    record(by, rules.RESCOPED, one, number=counted().changes, reason=reason)
    return one


@transaction.atomic
def strike_certificate(*, by: Actor, certificate: Certificate, reason: str) -> Certificate:
    """Entered by mistake and nothing happened to it since: it stands no more, and gives its number back.
    Raises StepError, NotAllowedError."""
    one = locked(by, certificate)
    _refuse_without(by, one.body)
    reason = reason_of(reason)
    if not queries.is_untouched(one):
        raise StepError(
            _("Chứng nhận số %(number)s đã có bước khác sau khi ghi, nên giữ nguyên.")
            % {"number": one.number}
        )
    moved(one, rules.STRUCK, reason, by.organisation_id)
    record(by, rules.STRUCK, one, number=counted().changes, reason=reason)
    return one


@transaction.atomic
def attach_file(
    *, by: Actor, certificate: Certificate, title: str, file_name: str, content: bytes
) -> Attachment:
    """A paper beside a certificate: a picture or a PDF. Raises CertificationError at "file"."""
    one = locked(by, certificate)
    if not reach.may_issue(by, one.body):
        refuse_foreign(by, one)
    if len(queries.files(by, one)) >= MOST_FILES:
        raise CertificationError(
            _("Mỗi chứng nhận kèm nhiều nhất %(most)d tệp.") % {"most": MOST_FILES}, "file"
        )
    try:
        return attaching.attach(
            by=by,
            subject=(queries.SUBJECT, str(one.pk)),
            title=title or _("Bản chụp chứng nhận"),
            file_name=file_name,
            content=content,
        )
    except DocumentsError as refused:
        raise CertificationError(str(refused), "file") from refused


# --- inside ---------------------------------------------------------------------------------------


def _refuse_to_issue(by: Actor, body: Body, holder: Enterprise) -> None:
    _refuse_without(by, body)
    if holder.merged_into_id is not None or holder.closed_on is not None:
        raise CertificationError(
            _("%(holder)s đã ngừng hoạt động trong sổ cơ sở.") % {"holder": holder.public_name},
            "holder",
        )


@dataclass(frozen=True, slots=True)
class _Read:
    """What was said, as it is kept."""

    number: str
    key: str
    named: scopes.Named
    until: date
    volume: Decimal | None


def _read(
    body: Body, scheme: Scheme, holder: Enterprise, said: Said, names: scopes.Reader | None
) -> _Read:
    number = typed_values.text(said.number)
    key = search.code_word(number)
    if not key or len(number) > rules.LONGEST_NUMBER:
        raise CertificationError(
            _("Số chứng nhận có chữ hoặc số, dài nhất %(most)d ký tự; nhận được “%(got)s”.")
            % {"most": rules.LONGEST_NUMBER, "got": number[:80]},
            "number",
        )
    wanted = asked(holder, said)
    named = (names or scopes.Reader([wanted])).read(wanted)
    until = said.valid_until or rules.usual_end(said.valid_from, scheme.months)
    draft = _draft(scheme, named, said.issued_on, said.valid_from, until)
    accredited = bodies.accredited_on(body, said.issued_on)
    for problem in rules.problems(draft, accredited, timezone.localdate()):
        raise words.refusal(problem)
    return _Read(number, key[: rules.LONGEST_NUMBER], named, until, _volume(said.volume_kg_year))


def _made(
    by: Actor,
    body: Body,
    scheme: Scheme,
    holder: Enterprise,
    said: Said,
    old: Certificate | None,
    names: scopes.Reader | None = None,
) -> Certificate:
    read = _read(body, scheme, holder, said, names)
    count = counted(certificates=1)
    try:
        with transaction.atomic():
            one = Certificate.objects.create(
                code=rules.code_of(count.certificates),
                body=body,
                number=read.number,
                number_key=read.key,
                scheme=scheme,
                holder=holder,
                volume_kg_year=read.volume,
                issued_on=said.issued_on,
                valid_from=said.valid_from,
                valid_until=read.until,
                replaces=old,
                state_by_id=by.organisation_id,
                note=typed_values.text(said.note)[: rules.LONGEST_NOTE],
            )
    except IntegrityError as error:
        raise number_taken(read.number) from error
    _set_scope(one, read.named)
    keep_words(one)
    record(by, rules.ISSUED, one, number=count.changes, number_on_paper=read.number)
    return one


def _draft(
    scheme: Scheme, named: scopes.Named, issued_on: date, valid_from: date, valid_until: date
) -> Draft:
    return Draft(
        scheme=scheme.code,
        scheme_name=str(scheme),
        needs_products=scheme.kind == scheme_rules.PRODUCT,
        issued_on=issued_on,
        valid_from=valid_from,
        valid_until=valid_until,
        groups=named.all_groups,
        has_products=bool(named.trade_items or named.groups),
    )


def _set_scope(one: Certificate, named: scopes.Named) -> None:
    one.trade_items.set(named.trade_items)
    one.groups.set(named.groups)
    one.establishments.set(named.establishments)
    one.plots.set(named.plots)


def _volume(kg: Decimal | None) -> Decimal | None:
    if kg is None:
        return None
    if not 0 < kg < 10**11:
        raise CertificationError(
            _("Sản lượng là số kg mỗi năm, lớn hơn 0; nhận được %(got)s.") % {"got": kg},
            "volume_kg_year",
        )
    return kg


def _refuse_without(by: Actor, body: Body) -> None:
    if not reach.may_issue(by, body):
        raise NotAllowedError(_("Tổ chức chỉ cấp và sửa chứng nhận của chính mình."))
