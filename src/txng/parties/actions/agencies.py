"""Agencies get names and duties; the Plan's own are read from data."""

import csv
from datetime import date
from importlib import resources

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.accounts.models import Organisation
from txng.parties import rules
from txng.parties.actions import checking, committees
from txng.parties.errors import FieldError, NotAllowedError
from txng.parties.models import Agency, AgencyName, Mandate
from txng.parties.rules import MANDATES, Refused, periods
from txng.parties.rules.committees import COMMUNES
from txng.parties.rules.periods import day_before

PLAN = "Kế hoạch 6736/KH-UBND ngày 16/10/2019"


@transaction.atomic
def load_plan(*, by: Actor) -> tuple[int, int]:
    """Bodies and duties of Plan 6736; what is there already stays as it is. How many were new of each."""
    _may(by)
    new_agencies: list[str] = []
    rows = _rows("agencies.csv")
    for row in rows:
        agency, is_new = Agency.objects.get_or_create(
            code=row["code"],
            defaults={
                "kind": row["kind"],
                "stands_for": row["stands_for"],
                "ended_on": _day(row["ended_on"]),
            },
        )
        if is_new:
            new_agencies.append(agency.code)
    known = {agency.code: agency for agency in Agency.objects.all()}
    for row in rows:
        if row["code"] in new_agencies:
            known[row["code"]].successors.set(known[code] for code in row["successors"].split())
    AgencyName.objects.bulk_create(
        AgencyName(
            agency=known[row["code"]],
            name=row["name"],
            short_name=row["short_name"],
            valid_from=_day(row["valid_from"]),
            valid_until=_day(row["valid_until"]),
            basis=row["basis"],
        )
        for row in _rows("agency_names.csv")
        if row["code"] in new_agencies
    )
    new_agencies += [one.code for one in committees.put_in(known[COMMUNES])]
    there = set(
        Mandate.objects.filter(basis=PLAN).values_list(
            "clause", "role", "agency__code", "valid_from"
        )
    )
    missing = [
        Mandate(
            basis=PLAN,
            clause=row["clause"],
            role=row["role"],
            agency=known[row["agency"]],
            valid_from=date.fromisoformat(row["valid_from"]),
            duty=row["duty"],
            rhythm=row["rhythm"],
            valid_until=_day(row["valid_until"]),
        )
        for row in _rows("mandates.csv")
        if (row["clause"], row["role"], row["agency"], date.fromisoformat(row["valid_from"]))
        not in there
    ]
    # somebody else may be loading it too
    Mandate.objects.bulk_create(missing, ignore_conflicts=True)
    new_mandates = len(missing)
    if new_agencies or new_mandates:
        journal.record(
            by,
            "plan.loaded",
            ("parties.plan", "6736"),
            agencies=len(new_agencies),
            mandates=new_mandates,
        )
    return len(new_agencies), new_mandates


@transaction.atomic
def rename_agency(
    *, by: Actor, agency: Agency, name: str, short_name: str, since: date, basis: str
) -> AgencyName:
    """The new name holds from `since`; the one before ends the day before. Raises FieldError."""
    _may(by)
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    name = checking.text("name", name, rules.LONGEST_NAME, missing=_("Nhập tên cơ quan."))
    short = checking.text("short_name", short_name, 60, missing=_("Nhập tên ngắn."))
    basis = checking.text(
        "basis", basis, rules.LONGEST_NOTE, missing=_("Ghi số và ngày của quyết định đổi tên.")
    )
    _period("since", since, None)
    last = agency.names.order_by("-valid_from", "-pk").filter(valid_until__isnull=True).first()
    if last is not None:
        if last.valid_from is not None and since <= last.valid_from:
            told = _("Ngày đổi tên phải sau ngày của tên trước, là %(day)s.")
            raise FieldError(
                "since", told % {"day": last.valid_from.strftime("%d/%m/%Y")}, "before_last"
            )
        last.valid_until = day_before(since)
        last.save(update_fields=["valid_until"])
    elif agency.names.filter(valid_until__gte=since).exists():
        raise FieldError("since", _("Ngày này cơ quan còn mang tên trước."), "before_last")
    kept = AgencyName.objects.create(
        agency=agency, name=name, short_name=short, valid_from=since, basis=basis
    )
    journal.record(by, "agency.renamed", agency, code=agency.code, name=name, basis=basis)
    return kept


@transaction.atomic
def end_agency(
    *, by: Actor, agency: Agency, ended_on: date, successors: list[Agency], basis: str
) -> Agency:
    """`ended_on` is the last day. Duties go to the successors from the day after. Raises FieldError."""
    _may(by)
    kept = Agency.objects.select_for_update().get(pk=agency.pk)
    if not successors:
        told = _("Chọn đơn vị tiếp nhận nhiệm vụ, để nhiệm vụ không bị bỏ trống.")
        raise FieldError("successors", told, "missing")
    if any(one.pk == kept.pk for one in successors) or any(
        one.ended_on is not None and one.ended_on <= ended_on for one in successors
    ):
        told = _("Đơn vị tiếp nhận phải khác đơn vị này và còn hoạt động sau ngày đó.")
        raise FieldError("successors", told, "ended")
    _period("ended_on", ended_on, None)
    basis = checking.text(
        "basis", basis, rules.LONGEST_NOTE, missing=_("Ghi số và ngày của quyết định.")
    )
    kept.ended_on = ended_on
    kept.save(update_fields=["ended_on"])
    kept.successors.set(successors)
    kept.names.filter(valid_until__isnull=True).update(valid_until=ended_on)
    journal.record(
        by,
        "agency.ended",
        kept,
        code=kept.code,
        on=ended_on.isoformat(),
        successors=sorted(one.code for one in successors),
        basis=basis,
    )
    return kept


@transaction.atomic
def add_mandate(
    *,
    by: Actor,
    agency: Agency,
    clause: str,
    basis: str,
    duty: str,
    role: str,
    valid_from: date,
    valid_until: date | None = None,
    rhythm: str = "once",
) -> Mandate:
    """Raises FieldError, NotAllowedError."""
    _may(by)
    _period("valid_until", valid_from, valid_until)
    try:
        with transaction.atomic():
            kept = Mandate.objects.create(
                agency=agency,
                clause=checking.text(
                    "clause", clause, 20, missing=_("Nhập điều khoản, như IV.1.a.")
                ),
                basis=checking.text(
                    "basis", basis, rules.LONGEST_NOTE, missing=_("Nhập số và ngày của văn bản.")
                ),
                duty=checking.text(
                    "duty", duty, rules.LONGEST_NOTE, missing=_("Nhập nhiệm vụ được giao.")
                ),
                role=checking.one_of("role", role, Mandate.Role.values),
                rhythm=checking.one_of("rhythm", rhythm, Mandate.Rhythm.values),
                valid_from=valid_from,
                valid_until=valid_until,
            )
    except IntegrityError:
        told = _("Nhiệm vụ này đã được ghi cho cơ quan đó từ cùng ngày.")
        raise FieldError("clause", told, "taken") from None
    journal.record(by, "mandate.added", kept, clause=kept.clause, agency=agency.code)
    return kept


@transaction.atomic
def end_mandate(*, by: Actor, mandate: Mandate, valid_until: date) -> Mandate:
    """`valid_until` is its last day. Raises FieldError."""
    _may(by)
    kept = Mandate.objects.select_for_update().get(pk=mandate.pk)
    _period("valid_until", kept.valid_from, valid_until)
    kept.valid_until = valid_until
    kept.save(update_fields=["valid_until"])
    journal.record(by, "mandate.ended", kept, clause=kept.clause, on=valid_until.isoformat())
    return kept


def _may(by: Actor) -> None:
    """Agencies and duties are the whole province's: a right with a narrower reach is not enough."""
    if not by.may_everywhere(MANDATES):
        raise NotAllowedError(_("Chỉ cơ quan thường trực ghi cơ quan và nhiệm vụ."))


def _period(field: str, first: date | None, last: date | None) -> None:
    try:
        periods.period(first, last)
    except Refused as error:
        raise checking.problem_of(error, field) from None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _rows(name: str) -> list[dict[str, str]]:
    file = resources.files("txng.parties").joinpath("data", name)
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


@transaction.atomic
def seat_agency(*, by: Actor, agency: Agency, organisation: Organisation | None) -> Agency:
    """Whose people act for the agency: None takes the account away. Raises FieldError."""
    _may(by)
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if organisation is not None:
        if organisation.kind != Organisation.Kind.AGENCY:
            raise FieldError("organisation", _("Đơn vị này không phải tài khoản của cơ quan."))
        if Agency.objects.filter(organisation=organisation).exclude(pk=agency.pk).exists():
            raise FieldError("organisation", _("Tài khoản này đã là của một cơ quan khác."))
    agency.organisation = organisation
    agency.save(update_fields=["organisation"])
    journal.record(
        by, "agency.seated", agency, code=agency.code, organisation=str(organisation or "")
    )
    return agency
