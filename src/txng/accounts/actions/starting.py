"""Verbs for rooms that open accounts by rules of their own: they have decided, here it is carried out."""

from django.db import transaction
from django.utils import timezone

from txng.accounts import journal, rules
from txng.accounts.actions import organisations, roles
from txng.accounts.actors import Actor
from txng.accounts.models import ApiKey, Assignment, OneTimeLink, Organisation, Role, User


def open_own_account(
    *, by: Actor, person: User, name: str, spare_name: str, role: Role
) -> Organisation:
    """An organisation for somebody who came by themselves, and the role in it; call inside a transaction.

    `spare_name` is taken where another organisation has the name already: nobody is told that it has.
    """
    is_taken = Organisation.objects.filter(name=rules.tidy_name(name)).exists()
    organisation = organisations.create_organisation(by=by, name=spare_name if is_taken else name)
    admit(by=by, person=person, organisation=organisation, role=role)
    return organisation


def admit(*, by: Actor, person: User, organisation: Organisation, role: Role) -> Assignment:
    """A role whose gift the room above has weighed. Raises StaleError when the person holds it already."""
    return roles.give(
        by=by, person=person, organisation=organisation, role=role, territories=None, sectors=None
    )


@transaction.atomic
def exchange_role(*, by: Actor, organisation: Organisation, before: Role, after: Role) -> int:
    """Whoever holds `before` here holds `after` from now on, and so do open invitations.

    Keys that may do more than `after` are revoked: a right that is taken back leaves none behind. How many
    people it was; the room above has weighed whether.
    """
    now = timezone.now()
    held = list(
        Assignment.objects.select_for_update()
        .select_related("person")
        .filter(organisation=organisation, role=before, valid_until__isnull=True)
    )
    for one in held:
        one.valid_until = max(now, one.valid_from)
        one.save(update_fields=["valid_until"])
        told = {"person": one.person.username, "role": before.code}
        journal.record(by, "role.ended", one, concerns=organisation.pk, **told)
        has_it = Assignment.objects.filter(
            person=one.person, organisation=organisation, role=after, valid_until__isnull=True
        )
        if not has_it.exists():
            admit(by=by, person=one.person, organisation=organisation, role=after)
    OneTimeLink.objects.filter(
        organisation=organisation, role=before, used_at__isnull=True, withdrawn_at__isnull=True
    ).update(role=after)
    for key in ApiKey.objects.filter(organisation=organisation, revoked_at__isnull=True):
        if not {*key.scopes.split(), *key.rights.split()} <= set(after.rights):
            _revoke(by, key)
    return len(held)


@transaction.atomic
def empty(*, by: Actor, organisation: Organisation) -> None:
    """Every role here ends, open links are withdrawn, keys revoked: before the rightful person is let in."""
    now = timezone.now()
    held = Assignment.objects.select_for_update().select_related("person", "role")
    for one in held.filter(organisation=organisation, valid_until__isnull=True):
        one.valid_until = max(now, one.valid_from)
        one.save(update_fields=["valid_until"])
        told = {"person": one.person.username, "role": one.role.code}
        journal.record(by, "role.ended", one, concerns=organisation.pk, **told)
    OneTimeLink.objects.filter(
        organisation=organisation, used_at__isnull=True, withdrawn_at__isnull=True
    ).update(withdrawn_at=now)
    for key in ApiKey.objects.filter(organisation=organisation, revoked_at__isnull=True):
        _revoke(by, key)


def _revoke(by: Actor, key: ApiKey) -> None:
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])
    journal.record(by, "key.revoked", key, concerns=key.organisation_id, prefix=key.prefix)
