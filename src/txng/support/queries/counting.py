"""What figures count of those who came in and of the survey, as far as a right of the asker reaches. Never
shown as rows; whoever shows rows asks `registrations` and `sheets`.
"""

from collections.abc import Collection

from django.db.models import QuerySet

from txng.accounts.actors import Actor
from txng.parties.queries.counting import countable
from txng.support import rules
from txng.support.models import AnswerSheet, Registration


def confirmed(actor: Actor, rights: Collection[str]) -> QuerySet[Registration]:
    return Registration.objects.filter(
        countable(actor, rights, "enterprise__"), state=rules.CONFIRMED
    )


def sheets(actor: Actor, rights: Collection[str]) -> QuerySet[AnswerSheet]:
    return AnswerSheet.objects.filter(
        countable(actor, rights, "enterprise__"), enterprise__merged_into__isnull=True
    )
