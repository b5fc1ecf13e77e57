"""Questions about declarations: one's own, those within an officer's reach, and what everybody may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.certification.models import Assessment, Certificate, Declaration, DeclarationScope
from txng.certification.queries import certificates
from txng.certification.rules import ASSESS, OVERSEE, SEE
from txng.certification.rules import certificates as certificate_rules
from txng.certification.rules import declarations as rules
from txng.certification.rules.certificates import Standing
from txng.documents import queries as documents
from txng.documents.models import Attachment
from txng.parties.models import Enterprise, Establishment
from txng.parties.queries import reach
from txng.products.models import ProductGroup, TradeItem
from txng.products.rules.trade_items import ACTIVE

SUBJECT = "certification.declaration"


def declarations(actor: Actor) -> QuerySet[Declaration]:
    """Every one that the actor may see."""
    rows = _with_certificate(Declaration.objects.all())
    if not actor.may(SEE):
        return rows.none()
    own = Q(enterprise__organisation_id=actor.organisation_id or 0)
    return rows.filter(own | reach.visible(actor, SEE, "enterprise__"))


def _with_certificate(rows: QuerySet[Declaration]) -> QuerySet[Declaration]:
    """With what `resting` needs: no question more for each row."""
    follows = Certificate.objects.filter(replaces=OuterRef("certificate")).exclude(
        state=certificate_rules.STRUCK
    )
    return rows.select_related("enterprise", "certificate").annotate(
        replaced_from=Subquery(follows.values("valid_from")[:1])
    )


def declaration(actor: Actor, number: str) -> Declaration | None:
    return declarations(actor).filter(number=number).first()


@dataclass(frozen=True, slots=True)
class Resting:
    """How the certificate of the register that a declaration rests on stands on a day. `since` is the first
    day of that; None for one that holds or does not hold yet."""

    pk: int
    code: str
    standing: Standing
    since: date | None

    @property
    def is_lost(self) -> bool:
        return self.standing in rules.LOST


def resting(one: Declaration, day: date) -> Resting | None:
    """Of a declaration as these questions give it; None where none of the register was chosen."""
    found = one.certificate
    if found is None:
        return None
    replaced_from: date | None = getattr(one, "replaced_from", None)
    standing = certificate_rules.standing(
        found.state, found.valid_from, found.valid_until, day, replaced_from=replaced_from
    )
    since = {
        "expired": found.valid_until + timedelta(days=1),
        "replaced": replaced_from,
        "valid": None,
        "not_yet": None,
    }.get(standing, timezone.localdate(found.state_since))
    return Resting(found.pk, found.code, standing, since)


def is_own(actor: Actor, one: Declaration) -> bool:
    return actor.organisation_id is not None and (
        one.enterprise.organisation_id == actor.organisation_id
    )


def may_oversee(actor: Actor, one: Declaration) -> bool:
    """An officer whose reach covers the enterprise; nobody receives what their own enterprise declared."""
    return not is_own(actor, one) and reach.may_change_at(
        actor, one.enterprise.commune_code, one.enterprise.sector, OVERSEE
    )


def may_declare(actor: Actor, one: Declaration) -> bool:
    return is_own(actor, one) and actor.may(ASSESS)


def standing_is(rows: QuerySet[Declaration], value: str, day: date) -> QuerySet[Declaration]:
    """Narrowed to a state as people meet it on a day."""
    if value == rules.EXPIRED:
        return rows.filter(state=rules.RECEIVED, valid_to__lt=day)
    if value == rules.RECEIVED:
        return rows.filter(state=rules.RECEIVED, valid_to__gte=day)
    return rows.filter(state=value)


def shows_person(actor: Actor, one: Declaration) -> bool:
    """Whether the person behind a household may be read here: by its own people and who may see persons."""
    enterprise = one.enterprise
    if is_own(actor, one) or not enterprise.is_of_persons:
        return True
    return Enterprise.objects.filter(reach.persons(actor), pk=enterprise.pk).exists()


def name_for(actor: Actor, one: Declaration) -> str:
    return one.enterprise.name if shows_person(actor, one) else one.enterprise.public_name


def files(actor: Actor, one: Declaration) -> list[Attachment]:
    """Of a declaration that the actor may see."""
    return documents.attachments(actor, SUBJECT, str(one.pk))


def scope(one: Declaration) -> dict[str, list[DeclarationScope]]:
    """By kind, in the order of writing."""
    found: dict[str, list[DeclarationScope]] = {kind: [] for kind in rules.KINDS}
    for row in DeclarationScope.objects.filter(declaration=one).order_by("pk"):
        found[row.kind].append(row)
    return found


# --- what may be declared -------------------------------------------------------------------------


def own_trade_items(enterprise: Enterprise) -> list[TradeItem]:
    rows = TradeItem.objects.filter(owner=enterprise, state=ACTIVE).select_related("group")
    return list(rows.order_by("name_key", "pk")[: rules.MOST_SCOPE])


def own_groups(enterprise: Enterprise) -> list[ProductGroup]:
    """Groups that the enterprise makes something of."""
    made = TradeItem.objects.filter(owner=enterprise, state=ACTIVE).values("group")
    return list(ProductGroup.objects.filter(pk__in=made).order_by("path"))


def own_sites(enterprise: Enterprise) -> list[Establishment]:
    rows = Establishment.objects.filter(enterprise=enterprise, closed_on__isnull=True)
    return list(rows.order_by("pk")[: rules.MOST_SCOPE])


def passed(enterprise: Enterprise, number: int) -> Assessment | None:
    """A finished and passed assessment of this enterprise."""
    return Assessment.objects.filter(enterprise=enterprise, pk=number, passed=True).first()


def own_certificates(enterprise: Enterprise) -> QuerySet[Certificate]:
    """Every one of the register that this enterprise holds, however it stands; none entered by mistake."""
    rows = certificates.with_successor(Certificate.objects.filter(holder=enterprise))
    return rows.exclude(state=certificate_rules.STRUCK)


def valid_certificates(enterprise: Enterprise, day: date) -> list[Certificate]:
    """What a declaration may rest on, the one that ends last first."""
    rows = certificates.standing_is(own_certificates(enterprise), "valid", day)
    return list(rows.order_by("-valid_until", "pk")[: rules.MOST_SCOPE])


# --- for everybody --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PublicDeclaration:
    """What anybody may read. `signer` is "" for a household: its signer is the person behind it."""

    number: str
    name: str
    commune_code: str
    standard: str
    basis: str
    certificate_number: str
    certificate_body: str
    resting: Resting | None
    declared_on: date
    valid_to: date
    received_on: date
    agency: str
    signer: str
    signer_title: str
    standing: str
    closed_on: date | None
    groups: Sequence[str]
    items: Sequence[tuple[str, str]]
    sites: Sequence[tuple[str, str]]


def published(user: object) -> QuerySet[Declaration]:
    """Those that an officer received, whatever became of them since."""
    rows = Declaration.objects.filter(received_at__isnull=False, state__in=rules.PUBLIC)
    return _with_certificate(rows)


def public_declaration(user: object, number: str, day: date) -> PublicDeclaration | None:
    one = published(user).filter(number=number).first()
    if one is None or one.received_at is None:
        return None
    of_persons = one.enterprise.is_of_persons
    parts = scope(one)
    return PublicDeclaration(
        number=one.number,
        name=one.enterprise.public_name,
        commune_code=one.enterprise.commune_code,
        standard=one.standard,
        basis=one.basis,
        certificate_number=one.certificate_number,
        certificate_body=one.certificate_body,
        resting=resting(one, day),
        declared_on=one.declared_on,
        valid_to=one.valid_to,
        received_on=timezone.localdate(one.received_at),
        agency=one.agency,
        signer="" if of_persons else one.signer_name,
        signer_title="" if of_persons else one.signer_title,
        standing=rules.standing(one.state, one.valid_to, day),
        closed_on=None if one.closed_at is None else timezone.localdate(one.closed_at),
        groups=[row.name for row in parts[rules.GROUP]],
        items=[(row.name, row.code) for row in parts[rules.ITEM]],
        # a household's site may be called after the person
        sites=[("" if of_persons else row.name, row.code) for row in parts[rules.SITE]],
    )
