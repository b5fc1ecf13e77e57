"""Objects of reports for the matrix: two years, a section, a comment, a version, a number.

A report is one paper of the province: whoever may see reports sees each of them.
"""

from collections.abc import Callable
from typing import Any

from tests.accounts.matrix import Objects
from tests.reports import yearly
from txng.programme import figures
from txng.reports.actions import writing
from txng.reports.models import SectionComment, Snapshot

MISSING = 999_999_999
NOBODY: frozenset[str] = frozenset()
SEE = frozenset({"thuong-truc", "can-bo", "tai-chinh", "phoi-hop", "kiem-tra", "lanh-dao"})
FILL = frozenset({"thuong-truc", "can-bo", "tai-chinh", "phoi-hop"})
KEEP = frozenset({"thuong-truc"})


def objects(own: Any, foreign: Any, missing: Any, seen: frozenset[str]) -> Objects:
    return Objects(
        own=own,
        foreign=foreign,
        missing=missing,
        seen_by={"own": seen, "foreign": seen},
        seen_by_ours=NOBODY,
    )


def written() -> None:
    """Two reports, each with a text, a comment and one number."""
    code = next(figures.everyone()).code
    for year in (2026, 2025):
        yearly.made(year)
        yearly.wrote(yearly.keeper(), f"Có {{{{{code}}}}}.", yearly.part(year=year))
        writing.comment(by=yearly.keeper(), section=yearly.part(year=year), text="Ý kiến")


def years(seen: frozenset[str]) -> Callable[[], Objects]:
    def make() -> Objects:
        written()
        return objects({"year": 2026}, {"year": 2025}, {"year": 2031}, seen)

    return make


def parts(seen: frozenset[str], **more: Any) -> Callable[[], Objects]:
    def make() -> Objects:
        written()
        here, there = ({"year": year, "code": "VIII", **more} for year in (2026, 2025))
        return objects(here, there, {"year": 2026, "code": "XX", **more}, seen)

    return make


def comments() -> Objects:
    written()
    here, there = (
        {
            "year": year,
            "code": "VIII",
            "number": SectionComment.objects.get(section__report__year=year).pk,
        }
        for year in (2026, 2025)
    )
    return objects(here, there, here | {"number": MISSING}, FILL)


def numbers(seen: frozenset[str]) -> Callable[[], Objects]:
    def make() -> Objects:
        written()
        here, there = (
            {"year": year, "number": Snapshot.objects.get(report__year=year).pk}
            for year in (2026, 2025)
        )
        return objects(here, there, here | {"number": MISSING}, seen)

    return make


OBJECTS = {
    **{
        f"reports:{name}": years(SEE)
        for name in (
            "report", "draft", "draft_pdf", "draft_docx", "annexes", "report_checks", "snapshots",
        )
    },
    **{
        f"reports:{name}": years(KEEP)
        for name in (
            "report_facts", "fill_all", "compare", "refresh_all", "report_hand_over", "report_take_back",
        )
    },
    "reports:snapshot": numbers(SEE),
    "reports:refresh": numbers(KEEP),
    "reports:section": parts(SEE),
    "reports:section_history": parts(SEE),
    "reports:section_version": parts(SEE, revision=1),
    "reports:section_restore": parts(FILL, revision=1),
    **{
        f"reports:section_{name}": parts(FILL)
        for name in ("save", "autosave", "fill", "submit", "take_back", "source", "comment")
    },
    **{
        f"reports:section_{name}": parts(KEEP) for name in ("accept", "give_back", "reopen")
    },
    "reports:section_settle": comments,
}  # fmt: skip
