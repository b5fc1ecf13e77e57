"""Letters by e-mail: to an address that was confirmed, once, over a real socket; off unless turned on."""

import threading
import time
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from time_machine import travel

from tests import people
from tests.accounts import letters as post
from tests.fakes.mail_server import MailServer, with_tls
from txng.accounts import mail, rules
from txng.accounts.actions import letters
from txng.accounts.actions import mail_address as addresses
from txng.accounts.errors import MailOffError
from txng.accounts.models import Letter, MailAddress
from txng.conf.env import Smtp

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "an@example.vn"


# --- off ------------------------------------------------------------------------------------------------


def test_nothing_is_written_while_letters_are_off_and_the_page_says_so():
    with post.mail_on():
        post.confirmed(people.an(), ADDRESS)
    assert post.write(people.an()) is None
    assert Letter.objects.count() == 0
    assert post.send() == 0
    page = people.client_of(people.an()).get("/toi/thu").content.decode()
    assert "Máy chủ này chưa bật gửi thư" in page
    assert "Gửi thư xác nhận" not in page
    with pytest.raises(MailOffError):
        addresses.ask_for_letters(
            by=people.an(), person=people.account_of(people.an()), address=ADDRESS
        )


# --- a letter as it arrives -----------------------------------------------------------------------------


def test_a_letter_arrives_with_the_headers_of_a_letter_that_a_machine_wrote():
    with post.mail_on() as server:
        post.confirmed(people.an(), ADDRESS)
        made = post.write(people.an())
        assert post.send() == 1
        [letter], [raw] = server.letters, server.raw
        stop = letter["List-Unsubscribe"]
    assert letter["From"] == "Truy xuất Lâm Đồng <txng@example.vn>"
    assert letter["To"] == ADDRESS
    assert server.envelopes == [("txng@example.vn", (ADDRESS,))]
    assert letter["Subject"] == "Khó khăn của bạn đã được trả lời"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].startswith(f"<letter-{made.pk}.")
    assert letter["Message-ID"].endswith("@txng.example.vn>")
    written = parsedate_to_datetime(letter["Date"]).replace(tzinfo=UTC)  # "-0000": UTC
    assert abs(written - timezone.now()) < timedelta(minutes=1)
    assert (letter.get_content_type(), letter.get_content_charset()) == ("text/plain", "utf-8")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop.startswith(f"<{post.BASE}/thu/thoi/")
    assert "Mở trang để đọc." in post.words(letter)
    assert stop.strip("<>") in post.words(letter)
    assert raw.isascii(), "any server takes it"
    made.refresh_from_db()
    assert (made.state, made.attempts) == (rules.LETTER_SENT, 1)


def test_one_click_needs_https():
    with post.mail_on(BASE_URL="http://127.0.0.1:8000") as server:
        post.confirmed(people.an(), ADDRESS)
        post.write(people.an())
        post.send()
    assert server.letters[0]["List-Unsubscribe"]
    assert server.letters[0]["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize(
    "subject",
    [
        "Nhắc việc\r\nBcc: dung@example.vn",
        "Nhắc việc\nBcc: dung@example.vn\n\nThân khác",
        "Nhắc việc\x0bBcc: dung@example.vn",
        "Nhắc việc\u2028Bcc: dung@example.vn",
        "Reminder\x00\r\nBcc: dung@example.vn",
    ],
)
def test_a_subject_never_begins_a_header_of_its_own(subject):
    with post.mail_on() as server:
        post.confirmed(people.an(), ADDRESS)
        post.write(people.an(), subject=subject, text="Bcc: dung@example.vn\r\n.\r\nDATA")
        post.send()
    [letter] = server.letters
    assert letter["Bcc"] is None
    assert "Bcc: dung@example.vn" in letter["Subject"]
    assert server.envelopes[0][1] == (ADDRESS,)
    assert "\n.\n" in post.words(letter).replace("\r\n", "\n"), "a lone dot ends no letter"


def test_a_letter_in_english_for_whoever_reads_english():
    with post.mail_on() as server:
        post.confirmed(people.an(), ADDRESS, language="en")
        post.write(people.an())
        post.send()
    assert "https://txng.example.vn/toi/thu" in post.words(server.letters[0])


# --- the server is not well -----------------------------------------------------------------------------


def test_a_server_that_is_down_loses_no_letter_and_gets_it_once():
    with MailServer() as server:
        port = server.port
    with override_settings(
        SMTP=Smtp("127.0.0.1", port, tls="none"), MAIL_FROM="txng@example.vn", BASE_URL=post.BASE
    ):
        post.confirmed(people.an(), ADDRESS)
        made = post.write(people.an())
        assert post.send() == 0
        made.refresh_from_db()
        assert made.state == rules.LETTER_WAITING
        assert post.send() == 0, "nobody knocks twice within a minute"
        with MailServer(port) as server, travel(timezone.now() + timedelta(minutes=2)):
            assert post.send() == 1
            assert post.send() == 0
    assert len(server.letters) == 1


def test_later_means_later_each_time_longer_and_in_the_end_never():
    with post.mail_on() as server:
        post.confirmed(people.an(), ADDRESS)
        made = post.write(people.an())
        now, waits = timezone.now(), []
        for _turn in range(4):
            server.on_data.append("451 Try again later")
            with travel(now, tick=False):
                post.send()
            made.refresh_from_db()
            waits.append(round((made.next_at - now).total_seconds() / 60))
            now = made.next_at
        assert waits == [1, 2, 4, 8]
        assert made.last_error == "451 Try again later"
        with travel(now + timedelta(days=4)):
            assert post.send() == 1
        made.refresh_from_db()
    assert (made.state, server.letters) == (rules.LETTER_GIVEN_UP, [])


def test_an_address_that_the_server_refuses_gets_nothing_more_and_its_owner_is_told():
    browser = people.client_of(people.an())
    with post.mail_on() as server:
        server.on_recipient[ADDRESS] = "550 5.1.1 No such user here"
        post.confirmed(people.an(), ADDRESS)
        made, second = post.write(people.an()), post.write(people.an(), "test:2")
        assert post.send() == 2
        made.refresh_from_db()
        second.refresh_from_db()
        assert (made.state, second.state) == (rules.LETTER_GIVEN_UP, rules.LETTER_GIVEN_UP)
        assert second.attempts == 1
        assert made.last_error == "550 5.1.1 No such user here"
        assert post.write(people.an(), "test:3") is None
        page = browser.get("/toi/thu").content.decode()
        assert "Địa chỉ không nhận được thư" in page
        assert "No such user here" in page
        del server.on_recipient[ADDRESS]
        post.confirmed(people.an(), ADDRESS)
        assert post.write(people.an(), "test:4") is not None
    assert "Địa chỉ không nhận được thư" not in browser.get("/toi/thu").content.decode()


def test_a_letter_that_is_refused_for_its_words_says_nothing_against_the_address():
    with post.mail_on() as server:
        post.confirmed(people.an(), ADDRESS)
        made = post.write(people.an())
        server.on_data.append("554 5.7.1 Looks like spam")
        post.send()
        made.refresh_from_db()
    assert made.state == rules.LETTER_GIVEN_UP
    assert MailAddress.objects.get().refused_at is None


def test_a_worker_that_dies_before_its_mark_sends_twice_rather_than_never(monkeypatch):
    """With one Message-ID, so that mail programs can tell."""

    class Died(BaseException):
        pass

    def die(*_: object, **__: object) -> None:
        raise Died

    with post.mail_on() as server:
        post.confirmed(people.an(), ADDRESS)
        post.write(people.an())
        hand_over = mail.hand_over
        with monkeypatch.context() as patched:
            patched.setattr(mail, "hand_over", lambda *args: hand_over(*args) and die())
            with pytest.raises(Died):
                post.send()
        assert post.send() == 0, "its lease runs"
        with travel(timezone.now() + rules.LEASE + timedelta(seconds=1)):
            assert post.send() == 1
    first, second = server.letters
    assert first["Message-ID"] == second["Message-ID"]


def test_two_workers_do_not_send_one_letter_twice():
    with post.mail_on() as server:
        post.confirmed(people.an(), ADDRESS)
        for number in range(12):
            post.write(people.an(), f"test:{number}")
        server.before_answer = lambda: time.sleep(0.02)
        wrong: list[BaseException] = []

        def work() -> None:
            try:
                while post.send():
                    pass
            except BaseException as error:
                wrong.append(error)
            finally:
                connection.close()

        workers = [threading.Thread(target=work) for _number in range(3)]
        for one in workers:
            one.start()
        for one in workers:
            one.join(60)
    assert wrong == []
    assert len({one["Message-ID"] for one in server.letters}) == len(server.letters) == 12


def test_two_workers_write_one_letter_about_one_thing():
    with post.mail_on():
        post.confirmed(people.an(), ADDRESS)
        an, made = people.an(), []
        person = people.account_of(an)

        def work() -> None:
            made.append(
                letters.write_letter(
                    by=post.WORKER, person=person, kind=rules.NEWS, about="x", subject="y", text="z"
                )
            )
            connection.close()

        workers = [threading.Thread(target=work) for _number in range(4)]
        for one in workers:
            one.start()
        for one in workers:
            one.join(60)
    assert len(made) == 4
    assert sum(1 for one in made if one is not None) == 1
    assert Letter.objects.filter(about="x").count() == 1


def test_a_confirmation_does_not_wait_behind_the_letters_of_a_morning():
    with post.mail_on() as server:
        post.confirmed(people.dung(), "dung@example.vn")
        for number in range(3):
            post.write(people.dung(), f"test:{number}")
        addresses.ask_for_letters(
            by=people.an(), person=people.account_of(people.an()), address=ADDRESS
        )
        post.send()
    assert [one["To"] for one in server.letters] == [ADDRESS, *["dung@example.vn"] * 3]


def test_no_more_letters_a_minute_than_the_operator_allows():
    with post.mail_on(MAIL_PER_MINUTE=2) as server:
        post.confirmed(people.an(), ADDRESS)
        for number in range(5):
            post.write(people.an(), f"test:{number}")
        now = timezone.now()
        with travel(now, tick=False):
            assert (post.send(), post.send()) == (2, 0)
        with travel(now + timedelta(seconds=31), tick=False):
            assert post.send() == 1
    assert len(server.letters) == 3


def test_smtp_is_never_spoken_to_inside_a_transaction():
    with post.mail_on() as server:
        post.confirmed(people.an(), ADDRESS)
        post.write(people.an())
        seen = []
        hand_over = mail.hand_over

        def watched(*args: object) -> mail.Answer:
            seen.append(connection.in_atomic_block)
            return hand_over(*args)

        mail.hand_over = watched
        try:
            post.send()
        finally:
            mail.hand_over = hand_over
    assert (seen, len(server.letters)) == ([False], 1)


# --- TLS and passwords ----------------------------------------------------------------------------------


def test_a_password_goes_over_tls_to_a_server_with_a_certificate_that_is_trusted(
    tmp_path, monkeypatch
):
    with with_tls(tmp_path) as (server, certificate):
        good = Smtp("127.0.0.1", server.port, "txng", "mat-khau")
        with post.towards(server, SMTP=good):
            post.confirmed(people.an(), ADDRESS)
            made = post.write(people.an())
            assert post.send() == 0, "nobody vouches for the certificate"
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
            with travel(timezone.now() + timedelta(minutes=5)):
                assert post.send() == 1
        bad = Smtp("127.0.0.1", server.port, "txng", "sai-roi")
        with post.towards(server, SMTP=bad):
            made = post.write(people.an(), "test:2")
            with travel(timezone.now() + timedelta(minutes=10)):
                assert post.send() == 0
            made.refresh_from_db()
    assert made.state == rules.LETTER_WAITING, "the password is not the letter's fault"
    assert len(server.letters) == 1


def test_texts_are_forgotten_after_a_month_and_letters_after_a_year():
    with post.mail_on():
        post.confirmed(people.an(), ADDRESS)
        post.write(people.an())
        post.send()
        with travel(timezone.now() + timedelta(days=31)):
            assert letters.forget_old_letters(by=post.WORKER) == 1
        assert (Letter.objects.get().text, Letter.objects.get().address) == ("", "")
        with travel(timezone.now() + timedelta(days=366)):
            assert letters.forget_old_letters(by=post.WORKER) == 1
    assert not Letter.objects.exists()
