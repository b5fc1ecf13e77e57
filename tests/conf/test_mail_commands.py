"""txng mail test, what the doctor says of letters, the settings behind both, and the loops of txng work."""

import threading

import pytest

from tests import people
from tests.accounts import letters as post
from tests.fakes.mail_server import MailServer
from txng.accounts.models import Letter
from txng.conf import cli, env
from txng.conf.commands import doctor, work
from txng.conf.env import SettingError
from txng.conf.env_mail import Smtp

pytestmark = pytest.mark.django_db(transaction=True)


def read(**variables: str) -> env.Environment:
    return env.read({"TXNG_SECRET_KEY": "s" * 60, **variables})


FROM = {"TXNG_MAIL_FROM": "Truy xuất <txng@example.vn>"}


def test_letters_are_off_unless_a_server_is_named():
    told = read()
    assert (told.smtp, told.mail_from, told.mail_per_minute) == (None, "", 30)


@pytest.mark.parametrize(
    ("url", "smtp"),
    [
        ("smtp://txng:p%40ss@mail.example.vn:587?tls=start",
         Smtp("mail.example.vn", 587, "txng", "p@ss", "start")),
        ("smtp://mail.example.vn", Smtp("mail.example.vn", 587, tls="start")),
        ("smtps://txng:pw@mail.example.vn",
         Smtp("mail.example.vn", 465, "txng", "pw", "whole")),
        ("smtp://127.0.0.1?tls=none", Smtp("127.0.0.1", 25, tls="none")),
    ],
)  # fmt: skip
def test_the_address_of_the_server_says_how(url, smtp):
    assert read(TXNG_SMTP_URL=url, **FROM).smtp == smtp
    assert "pw" not in smtp.shown
    assert "p@ss" not in smtp.shown


@pytest.mark.parametrize(
    "variables",
    [
        {"TXNG_SMTP_URL": "smtp://mail.example.vn"},
        {"TXNG_SMTP_URL": "smtp://txng:hunter2@mail.example.vn?tls=none", **FROM},
        {"TXNG_SMTP_URL": "http://txng:hunter2@mail.example.vn", **FROM},
        {"TXNG_SMTP_URL": "smtp://txng:hunter2@mail.example.vn:smtp", **FROM},
        {"TXNG_SMTP_URL": "smtp://txng:hunter2@mail.example.vn?ssl=1", **FROM},
        {"TXNG_SMTP_URL": "smtp://txng:hunter2ấ@mail.example.vn", **FROM},
        {"TXNG_SMTP_URL": "smtp://mail.example.vn", "TXNG_MAIL_FROM": "Truy xuất"},
        {"TXNG_SMTP_URL": "smtp://mail.example.vn",
         "TXNG_MAIL_FROM": "x <a@example.vn>\r\nBcc: b@example.vn"},
        {"TXNG_MAIL_PER_MINUTE": "0"},
        {"TXNG_MAIL_PER_MINUTE": "many"},
    ],
)  # fmt: skip
def test_nonsense_is_refused_and_the_password_is_never_repeated(variables):
    with pytest.raises(SettingError) as found:
        read(**variables)
    assert "hunter2" not in str(found.value)


def run(capsys, *arguments: str) -> tuple[int, str]:
    status = cli.run(list(arguments))
    told = capsys.readouterr()
    return status, told.out + told.err


def test_a_letter_is_sent_for_trial(capsys):
    with post.mail_on() as server:
        status, words = run(capsys, "mail", "test", "an@example.vn")
        assert (status, f"127.0.0.1:{server.port}" in words) == (0, True)
        server.on_recipient["dung@example.vn"] = "550 No such user here"
        status, words = run(capsys, "mail", "test", "dung@example.vn")
        assert (status, "No such user here" in words) == (1, True)
    assert [letter["To"] for letter in server.letters] == ["an@example.vn"]
    with post.towards(server):
        assert run(capsys, "mail", "test", "an@example.vn")[0] == 1
    status, words = run(capsys, "mail", "test", "an@example.vn")
    assert (status, "TXNG_SMTP_URL" in words) == (1, True)
    assert run(capsys, "mail", "test", "an")[0] == 2


def test_the_doctor_says_whether_letters_are_on_and_the_server_answers():
    [off] = doctor._mail(read())
    assert (off.is_ok, "tắt" in off.words) == (True, True)
    with MailServer() as server:
        url = f"smtp://127.0.0.1:{server.port}?tls=none"
        with post.towards(server):
            [on] = doctor._mail(read(TXNG_SMTP_URL=url, **FROM))
    assert (on.is_ok, server.letters) == (True, [])
    with post.towards(server):
        [gone] = doctor._mail(read(TXNG_SMTP_URL=url, **FROM))
    assert not gone.is_ok


def test_the_worker_sends_what_waits_and_has_no_such_loops_while_letters_are_off():
    stop = threading.Event()
    assert work._start_post(stop) == []
    with post.mail_on() as server:
        post.confirmed(people.an(), "an@example.vn")
        post.write(people.an())
        threads = work._start_post(stop)
        try:
            for _turn in range(200):
                if server.letters:
                    break
                stop.wait(0.05)
        finally:
            stop.set()
            for one in threads:
                one.join(30)
    assert [one.name for one in threads] == ["news", "letters"]
    assert len(server.letters) == 1
    assert Letter.objects.get().state == "sent"


def test_one_room_that_cannot_write_does_not_silence_the_others(monkeypatch):
    from txng.documents.actions import letters as documents
    from txng.reports.actions import letters as reports

    def fails(**_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(documents, "write_letters", fails)
    monkeypatch.setattr(reports, "write_letters", lambda **_: 3)
    with post.mail_on():
        assert work.write_letters() == 3
