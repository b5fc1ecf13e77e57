"""Per lot or item: what its ledger shows that cannot be, that is missing, or that must be known.

received 825 kg, and nobody shipped it             lot.broken_step
used 120 kg of the 100 kg that were made           lot.overdrawn
one serial, two tills                              lot.sold_twice
recalled; 40 packs in shops, 12 sold               lot.recalled
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from txng.epcis.vocabulary import bare
from txng.trace.amounts import PIECE, Amount, exceeds
from txng.trace.balance.evidence import Evidence
from txng.trace.entries import Entry
from txng.trace.findings import Finding, Range, Reason, Value, Verdict
from txng.trace.ledger import Ledger
from txng.trace.movements import Kind, Movement, Why
from txng.trace.source import RecordedEvent

_NOTHING = Fraction(0)
_ORIGINS = frozenset({Kind.MADE, Kind.PROCESS})


def judge(evidence: Evidence, ledger: Ledger) -> list[Finding]:
    """Everything that can be said of the account of one thing. At least one finding."""
    found: list[Finding] = []
    for unit in ledger.units:
        found += _of_unit(evidence, ledger, unit)
    return found


def judge_boxes(evidence: Evidence, ledgers: Iterable[Ledger]) -> list[Finding]:
    """Of boxes only their journeys: what is in them has accounts of its own.

    Boxes that share the events of a finding share the finding; `more` counts the others.
    """
    same: dict[tuple[str, tuple[bytes, ...]], list[Finding]] = {}
    for ledger in ledgers:
        for one in _journeys(evidence, ledger, PIECE):
            if one.verdict is Verdict.BROKEN:
                same.setdefault((one.rule, one.events), []).append(one)
    return [
        replace(first, values={**first.values, "more": len(others)}) if others else first
        for first, *others in same.values()
    ]


def _of_unit(evidence: Evidence, ledger: Ledger, unit: str) -> list[Finding]:
    moved = [one for one in ledger.movements if one.unit == unit]
    made = _sum(moved, lambda one: one.source.kind in _ORIGINS)
    appeared = _sum(moved, lambda one: one.source.kind is Kind.UNEXPLAINED)
    journeys = _journeys(evidence, ledger, unit)
    found = [*journeys, *_twice(ledger, moved, unit)]
    values: dict[str, Value] = {"made": Amount(made, unit), "appeared": Amount(appeared, unit)}
    is_unknown = made is None or appeared is None or any(one.amount is None for one in moved)
    slack = _slack(evidence, unit)
    is_told_twice = any(one.rule == "lot.sold_twice" for one in found)
    if appeared and exceeds(appeared, (made or _NOTHING) * slack) and not is_told_twice:
        has_origin = any(one.source.kind in _ORIGINS for one in moved)
        rule = "lot.overdrawn" if has_origin else "lot.without_origin"
        events = _keys(one for one in moved if one.source.kind is Kind.UNEXPLAINED)
        hidden = () if evidence.sees_all else (Reason("only_own_events"),)
        verdict = Verdict.BROKEN if evidence.sees_all else Verdict.UNKNOWN
        expected = Range(high=made or _NOTHING, unit=unit)
        got = Amount((made or _NOTHING) + appeared, unit)
        return [
            *found,
            Finding(
                rule, verdict, ledger.thing, values, expected, got, events=events, because=hidden
            ),
        ]
    if any(one.verdict is Verdict.BROKEN for one in found):
        return found
    reasons: list[Reason] = []
    if is_unknown:
        events = _keys(one for one in moved if one.amount is None)
        reasons.append(Reason("quantity_not_told", ledger.thing, len(events)))
    if ledger.is_cut:
        reasons.append(Reason("history_is_cut", ledger.thing))
    verdict = Verdict.UNKNOWN if reasons else Verdict.HOLDS
    return [
        *found,
        Finding("lot.overdrawn", verdict, ledger.thing, values, because=tuple(reasons)),
    ]


def _journeys(evidence: Evidence, ledger: Ledger, unit: str) -> list[Finding]:
    """Shipped and received: more received, received earlier, never received."""
    found: list[Finding] = []
    slack = _slack(evidence, unit)
    for account in {
        side: None
        for one in ledger.movements
        for side in (one.source.where, one.target.where)
        if side.kind is Kind.TRANSIT
    }:
        legs = [
            one
            for one in ledger.movements
            if one.unit == unit and account in (one.source.where, one.target.where)
        ]
        if any(one.amount is None for one in legs):
            continue
        level = lowest = shipped = received = _NOTHING
        for one in legs:
            amount = one.amount or _NOTHING
            if one.target.where == account:
                level, shipped = level + amount, shipped + amount
            else:
                level, received = level - amount, received + amount
            lowest = min(lowest, level)
        values: dict[str, Value] = {
            "shipped": Amount(shipped, unit),
            "received": Amount(received, unit),
            "destination": account.holder,
        }
        got, expected = Amount(received, unit), Range(high=shipped, unit=unit)
        if exceeds(received, shipped, slack):
            is_known = evidence.sees_all and not ledger.is_cut
            reasons = [] if evidence.sees_all else [Reason("only_own_events")]
            if ledger.is_cut:
                reasons.append(Reason("history_is_cut", ledger.thing))
            events = _keys(one for one in legs if one.source.where == account)
            verdict = Verdict.BROKEN if is_known else Verdict.UNKNOWN
            found.append(
                Finding(
                    "lot.broken_step", verdict, ledger.thing, values, expected, got,
                    events=events, because=tuple(reasons),
                )
            )  # fmt: skip
        elif lowest < 0 and exceeds(-lowest, _NOTHING):
            found.append(
                Finding(
                    "lot.received_before_shipped", Verdict.BROKEN, ledger.thing,
                    values | _hours(legs, account), events=_keys(legs),
                )
            )  # fmt: skip
        elif level > 0 and exceeds(shipped, received, slack):
            found += _late(evidence, ledger, legs, values, Amount(level, unit))
    return found


def _hours(legs: Sequence[Movement], account: object) -> dict[str, Value]:
    """How long after the first receipt the last shipment was told, in tenths of hours."""
    received = min(one.when[0] for one in legs if one.source.where == account)
    shipped = max(one.when[0] for one in legs if one.target.where == account)
    return {"hours": Fraction(round((shipped - received) / timedelta(minutes=6)), 10)}


def _late(
    evidence: Evidence,
    ledger: Ledger,
    legs: Sequence[Movement],
    values: dict[str, Value],
    level: Amount,
) -> list[Finding]:
    if evidence.as_of is None:
        return []
    rules = evidence.limits.rules
    last = max(one.recorded.event.event_time for one in legs)
    days = (evidence.as_of - last) / timedelta(days=1)
    if days <= rules.longest_journey_days:
        return []
    reasons = () if evidence.sees_all else (Reason("only_own_events"),)
    return [
        Finding(
            "lot.not_received",
            Verdict.BROKEN if evidence.sees_all else Verdict.UNKNOWN,
            ledger.thing,
            {**values, "days": int(days), "since": last},
            expected=Range(high=_NOTHING, unit=level.unit),
            got=level,
            basis=rules.journey,
            events=_keys(legs),
            because=reasons,
        )
    ]


def _twice(ledger: Ledger, moved: Sequence[Movement], unit: str) -> list[Finding]:
    """A single thing is made once and sold once. Told by count: a lot may be sold a hundred times."""
    if not ledger.is_single:
        return []
    found = []
    for rule, kinds, takes in (
        ("lot.sold_twice", {Kind.SOLD}, False),
        ("lot.made_twice", _ORIGINS, True),
    ):
        acts = [
            one
            for one in moved
            if (one.source.kind if takes else one.target.kind) in kinds
            and one.why is not Why.IMPLIED
        ]
        if len(acts) > 1:
            places = tuple(
                dict.fromkeys((one.target if takes else one.source).holder for one in acts)
            )
            values: dict[str, Value] = {
                "count": len(acts),
                "places": places,
                "first": acts[0].recorded.event.event_time,
                "last": acts[-1].recorded.event.event_time,
            }
            got, expected = Amount(Fraction(len(acts)), unit), Range(high=Fraction(1), unit=unit)
            found.append(
                Finding(
                    rule, Verdict.BROKEN, ledger.thing, values, expected, got, events=_keys(acts)
                )
            )
    return found


# --- recalls -------------------------------------------------------------------------------------


def judge_recall(
    evidence: Evidence, ledger: Ledger, entries: Iterable[Entry], subject: str
) -> list[Finding]:
    """`entries` are those of the recalled thing; `subject` is what is asked about."""
    recall = recall_in_force(entries)
    if recall is None:
        return []
    since = recall.recorded.event.event_time
    values: dict[str, Value] = {
        "recalled": ledger.thing,
        "since": since,
        "by": recall.recorded.captured_by,
        "reason": evidence.telling.text("reason", recall.recorded),
    }
    unit = ledger.units[0] if ledger.units else PIECE
    places = 0
    on_hand: Fraction | None = _NOTHING
    for held in ledger.on_hand(evidence.as_of).values():
        amount = held.get(unit, _NOTHING)
        on_hand = None if on_hand is None or amount is None else on_hand + amount
        places += 1
    sold = ledger.of_kind(Kind.SOLD, evidence.as_of).get(unit, _NOTHING)
    values |= {"on_hand": Amount(on_hand, unit), "sold": Amount(sold, unit), "places": places}
    key = recall.recorded.key
    found = [Finding("lot.recalled", Verdict.BROKEN, subject, values, events=(key,))]
    after = [
        one for one in ledger.movements if _leaves(one) and one.recorded.event.event_time > since
    ]
    if after:
        gone: Amount = Amount(_sum(after, lambda one: one.unit == unit), unit)
        found.append(
            Finding(
                "lot.moved_after_recall", Verdict.BROKEN, subject,
                {**values, "moved": gone, "count": len(after)}, got=gone,
                events=(key, *_keys(after)),
            )
        )  # fmt: skip
    return found


def _leaves(movement: Movement) -> bool:
    return movement.target.kind is Kind.SOLD or (
        movement.target.kind is Kind.TRANSIT and movement.source.kind is Kind.HELD
    )


def recall_in_force(entries: Iterable[Entry]) -> Entry | None:
    """The latest recall that nobody lifted; entries in order of time, void ones left out.

    Source: CBV 2.0 §7.2 (recalled), EPCIS 2.0 §7.4.1.6 (persistent disposition).
    """
    recall: Entry | None = None
    for entry in entries:
        told, lifted = _dispositions(entry.recorded)
        if "recalled" in told:
            recall = entry
        elif "recalled" in lifted:
            recall = None
    return recall


def _dispositions(recorded: RecordedEvent) -> tuple[set[str], set[str]]:
    event = recorded.event
    lasting = event.persistent_disposition
    told = list(lasting.set) if lasting else []
    if event.disposition:
        told.append(event.disposition)
    lifted = list(lasting.unset) if lasting else []
    return (
        {bare("disposition", word) for word in told},
        {bare("disposition", word) for word in lifted},
    )


# --- sums ------------------------------------------------------------------------------------------


def _sum(movements: Iterable[Movement], counts: Callable[[Movement], bool]) -> Fraction | None:
    known = _NOTHING
    for one in movements:
        if counts(one):
            if one.amount is None:
                return None
            known += one.amount
    return known


def _slack(evidence: Evidence, unit: str) -> Fraction:
    """Scales differ; counting does not."""
    return _NOTHING if unit == PIECE else evidence.limits.rules.weighing_tolerance


def _keys(movements: Iterable[Movement]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(one.recorded.key for one in movements))
