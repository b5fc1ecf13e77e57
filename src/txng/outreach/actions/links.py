"""Links of evidence are tried from time to time, by `txng work`, through the door of webhooks.

Whoever typed a link chose where we go: the address is judged at the moment of connecting, no redirect is
followed, one attempt a round (repository/webhooks.py).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.outreach.models import Evidence
from txng.outreach.queries import campaigns as queries
from txng.outreach.rules import campaigns as rules
from txng.repository import webhooks

DEADLINE: Final = 8.0
HEADERS: Final = {
    "Accept": "text/html,*/*;q=0.8",
    "Accept-Language": "vi",
    "X-Purpose": "txng link check",
}
Look = Callable[[str], webhooks.Sight]


def look(url: str) -> webhooks.Sight:
    return webhooks.look(url, HEADERS, allowed=settings.WEBHOOK_NETWORKS, deadline=DEADLINE)


def check_links(*, by: Actor, look: Look = look, now: datetime | None = None) -> int:
    """Some of the links that are due; how many were tried. Network first, then a short transaction each."""
    moment = now or timezone.now()
    due = queries.links_to_check(moment)
    for one in due:
        _note(by, one, look(one.link).status, moment)
    return len(due)


@transaction.atomic
def _note(by: Actor, seen: Evidence, status: int, now: datetime) -> None:
    """What was found, unless the link was changed meanwhile. A link that dies is told in the journal."""
    row = Evidence.objects.select_for_update().filter(pk=seen.pk, link=seen.link).first()
    if row is None:
        return
    was = row.link_state
    stands = rules.link_stands(status, row.link_failures + 1)
    row.link_failures = 0 if stands == rules.GOOD else min(row.link_failures + 1, 1000)
    row.link_state, row.link_status = stands, min(status, 999)
    again = rules.CHECK_AGAIN if stands == rules.GOOD else rules.CHECK_FAILED_AGAIN
    row.link_check_at = now + again
    row.save(update_fields=["link_state", "link_status", "link_failures", "link_check_at"])
    if stands == rules.DEAD and was != rules.DEAD:
        journal.record(by, "evidence.link_died", row, status=status)
