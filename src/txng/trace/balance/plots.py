"""Per plot and season: what was declared as harvested against what its land can bear.

    plot LD-0417, 1.2 ha, season 2025-01: 41,000 kg of durian     34 t a hectare; at most 30 t are possible

More than land bears is somebody else's crop under this plot's code. What one trace shows is a lower
bound: it may break the limit, and alone it cannot show that the limit was kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction

from txng.epcis.errors import QueryTooComplexException
from txng.trace.amounts import HECTARE, Amount, exceeds
from txng.trace.balance.evidence import Evidence, keys, local_day, measured
from txng.trace.entries import Entry, entries
from txng.trace.errors import PeriodError
from txng.trace.fact_words import words
from txng.trace.findings import Finding, Range, Reason, Value, Verdict
from txng.trace.limits import Season, YieldLimit
from txng.trace.source import RecordedEvent

_MARGIN = timedelta(days=1)  # seasons are days on the wall; events are asked for by instants


@dataclass(frozen=True, slots=True)
class Harvest:
    """What one plot declared of one group of products in one season. `limit` is None without one."""

    plot: str
    group: str
    crop: str
    season: Season | None
    limit: YieldLimit | None
    entries: list[Entry] = field(default_factory=list)


def harvests(evidence: Evidence, listed: Iterable[Entry]) -> list[Harvest]:
    """The harvests among the entries, by plot, product group and season."""
    found: dict[tuple[str, str, str, Season | None], Harvest] = {}
    for entry in listed:
        if not entry.has_place or not is_harvest(evidence, entry):
            continue
        first = entry.things[0].identifier
        group = evidence.telling.group(first)
        crop = evidence.telling.text("crop", thing=first)
        day = local_day(entry.recorded)
        limit = evidence.limits.land(group, crop, day, *evidence.where(entry.recorded))
        season = None if limit is None else limit.season_of(day)
        key = entry.holder, group, crop, season
        harvest = found.get(key)
        if harvest is None:
            harvest = found[key] = Harvest(entry.holder, group, crop, season, limit)
        harvest.entries.append(entry)
    return list(found.values())


def is_harvest(evidence: Evidence, entry: Entry) -> bool:
    if not entry.things or not entry.is_making or entry.parent is not None:
        return False
    harvest = words().harvest
    return entry.step in harvest or evidence.telling.activity(entry.recorded) in harvest


def with_whole_seasons(evidence: Evidence, found: Iterable[Harvest]) -> tuple[list[Harvest], bool]:
    """The same plots with everything they declared in those seasons, and whether that is everything."""
    listed = list(found)
    seasons = [one.season for one in listed if one.season is not None]
    if evidence.places is None or not seasons:
        return listed, evidence.places is not None
    plots = sorted({one.plot for one in listed})
    begin, end = moments(Season(min(seasons).begin, max(one.end for one in seasons)))
    try:
        events = list(evidence.places.events_at(plots, begin, end))
    except QueryTooComplexException:
        return listed, False
    evidence.telling.learn_about(events)
    wanted = {(one.plot, one.group, one.season) for one in listed}
    unlimited = [one for one in listed if one.season is None]
    whole = [
        one
        for one in harvests(evidence, entries(events))
        if (one.plot, one.group, one.season) in wanted
    ]
    return [*whole, *unlimited], True


def moments(season: Season) -> tuple[datetime, datetime]:
    """Instants between which all of a season's events lie, wherever the clock hangs."""
    begin = datetime.combine(season.begin, time(), UTC) - _MARGIN
    return begin, datetime.combine(season.end, time(), UTC) + _MARGIN


def judge(evidence: Evidence, harvest: Harvest, *, is_everything: bool = True) -> Finding:
    first = harvest.entries[0].recorded
    things = [element for entry in harvest.entries for element in entry.things]
    area = evidence.telling.number("area_ha", first)
    values: dict[str, Value] = {
        "plot": harvest.plot,
        "group": harvest.group,
        "area": Amount(area, HECTARE),
        "count": len(harvest.entries),
    }
    limit = harvest.limit
    if harvest.season is not None:
        values |= {"from": harvest.season.begin, "until": harvest.season.end - _MARGIN}
    if limit is None:
        known = evidence.limits.knows_land(harvest.group)
        reason = Reason("limit_not_valid" if known else "no_limit", harvest.group)
        return Finding(
            "plot.yield", Verdict.UNKNOWN, harvest.plot, values,
            events=keys(harvest.entries), because=(reason,),
        )  # fmt: skip
    declared = measured(evidence, things, limit.unit)
    values["declared"] = declared.amount
    reasons = list(declared.reasons)
    if area is None:
        reasons.append(Reason("area_not_declared", harvest.plot))
    elif exceeds(
        declared.value, area * limit.per_hectare, evidence.limits.rules.weighing_tolerance
    ):
        return _told(harvest, limit, Verdict.BROKEN, values, declared.told, area)
    if not evidence.sees_all:
        reasons.append(Reason("only_own_events"))
    if not is_everything:
        reasons.append(Reason("only_this_trace"))
    verdict = Verdict.UNKNOWN if reasons else Verdict.HOLDS
    return _told(harvest, limit, verdict, values, declared.told, area, reasons)


def _told(
    harvest: Harvest,
    limit: YieldLimit,
    verdict: Verdict,
    values: dict[str, Value],
    declared: Amount,
    area: Fraction | None,
    reasons: Iterable[Reason] = (),
) -> Finding:
    assert declared.value is not None
    if area is not None:
        values = {**values, "per_hectare": Amount(declared.value / area, limit.unit)}
    values = {**values, "limit_per_hectare": Amount(limit.per_hectare, limit.unit)}
    return Finding(
        "plot.yield",
        verdict,
        harvest.plot,
        values,
        expected=None if area is None else Range(high=area * limit.per_hectare, unit=limit.unit),
        got=declared,
        basis=limit.basis,
        events=keys(harvest.entries),
        because=tuple(reasons),
    )


def of_plot(evidence: Evidence, plot: str, label: str) -> list[Finding]:
    """One finding for each product group and season of a plot. `label`: "2025", or "2025-10".

    Raises PeriodError for what is no season.
    """
    assert evidence.places is not None, "Expected a source that knows places"
    first, last = _years(label)
    events: list[RecordedEvent] = list(evidence.places.events_at([plot], first, last))
    evidence.telling.learn_about(events)
    found = []
    for harvest in harvests(evidence, entries(events)):
        if harvest.season is None:
            day = local_day(harvest.entries[0].recorded)
            is_asked = f"{day:%Y-%m}".startswith(label)
        else:
            is_asked = harvest.season.label.startswith(label)
        if is_asked:
            found.append(judge(evidence, harvest))
    return found or [
        Finding(
            "plot.yield", Verdict.UNKNOWN, plot, {"plot": plot, "season": label},
            because=(Reason("nothing_harvested", plot),),
        )
    ]  # fmt: skip


def _years(label: str) -> tuple[datetime, datetime]:
    """A season that begins in a year may end in the next."""
    year, dash, month = label.partition("-")
    is_year = year.isascii() and year.isdigit() and len(year) == 4 and int(year) >= 1900
    is_month = not dash or (month in {f"{number:02d}" for number in range(1, 13)})
    if not is_year or not is_month:
        raise PeriodError(f"Expected a season as 2025 or 2025-10, got {label!r}")
    begin = datetime(int(year), 1, 1, tzinfo=UTC)
    return begin - _MARGIN, begin.replace(year=int(year) + 2) + _MARGIN
