"""An address for letters: typed, confirmed, chosen for, taken away; letters stopped by one click."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone
from time_machine import travel

from tests import people
from tests.accounts import letters as post
from txng.accounts import mail, rules
from txng.accounts.actions import mail_address as addresses
from txng.accounts.errors import BadAddressError, LinkGoneError, TooOftenError
from txng.accounts.models import JournalEntry, Letter, MailAddress

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "an@example.vn"


def path(link: str) -> str:
    assert link.startswith(post.BASE)
    return link.removeprefix(post.BASE)


# --- an address is confirmed ----------------------------------------------------------------------------


def test_an_types_an_address_opens_the_link_and_then_gets_letters():
    browser = people.client_of(people.an())
    with post.mail_on() as server:
        answer = browser.post("/toi/thu/dia-chi", {"address": " An@Example.VN "})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/toi/thu")
        assert "Địa chỉ chưa xác nhận" in browser.get("/toi/thu").content.decode()
        assert post.write(people.an()) is None, "not confirmed: nothing but the confirmation"
        post.send()
        [letter] = server.letters
        assert letter["To"] == ADDRESS
        [link] = post.links(post.words(letter))
        page = browser.get(path(link))
        assert (page.status_code, "Xác nhận" in page.content.decode()) == (200, True)
        assert not MailAddress.objects.get().confirmed_at, "looking confirms nothing"
        assert browser.post(path(link)).status_code == 302
        assert post.write(people.an()) is not None
        assert browser.post(path(link)).status_code == 404, "once"
    verbs = set(JournalEntry.objects.values_list("verb", flat=True))
    assert {"mail_address.asked", "mail_address.confirmed", "letter.written"} <= verbs
    assert ADDRESS not in str(list(JournalEntry.objects.values_list("details", flat=True)))


def test_a_link_of_confirmation_is_good_for_24_hours_and_for_its_own_account_alone():
    with post.mail_on():
        an = people.account_of(people.an())
        box = addresses.ask_for_letters(by=people.an(), person=an, address=ADDRESS)
        token = mail.confirm_token(box)
        with pytest.raises(LinkGoneError):
            addresses.confirm_address(by=post.themselves(people.dung()), token=token)
        assert people.client_of(people.dung()).post(f"/toi/thu/xac-nhan/{token}").status_code == 404
        with travel(timezone.now() + timedelta(hours=25)), pytest.raises(LinkGoneError):
            addresses.confirm_address(by=post.themselves(people.an()), token=token)
        with pytest.raises(LinkGoneError):
            addresses.confirm_address(by=post.themselves(people.an()), token=token[:-2] + "xx")
        addresses.confirm_address(by=post.themselves(people.an()), token=token)


def test_a_second_link_makes_the_first_one_useless():
    with post.mail_on():
        an = people.account_of(people.an())
        first = mail.confirm_token(
            addresses.ask_for_letters(by=people.an(), person=an, address=ADDRESS)
        )
        second = mail.confirm_token(
            addresses.ask_for_letters(by=people.an(), person=an, address="khac@example.vn")
        )
        with pytest.raises(LinkGoneError):
            addresses.confirm_address(by=post.themselves(people.an()), token=first)
        assert (
            addresses.confirm_address(by=post.themselves(people.an()), token=second).address
            == "khac@example.vn"
        )


def test_nobody_fills_a_strangers_letter_box_with_confirmations():
    with post.mail_on():
        for actor in (people.an(), people.dung(), people.chi()):
            person = people.account_of(actor)
            addresses.ask_for_letters(by=actor, person=person, address="la@example.vn")
        with pytest.raises(TooOftenError):
            addresses.ask_for_letters(
                by=people.binh(), person=people.account_of(people.binh()), address="la@example.vn"
            )


def test_the_page_tells_nobody_that_another_account_uses_an_address():
    with post.mail_on():
        post.confirmed(people.an(), ADDRESS)
        answers = [
            people.client_of(people.dung()).post("/toi/thu/dia-chi", {"address": one})
            for one in (ADDRESS, "moi@example.vn")
        ]
    assert [(one.status_code, one.headers["Location"]) for one in answers] == [
        (302, "/toi/thu"),
        (302, "/toi/thu"),
    ]


@pytest.mark.parametrize(
    "address",
    [
        "an",
        "an@example",
        "an@example.vn, dung@example.vn",
        "an@example.vn\r\nBcc: dung@example.vn",
        "An <an@example.vn>",
        "ấn@example.vn",
        "an@[127.0.0.1]",
        '"an\r\n"@example.vn',
        "a" * 65 + "@example.vn",
        "",
    ],
)
def test_what_is_no_plain_address_is_refused_with_an_example(address):
    with post.mail_on():
        with pytest.raises(BadAddressError):
            addresses.ask_for_letters(
                by=people.an(), person=people.account_of(people.an()), address=address
            )
        answer = people.client_of(people.an()).post("/toi/thu/dia-chi", {"address": address})
    assert answer.status_code == 400
    assert not Letter.objects.exists()


def test_an_takes_the_address_away_and_what_waits_is_not_sent():
    with post.mail_on() as server:
        post.confirmed(people.an(), ADDRESS)
        post.write(people.an())
        assert people.client_of(people.an()).post("/toi/thu/bo").status_code == 302
        assert post.send() == 1
        assert server.letters == []
        assert Letter.objects.get().state == rules.LETTER_GIVEN_UP


# --- no more letters ------------------------------------------------------------------------------------


def test_one_click_ends_letters_of_a_kind_without_signing_in():
    with post.mail_on() as server:
        box = post.confirmed(people.an(), ADDRESS)
        post.write(people.an())
        post.send()
        stop = path(server.letters[0]["List-Unsubscribe"].strip("<>"))
        stranger = Client(enforce_csrf_checks=True)
        page = stranger.get(stop)
        assert (page.status_code, ADDRESS in page.content.decode()) == (200, False)
        box.refresh_from_db()
        assert box.news, "looking stops nothing"
        for _turn in range(2):
            assert stranger.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
        box.refresh_from_db()
        assert (box.news, box.library, box.reminders) == (False, True, rules.DAILY)
        assert post.write(people.an(), "test:2") is None
        assert post.write(people.an(), "test:3", kind=rules.LIBRARY) is not None
    assert JournalEntry.objects.filter(verb="mail_address.stopped").count() == 1


def test_what_waits_is_not_sent_to_somebody_who_stopped_it_or_moved_meanwhile():
    with post.mail_on() as server:
        box = post.confirmed(people.an(), ADDRESS)
        post.write(people.an())
        addresses.stop_letters(token=mail.stop_token(box, rules.NEWS))
        post.send()
        post.write(people.an(), "test:2", kind=rules.LIBRARY)
        post.confirmed(people.an(), "moi@example.vn")
        post.send()
        assert server.letters == []
        assert post.write(people.an(), "test:3", kind=rules.LIBRARY) is not None
        post.send()
    assert [one["To"] for one in server.letters] == ["moi@example.vn"]
    assert set(Letter.objects.values_list("about", "state")) == {
        ("test:1", rules.LETTER_GIVEN_UP),
        ("test:2", rules.LETTER_GIVEN_UP),
        ("test:3", rules.LETTER_SENT),
    }


def test_a_link_that_nobody_signed_stops_nothing():
    with post.mail_on():
        box = post.confirmed(people.an(), ADDRESS)
        token = mail.stop_token(box, rules.NEWS)
        others = [
            token[:-3] + "abc",
            signing.Signer(salt="other").sign_object([box.person_id, rules.NEWS, "x"]),
            mail.confirm_token(box),
            "x",
        ]
        assert [Client().post(f"/thu/thoi/{one}").status_code for one in others] == [404] * 4
        box.refresh_from_db()
        assert box.news
        MailAddress.objects.filter(pk=box.pk).update(address="moi@example.vn")
        assert Client().post(f"/thu/thoi/{token}").status_code == 404, "an earlier address's link"


def test_an_chooses_which_letters_come():
    browser = people.client_of(people.an())
    with post.mail_on():
        box = post.confirmed(people.an(), ADDRESS)
        answer = browser.post("/toi/thu/chon", {"reminders": "weekly", "library": "on"})
        assert answer.status_code == 302
        box.refresh_from_db()
        assert (box.reminders, box.library, box.news) == ("weekly", True, False)
        assert browser.post("/toi/thu/chon", {"reminders": "hourly"}).status_code == 400
