"""Agencies are told which sections of the annual report are theirs, and which come back."""

from datetime import timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from tests.accounts import letters as post
from tests.reports import yearly
from txng.accounts.models import Letter
from txng.reports.actions import deciding, letters

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def figures():
    with yearly.registered():
        yield


def write() -> int:
    return letters.write_letters(by=post.WORKER)


def test_who_writes_a_section_is_told_once_that_it_waits():
    with post.mail_on() as server:
        post.confirmed(yearly.farm_office(), "nong@example.vn")
        yearly.made()
        section = yearly.shared()
        assert (write(), write()) == (1, 0)
        post.send()
    [letter] = server.letters
    assert letter["To"] == "nong@example.vn"
    assert letter["Subject"] == "Phần báo cáo năm 2026 chờ cơ quan bạn viết"
    assert section.title in post.words(letter)
    assert f"{post.BASE}/bao-cao/2026/phan/{section.code}" in post.words(letter)


def test_a_section_that_is_given_back_is_told_each_time_without_the_reason():
    with post.mail_on() as server:
        yearly.made()
        section = yearly.shared()
        post.confirmed(yearly.farm_office(), "nong@example.vn")
        for turn in range(2):
            with travel(timezone.now() + timedelta(hours=turn)):
                office = yearly.farm_office()
                yearly.wrote(office, f"Đã làm việc với các xã, lần {turn}.", yearly.part())
                deciding.submit(by=office, section=yearly.part())
                deciding.give_back(by=yearly.keeper(), section=yearly.part(), reason="Thiếu nguồn")
                assert (write(), write()) == (1, 0)
        with travel(timezone.now() + timedelta(hours=2)):
            while post.send():
                pass
    assert len(server.letters) == 2
    assert server.letters[0]["Subject"] == f"Phần “{section.title}” bị trả lại"
    assert "Thiếu nguồn" not in post.words(server.letters[0])


def test_strangers_and_old_reports_bring_no_letter():
    from tests import people

    with post.mail_on():
        post.confirmed(people.dung(), "dung@example.vn")
        yearly.made()
        yearly.shared()
        assert write() == 0
        post.confirmed(yearly.farm_office(), "nong@example.vn")
        with travel(timezone.now() + timedelta(days=4)):
            assert write() == 0
    assert Letter.objects.count() == 0
