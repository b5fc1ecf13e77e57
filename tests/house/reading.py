"""The house as text: what the house tests read. Nothing here imports a room."""

import ast
import configparser
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "txng"
NOT_OURS = {
    *(".git", ".venv", "var", "__pycache__", "node_modules", "build", "dist", "uv.lock"),
    *(".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache"),
}
PLAIN = {"gs1", "tlog", "epcis", "trace", "eventstore"}  # no Django on these floors


def committed(folder: Path = ROOT) -> Iterator[Path]:
    """Every file that belongs to the repository, without asking git (a bare machine has none)."""
    for path in sorted(folder.iterdir()):
        if path.name in NOT_OURS or path.suffix in (".egg-info", ".pyc") or ".sqlite3" in path.name:
            continue
        if path.is_dir():
            yield from committed(path)
        else:
            yield path


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text(path: Path) -> str | None:
    """The text of a file, None for pictures, fonts and other binary files."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def modules(folder: Path = SOURCE) -> Iterator[Path]:
    return (path for path in committed(folder) if path.suffix == ".py")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=name(path))


def rooms() -> list[str]:
    """Folders of src/txng that hold Python."""
    return [
        folder.name
        for folder in sorted(SOURCE.iterdir())
        if folder.is_dir() and folder.name not in NOT_OURS and any(modules(folder))
    ]


def room_of(path: Path) -> str:
    """ "accounts" for src/txng/accounts/models.py."""
    return path.relative_to(SOURCE).parts[0]


def layer_of(path: Path) -> str:
    """ "views" for src/txng/accounts/views.py and for src/txng/accounts/views/keys.py."""
    inside = path.relative_to(SOURCE).parts[1:]
    return Path(inside[0]).stem if inside else ""


def contract(section: str, key: str) -> list[str]:
    """The lines of one list of .importlinter."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    lines = contracts[f"importlinter:contract:{section}"][key].split("\n")
    return [line.strip() for line in lines if line.strip()]


def floors() -> list[list[str]]:
    """Rooms floor by floor, ground first, each as written: "(tlog)" is planned, "gs1" is built."""
    return [
        [room.strip() for room in line.split("|")]
        for line in reversed(contract("floors", "layers"))
    ]
