"""What check-in costs: people in front of a projector, beside as many rows put in raw.

    python -m bench.training [PEOPLE]        prints one JSON object; CPU seconds and a rate

Runs alone inside an initialised, empty installation. Each check-in is the verb itself: the class and the
learner are read and locked, the row is unique, the journal has its line. tests/training/test_rush.py sends
the same over real sockets.
"""

import json
import sys
import time as clock
from datetime import time
from typing import Any

from bench import house
from txng.accounts import actors
from txng.training.actions import attending, classes, learners, subjects
from txng.training.actions.classes import ClassFacts, SessionFacts
from txng.training.actions.learners import Person
from txng.training.keys import VISITOR
from txng.training.models import Attendance, Subject

from django.utils import timezone  # isort: skip


def main(people: int) -> None:
    by = actors.operator()
    subjects.put_in_packaged_subjects(by=by)
    facts = ClassFacts(Subject.objects.all()[0], "Lớp đo tốc độ (hư cấu)", people, is_online=True)
    one = classes.open_class(by=by, facts=facts)
    today = SessionFacts(timezone.localdate(), time(0, 1), time(23, 59))
    session = classes.add_session(by=by, training_class=one, facts=today)
    classes.add_trainer(by=by, training_class=one, name="Người đo")
    one = classes.publish_class(by=by, training_class=one)
    session.training_class = one
    rows = [
        learners.put_down(by=by, training_class=one, person=Person(f"Người {number}", "", "khac"))
        for number in range(people)
    ]
    before = clock.process_time()
    for row in rows:
        attending.check_in(by=VISITOR, learner=row, session=session)
    checked = clock.process_time() - before
    Attendance.objects.all().delete()
    before = clock.process_time()
    for row in rows:
        Attendance.objects.create(learner=row, session=session, way="qr", told_by="bench")
    raw = clock.process_time() - before
    found: dict[str, Any] = {
        "people": people,
        "database": house.connection.vendor,
        "check_in": round(checked, 3),
        "raw": round(raw, 3),
        "check_ins_a_second": round(people / checked, 1),
        "times_raw": round(checked / raw, 1),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 100)
