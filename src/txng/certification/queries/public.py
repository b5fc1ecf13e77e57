"""What anybody may know of certificates: on the verify page, and on the page of a scan.

A household is a code here, as everywhere in public; plots are counted and never named. Reasons of a
suspension are public: whoever suspends is told so.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from txng.certification.models import Certificate, RegisterState
from txng.certification.queries.certificates import standing_on, with_successor
from txng.certification.rules import certificates as rules
from txng.certification.rules.certificates import Standing
from txng.parties.models import Enterprise, Establishment
from txng.products.models import TradeItem
from txng.ui import search

MOST_FOUND = 20
MOST_JUDGED = 200  # certificates of the firms of one journey
STOPPED: frozenset[Standing] = frozenset({"suspended", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Told:
    """One certificate as anybody may read it. `since` is the day of the state, `reason` why it was
    stopped; `plots` how many."""

    code: str
    number: str
    number_key: str
    scheme: str
    kind: str
    body: str
    holder: str
    standing: Standing
    since: date
    reason: str
    issued_on: date
    valid_from: date
    valid_until: date
    products: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    plots: int = 0
    replaced_by: str = ""

    @property
    def is_stopped(self) -> bool:
        return self.standing in STOPPED

    @property
    def holds(self) -> bool:
        return self.standing == "valid"


@dataclass(frozen=True, slots=True)
class Journey:
    """What a page of a scan knows: `gtins` of the thing and of what it was made from, `owners` the
    organisations that told of it, `glns` of parties and places, `numbers` that events claim."""

    gtins: Collection[str]
    owners: Collection[int]
    glns: Collection[str]
    numbers: Collection[str]


def steps() -> int:
    """How many steps the register has taken: another number means that something may be different."""
    return RegisterState.objects.values_list("changes", flat=True).first() or 0


def _all() -> QuerySet[Certificate]:
    rows = Certificate.objects.exclude(state=rules.STRUCK)
    return with_successor(rows).prefetch_related(
        "trade_items__group", "groups", "establishments", "plots", "successors"
    )


def by_code(user: object, text: str) -> Told | None:
    code = rules.read_code(text)
    found = _all().filter(code=code).first() if code else None
    return None if found is None else told(found)


def by_number(user: object, text: str) -> list[Told]:
    """Of every body that has a certificate of this number."""
    key = search.code_word(text)[: rules.LONGEST_NUMBER]
    if not key:
        return []
    return [told(one) for one in _all().filter(number_key=key).order_by("pk")[:MOST_FOUND]]


def told(one: Certificate, day: date | None = None) -> Told:
    today = day or timezone.localdate()
    holder = one.holder
    sites = () if holder.is_of_persons else tuple(place.name for place in one.establishments.all())
    stopped = one.state != rules.VALID
    next_one = next((each for each in one.successors.all() if each.state != rules.STRUCK), None)
    return Told(
        code=one.code,
        number=one.number,
        number_key=one.number_key,
        scheme=str(one.scheme),
        kind=one.scheme.kind,
        body=one.body.organisation.name,
        holder=holder.public_name,
        standing=standing_on(one, today),
        since=timezone.localtime(one.state_since).date(),
        reason=one.state_reason if stopped else "",
        issued_on=one.issued_on,
        valid_from=one.valid_from,
        valid_until=one.valid_until,
        products=tuple(item.name for item in one.trade_items.all()),
        groups=tuple(str(group) for group in one.groups.all()),
        sites=sites,
        plots=len(one.plots.all()),
        replaced_by="" if next_one is None else next_one.code,
    )


# --- the page of a scan ---------------------------------------------------------------------------


def of_journey(user: object, journey: Journey) -> list[Told]:
    """The certificates that cover what was scanned, and those that its events claim; stopped ones first.

    Of the firms of the journey: that somebody else's valid number is claimed proves nothing. A number that
    was stopped is told whoever held it, unless a firm of the journey holds one of the same number.
    """
    claimed = {search.code_word(number) for number in journey.numbers} - {""}
    firms = _firms(journey)
    rows = (
        list(_all().filter(holder__in=firms).order_by("-valid_until", "pk")[:MOST_JUDGED])
        if firms
        else []
    )
    found = _covering(rows, firms, journey, claimed) + _claimed_of_others(rows, claimed)
    return sorted(found, key=lambda each: (not each.is_stopped, not each.holds))


def _covering(
    rows: Iterable[Certificate], firms: Collection[int], journey: Journey, claimed: Collection[str]
) -> list[Told]:
    if not rows:
        return []
    items = list(TradeItem.objects.select_related("group").filter(gtin__in=list(journey.gtins)))
    at_sites: dict[int, set[int]] = {}  # holder -> its places that the journey names
    places = Establishment.objects.filter(enterprise__in=firms, gln__in=list(journey.glns))
    for number, owner in places.values_list("pk", "enterprise_id"):
        at_sites.setdefault(owner, set()).add(number)
    found = []
    for one in rows:
        one_told = told(one)
        is_claimed = one.number_key in claimed or search.code_word(one.code) in claimed
        if _is_shown(one_told, is_claimed) and (
            is_claimed or _covers(one, items, at_sites.get(one.holder_id, set()))
        ):
            found.append(one_told)
    return found


def _claimed_of_others(rows: Iterable[Certificate], claimed: Collection[str]) -> list[Told]:
    """Stopped certificates of firms that are not of the journey, under numbers that its events claim."""
    wanted = set(claimed) - {one.number_key for one in rows}
    if not wanted:
        return []
    stopped = _all().filter(
        number_key__in=sorted(wanted), state__in=(rules.SUSPENDED, rules.WITHDRAWN)
    )
    return [told(one) for one in stopped.order_by("pk")[:MOST_FOUND]]


def _firms(journey: Journey) -> list[int]:
    """Holders that may be meant: who owns the product, who told of it, who answers for a place."""
    wanted = Q(organisation__in=list(journey.owners)) | Q(gln__in=list(journey.glns))
    wanted |= Q(trade_items__gtin__in=list(journey.gtins))
    wanted |= Q(establishments__gln__in=list(journey.glns))
    return sorted(set(Enterprise.objects.filter(wanted).values_list("pk", flat=True)))


def _is_shown(one: Told, is_claimed: bool) -> bool:
    """What ended or waits says nothing of the goods, unless their own events point to it."""
    if is_claimed:
        return one.standing != "replaced"
    return one.holds or (one.is_stopped and one.valid_until >= timezone.localdate())


def _covers(one: Certificate, items: Iterable[TradeItem], at_sites: Collection[int]) -> bool:
    """`at_sites`: the holder's places that the journey names."""
    of_holder = [item for item in items if item.owner_id == one.holder_id]
    named_sites = {place.pk for place in one.establishments.all()}
    is_elsewhere = bool(named_sites and at_sites) and not named_sites & set(at_sites)
    if is_elsewhere and not one.plots.all():
        return False  # the goods were at another place than the paper names
    named = {item.pk for item in one.trade_items.all()}
    groups = [group.path for group in one.groups.all()]
    if named or groups:
        return any(
            item.pk in named or any(item.group.path.startswith(path) for path in groups)
            for item in of_holder
        )
    return bool(of_holder) or bool(named_sites & set(at_sites))
