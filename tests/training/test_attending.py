"""Who is there is counted once a session, by a QR that changes every 30 seconds and by lists."""

from datetime import timedelta

import pytest

from tests import people
from tests.training import courses
from txng.training.actions import attending as actions
from txng.training.actions import learners
from txng.training.errors import BadQrError, NotAllowedError, StaleError, StepError
from txng.training.keys import VISITOR, qr_key
from txng.training.models import Attendance, Learner
from txng.training.queries import classes as queries
from txng.training.rules import rotating

pytestmark = pytest.mark.django_db


def token(session, moment) -> str:
    return rotating.token(qr_key(), session.pk, moment.timestamp())


def test_a_good_qr_counts_once_however_often_it_is_tapped():
    one = courses.opened()
    learner, session = courses.registered(one), queries.session(one, 1)
    with courses.clock(courses.FIRST, 8, 1) as moment:
        found = actions.session_of_qr(token(session, moment))
        assert actions.check_in(by=VISITOR, learner=learner, session=found).is_new is True
        assert actions.check_in(by=VISITOR, learner=learner, session=found).is_new is False
    assert Attendance.objects.count() == 1
    assert (Learner.objects.get().attended, Learner.objects.get().attended_enough) == (1, False)


def test_a_qr_lives_for_its_slot_and_the_next_one():
    session = queries.session(courses.opened(), 1)
    with courses.clock(courses.FIRST, 8, 0, 0) as moment:
        made = token(session, moment)
    for second in (0, 29, 30, 59):
        with courses.clock(courses.FIRST, 8, 0, second):
            assert actions.session_of_qr(made) == session
    with courses.clock(courses.FIRST, 8, 1, 0), pytest.raises(BadQrError, match="màn chiếu"):
        actions.session_of_qr(made)
    with courses.clock(courses.FIRST, 7, 59, 0), pytest.raises(BadQrError):
        actions.session_of_qr(made)


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + "0", lambda t: "9" + t, lambda t: "", lambda t: t.upper() + "x",
               lambda t: "1.1.0000000000000000", lambda t: "٣.٣." + "0" * 16]
)  # fmt: skip
def test_a_forged_qr_is_told_from_a_good_one(change):
    session = queries.session(courses.opened(), 1)
    with courses.clock(courses.FIRST, 8) as moment:
        made = rotating.token(b"another key" * 3, session.pk, moment.timestamp())
        with pytest.raises(BadQrError, match="không phải mã điểm danh"):
            actions.session_of_qr(change(made))


def test_a_qr_of_another_class_counts_nobody():
    one, other = courses.opened(), courses.opened(title="Lớp khác")
    learner = courses.registered(one)
    with courses.clock(courses.FIRST, 8), pytest.raises(BadQrError, match="lớp khác"):
        actions.check_in(by=VISITOR, learner=learner, session=queries.session(other, 1))
    assert not Attendance.objects.exists()


def test_who_waits_or_withdrew_is_told_what_to_do():
    one = courses.opened(places=1)
    first, waiting = courses.registered(one, 1), courses.registered(one, 2)
    session = queries.session(one, 1)
    with courses.clock(courses.FIRST, 8):
        with pytest.raises(StepError, match="danh sách chờ"):
            actions.check_in(by=VISITOR, learner=waiting, session=session)
        learners.let_in(by=courses.keeper(), learner=waiting)
        assert actions.check_in(by=VISITOR, learner=waiting, session=session).is_new
        learners.withdraw(by=VISITOR, learner=first)
        with pytest.raises(StepError, match="đã rút"):
            actions.check_in(by=VISITOR, learner=first, session=session)


def test_nobody_is_counted_before_the_day_or_after_the_class_is_closed():
    one = courses.opened()
    learner, second = courses.registered(one), queries.session(one, 2)
    with courses.clock(courses.FIRST, 8), pytest.raises(StepError, match="chưa điểm danh"):
        actions.check_in_ticket(by=courses.keeper(), session=second, learner=learner)
    courses.finished(one)
    again = queries.session(queries.public_class(None, one.code), 1)
    with courses.clock(courses.SECOND, 13), pytest.raises(StepError, match="kết thúc"):
        actions.check_in_ticket(by=courses.keeper(), session=again, learner=learner)


def test_ticks_add_people_and_never_take_away_who_scanned_meanwhile():
    one = courses.opened()
    rows = [courses.registered(one, number) for number in (1, 2, 3)]
    session = queries.session(one, 1)
    with courses.clock(courses.FIRST, 8):
        actions.check_in(by=VISITOR, learner=rows[2], session=session)
        done = actions.tick(by=courses.keeper(), session=session, learners={rows[0].pk, 999_999})
        assert done == 1
        assert actions.tick(by=courses.keeper(), session=session, learners={rows[0].pk}) == 0
    assert set(Attendance.objects.values_list("learner_id", "way")) == {
        (rows[0].pk, "giay"), (rows[2].pk, "qr"),
    }  # fmt: skip


def test_a_trainer_takes_back_what_was_ticked_by_mistake():
    one = courses.opened()
    learner = courses.attended(courses.registered(one), 1, 2)
    assert learner.attended_enough is True
    session = queries.session(one, 2)
    with courses.clock(courses.SECOND):
        actions.take_back(by=courses.keeper(), session=session, learner=learner)
        with pytest.raises(StaleError):
            actions.take_back(by=courses.keeper(), session=session, learner=learner)
    learner.refresh_from_db()
    assert (learner.attended, learner.attended_enough) == (1, False)


def test_strangers_count_nobody():
    one = courses.opened()
    learner, session = courses.registered(one), queries.session(one, 1)
    for stranger in (people.an(), people.dung(), people.officer()):
        with courses.clock(courses.FIRST), pytest.raises(NotAllowedError):
            actions.tick(by=stranger, session=session, learners={learner.pk})
        with courses.clock(courses.FIRST), pytest.raises(NotAllowedError):
            learners.put_down(by=stranger, training_class=one, person=courses.person(9))
    trainer = courses.trainer_of(one)
    with courses.clock(courses.FIRST):
        assert actions.tick(by=trainer, session=session, learners={learner.pk}) == 1


def test_a_photograph_sent_to_somebody_without_a_ticket_counts_nobody(client):
    one = courses.opened()
    session = queries.session(one, 1)
    with courses.clock(courses.FIRST, 8) as moment:
        page = client.get(f"/dao-tao/diem-danh/{token(session, moment)}")
        assert page.status_code == 200
        assert "Tôi có mặt" not in page.content.decode()
        answer = client.post(page.request["PATH_INFO"], {"code": "ABC234"})
    assert answer.status_code == 400
    assert "Lớp này không có vé" in answer.content.decode()
    assert not Attendance.objects.exists()


def test_the_telephone_remembers_its_ticket_and_one_tap_is_enough(client):
    one = courses.opened()
    session = queries.session(one, 1)
    with courses.clock(courses.FIRST, 7):
        told = {"name": "Ha Nhơn (hư cấu)", "contact": "0912345678", "kind": "ho", "consent": "on"}
        ticket = client.post(f"/lop-hoc/{one.code}", told)["Location"]
    with courses.clock(courses.FIRST, 8) as moment:
        path = f"/dao-tao/diem-danh/{token(session, moment)}"
        page = client.get(path).content.decode()
        assert "Tôi có mặt" in page
        grace = page.partition('name="lan" value="')[2].partition('"')[0]
    with courses.clock(courses.FIRST, 8, 1, 40):  # the QR is old; the page that it opened is not
        answer = client.post(path, {"lan": grace})
        assert (answer.status_code, answer["Location"]) == (303, ticket)
        assert "Đã điểm danh buổi 1" in client.get(ticket).content.decode()
    with courses.clock(courses.FIRST, 8, 3):
        assert client.post(path, {"lan": grace}).status_code == 400
    assert Attendance.objects.get().way == "qr"


def test_a_typed_code_counts_and_opens_no_ticket(client):
    one = courses.opened()
    learner, session = courses.registered(one), queries.session(one, 1)
    with courses.clock(courses.FIRST, 8) as moment:
        path = f"/dao-tao/diem-danh/{token(session, moment)}"
        typed = f" {learner.code[:3].lower()}-{learner.code[3:]} "
        page = client.post(path, {"code": typed})
    assert page.status_code == 200
    assert learner.secret not in page.content.decode()
    assert learner.name not in page.content.decode()
    assert Attendance.objects.get().way == "ma"


def test_the_projector_shows_a_new_code_every_slot_and_works_without_javascript():
    one = courses.opened()
    client = courses.at_work(people.binh())
    seen = []
    for second in (0, 10, 31):
        with courses.clock(courses.FIRST, 8, 0, second):
            page = client.get(f"/dao-tao/lop/{one.code}/diem-danh/1/man-chieu")
        text = page.content.decode()
        assert f'<meta http-equiv="refresh" content="{30 - second % 30}">' in text
        seen.append(text.partition('<img src="')[2].partition('"')[0])
    assert seen[0] == seen[1] != seen[2]
    assert "no-store" in page["Cache-Control"]


def test_the_trainers_list_takes_ticks_tickets_and_gives_them_back():
    one = courses.opened()
    rows = [courses.registered(one, number) for number in (1, 2)]
    client = courses.at_work(people.binh())
    path = f"/dao-tao/lop/{one.code}/diem-danh/1"
    with courses.clock(courses.FIRST, 8):
        assert client.post(path, {"co": [rows[0].pk, "x", "9" * 30]}).status_code == 303
        assert client.post(f"{path}/nhan-ve", {"code": rows[1].code}).status_code == 303
        page = client.get(path).content.decode()
        assert "2</strong>đã điểm danh" in page
        assert client.post(f"{path}/bo/{rows[0].pk}").status_code == 303
        client.post(f"{path}/nhan-ve", {"code": "<script>"})
        assert "&lt;script&gt;" in client.get(path).content.decode()
    assert [row.learner_id for row in Attendance.objects.all()] == [rows[1].pk]


def test_a_session_of_the_morning_and_of_the_afternoon_are_told_apart():
    one = courses.opened()
    slots = [row.slot for row in queries.sessions(one)]
    from txng.training.rules import classes as rules

    with courses.clock(courses.FIRST, 8) as moment:
        from django.utils import timezone

        now = timezone.localtime(moment)
        assert rules.session_now(slots, now) == slots[0]
        assert rules.session_now(slots, now + timedelta(days=1)) == slots[1]
        assert rules.session_now(slots, now + timedelta(days=9)) is None
