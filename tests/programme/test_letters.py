"""Reminders by e-mail: once a morning, and only when there is something to be reminded of."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from tests import people
from tests.accounts import letters as post
from tests.programme import board
from txng.accounts import rules as letter_rules
from txng.accounts.actions import mail_address as addresses
from txng.accounts.models import Letter, MailAddress
from txng.programme.actions import letters
from txng.programme.actions import parts as actions

pytestmark = pytest.mark.django_db(transaction=True)

LATE = date(2026, 12, 14)  # the task of `board.facts` ends on 30 November


def at(day: date, hour: int = 7, minute: int = 5) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def write(moment: datetime) -> int:
    with travel(moment, tick=False):
        return letters.write_letters(by=post.WORKER)


def binh(**choices: object) -> MailAddress:
    """With a confirmed address; nothing gathered yet."""
    given = {"reminders_on": None, **choices}
    return post.confirmed(board.standing(), "binh@example.vn", **given)


def late_task() -> None:
    with travel(at(date(2026, 11, 1)), tick=False):
        board.own_task(leading=("so-khcn",), beside=())


def test_a_morning_brings_one_letter_with_a_link_to_each_task():
    with post.mail_on() as server:
        late_task()
        binh()
        assert write(at(LATE, 6, 59)) == 0, "nobody is written to at night"
        assert write(at(LATE)) == 1
        assert [write(at(LATE, hour)) for hour in (8, 12, 23)] == [0, 0, 0]
        assert write(at(LATE + timedelta(days=1))) == 1
        with travel(at(LATE + timedelta(days=1), 8)):
            while post.send():
                pass
    newest = server.letters[-1]
    words = post.words(newest)
    assert newest["Subject"] == "Nhắc 1 việc của Kế hoạch"
    assert "Kế hoạch truy xuất ngành y tế: Trễ 15 ngày" in words
    assert f"{post.BASE}/ke-hoach/nhiem-vu/NV-" in words
    assert f"{post.BASE}/ke-hoach/viec-cua-toi" in words


def test_whoever_has_nothing_to_be_reminded_of_gets_no_letter():
    with post.mail_on():
        board.standing()
        binh()
        assert write(at(LATE)) == 0
    assert Letter.objects.count() == 0
    assert MailAddress.objects.get().reminders_on == LATE, "and is looked through once"


def test_a_week_brings_one_letter_on_monday():
    monday = date(2026, 12, 14)
    with post.mail_on():
        late_task()
        binh(reminders=letter_rules.WEEKLY, reminders_on=monday - timedelta(days=3))
        told = [write(at(monday + timedelta(days=day))) for day in range(-1, 9)]
    assert told == [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]


def test_changing_from_a_week_to_a_day_brings_no_second_letter_that_morning():
    with post.mail_on():
        late_task()
        box = binh(reminders=letter_rules.WEEKLY)
        assert write(at(LATE)) == 1
        addresses.choose_letters(
            by=board.standing(), box=box, reminders=letter_rules.DAILY, library=True, news=True
        )
        assert write(at(LATE, 9)) == 0


def test_nobody_else_is_written_to():
    """Of another agency, with no address, unconfirmed, or wanting none."""
    with post.mail_on():
        late_task()
        post.confirmed(people_of_health(), "y-te@example.vn", reminders_on=None)
        binh(reminders=letter_rules.NEVER)
        assert write(at(LATE)) == 0
        MailAddress.objects.update(reminders=letter_rules.DAILY, confirmed_at=None)
        assert write(at(LATE)) == 0


def people_of_health():
    from tests import people

    return people.staff_of(board.HEALTH)


def test_the_letter_speaks_the_readers_language(monkeypatch):
    from django.utils import translation

    spoken = []
    gather = letters._lines

    def noted(*args):
        spoken.append(translation.get_language())
        return gather(*args)

    monkeypatch.setattr(letters, "_lines", noted)
    with post.mail_on():
        late_task()
        binh(language="en")
        write(at(LATE))
    assert spoken == ["en"]


def test_a_commune_is_reminded_of_parts_that_it_has_not_answered_for():
    board.loaded()
    person = people.staff_of("ubnd-24848")
    with post.mail_on() as server:
        post.confirmed(person, "xa@example.vn", reminders_on=None)
        share = board.row("PL.2", 2026).agencies.get(agency__code="ubnd-cap-xa")
        assert write(at(LATE)) == 1
        actions.answer_part(by=person, share=share.pk, who="ubnd-24848", answer="confirmed")
        assert write(at(LATE + timedelta(days=1))) == 1
        with travel(at(LATE + timedelta(days=1), 8)):
            while post.send():
                pass
    before, after = (post.words(one) for one in server.letters[-2:])
    told = f"{share.task.title}: UBND xã Lạc Dương chưa trả lời về phần việc năm 2026"
    assert told in before
    assert f"{post.BASE}/ke-hoach/viec-cua-toi/{share.pk}/ubnd-24848" in before
    assert told not in after
