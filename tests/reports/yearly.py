"""A report of 2026 for tests, over two figures of its own: nothing here hangs on what other rooms count."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from tests import people
from txng.accounts.actors import Actor
from txng.programme import figures
from txng.programme.figures import Asked, Figure, Row
from txng.reports.actions import annual, writing
from txng.reports.models import AnnualReport, Section

SHOPS, MONEY = "thu.co_so", "thu.tien"
FOUR = ["a", "b", "c", "d"]
shops: list[str] = []  # keys of what is counted now


def _rows(user: object, asked: Asked) -> list[Row]:
    if asked.commune == "24846":
        return [Row("a", "Cơ sở a")]
    return [Row(key, f"Cơ sở {key}", f"/so/{key}") for key in shops]


def _split(user: object, asked: Asked) -> dict[str, int]:
    return {"24846": 1, "24848": len(shops) - 1} if shops else {}


FIGURES = (
    Figure(
        code=SHOPS, title="Cơ sở thử", unit="cơ sở",
        definition="Số cơ sở thử nghiệm, đếm trong bài thử.",
        count=lambda user, asked: len(_rows(user, asked)), rows=_rows,
        split={"commune": _split},
    ),
    Figure(
        code=MONEY, title="Tiền thử", unit="đồng", definition="Không ai biết.",
        count=lambda user, asked: None, rows=lambda user, asked: (), decimals=0,
    ),
)  # fmt: skip


@contextmanager
def registered() -> Iterator[None]:
    """The two figures are known for a while, and four shops are counted."""
    shops[:] = FOUR
    figures.register(*FIGURES)
    try:
        yield
    finally:
        for one in FIGURES:
            figures._known.pop(one.code)


def keeper() -> Actor:
    return people.seated(people.binh(), "so-khcn")


def second_keeper() -> Actor:
    """A colleague of Bình: whoever submits never accepts."""
    from dataclasses import replace

    return replace(people.binh(), name="Bảo")


def farm_office() -> Actor:
    return people.staff_of("so-nong-nghiep")


def made(year: int = 2026) -> AnnualReport:
    return annual.create(by=keeper(), year=year)


def part(code: str = "VIII", year: int = 2026) -> Section:
    return Section.objects.select_related("report").get(report__year=year, code=code)


def shared() -> Section:
    """One that the farm office writes too."""
    one = part()
    one.agencies = ["so-khcn", "so-nong-nghiep"]
    one.save()
    return one


def wrote(by: Actor, text: str, section: Section | None = None) -> Section:
    one = section or part()
    return writing.save_text(by=by, section=one, text=text, revision=one.revision)


USUAL = (date(2025, 12, 15), date(2026, 12, 14))
FOUR_SHOPS = Decimal(4)
