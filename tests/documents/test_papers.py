"""A paper goes from draft to number: who may do what, and that numbers have no gaps."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from tests import people
from tests.documents import paper_samples
from txng.accounts.actors import Actor, operator_for
from txng.accounts.models import JournalEntry
from txng.documents import actions, queries
from txng.documents.errors import (
    FieldError,
    NotAllowedError,
    NotThereError,
    StaleError,
    WrongStateError,
)
from txng.documents.models import NumberRegister, PaperRecord
from txng.documents.papers import stored, write_pdf
from txng.documents.papers.typed import Typed
from txng.documents.queries import official as paper_queries
from txng.documents.rules import papers as rules

pytestmark = pytest.mark.django_db
REASON = "Sai số liệu ở bảng 2"


def drafter() -> Actor:
    return replace(people.binh(), name="Bình soạn")


def signer() -> Actor:
    return replace(people.binh(), name="Bình ký")


def typed(**changed: str) -> Typed:
    filled = {
        "kind": "bao-cao",
        "about": "Kết quả quý I năm 2026",
        "bases": "Căn cứ Kế hoạch số 6736/KH-UBND",
        "text": "# I. KẾT QUẢ\n\nĐã kết nối 12 cơ sở.\n\n- một;\n- hai.",
        "recipients": "UBND tỉnh\nLưu: VT",
        "title": "GIÁM ĐỐC",
        "name": "Nguyễn Văn A",
    }
    return Typed(**(filled | changed))


def drafted(**changed: str) -> PaperRecord:
    return actions.draft_typed(by=drafter(), typed=typed(**changed))


def signed(**changed: str) -> PaperRecord:
    one = actions.send_to_sign(by=drafter(), paper=drafted(**changed))
    return actions.sign(by=signer(), paper=one)


def issued(**changed: str) -> PaperRecord:
    return actions.issue(by=signer(), paper=signed(**changed))


def test_a_paper_is_drafted_signed_by_another_and_gets_the_next_number(time_machine) -> None:
    time_machine.move_to("2026-04-01 03:00:00Z")
    one, two = issued(), issued()
    head = paper_queries.letterhead(drafter())
    assert one.written_number == f"01/BC-{head.abbreviation}"
    assert two.number == 2
    assert (one.year, one.issued_on) == (2026, date(2026, 4, 1))
    told = [(step.kind, step.by) for step in paper_queries.steps(signer(), one)]
    assert told == [
        ("draft", "Bình soạn"),
        ("sent", "Bình soạn"),
        ("signed", "Bình ký"),
        ("issued", "Bình ký"),
    ]
    printed = paper_queries.content(signer(), one)
    assert (printed.number, printed.day) == ("01", date(2026, 4, 1))
    verbs = JournalEntry.objects.filter(
        subject_id=str(one.pk), subject_kind="documents.paperrecord"
    ).values_list("verb", flat=True)
    assert set(verbs) == {"paper.drafted", "paper.sent", "paper.signed", "paper.issued"}


def test_each_symbol_and_each_year_counts_for_itself(time_machine) -> None:
    time_machine.move_to("2026-12-31 10:00:00Z")
    report, letter = issued(), issued(kind="cong-van")
    time_machine.move_to("2027-01-02 03:00:00Z")
    assert (report.number, letter.number, issued().number) == (1, 1, 1)


def test_the_drafter_does_not_sign() -> None:
    one = actions.send_to_sign(by=drafter(), paper=drafted())
    with pytest.raises(NotAllowedError, match="không tự ký"):
        actions.sign(by=drafter(), paper=one)


def test_two_sessions_of_one_person_are_one_person() -> None:
    me = replace(drafter(), person_id=None)
    assert not rules.is_same_person((5, "a"), (6, "a"))
    assert rules.is_same_person((5, "a"), (5, "đổi tên"))
    assert rules.is_same_person((me.person_id, "operator"), (5, "operator"))


def test_a_step_out_of_turn_is_refused_and_says_where_the_paper_is() -> None:
    one = drafted()
    for act in (actions.sign, actions.issue):
        with pytest.raises(WrongStateError, match="Dự thảo"):
            act(by=signer(), paper=one)
    with pytest.raises(WrongStateError):
        actions.withdraw(by=signer(), paper=one, reason=REASON)
    done = issued()
    with pytest.raises(WrongStateError, match="Đã phát hành"):
        actions.issue(by=signer(), paper=done)
    assert NumberRegister.objects.get(symbol=done.symbol).last == done.number


def test_what_was_signed_is_kept_by_its_digest_and_issued_only_if_it_is_still_that() -> None:
    one = signed()
    assert one.digest == stored.digest(one.content)
    PaperRecord.objects.filter(pk=one.pk).update(content={**one.content, "about": "Khác"})
    with pytest.raises(WrongStateError, match="không còn khớp"):
        actions.issue(by=signer(), paper=one)
    assert not NumberRegister.objects.filter(last__gt=0).exists()


def test_the_signer_signs_what_was_on_the_page() -> None:
    one = actions.send_to_sign(by=drafter(), paper=drafted())
    with pytest.raises(WrongStateError, match="đọc bản mới"):
        actions.sign(by=signer(), paper=one, digest="0" * 64)
    assert actions.sign(by=signer(), paper=one, digest=stored.digest(one.content)).digest


def test_a_paper_sent_back_is_a_draft_again_with_the_reason_and_no_signature() -> None:
    one = actions.give_back(by=signer(), paper=signed(), reason=REASON)
    assert (one.state, one.digest) == (rules.DRAFTED, "")
    assert paper_queries.steps(signer(), one)[-1].note == REASON
    with pytest.raises(FieldError):
        actions.give_back(by=signer(), paper=signed(), reason="x")


def test_a_withdrawn_paper_keeps_its_number() -> None:
    one = actions.withdraw(by=signer(), paper=issued(), reason=REASON)
    assert (one.state, one.number, issued().number) == (rules.WITHDRAWN, 1, 2)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"about": " "}, "about"),
        ({"text": ""}, "text"),
        ({"name": ""}, "name"),
        ({"text": "Kính gửi [tên cơ quan]."}, "text"),
    ],
)
def test_what_is_not_whole_is_not_sent(changed: dict[str, str], field: str) -> None:
    with pytest.raises(FieldError) as refused:
        actions.send_to_sign(by=drafter(), paper=drafted(**changed))
    assert refused.value.field == field


def test_a_second_tab_does_not_overwrite_the_first() -> None:
    one = drafted()
    saved = actions.save_typed(
        by=drafter(), paper=one, version=1, typed=typed(text="Bản của thẻ 1")
    )
    with pytest.raises(StaleError, match="Chép phần của bạn"):
        actions.save_typed(by=drafter(), paper=one, version=1, typed=typed(text="Bản của thẻ 2"))
    assert saved.version == 2
    again = actions.save_typed(
        by=drafter(), paper=one, version=2, typed=typed(text="Bản của thẻ 1")
    )
    assert again.version == 2


def test_a_paper_that_was_sent_is_not_edited() -> None:
    one = actions.send_to_sign(by=drafter(), paper=drafted())
    with pytest.raises(WrongStateError, match="không còn là dự thảo"):
        actions.save_typed(by=drafter(), paper=one, version=one.version, typed=typed())


def test_texts_that_are_too_long_are_refused_with_the_figures() -> None:
    with pytest.raises(FieldError, match="200001"):
        drafted(text="x" * 200_001)
    with pytest.raises(FieldError, match="500"):
        drafted(about="x" * 501)
    with pytest.raises(FieldError) as refused:
        drafted(recipients="\n".join("abc"[:1] * 61))
    assert refused.value.field == "recipients"


def test_another_room_hands_over_a_finished_paper_and_changes_its_draft_later() -> None:
    whole = paper_samples.paper(number="99", rows=3)
    one = actions.draft_paper(by=drafter(), paper=whole, source="reports.report:12")
    again = actions.draft_paper(
        by=drafter(), paper=replace(whole, about="Bản sửa"), source="reports.report:12"
    )
    assert (again.pk, again.about, again.number) == (one.pk, "Bản sửa", None)
    kept = paper_queries.content(drafter(), again)
    assert stored.to_json(kept) == stored.to_json(replace(whole, about="Bản sửa"))
    assert queries.paper_of_source(drafter(), "reports.report:12") == again
    assert b"%PDF" in write_pdf(kept)[:8]
    with pytest.raises(WrongStateError, match="do phần mềm lập"):
        actions.save_typed(by=drafter(), paper=again, version=again.version, typed=typed())


def test_dung_sees_no_paper_of_binh_and_can_do_nothing_to_it() -> None:
    one = drafted()
    stranger = people.dung()
    assert not queries.papers(stranger).exists()
    other = people.staff_of("so-y-te", "thuong-truc")
    assert queries.paper(other, one.pk) is None
    assert not paper_queries.steps(other, one)
    for act in (actions.send_to_sign, actions.sign, actions.issue):
        with pytest.raises((NotAllowedError, NotThereError)):
            act(by=stranger, paper=one)
        with pytest.raises((NotThereError, WrongStateError)):
            act(by=other, paper=one)


def test_an_officer_drafts_and_does_neither_sign_nor_number() -> None:
    officer = people.with_role(people.binh(), "can-bo")
    one = actions.draft_typed(by=officer, typed=typed())
    one = actions.send_to_sign(by=officer, paper=one)
    with pytest.raises(NotAllowedError, match="Ký văn bản"):
        actions.sign(by=replace(officer, name="khác"), paper=one)
    one = actions.sign(by=people.with_role(people.binh(), "lanh-dao"), paper=one)
    with pytest.raises(NotAllowedError, match="Cấp số"):
        actions.issue(by=officer, paper=one)


def test_the_database_refuses_the_same_number_twice_and_a_number_on_a_draft() -> None:
    one, two = issued(), issued()
    for values in ({"number": one.number}, {"state": "draft"}, {"digest": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PaperRecord.objects.filter(pk=two.pk).update(**values)


def test_the_letterhead_is_set_once_for_all_papers_that_come_after() -> None:
    actions.set_letterhead(
        by=signer(), version=0, parent="UBND TỈNH LÂM ĐỒNG", body="SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        abbreviation="SKHCN", place="Lâm Đồng",
    )  # fmt: skip
    printed = paper_queries.content(drafter(), drafted())
    assert (printed.body, printed.symbol) == ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "BC-SKHCN")
    with pytest.raises(StaleError):
        actions.set_letterhead(
            by=signer(), version=0, parent="", body="B", abbreviation="B", place="C"
        )


def test_only_the_operator_dates_a_paper_of_the_past_and_days_go_on_as_numbers_do(
    time_machine,
) -> None:
    time_machine.move_to("2026-04-01 03:00:00Z")
    house = people.agency()
    operator = operator_for(house.pk, house.name)
    first = actions.issue(by=operator, paper=signed(), on=date(2026, 2, 3))
    assert (first.number, first.issued_on) == (1, date(2026, 2, 3))
    with pytest.raises(NotAllowedError):
        actions.issue(by=signer(), paper=signed(), on=date(2026, 2, 4))
    for wrong in (date(2026, 2, 2), date(2026, 4, 2)):
        with pytest.raises(FieldError):
            actions.issue(by=operator, paper=signed(), on=wrong)
    assert NumberRegister.objects.get(year=2026).last == 1


@pytest.mark.django_db(transaction=True)
def test_papers_issued_at_once_get_numbers_without_a_gap_and_never_the_same() -> None:
    waiting = [signed() for _count in range(8)]

    def number(one: PaperRecord) -> int | None:
        try:
            return actions.issue(by=signer(), paper=one).number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(number, waiting))
    assert sorted(taken) == list(range(1, 9))
