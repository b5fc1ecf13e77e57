"""Objects of documents for the matrix: An's and Dũng's imports, and the sheets that a role may send."""

import io
from collections.abc import Callable

import openpyxl

from tests import people
from tests.accounts.matrix import Objects
from tests.documents import for_matrix_of_papers
from tests.products import makers
from tests.ui.sheet_files import saved
from txng.accounts.actors import Actor
from txng.documents import actions, imports, rules
from txng.ui.sheets import templates

MISSING = "NK-999999"
AT_THE_AGENCY = frozenset({"thuong-truc", "can-bo"})
ROWS = {
    "san-pham": {
        "name": "Gạo nếp quýt Đạ Tẻh 5 kg",
        "group": "Gạo nếp",
        "own_code": "GAO-NEP-5KG",
    },
    "co-so": {"name": "Tổ hợp tác Gió (hư cấu)", "kind": "Tổ hợp tác", "commune": "Xã Đạ Tẻh"},
}


def sent(person: Actor, code: str = "san-pham", *, is_written: bool = False) -> str:
    """The number of an import of one row that this person sent and that was checked, or written too."""
    makers.group()
    makers.enterprise_of(person)
    importer = imports.importer(code)
    assert importer is not None
    book = openpyxl.load_workbook(io.BytesIO(templates.written(importer.sheet)))
    places = {column.key: index for index, column in enumerate(importer.sheet.columns, 1)}
    for key, value in ROWS[code].items():
        book.worksheets[0].cell(2, places[key], value)
    by = people.signed_in_actor(person)
    run = actions.start_import(
        by=by, importer=importer, file_name=f"{code}.xlsx", content=saved(book)
    )
    actions.work_on(run.pk)
    if is_written:
        actions.apply_import(by=by, number=run.number, mode=rules.ALL)
        actions.work_on(run.pk)
    run.refresh_from_db()
    assert run.state == (rules.DONE if is_written else rules.CHECKED), (run.state, run.failure)
    return run.number


def runs(*, is_written: bool = False) -> Callable[[], Objects]:
    """An's staff may change products and not the entry of the enterprise: that import is hidden from them.
    Nobody sees imports of another organisation, the standing agency neither."""

    def make() -> Objects:
        return Objects(
            own={"number": sent(people.an(), is_written=is_written)},
            adjacent={"number": sent(people.an(), "co-so")},
            foreign={"number": sent(people.dung(), is_written=is_written)},
            missing={"number": MISSING},
            seen_by={"adjacent": {"chu-co-so", "chu-co-so-cho"}},
            seen_by_ours=frozenset({"chu-co-so", "chu-co-so-cho", "nhan-vien"}),
        )

    return make


def sheets() -> Objects:
    """Registers belong to nobody; whoever may not change one finds no sheet for it."""
    return Objects(
        own={"code": "san-pham"},
        foreign={"code": "co-so"},
        missing={"code": "khong-co"},
        seen_by={"own": AT_THE_AGENCY, "foreign": AT_THE_AGENCY | {"chu-co-so", "chu-co-so-cho"}},
        seen_by_ours=frozenset({"chu-co-so", "chu-co-so-cho", "nhan-vien"}),
    )


OBJECTS = {
    **for_matrix_of_papers.OBJECTS,
    **{f"documents:{name}": runs() for name in ("run", "apply", "drop", "marked", "rows")},
    "documents:undo": runs(is_written=True),
    "documents:upload": sheets,
    "documents:template": sheets,
}
