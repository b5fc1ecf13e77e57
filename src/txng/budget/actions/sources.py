"""Verbs of whoever keeps the list of sources and programmes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts import rules as account_rules
from txng.accounts.actors import Actor
from txng.budget import packaged, rules
from txng.budget.actions.checking import refuse_without
from txng.budget.errors import FieldError
from txng.budget.models import Programme, ProgrammeShare, Source
from txng.ui import typed_values


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """`donor` exactly where the kind is aid."""

    kind: str
    name: str
    donor: str = ""
    programme: Programme | None = None
    is_open: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """`amount` None: nobody knows it."""

    kind: str
    payer: str
    amount: Decimal | None = None
    is_counterpart: bool = False


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    title: str
    basis: str
    first_year: int
    last_year: int
    amended_by: str = ""
    total: Decimal | None = None
    note: str = ""
    shares: Sequence[Share] = ()


@transaction.atomic
def put_in_packaged_money(*, by: Actor) -> int:
    """What ships and is not there yet; what is there stays as people changed it. How many were added."""
    added = 0
    for told in packaged.money()["programmes"]:
        values = {key: value for key, value in told.items() if key not in ("code", "shares")}
        one, is_new = Programme.objects.get_or_create(code=told["code"], defaults=values)
        if is_new:
            ProgrammeShare.objects.bulk_create(
                ProgrammeShare(programme=one, **share) for share in told["shares"]
            )
            added += 1
    for told in packaged.money()["sources"]:
        values = {key: value for key, value in told.items() if key not in ("code", "programme")}
        if told.get("programme"):
            values["programme"] = Programme.objects.get(code=told["programme"])
        if Source.objects.filter(name=told["name"]).exclude(code=told["code"]).exists():
            continue  # somebody entered it under a code of their own
        added += Source.objects.get_or_create(code=told["code"], defaults=values)[1]
    if added:
        journal.record(by, "budget.packaged", ("budget.source", "packaged"), count=added)
    return added


@transaction.atomic
def add_source(*, by: Actor, facts: SourceFacts) -> Source:
    """Raises NotAllowedError, FieldError."""
    refuse_without(by, rules.KEEP, everywhere=True)
    values = _checked_source(facts)
    try:
        with transaction.atomic():
            made = Source.objects.create(code=_free_code(Source, str(values["name"])), **values)
    except IntegrityError:
        raise _taken(facts.name) from None
    journal.record(by, "budget.source_added", made, code=made.code, name=made.name)
    return made


@transaction.atomic
def change_source(*, by: Actor, source: Source, facts: SourceFacts) -> Source:
    """The kind stays once lines take from it: their purposes were checked against it. Raises NotAllowedError,
    FieldError."""
    refuse_without(by, rules.KEEP, everywhere=True)
    one = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
    values = _checked_source(facts)
    if values["kind"] != one.kind and one.parts.exists():
        raise FieldError(
            _("Nguồn này đã có dòng dự toán nên giữ nguyên loại vốn. Thêm một nguồn mới."), "kind"
        )
    for name, value in values.items():
        setattr(one, name, value)
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError:
        raise _taken(facts.name) from None
    journal.record(by, "budget.source_changed", one, code=one.code, name=one.name)
    return one


@transaction.atomic
def add_programme(*, by: Actor, facts: ProgrammeFacts) -> Programme:
    """Raises NotAllowedError, FieldError."""
    refuse_without(by, rules.KEEP, everywhere=True)
    title, basis = typed_values.text(facts.title), typed_values.text(facts.basis)
    if not title:
        raise FieldError(_("Ghi tên chương trình."), "title")
    if not basis:
        raise FieldError(_("Ghi căn cứ: số, ngày và cơ quan ban hành quyết định."), "basis")
    if facts.last_year < facts.first_year:
        raise FieldError(
            _("Năm cuối %(last)d trước năm đầu %(first)d.")
            % {"last": facts.last_year, "first": facts.first_year},
            "last_year",
        )
    known = [share.amount for share in facts.shares if share.amount is not None]
    if facts.total is not None and sum(known, Decimal(0)) > facts.total:
        raise FieldError(_("Các phần góp cộng lại lớn hơn tổng kinh phí."), "total")
    made = Programme.objects.create(
        code=_free_code(Programme, title),
        title=title[: rules.LONGEST_TITLE],
        basis=basis[: rules.LONGEST_TITLE],
        amended_by=typed_values.text(facts.amended_by)[: rules.LONGEST_TITLE],
        first_year=facts.first_year,
        last_year=facts.last_year,
        total=facts.total,
        note=typed_values.text(facts.note)[: rules.LONGEST_NOTE],
    )
    ProgrammeShare.objects.bulk_create(
        ProgrammeShare(
            programme=made,
            kind=share.kind,
            payer=share.payer,
            amount=share.amount,
            is_counterpart=share.is_counterpart,
        )
        for share in facts.shares
    )
    journal.record(by, "budget.programme_added", made, code=made.code, title=made.title)
    return made


# --- inside -----------------------------------------------------------------------------------------


def _checked_source(facts: SourceFacts) -> dict[str, object]:
    name, donor = typed_values.text(facts.name)[:200], typed_values.text(facts.donor)[:200]
    if not name:
        raise FieldError(_("Ghi tên nguồn vốn."), "name")
    if facts.kind not in rules.KINDS:
        raise FieldError(_("Chọn loại vốn trong danh sách."), "kind")
    if facts.kind in rules.WITH_DONOR and not donor:
        raise FieldError(_("Vốn tài trợ cần tên nhà tài trợ."), "donor")
    if facts.kind not in rules.WITH_DONOR and donor:
        raise FieldError(
            _("Chỉ vốn tài trợ có nhà tài trợ. Để trống, hoặc chọn loại vốn tài trợ."), "donor"
        )
    return {
        "kind": facts.kind,
        "name": name,
        "donor": donor,
        "programme": facts.programme,
        "is_open": facts.is_open,
        "note": typed_values.text(facts.note)[: rules.LONGEST_NOTE],
    }


def _taken(name: str) -> FieldError:
    return FieldError(_("Đã có nguồn tên “%(name)s”.") % {"name": typed_values.text(name)}, "name")


def _free_code(model: type[Source] | type[Programme], name: str) -> str:
    stem = account_rules.code_for(name)[:50] or "nguon"
    taken = set(model._default_manager.filter(code__startswith=stem).values_list("code", flat=True))
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}-{number}", number + 1
    return code
