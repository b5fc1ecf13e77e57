"""Certificates from a sheet: one row a paper that the body has issued.

    row -> holder by its code, products and sites by theirs -> what a page would refuse -> issued

A row whose number the body has in the register already, with the same holder and the same days, changes
nothing; anything else about a certificate is changed on its page, where each step asks for a reason. Undoing
strikes what nothing happened to since.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.accounts.actors import Actor
from txng.certification.actions import issuing
from txng.certification.actions.issuing import Said
from txng.certification.errors import CertificationError
from txng.certification.models import Body, Certificate, Scheme
from txng.certification.queries import bodies, scopes
from txng.certification.queries import certificates as queries
from txng.certification.rules import ISSUE
from txng.certification.rules import certificates as rules
from txng.documents.errors import RowRefusedError
from txng.documents.imports import Applied, Done, Given, Importer
from txng.parties.models import Enterprise
from txng.products.queries import groups
from txng.ui import search, typed_values
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


class _Batch:
    """What the registers hold of what a batch of rows names: a dozen queries for all of them."""

    def __init__(self, by: Actor, rows: Sequence[Given]) -> None:
        self.by = by
        self._body = bodies.own_body(by)
        self._schemes = {one.code: one for one in bodies.schemes(by)}
        self._holders = scopes.holders_by_codes(by, {row.values["holder"] for row in rows})
        asked = [
            issuing.asked(self._holders[row.values["holder"]], _said(row.values))
            for row in rows
            if row.values["holder"] in self._holders
        ]
        self.names = scopes.Reader(asked)
        numbers = {search.code_word(row.values["number"]) for row in rows}
        self._known = {} if self._body is None else queries.of_numbers(by, self._body, numbers)

    def keep(self, one: Certificate) -> None:
        """It was issued just now: the rows behind it know its number."""
        self._known[one.number_key] = one

    def named(self, values: Mapping[str, Any]) -> tuple[Body, Scheme, Enterprise]:
        """Who certifies whom by what. Raises CertificationError."""
        if self._body is None:
            raise CertificationError(_("Tổ chức của bạn chưa có trong sổ tổ chức chứng nhận."))
        holder = self._holders.get(values["holder"])
        scheme = self._schemes.get(values["scheme"])
        if holder is None or scheme is None:
            raise CertificationError(
                _("Không có cơ sở nào mang mã “%(code)s”. Ghi đủ mã số thuế, GLN hoặc mã DV-….")
                % {"code": values["holder"]},
                "holder",
            )
        return self._body, scheme, holder

    def with_number(self, values: Mapping[str, Any]) -> Certificate | None:
        return self._known.get(search.code_word(values["number"]))

    def check(self, values: Mapping[str, Any]) -> None:
        """Raises CertificationError, for whatever issuing would refuse."""
        body, scheme, holder = self.named(values)
        known = self.with_number(values)
        if known is not None and _is_same(known, scheme, holder, values):
            return
        issuing.check_certificate(self.by, body, scheme, holder, _said(values), self.names)
        if known is not None:
            raise issuing.number_taken(typed_values.text(values["number"]))


def _said(values: Mapping[str, Any]) -> Said:
    return Said(
        number=values["number"],
        issued_on=values["issued_on"],
        valid_from=values["valid_from"],
        valid_until=values["valid_until"],
        products=values["products"] or (),
        groups=(values["group"],) if values["group"] else (),
        sites=values["sites"] or (),
        volume_kg_year=values["volume_kg_year"],
        note=values["note"] or "",
    )


def _is_same(
    known: Certificate, scheme: Scheme, holder: Enterprise, values: Mapping[str, Any]
) -> bool:
    kept = (known.holder_id, known.scheme_id, known.valid_from)
    return kept == (holder.pk, scheme.pk, values["valid_from"])


def check(by: Actor, rows: Sequence[Given]) -> dict[int, list[Problem]]:
    found: dict[int, list[Problem]] = {}
    batch = _Batch(by, rows)
    for given in rows:
        try:
            batch.check(given.values)
        except CertificationError as refused:
            found[given.number] = [Problem(_column(refused), str(refused))]
    return found


def apply(by: Actor, rows: Sequence[Given]) -> list[Applied]:
    """Raises RowRefusedError for a row that is no longer right."""
    told = []
    batch = _Batch(by, rows)
    for given in rows:
        try:
            told.append(_issued(batch, given.values))
        except CertificationError as refused:
            raise RowRefusedError(given.number, str(refused), _column(refused)) from None
    return told


def _issued(batch: _Batch, values: Mapping[str, Any]) -> Applied:
    body, scheme, holder = batch.named(values)
    known = batch.with_number(values)
    if known is not None and _is_same(known, scheme, holder, values):
        return Applied("unchanged", str(known.pk), known.number)
    made = issuing.issue_certificate(
        by=batch.by, body=body, scheme=scheme, holder=holder, said=_said(values), names=batch.names
    )
    batch.keep(made)
    return Applied("created", str(made.pk), made.number)


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
