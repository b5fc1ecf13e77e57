"""Questions about certificates: one's own, those that one's body issued, those within reach."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from txng.accounts.actors import Actor
from txng.certification.models import Body, Certificate, Change, Withdrawal
from txng.certification.queries import reach
from txng.certification.rules import SEE
from txng.certification.rules import certificates as rules
from txng.certification.rules.certificates import Standing
from txng.documents import queries as documents
from txng.documents.models import Attachment
from txng.products.queries import trade_items

SUBJECT = "certification.certificate"


def certificates(actor: Actor) -> QuerySet[Certificate]:
    """Every certificate that this actor may see, with `replaced_from`: since when another stands in its
    place."""
    return with_successor(Certificate.objects.filter(reach.visible(actor)))


def with_successor(rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    next_one = Certificate.objects.filter(replaces=OuterRef("pk")).exclude(state=rules.STRUCK)
    return rows.select_related("body__organisation", "scheme", "holder").annotate(
        replaced_from=Subquery(next_one.values("valid_from")[:1])
    )


def certificate(actor: Actor, number: int) -> Certificate | None:
    rows = certificates(actor).prefetch_related(
        "trade_items", "groups", "establishments", "plots", "successors"
    )
    return rows.filter(pk=number).first()


def standing_on(one: Certificate, day: date) -> Standing:
    """`one` as these questions give it."""
    return rules.standing(
        one.state, one.valid_from, one.valid_until, day,
        replaced_from=getattr(one, "replaced_from", None),
    )  # fmt: skip


def standing_is(rows: QuerySet[Any], standing: str, day: date) -> QuerySet[Any]:
    """The rows that stand so on a day."""
    if standing in (rules.SUSPENDED, rules.WITHDRAWN, rules.STRUCK):
        return rows.filter(state=standing)
    rows = rows.filter(state=rules.VALID)
    is_replaced = Q(replaced_from__lte=day)
    if standing == "replaced":
        return rows.filter(is_replaced)
    rows = rows.filter(Q(replaced_from__isnull=True) | Q(replaced_from__gt=day))
    if standing == "not_yet":
        return rows.filter(valid_from__gt=day)
    if standing == "expired":
        return rows.filter(valid_until__lt=day)
    return rows.filter(valid_from__lte=day, valid_until__gte=day)


def ending_within(rows: QuerySet[Certificate], days: int, today: date) -> QuerySet[Certificate]:
    """Valid today, ending in so many days at most, and nothing follows yet."""
    return standing_is(rows, "valid", today).filter(
        valid_until__lte=today + timedelta(days=days), replaced_from__isnull=True
    )


def last_days(day: date) -> QuerySet[Certificate, date]:
    """`valid_until` of those that stand valid on a day and that nothing follows, nearest first: a subquery
    for rooms above, which narrow it by `holder`. A renewal that has not begun counts in the place of the
    one that still stands; one that was suspended before it began follows nothing."""
    followers = Certificate.objects.filter(
        Q(state=rules.VALID) | Q(valid_from__lte=day), replaces=OuterRef("pk")
    ).exclude(state=rules.STRUCK)
    stands = Q(valid_from__lte=day) | Q(
        replaces__state=rules.VALID, replaces__valid_from__lte=day, replaces__valid_until__gte=day
    )
    rows = Certificate.objects.filter(
        stands, ~Exists(followers), state=rules.VALID, valid_until__gte=day
    )
    return rows.order_by("valid_until").values_list("valid_until", flat=True)


def ending_soon(actor: Actor, today: date) -> dict[int, int]:
    """Days -> how many certificates end within them; one query."""
    if not actor.may(SEE):
        return dict.fromkeys(rules.REMINDED_DAYS, 0)
    rows = ending_within(certificates(actor), max(rules.REMINDED_DAYS), today)
    counted = rows.aggregate(
        **{
            f"in_{days}": Count("pk", filter=Q(valid_until__lte=today + timedelta(days=days)))
            for days in rules.REMINDED_DAYS
        }
    )
    return {days: counted[f"in_{days}"] for days in rules.REMINDED_DAYS}


def waiting_withdrawals(actor: Actor) -> int:
    """Withdrawals that wait for a second person, among what this actor may decide."""
    rows = Withdrawal.objects.filter(decided_at__isnull=True)
    return rows.filter(reach.visible(actor, "certificate__")).count()


def open_withdrawal(one: Certificate) -> Withdrawal | None:
    return Withdrawal.objects.filter(certificate=one, decided_at__isnull=True).first()


def changes(actor: Actor, one: Certificate) -> list[Change]:
    """Every step, newest first, of a certificate that the actor sees."""
    rows = Change.objects.filter(reach.visible(actor, "certificate__"), certificate=one)
    return list(rows.order_by("-number"))


def files(actor: Actor, one: Certificate) -> list[Attachment]:
    """Of a certificate that the actor sees."""
    return documents.attachments(actor, SUBJECT, str(one.pk))


def holder_name(actor: Actor, one: Certificate) -> str:
    """The name of a household only for itself; whoever else reads its code."""
    return trade_items.name_of(actor, one.holder)


def steps_after(number: int, most: int) -> list[Change]:
    """What the register did after this step, oldest first: for rooms above that follow it."""
    rows = Change.objects.filter(number__gt=number).select_related(
        "certificate__body__organisation", "certificate__scheme", "certificate__holder"
    )
    return list(rows.order_by("number")[:most])


def is_untouched(one: Certificate) -> bool:
    """Whether nothing happened to it but its entry."""
    return one.state == rules.VALID and one.changes.count() == 1


def of_number(actor: Actor, body: Body, number_key: str) -> Certificate | None:
    """The one of this body that bears the number; what was struck bears none."""
    rows = certificates(actor).filter(body=body, number_key=number_key)
    return rows.exclude(state=rules.STRUCK).first()


def of_numbers(actor: Actor, body: Body, number_keys: Collection[str]) -> dict[str, Certificate]:
    """The same for several numbers, by their keys; one query."""
    rows = certificates(actor).filter(body=body, number_key__in=number_keys)
    return {one.number_key: one for one in rows.exclude(state=rules.STRUCK)}
