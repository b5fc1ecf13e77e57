"""Questions about who is signed in, asked before every page for people: two queries in all."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from txng.accounts import rules
from txng.accounts.actors import Actor, Grant
from txng.accounts.models import Assignment, Organisation, Session, User

LOOK_AS = "accounts.look_as"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is at the keyboard. `actor` is as whom the page is shown; `self_` is who it really is.

    They differ while somebody looks at the system as another person. `owes_second_factor`: a role
    asks for one, and this session has not shown it, so `actor` may only read counts.
    """

    session: Session
    actor: Actor
    self_: Actor
    owes_second_factor: bool

    @property
    def is_looking(self) -> bool:
        return self.session.looks_as_id is not None

    @property
    def has_looked_long_enough(self) -> bool:
        until = self.session.looks_until
        return until is not None and until <= timezone.now()

    @property
    def is_fresh(self) -> bool:
        """Whether the password or a key was shown a short while ago."""
        return timezone.now() - self.session.proved_at <= rules.FRESH


def session_of(secret: str, *, is_whole: bool = True) -> Session | None:
    """The living session whose cookie this is; None for everything else, without saying why.

    `is_whole=False` asks for the half of a session that still owes its second factor.
    """
    if not rules.is_secret(secret):
        return None
    now = timezone.now()
    found = (
        Session.objects.select_related(
            "person", "organisation", "looks_as__person", "looks_as__organisation"
        )
        .filter(
            digest=rules.digest(secret),
            is_whole=is_whole,
            ended_at__isnull=True,
            ends_at__gt=now,
            person__is_active=True,
        )
        .first()
    )
    if found is None or rules.has_idled(found.kind, found.seen_at, now):
        return None
    return found


def signed_in(secret: str) -> SignedIn | None:
    session = session_of(secret)
    return None if session is None else actor_of(session)


def actor_of(session: Session) -> SignedIn:
    """Rights are read anew for every page: whoever lost a role lost it at once."""
    held = _held(session.person_id, session.organisation_id)
    has_shown_two = session.second_factor_at is not None
    owes = not has_shown_two and any(one.role.needs_second_factor for one in held)
    self_ = _actor(session.person, session.organisation, held, is_limited=owes)
    seen = session.looks_as
    if seen is None or not self_.may_everywhere(LOOK_AS):
        return SignedIn(session, self_, self_, owes)
    of_other = _held(seen.person_id, seen.organisation_id)
    other = _actor(seen.person, seen.organisation, of_other, is_limited=False)
    name = f"{self_.name} ({other.name})"
    return SignedIn(session, replace(other, name=name), self_, owes)


def current_actor(person: User, organisation: Organisation | None) -> Actor:
    """Somebody with every right that their roles give just now, second factors supposed."""
    held = _held(person.pk, None if organisation is None else organisation.pk)
    return _actor(person, organisation, held, is_limited=False)


def organisations_of(person_id: int) -> list[Organisation]:
    """Those in which the person holds a role just now, by name."""
    rows = Organisation.objects.filter(
        pk__in=Assignment.objects.filter(_valid(timezone.now()), person_id=person_id).values(
            "organisation_id"
        )
    )
    return list(rows.order_by("name"))


def sessions(actor: Actor) -> list[Session]:
    """The actor's own living sessions, the one used last at the top."""
    now = timezone.now()
    rows = Session.objects.filter(
        person_id=actor.person_id or 0, is_whole=True, ended_at__isnull=True, ends_at__gt=now
    ).select_related("organisation")
    living = [one for one in rows if not rules.has_idled(one.kind, one.seen_at, now)]
    return sorted(living, key=lambda one: one.seen_at, reverse=True)


def _valid(now: datetime) -> Q:
    return Q(valid_from__lte=now) & (Q(valid_until__isnull=True) | Q(valid_until__gt=now))


def valid_now() -> Q:
    """Of assignments: those that give something just now."""
    return _valid(timezone.now())


def _held(person_id: int, organisation_id: int | None) -> list[Assignment]:
    if organisation_id is None:
        return []
    rows = Assignment.objects.select_related("role").filter(
        _valid(timezone.now()), person_id=person_id, organisation_id=organisation_id
    )
    return list(rows.order_by("pk"))


def _actor(
    person: User, organisation: Organisation | None, held: Iterable[Assignment], *, is_limited: bool
) -> Actor:
    scopes: set[str] = set()
    grants = []
    kind = "" if organisation is None else organisation.kind
    for one in held:
        rights = frozenset(one.role.rights)
        if is_limited and one.role.needs_second_factor:
            rights = rules.rights_without_second_factor(rights)
        territories = rules.reach_of(kind, one.territories)
        sectors = rules.reach_of(kind, one.sectors)
        sees_everything = territories is None and sectors is None
        scopes |= rules.scopes_among(rights, sees_everything=sees_everything)
        grants.append(Grant(rights - frozenset(rules.SCOPES), territories, sectors))
    return Actor(
        None if organisation is None else organisation.pk,
        "" if organisation is None else organisation.name,
        frozenset(scopes),
        person.username,
        person_id=person.pk,
        grants=tuple(grants),
    )
