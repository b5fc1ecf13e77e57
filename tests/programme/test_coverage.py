"""docs/standards/plan-6736.md: no clause of the Plan is missing, and what a row names is there."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import get_resolver

from txng.programme.rules import clauses

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/standards/plan-6736.md"


@cache
def table() -> dict[str, list[str]]:
    """Cells by clause, in the order of the page."""
    rows: dict[str, list[str]] = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if re.match(r"\| (I|II|III|IV|PL)\.\d", line):
            assert cells[0] not in rows, f"{cells[0]} has two rows"
            rows[cells[0]] = cells
    return rows


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@cache
def routes_of(room: str) -> frozenset[str]:
    found = get_resolver().namespace_dict.get(room)
    if found is None:
        return frozenset()
    return frozenset(name for name in found[1].reverse_dict if isinstance(name, str))


@cache
def verbs_of(room: str) -> frozenset[str]:
    folder = ROOT / "src/txng" / room
    files = [*folder.glob("actions/*.py"), *folder.glob("actions.py")]
    return frozenset(
        name
        for file in files
        for name in re.findall(r"^def ([a-z]\w+)\(", file.read_text(encoding="utf-8"), re.MULTILINE)
    )


def things(column: int, sign: str) -> list[tuple[str, str, str]]:
    """Clause, room and name of everything that a column names as `room.Name`."""
    return [
        (clause, *name.split(sign, 1))  # type: ignore[misc]
        for clause, cells in table().items()
        for name in named(cells[column])
    ]


def test_every_clause_of_the_plan_has_one_row_in_the_order_of_the_plan():
    assert list(table()) == [one.id for one in clauses.clauses()]


def test_every_row_names_an_object_a_page_and_a_test():
    for clause, cells in table().items():
        for column in (2, 4, 5):
            assert named(cells[column]), (clause, cells[column])


@pytest.mark.parametrize("room", sorted({room for _clause, room, _name in things(2, ".")}))
def test_every_object_is_a_table(room):
    known = {model.__name__ for model in apps.get_app_config(room).get_models()}
    missing = {(c, n) for c, r, n in things(2, ".") if r == room and n not in known}
    assert not missing


@pytest.mark.parametrize("room", sorted({room for _clause, room, _name in things(3, ".")}))
def test_every_verb_is_there(room):
    missing = {(c, n) for c, r, n in things(3, ".") if r == room and n not in verbs_of(room)}
    assert not missing


@pytest.mark.parametrize("room", sorted({room for _clause, room, _name in things(4, ":")}))
def test_every_page_has_its_route(room):
    missing = {(c, n) for c, r, n in things(4, ":") if r == room and n not in routes_of(room)}
    assert not missing


@pytest.mark.parametrize(
    "room", sorted({name.split("/")[1] for cells in table().values() for name in named(cells[5])})
)
def test_every_test_file_is_there(room):
    missing = {
        (clause, name)
        for clause, cells in table().items()
        for name in named(cells[5])
        if name.split("/")[1] == room and not (ROOT / name).exists()
    }
    assert not missing


def test_pages_of_the_clauses_are_those_of_the_table():
    """What a clause's own page links to, and what is written down for readers, are one list."""
    for one in clauses.clauses():
        assert list(one.pages) == named(table()[one.id][4]), one.id
