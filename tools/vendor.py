"""Fetch the pinned front-end files: python3 tools/vendor.py [--check]

    npm package  ->  src/txng/ui/static/ui/vendor/<folder>/<file>
                     src/txng/ui/static/ui/vendor/manifest.json   name, version, licence, SHA-256 of each

Only files that a browser is given are copied, and the licence text that must travel with them. One thing
is changed on the way: the last line of a style sheet that names a source map we do not carry. npm is
the source, never a part of the system: nothing is built, nothing is fetched at run time. With `--check`
the files on disk are compared with the manifest, without the network.

To raise a version, change it here, run the tool, look at the difference, run the tests.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).parents[1] / "src/txng/ui/static/ui/vendor"
MANIFEST = VENDOR / "manifest.json"
LICENCE_FILE = "LICENSE.txt"
# a named map that is missing stops the storage that gives static files their far-future names
SOURCE_MAP_LINE = re.compile(rb"/\*# sourceMappingURL=.*?\*/\s*\Z")


@dataclass(frozen=True)
class Package:
    """`files` maps a path inside the npm package to its name in our folder."""

    name: str
    version: str
    licence: str
    folder: str
    why: str
    files: dict[str, str]


ICONS = (
    "alert-octagon alert-triangle arrow-merge basket building-factory-2 building-store"
    " building-warehouse circle-check circle-dot circle-x clipboard-check info-circle package"
    " package-export plant-2 search shopping-cart temperature trash"
    " truck-delivery world"
).split()

PACKAGES = (
    Package(
        name="bootstrap",
        version="5.3.9",
        licence="MIT",
        folder="bootstrap",
        why="base styles; the scan page takes the reboot sheet alone",
        files={
            "dist/css/bootstrap.min.css": "bootstrap.min.css",
            "dist/css/bootstrap-reboot.min.css": "bootstrap-reboot.min.css",
            "LICENSE": LICENCE_FILE,
        },
    ),
    Package(
        name="@fontsource/be-vietnam-pro",
        version="5.3.0",
        licence="OFL-1.1",
        folder="be-vietnam-pro",
        why="a face drawn for Vietnamese: every tone mark sits right; for screens only",
        files={
            **{
                f"files/be-vietnam-pro-{script}-{weight}-normal.woff2": f"{script}-{weight}.woff2"
                for script in ("latin", "vietnamese")
                for weight in (400, 700)
            },
            "LICENSE": LICENCE_FILE,
        },
    ),
    Package(
        name="@tabler/icons",
        version="3.51.0",
        licence="MIT",
        folder="tabler-icons",
        why="one drawing per kind of step; written into the page, not requested by the browser",
        files={
            **{f"icons/outline/{icon}.svg": f"{icon}.svg" for icon in ICONS},
            "LICENSE": LICENCE_FILE,
        },
    ),
)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fetch(package: Package, into: Path) -> None:
    """Ask npm for the package and copy the named files; nothing in the package is run."""
    with tempfile.TemporaryDirectory() as scratch:
        packed = subprocess.run(
            ["npm", "pack", "--silent", "--ignore-scripts", f"{package.name}@{package.version}"],
            cwd=scratch,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()[-1]
        with tarfile.open(Path(scratch) / packed) as archive:
            for source, target in package.files.items():
                member = archive.extractfile(f"package/{source}")
                if member is None:
                    raise SystemExit(f"{package.name} {package.version} has no file {source}")
                destination = into / package.folder / target
                destination.parent.mkdir(parents=True, exist_ok=True)
                destination.write_bytes(SOURCE_MAP_LINE.sub(b"", member.read()))


def manifest_of(folder: Path) -> dict[str, object]:
    return {
        "packages": [
            {
                "name": package.name,
                "version": package.version,
                "licence": package.licence,
                "why": package.why,
                "files": {
                    f"{package.folder}/{target}": sha256(folder / package.folder / target)
                    for target in sorted(package.files.values())
                },
            }
            for package in PACKAGES
        ]
    }


def differences() -> list[str]:
    """What on disk does not fit the manifest, in plain sentences; empty when all is well."""
    packages = json.loads(MANIFEST.read_text(encoding="utf-8"))["packages"]
    expected = {name: digest for package in packages for name, digest in package["files"].items()}
    found = {
        path.relative_to(VENDOR).as_posix(): sha256(path)
        for path in VENDOR.rglob("*")
        if path.is_file() and path != MANIFEST
    }
    pinned = {(package.name, package.version) for package in PACKAGES}
    listed = {(package["name"], package["version"]) for package in packages}
    return [
        *(
            f"{name} {version}: pinned here, not in the manifest"
            for name, version in pinned - listed
        ),
        *(
            f"{name} {version}: in the manifest, not pinned here"
            for name, version in listed - pinned
        ),
        *(f"{name}: in the manifest, not on disk" for name in sorted(expected.keys() - found)),
        *(f"{name}: on disk, not in the manifest" for name in sorted(found.keys() - expected)),
        *(
            f"{name}: expected SHA-256 {expected[name]}, got {found[name]}"
            for name in sorted(expected.keys() & found)
            if expected[name] != found[name]
        ),
    ]


def refresh() -> None:
    """Fetch everything beside the old folder, then change places: a failure leaves the old files."""
    with tempfile.TemporaryDirectory(dir=VENDOR.parent) as scratch:
        fresh = Path(scratch) / "vendor"
        for package in PACKAGES:
            print(f"{package.name} {package.version}")
            fetch(package, fresh)
        text = json.dumps(manifest_of(fresh), indent=2, ensure_ascii=False)
        (fresh / MANIFEST.name).write_text(text + "\n", encoding="utf-8")
        shutil.rmtree(VENDOR, ignore_errors=True)
        fresh.rename(VENDOR)


def main() -> int:
    parser = argparse.ArgumentParser(description="Fetch or check the pinned front-end files.")
    parser.add_argument("--check", action="store_true", help="compare with the manifest, offline")
    if not parser.parse_args().check:
        if shutil.which("npm") is None:
            print("npm is missing. On Debian or Ubuntu: apt-get install -y npm", file=sys.stderr)
            return 2
        refresh()
    wrong = differences()
    print("\n".join(wrong) or "Every vendored file fits the manifest.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
