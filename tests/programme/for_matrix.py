"""Objects of programme for the matrix: tasks, clauses, parts, files.

The Plan belongs to nobody: whoever may see it sees every task; who may not act gets the answer of a task
that is not there.
"""

from collections.abc import Callable
from io import BytesIO

from PIL import Image

from tests import people
from tests.accounts.matrix import Objects
from tests.programme import board, for_matrix_of_indicators
from txng.accounts.actors import operator
from txng.programme import queries
from txng.programme.actions import loading, progress
from txng.programme.models import Task

SEERS = frozenset({"thuong-truc", "can-bo", "tai-chinh", "phoi-hop", "kiem-tra", "lanh-dao"})
KEEPER = frozenset({"thuong-truc"})
REPORTERS = frozenset({"thuong-truc", "can-bo", "tai-chinh", "phoi-hop"})
NOBODY: frozenset[str] = frozenset()
MISSING = 999_999_999


def rows() -> tuple[Task, Task]:
    """Two tasks of this year, none of which the agencies of the matrix lead."""
    loading.load_appendix(by=operator())
    found = [queries.appendix_task(operator(), name, 2026) for name in ("PL.2", "PL.7")]
    assert found[0] is not None
    assert found[1] is not None
    return found[0], found[1]


def seen(who: frozenset[str]) -> Callable[[], Objects]:
    def make() -> Objects:
        one, other = rows()
        return Objects(
            own={"code": one.code},
            foreign={"code": other.code},
            missing={"code": "NV-999999"},
            seen_by={"own": who, "foreign": who},
            seen_by_ours=NOBODY,
        )

    return make


def own_tasks() -> Objects:
    by = board.standing()
    one, other = board.own_task(by), board.own_task(by, title="Việc khác")
    return Objects(
        own={"code": one.code},
        foreign={"code": other.code},
        missing={"code": "NV-999999"},
        seen_by={"own": KEEPER, "foreign": KEEPER},
        seen_by_ours=NOBODY,
    )


def reports() -> Objects:
    one, other = rows()
    for task in (one, other):
        progress.report_progress(by=operator(), task=task, state="doing", percent=5)
    return Objects(
        own={"code": one.code, "version": 1},
        foreign={"code": other.code, "version": 1},
        missing={"code": "NV-999999", "version": 1},
        seen_by={"own": SEERS, "foreign": SEERS},
        seen_by_ours=NOBODY,
    )


def parts() -> Objects:
    """Bình's agency acts for Sở Y tế: its people who report answer for its part, and for no other."""
    one, _other = rows()
    people.seated(people.binh(), board.HEALTH)
    own, foreign = (
        one.agencies.get(agency__code=code, role="phoi-hop").pk
        for code in (board.HEALTH, board.TRADE)
    )
    return Objects(
        own={"code": one.code, "number": own},
        foreign={"code": one.code, "number": foreign},
        missing={"code": one.code, "number": MISSING},
        seen_by={"own": REPORTERS},
        seen_by_ours=NOBODY,
    )


def parts_of_many() -> Objects:
    """Who of the many of two tasks has answered: whoever sees the Plan."""
    own, foreign = ({"code": one.code, "number": _communes(one)} for one in rows())
    return Objects(
        own=own,
        foreign=foreign,
        missing={"code": own["code"], "number": MISSING},
        seen_by={"own": SEERS, "foreign": SEERS},
        seen_by_ours=NOBODY,
    )


def parts_of_one() -> Objects:
    """Bình's agency is the committee of one commune: its people answer for it, and for no other."""
    one, _other = rows()
    people.seated(people.binh(), "ubnd-24848")
    number = _communes(one)
    return Objects(
        own={"number": number, "who": "ubnd-24848"},
        foreign={"number": number, "who": "ubnd-25126"},
        missing={"number": number, "who": "ubnd-99999"},
        seen_by={"own": REPORTERS},
        seen_by_ours=NOBODY,
    )


def _communes(task: Task) -> int:
    return int(task.agencies.get(agency__code="ubnd-cap-xa").pk)


def files() -> Objects:
    one, other = rows()
    written = BytesIO()
    Image.new("RGB", (4, 4), "green").save(written, "PNG")
    numbers = []
    for task in (one, other):
        told = progress.report_progress(
            by=operator(), task=task, state="doing", percent=5, file=("a.png", written.getvalue())
        )
        history = queries.board.history(people.binh(), task)
        numbers.append(history[0].files[0].pk)
        assert told.task_id == task.pk
    return Objects(
        own={"code": one.code, "number": numbers[0]},
        foreign={"code": other.code, "number": numbers[1]},
        missing={"code": one.code, "number": MISSING},
        seen_by={"own": SEERS, "foreign": SEERS},
        seen_by_ours=NOBODY,
    )


def clauses() -> Objects:
    return Objects(
        own={"code": "IV.1.đ"},
        foreign={"code": "PL.3"},
        missing={"code": "V.1"},
        seen_by={"own": SEERS, "foreign": SEERS},
        seen_by_ours=NOBODY,
    )


OBJECTS = {
    "programme:task": seen(SEERS),
    "programme:report": seen(KEEPER),
    "programme:edit_task": seen(KEEPER),
    "programme:drop_task": own_tasks,
    "programme:take_back": reports,
    "programme:answer": parts,
    "programme:take_back_answer": parts,
    "programme:parts": parts_of_many,
    "programme:answer_part": parts_of_one,
    "programme:take_back_part": parts_of_one,
    "programme:file": files,
    "programme:clause": clauses,
    **for_matrix_of_indicators.OBJECTS,
}
