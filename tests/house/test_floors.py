"""What import-linter cannot see obeys the floors too: foreign keys, includes, the list itself."""

import re

import pytest
from django.apps import apps
from django.db.models import Model

from tests.house import reading

FLOOR = {
    room.strip("()"): number for number, rooms in enumerate(reading.floors()) for room in rooms
}
PLANNED = {room.strip("()") for rooms in reading.floors() for room in rooms if "(" in room}
LAYERS = {"urls", "views", "rest", "admin", "tasks", "management"}
LAYERS |= {"forms", "actions", "queries", "models", "rules"}
INCLUDES = re.compile(r"{%\s*(?:extends|include)\s+[\"']([a-z_0-9]+)/")


def room_of(model: type[Model]) -> str | None:
    """The room of a model; None for the models of Django and other packages."""
    package, _, room = model._meta.app_config.name.partition(".")
    return room if package == "txng" else None


def test_foreign_keys_point_down():
    climbing = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        if (room := room_of(model)) and (other := room_of(field.related_model))
        if room != other and FLOOR[other] >= FLOOR[room]
    ]
    assert climbing == []


@pytest.mark.parametrize("room", sorted(set(FLOOR) - PLANNED))
def test_templates_use_their_own_room_or_ui(room):
    folder = reading.SOURCE / room / "templates"
    pages = [path for path in folder.rglob("*") if path.is_file()]
    foreign = {
        f"{page.name} -> {used}"
        for page in pages
        for used in INCLUDES.findall(page.read_text(encoding="utf-8"))
        if used not in (room, "ui")
    }
    misplaced = {page.name for page in pages if page.relative_to(folder).parts[0] != room}
    assert (foreign, misplaced - {"404.html", "500.html", "403.html", "400.html"}) == (set(), set())


def test_a_room_that_is_built_stands_without_parentheses():
    assert set(reading.rooms()) & PLANNED == set()


def test_plain_floors_are_held_by_their_two_contracts():
    built = sorted(f"txng.{room}" for room in reading.PLAIN if room in reading.rooms())
    plain = reading.contract("standards-are-plain-python", "source_modules")
    no_circles = reading.contract("no-circles", "ancestors")
    assert (sorted(plain), sorted(no_circles)) == (built, built)


def test_every_django_room_is_held_by_the_contract_of_its_layers():
    built = {
        f"txng.{reading.room_of(path)}"
        for path in reading.modules()
        if reading.layer_of(path) in LAYERS
        and reading.room_of(path) not in reading.PLAIN | {"conf", "demo"}
    }
    held = set(reading.contract("inside-a-room", "containers"))
    assert built - held == set()
    assert {room.removeprefix("txng.") for room in held} <= set(reading.rooms())
