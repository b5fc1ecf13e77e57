"""What people and agencies tell us: numbers, codes, clock, answers, decisions."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests import people
from tests.outreach import makers
from txng.accounts.models import JournalEntry
from txng.outreach import queries as figures
from txng.outreach.actions import matters as actions
from txng.outreach.errors import FieldError, NotAllowedError, StaleError, StepError, TooManyError
from txng.outreach.models import Matter
from txng.outreach.queries import matters as queries
from txng.outreach.rules import matters as rules

pytestmark = pytest.mark.django_db
ANYONE = None


def test_a_sender_reads_the_answer_with_number_and_code_only():
    got = makers.feedback()
    one = makers.given(got.matter)
    actions.answer_matter(
        by=makers.lan(), matter=one, base=one.version, answer="Đăng ký ở trang Bắt đầu."
    )
    seen = queries.followed(ANYONE, got.matter.number.lower(), got.code.lower().replace("-", " "))
    assert (seen.answer, seen.state) == ("Đăng ký ở trang Bắt đầu.", "tra-loi")
    assert queries.followed(ANYONE, got.matter.number, "AAAAA-AAAAA") is None
    assert queries.followed(ANYONE, "GY-2026-999999", got.code) is None
    assert queries.followed(ANYONE, makers.difficulty().number, "") is None


def test_the_code_is_kept_as_a_digest_and_in_no_journal():
    got = makers.feedback(contact="0263 000 000", contact_name="Hoa")
    kept = Matter.objects.get()
    assert got.code.encode() not in bytes(kept.secret)
    told = str(list(JournalEntry.objects.values_list("details", flat=True)))
    assert got.code not in told
    assert "0263" not in told


def test_numbers_follow_each_other_in_their_series():
    year = timezone.localdate().year
    assert makers.feedback().matter.number == f"GY-{year}-000001"
    assert makers.feedback(device="khác").matter.number == f"GY-{year}-000002"
    assert makers.difficulty().number == f"KK-{year}-000001"


def test_one_device_sends_five_in_an_hour():
    for _time in range(rules.PER_SENDER_AN_HOUR):
        makers.feedback()
    with pytest.raises(TooManyError, match="sau một giờ"):
        makers.feedback()
    assert makers.feedback(device="máy khác").matter.pk


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "kho-khan"}, "kind"),
        ({"words": "Ngắn"}, "words"),
        ({"consents": False}, "consent"),
        ({"commune_code": "00000"}, "commune"),
        ({"words": "x" * 4000}, "words"),
    ],
)
def test_a_wrong_feedback_stands_at_its_field(told, field):
    with pytest.raises(FieldError) as refused:
        makers.feedback(**told)
    assert refused.value.field == field
    assert not Matter.objects.exists()


def test_an_agency_sees_what_it_asked_and_what_it_was_given():
    asked, other = makers.difficulty(), makers.feedback().matter
    assert list(queries.matters(makers.lan())) == [asked]
    makers.given(other)
    assert set(queries.matters(makers.lan())) == {asked, other}
    assert set(queries.matters(makers.binh())) == {asked, other}


def test_dung_sees_no_matter_and_sends_no_difficulty():
    one = makers.difficulty()
    assert queries.matter(people.dung(), one.number) is None
    assert list(queries.matters(people.dung())) == []
    with pytest.raises(NotAllowedError):
        makers.difficulty(people.dung())


def test_only_the_agency_it_was_given_to_answers():
    one = makers.given(makers.difficulty(), "so-tai-chinh")
    with pytest.raises(NotAllowedError):
        actions.answer_matter(
            by=makers.lan(), matter=one, base=one.version, answer="Tự trả lời mình"
        )
    with pytest.raises(NotAllowedError):
        actions.give_matter(by=makers.lan(), matter=one, base=one.version, agency="so-khcn")


def test_a_difficulty_is_brought_before_the_province_and_decided():
    one = makers.given(makers.difficulty(), "so-khcn")
    one = actions.escalate_matter(
        by=makers.binh(), matter=one, base=one.version, words="Trình cấp máy quét."
    )
    today = timezone.localdate()
    with pytest.raises(FieldError) as refused:
        actions.record_decision(
            by=makers.binh(), matter=one, base=one.version, decision="Đồng ý cấp máy.",
            decided_on=today + timedelta(days=1),
        )  # fmt: skip
    assert refused.value.field == "decided_on"
    one = actions.record_decision(
        by=makers.binh(), matter=one, base=one.version, decision="Đồng ý cấp máy.",
        decided_on=today, number="12/TB-UBND (hư cấu)",
    )  # fmt: skip
    one = actions.answer_matter(
        by=makers.binh(), matter=one, base=one.version, answer="UBND tỉnh đồng ý."
    )
    one = actions.close_matter(by=makers.binh(), matter=one, base=one.version)
    found = figures.difficulties_of_year(makers.binh(), today.year)
    assert (found.escalated, found.decided, found.by_state) == (1, 1, {"dong": 1})
    assert found.by_agency == {"bao-va-dai": 1}


def test_what_was_escalated_and_not_decided_is_not_closed():
    one = makers.given(makers.difficulty(), "so-khcn")
    one = actions.escalate_matter(
        by=makers.binh(), matter=one, base=one.version, words="Trình cấp máy quét."
    )
    one = actions.answer_matter(
        by=makers.binh(), matter=one, base=one.version, answer="Đã trình, xin chờ."
    )
    with pytest.raises(StepError, match="chưa ghi quyết định"):
        actions.close_matter(by=makers.binh(), matter=one, base=one.version)


def test_of_two_who_give_it_at_once_the_second_is_told():
    one = makers.difficulty()
    makers.given(one)
    with pytest.raises(StaleError, match="Đã có cơ quan nhận"):
        actions.give_matter(by=makers.binh(), matter=one, base=1, agency="so-khcn")


def test_an_answer_is_taken_back_within_a_day():
    one = makers.given(makers.difficulty())
    one = actions.answer_matter(
        by=makers.lan(), matter=one, base=one.version, answer="Trả lời nhầm việc"
    )
    back = actions.take_answer_back(by=makers.lan(), matter=one)
    assert (back.state, back.answer) == ("nhan", "")
    one = actions.answer_matter(
        by=makers.lan(), matter=back, base=back.version, answer="Trả lời đúng việc"
    )
    Matter.objects.filter(pk=one.pk).update(answered_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(StepError, match="24 giờ"):
        actions.take_answer_back(by=makers.lan(), matter=one)


def test_the_clock_counts_working_days_and_tells_late_ones():
    assert rules.due_on(date(2026, 1, 2), 5) == date(2026, 1, 9)
    assert rules.clock("moi", date(2026, 1, 9), date(2026, 1, 5)) == "trong-han"
    assert rules.clock("nhan", date(2026, 1, 9), date(2026, 1, 7)) == "sap-den-han"
    assert rules.clock("nhan", date(2026, 1, 9), date(2026, 1, 10)) == "qua-han"
    assert rules.clock("tra-loi", date(2026, 1, 9), date(2026, 3, 1)) == ""
    one = makers.feedback().matter
    Matter.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    late = queries.clock_is(queries.matters(makers.binh()), "qua-han", timezone.localdate())
    assert list(late) == [one]
    assert [
        (row.word, row.late) for row in queries.counted(makers.binh(), one.received_at.year, "kind")
    ] == [("hoi", 1)]


def test_who_sent_it_is_forgotten():
    got = makers.feedback(contact="0263 000 000", contact_name="Hoa")
    tomorrow = timezone.now() + timedelta(days=1)
    assert actions.forget_senders(by=makers.CONSUMER, now=tomorrow) == 1
    Matter.objects.update(
        closed_at=timezone.now() - timedelta(days=91), answer="Đã trả lời.",
        answered_at=timezone.now(),
    )  # fmt: skip
    actions.forget_senders(by=makers.CONSUMER, now=tomorrow)
    got.matter.refresh_from_db()
    assert (got.matter.sender, got.matter.contact, got.matter.contact_name) == (None, "", "")


def test_every_clock_says_where_its_days_come_from():
    assert set(rules.clocks()) == set(rules.KINDS)
    assert all(one.source and one.source_en and one.days > 0 for one in rules.clocks().values())
