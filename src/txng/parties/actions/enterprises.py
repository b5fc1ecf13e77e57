"""Parties are registered, edited, closed; what they were called before is kept."""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.accounts.models import Organisation
from txng.parties import administrative_units as units
from txng.parties import rules
from txng.parties.actions import checking, numbers
from txng.parties.errors import FieldError, NotAllowedError, PartiesError
from txng.parties.models import (
    Enterprise,
    EnterprisePast,
    EnterpriseWord,
    Membership,
    PersonWord,
)
from txng.parties.queries import may_change, may_change_at
from txng.parties.rules import EDIT, Refused, own_codes, size_classes, tax_codes
from txng.parties.rules.periods import day_before
from txng.ui import collation, search

_PHONE = re.compile(r"\+?[0-9]{8,15}")
FACE = ("name", "address", "commune_code", "earlier_commune_code")
BATCH = 2000


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """What is told of a party; texts as typed. `ownership` "" takes what is usual for the kind."""

    kind: str
    name: str
    sector: str
    commune_code: str
    ownership: str = ""
    tax_code: str = ""
    gln: str = ""
    earlier_commune_code: str = ""
    address: str = ""
    contact_name: str = ""
    phone: str = ""
    email: str = ""
    field: str = ""
    workers: int | None = None
    revenue_vnd: int | None = None
    capital_vnd: int | None = None


@transaction.atomic
def register_enterprise(
    *,
    by: Actor,
    facts: PartyFacts,
    organisation: Organisation | None = None,
    member_of: Enterprise | None = None,
) -> Enterprise:
    """A new entry. By reach; or one's own (`organisation` is whom the actor acts for); or a household as
    member of one's own cooperative, from today on.

    Raises FieldError, NotAllowedError.
    """
    tidy = checked(facts)
    _may_register(by, tidy, organisation, member_of)
    _refuse_taken(tidy, None)
    enterprise = _new(tidy, numbers.take(own_codes.PARTY)[0])
    enterprise.organisation = organisation
    with _taken_meanwhile():
        enterprise.save()
    keep_words([enterprise])
    if member_of is not None:
        Membership.objects.create(
            group=member_of, member=enterprise, joined_on=timezone.localdate()
        )
    journal.record(
        by, "enterprise.registered", enterprise, code=enterprise.code, kind=enterprise.kind
    )
    return enterprise


@transaction.atomic
def register_all(*, by: Actor, facts: Sequence[PartyFacts]) -> list[Enterprise]:
    """Many at once, as `register_enterprise` would: all of them or none. By reach only.

    Raises FieldError with `row`, the number in the sequence from 0, for the first that is wrong.
    """
    tidy = []
    for number, one in enumerate(facts):
        try:
            kept = checked(one)
            _may_register(by, kept, None, None)
        except PartiesError as error:
            error.row = number  # type: ignore[attr-defined]
            raise
        tidy.append(kept)
    _refuse_taken_of_all(tidy)
    codes = numbers.take(own_codes.PARTY, len(tidy)) if tidy else []
    made = [_new(one, code) for one, code in zip(tidy, codes, strict=True)]
    with _taken_meanwhile():
        Enterprise.objects.bulk_create(made, batch_size=BATCH)
    keep_words(made)
    journal.record_all(
        journal.Line(
            by,
            "enterprise.registered",
            ("parties.enterprise", str(one.pk)),
            {"code": one.code, "kind": one.kind},
        )
        for one in made
    )
    return made


@transaction.atomic
def edit_enterprise(
    *,
    by: Actor,
    enterprise: Enterprise,
    facts: PartyFacts,
    version: int | None = None,
    changed_on: date | None = None,
) -> Enterprise:
    """`changed_on`: the first day of the new name or address; None puts right what was never true.

    Raises FieldError, NotAllowedError, ChangedMeanwhileError.
    """
    tidy = checked(facts)
    kept = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    checking.changeable(by, kept)
    checking.same_version(kept.version, version)
    _stays_in_reach(by, kept, tidy)
    _refuse_taken(tidy, kept)
    before = {name: getattr(kept, name) for name in _names()}
    changes = sorted(name for name in _names() if before[name] != getattr(tidy, name))
    if not changes:
        return kept
    if changed_on is not None and any(name in FACE for name in changes):
        _keep_face(kept, changed_on)
    for name in changes:
        setattr(kept, name, getattr(tidy, name))
    _complete(kept)
    kept.version += 1
    kept.updated_at = timezone.now()
    with _taken_meanwhile():
        kept.save()
    keep_words([kept])
    # names of fields only: values may be a person's
    journal.record(
        by, "enterprise.edited", kept, concerns=kept.organisation_id, code=kept.code, fields=changes
    )
    return kept


def may_be_written(
    *,
    by: Actor,
    facts: PartyFacts,
    enterprise: Enterprise | None,
    taken: Collection[str],
    changeable: Collection[int],
) -> None:
    """What `register_enterprise` (None) or `edit_enterprise` would refuse of checked facts.

    `taken` are the tax codes that somebody has, `changeable` the numbers of the parties that `by` may
    change. Raises FieldError, NotAllowedError.
    """
    if enterprise is None:
        _may_register(by, facts, None, None)
    else:
        if enterprise.pk not in changeable:
            raise checking.not_given(enterprise)
        _stays_in_reach(by, enterprise, facts)
    if facts.tax_code in taken and (enterprise is None or enterprise.tax_code != facts.tax_code):
        raise _taken("tax_code")


@transaction.atomic
def close_enterprise(*, by: Actor, enterprise: Enterprise, closed_on: date) -> Enterprise:
    """It stays in the register and in everything that names it."""
    kept = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    checking.changeable(by, kept)
    kept.closed_on = closed_on
    kept.version += 1
    kept.save(update_fields=["closed_on", "version"])
    journal.record(
        by,
        "enterprise.closed",
        kept,
        concerns=kept.organisation_id,
        code=kept.code,
        on=closed_on.isoformat(),
    )
    return kept


@transaction.atomic
def reopen_enterprise(*, by: Actor, enterprise: Enterprise) -> Enterprise:
    kept = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    checking.changeable(by, kept)
    kept.closed_on = None
    kept.version += 1
    kept.save(update_fields=["closed_on", "version"])
    journal.record(by, "enterprise.reopened", kept, concerns=kept.organisation_id, code=kept.code)
    return kept


@transaction.atomic
def attach_account(*, by: Actor, enterprise: Enterprise, organisation: Organisation) -> Enterprise:
    """The entry becomes that of an organisation that signs in. By reach, never by oneself.

    Raises NotAllowedError, and FieldError when either of them has another already.
    """
    kept = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    if not may_change_at(by, kept.commune_code, kept.sector):
        raise NotAllowedError(_("Chỉ cán bộ quản lý địa bàn gắn tài khoản vào hồ sơ."))
    taken = Enterprise.objects.filter(organisation=organisation).exclude(pk=kept.pk).exists()
    if taken or kept.organisation_id not in (None, organisation.pk):
        raise FieldError(
            "organisation", _("Hồ sơ hoặc tài khoản này đã gắn với bên khác."), "taken"
        )
    kept.organisation = organisation
    kept.version += 1
    kept.save(update_fields=["organisation", "version"])
    journal.record(
        by, "enterprise.account_attached", kept, concerns=organisation.pk, code=kept.code
    )
    return kept


def checked(facts: PartyFacts) -> PartyFacts:
    """The same facts in the spelling that is kept. Raises FieldError for the first that is wrong."""
    kind = checking.one_of("kind", facts.kind, rules.KINDS)
    commune, earlier = checking.commune(facts.commune_code, facts.earlier_commune_code)
    try:
        tax_code = tax_codes.read(facts.tax_code, kind).text if facts.tax_code.strip() else ""
    except Refused as error:
        raise checking.problem_of(error, "tax_code") from None
    return replace(
        facts,
        kind=kind,
        name=checking.text("name", facts.name, rules.LONGEST_NAME, missing=_("Nhập tên cơ sở.")),
        sector=checking.one_of("sector", facts.sector, rules.SECTORS),
        ownership=checking.one_of(
            "ownership", facts.ownership or rules.usual_ownership(kind), rules.OWNERSHIPS
        ),
        tax_code=tax_code,
        gln=checking.gln("gln", facts.gln),
        commune_code=commune,
        earlier_commune_code=earlier,
        address=checking.text("address", facts.address, rules.LONGEST_ADDRESS),
        contact_name=checking.text("contact_name", facts.contact_name, rules.LONGEST_NAME),
        phone=_phone(facts.phone),
        email=_email(facts.email),
        field=checking.one_of("field", facts.field, size_classes.FIELDS, empty=True),
        workers=_figure("workers", facts.workers, 1_000_000),
        revenue_vnd=_figure("revenue_vnd", facts.revenue_vnd, 10**15),
        capital_vnd=_figure("capital_vnd", facts.capital_vnd, 10**15),
    )


def keep_words(enterprises: Collection[Enterprise]) -> None:
    """Make the entries findable; call inside the transaction that wrote them."""
    public, whole = {}, {}
    for one in enterprises:
        # "DV-000042-0" is three words to a search; with a longer number its digits are one
        place = [one.code, units.name_on(one.commune_code, units.BEGINNING)]
        if one.earlier_commune_code:
            before = units.earlier_commune(one.earlier_commune_code)
            place += [before.name, before.district] if before else []
        codes = [code for code in (one.code[3:], one.gln) if code]
        if one.is_of_persons:
            public[one.pk] = search.index_words(texts=place, codes=codes)
            told = [one.name, one.contact_name, *place]
            whole[one.pk] = search.index_words(
                texts=told, codes=[*codes, *(c for c in (one.tax_code, one.phone) if c)]
            )
        else:
            codes += [one.tax_code] if one.tax_code else []
            public[one.pk] = search.index_words(texts=[one.name, *place], codes=codes)
            whole[one.pk] = frozenset()
    search.keep(EnterpriseWord, public)
    search.keep(PersonWord, whole)


def _names() -> tuple[str, ...]:
    return tuple(one.name for one in fields(PartyFacts))


def _new(facts: PartyFacts, code: str) -> Enterprise:
    values: dict[str, Any] = {name: getattr(facts, name) for name in _names()}
    return _complete(Enterprise(code=code, **values))


def _complete(enterprise: Enterprise) -> Enterprise:
    """What follows from the facts: the size, the place in the list."""
    enterprise.size = size_classes.size_of_party(
        enterprise.kind,
        enterprise.field,
        workers=enterprise.workers,
        revenue_vnd=enterprise.revenue_vnd,
        capital_vnd=enterprise.capital_vnd,
        on=timezone.localdate(),
    ).size
    enterprise.name_key = collation.sort_key(enterprise.public_name)
    return enterprise


def _may_register(
    by: Actor,
    facts: PartyFacts,
    organisation: Organisation | None,
    member_of: Enterprise | None,
) -> None:
    if may_change_at(by, facts.commune_code, facts.sector):
        return
    if by.organisation_id is not None and by.may(EDIT):
        is_own = organisation is not None and organisation.pk == by.organisation_id
        if is_own and not Enterprise.objects.filter(organisation=organisation).exists():
            return
        if (
            organisation is None
            and member_of is not None
            and member_of.kind in rules.WITH_MEMBERS
            and may_change(by, member_of)
        ):
            return
    raise NotAllowedError(
        _("Bạn không có quyền ghi cơ sở ở xã hoặc ngành này. Chọn xã trong địa bàn của bạn.")
    )


def _stays_in_reach(by: Actor, kept: Enterprise, facts: PartyFacts) -> None:
    """An officer does not move an entry to where they may not write."""
    if may_change_at(by, kept.commune_code, kept.sector) and not may_change_at(
        by, facts.commune_code, facts.sector
    ):
        told = _("Xã này ngoài địa bàn hoặc ngành của bạn.")
        raise FieldError("commune_code", told, "out_of_reach")


def _refuse_taken(facts: PartyFacts, kept: Enterprise | None) -> None:
    others = Enterprise.objects.exclude(pk=kept.pk) if kept else Enterprise.objects.all()
    if facts.tax_code and others.filter(tax_code=facts.tax_code).exists():
        raise _taken("tax_code")
    if facts.gln and others.filter(gln=facts.gln).exists():
        raise _taken("gln")


def _refuse_taken_of_all(facts: Sequence[PartyFacts]) -> None:
    for name in ("tax_code", "gln"):
        seen: dict[str, int] = {}
        for number, one in enumerate(facts):
            value = getattr(one, name)
            if value and value in seen:
                error = _taken(name)
                error.row = number  # type: ignore[attr-defined]
                raise error
            seen[value] = number
        values = [value for value in seen if value]
        for start in range(0, len(values), 500):
            part = values[start : start + 500]
            taken = Enterprise.objects.filter(**{f"{name}__in": part}).values_list(name, flat=True)
            for value in taken:
                error = _taken(name)
                error.row = seen[value]  # type: ignore[attr-defined]
                raise error


def _taken(name: str) -> FieldError:
    """Nothing of whoever has it: it may be a household, and it may be foreign."""
    if name == "tax_code":
        told = _(
            "Mã số thuế này đã có trong sổ. Tìm hồ sơ đó; nếu là cơ sở của bạn, xin vào bằng tài khoản."
        )
    else:
        told = _("GLN này đã có trong sổ. So lại từng chữ số.")
    return FieldError(name, told, "taken")


@contextmanager
def _taken_meanwhile() -> Iterator[None]:
    """Two people at once: the constraint lets one in, and the other gets the same sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        for name in ("tax_code", "gln"):
            if f"enterprise_{name}_once" in str(error) or f"enterprise.{name}" in str(error):
                raise _taken(name) from None
        raise


def _keep_face(kept: Enterprise, changed_on: date) -> None:
    if changed_on > timezone.localdate():
        told = _("Ngày đổi chưa tới. Ghi khi việc đổi đã có hiệu lực.")
        raise FieldError("changed_on", told, "future")
    last = kept.past.order_by("-valid_until").first()
    if last is not None and last.valid_until >= day_before(changed_on):
        if last.valid_until > day_before(changed_on):
            told = _("Ngày đổi phải sau lần đổi trước, là %(day)s.")
            day = last.valid_until.strftime("%d/%m/%Y")
            raise FieldError("changed_on", told % {"day": day}, "before_last")
        return  # changed twice on one day: until yesterday the earlier face held
    EnterprisePast.objects.create(
        enterprise=kept,
        valid_until=day_before(changed_on),
        **{name: getattr(kept, name) for name in FACE},
    )


def _phone(typed: str) -> str:
    digits = re.sub(r"[\s.()-]+", "", typed)
    if digits and not _PHONE.fullmatch(digits):
        told = _("Số điện thoại có 8 đến 15 chữ số, như 0263 382 2222.")
        raise FieldError("phone", told, "phone")
    return digits


def _email(typed: str) -> str:
    tidy = typed.strip()
    if tidy:
        try:
            validate_email(tidy)
        except ValidationError:
            told = _("Thư điện tử có dạng ten@noigui.vn. So lại từng chữ.")
            raise FieldError("email", told, "email") from None
    return tidy


def _figure(name: str, value: int | None, most: int) -> int | None:
    if value is not None and not 0 <= value <= most:
        told = _("Cần một số từ 0 đến %(most)s; nhận được %(got)s.")
        raise FieldError(
            name, told % {"most": f"{most:,}".replace(",", "."), "got": value}, "range"
        )
    return value
