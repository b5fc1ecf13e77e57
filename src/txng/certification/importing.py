"""Certificates from a sheet: one row a paper that the body has issued.

    row -> holder by its code, products and sites by theirs -> what a page would refuse -> issued

A row whose number the body has in the register already, with the same holder and the same days, changes
nothing; anything else about a certificate is changed on its page, where each step asks for a reason. Undoing
strikes what nothing happened to since.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.accounts.actors import Actor
from txng.certification.actions import issuing
from txng.certification.actions.issuing import Said
from txng.certification.errors import CertificationError
from txng.certification.models import Body, Certificate
from txng.certification.queries import bodies, scopes
from txng.certification.queries import certificates as queries
from txng.certification.rules import ISSUE
from txng.certification.rules import certificates as rules
from txng.documents.errors import RowRefusedError
from txng.documents.imports import Applied, Done, Given, Importer
from txng.products.queries import groups
from txng.ui import search
from txng.ui.sheets.columns import Column, Sheet
from txng.ui.sheets.reading import Problem


def _schemes() -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in bodies.schemes(None)]


def _groups() -> list[tuple[str, str]]:
    return [(one.path, str(one)) for one in groups.groups(None)]


SHEET = Sheet(
    name="certificates",
    title=gettext_lazy("Chứng nhận"),
    version=1,
    lead=gettext_lazy(
        "Mỗi dòng một chứng nhận mà tổ chức của bạn đã cấp. Cơ sở, sản phẩm, địa điểm ghi bằng mã trong sổ."
    ),
    columns=(
        Column("number", gettext_lazy("Số chứng nhận"), required=True, unique=True,
               longest=rules.LONGEST_NUMBER, example="VG-2026-0012"),
        Column("scheme", gettext_lazy("Chương trình"), kind="choice", required=True, choices=_schemes,
               example="VietGAP"),
        Column("holder", gettext_lazy("Mã cơ sở"), kind="code", required=True, longest=40,
               also=("Mã số thuế",), hint=gettext_lazy("Mã số thuế, GLN hoặc mã DV-…"),
               example="DV-000042-0"),
        Column("issued_on", gettext_lazy("Ngày cấp"), kind="day", required=True, example="05/03/2026"),
        Column("valid_from", gettext_lazy("Có giá trị từ ngày"), kind="day", required=True,
               example="05/03/2026"),
        Column("valid_until", gettext_lazy("Đến hết ngày"), kind="day",
               hint=gettext_lazy("Để trống thì theo thời hạn thường dùng"), example="04/03/2028"),
        Column("group", gettext_lazy("Nhóm sản phẩm"), kind="choice", choices=_groups,
               example="Gạo nếp"),
        Column("products", gettext_lazy("Mã sản phẩm"), longest=2000, check=rules.listed,
               hint=gettext_lazy("GTIN hoặc mã riêng, cách nhau bằng dấu chấm phẩy"),
               example="8935003450014"),
        Column("sites", gettext_lazy("Mã địa điểm và thửa"), longest=2000, check=rules.listed,
               hint=gettext_lazy("CS-…, TH-… hoặc GLN, cách nhau bằng dấu chấm phẩy")),
        Column("volume_kg_year", gettext_lazy("Sản lượng (kg/năm)"), kind="number", example="12000"),
        Column("note", gettext_lazy("Ghi chú"), longest=rules.LONGEST_NOTE),
    ),
)  # fmt: skip
_FIELDS = {"groups": "group"}  # of the form -> of the sheet


def check(by: Actor, rows: Sequence[Given]) -> dict[int, list[Problem]]:
    """Each row is written down in a transaction that is undone, so that what is checked is what would be
    refused; a row alone costs a few questions, and a body has hundreds of papers, not millions."""
    found: dict[int, list[Problem]] = {}
    for given in rows:
        try:
            with transaction.atomic():
                _issued(by, given)
                transaction.set_rollback(True)
        except CertificationError as refused:
            found[given.number] = [Problem(_column(refused), str(refused))]
    return found


def apply(by: Actor, rows: Sequence[Given]) -> list[Applied]:
    """Raises RowRefusedError for a row that is no longer right."""
    told = []
    for given in rows:
        try:
            told.append(_issued(by, given))
        except CertificationError as refused:
            raise RowRefusedError(given.number, str(refused), _column(refused)) from None
    return told


def _issued(by: Actor, given: Given) -> Applied:
    values = given.values
    body = bodies.own_body(by)
    if body is None:
        raise CertificationError(_("Tổ chức của bạn chưa có trong sổ tổ chức chứng nhận."))
    holder = scopes.holder_by_code(by, values["holder"])
    scheme = bodies.scheme_at(by, values["scheme"])
    if holder is None or scheme is None:
        raise CertificationError(
            _("Không có cơ sở nào mang mã “%(code)s”. Ghi đủ mã số thuế, GLN hoặc mã DV-….")
            % {"code": values["holder"]},
            "holder",
        )
    known = _known(by, body, values)
    if known is not None and (known.holder_id, known.scheme_id, known.valid_from) == (
        holder.pk,
        scheme.pk,
        values["valid_from"],
    ):
        return Applied("unchanged", str(known.pk), known.number)
    made = issuing.issue_certificate(
        by=by,
        body=body,
        scheme=scheme,
        holder=holder,
        said=Said(
            number=values["number"],
            issued_on=values["issued_on"],
            valid_from=values["valid_from"],
            valid_until=values["valid_until"],
            products=values["products"] or (),
            groups=(values["group"],) if values["group"] else (),
            sites=values["sites"] or (),
            volume_kg_year=values["volume_kg_year"],
            note=values["note"] or "",
        ),
    )
    return Applied("created", str(made.pk), made.number)


def _known(by: Actor, body: Body, values: Any) -> Certificate | None:
    return queries.of_number(by, body, search.code_word(values["number"]))


def _column(refused: CertificationError) -> str:
    name = _FIELDS.get(refused.field, refused.field)
    return name if name in {one.key for one in SHEET.columns} else ""


def undo(by: Actor, rows: Sequence[Done]) -> list[str]:
    """A sentence for each row that has to stay."""
    return [_undo(by, row) for row in rows]


def _undo(by: Actor, row: Done) -> str:
    if row.applied.outcome != "created":
        return ""
    one = queries.certificate(by, int(row.applied.subject))
    if one is None:
        return _("“%(name)s” không còn trong phạm vi của bạn.") % {"name": row.applied.title}
    try:
        issuing.strike_certificate(by=by, certificate=one, reason=_("Hoàn tác lần nhập từ Excel"))
    except CertificationError as refused:
        return str(refused)
    return ""


CERTIFICATES = Importer(
    code="chung-nhan",
    title=gettext_lazy("Chứng nhận"),
    right=ISSUE,
    sheet=SHEET,
    check=check,
    apply=apply,
    undo=undo,
    address=lambda subject: reverse("certification:certificate", args=[int(subject)]),
    lead=gettext_lazy("Chứng nhận mà tổ chức của bạn đã cấp."),
)
