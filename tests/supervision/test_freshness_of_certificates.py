"""Which certificate of an enterprise ends next: in the list, on its page, on the enterprise's own page."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook  # type: ignore[import-untyped]

from tests import people
from tests.certification import makers
from tests.certification.makers import certificate, days, said, today
from txng.certification.actions import ending, issuing
from txng.certification.words import day as written
from txng.supervision import queries, rules

pytestmark = pytest.mark.django_db
LIST, OWN = "/giam-sat/cap-nhat", "/du-lieu-cua-toi"


def certified(person=None):
    one = queries.watched(people.binh()).get(pk=makers.holder(person).pk)
    return queries.certified(one, today())


def renewed(one, *, begin, end):
    return issuing.renew_certificate(
        by=makers.lan(), certificate=one,
        said=said(issued_on=today(), valid_from=days(begin), valid_until=days(end)),
    )  # fmt: skip


def page_of(person, address):
    return people.client_of(person).get(address).content.decode()


@pytest.mark.parametrize(
    ("left", "told"),
    [(None, "none"), (0, "ending"), (90, "ending"), (91, "holding")],
)
def test_how_certificates_stand(left, told):
    assert rules.certificates_stand(None if left is None else days(left), today()) == told


def test_the_nearest_last_day_counts():
    makers.holder()
    assert certified() == queries.Certified(None, rules.NONE, 0)
    certificate(valid_until=days(300))
    assert certified() == queries.Certified(days(300), rules.HOLDING, 300)
    certificate(valid_until=days(20))
    certificate(people.dung(), valid_until=days(5))
    assert certified() == queries.Certified(days(20), rules.ENDING, 20)
    assert certified(people.dung()).left == 5


def test_what_does_not_stand_valid_is_no_certificate_here():
    certificate(issued_on=days(-99), valid_from=days(-99), valid_until=days(-1))
    certificate(issued_on=today(), valid_from=days(3), valid_until=days(10))
    ending.suspend_certificate(
        by=makers.lan(), certificate=certificate(valid_until=days(30)), reason="Sai"
    )
    assert certified().standing == rules.NONE


def test_the_last_day_itself_still_counts_and_the_next_one_does_not():
    certificate(valid_until=days(2))
    with time_machine.travel(timezone.now() + 2 * (days(1) - today()), tick=True):
        assert certified() == queries.Certified(today(), rules.ENDING, 0)
    with time_machine.travel(timezone.now() + 3 * (days(1) - today()), tick=True):
        assert certified().standing == rules.NONE


def test_a_renewal_takes_the_place_of_the_old_one_before_it_begins():
    renewed(certificate(valid_until=days(20)), begin=21, end=390)
    assert certified() == queries.Certified(days(390), rules.HOLDING, 390)


def test_a_renewal_that_was_suspended_before_it_began_follows_nothing():
    new = renewed(certificate(valid_until=days(20)), begin=21, end=390)
    ending.suspend_certificate(by=makers.lan(), certificate=new, reason="Ghi nhầm ngày")
    assert certified().ends == days(20)


def test_the_list_shows_it_and_narrows_to_what_ends_soon():
    certificate(valid_until=days(45))
    certificate(people.dung(), valid_until=days(200))
    an, dung = makers.holder().code, makers.holder(people.dung()).code
    page = page_of(people.binh(), LIST)
    assert f"Sắp hết hạn: {written(days(45))}, còn 45 ngày" in page
    assert f"Còn hạn: {written(days(200))}, còn 200 ngày" in page
    assert "Chứng nhận sắp hết hạn" in page

    def shown(value):
        page = page_of(people.binh(), f"{LIST}?chung-nhan={value}")
        return [code for code in (an, dung) if code in page]

    assert shown("ending") == [an]
    assert shown("holding") == [dung]
    assert shown("none") == []


def test_the_export_has_the_column(tmp_path):
    makers.holder()
    answer = people.client_of(people.binh()).get(f"{LIST}?format=xlsx")
    (tmp_path / "book.xlsx").write_bytes(answer.content)
    heads, row = list(load_workbook(tmp_path / "book.xlsx").worksheets[0].values)[:2]
    assert dict(zip(heads, row, strict=True))["Chứng nhận"] == "Không có"


def test_the_page_of_one_enterprise_leads_to_its_certificates():
    number = certificate(valid_until=days(45)).number
    code = makers.holder().code
    page = page_of(people.binh(), f"{LIST}/co-so/{code}")
    assert "Chứng nhận: Sắp hết hạn" in page
    address = f"/so/chung-nhan?q={code}&sap-het-han=90"
    assert address.replace("&", "&amp;") in page
    assert number in page_of(people.binh(), address)
    assert "Liên hệ tổ chức chứng nhận" not in page, "the step is the enterprise's"


def test_the_enterprise_reads_what_to_do_next():
    makers.holder()
    page = page_of(people.an(), OWN)
    assert "Chứng nhận: Không có" in page
    assert "nhờ tổ chức đã cấp ghi vào sổ" in page
    one = certificate(valid_until=days(45))
    page = page_of(people.an(), OWN)
    assert f"có giá trị đến hết {written(days(45))}, còn 45 ngày" in page
    assert "Liên hệ tổ chức chứng nhận để gia hạn" in page
    renewed(one, begin=46, end=400)
    page = page_of(people.an(), OWN)
    assert "Chứng nhận: Còn hạn" in page
    assert "để gia hạn" not in page


def test_a_page_asks_as_often_for_many_certificates_as_for_one():
    certificate(valid_until=days(45))
    binh = people.client_of(people.binh())

    def asked():
        with CaptureQueriesContext(connection) as caught:
            assert binh.get(f"{LIST}?chung-nhan=ending").status_code == 200
        return len(caught)

    asked()
    few = asked()
    certificate(valid_until=days(30))
    certificate(people.dung(), valid_until=days(45))
    assert asked() == few
