"""What a figure of the registry is now: its value, the rows behind it, its tables. Nothing is kept here."""

from collections.abc import Collection, Sized
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from django.utils import translation

from txng.accounts import queries as accounts
from txng.accounts import rules as account_rules
from txng.accounts.actors import Actor, Grant
from txng.accounts.errors import AccountsError
from txng.programme import figures
from txng.reports.models import AnnualReport, Snapshot
from txng.reports.rules import chips, packing
from txng.reports.rules import sections as rules

COUNTING_ROLE: Final = "thuong-truc"
SUMMED: Final = ("đồng", "%", "kg", "ha", "tấn", "phút", "giờ", "ngày", "tem", "sự kiện", "lượt")
"""Units of figures that add something up: their value does not say how many rows there are."""


@dataclass(frozen=True, slots=True)
class Counted:
    figure: figures.Figure
    value: Decimal | None
    rows_counted: int | None
    behind: packing.Behind
    digest: str


def eye(actor: Actor) -> Actor:
    """Who counts: the whole province as the standing agency sees it, whoever asks.

    So a number does not change with the reach of the writer, and no name of a person comes into its rows
    that the standing agency may not read without giving a reason.
    """
    try:
        rights = accounts.role_named(COUNTING_ROLE).rights
    except AccountsError:
        return actor
    scopes = account_rules.scopes_among(rights, sees_everything=True)
    grant = Grant(frozenset(rights), None, None)
    return replace(actor, scopes=scopes, grants=(grant,), is_operator=False)


def asked(report: AnnualReport, chip: chips.Chip) -> figures.Asked:
    return figures.Asked(report.since, report.until, chip.commune, chip.sector, chip.group)


def counted(
    user: Any, code: str, asking: figures.Asked, splits: Collection[str] = ()
) -> Counted | None:
    """None for a code that no room registered. `splits`: the tables that are wanted of it.

    Words of rows are Vietnamese, whatever language the page of the asker has.
    """
    figure = figures.figure(code)
    if figure is None:
        return None
    with translation.override("vi"):
        return _counted(figure, user, asking, splits)


def _counted(
    figure: figures.Figure, user: Any, asking: figures.Asked, splits: Collection[str]
) -> Counted:
    number = figure.count(user, asking)
    value = None if number is None else round(Decimal(number), max(figure.decimals, 0))
    tables = {
        by: {
            word: None if one is None else str(one)
            for word, one in figure.split[by](user, asking).items()
        }
        for by in sorted(splits)
        if by in figure.split
    }
    how_many, rows = _rows(figure, user, asking, value)
    behind = packing.Behind(rows, tables)
    return Counted(figure, value, how_many, behind, packing.digest(_text(value), behind))


def recounted(user: Any, one: Snapshot) -> Counted | None:
    """The same question once more; None when the figure is gone from the registry."""
    asking = figures.Asked(one.since, one.until, one.commune, one.sector, one.group)
    return counted(user, one.code, asking, tuple(one.splits))


def known_codes() -> dict[str, figures.Figure]:
    return {one.code: one for one in figures.everyone()}


def _rows(
    figure: figures.Figure, user: Any, asking: figures.Asked, value: Decimal | None
) -> tuple[int | None, tuple[packing.PackedRow, ...] | None]:
    """How many there are, and the rows: at most rules.MOST_ROWS, None where there are more."""
    if value is not None and value > rules.MOST_ROWS and str(figure.unit) not in SUMMED:
        return int(value), None  # one row for each: to count half a million again takes a second
    found = figure.rows(user, asking)
    if isinstance(found, Sized) and len(found) > rules.MOST_ROWS:
        return len(found), None
    packed = tuple(
        (row.key, str(row.label), row.url, str(row.detail), str(row.amount))
        for row in islice(found, rules.MOST_ROWS + 1)
    )
    return (None, None) if len(packed) > rules.MOST_ROWS else (len(packed), packed)


def _text(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
