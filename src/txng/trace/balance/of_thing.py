"""The mass balance of one lot, item or box, and of everything that it was made from.

    balance = of_thing(Evidence(source, telling), upstream(source, "https://id.gs1.org/01/.../10/L1"))
    balance.findings       the gravest first; what holds is told too

Judged are: every transformation upstream, the account of every thing upstream and the journeys of the
boxes that carried them, the certificates that are claimed, the plots in their whole season, and recalls.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from txng.gs1.identifier import identify
from txng.trace.balance import accounts, certificates, plots, processes
from txng.trace.balance.evidence import Evidence
from txng.trace.book import Book
from txng.trace.entries import Entry, entries
from txng.trace.findings import Finding, Reason, Verdict, gravest_first
from txng.trace.ledger import DEFAULT_LIMIT, Ledger, histories, ledgers
from txng.trace.model import CutOff, Relation, Trace
from txng.trace.telling import product_of


@dataclass(frozen=True, slots=True)
class Balance:
    """`events` counts what was read. An empty history has no findings and no events."""

    subject: str
    findings: tuple[Finding, ...]
    events: int
    is_cut: bool = False

    def count(self, verdict: Verdict) -> int:
        return sum(one.verdict is verdict for one in self.findings)

    def as_dict(self) -> dict[str, Any]:
        return {
            "subject": self.subject,
            "holds": self.count(Verdict.HOLDS),
            "broken": self.count(Verdict.BROKEN),
            "unknown": self.count(Verdict.UNKNOWN),
            "events": self.events,
            "isCut": self.is_cut,
            "findings": [one.as_dict() for one in self.findings],
        }


def of_thing(evidence: Evidence, trace: Trace, *, limit: int = DEFAULT_LIMIT) -> Balance:
    """`trace` is the thing's upstream. Raises LimitError."""
    canonical = trace.canonical
    things = _judged(trace)
    things |= _lots_of(evidence, trace, canonical)
    found = histories(evidence.source, list(things), limit=limit)
    is_cut = found.is_cut or trace.truncated is not None
    evidence.telling.learn_about(found.events, map(product_of, map(identify, things)))
    book = Book(found.events, evidence.content, tracked=found.tracked)
    kept = ledgers(book, is_cut=is_cut)
    upstream_keys = {told.recorded.key for told in trace.events}
    story = [entry for entry in book.entries if _is_of(entry, upstream_keys, things)]
    findings = [
        *_of_processes(evidence, book.entries, story),
        *_of_accounts(evidence, kept, things, found.tracked),
        *_of_certificates(evidence, book.entries, story),
        *_of_plots(evidence, story),
        *_of_recalls(evidence, kept, book.entries, things, canonical),
    ]
    if is_cut:
        findings.append(
            Finding(
                "lot.overdrawn", Verdict.UNKNOWN, canonical,
                because=(Reason("history_is_cut", canonical),),
            )
        )  # fmt: skip
    return Balance(canonical, gravest_first(findings), len(found.events), is_cut)


def _judged(trace: Trace) -> dict[str, None]:
    """The traced thing and its ancestors; products without a lot have no account."""
    return {
        node.canonical: None
        for node in trace.nodes.values()
        if node.relation in (Relation.OWN, Relation.ANCESTOR) and node.cut_off is not CutOff.PRODUCT
    }


def _is_of(entry: Entry, upstream_keys: Collection[bytes], things: Collection[str]) -> bool:
    """Whether an event belongs to the story; what else was made of an ancestor does not."""
    if entry.recorded.key not in upstream_keys:
        return False
    return not entry.outputs or any(element.thing in things for element in entry.outputs)


def _lots_of(evidence: Evidence, trace: Trace, canonical: str) -> dict[str, None]:
    """The lot whose number an item carries: it may be recalled by that name alone."""
    thing = identify(canonical)
    if thing.scheme != "sgtin":
        return {}
    numbers = {
        evidence.telling.text("lot_number", told.recorded)
        for told in trace.events
        if told.relation is Relation.OWN
    } - {""}
    return {
        f"{product_of(thing)}/10/{number}": None for number in sorted(numbers) if _is_plain(number)
    }


def _is_plain(number: str) -> bool:
    """A lot number that needs no escape in a link; others are found by their own codes."""
    return number.isascii() and number.replace("-", "").replace("_", "").replace(".", "").isalnum()


def _of_processes(evidence: Evidence, everything: list[Entry], story: list[Entry]) -> list[Finding]:
    named = {entry.transformation for entry in story if entry.transformation}
    parts = [entry for entry in everything if entry.transformation in named]
    parts = _whole(evidence, parts)
    return [processes.judge(evidence, one) for one in processes.processes(evidence, parts)]


def _whole(evidence: Evidence, parts: list[Entry]) -> list[Entry]:
    """Parts of a transformation that name none of the things upstream belong to it as well."""
    names = {
        entry.transformation
        for entry in parts
        if getattr(entry.recorded.event, "transformation_id", None) is not None
    }
    if not names:
        return parts
    found = evidence.source.events_of(sorted(names))
    whole = entries(one for listed in found.values() for one in listed)
    evidence.telling.learn_about(entry.recorded for entry in whole)
    return [entry for entry in parts if entry.transformation not in names] + whole


def _of_accounts(
    evidence: Evidence, kept: dict[str, Ledger], things: Iterable[str], tracked: Iterable[str]
) -> list[Finding]:
    judged = set(things)
    found: list[Finding] = []
    for thing in judged & kept.keys():
        found += accounts.judge(evidence, kept[thing])
    boxes = sorted((set(tracked) - judged) & kept.keys())
    found += accounts.judge_boxes(evidence, (kept[box] for box in boxes))
    return sorted(found, key=lambda one: (one.subject, one.rule))


def _of_certificates(
    evidence: Evidence, everything: list[Entry], story: list[Entry]
) -> list[Finding]:
    claims = certificates.Claims(evidence)
    claims.note(everything)
    listed = processes.processes(evidence, story)
    return [
        *certificates.judge(evidence, claims, listed),
        *certificates.judge_papers(evidence, claims, story),
    ]


def _of_plots(evidence: Evidence, story: list[Entry]) -> list[Finding]:
    found, is_everything = plots.with_whole_seasons(evidence, plots.harvests(evidence, story))
    return [plots.judge(evidence, one, is_everything=is_everything) for one in found]


def _of_recalls(
    evidence: Evidence,
    kept: dict[str, Ledger],
    everything: list[Entry],
    things: Iterable[str],
    canonical: str,
) -> list[Finding]:
    of: dict[str, list[Entry]] = {thing: [] for thing in things}
    for entry in everything:
        for element in (*entry.things, *entry.inputs, *entry.outputs):
            if element.thing in of:
                of[element.thing].append(entry)
    found: list[Finding] = []
    for thing, listed in of.items():
        ledger = kept.get(thing) or Ledger(thing, False, (), ())
        found += accounts.judge_recall(evidence, ledger, listed, canonical)
    return found
