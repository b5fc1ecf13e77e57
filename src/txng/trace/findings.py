"""What a check says: it holds, it is broken, or it cannot be judged and why.

    Finding("process.yield", BROKEN, ALARM, subject="…/10/251102R0005",
            values={"process": "coffee.roasting", "inputs": 412 kg, "outputs": 540 kg},
            expected=Range(0.78, 0.90), got=1.31, basis=<ICO, valid since 2020>, events=(...))

Sentences are made in upper rooms from these parts, in the reader's language; here is no word of one.
`RULES` lists every rule that can be found, how grave it is, and the law behind it.

A limit whose figures are only assumed never accuses: its alarm becomes a warning.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from txng.trace.amounts import Amount


class Verdict(StrEnum):
    HOLDS = "holds"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """Of what is broken. ALARM: it cannot have been so. WARNING: look into it. NOTICE: know it."""

    ALARM = "alarm"
    WARNING = "warning"
    NOTICE = "notice"


class Ground(StrEnum):
    """What a figure rests on."""

    SOURCE = "source"  # read in a source that is named
    DERIVED = "derived"  # computed from figures that were read
    ASSUMED = "assumed"  # ours, until lots or an authority tell better


@dataclass(frozen=True, slots=True)
class Rule:
    """`legal`: articles that a breach would touch; "" where a rule is only arithmetic."""

    severity: Severity
    legal: str = ""
    legal_en: str = ""


_ONE_STEP = (
    "Thông tư 02/2024/TT-BKHCN, Điều 3 khoản 8, Điều 6 khoản 1 (một bước trước, một bước sau)",
    "Circular 02/2024/TT-BKHCN, Articles 3(8) and 6(1) (one step back, one step forward)",
)
_TRUTHFUL = (
    "Nghị định 37/2026/NĐ-CP, Điều 32 khoản 2 (trung thực, đầy đủ, kịp thời)",
    "Decree 37/2026/NĐ-CP, Article 32(2) (truthful, complete, in time)",
)

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        # one transformation, or all of one kind at a site in a period
        "process.yield": Rule(Severity.ALARM, *_TRUTHFUL),
        "process.loss": Rule(Severity.WARNING, *_TRUTHFUL),
        "process.conservation": Rule(Severity.ALARM, *_TRUTHFUL),
        # the account of one lot or item
        "lot.broken_step": Rule(Severity.ALARM, *_ONE_STEP),
        "lot.overdrawn": Rule(Severity.ALARM, *_TRUTHFUL),
        "lot.without_origin": Rule(Severity.WARNING, *_ONE_STEP),
        "lot.received_before_shipped": Rule(Severity.WARNING, *_TRUTHFUL),
        "lot.sold_twice": Rule(Severity.ALARM, *_TRUTHFUL),
        "lot.made_twice": Rule(Severity.WARNING, *_TRUTHFUL),
        "lot.not_received": Rule(Severity.NOTICE, *_ONE_STEP),
        "lot.recalled": Rule(Severity.ALARM),
        "lot.moved_after_recall": Rule(Severity.ALARM),
        # a site in a period
        "site.account": Rule(Severity.ALARM, *_TRUTHFUL),
        "site.counted": Rule(Severity.WARNING, *_TRUTHFUL),
        # certificates
        "certificate.yield": Rule(Severity.ALARM, *_TRUTHFUL),
        "certificate.quantity": Rule(Severity.ALARM, *_TRUTHFUL),
        "certificate.validity": Rule(Severity.WARNING, *_TRUTHFUL),
        # plots
        "plot.yield": Rule(Severity.ALARM, *_TRUTHFUL),
    }
)

Value = str | int | Fraction | Amount | date | datetime | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """`low` and `high` bound what is expected; None bounds nothing. `unit` "" is a plain ratio."""

    low: Fraction | None = None
    high: Fraction | None = None
    unit: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {
            "low": None if self.low is None else float(self.low),
            "high": None if self.high is None else float(self.high),
            "uom": self.unit or None,
        }


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a limit comes from. `vi` and `en` name the process, crop or act that it is about;
    `source` says in Vietnamese what the figure rests on, `source_en` the same in English."""

    id: str
    vi: str
    en: str
    ground: Ground
    source: str
    source_en: str
    valid_from: date
    valid_until: date | None
    area: str

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "vi": self.vi,
            "en": self.en,
            "ground": self.ground.value,
            "source": self.source,
            "sourceEn": self.source_en,
            "validFrom": self.valid_from.isoformat(),
            "validUntil": self.valid_until.isoformat() if self.valid_until else None,
            "area": self.area,
        }


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something cannot be judged: a key of REASONS and what it is about."""

    id: str
    about: str = ""
    count: int = 1


REASONS = frozenset(
    {
        "quantity_not_told",  # about: the thing
        "unit_without_factor",  # about: the product whose content nobody declared
        "no_limit",  # about: the process or product group
        "limit_not_valid",  # about: the limit, at that date or place
        "area_not_declared",  # about: the plot
        "nothing_harvested",  # about: the plot
        "inputs_not_told",  # about: the transformation's first output
        "outputs_not_told",
        "origin_not_certified",  # about: the scheme; no lot says whether it is certified
        "certificate_not_declared",  # about: the certificate
        "only_own_events",  # who asks sees only what their own organisation captured
        "only_this_trace",  # nobody was asked what else the plot bore in that season
        "history_is_cut",  # there was more than the limit of one answer
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """`subject` is a canonical identifier, a certificate or a scheme; `events` are keys of the evidence."""

    rule: str
    verdict: Verdict
    subject: str
    values: Mapping[str, Value] = field(default_factory=dict)
    expected: Range | None = None
    got: Amount | Fraction | None = None
    basis: Basis | None = None
    events: tuple[bytes, ...] = ()
    because: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        assert self.rule in RULES, f"Expected a rule of RULES, got {self.rule}"
        assert bool(self.because) == (self.verdict is Verdict.UNKNOWN)
        assert all(reason.id in REASONS for reason in self.because)

    @property
    def severity(self) -> Severity:
        severity = RULES[self.rule].severity
        is_assumed = self.basis is not None and self.basis.ground is Ground.ASSUMED
        return Severity.WARNING if is_assumed and severity is Severity.ALARM else severity

    @property
    def law(self) -> Rule:
        """The articles concerned, in two languages."""
        return RULES[self.rule]

    def as_dict(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "verdict": self.verdict.value,
            "severity": self.severity.value if self.verdict is Verdict.BROKEN else None,
            "subject": self.subject,
            "values": {name: _plain(value) for name, value in self.values.items()},
            "expected": None if self.expected is None else self.expected.as_dict(),
            "got": None if self.got is None else _plain(self.got),
            "basis": None if self.basis is None else self.basis.as_dict(),
            "legal": self.law.legal or None,
            "events": [key.hex() for key in self.events],
            "because": [
                {"reason": one.id, "about": one.about, "count": one.count} for one in self.because
            ],
        }


def _plain(value: Value) -> Any:
    match value:
        case Amount():
            return value.as_dict()
        case Fraction():
            return float(value)
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
        case _:
            return value


_VERDICTS = (Verdict.BROKEN, Verdict.UNKNOWN, Verdict.HOLDS)
_SEVERITIES = tuple(Severity)


def gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Broken before what cannot be judged before what holds; alarms first; else as they came."""
    return tuple(
        sorted(
            findings,
            key=lambda one: (_VERDICTS.index(one.verdict), _SEVERITIES.index(one.severity)),
        )
    )


def broken(findings: Iterable[Finding]) -> list[Finding]:
    return [one for one in findings if one.verdict is Verdict.BROKEN]
