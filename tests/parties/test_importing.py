"""Sheets of parties and plots: checked, written, the same again, taken back."""

import time
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import people
from tests.parties import register
from tests.parties.register import LAC_DUONG
from tests.ui.sheet_files import saved
from txng.accounts.actors import operator
from txng.accounts.models import JournalEntry
from txng.documents import actions as imports
from txng.documents import rules
from txng.documents.imports import Applied, Done
from txng.parties import actions, importing
from txng.parties.actions import CodeFacts
from txng.parties.models import Enterprise, EnterpriseWord, Plot
from txng.parties.rules import tax_codes
from txng.ui.sheets.columns import Sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return people.signed_in_actor(people.officer(LAC_DUONG, "24846"))


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    for name in ("IMPORTS_FOLDER", "DOCUMENTS_FOLDER", "FILES_FOLDER"):
        if hasattr(settings, name):
            setattr(settings, name, tmp_path)


def book(sheet: Sheet, *rows: dict[str, object]) -> bytes:
    made = openpyxl.Workbook()
    made.active.append([str(column.title) for column in sheet.columns])
    for row in rows:
        made.active.append([row.get(column.key) for column in sheet.columns])
    return saved(made)


def started(by, importer, *rows):
    run = imports.start_import(
        by=by, importer=importer, file_name="sổ.xlsx", content=book(importer.sheet, *rows)
    )
    imports.work_on(run.pk)
    run.refresh_from_db()
    return run


def written(by, importer, *rows, mode=rules.ALL):
    run = started(by, importer, *rows)
    imports.apply_import(by=by, number=run.number, mode=mode)
    imports.work_on(run.pk)
    run.refresh_from_db()
    return run


def taken_back(by, run):
    imports.undo_import(by=by, number=run.number)
    imports.work_on(run.pk)
    run.refresh_from_db()
    return run


def party(name="Công ty cà phê Đồi Gió (hư cấu)", **more):
    usual = {
        "name": name, "kind": "Doanh nghiệp", "commune": "Xã Đạ Sar, Huyện Lạc Dương",
        "sector": "Nông nghiệp",
    }  # fmt: skip
    return usual | more


def test_new_parties_are_written_together_with_their_words(officer):
    run = written(
        officer, importing.ENTERPRISES, party(tax_code="0100233488"), party("Trà (hư cấu)")
    )
    assert (run.created, run.wrong) == (2, 0)
    kept = Enterprise.objects.get(tax_code="0100233488")
    assert (kept.code, kept.earlier_commune_code) == ("DV-000001-7", "24865")
    assert EnterpriseWord.objects.filter(of=kept, word=b"sar").exists()


def test_the_same_sheet_again_changes_nothing_and_another_value_does(officer):
    written(officer, importing.ENTERPRISES, party(tax_code="0100233488", phone="02633822222"))
    run = written(officer, importing.ENTERPRISES, party(tax_code="0100233488"))
    assert (run.created, run.updated, run.unchanged) == (0, 0, 1)
    run = written(
        officer, importing.ENTERPRISES, party("Tên mới (hư cấu)", tax_code="01 0023 3488")
    )
    kept = Enterprise.objects.get()
    assert (run.updated, kept.name, kept.phone) == (1, "Tên mới (hư cấu)", "02633822222")


def wrong_keys(run):
    """The columns at which the sheet is wrong, row by row."""
    return [key for row in run.rows.filter(outcome=rules.WRONG) for key, _told in row.problems]


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"tax_code": "0100233480"}, "tax_code"),
        ({"commune": "Hoàn Kiếm"}, "commune"),
        ({"commune": "Xã Phong Phú"}, "commune"),
        ({"commune": "Xã Đạ Tẻh"}, ""),
        ({"kind": "Công ty lạ"}, "kind"),
        ({"name": None}, "name"),
        ({"phone": "abc"}, "phone"),
        ({"code": "DV-000009-3"}, "code"),
    ],
)
def test_a_wrong_row_is_told_at_its_cell_and_the_good_ones_can_go_in(officer, changes, key):
    run = started(officer, importing.ENTERPRISES, party("Đúng (hư cấu)"), party(**changes))
    assert (run.good, run.wrong, wrong_keys(run)) == (1, 1, [key])
    imports.apply_import(by=officer, number=run.number, mode=rules.GOOD)
    imports.work_on(run.pk)
    assert [one.name for one in Enterprise.objects.all()] == ["Đúng (hư cấu)"]


def test_a_tax_code_that_a_foreign_party_has_is_told_without_telling_whose(officer):
    register.party("Bí mật (hư cấu)", commune_code="25126", tax_code="0100233488")
    found = importing.check_enterprises(
        officer, [given({**party(), "commune": "Xã Lạc Dương", "kind": "cong-ty",
                         "sector": "nong-nghiep", "tax_code": "0100233488"})]
    )  # fmt: skip
    (problem,) = found[2]
    assert problem.key == "tax_code"
    assert "Bí mật" not in problem.sentence


def given(values):
    from txng.documents.imports import Given

    return Given(2, values)


def test_an_import_is_taken_back_but_for_what_somebody_used(officer):
    run = written(officer, importing.ENTERPRISES, party("Một (hư cấu)"), party("Hai (hư cấu)"))
    register.plot(Enterprise.objects.get(name="Hai (hư cấu)"))
    run = taken_back(officer, run)
    assert [one.name for one in Enterprise.objects.all()] == ["Hai (hư cấu)"]
    assert (run.taken_back, run.kept, said(run)) == (
        1, 1, ["Đã có mục khác ghi theo hồ sơ này, nên giữ lại."],
    )  # fmt: skip
    withdrawn = JournalEntry.objects.get(verb="enterprise.withdrawn")
    assert (withdrawn.actor, withdrawn.details) == (officer.name, {"code": "DV-000001-7"})
    assert not EnterpriseWord.objects.filter(word=b"mot").exists()


def said(run):
    return [row.said for row in run.rows.filter(outcome=rules.KEPT)]


def test_a_batch_of_new_parties_is_taken_back_with_as_many_queries_as_a_few(officer):
    def queries_to_take_back(count):
        run = written(
            officer,
            importing.ENTERPRISES,
            *(party(f"Hợp tác xã {n} (hư cấu)") for n in range(count)),
        )
        imports.undo_import(by=officer, number=run.number)
        with CaptureQueriesContext(connection) as seen:
            imports.work_on(run.pk)
        assert not Enterprise.objects.exists()
        return len(seen)

    assert queries_to_take_back(40) == queries_to_take_back(2)


def test_an_entry_that_was_merged_since_the_import_leaves_the_other_as_it_is(officer):
    """Its code leads to the entry that was kept, which the import never touched."""
    other = register.party("Công ty khác (hư cấu)")
    written(officer, importing.ENTERPRISES, party(tax_code="0100233488"))
    run = written(officer, importing.ENTERPRISES, party("Hai (hư cấu)", tax_code="0100233488"))
    actions.merge_enterprises(
        by=operator(), keep=other, drop=Enterprise.objects.get(name="Hai (hư cấu)"), reason="một"
    )
    run = taken_back(officer, run)
    assert (run.taken_back, run.kept) == (0, 1)
    other.refresh_from_db()
    assert other.name == "Công ty khác (hư cấu)"


def test_who_lost_the_place_since_takes_nothing_back(officer):
    run = written(officer, importing.ENTERPRISES, party())
    (grant,) = officer.grants
    elsewhere = replace(officer, grants=(replace(grant, territories=frozenset({"25126"})),))
    rows = [Done(row.number, {}, Applied("created", row.subject, "")) for row in run.rows.all()]
    told = importing.undo_enterprises(elsewhere, rows)
    assert (told, Enterprise.objects.count()) == (
        ["Hồ sơ này không còn, hoặc ngoài địa bàn của bạn."], 1,
    )  # fmt: skip


def test_a_change_is_taken_back_unless_somebody_changed_it_since(officer):
    written(officer, importing.ENTERPRISES, party(tax_code="0100233488"))
    run = written(officer, importing.ENTERPRISES, party("Hai (hư cấu)", tax_code="0100233488"))
    taken_back(officer, run)
    assert Enterprise.objects.get().name == "Công ty cà phê Đồi Gió (hư cấu)"


def test_what_somebody_changed_since_the_import_stays(officer):
    written(officer, importing.ENTERPRISES, party(tax_code="0100233488"))
    run = written(officer, importing.ENTERPRISES, party("Hai (hư cấu)", tax_code="0100233488"))
    kept = Enterprise.objects.get()
    later = register.facts("Ba (hư cấu)", tax_code="0100233488", earlier_commune_code="24865")
    actions.edit_enterprise(by=operator(), enterprise=kept, facts=later)
    taken_back(officer, run)
    assert Enterprise.objects.get().name == "Ba (hư cấu)"


def plot(**more):
    usual = {"holder": "DV-000001-7", "name": "Đồi 3", "commune": "Xã Lạc Dương"}
    return usual | more


def test_plots_are_written_measured_and_taken_back(officer):
    register.party(tax_code="0100233488")
    rows = (
        plot(boundary=register.boundary(0, 0.002), declared_ha=4.8),
        plot(
            holder="0100233488", name="Đồi 4", boundary="12,1 108,61; 12,1 108,612;\n12,102 108,612"
        ),
        plot(name="Chưa đo"),
    )
    run = written(officer, importing.PLOTS, *rows)
    assert (run.created, run.wrong) == (3, 0)
    areas = [one.area_ha for one in Plot.objects.order_by("pk")]
    assert areas == [Decimal("4.8171"), Decimal("2.4085"), None]
    code = Plot.objects.order_by("pk").first().code
    again = written(officer, importing.PLOTS, plot(code=code, crop="Cà phê"))
    kept = Plot.objects.order_by("pk").first()
    assert (again.updated, kept.crop, kept.area_ha) == (1, "Cà phê", Decimal("4.8171"))
    taken_back(officer, again)
    assert Plot.objects.order_by("pk").first().crop == ""
    taken_back(officer, run)
    assert Plot.objects.count() == 1  # the first was changed and changed back since


def test_a_plot_that_a_code_of_an_area_covers_stays(officer):
    owner = register.party()
    run = written(officer, importing.PLOTS, plot(name="Một"), plot(name="Hai"))
    covered = Plot.objects.get(name="Hai")
    actions.register_site_code(
        by=operator(), enterprise=owner, facts=CodeFacts(
            kind="vung-trong", code="VN-LDOR-0042", issued_on=date(2023, 5, 1), plots=(covered,)
        ),
    )  # fmt: skip
    run = taken_back(officer, run)
    assert [one.name for one in Plot.objects.all()] == ["Hai"]
    assert (run.taken_back, run.kept) == (1, 1)
    assert JournalEntry.objects.get(verb="plot.withdrawn").details == {"code": "TH-000001-1"}


def test_the_old_commune_of_a_plot_stays_when_a_sheet_tells_the_same_one_of_today(officer):
    register.party()
    written(officer, importing.PLOTS, plot(commune="Xã Đạ Sar, Huyện Lạc Dương"))
    code = Plot.objects.get().code
    run = written(officer, importing.PLOTS, plot(code=code, crop="Cà phê"))
    assert (run.updated, Plot.objects.get().earlier_commune_code) == (1, "24865")


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"holder": "DV-000009-3"}, "holder"),
        ({"boundary": "12,1 108,6\nx"}, "boundary"),
        ({"boundary": "12,1 108,6"}, "declared_ha"),
        ({"planted_year": 15}, "planted_year"),
    ],
)
def test_a_wrong_plot_is_told(officer, changes, key):
    register.party()
    run = started(officer, importing.PLOTS, plot(**changes))
    assert (run.good, run.wrong, wrong_keys(run)) == (0, 1, [key])


def tax_code(number):
    """One that may exist: numbers without a tenth digit are left out."""
    nine = f"01{number:07}"
    return nine + tax_codes.check_digit(nine) if tax_codes.check_digit(nine) else ""


def test_a_batch_of_rows_is_checked_with_two_queries(officer, django_assert_num_queries):
    from txng.documents.imports import Given

    rows = [
        Given(number, party(f"Hộ {number} (hư cấu)", kind="nong-ho", sector="nong-nghiep",
                            commune="Xã Lạc Dương", tax_code=tax_code(number)))
        for number in range(2, 302)
    ]  # fmt: skip
    with django_assert_num_queries(2):  # codes are asked for only when some row has one
        assert importing.check_enterprises(officer, rows) == {}


def test_ten_thousand_rows_take_seconds_to_check():
    from txng.documents.imports import Given

    rows = [
        Given(number, party(f"Hộ {number} (hư cấu)", kind="nong-ho", sector="nong-nghiep",
                            commune="Xã Lạc Dương"))
        for number in range(300)
    ]  # fmt: skip
    before = time.process_time()
    importing.check_enterprises(operator(), rows)
    assert (time.process_time() - before) * 10_000 / 300 < 10
