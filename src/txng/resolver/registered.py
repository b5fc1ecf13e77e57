"""Certificates of the register that cover what was scanned, as the page says them.

    the things of the journey, who told of it, its places ─> certification ─> certificates, stopped ones first

A certificate that stands in the register is said by the register alone: what events declare under the same
number is left out, so that nobody's own word outlives a suspension. `steps` is a number that grows with every
step of the register, looked for once a second: a kept page rests on it.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from txng.certification.queries import public
from txng.certification.queries.public import Journey, Told
from txng.eventstore.store import StoredEvent
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import identify
from txng.resolver.facts import parts_of
from txng.resolver.keeping import Freshness
from txng.resolver.page import Asked, Certificate
from txng.trace.model import Relation, Trace
from txng.trace.telling import certificates_of
from txng.ui.dates import written

_steps: Final = Freshness(public.steps)
GLN_KEYS: Final = ("414", "417")


def steps() -> Asked:
    """What a page rests on. Ask before the certificates: a step meanwhile then makes the page stale."""
    return Asked(_steps.generation, _steps.generation())


def of_page(
    user: object, trace: Trace, told: Sequence[StoredEvent], gtin: str, parties: Iterable[str]
) -> list[Told]:
    """`parties`: identifiers of who answers for the product and its places."""
    things = [
        node.canonical
        for node in trace.nodes.values()
        if node.relation in (Relation.OWN, Relation.ANCESTOR)
    ]
    gtins = {gtin, *(parts_of(thing)[0] for thing in things)} - {""}
    named = {one for event in told for one in certificates_of(event)}
    return public.of_journey(
        user,
        Journey(
            gtins=gtins,
            owners={event.owner for event in told if event.owner},
            glns={gln for name in (*parties, *_places(told)) if (gln := _gln(name))},
            numbers={part for name in named for part in (name, last_part(name))},
        ),
    )


def as_said(one: Told) -> Certificate:
    """With the words of the reader's language."""
    today = timezone.localdate()
    return Certificate(
        title=one.scheme,
        number=one.number,
        issuer=one.body,
        holder=one.holder,
        valid_until=one.valid_until,
        is_expired=one.standing == "expired",
        said="certifier",
        said_by=one.body,
        said_on=today,
        path=reverse("certification:verify", args=[one.code]),
        stopped=_stopped(one),
        because=one.reason,
    )


def _stopped(one: Told) -> str:
    values = {
        "scheme": one.scheme,
        "number": one.number,
        "day": written(one.since, get_language() or "vi"),
    }
    if one.standing == "suspended":
        return _("Chứng nhận %(scheme)s số %(number)s bị đình chỉ từ ngày %(day)s") % values
    if one.standing == "withdrawn":
        return _("Chứng nhận %(scheme)s số %(number)s đã bị thu hồi từ ngày %(day)s") % values
    return ""


def last_part(identity: str) -> str:
    """A number at the end of a name: "urn:txng:demo:certificate:DEMO-CP-0003"."""
    return identity.replace("/", ":").rpartition(":")[2]


def _places(told: Sequence[StoredEvent]) -> set[str]:
    return {
        place.id
        for event in told
        for place in (event.event.biz_location, event.event.read_point)
        if place is not None
    }


def _gln(name: str) -> str:
    """The GLN of a party or place; "" for any other name."""
    try:
        canonical = identify(name).canonical
    except Gs1Error:
        return ""
    parts = canonical.removeprefix("https://id.gs1.org/").split("/")
    return parts[1] if len(parts) > 1 and parts[0] in GLN_KEYS else ""
