"""Per transformation: what came out against what went in, within the yield of its process.

    roasting   412 kg green ──> 540 kg roasted     1.31 of what went in; at most 0.90 is possible

A transformation told in parts (one transformationID) is judged as one. Without a limit on file only
conservation holds: no more out than in. Together (`of_site`) all roasts of a period are judged as one.
Errors of scales even out over many weighings, so a little too much every day shows there: of n
transformations together the tolerance is divided by the square root of n.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import isqrt

from txng.trace.amounts import KILOGRAM, exceeds
from txng.trace.balance.evidence import Evidence, keys, local_day, measured, subject_of
from txng.trace.entries import Element, Entry
from txng.trace.findings import Basis, Finding, Range, Reason, Value, Verdict
from txng.trace.limits import ProcessLimit


@dataclass(frozen=True, slots=True)
class Process:
    """One transformation, or several of one kind. Everything of it, whoever told it."""

    entries: tuple[Entry, ...]
    activity: str
    group: str
    crop: str
    day: date
    limit: ProcessLimit | None
    is_in_parts: bool = False

    @property
    def inputs(self) -> list[Element]:
        return [element for entry in self.entries for element in entry.inputs]

    @property
    def outputs(self) -> list[Element]:
        return [element for entry in self.entries for element in entry.outputs]


def processes(evidence: Evidence, entries: Iterable[Entry]) -> list[Process]:
    """The transformations among the entries, the parts of each put together."""
    parts: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.inputs or entry.outputs:
            parts.setdefault(entry.transformation, []).append(entry)
    return [_process(evidence, tuple(listed)) for listed in parts.values()]


def _process(evidence: Evidence, entries: tuple[Entry, ...]) -> Process:
    telling, first = evidence.telling, entries[0].recorded
    made = [one.identifier for entry in entries for one in entry.outputs]
    used = [one.identifier for entry in entries for one in entry.inputs]
    group = next((found for one in (*made, *used) if (found := telling.group(one))), "")
    crop = next((f for one in (*used, *made) if (f := telling.text("crop", thing=one))), "")
    activity = next((a for one in entries if (a := telling.activity(one.recorded))), "")
    day = local_day(first)
    limit = evidence.limits.process(activity, group, crop, day, *evidence.where(first))
    named = getattr(first.event, "transformation_id", None)
    return Process(entries, activity, group, crop, day, limit, is_in_parts=named is not None)


def together(listed: Iterable[Process]) -> list[Process]:
    """One process for each kind: the same activity, products and limit."""
    kinds: dict[tuple[str, str, str], list[Process]] = {}
    for one in listed:
        limit = "" if one.limit is None else one.limit.id
        kinds.setdefault((one.activity, one.group, limit), []).append(one)
    return [
        Process(
            entries=tuple(entry for one in same for entry in one.entries),
            activity=same[0].activity,
            group=same[0].group,
            crop=same[0].crop,
            day=same[0].day,
            limit=same[0].limit,
            is_in_parts=any(one.is_in_parts for one in same),
        )
        for same in kinds.values()
    ]


def judge(evidence: Evidence, process: Process, subject: str = "") -> Finding:
    limit = process.limit
    unit = KILOGRAM if limit is None else limit.unit
    went_in = measured(evidence, process.inputs, unit)
    came_out = measured(evidence, process.outputs, unit)
    reasons = [*went_in.reasons, *came_out.reasons]
    if not process.inputs:
        reasons.append(Reason("inputs_not_told", subject_of(process.outputs)))
    if not process.outputs:
        reasons.append(Reason("outputs_not_told", subject_of(process.inputs)))
    if process.is_in_parts and not evidence.sees_all:
        reasons.append(Reason("only_own_events"))
    values: dict[str, Value] = {
        "process": process.activity,
        "inputs": went_in.amount,
        "outputs": came_out.amount,
        "count": len(process.entries),
    }
    if went_in.told.value and came_out.is_whole and went_in.is_whole:
        values["ratio"] = came_out.value / went_in.value
    return _Case(
        process, subject or subject_of(process.outputs or process.inputs), values, reasons
    ).finding(
        evidence,
        went_in.value if went_in.is_whole and process.inputs else None,
        came_out.value,
        came_out.is_whole and bool(process.outputs),
    )


@dataclass(frozen=True, slots=True)
class _Case:
    process: Process
    subject: str
    values: dict[str, Value]
    reasons: Sequence[Reason]

    def finding(
        self, evidence: Evidence, went_in: Fraction | None, came_out: Fraction, is_whole: bool
    ) -> Finding:
        """`came_out` is a lower bound unless it `is_whole`."""
        process, limit = self.process, self.process.limit
        weighing = evidence.limits.rules.weighing_tolerance / isqrt(len(process.entries) or 1)
        high = Fraction(1) if limit is None else limit.high
        rule = "process.conservation" if limit is None else "process.yield"
        only_own = process.is_in_parts and not evidence.sees_all
        if went_in is not None and not only_own:
            if exceeds(came_out, went_in * high, weighing):
                return self._told(rule, Verdict.BROKEN)
            if is_whole and limit and exceeds(went_in * limit.low, came_out, weighing):
                return self._told("process.loss", Verdict.BROKEN)
        reasons = list(self.reasons)
        if limit is None and reasons:
            known = evidence.limits.knows_process(process.activity, process.group)
            reasons.append(Reason("limit_not_valid" if known else "no_limit", process.activity))
        return self._told(rule, Verdict.UNKNOWN if reasons else Verdict.HOLDS, reasons)

    def _told(self, rule: str, verdict: Verdict, reasons: Sequence[Reason] = ()) -> Finding:
        limit = self.process.limit
        basis: Basis | None = None if limit is None else limit.basis
        low, high = (None, Fraction(1)) if limit is None else (limit.low, limit.high)
        ratio = self.values.get("ratio")
        return Finding(
            rule,
            verdict,
            self.subject,
            values=self.values,
            expected=Range(low, high),
            got=ratio if isinstance(ratio, Fraction) else None,
            basis=basis,
            events=keys(self.process.entries),
            because=tuple(reasons),
        )
