"""Questions about schemes and certification bodies; whoever sees certificates sees these."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from txng.accounts.actors import Actor
from txng.accounts.models import Organisation
from txng.certification.models import Accreditation, Body, Scheme
from txng.certification.queries import reach
from txng.certification.rules import SEE
from txng.certification.rules.certificates import Accredited


def schemes(user: object) -> list[Scheme]:
    return list(Scheme.objects.order_by("kind", "name"))


def scheme_at(user: object, code: str) -> Scheme | None:
    return Scheme.objects.filter(code=code).first()


def bodies(actor: Actor) -> QuerySet[Body]:
    """The register, each with its accreditations, newest first."""
    if not actor.may(SEE):
        return Body.objects.none()
    told = Accreditation.objects.order_by("-version").prefetch_related("schemes", "groups")
    return Body.objects.select_related("organisation").prefetch_related(
        Prefetch("accreditations", told)
    )


def body(actor: Actor, number: int) -> Body | None:
    return bodies(actor).filter(pk=number).first()


def names_of_bodies(user: object) -> list[tuple[int, str]]:
    """Number and name of each body of the register, in Vietnamese order. Anybody may ask: a public page of a
    certificate names its body."""
    rows = Body.objects.order_by("name_key", "pk")
    return list(rows.values_list("pk", "organisation__name"))


def own_body(actor: Actor) -> Body | None:
    """The entry of the organisation that the actor acts for."""
    if actor.organisation_id is None:
        return None
    return bodies(actor).filter(organisation_id=actor.organisation_id).first()


def certifiers_to_enter(actor: Actor) -> list[Organisation]:
    """Organisations of the right kind that are not in the register yet; for whoever keeps it."""
    if not reach.may_keep_bodies(actor):
        return []
    rows = Organisation.objects.filter(
        kind=Organisation.Kind.CERTIFIER, certification_body__isnull=True
    )
    return list(rows.order_by("name"))


def accreditation_on(one: Body, day: date) -> Accreditation | None:
    """The version that counts on a day, None where none does. No query where they were read with the body."""
    begun = [each for each in one.accreditations.all() if each.valid_from <= day]
    newest = max(begun, key=lambda each: each.version, default=None)
    return newest if newest is not None and day <= newest.valid_until else None


def accredited_on(one: Body, day: date) -> Accredited | None:
    """The same as the rules want it."""
    found = accreditation_on(one, day)
    if found is None:
        return None
    return Accredited(
        number=found.decision_number,
        schemes=frozenset(scheme.code for scheme in found.schemes.all()),
        groups=tuple(sorted(group.path for group in found.groups.all())),
        valid_from=found.valid_from,
        valid_until=found.valid_until,
    )
