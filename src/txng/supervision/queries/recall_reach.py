"""Who held what is called back: the scope's things, everything downstream of them, and who had it last.

    scope ──> things that events name (lots, serials) ──trace──> all downstream ──> by holder and unit

Pieces with a serial are counted; of a lot the ledger says how much lies where. A lot's own serials are no
outputs of it, so they are looked for beside it: in the event that made both, in `lotNumber` of others, and
among the labels that were issued for the lot.

As far as the asker may see events. What nobody told is unknown, never zero.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final
from urllib.parse import unquote

from txng.accounts.actors import Actor
from txng.barcodes.queries import labels
from txng.epcis.mentions import Role, things
from txng.epcis.query.doors import parse_json
from txng.eventstore.store import StoredEvent
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import identify
from txng.parties.models import Enterprise, Establishment
from txng.repository import queries as repository
from txng.repository.queries.counting import told_of
from txng.supervision.queries.recalls import GS1, canonical_of
from txng.supervision.rules import recalls as rules
from txng.trace.movements import Kind
from txng.trace.recall import Certainty, RecallItem

MOST_STARTS: Final = 2_000  # things that a trace begins at
MOST_LEDGERS: Final = 500
MOST_PAGES: Final = 20  # of 1,000 events each, where a scope names no lot
PIECE: Final = "H87"  # UN/ECE Recommendation 20
UNKNOWN: Final = ""
VIETNAM: Final = "+07:00"
_NAME: Final = "urn:epcglobal:cbv:mda:name"
_PROVIDER: Final = "urn:epcglobal:cbv:mda:informationProvider"


@dataclass(slots=True)
class Found:
    """One holder in one unit. `out` None: nobody told how much."""

    identity: str
    unit: str
    name: str = ""
    enterprise: Enterprise | None = None
    out: Decimal | None = None
    sold: Decimal | None = None
    things: int = 0
    is_on_its_way: bool = False
    is_sure: bool = True
    captors: set[str] = field(default_factory=set)

    def add(self, amount: Fraction | int | None, *, is_sold: bool = False) -> None:
        self.things += 1
        if amount is None:
            return
        told = (Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(Decimal("0.001"))
        self.out = (self.out or Decimal(0)) + told
        if is_sold:
            self.sold = (self.sold or Decimal(0)) + told


@dataclass(frozen=True, slots=True)
class Reach:
    """`starts`: how many things of the scope events name; `reached`: those and all downstream. `is_cut`:
    there was more than is looked at."""

    holders: tuple[Found, ...]
    starts: int
    reached: int
    is_cut: bool


def reach_of(actor: Actor, scopes: Collection[rules.Scope]) -> Reach:
    """Raises SecurityException for whoever may see no events."""
    found: dict[str, None] = {}
    is_cut = False
    for scope in scopes:
        for name in _starts(actor, scope):
            if name not in found and len(found) >= MOST_STARTS:
                is_cut = True
                break
            found[name] = None
    told_any = told_of(actor, list(found))
    known = [name for name in found if name in told_any]
    items: dict[str, RecallItem] = {}
    for name in known:
        told = repository.recall_list(actor, name)
        is_cut |= told.truncated is not None
        for item in told.items:
            if _is_better(item, items.get(item.canonical)):
                items[item.canonical] = item
    told_in, was_cut = _by_holder(actor, items.values())
    return Reach(_named(told_in), len(known), len(items), is_cut or was_cut)


def _is_better(item: RecallItem, known: RecallItem | None) -> bool:
    return known is None or (
        item.certainty is Certainty.RECORDED and known.certainty is not Certainty.RECORDED
    )


# --- where a trace begins -------------------------------------------------------------------------


def _starts(actor: Actor, scope: rules.Scope) -> Iterator[str]:
    """More than MOST_STARTS are never all taken."""
    if scope.lot:
        yield from _of_lot(actor, scope)
    elif scope.first:
        for event in _events(actor, scope.gtin, ("MATCH_anyEPC",), {}):
            for name, part in _parts(event, scope.gtin, "21"):
                if rules.in_range(scope.first, scope.last, part):
                    yield name
    else:
        since = _days(scope.made_from, scope.made_until)
        for event in _events(actor, scope.gtin, ("MATCH_anyEPC", "MATCH_anyEPCClass"), since):
            if _makes(event):
                for kind in ("21", "10"):
                    yield from (name for name, _part in _parts(event, scope.gtin, kind))


def _of_lot(actor: Actor, scope: rules.Scope) -> Iterator[str]:
    lot = canonical_of(scope)
    yield lot
    for event in repository.public_source().events_of([lot])[lot]:
        if _makes(event) and lot in {name for name, _part in _parts(event, scope.gtin, "10")}:
            yield from (name for name, _part in _parts(event, scope.gtin, "21"))
    asked = {"EQ_ILMD_cbvmda:lotNumber": scope.lot}
    for event in _events(actor, scope.gtin, ("MATCH_anyEPC",), asked):
        if _makes(event):
            yield from (name for name, _part in _parts(event, scope.gtin, "21"))
    for serial in labels.serials_of_lot(actor, scope.gtin, scope.lot):
        yield f"{GS1}/01/{scope.gtin}/21/{serial}"


def _events(
    actor: Actor, gtin: str, names: Iterable[str], more: dict[str, Any]
) -> Iterator[StoredEvent]:
    for name in names:
        kind = "21" if name == "MATCH_anyEPC" else "10"
        query = parse_json({name: [f"{GS1}/01/{gtin}/{kind}/*"], **more})
        token = None
        for _page in range(MOST_PAGES):
            page = repository.events(actor, query, per_page=repository.MAX_PAGE, token=token)
            yield from page.events
            token = page.next_page_token
            if token is None:
                break


def _days(since: date | None, until: date | None) -> dict[str, str]:
    told = {}
    if since is not None:
        told["GE_eventTime"] = f"{since.isoformat()}T00:00:00{VIETNAM}"
    if until is not None:
        told["LT_eventTime"] = f"{(until + timedelta(1)).isoformat()}T00:00:00{VIETNAM}"
    return told


def _makes(event: StoredEvent) -> bool:
    """Whether things begin in it: outputs of a transformation, or an object event that adds them."""
    told = event.event
    return getattr(told, "action", "ADD") == "ADD" and not hasattr(told, "parent_id")


def _parts(event: StoredEvent, gtin: str, kind: str) -> Iterator[tuple[str, str]]:
    """Lots ("10") or serials ("21") of a product that the event names, inputs left out."""
    stem = f"{GS1}/01/{gtin}/{kind}/"
    for mention in things(event.event):
        name = mention.identifier.canonical
        if name.startswith(stem) and mention.role not in (Role.INPUT, Role.INPUT_CLASS):
            yield name, unquote(name.removeprefix(stem))


# --- who had it last ------------------------------------------------------------------------------


def _by_holder(
    actor: Actor, items: Iterable[RecallItem]
) -> tuple[dict[tuple[str, str], Found], bool]:
    found: dict[tuple[str, str], Found] = {}
    lots: list[RecallItem] = []
    unsized: list[RecallItem] = []
    for item in items:
        if item.kind == "unit":
            _add_item(found, item, PIECE, 1)
        elif item.kind == "lot":
            lots.append(item)
        elif item.kind == "product":
            unsized.append(item)
    unsized += [item for item in lots[:MOST_LEDGERS] if not _add_ledger(actor, found, item)]
    for item in unsized:
        if not item.has_ended:
            _add_item(found, item, UNKNOWN, None)
    return found, len(lots) > MOST_LEDGERS


def _add_item(
    found: dict[tuple[str, str], Found], item: RecallItem, unit: str, amount: int | None
) -> None:
    where = item.whereabouts
    if where is None:
        identity, captor, is_on_its_way = "", "", False
    else:
        is_on_its_way = where.on_its_way
        identity = (
            (where.goes_to or where.receiver or where.place)
            if is_on_its_way
            else (where.place or where.holder)
        ) or where.told_by
        captor = "" if is_on_its_way else where.told_by
    row = found.setdefault((identity, unit), Found(identity, unit))
    row.add(amount, is_sold=item.has_ended)
    row.is_on_its_way |= is_on_its_way
    row.is_sure &= item.certainty is Certainty.RECORDED
    if captor:
        row.captors.add(captor)


def _add_ledger(actor: Actor, found: dict[tuple[str, str], Found], item: RecallItem) -> bool:
    """How much of a lot lies where; False where no event says how much."""
    book = repository.ledger(actor, item.canonical)
    captors: dict[str, set[str]] = {}
    is_told = False
    for move in book.movements:
        if move.target.kind is Kind.HELD:
            captors.setdefault(move.target.holder, set()).add(move.recorded.captured_by)
        if move.target.kind is Kind.SOLD and move.source.holder and move.amount:
            is_told = True
            row = _row(found, item, move.source.holder, move.unit)
            row.add(move.amount, is_sold=True)
            row.captors |= captors.get(move.source.holder, set())
    for account, held in book.on_hand().items():
        for unit, amount in held.items():
            is_told = True
            if amount is not None and amount <= 0:
                continue
            row = _row(found, item, account.holder, UNKNOWN if amount is None else unit)
            row.add(amount)
            row.is_on_its_way |= account.kind is Kind.TRANSIT
            row.captors |= captors.get(account.holder, set())
    return is_told or bool(book.movements)


def _row(found: dict[tuple[str, str], Found], item: RecallItem, identity: str, unit: str) -> Found:
    known = unit if unit in rules.UNITS else UNKNOWN
    row = found.setdefault((identity, known), Found(identity, known))
    row.is_sure &= item.certainty is Certainty.RECORDED
    return row


# --- names ----------------------------------------------------------------------------------------


def _named(found: dict[tuple[str, str], Found]) -> tuple[Found, ...]:
    """By name: what master data call each holder, and the enterprise of the register where one is known."""
    told = repository.vocabulary([row.identity for row in found.values() if row.identity])
    providers = {_canonical(one.get(_PROVIDER)) for one in told.values()} - {""}
    told |= repository.vocabulary(providers)
    parties = {
        row.identity: _canonical(told.get(row.identity, {}).get(_PROVIDER))
        for row in found.values()
    }
    known = _enterprises(
        {*parties.keys(), *parties.values()} - {""},
        {captor for row in found.values() for captor in row.captors},
    )
    for row in found.values():
        party = parties[row.identity]
        captor = next(iter(row.captors)) if len(row.captors) == 1 else ""
        row.enterprise = known.get(row.identity) or known.get(party) or known.get(captor)
        names = [_text(told.get(name, {}).get(_NAME)) for name in (row.identity, party)]
        row.name = ", ".join(filter(None, dict.fromkeys(names)))[:300] or row.identity[:300]
    return tuple(sorted(found.values(), key=lambda row: (row.name, row.unit)))


def _enterprises(names: Collection[str], captors: Collection[str]) -> dict[str, Enterprise]:
    """By the name of a place or party in events (its GLN), and by the organisation that told of it."""
    glns = {name.rpartition("/")[2]: name for name in names if name.startswith(f"{GS1}/41")}
    found: dict[str, Enterprise] = {}
    for one in Enterprise.objects.filter(organisation__name__in=captors).select_related(
        "organisation"
    ):
        assert one.organisation is not None
        found[one.organisation.name] = one
    for one in Enterprise.objects.filter(gln__in=glns):
        found[glns[one.gln]] = one
    for place in Establishment.objects.filter(gln__in=glns).select_related("enterprise"):
        found[glns[place.gln]] = place.enterprise
    return found


def _canonical(told: Any) -> str:
    try:
        return identify(told).canonical if isinstance(told, str) and told else ""
    except Gs1Error:
        return ""


def _text(told: Any) -> str:
    return told if isinstance(told, str) else ""
