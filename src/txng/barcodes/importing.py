"""Company prefixes from a sheet: what GS1 gave to whom, until which year the fee is paid.

A prefix that stands already takes a later year of its fee, and nothing else: everything else that a row
says of it must be what is kept.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.accounts.actors import Actor
from txng.barcodes.actions import prefixes as actions
from txng.barcodes.errors import BarcodesError
from txng.barcodes.models import CompanyPrefix
from txng.barcodes.queries import prefixes as queries
from txng.barcodes.rules import KEEP_PREFIXES
from txng.documents.errors import RowRefusedError
from txng.documents.imports import Applied, Done, Given, Importer
from txng.parties.models import Enterprise
from txng.ui.sheets.columns import Column, Sheet
from txng.ui.sheets.reading import Problem


def _digits(text: str) -> str:
    return "".join(text.split())


SHEET: Final = Sheet(
    name="ma-doanh-nghiep",
    title=gettext_lazy("Mã doanh nghiệp GS1"),
    version=1,
    lead=gettext_lazy(
        "Mỗi dòng một mã doanh nghiệp mà GS1 đã cấp. Với mã đã có trong sổ, chỉ ghi thêm năm đã nộp phí."
    ),
    columns=(
        Column("digits", gettext_lazy("Mã doanh nghiệp GS1"), kind="code", required=True, unique=True,
               longest=20, example="893500345", check=_digits, also=("tiền tố", "mã doanh nghiệp", "gcp")),
        Column("enterprise", gettext_lazy("Mã hoặc mã số thuế của cơ sở"), kind="code", longest=40,
               hint=gettext_lazy("Để trống nếu là mã của cơ sở bạn"), also=("cơ sở", "mã cơ sở")),
        Column("is_foreign", gettext_lazy("Mã nước ngoài"), kind="flag", example="Không"),
        Column("certificate", gettext_lazy("Số giấy chứng nhận"), longest=60),
        Column("granted_on", gettext_lazy("Ngày cấp"), kind="day", example="01/05/2023"),
        Column("paid_until", gettext_lazy("Đã nộp phí đến hết năm"), kind="whole", least=2000, most=2100,
               example="2026"),
    ),
)  # fmt: skip


class _Refused(Exception):
    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.problem = Problem(key, sentence)


class _Batch:
    """What the register holds of the prefixes that a batch of rows names: five queries for all of them."""

    def __init__(self, by: Actor, rows: Sequence[Given]) -> None:
        self.by = by
        texts = {row.values["enterprise"] for row in rows}
        self._own = queries.own_enterprise(by) if None in texts else None
        self._holders = queries.enterprises_called(by, texts - {None}, KEEP_PREFIXES)
        digits = {row.values["digits"] for row in rows}
        self._kept = queries.prefixes_of(by, digits, KEEP_PREFIXES)
        self._overlapping = queries.overlapping_among(digits)

    def row(self, row: Mapping[str, Any]) -> tuple[Enterprise, CompanyPrefix | None]:
        """Whose it is, and the prefix when it stands already. Raises _Refused."""
        holder = self._holder(row["enterprise"])
        if row["paid_until"] is not None:
            _asked(lambda: actions.check_year(row["paid_until"]))
        kept = self._kept.get(row["digits"])
        if kept is None or kept.enterprise_id != holder.pk:
            self._check_new(holder, row)
            return holder, None
        for key in ("is_foreign", "certificate", "granted_on"):
            if row[key] is not None and row[key] != getattr(kept, key):
                raise _Refused(
                    key, _("Sổ ghi khác. So lại với giấy chứng nhận, hoặc để trống ô này.")
                )
        if row["paid_until"] is not None and (kept.paid_until or 0) > row["paid_until"]:
            told = _("Sổ đã ghi nộp phí đến hết năm %(year)d.") % {"year": kept.paid_until}
            raise _Refused("paid_until", told)
        return holder, kept

    def _holder(self, text: str | None) -> Enterprise:
        found = self._own if text is None else self._holders.get(text)
        if found is None:
            told = _("Không có cơ sở nào mang mã đó mà bạn được ghi mã doanh nghiệp.")
            raise _Refused("enterprise", told)
        return found

    def _check_new(self, holder: Enterprise, row: Mapping[str, Any]) -> None:
        _asked(
            lambda: actions.check_prefix(
                self.by,
                holder,
                row["digits"],
                is_foreign=bool(row["is_foreign"]),
                overlapping=self._overlapping.get,
            )
        )


def _asked(check: Any) -> None:
    try:
        check()
    except BarcodesError as error:
        field = {"year": "paid_until"}.get(error.field, error.field)
        raise _Refused(field, str(error)) from None


def check(by: Actor, rows: Sequence[Given]) -> dict[int, list[Problem]]:
    found: dict[int, list[Problem]] = {}
    batch = _Batch(by, rows)
    for row in rows:
        try:
            batch.row(row.values)
        except _Refused as refused:
            found[row.number] = [refused.problem]
    return found


def apply(by: Actor, rows: Sequence[Given]) -> list[Applied]:
    """Raises RowRefusedError for a row that is no longer right."""
    told = []
    batch = _Batch(by, rows)
    for row in rows:
        try:
            told.append(_apply(batch, row.values))
        except _Refused as refused:
            one = refused.problem
            raise RowRefusedError(row.number, one.sentence, one.key) from None
        except BarcodesError as error:
            raise RowRefusedError(row.number, str(error), error.field) from None
    return told


def _apply(batch: _Batch, row: Mapping[str, Any]) -> Applied:
    by, (holder, kept) = batch.by, batch.row(row)
    digits, year = row["digits"], row["paid_until"]
    if kept is None:
        actions.hold_prefix(
            by=by,
            enterprise=holder,
            digits=digits,
            is_foreign=bool(row["is_foreign"]),
            certificate=row["certificate"] or "",
            granted_on=row["granted_on"],
            paid_until=year,
        )
        return Applied("created", digits, digits)
    if year is None or year == kept.paid_until:
        return Applied("unchanged", digits, digits)
    before = {"year": year, "paid_until": kept.paid_until}
    actions.pay_fee(by=by, digits=digits, year=year)
    return Applied("updated", digits, digits, before)


def undo(by: Actor, rows: Sequence[Done]) -> list[str]:
    """A sentence for each row that has to stay."""
    told = []
    for row in rows:
        digits, before = row.applied.subject, row.applied.before
        try:
            if row.applied.outcome == "created":
                actions.withdraw_prefix(by=by, digits=digits)
            elif row.applied.outcome == "updated":
                actions.undo_payment(
                    by=by, digits=digits, year=before["year"], before=before["paid_until"]
                )
        except BarcodesError as error:
            told.append(str(error))
        else:
            told.append("")
    return told


PREFIXES: Final = Importer(
    code="ma-doanh-nghiep",
    title=gettext_lazy("Mã doanh nghiệp GS1"),
    right=KEEP_PREFIXES,
    sheet=SHEET,
    check=check,
    apply=apply,
    undo=undo,
    address=lambda subject: reverse("barcodes:prefix", args=[subject]),
    lead=gettext_lazy("Mã mà GS1 đã cấp cho cơ sở, và năm đã nộp phí."),
)
