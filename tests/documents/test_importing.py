"""An import from file to receipt and back: what is written, what is refused, who may, and when."""

from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from tests import people
from tests.documents.organisations import ORGANISATIONS, give_key, names, sheet
from txng.accounts.actors import Grant
from txng.accounts.models import JournalEntry, Organisation
from txng.documents import actions, queries, rules
from txng.documents.errors import NotAllowedError, NotThereError, WrongStateError
from txng.documents.models import ImportRow, ImportRun
from txng.ui.sheets.errors import SheetError

pytestmark = pytest.mark.django_db


def start(by, *rows, name="tổ chức.xlsx"):
    """A run that was checked."""
    run = actions.start_import(by=by, importer=ORGANISATIONS, file_name=name, content=sheet(*rows))
    actions.work_on(run.pk)
    run.refresh_from_db()
    return run


def take_over(by, run, mode):
    actions.apply_import(by=by, number=run.number, mode=mode)
    actions.work_on(run.pk)
    run.refresh_from_db()
    return run


def take_back(by, run):
    actions.undo_import(by=by, number=run.number)
    actions.work_on(run.pk)
    run.refresh_from_db()
    return run


def imported():
    return set(Organisation.objects.filter(name__startswith="Tổ").values_list("name", flat=True))


def verbs():
    lines = JournalEntry.objects.filter(verb__startswith="import.").order_by("pk")
    return [line.verb.removeprefix("import.") for line in lines]


def test_a_file_that_is_right_is_written_whole_and_leaves_a_receipt(binh):
    run = start(binh, *names(5))
    assert (run.state, run.total, run.good, run.wrong) == (rules.CHECKED, 5, 5, 0)
    assert imported() == set()
    run = take_over(binh, run, rules.ALL)
    assert (run.state, run.created, run.done) == (rules.DONE, 5, 5)
    assert imported() == {f"Tổ hợp tác {n}" for n in range(5)}
    assert verbs() == ["started", "confirmed", "applied"]
    assert run.applied_at is not None


def test_wrong_rows_are_told_and_the_others_can_be_written_without_them(binh):
    run = start(
        binh, *names(2), ["Tổ lạc loài", "bệnh viện"], ["", "Cơ quan"], ["Tổ cuối", "cơ quan"]
    )
    assert (run.good, run.wrong) == (3, 2)
    told = [(p.number, p.column, p.sentence) for p in queries.problems(binh, run)]
    assert told == [
        (4, "Loại", "Cần một trong: Doanh nghiệp, Cơ quan; nhận được “bệnh viện”."),
        (5, "Tên", "Ô này không được trống."),
    ]
    with pytest.raises(WrongStateError, match="Có 2 dòng lỗi"):
        actions.apply_import(by=binh, number=run.number, mode=rules.ALL)
    run = take_over(binh, run, rules.GOOD_ROWS)
    assert (run.state, run.created, run.wrong) == (rules.DONE, 3, 2)
    assert imported() == {"Tổ hợp tác 0", "Tổ hợp tác 1", "Tổ cuối"}


def test_the_register_itself_may_find_a_row_wrong(binh):
    people.agency("Tổ hợp tác 1")
    run = start(binh, *names(3))
    (problem,) = queries.problems(binh, run)
    assert (problem.number, problem.sentence) == (3, "“Tổ hợp tác 1” đã có, là loại khác.")


def test_what_is_there_already_is_counted_as_unchanged(binh):
    people.enterprise("Tổ hợp tác 0")
    run = take_over(binh, start(binh, *names(2)), rules.ALL)
    assert (run.created, run.unchanged) == (1, 1)


def test_all_or_nothing_writes_nothing_when_one_row_is_no_longer_right(binh):
    run = start(binh, *names(4))
    people.agency("Tổ hợp tác 2")  # between check and decision
    run = take_over(binh, run, rules.ALL)
    assert (run.state, run.created, run.wrong) == (rules.CHECKED, 0, 1)
    assert run.failure == "Dòng 4: “Tổ hợp tác 2” vừa được ghi là loại khác. Chưa ghi dòng nào."
    assert imported() == {"Tổ hợp tác 2"}
    assert take_over(binh, run, rules.GOOD_ROWS).created == 3


def test_of_good_rows_only_the_one_that_changed_is_refused(binh):
    run = start(binh, *names(4))
    people.agency("Tổ hợp tác 2")
    run = take_over(binh, run, rules.GOOD_ROWS)
    assert (run.state, run.created, run.refused) == (rules.DONE, 3, 1)
    (row,) = queries.leftovers(binh, run)
    assert (row.number, row.said) == (4, "“Tổ hợp tác 2” vừa được ghi là loại khác.")


def test_a_whole_import_is_taken_back(binh):
    people.enterprise("Tổ hợp tác 0")
    run = take_over(binh, start(binh, *names(3)), rules.ALL)
    run = take_back(binh, run)
    assert (run.state, run.taken_back, run.kept) == (rules.UNDONE, 2, 0)
    assert imported() == {"Tổ hợp tác 0"}  # it was there before
    assert verbs()[-2:] == ["undo_begun", "undone"]


def test_what_was_used_meanwhile_stays_and_says_why(binh):
    run = take_over(binh, start(binh, *names(3)), rules.ALL)
    give_key("Tổ hợp tác 1")
    run = take_back(binh, run)
    assert (run.taken_back, run.kept) == (2, 1)
    (row,) = queries.leftovers(binh, run)
    assert (row.title, row.said) == (
        "Tổ hợp tác 1",
        "“Tổ hợp tác 1” đã có khóa máy, không bỏ được.",
    )
    assert imported() == {"Tổ hợp tác 1"}


def test_after_a_day_an_import_stays(binh):
    run = take_over(binh, start(binh, *names(1)), rules.ALL)
    late = run.applied_at + timedelta(hours=24)
    with pytest.raises(WrongStateError, match="Đã quá 24 giờ"):
        actions.undo_import(by=binh, number=run.number, now=late)
    actions.undo_import(by=binh, number=run.number, now=late - timedelta(seconds=1))


@pytest.mark.parametrize("verb", [actions.undo_import, actions.drop_import])
def test_what_was_taken_back_or_dropped_is_over(binh, verb):
    run = start(binh, *names(1))
    actions.drop_import(by=binh, number=run.number)
    with pytest.raises(WrongStateError, match="đang ở bước “Đã bỏ, chưa ghi gì”"):
        verb(by=binh, number=run.number)


def test_a_decision_is_taken_once(binh):
    run = start(binh, *names(1))
    actions.apply_import(by=binh, number=run.number, mode=rules.ALL)
    with pytest.raises(WrongStateError, match="không ghi được nữa"):
        actions.apply_import(by=binh, number=run.number, mode=rules.ALL)


def test_only_whoever_has_the_right_begins(db):
    an = people.signed_in_actor(people.an())
    with pytest.raises(NotAllowedError, match="chưa được giao quyền nhập “Tổ chức”"):
        actions.start_import(
            by=an, importer=ORGANISATIONS, file_name="x.xlsx", content=sheet(*names(1))
        )
    nobody = people.binh()  # a machine with the same rights: no person to go on in the name of
    assert nobody.person_id is None
    with pytest.raises(NotAllowedError):
        actions.start_import(
            by=nobody, importer=ORGANISATIONS, file_name="x.xlsx", content=sheet(*names(1))
        )


def test_dung_does_not_see_what_others_import(binh):
    run = start(binh, *names(1))
    same_right = people.signed_in_actor(people.with_role(people.chi(), "thuong-truc"))
    assert same_right.may(ORGANISATIONS.right)
    for stranger in (people.signed_in_actor(people.dung()), same_right):
        assert queries.run(stranger, run.number) is None
        assert not queries.rows(stranger, run).exists()
        for verb in (actions.undo_import, actions.drop_import):
            with pytest.raises(NotThereError, match="Không có lần nhập số NK-"):
                verb(by=stranger, number=run.number)
        with pytest.raises(NotThereError, match="Không có lần nhập số NK-"):
            actions.apply_import(by=stranger, number=run.number, mode=rules.ALL)


@pytest.mark.parametrize(
    ("territories", "sectors", "sees"),
    [
        (None, None, True),  # the whole province
        (frozenset(), frozenset(), True),  # the things of one's own organisation
        (frozenset({"25126"}), None, False),
        (None, frozenset({"y-te"}), False),
    ],
)
def test_a_colleague_sees_an_import_whose_right_does_not_end_elsewhere(
    binh, territories, sectors, sees
):
    run = start(binh, *names(1))
    reach = Grant(frozenset({ORGANISATIONS.right}), territories, sectors)
    colleague = replace(
        people.signed_in_actor(people.chi()),
        organisation_id=binh.organisation_id, scopes=frozenset(), grants=(reach,),
    )  # fmt: skip
    assert (queries.run(colleague, run.number) is not None) is sees
    assert queries.rows(colleague, run).exists() is sees
    if not sees:
        with pytest.raises(NotThereError):
            actions.apply_import(by=colleague, number=run.number, mode=rules.ALL)
    own = replace(binh, scopes=frozenset(), grants=(reach,))
    assert queries.run(own, run.number) is not None


def test_a_person_who_lost_the_right_meanwhile_writes_nothing(binh):
    from txng.accounts.models import Assignment

    run = start(binh, *names(2))
    actions.apply_import(by=binh, number=run.number, mode=rules.ALL)
    Assignment.objects.filter(person_id=binh.person_id).update(
        valid_until=timezone.now() - timedelta(seconds=1),
        valid_from=timezone.now() - timedelta(days=1),
    )
    actions.work_on(run.pk)
    run.refresh_from_db()
    assert (run.state, run.failure) == (rules.FAILED, "Người gửi không còn quyền nhập vào sổ này.")
    assert imported() == set()


def test_a_file_that_cannot_be_used_begins_nothing(binh, folder):
    with pytest.raises(SheetError):
        actions.start_import(by=binh, importer=ORGANISATIONS, file_name="x", content=b"PK no")
    assert (ImportRun.objects.count(), folder.exists()) == (0, False)


def test_what_is_written_is_what_was_checked_and_not_the_file_again(binh, folder):
    run = start(binh, *names(2))
    for path in folder.rglob("NK-*"):
        path.write_bytes(sheet(*names(2, prefix="Tổ khác")))
    take_over(binh, run, rules.ALL)
    assert imported() == {"Tổ hợp tác 0", "Tổ hợp tác 1"}


def test_days_and_numbers_reach_the_importer_as_they_were_read(binh, importer, monkeypatch):
    from dataclasses import replace
    from datetime import date
    from decimal import Decimal

    from txng.documents import imports

    seen = []

    def remember(by, rows):
        seen.extend(row.values for row in rows)
        return importer.apply(by, rows)

    monkeypatch.setitem(imports._IMPORTERS, "to-chuc", replace(importer, apply=remember))
    take_over(binh, start(binh, ["Tổ 1", "Cơ quan", "5/3/2025", "12,50"]), rules.ALL)
    assert seen == [
        {"name": "Tổ 1", "kind": "agency", "since": date(2025, 3, 5), "share": Decimal("12.50")}
    ]


def test_the_marked_copy_names_what_the_register_found(binh):
    import io

    import openpyxl

    people.agency("Tổ hợp tác 1")
    run = start(binh, *names(2))
    book = openpyxl.load_workbook(io.BytesIO(queries.marked_copy(binh, run)))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0] == ("Tên", "Loại", "Từ ngày", "Phần vốn (%)", "Lỗi")
    assert rows[1][4] is None
    assert rows[2][4] == "Loại: “Tổ hợp tác 1” đã có, là loại khác."


def test_files_are_destroyed_after_a_month_and_receipts_stay(binh, folder):
    run = take_over(binh, start(binh, *names(1)), rules.ALL)
    assert [path.read_bytes()[:2] for path in folder.rglob("NK-*")] == [b"PK"]
    assert actions.forget_old_files(by=binh, now=run.created_at + timedelta(days=29)) == 0
    assert actions.forget_old_files(by=binh, now=run.created_at + timedelta(days=31)) == 1
    assert list(folder.rglob("NK-*")) == []
    assert queries.marked_copy(binh, ImportRun.objects.get()) is None
    assert ImportRow.objects.count() == 1


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[-3000:]
    return unescape(response.content.decode())


def test_a_person_imports_from_page_to_page(binh):
    client = people.client_of(people.binh())
    assert "Doanh nghiệp và cơ quan có tài khoản." in page(client, "/nhap-excel")
    assert "Như trên giấy phép." in page(client, "/nhap-excel/to-chuc")
    template = client.get("/nhap-excel/to-chuc/mau.xlsx")
    assert template["Content-Disposition"] == 'attachment; filename="mau-to-chuc-1.xlsx"'
    sent = client.post("/nhap-excel/to-chuc", {"file": upload(*names(2), ["Tổ sai", "gì đó"])})
    run = ImportRun.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, f"/nhap-excel/lan/{run.number}")
    checked = page(client, sent["Location"])
    assert "nhận được “gì đó”" in checked
    assert "Ghi 2 dòng đúng, bỏ 1 dòng lỗi" in checked
    assert client.get(f"{sent['Location']}/loi.xlsx").content[:2] == b"PK"
    client.post(f"{sent['Location']}/ghi", {"mode": "good"})
    receipt = page(client, sent["Location"])
    assert run.number in receipt
    assert "Hoàn tác cả lần nhập…" in receipt
    assert "Tổ hợp tác 1" in page(client, f"{sent['Location']}/dong")
    assert "2 mục thêm mới sẽ bị bỏ" in page(client, f"{sent['Location']}/hoan-tac")
    client.post(f"{sent['Location']}/hoan-tac")
    assert "Đã hoàn tác" in page(client, sent["Location"])
    assert imported() == set()
    assert run.number in page(client, "/nhap-excel")


def test_a_wrong_file_is_told_at_the_field(binh):
    client = people.client_of(people.binh())
    response = client.post(
        "/nhap-excel/to-chuc", {"file": upload_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")}
    )
    text = unescape(response.content.decode())
    assert response.status_code == 400
    assert text.count("Bỏ mật khẩu và lưu lại thành .xlsx.") == 2
    assert "Chọn tệp .xlsx hoặc .csv." in unescape(
        client.post("/nhap-excel/to-chuc").content.decode()
    )


def test_a_long_import_is_left_to_the_worker_and_its_page_waits(binh, monkeypatch):
    monkeypatch.setattr(rules, "INLINE_ROWS", 1)
    client = people.client_of(people.binh())
    sent = client.post("/nhap-excel/to-chuc", {"file": upload(*names(3))})
    waiting = page(client, sent["Location"])
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in waiting
    assert '<progress id="progress" max="3" value="0">' in waiting
    assert actions.finish_waiting_imports() == 1
    assert "Ghi cả 3 dòng" in page(client, sent["Location"])
    assert actions.finish_waiting_imports() == 0


def test_a_strangers_import_answers_like_a_missing_one(binh):
    run = start(binh, *names(1))
    client = people.client_of(people.dung())
    for address in ("", "/loi.xlsx", "/dong", "/hoan-tac"):
        foreign = client.get(f"/nhap-excel/lan/{run.number}{address}")
        missing = client.get(f"/nhap-excel/lan/NK-999999{address}")
        assert foreign.status_code == missing.status_code == 404
    for verb in ("ghi", "bo", "hoan-tac"):
        assert client.post(f"/nhap-excel/lan/{run.number}/{verb}").status_code == 404
    assert client.get("/nhap-excel/to-chuc").status_code == 404
    assert client.get("/nhap-excel/khong-co").status_code == 404


def upload(*rows):
    return upload_bytes(sheet(*rows))


def upload_bytes(content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("tổ chức.xlsx", content)
