"""The repository as a whole: locks without addresses, no traces of one machine, verbs that exist."""

import re
import tomllib

import pytest

from tests.house import reading

# Written in pieces, so that this file does not hold what it looks for.
REGISTRIES = ("pypi" + ".org", "python" + "hosted.org", "registry." + "npm", "npm" + "mirror")
MACHINE = re.compile(r"(?<![\w.~-])/(?:work" + r"|root|opt/py" + r"pi|opt/wheels)(?=/|\b(?![.\w]))")
LOCKS = ("run", "test", "check")
VERB = re.compile(r"^([a-z0-9-]+):.*?##", re.MULTILINE)


def lock(name: str) -> str:
    return (reading.ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def locked(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[[\w,-]+\])?==([^\s;\\]+)", lock(name), re.MULTILINE))


def test_no_file_names_a_registry_or_a_folder_of_this_machine():
    traces = [
        f"{reading.name(path)}: {found}"
        for path in reading.committed()
        if (content := reading.text(path)) is not None
        for found in [
            *(host for host in REGISTRIES if host in content),
            *(match.group() for match in MACHINE.finditer(content)),
        ]
    ]
    assert traces == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash_and_no_address(name):
    packages = re.split(r"^(?=[a-z])", lock(name), flags=re.MULTILINE)[1:]
    assert packages != []
    assert [package for package in packages if "--hash=sha256:" not in package] == []
    assert "://" not in lock(name)


def test_a_larger_lock_contains_the_smaller_ones():
    run, test, check = (locked(name).items() for name in LOCKS)
    assert (run - test, test - check) == (set(), set())


def test_every_dependency_is_locked_and_says_its_reason():
    text = (reading.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    groups = project["dependency-groups"]
    asked = {
        "run": project["project"]["dependencies"] + groups["build"],
        "test": groups["test"],
        "check": groups["check"],
    }
    missing = [
        package
        for name, packages in asked.items()
        for package in packages
        if re.split(r"[\[<>=~!; ]", package)[0].replace("_", "-") not in locked(name)
    ]
    lines = [
        line.strip() for line in text.splitlines() if re.match(r'\s+"[a-z][\w\[\]-]*[<>=~]', line)
    ]
    unexplained = [
        line for line in lines if "#" not in line and not line.startswith(('"pytest', '"psycopg'))
    ]
    assert (missing, unexplained) == ([], [])


@pytest.mark.parametrize("page", ["README.md", "README.vi.md"])
def test_the_readme_names_the_two_commands_and_the_makefile_has_them(page):
    readme = (reading.ROOT / page).read_text(encoding="utf-8")
    verbs = set(VERB.findall((reading.ROOT / "Makefile").read_text(encoding="utf-8")))
    named = set(re.findall(r"\bmake ([a-z]+)", readme))
    assert {"run", "test"} <= named
    assert named - verbs == set()


def test_every_verb_tells_what_it_does():
    makefile = (reading.ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    assert set(phony.group(1).split()) == set(VERB.findall(makefile))


def test_a_verb_that_runs_a_script_has_it():
    makefile = (reading.ROOT / "Makefile").read_text(encoding="utf-8")
    scripts = set(re.findall(r"\b((?:tools|tests)/[\w/]+\.(?:py|sh))", makefile))
    scripts |= {f"tools/{module}.py" for module in re.findall(r"-m tools\.(\w+)", makefile)}
    scripts |= {"bench/__main__.py"} if "-m bench" in makefile else set()
    assert [script for script in sorted(scripts) if not (reading.ROOT / script).exists()] == []


def test_the_licence_is_whole():
    licence = (reading.ROOT / "LICENSE").read_text(encoding="utf-8")
    assert len(licence.splitlines()) == 202
    assert "Version 2.0, January 2004" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
