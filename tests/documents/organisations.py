"""An importer of the tests: organisations, real records by the real verb, so that clashes are real."""

from django.utils import timezone

from tests.ui.sheet_files import saved
from txng.accounts import actions
from txng.accounts.errors import BadNameError
from txng.accounts.models import ApiKey, Organisation
from txng.documents.errors import RowRefusedError
from txng.documents.imports import Applied, Importer
from txng.ui.sheets.columns import Column, Sheet
from txng.ui.sheets.reading import Problem

SHEET = Sheet(
    name="organisations",
    title="Tổ chức",
    version=1,
    lead="Mỗi dòng một tổ chức.",
    columns=(
        Column("name", "Tên", required=True, unique=True, longest=200, hint="Như trên giấy phép."),
        Column(
            "kind",
            "Loại",
            kind="choice",
            required=True,
            choices=(("enterprise", "Doanh nghiệp"), ("agency", "Cơ quan")),
            example="Doanh nghiệp",
        ),
        Column("since", "Từ ngày", kind="day"),
        Column("share", "Phần vốn (%)", kind="number", least=0, most=100),
    ),
)
HEADS = ["Tên", "Loại", "Từ ngày", "Phần vốn (%)"]


def sheet(*rows):
    """The bytes of a workbook with these rows."""
    import openpyxl

    made = openpyxl.Workbook()
    for row in (HEADS, *rows):
        made.active.append(row)
    return saved(made)


def names(count, prefix="Tổ hợp tác"):
    return [[f"{prefix} {number}", "Doanh nghiệp"] for number in range(count)]


def check(by, rows):
    taken = dict(
        Organisation.objects.filter(name__in=[row.values["name"] for row in rows]).values_list(
            "name", "kind"
        )
    )
    return {
        row.number: [Problem("kind", f"“{row.values['name']}” đã có, là loại khác.")]
        for row in rows
        if taken.get(row.values["name"], row.values["kind"]) != row.values["kind"]
    }


def apply(by, rows):
    told = []
    for row in rows:
        name, kind = row.values["name"], row.values["kind"]
        found = Organisation.objects.filter(name=name).first()
        if found is not None and found.kind != kind:
            raise RowRefusedError(row.number, f"“{name}” vừa được ghi là loại khác.", "kind")
        if found is None:
            try:
                found = actions.create_organisation(by=by, name=name, kind=kind)
            except BadNameError as error:
                raise RowRefusedError(row.number, str(error), "name") from None
            told.append(Applied("created", str(found.pk), found.name))
        else:
            told.append(Applied("unchanged", str(found.pk), found.name))
    return told


def undo(by, rows):
    sentences = []
    for row in rows:
        if ApiKey.objects.filter(organisation_id=row.applied.subject).exists():
            sentences.append(f"“{row.applied.title}” đã có khóa máy, không bỏ được.")
        else:
            Organisation.objects.filter(pk=row.applied.subject).delete()
            sentences.append("")
    return sentences


ORGANISATIONS = Importer(
    code="to-chuc",
    title="Tổ chức",
    right="accounts.open",
    sheet=SHEET,
    check=check,
    apply=apply,
    undo=undo,
    address=lambda subject: f"/to-chuc/{subject}",
    lead="Doanh nghiệp và cơ quan có tài khoản.",
)


def give_key(name):
    """Somebody uses what was imported."""
    organisation = Organisation.objects.get(name=name)
    return ApiKey.objects.create(
        prefix="txng_aaaaaaaa", digest="0" * 64, organisation=organisation, scopes="query",
        created_at=timezone.now(), created_by="x",
    )  # fmt: skip
