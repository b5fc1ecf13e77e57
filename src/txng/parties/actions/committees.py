"""The committees of the communes: each an agency of its own, one of the many of "UBND cấp xã"."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from txng.accounts import actions as accounts
from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.accounts.errors import KindDiffersError
from txng.accounts.models import Organisation
from txng.parties import administrative_units as units
from txng.parties.errors import FieldError, NotAllowedError
from txng.parties.models import Agency, AgencyName
from txng.parties.rules import MANDATES, committees


def put_in(group: Agency) -> list[Agency]:
    """Those of the 124 that are not there yet, named since the first day of the communes of today."""
    Agency.objects.select_for_update().get(pk=group.pk)  # somebody else may be putting them in too
    basis = group.names.order_by("pk").values_list("basis", flat=True).first() or ""
    there = set(Agency.objects.exclude(commune_code="").values_list("commune_code", flat=True))
    missing = [one for one in units.communes() if one.code not in there]
    made = Agency.objects.bulk_create(
        Agency(
            code=committees.code_of(one.code),
            kind=Agency.Kind.AGENCY,
            part_of=group,
            commune_code=one.code,
        )
        for one in missing
    )
    AgencyName.objects.bulk_create(
        AgencyName(
            agency=agency,
            name=committees.name_of(one.name),
            short_name=committees.short_name_of(one.name),
            valid_from=units.BEGINNING,
            basis=basis,
        )
        for agency, one in zip(made, missing, strict=True)
    )
    return made


@transaction.atomic
def open_accounts(*, by: Actor, group: Agency, only: Iterable[str] | None = None) -> list[Agency]:
    """An account for each of the many that has none yet (`only`: of these communes), in its own name;
    who was opened one. People are invited into each afterwards. Raises FieldError, NotAllowedError."""
    if not by.may_everywhere(MANDATES):
        raise NotAllowedError(_("Chỉ cơ quan thường trực ghi cơ quan và nhiệm vụ."))
    rows = Agency.objects.select_for_update().filter(
        part_of=group, organisation__isnull=True, ended_on__isnull=True
    )
    if only is not None:
        rows = rows.filter(commune_code__in=set(only))
    names = dict(
        AgencyName.objects.filter(agency__in=rows, valid_until__isnull=True).values_list(
            "agency_id", "short_name"
        )
    )
    opened = []
    for one in rows.order_by("commune_code"):
        if one.pk not in names:
            continue
        one.organisation = _account(by, names[one.pk])
        one.save(update_fields=["organisation"])
        opened.append(one)
    if opened:
        journal.record(by, "agency.accounts_opened", group, code=group.code, count=len(opened))
    return opened


def _account(by: Actor, name: str) -> Organisation:
    """Made, or found where it was opened before and acts for nobody."""
    try:
        account = accounts.ensure_organisation(by=by, name=name, kind="agency")
    except KindDiffersError as refused:
        raise FieldError("organisation", str(refused)) from refused
    if Agency.objects.filter(organisation=account).exists():
        told = _("Tài khoản “%(name)s” đã là của một cơ quan khác; đổi tên tài khoản đó trước.")
        raise FieldError("organisation", told % {"name": name})
    return account
