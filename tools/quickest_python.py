"""Of several builds of one Python version on this machine, the one that computes fastest.

    python3.11 tools/quickest_python.py        prints the path of an interpreter

A Python that pyenv or somebody's own `configure && make` built is often 1.3 to 1.5 times slower than a
distribution's, which is compiled with its profile (PGO); and nothing that a build says of itself is a
reliable sign of that, so each is measured. Whichever runs this script wins unless another is clearly
faster and can make environments as well. Needs the standard library only, and about a second.
"""

import os
import subprocess
import sys
from pathlib import Path

CLEARLY = 0.85  # of the time of whichever runs this script
PLACES = ("/usr/local/bin", "/usr/bin")  # where a distribution's is, though a shim may hide it
PATIENCE = 20  # seconds for one candidate
MEASURE = """
import sys, time, sqlite3, ssl, venv, ensurepip
assert sys.version_info[:2] == tuple(map(int, sys.argv[1].split("."))), sys.version
def turn():
    began, held = time.process_time(), {}
    for number in range(60_000):
        text = str(number % 97)
        held[text] = held.get(text, 0) + number * number % 7
    return time.process_time() - began
print(min(turn() for _ in range(5)), sys.executable)
"""


def main() -> None:
    series = f"{sys.version_info[0]}.{sys.version_info[1]}"
    fastest, least = sys.executable, _seconds(sys.executable, series) or 0.0
    seen = {os.path.realpath(sys.executable)}
    for candidate in _candidates(series):
        if os.path.realpath(candidate) not in seen:
            seen.add(os.path.realpath(candidate))
            seconds = _seconds(candidate, series)
            if seconds is not None and seconds < least * CLEARLY:
                fastest, least = candidate, seconds
    print(fastest)


def _candidates(series: str) -> list[str]:
    folders = dict.fromkeys([*os.get_exec_path(), *PLACES])
    paths = (Path(folder, f"python{series}") for folder in folders)
    return [str(path) for path in paths if os.access(path, os.X_OK)]


def _seconds(python: str, series: str) -> "float | None":
    """None for one that does not start, is another version, or cannot make environments."""
    try:
        done = subprocess.run(
            [python, "-I", "-c", MEASURE, series],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
        )
        return float(done.stdout.split()[0]) if done.returncode == 0 else None
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return None


if __name__ == "__main__":
    main()
