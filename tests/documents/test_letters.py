"""Changes of the library by e-mail: to those who follow, the next morning, each change once."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from tests import people
from tests.accounts import letters as post
from tests.documents.test_library import READ, add
from txng.accounts.models import Letter, MailAddress
from txng.documents.actions import letters
from txng.documents.actions import library as actions

pytestmark = pytest.mark.django_db(transaction=True)


def morning(days: int) -> datetime:
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=7, minute=1)


def write(moment: datetime) -> int:
    with travel(moment, tick=False):
        return letters.write_letters(by=post.WORKER)


def test_a_change_is_told_the_next_morning_and_once():
    with post.mail_on() as server:
        one, other = add(), add("13/2026/TT-BKHCN")
        post.confirmed(people.an(), "an@example.vn")
        actions.follow(by=post.themselves(people.an()), instrument=one)
        actions.change_status(by=people.binh(), instrument=one, version=1, told=READ)
        actions.change_status(by=people.binh(), instrument=other, version=1, told=READ)
        assert [write(morning(days)) for days in (1, 1, 2, 3)] == [1, 0, 0, 0]
        with travel(morning(1)):
            post.send()
    [letter] = server.letters
    assert letter["Subject"] == "1 văn bản bạn theo dõi đã đổi"
    assert "12/2026/TT-BKHCN" in post.words(letter)
    assert "13/2026" not in post.words(letter)
    assert f"{post.BASE}/thu-vien/" in post.words(letter)


def test_what_was_looked_at_on_the_page_is_not_told_again():
    with post.mail_on():
        one = add()
        post.confirmed(people.an(), "an@example.vn")
        actions.follow(by=post.themselves(people.an()), instrument=one)
        actions.change_status(by=people.binh(), instrument=one, version=1, told=READ)
        actions.mark_seen(by=post.themselves(people.an()))
        assert write(morning(1)) == 0


def test_what_changed_before_the_address_was_confirmed_is_no_news():
    with post.mail_on():
        one = add()
        actions.follow(by=post.themselves(people.an()), instrument=one)
        actions.change_status(by=people.binh(), instrument=one, version=1, told=READ)
        post.confirmed(people.an(), "an@example.vn")
        assert write(morning(1)) == 0
    assert Letter.objects.count() == 0


def test_whoever_does_not_want_them_gets_none_and_the_page_says_what_is_true():
    browser = people.client_of(people.an())
    page = "/thu-vien/thay-doi"
    assert "Máy chủ này chưa bật gửi thư" in browser.get(page).content.decode()
    with post.mail_on():
        assert "Nhận thay đổi bằng thư điện tử" in browser.get(page).content.decode()
        one = add()
        post.confirmed(people.an(), "an@example.vn")
        assert "Sáng hôm sau ngày có thay đổi" in browser.get(page).content.decode()
        actions.follow(by=post.themselves(people.an()), instrument=one)
        actions.change_status(by=people.binh(), instrument=one, version=1, told=READ)
        MailAddress.objects.update(library=False)
        assert write(morning(1)) == 0
