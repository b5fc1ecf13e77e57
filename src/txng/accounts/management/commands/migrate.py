"""Django's `migrate`, without rendering every model of the house anew at each step, nor tables made twice.

A migration's step changes one model. Django then renders that model again and everything that hangs on it
through any number of relations: with two hundred models that stand in relations to each other, each of five
hundred steps renders about forty, and a new database takes half a minute of pure rendering. Django has a
shorter way, used for changes of ordinary fields: neighbours only, and everything anew before Python code of
a migration runs (`is_delayed`). Here every step takes that way, and a new model, which nobody points at yet,
is rendered alone.

Constraints and indexes of a table that the same migration makes are made with it: SQLite cannot add a
constraint, so Django copies the whole table for each, and renders its model twice more.

Python code of a migration gets its models when it asks for them: that of the event store asks for none.

A new database takes half the time by all three together, and its tables are the same:
tests/accounts/test_migrating.py.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db import router
from django.db.migrations.migration import Migration
from django.db.migrations.operations import AddConstraint, AddIndex, CreateModel, RunPython
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState, get_related_models_tuples
from django.utils.functional import SimpleLazyObject


class Command(migrate.Command):
    """`call_command("migrate", each=tell)` calls `tell(1)` after each migration that was applied."""

    stealth_options = (*migrate.Command.stealth_options, "each")
    _each: Callable[[int], None] | None = None

    def handle(self, *args: Any, **options: Any) -> Any:
        self._each = options.pop("each", None)
        with neighbours_only(), whole_tables(), models_when_asked_for():
            return super().handle(*args, **options)

    def migration_progress_callback(
        self, action: str, migration: Any = None, fake: bool = False
    ) -> None:
        super().migration_progress_callback(action, migration, fake)
        if action == "apply_success" and self._each is not None:
            self._each(1)


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


@contextmanager
def whole_tables() -> Iterator[None]:
    """While it lasts, a migration that is applied makes each new table in one statement."""
    apply = Migration.apply

    def apply_folded(self: Any, *args: Any, **options: Any) -> Any:
        self.operations = folded(self.operations)
        return apply(self, *args, **options)

    Migration.apply = apply_folded  # type: ignore[method-assign]
    try:
        yield
    finally:
        Migration.apply = apply  # type: ignore[method-assign]


def folded(operations: Sequence[Operation]) -> list[Operation]:
    """The same steps; a constraint or an index moves up into the `CreateModel` of its table.

    It stays where it is when anything but constraints and indexes was done to that table in between, or
    anything that does not name its table: it may need what was done.
    """
    left: list[Operation] = []
    places: dict[str, int] = {}  # of the tables made so far -> in `left`
    for one in operations:
        if isinstance(one, CreateModel):
            places[one.name_lower] = len(left)
        elif isinstance(one, AddConstraint | AddIndex) and one.model_name_lower in places:
            place = places[one.model_name_lower]
            left[place] = _with(left[place], one)
            continue
        elif (name := getattr(one, "model_name_lower", None)) is not None:
            places.pop(name, None)
        else:
            places.clear()
        left.append(one)
    return left


def _with(making: Any, one: AddConstraint | AddIndex) -> CreateModel:
    name, more = (
        ("constraints", one.constraint)
        if isinstance(one, AddConstraint)
        else ("indexes", one.index)
    )
    options = {**making.options, name: [*making.options.get(name, ()), more]}
    return CreateModel(making.name, making.fields, options, making.bases, making.managers)


@contextmanager
def models_when_asked_for() -> Iterator[None]:
    """While it lasts, Python code of a migration is given `apps` that are rendered at their first use."""
    run = RunPython.database_forwards

    def run_lazily(
        self: Any, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        def rendered() -> Any:
            from_state.clear_delayed_apps_cache()
            return from_state.apps

        if router.allow_migrate(schema_editor.connection.alias, app_label, **self.hints):
            self.code(SimpleLazyObject(rendered), schema_editor)

    RunPython.database_forwards = run_lazily  # type: ignore[method-assign]
    try:
        yield
    finally:
        RunPython.database_forwards = run  # type: ignore[method-assign]
