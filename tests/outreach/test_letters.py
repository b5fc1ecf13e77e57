"""An answered difficulty is told to whoever sent it from an account."""

from datetime import timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from tests import people
from tests.accounts import letters as post
from tests.outreach import makers
from txng.accounts.models import Letter
from txng.outreach.actions import letters
from txng.outreach.actions import matters as actions

pytestmark = pytest.mark.django_db(transaction=True)

ANSWER = "Tỉnh cấp hai máy quét cho xã trong quý tới."


def difficulty():
    """From somebody who is signed in: the matter keeps the name of the account."""
    return makers.difficulty(people.signed_in_actor(makers.lan()))


def write() -> int:
    return letters.write_letters(by=post.WORKER)


def answered(one, answer=ANSWER):
    given = makers.given(one, "so-khcn")
    return actions.answer_matter(by=makers.binh(), matter=given, base=given.version, answer=answer)


def test_the_sender_gets_one_letter_that_leads_to_the_answer_and_does_not_hold_it():
    with post.mail_on() as server:
        post.confirmed(makers.lan(), "lan@example.vn")
        one = answered(difficulty())
        assert (write(), write()) == (1, 0)
        post.send()
    [letter] = server.letters
    assert letter["Subject"] == f"Khó khăn {one.number} đã được trả lời"
    assert f"{post.BASE}/y-kien/{one.number}" in post.words(letter)
    assert ANSWER not in post.words(letter)


def test_an_answer_taken_back_and_given_again_is_told_again():
    with post.mail_on():
        post.confirmed(makers.lan(), "lan@example.vn")
        one = answered(difficulty())
        assert write() == 1
        back = actions.take_answer_back(by=makers.binh(), matter=one)
        assert write() == 0
        with travel(timezone.now() + timedelta(minutes=3)):
            actions.answer_matter(
                by=makers.binh(), matter=back, base=back.version, answer=f"{ANSWER} Có sửa."
            )
            assert write() == 1


def test_an_old_answer_and_one_before_the_address_was_confirmed_are_no_news():
    with post.mail_on():
        answered(difficulty())
        post.confirmed(makers.lan(), "lan@example.vn")
        assert write() == 0
        answered(difficulty())
        with travel(timezone.now() + timedelta(days=4)):
            assert write() == 0
    assert Letter.objects.count() == 0


def test_people_without_an_account_are_not_written_to():
    """What they left nobody confirmed: they read the answer with their code."""
    with post.mail_on():
        post.confirmed(makers.lan(), "dan@example.vn")
        got = makers.feedback(contact="dan@example.vn")
        answered(got.matter)
        assert write() == 0
