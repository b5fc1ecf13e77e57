"""Verbs of schemes and certification bodies: the standing agency keeps both."""

from collections.abc import Collection
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.accounts.models import Organisation
from txng.certification import words
from txng.certification.errors import CertificationError, NotAllowedError, ScopeError
from txng.certification.models import Accreditation, Body, Scheme
from txng.certification.queries import reach
from txng.certification.rules import schemes as rules
from txng.products.models import ProductGroup
from txng.ui import typed_values
from txng.ui.collation import sort_key


@transaction.atomic
def put_in_packaged_schemes(*, by: Actor) -> int:
    """How many schemes are new. What an officer wrote about a scheme stays."""
    known = set(Scheme.objects.values_list("code", flat=True))
    new = [one for one in rules.shipped() if one.code not in known]
    for one in new:
        Scheme.objects.create(
            code=one.code,
            name=one.name,
            name_en=one.name_en,
            kind=one.kind,
            months=one.months,
            months_source=one.months_source,
            source=one.source,
        )
    if new:
        journal.record(by, "schemes.put_in", ("certification.scheme", "packaged"), count=len(new))
    return len(new)


@transaction.atomic
def define_scheme(
    *, by: Actor, code: str, name: str, name_en: str, kind: str, months: int, source: str
) -> Scheme:
    """One more scheme. Raises NotAllowedError, CertificationError."""
    _refuse_without(by)
    name, source = typed_values.text(name), typed_values.text(source)
    if not rules.is_code(code):
        raise CertificationError(
            _(
                "Mã chỉ gồm chữ thường không dấu, chữ số và gạch nối, như vietgap-2; nhận được “%(got)s”."
            )
            % {"got": code[:40]},
            "code",
        )
    if not name or not source:
        raise CertificationError(
            _("Nhập tên và nguồn của chương trình."), "source" if name else "name"
        )
    if kind not in rules.KINDS:
        raise CertificationError(_("Chọn chương trình chứng nhận cho cái gì."), "kind")
    _refuse_months(months)
    for field, told in (("code", code), ("name", name)):
        if Scheme.objects.filter(**{field: told}).exists():
            raise CertificationError(_("Đã có chương trình “%(got)s”.") % {"got": told}, field)
    try:
        with transaction.atomic():
            scheme = Scheme.objects.create(
                code=code,
                name=name[: rules.LONGEST_NAME],
                name_en=typed_values.text(name_en)[: rules.LONGEST_NAME] or name,
                kind=kind,
                months=months,
                source=source[:200],
            )
    except IntegrityError as error:
        raise CertificationError(
            _("Đã có chương trình “%(got)s”.") % {"got": name}, "name"
        ) from error
    journal.record(by, "scheme.defined", scheme, code=code)
    return scheme


@transaction.atomic
def set_months(*, by: Actor, scheme: Scheme, months: int, months_source: str) -> Scheme:
    """How long certificates of a scheme usually hold, and who says so. Raises NotAllowedError,
    CertificationError."""
    _refuse_without(by)
    _refuse_months(months)
    scheme = Scheme.objects.select_for_update().get(pk=scheme.pk)
    scheme.months, scheme.months_source = months, typed_values.text(months_source)[:200]
    scheme.save(update_fields=["months", "months_source"])
    journal.record(by, "scheme.months", scheme, months=months)
    return scheme


@transaction.atomic
def register_body(
    *,
    by: Actor,
    organisation: Organisation,
    decision_number: str,
    accreditor: str,
    schemes: Collection[Scheme],
    groups: Collection[ProductGroup],
    valid_from: date,
    valid_until: date,
) -> Body:
    """A certification body with its first accreditation. Raises NotAllowedError, CertificationError."""
    _refuse_without(by)
    if organisation.kind != Organisation.Kind.CERTIFIER:
        raise CertificationError(
            _("“%(name)s” không được mở tài khoản là tổ chức chứng nhận.")
            % {"name": organisation.name},
            "organisation",
        )
    try:
        with transaction.atomic():
            body = Body.objects.create(
                organisation=organisation, name_key=sort_key(organisation.name)
            )
    except IntegrityError as error:
        raise CertificationError(
            _("“%(name)s” đã có trong sổ.") % {"name": organisation.name}, "organisation"
        ) from error
    _accredit(
        by, body, decision_number, accreditor, schemes, groups, valid_from, valid_until
    )  # its own line below names both
    journal.record(by, "body.registered", body, concerns=organisation.pk, number=decision_number)
    return body


@transaction.atomic
def accredit(
    *,
    by: Actor,
    body: Body,
    decision_number: str,
    accreditor: str,
    schemes: Collection[Scheme],
    groups: Collection[ProductGroup],
    valid_from: date,
    valid_until: date,
) -> Accreditation:
    """Another version of what a body may certify; earlier ones stay as they are. Raises NotAllowedError,
    CertificationError."""
    _refuse_without(by)
    body = Body.objects.select_for_update().get(pk=body.pk)  # of two, one after the other
    made = _accredit(
        by, body, decision_number, accreditor, schemes, groups, valid_from, valid_until
    )
    journal.record(by, "body.accredited", body, concerns=body.organisation_id, version=made.version)
    return made


def _accredit(
    by: Actor,
    body: Body,
    decision_number: str,
    accreditor: str,
    schemes: Collection[Scheme],
    groups: Collection[ProductGroup],
    valid_from: date,
    valid_until: date,
) -> Accreditation:
    number, accreditor = typed_values.text(decision_number), typed_values.text(accreditor)
    if not number:
        raise CertificationError(_("Nhập số quyết định công nhận."), "decision_number")
    if not accreditor:
        raise CertificationError(_("Nhập tên cơ quan đã công nhận."), "accreditor")
    if not schemes:
        raise ScopeError(_("Chọn ít nhất một chương trình được công nhận."), "schemes")
    if valid_until < valid_from:
        raise CertificationError(
            _("Ngày hết hạn phải từ ngày bắt đầu %(start)s trở đi; nhận được %(got)s.")
            % {"start": words.day(valid_from), "got": words.day(valid_until)},
            "valid_until",
        )
    last = body.accreditations.order_by("-version").values_list("version", flat=True).first() or 0
    made = Accreditation.objects.create(
        body=body,
        version=last + 1,
        decision_number=number[:60],
        accreditor=accreditor[:200],
        valid_from=valid_from,
        valid_until=valid_until,
        recorded_by=by.name,
    )
    made.schemes.set(schemes)
    made.groups.set(groups)
    return made


def _refuse_months(months: int) -> None:
    if not 1 <= months <= rules.MOST_MONTHS:
        raise CertificationError(
            _("Thời hạn từ 1 đến %(most)d tháng; nhận được %(got)d.")
            % {"most": rules.MOST_MONTHS, "got": months},
            "months",
        )


def _refuse_without(by: Actor) -> None:
    if not reach.may_keep_bodies(by):
        raise NotAllowedError(_("Chỉ cơ quan thường trực ghi tổ chức chứng nhận và chương trình."))
