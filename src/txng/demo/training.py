"""Courses of the demonstration: needs of 2026, a plan, three classes, a quiz. Every person is fictional.

One class of March is done, with twelve papers; one of November is under way; one of December takes people.
Running it again changes nothing.
"""

from datetime import date, time
from typing import Final

from django.db import transaction
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.demo import agencies
from txng.parties import queries as parties
from txng.training.actions import attending, classes, learners, needs, papers, subjects
from txng.training.actions.classes import ClassFacts, SessionFacts
from txng.training.actions.learners import Person
from txng.training.actions.needs import NeedFacts
from txng.training.keys import VISITOR
from txng.training.models import Learner, TrainingClass
from txng.training.queries import classes as queries
from txng.training.queries import subjects as known
from txng.training.rules import tickets

YEAR: Final = 2026
LAC_DUONG, XUAN_HUONG = "24848", "24787"
RULES, WORK, STANDARDS = "quy-dinh-truy-xuat", "van-hanh-he-thong", "tieu-chuan-truy-xuat"
NEEDS: Final = (
    ("so-nong-nghiep", RULES, "cong-chuc", 18, "Cán bộ chi cục và trạm"),
    ("so-cong-thuong", RULES, "cong-chuc", 9, ""),
    ("so-y-te", STANDARDS, "cong-chuc", 7, "Phụ trách an toàn thực phẩm"),
    ("ubnd-cap-xa", RULES, "cong-chuc", 62, "Mỗi xã, phường một người"),
    ("hiep-hoi-doanh-nghiep", WORK, "doanh-nghiep", 45, "Hội viên ngành cà phê, chè, rau"),
)
PERSONS: Final = (
    (WORK, "ho", LAC_DUONG),
    (WORK, "ho", XUAN_HUONG),
    ("nguoi-tieu-dung", "nguoi-tieu-dung", ""),
)
PEOPLE: Final = (
    ("Nguyễn Thị Lan", "cong-chuc", "Sở NN&MT"), ("Trần Văn Bảo", "cong-chuc", "Sở NN&MT"),
    ("K’Brèo", "cong-chuc", "UBND cấp xã"), ("Lê Minh Châu", "cong-chuc", "Sở Công Thương"),
    ("Phạm Quốc Dũng", "cong-chuc", "Sở Y tế"), ("Ya Dim", "ho", ""),
    ("Ha Nhơn", "ho", ""), ("Võ Thị Hồng", "hop-tac-xa", "HTX rau mẫu"),
    ("Đỗ Văn Khoa", "hop-tac-xa", "HTX cà phê mẫu"), ("Cil Múp Ha Krong", "hop-tac-xa", "HTX chè mẫu"),
    ("Bùi Thị Mai", "doanh-nghiep", "Công ty mẫu"), ("Hoàng Văn Nam", "doanh-nghiep", "Công ty mẫu"),
    ("Đặng Thị Oanh", "chung-nhan", "Tổ chức chứng nhận mẫu"), ("Lý Văn Phúc", "khac", ""),
)  # fmt: skip
ALL_DAYS: Final = 12
"""So many of PEOPLE were there on both days of the class that is done; the others once."""


@transaction.atomic
def put_in(*, by: Actor) -> None:
    keeper = agencies.staff("so-khcn", "dao-tao")
    subjects.put_in_packaged_subjects(by=keeper)
    if TrainingClass.objects.exists():
        return
    _needs()
    plan = needs.draft_plan(by=keeper, year=YEAR)
    needs.approve_plan(by=agencies.staff("so-khcn", "lanh-dao"), plan=plan)
    _done(keeper)
    _under_way(keeper)
    _class(
        keeper, STANDARDS, "Tiêu chuẩn truy xuất cho người bán lẻ (trình diễn)",
        days=(date(2026, 12, 18),), places=30, is_online=True, audience=("doanh-nghiep", "nguoi-tieu-dung"),
    )  # fmt: skip


def _needs() -> None:
    by_code = {one.code: one for one in known.subjects(None)}
    for agency, subject, kind, people, note in NEEDS:
        needs.tell_need(
            by=agencies.staff(agency), facts=NeedFacts(YEAR, by_code[subject], kind, people, note)
        )
    for number, (subject, kind, commune) in enumerate(PERSONS):
        needs.tell_own_need(
            facts=NeedFacts(YEAR, by_code[subject], kind, 1),
            contact=f"nguoi-hoc-{number}@vidu.example", commune_code=commune, address="demo",
        )  # fmt: skip


def _done(keeper: Actor) -> None:
    """In March, with a quiz that everybody who stayed has passed."""
    days = (date(2026, 3, 17), date(2026, 3, 18))
    one = _class(
        keeper, RULES, "Quy định truy xuất nguồn gốc cho cán bộ và hợp tác xã (trình diễn)",
        days=days, places=40, commune_code=LAC_DUONG, address="Hội trường xã", has_quiz=True,
        audience=("cong-chuc", "hop-tac-xa", "ho"),
    )  # fmt: skip
    everybody = _people(keeper, one, len(PEOPLE))
    first, second = queries.sessions(one)
    attending.tick(by=keeper, session=first, learners=[row.pk for row in everybody])
    stayed = everybody[:ALL_DAYS]
    attending.tick(by=keeper, session=second, learners=[row.pk for row in stayed])
    questions = list(known.asked_questions(one.subject))
    for number, row in enumerate(stayed):
        learners.say_level(by=keeper, learner=row, level=1 + number % 3)
        answers = {
            question.pk: [at for at, choice in enumerate(question.choices) if choice["is_right"]]
            for question in questions
        }
        if number % 4 == 0:  # one question wrong: three of four is enough
            answers[questions[0].pk] = [len(questions[0].choices) - 1]
        papers.answer_quiz(by=keeper, learner=row, answers=answers, number=1)
        papers.tell_feedback(
            by=keeper, learner=row, useful=4 + number % 2, taught=3 + number % 3,
            knows_after=3 + number % 3, words="Nên có thêm buổi thực hành." if number == 2 else "",
        )  # fmt: skip
    one = classes.finish_class(by=keeper, training_class=one)
    papers.issue_papers(by=keeper, training_class=one)


def _under_way(keeper: Actor) -> None:
    one = _class(
        keeper, WORK, "Vận hành hệ thống cho hợp tác xã rau và cà phê (trình diễn)",
        days=(date(2026, 11, 20), date(2026, 11, 27), date(2026, 12, 4), date(2026, 12, 11)),
        places=8, commune_code=XUAN_HUONG, address="Phòng máy Trung tâm", has_quiz=True,
        audience=("hop-tac-xa", "ho", "doanh-nghiep"),
    )  # fmt: skip
    rows = _people(keeper, one, 8)
    if timezone.localdate() <= date(2026, 12, 11):  # two more, for whom there is no seat
        for number, (name, kind, organisation) in enumerate(PEOPLE[8:10]):
            person = Person(f"{name} (hư cấu)", f"cho-{number}@vidu.example", kind, organisation)
            learners.register(
                by=VISITOR, training_class=one, person=person, secret=tickets.new_secret(),
                address="demo",
            )  # fmt: skip
    for session in queries.sessions(one):
        if session.day <= min(timezone.localdate(), date(2026, 11, 27)):
            attending.tick(by=keeper, session=session, learners=[row.pk for row in rows])


def _class(
    keeper: Actor, subject: str, title: str, *, days: tuple[date, ...], places: int, **more: object
) -> TrainingClass:
    found = known.subject(keeper, subject)
    assert found is not None
    host = parties.agency(keeper, "so-khcn")
    facts = ClassFacts(subject=found, title=title, places=places, host=host, **more)  # type: ignore[arg-type]
    one = classes.open_class(by=keeper, facts=facts, year=YEAR)
    for day in days:
        classes.add_session(
            by=keeper, training_class=one, facts=SessionFacts(day, time(8), time(11, 30))
        )
    classes.add_trainer(
        by=keeper, training_class=one, name="Trần Thị Giảng (hư cấu)", title="Giảng viên trình diễn"
    )
    return classes.publish_class(by=keeper, training_class=TrainingClass.objects.get(pk=one.pk))


def _people(keeper: Actor, one: TrainingClass, count: int) -> list[Learner]:
    """Put down from a list on paper: a class of March took nobody by form this late."""
    return [
        learners.put_down(
            by=keeper, training_class=one,
            person=Person(f"{name} (hư cấu)", f"nguoi-{number}@vidu.example", kind, organisation),
        )
        for number, (name, kind, organisation) in enumerate(PEOPLE[:count])
    ]  # fmt: skip
