"""Questions about prefixes, their keys and cases, own names and fees."""

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Left

from txng.accounts.actors import Actor
from txng.barcodes.models import (
    CompanyPrefix,
    FeeLine,
    GivenKey,
    OwnName,
    PrefixCase,
)
from txng.barcodes.queries.reach import within
from txng.barcodes.rules import KEEP_PREFIXES, SEE, fees, keys
from txng.parties.models import Enterprise

DATA: Final = Path(__file__).resolve().parents[1] / "data"


def enterprises(actor: Actor, right: str = SEE) -> QuerySet[Enterprise]:
    """Those for which the actor has the right, by name; merged ones left out."""
    rows = Enterprise.objects.filter(within(actor, right, ""), merged_into__isnull=True)
    return rows.order_by("name_key", "pk")


def enterprise(actor: Actor, code: str, right: str = SEE) -> Enterprise | None:
    """By its code in the register; the code of a merged entry leads to the one that was kept."""
    here = enterprises(actor, right)
    return here.filter(code=code).first() or here.filter(merged__code=code).first()


def enterprise_called(actor: Actor, text: str, right: str = SEE) -> Enterprise | None:
    """By tax code, GLN or code in the register."""
    code = text.strip().upper().replace(" ", "")
    if not code:
        return None
    named = enterprises(actor, right).filter(Q(tax_code=code) | Q(gln=code))
    return named.first() or enterprise(actor, code, right)


def enterprises_called(
    actor: Actor, texts: Collection[str], right: str = SEE
) -> dict[str, Enterprise]:
    """What `enterprise_called` answers for each of these texts, no entry for nobody; one query, and another
    when some code is that of nobody or of a merged entry."""
    codes = {text: text.strip().upper().replace(" ", "") for text in texts}
    wanted = set(codes.values()) - {""}
    if not wanted:
        return {}
    here = enterprises(actor, right)
    rows = list(here.filter(Q(tax_code__in=wanted) | Q(gln__in=wanted) | Q(code__in=wanted)))
    known = {one.code: one for one in rows}
    for one in reversed(rows):  # a tax code or GLN before a code, the first by name before others
        known |= {name: one for name in (one.tax_code, one.gln) if name}
    lost = wanted - known.keys()
    if lost:
        merged = Enterprise.objects.filter(code__in=lost, merged_into__in=here.order_by())
        for gone in merged.select_related("merged_into"):
            if gone.merged_into is not None:
                known[gone.code] = gone.merged_into
    return {text: known[code] for text, code in codes.items() if code in known}


def own_enterprise(actor: Actor) -> Enterprise | None:
    """The enterprise of the organisation that the actor acts for."""
    if actor.organisation_id is None:
        return None
    return Enterprise.objects.filter(organisation_id=actor.organisation_id).first()


def prefixes(actor: Actor) -> QuerySet[CompanyPrefix]:
    """Within reach, each with `given_gtins`: how many products have a key of it."""
    given = (
        GivenKey.objects.filter(prefix=OuterRef("pk"), kind="gtin")
        .order_by()
        .values("prefix")
        .annotate(count=Count("pk"))
        .values("count")
    )
    rows = CompanyPrefix.objects.filter(within(actor, SEE)).select_related("enterprise")
    return rows.annotate(given_gtins=Coalesce(Subquery(given), 0)).order_by("digits")


def prefix(actor: Actor, digits: str, right: str = SEE) -> CompanyPrefix | None:
    rows = CompanyPrefix.objects.filter(within(actor, right), digits=digits)
    return rows.select_related("enterprise").first()


def overlapping(digits: str) -> CompanyPrefix | None:
    """A prefix of anybody that could make the same keys."""
    return CompanyPrefix.objects.filter(
        Q(digits__startswith=digits) | Q(digits__in=keys.heads(digits))
    ).first()


def prefixes_of(
    actor: Actor, digits: Collection[str], right: str = SEE
) -> dict[str, CompanyPrefix]:
    """Those of these within reach, by their digits; one query."""
    rows = CompanyPrefix.objects.filter(within(actor, right), digits__in=digits)
    return {one.digits: one for one in rows.select_related("enterprise")}


def overlapping_among(digits: Collection[str]) -> dict[str, CompanyPrefix]:
    """What `overlapping` answers for each of these, no entry for none; one query, whatever was typed."""
    asked = {one for one in digits if keys.SHORTEST <= len(one) <= keys.LONGEST}
    if not asked:
        return {}
    wanted = Q(digits__in=asked | {head for one in asked for head in keys.heads(one)})
    rows = CompanyPrefix.objects.all()
    for length in {len(one) for one in asked}:
        rows = rows.alias(**{f"head_{length}": Left("digits", length)})
        wanted |= Q(**{f"head_{length}__in": [one for one in asked if len(one) == length]})
    found: dict[str, CompanyPrefix] = {}
    for row in rows.filter(wanted).order_by("pk"):
        for name in (*keys.heads(row.digits), row.digits):
            found.setdefault(f"{name}*", row)  # the beginning of one that stands
        found.setdefault(row.digits, row)
    answers = {}
    for one in asked:
        shorter = (found.get(head) for head in keys.heads(one))
        several = [row for row in (found.get(f"{one}*"), *shorter) if row is not None]
        if several:
            answers[one] = min(several, key=lambda row: row.pk)
    return answers


def room_of(prefix: CompanyPrefix) -> dict[keys.Kind, keys.Room]:
    """How many keys of each kind a prefix has and how many were given."""
    counts = dict(
        GivenKey.objects.filter(prefix=prefix).values_list("kind").annotate(count=Count("pk"))
    )
    return {
        kind: keys.Room(keys.capacity(kind, prefix.digits), counts.get(kind, 0))
        for kind in keys.KINDS
    }


def keys_of(actor: Actor, digits: str) -> QuerySet[GivenKey]:
    return GivenKey.objects.filter(
        within(actor, SEE, "prefix__enterprise"), prefix__digits=digits
    ).order_by("kind", "number")


def holder_of(kind: keys.Kind, value: str) -> Enterprise | None:
    """To whom a key was given here; None for a key that nobody was given here."""
    found = GivenKey.objects.filter(kind=kind, value=value).select_related("prefix__enterprise")
    key = found.first()
    return key.prefix.enterprise if key else None


def own_names(actor: Actor) -> QuerySet[OwnName]:
    rows = OwnName.objects.filter(within(actor, SEE)).select_related("enterprise")
    return rows.order_by("name")


def own_name(actor: Actor, name: str, right: str = SEE) -> OwnName | None:
    return OwnName.objects.filter(within(actor, right), name=name).first()


def cases(actor: Actor) -> QuerySet[PrefixCase]:
    rows = PrefixCase.objects.filter(within(actor, SEE)).select_related("enterprise", "prefix")
    return rows.order_by("-opened_at", "-pk")


def case(actor: Actor, pk: int, right: str = SEE) -> PrefixCase | None:
    rows = PrefixCase.objects.filter(within(actor, right), pk=pk)
    return rows.select_related("enterprise", "prefix").first()


@dataclass(frozen=True, slots=True)
class Step:
    """An item of the checklist of a case; `is_checked` whether it was compared with the official text."""

    code: str
    title: str
    help: str
    is_checked: bool


@cache
def checklist() -> tuple[Step, ...]:
    told = tomllib.loads((DATA / "registration.toml").read_text(encoding="utf-8"))
    return tuple(
        Step(row["code"], row["title"], row["help"], row["checked"]) for row in told["step"]
    )


@cache
def _shipped_fees() -> tuple[fees.Fee, ...]:
    told: dict[str, Any] = tomllib.loads((DATA / "fees.toml").read_text(encoding="utf-8"))
    return tuple(
        fees.Fee(row["kind"], row["once"], row["yearly"], told["valid_from"], None, told["source"])
        for row in told["fee"]
    )


def fee_table(user: object) -> list[fees.Fee]:
    """What ships and what officers wrote down, by kind, newest first. Anybody may read it."""
    written = [
        fees.Fee(row.kind, row.once, row.yearly, row.valid_from, row.valid_until, row.source)
        for row in FeeLine.objects.all()
    ]
    told = {(fee.kind, fee.valid_from): fee for fee in (*_shipped_fees(), *written)}
    return sorted(told.values(), key=lambda fee: (fee.kind, -fee.valid_from.toordinal()))


def fee_kinds() -> Sequence[str]:
    return tuple(fee.kind for fee in _shipped_fees())


@dataclass(frozen=True, slots=True)
class Reminder:
    prefix: CompanyPrefix
    due: fees.Due
    yearly: int | None


def reminders(actor: Actor, today: date) -> list[Reminder]:
    """Fees that are due within sixty days or late, the latest first."""
    table = fee_table(actor)
    rows = CompanyPrefix.objects.filter(
        within(actor, KEEP_PREFIXES), ended_on__isnull=True, paid_until__lt=today.year
    ).select_related("enterprise")
    found = []
    for row in rows:
        assert row.paid_until is not None
        due = fees.due(row.paid_until, today)
        if due.state != "quiet":
            bill = fees.bill(table, f"GCP-{len(row.digits)}", today)
            found.append(Reminder(row, due, bill.yearly if bill else None))
    return sorted(found, key=lambda one: one.due.on)
