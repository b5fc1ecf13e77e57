"""Django's `migrate`, without rendering every model of the house anew at each step.

A migration's step changes one model. Django then renders that model again and everything that hangs on it
through any number of relations: with two hundred models that stand in relations to each other, each of five
hundred steps renders about forty, and a new database takes half a minute of pure rendering. Django has a
shorter way, used for changes of ordinary fields: neighbours only, and everything anew before Python code of
a migration runs (`is_delayed`). Here every step takes that way, and a new model, which nobody points at yet,
is rendered alone. The tables are the same to the letter: tests/accounts/test_migrating.py.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.state import ProjectState, get_related_models_tuples


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> Any:
        with neighbours_only():
            return super().handle(*args, **options)


@contextmanager
def neighbours_only() -> Iterator[None]:
    """While it lasts, a changed model takes those along that point at it or are pointed at, nothing else."""
    everything = ProjectState._find_reload_model  # type: ignore[attr-defined]
    ProjectState._find_reload_model = _neighbours  # type: ignore[attr-defined]
    try:
        yield
    finally:
        ProjectState._find_reload_model = everything  # type: ignore[attr-defined]


def _neighbours(
    state: Any, app_label: str, model_name: str, delay: bool = True
) -> set[tuple[str, str]]:
    state.is_delayed = True  # Python code of a migration gets everything rendered anew
    found = {(app_label, model_name)}
    try:
        before = state.apps.get_model(app_label, model_name)
    except LookupError:  # it is new
        return found
    return found | get_related_models_tuples(before)
