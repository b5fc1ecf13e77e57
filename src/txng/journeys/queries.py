"""The questions of this room: who looks, and what they get to see.

viewer(cookie, actor)   public, one organisation, or all (oversight)
chain(viewer, ...)      the journey of a code as this viewer may see it; None for what they may not
                        know of, and for what nobody knows of: both answer alike
"""

from collections.abc import Collection
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext

from txng.accounts import rules as account_rules
from txng.accounts.actors import Actor
from txng.accounts.models import Organisation
from txng.eventstore.store import StoredEvent
from txng.journeys import rules
from txng.journeys.chain import Builder
from txng.journeys.checks import Checks, checks
from txng.journeys.model import Chain, Level, Viewer
from txng.journeys.question import Question
from txng.journeys.reading import Reader
from txng.journeys.viewing import unsign
from txng.repository import queries as repository
from txng.repository.wording.names import Names
from txng.trace.model import Trace
from txng.trace.walk import downstream, upstream

PUBLIC = Viewer()


class Told(NamedTuple):
    """`checks` is None for the public, and for long journeys until they are asked for."""

    chain: Chain
    checks: Checks | None
    may_check: bool


def viewer(cookie: str, actor: Actor | None = None) -> Viewer:
    """Who looks: through a lent view while it lasts, else as who is signed in, else as the public.

    Somebody who is signed in sees what their organisation captured, and everything with a duty of
    oversight for the whole province: events know no communes, so a duty for some of them shows none.
    """
    lent = unsign(cookie, "cookie", timezone.now())
    if lent is None:
        return PUBLIC if actor is None else _signed_in(actor)
    organisation = Organisation.objects.filter(pk=lent.organisation_id).first()
    if organisation is None:
        return PUBLIC
    is_all = lent.oversight and rules.may_oversee(organisation.kind)
    level = Level.ALL if is_all else Level.OWN
    return Viewer(level, organisation.pk, organisation.name, lent.until)


def _signed_in(actor: Actor) -> Viewer:
    if actor.organisation_id is None:
        return PUBLIC
    if account_rules.OVERSIGHT in actor.scopes:
        return Viewer(Level.ALL, actor.organisation_id, actor.organisation)
    if actor.may(account_rules.QUERY):
        return Viewer(Level.OWN, actor.organisation_id, actor.organisation)
    return PUBLIC


def lent_to(link: str) -> Viewer | None:
    """Whose view a link would open; None when it has ended or is not ours."""
    lent = unsign(link, "link", timezone.now())
    organisation = (
        None if lent is None else Organisation.objects.filter(pk=lent.organisation_id).first()
    )
    if lent is None or organisation is None:
        return None
    level = Level.ALL if lent.oversight else Level.OWN
    return Viewer(level, organisation.pk, organisation.name, lent.until)


def actor_of(who: Viewer) -> Actor | None:
    """The viewer as the questions below know them; None for the public."""
    if who.level is Level.PUBLIC:
        return None
    scopes = {account_rules.QUERY}
    if who.level is Level.ALL:
        scopes.add(account_rules.OVERSIGHT)
    return Actor(who.organisation_id, who.organisation, frozenset(scopes), "view-link")


def chain(who: Viewer, canonical: str, question: Question) -> Told | None:
    """Precondition: `canonical` was read by gs1.identifier.

    Traces are cut at a limit, which the chain says. The balance is computed at once for journeys of
    ordinary length, for longer ones when the question asks for it.
    """
    limit = rules.PUBLIC_LIMIT if who.level is Level.PUBLIC else rules.VIEWER_LIMIT
    owner = who.organisation_id if who.level is Level.OWN else None
    seen = {way: _walked(way, canonical, limit, owner) for way in ("up", "down")}
    if not any(trace.events or trace.voided for trace in seen.values()):
        return None
    wanted = [way for way in ("up", "down") if question.direction in (way, "both")]
    limits = []
    if who.level is Level.PUBLIC:  # the scan page shows where things came from, and no further
        wanted = ["up"]
    whole = [_walked(way, canonical, limit, None) for way in wanted if owner is not None]
    names = Names(repository.vocabulary)
    actor = actor_of(who)
    size = sum(len(trace.events) for trace in seen.values())
    may_check = actor is not None
    told: Checks | None = None
    if actor is not None and (question.checks or size <= rules.CHECKED_EVENTS):
        told = checks(actor, canonical, names)
    elif actor is not None:
        limits.append(
            gettext("Hành trình dài: sổ lô và cân đối chỉ được tính khi bạn yêu cầu, ở cuối trang.")
        )
    builder = Builder(
        who,
        canonical,
        [seen[way] for way in wanted],
        whole,
        names,
        Reader(who.level, names, repository.vocabulary),
        told.of_things() if told else {},
    )
    # whoever sees a part only cannot say that a step is missing: others may have told it
    missing = told.missing_steps if told is not None and who.level is Level.ALL else ()
    return Told(builder.chain(question, missing, limits), told, may_check)


def _walked(way: str, canonical: str, limit: int, owner: int | None) -> Trace:
    walk = upstream if way == "up" else downstream
    return repository.walked(lambda source: walk(source, canonical, limit=limit), owner)


def events_with(who: Viewer, keys: Collection[bytes]) -> list[StoredEvent]:
    """The events of these keys that the viewer may read whole; the public may none."""
    if who.level is Level.PUBLIC:
        return []
    return [
        one
        for one in repository.public_source().with_keys(keys)
        if who.level is Level.ALL or one.owner == who.organisation_id
    ]
