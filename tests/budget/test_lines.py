"""A line from draft to approval: what adds up, who may decide, and what is refused with a sentence."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests import people
from tests.budget import makers
from txng.accounts.actors import operator
from txng.accounts.models import JournalEntry
from txng.budget import rules
from txng.budget.actions import deciding, lines, sources
from txng.budget.actions.sources import SourceFacts
from txng.budget.errors import FieldError, NotAllowedError, StaleError, StepError
from txng.budget.models import BudgetLine, LineStep, Part, Programme, Source
from txng.budget.queries import lines as queries
from txng.parties.models import Agency

pytestmark = pytest.mark.django_db


def test_a_line_goes_from_proposal_to_decision_and_each_step_is_told():
    line = makers.approved(80_000_000, 20_000_000, percent=90)
    assert (line.state, line.proposed, line.appraised, line.approved) == (
        rules.APPROVED, Decimal(100_000_000), Decimal(90_000_000), Decimal(90_000_000),
    )  # fmt: skip
    told = [(step.verb, step.amount) for step in queries.steps(makers.binh(), line)]
    assert told == [
        ("proposed", Decimal(100_000_000)),
        ("appraised", Decimal(90_000_000)),
        ("approved", Decimal(90_000_000)),
    ]
    verbs = list(
        JournalEntry.objects.filter(verb__startswith="budget.").values_list("verb", flat=True)
    )
    assert {"budget.drafted", "budget.proposed", "budget.appraised", "budget.approved"} <= set(
        verbs
    )


def test_parts_that_do_not_add_up_are_told_with_both_sums_and_the_difference():
    wrong = makers.asked(60_000_000, 30_000_000, total=Decimal(100_000_000))
    with pytest.raises(FieldError) as refused:
        lines.make_line(by=makers.hoa(), asked=wrong)
    for figure in ("100.000.000", "90.000.000", "thiếu 10.000.000"):
        assert figure in str(refused.value)
    with pytest.raises(FieldError, match=r"thừa 5\.000\.000"):
        lines.make_line(by=makers.hoa(), asked=replace(wrong, total=Decimal(85_000_000)))
    assert not BudgetLine.objects.exists()


def test_whoever_proposed_a_line_never_appraises_it():
    line = makers.proposed(by=makers.tam())  # finance asks for money too
    with pytest.raises(NotAllowedError, match="Bạn là người đề xuất"):
        deciding.appraise(by=makers.tam(), line=line, amounts=makers.amounts_of(line))
    done = deciding.appraise(by=makers.thu(), line=line, amounts=makers.amounts_of(line))
    assert done.state == rules.APPRAISED


def test_the_standing_agency_does_not_appraise_and_finance_does_not_enter_decisions():
    line = makers.proposed()
    with pytest.raises(NotAllowedError):
        deciding.appraise(by=makers.binh(), line=line, amounts=makers.amounts_of(line))
    line = deciding.appraise(by=makers.tam(), line=line, amounts=makers.amounts_of(line))
    with pytest.raises(NotAllowedError):
        deciding.approve(
            by=makers.tam(), line=line, number="1/QĐ", decided_on=date(2026, 1, 5),
            amounts=makers.amounts_of(line),
        )  # fmt: skip


def test_an_appraisal_lowers_with_a_reason_and_never_raises():
    line = makers.proposed(100_000_000)
    with pytest.raises(FieldError, match="Ghi lý do"):
        deciding.appraise(by=makers.tam(), line=line, amounts=makers.amounts_of(line, percent=50))
    with pytest.raises(FieldError, match=r"100\.000\.000 đồng, nhận được 110\.000\.000"):
        deciding.appraise(
            by=makers.tam(), line=line, amounts=makers.amounts_of(line, percent=110), reason="Thêm"
        )
    nothing = makers.amounts_of(line, percent=0)
    line = deciding.appraise(by=makers.tam(), line=line, amounts=nothing, reason="Trùng nội dung")
    assert line.state == rules.REFUSED
    assert deciding.undo(by=makers.tam(), line=line).state == rules.PROPOSED


def test_what_was_sent_back_is_mended_and_sent_again():
    line = makers.proposed()
    line = deciding.return_line(by=makers.tam(), line=line, reason="Thiếu đơn giá")
    assert (line.state, line.reason) == (rules.RETURNED, "Thiếu đơn giá")
    line = lines.change_line(by=makers.hoa(), line=line, asked=makers.asked(70_000_000))
    assert lines.propose(by=makers.hoa(), line=line).proposed == Decimal(70_000_000)


def test_a_form_that_is_older_than_the_line_is_told_what_changed():
    line = makers.draft(100_000_000)
    before = line.version
    lines.change_line(by=makers.hoa(), line=line, asked=makers.asked(90_000_000), version=before)
    with pytest.raises(StaleError, match=r"“Đang soạn”, đề xuất 90\.000\.000"):
        lines.change_line(
            by=makers.hoa(), line=line, asked=makers.asked(80_000_000), version=before
        )
    with pytest.raises(StepError):
        deciding.return_line(by=makers.tam(), line=line, reason="Chưa gửi")


def test_an_agency_writes_its_own_lines_only_and_sees_no_others():
    line = makers.draft()
    health = people.staff_of("so-y-te")
    assert queries.line(makers.hoa(), line.code) == line
    assert queries.line(health, line.code) is None
    assert list(queries.lines(people.dung())) == []
    assert list(queries.lines(people.an())) == []
    assert queries.lines(makers.binh()).count() == queries.lines(makers.tam()).count() == 1
    with pytest.raises(StaleError):
        lines.change_line(by=health, line=line, asked=makers.asked())
    agency = Agency.objects.get(code="so-y-te")
    with pytest.raises(NotAllowedError, match="cơ quan mình"):
        lines.make_line(by=makers.hoa(), asked=makers.asked(agency=agency))
    assert lines.make_line(by=makers.binh(), asked=makers.asked(agency=agency)).agency == agency


def test_an_agency_that_ended_gets_no_money_and_its_successor_is_named():
    ended = Agency.objects.filter(ended_on__lt=date(2026, 1, 1)).first()
    if ended is None:
        makers.hoa()
        ended = Agency.objects.filter(ended_on__lt=date(2026, 1, 1)).first()
    with pytest.raises(FieldError, match="Lập cho đơn vị tiếp nhận") as refused:
        lines.make_line(by=makers.binh(), asked=makers.asked(agency=ended))
    assert refused.value.field == "agency"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"purpose": "tiec-tung"}, "purpose"),
        ({"purpose": "may-in"}, "purpose"),  # of enterprises, and the budget would pay
        ({"title": " "}, "title"),
        ({"parts": (), "total": Decimal(0)}, "source_1"),
        ({"year": 1990}, "year"),
    ],
)
def test_what_no_line_may_say_is_refused_at_its_field(changes, field):
    with pytest.raises(FieldError) as refused:
        lines.make_line(by=makers.hoa(), asked=makers.asked(**changes))
    assert refused.value.field == field


def test_a_source_twice_a_closed_one_and_amounts_below_one_are_refused():
    pot = makers.source()
    twice = ((pot, Decimal(5)), (pot, Decimal(5)))
    for parts, words in ((twice, "hai lần"), (((pot, Decimal(0)),), "từ 1 đến")):
        total = sum(amount for _pot, amount in parts)
        with pytest.raises(FieldError, match=words):
            lines.make_line(by=makers.hoa(), asked=makers.asked(parts=parts, total=Decimal(total)))
    Source.objects.filter(pk=pot.pk).update(is_open=False)
    with pytest.raises(FieldError, match="không còn nhận dự toán"):
        lines.make_line(by=makers.hoa(), asked=makers.asked())


def test_the_decision_has_a_number_and_a_day_of_its_time():
    line = makers.appraised()
    given = makers.amounts_of(line)
    for number, day, field in (
        ("", date(2026, 1, 5), "number"),
        ("5/QĐ", date(2024, 12, 31), "decided_on"),
        ("5/QĐ", date(2027, 1, 1), "decided_on"),
    ):
        with pytest.raises(FieldError) as refused:
            deciding.approve(
                by=makers.binh(), line=line, number=number, decided_on=day, amounts=given
            )
        assert refused.value.field == field
    approved = makers.approved()
    assert deciding.undo(by=makers.binh(), line=approved).state == rules.APPRAISED


def test_the_database_itself_refuses_to_spend_more_than_was_given():
    line = makers.approved(50_000_000)
    with pytest.raises(IntegrityError), transaction.atomic():
        Part.objects.filter(line=line).update(disbursed=50_000_001)


def test_the_programme_of_2016_ships_with_its_basis_and_without_invented_amounts():
    sources.put_in_packaged_money(by=operator())
    assert sources.put_in_packaged_money(by=operator()) == 0
    one = Programme.objects.get()
    assert "225/QĐ-UBND" in one.basis
    assert "148/QĐ-UBND ngày 22/01/2019" in one.amended_by
    assert one.total is None
    shares = list(one.shares.order_by("pk").values_list("payer", "is_counterpart", "amount"))
    assert shares[0] == ("Kinh phí của Dự án", False, None)
    assert [(is_counterpart, amount) for _payer, is_counterpart, amount in shares[1:]] == [
        (True, None), (True, None),
    ]  # fmt: skip


def test_aid_has_a_donor_and_nothing_else_has():
    for kind, donor in ((rules.FOREIGN_AID, ""), (rules.STATE, "Tổ chức X")):
        with pytest.raises(FieldError) as refused:
            sources.add_source(by=makers.binh(), facts=SourceFacts(kind, "Nguồn mới", donor))
        assert refused.value.field == "donor"
    made = sources.add_source(
        by=makers.binh(), facts=SourceFacts(rules.FOREIGN_AID, "Dự án A (hư cấu)", "Quỹ A (hư cấu)")
    )
    assert made.code == "du-an-a-hu-cau"
    with pytest.raises(FieldError, match="Đã có nguồn"):
        sources.add_source(by=makers.binh(), facts=SourceFacts(rules.STATE, "Dự án A (hư cấu)"))
    with pytest.raises(NotAllowedError):
        sources.add_source(by=makers.hoa(), facts=SourceFacts(rules.STATE, "Nguồn của Hoa"))


def test_a_draft_can_go_and_a_proposal_is_taken_back_first():
    line = makers.proposed()
    with pytest.raises(StepError):
        lines.drop_line(by=makers.hoa(), line=line)
    line = lines.take_back(by=makers.hoa(), line=line)
    lines.drop_line(by=makers.hoa(), line=line)
    assert not BudgetLine.objects.exists()
    assert not LineStep.objects.exists()
