"""Results: who was trained, by kind, agency, commune and subject; on the page and in files."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from tests import people
from tests.training import courses
from txng.documents import actions as sheets
from txng.documents.imports import importer
from txng.training.actions import learners
from txng.training.keys import VISITOR
from txng.training.models import Attendance, Learner
from txng.training.queries import classes_of_year, trained
from txng.training.queries import results as queries
from txng.ui.sheets import tables

pytestmark = pytest.mark.django_db
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def a_year():
    """Two classes: three people were there enough, of two kinds; one came once, one withdrew."""
    people.staff_of("so-nong-nghiep")  # the register knows the agencies of the Plan
    one = courses.opened(places=9)
    for number, changes in enumerate(
        ({"kind": "cong-chuc", "organisation": "Sở Nông nghiệp và Môi trường"}, {"kind": "ho"}), 1
    ):
        courses.attended(courses.registered(one, number, **changes), 1, 2)
    courses.attended(courses.registered(one, 3), 1)
    learners.withdraw(by=VISITOR, learner=courses.registered(one, 4))
    online = courses.opened(title="Trực tuyến", is_online=True, commune_code="", share=50)
    courses.attended(courses.registered(online, 5), 1)
    return one, online


def test_only_who_attended_enough_is_trained():
    one, online = a_year()
    told = trained(people.binh(), *YEAR)
    assert (told.people, told.classes, told.papers) == (3, 2, 0)
    assert told.by_kind == {"cong-chuc": 1, "ho": 2}
    assert told.by_agency == {"": 2, "so-nong-nghiep": 1}
    assert told.by_commune == {"": 1, courses.LAC_DUONG: 2}
    assert told.by_subject == {courses.SUBJECT: 3}
    assert told.by_month == {"2026-03": 3}
    assert {row.training_class_id for row in told.rows} == {one.pk, online.pk}
    assert trained(None, *YEAR, kind="ho", commune=courses.LAC_DUONG).people == 1
    assert trained(None, *YEAR, agency="so-nong-nghiep").people == 1
    assert trained(None, date(2026, 3, 12), YEAR[1]).people == 0
    assert trained(None, courses.SECOND, courses.SECOND).people == 3


def test_counting_by_hand_gives_the_same():
    a_year()
    found = 0
    for learner in Learner.objects.filter(state="co-cho").select_related("training_class"):
        there = Attendance.objects.filter(learner=learner).count()
        every = learner.training_class.sessions.count()
        found += there * 100 >= learner.training_class.share * every
    assert trained(None, *YEAR).people == found


def test_classes_of_a_year_carry_their_counts():
    one, online = a_year()
    rows = {row.pk: (row.learner_count, row.trained_count) for row in classes_of_year(None, 2026)}
    assert rows == {one.pk: (3, 2), online.pk: (1, 1)}
    assert list(classes_of_year(None, 2025)) == []


def test_the_page_and_its_files_say_the_same_and_no_names(django_assert_max_num_queries):
    a_year()
    client = people.client_of(people.binh())
    with django_assert_max_num_queries(30):
        page = client.get("/dao-tao/ket-qua", {"nam": "2026"}).content.decode()
    assert "<strong>3</strong>lượt người dự đủ" in page
    assert "Sở Nông nghiệp và Môi trường" in page
    book = openpyxl.load_workbook(
        BytesIO(client.get("/dao-tao/ket-qua?nam=2026&format=xlsx").content)
    )
    rows = list(book.worksheets[0].values)
    assert rows[0][-1] == "Lượt người"
    assert sum(row[-1] for row in rows[1:]) == 3
    text = client.get("/dao-tao/ket-qua?nam=2026&format=csv").content.decode()
    assert text.count("\n") == 4
    assert "hư cấu" not in text + page.partition("<main")[2]
    for odd in ("abcd", "1812", "٢٠٢٦", "20266"):
        assert client.get("/dao-tao/ket-qua", {"nam": odd, "kind": "<b>"}).status_code == 200
    assert people.client_of(people.dung()).get("/dao-tao/ket-qua").status_code == 403
    assert queries.result_lines(trained(None, date(2020, 1, 1), date(2020, 12, 31))) == []


def sheet(*rows) -> bytes:
    found = importer("diem-danh")
    heads = [(str(column.title), column.kind) for column in found.sheet.columns]
    return tables.written(str(found.sheet.title), heads, rows, {})


def test_a_list_on_paper_comes_in_as_a_sheet_and_is_taken_back():
    one = courses.opened(places=1)
    known, waiting = courses.registered(one, 1), courses.registered(one, 2)
    rows = (
        (one.code, 1, known.name, "Hộ sản xuất, kinh doanh", "", "", known.code),
        (one.code, 1, waiting.name, "ho", "", waiting.contact, ""),
        (one.code, 1, "Người mới (hư cấu)", "Doanh nghiệp", "Công ty mẫu", "", ""),
    )
    with courses.clock(courses.FIRST, 17):
        run = sheets.start_import(
            by=people.signed_in_actor(people.binh()), importer=importer("diem-danh"), file_name="giay.xlsx",
            content=sheet(*rows),
        )  # fmt: skip
        sheets.finish_if_small(run)
        run.refresh_from_db()
        assert (run.state, run.wrong) == ("checked", 0)
        sheets.finish_if_small(
            sheets.apply_import(
                by=people.signed_in_actor(people.binh()), number=run.number, mode="all"
            )
        )
        assert set(Attendance.objects.values_list("way", flat=True)) == {"tep"}
        assert Learner.objects.filter(state="co-cho", attended=1).count() == 3
        sheets.finish_if_small(
            sheets.undo_import(by=people.signed_in_actor(people.binh()), number=run.number)
        )
    assert not Attendance.objects.exists()
    assert Learner.objects.count() == 2


def test_wrong_rows_of_a_sheet_are_told_at_their_column():
    one = courses.opened()
    rows = (
        ("LH-2026-9999", 1, "A", "ho", "", "", ""),
        (one.code, 9, "B", "ho", "", "", ""),
        (one.code, 2, "C", "ho", "", "", ""),
        (one.code, 1, "D", "ho", "", "12", ""),
        (one.code, 1, "E", "ho", "", "", "ABC234"),
    )
    with courses.clock(courses.FIRST):
        run = sheets.start_import(
            by=people.signed_in_actor(people.binh()), importer=importer("diem-danh"), file_name="giay.xlsx",
            content=sheet(*rows),
        )  # fmt: skip
        sheets.finish_if_small(run)
    run.refresh_from_db()
    keys = [row.problems[0][0] for row in run.rows.order_by("number")]
    assert keys == ["class_code", "session", "", "contact", "code"]
