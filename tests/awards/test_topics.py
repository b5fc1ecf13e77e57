"""A call, proposals, a council that marks, a contract, reports, acceptance, transfer."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests import people
from tests.awards import stories
from tests.parties import register
from txng.awards.actions import contracts, councils, topics, undo
from txng.awards.errors import FieldError, NotAllowedError, StepError
from txng.awards.models import CouncilMember
from txng.awards.queries import councils as marks
from txng.awards.queries import topics as queries
from txng.awards.rules import steps
from txng.awards.rules import topics as rules
from txng.ui import typed_values

pytestmark = pytest.mark.django_db


def test_a_topic_goes_from_proposal_to_transfer():
    cooperative = register.ans_cooperative()
    one = stories.accepted()
    assert (one.state, one.grade) == (steps.ACCEPTED, rules.EXCELLENT)
    contracts.transfer(
        by=people.an(), topic=one, receiver=cooperative.code, transferred_on=stories.today(),
        what="Phần mềm và tài liệu",
    )  # fmt: skip
    assert queries.public_transfers(None, one)[0][2] == "Phần mềm và tài liệu"
    assert queries.published_topic(None, one.number) == one


def test_a_member_of_the_proposing_organisation_does_not_mark():
    one = stories.topic()
    topics.close_call(by=stories.binh(), call=one.call)
    council = stories.council(one.call)
    at_home = councils.seat_member(
        by=stories.binh(), council=council,
        facts=councils.MemberFacts("Người nhà", "uy-vien", people.ANS_ENTERPRISE.upper()),
    )  # fmt: skip
    person = people.account_of(people.an())
    by_account = councils.seat_member(
        by=stories.binh(), council=council,
        facts=councils.MemberFacts("An", "uy-vien", "Nơi khác", username=person.username),
    )  # fmt: skip
    for member, by in (
        (at_home, stories.binh()),
        (by_account, people.signed_in_actor(people.an())),
    ):
        with pytest.raises(NotAllowedError, match="thuộc tổ chức đề xuất"):
            councils.mark(
                by=by, council=council, member=member, topic=one,
                marks=stories.full_marks(rules.SELECTION),
            )  # fmt: skip
    line = marks.lines(stories.binh(), council)[0]
    assert sum(seat.is_barred for seat in line.seats) == 2


def test_a_declared_conflict_takes_the_sheet_away_and_bars_the_member():
    one = stories.topic()
    topics.close_call(by=stories.binh(), call=one.call)
    council = stories.marked(stories.council(one.call), one)
    member = CouncilMember.objects.filter(council=council).first()
    councils.declare_conflict(
        by=stories.binh(), council=council, member=member, topic=one, note="Là anh em."
    )
    line = marks.lines(stories.binh(), council)[0]
    assert (line.sheets, line.has_enough, line.place) == (2, False, None)
    with pytest.raises(StepError, match="Chưa đủ 3 phiếu"):
        stories.concluded(council)


def test_proposals_are_ranked_by_the_mean_of_their_sheets():
    call = stories.topic_call()
    weak, strong = stories.topic(call), stories.topic(call, by=people.dung(), title="Khác")
    topics.close_call(by=stories.binh(), call=call)
    call.refresh_from_db()
    council = stories.council(call)
    stories.marked(council, weak, Decimal("0.6"))
    stories.marked(council, strong, Decimal("0.9"))
    told = [
        (line.place, line.topic.number, line.mean) for line in marks.lines(people.binh(), council)
    ]
    assert told == [(1, strong.number, Decimal("90.00")), (2, weak.number, Decimal("60.00"))]


def test_nothing_is_selected_before_minutes_nor_by_who_wrote_them():
    one = stories.topic()
    how = {"decision_number": "9/QĐ", "decision_on": stories.today()}
    with pytest.raises(StepError, match="chưa có biên bản"):
        topics.select(by=stories.colleague(), topic=one, **how)
    topics.close_call(by=stories.binh(), call=one.call)
    stories.concluded(stories.marked(stories.council(one.call), one))
    with pytest.raises(NotAllowedError, match="người ghi biên bản"):
        topics.select(by=stories.binh(), topic=one, **how)
    one = topics.select(by=stories.colleague(), topic=one, **how)
    assert undo(by=stories.colleague(), record=one).state == steps.PROPOSED


def test_marks_are_fixed_once_the_council_concluded():
    one = stories.selected()
    council = marks.council_of_call(people.binh(), one.call)
    with pytest.raises(StepError, match="đã kết luận"):
        stories.marked(council, one)


def test_a_council_is_formed_when_the_call_is_over():
    with pytest.raises(StepError, match="còn nhận đề xuất"):
        stories.council(stories.topic_call())


def test_who_has_an_account_marks_alone():
    one = stories.topic()
    topics.close_call(by=stories.binh(), call=one.call)
    council = stories.council(one.call)
    person = people.account_of(people.staff_of("so-cong-thuong"))
    member = councils.seat_member(
        by=stories.binh(), council=council,
        facts=councils.MemberFacts("Người chấm", "uy-vien", "Sở hư cấu", username=person.username),
    )  # fmt: skip
    sheet = {"council": council, "member": member, "topic": one}
    with pytest.raises(NotAllowedError, match="tự chấm"):
        councils.mark(by=stories.binh(), marks=stories.full_marks(rules.SELECTION), **sheet)
    own = people.signed_in_actor(people.staff_of("so-cong-thuong"))
    assert queries.topic(own, one.number) == one  # the council reads what others do not yet
    done = councils.mark(by=own, marks=stories.full_marks(rules.SELECTION), **sheet)
    assert done.total == 100


def test_points_beyond_the_criterion_are_refused_at_its_field():
    one = stories.topic()
    topics.close_call(by=stories.binh(), call=one.call)
    council = stories.council(one.call)
    wrong = stories.full_marks(rules.SELECTION) | {"noi-dung": Decimal(26)}
    with pytest.raises(FieldError) as told:
        councils.mark(
            by=stories.binh(),
            council=council,
            member=council.members.first(),
            topic=one,
            marks=wrong,
        )
    assert told.value.field == "noi-dung"


def test_a_contract_makes_the_dates_of_its_reports():
    one = stories.running()
    assert [row.period for row in one.reports.order_by("period")] == [1, 2]
    first = queries.reports(people.an(), one, stories.today())[0]
    assert first.standing == rules.DUE
    late = queries.reports(people.an(), one, first.report.due_on + timedelta(days=3))[0]
    assert (late.standing, late.days) == (rules.LATE, 3)
    contracts.send_report(
        by=people.an(), topic=one, period=1, facts=contracts.Progress(40, "Xong phần một.")
    )
    with pytest.raises(StepError, match="đã gửi"):
        contracts.send_report(
            by=people.an(), topic=one, period=1, facts=contracts.Progress(40, "Lần nữa.")
        )
    told = contracts.remark(by=stories.binh(), topic=one, period=1, note="Đúng tiến độ.")
    assert told.remark == "Đúng tiến độ."


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"begins_on": stories.date(2020, 1, 1)}, "begins_on"),
        ({"ends_on": stories.date(2020, 1, 1)}, "ends_on"),
        ({"signed_on": stories.date(2019, 1, 1)}, "signed_on"),
        ({"amount_vnd": Decimal(0)}, "amount_vnd"),
        ({"own_vnd": Decimal(-1)}, "own_vnd"),
        ({"number": " "}, "number"),
    ],
)
def test_days_of_a_contract_that_cross_are_refused_at_their_field(change, field):
    one = stories.selected()
    with pytest.raises(FieldError) as told:
        contracts.sign(by=stories.binh(), topic=one, facts=replace(stories.contract(), **change))
    assert told.value.field == field


def test_results_need_an_output_and_a_grade_that_differs_a_reason():
    one = stories.running()
    with pytest.raises(StepError, match="ít nhất một sản phẩm"):
        topics.hand_in(by=people.an(), topic=one, note="Xong.")
    one = stories.handed_in(one)
    stories.concluded(stories.marked(stories.council(one), one, Decimal("0.8")))
    how = {"decision_number": "30/QĐ", "decision_on": stories.today()}
    with pytest.raises(FieldError, match="xếp loại khác"):
        topics.accept(by=stories.colleague(), topic=one, grade="xuat-sac", **how)
    one = topics.accept(by=stories.colleague(), topic=one, grade="dat", **how)
    assert one.grade == "dat"


def test_results_that_were_sent_back_need_another_council():
    one = stories.handed_in()
    stories.concluded(stories.marked(stories.council(one), one))
    one = topics.send_back(by=stories.binh(), topic=one, note="Thiếu tài liệu.")
    one = topics.hand_in(by=people.an(), topic=one, note="Đã bổ sung.")
    with pytest.raises(StepError, match="Lập hội đồng nghiệm thu lần nữa"):
        topics.accept(
            by=stories.colleague(), topic=one, grade="xuat-sac", decision_number="3/QĐ",
            decision_on=stories.today(),
        )  # fmt: skip


def test_a_proposal_is_secret_until_it_is_chosen():
    one = stories.topic()
    officer = people.officer()
    assert queries.topic(officer, one.number) is None
    assert queries.topic(people.dung(), one.number) is None
    assert queries.topic(people.an(), one.number) == one
    one = stories.selected(one)
    assert queries.topic(officer, one.number) == one
    assert queries.topic(people.dung(), one.number) is None
    assert queries.files(officer, one) == []


def test_dung_does_not_report_nor_hand_in_for_an():
    one = stories.running()
    for verb, more in (
        (contracts.send_report, {"period": 1, "facts": contracts.Progress(1, "x")}),
        (contracts.add_output, {"kind": "phan-mem", "name": "x"}),
        (topics.hand_in, {"note": "x"}),
    ):
        with pytest.raises(NotAllowedError):
            verb(by=people.dung(), topic=one, **more)


def test_nothing_is_transferred_before_acceptance_nor_to_nobody():
    one = stories.running()
    how = {"topic": one, "transferred_on": stories.today(), "what": "Phần mềm"}
    with pytest.raises(StepError):
        contracts.transfer(by=people.an(), receiver="X", **how)
    stories.accepted(stories.handed_in(one))
    with pytest.raises(FieldError, match="Không thấy cơ sở"):
        contracts.transfer(by=people.an(), receiver="khong-co", **how)


def test_the_shapes_of_typed_text_are_kept():
    one = stories.topic(summary="Dòng một\nDòng hai")
    assert one.summary == typed_values.lines("Dòng một\nDòng hai")
