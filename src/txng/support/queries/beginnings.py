"""Who registered, who asks to be let in, and what is left of the first tasks."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from txng.accounts import queries as accounts
from txng.accounts.actors import Actor
from txng.accounts.models import Assignment
from txng.barcodes.models import Batch, LotQuota
from txng.barcodes.queries import labels, ownership
from txng.barcodes.queries import prefixes as codes
from txng.parties import queries as parties
from txng.parties import words as party_words
from txng.parties.models import Enterprise
from txng.parties.rules import Refused, tax_codes
from txng.products.queries import trade_items
from txng.support import rules
from txng.support.errors import FieldError
from txng.support.models import Beginning, JoinRequest, Registration
from txng.support.rules import onboarding

MEMBERS = "accounts.members"


def tax_code_of(typed: str, kind: str) -> str:
    """In the spelling that is kept. Raises FieldError."""
    try:
        return tax_codes.read(typed, kind).text
    except Refused as error:
        raise FieldError(party_words.sentence(error.problem), "tax_code") from None


# --- registrations ---------------------------------------------------------------------------------


def registrations(actor: Actor) -> QuerySet[Registration]:
    """Within the reach of whoever may confirm."""
    return Registration.objects.filter(
        parties.visible(actor, rules.CONFIRM, "enterprise__"),
        # a reach, never what is one's own: nobody confirms themselves
        ~Q(enterprise__organisation_id=actor.organisation_id or 0),
    ).select_related("enterprise", "person")


def registration(actor: Actor, number: int) -> Registration | None:
    return registrations(actor).filter(pk=number).first()


def own_registration(actor: Actor) -> Registration | None:
    """Of the enterprise that the actor acts for; None where an agency opened the account."""
    if actor.organisation_id is None:
        return None
    rows = Registration.objects.filter(enterprise__organisation_id=actor.organisation_id)
    return rows.select_related("enterprise").first()


def registration_of(actor: Actor, request: JoinRequest) -> Registration | None:
    """The registration that is not confirmed and would pass to whoever asks; for officers in reach."""
    rows = registrations(actor).filter(enterprise=request.enterprise)
    return rows.exclude(state=rules.CONFIRMED).first()


def may_confirm(actor: Actor, enterprise: Enterprise) -> bool:
    return enterprise.organisation_id != actor.organisation_id and parties.may_change_at(
        actor, enterprise.commune_code, enterprise.sector, rules.CONFIRM
    )


def may_undo(one: Registration) -> bool:
    if one.decided_at is None:
        return False
    return timezone.now() - one.decided_at <= timedelta(hours=rules.HOURS_TO_UNDO)


# --- requests to join ------------------------------------------------------------------------------


def requests_to_owner(actor: Actor) -> QuerySet[JoinRequest]:
    """Into the actor's own enterprise, for whoever manages its people."""
    rows = JoinRequest.objects.select_related("enterprise", "person").order_by("asked_at", "pk")
    if actor.organisation_id is None or not actor.may(MEMBERS):
        return rows.none()
    return rows.filter(enterprise__organisation_id=actor.organisation_id)


def requests_to_officer(actor: Actor) -> QuerySet[JoinRequest]:
    """Into enterprises in reach that nobody manages, or whose owner nobody has confirmed yet."""
    manages = Assignment.objects.filter(
        organisation_id=OuterRef("enterprise__organisation_id"),
        valid_until__isnull=True,
        person__is_active=True,
        role__in=[one.pk for one in accounts.roles() if MEMBERS in one.rights],
    )
    unsettled = Registration.objects.filter(enterprise=OuterRef("enterprise")).exclude(
        state=rules.CONFIRMED
    )
    return (
        JoinRequest.objects.filter(parties.visible(actor, rules.CONFIRM, "enterprise__"))
        .exclude(enterprise__organisation_id=actor.organisation_id or 0)
        .filter(~Exists(manages) | Exists(unsettled))
        .select_related("enterprise", "person")
        .order_by("asked_at", "pk")
    )


def request_to_owner(actor: Actor, number: int) -> JoinRequest | None:
    return requests_to_owner(actor).filter(pk=number).first()


def request_to_officer(actor: Actor, number: int) -> JoinRequest | None:
    return requests_to_officer(actor).filter(pk=number).first()


def own_requests(actor: Actor) -> QuerySet[JoinRequest]:
    """What the person asked, newest first; of the enterprise only its code in the register is told."""
    rows = JoinRequest.objects.filter(person_id=actor.person_id or 0)
    return rows.select_related("enterprise").order_by("-asked_at", "-pk")


def is_manager_of(actor: Actor, enterprise: Enterprise) -> bool:
    own = actor.organisation_id is not None and enterprise.organisation_id == actor.organisation_id
    return own and actor.may(MEMBERS)


def may_answer(actor: Actor, request: JoinRequest) -> bool:
    return is_manager_of(actor, request.enterprise) or (
        request_to_officer(actor, request.pk) is not None
    )


# --- first tasks -----------------------------------------------------------------------------------


def own_enterprise(actor: Actor) -> Enterprise | None:
    """The entry of the organisation that the actor acts for, for whoever does its first tasks."""
    return parties.own_enterprise(actor) if actor.may(rules.BEGIN) else None


def beginning(enterprise: Enterprise) -> Beginning:
    """What is kept, or an empty one that is not saved."""
    found = Beginning.objects.filter(enterprise=enterprise).first()
    return found or Beginning(enterprise=enterprise)


def standing(actor: Actor, own: Enterprise | None) -> onboarding.Standing:
    """What the registers say of one's own enterprise; a dozen small queries."""
    people = {one.person_id for one in accounts.members(actor)} if actor.may(MEMBERS) else set()
    invitations = len(accounts.open_links(actor)) if actor.may(MEMBERS) else 0
    if own is None:
        return onboarding.Standing(people=max(1, len(people)), invitations=invitations)
    items = trade_items.trade_items(actor).filter(owner=own, state="active")
    batches = labels.batches(actor).filter(enterprise=own)
    furthest = label_batch(actor, own)
    scans = labels.scans_back(furthest) if furthest else None
    return onboarding.Standing(
        has_entry=True,
        has_address=bool(own.address),
        has_phone=bool(own.phone),
        places=parties.establishments(actor, own).count() + parties.plots(actor, own).count(),
        people=max(1, len(people)),
        invitations=invitations,
        works_alone=bool(beginning(own).alone_because),
        prefixes=codes.prefixes(actor).filter(enterprise=own).count(),
        has_open_case=codes.cases(actor)
        .filter(enterprise=own, state__in=("open", "sent"))
        .exists(),
        own_codes=codes.own_names(actor).filter(enterprise=own).count()
        + items.exclude(own_code="").count(),
        products=items.count(),
        products_with_gtin=len(printable(own)),
        lots=labels.quotas(actor).filter(enterprise=own).count(),
        batches=batches.count(),
        is_printed=furthest is not None and furthest.state != "issued",
        scans_good=scans.good if scans else 0,
        scans_wanted=scans.wanted if scans else 0,
    )


def label_batch(actor: Actor, own: Enterprise) -> Batch | None:
    """The batch of labels that is furthest: scanned back, then printed, then the newest."""
    mine = labels.batches(actor).filter(enterprise=own).annotate(read=Count("scans_back"))
    rows = list(mine.order_by("-read", "-issued_at", "-pk")[:20])
    return next((one for one in rows if one.state != "issued"), rows[0] if rows else None)


def label_lot(actor: Actor, own: Enterprise) -> LotQuota | None:
    """The newest lot."""
    return labels.quotas(actor).filter(enterprise=own).order_by("-declared_at", "-pk").first()


def printable(own: Enterprise) -> list[tuple[str, str]]:
    """GTIN and name of what labels may be printed for."""
    return ownership.products(own)


def has_tasks_left(actor: Actor) -> bool:
    """Whether the list is the page to begin with: something is undone, and nobody put it away."""
    if actor.organisation_id is None or not actor.may_own_only(rules.BEGIN):
        return False
    own = own_enterprise(actor)
    if own is not None and beginning(own).hidden_at is not None:
        return False
    return any(not one.is_over for one in onboarding.tasks(standing(actor, own)))
