"""The life of a recall: drafted, ordered by a second person, listed, answered, ended; what is public."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests import people
from tests.parties import register
from tests.supervision import recalling
from tests.supervision.recalling import BAG, CHERRY
from txng.accounts.models import JournalEntry
from txng.supervision import actions, queries
from txng.supervision.actions import recall_holders
from txng.supervision.actions.recall_holders import Answer
from txng.supervision.actions.recalls import Messages
from txng.supervision.errors import NoSuchRecallError, NotAllowedError, RecallError
from txng.supervision.models import Recall, RecallStep
from txng.supervision.queries import recalls as recall_queries
from txng.supervision.queries.recall_reach import Found, Reach
from txng.supervision.rules import recalls as rules
from txng.supervision.rules.recalls import Scope, Thing
from txng.transparency.models import Act

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 29)


# --- a second person --------------------------------------------------------------------------------


def test_whoever_drafts_cannot_order_whatever_the_role():
    binh = recalling.binh()
    one = recalling.draft(by=binh)
    with pytest.raises(NotAllowedError, match="người thứ hai"):
        actions.order_recall(by=binh, recall=one, typed="C1", revision=one.revision)
    one.refresh_from_db()
    assert (one.state, one.number) == ("draft", "")


def test_whoever_changed_the_draft_of_another_cannot_order_it_either():
    one = recalling.draft()
    binh = recalling.binh()
    actions.add_scope(by=binh, recall=one, scope=Scope(BAG, lot="L9"))
    one.refresh_from_db()
    with pytest.raises(NotAllowedError, match="người thứ hai"):
        actions.order_recall(by=binh, recall=one, typed="C1", revision=one.revision)


def test_an_inspector_drafts_and_does_not_order():
    one = recalling.draft(by=recalling.binh())
    with pytest.raises(NotAllowedError, match="ra lệnh"):
        actions.order_recall(by=recalling.chi(), recall=one, typed="C1", revision=one.revision)


def test_a_key_orders_nothing():
    one = recalling.draft()
    with pytest.raises(NotAllowedError, match="khóa máy"):
        actions.order_recall(by=people.binh(), recall=one, typed="C1", revision=one.revision)


@pytest.mark.parametrize("typed", ["", "c1", "C2", "C1 C1", "<script>"])
def test_the_lot_number_is_typed_as_the_last_step(typed):
    one = recalling.draft()
    with pytest.raises(RecallError) as refused:
        actions.order_recall(by=recalling.binh(), recall=one, typed=typed, revision=one.revision)
    assert refused.value.field == "typed"


def test_what_was_changed_after_it_was_read_is_not_ordered():
    one = recalling.draft()
    read = one.revision
    actions.add_scope(by=recalling.chi(), recall=one, scope=Scope(BAG, lot="L9"))
    with pytest.raises(RecallError, match="vừa được sửa"):
        actions.order_recall(by=recalling.binh(), recall=one, typed="C1", revision=read)


def test_a_recall_without_scope_or_messages_is_not_ordered():
    chi = recalling.chi()
    one = actions.draft_recall(by=chi, cause=recalling.cause())
    with pytest.raises(RecallError, match="phạm vi"):
        actions.order_recall(by=recalling.binh(), recall=one, typed="", revision=1)
    actions.add_scope(by=chi, recall=one, scope=Scope(BAG, lot="L1"))
    one.refresh_from_db()
    with pytest.raises(RecallError, match="lời"):
        actions.order_recall(by=recalling.binh(), recall=one, typed="L1", revision=one.revision)


def test_the_database_itself_refuses_an_order_by_the_drafter():
    from django.db import IntegrityError, transaction

    one = recalling.draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Recall.objects.filter(pk=one.pk).update(
            state="ordered", number="TH-2026-0009", ordered_at=timezone.now(), ordered_by=one.drafted_by
        )  # fmt: skip


# --- numbers, journal, log --------------------------------------------------------------------------


def test_numbers_have_no_gap_and_drills_a_series_of_their_own():
    year = timezone.localdate().year
    recalling.draft()
    numbers = [
        recalling.ordered(Scope(BAG, lot=f"L{at}"), is_drill=at == 2).number for at in range(1, 4)
    ]
    assert numbers == [f"TH-{year}-0001", f"DT-{year}-0001", f"TH-{year}-0002"]


def test_every_step_is_one_line_of_the_journal_and_the_public_ones_are_entries_of_the_log():
    one = recalling.underway()
    actions.add_scope(by=recalling.binh(), recall=one, scope=Scope(BAG, lot="L9"))
    actions.close_recall(by=recalling.binh(), recall=one, result="Đã về hết.")
    lines = JournalEntry.objects.filter(verb__startswith="recall.").order_by("pk")
    assert [line.verb for line in lines] == [
        "recall.drafted", "recall.changed", "recall.changed", "recall.ordered", "recall.listed",
        "recall.widened", "recall.closed",
    ]  # fmt: skip
    said = [(act.clear["act"], act.clear["about"]) for act in Act.objects.order_by("pk")]
    cherries, bags = f"{recalling.GS1}/01/{CHERRY}/10/C1", f"{recalling.GS1}/01/{BAG}/10/L9"
    assert said == [("issue", cherries), ("widen", bags), ("close", cherries), ("close", bags)]
    clear = Act.objects.order_by("pk")[0].clear
    assert clear["document"] == f"{one.number}: 12/QĐ-TH"
    assert clear["authority"] == people.BINHS_AGENCY
    assert clear["reason"] == "Dư lượng thuốc vượt mức."
    assert RecallStep.objects.get(verb="ordered").acts.count() == 1


def test_a_draft_is_no_act_and_a_drill_never_is():
    recalling.draft()
    drill = recalling.ordered(is_drill=True)
    actions.add_scope(by=recalling.binh(), recall=drill, scope=Scope(BAG, lot="L9"))
    actions.close_recall(by=recalling.binh(), recall=drill, result="Mất 20 phút.")
    assert Act.objects.count() == 0


def test_hostile_text_stays_text_and_stops_no_entry():
    words = "Lỗi\u202e <script>alert(1)</script>\n=cmd|' /C calc'!A0 {{ 7*7 }}"
    one = recalling.ordered(reason=words, document="1\u200b/<b>")
    assert one.state == "ordered"
    told = Act.objects.get().clear
    assert "\n" not in told["reason"]
    assert "\u202e" not in told["reason"]
    assert "<script>" in told["reason"]


# --- what the public is told -------------------------------------------------------------------------


def notice(gtin: str = CHERRY, lot: str = "C1", serial: str = "", **more):
    return queries.recall_notice(None, gtin, lot, serial, **more)


def test_the_public_is_told_from_the_order_to_the_end():
    assert notice() is None
    before = queries.notices_mark()
    one = recalling.draft()
    assert (notice(), queries.notices_mark()) == (None, before)
    actions.order_recall(by=recalling.binh(), recall=one, typed="C1", revision=one.revision)
    told = notice()
    assert told is not None
    assert told.is_certain
    assert told.advice == "Không uống. Trả lại nơi mua."
    assert notice(lot="C2") is None
    ordered = queries.notices_mark()
    assert ordered != before
    actions.close_recall(by=recalling.binh(), recall=one, result="Xong.")
    assert notice() is None
    assert queries.notices_mark() not in (before, ordered)


def test_a_drill_is_never_told_to_the_public():
    recalling.underway(is_drill=True)
    assert notice() is None
    assert not queries.any_in_force()
    assert list(recall_queries.public_recalls(None)) == []


def test_what_was_made_of_a_recalled_lot_is_called_back_too():
    recalling.ordered()
    found = notice(BAG, "L1", "S1", made_of=[Thing(CHERRY, "C1")])
    assert found is not None
    assert found.is_certain
    assert notice(BAG, "L1", "S1", made_of=[Thing(CHERRY, "C2")]) is None


def test_a_code_without_a_lot_may_be_concerned_and_the_scopes_are_named():
    recalling.ordered(Scope(CHERRY, lot="C1"), Scope(BAG, lot="L1"))
    found = notice(CHERRY, "")
    assert found is not None
    assert not found.is_certain
    assert [one.lot for one in found.scopes] == ["C1"]


def test_the_surest_then_the_most_dangerous_recall_is_told():
    recalling.ordered(Scope(CHERRY, lot="C1"), risk=rules.LOW)
    serious = recalling.ordered(Scope(CHERRY, lot="C1"))
    maybe = recalling.ordered(Scope(CHERRY, made_from=TODAY))
    assert notice().number == serious.number
    assert notice(lot="C7").number == maybe.number


@pytest.mark.parametrize("count", [1, 60])
def test_a_scan_page_asks_one_question_beside_the_mark_however_much_is_called_back(count):
    recalling.ordered(*(Scope(BAG, lot=f"L{number}") for number in range(count)))
    made_of = [Thing(CHERRY, f"C{number}") for number in range(50)]
    assert notice(BAG, "L0", "S1", made_of=made_of) is not None
    with CaptureQueriesContext(connection) as asked:
        notice(BAG, "L0", "S1", made_of=made_of)
    assert len(asked) == 2  # the mark, and the scopes of this product
    with CaptureQueriesContext(connection) as asked:
        notice(CHERRY, "C1", made_of=made_of)
    assert len(asked) == 1  # no product of it is called back: the mark says so


# --- who holds it ------------------------------------------------------------------------------------


def held(one: Recall) -> dict[tuple[str, str], tuple[Decimal | None, Decimal | None]]:
    return {(row.name, row.unit): (row.out, row.sold) for row in one.holders.all()}


def test_an_order_names_every_shop_what_it_received_and_what_stayed_with_the_maker():
    register.ans_cooperative()
    recalling.captured()
    one = recalling.underway()
    assert held(one) == {
        ("Quầy Một", "H87"): (3, 1),
        ("Quầy Hai", "H87"): (3, None),
        ("Quầy Ba", "H87"): (3, None),
        (recalling.ROASTERY, "KGM"): (100, None),
    }
    assert one.state == "underway"


@pytest.mark.parametrize(
    "scope",
    [
        Scope(BAG, lot="L1"),
        Scope(BAG, first="S1", last="S9"),
        Scope(BAG, made_from=date(2025, 11, 3), made_until=date(2025, 11, 3)),
        Scope(BAG),
    ],
    ids=["lot", "serials", "day", "product"],
)
def test_bags_are_found_by_lot_by_serials_by_day_and_by_product(scope):
    recalling.captured()
    found = held(recalling.underway(scope))
    assert sum(out for out, _sold in found.values()) == 9
    assert {name for name, _unit in found} == set(recalling.NAMES)


@pytest.mark.parametrize(
    "scope",
    [
        Scope(BAG, lot="L2"),
        Scope(BAG, first="T1", last="T9"),
        Scope(BAG, made_from=date(2025, 11, 4)),
        Scope(BAG, made_until=date(2025, 11, 2)),
    ],
    ids=["lot", "serials", "after", "before"],
)
def test_what_is_not_called_back_is_not_listed(scope):
    recalling.captured()
    one = recalling.underway(scope)
    assert held(one) == {}
    assert one.state == "underway"


def test_part_of_a_range_is_that_part():
    recalling.captured()
    found = held(recalling.underway(Scope(BAG, first="S3", last="S4")))
    assert found == {("Quầy Một", "H87"): (1, None), ("Quầy Hai", "H87"): (1, None)}


def test_a_list_made_again_keeps_what_was_answered():
    recalling.captured()
    one = recalling.underway()
    row = one.holders.get(name="Quầy Hai")
    actions.answer_recall(
        by=recalling.chi(), holder=row, answer=Answer(Decimal(2), Decimal(1), timezone.localdate())
    )
    actions.add_scope(by=recalling.binh(), recall=one, scope=Scope(BAG, lot="L1"))
    actions.list_holders(by=recalling.binh(), recall=one)
    row.refresh_from_db()
    assert (row.state, row.returned, one.holders.count()) == ("answered", 2, 4)


def test_the_firm_that_told_of_a_place_is_the_holder():
    an = register.ans_cooperative()
    recalling.captured()
    one = recalling.underway()
    assert {row.enterprise_id for row in one.holders.all()} == {an.pk}
    assert [row.pk for row in recall_queries.own_holders(people.an())] == sorted(
        row.pk for row in one.holders.all()
    )
    assert list(recall_queries.own_recalls(people.dung())) == []


# --- answers and the end ------------------------------------------------------------------------------


def answer(row, returned=None, destroyed=None, by=None, **more):
    told = Answer(
        None if returned is None else Decimal(returned),
        None if destroyed is None else Decimal(destroyed),
        timezone.localdate(),
        **more,
    )
    return actions.answer_recall(by=by or recalling.chi(), holder=row, answer=told)


def test_closing_waits_for_every_holder_or_says_why_not():
    recalling.captured()
    one = recalling.underway()
    with pytest.raises(RecallError) as refused:
        actions.close_recall(by=recalling.binh(), recall=one, result="Xong.")
    assert refused.value.field == "without_answers"
    closed = actions.close_recall(
        by=recalling.binh(), recall=one, result="Hai quầy đã đóng cửa.", without_answers=True
    )
    assert closed.state == "closed"


def test_more_cannot_come_back_than_was_out():
    recalling.captured()
    row = recalling.underway().holders.get(name="Quầy Một")
    with pytest.raises(RecallError, match="nhiều hơn"):
        answer(row, 2, 2)
    assert answer(row, 2, 1).state == "answered"


def test_who_says_nothing_returned_nothing_known():
    recalling.captured()
    one = recalling.underway()
    for row in one.holders.filter(unit="H87"):
        answer(row, 3 if row.name == "Quầy Hai" else None)
    came = {one.unit: one for one in rules.came_back(row.said for row in one.holders.all())}
    assert came["H87"].share == Decimal(3) / 9
    assert came["KGM"].share is None  # has not answered


def test_a_holder_of_an_unknown_amount_says_it_and_takes_it_back():
    recalling.captured()
    one = recalling.underway()
    row = one.holders.create(identity="x", name="Quầy không rõ", unit="")
    told = answer(row, 5, out=Decimal(8), unit="KGM")
    assert (told.out, told.unit, told.is_out_said) == (8, "KGM", True)
    told = answer(told, 6, out=Decimal(9), unit="KGM")
    assert told.out == 9
    back = actions.take_back_answer(by=recalling.chi(), holder=told)
    assert (back.out, back.unit, back.returned, back.state) == (None, "", None, "waiting")


def test_an_answer_is_taken_back_within_a_day_and_not_later():
    recalling.captured()
    row = recalling.underway().holders.get(name="Quầy Hai")
    answer(row, 3)
    later = time_machine.travel(timezone.now() + timedelta(hours=25), tick=True)
    with later, pytest.raises(RecallError, match="24 giờ"):
        actions.take_back_answer(by=recalling.chi(), holder=row)
    assert actions.take_back_answer(by=recalling.chi(), holder=row).state == "waiting"


def test_an_end_is_undone_within_a_day_and_the_log_says_so():
    one = recalling.ordered()
    actions.close_recall(by=recalling.binh(), recall=one, result="Nhầm.")
    later = time_machine.travel(timezone.now() + timedelta(hours=25), tick=True)
    with later, pytest.raises(RecallError, match="24 giờ"):
        actions.reopen_recall(by=recalling.binh(), recall=one)
    assert actions.reopen_recall(by=recalling.binh(), recall=one).state == "ordered"
    assert notice() is not None
    assert [act.clear["act"] for act in Act.objects.order_by("pk")] == ["issue", "close", "issue"]


def test_a_draft_that_came_to_nothing_stays_with_its_reason_and_can_be_taken_up_again():
    one = recalling.draft()
    dropped = actions.withdraw_recall(by=recalling.chi(), recall=one, reason="Mẫu lại đạt.")
    assert (dropped.state, dropped.number, dropped.result) == ("withdrawn", "", "Mẫu lại đạt.")
    assert actions.reopen_recall(by=recalling.chi(), recall=one).state == "draft"


def test_an_inspector_does_not_end_an_order():
    one = recalling.ordered()
    for verb, words in ((actions.close_recall, "result"), (actions.withdraw_recall, "reason")):
        with pytest.raises(NotAllowedError):
            verb(by=recalling.chi(), recall=one, **{words: "Thôi."})


def test_the_moment_on_which_95_of_100_had_answered_is_kept_and_goes_with_an_answer():
    recalling.captured()
    one = recalling.underway()
    rows = list(one.holders.all())
    for row in rows[:-1]:
        answer(row, 0)
    one.refresh_from_db()
    assert one.acknowledged_at is None  # 3 of 4
    answer(rows[-1], 0)
    one.refresh_from_db()
    assert one.acknowledged_at is not None
    actions.take_back_answer(by=recalling.chi(), holder=rows[-1])
    one.refresh_from_db()
    assert one.acknowledged_at is None


# --- who sees -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [people.an, people.dung])
def test_dung_cannot_see_it_and_neither_can_an(person):
    one = recalling.underway()
    assert list(recall_queries.recalls(person())) == []
    with pytest.raises(NoSuchRecallError):
        actions.withdraw_recall(by=person(), recall=one, reason="Thôi.")


def test_a_stranger_answers_for_nobody():
    register.ans_cooperative()
    register.dungs_company()
    recalling.captured()
    row = recalling.underway().holders.get(name="Quầy Hai")
    with pytest.raises(NoSuchRecallError):
        answer(row, 3, by=people.dung())
    assert answer(row, 3, by=people.an()).answered_by == people.an().name


@pytest.mark.parametrize(
    "scope",
    [
        Scope("123", lot="L1"),
        Scope(BAG, lot="a b"),
        Scope(BAG, lot="L1", first="S1", last="S2"),
        Scope(BAG, first="S1"),
        Scope(BAG, first="S9", last="S1"),
        Scope(BAG, first="S1", last="T9"),
        Scope(BAG, made_from=TODAY, made_until=TODAY - timedelta(1)),
        Scope(BAG, lot="L1", made_from=TODAY),
    ],
)
def test_a_scope_that_means_nothing_is_refused(scope):
    one = recalling.draft()
    with pytest.raises(RecallError):
        actions.add_scope(by=recalling.chi(), recall=one, scope=scope)


def test_what_was_ordered_is_widened_by_who_orders_and_never_narrowed():
    one = recalling.ordered()
    with pytest.raises(NotAllowedError):
        actions.add_scope(by=recalling.chi(), recall=one, scope=Scope(BAG, lot="L9"))
    with pytest.raises(RecallError):
        actions.remove_scope(by=recalling.binh(), recall=one, row=one.scopes.get().pk)


def test_a_telephone_number_is_one():
    one = recalling.draft()
    with pytest.raises(RecallError) as refused:
        actions.set_messages(
            by=recalling.chi(), recall=one, messages=Messages("Không dùng.", "Để riêng.", "javascript:1")
        )  # fmt: skip
    assert refused.value.field == "phone"


def test_a_place_that_nobody_told_of_is_named_in_the_language_of_the_reader(monkeypatch):
    """Who makes the list writes no words into the table: the next reader has another language."""
    one = recalling.ordered(Scope(BAG, lot="L1"))
    nobody = Reach((Found("", ""),), 1, 1, False)
    monkeypatch.setattr(recall_holders, "reach_of", lambda _actor, _scopes: nobody)
    with translation.override("en"):
        recall_holders.list_holders(by=recalling.binh(), recall=one)
    (row,) = one.holders.all()
    assert row.shown_name == "Chưa ai khai nơi giữ"
    with translation.override("en"):
        assert row.shown_name not in ("", "Chưa ai khai nơi giữ")
