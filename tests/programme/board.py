"""Tasks for tests: the seven of the appendix, and who acts in them."""

from datetime import date

from tests import people
from txng.accounts.actors import Actor
from txng.programme import queries
from txng.programme.actions import loading
from txng.programme.actions import tasks as actions
from txng.programme.models import Task

HEALTH, FARMING, TRADE = "so-y-te", "so-nong-nghiep", "so-cong-thuong"


def standing() -> Actor:
    """Bình, whose agency is the standing one."""
    return people.seated(people.binh(), "so-khcn")


def loaded() -> Actor:
    by = standing()
    loading.load_appendix(by=by)
    return by


def row(name: str, year: int | None = None) -> Task:
    found = queries.appendix_task(standing(), name, year)
    assert found is not None, (name, year)
    return found


def again(task: Task) -> Task:
    found = queries.task(standing(), task.code)
    assert found is not None
    return found


def facts(**more: object) -> actions.Facts:
    told: dict[str, object] = {
        "title": "Kế hoạch truy xuất ngành y tế",
        "first_day": date(2026, 3, 1),
        "last_day": date(2026, 11, 30),
        "clauses": ("IV.2.c",),
        "leading": (HEALTH,),
        "beside": ("so-khcn",),
    }
    return actions.Facts(**(told | more))  # type: ignore[arg-type]


def own_task(by: Actor | None = None, parent: Task | None = None, **more: object) -> Task:
    return actions.add_task(by=by or standing(), facts=facts(**more), parent=parent)
