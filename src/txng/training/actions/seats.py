"""Seats of a class and what attendance amounts to, kept right after each act. Call with the class locked."""

from django.db.models import BooleanField, Case, Q, Value, When
from django.utils import timezone

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.training.models import Learner, TrainingClass
from txng.training.queries import learners as queries
from txng.training.rules import classes


def seated(row: TrainingClass) -> int:
    return Learner.objects.filter(training_class=row, state=classes.SEATED).count()


def move_up(by: Actor, row: TrainingClass) -> list[int]:
    """Whoever waits longest gets a seat that is free; the numbers of those who got one."""
    queue = list(queries.waiting(row).values_list("pk", flat=True)[: row.places])
    lucky = classes.moving_up(queue, seated(row), row.places)
    if lucky:
        Learner.objects.filter(pk__in=lucky).update(state=classes.SEATED, offered_at=timezone.now())
        journal.record(by, "learner.moved_up", row, learners=lucky)
    return lucky


def settle_all(row: TrainingClass) -> None:
    """What the rule of the class says of everybody in it, after sessions or the rule have changed."""
    needed = classes.sessions_needed(row.session_count, row.share)
    Learner.objects.filter(training_class=row).update(
        attended_enough=Case(
            When(Q(attended__gte=needed), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
    )


def settle(learner: Learner, row: TrainingClass, attended: int) -> None:
    learner.attended = attended
    learner.attended_enough = classes.attended_enough(
        attended=attended, sessions=row.session_count, share=row.share
    )
    learner.save(update_fields=["attended", "attended_enough"])
