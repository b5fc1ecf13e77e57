"""Classes as the public, trainers and keepers see them; who may see the people of a class."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from txng.accounts.actors import Actor
from txng.documents import queries as documents
from txng.documents.models import Attachment
from txng.training import rules
from txng.training.keys import VISITOR
from txng.training.models import Session, Trainer, TrainingClass
from txng.training.rules import classes as class_rules

MATERIAL = "training.class"
"""`subject_kind` of the attachments of a class."""

SEATED = Count("learners", filter=Q(learners__state=class_rules.SEATED))
WAITING = Count("learners", filter=Q(learners__state=class_rules.WAITING))


def public_classes(user: object) -> QuerySet[TrainingClass]:
    """Published ones, done and cancelled too, with how many seats are taken."""
    rows = TrainingClass.objects.filter(state__in=class_rules.PUBLIC_STATES)
    return rows.select_related("subject", "host").annotate(seated=SEATED)


def coming_classes(user: object) -> QuerySet[TrainingClass]:
    """That one can still register for, the next first."""
    today = timezone.localdate()
    rows = public_classes(user).filter(state=class_rules.OPEN, ends_on__gte=today)
    return rows.order_by("starts_on", "pk")


def past_classes(user: object) -> QuerySet[TrainingClass]:
    today = timezone.localdate()
    rows = public_classes(user).filter(Q(ends_on__lt=today) | Q(state=class_rules.DONE))
    return rows.exclude(state=class_rules.CANCELLED).order_by("-ends_on", "-pk")


def public_class(user: object, code: str) -> TrainingClass | None:
    return public_classes(user).filter(code=code).first()


def classes(actor: Actor) -> QuerySet[TrainingClass]:
    """What people at work see: keepers all, others the published ones and those that they teach."""
    rows = TrainingClass.objects.select_related("subject", "host").annotate(
        seated=SEATED, waiting=WAITING
    )
    if actor.may_everywhere(rules.KEEP):
        return rows
    if not actor.may(rules.SEE):
        return rows.none()
    return rows.filter(Q(state__in=class_rules.PUBLIC_STATES) | _taught_by(actor))


def class_called(actor: Actor, code: str) -> TrainingClass | None:
    return classes(actor).filter(code=code).first()


def class_to_teach(actor: Actor, code: str) -> TrainingClass | None:
    """One whose people this actor may see: its trainers, and the keepers."""
    return classes_to_teach(actor).filter(code=code).first()


def classes_to_teach(actor: Actor) -> QuerySet[TrainingClass]:
    rows = TrainingClass.objects.select_related("subject", "host").annotate(
        seated=SEATED, waiting=WAITING
    )
    if actor.may_everywhere(rules.KEEP):
        return rows
    return rows.filter(_taught_by(actor)) if actor.may(rules.TEACH) else rows.none()


def teaches(actor: Actor | None, one: TrainingClass) -> bool:
    """Whether this actor may see who learns here, and count who is there."""
    if actor is None:
        return False
    if actor.may_everywhere(rules.KEEP):
        return True
    if not actor.may(rules.TEACH) or actor.person_id is None:
        return False
    return Trainer.objects.filter(training_class=one, person_id=actor.person_id).exists()


def may_keep(actor: Actor) -> bool:
    return actor.may_everywhere(rules.KEEP)


def sessions(one: TrainingClass) -> list[Session]:
    return list(Session.objects.filter(training_class=one).order_by("number"))


def session(one: TrainingClass, number: int) -> Session | None:
    return Session.objects.filter(training_class=one, number=number).first()


def session_numbered(number: int) -> Session | None:
    """By what its QR carries."""
    return Session.objects.select_related("training_class__subject").filter(pk=number).first()


def sessions_with_counts(one: TrainingClass) -> list[Session]:
    """Each with `there`: how many were counted."""
    rows = Session.objects.filter(training_class=one).annotate(there=Count("attendances"))
    return list(rows.order_by("number"))


def trainers(one: TrainingClass) -> list[Trainer]:
    return list(Trainer.objects.filter(training_class=one).select_related("person").order_by("pk"))


def materials(one: TrainingClass) -> list[Attachment]:
    return documents.attachments(VISITOR, MATERIAL, str(one.pk))


def material(one: TrainingClass, number: int) -> Attachment | None:
    return next((file for file in materials(one) if file.pk == number), None)


def _taught_by(actor: Actor) -> Q:
    if not actor.may(rules.TEACH):
        return Q(pk__in=())
    mine = Trainer.objects.filter(
        training_class=OuterRef("pk"), person_id=actor.person_id or 0, person__isnull=False
    )
    return Q(Exists(mine))
