"""Every setting has a sentence in docs/operate/settings.md, and every sentence a setting."""

import re

from tests.house import reading
from txng.conf import env

PAGE = reading.ROOT / "docs" / "operate" / "settings.md"
SETTING = re.compile(r"\bTXNG_(?!TEST_)[A-Z][A-Z_]*[A-Z]\b")
TEST_SETTING = re.compile(r"\bTXNG_TEST_[A-Z_]*[A-Z]\b")


def test_every_setting_has_a_sentence():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    silent = [
        name
        for name in env.NAMES
        if not any(name in line and len(line.split()) >= 5 for line in lines)
    ]
    assert silent == []


def test_every_sentence_has_a_setting():
    assert set(SETTING.findall(PAGE.read_text(encoding="utf-8"))) - set(env.NAMES) == set()


def test_nothing_reads_a_setting_that_env_does_not_know():
    unknown = {
        f"{reading.name(path)}: {name}"
        for path in reading.committed()
        if path.suffix in (".py", ".sh", ".toml", ".md", ".yml") or path.name in ("Makefile", "run")
        for name in SETTING.findall(reading.text(path) or "")
        if name not in env.NAMES and "tests" not in path.parts  # tests try names that are wrong
    }
    assert unknown == set()


def test_every_setting_of_the_tests_is_told_to_contributors():
    told = set(TEST_SETTING.findall((reading.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    used = {
        name
        for folder in ("tests", "tools", ".ci")
        for path in reading.committed(reading.ROOT / folder)
        for name in TEST_SETTING.findall(reading.text(path) or "")
    }
    assert used == told
