"""Inside the rooms: who reads the database, what a file may be called, how long it grows."""

import ast
import re

import pytest

from tests.house import reading

DOORS = {"views", "rest", "tasks"}
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals")
SQL = re.compile(
    r"\b(SELECT\b.+\bFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM"
    r"|(CREATE|DROP|ALTER)\s+(UNIQUE\s+)?(TABLE|INDEX|VIEW|TRIGGER|TYPE)|COPY\s+\w+)\b",
    re.DOTALL,
)
PATHS = re.compile(r"`([\w./-]+\.(?:py|html|md|toml|csv|js|css))(?:::?[\w.]+)?`")


def imported(module: ast.Module) -> set[str]:
    """Dotted names of everything that a module imports, `from a import b` as both a and a.b."""
    names = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def strings(module: ast.Module) -> set[str]:
    """String values, docstrings left out."""
    prose = {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return {
        node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
    }


def test_views_ask_and_never_touch_the_database():
    asking = [
        f"{reading.name(path)}:{node.lineno}"
        for path in reading.modules()
        if reading.layer_of(path) in DOORS
        for node in ast.walk(reading.tree(path))
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager")
    ]
    assert asking == []


def test_views_and_forms_stay_in_their_room():
    visitors = [
        f"{reading.name(path)} imports {used}"
        for path in reading.modules()
        for used in imported(reading.tree(path))
        if re.fullmatch(r"txng\.\w+\.(views|forms)(\..+)?", used)
        and used.split(".")[1] != reading.room_of(path)
    ]
    assert visitors == []


def test_news_travels_by_following_the_journal_and_never_by_signals():
    connected = [
        f"{reading.name(path)} imports {used}"
        for path in reading.modules()
        for used in imported(reading.tree(path))
        if used.startswith(SIGNALS)
    ]
    assert connected == []


def test_sql_is_written_in_the_event_store_only():
    elsewhere = [
        f"{reading.name(path)}: {' '.join(value.split())[:60]}"
        for path in reading.modules()
        if reading.room_of(path) != "eventstore"
        for value in strings(reading.tree(path))
        if SQL.search(value)
    ]
    assert elsewhere == []


def test_a_file_is_named_after_what_it_knows():
    nameless = [
        reading.name(path)
        for path in reading.committed()
        if path.stem in ("utils", "util", "helpers", "helper", "misc", "common")
        and path.suffix == ".py"
    ]
    assert nameless == []


def test_no_file_grows_beyond_500_lines():
    long = [
        f"{reading.name(path)}: {lines} lines"
        for path in reading.committed()
        if path.suffix in (".py", ".html", ".css", ".js", ".sh") and "vendor" not in path.parts
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 500
    ]
    assert long == []


@pytest.mark.parametrize("room", reading.rooms())
def test_a_room_says_what_it_is_in_a_page_that_names_real_files(room):
    readme = reading.SOURCE / room / "README.md"
    assert readme.exists(), f"{reading.name(readme)} is missing"
    page = readme.read_text(encoding="utf-8")
    lines = len(page.splitlines())
    assert 8 <= lines <= 60, f"expected 8 to 60 lines, about 25 are best, got {lines}"
    starts = (readme.parent, reading.SOURCE, reading.ROOT)
    gone = [
        used for used in PATHS.findall(page) if not any((start / used).exists() for start in starts)
    ]
    assert gone == []


def test_plain_floors_say_what_they_are_before_they_start():
    silent = [
        reading.name(path)
        for path in reading.modules()
        if reading.room_of(path) in reading.PLAIN
        and path.name != "__init__.py"
        and ast.get_docstring(reading.tree(path)) is None
    ]
    assert silent == []
