"""Whether the lot's story holds, as sentences: the ledger, what does not add up, what is missing.

Everything is asked of `repository`, which computes; here it becomes lines of a page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from txng.accounts.actors import Actor
from txng.journeys import rules
from txng.repository import queries as repository
from txng.repository.wording import completeness as complete_words
from txng.repository.wording import findings as finding_words
from txng.repository.wording import ledgers as ledger_words
from txng.repository.wording.names import Names
from txng.trace.amounts import Amount
from txng.trace.completeness import Completeness
from txng.trace.findings import Verdict


@dataclass(frozen=True, slots=True)
class Told:
    """One finding. `verdict` is broken, unknown or holds; `events` are keys of what it rests on."""

    label: str
    sentence: str
    basis: str
    legal: str
    verdict: str
    subject: str
    events: tuple[bytes, ...]
    is_of_events: bool  # not of one thing, but of a process, a plot or a certificate


@dataclass(frozen=True, slots=True)
class Complete:
    headline: str
    source: str
    missing: tuple[str, ...]
    percent: int


@dataclass(frozen=True, slots=True)
class Line:
    when: Any
    text: str
    declared_by: str


@dataclass(frozen=True, slots=True)
class Checks:
    """`partly`: the sentence for who sees only a part. `more`: ledger lines that are not shown."""

    findings: tuple[Told, ...]
    holds: int
    completeness: tuple[Complete, ...]
    missing_steps: tuple[str, ...]
    lines: tuple[Line, ...]
    ends: tuple[str, ...]
    on_hand: tuple[str, ...]
    more: int
    partly: str
    is_cut: bool

    @property
    def broken(self) -> tuple[Told, ...]:
        return tuple(one for one in self.findings if one.verdict == "broken")

    @property
    def unknown(self) -> tuple[Told, ...]:
        return tuple(one for one in self.findings if one.verdict == "unknown")

    def of_things(self) -> Mapping[str, list[str]]:
        """Canonical -> the sentences about it; of a place or a process, the key of each event in
        hexadecimal -> the sentences that rest on it."""
        found: dict[str, list[str]] = {}
        for one in self.broken:
            found.setdefault(one.subject, []).append(one.sentence)
            if one.is_of_events:
                for key in one.events:
                    found.setdefault(key.hex(), []).append(one.sentence)
        return found


def checks(actor: Actor, code: str, names: Names) -> Checks:
    """Raises Gs1Error for what is no code."""
    balance = repository.balance_of_thing(actor, code)
    complete = repository.completeness(actor, code)
    names.learn(finding_words.mentioned(balance.findings))
    shown = [one for one in balance.findings if one.verdict is not Verdict.HOLDS]
    lines, ends, on_hand, more = _ledger(actor, code, names)
    steps = {
        complete_words.missing_step(step): None for one in complete for step in one.missing_steps
    }
    sees_all = all(one.sees_all for one in complete)
    return Checks(
        findings=tuple(
            Told(
                finding_words.label(one),
                finding_words.sentence(one, names),
                finding_words.basis(one),
                finding_words.legal(one) if one.verdict is Verdict.BROKEN else "",
                one.verdict.value,
                one.subject,
                tuple(one.events),
                not one.rule.startswith("lot."),
            )
            for one in shown
        ),
        holds=balance.count(Verdict.HOLDS),
        completeness=tuple(map(_complete, complete)),
        missing_steps=tuple(steps),
        lines=lines,
        ends=ends,
        on_hand=on_hand,
        more=more,
        partly="" if sees_all else complete_words.partial_view(),
        is_cut=balance.is_cut,
    )


def _complete(found: Completeness) -> Complete:
    return Complete(
        complete_words.headline(found),
        str(found.profile.source),
        tuple(complete_words.missing(one) for one in found.missing if one.item.counts),
        round(found.percent),
    )


_Lines = tuple[tuple[Line, ...], tuple[str, ...], tuple[str, ...], int]


def _ledger(actor: Actor, code: str, names: Names) -> _Lines:
    found = repository.ledger(actor, code)
    names.learn(ledger_words.mentioned(found))
    shown = found.movements[: rules.MOVEMENTS]
    lines = tuple(
        Line(one.when[0], ledger_words.movement(one, names), one.recorded.captured_by)
        for one in shown
    )
    on_hand = tuple(
        f"{ledger_words.account(account, names)}: {_sums(held, names.amount)}"
        for account, held in found.on_hand().items()
    )
    more = len(found.movements) - len(shown)
    return lines, tuple(ledger_words.ends(found, names)), on_hand[: rules.MOVEMENTS], more


def _sums(held: Mapping[str, Any], written: Callable[[Any], str]) -> str:
    return ", ".join(written(Amount(value, unit)) for unit, value in held.items() if value != 0)
