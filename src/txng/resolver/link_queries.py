"""Questions about links: what a scan asks at the machine door, and what an organisation manages.

    sets_of(link)   ──> ("/01/G/21/S", (..)), ("/01/G/10/L", (..)), ("/01/G", (..))     union, rule 4

Everybody may ask where a code leads. The answer is kept in every process until a verb changes links, or
events are recorded for what hangs on those; each process looks once a second. So a code on a shelf costs no
question to the database, and a withdrawn link is gone everywhere a second later (`keeping`). Whether the
label of a serial is live is asked for anew each second.
"""

import time
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from msgspec.json import decode

from txng.accounts import actors
from txng.accounts import rules as scopes
from txng.accounts.actors import Actor
from txng.barcodes import content
from txng.barcodes.queries import labels
from txng.epcis.query.doors import parse_url
from txng.gs1 import digital_link
from txng.gs1.digital_link import DigitalLink
from txng.gs1.epc_urn import digits_from_company_prefix
from txng.repository import queries as repository
from txng.repository.queries import changes
from txng.resolver import queries, targets
from txng.resolver.facts import MDA, as_text, parts_of
from txng.resolver.keeping import Freshness, Kept, Together
from txng.resolver.levels import key_path, levels
from txng.resolver.link_types import GS1_VOCABULARY, curie_of
from txng.resolver.models import (
    Forwarding,
    Link,
    LinkedKey,
    LinkHost,
    LinkState,
    LinkVersion,
    PrintedRange,
    Probe,
)
from txng.resolver.page import MakersLink
from txng.supervision import queries as supervision

LONGEST_PREFIX, SHORTEST_PREFIX = 12, 4
_WORDS = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LiveLink:
    """A link in force, its target judged and filled in for the address that was asked."""

    path: str
    link_type: str
    href: str
    title: str
    media_type: str = ""
    hreflang: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    default: str = "no"


@dataclass(frozen=True, slots=True)
class LinkSets:
    """One set a level, most specific first, levels without links left out."""

    sets: tuple[tuple[str, tuple[LiveLink, ...]], ...] = ()
    description: str = ""

    def of_type(self, iri: str) -> tuple[LiveLink, ...]:
        """Those of the most specific level that has any."""
        for _, links in self.sets:
            if found := tuple(link for link in links if link.link_type == iri):
                return found
        return ()

    def defaults(self) -> tuple[LiveLink, ...]:
        """The defaults of the most specific level that has any: one plain, perhaps several refined."""
        for _, links in self.sets:
            if found := tuple(link for link in links if link.default != "no"):
                return found
        return ()


# --- for the door -----------------------------------------------------------------------------


def sets_of(link: DigitalLink) -> LinkSets:
    """What is registered for an address and for what it belongs to."""
    found = _kept_sets(levels(link))
    if not found.sets:
        return found
    values = {link.ai: link.value, **dict(link.qualifiers)}
    filled = (
        (path, tuple(filter(None, (_filled(one, values) for one in links))))
        for path, links in found.sets
    )
    return replace(found, sets=tuple((path, links) for path, links in filled if links))


def _filled(link: LiveLink, values: dict[str, str]) -> LiveLink | None:
    href = targets.fill(link.href, values)
    if href is None or href == link.href:
        return link if href else None
    return replace(link, href=href)


def _ask_sets(paths: tuple[str, ...]) -> LinkSets:
    with connection.cursor() as cursor:
        cursor.execute(_live_links(connection.vendor, len(paths)), paths)
        rows = cursor.fetchall()
    by_path: dict[str, list[LiveLink]] = {}
    description = ""
    for path, link_type, href, title, kind, hreflang, context, default, owner, described in rows:
        # judged again: a row that was not written by a verb, or whose host was revoked, leads nowhere
        if targets.refuse(href, _kept_hosts(owner), settings.WEBHOOK_NETWORKS) is None:
            tags, words = decode(hreflang, type=_WORDS), decode(context, type=_WORDS)
            by_path.setdefault(path, []).append(
                LiveLink(path, link_type, href, title, kind, tags, words, default)
            )
            description = described
    sets = tuple((path, tuple(by_path[path])) for path in paths if path in by_path)
    return LinkSets(sets, description)


@cache
def _live_links(vendor: str, count: int) -> str:
    """The SQL that Django makes of the question; making it anew would cost more than the answer."""
    paths = [str(number) for number in range(count)]
    rows = Link.objects.filter(path__in=paths, withdrawn_at__isnull=True).order_by("pk")
    columns = rows.values_list(
        "path", "link_type", "href", "title", "media_type", "hreflang", "context", "default",
        "key__organisation_id", "key__description",
    )  # fmt: skip
    text, parameters = columns.query.sql_with_params()
    assert list(parameters) == paths, parameters
    return text


MAKERS_TYPES: Final = tuple(
    f"{GS1_VOCABULARY}{name}"
    for name in (
        "pip",
        "productSustainabilityInfo",
        "recipeInfo",
        "hasRetailers",
        "brandHomepageClinical",
    )
)
MOST_MAKERS_LINKS: Final = 5


def makers_links(canonical: str) -> tuple[MakersLink, ...]:
    """What the holder of the code registered for buyers: shown as the maker's own words."""
    links = [
        one
        for _path, listed in sets_of(digital_link.parse(canonical)).sets
        for one in listed
        if one.link_type in MAKERS_TYPES and one.href.startswith("https://")
    ]
    return tuple(
        MakersLink(one.title, one.href, targets.host_of(one.href))
        for one in links[:MOST_MAKERS_LINKS]
    )


def own_host() -> str:
    return targets.host_of(settings.BASE_URL)


def approved_hosts(organisation_id: int) -> frozenset[str]:
    """Where links of an organisation may lead; our own host always."""
    rows = LinkHost.objects.filter(organisation_id=organisation_id, state=LinkHost.State.APPROVED)
    return frozenset((*rows.values_list("host", flat=True), own_host()))


def _ask_forwarding(prefixes: tuple[str, ...]) -> str:
    rows = Forwarding.objects.filter(prefix__in=prefixes, withdrawn_at__isnull=True)
    for prefix, stem, owner in sorted(
        rows.values_list("prefix", "stem", "organisation_id"), key=lambda row: -len(row[0])
    ):
        if prefix and targets.refuse(stem, _kept_hosts(owner), settings.WEBHOOK_NETWORKS) is None:
            return str(stem)
    return ""


def forwarding_for(link: DigitalLink) -> str:
    """The stem of the resolver that answers for this company prefix; "" when none does."""
    digits = digits_from_company_prefix(link)
    if not digits:
        return ""
    lengths = range(SHORTEST_PREFIX, min(LONGEST_PREFIX, len(digits)) + 1)
    return _kept_forwardings(tuple(digits[:length] for length in lengths))


def _ask_label(canonical: str) -> str | None:
    gtin, _lot, serial = parts_of(canonical)
    return labels.activation(None, gtin, serial) if gtin and serial else None


def _ask_recorded(canonical: str) -> bool:
    return bool(repository.public_source().events_of([canonical])[canonical])


def _ask_name(canonical: str) -> str | None:
    told = repository.vocabulary([canonical]).get(canonical)
    if told is None:
        return None
    return as_text(told.get(f"{MDA}descriptionShort")) or as_text(told.get(f"{MDA}name"))


def _ask_stands(question: tuple[str, str | None]) -> str:
    canonical, _label = question
    page = queries.page_for(None, canonical)
    return "unknown" if page is None else page.verdict.state


def _ask_any_recall(_nothing: None) -> bool:
    operator = actors.operator()
    return any(
        repository.events(operator, parse_url([(name, "recalled")]), per_page=1).events
        for name in ("EQ_disposition", "EQ_persistentDisposition_set")
    )


def _ask_any_order(_nothing: None) -> bool:
    return supervision.any_in_force()


def is_recalled(canonical: str) -> bool:
    """Whether the scan page would say so: of the thing, its lot or anything that it was made from.

    Where nobody ever recalled anything, nothing has to be traced.
    """
    is_any = _kept_any_order(None) or _kept_any_recall(None)
    return is_any and stands(canonical) == "recalled"


def is_recorded(canonical: str) -> bool:
    """Whether anybody ever told an event of exactly this thing, or made a label for it."""
    return _kept_recorded(canonical) or _kept_label(canonical) is not None


def is_described(canonical: str) -> bool:
    """Whether master data tell of a product."""
    return _kept_name(canonical) is not None


def name_of(canonical: str) -> str:
    """What master data call a product or a place, as it was declared; "" where they do not."""
    return _kept_name(canonical) or ""


def stands(canonical: str) -> str:
    """The state of the scan page's verdict: "recalled", "unknown", .. ("unknown" for no page)."""
    return _kept_stands((canonical, _kept_label(canonical)))


def _version_of_links() -> int | None:
    return LinkState.objects.values_list("version", flat=True).first()


_links: Final = Freshness(_version_of_links)
_events: Final = Freshness(changes.newest_changes)
_recalls: Final = Freshness(supervision.notices_mark)
# labels have no number that tells of changes: each that is scanned is asked about once a second
_labels: Final = Freshness(time.monotonic)
changes_of_products: Final = Together(_links, _events, _recalls)
"""What answers about anything but single items depend on: labels have no part in them."""
_kept_sets: Kept[LinkSets] = Kept(_ask_sets, _links)
_kept_hosts: Kept[frozenset[str]] = Kept(approved_hosts, _links)
_kept_forwardings: Kept[str] = Kept(_ask_forwarding, _links)
_kept_label: Kept[str | None] = Kept(_ask_label, _labels)
_kept_recorded: Kept[bool] = Kept(_ask_recorded, _events)
_kept_stands: Kept[str] = Kept(_ask_stands, Together(_events, _recalls))
_kept_name: Kept[str | None] = Kept(_ask_name, _events)
_kept_any_recall: Kept[bool] = Kept(_ask_any_recall, _events)
_kept_any_order: Kept[bool] = Kept(_ask_any_order, _recalls)


def forget() -> None:
    """Called by every verb of this process; the other processes see it by themselves in a second."""
    _links.look_again()
    _events.look_again()
    _recalls.look_again()
    _labels.look_again()


# --- for those who manage links ---------------------------------------------------------------


def _sees_all(actor: Actor) -> bool:
    return actor.is_operator or actor.may(scopes.OVERSIGHT)


def links(actor: Actor, *, path: str = "", withdrawn: bool = False) -> "QuerySet[Link]":
    """An organisation's own; oversight sees everybody's. By address, then in the order of registration."""
    rows = Link.objects.select_related("key__organisation").order_by("path", "pk")
    if not _sees_all(actor):
        rows = rows.filter(key__organisation_id=actor.organisation_id or 0)
    if path:
        rows = rows.filter(path=path)
    return rows if withdrawn else rows.filter(withdrawn_at__isnull=True)


def versions(actor: Actor, link_id: int) -> "QuerySet[LinkVersion]":
    """Every state of one link, oldest first; none for a link of somebody else."""
    own = links(actor, withdrawn=True).filter(pk=link_id)
    return LinkVersion.objects.filter(link__in=own).order_by("number")


def as_row(link: Link) -> dict[str, str]:
    """A link as a row of `links_csv`."""
    return {
        "code": link.path,
        "link_type": curie_of(link.link_type),
        "href": link.href,
        "title": link.title,
        "hreflang": " ".join(link.hreflang),
        "media_type": link.media_type,
        "context": " ".join(link.context),
        "default": link.default,
        "description": link.key.description,
    }


def hosts(actor: Actor) -> "QuerySet[LinkHost]":
    rows = LinkHost.objects.select_related("organisation").order_by("host", "pk")
    return rows if _sees_all(actor) else rows.filter(organisation_id=actor.organisation_id or 0)


def ranges(actor: Actor) -> "QuerySet[PrintedRange]":
    rows = PrintedRange.objects.filter(withdrawn_at__isnull=True).order_by("pk")
    rows = rows.select_related("organisation")
    return rows if _sees_all(actor) else rows.filter(organisation_id=actor.organisation_id or 0)


def printed_range(actor: Actor, number: int) -> "PrintedRange | None":
    return ranges(actor).filter(pk=number).prefetch_related(newest_probes()).first()


def newest_probes() -> "Prefetch[str, QuerySet[Probe], str]":
    """Probes of a range, newest first: what `samples` and `watched` read, one query for a whole list."""
    return Prefetch("probes", Probe.objects.order_by("-at", "-pk"))


@dataclass(frozen=True, slots=True)
class Sample:
    """A printed code, and where it led at the last check; `probe` None when no check has looked."""

    url: str
    probe: Probe | None


def samples(printed: PrintedRange) -> list[Sample]:
    newest: dict[str, Probe] = {}
    for probe in printed.probes.all():
        newest.setdefault(probe.url, probe)
    return [Sample(url, newest.get(url)) for url in printed.samples]


@dataclass(frozen=True, slots=True)
class Watched:
    """How the codes of a range ended: `bad` of them did not, `at` the newest check."""

    bad: int
    at: datetime | None


def watched(printed: PrintedRange) -> Watched:
    probes = [one.probe for one in samples(printed) if one.probe is not None]
    bad = sum(1 for probe in probes if probe.verdict != Probe.Verdict.OK)
    return Watched(bad, max((probe.at for probe in probes), default=None))


def printed_batch(actor: Actor, number: str) -> dict[str, Any]:
    """What a printed range says of a batch of labels within reach: one of the first codes, one of the last,
    some between. {} for a stranger's as for one that there is not."""
    batch = labels.batch(actor, int(number)) if number.isdecimal() and len(number) < 19 else None
    if batch is None:
        return {}
    quarters = {batch.quantity * part // 4 for part in (1, 2, 3, 4)}
    wanted = sorted({1, *quarters} - {0})
    codes = [code for place in wanted for code in labels.codes_of(batch, place, place)]
    run = labels.print_runs(batch).first()
    return {
        "name": gettext("Lô tem %(number)d, lô hàng %(lot)s")
        % {"number": batch.pk, "lot": batch.quota.lot},
        "samples": "\n".join(
            dict.fromkeys(content.text_of("qr", code, labels.stem()) for code in codes)
        ),
        "quantity": batch.quantity,
        "printed_on": timezone.localdate(run.printed_at) if run is not None else None,
    }


def forwardings(actor: Actor) -> "QuerySet[Forwarding]":
    rows = Forwarding.objects.filter(withdrawn_at__isnull=True).order_by("prefix")
    return rows if _sees_all(actor) else rows.filter(organisation_id=actor.organisation_id or 0)


def keys_without_default(actor: Actor) -> list[str]:
    """Addresses that have links and no default at their level or above: scans of them end at our page."""
    have: dict[str, bool] = {}
    keys: dict[str, str] = {}
    for path, default, key in links(actor).values_list("path", "default", "key__path"):
        have[path] = have.get(path, False) or default == Link.Default.YES
        keys[path] = key
    return sorted(path for path in have if not have[path] and not have.get(keys[path], False))


@dataclass(frozen=True, slots=True)
class Watch:
    """How the last probes of everything watched ended."""

    counts: dict[str, int] = field(default_factory=dict)
    bad: tuple[Probe, ...] = ()
    never: int = 0  # links and ranges that no check has looked at


def last_probes(actor: Actor) -> Watch:
    """The newest verdict of each address of each link and range in force."""
    newest: dict[tuple[int | None, int | None, str], Probe] = {}
    watched_links, watched_ranges = links(actor), ranges(actor)
    probes = Probe.objects.filter(link__in=watched_links) | Probe.objects.filter(
        printed_range__in=watched_ranges
    )
    for probe in probes.select_related("link", "printed_range").order_by("at", "pk"):
        newest[
            probe.link_id, probe.printed_range_id, probe.url if probe.printed_range_id else ""
        ] = probe
    counts: dict[str, int] = {}
    for probe in newest.values():
        counts[probe.verdict] = counts.get(probe.verdict, 0) + 1
    probed = {(link or 0, of or 0) for link, of, _ in newest}
    bad = tuple(probe for probe in newest.values() if probe.verdict != Probe.Verdict.OK)
    return Watch(counts, bad, watched_links.count() + watched_ranges.count() - len(probed))


def last_probe_of(actor: Actor, link_id: int) -> Probe | None:
    """How the newest visit of the target ended; None for a link of somebody else."""
    own = links(actor, withdrawn=True).filter(pk=link_id)
    return Probe.objects.filter(link__in=own).order_by("-at", "-pk").first()


def holder_of(link: DigitalLink) -> LinkedKey | None:
    return LinkedKey.objects.filter(path=key_path(link)).select_related("organisation").first()
