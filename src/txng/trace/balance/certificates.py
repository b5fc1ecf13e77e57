"""Per certificate: certified goods out are at most certified goods in, times the yield.

    8 plots, 3 of them certified: 1,840 of 4,900 kg of paddy
    milled, packed, and all 3,180 kg sold as certified     at most 1,840 x 0.72 = 1,325 kg can be

**What is certified** is claimed by the event that made a lot: by the certificate that it names, else by the
text on its label up to the first comma ("VietGAP, no. 7"). Claims count by scheme. A lot that claims
nothing inherits the certified share of what it was made from; a harvest or first receipt that claims
nothing counts as not certified, once any other origin says that it is. When none does, nothing can be
judged: that nobody told is not that nothing was certified.

A certificate's quantity, where it declares one, bounds what is harvested or first received under it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from txng.trace.amounts import KILOGRAM, Amount, exceeds
from txng.trace.balance.evidence import Evidence, keys, local_day, measured, subject_of
from txng.trace.balance.processes import Process
from txng.trace.entries import Element, Entry, entries
from txng.trace.findings import Finding, Range, Reason, Value, Verdict
from txng.trace.telling import certificates_of

MAX_HOPS = 100  # of making events upstream: a ring of reworked lots ends sooner


@dataclass(frozen=True, slots=True)
class Claim:
    """`certificate` is its identifier, or the text of the label."""

    scheme: str
    certificate: str


@dataclass(slots=True)
class Claims:
    """Who made what of what, and what they claimed. `fetch` reads upstream until the origins."""

    evidence: Evidence
    made: dict[str, list[Entry]] = field(default_factory=dict)
    _noted: set[bytes] = field(default_factory=set)
    _asked: set[str] = field(default_factory=set)
    _claims: dict[bytes, tuple[Claim, ...]] = field(default_factory=dict)

    def note(self, listed: Iterable[Entry]) -> None:
        for entry in listed:
            if entry.recorded.key in self._noted:
                continue
            self._noted.add(entry.recorded.key)
            made = entry.outputs or (entry.things if entry.is_making and not entry.parent else [])
            for element in made:
                self.made.setdefault(element.thing, []).append(entry)

    def fetch(self, things: Iterable[str]) -> None:
        """Everything that the things were made of, one question a step upstream."""
        wanted = set(things)
        for _ in range(MAX_HOPS):
            self._asked |= wanted & self.made.keys()
            unknown = wanted - self._asked
            if unknown:
                self._asked |= unknown
                found = self.evidence.source.events_of(sorted(unknown))
                self.note(entries(one for listed in found.values() for one in listed))
            upstream = {
                element.thing
                for thing in wanted
                for entry in self.made.get(thing, ())
                for element in entry.inputs
            }
            wanted = upstream - self._asked
            if not wanted:
                return

    def of(self, entry: Entry) -> tuple[Claim, ...]:
        """What an event claims for the things that it makes."""
        key = entry.recorded.key
        if key not in self._claims:
            telling, found = self.evidence.telling, []
            for certificate in certificates_of(entry.recorded):
                scheme = telling.of_certificate("certificate_scheme", certificate)
                found.append(Claim(str(scheme or certificate), certificate))
            text = telling.text("certificate_text", entry.recorded)
            scheme = text.partition(",")[0].strip()
            if scheme and not any(one.scheme == scheme for one in found):
                found.append(Claim(scheme, text))
            self._claims[key] = tuple(found)
        return self._claims[key]

    def shares(self, things: Iterable[str], scheme: str) -> "Shares":
        return Shares(self, scheme, {}, set())


@dataclass(slots=True)
class Shares:
    """How much of each thing is certified under one scheme. None: that cannot be told."""

    claims: Claims
    scheme: str
    known: dict[str, Fraction | None]
    origins: set[bool]  # whether the origins met so far claim it

    def of(self, thing: str) -> Fraction | None:
        stack = [thing]
        while stack:
            one = stack[-1]
            if one in self.known:
                stack.pop()
                continue
            needed = [need for need in self._needs(one) if need not in self.known]
            fresh = [need for need in needed if need not in stack]
            if fresh:
                stack += fresh
                continue
            self.known[one] = None if needed else self._weigh(one)  # a ring cannot be told
            stack.pop()
        return self.known[thing]

    def _makings(self, thing: str) -> list[Entry]:
        return self.claims.made.get(thing, [])

    def _claims(self, entry: Entry) -> bool:
        return any(claim.scheme == self.scheme for claim in self.claims.of(entry))

    def _needs(self, thing: str) -> list[str]:
        return [
            element.thing
            for entry in self._makings(thing)
            if not self._claims(entry)
            for element in entry.inputs
        ]

    def _weigh(self, thing: str) -> Fraction | None:
        makings = self._makings(thing)
        if not makings:
            return None
        certified = everything = Fraction(0)
        for entry in makings:
            is_claimed = self._claims(entry)
            if not entry.inputs:
                self.origins.add(is_claimed)
            if is_claimed or not entry.inputs:
                parts = [(one, Fraction(int(is_claimed))) for one in entry.outputs or entry.things]
            else:
                parts = [(one, self.known[one.thing]) for one in entry.inputs]  # type: ignore[misc]
            for element, share in parts:
                weight = measured(self.claims.evidence, [element], KILOGRAM)
                if share is None or not weight.is_whole:
                    if len(makings) == len(parts) == 1 and share is not None:
                        return share  # one origin: its weight does not matter
                    return None
                certified += weight.value * share
                everything += weight.value
        return certified / everything if everything else None


def judge(
    evidence: Evidence, claims: Claims, listed: Iterable[Process], subject: str = ""
) -> list[Finding]:
    """One finding for each scheme that outputs claim, over all transformations given."""
    schemes: dict[str, list[tuple[Process, Entry]]] = {}
    for process in listed:
        for entry in process.entries:
            for scheme in dict.fromkeys(claim.scheme for claim in claims.of(entry)):
                schemes.setdefault(scheme, []).append((process, entry))
    return [
        _of_scheme(evidence, claims, scheme, claimed, subject)
        for scheme, claimed in sorted(schemes.items())
    ]


def _of_scheme(
    evidence: Evidence,
    claims: Claims,
    scheme: str,
    claimed: list[tuple[Process, Entry]],
    subject: str,
) -> Finding:
    certified_in = limit = came_out = Fraction(0)
    reasons: dict[Reason, None] = {}
    shares = Shares(claims, scheme, {}, set())
    for process in {id(process): process for process, _ in claimed}.values():
        high = Fraction(1) if process.limit is None else process.limit.high
        for element in process.inputs:
            share = shares.of(element.thing)
            weight = measured(evidence, [element], KILOGRAM)
            reasons |= dict.fromkeys(weight.reasons)
            if share is None:
                why = "origin_not_certified" if evidence.sees_all else "only_own_events"
                reasons[Reason(why, scheme)] = None
            elif weight.is_whole:
                certified_in += weight.value * share
                limit += weight.value * share * high
    outputs: list[Element] = []
    for _, entry in claimed:
        outputs += entry.outputs
    out = measured(evidence, outputs, KILOGRAM)
    came_out = out.value
    if True not in shares.origins:
        reasons[Reason("origin_not_certified", scheme)] = None
    values: dict[str, Value] = {
        "scheme": scheme,
        "certificates": tuple(
            dict.fromkeys(
                claim.certificate
                for _, entry in claimed
                for claim in claims.of(entry)
                if claim.scheme == scheme
            )
        ),
        "certified_in": Amount(None if reasons else certified_in, KILOGRAM),
        "certified_out": out.amount,
    }
    rules = evidence.limits.rules
    is_broken = not reasons and exceeds(came_out, limit, rules.certificate_tolerance)
    reasons |= dict.fromkeys(out.reasons)
    verdict = Verdict.BROKEN if is_broken else Verdict.UNKNOWN if reasons else Verdict.HOLDS
    return Finding(
        "certificate.yield",
        verdict,
        subject or subject_of(outputs),
        values,
        expected=Range(high=limit, unit=KILOGRAM) if certified_in else None,
        got=out.told,
        events=keys(entry for _, entry in claimed),
        because=tuple(reasons) if verdict is Verdict.UNKNOWN else (),
    )


# --- certificates themselves ----------------------------------------------------------------------


def judge_papers(evidence: Evidence, claims: Claims, listed: Iterable[Entry]) -> list[Finding]:
    """Each certificate that is named: valid on the day, and not used for more than it covers."""
    used: dict[str, list[Entry]] = {}
    for entry in listed:
        for claim in claims.of(entry):
            used.setdefault(claim.certificate, []).append(entry)
    found: list[Finding] = []
    for certificate, named in sorted(used.items()):
        found.append(_validity(evidence, certificate, named))
        found += _quantity(evidence, certificate, named)
    return found


def _validity(evidence: Evidence, certificate: str, named: list[Entry]) -> Finding:
    ask = evidence.telling.of_certificate
    begin = _day(ask("certificate_from", certificate))
    end = _day(ask("certificate_until", certificate))
    values: dict[str, Value] = {"certificate": certificate, "count": len(named)}
    if begin is None and end is None:
        return Finding(
            "certificate.validity", Verdict.UNKNOWN, certificate, values, events=keys(named),
            because=(Reason("certificate_not_declared", certificate),),
        )  # fmt: skip
    outside = [
        entry
        for entry in named
        if (begin and local_day(entry.recorded) < begin)
        or (end and local_day(entry.recorded) > end)
    ]
    values |= {name: day for name, day in (("from", begin), ("until", end)) if day}
    if outside:
        values["day"] = local_day(outside[0].recorded)
    verdict = Verdict.BROKEN if outside else Verdict.HOLDS
    return Finding(
        "certificate.validity", verdict, certificate, values, events=keys(outside or named)
    )


def _quantity(evidence: Evidence, certificate: str, named: list[Entry]) -> list[Finding]:
    telling = evidence.telling
    covered = telling.quantity(telling.of_certificate("certificate_quantity", certificate))
    origins = [entry for entry in named if not entry.inputs and entry.is_making]
    if covered is None or covered.value is None or not origins:
        return []
    made = measured(evidence, (one for entry in origins for one in entry.things), covered.unit)
    values: dict[str, Value] = {
        "certificate": certificate,
        "covered": covered,
        "used": made.amount,
        "count": len(origins),
    }
    tolerance = evidence.limits.rules.certificate_tolerance
    is_broken = exceeds(made.value, covered.value, tolerance)
    verdict = Verdict.BROKEN if is_broken else Verdict.HOLDS if made.is_whole else Verdict.UNKNOWN
    return [
        Finding(
            "certificate.quantity",
            verdict,
            certificate,
            values,
            expected=Range(high=covered.value, unit=covered.unit),
            got=made.told,
            events=keys(origins),
            because=made.reasons if verdict is Verdict.UNKNOWN else (),
        )
    ]


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def certificates_named(listed: Iterable[Entry]) -> Mapping[str, None]:
    """Identifiers of certificates, for master data to be asked of all at once."""
    return dict.fromkeys(one for entry in listed for one in certificates_of(entry.recorded))
