"""Write requirements/{run,test,check,faults}.txt from pyproject.toml: pinned, hashed, without any address.

    run.txt    what `txng` needs to serve, and the build backend that installs it
    test.txt   run.txt and what the tests need
    check.txt  test.txt and what lint, types and floors need
    faults.txt test.txt and what the long runs need: fuzzers, a file system that forgets

uv resolves once for every platform and Python (uv.lock stays out of the repository because it
names the host that each file came from), so the four files always agree with each other.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GROUPS = {
    "run": ["build"],
    "test": ["build", "test"],
    "check": ["build", "test", "check"],
    "faults": ["build", "test", "faults"],
}
ADDRESSES = ("://", "--index-url", "--extra-index-url", "--find-links", "file:", " @ ")


def main() -> int:
    uv = shutil.which("uv")
    if uv is None:
        print("make lock needs uv. Install it with: python3 -m pip install uv", file=sys.stderr)
        return 2
    subprocess.run([uv, "lock", "--quiet", *sys.argv[1:]], cwd=ROOT, check=True)
    for name, groups in GROUPS.items():
        text = export(uv, groups)
        for number, line in enumerate(text.splitlines(), 1):
            if any(address in line for address in ADDRESSES):
                print(f"{name}.txt line {number} names an address: {line}", file=sys.stderr)
                return 1
        path = ROOT / "requirements" / f"{name}.txt"
        path.write_text(f"# Written by `make lock` from pyproject.toml: do not edit.\n{text}")
        packages = sum(line[0].isalpha() for line in text.splitlines())
        print(f"{path.relative_to(ROOT)}: {packages} packages")
    return 0


def export(uv: str, groups: list[str]) -> str:
    """The locked packages of these dependency groups, with hashes, as pip reads them."""
    command = [uv, "export", "--quiet", "--frozen", "--format", "requirements-txt"]
    command += ["--no-emit-project", "--no-header", "--no-annotate", "--no-default-groups"]
    for group in groups:
        command += ["--group", group]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
