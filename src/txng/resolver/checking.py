"""One check of everything that is watched: links in force, and samples of what was printed.

Only this thread speaks to the database; others go out and look.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from django.conf import settings

from txng.accounts.actors import Actor
from txng.resolver import actions, link_queries, probes, targets
from txng.resolver.entities import entity_of
from txng.resolver.models import Link, PrintedRange, Probe

LOOKERS: Final = 4  # requests under way at once: a check must not weigh on anybody's server


def check(
    *, by: Actor, look: probes.Look | None = None, told: Callable[[Probe], None] | None = None
) -> list[Probe]:
    """Look at everything that `by` may see, keep what was found, and give it back, links first."""
    look = look or probes.looking(settings.WEBHOOK_NETWORKS)
    work: list[tuple[Link | None, PrintedRange | None, str, frozenset[str]]] = []
    for link in link_queries.links(by):
        href = _address(link)
        if href is not None:
            hosts = link_queries.approved_hosts(link.key.organisation_id)
            work.append((link, None, href, hosts))
    for printed in link_queries.ranges(by):
        hosts = link_queries.approved_hosts(printed.organisation_id)
        work += [(None, printed, sample, hosts) for sample in printed.samples]
    found: list[Probe] = []
    with ThreadPoolExecutor(LOOKERS) as lookers:
        findings = lookers.map(lambda one: probes.follow(one[2], one[3], look=look), work)
        for (link_row, range_row, _url, _hosts), finding in zip(work, findings, strict=True):
            found.append(
                Probe(
                    link=link_row,
                    printed_range=range_row,
                    url=finding.url,
                    ended_at=finding.ended_at[:2000],
                    verdict=finding.verdict,
                    status=finding.status,
                    detail=finding.detail,
                )
            )
            if told is not None:
                told(found[-1])
    actions.keep_probes(by=by, probes=found)
    return found


def _address(link: Link) -> str | None:
    """Where a link leads for its own code; None when it needs a lot or a serial that a scan must give."""
    entity = entity_of(link.path)
    return targets.fill(link.href, {entity.ai: entity.value, **dict(entity.qualifiers)})
