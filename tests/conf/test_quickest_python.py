"""Which build of Python `make` takes when the machine has several: a shell script stands for each."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "quickest_python.py"
NAME = f"python{sys.version_info[0]}.{sys.version_info[1]}"


def candidate(folder: Path, body: str) -> Path:
    """An executable of the right name, in a folder of its own."""
    folder.mkdir()
    path = folder / NAME
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def chosen(*folders: Path) -> str:
    """The script run by this Python, with these folders before the ordinary ones of no machine."""
    code = (
        f"import sys; sys.path.insert(0, {str(SCRIPT.parent)!r}); import quickest_python as one;"
        " one.PLACES = (); one.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": ":".join(map(str, folders))},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_one_that_is_clearly_faster_is_taken(tmp_path: Path) -> None:
    fast = candidate(tmp_path / "fast", "echo 0.000001 somewhere")
    assert chosen(fast.parent) == str(fast)


def test_one_that_is_slower_is_not(tmp_path: Path) -> None:
    slow = candidate(tmp_path / "slow", "echo 1000 somewhere")
    assert chosen(slow.parent) == sys.executable


def test_one_that_is_broken_stops_nobody(tmp_path: Path) -> None:
    folders = [
        candidate(tmp_path / name, body).parent
        for name, body in (
            ("no_venv", "echo 0.000001; exit 1"),  # `import ensurepip` failed
            ("mute", "exit 0"),
            ("babbling", "echo hello"),
        )
    ]
    folders.append(tmp_path / "missing")
    assert chosen(*folders) == sys.executable


def test_the_same_python_in_several_places_is_not_measured_twice(tmp_path: Path) -> None:
    folder = tmp_path / "link"
    folder.mkdir()
    (folder / NAME).symlink_to(Path(sys.executable).resolve())
    assert chosen(folder) == sys.executable


def test_the_script_itself_names_a_python_that_starts() -> None:
    done = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, check=True)
    version = subprocess.run(
        [done.stdout.strip(), "--version"], capture_output=True, text=True, check=True
    )
    assert version.stdout.startswith("Python 3.")
