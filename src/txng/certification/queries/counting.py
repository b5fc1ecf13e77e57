"""What figures count of certificates, declarations and self-assessments, as far as a right of the asker
reaches. Never shown as rows; whoever shows rows asks the questions of each noun.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q, QuerySet

from txng.accounts.actors import Actor
from txng.certification.models import Assessment, Certificate, Change, Declaration
from txng.certification.queries import certificates as certificate_queries
from txng.certification.rules import certificates as rules
from txng.certification.rules import checklists, declarations
from txng.parties.queries import counting as parties


def certificates(actor: Actor, rights: Collection[str]) -> QuerySet[Certificate]:
    return certificate_queries.with_successor(
        Certificate.objects.filter(parties.countable(actor, rights, "holder__"))
    )


def holding_on(rows: QuerySet[Certificate], day: date, after: datetime) -> QuerySet[Certificate]:
    """Those that stand valid on a day; `after` is the first moment that the day is over: a state written
    later did not hold yet."""
    stands = Q(state=rules.VALID) | Q(
        state__in=(rules.SUSPENDED, rules.WITHDRAWN), state_since__gte=after
    )
    return rows.filter(
        stands, Q(replaced_from__isnull=True) | Q(replaced_from__gt=day),
        valid_from__lte=day, valid_until__gte=day,
    )  # fmt: skip


def stopped_between(
    rows: QuerySet[Certificate], state: str, since: datetime, before: datetime
) -> QuerySet[Certificate]:
    """Those of which a step of this time wrote the state, whatever became of them later; each once."""
    steps = Change.objects.filter(state=state, at__gte=since, at__lt=before)
    return rows.filter(pk__in=steps.values("certificate_id"))


def received_declarations(actor: Actor, rights: Collection[str]) -> QuerySet[Declaration]:
    """Those that an officer received, whatever became of them since."""
    return Declaration.objects.filter(
        parties.countable(actor, rights, "enterprise__"),
        received_at__isnull=False,
        state__in=declarations.PUBLIC,
    )


def finished_assessments(actor: Actor, rights: Collection[str]) -> QuerySet[Assessment]:
    return Assessment.objects.filter(
        parties.countable(actor, rights, "enterprise__"), state=checklists.FINISHED
    )
