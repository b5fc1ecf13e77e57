"""Prefixes, keys, own names, cases and fees: who may, what is given once, what is told when it ends."""

from datetime import date

import pytest

from tests import people
from tests.barcodes import registers
from tests.barcodes.registers import PREFIX
from txng.accounts.models import JournalEntry
from txng.barcodes.actions import cases, prefixes
from txng.barcodes.errors import (
    ExhaustedError,
    NotAllowedError,
    NotThereError,
    PrefixError,
    StepError,
)
from txng.barcodes.models import CompanyPrefix, GivenKey, OwnName, PrefixCase
from txng.barcodes.queries import ownership
from txng.barcodes.queries import prefixes as queries
from txng.barcodes.rules import keys
from txng.gs1.keys import Gtin, Sscc

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 20)


def given(kind="gtin", *purposes, digits=PREFIX, by=None):
    purposes = purposes or ("Cà phê",)
    return prefixes.allocate(by=by or people.an(), digits=digits, kind=kind, purposes=purposes)


def test_a_prefix_is_written_down_and_the_journal_says_by_whom():
    prefix = registers.held(certificate="GCN 123", paid_until=2026)
    assert queries.prefix(people.an(), PREFIX) == prefix
    line = JournalEntry.objects.get(verb="prefix.held")
    assert (line.actor, line.details) == ("An", {"digits": PREFIX, "enterprise": "DV-000001-4"})


@pytest.mark.parametrize(
    ("digits", "part"),
    [
        ("89385o5974", "chỉ gồm chữ số"),
        ("893850", "7 đến 12 chữ số; bạn nhập 6"),
        ("9506000134", "bắt đầu bằng 893"),
    ],
)
def test_a_wrong_prefix_says_what_was_expected_at_its_field(digits, part):
    with pytest.raises(PrefixError, match=part) as refused:
        registers.held(digits)
    assert refused.value.field == "digits"


@pytest.mark.parametrize("digits", [PREFIX, PREFIX[:9], PREFIX + "01"])
def test_a_prefix_that_could_make_the_same_keys_is_refused_without_saying_whose_it_is(digits):
    registers.held()
    with pytest.raises(PrefixError, match="cơ sở khác đã khai") as refused:
        prefixes.hold_prefix(by=people.dung(), enterprise=registers.dungs(), digits=digits)
    assert "An" not in str(refused.value)
    assert CompanyPrefix.objects.count() == 1


def test_keys_come_in_turn_and_have_right_check_digits():
    registers.held()
    one, two = given("gtin", "Cà phê", "Chè")
    (box,) = given("sscc", "Thùng 1")
    (place,) = given("gln", "Xưởng")
    assert (one.value, two.value) == ("08938505974002", "08938505974019")
    assert Gtin(one.value).value == one.value
    assert Sscc(box.value).value == box.value
    assert place.value == "8938505974002"
    assert given("gtin")[0].value not in (one.value, two.value)


def test_a_key_that_was_withdrawn_is_not_given_again():
    registers.held()
    (key,) = given()
    prefixes.withdraw_key(by=people.an(), digits=PREFIX, value=key.value)
    assert given()[0].value != key.value
    assert GivenKey.objects.get(value=key.value).withdrawn_at is not None
    assert not ownership.holds_gtin(registers.ans(), key.value)


def test_keys_that_were_in_use_before_are_left_out():
    registers.held()
    earlier = ["8938505974002", "8938505974026"]
    prefixes.record_earlier(
        by=people.an(), digits=PREFIX, kind="gtin", values=earlier, purpose="cũ"
    )
    assert [key.value for key in given("gtin", "a", "b")] == ["08938505974019", "08938505974033"]


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("8938505974003", "sai chữ số kiểm tra: đúng là 2"),
        ("9506000134352", "không phải là GTIN của mã"),
        ("cà phê", "không phải là GTIN"),
    ],
)
def test_an_earlier_key_that_is_wrong_is_refused_with_what_is_right(value, part):
    registers.held()
    with pytest.raises(PrefixError, match=part):
        prefixes.record_earlier(
            by=people.an(), digits=PREFIX, kind="gtin", values=[value], purpose="cũ"
        )
    assert not GivenKey.objects.exists()


def test_of_too_many_earlier_keys_none_is_left_out_in_silence():
    registers.held("89385059")
    earlier = [keys.key("gtin", "89385059", number) for number in range(prefixes.MOST_AT_ONCE + 1)]
    told = {"by": people.an(), "digits": "89385059", "kind": "gtin", "purpose": "cũ"}
    with pytest.raises(PrefixError, match=r"từ 1 đến 1000 mã; bạn nhập 1001"):
        prefixes.record_earlier(values=earlier, **told)
    assert not GivenKey.objects.exists()
    assert len(prefixes.record_earlier(values=earlier[1:], **told)) == prefixes.MOST_AT_ONCE


def test_the_end_of_a_prefix_is_told_and_gives_nothing_by_halves():
    registers.held()
    given("gtin", *(f"sản phẩm {number}" for number in range(98)))
    assert queries.room_of(queries.prefix(people.an(), PREFIX))["gtin"].state == "few"
    with pytest.raises(ExhaustedError, match="chỉ còn 2 số GTIN, bạn xin 3"):
        given("gtin", "a", "b", "c")
    assert GivenKey.objects.count() == 98
    given("gtin", "a", "b")
    with pytest.raises(ExhaustedError, match="đã hết số GTIN"):
        given()
    assert given("gln", "một địa điểm")[0].value == "8938505974002"


def test_an_ended_prefix_gives_no_keys():
    registers.held()
    prefixes.end_prefix(by=people.an(), digits=PREFIX, ended_on=date(2026, 1, 1))
    with pytest.raises(StepError, match="đã thôi dùng"):
        given()


def test_dung_neither_sees_nor_uses_ans_prefix():
    registers.held()
    assert queries.prefix(people.dung(), PREFIX) is None
    assert list(queries.prefixes(people.dung())) == []
    assert list(queries.keys_of(people.dung(), PREFIX)) == []
    with pytest.raises(NotThereError) as foreign:
        given(by=people.dung())
    with pytest.raises(NotThereError) as missing:
        given(by=people.dung(), digits="8930000")
    assert str(foreign.value).replace(PREFIX, "x") == str(missing.value).replace("8930000", "x")
    with pytest.raises(NotAllowedError):
        prefixes.hold_prefix(by=people.dung(), enterprise=registers.ans(), digits="89300001")


def test_ans_staff_sees_but_keeps_no_prefix():
    registers.held()
    staff = people.with_role(people.an(), "nhan-vien")
    assert queries.prefix(staff, PREFIX) is not None
    with pytest.raises(NotThereError):
        given(by=staff)


@pytest.mark.parametrize(
    ("communes", "sector", "count"),
    [((registers.COMMUNE,), None, 1), (("24781",), None, 0), ((registers.COMMUNE,), "y-te", 0)],
)
def test_an_officer_sees_what_lies_in_commune_and_sector(communes, sector, count):
    registers.held()
    officer = people.officer(*communes, sector=sector)
    assert queries.prefixes(officer).count() == count


def test_an_own_name_is_joined_to_a_gs1_code_once_and_for_all():
    own = prefixes.give_own_name(
        by=people.an(), enterprise=registers.ans(), code="caphe-500", words="Cà phê 500 g"
    )
    assert own.name == "urn:txng:ma:DV-000001-4:caphe-500"
    gtin = registers.product()
    prefixes.join_to_gs1(by=people.an(), name=own.name, gs1=gtin)
    prefixes.join_to_gs1(by=people.an(), name=own.name, gs1=f"(01){gtin}")  # the same, said again
    own.refresh_from_db()
    assert own.gs1 == f"https://id.gs1.org/01/{gtin}"
    with pytest.raises(PrefixError, match="chỉ nối với một mã GS1"):
        prefixes.join_to_gs1(by=people.an(), name=own.name, gs1="9506000134352")


def test_an_own_name_is_joined_to_no_other_own_name_and_by_no_stranger():
    own = prefixes.give_own_name(by=people.an(), enterprise=registers.ans(), code="a", words="a")
    with pytest.raises(PrefixError, match="cũng là mã nội bộ"):
        prefixes.join_to_gs1(by=people.an(), name=own.name, gs1="urn:an:b")
    with pytest.raises(PrefixError, match="Chữ số kiểm tra"):
        prefixes.join_to_gs1(by=people.an(), name=own.name, gs1="9506000134353")
    with pytest.raises(NotThereError):
        prefixes.join_to_gs1(by=people.dung(), name=own.name, gs1="9506000134352")
    assert OwnName.objects.get().gs1 == ""


@pytest.mark.parametrize("code", ["", "có dấu", "a:b", "-a", "x" * 61])
def test_an_own_code_that_makes_no_name_is_refused(code):
    with pytest.raises(PrefixError) as refused:
        prefixes.give_own_name(by=people.an(), enterprise=registers.ans(), code=code, words="a")
    assert refused.value.field == "code"


def a_case(products=40):
    return cases.open_case(by=people.an(), enterprise=registers.ans(), products=products)


def ready(case):
    done = [step.code for step in queries.checklist() if step.code != "send"]
    return cases.tick(by=people.an(), case_id=case.pk, done=done, note="")


def test_a_case_goes_from_the_checklist_to_the_prefix():
    case = a_case()
    assert case.wanted == "GCP-10"
    with pytest.raises(StepError, match="Bản đăng ký sử dụng"):
        cases.send(by=people.an(), case_id=case.pk, sent_on=JUNE)
    ready(case)
    cases.send(by=people.an(), case_id=case.pk, sent_on=JUNE)
    assert (
        "send" in ready(case).done
    )  # the checklist is saved again, and does not know of the sending
    cases.grant(by=people.an(), case_id=case.pk, digits=PREFIX, certificate="1", granted_on=JUNE)
    case.refresh_from_db()
    assert (case.state, case.prefix.digits, case.prefix.paid_until) == ("granted", PREFIX, 2026)
    with pytest.raises(StepError, match="không sửa được nữa"):
        cases.tick(by=people.an(), case_id=case.pk, done=[], note="")


def test_an_enterprise_has_one_case_at_a_time():
    case = a_case()
    with pytest.raises(StepError, match="một hồ sơ chưa xong"):
        a_case()
    cases.close(by=people.an(), case_id=case.pk, is_refused=False, note="đổi ý", decided_on=JUNE)
    assert a_case(2000).wanted == "GCP-8"


def test_a_wrong_prefix_leaves_the_case_open():
    case = a_case()
    with pytest.raises(PrefixError):
        cases.grant(by=people.an(), case_id=case.pk, digits="123", certificate="", granted_on=JUNE)
    assert PrefixCase.objects.get().state == "open"
    assert not CompanyPrefix.objects.exists()


def test_fees_are_changed_by_the_standing_agency_only_and_name_their_source():
    told = {"kind": "GCP-10", "once": 1, "yearly": 2, "valid_from": JUNE}
    with pytest.raises(NotAllowedError):
        cases.set_fee(by=people.an(), source="của An", **told)
    with pytest.raises(StepError, match="nguồn") as refused:
        cases.set_fee(by=people.binh(), source=" ", **told)
    assert refused.value.field == "source"
    cases.set_fee(by=people.binh(), source="Thông tư mới", **told)
    newest = next(fee for fee in queries.fee_table(None) if fee.kind == "GCP-10")
    assert (newest.once, newest.source) == (1, "Thông tư mới")


def test_a_fee_that_is_due_is_told_to_its_holder_and_to_nobody_else():
    registers.held(paid_until=2025)
    (reminder,) = queries.reminders(people.an(), JUNE)
    assert (reminder.due.days, reminder.yearly) == (10, 500_000)
    assert queries.reminders(people.dung(), JUNE) == []
    prefixes.pay_fee(by=people.an(), digits=PREFIX, year=2026)
    assert queries.reminders(people.an(), JUNE) == []
