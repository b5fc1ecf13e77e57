"""Questions about policies, calls and applications."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from txng.accounts.actors import Actor
from txng.awards.models import Application, Call, Policy
from txng.awards.queries import reach
from txng.awards.rules import APPLY, SEE, incentives, steps
from txng.documents import queries as documents
from txng.documents.models import Attachment
from txng.parties import queries as parties
from txng.parties.models import Enterprise
from txng.products.models import ProductGroup, TradeItem
from txng.products.rules.trade_items import ACTIVE

SUBJECT = "awards.application"
POLICY_SUBJECT = "awards.policy"


def policies(actor: Actor) -> QuerySet[Policy]:
    """Every one for agencies; those in force for enterprises; nothing for others."""
    rows = Policy.objects.select_related("lead", "coapprover")
    if actor.may(SEE):
        return rows
    return rows.filter(state=incentives.OPEN) if actor.may(APPLY) else rows.none()


def policy(actor: Actor, number: int) -> Policy | None:
    return policies(actor).prefetch_related("groups").filter(pk=number).first()


def calls(actor: Actor, one: Policy) -> list[Call]:
    """Newest first, each with `received`, how many applied."""
    rows = Call.objects.filter(policy__in=policies(actor).filter(pk=one.pk))
    return list(rows.annotate(received=Count("applications")).order_by("-opens_on", "-pk"))


def call(actor: Actor, number: int) -> Call | None:
    rows = Call.objects.filter(policy__in=policies(actor)).select_related("policy__lead")
    return rows.filter(pk=number).first()


def is_open(one: Call, day: date) -> bool:
    """Whether an application may be handed in on that day."""
    policy = one.policy
    in_force = policy.state == incentives.OPEN and policy.valid_from <= day
    return (
        in_force
        and (policy.valid_until is None or day <= policy.valid_until)
        and one.closed_at is None
        and one.opens_on <= day <= one.closes_on
    )


def _open_calls(day: date) -> QuerySet[Call]:
    rows = Call.objects.filter(
        Q(policy__valid_until__isnull=True) | Q(policy__valid_until__gte=day),
        policy__state=incentives.OPEN,
        policy__valid_from__lte=day,
        closed_at__isnull=True,
        opens_on__lte=day,
        closes_on__gte=day,
    )
    return rows.order_by("closes_on", "pk")


def granted_in(one: Call, *, but: Application | None = None) -> Decimal:
    """Đồng that decisions of this call have promised, those that wait for Finance included."""
    rows = Application.objects.filter(call=one, state__in=(*steps.ENJOYED, steps.AT_FINANCE))
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    return rows.aggregate(told=Sum("granted_vnd"))["told"] or Decimal(0)


# --- applications ---------------------------------------------------------------------------------


def applications(actor: Actor) -> QuerySet[Application]:
    """One's own, and those of enterprises within reach."""
    rows = Application.objects.filter(reach.applications(actor))
    return rows.select_related("call__policy__coapprover", "enterprise")


def own_applications(actor: Actor) -> QuerySet[Application]:
    own = applications(actor).filter(enterprise__organisation_id=actor.organisation_id or 0)
    return own if actor.may(APPLY) else own.none()


def application(actor: Actor, number: str) -> Application | None:
    return applications(actor).filter(number=number).first()


def own_application(actor: Actor, number: str) -> Application | None:
    return own_applications(actor).filter(number=number).first()


def files(actor: Actor, one: Application) -> list[Attachment]:
    """Of an application that the actor sees."""
    return documents.attachments(actor, SUBJECT, str(one.pk))


def policy_files(user: object, one: Policy) -> list[Attachment]:
    """Anybody may ask, once the policy is theirs to read."""
    return documents.attachments(user, POLICY_SUBJECT, str(one.pk))  # type: ignore[arg-type]


# --- what fits an enterprise ----------------------------------------------------------------------


def own_enterprise(actor: Actor) -> Enterprise | None:
    """The entry that the actor applies for."""
    return parties.own_enterprise(actor) if actor.may(APPLY) else None


@dataclass(frozen=True, slots=True)
class Offer:
    """A policy as one enterprise meets it: does it fit, why, where to apply now, what was applied."""

    policy: Policy
    fit: incentives.Fit
    open_calls: Sequence[Call]
    applied: Sequence[Application]


def offers(actor: Actor, own: Enterprise, day: date) -> list[Offer]:
    """Policies in force, those that fit first; five queries, whatever their number."""
    seen = incentives.Standing(
        own.kind,
        own.size,
        tuple(
            ProductGroup.objects.filter(
                pk__in=TradeItem.objects.filter(owner=own, state=ACTIVE).values("group")
            ).values_list("path", flat=True)
        ),
    )
    rows = (
        policies(actor)
        .filter(state=incentives.OPEN, valid_from__lte=day)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))
        .prefetch_related("groups")
    )
    opened: dict[int, list[Call]] = {}
    for call in _open_calls(day):
        opened.setdefault(call.policy_id, []).append(call)
    applied: dict[int, list[Application]] = {}
    for one in own_applications(actor).filter(enterprise=own).order_by("-pk"):
        applied.setdefault(one.call.policy_id, []).append(one)
    # one application in a call that is still going on: the verb would refuse another
    taken = {
        one.call_id
        for rows_of in applied.values()
        for one in rows_of
        if one.state not in steps.OVER
    }
    found = [
        Offer(
            policy,
            incentives.fit(aim_of(policy), seen),
            [call for call in opened.get(policy.pk, []) if call.pk not in taken],
            applied.get(policy.pk, []),
        )
        for policy in rows.order_by("valid_from", "pk")
    ]
    return sorted(found, key=lambda offer: not offer.fit.fits)


def fit_of(actor: Actor, one: Policy, own: Enterprise) -> incentives.Fit:
    groups = ProductGroup.objects.filter(
        pk__in=TradeItem.objects.filter(owner=own, state=ACTIVE).values("group")
    )
    paths = tuple(groups.values_list("path", flat=True))
    return incentives.fit(aim_of(one), incentives.Standing(own.kind, own.size, paths))


def aim_of(one: Policy) -> incentives.Aim:
    paths = tuple(group.path for group in one.groups.all())
    return incentives.Aim(tuple(one.kinds), tuple(one.sizes), paths)


# --- for everybody --------------------------------------------------------------------------------


def public_policies(user: object, day: date) -> list[tuple[Policy, list[Call]]]:
    """In force today, with the calls that are open or will open."""
    rows = (
        Policy.objects.filter(state=incentives.OPEN)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))
        .select_related("lead")
        .order_by("-valid_from", "-pk")
    )
    calls: dict[int, list[Call]] = {}
    waiting = Call.objects.filter(
        policy__in=rows.values("pk"), closed_at__isnull=True, closes_on__gte=day
    )
    for one in waiting.order_by("opens_on", "pk"):
        calls.setdefault(one.policy_id, []).append(one)
    return [(one, calls.get(one.pk, [])) for one in rows]


def public_policy(user: object, number: int) -> Policy | None:
    """One that is or was in force; a draft is nobody's."""
    rows = Policy.objects.exclude(state=incentives.DRAFT).select_related("lead", "coapprover")
    return rows.prefetch_related("groups").filter(pk=number).first()


def agencies_today(user: object, day: date) -> list[tuple[str, str]]:
    """Code and name, for a field to choose from."""
    return [(one.agency.code, one.written) for one in parties.agencies(user, day)]


def groups_to_choose(user: object) -> list[tuple[str, str]]:
    """The upper two levels of the tree: a policy for one leaf of it is rare."""
    rows = ProductGroup.objects.order_by("path")
    return [(one.path, str(one)) for one in rows if one.path.count("/") <= 2]
