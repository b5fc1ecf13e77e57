"""A declaration that rests on a certificate of the register: what may be chosen, and what is told later."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import people
from tests.certification import assessing, makers
from tests.certification.test_declarations import form
from tests.certification.test_rest_of_assessments import RIGHTS, ask, key
from tests.products import makers as products
from txng.certification.actions import declarations as actions
from txng.certification.actions import ending, issuing
from txng.certification.errors import CertificationError
from txng.certification.models import Declaration
from txng.certification.queries import declarations as queries
from txng.certification.rules import declarations as rules
from txng.certification.words import day as written

pytestmark = pytest.mark.django_db
NEW = "/danh-gia/cong-bo/them"


def resting_facts(certificate, person=None, **more):
    person = person or people.an()
    return assessing.facts(
        person, **{"basis": rules.CERTIFICATE, "certificate": certificate, "valid_to": makers.days(90)} | more
    )  # fmt: skip


def declared_on(certificate, **more):
    return actions.declare(by=people.an(), facts=resting_facts(certificate.pk, **more))


def suspended(certificate, reason="Kiểm tra thấy sai"):
    return ending.suspend_certificate(by=makers.lan(), certificate=certificate, reason=reason)


def published():
    one = makers.certificate()
    return one, actions.receive(by=people.binh(), declaration=declared_on(one))


def page_of(address, client=None):
    return (client or Client()).get(address).content.decode()


def test_number_body_and_last_day_are_those_of_the_register():
    one = makers.certificate(number="VG-77")
    made = declared_on(one)
    assert (made.certificate, made.certificate_number) == (one, "VG-77")
    assert made.certificate_body == makers.LANS_BODY
    assert made.certificate_valid_to == one.valid_until


def test_what_was_declared_stays_when_the_certificate_is_renewed():
    one = makers.certificate(number="VG-77")
    made = declared_on(one)
    issuing.renew_certificate(
        by=makers.lan(),
        certificate=one,
        said=makers.said(
            "VG-78",
            issued_on=makers.today(),
            valid_from=makers.today(),
            valid_until=makers.days(500),
        ),
    )
    seen = queries.declaration(people.an(), made.number)
    resting = queries.resting(seen, makers.today())
    assert (seen.certificate_number, resting.standing, resting.is_lost) == (
        "VG-77",
        "replaced",
        False,
    )
    with pytest.raises(CertificationError, match="được thay bằng chứng nhận mới"):
        declared_on(one)


def test_a_declaration_does_not_outlive_the_certificate_it_rests_on():
    one = makers.certificate()
    with pytest.raises(CertificationError) as refused:
        declared_on(one, valid_to=one.valid_until + timedelta(days=1))
    assert refused.value.field == "valid_to"
    assert written(one.valid_until) in str(refused.value)
    assert declared_on(one, valid_to=one.valid_until).valid_to == one.valid_until


def test_a_foreign_certificate_is_refused_like_a_missing_one():
    theirs = makers.certificate(people.dung())
    told = []
    for number in (theirs.pk, 987_654, 0):
        with pytest.raises(CertificationError) as refused:
            actions.declare(by=people.an(), facts=resting_facts(number))
        told.append((refused.value.field, str(refused.value)))
    assert told[0][0] == "certificate"
    assert len(set(told)) == 1


def test_only_a_certificate_that_holds_today_carries_a_declaration():
    stopped = suspended(makers.certificate())
    future = makers.certificate(
        issued_on=makers.today(), valid_from=makers.days(5), valid_until=makers.days(300)
    )
    past = makers.certificate(
        issued_on=makers.days(-300), valid_from=makers.days(-300), valid_until=makers.days(-1)
    )
    good = makers.certificate()
    offered = queries.valid_certificates(makers.holder(), makers.today())
    assert offered == [good]
    for one, words in (
        (stopped, "đang bị đình chỉ"), (future, "chưa có giá trị"), (past, "đã hết hạn"),
    ):  # fmt: skip
        with pytest.raises(CertificationError, match=words) as refused:
            declared_on(one)
        assert refused.value.field == "certificate"


def test_what_the_register_says_is_not_typed_a_second_time():
    with pytest.raises(CertificationError, match="để trống") as refused:
        declared_on(makers.certificate(), certificate_number="KHÁC-1")
    assert refused.value.field == "certificate_number"


def test_the_database_refuses_a_self_assessed_one_with_a_certificate():
    made = actions.declare(by=people.an(), facts=assessing.facts(people.an()))
    with pytest.raises(IntegrityError), transaction.atomic():
        Declaration.objects.filter(pk=made.pk).update(certificate=makers.certificate())


# --- pages ----------------------------------------------------------------------------------------


def test_the_form_offers_what_holds_and_a_paper_that_is_not_in_the_register():
    item = products.trade_item(people.an())
    good, stopped = makers.certificate(number="VG-1"), suspended(makers.certificate(number="VG-2"))
    theirs = makers.certificate(people.dung(), number="VG-3")
    an = people.client_of(people.an())
    page = page_of(NEW, an)
    assert "VG-1" in page
    assert "Giấy chưa có trong sổ" in page
    assert page.index("VG-1") < page.index("Giấy chưa có trong sổ")
    assert "VG-2" not in page
    assert "VG-3" not in page
    typed = form(
        timezone.localdate(), item.group_id, certificate_number="", certificate_body="",
        certificate_valid_to="",
    )  # fmt: skip
    late = an.post(NEW, typed | {"certificate": str(stopped.pk)})
    assert late.status_code == 400
    assert "VG-2: đang bị đình chỉ" in late.content.decode()
    foreign = an.post(NEW, typed | {"certificate": str(theirs.pk)})
    assert "Sổ không có chứng nhận đó của cơ sở" in foreign.content.decode()
    assert "VG-3" not in foreign.content.decode()
    assert an.post(NEW, typed | {"certificate": "x"}).status_code == 400
    an.post(NEW, typed | {"certificate": str(good.pk)})
    made = Declaration.objects.get()
    assert made.certificate == good
    again = page_of(f"{NEW}?tu={made.number}", an)
    assert f'value="{good.pk}" selected' in again


def test_a_paper_that_is_not_in_the_register_is_declared_as_before():
    item = products.trade_item(people.an())
    makers.certificate()
    an = people.client_of(people.an())
    an.post(NEW, form(timezone.localdate(), item.group_id, certificate=""))
    made = Declaration.objects.get()
    assert (made.certificate, made.certificate_number) == (None, "TX-17")
    assert "theo cơ sở khai" in page_of(f"/danh-gia/cong-bo/{made.number}", an)


def test_everybody_reads_that_the_certificate_was_suspended_and_that_it_was_restored():
    one, got = published()
    address = f"/cong-bo-phu-hop/{got.number}"
    before = page_of(address)
    assert "Đang có giá trị, đến hết" in before
    assert "Hôm nay: Đang có giá trị" in before
    assert f"/chung-nhan/{one.code}" in before
    assert "làm căn cứ" not in page_of("/cong-bo-phu-hop")
    suspended(one)
    warning = f"Chứng nhận làm căn cứ đang bị đình chỉ từ {written(makers.today())}."
    after = page_of(address)
    assert warning in after
    assert "Đang có giá trị, đến hết" not in after
    assert warning in page_of("/cong-bo-phu-hop")
    ending.restore_certificate(by=makers.lan(), certificate=one, reason="Đã khắc phục")
    assert "làm căn cứ" not in page_of(address)
    assert "làm căn cứ" not in page_of("/cong-bo-phu-hop")


def test_the_owner_and_the_officer_read_it_too_and_what_to_do():
    one, got = published()
    address = f"/danh-gia/cong-bo/{got.number}"
    an, binh = people.client_of(people.an()), people.client_of(people.binh())
    assert f"/so/chung-nhan/{one.pk}" in page_of(address, an)
    assert an.get(f"/so/chung-nhan/{one.pk}").status_code == 200
    suspended(one)
    for client, step in ((an, "rút công bố rồi công bố lại"), (binh, "chấm dứt công bố")):
        page = page_of(address, client)
        assert "đang bị đình chỉ từ" in page
        assert step in page
        assert "Giấy chứng nhận: đang bị đình chỉ" in page_of("/danh-gia/cong-bo", client)
    waits = page_of(f"/danh-gia/cong-bo/{assessing.declared().number}", binh)
    assert "làm căn cứ" not in waits, "a paper outside the register is not judged"


def test_a_withdrawn_and_an_expired_one_warn():
    one, got = published()
    ending.withdraw_certificate(by=makers.mai(), certificate=one, reason="Gian dối")
    ending.confirm_withdrawal(
        by=makers.signed_in(people.binh()), certificate=type(one).objects.get(pk=one.pk)
    )
    assert "Chứng nhận làm căn cứ đã bị thu hồi từ" in page_of(f"/cong-bo-phu-hop/{got.number}")
    other, second = published()
    after = other.valid_until + timedelta(days=1)
    with time_machine.travel(timezone.now() + (after - makers.today()), tick=True):
        page = page_of(f"/cong-bo-phu-hop/{second.number}")
    assert f"Chứng nhận làm căn cứ đã hết hạn từ {written(after)}." in page


def test_one_entered_by_mistake_is_told_and_leads_nowhere():
    one, got = published()
    issuing.strike_certificate(by=makers.lan(), certificate=one, reason="Ghi nhầm cơ sở")
    page = page_of(f"/cong-bo-phu-hop/{got.number}")
    assert "bỏ khỏi sổ vì ghi nhầm" in page
    assert one.code not in page


def test_lists_ask_as_often_for_many_as_for_one():
    published()

    def asked():

        with CaptureQueriesContext(connection) as caught:
            page_of("/cong-bo-phu-hop")
        return len(caught)

    asked()
    few = asked()
    for _more in range(3):
        suspended(published()[0])
    assert asked() == few


# --- machines -------------------------------------------------------------------------------------


def test_a_machine_names_the_certificate_by_its_code():
    an = people.an()
    secret, today = key(an, *RIGHTS), makers.today()
    products.trade_item(an)
    one, theirs = makers.certificate(number="VG-9"), makers.certificate(people.dung())
    stopped = suspended(makers.certificate())
    new = {
        "basis": rules.CERTIFICATE, "standard": "TCVN 12850:2019", "declaredOn": today.isoformat(),
        "validTo": makers.days(90).isoformat(), "signerName": "Lê Thị Mẫu", "signerTitle": "Giám đốc",
        "groups": [products.GREEN_COFFEE.rstrip("/")],
    }  # fmt: skip
    told = [
        ask("POST", "/assessments/declarations", secret, new | {"certificate": code})
        for code in (theirs.code, "CN-999999-9", "x")
    ]
    assert {(status, answer["field"], answer["detail"]) for status, answer in told} == {
        (422, "certificate", told[0][1]["detail"])
    }
    status, answer = ask(
        "POST", "/assessments/declarations", secret, new | {"certificate": stopped.code}
    )
    assert (status, answer["field"]) == (422, "certificate")
    assert "đình chỉ" in answer["detail"]
    status, made = ask(
        "POST", "/assessments/declarations", secret, new | {"certificate": one.code.lower()}
    )
    assert (status, made["certificate"], made["certificateNumber"]) == (201, one.code, "VG-9")
    assert made["certificateStanding"] == "valid"
    suspended(one)
    _status, seen = ask("GET", f"/assessments/declarations/{made['number']}", secret)
    assert seen["certificateStanding"] == "suspended"
