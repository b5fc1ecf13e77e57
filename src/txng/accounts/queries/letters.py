"""Questions about addresses of letters and about letters."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from txng.accounts import mail, rules
from txng.accounts.actors import Actor
from txng.accounts.models import Assignment, Letter, MailAddress
from txng.accounts.queries.sessions import current_actor, organisations_of, valid_now

MOST_LETTERS = 20


def mail_address(actor: Actor) -> MailAddress | None:
    """The actor's own."""
    return MailAddress.objects.filter(person_id=actor.person_id or 0).first()


def letters(actor: Actor) -> list[Letter]:
    """The newest to the actor's own account."""
    rows = Letter.objects.filter(person_id=actor.person_id or 0)
    return list(rows.order_by("-made_at", "-pk")[:MOST_LETTERS])


def address_to_confirm(actor: Actor, token: str) -> MailAddress | None:
    """What a link of a confirmation confirms; None when it is not this person's, too old or was used."""
    found = mail.read_confirm_token(token)
    box = mail_address(actor)
    if found is None or box is None or box.confirmed_at is not None:
        return None
    return box if (box.person_id, box.nonce) == found else None


def address_to_stop(token: str) -> tuple[MailAddress, str] | None:
    """The address and the kind that a link to unsubscribe names; whoever holds the link may ask.

    None when the link is not ours, and when the person has taken the address away.
    """
    found = mail.read_stop_token(token)
    if found is None:
        return None
    person, kind, mark = found
    box = MailAddress.objects.filter(person_id=person).first()
    if box is None or kind not in rules.CHOSEN_KINDS or not mail.is_for(mark, box):
        return None
    return box, kind


# --- for rooms that write letters: called by the worker, which acts for nobody -------------------------


def readers(kind: str) -> list[MailAddress]:
    """Everybody who confirmed an address and wants this kind, with `person`; nobody when letters are off."""
    if not mail.is_on():
        return []
    return [box for box in _open().order_by("pk") if box.wants(kind)]


def readers_due(kind: str, now: datetime) -> list[MailAddress]:
    """Of `readers`, those for whom nothing was gathered this morning (rules.digest_day)."""
    local = timezone.localtime(now)
    return [box for box in readers(kind) if _is_due(box, kind, local)]


def readers_of(
    kind: str, *, usernames: Iterable[str] = (), addresses: Iterable[str] = ()
) -> list[MailAddress]:
    """Those of `readers` with these user names or these confirmed addresses."""
    names, places = set(usernames), {one.lower() for one in addresses}
    return [
        box
        for box in readers(kind)
        if box.person.username in names or box.address.lower() in places
    ]


def readers_in(kind: str, organisation_id: int, right: str) -> list[MailAddress]:
    """Those of `readers` who hold the right in that organisation just now."""
    held = Assignment.objects.filter(valid_now(), organisation_id=organisation_id)
    rows = held.select_related("role")
    people = {one.person_id for one in rows if right in one.role.rights}
    return [box for box in readers(kind) if box.person_id in people]


def actors(box: MailAddress) -> list[Actor]:
    """The reader in each organisation that they act for just now, as if signed in there."""
    return [current_actor(box.person, one) for one in organisations_of(box.person_id)]


def _open() -> QuerySet[MailAddress]:
    rows = MailAddress.objects.select_related("person")
    return rows.filter(confirmed_at__isnull=False, person__is_active=True)


def _is_due(box: MailAddress, kind: str, local: datetime) -> bool:
    rhythm = box.reminders if kind == rules.REMINDERS else rules.DAILY
    done = box.reminders_on if kind == rules.REMINDERS else box.library_on
    day = rules.digest_day(rhythm, local)
    return day is not None and (done is None or done < day)


def is_written(box: MailAddress, about: str) -> bool:
    return Letter.objects.filter(person_id=box.person_id, about=about).exists()


def news_since(now: datetime) -> datetime:
    """What happened earlier is no news, whenever letters were turned on."""
    return now - rules.LETTER_SPAN
