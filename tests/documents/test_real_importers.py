"""The importers that ship, as their rooms register them: every template is one that our reader takes, and ten
thousand enterprises go in and come out again."""

import io

import openpyxl
import pytest
from django.apps import apps

from tests import people
from tests.ui.sheet_files import saved
from txng.documents import actions, imports, queries, rules
from txng.ui.sheets import reading, templates
from txng.ui.sheets.errors import WrongTemplateError

pytestmark = pytest.mark.django_db
KINDS = ["Hợp tác xã", "Hộ nông dân"]


@pytest.fixture(autouse=True)
def importer(monkeypatch):
    """Instead of the one importer of the other tests: what the rooms themselves register."""
    monkeypatch.setattr(imports, "_IMPORTERS", {})
    for config in apps.get_app_configs():
        if config.name.startswith("txng."):
            config.ready()


def test_rooms_register_importers():
    assert {"co-so", "thua"} <= set(imports._IMPORTERS)


def test_every_template_is_taken_by_the_reader_and_lacks_only_rows():
    for one in imports._IMPORTERS.values():
        with pytest.raises(WrongTemplateError, match="chưa có dòng dữ liệu nào"):
            reading.read(one.sheet, templates.written(one.sheet))


def test_every_example_of_a_template_is_a_value_of_its_column():
    wrong = []
    for one in imports._IMPORTERS.values():
        for column in one.sheet.columns:
            if not column.example or (column.kind == "choice" and not column.options()):
                continue  # groups of products are rows of the register: none in an empty one
            try:
                assert column.reader()(column.example) is not None
            except ValueError as error:
                wrong.append(f"{one.code}.{column.key}: {error}")
    assert wrong == []


def test_every_importer_needs_a_right_that_a_shipped_role_gives(db):
    from txng.conf import roles

    given = {right for code in roles.ROLES for right in roles.rights_of(code)}
    assert {one.right for one in imports._IMPORTERS.values()} <= given


def enterprises(count):
    """Our template filled in by Excel (openpyxl)."""
    sheet = imports._IMPORTERS["co-so"].sheet
    book = openpyxl.load_workbook(io.BytesIO(templates.written(sheet)))
    places = {column.key: index for index, column in enumerate(sheet.columns, 1)}
    kinds = [str(title) for _value, title in sheet.column("kind").options()]
    household = next(kind for kind in kinds if "Hợp tác xã" in kind)
    sector = str(sheet.column("sector").options()[0][1])
    for number in range(count):
        values = {
            "name": f"Hợp tác xã thử {number}",
            "kind": household,
            "commune": "Xã Đạ Tẻh",
            "sector": sector,
            "workers": 10,
        }
        for key, value in values.items():
            book.worksheets[0].cell(number + 2, places[key], value)
    return saved(book)


def test_enterprises_are_checked_written_and_taken_back():
    from txng.parties.models import Enterprise

    binh = people.signed_in_actor(people.binh())
    run = actions.start_import(
        by=binh, importer=imports._IMPORTERS["co-so"], file_name="a.xlsx", content=enterprises(5)
    )
    actions.work_on(run.pk)
    run.refresh_from_db()
    assert (run.state, run.wrong) == (rules.CHECKED, 0), queries.problems(binh, run)[:3]
    actions.apply_import(by=binh, number=run.number, mode=rules.ALL)
    actions.work_on(run.pk)
    run.refresh_from_db()
    assert (run.state, run.created, Enterprise.objects.count()) == (rules.DONE, 5, 5), run.failure
    actions.undo_import(by=binh, number=run.number)
    actions.work_on(run.pk)
    run.refresh_from_db()
    assert (run.state, run.taken_back, run.kept) == (rules.UNDONE, 5, 0)
