"""The pages of the repository: links resolve, decisions are in their index, walks name real code."""

import re
from pathlib import Path

import pytest

from tests.house import reading

PAGES = [
    path for path in reading.committed() if path.suffix == ".md" and "vendor" not in path.parts
]
LINK = re.compile(r"\[[^\]\n]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
FILE = re.compile(r"`((?:src|tests|docs|tools|bench|deploy|requirements)/[\w./-]+)`")
DECISIONS = reading.ROOT / "docs" / "decisions"
SECTIONS = ("Context", "Decision", "Consequences", "Rejected")


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+\s+(.*?)\s*$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=reading.name)
def test_links_and_files_named_in_a_page_exist(page):
    text = page.read_text(encoding="utf-8")
    broken = []
    for link in LINK.findall(CODE.sub("", text)):
        if re.match(r"[a-z]+:", link):
            continue
        place, _, anchor = link.partition("#")
        target = (page.parent / place) if place else page
        if not target.exists() or (
            anchor and target.suffix == ".md" and anchor not in anchors(target)
        ):
            broken.append(link)
    broken += [used for used in FILE.findall(text) if not (reading.ROOT / used).exists()]
    assert broken == []


def decisions() -> list[Path]:
    return sorted(path for path in DECISIONS.glob("*.md") if path.name != "README.md")


def test_every_decision_is_in_the_index_once_and_numbered_in_turn():
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    unlisted = [path.name for path in decisions() if index.count(f"({path.name})") != 1]
    numbers = [int(path.name[:4]) for path in decisions()]
    assert unlisted == []
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("decision", decisions(), ids=lambda path: path.stem)
def test_a_decision_tells_what_was_rejected(decision):
    text = decision.read_text(encoding="utf-8")
    lacking = [part for part in SECTIONS if not re.search(rf"^## {part}", text, re.MULTILINE)]
    assert lacking == []


def test_the_glossary_has_three_words_for_each_term():
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in (reading.ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and not re.match(r"\|[\s:|-]+\|$", line)
    ]
    terms = [row for row in rows if row[0] != "Tiếng Việt"]
    assert len(terms) >= 60
    assert [row for row in terms if len(row) < 3 or not row[0] or not row[1]] == []
    names = [row[0] for row in terms]
    assert [name for name in names if names.count(name) > 1] == []
